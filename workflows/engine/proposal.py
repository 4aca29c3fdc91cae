"""A case that does not exist yet (拟办件): what would happen if these answers were submitted, and the road ahead.

Nothing here writes. The check page of an opening shows the checks, the paper and the next post from an unsaved case;
the same look ahead tells a member where an open case goes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from audit import clock
from documents.kinds import PaperKind
from documents.trials import Trial, try_paper
from forms.kit import StepForm
from registry import posts
from registry.models import Organisation, Person, Post, User
from workflows.engine import checking, openers, roll, turns
from workflows.engine.checking import Checked
from workflows.engine.handling import Handling
from workflows.engine.models import Case, TaskAssignment
from workflows.engine.routing import NoPost
from workflows.engine.said import Said
from workflows.engine.sentences import Sentence
from workflows.engine.words import Countersign, Fork, Issue, Process, Step, Subject
from workflows.policy import asking

MOST_NODES = 60


def proposed_case(process: type[Process], form: StepForm, *, by: User, organisation: Organisation) -> tuple[Case, Said]:
    """The case that valid opening answers would open now, unsaved, with what was said in it."""
    today = clock.today()
    pack = asking.policy_of(organisation, today)
    subject = process.subject_of(form.cleaned_data)
    case = Case(
        flow_class=process,
        process_name=process.name,
        organisation=organisation,
        subject=subject,
        opened_by=by,
        opener=by.person,
        opened_for_id=openers.opened_for(process, by, organisation, subject, today),
        opened_at=clock.now(),
        opened_on=today,
        pack=pack.name,
        pack_version=pack.version,
        data={"request": form.answers()},
    )
    case.handling = Handling()
    return case, Said(case, {"start": (form.outcome(), form.cleaned_data)}, by.person)


@dataclass(frozen=True)
class Stop:
    """One step on the road ahead (下一站): who would have it, and until when."""

    step: Step
    post: Post | None = None
    person: Person | None = None
    holders: tuple[Person, ...] = ()
    due_on: dt.date | None = None
    stuck: tuple[Sentence, ...] = ()
    # Where several people sign: their posts.
    signers: tuple[Post, ...] = ()

    @property
    def who(self) -> str:
        """Whom to name on a button: the member himself, else the one holder, else the post, or all that sign."""
        if self.signers:
            return "、".join(str(post) for post in self.signers)
        if self.person is not None:
            return self.person.name
        return self.holders[0].name if len(self.holders) == 1 else str(self.post or "")


@dataclass(frozen=True)
class Proposal:
    """Everything the check page of an opening says (提交前核对)."""

    case: Case
    said: Said
    checks: list[Checked] = field(default_factory=list)
    goes_to: Stop | None = None
    paper: PaperKind | None = None
    trial: Trial | None = None
    withdrawable_until: Step | None = None

    @property
    def blocked(self) -> bool:
        """True if a check forbids the opening."""
        return any(check.weight == "block" and "done" in check.protects for check in self.checks)


def propose(process: type[Process], form: StepForm, *, by: User, organisation: Organisation) -> Proposal:
    """What submitting valid answers would do: checks, the paper, who gets it, until when it can be called off."""
    case, said = proposed_case(process, form, by=by, organisation=organisation)
    ahead = list(_nodes_ahead(process.start.targets["done"], process.facts(case, said), until_step=True))
    step = next((node for node in ahead if isinstance(node, Step)), None)
    issue = next((node for node in ahead if isinstance(node, Issue)), None) or _paper_of(step, case)
    trial = try_paper(issue.kind, issue.facts_of(case, said)) if issue else None
    return Proposal(
        case,
        said,
        checks=checking.checks(process.start.guards, process.facts(case, said)),
        goes_to=stop_at(step, case) if step else None,
        paper=issue.kind if issue else None,
        trial=trial,
        withdrawable_until=last_withdrawal_step(process),
    )


def _paper_of(step: Step | None, case: Case) -> Issue | None:
    """The paper that the next step issues when it ends in the ordinary way."""
    if step is None:
        return None
    return checking.paper_node(step, case, str(next(iter(step.form.outcomes)).value))


def _nodes_ahead(node: Any, facts: Any, *, until_step: bool = False) -> Iterator[Any]:
    """The nodes from one on, as long as everything goes the ordinary way; forks are answered by today's facts."""
    for _count in range(MOST_NODES):
        yield node
        if not node.targets or (until_step and isinstance(node, Step)):
            return
        node = node.targets[_ordinary_outcome(node, facts)]


def _ordinary_outcome(node: Any, facts: Any) -> str:
    if isinstance(node, Fork):
        return "yes" if node.question.ask(facts) else "no"
    if isinstance(node, Step):
        return str(next(iter(node.form.outcomes)).value)
    return "done" if "done" in node.targets else str(next(iter(node.targets)))


def stop_at(step: Step, case: Case) -> Stop:
    """Who would have a step today, and until when; if nobody could, the reasons."""
    today = clock.today()
    if isinstance(step, Countersign):
        return Stop(step, due_on=turns.due_of(step, case, today)[0], signers=tuple(roll.signing_posts(step, case)))
    person = case.subject.person if isinstance(step.to, Subject) and case.subject else None
    try:
        post = turns.route_of(step, case, today).post
    except NoPost as error:
        return Stop(step, person=person, stuck=tuple(error.reasons))
    return Stop(step, post, person, tuple(posts.holders(post, today)), turns.due_of(step, case, today)[0])


def steps_ahead(case: Case, turn: TaskAssignment) -> list[Step]:
    """The steps after an open turn, as long as everything goes the ordinary way."""
    facts = case.flow_class.facts(case)
    return [node for node in list(_nodes_ahead(turn.definition, facts))[1:] if isinstance(node, Step)]


def last_withdrawal_step(process: type[Process]) -> Step | None:
    """The last step, in the order of the course, at which the case can still be called off."""
    if process.withdrawal is None:
        return None
    allowed = [step for name, step in process.steps().items() if name in process.withdrawal.at]
    return allowed[-1] if allowed else None


__all__ = ["Proposal", "Stop", "last_withdrawal_step", "propose", "proposed_case", "steps_ahead", "stop_at"]
