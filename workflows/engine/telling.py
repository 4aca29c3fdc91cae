"""Telling people (告知): a notice is written with what it is about, in the same transaction, and seen after the undo hold."""

from __future__ import annotations

from collections.abc import Iterable

from audit import clock
from workflows.engine.handling import handling
from workflows.engine.models import Case, Notice, TaskAssignment
from workflows.engine.sentences import Sentence


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
