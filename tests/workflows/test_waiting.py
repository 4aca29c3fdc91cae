"""Waits: a date in a row. It ends the day after its last day, once, and the day is a day of Shanghai."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.management import call_command

from audit import clock, journal
from config.demo.building import Demo
from documents.models import Letter
from registry.models import Member
from registry.refusals import Conflict
from tests import desk
from workflows.engine import undoing, waiting
from workflows.engine.models import Case, TaskAssignment, Wait

DAY = dt.timedelta(days=1)


@pytest.fixture
def report(case: Case) -> TaskAssignment:
    """The turn at which the member presents the letter, valid for 30 days."""
    return desk.until(case, "report")


def last_day(turn: TaskAssignment) -> dt.date:
    return Letter.objects.get(paper__case_reference=turn.case.reference).valid_until


def test_a_letter_is_valid_from_its_day_for_as_many_days(report: TaskAssignment) -> None:
    letter = Letter.objects.get(paper__case_reference=report.case.reference)
    assert (letter.issued_on, letter.valid_until) == (clock.today(), clock.today() + 30 * DAY)
    assert Wait.objects.get(task_id=report.task_id).until == letter.valid_until


@pytest.mark.parametrize(("days", "ended"), [(-1, 0), (0, 0), (1, 1), (40, 1)])
def test_a_wait_ends_the_day_after_its_last_day(report: TaskAssignment, days: int, ended: int) -> None:
    before = desk.state()
    clock.travel_to(last_day(report) + days * DAY, hour=0)
    assert waiting.sweep(clock.today()) == ended
    if not ended:
        assert desk.state() == before
        return
    closed = TaskAssignment.objects.get(pk=report.pk)
    assert (closed.closed_how, desk.the_turn(report.case).step) == ("lapsed", "explain")
    assert Letter.objects.get(paper__case_reference=report.case.reference).state == "expired"


def test_on_its_last_day_the_letter_is_still_taken(report: TaskAssignment) -> None:
    clock.travel_to(last_day(report), hour=23)
    assert waiting.sweep(clock.today()) == 0
    decision = desk.act(report)
    desk.settle()
    assert (decision.on, desk.the_turn(report.case).step) == (last_day(report), "accept")


def test_sweeping_twice_ends_once(report: TaskAssignment) -> None:
    clock.travel_to(last_day(report) + DAY)
    assert waiting.sweep(clock.today()) == 1
    before = desk.state()
    assert waiting.sweep(clock.today()) == 0
    assert desk.state() == before
    acts = [e for e in journal.entries_of(report.case.stream) if e.act == "wait.ended"]
    assert [(e.actor_kind, e.actor_id, e.facts["step"]) for e in acts] == [("system", "sweep", "report")]


def test_whoever_is_late_by_a_page_left_open_is_told_so(report: TaskAssignment) -> None:
    clock.travel_to(last_day(report) + DAY)
    waiting.sweep(clock.today())
    before = desk.state()
    with pytest.raises(Conflict):
        desk.act(report)
    assert desk.state() == before


def test_a_decided_turn_does_not_lapse(report: TaskAssignment) -> None:
    clock.travel_to(last_day(report))
    desk.act(report)
    assert waiting.sweep(last_day(report) + 5 * DAY) == 0
    desk.settle()
    assert desk.the_turn(report.case).step == "accept"


def test_a_decision_taken_back_waits_again_for_the_same_day(report: TaskAssignment) -> None:
    decision = desk.act(report)
    undoing.recall(decision.public_id, by=decision.by, key=desk.key())
    assert list(Wait.objects.filter(case=report.case, ended_at__isnull=True).values_list("until", flat=True)) == [
        last_day(report)
    ]
    assert waiting.sweep(last_day(report) + DAY) == 1


def test_several_waits_end_in_one_sweep_each_on_its_day(world: Demo, report: TaskAssignment) -> None:
    secretary = world.holder("QH0102", "secretary")
    member = next(m for m in world.members("QH0102") if m.standing == "full" and not m.person.appointments.exists())
    clock.travel_to(clock.today() + 3 * DAY)
    other = desk.opened(secretary, world.organisations["QH0102"], member, world.organisations["HK0102"])
    desk.until(other, "report")
    on = last_day(report) + DAY
    assert [waiting.sweep(on + n * DAY) for n in (-1, 0, 2, 3, 4)] == [0, 1, 0, 1, 0]


def test_one_wait_that_fails_does_not_hold_up_the_others(
    world: Demo, report: TaskAssignment, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is named, and tried again by the next sweep."""
    from documents import letters

    secretary = world.holder("QH0102", "secretary")
    member = next(m for m in world.members("QH0102") if m.standing == "full" and not m.person.appointments.exists())
    other = desk.opened(secretary, world.organisations["QH0102"], member, world.organisations["HK0102"])
    desk.until(other, "report")
    move = letters.move

    def fail_for_one(reference: str, event: str, **more: object) -> Letter:
        if reference == report.case.reference:
            raise ValueError("no")
        return move(reference, event, **more)

    clock.travel_to(last_day(report) + DAY)
    with monkeypatch.context() as patch:
        patch.setattr(letters, "move", fail_for_one)
        with pytest.raises(ExceptionGroup) as failed:
            waiting.sweep(clock.today())
    assert [str(error) for error in failed.value.exceptions] == ["no"]
    assert [desk.the_turn(c).step for c in (report.case, other)] == ["report", "explain"]
    assert waiting.sweep(clock.today()) == 1
    assert desk.the_turn(report.case).step == "explain"


def test_the_command_takes_a_day(report: TaskAssignment, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("sweep", "--on", str(last_day(report)))
    call_command("sweep", "--on", str(last_day(report) + DAY))
    call_command("sweep")
    assert [line for line in capsys.readouterr().out.splitlines() if "waits" in line] == [
        "0 waits ended",
        "1 waits ended",
        "0 waits ended",
    ]


@pytest.mark.parametrize("step", ["branch_check", "examine"])
def test_terms_of_steps_are_working_days(case: Case, step: str, ordinary_member: Member) -> None:
    """Five working days from Tuesday 24 November are Tuesday 1 December."""
    turn = desk.until(case, step)
    assert (turn.due_on, turn.due_provisional) == (dt.date(2026, 12, 1), False)


def test_a_term_beyond_the_yearly_notice_is_provisional(world: Demo, case: Case) -> None:
    clock.travel_to(dt.date(2026, 12, 28))
    turn = desk.until(case, "branch_check")
    assert turn.due_provisional
    assert turn.due_on > dt.date(2026, 12, 31)


def test_the_receipt_is_due_a_calendar_month_after_acceptance(case: Case) -> None:
    clock.travel_to(dt.date(2027, 1, 30))
    desk.until(case, "accept")
    clock.travel_to(dt.date(2027, 1, 31))
    turn = desk.until(case, "receipt")
    assert (turn.due_on, turn.due_provisional) == (dt.date(2027, 2, 28), False)
