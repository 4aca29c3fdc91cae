"""Taking back a decision within the hold, calling off a case while the course allows it; nothing leaves before."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from viewflow.workflow.models import Task

from audit import clock, journal
from config.demo import driving
from config.demo.building import Demo
from documents.models import Paper, Serial
from registry.access import viewer_of
from registry.models import Member, Role, User
from registry.refusals import Conflict, Refused
from tests import desk
from workflows.engine import deciding, inbox, jobs, undoing
from workflows.engine.models import Case, Decision, TaskAssignment
from workflows.processes.transfer.walks import WALKS

SECOND = dt.timedelta(seconds=1)


@pytest.fixture
def commissioner(world: Demo) -> User:
    """组织委员 of the branch: the branch check is his."""
    return world.holder("QH0101", Role.ORGANISATION_COMMISSIONER)


@pytest.fixture
def decision(check: TaskAssignment, commissioner: User) -> Decision:
    """A branch check that was just passed."""
    return desk.act(check, commissioner)


def turns(user: User) -> list[TaskAssignment]:
    return list(inbox.open_turns(viewer_of(user, clock.today())))


def take_back(decision: Decision, by: User | None = None) -> Case:
    return undoing.recall(decision.public_id, by=by or decision.by, key=desk.key())


def test_within_the_hold_the_same_turn_is_open_again(decision: Decision, commissioner: User) -> None:
    assert turns(commissioner) == []
    assert undoing.can_recall(decision, commissioner)
    case = take_back(decision)
    turn = desk.the_turn(case)
    assert (turn.step, turn.post, turns(commissioner)) == ("branch_check", decision.assignment.post, [turn])
    assert Decision.objects.get(pk=decision.pk).recalled_at is not None
    assert [e.act for e in journal.entries_of(case.stream)][-1] == "step.recalled"
    again = desk.act(turn, outcome="return", opinion="接收单位请核对。")
    desk.settle()
    assert (again.outcome, desk.the_turn(case).step) == ("return", "amend")


def test_what_was_taken_back_was_never_said(decision: Decision) -> None:
    from workflows.engine.said import Said

    case = take_back(decision)
    said = Said(Case.objects.get(pk=case.pk))
    assert "branch_check" not in said
    assert said.outcome("branch_check") == ""
    with pytest.raises(KeyError):
        said.decided("branch_check")


@pytest.mark.parametrize(("seconds", "allowed"), [(28, True), (31, False)])
def test_the_hold_has_an_end(decision: Decision, seconds: int, allowed: bool) -> None:
    clock.advance(seconds * SECOND)
    before = desk.state()
    assert undoing.can_recall(decision, decision.by) is allowed
    if allowed:
        take_back(decision)
        return
    with pytest.raises(Conflict):
        take_back(decision)
    assert desk.state() == before


def test_the_hold_ends_on_its_second(decision: Decision, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: decision.held_until)
    before = desk.state()
    with pytest.raises(Conflict):
        take_back(decision)
    assert desk.state() == before
    monkeypatch.setattr(clock, "now", lambda: decision.held_until - dt.timedelta(microseconds=1))
    take_back(decision)


def test_four_people_take_back(
    decision: Decision, secretary: User, sister: User, superior: User, outsider: User
) -> None:
    """Only whoever decided, not even a superior."""
    before = desk.state()
    for user in (secretary, sister, superior, outsider):
        assert not undoing.can_recall(decision, user)
        with pytest.raises(PermissionDenied):
            take_back(decision, user)
    assert desk.state() == before
    take_back(decision)


def test_nothing_is_taken_back_twice(decision: Decision, commissioner: User) -> None:
    once = desk.key()
    undoing.recall(decision.public_id, by=commissioner, key=once)
    before = desk.state()
    assert undoing.recall(decision.public_id, by=commissioner, key=once).pk == decision.case_id
    assert desk.state() == before
    with pytest.raises(Conflict):
        take_back(decision)
    assert desk.state() == before


def test_after_the_next_decision_it_is_too_late(case: Case) -> None:
    examine = desk.until(case, "examine")
    first = desk.act(examine)
    clock.advance(desk.HOLD)
    second = desk.act(desk.the_turn(case))
    before = desk.state()
    with pytest.raises(Conflict):
        take_back(first)
    assert desk.state() == before
    take_back(second)
    with pytest.raises(Conflict):
        take_back(first)
    assert desk.the_turn(case).step == "approve"


def test_what_the_worker_has_done_is_not_taken_back_though_its_clock_was_ahead(
    decision: Decision, commissioner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the worker's clock the hold was over, by ours it is not: what was done stays done."""
    clock.advance(desk.HOLD + dt.timedelta(seconds=1))
    jobs.run(jobs.due_tasks()[0])
    before = desk.state()
    clock.advance(-dt.timedelta(seconds=5))
    assert clock.now() < decision.held_until
    with pytest.raises(Conflict, match="."):
        undoing.recall(decision.public_id, by=commissioner, key=desk.key())
    assert desk.state() == before


def test_nothing_leaves_before_the_hold_is_over(decision: Decision) -> None:
    """No paper, no number, no entry of dues; and all of it once the hold is over."""
    before = (Paper.objects.count(), Serial.objects.count())
    clock.advance(29 * SECOND)
    task = Task.objects.get(process_id=decision.case_id, status="SCHEDULED")
    assert (jobs.due_tasks(), jobs.run_due(), jobs.run(task.pk)) == ([], 0, False)
    assert (Paper.objects.count(), Serial.objects.count()) == before
    clock.advance(2 * SECOND)
    assert jobs.run_due() == 2
    assert (Paper.objects.count(), Serial.objects.count()) == (before[0] + 1, before[1] + 1)


def test_the_next_turn_is_not_in_the_inbox_before_the_hold_is_over(case: Case) -> None:
    desk.act(desk.until(case, "examine"))
    turn = desk.the_turn(case)
    head = driving.actor_for(turn)
    assert turns(head) == []
    clock.advance(29 * SECOND)
    assert turns(head) == []
    clock.advance(2 * SECOND)
    assert turns(head) == [turn]


def test_an_undone_decision_burns_no_number(decision: Decision) -> None:
    """The job of a decision that was taken back does nothing, and the number goes to the next paper."""
    task = Task.objects.get(process_id=decision.case_id, status="SCHEDULED")
    case = take_back(decision)
    clock.advance(31 * SECOND)
    before = desk.state()
    assert (jobs.run(task.pk), jobs.run_due()) == (False, 0)
    jobs.run_task(task.pk)
    assert desk.state() == before
    desk.act(desk.the_turn(case))
    desk.settle()
    numbers = list(
        Paper.objects.filter(case_reference=case.reference).order_by("pk").values_list("serial__running", flat=True)
    )
    assert numbers == [1, 2]


def test_a_recalled_confirmation_can_become_an_objection(consent: TaskAssignment, ordinary_member: Member) -> None:
    first = desk.act(consent, ordinary_member.person.user)
    case = take_back(first)
    turn = desk.the_turn(case)
    assert turn.person == ordinary_member.person
    desk.act(turn, ordinary_member.person.user, outcome="object", opinion="单位写错了。")
    desk.settle()
    assert desk.the_turn(case).step == "amend"
    assert Paper.objects.filter(case_reference=case.reference).count() == 0


# -- calling off --------------------------------------------------------------------------------------------------------


def call_off(case: Case, by: User, reason: str = "本人工作安排有变。") -> Case:
    return undoing.withdraw(case.pk, by=by, reason=reason, key=desk.key())


@pytest.mark.parametrize("step", ["consent", "branch_check", "examine", "approve"])
@pytest.mark.parametrize("who", ["opener", "subject"])
def test_a_case_is_called_off_by_its_opener_or_its_subject(
    case: Case, secretary: User, ordinary_member: Member, step: str, who: str
) -> None:
    desk.until(case, step)
    by = secretary if who == "opener" else ordinary_member.person.user
    assert undoing.can_withdraw(case, by)
    call_off(case, by)
    desk.settle()
    closed = Case.objects.get(pk=case.pk)
    assert closed.outcome == "withdrawn"
    assert list(case.assignments.filter(closed_at__isnull=True)) == []
    assert Paper.objects.filter(case_reference=case.reference).latest("pk").kind == "D-TR-10"
    assert [e.act for e in journal.entries_of(case.stream)][-3:] == ["case.withdrawn", "paper.issued", "case.closed"]


@pytest.mark.parametrize("step", ["hand_over", "report", "accept", "join", "receipt", "file"])
def test_once_the_letter_is_out_a_case_is_not_called_off(case: Case, secretary: User, step: str) -> None:
    desk.until(case, step)
    before = desk.state()
    assert not undoing.can_withdraw(case, secretary)
    with pytest.raises(Conflict):
        call_off(case, secretary)
    assert desk.state() == before


def test_others_do_not_call_a_case_off(
    check: TaskAssignment, commissioner: User, sister: User, superior: User, outsider: User
) -> None:
    """Not the holder of the turn, not a peer, not a superior, not an outsider."""
    before = desk.state()
    for user in (commissioner, sister, superior, outsider, User.objects.create(username="nobody")):
        assert not undoing.can_withdraw(check.case, user)
        with pytest.raises(PermissionDenied):
            call_off(check.case, user)
    assert desk.state() == before


def test_calling_off_needs_a_reason(check: TaskAssignment, secretary: User) -> None:
    before = desk.state()
    with pytest.raises(Refused) as refused:
        call_off(check.case, secretary, reason="  ")
    assert refused.value.field == "reason"
    assert desk.state() == before


def test_calling_off_twice_is_calling_off_once(check: TaskAssignment, secretary: User) -> None:
    once = desk.key()
    undoing.withdraw(check.case_id, by=secretary, reason="有变。", key=once)
    before = desk.state()
    undoing.withdraw(check.case_id, by=secretary, reason="有变。", key=once)
    assert desk.state() == before
    with pytest.raises(Conflict):
        call_off(check.case, secretary)
    assert desk.state() == before


def test_a_closed_case_is_not_called_off(check: TaskAssignment, secretary: User) -> None:
    call_off(check.case, secretary)
    desk.settle()
    before = desk.state()
    with pytest.raises(Conflict):
        call_off(check.case, secretary)
    assert desk.state() == before


def test_a_case_that_was_called_off_does_not_come_back_by_taking_back_a_decision(case: Case, secretary: User) -> None:
    """The organiser has just passed it on, then the member's secretary calls it off: that stands."""
    decision = desk.act(desk.until(case, "examine"))
    call_off(case, secretary)
    before = desk.state()
    with pytest.raises(Conflict):
        take_back(decision)
    assert desk.state() == before
    desk.settle()
    assert Case.objects.get(pk=case.pk).outcome == "withdrawn"


def test_the_record_of_withdrawal_carries_its_own_day_and_the_number_of_its_year(case: Case, secretary: User) -> None:
    """Asked for in November, called off in January: not a number of the year before."""
    desk.until(case, "examine")
    clock.travel_to(dt.date(2027, 1, 4))
    call_off(case, secretary)
    desk.settle()
    paper = Paper.objects.select_related("serial").get(case_reference=case.reference, kind="D-TR-10")
    assert (paper.dated, paper.serial.year, paper.serial.running) == (dt.date(2027, 1, 4), 2027, 1)


def test_taking_back_gains_no_time(world: Demo) -> None:
    """The turn that is open again is due when it was due, however late it was decided."""
    drive = driving.begin("transfer", WALKS["closed"])
    driving.until(drive, "examine")
    first = drive.case.assignments.get(closed_at=None)
    driving.pass_days(10)
    user = driving.actor_for(first)
    data = drive.walk.answer("examine", 0, drive.case)
    decision = deciding.decide(first.public_id, by=user, data=data, key="late")
    undoing.recall(decision.public_id, by=user, key="back")
    again = drive.case.assignments.get(closed_at=None)
    assert (again.step, again.due_on, again.opened_at) == ("examine", first.due_on, first.opened_at)
