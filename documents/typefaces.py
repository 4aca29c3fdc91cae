"""Typefaces (字体): the fonts of the papers, by the role they play.

The fonts lie beside this module as WOFF2 (``fonts/``). Pango reads them through fontconfig, which needs plain TrueType
files; so they are unpacked once into a cache folder with a private configuration in which no other font exists. What a
paper looks like then depends on no font that happens to be installed on a machine.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from enum import StrEnum
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

import uharfbuzz
from fontTools.ttLib import TTFont

SOURCE = Path(__file__).resolve().parent / "fonts"
FULL_WIDTH = 1000


class Role(StrEnum):
    """The part a typeface plays on a paper (GB/T 9704-2012 clauses 5.2.2 and 7)."""

    FANGSONG = "FangSong"  # 仿宋: body text
    KAITI = "KaiTi"  # 楷体: what is filled in, second-level heads
    XIAOBIAOSONG = "XiaoBiaoSong"  # 小标宋: title, red issuer head
    SONGTI = "SongTi"  # 宋体: page numbers, seams
    HEITI = "HeiTi"  # 黑体: first-level heads, labels


MAIN: Mapping[Role, str] = {role: f"GW {role}" for role in Role}
EVERYTHING = MAIN[Role.SONGTI]
CHAINS: Mapping[Role, tuple[str, ...]] = {
    Role.FANGSONG: (MAIN[Role.FANGSONG], "GW FangSong Rare", EVERYTHING),
    Role.KAITI: (MAIN[Role.KAITI], "GW KaiTi Rare", EVERYTHING),
    Role.XIAOBIAOSONG: (MAIN[Role.XIAOBIAOSONG], "GW XiaoBiaoSong Rare", EVERYTHING),
    Role.SONGTI: (EVERYTHING,),
    Role.HEITI: (MAIN[Role.HEITI], EVERYTHING),
}
"""Where a role looks for a character: its own font, the one cut to fill its gaps, the one that holds all names."""

_ready: dict[str, Path] = {}


def default_cache() -> Path:
    """The folder of things that can be made again: ``cache`` in the installation's var folder."""
    from django.conf import settings  # noqa: PLC0415 - the rendering child has no settings

    return Path(settings.VAR_DIR) / "cache"


def ready(cache: Path | None = None) -> Path:
    """Make the fonts usable in this process; returns the folder of TrueType files.

    Must be called before WeasyPrint is first imported, because fontconfig reads its configuration once per process.
    Safe to call again and from many processes at once. Raises OSError when the cache cannot be written and ValueError
    when a font file is not the one of the manifest.
    """
    if "folder" not in _ready:
        _ready["folder"] = _unpacked((cache or default_cache()) / "fonts")
        os.environ["FONTCONFIG_FILE"] = str(_ready["folder"] / "fonts.conf")
    return _ready["folder"]


def manifest() -> dict[str, dict[str, str]]:
    """File name -> family, origin, licence and SHA-256 of each font, as ``fonts/build.py`` wrote it."""
    loaded: dict[str, dict[str, str]] = json.loads((SOURCE / "manifest.json").read_text(encoding="utf-8"))
    return loaded


def _unpacked(root: Path) -> Path:
    """The folder named after the manifest's digest; whoever comes first fills it, all others wait for him."""
    name = hashlib.sha256((SOURCE / "manifest.json").read_bytes()).hexdigest()[:16]
    folder = root / name
    if not folder.exists():
        root.mkdir(parents=True, exist_ok=True)
        with _alone(root / "lock"):
            if not folder.exists():  # pragma: no branch - another process may have filled it meanwhile
                _unpack_into(folder)
    return folder


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Only one process at a time; the kernel frees the lock of a process that died."""
    with path.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _unpack_into(folder: Path) -> None:
    """Fill a draft folder and move it into place in one step: a half-filled one is never seen."""
    draft = folder.with_suffix(".draft")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir()
    for name, entry in manifest().items():
        _unpack(SOURCE / name, draft / name.replace(".woff2", ".ttf"), entry["sha256"])
    (draft / "fonts.conf").write_text(_configuration(folder), encoding="utf-8")
    draft.rename(folder)


def _unpack(packed: Path, plain: Path, digest: str) -> None:
    """WOFF2 to TrueType, after the check that the file is the expected one."""
    if hashlib.sha256(packed.read_bytes()).hexdigest() != digest:
        raise ValueError(f"{packed.name} is not the file named in the font manifest")
    font = TTFont(packed, recalcBBoxes=False, recalcTimestamp=False)
    font.flavor = font.flavorData = None
    font.save(plain)


def _configuration(folder: Path) -> str:
    """A fontconfig configuration that knows this folder and nothing else."""
    place = escape(str(folder))
    return (
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd"><fontconfig>'
        f"<dir>{place}</dir><cachedir>{place}/index</cachedir>"
        "<config><rescan><int>0</int></rescan></config></fontconfig>\n"
    )


def file_of(family: str) -> Path:
    """The TrueType file of a family of ours."""
    return ready() / f"{family.replace(' ', '')}.ttf"


@cache
def _drawn(family: str) -> frozenset[int]:
    """Code points that a family can draw."""
    with TTFont(file_of(family), lazy=True) as font:
        return frozenset(font.getBestCmap())


def glyphs_of(family: str, chars: str) -> list[int]:
    """The numbers of the glyphs that draw these characters in a family of ours; LookupError for one it cannot draw."""
    if not chars:
        return []
    with TTFont(file_of(family), lazy=True) as font:
        cmap = font.getBestCmap()
        return [font.getGlyphID(cmap[ord(char)]) for char in chars]


@cache
def covered(role: Role) -> frozenset[int]:
    """Code points that print in this role, by its own font or by one further down its chain."""
    return frozenset().union(*(_drawn(family) for family in CHAINS[role]))


@cache
def printable() -> frozenset[int]:
    """Code points that print in every role, so that a text may be used anywhere on a paper."""
    return frozenset.intersection(*(covered(role) for role in Role))


def face_for(char: str, role: Role) -> str | None:
    """The font family that draws a character in a role; None when no family can."""
    return next((family for family in CHAINS[role] if ord(char) in _drawn(family)), None)


@cache
def standard_characters() -> frozenset[str]:
    """The characters of the table of standard characters (通用规范汉字表), which a font for Chinese texts may be asked for."""
    lines = (SOURCE / "standard-8105.txt").read_text(encoding="utf-8").splitlines()
    return frozenset("".join(line for line in lines if not line.startswith("#")))


@cache
def advances(role: Role) -> Mapping[int, int]:
    """Widths, in thousandths of the type size, of the characters that are not full width."""
    with TTFont(file_of(MAIN[role]), lazy=True) as font:
        widths = font["hmtx"].metrics
        cmap = font.getBestCmap().items()
        return {code: widths[name][0] for code, name in cmap if widths[name][0] != FULL_WIDTH}


@cache
def _shapes(family: str) -> uharfbuzz.Font:
    """A family of ours, to ask for the outline of a character."""
    return uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(file_of(family)))))


def depth(text: str, role: Role) -> float:
    """How far the ink of a text (墨迹) goes below its baseline, in type sizes; 0 for what cannot be drawn."""
    return max((_depth(char, role) for char in text), default=0.0)


def _depth(char: str, role: Role) -> float:
    shapes = _shapes(face_for(char, role) or MAIN[role])
    drawn = shapes.get_nominal_glyph(ord(char))
    extents = shapes.get_glyph_extents(drawn) if drawn else None
    return -(extents.y_bearing + extents.height) / shapes.face.upem if extents else 0.0
