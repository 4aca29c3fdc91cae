"""What one tap does in the room (会场操作): come, leave, open, vote, settle; each calls one write function."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from registry.models import User
from registry.refusals import Refused
from workflows.engine.meetings import attending, balloting, counting, presiding, reducing

Sent = Mapping[str, Any]
Tap = Callable[[str, User, Sent, str], Any]


def _of_attendee(act: Callable[..., Any]) -> Tap:
    return lambda turn, by, sent, key: act(turn, by=by, attendee=sent.get("who", ""), key=key)


def _of_meeting(act: Callable[..., Any]) -> Tap:
    return lambda turn, by, sent, key: act(turn, by=by, key=key)


def _whole(typed: str) -> int:
    """A whole number that was typed; Refused for anything else."""
    if not (typed.strip().isascii() and typed.strip().isdigit() and len(typed.strip()) < 6):
        raise Refused(_("Write a whole number."), field="agreeing")
    return int(typed)


def _reduce(turn: str, by: User, sent: Sent, key: str) -> Any:
    agreeing = _whole(sent.get("agreeing", ""))
    return reducing.reduce_seats(turn, by=by, ballot=sent.get("ballot", ""), agreeing=agreeing, key=key)


TAPS: dict[str, Tap] = {
    "sign_in": _of_attendee(attending.sign_in),
    "sign_out": _of_attendee(attending.sign_out),
    "take_back": _of_attendee(attending.take_back_sign_in),
    "open": _of_meeting(presiding.open_meeting),
    "adjourn": _of_meeting(presiding.adjourn),
    "resume": _of_meeting(presiding.resume),
    "ballot": lambda turn, by, sent, key: balloting.open_ballot(turn, by=by, item=sent.get("item", ""), key=key),
    "reduce": _reduce,
    "settle": lambda turn, by, sent, key: counting.settle(turn, by=by, ballot=sent.get("ballot", ""), key=key),
}
