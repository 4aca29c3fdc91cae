"""Moving running cases to another edition: what is said before, what is refused, what then really goes on."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.utils import translation

from audit import clock, journal
from config.demo.building import Demo
from registry.models import Role, User
from registry.refusals import Conflict, Refused
from tests import desk, editions
from tests.editions import OTHER_POST, OTHER_SORT, RENAMED, SHORTER, STRICTER, WITH_HEARING
from workflows.engine import catalogue, drafts, undoing
from workflows.engine.editions.editioning import move_case
from workflows.engine.editions.report import report_on
from workflows.engine.models import Case, TaskAssignment
from workflows.engine.words import Process
from workflows.management.commands import move_cases
from workflows.processes.transfer import Transfer


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def operator(world: Demo) -> User:
    """The registrar of the prefecture answers for what is done on the server."""
    return world.holder("YL", Role.REGISTRAR)


@pytest.fixture
def shorter() -> Iterator[type[Process]]:
    with editions.registered(SHORTER):
        yield SHORTER


def reasons(case: Case, to: type[Process]) -> list[str]:
    return [str(sentence) for sentence in report_on(Case.objects.get(pk=case.pk), to).reasons]


def refused(case: Case, to: type[Process], by: User) -> str:
    """What the write function says; nothing has changed."""
    before = desk.state()
    with pytest.raises(Refused) as no:
        move_case(case.pk, to=to, by=by, key=desk.key())
    assert desk.state() == before
    return str(no.value.sentence)


# -- what is refused, and why ---------------------------------------------------------------------------------------------


def test_the_present_step_is_not_there_any_more(case: Case, operator: User) -> None:
    desk.until(case, "hand_over")
    wanted = "The new edition has no step “Handing over the letter”, where the case stands."
    assert reasons(case, RENAMED) == [wanted]
    assert refused(case, RENAMED, operator) == wanted


def test_the_present_step_is_of_another_sort(approval: TaskAssignment, operator: User) -> None:
    wanted = "The step “Approval of the letter” is of another sort in the new edition."
    assert reasons(approval.case, OTHER_SORT) == [wanted]
    assert refused(approval.case, OTHER_SORT, operator) == wanted


def test_an_answer_the_new_form_cannot_read(case: Case, operator: User) -> None:
    desk.until(case, "examine")
    wanted = "What was answered at “Check by the branch” cannot be read by the form of the new edition."
    assert reasons(case, STRICTER) == [wanted]
    assert refused(case, STRICTER, operator) == wanted


def test_a_hearing_that_the_old_course_skipped(approval: TaskAssignment, operator: User) -> None:
    wanted = (
        "From here it could come to “Approval of the letter” like this: "
        "Skipped: heard before the letter is approved (条例（修订）第26条)."
    )
    assert reasons(approval.case, WITH_HEARING) == [wanted]
    assert refused(approval.case, WITH_HEARING, operator) == wanted


def test_a_paper_that_is_ordered_and_not_there_yet(
    check: TaskAssignment, operator: User, shorter: type[Process]
) -> None:
    desk.act(check)
    clock.advance(desk.HOLD + dt.timedelta(seconds=1))
    assert reasons(check.case, shorter) == ["The system has still to do this: Dues entered."]
    desk.settle()
    assert reasons(check.case, shorter) == []


def test_a_decision_that_can_still_be_undone(case: Case, operator: User, shorter: type[Process]) -> None:
    """Undoing leads back into the course under which it was decided: until then the case stays there."""
    decision = desk.act(desk.until(case, "examine"))
    (reason,) = reasons(case, shorter)
    assert reason.startswith("The latest decision can still be undone, until ")
    refused(case, shorter, operator)
    undoing.recall(decision.public_id, by=decision.by, key=desk.key())
    move_case(case.pk, to=shorter, by=operator, key=desk.key())
    assert (desk.the_turn(case).step, desk.the_turn(case).definition.flow_class) == ("examine", shorter)


def test_once_moved_a_decision_before_is_not_undone(case: Case, operator: User, shorter: type[Process]) -> None:
    decision = desk.act(desk.until(case, "examine"))
    desk.settle()
    move_case(case.pk, to=shorter, by=operator, key=desk.key())
    with pytest.raises(Conflict):
        undoing.recall(decision.public_id, by=decision.by, key=desk.key())
    again = desk.act(desk.the_turn(case))
    undoing.recall(again.public_id, by=again.by, key=desk.key())
    assert desk.the_turn(case).definition.flow_class is shorter


def test_a_closed_case_and_one_that_is_there_already(case: Case, secretary: User, operator: User) -> None:
    assert reasons(case, Transfer) == ["It stands on this edition already."]
    undoing.withdraw(case.pk, by=secretary, reason="有变", key=desk.key())
    desk.settle()
    assert reasons(case, SHORTER) == ["It is closed."]


def test_neither_the_initiator_nor_the_subject_nor_a_closed_account(
    consent: TaskAssignment, secretary: User, operator: User, shorter: type[Process]
) -> None:
    operator.is_active = False
    operator.save(update_fields=["is_active"])
    before = desk.state()
    for by in (secretary, consent.person.user, operator):
        with pytest.raises(PermissionDenied):
            move_case(consent.case_id, to=shorter, by=by, key=desk.key())
    assert desk.state() == before


# -- what goes on ---------------------------------------------------------------------------------------------------------


def test_a_moved_case_keeps_its_turn_and_goes_on_under_the_new_course(
    case: Case, operator: User, shorter: type[Process]
) -> None:
    turn = desk.until(case, "join")
    by = desk.driving.actor_for(turn)
    drafts.save_task_draft(turn, by, {"party_group": "第二党小组"})
    once = desk.key()
    move_case(case.pk, to=shorter, by=operator, key=once)
    state = desk.state()
    move_case(case.pk, to=shorter, by=operator, key=once)
    assert desk.state() == state
    moved = desk.the_turn(case)
    assert (moved.public_id, moved.due_on, moved.post, moved.pk) == (turn.public_id, turn.due_on, turn.post, turn.pk)
    assert moved.definition is shorter.instance.node("join")
    assert drafts.task_draft(moved, by).answers == {"party_group": "第二党小组"}
    entry = journal.entries_of(case.stream)[-1]
    assert (entry.act, entry.facts) == (
        "case.moved",
        {"from": catalogue.path_of(Transfer), "to": catalogue.path_of(shorter), "step": "join"},
    )
    desk.act(moved)
    filing = desk.until(case, "file")
    assert filing.due_on == clock.today() + dt.timedelta(days=2)
    desk.act(filing)
    desk.settle()
    closed = Case.objects.get(pk=case.pk)
    assert (closed.outcome, closed.flow_class) == ("closed", shorter)
    assert journal.verify().faults == []


def test_a_step_that_is_new_on_the_way_is_gone_through(check: TaskAssignment, operator: User) -> None:
    report = report_on(Case.objects.get(pk=check.case_id), WITH_HEARING)
    assert [str(s) for s in report.reasons] == []
    assert [s for s in map(str, report.changes) if "Hearing" in s] == [
        f"“Hearing” is new: {check.case.member.person}, until 2026-12-15."
    ]
    with editions.registered(WITH_HEARING):
        move_case(check.case_id, to=WITH_HEARING, by=operator, key=desk.key())
        desk.act(desk.until(check.case, "examine"))
        desk.settle()
        hearing = desk.the_turn(check.case)
        assert (hearing.step, hearing.person) == ("hearing", check.case.member.person)
        desk.deciding.decide(
            hearing.public_id,
            by=hearing.person.user,
            key=desk.key(),
            data={"outcome": "confirm", "opinion": "没有意见。"},
        )
        desk.settle()
        assert desk.the_turn(check.case).step == "approve"


def test_a_turn_that_the_new_edition_gives_to_another_post(case: Case, operator: User) -> None:
    turn = desk.until(case, "examine")
    report = report_on(Case.objects.get(pk=case.pk), OTHER_POST)
    head = turn.post.organisation.posts.get(role=Role.SECRETARY)
    said = f"The open turn goes from {turn.post} to {head}, due on {turn.due_on}."
    assert (report.movable, str(report.changes[0])) == (True, said)
    move_case(case.pk, to=OTHER_POST, by=operator, key=desk.key())
    moved = desk.the_turn(case)
    assert (moved.post, moved.public_id, moved.due_on) == (head, turn.public_id, turn.due_on)


# -- the command ----------------------------------------------------------------------------------------------------------


def command(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[dict[str, object]]:
    call_command("move_cases", "transfer", "--to", "2026-12-01", "--json", *arguments)
    found: list[dict[str, object]] = json.loads(capsys.readouterr().out)
    return found


@pytest.fixture
def two(world: Demo, approval: TaskAssignment, sister: User) -> list[Case]:
    """One case at the approval, one at the branch's check."""
    member = next(m for m in world.members("QH0102") if m.standing == "full" and hasattr(m.person, "user"))
    other = desk.opened(sister, world.organisations["QH0102"], member, world.organisations["HK0102"])
    desk.until(other, "branch_check")
    return [approval.case, other]


def test_a_report_changes_nothing_and_writing_moves_what_can_be_moved(
    two: list[Case], operator: User, capsys: pytest.CaptureFixture[str]
) -> None:
    with editions.registered(WITH_HEARING):
        before = desk.state()
        told = command(capsys)
        assert [(line["case"], line["movable"], line["moved"]) for line in told] == [
            (two[0].number, False, False),
            (two[1].number, True, False),
        ]
        assert desk.state() == before
        done = command(capsys, "--write", "--by", operator.username)
        assert [(line["case"], line["moved"]) for line in done] == [(two[0].number, False), (two[1].number, True)]
        assert [Case.objects.get(pk=case.pk).flow_class for case in two] == [Transfer, WITH_HEARING]
        assert [line["case"] for line in command(capsys)] == [two[0].number]
        (named,) = command(capsys, "--case", two[1].number)
        assert named["reasons"] == ["It stands on this edition already."]


def test_two_commands_at_once(
    case: Case,
    operator: User,
    shorter: type[Process],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The other one was faster between our report and our move."""
    desk.settle()
    real = move_cases.editioning.move_case

    def later(case_id: int, **more: object) -> Case:
        real(case_id, to=shorter, by=operator, key=desk.key())
        state.append(desk.state())
        return real(case_id, **more)

    state: list[object] = []
    monkeypatch.setattr(move_cases.editioning, "move_case", later)
    (line,) = command(capsys, "--write", "--by", operator.username)
    assert (line["moved"], line["reasons"]) == (False, ["It stands on this edition already."])
    assert state == [desk.state()]


def test_in_words(two: list[Case], capsys: pytest.CaptureFixture[str]) -> None:
    with editions.registered(SHORTER):
        call_command("move_cases", "transfer", "--to", "2026-12-01", "--case", two[0].reference)
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == f"{two[0].number} Approval of the letter: can be moved"
    assert lines[1].startswith("    The open turn stays as it is, due on ")
    assert "“Handing over the letter” is due on" in lines[2]
    assert lines[-1].endswith("1 can be moved, 0 were moved, 0 stay.")


def test_what_the_command_does_not_know(case: Case) -> None:
    with editions.registered(SHORTER):
        for arguments in (["--to", "2027-01-01"], ["--to", "2026-12-01", "--write"], ["--to", "first", "--case", "x"]):
            with pytest.raises(CommandError):
                call_command("move_cases", "transfer", *arguments)
