"""Several routine tasks agreed to together (批量办理): which of those chosen may be, why not the others, what came of each.

Only agreeing, only at one step of one process that its course allows it for, and only where no check is in doubt. Each
row that was ticked as read is a decision of its own, in a transaction of its own, with its own key and way back.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import QueryDict
from django.utils.translation import gettext as _

from registry.access import Viewer
from web.desk import in_bulk
from web.pane import Pane
from workflows.engine import deciding, drafts, inbox
from workflows.engine.errors import Refused
from workflows.engine.models import Decision
from workflows.engine.words import Weight

# As many as a page of the list shows.
MOST = 50
# Of the facts of a case, as many as a row of the table shows.
FACTS = 4


@dataclass
class Row:
    """One of the tasks chosen (批量办理的一行)."""

    pane: Pane
    # The step at which the others are.
    step: tuple[str, str]
    ticked: bool = False
    decided: bool = False
    refusal: str = ""

    @property
    def id(self) -> str:
        """The address of the task."""
        return self.pane.turn.public_id

    @cached_property
    def why_not(self) -> str:
        """Why it cannot be agreed to with the others; empty if it can."""
        turn, pane = self.pane.turn, self.pane
        if not in_bulk(turn) or not pane.routine:
            return _("Is decided one at a time.")
        if (turn.process_name, turn.step) != self.step:
            return _("Is at another step than the first of those chosen.")
        if doubtful := [str(check.sentence) for check in pane.checks if check.weight is not Weight.OK]:
            return _("Look at it by itself:") + " " + " ".join(doubtful)
        if pane.draft_paper and pane.draft_paper.problems:
            return _("Its paper cannot be printed as it is; look at it by itself.")
        return ""

    @property
    def facts(self) -> list[tuple[Any, str]]:
        """The first facts of the case."""
        return self.pane.summary[:FACTS]

    @property
    def digest(self) -> str:
        """The digest of the paper that agreeing would issue."""
        return self.pane.draft_paper.digest if self.pane.draft_paper else ""


@dataclass
class Chosen:
    """The tasks chosen in a list, and what can be done with them together."""

    rows: list[Row]
    # How many of those named do not wait for the viewer (any more).
    gone: int

    @property
    def first(self) -> Pane | None:
        """The first task that can be agreed to: its step counts."""
        return next((row.pane for row in self.rows if not row.why_not), None)

    @property
    def possible(self) -> list[Row]:
        """The rows that can be agreed to."""
        return [row for row in self.rows if not row.why_not]

    @property
    def alone(self) -> list[Row]:
        """The rows that are decided one at a time."""
        return [row for row in self.rows if row.why_not]


def chosen(viewer: Viewer, ids: Iterable[str]) -> Chosen:
    """The named tasks that wait for the viewer now, in the order of his list."""
    wanted = list(dict.fromkeys(ids))[:MOST]
    turns = list(inbox.with_their_cases(inbox.open_turns(viewer).filter(public_id__in=wanted)))
    at = next(((turn.process_name, turn.step) for turn in turns if in_bulk(turn)), ("", ""))
    return Chosen([Row(Pane(turn, viewer), at) for turn in turns], len(wanted) - len(turns))


def agree(found: Chosen, sent: QueryDict) -> None:
    """Agree to each ticked row by itself; a row that cannot be decided keeps the reason, the others are not held up."""
    ticked = set(sent.getlist("read"))
    for row in found.rows:
        row.ticked = row.id in ticked
        if row.ticked:
            _agree(row, sent)
    found.rows = [row for row in found.rows if not row.decided]


def decided(viewer: Viewer, ids: Iterable[str]) -> list[Decision]:
    """What the viewer has decided of the named tasks and not taken back, also where the same was sent before."""
    mine = Decision.objects.filter(by=viewer.user, recalled_at__isnull=True, assignment__public_id__in=list(ids)[:MOST])
    return list(mine.select_related("case__subject__person", "case__organisation", "assignment").order_by("pk"))


def _agree(row: Row, sent: QueryDict) -> None:
    if row.why_not:
        row.refusal = row.why_not
        return
    try:
        _decide(row, sent)
        row.decided = True
    except Refused as refusal:
        row.refusal = refusal.sentence
    except PermissionDenied as denied:
        row.refusal = str(denied)


def _decide(row: Row, sent: QueryDict) -> None:
    pane, answers = row.pane, {"outcome": row.pane.step.ordinary, "opinion": sent.get("opinion", ""), "reason_code": ""}
    pane.bound(answers)
    digest = pane.digest_to_decide(sent.get(f"digest-{row.id}", ""))
    key = sent.get(f"key-{row.id}", "")[:64] or pane.key
    deciding.decide(row.id, by=pane.viewer.user, data=answers, key=key, digest=digest)
    drafts.discard_task_drafts(pane.turn)
