"""The journal: append-only, one chain for each stream, and every kind of tampering is found and named."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, connections, transaction

from audit import clock, journal
from audit.journal import GENESIS, Actor, Stream
from audit.models import Access, Entry

pytestmark = pytest.mark.django_db
CASE, OTHER = Stream("case", "AAAA"), Stream("case", "BBBB")
BY = Actor("user", "7", "李明")


@pytest.fixture(autouse=True)
def _world_first(world: Any) -> None:
    """The journal of the demo register lies below: faults must be found among several hundred sound entries."""


@pytest.fixture
def chain() -> list[Entry]:
    """Four entries of one stream with an entry of another one between them."""
    first = [journal.write(CASE, f"act.{n}", by=BY, facts={"n": n}, words={"said": f"意见{n}"}) for n in (1, 2)]
    journal.write(OTHER, "act.other", by=BY, facts={"n": 9}, words={"said": "别的"})
    return first + [journal.write(CASE, f"act.{n}", by=BY, facts={"n": n}, words={"said": f"意见{n}"}) for n in (3, 4)]


@contextmanager
def triggers_off() -> Iterator[Any]:
    """What a superuser of the database can do: the triggers do not fire."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        yield cursor
        cursor.execute("SET session_replication_role = DEFAULT")


def faults() -> list[tuple[str, int, str]]:
    return [(f["stream"], f["sequence"], f["fault"]) for f in journal.verify().faults]


def test_entries_of_a_stream_are_numbered_and_linked(chain: list[Entry]) -> None:
    assert [e.sequence for e in chain] == [1, 2, 3, 4]
    assert [e.previous for e in chain] == [GENESIS, chain[0].leaf, chain[1].leaf, chain[2].leaf]
    assert [e.leaf for e in journal.entries_of(CASE)] == [journal.leaf_of(e) for e in chain]
    assert [e.sequence for e in journal.entries_of(OTHER)] == [1]


def test_a_sound_journal_has_no_faults(chain: list[Entry]) -> None:
    verdict = journal.verify()
    assert verdict.ok
    assert verdict.entries == Entry.objects.count()
    assert verdict.streams == Entry.objects.values("stream_kind", "stream_id").distinct().count()


def test_words_stay_out_of_the_leaf(chain: list[Entry]) -> None:
    entry = chain[0]
    before = journal.leaf_of(entry)
    entry.words = {}
    assert journal.leaf_of(entry) == before
    assert "意见1" not in json.dumps([entry.facts, entry.leaf, entry.words_digest], ensure_ascii=False)


def test_the_digest_of_words_is_keyed(chain: list[Entry]) -> None:
    import hashlib

    plain = hashlib.sha256(json.dumps(chain[0].words, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
    assert chain[0].words_digest != plain


TAMPERINGS: list[tuple[str, str, list[tuple[str, int, str]]]] = [
    (
        "facts changed",
        """UPDATE audit_entry SET facts = '{"n": 99}' WHERE stream_id = 'AAAA' AND sequence = 2""",
        [("case:AAAA", 2, "the entry was changed")],
    ),
    (
        "actor changed",
        "UPDATE audit_entry SET actor_id = '8' WHERE stream_id = 'AAAA' AND sequence = 2",
        [("case:AAAA", 2, "the entry was changed")],
    ),
    (
        "back-dated",
        "UPDATE audit_entry SET at = at - interval '1 day' WHERE stream_id = 'AAAA' AND sequence = 2",
        [("case:AAAA", 2, "the entry was changed")],
    ),
    (
        "words changed",
        """UPDATE audit_entry SET words = words || '{"said": "另一种意见"}' WHERE stream_id = 'AAAA' AND sequence = 2""",
        [("case:AAAA", 2, "the words were changed")],
    ),
    (
        "middle entry deleted",
        "DELETE FROM audit_entry WHERE stream_id = 'AAAA' AND sequence = 2",
        [
            ("case:AAAA", 3, "an entry is missing before this one"),
            ("case:AAAA", 3, "the entry does not continue the one before"),
        ],
    ),
    (
        "middle entry deleted and the rest renumbered",
        """DELETE FROM audit_entry WHERE stream_id = 'AAAA' AND sequence = 2;
        UPDATE audit_entry SET sequence = sequence - 1 WHERE stream_id = 'AAAA' AND sequence = 3;
        UPDATE audit_entry SET sequence = sequence - 1 WHERE stream_id = 'AAAA' AND sequence = 4""",
        [
            ("case:AAAA", 2, "the entry does not continue the one before"),
            ("case:AAAA", 2, "the entry was changed"),
            ("case:AAAA", 3, "the entry was changed"),
        ],
    ),
    (
        "two entries swapped",
        """UPDATE audit_entry SET sequence = 100 WHERE stream_id = 'AAAA' AND sequence = 2;
        UPDATE audit_entry SET sequence = 2 WHERE stream_id = 'AAAA' AND sequence = 3;
        UPDATE audit_entry SET sequence = 3 WHERE stream_id = 'AAAA' AND sequence = 100""",
        [
            ("case:AAAA", 2, "the entry does not continue the one before"),
            ("case:AAAA", 2, "the entry was changed"),
            ("case:AAAA", 3, "the entry does not continue the one before"),
            ("case:AAAA", 3, "the entry was changed"),
            ("case:AAAA", 4, "the entry does not continue the one before"),
        ],
    ),
    (
        "entry moved to another stream",
        "UPDATE audit_entry SET stream_id = 'BBBB', sequence = 2 WHERE stream_id = 'AAAA' AND sequence = 4",
        [("case:BBBB", 2, "the entry does not continue the one before"), ("case:BBBB", 2, "the entry was changed")],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("name", "sql", "expected"), TAMPERINGS, ids=[t[0] for t in TAMPERINGS])
def test_tampering_is_found(chain: list[Entry], name: str, sql: str, expected: list[tuple[str, int, str]]) -> None:
    with triggers_off() as cursor:
        cursor.execute(sql)
    assert faults() == expected


def test_an_inserted_entry_is_found_though_its_leaf_and_chain_are_right(chain: list[Entry]) -> None:
    """Whoever can write rows but has no key cannot make the digest of words."""
    forged = Entry.objects.get(pk=chain[3].pk)
    forged.pk, forged.sequence, forged.previous, forged.words = (
        None,
        5,
        chain[3].leaf,
        {"said": "同意", "actor": "李明"},
    )
    forged.words_digest = "0" * 64
    forged.leaf = journal.leaf_of(forged)
    forged.save(force_insert=True)
    assert faults() == [("case:AAAA", 5, "the words were changed")]


def test_an_entry_inserted_in_the_middle_is_found(chain: list[Entry]) -> None:
    with triggers_off() as cursor:
        cursor.execute("UPDATE audit_entry SET sequence = 5 WHERE stream_id = 'AAAA' AND sequence = 4")
        cursor.execute("UPDATE audit_entry SET sequence = 4 WHERE stream_id = 'AAAA' AND sequence = 3")
    forged = Entry.objects.get(pk=chain[0].pk)
    forged.pk, forged.sequence, forged.previous = None, 3, chain[1].leaf
    forged.leaf = journal.leaf_of(forged)
    forged.save(force_insert=True)
    assert faults() == [
        ("case:AAAA", 4, "the entry does not continue the one before"),
        ("case:AAAA", 4, "the entry was changed"),
        ("case:AAAA", 5, "the entry was changed"),
    ]


def _refused(do: Callable[[], Any], table: str) -> None:
    before = (Entry.objects.count(), Access.objects.count(), journal.verify().faults)
    with pytest.raises(IntegrityError, match=f"{table} is append-only"), transaction.atomic():
        do()
    assert (Entry.objects.count(), Access.objects.count(), journal.verify().faults) == before


def test_the_journal_refuses_changes(chain: list[Entry]) -> None:
    one = Entry.objects.filter(pk=chain[1].pk)
    _refused(lambda: one.update(act="something else"), "audit_entry")
    _refused(lambda: one.delete(), "audit_entry")
    _refused(lambda: chain[1].save(update_fields=["words"]), "audit_entry")


def test_the_access_log_refuses_changes() -> None:
    journal.log_access(by=BY, kind="member", object_id="X", what="dossier", purpose="核对")
    seen = Access.objects.filter(object_id="X")
    _refused(lambda: seen.update(viewer_id="1"), "audit_access")
    _refused(lambda: seen.delete(), "audit_access")


def test_a_number_is_given_once_in_a_stream(chain: list[Entry]) -> None:
    again = Entry.objects.get(pk=chain[3].pk)
    again.pk = None
    with pytest.raises(IntegrityError, match="journal_sequence_once"), transaction.atomic():
        again.save(force_insert=True)
    assert len(journal.entries_of(CASE)) == 4


def test_writing_outside_a_transaction_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    before = Entry.objects.count()
    with monkeypatch.context() as patch:
        patch.setattr(connections["default"], "in_atomic_block", False)
        with pytest.raises(RuntimeError, match="transaction of its act"):
            journal.write(CASE, "act", by=BY)
    assert Entry.objects.count() == before


def test_an_entry_goes_with_its_act() -> None:
    """What is rolled back was not done, so the journal does not say it."""
    with pytest.raises(ValueError, match="no"), transaction.atomic():
        journal.write(CASE, "act", by=BY)
        raise ValueError("no")
    assert journal.entries_of(CASE) == []
    assert journal.write(CASE, "act", by=BY).sequence == 1


def test_an_entry_names_who_when_what_and_the_article() -> None:
    at = dt.datetime(2026, 11, 24, 9, 30, tzinfo=dt.UTC)
    clock.advance(at - clock.now())
    entry = journal.write(CASE, "act", by=BY, article="第25条", facts={"day": "2026-11-24"}, words={"said": "同意"})
    kept = Entry.objects.get(pk=entry.pk)
    assert (kept.actor_kind, kept.actor_id, kept.words["actor"], kept.act) == ("user", "7", "李明", "act")
    assert (kept.article, kept.facts, kept.words["said"]) == ("第25条", {"day": "2026-11-24"}, "同意")
    assert abs(kept.at - at) < dt.timedelta(seconds=5)


def verified(capsys: pytest.CaptureFixture[str], *, ok: bool) -> dict[str, Any]:
    if ok:
        call_command("verify_journal", "--json")
    else:
        with pytest.raises(SystemExit) as ended:
            call_command("verify_journal", "--json")
        assert ended.value.code == 1
    return json.loads(capsys.readouterr().out)


def test_the_command_reports_a_sound_journal(chain: list[Entry], capsys: pytest.CaptureFixture[str]) -> None:
    streams = Entry.objects.values("stream_kind", "stream_id").distinct().count()
    assert verified(capsys, ok=True) == {
        "ok": True, "streams": streams, "entries": Entry.objects.count(), "faults": [],
    }  # fmt: skip


def test_the_command_fails_and_names_the_entry(chain: list[Entry], capsys: pytest.CaptureFixture[str]) -> None:
    with triggers_off() as cursor:
        cursor.execute("UPDATE audit_entry SET act = 'x' WHERE stream_id = 'AAAA' AND sequence = 3")
    report = verified(capsys, ok=False)
    assert report["ok"] is False
    assert report["faults"] == [{"stream": "case:AAAA", "sequence": 3, "fault": "the entry was changed"}]


def test_the_command_speaks_to_people_too(chain: list[Entry], capsys: pytest.CaptureFixture[str]) -> None:
    with triggers_off() as cursor:
        cursor.execute("UPDATE audit_entry SET act = 'x' WHERE stream_id = 'AAAA' AND sequence = 3")
    with pytest.raises(SystemExit):
        call_command("verify_journal")
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].endswith("1 faults")
    assert lines[1:] == ["  case:AAAA #3: the entry was changed"]


def test_who_holds_the_row_of_a_stream_may_say_what_its_newest_entry_is(db: None) -> None:
    """Written elsewhere, linked the same; two after the same entry are refused by the database."""
    stream, kept = journal.Stream("case", "KEPT234567"), []
    first = journal.write(stream, "one", by=BY, after=journal.Head(), keep=kept.append)
    assert (kept, first.pk, first.sequence, first.previous) == ([first], None, 1, journal.GENESIS)
    first.save(force_insert=True)
    head = journal.Head(first.sequence, first.leaf)
    second = journal.write(stream, "two", by=BY, after=head)
    assert (second.sequence, second.previous) == (2, first.leaf)
    with pytest.raises(IntegrityError, match="journal_sequence_once"), transaction.atomic():
        journal.write(stream, "three", by=BY, after=head)
    assert journal.write(stream, "three", by=BY).sequence == 3
    assert journal.verify().faults == []
