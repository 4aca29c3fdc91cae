"""The papers of a request for instructions, typeset and measured: what they say, that they fit, that they archive."""

from __future__ import annotations

from typing import Any

import pytest

from documents import typesetting
from documents.kinds import kind_of
from tests.documents import instruction_facts as facts
from tests.documents.conftest import Compose
from tests.documents.test_transfer_papers import Read, fonts_of, opened


def composed(compose: Compose, code: str, said: dict[str, Any] | None = None, **options: Any) -> bytes:
    """A paper with the number it would have."""
    number = facts.number_of(kind_of(code))
    return compose(code, said or facts.EVERYDAY[code], **{"number": number} | options)


@pytest.mark.parametrize("code", facts.CODES)
def test_every_fact_is_on_the_paper(code: str, compose: Compose, read: Read) -> None:
    text = read(composed(compose, code))
    said = [value for name, value in facts.EVERYDAY[code].items() if name != "asks"]
    lines = [line for value in said for line in (value if isinstance(value, list) else str(value).split("\n"))]
    shown = [typesetting.chinese_date(line) if line[4:5] == "-" and len(line) == 10 else line for line in lines]
    assert [line for line in shown if line != "True" and "".join(line.split()) not in text] == []
    assert facts.number_of(kind_of(code)) in text


def in_order(text: str, parts: list[str]) -> None:
    places = [text.find(part) for part in parts]
    assert -1 not in places
    assert places == sorted(places)


def test_the_request_reads_in_order(compose: Compose, read: Read) -> None:
    in_order(
        read(composed(compose, "D-IN-1")),
        [
            "中共青石镇机关支部委员会文件", "玉工〔2026〕12号", "签发人：周𬭎㛃",
            "中共青石镇机关支部委员会关于推迟换届选举的请示", "中共清河县青石镇委员会：",
            "经支部委员会2026年11月20日研究，现就推迟换届选举请求批准如下。", "一、基本情况和理由", "本届任期将满。",
            "二、我支部的意见", "建议推迟三个月。", "以上意见妥否，请批复。", "2026年11月24日",
            "（联系人：李翀，电话：0855-2200000）", "2026年11月24日印发",
        ],
    )  # fmt: skip
    asked = read(composed(compose, "D-IN-1", facts.EVERYDAY["D-IN-1"] | {"asks": "请求指示"}))
    assert ("请求指示如下。" in asked, "请指示。" in asked, "请批复。" in asked) == (True, True, False)


def test_the_reply_reads_in_order_whether_it_agrees_or_not(compose: Compose, read: Read) -> None:
    in_order(
        read(composed(compose, "D-IN-2")),
        [
            "中共清河县青石镇委员会文件", "关于推迟换届选举的批复", "中共青石镇机关支部委员会：",
            "你支部《关于推迟换届选举的请示》（锦江支〔2026〕3号）收悉。经研究，现批复如下。", "一、同意推迟三个月。", "此复。",
        ],
    )  # fmt: skip
    refused = read(composed(compose, "D-IN-2", facts.EVERYDAY["D-IN-2"] | {"agreed": False, "reply": "理由不足。"}))
    in_order(refused, ["收悉。经研究，不同意你支部提出的意见，理由如下。", "理由不足。", "此复。"])


def test_a_sheet_without_opinions_says_that_none_were_needed(compose: Compose, read: Read) -> None:
    nobody = facts.EVERYDAY["D-IN-3"] | {"opinions": [], "coordination": ""}
    text = read(composed(compose, "D-IN-3", nobody))
    assert ("不涉及其他单位职权，无须会签。" in text, "协调情况" in text) == (True, False)


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
