"""Cases (办件) and the organisations that have a part in them."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from viewflow.workflow.models import Process as ViewflowProcess

from audit.journal import Stream
from registry.models import Member, Organisation, Person
from registry.publicid import public_id

if TYPE_CHECKING:
    from workflows.engine.handling import Handling

# Characters: a title that fits on two lines of a paper.
MATTER_LENGTH = 60


class Case(ViewflowProcess):
    """A case (办件): one run of a process, in one organisation, about a member, or about a matter, or about itself.

    ``seen_from`` holds the ids of the involved organisations and of all above them. The database keeps it, from the
    involvements and the tree: what a copy in memory holds is never written (migration 0003).
    """

    reference = models.CharField(max_length=10, unique=True, default=public_id, editable=False)
    process_name = models.CharField(max_length=40)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="cases")
    subject = models.ForeignKey(Member, models.PROTECT, null=True, related_name="cases")
    # What a case about no member is about (事由), in the words of whoever opened it, and how a search finds it.
    matter = models.CharField(max_length=MATTER_LENGTH, blank=True, default="", db_default="")
    matter_grams = ArrayField(models.CharField(max_length=2), null=True, editable=False)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    opener = models.ForeignKey(Person, models.PROTECT, related_name="+")
    # The holder in whose place a proxy opened it: he initiated it, too.
    opened_for = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField()
    opened_on = models.DateField()
    pack = models.CharField(max_length=40)
    pack_version = models.CharField(max_length=20)
    outcome = models.CharField(max_length=40, blank=True)
    closed_at = models.DateTimeField(null=True)
    # The case that came to nothing, after which somebody asked again.
    follows = models.ForeignKey("self", models.PROTECT, null=True, related_name="followers")
    seen_from = ArrayField(models.BigIntegerField(), default=list, editable=False)

    # Until when the act that is being carried out can be undone; not stored, set by the write functions.
    hold_until: ClassVar[dt.datetime | None] = None
    # What the function or page that deals with the case has read of it; not stored.
    handling: Handling | None = None

    class Meta:
        app_label = "workflows"
        constraints: ClassVar = [
            # One open case of a process about a member: two transfers at once would be two homes.
            models.UniqueConstraint(
                fields=["process_name", "subject"], condition=Q(closed_at__isnull=True), name="one_open_case_of_a_kind"
            ),
            # And one about the same matter, so that nobody asks the same thing twice.
            models.UniqueConstraint(
                fields=["process_name", "organisation", "matter"],
                condition=Q(closed_at__isnull=True, subject__isnull=True) & ~Q(matter=""),
                name="one_open_case_about_a_matter",
            ),
            models.CheckConstraint(
                condition=Q(subject__isnull=True) | Q(matter="", matter_grams__isnull=True), name="about_one_thing"
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, outcome="") | (Q(closed_at__isnull=False) & ~Q(outcome="")),
                name="closed_with_an_outcome",
            ),
        ]
        indexes: ClassVar = [
            # Without a list of what is new beside it: a search would read that list each time.
            GinIndex(fields=["seen_from"], name="case_seen_from", fastupdate=False),
            GinIndex(
                fields=["matter_grams"],
                name="case_matter_grams",
                condition=Q(matter_grams__isnull=False),
                fastupdate=False,
            ),
            models.Index(fields=["-opened_at", "-process_ptr"], name="case_newest"),
            models.Index(fields=["process_name", "-opened_at", "-process_ptr"], name="case_by_process"),
            models.Index(
                fields=["-opened_at", "-process_ptr"], condition=Q(closed_at__isnull=True), name="case_newest_open"
            ),
            models.Index(
                fields=["-opened_at", "-process_ptr"], condition=Q(closed_at__isnull=False), name="case_newest_closed"
            ),
            models.Index(fields=["closed_at"], condition=Q(closed_at__isnull=False), name="case_by_end"),
            models.Index(
                fields=["outcome", "-opened_at", "-process_ptr"],
                condition=Q(closed_at__isnull=False),
                name="case_by_outcome",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """What people call the case: process code, year and reference, e.g. ``转2026-7QH3K9ZD2M``."""
        return f"{self.flow_class.code}{self.opened_on.year}-{self.reference}"

    @property
    def stream(self) -> Stream:
        """The case's stream in the journal."""
        return Stream("case", self.reference)

    @property
    def about(self) -> str:
        """Whom or what the case is about (办理对象、事由): the member's name, the matter, or else the organisation."""
        return self.subject.person.name if self.subject else self.matter or self.organisation.short_name

    @property
    def member(self) -> Member:
        """The member the case is about; ValueError for a case about something else."""
        if self.subject is None:
            raise ValueError(f"{self.reference} is not about a member")
        return self.subject

    @property
    def initiators(self) -> frozenset[int]:
        """Ids of whoever initiated the case: who opened it, and for whom."""
        return frozenset(pk for pk in (self.opener_id, self.opened_for_id) if pk)

    @property
    def concerned(self) -> frozenset[int]:
        """Ids of the persons whose own case it is (当事人): whoever initiated it, and whom it is about."""
        return self.initiators | ({self.subject_person_id} if self.subject_person_id else set())

    @property
    def subject_person_id(self) -> int | None:
        """Id of the person the case is about."""
        return self.subject.person_id if self.subject else None


class Involvement(models.Model):
    """An organisation that has a part in a case (涉及组织) and may therefore see it."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="involvements")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="involvements")

    class Meta:
        app_label = "workflows"
        constraints: ClassVar = [models.UniqueConstraint(fields=["case", "organisation"], name="involved_once")]

    def __str__(self) -> str:
        return f"{self.organisation} {self.case_id}"
