"""Entering the demo as one of its people (演示登录); the address exists in a demo only."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import login
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from audit import journal
from audit.journal import Stream
from registry.models import User

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@require_POST
@transaction.atomic
def enter(request: HttpRequest) -> HttpResponse:
    """Sign in as the chosen person, without a password; written to the journal."""
    if not settings.DEMO:
        raise Http404
    user = get_object_or_404(User, username=request.POST.get("username", ""), is_active=True)
    login(request, user, backend=BACKEND)
    journal.write(Stream("user", str(user.pk)), "demo.entered", by=user.actor)
    holds_a_post = user.person is not None and user.person.appointments.exists()
    return redirect("inbox" if holds_a_post else "me")
