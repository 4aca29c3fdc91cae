"""Looking into DOCX and XLSX (查验Office文档): what the packet declares first, then every part of it.

A packet may only hold what a text or a table needs. What acts, what carries other files and what fetches from elsewhere
is refused by the name of the part, by its kind and by the relation to it, whichever shows it.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from lxml import etree

from documents.inspection.unfit import Fault, Unfit

MOST_PARTS = 2_000
MOST_BYTES = 100 * 1024 * 1024
MOST_IN_A_PART = 64 * 1024 * 1024
MOST_TIMES = 200  # how much larger a large part may become when it is unpacked
_LARGE = 1024 * 1024
_PIECE = 256 * 1024

_MAIN = {
    "DOCX": ("word/document.xml", "wordprocessingml.document.main+xml"),
    "XLSX": ("xl/workbook.xml", "spreadsheetml.sheet.main+xml"),
}
_MACROS = ("vbaproject", "vbadata", "macrosheet", "dialogsheet", "attachedtoolbars", "customui", "usercustomization")
_CARRIED = ("/embeddings/", "oleobject", "activex", "afchunk", "/package", "webextension")
_FETCHED = ("externallink", "/connections.xml", "querytable", "/model/", "subdocument", "attachedtemplate")
_PRINTER = re.compile(r"xl/printersettings/printersettings\d+\.bin|word/printersettings\d*\.bin")
_MARKUP, _FONTS = (".xml", ".rels", ".vml"), (".odttf", ".fntdata")
_PICTURES = {
    ".png": (b"\x89PNG",), ".jpg": (b"\xff\xd8\xff",), ".jpeg": (b"\xff\xd8\xff",), ".gif": (b"GIF8",), ".bmp": (b"BM",),
    ".tif": (b"II*\0", b"MM\0*"), ".tiff": (b"II*\0", b"MM\0*"), ".emf": (b"\x01\0\0\0",),
    ".wmf": (b"\xd7\xcd\xc6\x9a", b"\x01\0\x09\0", b"\x02\0\x09\0"),
}  # fmt: skip
_HARMLESS_LINKS = ("http://", "https://", "mailto:", "tel:", "#")
_FIELDS = {
    "DDE",
    "DDEAUTO",
    "INCLUDETEXT",
    "INCLUDEPICTURE",
    "IMPORT",
    "INCLUDE",
    "LINK",
    "DATABASE",
    "MACROBUTTON",
    "RD",
}
_FORMULA = re.compile(
    r"\b(WEBSERVICE|FILTERXML|CALL|REGISTER\.ID|RTD|DDE)\s*\(|\w\s*\|\s*'?[^|!]{0,200}!", re.IGNORECASE
)


def look(content: bytes, kind: str) -> None:
    """Raise Unfit for a packet that is more than a text or a table."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packet:
            _shape(packet, content)
            parts = {part.filename.lower(): part for part in packet.infolist()}
            _names(parts)
            _declared(packet, parts, kind)
            for name, part in parts.items():
                _part(packet, name, part)
    except (zipfile.BadZipFile, zlib.error, etree.LxmlError, NotImplementedError, EOFError, OSError, ValueError, KeyError) as error:  # fmt: skip
        raise Unfit(Fault.DAMAGED) from error
    except RuntimeError as error:  # a part that needs a password
        raise Unfit(Fault.PROTECTED) from error


def _shape(packet: zipfile.ZipFile, content: bytes) -> None:
    """Nothing before it, nothing behind it, and no more in it than it says."""
    parts = packet.infolist()
    end = content.rfind(b"PK\x05\x06")
    if packet.comment or end + 22 != len(content) or not parts or min(part.header_offset for part in parts) != 0:
        raise Unfit(Fault.AROUND)
    if len(parts) > MOST_PARTS or len({part.filename.lower() for part in parts}) < len(parts):
        raise Unfit(Fault.BOMB)
    packed = sum(part.compress_size for part in parts)
    if sum(part.file_size for part in parts) > MOST_BYTES or packed > len(content):
        raise Unfit(Fault.BOMB)
    for part in parts:
        if part.flag_bits & 0x1:
            raise Unfit(Fault.PROTECTED)
        many = part.file_size > MOST_TIMES * max(part.compress_size, 1)
        if part.file_size > MOST_IN_A_PART or (many and part.file_size > _LARGE):
            raise Unfit(Fault.BOMB, part.filename)


def _names(parts: dict[str, Any]) -> None:
    for name in parts:
        steps = name.split("/")
        if ".." in steps or "" in steps[:-1] or "\\" in name or ":" in name or "\0" in name:
            raise Unfit(Fault.FOREIGN, name)
        for fault, words in ((Fault.MACROS, _MACROS), (Fault.EMBEDDED, _CARRIED), (Fault.OUTSIDE, _FETCHED)):
            if any(word in f"/{name}" for word in words):
                raise Unfit(fault, name)
        if not (name.endswith("/") or _ending(name) in (*_MARKUP, *_FONTS, *_PICTURES) or _PRINTER.fullmatch(name)):
            raise Unfit(Fault.FOREIGN, name)


def _ending(name: str) -> str:
    return f".{name.rpartition('.')[2]}" if "." in name else ""


def _declared(packet: zipfile.ZipFile, parts: dict[str, Any], kind: str) -> None:
    """The packet says of itself that it is what its name says."""
    main, media = _MAIN[kind]
    types = parts.get("[content_types].xml")
    if types is None or main not in parts:
        raise Unfit(Fault.KIND)
    said = _whole(packet, types)
    if b"macroenabled" in said.lower() or b"vbaproject" in said.lower():
        raise Unfit(Fault.MACROS)
    if media.encode() not in said:
        raise Unfit(Fault.KIND)


def _whole(packet: zipfile.ZipFile, part: Any) -> bytes:
    """A small part; more than it declares is not read."""
    if part.file_size > _LARGE * 8:
        raise Unfit(Fault.BOMB, part.filename)
    return packet.read(part)


def _part(packet: zipfile.ZipFile, name: str, part: Any) -> None:
    if name.endswith(".rels"):
        _relations(_whole(packet, part), name)
    elif name.endswith(_MARKUP):
        _markup(packet, name, part)
    elif heads := _PICTURES.get(_ending(name)):
        with packet.open(part) as stream:
            if not stream.read(8).startswith(heads):
                raise Unfit(Fault.FOREIGN, name)
            _drain(stream)


def _drain(stream: Any) -> None:
    """Read to the end: the check sum is compared there."""
    while stream.read(_PIECE):
        pass


def _relations(said: bytes, name: str) -> None:
    """What a part refers to: outside only to addresses somebody has to click on, inside to nothing that acts."""
    _plain(said, name)
    for relation in etree.fromstring(said, _parser()):
        target, kind = (relation.get("Target") or "").strip(), (relation.get("Type") or "").lower().rpartition("/")[2]
        if any(
            word in kind for word in ("vbaproject", "macrosheet", "keymapcustomizations", "attachedtoolbars", "ui/")
        ):
            raise Unfit(Fault.MACROS, kind)
        if kind in ("oleobject", "package", "control", "afchunk", "activexcontrolbinary"):
            raise Unfit(Fault.EMBEDDED, kind)
        external = (relation.get("TargetMode") or "").lower() == "external"
        away = external or "://" in target or target.startswith("\\\\")
        if away and (kind != "hyperlink" or not target.lower().startswith(_HARMLESS_LINKS)):
            raise Unfit(Fault.OUTSIDE, target)


def _parser() -> Any:
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)


def _plain(text: bytes, name: str) -> None:
    """No definitions, no encoding in which they would not be seen."""
    if b"<!DOCTYPE" in text or b"<!ENTITY" in text or b"\0" in text:
        raise Unfit(Fault.FOREIGN, name)


def _markup(packet: zipfile.ZipFile, name: str, part: Any) -> None:
    """One part, read twice in pieces: its bytes, then its elements, each let go as soon as it was looked at."""
    with packet.open(part) as stream:
        tail = b""
        while piece := stream.read(_PIECE):
            _plain(tail + piece, name)
            tail = piece[-16:]
    if name.startswith(("word/", "xl/")):
        with packet.open(part) as stream:
            _elements(stream)


def _elements(stream: Any) -> None:
    fields = _Fields()
    for _event, element in etree.iterparse(
        stream, events=("end",), resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    ):
        tag = etree.QName(element).localname if isinstance(element.tag, str) else ""
        if tag in ("instrText", "fldChar", "fldSimple"):
            fields.take(tag, element)
        elif tag in ("f", "definedName", "formula1", "formula2") and _FORMULA.search(element.text or ""):
            raise Unfit(Fault.OUTSIDE, (element.text or "")[:40])
        elif tag in ("oleObject", "OLEObject", "control", "altChunk", "ddeLink"):
            raise Unfit(Fault.EMBEDDED, tag)
        _let_go(element)


def _let_go(element: Any) -> None:
    element.clear()
    while element.getprevious() is not None and element.getparent() is not None:
        del element.getparent()[0]


class _Fields:
    """Instructions of fields in a text, which may be scattered over many runs."""

    def __init__(self) -> None:
        self.open: list[list[str]] = []

    def take(self, tag: str, element: Any) -> None:
        """Another piece of an instruction, or its begin or end."""
        if tag == "fldSimple":
            _instruction(_attribute(element, "instr"))
        elif tag == "instrText":
            (self.open[-1] if self.open else []).append(element.text or "")
            if not self.open:
                _instruction(element.text or "")
        elif _attribute(element, "fldCharType") == "begin":
            self.open.append([])
        elif self.open:
            _instruction("".join(self.open[-1]))
            if _attribute(element, "fldCharType") == "end":
                self.open.pop()


def _attribute(element: Any, name: str) -> str:
    return next(_attributes(element, name), "")


def _attributes(element: Any, name: str) -> Iterator[str]:
    return (str(value) for key, value in element.attrib.items() if etree.QName(key).localname == name)


def _instruction(text: str) -> None:
    words = text.replace('"', " ").split()
    if words and words[0].upper() in _FIELDS:
        raise Unfit(Fault.OUTSIDE, words[0])
