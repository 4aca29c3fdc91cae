"""Looking into pictures (查验图片): they are decoded and written anew, so that nothing but the picture stays.

Where and when it was taken, with what, a thumbnail of what was cut away: all of it is gone afterwards.
"""

from __future__ import annotations

import io
import struct
import warnings
from typing import Any

from PIL import Image, ImageOps

from documents.inspection.unfit import Fault, Unfit

MOST_PIXELS = 25_000_000
# A photograph with more than these is halved as it is decoded: whole, it would need too much memory.
MOST_KEPT = 16_000_000
LONGEST_EDGE = 20_000
QUALITY = 88
_PNG = b"\x89PNG\r\n\x1a\n"
_ALONE = {0x01, *range(0xD0, 0xD8)}  # markers of a JPEG that have no length
_MODES = {"JPEG": ("L", "RGB"), "PNG": ("1", "L", "LA", "RGB", "RGBA")}


def anew(content: bytes, kind: str) -> memoryview:
    """The picture alone, in the same format; Unfit if it is none, is too large, moves, or has something behind it."""
    end = _end_of_png(content) if kind == "PNG" else _end_of_jpeg(content)
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        Image.MAX_IMAGE_PIXELS = MOST_PIXELS
        try:
            return _written(content, kind, rest=content[end:].strip(b"\0\r\n "))
        except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError) as error:
            raise Unfit(Fault.PIXELS) from error
        except (OSError, SyntaxError, ValueError, EOFError, struct.error, IndexError, KeyError) as error:
            raise Unfit(Fault.DAMAGED) from error


def _written(content: bytes, kind: str, *, rest: bytes) -> memoryview:
    with Image.open(io.BytesIO(content), formats=[kind, "MPO"] if kind == "JPEG" else [kind]) as picture:
        if rest and picture.format != "MPO":
            raise Unfit(Fault.AROUND)
        if not _small_enough(picture, kind):
            raise Unfit(Fault.PIXELS)
        if picture.format == "PNG" and getattr(picture, "is_animated", False):
            raise Unfit(Fault.MOVING)
        upright = ImageOps.exif_transpose(picture)
        clean = upright if upright.mode in _MODES[kind] else upright.convert("RGB" if kind == "JPEG" else "RGBA")
        clean.info = {}
        out = io.BytesIO()
        clean.save(out, kind, **({"quality": QUALITY} if kind == "JPEG" else {}))
        return out.getbuffer()


def _small_enough(picture: Any, kind: str) -> bool:
    """True if the picture may be decoded, a large photograph at half its size."""
    points = picture.width * picture.height
    if points > MOST_KEPT and kind == "JPEG":
        picture.draft(None, (picture.width // 2, picture.height // 2))
    return points <= MOST_PIXELS and max(picture.size) <= LONGEST_EDGE and picture.width * picture.height <= MOST_KEPT


def _end_of_png(content: bytes) -> int:
    """Where the last chunk of a PNG ends."""
    at = len(_PNG)
    while at + 12 <= len(content):
        length, name = struct.unpack(">I4s", content[at : at + 8])
        at += 12 + length
        if name == b"IEND" and at <= len(content):
            return at
    raise Unfit(Fault.DAMAGED)


def _end_of_jpeg(content: bytes) -> int:
    """Where the first picture of a JPEG ends: marker by marker, since a thumbnail inside has an end of its own."""
    at = 2
    while at + 4 <= len(content):
        if content[at] != 0xFF:
            raise Unfit(Fault.DAMAGED)
        marker = content[at + 1]
        if marker == 0xD9:
            return at + 2
        if marker == 0xFF:
            at += 1
        elif marker in _ALONE:
            at += 2
        else:
            at += 2 + int.from_bytes(content[at + 2 : at + 4], "big")
            at = _behind_scan(content, at) if marker == 0xDA else at
    if content[at : at + 2] == b"\xff\xd9":
        return at + 2
    raise Unfit(Fault.DAMAGED)


def _behind_scan(content: bytes, at: int) -> int:
    """The next marker behind coded data, in which FF is followed by 00 or a restart."""
    while (at := content.find(b"\xff", at)) != -1 and at + 1 < len(content):
        if content[at + 1] != 0 and not 0xD0 <= content[at + 1] <= 0xD7:
            return at
        at += 2
    raise Unfit(Fault.DAMAGED)
