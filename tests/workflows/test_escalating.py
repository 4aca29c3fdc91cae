"""The county is told of a letter that nobody handed in: on the right day, once for each turn, and it gets no say by that."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied

from audit import clock, journal
from config.demo.building import Demo
from documents.models import Letter
from registry.access import viewer_of
from registry.models import Member, Role, User
from tests import desk
from workflows.engine import escalating, inbox, reminding, waiting
from workflows.engine.models import Case, Notice, Reminder, TaskAssignment

ONE = dt.timedelta(days=1)


@pytest.fixture
def pocketed(case: Case) -> TaskAssignment:
    """Nobody presented the letter in time: the branch is to explain it."""
    desk.until(case, "report")
    letter = Letter.objects.get(member=case.subject)
    clock.travel_to(letter.valid_until + ONE)
    waiting.sweep(clock.today())
    return desk.until(case, "explain")


def told_day(case: Case) -> dt.date:
    """Thirty days after the day after the last valid one."""
    return Letter.objects.get(member=case.subject).valid_until + 31 * ONE


def test_the_day_before_nobody_is_told_and_on_the_day_once(pocketed: TaskAssignment, world: Demo) -> None:
    day = told_day(pocketed.case)
    clock.travel_to(day - ONE)
    assert escalating.escalate(day - ONE) == 0
    clock.travel_to(day)
    assert (escalating.escalate(day), escalating.escalate(day), escalating.escalate(day + ONE)) == (1, 0, 0)
    turn = TaskAssignment.objects.get(pk=pocketed.pk)
    organiser = world.holder("QH", Role.ORGANISER)
    assert (turn.escalated_to.organisation.code, turn.escalated_to.role) == ("QH", "organiser")
    assert Reminder.objects.get(turn=turn, stage="by_rule").to == turn.escalated_to
    notice = Notice.objects.get(key=f"by_rule:{turn.public_id}")
    assert (notice.person, notice.kind) == (organiser.person, "escalated")
    entry = journal.entries_of(pocketed.case.stream)[-1]
    assert (entry.act, entry.article) == ("turn.escalated", "产品约定")


def test_it_is_told_with_the_reminders_however_late_they_run(pocketed: TaskAssignment) -> None:
    day = told_day(pocketed.case) + 5 * ONE
    clock.travel_to(day)
    assert reminding.remind(day)["by_rule"] == 1
    assert "by_rule" not in reminding.remind(day)


def test_the_county_sees_the_turn_and_does_not_get_to_decide_it(pocketed: TaskAssignment, world: Demo) -> None:
    organiser = world.holder("QH", Role.ORGANISER)
    clock.travel_to(told_day(pocketed.case))
    assert list(inbox.overdue_below(viewer_of(organiser, clock.today()))) == []
    escalating.escalate(clock.today())
    assert list(inbox.overdue_below(viewer_of(organiser, clock.today()))) == [pocketed]
    before = desk.state()
    with pytest.raises(PermissionDenied):
        desk.act(pocketed, by=organiser)
    assert desk.state() == before


def test_a_reminder_of_the_turn_still_comes_after_it(pocketed: TaskAssignment) -> None:
    """What is told by a rule stands apart from the order of the reminders."""
    clock.travel_to(told_day(pocketed.case))
    escalating.escalate(clock.today())
    assert set(reminding.remind(clock.today())) == {"due"}
    stages = Reminder.objects.filter(turn=pocketed).order_by("pk").values_list("stage", flat=True)
    assert list(stages) == ["by_rule", "due"]


def test_each_turn_is_told_of_for_itself(pocketed: TaskAssignment) -> None:
    clock.travel_to(told_day(pocketed.case))
    escalating.escalate(clock.today())
    desk.until(pocketed.case, "letter_back")
    assert (escalating.escalate(clock.today()), escalating.escalate(clock.today())) == (1, 0)


def test_of_steps_that_name_nobody_nobody_is_told(
    case: Case, world: Demo, secretary: User, ordinary_member: Member
) -> None:
    desk.until(case, "branch_check")
    clock.travel_to(clock.today() + 400 * ONE)
    assert escalating.escalate(clock.today()) == 0
