"""What a kind of paper asks for, and the digest of what it says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import fields, replace
from types import ModuleType
from typing import Any

import pytest
from django.utils import translation

from documents import kinds, papers
from documents.gallery.specimens import everyday
from documents.kinds import Field, PaperKind, kind_of
from documents.papers import transfer
from documents.retention import kept_until
from tests.documents import facts
from workflows.policy.terms import ArchiveTerms

LETTER = kind_of("D-TR-2")


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


def with_change(**change: Any) -> dict[str, Any]:
    """The letter's everyday facts, changed."""
    return facts.EVERYDAY["D-TR-2"] | change


def test_the_transfer_declares_its_eight_papers() -> None:
    assert {kind.code for kind in vars(transfer).values() if isinstance(kind, PaperKind)} == set(facts.CODES)


def test_each_kind_names_a_policy_for_how_long_it_is_kept() -> None:
    known = {one.name for one in fields(ArchiveTerms)}
    assert {code: kind.retention_key for code, kind in kinds.KINDS.items() if kind.retention_key not in known} == {}


@pytest.mark.parametrize("made_on", [dt.date(2026, 1, 1), dt.date(2026, 12, 31)])
def test_years_of_keeping_count_from_the_next_year_on(made_on: dt.date) -> None:
    assert kept_until(made_on, 10) == dt.date(2036, 12, 31)


def test_an_unknown_kind_is_named() -> None:
    with pytest.raises(LookupError, match="D-XX-1"):
        kind_of("D-XX-1")
    with pytest.raises(AttributeError):
        kinds.NOTHING  # noqa: B018 - the access itself is the test


def test_a_code_declared_twice_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = ModuleType("first"), ModuleType("second")
    first.A = LETTER  # type: ignore[attr-defined]
    second.B = replace(LETTER, title="别的")  # type: ignore[attr-defined]
    modules = {"documents.papers": papers, "documents.papers.first": first, "documents.papers.second": second}
    monkeypatch.setattr(kinds.importlib, "import_module", modules.__getitem__)
    named = [type("Info", (), {"name": name}) for name in ("first", "second")]
    monkeypatch.setattr(kinds.pkgutil, "iter_modules", lambda _path: named)
    with pytest.raises(ValueError, match="two kinds"):
        kinds.all_kinds.__wrapped__()


@pytest.mark.parametrize("code", facts.CODES)
def test_everyday_shortest_and_longest_facts_are_all_right(code: str) -> None:
    kind = kind_of(code)
    for said in (facts.EVERYDAY[code], facts.shortest(kind), facts.longest(kind)):
        assert kinds.problems(kind, said) == {}


@pytest.mark.parametrize("code", facts.CODES)
def test_every_required_field_is_missed(code: str) -> None:
    kind = kind_of(code)
    required = {field.name for field in kind.fields if field.required}
    assert kinds.problems(kind, {}) == {name: ["This is missing."] for name in required}


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("name", "", "This is missing."),
        ("name", None, "This is missing."),
        ("name", 7, "This is not a text."),
        ("name", "中" * 25, "At most 24 characters fit; this has 25."),
        ("name", "刘\U0001b09e", "Character 2 “\U0001b09e” (U+1B09E) has no glyph."),
        ("sex", "其他", "This must be one of: 男、女."),
        ("date", "2026-02-30", "This is not a date."),
        ("date", 20261124, "This is not a date."),
        ("days", "30", "This is not a whole number."),
        ("days", True, "This is not a whole number."),
        ("days", -1, "This is not a whole number."),
        ("days", 100, "At most 2 characters fit; this has 3."),
        ("nickname", "小刘", "This paper has no such field."),
    ],
)
def test_a_wrong_fact_is_explained(name: str, value: object, sentence: str) -> None:
    assert kinds.problems(LETTER, with_change(**{name: value})) == {name: [sentence]}


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("中共甲支部", "This is not a list of texts."),
        (["甲", 2], "This is not a list of texts."),
        (["甲", "乙", "丙"], "At most 2 entries fit."),
        (["中" * 41], "At most 40 characters fit; this has 41."),
        ([], "This is missing."),
    ],
)
def test_a_wrong_list_is_explained(value: object, sentence: str) -> None:
    said = facts.EVERYDAY["D-TR-8"] | {"addressee": value}
    assert kinds.problems(kind_of("D-TR-8"), said) == {"addressee": [sentence]}


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("2026-08-03", "This is not a list of rows."),
        (["电话"], "This is not a list of rows."),
        ([{}] * 13, "At most 12 entries fit."),
        ([{"when": "昨天", "channel": "电话", "who": "钟敏", "result": "停机"}], "Row 1, 日期: This is not a date."),
        ([{"when": "2026-08-03", "channel": "电话", "who": "钟敏"}], "Row 1, 结果: This is missing."),
        ([{"where": "县城"}], "Row 1: there is no column where."),
    ],
)
def test_a_wrong_row_is_explained_with_its_place_and_column(value: object, sentence: str) -> None:
    kind = kind_of("D-SU-1")
    assert kinds.problems(kind, everyday(kind) | {"searches": value}) == {"searches": [sentence]}


def test_a_flag_is_yes_or_no() -> None:
    said = facts.EVERYDAY["D-TR-1"] | {"fixed_place": "是"}
    assert kinds.problems(kind_of("D-TR-1"), said) == {"fixed_place": ["This must be yes or no."]}
    assert kinds.problems(kind_of("D-TR-1"), said | {"fixed_place": False}) == {}


def test_the_digest_is_of_what_is_said() -> None:
    digest = kinds.digest(LETTER, with_change())
    assert digest == kinds.digest(LETTER, dict(reversed(with_change().items())))
    assert digest != kinds.digest(LETTER, with_change(days=29))
    assert digest != kinds.digest(replace(LETTER, code="D-TR-2X"), with_change())
    assert len(digest) == 64


def test_an_empty_optional_fact_counts_as_absent() -> None:
    without = {name: value for name, value in with_change().items() if name != "verify_url"}
    assert kinds.digest(LETTER, without) == kinds.digest(LETTER, with_change(verify_url=""))


def test_the_version_covers_templates_below_and_styles() -> None:
    notice = kind_of("D-TR-8")
    assert kinds.lineage(notice.template) == ["transfer/internal.html", "kit/redhead.html", "kit/page.html"]
    assert kinds.version(notice) != kinds.version(replace(notice, styles=("page.css",)))


def test_the_version_covers_the_parts_of_a_form() -> None:
    receipt = kind_of("D-DS-18")
    assert kinds.version(receipt) != kinds.version(replace(receipt, parts=receipt.parts[:-1]))
    assert kinds.version(receipt) == kinds.version(replace(receipt, title="别的"))


@pytest.mark.parametrize("code", facts.CODES)
def test_each_kind_has_its_files_and_chinese_labels(code: str) -> None:
    kind: PaperKind = kind_of(code)
    assert (kinds.TEMPLATES / kind.template).is_file()
    assert all((kinds.STYLES / style).is_file() for style in kind.styles)
    labels: list[Field] = [field for field in kind.fields if field.label.isascii()]
    assert labels == []
