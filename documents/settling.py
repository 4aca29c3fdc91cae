"""Settling a PDF (定稿): every object put into bytes once, and what many papers share deflated once.

WeasyPrint's writer asks each object for its bytes twice, once for the file and once for its identifier, and deflates it
each time. The bytes are the same ones either way.
"""

from __future__ import annotations

import zlib
from functools import lru_cache
from typing import Any

import pydyf

LEVEL = 9  # the writer's own
SHARED = 2048  # bytes from which on a stream is worth remembering: fonts, the colour profile
KEPT = 256


class Settled(pydyf.Object):
    """An object whose bytes are known."""

    def __init__(self, data: bytes, number: int, *, compressible: bool) -> None:
        """Take the place of the object with this number."""
        super().__init__()
        self.number, self._data, self._compressible = number, data, compressible

    @property
    def data(self) -> bytes:
        """Its bytes."""
        return self._data

    @property
    def compressible(self) -> bool:
        """Whether it may stand in an object stream: anything but a stream may."""
        return self._compressible


def settle(_document: Any, pdf: Any) -> None:
    """Replace all objects of a finished PDF by their bytes; made to be a ``finisher`` of WeasyPrint's ``write_pdf``."""
    for place, one in enumerate(pdf.objects):
        if one.free == "f":
            continue
        stream = isinstance(one, pydyf.Stream)
        data = _stream(one) if stream else one.data
        pdf.objects[place] = Settled(data, one.number, compressible=not stream)


def _stream(one: Any) -> bytes:
    """The bytes of a stream; a large one that is a single piece is deflated once for all papers."""
    whole = one.stream[0] if len(one.stream) == 1 else None
    if not (one.compress and isinstance(whole, bytes) and len(whole) >= SHARED):
        return bytes(one.data)
    packed = _deflated(whole)
    said = pydyf.Dictionary({**one.extra, "Filter": "/FlateDecode", "Length": len(packed)})
    return b"\n".join((said.data, b"stream", packed, b"endstream"))


@lru_cache(maxsize=KEPT)
def _deflated(content: bytes) -> bytes:
    return zlib.compress(content, LEVEL)
