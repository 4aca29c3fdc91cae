"""Where a case may be sent back to: every return that keeps all obligations, and none that skips, repeats or jumps."""

from __future__ import annotations

import pytest
from viewflow import this

from documents.papers import transfer as papers
from forms import transfer as forms
from tests.soundness.planted import APPROVED, HEAD, HEARD, ON_ROLL, SECRETARY, Sound, approved
from workflows.engine.models import SENT_BACK
from workflows.engine.obligations import Obligation
from workflows.engine.soundness import exploring, keeping, proving
from workflows.engine.soundness.model import TERMINATED, State, model_of, with_returns
from workflows.engine.soundness.returns import returns_of
from workflows.engine.words import Effect, Fork, Issue, Opening, Outcome, Question, Step, Subject, Termination
from workflows.processes.transfer import Transfer
from workflows.processes.transfer.facts import BRANCH, ISSUER

TOLD = Obligation("told", "已通知", "第46条")
READ = Obligation("read", "已阅", "第47条")
ASKED_HIMSELF = Question("himself", "是否本人申请？", "第3条", lambda facts: facts.urgent)


def desk(**more: object) -> Step:
    """A step of the secretary's."""
    return Step(forms.HandOver, title="经办", asks="?", article="第40条", to=SECRETARY, **more)  # type: ignore[arg-type]


def letter(*addressees: object) -> Issue:
    """A paper, which others get or only the file."""
    return Issue(papers.REFUSAL, title="发函", article="第46条", facts=lambda case, said: {}, issuer=ISSUER, addressees=addressees)  # type: ignore[arg-type]  # fmt: skip


class Plain(Sound):
    """Two steps, the approval, and one more look: each may be sent back to whatever lies before it."""

    start = Opening(forms.Request, title="发起", article="第1条").Next(this.first)
    first = desk().Next(this.hearing)
    approval = approved(ON_ROLL).On("agree", this.last).On("return", this.dropped)
    last = desk().Meets(READ).Next(this.removed)
    removed = Outcome("removed", title="除名", article="第43条").Needs(HEARD, READ)


class SkippedHearing(Plain):
    """Who asked himself is not heard again: to go back before that question would leave his old request as his word."""

    first = desk().Next(this.himself)
    himself = Fork(ASKED_HIMSELF).Meets(HEARD, on="yes").Yes(this.approval).No(this.hearing)


class RepeatedLetter(Plain):
    """Between the hearing and the approval others are written to."""

    hearing = (
        Step(forms.HandOver, title="申辩", asks="?", article="第41条", to=Subject(recorded_by=SECRETARY))
        .Meets(HEARD)
        .Next(this.written)
    )
    written = letter(BRANCH).Next(this.approval)


class OwnPaper(RepeatedLetter):
    """The same, but the paper stays in the file."""

    written = letter().Next(this.approval)


class Registered(RepeatedLetter):
    """Instead, a register is changed."""

    written = Effect(lambda case, by: None, title="登记", article="第46条").Next(this.approval)


class RegisteredOften(RepeatedLetter):
    """The same, and the course says that it may be done again."""

    written = Effect(lambda case, by: None, title="登记", article="第46条").Repeatable().Next(this.approval)


class Round(Plain):
    """The last step sends the case back to the first: from there no jump leads ahead over the committee."""

    last = Step(forms.PassOn, title="办结", asks="?", article="第40条", to=SECRETARY).Meets(READ, on="agree").Undoes(APPROVED, on="return").On("agree", this.removed).On("return", this.first)  # fmt: skip


class LetterOnTheOtherBranch(Plain):
    """Between the two last steps is a letter on one of two ways only."""

    approval = (
        Step(forms.Approval, title="批准", asks="?", article="第42条", to=HEAD, kind="approve", guards=(ON_ROLL,))
        .On("agree", this.last)
        .On("return", this.written)
        .On("refuse", this.dropped)
    )
    written = letter(BRANCH).Next(this.last)
    removed = Outcome("removed", title="除名", article="第43条").Needs(HEARD, READ)
    dropped = Outcome("dropped", title="终止", article="第44条")


PLAIN = {"approval": {"first", "hearing"}, "last": {"first", "hearing", "approval"}}
EXPECTED: dict[type[Sound], dict[str, set[str]]] = {
    Plain: PLAIN,
    SkippedHearing: {"approval": {"hearing"}, "last": {"hearing", "approval"}},
    RepeatedLetter: {"last": {"approval"}},
    OwnPaper: PLAIN,
    Registered: {"last": {"approval"}},
    RegisteredOften: PLAIN,
    Round: PLAIN,
    LetterOnTheOtherBranch: {"approval": {"first", "hearing"}},
}


def found(course: type[Sound]) -> dict[str, set[str]]:
    """The returns of a course: from each step, where to."""
    return {node: set(back) for node, back in proving.prove(course).returns.items()}


@pytest.mark.parametrize("course", EXPECTED, ids=lambda course: course.__name__)
def test_planted(course: type[Sound]) -> None:
    assert proving.faults(course) == []
    assert found(course) == EXPECTED[course]


def test_a_course_that_is_not_proved_has_no_returns() -> None:
    from tests.soundness import planted

    assert proving.prove(planted.SkippedHearing).returns == {}


def test_without_the_obligation_the_hearing_would_be_skipped(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is the obligation that forbids this return, nothing else."""
    monkeypatch.setattr(SkippedHearing.instance.node("removed"), "needed", (READ,))
    assert "first" in {to for back in returns_by_node(SkippedHearing).values() for to in back}


def returns_by_node(course: type[Sound]) -> dict[str, set[str]]:
    """As ``found``, of a course with a fault of another sort."""
    explored = [exploring.explore(model) for model in proving.models_of(course)]
    back: dict[str, set[str]] = {}
    for one in returns_of(explored):
        back.setdefault(one.node, set()).add(one.to)
    return back


def test_a_return_undoes_what_the_steps_between_have_met() -> None:
    returns = proving.prove(Plain).returns
    assert returns["last"] == {
        "first": ("heard", "approved", "read"), "hearing": ("heard", "approved", "read"), "approval": ("approved", "read"),
    }  # fmt: skip


def test_where_a_returned_case_stands() -> None:
    """What was met is open again; that the member spoke before is not taken for his word now."""
    (back,) = [one for one in returns_of([exploring.explore(m) for m in proving.models_of(Plain)]) if (one.node, one.to) == ("last", "first")]  # fmt: skip
    before = State("last", frozenset({"heard", "told"}), frozenset({("himself", True)}))
    after = State("first", frozenset({"told"}), frozenset({("himself", True)}), frozenset({("heard", SENT_BACK)}))
    assert back.after(before) == after


def test_nobody_counts_on_a_return_to_end_a_case() -> None:
    """A course in which only going back would help is still refused."""
    from tests.soundness.planted import Loop

    (model, *_others) = proving.models_of(Loop)
    (back,) = [one for one in returns_of([exploring.explore(m) for m in proving.models_of(Plain)]) if (one.node, one.to) == ("approval", "hearing")]  # fmt: skip
    explored = exploring.explore(with_returns(model, [back]))
    assert State("approval", frozenset({"heard"})) not in explored.able_to_end()


# -- the transfer -----------------------------------------------------------------------------------------------------------

ASKED = {"consent", "amend"}
TRANSFER = {
    "branch_check": ASKED,
    "pass_on": ASKED | {"branch_check"},
    "reassign": ASKED | {"branch_check", "pass_on"},
    "examine": ASKED | {"branch_check", "pass_on"},
    "approve": ASKED | {"branch_check", "pass_on", "examine"},
    "receipt": {"join"},
}


def test_the_returns_of_the_transfer_are_those_that_are_kept() -> None:
    """Written down a second time: until the letter is out, and between two steps that write nothing."""
    assert {node: set(back) for node, back in keeping.returns_kept(Transfer).items()} == TRANSFER
    assert proving.prove(Transfer).returns == keeping.returns_kept(Transfer)


def test_starting_up_explores_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_given: object) -> None:
        raise AssertionError("explored")

    monkeypatch.setattr(proving, "explore", refuse)
    monkeypatch.setattr(proving, "returns_of", refuse)
    proving.refuse_unproved()


# -- ending a case ------------------------------------------------------------------------------------------------------------


class Ended(Plain):
    """The committee may end it, and the member is told."""

    termination = Termination("第48条", HEAD, ("first", "last"), then="note")
    note = letter(BRANCH).Meets(TOLD).Next(this.ended)
    ended = Outcome("ended", title="终止", article="第48条").Needs(TOLD)


class EndedInSilence(Ended):
    """Nobody tells the member."""

    termination = Termination("第48条", HEAD, ("first", "last"), then="ended")
    note = None
    ended = Outcome("ended", title="终止", article="第48条").Needs(HEARD)


def test_ending_a_case_is_a_way_like_any_other() -> None:
    assert proving.faults(Ended) == []
    (violation,) = [v for v in proving.faults(EndedInSilence) if v.kind == "obligation"]
    assert [(stage.node, stage.outcome) for stage in violation.way][-2:] == [("first", "上级终止"), ("ended", "")]  # fmt: skip


def test_nobody_counts_on_a_superior_to_end_a_case() -> None:
    (model, *_others) = proving.models_of(Ended)
    moves = [move for move in model.moves["first"] if move.outcome == TERMINATED]
    assert [(move.target, move.sure) for move in moves] == [("note", False)]


def test_who_may_end_a_case_is_proved_too(monkeypatch: pytest.MonkeyPatch) -> None:
    from registry.models import Role
    from workflows.engine.routing import post

    nobody = Termination("第48条", post(Role.COMMITTEE_MEMBER, of=BRANCH), ("first",), then="note")
    monkeypatch.setattr(Ended, "termination", nobody)
    assert {(v.kind, v.node) for v in proving.faults(Ended)} == {("nobody", "first")}


@pytest.mark.parametrize("name", ["suspension", "termination"])
def test_suspending_and_ending_are_in_the_digest(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert list(proving.unproved()) == []
    monkeypatch.setattr(Transfer, name, None)
    assert list(proving.unproved()) == [Transfer]


__all__ = ["model_of"]
