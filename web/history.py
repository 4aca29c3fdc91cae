"""What was done in a case (办理经过), in the words of its course."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from forms.kit import answered_pairs
from workflows.engine.models import Case, Decision, TaskAssignment

OPINION = "opinion"


@dataclass(frozen=True)
class Done:
    """One decision of a case (已办): the step's title, how it ended, what was said."""

    decision: Decision
    title: Any
    outcome: Any
    opinion: str
    ordinary: bool
    article: str


def decided(case: Case, *, newest: int | None = None) -> list[Done]:
    """The decisions that count, oldest first; only the newest few where a number is given."""
    found = case.decisions.filter(recalled_at__isnull=True).select_related("person").order_by("-pk")
    return [_done(case, decision) for decision in reversed(found[:newest] if newest else found)]


def turned_by(turn: TaskAssignment, newest: Done | None) -> Done | None:
    """The newest decision, if it led to an open turn (前一环节) otherwise than by the ordinary course: an objection, a
    return. None where the turn was sent back (it then says so itself), or is to be signed by several. Pure."""
    if newest is None or newest.ordinary or newest.decision.sends_back:
        return None
    return newest if turn.is_open and turn.signer_id is None else None


def is_ordinary(case: Case, decision: Decision) -> bool:
    """Whether a step ended as hoped: not by a return, a refusal or an objection."""
    return not decision.sends_back and decision.outcome == case.flow_class.step_said(decision.step).ordinary


def _done(case: Case, decision: Decision) -> Done:
    step = case.flow_class.step_said(decision.step)
    said = decision.answers["reason"] if decision.sends_back else decision.answers.get(OPINION)
    return Done(
        decision=decision,
        title=step.title,
        outcome=outcome_of(case, decision),
        opinion=str(said or ""),
        ordinary=is_ordinary(case, decision),
        article=step.article,
    )


def outcome_of(case: Case, decision: Decision) -> Any:
    """How a step ended, in words; empty for one that can only be done."""
    said = case.flow_class.step_said
    if decision.sends_back:
        return _("sent back to: %(step)s") % {"step": said(decision.answers["to"]).title}
    choices = said(decision.step).form.outcomes.choices
    return dict(choices).get(decision.outcome, decision.outcome) if len(choices) > 1 else ""


def answers_of(case: Case, done: Done) -> list[tuple[Any, str]]:
    """The answers of a decision in words, apart from its result and its opinion; empty ones left out."""
    decision = done.decision
    if decision.sends_back:
        return []
    step = case.flow_class.step_said(decision.step)
    limits = replace(case.flow_class.limits_for_reading(case, decision.step, decision), reading=True)
    form = step.form(decision.answers, limits=limits)
    if not form.is_valid():
        return []
    said = {"outcome", OPINION}
    names = list(form.fields)
    return [pair for name, pair in zip(names, answered_pairs(form), strict=True) if pair[1] and name not in said]
