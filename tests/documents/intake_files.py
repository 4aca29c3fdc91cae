"""Files for the tests of the intake, made here: how they are built, and the harmless ones."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String
from PIL import Image

XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
S = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"

# -- harmless ----------------------------------------------------------------------------------------------------------


def pdf(change: Callable[[Any], None] | None = None, **options: Any) -> bytes:
    """A PDF of one page, changed before it is saved."""
    out, made = io.BytesIO(), pikepdf.new()
    made.add_blank_page()
    if change:
        change(made)
    made.save(out, **options)
    return out.getvalue()


def picture(kind: str, size: tuple[int, int] = (60, 40), mode: str = "RGB", **options: Any) -> bytes:
    """A picture of one colour."""
    out = io.BytesIO()
    Image.new(mode, size, 120 if mode == "L" else None).save(out, kind, **options)
    return out.getvalue()


def with_place() -> bytes:
    """A photograph that says where and with what it was taken, lying on its side."""
    said = Image.Exif()
    said[0x0110], said[0x0112] = "SECRET-CAMERA", 6
    said.get_ifd(0x8825)[1] = "N"
    return picture("JPEG", exif=said)


def types(main: str, media: str) -> str:
    """What a packet says of itself."""
    return f'{XML}<Types xmlns="{TYPES}"><Override PartName="/{main}" ContentType="{media}"/></Types>'


def relations(*rows: str) -> str:
    """A part of relations."""
    return f'{XML}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{"".join(rows)}</Relationships>'


def relation(kind: str, target: str, *, outside: bool = False) -> str:
    """One relation."""
    mode = ' TargetMode="External"' if outside else ""
    return f'<Relationship Id="r1" Type="{RELATIONS}/{kind}" Target="{target}"{mode}/>'


def packet(parts: dict[str, str | bytes], *, comment: bytes = b"", stored: bool = False) -> bytes:
    """A zip."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
        made.comment = comment
    return out.getvalue()


def docx(body: str = "", more: dict[str, str | bytes] | None = None, media: str = WORD, **options: Any) -> bytes:
    """A text with some words in it."""
    words = body or "<w:p><w:r><w:t>证明材料</w:t></w:r></w:p>"
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": types("word/document.xml", media),
        "_rels/.rels": relations(relation("officeDocument", "word/document.xml")),
        "word/document.xml": f"{XML}<w:document {W}><w:body>{words}</w:body></w:document>",
    }
    return packet(parts | (more or {}), **options)


def xlsx(cells: str = "", more: dict[str, str | bytes] | None = None, media: str = SHEET, **options: Any) -> bytes:
    """A table with one sheet."""
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": types("xl/workbook.xml", media),
        "_rels/.rels": relations(relation("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f"{XML}<workbook {S}><sheets/></workbook>",
        "xl/worksheets/sheet1.xml": f"{XML}<worksheet {S}><sheetData><row>{cells}</row></sheetData></worksheet>",
    }
    return packet(parts | (more or {}), **options)


def linked(pdf_: Any) -> None:
    """A link to the web and one inside the file; it opens at its first page."""
    page = pdf_.pages[0]
    page.Annots = Array(
        [
            Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9], A=Dictionary(S=Name.URI, URI=String("https://example.org/"))),
            Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9], A=Dictionary(S=Name.GoTo, D=Array([page.obj, Name.Fit]))),
        ]
    )  # fmt: skip
    pdf_.Root.OpenAction = Array([page.obj, Name.Fit])


PACKED = {"object_stream_mode": pikepdf.ObjectStreamMode.generate}
LINK = relations(relation("hyperlink", "https://example.org/a", outside=True))

HARMLESS: dict[str, bytes] = {
    "证明.pdf": pdf(),
    "packed.pdf": pdf(**PACKED),
    "links.PDF": pdf(linked),
    "关于张三.的说明.pdf": pdf(),
    "1.2.pdf": pdf(linearize=True),
    "plain.docx": docx(),
    "link.docx": docx(more={"word/_rels/document.xml.rels": LINK}),
    "picture.docx": docx(more={"word/media/image1.png": picture("PNG"), "word/media/image2.jpeg": picture("JPEG")}),
    "field.docx": docx('<w:p><w:fldSimple w:instr=" PAGE "/><w:r><w:instrText>HYPERLINK "http://x/LINK"</w:instrText></w:r></w:p>'),
    "plain.xlsx": xlsx("<c><v>1</v></c>"),
    "formula.xlsx": xlsx("<c><f>SUM(A1:A9)+IF(B1&gt;2,3,4)</f></c>"),
    "printer.xlsx": xlsx(more={"xl/printerSettings/printerSettings1.bin": b"\1\2"}),
    "photo.jpg": picture("JPEG"),
    "photo.jpeg": picture("JPEG", progressive=True),
    "grey.jpg": picture("JPEG", mode="L"),
    "print.jpg": picture("JPEG", mode="CMYK"),
    "scan.png": picture("PNG", mode="P"),
    "clear.png": picture("PNG", mode="RGBA"),
}  # fmt: skip
