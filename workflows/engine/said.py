"""What was said in a case (办理意见): the answers of each step, typed, read back through the form that took them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from forms.kit import Limits
from registry.models import Person
from registry.rows import Shape, read
from workflows.engine import rounds
from workflows.engine.handling import Handling, day_of
from workflows.engine.models import SENT_BACK, Case, Decision

_DECISION, _PERSON = Shape(Decision, "d"), Shape(Person, "s")
_COUNTING = f"""
SELECT {_DECISION.columns}, {_PERSON.columns}
FROM workflows_decision d
JOIN registry_person s ON s.id = d.person_id
WHERE d.case_id = %s AND d.recalled_at IS NULL AND d.outcome <> '{SENT_BACK}'
ORDER BY d.id
"""


def _decisions(case: Case) -> Iterator[Decision]:
    """The decisions that count, oldest first, with who decided; who sent the case back has answered nothing."""
    for decision, person in read(_COUNTING, [case.pk], _DECISION, _PERSON) if case.pk else ():
        decision.case, decision.person = case, person
        yield decision


@dataclass(frozen=True)
class Opinion:
    """What one signer said (会签意见), with the post he signed for and the answers as they were given."""

    person: Person
    as_whom: str
    outcome: str
    answers: Mapping[str, Any]
    on: dt.date


class NotReached(KeyError):
    """A step that was not reached, or whose decision was taken back meanwhile."""


class Said:
    """The answers of a case, step by step: ``said("request")["reason"]``; the latest turn of a step counts.

    ``pending`` holds answers not saved yet, given by ``actor``: the facts of a paper are computed for the check page
    before the decision. While one function or page deals with the case, what was read once is not read again.
    """

    def __init__(
        self,
        case: Case,
        pending: Mapping[str, tuple[str, Mapping[str, Any]]] | None = None,
        actor: Person | None = None,
    ) -> None:
        self.case = case
        self.actor = actor
        self._pending = dict(pending or {})
        self._kept = case.handling or Handling()

    def decision(self, step: str) -> Decision | None:
        """The latest decision of a step that was not recalled, or None."""
        if self._kept.latest is None:
            self._kept.latest = {decision.step: decision for decision in (*_decisions(self.case), *self._kept.made)}
        return self._kept.latest.get(step)

    def decided(self, step: str) -> Decision:
        """The latest decision of a step; NotReached if it was not reached."""
        decision = self.decision(step)
        if decision is None:
            raise NotReached(step)
        return decision

    def who(self, step: str) -> Person | None:
        """Who answered at a step; the actor where the answers are pending."""
        decision = None if step in self._pending else self.decision(step)
        return decision.person if decision else self.actor

    def day(self, step: str) -> dt.date | None:
        """The day a step was answered; the day the case is looked at where the answers are pending; None if it was not reached."""
        if step in self._pending:
            return day_of(self.case)
        decision = self.decision(step)
        return decision.on if decision else None

    def newest(self, *steps: str) -> dt.date:
        """The day of the newest of some steps; the day the case is looked at where none was reached."""
        return max((day for step in steps if (day := self.day(step))), default=day_of(self.case))

    def name(self, step: str) -> str:
        """The name of who answered at a step; empty where nobody has."""
        who = self.who(step)
        return who.name if who is not None else ""

    def outcome(self, step: str) -> str:
        """How a step ended, pending answers included; empty if it was not reached."""
        if step in self._pending:
            return self._pending[step][0]
        decision = self.decision(step)
        if decision is not None and (node := rounds.signed_step(self.case, step)) is not None:
            return rounds.ending_of(self.case, node) or ("" if decision.assignment.signer_id else decision.outcome)
        return decision.outcome if decision else ""

    def opinions(self, step: str) -> list[Opinion]:
        """What each signer said in the latest round of a step that several people sign, in the order they signed.

        Pending answers count as the actor's. What was taken back is left out; earlier rounds are in the case's history.
        """
        if step in self._kept.opinions:
            return list(self._kept.opinions[step])
        found = [Opinion(d.person, d.as_whom, d.outcome, d.answers, d.on) for d in self._signed(step)]
        if step in self._pending and self.actor is not None:
            outcome, answers = self._pending[step]
            found.append(Opinion(self.actor, rounds.post_in_hand(self.case), outcome, answers, day_of(self.case)))
        return found

    def _signed(self, step: str) -> list[Decision]:
        kept = rounds.latest_decisions(self.case, step)
        new = [d for d in self._kept.made if d.step == step and d.assignment.signer_id and d.recalled_at is None]
        return [*kept, *(decision for decision in new if decision not in kept)]

    def __contains__(self, step: str) -> bool:
        return step == "start" or step in self._pending or self.decision(step) is not None

    def __call__(self, step: str) -> dict[str, Any]:
        """The answers of a step; NotReached if it was not reached."""
        if step in self._pending:
            return dict(self._pending[step][1])
        if step not in self._kept.typed:
            self._kept.typed[step] = self._read(step)
        return self._kept.typed[step]

    def _read(self, step: str) -> dict[str, Any]:
        form = self.case.flow_class.instance.node(step, no_obsolete=True).form
        if step == "start":
            return dict(form.read(self.case.flow_class.opening_answers(self.case), Limits(self.case.opened_on)))
        decision = self.decided(step)
        limits = self.case.flow_class.limits_for_reading(self.case, step, decision)
        return dict(form.read(decision.answers, limits))
