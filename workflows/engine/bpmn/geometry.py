"""From lines to points on paper (坐标): boxes, arrows and labels, as tight as what runs between them allows."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

from workflows.engine.bpmn import grid as grids
from workflows.engine.bpmn import lines
from workflows.engine.bpmn.chart import BOUNDARY, EVENTS, GATEWAY, Chart, Element
from workflows.engine.bpmn.lettering import NAME, TEXT, width_of, wrapped
from workflows.engine.bpmn.lines import ABOVE, ACROSS, ALONG, BESIDE, NORTH, Maze

TASK, GATE, EVENT, GUEST = (120, 60), (40, 40), (36, 36), (28, 28)
TRACK, GAP, BAND, TITLE = 12, 14, 48, 30  # between tracks; beside them; half a row; the band of titles on the left


Way = list[tuple[float, float]]  # the corners of an arrow


@dataclass(frozen=True)
class Box:
    """A rectangle on paper."""

    x: float
    y: float
    width: float
    height: float


@dataclass
class Drawing:
    """Everything with its place: symbols, labels, arrows, lanes and the whole."""

    chart: Chart
    boxes: dict[str, Box] = field(default_factory=dict)
    labels: dict[str, Box] = field(default_factory=dict)
    ways: dict[str, Way] = field(default_factory=dict)
    lanes: dict[str, Box] = field(default_factory=dict)
    pool: Box = field(default_factory=lambda: Box(0, 0, 0, 0))


def drawn(chart: Chart) -> Drawing:
    """Lay out a chart."""
    grid = grids.placed(chart)
    maze = Maze(chart, grid)
    corners = lines.ways(chart, grid)
    drawing = Drawing(chart)
    xs, width = _across(chart, grid, corners)
    ys = _down(grid, corners, drawing, width)
    for name, element in chart.elements.items():
        drawing.boxes[name] = _box(element, maze, xs, ys)
    for flow in chart.flows:
        way = [(xs[x], ys[y]) for x, y in corners[flow.id]]
        drawing.ways[flow.id] = _clipped(drawing.boxes[flow.source], drawing.boxes[flow.target], way)
    for flow in chart.flows:
        if flow.name:
            others = [drawing.ways[one.id] for one in chart.flows if one.source == flow.source and one is not flow]
            own = _own_way(drawing.ways[flow.id], others)
            parted = own[0] != drawing.ways[flow.id][0]
            drawing.labels[flow.id] = _beside(flow.name, own, away=TEXT + 6 if parted else 0)
    for name, element in chart.elements.items():
        if element.name and (element.kind == GATEWAY or element.kind in EVENTS):
            drawing.labels[name] = _label(element, drawing.boxes[name], drawing.boxes.get(element.host))
    return drawing


# -- coordinates --------------------------------------------------------------------------------------------------------


def _size(element: Element) -> tuple[int, int]:
    if element.kind == BOUNDARY:
        return GUEST
    return GATE if element.kind == GATEWAY else EVENT if element.kind in EVENTS else TASK


def _across(chart: Chart, grid: grids.Grid, corners: dict[str, list[lines.Point]]) -> tuple[dict[int, float], float]:
    """The x of every vertical line, and the whole width; a track that nobody uses takes no room."""
    used = {x for way in corners.values() for x, _ in way}
    xs: dict[int, float] = {}
    x = 2.0 * TITLE
    for column in range(grid.columns + 1):
        if column:
            x += _half(chart, grid, column - 1) + _room(chart, grid, column - 1)
        tracks = [line for line in range(column * ACROSS, column * ACROSS + BESIDE) if line in used]
        x += GAP
        for track in tracks:
            xs[track], x = x, x + TRACK
        x += GAP - (TRACK if tracks else 0) + (_shared(chart, grid, column - 1) if column else 0)
        if column < grid.columns:
            x += _half(chart, grid, column)
            xs[column * ACROSS + BESIDE] = x
    return xs, x


def _here(chart: Chart, grid: grids.Grid, column: int) -> list[Element]:
    return [chart.elements[name] for name, at in grid.column.items() if at == column]


def _half(chart: Chart, grid: grids.Grid, column: int) -> float:
    """Half the width of a column: that of its widest symbol, or of a name beside a symbol."""
    names = (min(width_of(e.name), NAME) for e in _here(chart, grid, column) if e.kind == GATEWAY or e.kind in EVENTS)
    return max(*names, *(_size(e)[0] for e in _here(chart, grid, column)), 0) / 2


def _room(chart: Chart, grid: grids.Grid, column: int) -> float:
    """How far the labels of outcomes reach out of their column."""
    here = {e.id for e in _here(chart, grid, column)}
    widest = max((width_of(flow.name) for flow in chart.flows if flow.source in here and flow.name), default=0.0)
    return max(0.0, GATE[0] / 2 + widest + 6 - _half(chart, grid, column)) if widest else 0.0


def _shared(chart: Chart, grid: grids.Grid, column: int) -> float:
    """Room for a label behind the tracks, where a fourth outcome parts from the one whose corner it shares."""
    leaving = [[f.name for f in chart.flows if f.source == e.id and f.name] for e in _here(chart, grid, column)]
    return max((width_of(name) + 6 for names in leaving if len(names) > 3 for name in names), default=0.0)


def _down(grid: grids.Grid, corners: dict[str, list[lines.Point]], drawing: Drawing, width: float) -> dict[int, float]:
    """The y of every horizontal line; the lanes and the pool around them."""
    used = {y for way in corners.values() for _, y in way}
    ys: dict[int, float] = {}
    y, tops = 0.0, {}
    for row in range(grid.height):
        tops[row] = y
        upper = [line for line in range(row * ALONG, row * ALONG + ABOVE) if line in used]
        lower = [line for line in range(row * ALONG + ABOVE + 1, (row + 1) * ALONG) if line in used]
        for line in upper:
            y += TRACK
            ys[line] = y
        y += _headroom(drawing.chart, grid, row)
        ys[lines.line_of_row(row)] = y
        y += BAND
        for line in lower:
            ys[line], y = y, y + TRACK
    tops[grid.height] = y
    drawing.pool = Box(0, 0, width, y)
    for lane, rows in grid.rows.items():
        drawing.lanes[lane] = Box(TITLE, tops[rows[0]], width - TITLE, tops[rows[-1] + 1] - tops[rows[0]])
    return ys


def _headroom(chart: Chart, grid: grids.Grid, row: int) -> float:
    """From the middle of a row up to its tracks: half a row, or more where the question of a gateway takes several lines."""
    asked = [e.name for e in chart.elements.values() if e.kind == GATEWAY and e.name and grid.row[e.id] == row]
    return max((BAND, *(GATE[1] / 2 + len(wrapped(name, NAME)) * (TEXT + 2) + 2 for name in asked)))


# -- boxes and labels ---------------------------------------------------------------------------------------------------


def _box(element: Element, maze: Maze, xs: dict[int, float], ys: dict[int, float]) -> Box:
    column, row = maze.place(element.id)
    (width, height), y = _size(element), ys[row]
    if element.kind == BOUNDARY:
        y += TASK[1] / 2 * (-1 if lines.side_of(maze, element.id) == NORTH else 1)
    return Box(xs[column] - width / 2, y - height / 2, width, height)


def _clipped(source: Box, target: Box, way: Way) -> Way:
    """An arrow from edge to edge instead of from middle to middle."""
    return [_edge(source, way[0], way[1]), *way[1:-1], _edge(target, way[-1], way[-2])]


def _edge(box: Box, inner: tuple[float, float], outer: tuple[float, float]) -> tuple[float, float]:
    if inner[1] == outer[1]:
        return (box.x + (box.width if outer[0] > inner[0] else 0), inner[1])
    return (inner[0], box.y + (box.height if outer[1] > inner[1] else 0))


def _own_way(way: Way, others: list[Way]) -> Way:
    """An arrow from where it parts from its siblings: a gateway has three free corners, a fourth outcome shares one."""
    return min((_parted(way, other) for other in others), key=len_of, default=way)


def _parted(way: Way, other: Way) -> Way:
    """What is left of an arrow after the stretch at its beginning that another one shares."""
    for at, ((start, mine), (beginning, theirs)) in enumerate(zip(pairwise(way), pairwise(other), strict=False)):
        turn = (mine[0] - start[0]) * (theirs[1] - start[1]) - (mine[1] - start[1]) * (theirs[0] - start[0])
        ahead = (mine[0] - start[0]) * (theirs[0] - start[0]) + (mine[1] - start[1]) * (theirs[1] - start[1])
        if start != beginning or turn or ahead < 0:
            return way[at:]
        if mine != theirs:
            shorter = len_of([start, mine]) < len_of([start, theirs])
            return way[at + 1 :] if shorter else [theirs, *way[at + 1 :]]
    return way[-2:]


def len_of(way: Way) -> float:
    """How long an arrow is."""
    return sum(abs(x - to_x) + abs(y - to_y) for (x, y), (to_x, to_y) in pairwise(way))


def _beside(text: str, way: Way, *, away: int) -> Box:
    """The label of an outcome: above an arrow that leaves to the right, else to the right of it, so far away."""
    (x, y), (_, to_y) = way[0], way[1]
    if y == to_y:
        return Box(x + 3, y - TEXT - 5, width_of(text), TEXT + 2)
    return Box(x + 4, y + 1 + away if to_y > y else y - TEXT - 3 - away, width_of(text), TEXT + 2)


def _label(element: Element, box: Box, host: Box | None) -> Box:
    if host is not None:
        upper = box.y < host.y
        return Box(
            box.x + box.width + 2,
            host.y - TEXT - 3 if upper else host.y + host.height + 1,
            width_of(element.name),
            TEXT + 2,
        )
    lines_ = wrapped(element.name, NAME)
    width, height = max(width_of(line) for line in lines_), len(lines_) * (TEXT + 2)
    middle = box.x + box.width / 2
    return Box(
        middle - width / 2, box.y - height - 1 if element.kind == GATEWAY else box.y + box.height + 2, width, height
    )
