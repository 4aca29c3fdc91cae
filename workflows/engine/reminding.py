"""Reminders and escalation (到期提醒与逾期上报): swept every day like the waits, each stage once.

A turn nearly due is recalled to whoever can act on it, once more on its last day; some working days after that the next
post above, in another organisation, is told. That post sees the turn and may ask for haste; it does not get to decide.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_noop as _n

from audit import clock, journal
from registry.calendar import Calendar
from registry.models import Organisation
from registry.organisations import superiors
from workflows.engine import escalating
from workflows.engine.able import able_for_post, able_on, waiting_turns
from workflows.engine.deciding import locked_case
from workflows.engine.handling import handling, note
from workflows.engine.models import Case, Notice, Reminder, TaskAssignment
from workflows.engine.routing import Seat, choose, seats_from
from workflows.engine.sentences import Sentence, say
from workflows.engine.telling import tell
from workflows.engine.turns import pack_of, recused
from workflows.engine.words.rules import calendar_for
from workflows.policy.terms import DeskTerms

REMIND = journal.system("reminders")
Stage = Reminder.Stage
ORDER: list[str] = [Stage.BEFORE, Stage.DUE, Stage.ESCALATED]
# Further ahead than any pack reminds, the longest holidays counted in (days).
HORIZON = dt.timedelta(days=40)
_NEARLY = _n("Due on %(day)s: %(step)s.")
_PROVISIONAL = _n("Due on %(day)s, provisionally: %(step)s.")
_TODAY = _n("Due today: %(step)s.")
_PAST = _n("Overdue since %(day)s: %(step)s.")
_BELOW = _n("Overdue since %(day)s at %(post)s: %(step)s.")
ESCALATED = _n("Escalated to %(post)s on %(day)s, because it was overdue.")
NOBODY_ABOVE = _n("Overdue on %(day)s; there is nobody above to escalate to.")


def stage_on(
    due_on: dt.date, came_on: dt.date, on: dt.date, calendar: Calendar, *, before: int, after: int
) -> str | None:
    """How near or late a turn is on a day: a ``Reminder.Stage``, or None while it is neither. Pure.

    ``before`` and ``after`` are working days. Nobody is reminded on the day on which the turn was opened, or came to him; a
    last day that is still provisional is not held against anybody.
    """
    if on <= came_on:
        return None
    if on < due_on:
        return Stage.BEFORE if calendar.between(on, due_on) <= before else None
    late = calendar.between(due_on, on)
    return Stage.ESCALATED if on > due_on and late >= after and not calendar.is_provisional(due_on) else Stage.DUE


def next_stage(reached: str | None, said: frozenset[str]) -> str | None:
    """The stage to be said now: the one that is reached, unless it or a later one was said. Pure."""
    if reached is None or any(ORDER.index(stage) >= ORDER.index(reached) for stage in said):
        return None
    return reached


def remind(on: dt.date) -> Counter[str]:
    """Say of every open turn how near or late it is on a day; how many of each stage.

    One that fails does not hold up the others: all errors are raised together at the end.
    """
    counts: Counter[str] = Counter()
    errors: list[Exception] = []
    for turn_id in list(_nearly_due(on)):
        try:
            if (stage := _remind(turn_id, on)) is not None:
                counts[stage] += 1
        except Exception as error:  # noqa: BLE001 -- raised below
            errors.append(error)
    try:
        counts[Stage.BY_RULE] += escalating.escalate(on)
    except ExceptionGroup as group:
        errors += group.exceptions
    if errors:
        raise ExceptionGroup(f"{len(errors)} reminders failed", errors)
    return +counts


def _nearly_due(on: dt.date) -> Iterator[int]:
    """Turns that may have reached a stage nobody was told of, by the policy of their case."""
    calendar = calendar_for(on)
    said = Reminder.objects.filter(turn=OuterRef("pk"), stage=Stage.ESCALATED)
    found = TaskAssignment.objects.filter(waiting_turns(clock.now()), due_on__lte=on + HORIZON).exclude(Exists(said))
    for turn in found.select_related("case").prefetch_related("reminders").order_by("pk").iterator(chunk_size=500):
        stages = stages_said(turn.reminders.all(), turn.moved_on)
        if _stage_of(turn, on, calendar, pack_of(turn.case).desk, stages) is not None:
            yield turn.pk


def _stage_of(
    turn: TaskAssignment, on: dt.date, calendar: Calendar, desk: DeskTerms, said: frozenset[str]
) -> str | None:
    if turn.due_on is None:
        return None
    before, after = desk.remind_working_days_before.value, desk.escalate_working_days_after.value
    return next_stage(stage_on(turn.due_on, turn.came_on, on, calendar, before=before, after=after), said)


def _said(turn: TaskAssignment) -> frozenset[str]:
    """What was said of a turn, and of the one it stands for: a decision that was taken back opens it anew, as old as it was."""
    same = Reminder.objects.filter(
        turn__case_id=turn.case_id, turn__step=turn.step, turn__signer=turn.signer_id, turn__opened_at=turn.opened_at
    )
    return stages_said(same, turn.moved_on)


def stages_said(reminders: Iterable[Reminder], moved_on: dt.date | None) -> frozenset[str]:
    """Which stages were said to whoever has a turn now: since it came to him, and to the superior ever. Pure."""
    counted = [r for r in reminders if r.stage in ORDER]
    return frozenset(r.stage for r in counted if r.moved_on == moved_on or r.stage == Stage.ESCALATED)


@transaction.atomic
def _remind(turn_id: int, on: dt.date) -> str | None:
    """Say one stage of one turn, under the lock of its case; None if somebody else has, or it is open no more."""
    case_id, task_id = TaskAssignment.objects.values_list("case_id", "task_id").get(pk=turn_id)
    case = locked_case(case_id, task_id=task_id, turn_id=turn_id)
    with handling(case) as at:
        turn = at.turn
        if turn is None or not TaskAssignment.objects.filter(waiting_turns(clock.now()), pk=turn_id).exists():
            return None
        stage = _stage_of(turn, on, at.calendar(on), pack_of(case).desk, _said(turn))
        if stage == Stage.ESCALATED:
            _escalate(case, turn, on)
        elif stage is not None:
            at.rows.add(Reminder(turn=turn, stage=stage, on=on, moved_on=turn.moved_on))
            _say(case, turn, stage, _words(turn, stage, on, at.calendar(on)), able_on([turn], on)[turn.pk])
    return stage


def _say(case: Case, turn: TaskAssignment, stage: str, sentence: Sentence, persons: frozenset[int]) -> None:
    kind = Notice.Kind.ESCALATED if stage == Stage.ESCALATED else Notice.Kind.REMINDER
    tell(case, kind, sentence, persons=persons, key=f"{stage}:{turn.public_id}", turn=turn)


def _words(turn: TaskAssignment, stage: str, on: dt.date, calendar: Calendar) -> Sentence:
    assert turn.due_on is not None
    if stage == Stage.BEFORE:
        msgid = _PROVISIONAL if calendar.is_provisional(turn.due_on) else _NEARLY
    else:
        msgid = _TODAY if turn.due_on == on else _PAST
    return say(msgid, day=turn.due_on, step=turn.definition.title)


def _escalate(case: Case, turn: TaskAssignment, on: dt.date) -> None:
    """Tell the next post above, in another organisation, once; the journal and the turn say to whom."""
    seat = superior_of(turn, on)
    post = seat.post if seat is not None else None
    sentence = say(ESCALATED, post=post, day=on) if post is not None else say(NOBODY_ABOVE, day=on)
    with handling(case) as at:
        at.rows.add(Reminder(turn=turn, stage=Stage.ESCALATED, on=on, moved_on=turn.moved_on, to=post))
        turn.escalated_to, turn.why = post, [*turn.why, sentence.as_json()]
        at.rows.change(turn, "escalated_to", "why")
        facts = {"step": turn.step, "post": turn.post_id, "due": str(turn.due_on), "to": post.pk if post else None}
        words = {"to": str(post)} if post else {}
        note(case, "turn.escalated", by=REMIND, article=turn.definition.article, facts=facts, words=words)
        if seat is not None:
            below = say(_BELOW, day=turn.due_on, post=turn.post, step=turn.definition.title)
            persons = able_for_post(turn, on, seat.post.pk) - able_on([turn], on)[turn.pk]  # type: ignore[union-attr]  # a seat that was chosen
            _say(case, turn, Stage.ESCALATED, below, persons)


def superior_of(turn: TaskAssignment, on: dt.date) -> Seat | None:
    """The next post above a turn's post, as the routing would ask for it one organisation further up; None at the top.

    Whoever can act on the turn is not his own superior, and whoever must stand aside there is not asked here either.
    """
    above: list[Organisation] = superiors(turn.post.organisation)[1:]
    if not above:
        return None
    aside = recused(turn.case, turn.definition) | able_on([turn], on)[turn.pk]
    seat, _notes = choose(seats_from(above[0], (turn.post.role,), on), frozenset(aside))
    return Seat(seat.organisation, seat.post, seat.holders - aside) if seat is not None else None
