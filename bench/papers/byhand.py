"""The letter drawn with reportlab: each line at its place, blanks underlined, no tags, no attachment, no PDF/A."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from bench.papers import letters
from documents import typefaces

MM = 72 / 25.4
TOP = 297 * MM
FANGSONG, KAITI, SONGTI, HEITI, XIAOBIAOSONG = "FangSong", "KaiTi", "SongTi", "HeiTi", "XiaoBiaoSong"
BLANK, STRUCK = "blank", "struck"
Word = tuple[str, str]


@cache
def register_fonts() -> None:
    """The fonts of the product, read once."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    for name in (FANGSONG, KAITI, SONGTI, HEITI, XIAOBIAOSONG, f"{KAITI}Rare"):
        pdfmetrics.registerFont(TTFont(name, str(typefaces.ready() / f"GW{name}.ttf")))


@dataclass
class Page:
    """A canvas in millimetres from the upper left corner."""

    canvas: Any

    def say(self, x: float, y: float, text: str, font: str = FANGSONG, size: float = 12.0) -> float:
        """A text that starts at x on the baseline y; returns where it ends."""
        self.canvas.setFont(font, size)
        self.canvas.drawString(x * MM, TOP - y * MM, text)
        return x + self.canvas.stringWidth(text, font, size) / MM

    def ends(self, x: float, y: float, text: str) -> None:
        """A text that ends at x."""
        self.canvas.setFont(FANGSONG, 12)
        self.canvas.drawRightString(x * MM, TOP - y * MM, text)

    def centred(self, x: float, y: float, text: str, font: str, size: float, spacing: float = 0.0) -> None:
        """A text in the middle of x."""
        self.canvas.setFont(font, size)
        self.canvas.drawCentredString(x * MM, TOP - y * MM, text, charSpace=spacing)

    def line(self, x: float, y: float, to: float, dashed: Sequence[float] = ()) -> None:
        """A level line."""
        self.canvas.setDash(*dashed)
        self.canvas.setLineWidth(0.25 * MM)
        self.canvas.line(x * MM, TOP - y * MM, to * MM, TOP - y * MM)

    def paragraph(self, y: float, words: Sequence[Word], width: float, indent: float = 8.5) -> float:
        """Words set one after the other and broken at the width, 7.6 mm apart; returns the next line's place."""
        x = 20 + indent
        for text, look in words:
            x, y = self._word(x, y, text, look, 20 + width)
        return y + 7.6

    def _word(self, x: float, y: float, text: str, look: str, end: float) -> tuple[float, float]:
        font = _drawn_by(text) if look == BLANK else FANGSONG
        start = x
        x += 1.5 if look == BLANK else 0
        for piece in text:
            wide = self.canvas.stringWidth(piece, font, 12) / MM
            if x + wide > end and piece not in "，。）":
                self._mark(start, y, x, look)
                start, x, y = 20, 20, y + 7.6
            x = self.say(x, y, piece, font)
        x += 1.5 if look == BLANK else 0
        self._mark(start, y, x, look)
        return x, y

    def _mark(self, start: float, y: float, x: float, look: str) -> None:
        if look == BLANK:
            self.line(start, y + 1, x)
        elif look == STRUCK:
            self.line(start, y - 1.4, x)


def _drawn_by(text: str) -> str:
    """The font of a blank: one for the whole of it."""
    role = typefaces.Role.KAITI
    return KAITI if all(typefaces.face_for(char, role) == typefaces.MAIN[role] for char in text) else f"{KAITI}Rare"


def _option(chosen: str, *choices: str) -> list[Word]:
    words: list[Word] = []
    for place, one in enumerate(choices):
        words += [("/", "")] if place else []
        words.append((one, "" if one == chosen else STRUCK))
    return words


def draw(said: dict[str, Any], qr: bytes) -> bytes:
    """The PDF of a letter."""
    from reportlab.pdfgen.canvas import Canvas

    register_fonts()
    target = io.BytesIO()
    page = Page(Canvas(target, pagesize=(210 * MM, TOP), invariant=1))
    page.canvas.setTitle(f"中国共产党党员组织关系介绍信 {said['number']}")
    page.canvas.setAuthor(said["issuer"])
    _stub(page, said)
    _letter(page, said)
    _pictures(page, said, qr)
    _receipt(page, said)
    for y, text in ((14, "第一联"), (86, "第二联"), (221, "第三联")):
        for place, char in enumerate(text):
            page.say(197.5, y + 4 + place * 5, char, SONGTI, 10.5)
    page.canvas.save()
    return target.getvalue()


def _head(page: Page, top: float, title: str, number: str) -> None:
    page.centred(105, top + 8, title, XIAOBIAOSONG, 18, 0.5)
    page.ends(190, top + 16, f"第{number}号")


def _seam(page: Page, y: float, text: str) -> None:
    page.line(0, y, 52, (2, 2))
    page.line(158, y, 210, (2, 2))
    page.canvas.setFillColorRGB(0.75, 0, 0)
    page.centred(105, y + 1.5, f"第{text}号", SONGTI, 12, 2 * MM)
    page.canvas.setFillColorRGB(0, 0, 0)


def _stub(page: Page, said: dict[str, Any]) -> None:
    _head(page, 6, "中国共产党党员组织关系介绍信存根", said["number"])
    words = [
        (said["name"], BLANK),
        ("同志系中共（", ""),
        *_option(said["kind"], "预备", "正式"),
        ("）党员，组织关系由", ""),
    ]
    page.paragraph(
        30,
        [*words, (said["from_organisation"], BLANK), ("转到", ""), (said["to_organisation"], BLANK), ("。", "")],
        120,
    )
    page.ends(132, 53, said["day"])
    page.canvas.setDash(3, 2)
    page.canvas.rect(144 * MM, TOP - 64 * MM, 46 * MM, 38 * MM)
    page.centred(167, 46, "贴回执联处", KAITI, 12)
    _seam(page, 74.5, said["seam"])


def _letter(page: Page, said: dict[str, Any]) -> None:
    _head(page, 78, "中国共产党党员组织关系介绍信", said["number"])
    y = page.paragraph(101.5, [(said["addressee"], BLANK), ("：", "")], 170, 0)
    words = [
        (said["name"], BLANK), ("同志（", ""), *_option(said["sex"], "男", "女"), ("），", ""), (str(said["age"]), BLANK), ("岁，", ""),
        (said["nation"], BLANK), ("族，系中共（", ""), *_option(said["kind"], "预备", "正式"), ("）党员，身份证号码", ""), (said["id_number"], BLANK),
        ("，由", ""), (said["from_organisation"], BLANK), ("去", ""), (said["to_organisation"], BLANK),
        ("，请接转组织关系。该同志党费已交到", ""), (said["year"], BLANK), ("年", ""), (said["month"], BLANK), ("月。", ""),
    ]  # fmt: skip
    y = page.paragraph(y, words, 170)
    y = page.paragraph(y, [("（有效期", ""), (said["valid"], BLANK), ("天）", "")], 170)
    page.centred(140, y, "（盖章）", FANGSONG, 12)
    page.centred(140, y + 7.6, said["day"], FANGSONG, 12)
    for place, text in enumerate((
        f"党员联系电话或其他联系方式：{said['phone']}", f"党员原所在基层党委通讯地址：{said['address']}",
        f"联系电话：{said['office_phone']}　　传真：{said['fax']}　　邮编：{said['postcode']}",
    )):  # fmt: skip
        page.say(20, y + 15.2 + place * 6.6, text, FANGSONG, 11)
    _seam(page, 210, said["seam"])


def _pictures(page: Page, said: dict[str, Any], qr: bytes) -> None:
    from reportlab.lib.utils import ImageReader

    for place, text in enumerate(("扫码核验", f"校验码{said['code']}")):
        page.centred(178, 179 + place * 3, text, HEITI, 6.5)
    page.canvas.drawImage(ImageReader(io.BytesIO(qr)), 166 * MM, TOP - 207 * MM, 24 * MM, 24 * MM)
    for left, bottom in ((14, 95.5), (119, 163)):  # over the perforation and over the date
        page.canvas.drawImage(_seal(), left * MM, TOP - bottom * MM, 42 * MM, 42 * MM, mask="auto")


@cache
def _seal() -> Any:
    from reportlab.lib.utils import ImageReader

    return ImageReader(io.BytesIO(letters.seal()))


def _receipt(page: Page, said: dict[str, Any]) -> None:
    _head(page, 213, "中国共产党党员组织关系介绍信回执联", said["number"])
    y = page.paragraph(236.5, [(said["issuer"], BLANK), ("：", "")], 170, 0)
    y = page.paragraph(y, [(said["name"], BLANK), ("同志的党员组织关系已转达我处，特此回复。", "")], 170)
    page.centred(140, y, "（盖章）", FANGSONG, 12)
    page.centred(140, y + 7.6, "　　　　年　　月　　日", FANGSONG, 12)
    page.say(20, y + 15.2, "经办人：　　　　　　　　　　　联系电话：", FANGSONG, 11)
    page.say(
        20,
        y + 21.6,
        "注：回执联由接收党员组织关系的基层党委在接收党员后一个月内邮寄或者传真至党员原所在基层党委。",
        FANGSONG,
        10,
    )
