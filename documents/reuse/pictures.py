"""Pictures (图像): decoded and encoded once for as long as they are kept; a seal stands on many papers, a QR code on one.

A QR code is not decoded at all: stock makes three bytes of each of its bits, and packs them twice.
"""

from __future__ import annotations

import base64
import hashlib
from typing import Any

import pydyf
from weasyprint import document
from weasyprint.images import RasterImage

from documents import reuse

KEPT = 500
PNG = "data:image/png;base64,"
SIGNATURE = 8  # bytes at the head of a PNG
LENGTH, NAME, CHECKSUM = 4, 4, 4  # bytes around the content of each of its chunks
BITS = b"\1\0\0\0\0"  # one bit a pixel, grey; compressed, filtered and ordered as everybody does
_stock, _stock_picture = RasterImage.get_x_object, document.original_get_image_from_uri


class Pictures:
    """Pictures by their address, in the form of WeasyPrint's own ``cache``."""

    def __init__(self) -> None:
        """Keep none yet."""
        self._kept: dict[str, Any] = {}

    def for_a_paper(self) -> dict[str, Any]:
        """Those there are; none after some hundred, nearly all of which were QR codes, and none for the stock parts."""
        if not reuse.installed():
            return {}
        if len(self._kept) > KEPT:
            self._kept = {}
        return self._kept


def _x_object(picture: Any, interpolate: bool, ratio: float) -> Any:
    """A picture as an object of a PDF."""
    kept = picture.__dict__.setdefault("kept_objects", {})
    if (interpolate, ratio) not in kept:
        kept[interpolate, ratio] = _stock(picture, interpolate, ratio)
    return _again(kept[interpolate, ratio])


def _again(made: Any) -> Any:
    """The same stream, to be numbered in another file."""
    extra = made.extra.copy()
    if "SMask" in extra:
        extra["SMask"] = _again(extra["SMask"])
    return type(made)(made.stream, extra, made.compress)


class Bits(RasterImage):
    """A PNG of one bit for a pixel, which a PDF takes as it is (ISO 32000-1, 7.4.4.4)."""

    def __init__(self, address: str, head: bytes, packed: bytes) -> None:
        """Keep what a PDF wants."""
        self.id = hashlib.md5(address.encode(), usedforsecurity=False).hexdigest()
        self.width, self.height = int.from_bytes(head[:4], "big"), int.from_bytes(head[4:8], "big")
        self.ratio, self._dpi, self.packed = self.width / self.height, None, packed

    def get_x_object(self, interpolate: bool, _ratio: float) -> Any:
        """The picture as an object of a PDF."""
        packed = pydyf.Dictionary({"Predictor": 15, "Columns": self.width, "BitsPerComponent": 1, "Colors": 1})
        said = {
            "Type": "/XObject", "Subtype": "/Image", "Width": self.width, "Height": self.height,
            "ColorSpace": "/DeviceGray", "BitsPerComponent": 1, "Interpolate": "true" if interpolate else "false",
            "Filter": "/FlateDecode", "DecodeParms": packed,
        }  # fmt: skip
        return pydyf.Stream([self.packed], said)


def _picture(cache: dict[str, Any], url_fetcher: Any, options: Any, url: str, **others: Any) -> Any:
    """The picture at an address."""
    if url not in cache and url.startswith(PNG):
        chunks = _chunks(base64.b64decode(url[len(PNG) :]))
        if chunks.keys() == {b"IHDR", b"IDAT", b"IEND"} and chunks[b"IHDR"][8:] == BITS:
            cache[url] = Bits(url, chunks[b"IHDR"], chunks[b"IDAT"])
    return _stock_picture(cache, url_fetcher, options, url, **others)


def _chunks(png: bytes) -> dict[bytes, bytes]:
    """The parts of a PNG that we made or Pillow; those of one name together."""
    chunks: dict[bytes, bytes] = {}
    place = SIGNATURE
    while place < len(png):
        start = place + LENGTH + NAME
        end = start + int.from_bytes(png[place : place + LENGTH], "big")
        name = png[place + LENGTH : start]
        chunks[name] = chunks.get(name, b"") + png[start:end]
        place = end + CHECKSUM
    return chunks


PARTS = ((RasterImage, "get_x_object", _x_object), (document, "original_get_image_from_uri", _picture))
