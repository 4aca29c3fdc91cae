"""Figures of months that are over (月度汇总): counted once, so that a page need not count them again."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from registry.models import Organisation


class MonthTally(models.Model):
    """What one month came to below an organisation, itself included, in one kind of case (月度汇总).

    Only months that are over and can change no more have rows; nothing but the board depends on them, and thrown away they
    are counted anew. What moves to another place in the tree is counted where it lay when the month was counted.
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+", db_index=False)
    month = models.DateField(db_index=True)
    process_name = models.CharField(max_length=40)
    opened = models.PositiveIntegerField(default=0)
    closed = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    late = models.PositiveIntegerField(default=0)

    class Meta:
        app_label = "workflows"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "month", "process_name"], name="month_tallied_once"),
            models.CheckConstraint(condition=models.Q(month__day=1), name="tallies_are_months"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.month} {self.process_name}"
