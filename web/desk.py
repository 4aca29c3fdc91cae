"""The lists of the desk (待办列表): which rows, in which groups, and what the address says about them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from registry.access import Viewer
from registry.calendar import Calendar, the_calendar
from registry.names import search_terms
from web.badges import Badges
from workflows.engine import catalogue, inbox
from workflows.engine.inbox import DueChip, Waiting
from workflows.engine.models import TaskAssignment

OWN_BOXES = ("todo", "overdue", "deputy")
TURN_BOXES = (*OWN_BOXES, "below", "suspended")
BOXES = (*TURN_BOXES, "copied", "open", "coming", "decided")
GROUP_OF = {"od": "od", "today": "today", "soon": "soon", "ok": "later", "none": "none", "held": "held"}


@dataclass(frozen=True)
class Shown:
    """What the address asks to be listed (列表状态)."""

    box: str = "todo"
    process: str = ""
    q: str = ""

    @classmethod
    def of(cls, asked: QueryDict) -> Shown:
        """Read from an address; what is unknown counts as not said."""
        box, process = asked.get("box", ""), asked.get("process", "")
        return cls(
            box if box in BOXES else "todo",
            process if process in catalogue.processes() else "",
            " ".join(asked.get("q", "").split())[:50],
        )

    @property
    def query(self) -> str:
        """The same as the end of an address; empty for the plain list."""
        said = QueryDict(mutable=True)
        said.update({k: v for k, v in (("box", self.box), ("process", self.process), ("q", self.q)) if v})
        if self.box == "todo":
            said.pop("box")
        return f"?{said.urlencode()}" if said else ""

    @property
    def lists_turns(self) -> bool:
        """True for a box of turns; the others list cases and decisions."""
        return self.box in TURN_BOXES

    @property
    def is_own(self) -> bool:
        """True for a box of turns that wait for the viewer now."""
        return self.box in OWN_BOXES

    @property
    def title(self) -> str:
        """The heading of the list."""
        return {
            "todo": _("To do"),
            "overdue": _("Overdue"),
            "deputy": _("As deputy"),
            "copied": _("Copied to me"),
            "below": _("Overdue below me"),
            "suspended": _("Suspended"),
            "open": _("My open cases"),
            "coming": _("Coming to me"),
            "decided": _("Decided"),
        }[self.box]


# Boxes that list other turns than those that wait for the viewer.
_BOXES = {"below": inbox.overdue_below, "suspended": inbox.suspended_turns}


def turns_for(viewer: Viewer, shown: Shown) -> QuerySet[TaskAssignment]:
    """The turns of a box, narrowed as the address says."""
    found = _BOXES.get(shown.box, inbox.open_turns)(viewer)
    if shown.box == "overdue":
        found = inbox.overdue(found, viewer.on)
    if shown.box == "deputy":
        found = inbox.as_deputy(found, viewer)
    if shown.process:
        found = found.filter(process_name=shown.process)
    return found.filter(_about(shown.q)) if shown.q else found


def _about(text: str) -> Q:
    """Turns of cases about a member of this name, about a matter so called, or in an organisation of this name.

    Asked of the viewer's own turns one by one: names that half a prefecture has cost him no more than rare ones.
    """
    grams = search_terms(text)
    named = Q(case__subject__person__name_grams__contains=grams) | Q(case__matter_grams__contains=grams)
    return named | Q(case__organisation__name_grams__contains=grams)


def after(turns: QuerySet[TaskAssignment], turn: TaskAssignment) -> TaskAssignment | None:
    """The turn that follows another in a list, else the first one; None if the list is empty."""
    undated = Q(due_on__isnull=True)
    if turn.due_on is None:
        behind = undated & Q(pk__gt=turn.pk)
    else:
        behind = undated | Q(due_on__gt=turn.due_on) | Q(due_on=turn.due_on, pk__gt=turn.pk)
    others = inbox.with_their_cases(turns.exclude(pk=turn.pk))
    return others.filter(behind).first() or others.first()


def in_bulk(turn: TaskAssignment) -> bool:
    """True if the course lets the step of a turn be agreed to together with others (可批量办理)."""
    return turn.step in turn.case.flow_class.in_bulk and not turn.signer_id


@dataclass(frozen=True)
class Row:
    """One row of the list of turns."""

    turn: TaskAssignment
    chip: DueChip
    # The holder in whose place the viewer has it; empty for his own.
    behalf: str = ""

    @property
    def name(self) -> str:
        """Whom or what the case is about."""
        return self.turn.case.about

    @property
    def in_bulk(self) -> bool:
        """True if it can be chosen, to be agreed to together with others."""
        return in_bulk(self.turn)


@dataclass(frozen=True)
class Group:
    """Rows due at about the same time, under one heading."""

    code: str
    title: str
    rows: list[Row]

    @property
    def in_bulk(self) -> bool:
        """True if any of its rows can be chosen."""
        return any(row.in_bulk for row in self.rows)


def groups(turns: Iterable[TaskAssignment], viewer: Viewer) -> list[Group]:
    """The turns of a page by how near their end is, in order."""
    titles = {
        "od": _("Overdue"),
        "today": _("Due today"),
        "soon": _("Within three working days"),
        "later": _("Later"),
        "none": _("Without a date"),
        "held": _("Suspended"),
    }
    calendar = the_calendar(viewer.on)
    found: dict[str, list[Row]] = {code: [] for code in titles}
    for turn in turns:
        row = row_of(turn, viewer, calendar)
        found[GROUP_OF[row.chip.kind]].append(row)
    return [Group(code, titles[code], rows) for code, rows in found.items() if rows]


def row_of(turn: TaskAssignment, viewer: Viewer, calendar: Calendar) -> Row:
    """A turn with its due chip, and for whom the viewer would act."""
    held = inbox.held_for(turn, viewer)
    return Row(turn, inbox.due_chip(turn, viewer.on, calendar), held.holder_name if held else "")


@dataclass(frozen=True)
class RailEntry:
    """A line of the rail: where it leads, how many wait there (capped), whether it is the present one."""

    query: str
    title: Any
    icon: str
    count: str
    current: bool


def rail(waiting: Waiting, shown: Shown, badges: Badges) -> tuple[list[RailEntry], list[RailEntry]]:
    """The boxes, and the kinds of process that wait.

    The box of a deputy only for whoever is one; what is overdue below has a box while there is any.
    """
    counts = {
        "todo": len(waiting.turns), "overdue": waiting.overdue, "deputy": waiting.as_deputy or 0, "below": badges.below,
        "copied": waiting.copied, "suspended": badges.suspended,
    }  # fmt: skip
    icons = {
        "todo": "inbox", "overdue": "clock", "deputy": "user-check", "below": "siren", "suspended": "circle-pause",
        "copied": "forward", "open": "folder-open", "coming": "arrow-right", "decided": "check-check",
    }  # fmt: skip
    hidden = {"deputy": waiting.as_deputy is None, "below": not badges.below}
    shown_boxes = [box for box in BOXES if not hidden.get(box, False) or shown.box == box]
    boxes = [
        RailEntry(
            Shown(box).query, Shown(box).title, icons[box], capped(counts.get(box, 0)), shown.box == box and not shown.process
        )
        for box in shown_boxes
    ]  # fmt: skip
    return boxes, _kinds(waiting, shown)


def _kinds(waiting: Waiting, shown: Shown) -> list[RailEntry]:
    known = catalogue.processes()
    return [
        RailEntry(Shown("todo", name).query, known[name].title, "", capped(count), shown.process == name)
        for name, count in waiting.by_process.most_common()
        if name in known
    ]


def capped(count: int) -> str:
    """A count as a badge shows it; nothing for none."""
    if not count:
        return ""
    return f"{inbox.CAP}+" if count > inbox.CAP else str(count)
