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
