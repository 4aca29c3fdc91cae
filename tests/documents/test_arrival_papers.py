"""The papers of an arrival from outside, typeset and measured: what they say, that they fit, that they archive."""

from __future__ import annotations

from typing import Any

import pytest

from documents import typesetting
from documents.kinds import PaperKind, kind_of
from documents.papers import arrival
from tests.documents import arrival_facts as facts
from tests.documents.conftest import Compose
from tests.documents.test_transfer_papers import Read, fonts_of, opened


def composed(compose: Compose, code: str, said: dict[str, Any] | None = None, **options: Any) -> bytes:
    """A paper with the number it would have."""
    return compose(code, said or facts.EVERYDAY[code], **{"number": facts.number_of(kind_of(code))} | options)


def test_the_arrival_declares_its_papers() -> None:
    assert sorted(kind.code for kind in vars(arrival).values() if isinstance(kind, PaperKind)) == facts.CODES


@pytest.mark.parametrize("code", facts.CODES)
def test_every_fact_is_on_the_paper(code: str, compose: Compose, read: Read) -> None:
    text = read(composed(compose, code))
    lines = [str(value) for value in facts.EVERYDAY[code].values()]
    shown = [typesetting.chinese_date(line) if line[4:5] == "-" and len(line) == 10 else line for line in lines]
    assert [line for line in shown if "".join(line.split()) not in text] == []
    assert facts.number_of(kind_of(code)) in text


def in_order(text: str, parts: list[str]) -> None:
    places = [text.find(part) for part in parts]
    assert -1 not in places
    assert places == sorted(places)


def test_the_receipt_stands_under_the_number_of_the_letter(compose: Compose, read: Read) -> None:
    in_order(
        read(composed(compose, "D-TR-23")),
        [
            "中国共产党党员组织关系介绍信回执联", "第2026-BJ09-0037号", facts.SENDER, "方启明",
            "同志的党员组织关系已于2026年11月26日转达我处", facts.BRANCH, "2026年11月28日",
        ],
    )  # fmt: skip


def test_the_form_asks_a_probationary_member_for_the_end_of_his_probation(compose: Compose, read: Read) -> None:
    full = read(composed(compose, "D-TR-21"))
    probationary = facts.EVERYDAY["D-TR-21"] | {"kind": "预备", "full_on": "", "probation_ends": "2027-03-24"}
    other = read(composed(compose, "D-TR-21", probationary))
    assert ("转正时间" in full, "预备期满" in full) == (True, False)
    assert ("转正时间" in other, "预备期满" in other, "2027年3月24日" in other) == (False, True, True)


def test_the_notice_names_who_approved_and_the_way_to_appeal(compose: Compose, read: Read) -> None:
    in_order(
        read(composed(compose, "D-TR-24")),
        [
            "关于不予承认方启明同志预备党员资格的通知", f"{facts.SENDER}、方启明同志：",
            "经中共清河县委员会组织部门于2026年11月25日批准", "一、不予承认的理由", "入党材料不齐全。", "二、本人陈述", "请组织查清。", "三、申诉途径", "提出申诉",
        ],
    )  # fmt: skip


@pytest.mark.parametrize("code", facts.CODES)
def test_a_draft_has_no_number_and_says_so(code: str, compose: Compose, read: Read) -> None:
    text = read(composed(compose, code, draft=True))
    assert ("编号待定" in text, "稿" in text, facts.number_of(kind_of(code)) in text) == (True, True, False)


@pytest.mark.parametrize("code", facts.CODES)
def test_the_archive_gets_what_it_wants(code: str, compose: Compose) -> None:
    with opened(composed(compose, code)) as pdf:
        with pdf.open_metadata() as metadata:
            assert (metadata.pdfa_status, metadata["pdfuaid:part"]) == ("3A", "1")
        assert pdf.Root.MarkInfo.Marked is True
        assert all("/FontFile2" in font for font in fonts_of(pdf))
