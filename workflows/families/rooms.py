"""What is done in the meetings of a case about one member (会议演练), for walks: convened, people come, two count, it is settled."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from audit import clock
from registry.models import Member, Standing
from workflows.engine.meetings import standing
from workflows.engine.meetings.reading import items_of, roll_of, tellers_of
from workflows.engine.meetings.roll import ON_THE_COMMITTEE
from workflows.engine.models import Attendee, Ballot, Case, Meeting
from workflows.engine.walks import Answers, Do

PLACES = {
    "vote": "支部活动室",
    "discuss": "支部活动室",
    "review": "支部活动室",
    "approve": "党委会议室",
    "decide": "党委会议室",
}
FEW = 4
# How many of those who are there are in favour.
InFavour = Callable[[int], int]


def but_one(present: int) -> int:
    """All but one; a small committee is of one mind."""
    return present - 1 if present > FEW else present


def too_few(present: int) -> int:
    """A third of them."""
    return present // 3


def meeting(case: Case, step: str) -> Meeting:
    """The meeting of a step that is not over; LookupError where none is convened."""
    found = standing.current(case, step)
    if found is None:
        raise LookupError(f"{case.number}: no meeting is convened at {step}")
    return found


def voters(case: Case, step: str) -> list[Attendee]:
    """Whoever on its roll has a vote."""
    return [row for row in roll_of(meeting(case, step)) if row.votes]


def officers(case: Case, step: str) -> tuple[str, str]:
    """Whoever has the task presides; a colleague, or another full member of the branch, records."""
    turn = case.assignments.filter(closed_at__isnull=True).get()
    chair = turn.post.appointments.filter(until__isnull=True).earliest("pk").person
    posts = turn.post.organisation.posts.filter(role__in=ON_THE_COMMITTEE, appointments__until__isnull=True)
    colleagues = [
        one.appointments.filter(until__isnull=True).earliest("pk").person
        for one in posts.filter(appointments__isnull=False).order_by("pk")
    ]
    here = Member.objects.filter(
        affiliations__organisation=case.organisation, affiliations__until__isnull=True, standing=Standing.FULL
    )
    others = [*colleagues, *(member.person for member in here.order_by("person__name_sort", "pk"))]
    recorder = next(one for one in others if one.pk not in (chair.pk, case.subject_person_id))
    return chair.public_id, recorder.public_id


def convened(step: str, in_days: int = 3) -> Do:
    """The meeting of a step is convened; what is on the agenda follows from the case."""

    def answers(case: Case) -> Answers:
        chair, recorder = officers(case, step)
        topic = f"讨论{case.member.person.name}同志的有关事项"
        return {
            "in_days": in_days,
            "place": PLACES[step],
            "topic": topic,
            "chair": chair,
            "recorder": recorder,
            "agenda": [],
        }

    # The day after the task came: until the step before can no longer be taken back it is nobody's.
    return Do("convene", answers, on=lambda case: clock.today() + dt.timedelta(days=1))


def _came(step: str, many: int | None) -> Do:
    def answers(case: Case) -> Answers:
        found = meeting(case, step)
        first = {found.chair_id, found.recorder_id}
        people = sorted(voters(case, step), key=lambda row: row.person_id not in first)
        return {"attendees": [row.public_id for row in people[:many]]}

    return Do("sign_in", answers, on=lambda case: meeting(case, step).held_on)


def _tellers(step: str) -> Callable[[Case], Answers]:
    def answers(case: Case) -> Answers:
        subject = case.member.person_id
        free = [row.public_id for row in voters(case, step) if row.present and row.person_id != subject]
        return {"tellers": free[:2]}

    return answers


def ballot(case: Case, step: str) -> Ballot:
    """The ballot that is running."""
    running = Ballot.objects.filter(item__meeting=meeting(case, step), verdict__isnull=True)
    return running.select_related("item").get()


def _count(step: str, which: int, in_favour: InFavour) -> Do:
    def answers(case: Case) -> Answers:
        running = ballot(case, step)
        voting = running.present - running.aside
        numbers = {"votes_for": in_favour(voting), "votes_against": voting - in_favour(voting), "abstained": 0}
        counting = tellers_of(meeting(case, step))
        return {"ballot": running.public_id, "teller": counting[which].attendee.public_id, "numbers": numbers}

    return Do("count", answers, at_once=True)


def held(step: str, in_favour: InFavour = but_one) -> tuple[Do, ...]:
    """Everybody with a vote comes, two count the same, and the result is settled."""

    def item(case: Case) -> Answers:
        return {"item": items_of(meeting(case, step))[0].public_id}

    def running(case: Case) -> Answers:
        return {"ballot": ballot(case, step).public_id}

    return (
        _came(step, None), Do("open_meeting", _tellers(step), at_once=True), Do("open_ballot", item, at_once=True),
        _count(step, 0, in_favour), _count(step, 1, in_favour), Do("settle", running, at_once=True),
    )  # fmt: skip


def discussed(step: str) -> tuple[Do, ...]:
    """Everybody with a vote comes, and nothing is put to one."""
    return _came(step, None), Do("open_meeting", lambda case: {"tellers": []}, at_once=True)


def adjourned(step: str) -> tuple[Do, ...]:
    """Only two come: adjourned for want of a quorum."""
    return _came(step, 2), Do("adjourn", lambda case: {}, at_once=True)


def always(**answers: Any) -> tuple[Callable[[Case], Answers], ...]:
    """The same answers whatever the case."""
    return (lambda case: answers,)
