"""Middleware: private responses, and the two ways of saying no as pages."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control

from registry.refusals import Conflict, Refused

STYLE_COOKIE = "style"
GetResponse = Callable[[HttpRequest], HttpResponse]


class PrivateResponses:
    """Pages of a signed-in person are kept nowhere: a shared computer shows nothing after sign-out."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Mark every dynamic response as private and not to be stored."""
        response = self.get_response(request)
        if not response.has_header("Cache-Control"):
            patch_cache_control(response, private=True, no_store=True)
        return response


class StyleGiven:
    """Which version of the style a browser was given inside a page (web/templatetags/styling.py); the next page names the file."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Remember it for as long as the browser runs: it says nothing about anybody."""
        response = self.get_response(request)
        if given := getattr(request, "style_given", None):
            response.set_cookie(
                STYLE_COOKIE, given, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
            )
        return response


class RefusalPages:
    """PermissionDenied is 403, Conflict 409, Refused 422, each as a page with its sentence (a fragment for htmx)."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Nothing to do on the way in."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer what the engine refuses."""
        if isinstance(exception, Conflict):
            return _page(request, "409.html", 409, exception.sentence)
        if isinstance(exception, Refused):
            return _page(request, "422.html", 422, exception.sentence)
        if isinstance(exception, PermissionDenied):
            return _page(request, "403.html", 403, str(exception))
        return None


def _page(request: HttpRequest, template: str, status: int, sentence: str) -> HttpResponse:
    return render(request, template, {"sentence": sentence}, status=status)
