"""The row of a seal (印章): its picture and the days on which it is in use."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q, Value

from registry.models import Organisation, User
from registry.models.posts import DateRange, WholeNumberRange
from registry.publicid import public_id


class SealQuerySet(models.QuerySet["Seal"]):
    """Seals, asked by date."""

    def on(self, day: dt.date) -> SealQuerySet:
        """Those in use on a day."""
        return self.filter(Q(since__lte=day) & (Q(until__isnull=True) | Q(until__gte=day)))


class Seal(models.Model):
    """A seal (印章) of an organisation: in use from a day to a day, both inclusive, one at a time.

    ``image`` is a PNG, square, of at most 992 pixels a side (42 mm at 600 to the inch); ``sha256`` is its digest. A
    ``sample`` was brought into a demonstration: outside one it is never set on a paper. Written once; the database lets
    nothing be changed but how it ends.
    """

    public_id = models.CharField(max_length=10, unique=True, default=public_id, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="seals")
    image = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    sample = models.BooleanField(default=False)
    since = models.DateField()
    until = models.DateField(null=True)
    brought_at = models.DateTimeField()
    brought_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    why_ended = models.CharField(max_length=200, blank=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    objects = SealQuerySet.as_manager()

    class Meta:
        app_label = "documents"
        ordering = ("-since", "-pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="seal_not_reversed"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True, why_ended="", ended_by__isnull=True)
                | (Q(until__isnull=False, ended_by__isnull=False) & ~Q(why_ended="")),
                name="seal_ended_for_a_reason",
            ),
            ExclusionConstraint(
                name="one_seal_at_a_time",
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
        return f"{self.organisation} {self.since}"
