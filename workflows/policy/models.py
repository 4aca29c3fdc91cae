"""Which pack an organisation works by (适用政策), by date."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q, Value

from registry.models import Organisation
from registry.models.posts import DateRange, WholeNumberRange


class Adoption(models.Model):
    """An organisation and all below it work by a pack from a day to a day."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="adoptions")
    pack = models.CharField(max_length=40)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        app_label = "workflows"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="adoption_not_reversed"
            ),
            ExclusionConstraint(
                name="one_pack_at_a_time",
                expressions=[
                    (
                        WholeNumberRange(F("organisation_id"), F("organisation_id"), Value("[]")),
                        RangeOperators.OVERLAPS,
                    ),
                    (DateRange(F("since"), F("until"), Value("[]")), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} {self.pack} {self.since}"
