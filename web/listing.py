"""The context of the list and its rail (列表页), for the inbox and for a task's own page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from audit import clock
from registry.access import Viewer
from web import desk, open_cases, saved
from web.badges import badges
from web.context import viewer
from web.desk import Shown
from web.history import is_ordinary, outcome_of
from web.paging import page_of, page_of_keys
from workflows.engine import coming, commands, copying, inbox, undoing
from workflows.engine.inbox import Waiting
from workflows.engine.models import Decision, TaskAssignment

FEW = 3


@dataclass(frozen=True)
class Undoable:
    """A decision of the viewer, and whether it can still be taken back."""

    decision: Decision
    can_recall: bool
    key: str

    @property
    def name(self) -> str:
        """Whom or what the case is about."""
        return self.decision.case.about

    @property
    def title(self) -> Any:
        """The step that was decided."""
        return self.decision.case.flow_class.step_said(self.decision.step).title

    @property
    def ordinary(self) -> bool:
        """Whether it went on as hoped; a refusal or a return carries no tick."""
        return is_ordinary(self.decision.case, self.decision)

    @property
    def outcome(self) -> Any:
        """How it was decided; empty for a step that can only be done."""
        return outcome_of(self.decision.case, self.decision)


def undoable(decision: Decision, who: Viewer) -> Undoable:
    """A decision as the lists and the toast show it."""
    return Undoable(decision, undoing.can_recall(decision, who.user), commands.new_key())


def done_of(request: HttpRequest) -> Undoable | None:
    """The decision just made, which the address names after a redirect."""
    who = viewer(request)
    found = (
        Decision.objects.filter(public_id=request.GET.get("done", ""), by=who.user, recalled_at__isnull=True)
        .select_related("case__subject__person", "case__organisation")
        .first()
    )
    return undoable(found, who) if found else None


def list_context(request: HttpRequest, shown: Shown) -> dict[str, Any]:
    """The rail and the rows of a page of the list."""
    who = viewer(request)
    waiting = inbox.waiting(who)
    boxes, kinds = desk.rail(waiting, shown, badges(request, who))
    context: dict[str, Any] = {"shown": shown, "boxes": boxes, "kinds": kinds, "nav": "inbox", "recent": recent(who)}
    context["saved"] = saved.views_of(who.user, saved.Place.INBOX)  # read by the rail alone
    return context | rows_context(request, shown, waiting)


def rows_context(request: HttpRequest, shown: Shown, waiting: Waiting | None = None) -> dict[str, Any]:
    """The rows of a page of the list; what was read for the rail is not read again."""
    who = viewer(request)
    if shown.box == "open":
        return {"page": page_of_keys(request, inbox.still_open(who), lambda keys: open_cases.rows_of(keys, who))}
    if shown.box == "copied":
        return {"page": page_of_keys(request, copying.copied_to(who), copying.copies_of)}
    if shown.box == "coming":
        return {"page": page_of_keys(request, coming.coming_to(who), coming.rows_of)}
    if shown.box == "decided":
        return {"page": page_of(request, [undoable(found, who) for found in inbox.recently_decided(who)])}
    rows = waiting.keys if waiting and shown == Shown() else desk.turns_for(who, shown)
    page = page_of_keys(request, rows, inbox.turns_of)
    groups = desk.groups(page.object_list, who)
    asked_at = f"{clock.now().timestamp():.3f}" if shown.is_own else ""
    return {
        "page": page,
        "groups": groups,
        "asked_at": asked_at,
        "together": shown.is_own and any(group.in_bulk for group in groups),
    }


def recent(who: Viewer) -> list[Undoable]:
    """The newest decisions that can still be taken back."""
    return [found for found in (undoable(d, who) for d in inbox.recently_decided(who, FEW)) if found.can_recall]


def task_address(turn: TaskAssignment | None, shown: Shown, done: Decision | None = None) -> str:
    """The address of a turn, or of the list where there is none, with the state of the list."""
    where = reverse("task", args=[turn.public_id]) if turn else reverse("inbox")
    if done is None:
        return where + shown.query
    return f"{where}{shown.query}{'&' if shown.query else '?'}done={done.public_id}"
