"""Collecting what people are to be told (归集通知): done by the worker, so that no decision gets dearer by it.

Two workers at once tell once: each takes the turns the other has not locked, and a notice is unique for its person and
key. The case is locked with its turn: whoever decides waits for us, or we leave the case to the next round.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_noop as _n

from audit import clock
from workflows.engine.able import able_on, waiting_turns
from workflows.engine.models import Decision, Notice, TaskAssignment
from workflows.engine.sentences import Sentence, say
from workflows.engine.telling import MOVED

BATCH = 200
_TASK = _n("A task waits for you: %(step)s.")
_CAME_BACK = _n("A task has come back to you: %(step)s.")
_HANDED = _n("A task was handed to you: %(step)s.")
_OPENED = _n("A case about you was opened: %(process)s.")


def collect() -> int:
    """Tell whoever can act of every turn nobody was told of; returns how many turns there were."""
    count = told = _collect_some(clock.now())
    while told == BATCH:
        told = _collect_some(clock.now())
        count += told
    return count


@transaction.atomic
def _collect_some(now: dt.datetime) -> int:
    turns = list(_untold(now))
    able = able_on(turns, clock.today())
    notices = [notice for turn in turns for notice in _notices(turn, able[turn.pk], now)]
    Notice.objects.bulk_create(notices, ignore_conflicts=True)
    TaskAssignment.objects.filter(pk__in=[turn.pk for turn in turns]).update(told_at=now)
    return len(turns)


def _untold(now: dt.datetime) -> QuerySet[TaskAssignment, Any]:
    """The oldest turns nobody was told of, locked with their cases; what somebody else has locked is left out.

    With each: who has decided the same step before, who was told already that it was moved to him, whether somebody was told of this very turn before, and whether an
    earlier turn has told the subject that there is a case about him.
    """
    decided = Decision.objects.filter(case_id=OuterRef("case_id"), step=OuterRef("step"), recalled_at__isnull=True)
    earlier = TaskAssignment.objects.filter(case_id=OuterRef("case_id"), pk__lt=OuterRef("pk")).filter(
        Q(told_at__isnull=False) | Q(person__isnull=False)
    )
    return (
        TaskAssignment.objects.filter(waiting_turns(now), told_at__isnull=True)
        .annotate(
            decided_by=ArraySubquery(decided.values("person_id")),
            told_of_move=ArraySubquery(
                Notice.objects.filter(turn=OuterRef("pk"), key__startswith=MOVED).values("person_id")
            ),
            told_before=Exists(Notice.objects.filter(turn=OuterRef("pk"), kind__in=("task", "back"))),
            subject_knows=Exists(earlier),
        )
        .select_related("task", "case__subject")
        .order_by("visible_from", "pk")
        .select_for_update(of=("self", "case"), no_key=True, skip_locked=True)[:BATCH]
    )


def _notices(turn: Any, able: Iterable[int], now: dt.datetime) -> Iterator[Notice]:
    case, step = turn.case, turn.definition.title
    for person in sorted(set(able).difference(turn.told_of_move)):
        kind, msgid = _how(turn, person)
        yield _notice(turn, person, kind, say(msgid, step=step), f"turn:{turn.public_id}", now)
    subject = case.subject_person_id
    if subject and subject not in (case.opener_id, turn.person_id) and not turn.subject_knows:
        sentence = say(_OPENED, process=case.flow_class.title)
        yield _notice(turn, subject, Notice.Kind.CASE, sentence, f"opened:{case.reference}", now, of_turn=False)


def _how(turn: Any, person: int) -> tuple[str, str]:
    """The kind of notice and its words: new, come back to whoever decided it before, or handed from somebody else."""
    if person in turn.decided_by:
        return Notice.Kind.BACK, _CAME_BACK
    return (Notice.Kind.BACK, _HANDED) if turn.told_before else (Notice.Kind.TASK, _TASK)


def _notice(
    turn: TaskAssignment, person: int, kind: str, sentence: Sentence, key: str, now: dt.datetime, *, of_turn: bool = True
) -> Notice:  # fmt: skip
    return Notice(
        person_id=person, case_id=turn.case_id, turn=turn if of_turn else None, kind=kind, key=key,
        sentence=sentence.as_json(), at=now, visible_from=now,
    )  # fmt: skip
