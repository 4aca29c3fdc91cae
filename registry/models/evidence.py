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


class Resolution(models.Model):
    """A resolution (决议) of a meeting on a motion: the numbers, the sentence of the minutes with its article, the result.

    ``reference`` is the item of the agenda it was put to the vote under: each has one resolution at most. ``written_for`` are
    the written opinions in favour that count beside the votes in the meeting.
    """

    class Result(models.TextChoices):
        """What the motion came to."""

        CARRIED = "carried"
        LOST = "lost"

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    on = models.DateField()
    kind = models.CharField(max_length=20)
    matter = models.CharField(max_length=200)
    subject = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    entitled = models.PositiveIntegerField()
    present = models.PositiveIntegerField()
    votes_for = models.PositiveIntegerField()
    votes_against = models.PositiveIntegerField()
    abstained = models.PositiveIntegerField()
    written_for = models.PositiveIntegerField(default=0)
    result = models.CharField(max_length=10, choices=Result)
    # Sentences as they are stored everywhere: message ids with their parameters.
    sentences = models.JSONField()
    article = models.CharField(max_length=200)
    case_reference = models.CharField(max_length=40)
    reference = models.CharField(max_length=10, unique=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(present__lte=models.F("entitled"), entitled__gte=1), name="resolved_by_entitled"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.result} {self.on}"
