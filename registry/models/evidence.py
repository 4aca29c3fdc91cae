"""Evidence (依据): immutable rows that the engine writes and that a change of standing re-reads."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from registry.models.organisations import Organisation
from registry.models.persons import Person


class Approval(models.Model):
    """An approval (批准), record (备案) or pre-review (预审) by a competent body: three different acts."""

    class Act(models.TextChoices):
        """What the superior did."""

        APPROVE = "approve"
        RECORD = "record"
        PRE_REVIEW = "pre_review"

    act = models.CharField(max_length=10, choices=Act)
    measure = models.CharField(max_length=40)
    subject = models.ForeignKey(Person, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    granted = models.BooleanField()
    on = models.DateField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    case_reference = models.CharField(max_length=40)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~models.Q(by=models.F("subject")), name="nobody_approves_himself")
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.measure} {self.subject} {self.on}"
