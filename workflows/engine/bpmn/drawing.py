"""A chart as a picture (流程图): one static SVG with the fonts of the reader's system, in the colours of the house."""

from __future__ import annotations

from typing import Any

from lxml import etree

from workflows.engine.bpmn.chart import AT_ONCE, BOUNDARY, CATCH, END, EVENTS, GATEWAY, TIMER, USER, Element
from workflows.engine.bpmn.geometry import Box, Drawing
from workflows.engine.bpmn.lettering import NAME, TEXT, wrapped

MARGIN, LEFT = 24, 84  # around the whole; how far lane titles reach out to the left
STYLE = """
svg{font:12px system-ui,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;background:#fff}
text{fill:#1d2733;text-anchor:middle}.s{text-anchor:start}.h{font-size:18px;font-weight:600}.q{fill:#5b6672}
.l{fill:#fff;stroke:#d5dae0}.l.e{fill:#f6f8fa}.n{fill:#5b6672;text-anchor:start}
.f{fill:none;stroke:#5b6672;stroke-width:1.3;marker-end:url(#a)}.f.w{stroke:#9aa3ad;stroke-dasharray:4 3}
.u{fill:#fff;stroke:#1d2733;stroke-width:1.4}.v{fill:#eef2f6;stroke:#5b6672}
.g{fill:#fff7e6;stroke:#a86b00}.t{fill:#fff;stroke:#5b6672}.z{fill:#fff;stroke:#b3261e;stroke-width:3}
"""


def picture(drawing: Drawing) -> str:
    """The SVG, with a title and a description for those who do not see it."""
    chart, pool = drawing.chart, drawing.pool
    width, height = pool.width + LEFT + 2 * MARGIN, pool.height + 2 * MARGIN + 28
    svg = etree.Element("svg", nsmap={None: "http://www.w3.org/2000/svg"})
    svg.set("viewBox", f"{pool.x - LEFT - MARGIN:g} {pool.y - MARGIN - 28:g} {width:g} {height:g}")
    svg.set("role", "img")
    etree.SubElement(svg, "title").text = chart.title
    if chart.note:
        etree.SubElement(svg, "desc").text = chart.note
    etree.SubElement(svg, "style").text = STYLE
    _arrowhead(svg)
    _words(svg, [chart.title], pool.x - LEFT, pool.y - 14, "s h")
    for number, (lane, box) in enumerate(drawing.lanes.items()):
        _lane(svg, chart.lanes[lane], box, number)
    for flow in chart.flows:
        style = "f w" if chart.elements[flow.source].kind == BOUNDARY else "f"
        etree.SubElement(svg, "path", {"class": style, "d": _path(drawing.ways[flow.id])})
    for element in chart.elements.values():
        _symbol(svg, element, drawing)
    for flow in chart.flows:
        if flow.name:
            _words(svg, [flow.name], drawing.labels[flow.id].x, drawing.labels[flow.id].y + TEXT - 1, "s q")
    return bytes(etree.tostring(svg, encoding="UTF-8", pretty_print=True)).decode()


def _arrowhead(svg: Any) -> None:
    shape = {"id": "a", "viewBox": "0 0 8 8", "refX": "8", "refY": "4", "markerWidth": "7", "markerHeight": "7"}
    marker = etree.SubElement(etree.SubElement(svg, "defs"), "marker", {**shape, "orient": "auto"})
    etree.SubElement(marker, "path", {"d": "M0 0L8 4L0 8z", "fill": "#5b6672"})


def _lane(svg: Any, title: str, box: Box, number: int) -> None:
    shape = {"x": f"{box.x - LEFT:g}", "y": f"{box.y:g}", "width": f"{box.width + LEFT:g}", "height": f"{box.height:g}"}
    etree.SubElement(svg, "rect", {"class": "l e" if number % 2 else "l", **shape})
    lines = [line for part in title.split(" · ") for line in wrapped(part, LEFT + 20)]
    _words(svg, lines, box.x - LEFT + 10, box.y + 22, "n")


def _symbol(svg: Any, element: Element, drawing: Drawing) -> None:
    box = drawing.boxes[element.id]
    x, y = box.x + box.width / 2, box.y + box.height / 2
    if element.kind == GATEWAY:
        half = box.width / 2
        path = f"M{x - half:g} {y:g}l{half:g} -{half:g}l{half:g} {half:g}l-{half:g} {half:g}z"
        etree.SubElement(svg, "path", {"class": "g", "d": path})
    elif element.kind in EVENTS:
        _circle(svg, "z" if element.kind == END else "t", x, y, box.width / 2)
        if element.kind in (BOUNDARY, CATCH):
            _circle(svg, "t", x, y, box.width / 2 - 3)
            sign = "M0 -5V0L4 2" if element.event == TIMER else "M-5 -3.500H5V3.500H-5zL0 .5L5 -3.500"
            etree.SubElement(svg, "path", {"class": "t", "d": sign, "transform": f"translate({x:g} {y:g})"})
    else:
        shape = {
            "x": f"{box.x:g}",
            "y": f"{box.y:g}",
            "width": f"{box.width:g}",
            "height": f"{box.height:g}",
            "rx": "6",
        }
        etree.SubElement(svg, "rect", {"class": "u" if element.kind == USER else "v", **shape})
        lines = wrapped(element.name, box.width - 12)
        _words(svg, lines, x, y + (1 if element.many else 4) - (len(lines) - 1) * 8, "", step=16)
        if element.many:
            bars = "M-4 -9V0M0 -9V0M4 -9V0" if element.many == AT_ONCE else "M-5 -8H5M-5 -4H5M-5 0H5"
            etree.SubElement(
                svg, "path", {"class": "t", "d": bars, "transform": f"translate({x:g} {box.y + box.height - 4:g})"}
            )
    if element.id in drawing.labels:
        label = drawing.labels[element.id]
        lines = [element.name] if element.kind == BOUNDARY else wrapped(element.name, NAME)
        _words(svg, lines, label.x + label.width / 2, label.y + TEXT - 1, "q" if element.kind == BOUNDARY else "")


def _circle(svg: Any, style: str, x: float, y: float, radius: float) -> None:
    etree.SubElement(svg, "circle", {"class": style, "cx": f"{x:g}", "cy": f"{y:g}", "r": f"{radius:g}"})


def _words(svg: Any, lines: list[str], x: float, y: float, style: str, step: int = TEXT + 2) -> None:
    for number, line in enumerate(lines):
        text = etree.SubElement(svg, "text", {"x": f"{x:g}", "y": f"{y + step * number:g}"})
        text.text = line
        if style:
            text.set("class", style)


def _path(way: list[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in way)
