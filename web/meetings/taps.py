"""What one tap does in the room (会场操作): come, leave, open, vote, settle; each calls one write function."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from registry.models import User
from workflows.engine.meetings import attending, balloting, counting, presiding

Sent = Mapping[str, Any]
Tap = Callable[[str, User, Sent, str], Any]


def _of_attendee(act: Callable[..., Any]) -> Tap:
    return lambda turn, by, sent, key: act(turn, by=by, attendee=sent.get("who", ""), key=key)


def _of_meeting(act: Callable[..., Any]) -> Tap:
    return lambda turn, by, sent, key: act(turn, by=by, key=key)


TAPS: dict[str, Tap] = {
    "sign_in": _of_attendee(attending.sign_in),
    "sign_out": _of_attendee(attending.sign_out),
    "take_back": _of_attendee(attending.take_back_sign_in),
    "open": _of_meeting(presiding.open_meeting),
    "adjourn": _of_meeting(presiding.adjourn),
    "resume": _of_meeting(presiding.resume),
    "ballot": lambda turn, by, sent, key: balloting.open_ballot(turn, by=by, item=sent.get("item", ""), key=key),
    "settle": lambda turn, by, sent, key: counting.settle(turn, by=by, ballot=sent.get("ballot", ""), key=key),
}
