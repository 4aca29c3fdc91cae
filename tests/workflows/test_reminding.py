"""Reminders before and on the last day, escalation after it: each once, on the right day of the calendar."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.management import call_command
from django.utils import translation

from audit import clock, journal
from config.demo.building import Demo
from registry import calendar, posts
from registry.calendar import Calendar, calendar_around
from registry.models import Member, Role, User
from tests import desk
from workflows.engine import reminding, undoing
from workflows.engine.models import Case, Notice, Reminder, TaskAssignment
from workflows.engine.reminding import next_stage, remind, stage_on
from workflows.engine.sentences import Sentence

DAY = dt.timedelta(days=1)
D = dt.date


def the_year() -> Calendar:
    return calendar_around(D(2026, 11, 24), ())


# -- pure ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "stage"),
    [
        (D(2026, 11, 26), None),  # Thursday
        (D(2026, 11, 27), "before"),  # Friday: Monday is the next working day
        (D(2026, 11, 28), "before"),  # Saturday
        (D(2026, 11, 30), "due"),  # the last day itself
        (D(2026, 12, 1), "due"),
        (D(2026, 12, 2), "due"),
        (D(2026, 12, 3), "escalated"),  # the third working day after it
        (D(2027, 3, 1), "escalated"),
    ],
)
def test_a_weekend_counts_for_nothing(on: dt.date, stage: str | None) -> None:
    assert stage_on(D(2026, 11, 30), D(2026, 11, 20), on, the_year(), before=1, after=3) == stage


@pytest.mark.parametrize(
    ("due", "on", "stage"),
    [
        (D(2026, 10, 9), D(2026, 9, 29), None),
        (D(2026, 10, 9), D(2026, 9, 30), None),  # then 1 to 7 October are holidays, and the 8th is worked
        (D(2026, 10, 9), D(2026, 10, 8), "before"),
        (D(2026, 10, 10), D(2026, 10, 9), "before"),  # Saturday the 10th is made up for
        (D(2026, 10, 9), D(2026, 10, 11), "due"),  # one working day late: the Saturday
        (D(2026, 10, 9), D(2026, 10, 12), "due"),
        (D(2026, 10, 9), D(2026, 10, 13), "escalated"),
    ],
)
def test_holidays_and_days_made_up_for_count_as_the_calendar_has_them(due: dt.date, on: dt.date, stage: str) -> None:
    assert stage_on(due, D(2026, 9, 1), on, the_year(), before=1, after=3) == stage


def test_nobody_is_reminded_on_the_day_a_task_was_opened() -> None:
    due = D(2026, 11, 25)
    found = [stage_on(due, D(2026, 11, 24), due + n * DAY, the_year(), before=1, after=3) for n in (-1, 0, 1)]
    assert found == [None, "due", "due"]


def test_a_provisional_day_is_held_against_nobody() -> None:
    due = D(2027, 1, 6)
    assert stage_on(due, D(2026, 12, 1), D(2027, 2, 1), the_year(), before=1, after=3) == "due"
    known = calendar_around(D(2026, 11, 24), ((D(2027, 2, 10), False),))
    assert stage_on(due, D(2026, 12, 1), D(2027, 2, 1), known, before=1, after=3) == "escalated"


@pytest.mark.parametrize(
    ("reached", "said", "next_"),
    [
        (None, [], None),
        ("before", [], "before"),
        ("before", ["before"], None),
        ("before", ["due"], None),  # the last day was moved later: nothing is said again
        ("due", ["before"], "due"),
        ("due", ["escalated"], None),
        ("escalated", [], "escalated"),
        ("escalated", ["before", "due"], "escalated"),
        ("escalated", ["before", "due", "escalated"], None),
    ],
)
def test_what_was_said_is_not_said_again(reached: str | None, said: list[str], next_: str | None) -> None:
    assert next_stage(reached, frozenset(said)) == next_


# -- on cases -----------------------------------------------------------------------------------------------------------


def at(day: dt.date) -> dict[str, int]:
    """Be at a day and sweep."""
    clock.travel_to(day)
    return dict(remind(day))


def reminded(turn: TaskAssignment) -> list[tuple[str, dt.date, str]]:
    return [(r.stage, r.on, str(r.to) if r.to else "") for r in Reminder.objects.filter(turn=turn).order_by("pk")]


def words_to(user: User, *kinds: str) -> list[str]:
    with translation.override("en"):
        return [str(n) for n in Notice.objects.filter(person=user.person, kind__in=kinds).order_by("pk")]


@pytest.fixture
def commissioner(world: Demo) -> User:
    return world.holder("QH0101", Role.ORGANISATION_COMMISSIONER)


def test_a_check_is_recalled_the_day_before_and_on_the_day(check: TaskAssignment, commissioner: User) -> None:
    """Due on Tuesday 1 December."""
    assert check.due_on == D(2026, 12, 1)
    assert [at(D(2026, 11, day)) for day in (26, 27, 30)] == [{}, {}, {"before": 1}]
    assert at(D(2026, 12, 1)) == {"due": 1}
    assert at(D(2026, 12, 2)) == {}
    assert words_to(commissioner, "reminder") == [
        "Due on 2026-12-01: Check by the branch.",
        "Due today: Check by the branch.",
    ]


def test_a_sweep_that_runs_ten_times_says_it_once(check: TaskAssignment) -> None:
    assert at(D(2026, 11, 30)) == {"before": 1}
    before = desk.state()
    for _time in range(10):
        assert dict(remind(D(2026, 11, 30))) == {}
    assert desk.state() == before


def test_a_sweep_that_did_not_run_says_only_what_is_true_now(check: TaskAssignment, commissioner: User) -> None:
    assert at(D(2026, 12, 2)) == {"due": 1}
    assert words_to(commissioner, "reminder") == ["Overdue since 2026-12-01: Check by the branch."]


def test_three_working_days_late_the_committee_above_is_told_once(
    check: TaskAssignment, superior: User, commissioner: User
) -> None:
    """The branch has a commissioner, the committee above has none: there it falls to the secretary."""
    at(D(2026, 12, 1))
    assert at(D(2026, 12, 3)) == {}
    assert at(D(2026, 12, 4)) == {"escalated": 1}
    turn = TaskAssignment.objects.get(pk=check.pk)
    to = superior.person.appointments.get().post
    assert (turn.escalated_to, turn.is_open) == (to, True)
    assert words_to(superior, "escalated") == [f"Overdue since 2026-12-01 at {check.post}: Check by the branch."]
    assert words_to(commissioner, "escalated") == []
    with translation.override("en"):
        assert str(Sentence.from_json(turn.why[-1])) == f"Escalated to {to} on 2026-12-04, because it was overdue."
    entry = journal.entries_of(check.case.stream)[-1]
    assert (entry.act, entry.actor_id, entry.article) == ("turn.escalated", "reminders", turn.definition.article)
    assert entry.facts == {"step": "branch_check", "post": check.post_id, "due": "2026-12-01", "to": to.pk}
    before = desk.state()
    assert at(D(2026, 12, 31)) == {}
    assert desk.state() == before


def test_the_subjects_own_turn_is_recalled_to_him_too(consent: TaskAssignment, ordinary_member: Member) -> None:
    at(D(2026, 11, 30))
    assert words_to(ordinary_member.person.user, "reminder") == ["Due on 2026-12-01: Member's confirmation."]


def test_whoever_must_stand_aside_is_passed_over_on_the_way_up(world: Demo, case: Case, superior: User) -> None:
    """An approval that is late: its opener sits in the committee above, so it goes to somebody else there or higher."""
    turn = desk.until(case, "approve")
    assert turn.due_on is not None
    seat = reminding.superior_of(turn, turn.due_on)
    assert seat is not None
    assert seat.organisation != turn.post.organisation
    person = next(iter(seat.holders))
    Case.objects.filter(pk=case.pk).update(opener=person)
    turn = desk.the_turn(case)
    other = reminding.superior_of(turn, turn.due_on)
    assert other is None or person not in other.holders


def test_at_the_top_there_is_nobody_to_tell_and_the_turn_says_so(check: TaskAssignment, world: Demo) -> None:
    top = world.organisations["QH"]
    while top.parent is not None:
        top = top.parent
    TaskAssignment.objects.filter(pk=check.pk).update(post=top.posts.order_by("pk").first())
    assert at(D(2026, 12, 4)) == {"escalated": 1}
    turn = TaskAssignment.objects.get(pk=check.pk)
    assert (turn.escalated_to, reminded(turn)) == (None, [("escalated", D(2026, 12, 4), "")])
    assert at(D(2026, 12, 7)) == {}


@pytest.mark.parametrize("change", ["decided", "without a day", "in its hold"])
def test_what_waits_for_nobody_is_not_recalled(check: TaskAssignment, change: str) -> None:
    later = dt.datetime(2027, 1, 1, tzinfo=dt.UTC)
    values = {
        "decided": {"closed_at": clock.now(), "closed_how": "decided"},
        "without a day": {"due_on": None},
        "in its hold": {"visible_from": later},
    }[change]
    TaskAssignment.objects.filter(pk=check.pk).update(**values)
    before = desk.state()
    assert at(D(2026, 12, 10)) == {}
    assert desk.state() == before


def test_a_last_day_that_was_moved_later_brings_nothing_back(check: TaskAssignment) -> None:
    at(D(2026, 12, 1))
    TaskAssignment.objects.filter(pk=check.pk).update(due_on=D(2026, 12, 15))
    assert [at(D(2026, 12, day)) for day in (14, 15, 16)] == [{}, {}, {}]
    assert at(D(2026, 12, 18)) == {"escalated": 1}


def test_what_was_handed_on_after_its_reminder_is_not_recalled_to_the_next_one(
    check: TaskAssignment, sister: User
) -> None:
    at(D(2026, 12, 1))
    TaskAssignment.objects.filter(pk=check.pk).update(post=sister.person.appointments.get().post)
    assert at(D(2026, 12, 2)) == {}
    assert at(D(2026, 12, 4)) == {"escalated": 1}


def test_a_decision_taken_back_brings_no_reminder_back(check: TaskAssignment, commissioner: User) -> None:
    at(D(2026, 12, 4))
    decision = desk.act(desk.the_turn(check.case), commissioner)
    undoing.recall(decision.public_id, by=commissioner, key=desk.key())
    again = desk.the_turn(check.case)
    assert again.escalated_to is not None
    before = desk.state()
    assert at(D(2026, 12, 7)) == {}
    assert desk.state() == before


def test_a_provisional_day_is_named_as_such_and_not_escalated(world: Demo, case: Case, commissioner: User) -> None:
    clock.travel_to(D(2026, 12, 28))
    turn = desk.until(case, "branch_check")
    assert turn.due_provisional
    assert turn.due_on is not None
    eve = next(
        turn.due_on - n * DAY
        for n in range(1, 9)
        if calendar.the_calendar(turn.due_on).is_working(turn.due_on - n * DAY)
    )
    assert at(eve) == {"before": 1}
    assert words_to(commissioner, "reminder") == [f"Due on {turn.due_on}, provisionally: Check by the branch."]
    assert at(turn.due_on + 30 * DAY) == {"due": 1}
    assert at(turn.due_on + 60 * DAY) == {}


def test_one_turn_that_fails_does_not_hold_up_the_others(
    world: Demo, check: TaskAssignment, monkeypatch: pytest.MonkeyPatch
) -> None:
    secretary = world.holder("QH0102", "secretary")
    member = next(m for m in world.members("QH0102") if m.standing == "full" and not m.person.appointments.exists())
    other = desk.opened(secretary, world.organisations["QH0102"], member, world.organisations["HK0102"])
    desk.until(other, "branch_check")
    say = reminding._say

    def fail_for_one(case: Case, *rest: object) -> None:
        if case.pk == check.case_id:
            raise ValueError("no")
        say(case, *rest)

    clock.travel_to(D(2026, 11, 30))
    with monkeypatch.context() as patch:
        patch.setattr(reminding, "_say", fail_for_one)
        with pytest.raises(ExceptionGroup):
            remind(clock.today())
    assert Reminder.objects.count() == 1
    assert dict(remind(clock.today())) == {"before": 1}


def test_the_command_takes_a_day(check: TaskAssignment, capsys: pytest.CaptureFixture[str]) -> None:
    clock.travel_to(D(2026, 11, 30))
    call_command("remind", "--on", "2026-11-27")
    call_command("remind")
    call_command("remind", "--json")
    assert capsys.readouterr().out.splitlines() == ["nothing to be said", "before 1", "{}"]


def test_holders_of_a_vacant_post_are_nobody(check: TaskAssignment, commissioner: User) -> None:
    """Reminded all the same, so that the stage is not said anew each day; escalated when its time has come."""
    for appointment in commissioner.person.appointments.all():
        posts.end_appointment(appointment, by=journal.system("test"), last_day=D(2026, 11, 27), reason="调离")
    assert at(D(2026, 11, 30)) == {"before": 1}
    assert Notice.objects.filter(kind="reminder").count() == 0
    assert at(D(2026, 12, 4)) == {"escalated": 1}
