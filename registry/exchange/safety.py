"""What may be read at all (文件检查): size, kind by content, what is inside an XLSX, before anything opens it.

An XLSX is a zip of XML: what it declares is added up first, then every XML part is read through once in small pieces,
looking for entities, for cells longer than a spreadsheet allows, and for rows without end.
"""

from __future__ import annotations

import hashlib
import zipfile
import zlib
from typing import BinaryIO

from django.utils.translation import gettext as _

from registry.refusals import Refused

MOST_BYTES = 50 * 1024 * 1024
MOST_PARTS = 500
MOST_IN_SHEETS = 400 * 1024 * 1024
MOST_IN_STRINGS = 64 * 1024 * 1024
MOST_IN_OTHERS = 8 * 1024 * 1024
LONGEST_CELL = 256 * 1024
LONGEST_ROW = 2 * 1024 * 1024
MOST_ROWS = 300_000
MOST_STRINGS = 2_000_000
MOST_TAGS = 200_000

_PIECE = 128 * 1024
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_ROW = b"row"
_STRINGS = "xl/sharedstrings.xml"
_ACTIVE_PARTS = ("vbaproject", "macrosheet", "activex", "/embeddings/", "customui", "oleobject", "vbadata")


def digest_of(file: BinaryIO) -> str:
    """SHA-256 of a file that is not too large; Refused otherwise. The file is back at its beginning."""
    digest, size = hashlib.sha256(), 0
    file.seek(0)
    while piece := file.read(1 << 20):
        size += len(piece)
        if size > MOST_BYTES:
            raise Refused(_("The file is larger than %(most)d MB.") % {"most": MOST_BYTES >> 20}, field="file")
        digest.update(piece)
    file.seek(0)
    return digest.hexdigest()


def format_of(file: BinaryIO, name: str) -> str:
    """``xlsx`` or ``csv``, by name and content; Refused for anything else."""
    head, ending = file.read(8), name.rpartition(".")[2].lower()
    file.seek(0)
    if ending in ("xlsm", "xltm", "xlsb", "xlam"):
        raise Refused(_("A workbook with macros is not accepted; save it as XLSX."), field="file")
    if head.startswith(_OLE) or ending in ("xls", "et"):
        raise Refused(
            _("This is an old, encrypted or other office file; save it as XLSX without a password."), field="file"
        )
    if ending == "xlsx" and head.startswith(_ZIP):
        return "xlsx"
    if ending == "csv" and not head.startswith((_ZIP, b"%PDF", b"\x89PNG", b"\xff\xd8\xff")):
        return "csv"
    raise Refused(_("Only XLSX and CSV files are accepted, and the name must fit the content."), field="file")


def check_workbook(file: BinaryIO) -> int:
    """Refuse a workbook that is not safe to open; returns how many rows its sheets have."""
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
            _check_names(archive, parts)
            _check_sizes(parts)
            rows = sum(_read_through(archive, part) for part in parts if _is_markup(part.filename))
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, ValueError) as error:
        raise Refused(
            _("This XLSX file is damaged; open it in a spreadsheet and save it again."), field="file"
        ) from error
    if rows > MOST_ROWS:
        raise Refused(_("The file has more than %(most)d rows; divide it.") % {"most": MOST_ROWS}, field="file")
    return rows


def _is_markup(name: str) -> bool:
    return name.lower().endswith((".xml", ".rels", ".vml"))


def _check_names(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> None:
    names = {part.filename.lower() for part in parts}
    if len(parts) > MOST_PARTS or len(names) < len(parts):
        raise Refused(_("This XLSX file has too many parts."), field="file")
    if not {"[content_types].xml", "xl/workbook.xml"} <= names:
        raise Refused(_("This file is not a workbook."), field="file")
    types = archive.getinfo(next(part.filename for part in parts if part.filename.lower() == "[content_types].xml"))
    declared = archive.read(types).lower() if types.file_size <= MOST_IN_OTHERS else b"macroenabled"
    if b"macroenabled" in declared or any(active in name for name in names for active in _ACTIVE_PARTS):
        raise Refused(_("A workbook with macros or embedded objects is not accepted; save it as XLSX."), field="file")


def _check_sizes(parts: list[zipfile.ZipInfo]) -> None:
    """Add up what the parts declare; the reader stops at the declared size, so a lie gains nothing."""
    sheets = sum(part.file_size for part in parts if _is_sheet(part.filename))
    strings = sum(part.file_size for part in parts if part.filename.lower() == _STRINGS)
    others = max(
        (part.file_size for part in parts if _is_markup(part.filename) and not _is_bulk(part.filename)), default=0
    )
    if sheets > MOST_IN_SHEETS or strings > MOST_IN_STRINGS or others > MOST_IN_OTHERS:
        raise Refused(_("Unpacked, this XLSX file would be too large; divide it."), field="file")


def _is_sheet(name: str) -> bool:
    return name.lower().startswith("xl/worksheets/") and name.lower().endswith(".xml")


def _is_bulk(name: str) -> bool:
    return _is_sheet(name) or name.lower() == _STRINGS


def _read_through(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> int:
    """Read one part in pieces; returns its rows if it is a sheet."""
    unit = _unit_of(part.filename)
    tags = units = since_tag = since_unit = 0
    tail = b""
    with archive.open(part) as stream:
        while piece := stream.read(_PIECE):
            _check_piece(tail + piece)
            found = piece.count(b"<" + unit) + piece.count(b":" + unit) if unit else 0
            tags, units = tags + piece.count(b"<"), units + found
            since_tag = 0 if b"<" in piece else since_tag + len(piece)
            since_unit = 0 if found or not unit else since_unit + len(piece)
            if since_tag > LONGEST_CELL or since_unit > LONGEST_ROW:
                raise Refused(_("A cell or a row of this XLSX file is longer than a spreadsheet allows."), field="file")
            if units > MOST_STRINGS or (not unit and tags > MOST_TAGS):
                raise Refused(_("Unpacked, this XLSX file would be too large; divide it."), field="file")
            tail = piece[-16:]
    return units if unit == _ROW else 0


def _unit_of(name: str) -> bytes:
    """The tag by which a large part is read piecemeal; nothing for a part that is read whole."""
    if name.lower() == _STRINGS:
        return b"si"
    return _ROW if _is_sheet(name) else b""


def _check_piece(text: bytes) -> None:
    if b"<!DOCTYPE" in text or b"<!ENTITY" in text or b"\0" in text:
        raise Refused(_("This XLSX file defines entities of its own; it is not accepted."), field="file")
