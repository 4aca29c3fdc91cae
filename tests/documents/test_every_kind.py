"""Every kind of paper: declared completely, and set with everyday, shortest, longest and rare facts."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import fields, is_dataclass

import pytest

from documents import kinds, press
from documents.gallery import specimens
from documents.kinds import COPIES, PARTIES, PaperKind, kind_of
from documents.numbering import SERIES_WORDS
from documents.tables import Cell, Part, Remark, Row
from tests.documents import facts

CODES = sorted(kinds.all_kinds())
OFFICIAL = frozenset(
    [
        "请示",
        "批复",
        "报告",
        "决定",
        "决议",
        "通知",
        "通报",
        "意见",
        "函",
        "纪要",
        "命令",
        "方案",
        "办法",
        "计划",
        "申请",
        "申请书",
        "申诉书",
        "介绍信",
        "证明信",
        "回执",
        "清单",
        "目录",
        "登记表",
        "登记簿",
        "审查表",
        "审批表",
        "备案表",
        "核对表",
        "处理单",
        "记录",
        "签到表",
        "表决票",
        "选票",
        "计票单",
        "汇总表",
        "测评票",
        "通知书",
        "决定书",
        "声明",
        "汇报",
        "送达回证",
        "证件",
        "认定表",
        "台账",
        "检讨",
        "诫勉书",
        "分派单",
        "请假条",
        "反馈表",
        "审批意见",
        "结论",
    ]
)
PRINTED_BY_THE_KIT = frozenset(("issuer", "addressee", "date", "signer", "contact", "phone", "enclosures", "copied_to"))


@pytest.mark.parametrize("code", CODES)
def test_facts_of_every_shape_fit_its_pages(code: str) -> None:
    kind = kind_of(code)
    for shape in ("shortest", "longest", "rare"):  # the rare ones are the everyday ones about other people
        said = specimens.SHAPES[shape](kind)
        assert (shape, kinds.problems(kind, said)) == (shape, {})
        job = press.Job(code, said, specimens.number_of(kind), facts.CREATED.isoformat())
        assert press.pages_of(job) <= kind.pages


@pytest.mark.parametrize("code", CODES)
def test_a_kind_is_declared_in_words_that_are_known(code: str) -> None:
    kind = kind_of(code)
    assert set(kind.issuer) <= PARTIES
    assert kind.issuer
    assert set(kind.addressee) <= PARTIES
    assert set(kind.copies) <= set(COPIES)
    assert kind.copies
    assert kind.official_kind in OFFICIAL
    assert kind.series in {"", "document", "letter", *SERIES_WORDS}
    assert re.fullmatch(r"D-[A-Z]{2,3}-\d+[a-d]?|D-TR-1B", code)


@pytest.mark.parametrize("code", CODES)
def test_each_field_has_a_chinese_label_and_one_place(code: str) -> None:
    kind = kind_of(code)
    assert [name for name, times in Counter(field.name for field in kind.fields).items() if times > 1] == []
    asked = [*kind.fields, *(column for field in kind.fields for column in field.columns)]
    assert [field.name for field in asked if field.label.isascii()] == []
    assert [field.name for field in asked if field.holds != "rows" and field.limit < 1] == []


@pytest.mark.parametrize("code", CODES)
def test_nothing_is_asked_for_in_vain(code: str) -> None:
    kind = kind_of(code)
    named = {field.name for field in kind.fields}
    printed = shown_by(kind)
    assert named - printed == set()
    if kind.parts:
        assert printed - named == set()


def shown_by(kind: PaperKind) -> set[str]:
    """The fields that a kind's parts or its template show."""
    if kind.parts:
        return {name for part in kind.parts for name in names_in(part)} - {""}
    source = " ".join((kinds.TEMPLATES / name).read_text("utf-8") for name in kinds.lineage(kind.template))
    return set(re.findall(r"[a-z_0-9]+", " ".join(re.findall(r"\{[{%].*?[%}]\}", source))))


def names_in(part: Part) -> set[str]:
    """The fields one part shows."""
    if isinstance(part, Row):
        return {cell.field for cell in part.cells}
    if isinstance(part, Remark):
        return set()
    assert is_dataclass(part)
    return {getattr(part, one.name) for one in fields(part) if one.name in {"field", "signer", "on", "issuer", "date"}}


@pytest.mark.parametrize("code", [code for code in CODES if kind_of(code).parts])
def test_the_cells_of_a_row_fill_the_sheet(code: str) -> None:
    for part in kind_of(code).parts:
        if isinstance(part, Row):
            assert sum(part.widths()) == 24
            assert all(isinstance(cell, Cell) for cell in part.cells)


def test_a_sample_is_there_for_every_required_text() -> None:
    """A gallery of papers that say 甲 shows nothing."""
    empty = {
        f"{code} {field.name}"
        for code in CODES
        for field in kind_of(code).fields
        if field.required and field.holds == "text" and specimens.everyday(kind_of(code))[field.name] == "甲"
    }
    assert empty == set()
