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
    """A resolution (决议) of a meeting: the numbers, the sentences of the minutes with the article, the result.

    ``reference`` is the item of the agenda it was put to the vote under: each has one resolution at most. ``written_for`` are
    the written opinions in favour that count beside the votes in the meeting. An election has ``seats`` instead of votes for
    and against, as many as were to be filled in the end; who was elected is in ``elected``, each with his votes. A meeting
    without a quorum for a second ballot leaves seats.
    """

    class Result(models.TextChoices):
        """What the motion or the election came to."""

        CARRIED = "carried"
        LOST = "lost"
        FILLED = "filled"
        SEATS_LEFT = "seats_left"
        SUPERIOR_DECIDES = "superior_decides"

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    on = models.DateField()
    kind = models.CharField(max_length=20)
    matter = models.CharField(max_length=200)
    subject = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    entitled = models.PositiveIntegerField()
    present = models.PositiveIntegerField()
    votes_for = models.PositiveIntegerField(null=True)
    votes_against = models.PositiveIntegerField(null=True)
    abstained = models.PositiveIntegerField(null=True)
    seats = models.PositiveSmallIntegerField(null=True)
    written_for = models.PositiveIntegerField(default=0)
    result = models.CharField(max_length=20, choices=Result)
    # Sentences as they are stored everywhere: message ids with their parameters.
    sentences = models.JSONField()
    article = models.CharField(max_length=200)
    case_reference = models.CharField(max_length=40)
    reference = models.CharField(max_length=10, unique=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(present__lte=models.F("entitled"), entitled__gte=1), name="resolved_by_entitled"
            ),
            models.CheckConstraint(
                condition=models.Q(
                    seats__isnull=True, votes_for__isnull=False, votes_against__isnull=False, abstained__isnull=False
                )
                | models.Q(
                    seats__isnull=False, votes_for__isnull=True, votes_against__isnull=True, abstained__isnull=True
                ),
                name="votes_or_seats",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.result} {self.on}"


class Elected(models.Model):
    """Somebody whom a resolution says to be elected (当选人), with his votes in favour; ``name`` as it stood on the ballot."""

    resolution = models.ForeignKey(Resolution, models.PROTECT, related_name="elected")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    name = models.CharField(max_length=50)
    votes_for = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["resolution", "person"], name="elected_once")]

    def __str__(self) -> str:
        return self.name
