"""A case that does not exist yet (拟办件): what would happen if these answers were submitted.

Nothing here writes. The check page of an opening shows the checks, the paper and the path ahead of an unsaved case.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from audit import clock
from documents.kinds import PaperKind
from documents.trials import Trial, try_paper
from forms.kit import StepForm
from registry.models import Organisation, User
from workflows.engine import checking, openers
from workflows.engine.checking import Checked
from workflows.engine.handling import Handling
from workflows.engine.models import Case
from workflows.engine.path import path_from
from workflows.engine.said import NotReached, Said
from workflows.engine.stops import Path, Stop
from workflows.engine.unsaved import unsaved_case
from workflows.engine.words import Issue, Process, Step


def proposed_case(process: type[Process], form: StepForm, *, by: User, organisation: Organisation) -> tuple[Case, Said]:
    """The case that valid opening answers would open now, unsaved, with what was said in it."""
    today = clock.today()
    opened_for = openers.opened_for(process, by, organisation, process.subject_of(form.cleaned_data), today)
    case = unsaved_case(process, form, by=by, organisation=organisation, opened_for=opened_for, on=today)
    case.handling = Handling()
    case.handling.latest, case.handling.typed = {}, {"start": dict(form.cleaned_data)}
    return case, Said(case, {"start": (form.outcome(), form.cleaned_data)}, by.person)


@dataclass(frozen=True)
class Proposal:
    """Everything the check page of an opening says (提交前核对)."""

    case: Case
    said: Said
    checks: list[Checked] = field(default_factory=list)
    path: Path = field(default_factory=Path)
    paper: PaperKind | None = None
    trial: Trial | None = None
    withdrawable_until: Step | None = None

    @property
    def goes_to(self) -> Stop | None:
        """The first step, which opens at once."""
        return self.path.stops[0] if self.path.stops else None

    @property
    def blocked(self) -> bool:
        """True if a check forbids the opening."""
        return any(check.weight == "block" and "done" in check.protects for check in self.checks)


def propose(process: type[Process], form: StepForm, *, by: User, organisation: Organisation) -> Proposal:
    """What submitting valid answers would do: checks, the paper, who gets it, until when it can be called off."""
    case, said = proposed_case(process, form, by=by, organisation=organisation)
    ahead = path_from(case, process.start, "done")
    goes_to = ahead.stops[0] if ahead.stops else None
    issue = next(iter(ahead.papers), None) or _paper_of(goes_to.step if goes_to else None, case)
    facts = _foreseen(issue, case, said)
    trial = try_paper(issue.kind, facts) if issue and facts is not None else None
    return Proposal(
        case,
        said,
        checks=checking.checks(process.start.guards, process.facts(case, said)),
        path=ahead,
        paper=issue.kind if issue and trial else None,
        trial=trial,
        withdrawable_until=last_withdrawal_step(process),
    )


def _foreseen(issue: Issue | None, case: Case, said: Said) -> dict[str, Any] | None:
    """The facts of a paper; None where it prints what is only answered at the step that issues it."""
    try:
        return issue.facts_of(case, said) if issue is not None else None
    except NotReached:
        return None


def _paper_of(step: Step | None, case: Case) -> Issue | None:
    """The paper that the next step issues when it ends in the ordinary way."""
    if step is None or not step.paper_is_foreseen:
        return None
    return checking.paper_node(step, case, step.ordinary)


def last_withdrawal_step(process: type[Process]) -> Step | None:
    """The last step, in the order of the course, at which the case can still be called off."""
    if process.withdrawal is None:
        return None
    allowed = [step for name, step in process.steps().items() if name in process.withdrawal.at]
    return allowed[-1] if allowed else None


__all__ = ["Proposal", "last_withdrawal_step", "propose", "proposed_case"]
