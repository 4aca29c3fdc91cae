"""Suspensions (挂起): spans in which nobody acts on a case."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from registry.models import Appointment, Person
from workflows.engine.models.cases import Case


class Pause(models.Model):
    """A suspension (挂起) of a case, by whom, why, and until when; at most one runs at a time.

    It runs while ``ended_at`` is empty. ``until`` is the day on which the case goes on by itself (none: when somebody
    says so). ``ended_by`` is empty where it ended by itself.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="pauses")
    reason = models.CharField(max_length=300)
    article = models.CharField(max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    appointment = models.ForeignKey(Appointment, models.PROTECT, null=True, related_name="+")
    as_whom = models.CharField(max_length=120)
    at = models.DateTimeField()
    on = models.DateField()
    until = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_on = models.DateField(null=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        app_label = "workflows"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case"], condition=Q(ended_at__isnull=True), name="suspended_once"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_on__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_on__gte=F("on")),
                name="suspension_not_reversed",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("on")), name="suspended_for_a_day_at_least"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["until"], condition=Q(ended_at__isnull=True), name="pauses_running")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.on} {self.ended_on or ''}"
