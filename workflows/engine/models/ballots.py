"""Ballots (表决) of a meeting: what was frozen when each opened, what tellers counted, what it came to. Written once."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from registry.publicid import public_id
from workflows.engine.models.meetings import AgendaItem, Attendee, Meeting


class Teller(models.Model):
    """Who counts (监票人、计票人), for a whole meeting or for one item; ``replaced_at`` is set once others were named."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="tellers")
    item = models.ForeignKey(AgendaItem, models.PROTECT, null=True, related_name="tellers")
    attendee = models.ForeignKey(Attendee, models.PROTECT, related_name="+")
    named_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "workflows"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["meeting", "item", "attendee"],
                condition=Q(replaced_at__isnull=True),
                name="teller_named_once",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return str(self.attendee_id)


class Ballot(models.Model):
    """One vote on an item (一次表决). Its numbers are those of the moment it opened, computed from the roll, never typed.

    ``tie`` is 1, and one more for each ballot among those tied in the one before. ``rows`` are the numbers of the candidates
    on it. ``aside``: present, but without a vote in a matter of their own. Written opinions are those that count or are noted.
    """

    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="ballots")
    number = models.PositiveSmallIntegerField()
    public_id = models.CharField(max_length=10, unique=True, default=public_id, editable=False)
    opened_at = models.DateTimeField()
    entitled = models.PositiveIntegerField()
    present = models.PositiveIntegerField()
    aside = models.PositiveIntegerField(default=0)
    written_for = models.PositiveIntegerField(default=0)
    written_against = models.PositiveIntegerField(default=0)
    written_abstained = models.PositiveIntegerField(default=0)
    seats = models.PositiveSmallIntegerField(null=True)
    tie = models.PositiveSmallIntegerField(default=1)
    rows = models.JSONField(default=list)

    class Meta:
        app_label = "workflows"
        ordering = ("number",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["item", "number"], name="ballot_numbered_once"),
            models.CheckConstraint(
                condition=Q(present__lte=F("entitled"), aside__lte=F("present")), name="present_are_entitled"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.number}"


class TellerCount(models.Model):
    """What one teller counted (计票), whole numbers by field; a recount is one more, ``entry`` 2 and so on.

    ``entered_by`` is the account on whose device it was entered: his own, or that of whoever holds the meeting's turn.
    """

    ballot = models.ForeignKey(Ballot, models.PROTECT, related_name="teller_counts")
    teller = models.ForeignKey(Attendee, models.PROTECT, related_name="+")
    entry = models.PositiveSmallIntegerField()
    numbers = models.JSONField()
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        app_label = "workflows"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ballot", "teller", "entry"], name="count_entered_once")
        ]

    def __str__(self) -> str:
        return f"{self.ballot_id} {self.teller_id} {self.entry}"


class Verdict(models.Model):
    """What a ballot came to (表决结论): the result, the sentences of the minutes with their article, the numbers counted.

    Of an election also who is ``elected``, who is ``tied``, and how many seats are ``left``. Totals only, never who voted how.
    """

    ballot = models.OneToOneField(Ballot, models.PROTECT, related_name="verdict")
    result = models.CharField(max_length=20)
    sentences = models.JSONField()
    article = models.CharField(max_length=200)
    numbers = models.JSONField()
    elected = models.JSONField(default=list)
    tied = models.JSONField(default=list)
    left = models.PositiveSmallIntegerField(default=0)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    settled_at = models.DateTimeField()

    class Meta:
        app_label = "workflows"

    def __str__(self) -> str:
        return self.result


class Reduction(models.Model):
    """What came of asking those present to fill fewer seats (减少名额, R-EL-07), by a show of hands: once for a ballot.

    ``agreeing`` of ``entitled``, ``present`` in the room at that moment; ``seats`` is how many were to be filled until then.
    """

    ballot = models.OneToOneField(Ballot, models.PROTECT, related_name="reduction")
    agreeing = models.PositiveIntegerField()
    present = models.PositiveIntegerField()
    entitled = models.PositiveIntegerField()
    agreed = models.BooleanField()
    seats = models.PositiveSmallIntegerField()
    sentences = models.JSONField()
    article = models.CharField(max_length=200)
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()

    class Meta:
        app_label = "workflows"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(agreeing__lte=F("present"), present__lte=F("entitled")), name="agreeing_are_present"
            )
        ]

    def __str__(self) -> str:
        return f"{self.ballot_id} {self.agreeing}"
