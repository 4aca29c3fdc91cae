"""Copies (抄送): a case made known to a post that does not deal with it."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from registry.models import Person, Post
from registry.publicid import public_id
from workflows.engine.models.cases import Case


class Copy(models.Model):
    """A copy of a case to a post (抄送): its holders may read the case and are told; it gives no right to act.

    ``read_at`` is when a holder first opened the case. A case is copied to a post once.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="copies")
    post = models.ForeignKey(Post, models.PROTECT, related_name="copies")
    public_id = models.CharField(max_length=10, unique=True, default=public_id, editable=False)
    note = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    as_whom = models.CharField(max_length=120)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    read_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        app_label = "workflows"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "post"], name="copied_once"),
            models.CheckConstraint(
                condition=Q(read_at__isnull=True, read_by__isnull=True)
                | Q(read_at__isnull=False, read_by__isnull=False),
                name="copy_read_by_somebody",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["post", "-at", "-id"], name="copies_to_a_post"),
            models.Index(fields=["post"], condition=Q(read_at__isnull=True), name="copies_unread"),
        ]

    def __str__(self) -> str:
        return f"{self.post} {self.case_id}"
