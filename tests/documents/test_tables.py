"""The parts of a form: widths, labels, boxes, listings, and what is escaped."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from documents import press, tablemarkup
from documents.gallery import specimens
from documents.kinds import Field, kind_of
from documents.tables import Box, Cell, Listing, Row, by_hand, row
from tests.documents import facts

TALK, RECEIPT, SEARCH, LEDGER = (kind_of(code) for code in ("D-DS-3", "D-DS-18", "D-SU-1", "D-WK-1c"))


def html_of(kind: Any, **change: Any) -> str:
    """A paper as HTML, without the tags that only choose a font."""
    said = specimens.everyday(kind) | change
    job = press.Job(kind.code, said, "青委登〔2026〕7号", facts.CREATED.isoformat())
    return re.sub(r"</?span[^>]*>", "", press._html(kind, job, job.number))


def test_cells_share_what_the_others_leave() -> None:
    assert row("name", "sex").widths() == [12, 12]
    assert row("entitled", "present", "written").widths() == [8, 8, 8]
    assert Row((Cell("name", 14), Cell("sex"), by_hand("签名"))).widths() == [14, 5, 5]


@pytest.mark.parametrize(
    ("field", "value", "shown"),
    [
        (Field("on", "日期", 10, holds="date"), "2026-11-04", "2026年11月4日"),
        (Field("agreed", "是否", 1, holds="flag"), False, "否"),
        (Field("votes", "票数", 3, holds="number"), 0, "0"),
        (Field("papers", "材料", 10, holds="list"), ["甲", "乙"], "甲\n乙"),
        (Field("name", "姓名", 24), None, ""),
    ],
)
def test_a_fact_is_shown_as_a_form_writes_it(field: Field, value: object, shown: str) -> None:
    assert tablemarkup.shown(field, value) == shown


@pytest.mark.parametrize(("label", "shown"), [("姓名", "姓　　名"), ("记录人", "记 录 人"), ("出生日期", "出生日期")])
def test_short_labels_are_spread(label: str, shown: str) -> None:
    assert tablemarkup.spread(label) == shown


def test_what_a_person_typed_is_text() -> None:
    made = html_of(TALK, told="<b>告知</b>", note="<img src=x>", name="<i>方</i>")
    assert ("&lt;b&gt;告知&lt;/b&gt;" in made, "&lt;img src=x&gt;" in made, "&lt;i&gt;方&lt;/i&gt;" in made) == (
        True,
    ) * 3
    listed = html_of(LEDGER, entries=[{"problem": "<u>问题</u>", "owner": "<s>"}])
    assert ("&lt;u&gt;问题&lt;/u&gt;" in listed, "&lt;s&gt;" in listed) == (True, True)


def test_a_box_nobody_signed_leaves_room_to_sign_and_a_signed_one_says_who_and_when() -> None:
    made = html_of(kind_of("D-DS-9"), committee_opinion="", committee_signer="", committee_on="")
    assert "党委书记：　　　　　　　（盖章）　　　　　年　　月　　日" in made
    assert "党委书记：马建国　　（盖章）　　2026年11月24日" in html_of(kind_of("D-DS-9"))
    assert "签收人签名：　　　　　　　　　　年　　月　　日" in html_of(RECEIPT)


def test_a_listing_numbers_its_rows_repeats_its_head_and_leaves_rows_to_fill() -> None:
    made = html_of(kind_of("D-DS-5b"))
    body = made.partition("<thead>")[2]
    assert re.findall(r"<th>(.*?)</th>", body.partition("</thead>")[0]) == [
        "序号",
        "姓名",
        "党员类别",
        "签　名",
        "备　注",
    ]
    assert re.findall(r"<td>(\d)</td>", body) == ["1", "2", "3", "4", "5"]
    assert body.count('<tr style="height:11mm"><td>　</td><td>　</td><td>　</td>') == 2


def test_a_date_too_long_for_its_column_is_written_with_dots() -> None:
    assert "2026.12.31" in html_of(LEDGER)
    assert "2026年7月12日" in html_of(SEARCH)


def test_a_listing_is_as_wide_as_its_page_lies() -> None:
    """With half of its lines at either side, which lie outside the columns: 225 mm, 156 mm, 156 mm in a text."""
    widths = [
        sum(float(found) for found in re.findall(r'<col style="width:([\d.]+)mm"/>', html_of(kind)))
        for kind in (LEDGER, kind_of("D-DS-5b"), SEARCH)
    ]
    assert widths == pytest.approx([224.5, 155.5, 155.75], abs=0.001)


def test_a_declared_part_is_part_of_what_is_printed() -> None:
    changed = replace(RECEIPT, parts=(Box("refusal", 10, by="经办人"), Listing("none", ())))
    sheet = tablemarkup.Sheet(changed, {}, 156.0)
    assert sheet.text("refusal") == ""
    with pytest.raises(KeyError):
        sheet.field("none")
