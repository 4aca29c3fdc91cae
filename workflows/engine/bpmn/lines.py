"""How arrows run between the symbols (连线): a maze of tracks, solved arrow by arrow.

Between two columns, and above and below each row, lie tracks. An arrow takes the cheapest way along them: short, with
few bends, around every symbol, never on top of another arrow. Only arrows that lead to the same symbol may share a
track: they flow together like streets, which is what keeps many returns to one step readable.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import pairwise

from workflows.engine.bpmn.chart import BOUNDARY, GATEWAY, TASKS, Chart, Flow
from workflows.engine.bpmn.grid import Grid

BESIDE, ABOVE = 6, 4  # tracks between two columns; above, and again below, each row
ACROSS, ALONG = BESIDE + 1, 2 * ABOVE + 1  # lines per column and per row
BEND, CROSSING, TOUCHING, OVERLAP, SHARED = 5.0, 3.0, 12.0, 80.0, 0.4

Point = tuple[int, int]  # a crossing of two lines, counted from the left and from the top
EAST, WEST, SOUTH, NORTH = (1, 0), (-1, 0), (0, 1), (0, -1)
DIRECTIONS = (EAST, SOUTH, NORTH, WEST)


def line_of_column(column: int) -> int:
    """The line through the middle of a column."""
    return column * ACROSS + BESIDE


def line_of_row(row: int) -> int:
    """The line through the middle of a row."""
    return row * ALONG + ABOVE


@dataclass
class Maze:
    """The tracks, what stands on them and who runs there already."""

    chart: Chart
    grid: Grid
    standing: dict[Point, str] = field(default_factory=dict)
    used: dict[tuple[Point, Point], set[str]] = field(default_factory=lambda: defaultdict(set))
    turning: dict[Point, set[str]] = field(default_factory=lambda: defaultdict(set))

    def __post_init__(self) -> None:
        for name in self.grid.column:
            self.standing[self.place(name)] = name
        self.width, self.height = self.grid.columns * ACROSS + BESIDE, self.grid.height * ALONG

    def place(self, name: str) -> Point:
        """Where a symbol stands; a boundary event stands with its host."""
        at = self.chart.at(name)
        return line_of_column(self.grid.column[at]), line_of_row(self.grid.row[at])


def ways(chart: Chart, grid: Grid) -> dict[str, list[Point]]:
    """The corners of every arrow, from the middle of its source to the middle of its target."""
    maze = Maze(chart, grid)
    found: dict[str, list[Point]] = {}
    for flow in sorted(chart.flows, key=lambda f: _urgency(maze, f)):
        way = _solve(maze, flow)
        for one, other in pairwise(way):
            maze.used[min(one, other), max(one, other)].add(flow.target)
        corners = _corners(way)
        for corner in corners[1:-1]:
            maze.turning[corner].add(flow.target)
        found[flow.id] = corners
    return {flow.id: found[flow.id] for flow in chart.flows}


def side_of(maze: Maze, name: str) -> Point:
    """Where a boundary event sits: at the edge of its host that looks towards its target; a second one opposite."""
    host = maze.chart.elements[name].host
    guests = [one.id for one in maze.chart.elements.values() if one.host == host]
    flow = next(flow for flow in maze.chart.flows if flow.source == guests[0])
    upwards = maze.place(flow.target)[1] <= maze.place(host)[1]
    return NORTH if upwards == (name == guests[0]) else SOUTH


def _urgency(maze: Maze, flow: Flow) -> tuple[bool, int, int]:
    """Short ways first, ways back and ways of calling off last."""
    (x, y), (to_x, to_y) = maze.place(flow.source), maze.place(flow.target)
    return to_x <= x or bool(maze.chart.elements[flow.source].host), abs(to_y - y) + abs(to_x - x), x


def _corners(way: list[Point]) -> list[Point]:
    def straight(one: Point, two: Point, three: Point) -> bool:
        return one[0] == two[0] == three[0] or one[1] == two[1] == three[1]

    kept = [two for one, two, three in zip(way, way[1:], way[2:], strict=False) if not straight(one, two, three)]
    return [way[0], *kept, way[-1]]


def _exits(maze: Maze, name: str) -> tuple[Point, ...]:
    element = maze.chart.elements[name]
    if element.kind == BOUNDARY:
        return (side_of(maze, name),)
    if element.kind == GATEWAY:
        return (EAST, SOUTH) if element.name else (EAST, SOUTH, NORTH)
    return (EAST,)


def _entries(maze: Maze, name: str) -> tuple[Point, ...]:
    """The directions in which an arrow may arrive."""
    if maze.chart.elements[name].kind not in TASKS:
        return (EAST,)
    guests = [e.id for e in maze.chart.elements.values() if e.host == name]
    sides = {side_of(maze, guest) for guest in guests}
    return (EAST, *((SOUTH,) if NORTH not in sides else ()), *((NORTH,) if SOUTH not in sides else ()))


def _solve(maze: Maze, flow: Flow) -> list[Point]:
    """The cheapest way (A*); every state is a point and the direction in which it was reached."""
    start, goal = maze.place(flow.source), maze.place(flow.target)
    entries = _entries(maze, flow.target)
    heap: list[tuple[float, float, Point, Point]] = []
    cost: dict[tuple[Point, Point], float] = {}
    back: dict[tuple[Point, Point], tuple[Point, Point]] = {}
    for way in _exits(maze, flow.source):
        cost[start, way] = 0.0
        heappush(heap, (0.0, 0.0, start, way))
    while heap:
        _, spent, point, way = heappop(heap)
        if spent > cost[point, way]:
            continue
        if point == goal and way in entries:
            return _walked(back, (point, way))
        for state, price in _steps(maze, flow, point, way, goal):
            if spent + price < cost.get(state, float("inf")):
                cost[state], back[state] = spent + price, (point, way)
                # Not a lower bound, since shared tracks are cheaper: a little greed is faster, and gives fewer bends.
                guess = abs(goal[0] - state[0][0]) + abs(goal[1] - state[0][1])
                heappush(heap, (spent + price + guess, spent + price, *state))
    raise ValueError(f"there is no way for {flow.id}")


def _walked(back: dict[tuple[Point, Point], tuple[Point, Point]], state: tuple[Point, Point]) -> list[Point]:
    way = [state[0]]
    while state in back:
        state = back[state]
        if state[0] != way[-1]:
            way.append(state[0])
    return way[::-1]


def _steps(
    maze: Maze, flow: Flow, point: Point, way: Point, goal: Point
) -> Iterator[tuple[tuple[Point, Point], float]]:
    """One line straight on, or a turn on the spot."""
    ahead = (point[0] + way[0], point[1] + way[1])
    inside = 0 <= ahead[0] < maze.width and 0 <= ahead[1] < maze.height
    if inside and (ahead == goal or ahead not in maze.standing):
        yield (ahead, way), _price(maze, flow, point, ahead)
    if point not in maze.standing:
        bend = BEND + (TOUCHING if maze.turning[point] - {flow.target} or _foreign_at(maze, flow, point, way) else 0)
        for other in DIRECTIONS:
            if other[0] * way[0] + other[1] * way[1] == 0:
                yield (point, other), bend


def _price(maze: Maze, flow: Flow, point: Point, ahead: Point) -> float:
    others = maze.used.get((min(point, ahead), max(point, ahead)), set())
    price = SHARED if flow.target in others else 1.0
    if others - {flow.target}:
        price += OVERLAP
    if maze.turning[ahead] - {flow.target}:
        price += TOUCHING
    elif _foreign_at(maze, flow, ahead, (ahead[0] - point[0], ahead[1] - point[1])):
        price += CROSSING
    return price


def _foreign_at(maze: Maze, flow: Flow, point: Point, way: Point) -> bool:
    """Whether somebody else's arrow runs through a point across our way."""
    for dx, dy in ((way[1], way[0]), (-way[1], -way[0])):
        other = (point[0] + dx, point[1] + dy)
        if maze.used.get((min(point, other), max(point, other)), set()) - {flow.target}:
            return True
    return False
