"""What is done in a meeting (会议操作) in walks and in the demo: each act by its write function, one answer to each question.

People and items are named by their public ids, as pages would name them.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Callable, Mapping
from typing import Any

from audit import clock
from registry.models import Member, Person, User
from workflows.engine.meetings import attending, balloting, convening, counting, opinions, presiding, reducing
from workflows.engine.meetings.asked import ItemAsked
from workflows.engine.models import Choice, TaskAssignment
from workflows.engine.votes.candidates import Purpose
from workflows.engine.votes.kinds import Kind

Answers = Mapping[str, Any]


def _person(public_id: str) -> Person:
    return Person.objects.get(public_id=public_id)


def _item(said: Answers) -> ItemAsked:
    """An item of the agenda from plain values."""
    subject = Member.objects.get(public_id=said["subject"]) if said.get("subject") else None
    return ItemAsked(
        Kind(said["kind"]) if said.get("kind") else None, said["matter"], subject, seats=said.get("seats"),
        office=said.get("office", ""), purpose=Purpose(said["purpose"]) if said.get("purpose") else None,
        candidates=tuple(map(_person, said.get("candidates", ()))),
    )  # fmt: skip


def convene(turn: TaskAssignment, by: User, answers: Answers) -> None:
    """Convene the meeting in so many days, with its agenda; without one it is what the attempt before left (召集会议)."""
    agenda = [_item(said) for said in answers["agenda"]] if answers["agenda"] else None
    convening.convene(
        turn.public_id, by=by, held_on=clock.today() + dt.timedelta(days=answers["in_days"]), starts_at=dt.time(14, 30),
        place=answers["place"], topic=answers["topic"], chair=_person(answers["chair"]), recorder=_person(answers["recorder"]),
        agenda=agenda, key=secrets.token_hex(8),
    )  # fmt: skip


def note_absence(turn: TaskAssignment, by: User, answers: Answers) -> None:
    """Somebody asks for leave (请假)."""
    attending.note_absence(
        turn.public_id, by=by, attendee=answers["attendee"], reason=answers["reason"], asked_on=clock.today(),
        agreed_by=by.person, key=secrets.token_hex(8),
    )  # fmt: skip


def receive_opinion(turn: TaskAssignment, by: User, answers: Answers) -> None:
    """Somebody who cannot come hands in what he says (书面意见)."""
    opinions.receive_opinion(
        turn.public_id, by=by, item=answers["item"], attendee=answers["attendee"], choice=Choice(answers["choice"]),
        handed_in_on=clock.today(), key=secrets.token_hex(8),
    )  # fmt: skip


def sign_in(turn: TaskAssignment, by: User, answers: Answers) -> None:
    """Everybody who comes is in the room (签到)."""
    for attendee in answers["attendees"]:
        attending.sign_in(turn.public_id, by=by, attendee=attendee, key=secrets.token_hex(8))


def open_meeting(turn: TaskAssignment, by: User, answers: Answers) -> None:
    """Open the meeting, with two who count (宣布开会)."""
    presiding.open_meeting(turn.public_id, by=by, key=secrets.token_hex(8))
    if answers["tellers"]:
        presiding.name_tellers(
            turn.public_id, by=by, tellers=answers["tellers"], confirmed=True, key=secrets.token_hex(8)
        )


def open_ballot(turn: TaskAssignment, by: User, answers: Answers) -> None:
    """Put an item to the vote (开始表决)."""
    balloting.open_ballot(turn.public_id, by=by, item=answers["item"], key=secrets.token_hex(8))


def count(turn: TaskAssignment, by: User, answers: Answers) -> None:
    """What one teller has counted (录入计票)."""
    counting.count(
        turn.public_id, by=by, ballot=answers["ballot"], teller=answers["teller"], numbers=answers["numbers"],
        key=secrets.token_hex(8),
    )  # fmt: skip


def settle(turn: TaskAssignment, by: User, answers: Answers) -> None:
    """Settle the ballot on which both agree (宣布结果)."""
    counting.settle(turn.public_id, by=by, ballot=answers["ballot"], key=secrets.token_hex(8))


def reduce_seats(turn: TaskAssignment, by: User, answers: Answers) -> None:
    """Fill fewer seats, to which so many agree (减少名额)."""
    said = {"ballot": answers["ballot"], "agreeing": answers["agreeing"]}
    reducing.reduce_seats(turn.public_id, by=by, key=secrets.token_hex(8), **said)


def adjourn(turn: TaskAssignment, by: User, answers: Answers) -> None:
    """Adjourn for want of a quorum (延期开会)."""
    presiding.adjourn(turn.public_id, by=by, key=secrets.token_hex(8))


DEEDS: dict[str, Callable[[TaskAssignment, User, Answers], None]] = {
    act.__name__: act
    for act in (
        convene,
        note_absence,
        receive_opinion,
        sign_in,
        open_meeting,
        open_ballot,
        count,
        settle,
        reduce_seats,
        adjourn,
    )
}
