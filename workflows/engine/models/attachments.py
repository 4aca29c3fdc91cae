"""Attachments (附件): files that people add to a case."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from registry.models import Person
from registry.publicid import public_id
from workflows.engine.models.cases import Case
from workflows.engine.models.turns import TaskAssignment


class Attachment(models.Model):
    """A file of a case (附件); its bytes lie under ``sha256`` in the storage "attachments".

    Written once: it may only be struck out, with a reason, and is never deleted. ``title`` is the name it was given,
    cleaned; ``media`` what its content was found to be; ``tidied`` says that it was written anew as it came in.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="attachments")
    turn = models.ForeignKey(TaskAssignment, models.PROTECT, null=True, related_name="+")
    public_id = models.CharField(max_length=10, unique=True, default=public_id, editable=False)
    title = models.CharField(max_length=120)
    media = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    tidied = models.BooleanField(default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    as_whom = models.CharField(max_length=120)
    at = models.DateTimeField()
    struck_at = models.DateTimeField(null=True)
    struck_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    struck_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        app_label = "workflows"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case", "sha256"], condition=Q(struck_at__isnull=True), name="attached_once"
            ),
            models.CheckConstraint(
                condition=Q(struck_at__isnull=True, struck_by__isnull=True, struck_reason="")
                | (Q(struck_at__isnull=False, struck_by__isnull=False) & ~Q(struck_reason="")),
                name="file_struck_with_a_reason",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["case", "id"], name="attachments_of_a_case")]

    def __str__(self) -> str:
        return self.title

    @property
    def struck(self) -> bool:
        """True once it was struck out."""
        return self.struck_at is not None
