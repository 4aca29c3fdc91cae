"""Extracts of the journal (日志摘录): a stream as lines of JSON, which can be verified without the database.

A line holds everything the leaf of its entry is computed from, and the words. The words count in the leaf by a digest that
only this house can compute: whoever has no key verifies sequence, chain and leaf, ``verify_journal --extract`` the words too.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from typing import Any

from audit import journal
from audit.models import Entry


def line_of(entry: Entry) -> bytes:
    """An entry as one line of JSON."""
    content = {
        **journal.content_of(entry),
        "words_digest": entry.words_digest,
        "words": entry.words,
        "leaf": entry.leaf,
    }
    return json.dumps(content, ensure_ascii=False, sort_keys=True).encode() + b"\n"


def entry_of(line: bytes | str) -> Entry:
    """The entry of a line, unsaved; ValueError for a line that is none."""
    try:
        said: dict[str, Any] = json.loads(line)
        (stream_kind, stream_id), (actor_kind, actor_id) = said.pop("stream"), said.pop("actor")
        at = dt.datetime.fromisoformat(said.pop("at"))
        return Entry(
            stream_kind=stream_kind, stream_id=stream_id, actor_kind=actor_kind, actor_id=actor_id, at=at, **said
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("not an entry of a journal") from error


def faults_of(lines: Iterable[bytes | str]) -> journal.Verdict:
    """Verify an extract by itself, and each entry against the one of its number in the journal here."""
    entries = [entry_of(line) for line in lines]
    verdict = journal.verify(entries)
    verdict.faults.extend(_strange(entries))
    return verdict


def _strange(entries: list[Entry]) -> Iterator[dict[str, Any]]:
    for entry in entries:
        here = Entry.objects.filter(stream_kind=entry.stream_kind, stream_id=entry.stream_id, sequence=entry.sequence)
        if not here.filter(leaf=entry.leaf).exists():
            stream = f"{entry.stream_kind}:{entry.stream_id}"
            yield {"stream": stream, "sequence": entry.sequence, "fault": "the journal here has no such entry"}
