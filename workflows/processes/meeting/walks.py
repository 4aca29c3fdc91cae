"""Walks through a meeting (会议演练): what a vote can come to, and the ways that differ on the road."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

from registry.models import Member
from workflows.engine.meetings import standing
from workflows.engine.meetings.reading import items_of, roll_of, tellers_of
from workflows.engine.models import AgendaItem, Attendee, Ballot, Case, Meeting
from workflows.engine.votes.candidates import Purpose
from workflows.engine.votes.kinds import Kind
from workflows.engine.walks import DECIDE, Answers, AnswersOf, Do, Walk
from workflows.families import rooms
from workflows.processes.meeting.facts import STEP

PLACE = "支部活动室"
Items = Callable[[Case], list[dict[str, Any]]]
Numbers = Callable[[Ballot], dict[str, int]]


def _opening(body: str, matter: str) -> Any:
    return lambda member, organisations: {"body": body, "matter": matter}


# -- reading the meeting as it stands ----------------------------------------------------------------------------------


def _meeting(case: Case) -> Meeting:
    return rooms.meeting(case, STEP)


def _voters(case: Case) -> list[Attendee]:
    return rooms.voters(case, STEP)


def _officers(case: Case) -> tuple[str, str]:
    return rooms.officers(case, STEP)


def _open_item(case: Case) -> AgendaItem:
    return next(item for item in items_of(_meeting(case)) if not standing.is_settled(item))


def _ballot(case: Case) -> Ballot:
    return rooms.ballot(case, STEP)


# -- what is done in it ------------------------------------------------------------------------------------------------


def _convened(items: Items, in_days: int = 7) -> Do:
    def answers(case: Case) -> Answers:
        chair, recorder = _officers(case)
        return {
            "in_days": in_days, "place": PLACE, "topic": case.matter, "chair": chair, "recorder": recorder,
            "agenda": items(case),
        }  # fmt: skip

    return Do("convene", answers)


def _the_day_before(case: Case) -> dt.date:
    return _meeting(case).held_on - dt.timedelta(days=1)


def _leave(case: Case) -> Answers:
    return {"attendee": _voters(case)[-1].public_id, "reason": "因公出差"}


LEAVE = Do("note_absence", _leave, on=_the_day_before)


def _came(but: int = 0, few: Callable[[int], int] | None = None) -> Do:
    """Whoever votes comes, but so many, or few of them; the chair and the recorder first. Others may come, too."""

    def answers(case: Case) -> Answers:
        meeting = _meeting(case)
        officers = {meeting.chair_id, meeting.recorder_id}
        voters = sorted(_voters(case), key=lambda row: row.person_id not in officers)
        many = few(len(voters)) if few is not None else len(voters) - but
        guests = [row for row in roll_of(meeting) if not row.counts]
        return {"attendees": [row.public_id for row in (*voters[:many], *guests)]}

    return Do("sign_in", answers, on=lambda case: _meeting(case).held_on)


def _tellers(case: Case) -> Answers:
    standing_for = {row.person_id for item in items_of(_meeting(case)) for row in item.candidates.all()}
    free = [row.public_id for row in _voters(case) if row.present and row.person_id not in standing_for]
    return {"tellers": free[:2]}


def _all_agree(case: Case) -> Answers:
    ballot = Ballot.objects.filter(item__meeting=_meeting(case)).latest("pk")
    return {"ballot": ballot.public_id, "agreeing": ballot.present}


OPENED = Do("open_meeting", _tellers, at_once=True)
BALLOT = Do("open_ballot", lambda case: {"item": _open_item(case).public_id}, at_once=True)
SETTLED = Do("settle", lambda case: {"ballot": _ballot(case).public_id}, at_once=True)
REDUCED = Do("reduce_seats", _all_agree, at_once=True)
ADJOURNED = Do("adjourn", lambda case: {}, at_once=True)


def _counted(which: int, numbers: Numbers) -> Do:
    def answers(case: Case) -> Answers:
        ballot = _ballot(case)
        counting = list(ballot.item.tellers.filter(replaced_at__isnull=True)) or tellers_of(_meeting(case))
        return {"ballot": ballot.public_id, "teller": counting[which].attendee.public_id, "numbers": numbers(ballot)}

    return Do("count", answers, at_once=True)


def _vote(numbers: Numbers) -> tuple[Do, ...]:
    """An item put to the vote: both tellers count the same."""
    return BALLOT, _counted(0, numbers), _counted(1, numbers), SETTLED


def _motion(votes_for: Callable[[Ballot], int], abstained: int = 0) -> Numbers:
    """So many in favour, so many abstaining, the rest against."""
    return lambda ballot: {
        "votes_for": votes_for(ballot),
        "votes_against": ballot.present - votes_for(ballot) - abstained,
        "abstained": abstained,
    }


def _but(few: int) -> Callable[[Ballot], int]:
    """All who are there but so many."""
    return lambda ballot: ballot.present - few


def _election(votes_for: Callable[[int], Sequence[int]]) -> Numbers:
    """Votes in favour by the order of the ballot, from how many are there; the rest against, every ballot valid."""

    def numbers(ballot: Ballot) -> dict[str, int]:
        found = {"issued": ballot.present, "collected": ballot.present, "void": 0}
        for row, for_ in zip(ballot.rows, votes_for(ballot.present), strict=True):
            found |= {f"{row}.for": for_, f"{row}.against": ballot.present - for_, f"{row}.abstained": 0}
        return found

    return numbers


def _one_then_two_alike(present: int) -> Sequence[int]:
    """For two seats: one is elected, two are above half with as many votes as one another."""
    half = present // 2 + 1
    return 2 * present - 2 * half, half, half


def _one_alone(present: int) -> Sequence[int]:
    """For two seats: only one is above half."""
    half = present // 2
    return present, half, half // 2


def _half(voters: int) -> int:
    return (voters + 1) // 2


def _alike(present: int) -> Sequence[int]:
    return present // 2, present // 2


def _one_more(present: int) -> Sequence[int]:
    return present - present // 3, present // 3


def _in_writing(case: Case) -> Answers:
    meeting = _meeting(case)
    away = [row for row in _voters(case) if row.person_id not in (meeting.chair_id, meeting.recorder_id)][-1]
    return {"item": _open_item(case).public_id, "attendee": away.public_id, "choice": "for"}


OPINION = Do("receive_opinion", _in_writing, on=_the_day_before)

# -- what is on the agenda -----------------------------------------------------------------------------------------------

BUDGET, NEWS, COMMITTEE = "关于使用留存党费慰问困难党员的方案", "通报第三季度党费收缴情况", "补选支部委员会委员"


def _budget(case: Case) -> list[dict[str, Any]]:
    return [{"kind": Kind.GM_GENERAL, "matter": BUDGET}, {"kind": None, "matter": NEWS}]


def _left_over(case: Case) -> list[dict[str, Any]]:
    return []


def _in_committee(case: Case) -> list[dict[str, Any]]:
    return [{"kind": Kind.BC_MEETING, "matter": "确定提交支部党员大会讨论的方案"}]


def _admission(case: Case) -> list[dict[str, Any]]:
    found = Member.objects.filter(
        affiliations__organisation=case.organisation, affiliations__until__isnull=True, standing="probationary"
    ).earliest("pk")
    matter = f"关于{found.person.name}同志按期转正的决议"
    return [{"kind": Kind.GM_ADMISSION, "matter": matter, "subject": found.public_id}]


def _of_one_below(case: Case) -> list[dict[str, Any]]:
    """A member of a branch below, for whom a case may be decided above."""
    below = Member.objects.filter(
        affiliations__organisation__parent=case.organisation, affiliations__until__isnull=True, standing="probationary"
    )
    found = below.earliest("pk")
    matter = f"审批{found.person.name}同志按期转正"
    return [{"kind": Kind.CM_APPROVAL, "matter": matter, "subject": found.public_id}]


def _electing(case: Case) -> list[dict[str, Any]]:
    """Two seats, three candidates, who neither preside nor record."""
    officers = set(_officers(case))
    full = Member.objects.filter(
        affiliations__organisation=case.organisation, affiliations__until__isnull=True, standing="full"
    )
    people = [m.person.public_id for m in full.order_by("pk") if m.person.public_id not in officers]
    return [
        {
            "kind": Kind.GM_ELECTION, "matter": COMMITTEE, "seats": 2, "office": "支部委员会委员",
            "purpose": Purpose.COMMITTEE, "candidates": people[:3],
        }
    ]  # fmt: skip


# -- the walks -------------------------------------------------------------------------------------------------------------

SAID = {
    "speeches": "支部书记：介绍方案。\n组织委员：汇报走访情况。\n与会党员：同意方案，建议把返乡的困难党员列入。",
    "heard": "本次会议没有讨论涉及党员本人处理的事项。",
}
CONFIRMED = "预备党员本人到会，汇报了预备期的思想、工作情况，听取了大家的意见。"
MINUTES: dict[str, tuple[AnswersOf, ...]] = {"convene": rooms.always(), "hold": rooms.always(outcome="held", **SAID)}
AGAIN = MINUTES | {"hold": (*rooms.always(outcome="no_quorum", speeches="", heard=""), *MINUTES["hold"])}
# What is done in the meeting is done on its day.
SAME_DAY = {"hold": 0}


def _walk(name: str, title: str, at: str, room: Sequence[Do], items: Items = _budget, **more: Any) -> Walk:
    body, matter = more.pop("body", "general"), more.pop("matter", "研究留存党费使用方案")
    does = more.pop("does", {"convene": (_convened(items),), "hold": tuple(room)})
    more.setdefault("ends_as", "held")
    answers = more.pop("answers", MINUTES)
    return Walk(name, title, at, _opening(body, matter), answers, days=SAME_DAY, does=does, **more)


WALKS: dict[str, Walk] = {
    walk.outcome: walk
    for walk in (
        _walk("carried", "a motion is carried in the general meeting", "QH0101", (LEAVE, _came(but=2), OPENED, *_vote(_motion(_but(1))))),
        _walk(
            "recounted", "the tellers differ and count again", "QH0104",
            (
                LEAVE, _came(but=3), OPENED, BALLOT, _counted(0, _motion(_but(1))), _counted(1, _motion(_but(2))),
                _counted(1, _motion(_but(1))), SETTLED,
            ),
        ),
        _walk(
            "lost", "half of those entitled come and are in favour: not more than half, so it is lost", "QH0102",
            (LEAVE, _came(few=_half), OPENED, *_vote(_motion(lambda ballot: ballot.entitled // 2))),
        ),
        _walk(
            "no-quorum", "too few come; called again, and held", "QH0201", (), answers=AGAIN,
            does={
                "convene": (_convened(_budget), DECIDE, _convened(_left_over)),
                "hold": (
                    LEAVE, _came(few=lambda many: 2), ADJOURNED, DECIDE, LEAVE, _came(but=1), OPENED, *_vote(_motion(_but(1), 1)),
                ),
            },
        ),
        _walk(
            "tie", "two have equal votes for the last seat, twice: the superior decides", "QH0202",
            (_came(), OPENED, *_vote(_election(_one_then_two_alike)), *_vote(_election(_alike))), _electing, matter=COMMITTEE,
        ),
        _walk(
            "second-ballot", "two have equal votes for the last seat; a second ballot decides", "QH0104",
            (_came(), OPENED, *_vote(_election(_one_then_two_alike)), *_vote(_election(_one_more))), _electing, matter=COMMITTEE,
        ),
        _walk(
            "seats-left", "one seat is left; more than half of those entitled agree to fill fewer", "QH0301",
            (_came(), OPENED, *_vote(_election(_one_alone)), REDUCED), _electing, matter=COMMITTEE,
        ),
        _walk(
            "in-writing", "a member on probation is confirmed; an opinion in writing counts among the votes", "QH0105",
            (OPINION, _came(but=1), OPENED, *_vote(_motion(_but(1)))), _admission, matter="讨论预备党员转正", standing="probationary",
            answers=MINUTES | {"hold": rooms.always(outcome="held", **SAID | {"heard": CONFIRMED})},
        ),
        _walk(
            "in-committee", "the branch committee decides", "HK0101", (_came(), OPENED, *_vote(_motion(_but(0)))), _in_committee,
            body="branch_committee", matter="研究提交大会的方案",
        ),
        _walk(
            "above", "the committee above approves a matter of one member", "QH01", (_came(), OPENED, *_vote(_motion(_but(0)))), _of_one_below,
            body="committee", matter="审批预备党员转正",
        ),
        _walk("called-off", "called off after the notice has gone out", "HK0102", (), ends_as="called_off", call_off_at="hold"),
    )
}  # fmt: skip
