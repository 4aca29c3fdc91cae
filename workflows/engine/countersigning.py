"""Countersigning (会签办理): a round is loaded under the case lock, the algebra is asked, what it says is written.

Nothing is decided here: who may sign and what a round comes to is what ``signing`` makes of its history. Facts are read
anew whenever something happens, so that a seat whose post was vacated or whose holder must stand aside leaves the count.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_noop as _n

from audit import clock
from workflows.engine import able, nodes, reading, rounds, turns
from workflows.engine.handling import handling, note
from workflows.engine.models import Case, Decision, Notice, Signer, Signing, TaskAssignment
from workflows.engine.roll import SYSTEM, happen, refresh, route_instead, route_of_seat, signing_posts
from workflows.engine.rounds import Kind, Round
from workflows.engine.sentences import say
from workflows.engine.signing import Answer, Result
from workflows.engine.telling import tell

if TYPE_CHECKING:
    from viewflow.workflow.models import Task

    from workflows.engine.words import Countersign

_CLOSED_AS = {Result.RETURNED: "returned", Result.TOO_FEW: "too_few"}
_NOT_NEEDED = _n("%(case)s: your signature is no longer needed.")
# How a turn was closed that only an undo opens again: nobody is told of it anew.
_UNDONE = ("decided", "recalled", "not_needed", "returned", "too_few")
_TOLD = ("not_needed", "returned", "removed", "too_few")
_END_WAIT = "UPDATE workflows_wait SET ended_at = %s WHERE task_id = %s AND ended_at IS NULL"
_LAPSED_TURNS = (
    "UPDATE workflows_taskassignment SET closed_at = %s, closed_how = 'lapsed' WHERE task_id = %s AND closed_at IS NULL"
)
_LAPSED_ROUND = (
    "UPDATE workflows_signing SET closed_at = %s, result = 'lapsed' WHERE task_id = %s AND closed_at IS NULL"
)


# -- how a round begins ---------------------------------------------------------------------------------------------------


def begin(step: Countersign, case: Case, task: Task) -> None:
    """Begin a round at a new task (开启会签), or take up again the one whose last signature was undone."""
    with handling(case) as at:
        round_, at.reopens = at.reopens, None
        if round_ is None:
            round_ = _opened(step, case, task)
        else:
            signing = round_.signing
            signing.task, signing.closed_at, signing.result = task, None, ""
            at.rows.change(signing, "task", "closed_at", "result")
        turns.wait_at(step, case, task)
        go_on(step, round_, case, task)


def _opened(step: Countersign, case: Case, task: Task) -> Round:
    posts = signing_posts(step, case)
    rule, now = step.rule, clock.now()
    with handling(case) as at:
        at.reserve("workflows_signing", *["workflows_signer"] * len(posts))
        signing = at.rows.add(
            Signing(
                pk=at.number("workflows_signing"), case=case, task=task, step=step.name, rule=vars(rule),
                in_order=step.in_order, opened_at=now,
            )
        )  # fmt: skip
        signers = [
            at.rows.add(Signer(pk=at.number("workflows_signer"), signing=signing, number=number, post=post))
            for number, post in enumerate(posts, start=1)
        ]
    note(
        case, "round.opened", by=SYSTEM, article=step.article, facts={"step": step.name, "posts": [p.pk for p in posts]}
    )
    return Round(signing, signers, [], new=True)


# -- what happens in it ---------------------------------------------------------------------------------------------------


def signed(turn: TaskAssignment, decision: Decision, case: Case) -> None:
    """A signer has decided his turn (签署): count it, and go on or end the step."""
    round_ = rounds.read(Signing.objects.get(signers=turn.signer_id))
    step: Countersign = turn.definition
    seat = round_.number_of(turn)
    round_.turns[seat][-1] = turn
    happen(
        round_, case, Kind.SIGNED, seat, person=decision.person, said=step.answers[decision.outcome], decision=decision
    )
    go_on(step, round_, case, turn.task)


def sent_back(turn: TaskAssignment, decision: Decision, case: Case) -> None:
    """A signer has sent the case back to a step of his choice (签署人退回): the round ends as returned, and nobody else
    signs. Where the case goes is not up to the course then, so the task is left to whoever sends it."""
    round_ = rounds.read(Signing.objects.get(signers=turn.signer_id))
    step: Countersign = turn.definition
    seat = round_.number_of(turn)
    round_.turns[seat][-1] = turn
    happen(round_, case, Kind.SIGNED, seat, person=decision.person, said=Answer.RETURN, decision=decision)
    _close_idle(round_, case)
    _close_round(step, round_, case, turn.task, Result.RETURNED)


def look_again(turn: TaskAssignment, case: Case) -> None:
    """Something else has become known of those who sign (情况变化): look at the facts, and go on or end the step."""
    go_on(turn.definition, rounds.read(Signing.objects.get(signers=turn.signer_id)), case, turn.task)


def take_back(round_: Round, decision: Decision, case: Case) -> None:
    """A signature is undone within its hold (撤销签署): only this seat signs again, the others stand.

    If it had ended the round, the round is taken up again where the case goes back to.
    """
    turn = decision.assignment
    with handling(case) as at:
        turn.closed_how = "recalled"
        at.rows.change(turn, "closed_how")
        happen(round_, case, Kind.TAKEN_BACK, round_.number_of(turn), person=decision.person)
        at.ended.pop(turn.step, None)
        if round_.signing.is_open:
            go_on(turn.definition, round_, case, round_.signing.task)
        else:
            at.reopens = round_


# -- how it goes on and ends ----------------------------------------------------------------------------------------------


def go_on(step: Countersign, round_: Round, case: Case, task: Task) -> None:
    """After something has happened: look at the facts, then open and close turns, or end the step."""
    refresh(step, round_, case)
    result = round_.state.result
    _close_idle(round_, case)
    if result is Result.OPEN:
        for number in round_.state.may_sign:
            if round_.open_turn(number) is None:
                _open(step, round_, case, task, number)
    else:
        _end(step, round_, case, task, result)


def _close_idle(round_: Round, case: Case) -> None:
    """Close the turns of all who may not sign any more, or not yet."""
    for number in round_.signers:
        turn = round_.open_turn(number)
        if turn is not None and number not in round_.state.may_sign:
            _close(round_, turn, case, _why_closed(round_, number, round_.state.result))


def _open(step: Countersign, round_: Round, case: Case, task: Task, number: int) -> None:
    """Open the turn of a seat; one that was open before is as old and as late as it was."""
    signer = round_.signers[number]
    turn = turns.turn_at(step, case, task, route_of_seat(signer), signer)
    for earlier in round_.turns[number][-1:]:
        turn.opened_at, turn.due_on, turn.due_provisional = earlier.opened_at, earlier.due_on, earlier.due_provisional
        if earlier.closed_how in _UNDONE:
            turn.told_at, turn.escalated_to_id, turn.urged = earlier.told_at, earlier.escalated_to_id, earlier.urged
    round_.turns[number].append(turn)


def _why_closed(round_: Round, number: int, result: Result) -> str:
    if number in round_.state.absent:
        return str(round_.state.absent[number])
    return "waits" if result is Result.OPEN else _CLOSED_AS.get(result, "not_needed")


def _close(round_: Round, turn: TaskAssignment, case: Case, how: str) -> None:
    """Close a turn that nobody decided, and tell those who held it; it counts as done by nobody."""
    turn.closed_at, turn.closed_how = clock.now(), how
    with handling(case) as at:
        at.rows.change(turn, "closed_at", "closed_how")
    if how in _TOLD:
        people = able.having(turn.post_id, turn.process_name, clock.today())
        sentence = say(_NOT_NEEDED, case=case.number)
        tell(case, Notice.Kind.CASE, sentence, persons=people, key=f"closed:{turn.public_id}", turn=turn)


def _end(step: Countersign, round_: Round, case: Case, task: Task, result: Result) -> None:
    """The round has a result: the step ends by it, or one decides where too few are left."""
    with handling(case) as at:
        if result is Result.TOO_FEW:
            at.ended.pop(step.name, None)
        _close_round(step, round_, case, task, result)
        if result is Result.TOO_FEW:
            turns.turn_at(step, case, task, route_instead(step, round_, case, clock.today()))
        else:
            nodes.finish(task, step.endings[result], case)


def _close_round(step: Countersign, round_: Round, case: Case, task: Task, result: Result) -> None:
    """Write down what the round has come to; nobody waits for it any more, unless one decides instead."""
    signing, now = round_.signing, clock.now()
    signing.closed_at, signing.result = now, str(result)
    facts = {"step": step.name, "result": str(result), "events": len(round_.events)}
    note(case, "round.ended", by=SYSTEM, article=step.article, facts=facts)
    with handling(case) as at:
        at.rows.change(signing, "closed_at", "result")
        if result is not Result.TOO_FEW:
            at.ended[step.name] = step.endings[result]
            if step.lapse is not None:
                at.rows.say(_END_WAIT, [now, task.pk])


# -- by the clock ---------------------------------------------------------------------------------------------------------


def lapse(case: Case, task: Task) -> None:
    """The term of the whole step has run out: whoever has not signed need not."""
    now = clock.now()
    with handling(case) as at:
        at.rows.say(_LAPSED_TURNS, [now, task.pk])
        at.rows.say(_LAPSED_ROUND, [now, task.pk])


def sweep() -> int:
    """Look at the facts of every running round (会签巡检); returns in how many something has changed.

    One that fails does not hold up the others: it stays as it was, and all errors are raised together at the end.
    """
    changed, errors = 0, []
    for pk in list(Signing.objects.filter(closed_at__isnull=True).order_by("pk").values_list("pk", flat=True)):
        try:
            changed += _look_at(pk)
        except Exception as error:  # noqa: BLE001 -- raised below
            errors.append(error)
    if errors:
        raise ExceptionGroup(f"{len(errors)} rounds could not be looked at", errors)
    return changed


@transaction.atomic
def _look_at(signing_id: int) -> bool:
    case_id, task_id = Signing.objects.values_list("case_id", "task_id").get(pk=signing_id)
    case = reading.locked(case_id, task_id=task_id)
    with handling(case) as at:
        signing = Signing.objects.get(pk=signing_id)
        # Nobody signs while the case is suspended; when it goes on, the next look finds what has changed.
        if not signing.is_open or signing.task_id != task_id or at.task is None or at.pause is not None:
            return False
        round_ = rounds.read(signing)
        before = len(round_.events)
        go_on(at.task.flow_task, round_, case, at.task)
        return len(round_.events) > before
