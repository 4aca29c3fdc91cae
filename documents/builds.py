"""Builds (版本): of what a paper was set, so that it can be told, years later, why the same facts give the same bytes or not.

The bytes of a paper are those of its facts, number and date, and of what is named here: the template with its style
sheets, the code that sets papers, the fonts, and each library that has a hand in the file.
"""

from __future__ import annotations

import hashlib
import platform
import zlib
from collections.abc import Callable
from functools import cache
from importlib.metadata import version

from documents import kinds, typefaces

LIBRARIES = ("weasyprint", "pydyf", "tinycss2", "cssselect2", "uharfbuzz", "pillow", "segno", "django")


def of(kind: kinds.PaperKind) -> dict[str, str]:
    """Name -> version or SHA-256 (hexadecimal); called in the process that sets the paper."""
    return {"template": kinds.version(kind), "typesetting": own_code(), "fonts": _fonts(), **_libraries()}


@cache
def own_code() -> str:
    """SHA-256 of the code of this package that papers are set with."""
    sources = sorted((*kinds.HERE.glob("*.py"), *(kinds.HERE / "reuse").glob("*.py")))
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in sources)).hexdigest()


def _fonts() -> str:
    """SHA-256 of the list of fonts, which has the SHA-256 of each."""
    return hashlib.sha256((typefaces.SOURCE / "manifest.json").read_bytes()).hexdigest()


@cache
def _libraries() -> dict[str, str]:
    """Their versions, those written in C as they are loaded."""
    typefaces.ready()
    from weasyprint.text.ffi import harfbuzz, pango  # noqa: PLC0415 - fontconfig reads its configuration once

    number = pango.pango_version()  # 1.50.12 is 15012
    return {
        "python": platform.python_version(),
        "zlib": zlib.ZLIB_RUNTIME_VERSION,
        "pango": f"{number // 10000}.{number // 100 % 100}.{number % 100}",
        "harfbuzz": _newest(harfbuzz.hb_version_atleast),
        **{name: version(name) for name in LIBRARIES},
    }


def _newest(at_least: Callable[[int, int, int], int]) -> str:
    """The version of a library that tells only whether it is at least some version."""
    found = (0, 0, 0)
    for place in range(3):
        while at_least(*_raised(found, place)):
            found = _raised(found, place)
    return ".".join(map(str, found))


def _raised(version: tuple[int, int, int], place: int) -> tuple[int, int, int]:
    """A version with one of its numbers one higher."""
    major, minor, micro = (number + (at == place) for at, number in enumerate(version))
    return major, minor, micro
