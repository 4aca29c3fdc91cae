"""Addresses that only take what is sent (只收提交的地址): whoever comes to one by reload or bookmark is led to its page."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

View = Callable[..., HttpResponse]


def posted_from(page: str, *names: str) -> Callable[[View], View]:
    """A view that takes POST only; GET leads to the page it is sent from, by its name and the arguments they share.

    The answer to a mistake is shown at such an address, so it does stand in the bar of a browser.
    """

    def decorated(view: View) -> View:
        @require_http_methods(["GET", "HEAD", "POST"])
        @wraps(view)
        def answer(request: HttpRequest, **arguments: str) -> HttpResponse:
            if request.method == "POST":
                return view(request, **arguments)
            address = reverse(page, kwargs={name: arguments[name] for name in names})
            state = request.GET.urlencode()
            return redirect(f"{address}?{state}" if state else address)

        return answer

    return decorated
