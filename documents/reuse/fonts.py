"""Fonts (字体子集): cut from a font that was made ready once, and not at all when a paper has the glyphs of another.

Stock copies a font file of some megabytes out of HarfBuzz for each paper, and cuts the whole of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from copy import copy
from functools import cache, lru_cache
from typing import Any

import uharfbuzz
from weasyprint.pdf import fonts
from weasyprint.pdf.stream import Stream
from weasyprint.text.fonts import get_pango_font_key

from documents import typefaces, typesetting
from documents.typefaces import MAIN, Role

KEPT = 512
# Tables that a PDF has no use for (ISO 32000-1, 9.9): those that WeasyPrint drops, and four more.
DROPPED = (
    "BASE",
    "DSIG",
    "EBDT",
    "EBLC",
    "EBSC",
    "GPOS",
    "GSUB",
    "JSTF",
    "LTSH",
    "OS/2",
    "PCLT",
    "SVG ",
    "cmap",
    "name",
    "post",
)
# Glyphs that are always there: numbers and codes differ from paper to paper, and so would every font that prints them.
COUNTING = {
    MAIN[Role.FANGSONG]: "0123456789",
    MAIN[Role.SONGTI]: "0123456789" + typesetting.FIGURES,
    MAIN[Role.HEITI]: "0123456789abcdef-",
}
Flags = uharfbuzz.SubsetFlags


def _clean(font: Any, to_unicode: dict[int, str], hinting: bool) -> None:
    """Give a font the program that is embedded; only fonts of ours come here, the configuration knows no other."""
    glyphs = frozenset(to_unicode) | _counting(font.family)
    font.file_content = _subset(font.family, glyphs, outlined=bool(font.missing), hinting=hinting)


@lru_cache(maxsize=KEPT)
def _subset(family: str, glyphs: frozenset[int], *, outlined: bool, hinting: bool) -> bytes:
    """Cut to the glyphs under their old numbers, which ends behind the last of them; stock then cuts there once more."""
    flags = Flags.PASSTHROUGH_UNRECOGNIZED | Flags.DESUBROUTINIZE | Flags.RETAIN_GIDS
    if outlined:
        flags |= Flags.NOTDEF_OUTLINE
    if not hinting:
        flags |= Flags.NO_HINTING
    return bytes(_cut(_ready(family), glyphs, flags).blob.data)


def _cut(face: Any, glyphs: Iterable[int], flags: Any) -> Any:
    wanted = uharfbuzz.SubsetInput()
    wanted.flags = flags
    wanted.glyph_set.update(glyphs)
    wanted.drop_table_tag_set.update(int.from_bytes(tag.encode(), "big") for tag in DROPPED)
    return uharfbuzz.subset(face, wanted)


@cache
def _ready(family: str) -> Any:
    """A font prepared for being cut, which is most of the work."""
    return uharfbuzz.subset_preprocess(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(typefaces.file_of(family)))))


@cache
def _counting(family: str) -> frozenset[int]:
    """The numbers of the glyphs that are always there."""
    return frozenset(typefaces.glyphs_of(family, COUNTING.get(family, "")))


_fonts: dict[tuple[int, float], Any] = {}


def _add_font(stream: Any, pango_font: Any) -> tuple[Any, float]:
    """A font of a paper and its size; what is the same in all papers was read from the file once."""
    key, description, size = get_pango_font_key(pango_font)
    if key not in stream._fonts:
        if (key, size) not in _fonts:
            _fonts[key, size] = fonts.Font(pango_font, description, size)
        font = stream._fonts[key] = copy(_fonts[key, size])
        font.widths, font.to_unicode, font.missing = {}, {}, {}
    return stream._fonts[key], size


# Only whole files are asked for here, and only to be cut.
PARTS = (
    (fonts, "get_hb_object_data", lambda _face: b""),
    (fonts.Font, "clean", _clean),
    (Stream, "add_font", _add_font),
)
