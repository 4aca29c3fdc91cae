"""Telling people (告知): a notice is written with what it is about, in the same transaction, and seen after the undo hold."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from audit import clock
from workflows.engine.handling import handling
from workflows.engine.models import Case, Notice, TaskAssignment
from workflows.engine.sentences import Sentence

# How the keys of notices begin that tell somebody of a turn that was moved to him.
MOVED = "moved:"
_UNSAY = "DELETE FROM workflows_notice WHERE case_id = %s AND visible_from = %s"


def tell(
    case: Case, kind: str, sentence: Sentence, *, persons: Iterable[int], key: str, turn: TaskAssignment | None = None
) -> None:
    """Tell some persons (ids) something about a case whose lock is held; who was told under this key is not told again.

    ``key`` names the event, e.g. ``urged:<id>``, at most 80 characters.
    """
    now = clock.now()
    with handling(case) as at:
        for person in sorted(set(persons)):
            at.rows.add_once(
                Notice(
                    person_id=person, case=case, turn=turn, kind=kind, key=key, sentence=sentence.as_json(), at=now,
                    visible_from=case.hold_until or now,
                )
            )  # fmt: skip


def tell_parties(case: Case, sentence: Sentence, *, key: str) -> None:
    """Tell the subject of a case and whoever initiated it what has happened to it: suspended, resumed, closed."""
    tell(case, Notice.Kind.CASE, sentence, persons=case.concerned, key=key)


def unsay(case: Case, until: dt.datetime) -> None:
    """Take back what was to be told at the end of a hold (撤销通知), with what it told of; the case lock is held."""
    with handling(case) as at:
        at.rows.say(_UNSAY, [case.pk, until])
