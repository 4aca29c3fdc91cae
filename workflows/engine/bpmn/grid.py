"""Where each symbol stands (图元布局): columns in the order of the course, rows inside the lane of its post."""

from __future__ import annotations

from dataclasses import dataclass, field

from workflows.engine.bpmn.chart import Chart


@dataclass
class Grid:
    """Column and row of each symbol that has a place of its own; the rows of each lane, from top to bottom."""

    column: dict[str, int] = field(default_factory=dict)
    row: dict[str, int] = field(default_factory=dict)
    rows: dict[str, list[int]] = field(default_factory=dict)

    @property
    def columns(self) -> int:
        """How many columns there are."""
        return 1 + max(self.column.values())

    @property
    def height(self) -> int:
        """How many rows there are."""
        return sum(len(rows) for rows in self.rows.values())


def placed(chart: Chart) -> Grid:
    """Columns first, then rows."""
    grid = Grid(column=_columns(chart))
    local = _local_rows(chart, grid.column)
    below = 0
    for lane in chart.lanes:
        height = 1 + max(row for name, row in local.items() if chart.elements[name].lane == lane)
        grid.rows[lane] = list(range(below, below + height))
        below += height
    grid.row = {name: grid.rows[chart.elements[name].lane][row] for name, row in local.items()}
    return grid


def _columns(chart: Chart) -> dict[str, int]:
    """One column further than whatever leads there and is written before: ways back do not count."""
    column: dict[str, int] = {}
    for name, element in chart.elements.items():
        if not element.host:
            before = [column[at] for at in _sources(chart, name) if at in column]
            column[name] = 1 + max(before, default=-1)
    return column


def _sources(chart: Chart, name: str) -> list[str]:
    return [chart.at(flow.source) for flow in chart.flows if flow.target == name]


def _local_rows(chart: Chart, column: dict[str, int]) -> dict[str, int]:
    """The row of each symbol inside its lane: that of what leads there if the way is free, else the next free one."""
    taken: dict[str, set[tuple[int, int]]] = {lane: set() for lane in chart.lanes}
    row: dict[str, int] = {}
    for name in sorted(column, key=lambda n: (column[n], list(chart.elements).index(n))):
        lane = chart.elements[name].lane
        before = [
            s for s in _sources(chart, name) if s in row and chart.elements[s].lane == lane and column[s] < column[name]
        ]
        row[name] = _free_row(taken[lane], column, row, name, before)
        start = max((column[s] + 1 for s in before if row[s] == row[name]), default=column[name])
        taken[lane].update((at, row[name]) for at in range(start, column[name] + 1))
    return row


def _free_row(
    taken: set[tuple[int, int]], column: dict[str, int], row: dict[str, int], name: str, before: list[str]
) -> int:
    for source in sorted(before, key=lambda s: -column[s]):
        if not any((at, row[source]) in taken for at in range(column[source] + 1, column[name] + 1)):
            return row[source]
    return next(free for free in range(len(taken) + 1) if (column[name], free) not in taken)
