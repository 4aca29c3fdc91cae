"""Sending a case back (退回): from an open turn to an earlier step, where the proof says that nothing owed is skipped.

Whoever may decide a turn may send it back instead, unless it is the subject's own. That is a decision of its own sort:
it answers nothing, can be taken back within the hold, and the steps from there on are done again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as _n
from viewflow.workflow import STATUS
from viewflow.workflow.models import Task

from audit import clock
from registry.models import User
from workflows.engine import authority, commands, countersigning, deciding, nodes, reading, rounds, telling
from workflows.engine.errors import Refused, or_conflict
from workflows.engine.handling import handling
from workflows.engine.models import SENT_BACK, Case, Decision, Notice, TaskAssignment
from workflows.engine.obligations import Obligation
from workflows.engine.said import Said
from workflows.engine.sentences import Sentence, say
from workflows.engine.soundness.keeping import returns_kept
from workflows.engine.words import Step, Subject

BACK = _n("%(who)s (%(post)s) sent it back from “%(step)s”: %(reason)s")
MOST = 300


@dataclass(frozen=True)
class Target:
    """A step to which a case may be sent back now (可退回环节): its latest decision, and what is then done again."""

    step: Step
    decision: Decision
    again: tuple[Obligation, ...]


def targets(turn: TaskAssignment) -> list[Target]:
    """Where an open turn may be sent back to: what the proof allows and was really decided, in the order of the course."""
    step, case = turn.definition, turn.case
    if not isinstance(step, Step) or isinstance(step.to, Subject) or turn.person_id is not None:
        return []
    allowed, said = returns_kept(case.flow_class).get(turn.step, {}), Said(case)
    met = _met(case) if allowed else {}
    return [
        Target(there, decision, tuple(met[name] for name in allowed[there.name] if name in met))
        for there in case.flow_class.steps().values()
        if there.name in allowed and (decision := said.decision(there.name)) is not None
    ]


def _met(case: Case) -> Mapping[str, Obligation]:
    """The obligations that steps of a case have met so far, by name."""
    return {obligation.name: obligation for node, outcome in _passed(case) for obligation in node.met.get(outcome, ())}


def _passed(case: Case) -> Iterator[tuple[Any, str]]:
    """Each node the case has left, and how; forks are kept with the task before them."""
    by_name = dict(case.flow_class.in_order())
    for task in Task.objects.filter(process_id=case.pk, status=STATUS.DONE).order_by("pk"):
        data = task.data or {}
        yield task.flow_task, str(data.get("outcome", "done"))
        yield from ((by_name[name], answer) for name, answer in data.get("forks", {}).items())


def return_to(public_id: str, *, to: str, by: User, reason: str, key: str) -> Decision:
    """Send a turn back to an earlier step (退回至某环节), by whoever may decide it.

    Raises PermissionDenied (also for the subject's own turn), Conflict, Refused (no reason, or a step that the proof
    does not allow).
    """
    turn, _node, command = reading.glance(public_id, key)
    target = f"{public_id}:{to}"[:40]
    if done := commands.result_of(command, by=by, name="return", target=target):
        return Decision.objects.get(public_id=done["decision"])
    with or_conflict(), transaction.atomic():
        held = authority.hold(turn, by, clock.today())
        case = deciding.locked_case(turn.case_id, task_id=turn.task_id, turn_id=turn.pk, key=key)
        with handling(case) as at:
            if done := commands.result_of(at.command, by=by, name="return", target=target):
                return Decision.objects.get(public_id=done["decision"])
            turn = deciding.still_open(public_id, case)
            who = authority.authority_over(turn, by, held)
            _refuse(turn, who, to, reason)
            answers = {"to": to, "reason": reason.strip()}
            decision = deciding.made(turn, case, by=by, authority=who, outcome=SENT_BACK, answers=answers)
            deciding.keep(turn, case, decision)
            commands.keep(case, key, by=by, name="return", target=target, result={"decision": decision.public_id})
            at.because = [_why(turn, decision)]
            _tell(case, decision, to, at.because[0])
            if turn.signer_id is not None:
                countersigning.sent_back(turn, decision, case)
            nodes.send_back(turn.task, to, case)
    return decision


def _refuse(turn: TaskAssignment, who: authority.Authority, to: str, reason: str) -> None:
    if who.as_subject or turn.person_id is not None:
        raise PermissionDenied(_("The member's own turn is not sent back: he answers it, or objects."))
    if to not in {target.step.name for target in targets(turn)}:
        raise Refused(_("The case cannot be sent back there without skipping what it owes."), field="to")
    if not reason.strip():
        raise Refused(_("Say why the case is sent back."), field="reason")
    if len(reason.strip()) > MOST:
        raise Refused(_("Say it in at most %(n)s characters.") % {"n": MOST}, field="reason")


def _why(turn: TaskAssignment, decision: Decision) -> Sentence:
    """What the turn that is opened says about where it came from; the step in the language of the papers."""
    with translation.override(settings.LANGUAGE_CODE):
        step = str(turn.definition.title)
    said = {"who": decision.person, "post": decision.as_whom, "step": step, "reason": decision.answers["reason"]}
    return say(BACK, **said)


def _tell(case: Case, decision: Decision, to: str, sentence: Sentence) -> None:
    """Whoever decided that step, or signed it, learns of it, once the hold is over."""
    signed = rounds.latest_decisions(case, to) if rounds.signed_step(case, to) is not None else []
    persons = {Said(case).decided(to).person_id, *(signature.person_id for signature in signed)}
    telling.tell(case, Notice.Kind.BACK, sentence, persons=persons, key=f"sent back:{decision.public_id}")


def sent_back_by(turn: TaskAssignment) -> Sentence | None:
    """Who sent a turn back, from where and why; None for a turn that came by the course."""
    return next((Sentence.from_json(said) for said in turn.why if said[0] == BACK), None)


def proposed_again(turn: TaskAssignment) -> dict[str, Any]:
    """What was answered at a step before the case was sent back to it, to be corrected; its result is asked anew."""
    if sent_back_by(turn) is None:
        return {}
    before = Said(turn.case).decision(turn.step)
    return {name: value for name, value in before.answers.items() if name != "outcome"} if before else {}
