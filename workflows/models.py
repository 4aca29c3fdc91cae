"""Rows of the workflows application, gathered for Django."""

from workflows.engine.models import (
    Attachment,
    Case,
    Command,
    Comment,
    Copy,
    Decision,
    Draft,
    Involvement,
    Notice,
    Pause,
    TaskAssignment,
    Wait,
)
from workflows.policy.models import Adoption

__all__ = [
    "Adoption", "Attachment", "Case", "Command", "Comment", "Copy", "Decision", "Draft", "Involvement", "Notice", "Pause",
    "TaskAssignment", "Wait",
]  # fmt: skip
