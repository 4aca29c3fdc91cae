"""The papers of a certificate for a short stay, typeset and measured: what they say, that they fit, that they archive."""

from __future__ import annotations

from typing import Any

import pytest

from documents import typesetting
from documents.kinds import PaperKind, kind_of
from documents.papers import stay
from tests.documents import stay_facts as facts
from tests.documents.conftest import Compose
from tests.documents.test_transfer_papers import Read, fonts_of, opened


def composed(compose: Compose, code: str, said: dict[str, Any] | None = None, **options: Any) -> bytes:
    """A paper with the number it would have."""
    number = facts.number_of(kind_of(code))
    return compose(code, said or facts.EVERYDAY[code], **{"number": number} | options)


def test_every_paper_is_here() -> None:
    assert {kind.code for kind in vars(stay).values() if isinstance(kind, PaperKind)} == set(facts.CODES)


@pytest.mark.parametrize("code", facts.CODES)
def test_every_fact_is_on_the_paper(code: str, compose: Compose, read: Read) -> None:
    text = read(composed(compose, code))
    said = [value for name, value in facts.EVERYDAY[code].items() if name not in {"verify_url", "ethnic"}]
    shown = [typesetting.chinese_date(str(v)) if str(v)[4:5] == "-" and len(str(v)) == 10 else v for v in said]
    assert [v for v in shown if isinstance(v, str) and "".join(v.split()) not in text] == []
    assert facts.number_of(kind_of(code)) in text


def in_order(text: str, parts: list[str]) -> None:
    places = [text.find(part) for part in parts]
    assert -1 not in places, parts[places.index(-1)]
    assert places == sorted(places)


def test_the_certificate_reads_in_order_and_carries_its_number_on_stub_and_letter(compose: Compose, read: Read) -> None:
    text = read(composed(compose, "D-TR-4"))
    assert text.count(facts.NUMBER) == 2
    in_order(
        text,
        [
            "中国共产党党员证明信存根", facts.NUMBER,
            "周𬭎㛃同志系中共青石镇机关支部委员会（〔划去：预备〕/正式）党员，因外出学习，自2026年12月1日至2027年3月14日前往中共河口县玉泉街道工作委员会。有效期壹佰零肆天。",
            "原证明信青证〔2026〕7号作废", "开具日期：2026年11月26日", "（骑缝章）青证〔二〇二六〕一二号中国共产党党员证明信",
            "中共河口县玉泉街道工作委员会：",
            "兹证明周𬭎㛃同志（〔划去：男〕/女），38岁，哈尼族，系中共青石镇机关支部委员会（〔划去：预备〕/正式）党员，",
            "自2026年12月1日至2027年3月14日在你处，请安排其参加党的组织生活。该同志党费已交到贰零贰陆年壹拾壹月。",
            "（有效期壹佰零肆天，自2026年12月1日起；原证明信青证〔2026〕7号作废）", "（盖章）2026年11月26日",
            "其组织关系没有转移，仍在原党支部交纳党费，享有表决权、选举权和被选举权。",
        ],
    )  # fmt: skip


def test_a_first_certificate_speaks_of_no_other(compose: Compose, read: Read) -> None:
    text = read(composed(compose, "D-TR-4", facts.EVERYDAY["D-TR-4"] | {"replaces": ""}))
    assert ("换开" in text, "作废" in text) == (False, False)


def test_the_notice_of_refusal_says_whether_it_is_about_the_request_or_an_extension(
    compose: Compose, read: Read
) -> None:
    parts = ["关于不予开具周𬭎㛃同志党员证明信的通知", "停留至2027年3月14日、开具党员证明信的申请收悉", "一、不予开具的理由", "二、申诉途径", "申诉不受时间限制"]  # fmt: skip
    in_order(read(composed(compose, "D-ST-2")), parts)
    longer = read(composed(compose, "D-ST-2", facts.EVERYDAY["D-ST-2"] | {"longer": True}))
    in_order(
        longer,
        ["关于不予延期开具", "延期至2027年3月14日", "决定不予换开", "原证明信在其有效期内继续有效", "二、申诉途径"],
    )


@pytest.mark.parametrize(("took_part", "shown"), [(True, "组织生活是"), (False, "组织生活否")])
def test_the_record_says_whether_the_member_took_part(
    took_part: bool, shown: str, compose: Compose, read: Read
) -> None:
    assert shown in read(composed(compose, "D-ST-5", facts.EVERYDAY["D-ST-5"] | {"took_part": took_part}))


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
