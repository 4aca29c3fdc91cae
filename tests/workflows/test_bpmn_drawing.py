"""The diagram of a course can be read: nothing lies on anything else."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import combinations, pairwise
from typing import Any

import pytest
from django.utils import translation

from tests.workflows.bpmn_courses import Crowded, Waiting
from workflows.engine import catalogue
from workflows.engine.bpmn.chart import chart_of
from workflows.engine.bpmn.geometry import Box, Drawing, drawn
from workflows.engine.bpmn.lettering import wrapped

DRAWN = pytest.mark.parametrize("name", [*sorted(catalogue.processes()), "waiting", "crowded"])


@pytest.fixture(autouse=True)
def _chinese() -> Iterator[None]:
    with translation.override("zh-hans"):
        yield


@cache
def drawing_of(name: str) -> Drawing:
    own = {"waiting": Waiting, "crowded": Crowded}
    return drawn(chart_of(own[name] if name in own else catalogue.process(name)))


# -- the drawing --------------------------------------------------------------------------------------------------------


def apart(one: Box, other: Box) -> bool:
    beside = one.x + one.width <= other.x or other.x + other.width <= one.x
    return beside or one.y + one.height <= other.y or other.y + other.height <= one.y


def segments(drawing: Drawing) -> list[tuple[Any, Box]]:
    """Every straight piece of every arrow, as a thin box."""
    return [
        (flow, Box(min(a[0], b[0]), min(a[1], b[1]), abs(a[0] - b[0]), abs(a[1] - b[1])))
        for flow in drawing.chart.flows
        for a, b in pairwise(drawing.ways[flow.id])
    ]


@DRAWN
def test_no_symbol_covers_another(name: str) -> None:
    drawing = drawing_of(name)
    placed = {e.id: drawing.boxes[e.id] for e in drawing.chart.elements.values() if not e.host}
    assert [(a, b) for a, b in combinations(placed, 2) if not apart(placed[a], placed[b])] == []
    for one, element in drawing.chart.elements.items():
        box, lane = drawing.boxes[one], drawing.lanes[element.lane]
        assert lane.x <= box.x < box.x + box.width <= lane.x + lane.width, one
        assert lane.y <= box.y < box.y + box.height <= lane.y + lane.height, one


@DRAWN
def test_no_arrow_runs_through_a_symbol(name: str) -> None:
    drawing = drawing_of(name)
    placed = {e.id: drawing.boxes[e.id] for e in drawing.chart.elements.values() if not e.host}
    through = [
        (flow.id, one)
        for flow, piece in segments(drawing)
        for one, box in placed.items()
        if not apart(piece, box) and one not in (drawing.chart.at(flow.source), flow.target)
    ]
    assert through == []


@DRAWN
def test_arrows_are_square_and_end_at_the_edges_of_their_symbols(name: str) -> None:
    drawing = drawing_of(name)
    for flow, piece in segments(drawing):
        assert 0.0 in (piece.width, piece.height), flow.id
    for flow in drawing.chart.flows:
        way = drawing.ways[flow.id]
        for (x, y), box in ((way[0], drawing.boxes[flow.source]), (way[-1], drawing.boxes[flow.target])):
            middle_x, middle_y = box.x + box.width / 2, box.y + box.height / 2
            off = (round(abs(x - middle_x), 6), round(abs(y - middle_y), 6))
            assert off in ((box.width / 2, 0.0), (0.0, box.height / 2)), flow.id


@DRAWN
def test_arrows_to_different_symbols_never_lie_on_one_another(name: str) -> None:
    """They cross at points; only arrows with a common target share a way."""

    def common(one: Box, other: Box) -> float:
        wide = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
        high = min(one.y + one.height, other.y + other.height) - max(one.y, other.y)
        return max(wide, high) if wide >= 0 and high >= 0 else 0.0

    pieces = segments(drawing_of(name))
    # Four or five ways out and one in, of four corners: two leave by the same.
    full = {
        "crowded": ("vote_outcome",), "arrival": ("examine_outcome",), "transfer": ("accept_outcome", "answer_outcome"),
        "own_request": ("talk_outcome", "educate_outcome"),
    }  # fmt: skip
    pieces = [piece for piece in pieces if piece[0].source not in full.get(name, ())]
    lying = [
        (a[0].id, b[0].id) for a, b in combinations(pieces, 2) if a[0].target != b[0].target and common(a[1], b[1])
    ]
    assert lying == []


@DRAWN
def test_labels_cover_neither_symbols_nor_one_another(name: str) -> None:
    drawing = drawing_of(name)
    labels = drawing.labels
    assert [(a, b) for a, b in combinations(labels, 2) if not apart(labels[a], labels[b])] == []
    crossed = [(a, flow.id) for a in labels for flow, piece in segments(drawing) if not apart(labels[a], piece)]
    assert crossed == []
    covered = [(a, b) for a in labels for b, box in drawing.boxes.items() if not apart(labels[a], box)]
    assert [(a, b) for a, b in covered if drawing.chart.elements[b].kind != "exclusiveGateway"] == []


@DRAWN
def test_the_course_runs_from_left_to_right(name: str) -> None:
    """Only an arrow to what the regulation wrote before leads back."""
    drawing = drawing_of(name)
    order = list(drawing.chart.elements)
    for flow in drawing.chart.flows:
        source = drawing.chart.at(flow.source)
        if order.index(flow.target) > order.index(source):
            assert drawing.boxes[flow.target].x > drawing.boxes[source].x, flow.id


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("编号作废", 120, ["编号作废"]),
        ("上面是否有党总支？", 60, ["上面是否有", "党总支？"]),
        ("是否在同一党委内？", 96, ["是否在同一党委", "内？"]),
        ("Approval of the letter", 60, ["Approval", "of the", "letter"]),
        ("", 60, [""]),
    ],
)
def test_where_lines_break(text: str, width: float, lines: list[str]) -> None:
    assert wrapped(text, width) == lines
