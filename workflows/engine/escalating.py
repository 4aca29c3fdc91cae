"""Telling whom a rule of a step names (按规定上报), e.g. the county's department of a letter that nobody handed in.

Apart from the escalation of what is overdue, which goes to the next post above: here the step says whom, and from which
day on. It is swept with the reminders, once for each turn. Whoever is told sees the turn and may ask for haste.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_noop as _n

from audit import clock, journal
from workflows.engine import catalogue
from workflows.engine.able import able_for_post, waiting_turns
from workflows.engine.deciding import locked_case
from workflows.engine.handling import handling, note
from workflows.engine.models import Case, Notice, Reminder, TaskAssignment
from workflows.engine.routing import NoPost
from workflows.engine.sentences import say
from workflows.engine.telling import tell
from workflows.engine.turns import grounds
from workflows.engine.words import Step

BY = journal.system("reminders")
_TOLD = _n("Told to %(post)s on %(day)s, as the rule asks.")
_BELOW = _n("Nobody has acted since %(since)s at %(at)s: %(step)s.")


def escalate(on: dt.date) -> int:
    """Tell of every turn whose day has come; how many. Errors are raised together at the end, the others are told."""
    told, errors = 0, []
    for turn_id in list(_candidates().values_list("pk", flat=True)):
        try:
            told += _escalate(turn_id, on)
        except Exception as error:  # noqa: BLE001 -- raised below
            errors.append(error)
    if errors:
        raise ExceptionGroup(f"{len(errors)} turns could not be told of", errors)
    return told


def _candidates() -> QuerySet[TaskAssignment]:
    """Waiting turns of steps that name somebody, of which nobody was told yet."""
    named = Q(pk__in=[])
    for process in catalogue.every_edition():
        steps = [name for name, step in process.steps().items() if isinstance(step, Step) and step.escalation]
        named |= Q(process_name=process.name, step__in=steps)
    said = Reminder.objects.filter(turn=OuterRef("pk"), stage=Reminder.Stage.BY_RULE)
    return TaskAssignment.objects.filter(waiting_turns(clock.now()), named).exclude(Exists(said)).order_by("pk")


@transaction.atomic
def _escalate(turn_id: int, on: dt.date) -> bool:
    """One turn, under the lock of its case; False if its day has not come, or somebody was faster."""
    case_id, task_id = TaskAssignment.objects.values_list("case_id", "task_id").get(pk=turn_id)
    case = locked_case(case_id, task_id=task_id, turn_id=turn_id)
    with handling(case) as at:
        turn = at.turn
        if turn is None or not _candidates().filter(pk=turn_id).exists():
            return False
        escalation = turn.definition.escalation
        if escalation is None or on < escalation.on(case.flow_class.facts(case)):
            return False
        try:
            post = escalation.to.route(case, on, grounds(case, turn.definition)).post
        except NoPost:
            return False
        at.rows.add(Reminder(turn=turn, stage=Reminder.Stage.BY_RULE, on=on, moved_on=turn.moved_on, to=post))
        turn.escalated_to, turn.why = post, [*turn.why, say(_TOLD, post=post, day=on).as_json()]
        at.rows.change(turn, "escalated_to", "why")
        _note(case, turn, escalation.article, post)
        below = say(_BELOW, since=turn.came_on, at=turn.post, step=turn.definition.title)
        key = f"by_rule:{turn.public_id}"
        tell(case, Notice.Kind.ESCALATED, below, persons=able_for_post(turn, on, post.pk), key=key, turn=turn)
    return True


def _note(case: Case, turn: TaskAssignment, article: str, post: object) -> None:
    facts = {"step": turn.step, "post": turn.post_id, "to": getattr(post, "pk", None)}
    note(case, "turn.escalated", by=BY, article=article, facts=facts, words={"to": str(post)})
