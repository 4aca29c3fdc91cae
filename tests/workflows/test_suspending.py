"""Suspending: nobody acts, what was ordered is done, terms that stop stand still and the others run on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import IntegrityError, transaction

from audit import clock, journal
from config.demo import driving
from config.demo.building import Demo
from documents.models import Letter, Paper
from registry.access import viewer_of
from registry.calendar import calendar_around
from registry.models import Appointment, Member, Role, User
from registry.refusals import Conflict, Refused
from tests import desk
from workflows.engine import ending, inbox, jobs, suspending, undoing, waiting
from workflows.engine.models import Case, Notice, Pause, TaskAssignment, Wait
from workflows.processes.transfer import Transfer

DAY = dt.timedelta(days=1)
WHY = "有反映待核实。"


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def head_of(case: Case) -> User:
    """The head of the issuing committee's organisation work: here its secretary."""
    return Appointment.objects.on(clock.today()).select_related("person__user").get(post__organisation__code="QH01", post__role=Role.SECRETARY).person.user  # fmt: skip


def suspend(case: Case, by: User | None = None, reason: str = WHY, until: dt.date | None = None, key: str = "") -> Case:
    return suspending.suspend(case.pk, by=by or head_of(case), reason=reason, key=key or desk.key(), until=until)


def resume(case: Case, by: User | None = None, key: str = "") -> Case:
    return suspending.resume(case.pk, by=by or head_of(case), key=key or desk.key())


def turns(user: User) -> list[TaskAssignment]:
    return list(inbox.open_turns(viewer_of(user, clock.today())))


def test_a_suspended_case_waits_for_nobody(check: TaskAssignment) -> None:
    commissioner = driving.actor_for(check)
    suspend(check.case)
    assert turns(commissioner) == []
    assert list(inbox.suspended_turns(viewer_of(commissioner, clock.today()))) == [check]
    pause = Pause.objects.get(case=check.case)
    assert (pause.reason, pause.on, pause.until, pause.ended_at) == (WHY, clock.today(), None, None)
    told = Notice.objects.filter(case=check.case, kind="case").values_list("person_id", flat=True)
    assert set(told) == {check.case.opener_id, check.case.subject_person_id}
    resume(check.case)
    assert turns(commissioner) == [check]
    assert list(inbox.suspended_turns(viewer_of(commissioner, clock.today()))) == []
    acts = [entry.act for entry in journal.entries_of(check.case.stream)][-2:]
    assert acts == ["case.suspended", "case.resumed"]


@pytest.mark.parametrize("deed", ["decide", "recall", "withdraw", "suspend"])
def test_nothing_is_done_to_a_suspended_case(case: Case, secretary: User, deed: str) -> None:
    """The answer says who suspended it, since when and why."""
    decision = desk.act(desk.until(case, "examine"))
    suspend(case)
    turn, before = desk.the_turn(case), desk.state()
    does: dict[str, Callable[[], Any]] = {
        "decide": lambda: desk.act(turn),
        "recall": lambda: undoing.recall(decision.public_id, by=decision.by, key=desk.key()),
        "withdraw": lambda: undoing.withdraw(case.pk, by=secretary, reason="有变。", key=desk.key()),
        "suspend": lambda: suspend(case),
    }
    with pytest.raises(Conflict) as conflict:
        does[deed]()
    for said in (str(head_of(case).person), str(clock.today()), WHY):
        assert said in str(conflict.value)
    assert desk.state() == before


def test_until_when_is_said_too(check: TaskAssignment) -> None:
    suspend(check.case, until=day("2026-12-07"))
    with pytest.raises(Conflict, match="2026-12-07"):
        desk.act(check)


def test_a_paper_that_was_ordered_is_issued_and_the_next_turn_opens_suspended(approval: TaskAssignment) -> None:
    """The letter is agreed upon; a moment later the case is suspended: the letter is out, handed over it is not."""
    desk.act(approval)
    suspend(approval.case)
    desk.settle()
    assert Paper.objects.filter(case_reference=approval.case.reference, kind="D-TR-2").count() == 1
    turn = desk.the_turn(approval.case)
    assert (turn.step, turn.suspended_at is not None, turns(driving.actor_for(turn))) == ("hand_over", True, [])
    resume(approval.case)
    assert turns(driving.actor_for(turn)) == [turn]


def test_a_case_that_ends_while_it_is_suspended_is_suspended_no_more(approval: TaskAssignment) -> None:
    desk.act(approval, outcome="refuse", reason_code="no_duty", opinion="条件不足。")
    suspend(approval.case)
    desk.settle()
    assert Case.objects.get(pk=approval.case_id).outcome == "refused"
    assert Pause.objects.get(case=approval.case).ended_by is None
    assert not Pause.objects.filter(ended_at__isnull=True).exists()


# -- who, when, how often ---------------------------------------------------------------------------------------------------


def test_four_people_suspend_and_let_go_on(
    check: TaskAssignment, world: Demo, secretary: User, sister: User, outsider: User, ordinary_member: Member
) -> None:
    """The head of the issuing committee; not who started it, a peer, an outsider, the county, the member himself."""
    others = [secretary, sister, outsider, world.holder("QH", Role.DEPARTMENT_HEAD), ordinary_member.person.user]
    before = desk.state()
    for user in others:
        with pytest.raises(PermissionDenied):
            suspend(check.case, user)
    assert desk.state() == before
    suspend(check.case)
    before = desk.state()
    for user in others:
        with pytest.raises(PermissionDenied):
            resume(check.case, user)
    assert desk.state() == before


def test_the_head_stands_aside_in_his_own_case(check: TaskAssignment, ordinary_member: Member) -> None:
    """Then it is up to the next one who need not."""
    Appointment.objects.filter(post__organisation__code="QH01", post__role=Role.SECRETARY).update(
        person=ordinary_member.person
    )
    before = desk.state()
    with pytest.raises(PermissionDenied):
        suspend(check.case, ordinary_member.person.user)
    assert desk.state() == before


@pytest.mark.parametrize(
    ("reason", "until", "field"),
    [("  ", None, "reason"), ("长" * 301, None, "reason"), (WHY, "2026-11-23", "until"), (WHY, "2026-11-24", "until")],
)
def test_what_is_refused(check: TaskAssignment, reason: str, until: str | None, field: str) -> None:
    before = desk.state()
    with pytest.raises(Refused) as refused:
        suspend(check.case, reason=reason, until=day(until) if until else None)
    assert refused.value.field == field
    assert desk.state() == before


@pytest.mark.parametrize("step", ["join", "receipt", "file"])
def test_once_the_member_is_accepted_it_is_not_suspended(case: Case, step: str) -> None:
    desk.until(case, step)
    before = desk.state()
    with pytest.raises(Conflict):
        suspend(case)
    assert desk.state() == before


def test_a_closed_case_is_not_suspended_and_one_that_runs_not_let_go_on(check: TaskAssignment, secretary: User) -> None:
    before = desk.state()
    with pytest.raises(Conflict):
        resume(check.case)
    assert desk.state() == before
    undoing.withdraw(check.case_id, by=secretary, reason="有变。", key=desk.key())
    before = desk.state()
    with pytest.raises(Conflict):
        suspend(check.case)
    assert desk.state() == before


def test_a_key_counts_once(check: TaskAssignment) -> None:
    stop, go = desk.key(), desk.key()
    suspend(check.case, key=stop)
    before = desk.state()
    suspend(check.case, key=stop)
    assert desk.state() == before
    resume(check.case, key=go)
    before = desk.state()
    resume(check.case, key=go)
    suspend(check.case, key=stop)
    assert desk.state() == before


def test_the_database_knows_one_suspension_at_a_time(check: TaskAssignment) -> None:
    suspend(check.case)
    pause = Pause.objects.get(case=check.case)
    pause.pk = None
    with pytest.raises(IntegrityError, match="suspended_once"), transaction.atomic():
        pause.save(force_insert=True)


# -- the clock --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("due", "unit", "since", "on", "moved"),
    [
        # stopped on Friday, going on on Monday: one working day
        ("2026-11-27", "working_days", "2026-11-27", "2026-11-30", "2026-11-30"),
        ("2026-12-01", "working_days", "2026-11-27", "2026-11-30", "2026-12-02"),
        # the same day, and over a week-end only
        ("2026-12-01", "working_days", "2026-11-24", "2026-11-24", "2026-12-01"),
        ("2026-12-01", "working_days", "2026-11-28", "2026-11-29", "2026-12-01"),
        # Sunday 20 September 2026 is made up for the holidays of October: it is worked
        ("2026-09-22", "working_days", "2026-09-18", "2026-09-21", "2026-09-24"),
        # over the week of the holidays nothing is worked
        ("2026-10-09", "working_days", "2026-09-30", "2026-10-08", "2026-10-10"),
        # its last day, and one that was late before
        ("2026-11-24", "working_days", "2026-11-24", "2026-11-29", "2026-11-29"),
        ("2026-11-20", "working_days", "2026-11-24", "2026-11-26", "2026-11-24"),
        # days of the calendar, over the ends of months
        ("2027-02-28", "months", "2027-01-31", "2027-02-01", "2027-03-01"),
        ("2027-01-31", "days", "2026-12-31", "2027-01-02", "2027-02-02"),
    ],
)
def test_a_term_that_stood_still(due: str, unit: str, since: str, on: str, moved: str) -> None:
    """By the calendar as it is published."""
    calendar = calendar_around(dt.date(2026, 11, 24), ())
    assert suspending.moved(day(due), unit, day(since), day(on), calendar) == day(moved)


def test_working_days_left_are_left(check: TaskAssignment) -> None:
    """Due on Tuesday; suspended on Friday, going on on Monday: due on Wednesday. Suspended again: a day more."""
    clock.travel_to(day("2026-11-27"))
    suspend(check.case)
    clock.travel_to(day("2026-11-30"))
    resume(check.case)
    assert desk.the_turn(check.case).due_on == day("2026-12-02")
    clock.travel_to(day("2026-12-01"))
    suspend(check.case)
    clock.travel_to(day("2026-12-02"))
    resume(check.case)
    turn = desk.the_turn(check.case)
    assert (turn.due_on, turn.suspended_at) == (day("2026-12-03"), None)
    assert Pause.objects.filter(case=check.case).count() == 2


def test_beyond_the_yearly_notice_the_day_is_provisional(check: TaskAssignment) -> None:
    clock.travel_to(day("2026-11-27"))
    suspend(check.case)
    clock.travel_to(day("2027-01-04"))
    resume(check.case)
    assert desk.the_turn(check.case).due_provisional


def test_a_turn_that_was_opened_meanwhile_stood_still_from_then_on(approval: TaskAssignment) -> None:
    """Suspended on Friday; the letter is made on Monday, to be handed over in five days; going on on Wednesday."""
    clock.travel_to(day("2026-11-27"))
    desk.act(approval)
    suspend(approval.case)
    clock.travel_to(day("2026-11-30"))
    jobs.run_due()
    turn = desk.the_turn(approval.case)
    assert (turn.step, turn.due_on) == ("hand_over", day("2026-12-07"))
    clock.travel_to(day("2026-12-02"))
    resume(approval.case)
    assert desk.the_turn(approval.case).due_on == day("2026-12-09")


def test_a_term_of_the_law_runs_on(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    """The month of the receipt: it says nothing of stopping."""
    monkeypatch.setattr(Transfer, "suspension", _everywhere())
    turn = desk.until(case, "receipt")
    suspend(case)
    clock.travel_to(clock.today() + 9 * DAY)
    resume(case)
    assert desk.the_turn(case).due_on == turn.due_on


def _everywhere() -> Any:
    from dataclasses import replace

    return replace(Transfer.suspension, at=tuple(Transfer.steps()))


def test_a_letter_expires_while_the_case_is_suspended(case: Case) -> None:
    """Its validity does not stop: the day after its last day it is back, and what becomes of it waits."""
    desk.until(case, "report")
    letter = Letter.objects.get(paper__case_reference=case.reference)
    suspend(case)
    clock.travel_to(letter.valid_until)
    assert waiting.sweep(clock.today()) == 0
    clock.travel_to(letter.valid_until + DAY)
    assert waiting.sweep(clock.today()) == 1
    letter = Letter.objects.get(pk=letter.pk)
    turn = desk.the_turn(case)
    assert (letter.state, turn.step, turn.suspended_at is not None) == ("expired", "explain", True)
    resume(case)
    assert desk.act(desk.the_turn(case)).outcome == "ask"


def test_a_wait_that_stops_is_not_swept_and_moves_on(case: Case) -> None:
    """As if the article of the letter said that its validity stands still."""
    desk.until(case, "report")
    wait = Wait.objects.get(case=case)
    Wait.objects.update(stops=True)
    suspend(case)
    clock.travel_to(wait.until + 3 * DAY)
    assert waiting.sweep(clock.today()) == 0
    days = clock.today() - Pause.objects.get(case=case).on
    resume(case)
    assert Wait.objects.get(case=case).until == wait.until + days
    clock.travel_to(wait.until + days)
    assert waiting.sweep(clock.today()) == 0
    assert waiting.sweep(clock.today() + DAY) == 1


# -- by itself --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("on", "goes_on"), [("2026-12-06", 0), ("2026-12-07", 1), ("2026-12-08", 1)])
def test_it_goes_on_by_itself_on_its_day(check: TaskAssignment, on: str, goes_on: int) -> None:
    suspend(check.case, until=day("2026-12-07"))
    clock.travel_to(day(on))
    before = desk.state()
    assert suspending.sweep(clock.today()) == goes_on
    if not goes_on:
        assert desk.state() == before
        return
    pause = Pause.objects.get(case=check.case)
    assert (pause.ended_on, pause.ended_by) == (day(on), None)
    entry = list(journal.entries_of(check.case.stream))[-1]
    assert (entry.act, entry.actor_kind, entry.actor_id) == ("case.resumed", "system", "sweep")
    assert suspending.sweep(clock.today()) == 0


def test_the_command_lets_them_go_on(check: TaskAssignment, capsys: pytest.CaptureFixture[str]) -> None:
    suspend(check.case, until=day("2026-12-07"))
    call_command("sweep", "--on", "2026-12-06")
    call_command("sweep", "--on", "2026-12-07")
    assert capsys.readouterr().out.splitlines() == [
        "0 waits ended", "0 tasks routed anew", "1 suspended cases go on", "0 waits ended", "0 tasks routed anew",
    ]  # fmt: skip


def test_one_that_fails_does_not_hold_up_the_others(
    world: Demo, check: TaskAssignment, monkeypatch: pytest.MonkeyPatch
) -> None:
    member = next(m for m in world.members("QH0102") if m.standing == "full" and not m.person.appointments.exists())
    other = desk.opened(
        world.holder("QH0102", "secretary"), world.organisations["QH0102"], member, world.organisations["HK0102"]
    )
    for case in (check.case, other):
        suspend(case, until=day("2026-12-07"))
    ends = suspending._end

    def fail_for_one(case_id: int, on: dt.date) -> bool:
        if case_id == check.case_id:
            raise ValueError("no")
        return ends(case_id, on)

    clock.travel_to(day("2026-12-07"))
    with monkeypatch.context() as patch:
        patch.setattr(suspending, "_end", fail_for_one)
        with pytest.raises(ExceptionGroup):
            suspending.sweep(clock.today())
    assert [p.case_id for p in Pause.objects.filter(ended_at__isnull=True)] == [check.case_id]
    assert suspending.sweep(clock.today()) == 1


def test_the_worker_comes_while_it_is_suspended(check: TaskAssignment) -> None:
    """Nothing was ordered: nothing happens."""
    suspend(check.case)
    before = desk.state()
    assert jobs.run_due() == 0
    assert desk.state() == before


def test_a_suspended_case_can_be_ended(check: TaskAssignment) -> None:
    suspend(check.case)
    ending.terminate(check.case_id, by=head_of(check.case), reason="转接事由已不存在。", key=desk.key())
    desk.settle()
    assert Case.objects.get(pk=check.case_id).outcome == "terminated"
    assert Pause.objects.get(case=check.case).ended_by == head_of(check.case)
