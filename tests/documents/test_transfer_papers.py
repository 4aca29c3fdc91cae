"""The papers of the transfer, typeset and measured: what they say, that they fit, that they archive."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest

from documents import figures, kinds, pages, press, rendering
from documents.kinds import kind_of
from tests.documents import facts
from tests.documents.conftest import Compose

Read = Callable[[bytes], str]


def opened(pdf: bytes) -> pikepdf.Pdf:
    """A PDF to look into."""
    return pikepdf.open(io.BytesIO(pdf))


def fonts_of(pdf: pikepdf.Pdf) -> list[Any]:
    """Descriptors of the embedded fonts."""
    return [
        item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/FontDescriptor"
    ]


@pytest.mark.parametrize("code", facts.CODES)
def test_every_fact_is_on_the_paper(code: str, compose: Compose, read: Read) -> None:
    said = facts.EVERYDAY[code]
    text = read(compose(code))
    shown = [value for name, value in said.items() if isinstance(value, str) and name not in {"verify_url", "ethnic"}]
    shown = [value for value in shown if not (len(value) == 10 and value[4] == "-")]
    assert [value for value in shown if "".join(value.split()) not in text] == []
    assert facts.number_of(code) in text


@pytest.mark.parametrize("code", facts.CODES)
def test_rare_and_minority_names_print(code: str, compose: Compose, read: Read) -> None:
    for name in (facts.RARE_NAME, facts.MINORITY_NAME, "綠"):
        assert name in read(compose(code, facts.EVERYDAY[code] | {"name": name}))


def test_the_letter_reads_in_order_and_carries_its_serial_on_all_three_parts(compose: Compose, read: Read) -> None:
    text = read(compose("D-TR-2"))
    assert text.count(facts.SERIAL) == 3
    parts = [
        "中国共产党党员组织关系介绍信存根",
        "组织关系由中共沙河县委组织部转到中共昆明市五华区委组织部。2026年11月24日",
        "（骑缝章）第二〇二六-五三〇一-〇〇一二号",
        "中共昆明市五华区委组织部：",
        "刘䶮同志（〔划去：男〕/女），38岁，哈尼族，系中共（〔划去：预备〕/正式）党员，身份证号码53250019880307102X，",
        "由中共沙河县委组织部去中共昆明市五华区委组织部，请接转组织关系。",
        "党费已交到贰零贰陆年壹拾壹月。（有效期叁拾天）（盖章）2026年11月24日",
        "联系电话：0873-3120000传真：0873-3120001邮编：661000",
        "中国共产党党员组织关系介绍信回执联",
        "中共沙河县青石镇委员会：刘䶮同志的党员组织关系已转达我处，特此回复。",
    ]
    places = [text.find(part) for part in parts]
    assert -1 not in places
    assert places == sorted(places)


def test_the_notice_reads_in_order(compose: Compose, read: Read) -> None:
    said = facts.EVERYDAY["D-TR-6"] | {"issuer": "中共沙河县青石镇委员会"}
    text = read(compose("D-TR-6", said))
    parts = [
        "中共沙河县青石镇委员会文件",
        "青委〔2026〕12号",
        "关于退回（不予接收）刘䶮同志组织关系的通知",
        "：你委开具的",
        "一、退回原因",
    ]
    parts += ["二、需要补正的事项", "特此通知。", "2026年12月5日", "2026年12月5日印发"]
    places = [text.find(part) for part in parts]
    assert -1 not in places
    assert places == sorted(places)


@pytest.mark.parametrize("code", facts.CODES)
def test_a_draft_has_no_number_and_says_so(code: str, compose: Compose, read: Read) -> None:
    text = read(compose(code, draft=True))
    assert "编号待定" in text
    assert "稿" in text
    assert facts.number_of(code) not in text
    assert "稿" not in read(compose(code))


@pytest.mark.parametrize("code", facts.CODES)
def test_the_archive_gets_what_it_wants(code: str, compose: Compose) -> None:
    with opened(compose(code)) as pdf:
        with pdf.open_metadata() as metadata:
            assert metadata.pdfa_status == "3A"
            assert metadata["pdfuaid:part"] == "1"
            assert kind_of(code).title in metadata["dc:title"]
        assert str(pdf.Root.Lang) == "zh-CN"
        assert pdf.Root.MarkInfo.Marked is True
        assert "/StructTreeRoot" in pdf.Root
        assert pdf.Root.OutputIntents[0].S == "/GTS_PDFA1"
        assert str(pdf.docinfo["/CreationDate"]) == "D:20261124093000+08'00"
        assert all("/FontFile2" in font for font in fonts_of(pdf))
        assert {str(font.FontName).split("+")[1].split("-")[0][:2] for font in fonts_of(pdf)} == {"GW"}
        assert [page for page in pdf.pages if "/Annots" in page] == []


def test_the_printed_facts_are_attached(compose: Compose) -> None:
    with opened(compose("D-TR-2")) as pdf:
        assert list(pdf.attachments) == ["facts.json"]
        said = json.loads(pdf.attachments["facts.json"].get_file().read_bytes())
        assert pdf.attachments["facts.json"].obj.AFRelationship == "/Data"
    assert said == {
        "code": "D-TR-2",
        "number": facts.SERIAL,
        "version": kinds.version(kind_of("D-TR-2")),
        "facts": facts.EVERYDAY["D-TR-2"],
    }


def test_a_seal_covers_the_signature_and_a_draft_has_none(compose: Compose) -> None:
    def images(pdf: bytes) -> int:
        with opened(pdf) as document:
            streams = [item for item in document.objects if isinstance(item, pikepdf.Stream)]
            return sum(item.get("/Subtype") == "/Image" and "/SMask" in item for item in streams)

    seal = press.base64.b64encode(figures.sample_seal()).decode()
    assert images(compose("D-TR-8", seal=seal)) == 1
    assert images(compose("D-TR-8")) == 0
    assert images(compose("D-TR-8", seal=seal, draft=True)) == 0


@pytest.mark.parametrize("data", [b"no image", b"\x89PNG\r\n\x1a\n", b"GIF89a"])
def test_an_unusable_seal_is_refused(data: bytes, compose: Compose) -> None:
    with pytest.raises(figures.UnusableSeal):
        compose("D-TR-8", seal=press.base64.b64encode(data).decode())


def test_a_seal_keeps_only_its_pixels() -> None:
    from PIL import Image
    from PIL.PngImagePlugin import PngInfo

    target, info = io.BytesIO(), PngInfo()
    info.add_text("comment", "secret")
    Image.new("RGBA", (2000, 1000), "red").save(target, "PNG", pnginfo=info)
    kept = figures.seal_again(target.getvalue())
    assert Image.open(io.BytesIO(kept)).size == (992, 496)
    assert b"secret" not in kept


@pytest.mark.parametrize(
    ("code", "change", "field"),
    [
        ("D-TR-1B", {"opinion": "情况属实。" * 200}, "opinion"),
        ("D-TR-2", {"from_organisation": "中共沙河县委组织部" * 20}, "from_organisation"),
        ("D-TR-3", {"accepted_branch": "中共翠湖社区第二支部" * 40}, "accepted_branch"),
        ("D-TR-6", {"reason": "隶属关系不一致。" * 300}, "reason"),
        ("D-TR-10", {"reason": "本人仍在原单位工作。" * 100}, "reason"),
    ],
)
def test_what_does_not_fit_is_refused_with_the_field(
    code: str, change: dict[str, str], field: str, compose: Compose
) -> None:
    with pytest.raises(press.DoesNotFit) as refused:
        compose(code, facts.EVERYDAY[code] | change)
    assert refused.value.field == field


def test_text_that_typesetting_would_drop_is_refused(compose: Compose) -> None:
    said = facts.EVERYDAY["D-TR-2"] | {"issuer": "中共沙河县青石镇委员会" * 12}
    with pytest.raises(press.DoesNotFit, match="issuer"):
        compose("D-TR-2", said)


def test_a_complaint_of_the_typesetter_is_an_error(compose: Compose) -> None:
    with pytest.raises(press.Faulty):
        compose("D-TR-10", facts.EVERYDAY["D-TR-10"] | {"name": "李\U0001b09e"})


def test_a_letter_says_how_it_is_verified() -> None:
    made = rendering.typeset(kind_of("D-TR-2"), facts.EVERYDAY["D-TR-2"] | {"verify_url": "https://x.example/verify/AB/71abc6060b3a/"}, number="2026-QH01-0001", created=facts.CREATED)  # fmt: skip
    assert "校验码71ab-c606-0b3a" in pages.page_text(made)
