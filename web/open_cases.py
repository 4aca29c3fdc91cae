"""The open cases of a viewer as his list shows them (我发起的): at which step each is, who has it, and until when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from audit import clock
from registry import posts
from registry.access import Viewer
from registry.calendar import Calendar, the_calendar
from workflows.engine import inbox
from workflows.engine.models import Case, TaskAssignment


@dataclass(frozen=True)
class Row:
    """One open case with the step it is at; without a turn it goes on by itself."""

    case: Case
    step: Any = ""
    who: str = ""
    chip: inbox.DueChip | None = None


def rows_of(keys: Iterable[int], viewer: Viewer) -> list[Row]:
    """The rows of cases by their row numbers, in this order; turns and holders are asked once for all of them."""
    cases = inbox.cases_of(keys)
    turns = _turns(cases)
    names = posts.names_on({turn.post_id for found in turns.values() for turn in found}, viewer.on)
    calendar = the_calendar(viewer.on)
    return [_row(case, turns.get(case.pk, []), names, viewer, calendar) for case in cases]


def _turns(cases: list[Case]) -> dict[int, list[TaskAssignment]]:
    """The turns that are open and can be seen, by case; the soonest due first."""
    open_now = TaskAssignment.objects.filter(
        case_id__in=[case.pk for case in cases], closed_at__isnull=True, visible_from__lte=clock.now()
    )
    found: dict[int, list[TaskAssignment]] = {}
    for turn in open_now.select_related("task", "post__organisation", "person").order_by("due_on", "pk"):
        found.setdefault(turn.case_id, []).append(turn)
    return found


def _row(
    case: Case, turns: list[TaskAssignment], names: dict[int, list[str]], viewer: Viewer, calendar: Calendar
) -> Row:
    if not turns:
        return Row(case)
    first = turns[0]
    who = "、".join(dict.fromkeys(_who(turn, names, viewer) for turn in turns))
    return Row(case, first.definition.title, who, inbox.due_chip(first, viewer.on, calendar))


def _who(turn: TaskAssignment, names: dict[int, list[str]], viewer: Viewer) -> str:
    """The member who answers himself, the viewer, whoever holds the post, or the post that nobody holds."""
    mine = viewer.user.person_id is not None and turn.person_id == viewer.user.person_id
    if mine or (turn.person is None and turn.post_id in viewer.post_ids):
        return _("you")
    if turn.person is not None:
        return turn.person.name
    return "、".join(names.get(turn.post_id, [])) or _("%(post)s, vacant") % {"post": turn.post}
