"""Lines and pictures of a page (取线、取图): straight lines however they were drawn, images, stamps laid over a page.

A typesetter draws a line as a stroke, as a thin rectangle, or as the difference of two rectangles of which a clipping
path leaves one side; all come out as the same rule. Pieces that touch are one rule.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import pairwise
from typing import Any

import pypdfium2.raw as pdfium

from documents.measuring.frame import Affine, Point, after, box_of, scale
from documents.measuring.page import Box, Colour, Picture, Rule, union

THICKEST = 1.5  # mm; what is thicker is a bar, not a line
SHORTEST = 5.0
TOUCHING = 0.1
STRAIGHT = 0.01  # mm that the ends of a straight stroke may be out of line
STAMPS = (pdfium.FPDF_ANNOT_STAMP, pdfium.FPDF_ANNOT_WIDGET, pdfium.FPDF_ANNOT_INK)


def rules(page: Any, view: Affine) -> tuple[Rule, ...]:
    """The straight lines of a page, those at the top first."""
    found = [rule for path in page.get_objects([pdfium.FPDF_PAGEOBJ_PATH]) for rule in _rules(path, view)]
    return tuple(sorted(_joined(found), key=lambda rule: (rule.box.top, rule.box.left)))


def pictures(page: Any, view: Affine) -> tuple[Picture, ...]:
    """The images of a page and the stamps and signatures over it."""
    unit: list[Point] = [(0, 0), (1, 1)]
    shown = [box_of(unit, _placed(image, view)) for image in page.get_objects([pdfium.FPDF_PAGEOBJ_IMAGE])]
    return tuple(Picture(box) for box in [*shown, *_stamps(page, view)])


def _stamps(page: Any, view: Affine) -> Iterator[Box]:
    for place in range(pdfium.FPDFPage_GetAnnotCount(page)):
        note, area = pdfium.FPDFPage_GetAnnot(page, place), pdfium.FS_RECTF()
        if pdfium.FPDFAnnot_GetSubtype(note) in STAMPS and pdfium.FPDFAnnot_GetRect(note, area):
            yield box_of([(area.left, area.bottom), (area.right, area.top)], view)
        pdfium.FPDFPage_CloseAnnot(note)


def _placed(thing: Any, view: Affine) -> Affine:
    """From a thing's own coordinates to the page as shown, through the forms it is nested in."""
    return after(thing.get_matrix().get(), _around(thing, view))


def _around(thing: Any, view: Affine) -> Affine:
    return view if thing.container is None else _placed(thing.container, view)


def _rules(path: Any, view: Affine) -> Iterator[Rule]:
    """The lines that one path draws."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(path, fill, stroke)
    placed = _placed(path, view)
    outlines = list(_outlines(pdfium.FPDFPath_CountSegments(path), partial(pdfium.FPDFPath_GetPathSegment, path)))
    lines = [points for points, curved in outlines if not curved]
    if fill.value:
        colour = _colour(path, pdfium.FPDFPageObj_GetFillColor)
        areas = _areas([box_of(points, placed) for points in lines if _rectangle(points)])
        yield from _thin((_clipped(area, path, view) for area in areas), colour)
    if stroke.value:
        colour = _colour(path, pdfium.FPDFPageObj_GetStrokeColor)
        half = _stroke_width(path) * scale(placed) / 2
        sides = (box_of(list(side), placed) for points in lines for side in pairwise(points))
        yield from _thin((_widened(side, half) for side in sides if min(side.width, side.height) < STRAIGHT), colour)


def _outlines(count: int, segment: Callable[[int], Any]) -> Iterator[tuple[list[Point], bool]]:
    """The parts of a path: their points, and whether there is a curve among their sides."""
    points: list[Point] = []
    curved = False
    for at in range(count):
        found, x, y = segment(at), ctypes.c_float(), ctypes.c_float()
        pdfium.FPDFPathSegment_GetPoint(found, x, y)
        kind = pdfium.FPDFPathSegment_GetType(found)
        if kind == pdfium.FPDF_SEGMENT_MOVETO and points:
            yield points, curved
            points, curved = [], False
        points.append((x.value, y.value))
        curved |= kind == pdfium.FPDF_SEGMENT_BEZIERTO
        if pdfium.FPDFPathSegment_GetClose(found):
            points.append(points[0])
    yield points, curved


def _rectangle(points: list[Point]) -> bool:
    """Whether points go around an upright rectangle."""
    return len(set(points)) == 4 and all(x == u or y == v for (x, y), (u, v) in pairwise(points))


def _areas(boxes: list[Box]) -> Iterator[Box]:
    """What is filled of rectangles: of two of which one lies in the other, the four strips between them."""
    left = sorted(boxes, key=lambda box: -box.width * box.height)
    while left:
        outer = left.pop(0)
        inner = next((box for box in left if _within(box, outer)), None)
        if inner is None:
            yield outer
            continue
        left.remove(inner)
        yield Box(outer.left, outer.top, outer.right, inner.top)
        yield Box(outer.left, inner.bottom, outer.right, outer.bottom)
        yield Box(outer.left, outer.top, inner.left, outer.bottom)
        yield Box(inner.right, outer.top, outer.right, outer.bottom)


def _within(box: Box, outer: Box) -> bool:
    sideways = outer.left <= box.left and box.right <= outer.right
    return sideways and outer.top <= box.top and box.bottom <= outer.bottom


def _clipped(area: Box, path: Any, view: Affine) -> Box:
    """What the clipping paths of a path leave of an area, as far as a box can tell."""
    clip, around = pdfium.FPDFPageObj_GetClipPath(path), _around(path, view)
    for at in range(max(0, pdfium.FPDFClipPath_CountPaths(clip))):
        count = pdfium.FPDFClipPath_CountPathSegments(clip, at)
        segment = partial(pdfium.FPDFClipPath_GetPathSegment, clip, at)
        points = [point for part, _curved in _outlines(count, segment) for point in part]
        if points:
            seen = box_of(points, around)
            sides = max(area.left, seen.left), max(area.top, seen.top)
            area = Box(*sides, min(area.right, seen.right), min(area.bottom, seen.bottom))
    return area


def _widened(side: Box, half: float) -> Box:
    """A stroke along a side."""
    if side.width >= side.height:
        return Box(side.left, side.top - half, side.right, side.bottom + half)
    return Box(side.left - half, side.top, side.right + half, side.bottom)


def _thin(boxes: Iterable[Box], colour: Colour) -> Iterator[Rule]:
    for box in boxes:
        thick, long = sorted((box.width, box.height))
        if 0 < thick <= THICKEST and long >= THICKEST:
            yield Rule(box, colour)


def _joined(found: list[Rule]) -> list[Rule]:
    """Rules of a colour and a height (or a place across) that touch are one; what stays short is no line."""
    whole: list[Rule] = []
    for rule in sorted(found, key=lambda rule: (round(rule.box.top, 1), rule.box.left, rule.box.top)):
        before = next((one for one in whole if _continues(one, rule)), None)
        if before is None:
            whole.append(rule)
        else:
            whole[whole.index(before)] = Rule(union([before.box, rule.box]), rule.colour)
    return [rule for rule in whole if max(rule.box.width, rule.box.height) >= SHORTEST]


def _continues(one: Rule, other: Rule) -> bool:
    first, second = one.box, other.box
    level = _close(first.top, second.top) and _close(first.bottom, second.bottom) and second.left <= first.right + 0.1
    upright = _close(first.left, second.left) and _close(first.right, second.right) and second.top <= first.bottom + 0.1
    return one.colour == other.colour and (level or upright)


def _close(one: float, other: float) -> bool:
    return abs(one - other) < TOUCHING


def _stroke_width(path: Any) -> float:
    found = ctypes.c_float()
    pdfium.FPDFPageObj_GetStrokeWidth(path, found)
    return found.value


def _colour(path: Any, of: Callable[..., Any]) -> Colour:
    red, green, blue, alpha = (ctypes.c_uint() for _part in range(4))
    of(path, red, green, blue, alpha)
    return red.value, green.value, blue.value
