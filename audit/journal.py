"""Writing and verifying the journal (日志).

``write`` is the only way in. The caller is inside the transaction of the act. Whoever holds the lock of a row that stands
for the stream, as all who write about a case do, may say what the newest entry is; for all others an advisory lock orders
the entries. Should two write after the same entry all the same, the database refuses the second sequence number.
"""

import datetime as dt
import hashlib
import hmac
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from audit import clock, keys
from audit.models import Access, Entry

GENESIS = "0" * 64


@dataclass(frozen=True)
class Actor:
    """Who acts (操作人): a user by id, or a part of the system by name."""

    kind: str
    id: str
    label: str = ""


def system(name: str) -> Actor:
    """A named system actor, e.g. ``system("worker")``."""
    return Actor("system", name, name)


@dataclass(frozen=True)
class Stream:
    """What an entry is about: a case, a member, an organisation, a user, an import."""

    kind: str
    id: str


@dataclass(frozen=True)
class Head:
    """The newest entry of a stream (链首): its sequence and its leaf; before the first one, 0 and zeros."""

    sequence: int = 0
    leaf: str = GENESIS


@dataclass
class Verdict:
    """The result of a verification: how much was read and what is wrong with it."""

    streams: int = 0
    entries: int = 0
    faults: list[dict[str, Any]] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """True if nothing is wrong."""
        return not self.faults


def _canonical(value: Mapping[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest_of_words(words: Mapping[str, Any]) -> str:
    """Keyed digest (HMAC-SHA256, hex) of the words of an entry."""
    return hmac.new(keys.key("journal"), _canonical(words), hashlib.sha256).hexdigest()


def leaf_of(entry: Entry) -> str:
    """SHA-256 over everything of an entry but its words, which count by their digest (RFC 6962 leaf prefix)."""
    return hashlib.sha256(b"\0" + _canonical({**content_of(entry), "words": entry.words_digest})).hexdigest()


def content_of(entry: Entry) -> dict[str, Any]:
    """What the leaf of an entry is computed from, but for the digest of its words."""
    return {
        "stream": [entry.stream_kind, entry.stream_id],
        "sequence": entry.sequence,
        "at": entry.at.astimezone(dt.UTC).isoformat(timespec="microseconds"),
        "act": entry.act,
        "actor": [entry.actor_kind, entry.actor_id],
        "article": entry.article,
        "facts": entry.facts,
        "previous": entry.previous,
    }


def write(
    stream: Stream,
    act: str,
    *,
    by: Actor,
    article: str = "",
    facts: Mapping[str, Any] | None = None,
    words: Mapping[str, Any] | None = None,
    after: Head | None = None,
    keep: Callable[[Entry], object] | None = None,
) -> Entry:
    """Append one entry to a stream; must run inside the transaction of the act itself.

    ``after`` is the newest entry, read under the lock of the row that stands for the stream, which is still held.
    ``keep`` takes the entry to be saved in the same transaction, with other rows.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("a journal entry belongs into the transaction of its act")
    last = after or _last_of(stream)
    spoken = {**(words or {}), "actor": by.label}
    entry = Entry(
        stream_kind=stream.kind,
        stream_id=stream.id,
        sequence=last.sequence + 1,
        at=clock.now(),
        act=act,
        actor_kind=by.kind,
        actor_id=by.id,
        article=article,
        facts=dict(facts or {}),
        words=spoken,
        words_digest=digest_of_words(spoken),
        previous=last.leaf,
    )
    entry.leaf = leaf_of(entry)
    if keep is None:
        entry.save(force_insert=True)
    else:
        keep(entry)
    return entry


def _last_of(stream: Stream) -> Head:
    """A stream's newest entry, with the stream locked until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"{stream.kind}:{stream.id}"])
    return head_of(stream)


def head_of(stream: Stream) -> Head:
    """A stream's newest entry as it is now."""
    newest = Entry.objects.filter(stream_kind=stream.kind, stream_id=stream.id).order_by("-sequence")
    return Head(*(newest.values_list("sequence", "leaf").first() or ()))


def entries_of(stream: Stream) -> list[Entry]:
    """A stream from its first entry on."""
    return list(Entry.objects.filter(stream_kind=stream.kind, stream_id=stream.id).order_by("sequence"))


def log_access(*, by: Actor, kind: str, object_id: str, what: str, purpose: str = "") -> None:
    """Note that somebody looked at a dossier, a paper or a trail."""
    Access.objects.create(
        at=clock.now(), viewer_id=by.id, kind=kind, object_id=object_id, what=what, purpose=purpose[:200]
    )


def log_accesses(looks: Iterable[tuple[str, str, str]], *, by: Actor, purpose: str) -> None:
    """Note at once that somebody was given many things, each as (kind, object id, what)."""
    at, purpose = clock.now(), purpose[:200]
    Access.objects.bulk_create(
        Access(at=at, viewer_id=by.id, kind=kind, object_id=object_id, what=what, purpose=purpose)
        for kind, object_id, what in looks
    )


def verify(entries: Iterable[Entry] | None = None) -> Verdict:
    """Read entries, or the whole journal, and report every one that does not fit: sequence, chain, leaf, words."""
    verdict = Verdict()
    current, sequence, leaf = None, 0, GENESIS
    if entries is None:
        entries = Entry.objects.order_by("stream_kind", "stream_id", "sequence").iterator(chunk_size=2000)
    for entry in entries:
        if (entry.stream_kind, entry.stream_id) != current:
            current, sequence, leaf = (entry.stream_kind, entry.stream_id), 0, GENESIS
            verdict.streams += 1
        verdict.entries += 1
        verdict.faults.extend(_faults_of(entry, sequence, leaf))
        sequence, leaf = entry.sequence, entry.leaf
    return verdict


def _faults_of(entry: Entry, sequence: int, leaf: str) -> Iterator[dict[str, Any]]:
    checks = {
        "an entry is missing before this one": entry.sequence == sequence + 1,
        "the entry does not continue the one before": entry.previous == leaf,
        "the entry was changed": entry.leaf == leaf_of(entry),
        "the words were changed": entry.words_digest == digest_of_words(entry.words),
    }
    where = {"stream": f"{entry.stream_kind}:{entry.stream_id}", "sequence": entry.sequence}
    yield from ({**where, "fault": fault} for fault, holds in checks.items() if not holds)
