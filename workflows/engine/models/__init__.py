"""Rows of the engine: cases, turns, decisions, waits, drafts. Written by the write functions of this package only."""

from workflows.engine.models.cases import Case, Involvement
from workflows.engine.models.coming import Coming
from workflows.engine.models.commands import Command, Draft
from workflows.engine.models.notices import Notice
from workflows.engine.models.turns import Decision, TaskAssignment, Wait

__all__ = ["Case", "Coming", "Command", "Decision", "Draft", "Involvement", "Notice", "TaskAssignment", "Wait"]
