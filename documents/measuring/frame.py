"""Coordinates (坐标变换): from those of a PDF to millimetres on the page as it is shown."""

from __future__ import annotations

from dataclasses import dataclass
from math import hypot

from documents.measuring.page import MM_PER_POINT, Box

Affine = tuple[float, float, float, float, float, float]
Point = tuple[float, float]


def after(inner: Affine, outer: Affine) -> Affine:
    """The transformation that does ``inner`` first."""
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


def moved(point: Point, by: Affine) -> Point:
    """Where a point comes to lie."""
    x, y = point
    a, b, c, d, e, f = by
    return a * x + c * y + e, b * x + d * y + f


def scale(of: Affine) -> float:
    """How much longer an upright stroke becomes."""
    return hypot(of[2], of[3])


@dataclass(frozen=True)
class Frame:
    """The visible part of a page in points of the PDF, and by how many degrees it is turned clockwise when shown."""

    left: float
    bottom: float
    right: float
    top: float
    turned: int = 0

    @property
    def size(self) -> Point:
        """Width and height in millimetres, as shown."""
        sides = (self.right - self.left) * MM_PER_POINT, (self.top - self.bottom) * MM_PER_POINT
        return sides if self.turned % 180 == 0 else (sides[1], sides[0])

    @property
    def view(self) -> Affine:
        """From points of the PDF to millimetres from the upper left corner, downwards."""
        k = MM_PER_POINT
        return {
            0: (k, 0.0, 0.0, -k, -self.left * k, self.top * k),
            90: (0.0, k, k, 0.0, -self.bottom * k, -self.left * k),
            180: (-k, 0.0, 0.0, k, self.right * k, -self.bottom * k),
            270: (0.0, -k, -k, 0.0, self.top * k, self.right * k),
        }[self.turned % 360]


def box_of(points: list[Point], by: Affine) -> Box:
    """The box around points once they are moved."""
    shown = [moved(point, by) for point in points]
    xs, ys = [x for x, _y in shown], [y for _x, y in shown]
    return Box(min(xs), min(ys), max(xs), max(ys))
