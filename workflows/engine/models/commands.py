"""Commands with their keys (指令) and drafts (草稿)."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from registry.models import Organisation
from registry.publicid import public_id
from workflows.engine.models.cases import Case
from workflows.engine.models.turns import TaskAssignment


class Command(models.Model):
    """A command (指令) with its idempotency key: a repeated one is answered with the first result."""

    key = models.CharField(max_length=64, unique=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    name = models.CharField(max_length=20)
    target = models.CharField(max_length=40)
    result = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        app_label = "workflows"

    def __str__(self) -> str:
        return f"{self.name} {self.key}"


class Draft(models.Model):
    """A draft (草稿): answers not yet submitted, of a case to be opened or of a task. Nobody else sees it."""

    public_id = models.CharField(max_length=10, unique=True, default=public_id, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="drafts")
    process_name = models.CharField(max_length=40)
    # The edition whose questions were asked; under another one they are asked again.
    edition = models.CharField(max_length=200, blank=True)
    organisation = models.ForeignKey(Organisation, models.CASCADE, null=True, related_name="+")
    assignment = models.ForeignKey(TaskAssignment, models.CASCADE, null=True, related_name="drafts")
    # The case after which this one asks again.
    follows = models.ForeignKey(Case, models.CASCADE, null=True, related_name="+")
    answers = models.JSONField(default=dict)
    saved_at = models.DateTimeField()

    class Meta:
        app_label = "workflows"
        ordering = ("-saved_at",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["by", "assignment"], condition=Q(assignment__isnull=False), name="one_draft_a_task"
            )
        ]

    def __str__(self) -> str:
        return f"{self.process_name} {self.saved_at:%Y-%m-%d}"
