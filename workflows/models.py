"""Rows of the workflows application, gathered for Django."""

from workflows.engine.models import Case, Command, Decision, Draft, Involvement, Notice, Pause, TaskAssignment, Wait
from workflows.policy.models import Adoption

__all__ = [
    "Adoption",
    "Case",
    "Command",
    "Decision",
    "Draft",
    "Involvement",
    "Notice",
    "Pause",
    "TaskAssignment",
    "Wait",
]
