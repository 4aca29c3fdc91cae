"""Pictures that somebody may bring as a seal."""

from __future__ import annotations

import io
from typing import Any

from PIL import Image, ImageDraw

RED, CLEAR, WHITE = (200, 0, 0, 255), (0, 0, 0, 0), (255, 255, 255, 255)


def ring(side: int = 400, *, ground: Any = CLEAR, high: int = 0, kind: str = "PNG", inner: int = 20) -> bytes:
    """A red ring of some pixels a side on a ground."""
    image = Image.new("RGBA", (side, high or side), ground)
    ImageDraw.Draw(image).ellipse((4, 4, side - 5, side - 5), outline=RED, width=inner)
    target = io.BytesIO()
    (image.convert("RGB") if kind == "JPEG" else image).save(target, kind)
    return target.getvalue()


def blank(side: int) -> bytes:
    """A clear ground and nothing on it."""
    target = io.BytesIO()
    Image.new("LA", (side, side)).save(target, "PNG")
    return target.getvalue()


def padded(picture: bytes, size: int) -> bytes:
    """A picture with so much behind it that it has as many bytes."""
    return picture + b"0" * (size - len(picture))
