"""Pictures (图像): decoded and encoded once for as long as they are kept; a seal stands on many papers, a QR code on one."""

from __future__ import annotations

from typing import Any

from weasyprint.images import RasterImage

KEPT = 500
_stock = RasterImage.get_x_object


class Pictures:
    """Pictures by their address, in the form of WeasyPrint's own ``cache``."""

    def __init__(self) -> None:
        """Keep none yet."""
        self._kept: dict[str, Any] = {}

    def for_a_paper(self) -> dict[str, Any]:
        """Those there are; none after some hundred, nearly all of which were QR codes."""
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


PARTS = ((RasterImage, "get_x_object", _x_object),)
