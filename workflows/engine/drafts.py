"""Drafts of a turn (办理草稿): answers kept for later by whoever may act; gone when the turn is decided."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from audit import clock
from registry.models import User
from workflows.engine.authority import may_act
from workflows.engine.models import Draft, TaskAssignment


def save_task_draft(turn: TaskAssignment, by: User, answers: Mapping[str, Any]) -> Draft:
    """Keep answers to a turn (存草稿); only their author sees them. Raises PermissionDenied."""
    if not turn.is_open or not may_act(turn, by, clock.today()):
        raise PermissionDenied(_("You cannot act on this task, so nothing is kept."))
    kept, _created = Draft.objects.update_or_create(
        by=by,
        assignment=turn,
        defaults={"process_name": turn.process_name, "answers": dict(answers), "saved_at": clock.now()},
    )
    return kept


def task_draft(turn: TaskAssignment, by: User) -> Draft | None:
    """A user's own draft of a turn."""
    return Draft.objects.filter(assignment=turn, by=by).first()


def discard_task_drafts(turn: TaskAssignment) -> None:
    """Drop every draft of a turn that was decided."""
    Draft.objects.filter(assignment=turn).delete()
