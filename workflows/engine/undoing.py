"""Taking back (撤销与撤回): a decision within the undo hold; a whole case while the course allows it."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _
from viewflow.workflow import STATUS
from viewflow.workflow.models import Task

from audit import clock
from documents.models import Paper
from registry.models import User
from workflows.engine import commands, countersigning, nodes, rounds
from workflows.engine.authority import lock_account
from workflows.engine.deciding import locked_case
from workflows.engine.errors import Conflict, Refused, or_conflict
from workflows.engine.handling import Handling, handling, note
from workflows.engine.models import Case, Decision, Notice
from workflows.engine.returning import BACK
from workflows.engine.sentences import Sentence
from workflows.engine.suspended import refuse_suspended
from workflows.engine.suspended import running as suspension
from workflows.engine.telling import unsay
from workflows.engine.turns import close_turns


def can_recall(decision: Decision, by: User) -> bool:
    """Whether a decision can still be taken back by a user; for pages."""
    return decision.by_id == by.pk and decision.recalled_at is None and clock.now() < decision.held_until


@or_conflict()
@transaction.atomic
def recall(public_id: str, *, by: User, key: str) -> Case:
    """Take a decision back (撤销办理): the same turn is open again, as if nothing had been decided.

    Only its author, only within the hold, only while nothing has followed. Raises PermissionDenied, Conflict.
    """
    decision = Decision.objects.select_related("assignment__task", "assignment__signer").get(public_id=public_id)
    if decision.by_id != by.pk:
        raise PermissionDenied(_("Only the one who decided can take it back."))
    lock_account(by)
    case = locked_case(decision.case_id, key=key)
    with handling(case) as at:
        if commands.result_of(at.command, by=by, name="recall", target=public_id):
            return case
        refuse_suspended(case)
        decision = Decision.objects.select_related("assignment__task", "assignment__signer").get(public_id=public_id)
        round_ = rounds.of_decision(decision)
        running = round_ is not None and round_.signing.is_open
        _refuse_late(decision, case, running=running)
        decision.recalled_at = clock.now()
        at.rows.change(decision, "recalled_at")
        if not running:
            # As it was before: also why it was there.
            at.because = [Sentence.from_json(said) for said in decision.assignment.why if said[0] == BACK]
        if round_ is not None:
            countersigning.take_back(round_, decision, case)
        unsay(case, decision.held_until)
        if not running:
            close_turns(case, "recalled")
            nodes.cancel_open(case)
            nodes.go_to(case, decision.assignment.task, decision.step)
        if round_ is None:
            _keep_the_term(at, decision)
        facts = {"decision": decision.public_id, "step": decision.step}
        note(case, "step.recalled", by=by.actor, article=decision.assignment.definition.article, facts=facts)
        commands.keep(case, key, by=by, name="recall", target=public_id, result={"case": case.reference})
    return case


def _keep_the_term(at: Handling, decision: Decision) -> None:
    """The turn that is open again is as old and as late as it was, and nobody is told of it anew: undoing gains no time."""
    old, turn = decision.assignment, at.turn
    if turn is not None and turn.signer_id is None:
        turn.opened_at, turn.due_on, turn.due_provisional = old.opened_at, old.due_on, old.due_provisional
        turn.told_at, turn.escalated_to_id, turn.urged = old.told_at, old.escalated_to_id, old.urged
        # It was his, be it that it was handed to him: not whose it would be by the course.
        turn.post_id, turn.why, turn.moved_on = old.post_id, old.why, old.moved_on


def _refuse_late(decision: Decision, case: Case, *, running: bool) -> None:
    """Refuse what came too late; while others still sign, their signatures are not what follows from his."""
    if decision.recalled_at is not None:
        raise Conflict(_("This has been taken back already."))
    newer = case.decisions.filter(pk__gt=decision.pk, recalled_at__isnull=True).exists()
    newer = newer and not running
    gone_on = newer or case.closed_at is not None or is_ended(case) or _carried_out(decision, case)
    if gone_on or clock.now() >= decision.held_until:
        raise Conflict(_("It is too late to take this back: the case has gone on."))


def _carried_out(decision: Decision, case: Case) -> bool:
    """True if the worker has begun what the decision led to, or has told somebody: its clock may be ahead of ours."""
    followed = Task.objects.filter(process_id=case.pk, pk__gt=decision.assignment.task_id)
    jobs = followed.filter(flow_task_type__in=("JOB", "END"))
    begun = jobs.filter(Q(status=STATUS.DONE) | Exists(Paper.objects.filter(task_id=OuterRef("pk"))))
    turn_told = followed.filter(assignments__told_at__isnull=False)
    said = case.notices.filter(visible_from=decision.held_until).exclude(mailing=Notice.Mailing.UNSETTLED)
    return Case.objects.filter(Exists(begun) | Exists(turn_told) | Exists(said), pk=case.pk).exists()


def is_ended(case: Case) -> bool:
    """True for a case that was called off or ended by the superior, though its paper may still be under way."""
    return "withdrawn" in case.data or "terminated" in case.data


def can_withdraw(case: Case, by: User) -> bool:
    """Whether a user may call the case off now; for pages."""
    withdrawal = case.flow_class.withdrawal
    if withdrawal is None or case.closed_at is not None or suspension(case) is not None or not _concerned(case, by):
        return False
    turn = case.assignments.filter(closed_at__isnull=True, step__in=withdrawal.at).first()
    return turn is not None and not turn.definition.bars_withdrawal(case)


def _concerned(case: Case, by: User) -> bool:
    """True for whoever initiated the case, himself or through a proxy, and for its subject; or for the subject alone."""
    withdrawal = case.flow_class.withdrawal
    alone = withdrawal is not None and withdrawal.by_subject_only
    concerned = {case.subject_person_id} if alone else case.concerned
    return by.person_id is not None and by.person_id in concerned


@or_conflict()
@transaction.atomic
def withdraw(case_id: int, *, by: User, reason: str, key: str) -> Case:
    """Call a case off (撤回申请), by its initiator or subject, at the steps where the course allows it.

    Raises PermissionDenied, Conflict, Refused (no reason given).
    """
    lock_account(by)
    case = locked_case(case_id, key=key)
    with handling(case) as at:
        if commands.result_of(at.command, by=by, name="withdraw", target=case.reference):
            return case
        _refuse_withdrawal(case, by, reason)
        refuse_suspended(case)
        withdrawal = case.flow_class.withdrawal
        last = nodes.open_tasks(case)[-1]
        close_turns(case, "withdrawn")
        nodes.cancel_open(case)
        case.data = {**case.data, "withdrawn": {"reason": reason.strip(), "by": str(by), "on": str(clock.today())}}
        at.rows.change(case, "data")
        note(case, "case.withdrawn", by=by.actor, article=withdrawal.article, words={"reason": reason})
        commands.keep(case, key, by=by, name="withdraw", target=case.reference, result={"case": case.reference})
        nodes.go_to(case, last, withdrawal.then)
    return case


def _refuse_withdrawal(case: Case, by: User, reason: str) -> None:
    if not _concerned(case, by):
        raise PermissionDenied(_("Only the initiator or the member concerned can call this off."))
    withdrawal, turns = case.flow_class.withdrawal, case.assignments.filter(closed_at__isnull=True)
    step = turns.values_list("step", flat=True).first()
    if step is None and case.closed_at is None and not is_ended(case):
        raise Conflict(_("Somebody is working on this case right now. Try again in a moment."))
    if withdrawal is None or step not in withdrawal.at:
        raise Conflict(_("The case has gone too far to be called off."))
    if barred := case.flow_class.step_said(step).bars_withdrawal(case):
        raise Conflict(barred)
    if not reason.strip():
        raise Refused(_("Say why the request is called off."), field="reason")
