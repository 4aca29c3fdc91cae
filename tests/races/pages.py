"""The same deeds through the pages: a signed-in browser in each process; what the page answers is what counts."""

from __future__ import annotations

import re
from typing import Any

from django.core.exceptions import PermissionDenied
from django.test import Client

from registry.models import User
from tests import desk
from workflows.engine.errors import Conflict, Refused
from workflows.engine.models import Case, TaskAssignment

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
_signed_in: dict[int, Client] = {}


class ServerError(Exception):
    """Any answer that is neither done nor refused."""


def sign_in(user: int) -> dict[str, Any]:
    """Sign somebody in; before the race, since it writes."""
    client = Client(raise_request_exception=False, SERVER_NAME="localhost")
    client.force_login(User.objects.get(pk=user), backend=BACKEND)
    _signed_in[user] = client
    return {}


def _sent(user: int, path: str, data: dict[str, Any]) -> dict[str, Any]:
    response = _signed_in[user].post(path, data)
    if response.status_code in (200, 302):
        return {"result": response.headers.get("Location", "")}
    said = _said(response.content.decode())
    raised = {409: Conflict, 403: PermissionDenied, 422: Refused}.get(response.status_code)
    raise raised(said) if raised else ServerError(f"{response.status_code}: {said}")


def _said(page: str) -> str:
    """What a page gives as the reason."""
    found = re.search(r'role="alert"[^>]*>(.*?)</div>', page, re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", found.group(1) if found else page))[:500]


def decide_page(user: int, turn: str, key: str = "", **more: Any) -> dict[str, Any]:
    """Decide a turn on its page."""
    found = TaskAssignment.objects.select_related("task", "case").get(public_id=turn)
    sent = desk.answers(found, **more) | {"key": key or desk.key(), "confirmed": "1"}
    return _sent(user, f"/tasks/{turn}/decide", sent)


def recall_page(user: int, decision: str, key: str = "") -> dict[str, Any]:
    """Take a decision back from the list."""
    return _sent(user, f"/decisions/{decision}/recall", {"key": key or desk.key()})


def withdraw_page(user: int, case: int, key: str = "") -> dict[str, Any]:
    """Call a case off on its page."""
    reference = Case.objects.get(pk=case).reference
    return _sent(user, f"/cases/{reference}/withdraw", {"key": key or desk.key(), "reason": "本人工作有变。"})
