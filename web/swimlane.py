"""The chart of a case (流程图): one lane for each place, one column for each step, drawn on the server.

A column holds one box, so that a line down a column or along the edge of a lane never crosses another box.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from django.utils.translation import gettext as _

from web.casefile import CaseFile
from workflows.engine.words import Step, Subject

LEFT, COLUMN, LANE, WIDE, HIGH, TOP = 104, 120, 70, 104, 50, 10
ROOM, MOST = 1260, 1560
START = "start"


@dataclass
class Box:
    """One step on the chart."""

    name: str
    title: str
    lane: str
    state: str
    sub: str = ""
    column: int = 0
    row: int = 0
    lines: list[str] = field(default_factory=list)

    @property
    def x(self) -> int:
        """Left edge."""
        return LEFT + self.column * COLUMN

    @property
    def y(self) -> int:
        """Top edge."""
        return self.row * LANE + TOP

    @property
    def middle(self) -> int:
        """Middle, from the left."""
        return self.x + WIDE // 2

    @property
    def centre(self) -> int:
        """Middle, from the top."""
        return self.y + HIGH // 2

    @property
    def texts(self) -> list[tuple[int, str]]:
        """The lines of the title with their places from the top."""
        first = self.centre + 5 - 8 * (len(self.lines) - 1) - (8 if self.sub else 0)
        return [(first + 16 * n, line) for n, line in enumerate(self.lines)]

    @property
    def sub_y(self) -> int:
        """Where the small line stands."""
        return self.y + HIGH - 7


@dataclass(frozen=True)
class Line:
    """A line from one box to another, with its arrow head."""

    kind: str
    path: str
    head: str


@dataclass(frozen=True)
class Lane:
    """One lane with its name, broken into lines."""

    y: int
    lines: list[str]
    alt: bool

    @property
    def texts(self) -> list[tuple[int, str]]:
        """The lines of the name with their places from the top."""
        first = self.y + LANE // 2 + 4 - 8 * (len(self.lines) - 1)
        return [(first + 16 * n, line) for n, line in enumerate(self.lines)]


@dataclass(frozen=True)
class Chart:
    """Everything the template draws."""

    width: int
    height: int
    lanes: list[Lane]
    lines: list[Line]
    boxes: list[Box]
    words: str

    @property
    def fits(self) -> bool:
        """True for a chart that is a little wider than a desk's screen and may be drawn a little smaller."""
        return ROOM < self.width < MOST


def chart(file: CaseFile) -> Chart:
    """The chart of a case, as far as it went and as it would go on."""
    boxes = {box.name: box for box in _boxes(file)}
    lanes = _lanes(file, boxes)
    for column, box in enumerate(boxes.values()):
        box.column, box.row = column, lanes.index(box.lane)
        box.lines = wrapped(box.title, WIDE - 10, 1 if box.sub and len(box.title) < 8 else 2)
    width = LEFT + len(boxes) * COLUMN
    return Chart(
        width=width,
        height=len(lanes) * LANE + 2,
        lanes=[Lane(n * LANE + 1, wrapped(title, LEFT - 20, 3), bool(n % 2)) for n, title in enumerate(lanes)],
        lines=list(_lines(file, boxes)),
        boxes=list(boxes.values()),
        words=_words(list(boxes.values())),
    )


def _boxes(file: CaseFile) -> Iterator[Box]:
    """The opening, the steps done, those open, those to come; each step once, where it was first reached."""
    case, steps = file.case, file.case.flow_class.steps()
    ahead = {step.name for step in file.to_come}
    open_now = {now.turn.step: now for now in file.now}
    yield Box(START, str(case.flow_class.start.title), _opened_in(file), "done", f"{case.opened_on:%m-%d}")
    latest = {done.decision.step: done.decision.on for done in file.done}
    order = dict.fromkeys(
        [*(done.decision.step for done in file.done), *open_now, *(step.name for step in file.to_come)]
    )
    for name in order:
        step = steps[name] if name in steps else case.flow_class.step_said(name)
        before = "again" if name in latest else "todo"
        state = "now" if name in open_now else before if name in ahead else "done"
        due = open_now[name].turn.due_on if name in open_now else None
        yield Box(name, str(step.title), lane_of(step), state, _small(latest.get(name), due, state))


def _small(done_on: dt.date | None, due_on: dt.date | None, state: str) -> str:
    """The small line of a box: until when for the present step, the day it was done for others."""
    if state == "now":
        return _("by %(day)s") % {"day": f"{due_on:%m-%d}"} if due_on else ""
    return f"{done_on:%m-%d}" if done_on else ""


def lane_of(step: Step) -> str:
    """The name of the place where a step is done."""
    return _("The member") if isinstance(step.to, Subject) else str(step.to.of.title)


def _opened_in(file: CaseFile) -> str:
    """The lane of the opening: the member's own, or that of the place that opened the case."""
    case = file.case
    if case.opener_id == case.subject_person_id:
        return _("The member")
    first = next(iter(case.flow_class.steps().values()))
    place = (first.to.recorded_by if isinstance(first.to, Subject) else first.to).of
    return str(place.title) if place.find(case) == case.organisation else case.organisation.short_name


def _lanes(file: CaseFile, boxes: dict[str, Box]) -> list[str]:
    """The lanes that are used, the member's first, then in the order of the course."""
    used = {box.lane for box in boxes.values()}
    known = [_("The member"), boxes[START].lane, *(lane_of(step) for step in file.case.flow_class.steps().values())]
    known += [box.lane for box in boxes.values()]  # of steps that only an earlier edition has
    return [lane for lane in dict.fromkeys(known) if lane in used]


def _lines(file: CaseFile, boxes: dict[str, Box]) -> Iterator[Line]:
    """What was gone, returns included, then what is still to go; each line once."""
    gone = [START, *_gone(file), *(now.turn.step for now in file.now[:1])]
    ahead = [*gone[-1:], *(step.name for step in file.to_come)] if file.now else []
    for one, other in dict.fromkeys(pairwise(gone)):
        if one != other:
            kind = "done" if boxes[one].column < boxes[other].column else "back"
            yield _line(boxes[one], boxes[other], kind)
    for one, other in pairwise(ahead):
        yield _line(boxes[one], boxes[other], "todo")


def _gone(file: CaseFile) -> Iterator[str]:
    """The steps done, in order; one that sent the case back is followed by where to."""
    for done in file.done:
        yield done.decision.step
        if done.decision.sends_back:
            yield done.decision.answers["to"]


def _line(one: Box, other: Box, kind: str) -> Line:
    if one.column > other.column:
        return _backwards(one, other, kind)
    left, right, end = one.x + WIDE, other.x, other.centre
    head = f"M{right} {end}l-7 -4v8z"
    if one.column + 1 == other.column:
        bend = "" if one.row == other.row else f"H{(left + right) // 2 - 2}V{end}"
        return Line(kind, f"M{left} {one.centre}{bend}H{right - 6}", head)
    edge = _edge(one, up=other.row < one.row)
    return Line(kind, f"M{left} {one.centre}H{left + 6}V{edge}H{right - 13}V{end}H{right - 6}", head)


def _backwards(one: Box, other: Box, kind: str) -> Line:
    """Out at the foot (or head) of a box, along the edge of its lane, into the other box from that side."""
    up = other.row > one.row
    start = one.y if up else one.y + HIGH
    edge = _edge(one, up=False) if not up else one.row * LANE + LANE - 4
    if up:  # the other box lies below: leave at the foot, come in from above
        return Line(
            kind,
            f"M{one.middle} {one.y + HIGH}V{edge}H{other.middle}V{other.y - 7}",
            f"M{other.middle} {other.y}l-4 -8h8z",
        )
    foot = other.y + HIGH
    return Line(kind, f"M{one.middle} {start}V{edge}H{other.middle}V{foot + 7}", f"M{other.middle} {foot}l-4 8h8z")


def _edge(box: Box, *, up: bool) -> int:
    """The height of the free strip above or below the boxes of a lane."""
    return box.row * LANE + 5 if up else box.row * LANE + LANE - 4


def wrapped(text: str, width: int, most: int) -> list[str]:
    """A text in at most so many lines of a width; what does not fit ends in an ellipsis."""
    lines, current = [], ""
    for part in _parts(text):
        if current and _width(current + part) > width:
            lines.append(current.strip())
            current = ""
        current += part
    lines.append(current.strip())
    if len(lines) > most:
        kept = lines[most - 1]
        while kept and _width(kept + "…") > width:
            kept = kept[:-1]
        lines = [*lines[: most - 1], kept.rstrip() + "…"]
    return lines


def _parts(text: str) -> Sequence[str]:
    """Words of a text with Latin letters, characters of any other."""
    return [f"{word} " for word in text.split(" ")] if text.isascii() else list(text)


def _width(text: str) -> float:
    return sum(13.2 if ord(character) > 0x2E7F else 6.9 for character in text.strip())


def _words(boxes: list[Box]) -> str:
    """The chart in a sentence or two."""

    def names(state: str) -> str:
        return "; ".join(box.title for box in boxes if box.state == state) or _("none")

    said = {"done": names("done"), "now": names("now"), "again": names("again"), "todo": names("todo")}
    return _("Done: %(done)s. Now: %(now)s. To come: %(todo)s. To be done once more: %(again)s.") % said
