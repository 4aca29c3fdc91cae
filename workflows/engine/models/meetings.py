"""Meetings (会议) held at a step of a case: who is entitled, who came, what is on the agenda.

Nothing here says what has become of a meeting: that follows from its days, its ballots and the decision of its step.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Deferrable, F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from registry.models import Member, Organisation, Person
from registry.publicid import public_id
from workflows.engine.models.cases import Case
from workflows.engine.votes.candidates import Purpose
from workflows.engine.votes.entitled import LeftOut
from workflows.engine.votes.kinds import Kind

LONGEST_MATTER = 200


class Body(models.TextChoices):
    """Who meets (会议类型), handbook 3.2: all members of a branch, its committee, or a committee above."""

    GENERAL = "general", _("general meeting of the branch")
    BRANCH_COMMITTEE = "branch_committee", _("meeting of the branch committee")
    COMMITTEE = "committee", _("meeting of the committee")

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """What is voted on in such a meeting."""
        prefix = {Body.GENERAL: "GM_", Body.BRANCH_COMMITTEE: "BC_", Body.COMMITTEE: "CM_"}[self]
        return tuple(kind for kind in Kind if kind.startswith(prefix))


class Meeting(models.Model):
    """A meeting (会议) at a step of a case; ``attempt`` is 1, and one more each time it is convened again for want of a quorum.

    It is convened from the first, opened when the chair opens it, adjourned where there was no quorum, and over once its
    step was decided: an undone decision reopens it by itself.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="meetings")
    step = models.CharField(max_length=60)
    attempt = models.PositiveSmallIntegerField(default=1)
    public_id = models.CharField(max_length=10, unique=True, default=public_id, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    body = models.CharField(max_length=20, choices=Body)
    held_on = models.DateField()
    starts_at = models.TimeField()
    place = models.CharField(max_length=60)
    topic = models.CharField(max_length=60)
    chair = models.ForeignKey(Person, models.PROTECT, related_name="+")
    recorder = models.ForeignKey(Person, models.PROTECT, related_name="+")
    convened_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    adjourned_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "workflows"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "step", "attempt"], name="meeting_numbered_once"),
            models.CheckConstraint(condition=Q(attempt__gte=1), name="attempts_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.topic} {self.held_on}"


class Attendee(models.Model):
    """Somebody on the roll of a meeting (应到会人员), as the registers knew him when it was convened.

    ``counts``, ``votes``, ``why`` and ``article`` are what ``votes.entitled`` made of the facts beside them; a matter of his
    own is looked at when its ballot opens. The two consents name the papers by which he may be left out (R-VT-04).
    """

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="attendees")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    member = models.ForeignKey(Member, models.PROTECT, null=True, related_name="+")
    public_id = models.CharField(max_length=10, unique=True, default=public_id, editable=False)
    name = models.CharField(max_length=50)
    # The post on the committee, in words; empty in a general meeting.
    post = models.CharField(max_length=120, blank=True)
    standing = models.CharField(max_length=20)
    on_committee = models.BooleanField(default=False)
    disciplinary_probation = models.BooleanField(default=False)
    rights_suspended = models.BooleanField(default=False)
    in_correction = models.BooleanField(default=False)
    left_out = models.CharField(max_length=10, blank=True, choices=[(kind.value, kind.value) for kind in LeftOut])
    superior_consent = models.CharField(max_length=200, blank=True)
    meeting_consent = models.CharField(max_length=200, blank=True)
    amended_because = models.CharField(max_length=300, blank=True)
    counts = models.BooleanField()
    votes = models.BooleanField()
    why = models.CharField(max_length=30, blank=True)
    article = models.CharField(max_length=200, blank=True)
    arrived_at = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)
    absent_reason = models.CharField(max_length=200, blank=True)
    leave_asked_on = models.DateField(null=True)
    leave_agreed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        app_label = "workflows"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meeting", "person"], name="once_on_a_roll"),
            models.CheckConstraint(condition=Q(votes=False) | Q(counts=True), name="who_votes_is_counted"),
            models.CheckConstraint(
                condition=Q(left_at__isnull=True) | Q(arrived_at__isnull=False, left_at__gte=F("arrived_at")),
                name="who_left_had_come",
            ),
            models.CheckConstraint(
                condition=Q(leave_asked_on__isnull=True, leave_agreed_by__isnull=True) | ~Q(absent_reason=""),
                name="leave_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def present(self) -> bool:
        """True while he is in the room."""
        return self.arrived_at is not None and self.left_at is None


class AgendaItem(models.Model):
    """An item of the agenda (议题); ``kind`` is that of its vote, empty for one that is only discussed.

    ``subject`` is whom it is about. ``seats``, ``office`` and ``purpose`` are of elections. ``missing_of`` is the ballot that
    left the seats which are elected separately here (另行选举): once at most, and only while no fewer seats were agreed on.
    """

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="items")
    number = models.PositiveSmallIntegerField()
    public_id = models.CharField(max_length=10, unique=True, default=public_id, editable=False)
    kind = models.CharField(max_length=20, blank=True, choices=[(kind.value, kind.value) for kind in Kind])
    matter = models.CharField(max_length=LONGEST_MATTER)
    subject = models.ForeignKey(Member, models.PROTECT, null=True, related_name="+")
    secret = models.BooleanField(default=False)
    seats = models.PositiveSmallIntegerField(null=True)
    office = models.CharField(max_length=40, blank=True)
    purpose = models.CharField(
        max_length=20, blank=True, choices=[(purpose.value, purpose.value) for purpose in Purpose]
    )
    missing_of = models.OneToOneField("workflows.Ballot", models.PROTECT, null=True, related_name="missing_item")

    class Meta:
        app_label = "workflows"
        ordering = ("number",)
        constraints: ClassVar = [
            # Until the end of the transaction: items change places.
            models.UniqueConstraint(
                fields=["meeting", "number"], name="item_numbered_once", deferrable=Deferrable.DEFERRED
            ),
            models.CheckConstraint(
                condition=Q(seats__gte=1, purpose__gt="", kind__endswith="_ELECTION")
                | (Q(seats__isnull=True, purpose="") & ~Q(kind__endswith="_ELECTION")),
                name="seats_are_elected",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.matter}"


class Candidate(models.Model):
    """A candidate (候选人) of an election; ``number`` is his row on the ballot, in the order of strokes (R-EL-10)."""

    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="candidates")
    number = models.PositiveSmallIntegerField()
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    name = models.CharField(max_length=50)

    class Meta:
        app_label = "workflows"
        ordering = ("number",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["item", "number"], name="candidate_numbered_once"),
            models.UniqueConstraint(fields=["item", "person"], name="candidate_once"),
            models.UniqueConstraint(fields=["item", "name"], name="candidates_told_apart"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"


class Choice(models.TextChoices):
    """How somebody votes (表决意见)."""

    FOR = "for", pgettext_lazy("vote", "for")
    AGAINST = "against", pgettext_lazy("vote", "against")
    ABSTAIN = "abstain", pgettext_lazy("vote", "abstaining")


class WrittenOpinion(models.Model):
    """What an absent member handed in about an item before the meeting (书面意见). It counts for nothing once he comes."""

    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="opinions")
    attendee = models.ForeignKey(Attendee, models.PROTECT, related_name="opinions")
    choice = models.CharField(max_length=10, choices=Choice)
    handed_in_on = models.DateField()

    class Meta:
        app_label = "workflows"
        constraints: ClassVar = [models.UniqueConstraint(fields=["item", "attendee"], name="one_opinion_an_item")]

    def __str__(self) -> str:
        return f"{self.item_id} {self.attendee_id}"
