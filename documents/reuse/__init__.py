"""Reuse (重用): what WeasyPrint makes anew for each paper, though it is the same, is kept from one paper to the next.

Private parts of one exact version of WeasyPrint are replaced. With any other version nothing is, and papers are set by
the stock parts: slower, with the same pixels (``tests/documents/test_reuse.py``). What each is worth: docs/performance.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

VERSION = "70.0"
WRITER_VERSION = "0.13.0"
Part = tuple[Any, str, Any]
_stock: list[Part] = []


def installed() -> bool:
    """Whether the parts are in their places."""
    return bool(_stock)


def install() -> None:
    """Replace the parts, if the installed WeasyPrint is the version whose parts are known."""
    import pydyf  # noqa: PLC0415
    import weasyprint  # noqa: PLC0415 - fontconfig must be configured before

    if installed() or (weasyprint.__version__, pydyf.__version__) != (VERSION, WRITER_VERSION):
        return
    from documents.reuse import boxes, cascade, fonts, lines, objects, pictures, strokes, styles  # noqa: PLC0415 - they import WeasyPrint

    modules = (boxes, cascade, fonts, lines, objects, pictures, strokes, styles)
    parts = [part for module in modules for part in module.PARTS]
    _stock.extend((owner, name, getattr(owner, name)) for owner, name, _part in parts)
    _put(parts)


@contextmanager
def set_aside() -> Iterator[None]:
    """Set papers with the stock parts for a while, to compare."""
    ours = [(owner, name, getattr(owner, name)) for owner, name, _part in _stock]
    kept = _stock.copy()
    _put(_stock)
    _stock.clear()
    try:
        yield
    finally:
        _put(ours)
        _stock.extend(kept)


def _put(parts: Sequence[Part]) -> None:
    for owner, name, part in parts:
        setattr(owner, name, part)
