"""Rows of the engine: cases, turns, decisions, waits, drafts. Written by the write functions of this package only."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from viewflow.workflow.models import Process as ViewflowProcess
from viewflow.workflow.models import Task

from audit.journal import Stream
from registry.models import Appointment, Member, Organisation, Person, Post
from registry.publicid import public_id

if TYPE_CHECKING:
    from workflows.engine.handling import Handling


class Case(ViewflowProcess):
    """A case (办件): one run of a process, in one organisation, about at most one member.

    ``seen_from`` holds the ids of the involved organisations and of all above them. The database keeps it, from the
    involvements and the tree: what a copy in memory holds is never written (migration 0003).
    """

    reference = models.CharField(max_length=10, unique=True, default=public_id, editable=False)
    process_name = models.CharField(max_length=40)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="cases")
    subject = models.ForeignKey(Member, models.PROTECT, null=True, related_name="cases")
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    opener = models.ForeignKey(Person, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    opened_on = models.DateField()
    pack = models.CharField(max_length=40)
    pack_version = models.CharField(max_length=20)
    outcome = models.CharField(max_length=40, blank=True)
    closed_at = models.DateTimeField(null=True)
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
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, outcome="") | (Q(closed_at__isnull=False) & ~Q(outcome="")),
                name="closed_with_an_outcome",
            ),
        ]
        indexes: ClassVar = [
            # Without a list of what is new beside it: a search would read that list each time.
            GinIndex(fields=["seen_from"], name="case_seen_from", fastupdate=False),
            models.Index(fields=["-opened_at", "-process_ptr"], name="case_newest"),
            models.Index(fields=["process_name", "-opened_at", "-process_ptr"], name="case_by_process"),
            models.Index(
                fields=["-opened_at", "-process_ptr"], condition=Q(closed_at__isnull=True), name="case_newest_open"
            ),
            models.Index(
                fields=["-opened_at", "-process_ptr"], condition=Q(closed_at__isnull=False), name="case_newest_closed"
            ),
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
    def member(self) -> Member:
        """The member the case is about; ValueError for a case about an organisation."""
        if self.subject is None:
            raise ValueError(f"{self.reference} is not about a member")
        return self.subject

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


class TaskAssignment(models.Model):
    """A turn (待办): one task waiting for one post, or for the subject himself. The only table that lists read.

    Open while ``closed_at`` is empty; decided if it has a decision; otherwise closed by recall, withdrawal or a term
    that ran out. ``person`` is set where the task is the subject's own: then ``post`` may record it on paper for him.
    """

    task = models.OneToOneField(Task, models.PROTECT, related_name="assignment")
    case = models.ForeignKey(Case, models.PROTECT, related_name="assignments")
    public_id = models.CharField(max_length=10, unique=True, default=public_id, editable=False)
    process_name = models.CharField(max_length=40)
    step = models.CharField(max_length=60)
    post = models.ForeignKey(Post, models.PROTECT, related_name="assignments")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="assignments")
    why = models.JSONField(default=list)
    opened_at = models.DateTimeField()
    visible_from = models.DateTimeField()
    due_on = models.DateField(null=True)
    due_provisional = models.BooleanField(default=False)
    closed_at = models.DateTimeField(null=True)
    closed_how = models.CharField(max_length=12, blank=True)

    class Meta:
        app_label = "workflows"
        indexes: ClassVar = [
            models.Index(fields=["post", "due_on", "id"], condition=Q(closed_at__isnull=True), name="inbox_of_a_post"),
            models.Index(
                fields=["person", "due_on", "id"], condition=Q(closed_at__isnull=True), name="inbox_of_a_person"
            ),
            models.Index(fields=["case", "id"], name="turns_of_a_case"),
        ]

    def __str__(self) -> str:
        return f"{self.step} {self.case_id}"

    @property
    def is_open(self) -> bool:
        """True while the turn waits for somebody."""
        return self.closed_at is None

    @property
    def definition(self) -> Any:
        """The step as the course defines it."""
        return self.task.flow_task


class Decision(models.Model):
    """A decision (办理): what one person answered at one turn. Written once; a turn has at most one.

    ``opener`` and ``subject_person`` are copied from the case so that the database itself refuses an approval by
    whoever initiated the case or is its subject.
    """

    class Kind(models.TextChoices):
        """What sort of act a step is: approve, record and pre-review are the acts of a superior."""

        ACT = "act"
        APPROVE = "approve"
        RECORD = "record"
        PRE_REVIEW = "pre_review"

    assignment = models.OneToOneField(TaskAssignment, models.PROTECT, related_name="decision")
    case = models.ForeignKey(Case, models.PROTECT, related_name="decisions")
    public_id = models.CharField(max_length=10, unique=True, default=public_id, editable=False)
    step = models.CharField(max_length=60)
    kind = models.CharField(max_length=10, choices=Kind)
    outcome = models.CharField(max_length=20)
    answers = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="decisions")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    appointment = models.ForeignKey(Appointment, models.PROTECT, null=True, related_name="+")
    as_whom = models.CharField(max_length=120)
    at = models.DateTimeField()
    on = models.DateField()
    held_until = models.DateTimeField()
    facts_digest = models.CharField(max_length=64, blank=True)
    opener = models.ForeignKey(Person, models.PROTECT, related_name="+")
    subject_person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    recalled_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "workflows"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind="act")
                | (~Q(person=F("opener")) & (Q(subject_person__isnull=True) | ~Q(person=F("subject_person")))),
                name="nobody_decides_his_own_case",
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["by", "-at"], include=["case"], name="decisions_of_a_user"),
            models.Index(fields=["case", "id"], name="decisions_of_a_case"),
        ]

    def __str__(self) -> str:
        return f"{self.step}: {self.outcome}"


class Wait(models.Model):
    """A wait (等待): a date at which a task goes on by itself, or a turn lapses. Swept by ``manage.py sweep``."""

    task = models.OneToOneField(Task, models.PROTECT, related_name="wait")
    case = models.ForeignKey(Case, models.PROTECT, related_name="waits")
    until = models.DateField()
    article = models.CharField(max_length=200)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "workflows"
        indexes: ClassVar = [models.Index(fields=["until"], condition=Q(ended_at__isnull=True), name="waits_running")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.until}"


class Command(models.Model):
    """A command (指令) with its idempotency key: a repeated one is answered with the first result."""

    key = models.CharField(max_length=64, unique=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    name = models.CharField(max_length=20)
    target = models.CharField(max_length=40)
    result = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        app_label = "workflows"

    def __str__(self) -> str:
        return f"{self.name} {self.key}"


class Draft(models.Model):
    """A draft (草稿): answers not yet submitted, of a case to be opened or of a task. Nobody else sees it."""

    public_id = models.CharField(max_length=10, unique=True, default=public_id, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="drafts")
    process_name = models.CharField(max_length=40)
    organisation = models.ForeignKey(Organisation, models.CASCADE, null=True, related_name="+")
    assignment = models.ForeignKey(TaskAssignment, models.CASCADE, null=True, related_name="drafts")
    answers = models.JSONField(default=dict)
    saved_at = models.DateTimeField()

    class Meta:
        app_label = "workflows"
        ordering = ("-saved_at",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["by", "assignment"], condition=Q(assignment__isnull=False), name="one_draft_a_task"
            )
        ]

    def __str__(self) -> str:
        return f"{self.process_name} {self.saved_at:%Y-%m-%d}"
