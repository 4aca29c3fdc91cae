"""Management of cadres (干部管理权限): which committee manages somebody, and so deals with him as a member."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from registry.models.organisations import Organisation
from registry.models.persons import Person
from registry.publicid import public_id


class CadreManagement(models.Model):
    """A person managed as a cadre by a committee (干部管理权限登记), one at a time. Ended, never deleted."""

    public_id = models.CharField(max_length=10, unique=True, default=public_id, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="managements")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("pk",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(ended_at__isnull=True), name="cadre_managed_by_one_committee"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.organisation}"
