"""Settling a PDF (定稿): every object put into bytes once, and what many papers share deflated once.

WeasyPrint's writer asks each object for its bytes twice, once for the file and once for its identifier, and deflates it
each time.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import pydyf

from documents.reuse import objects

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
    """The bytes of a stream, deflated if it wants to be."""
    if not one.compress:
        return bytes(one.data)
    content = objects.content_of(one)
    shared = len(one.stream) == 1 and len(content) >= SHARED
    return objects.stream_of(one, _deflated(content) if shared else objects.deflated(content))


@lru_cache(maxsize=KEPT)
def _deflated(content: bytes) -> bytes:
    return objects.deflated(content)
