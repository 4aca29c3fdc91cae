"""Turns (待办), what was decided at them, and the dates they wait for."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from viewflow.workflow.models import Task

from registry.models import Appointment, Person, Post
from registry.publicid import public_id
from workflows.engine.models.cases import Case


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
    # Set while the case is suspended: the turn waits, but for nobody.
    suspended_at = models.DateTimeField(null=True)
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
        """True while the turn waits for somebody, or would if the case were not suspended."""
        return self.closed_at is None

    @property
    def definition(self) -> Any:
        """The step as the course defines it."""
        return self.task.flow_task


# How a turn ends where its holder sends the case back to an earlier step: no outcome of any form (退回).
SENT_BACK = "sent_back"


class Decision(models.Model):
    """A decision (办理): what one person answered at one turn. Written once; a turn has at most one.

    One whose outcome is ``SENT_BACK`` answers nothing: ``answers`` then say where to (``to``, a step) and why (``reason``).

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
            ),
            models.CheckConstraint(
                condition=~Q(outcome=SENT_BACK) | Q(answers__has_keys=["to", "reason"]), name="sent_back_to_a_step"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["by", "-at"], include=["case"], name="decisions_of_a_user"),
            models.Index(fields=["case", "id"], name="decisions_of_a_case"),
        ]

    def __str__(self) -> str:
        return f"{self.step}: {self.outcome}"

    @property
    def sends_back(self) -> bool:
        """True where the case was sent back instead of being decided."""
        return self.outcome == SENT_BACK


class Wait(models.Model):
    """A wait (等待): a date at which a task goes on by itself, or a turn lapses. Swept by ``manage.py sweep``."""

    task = models.OneToOneField(Task, models.PROTECT, related_name="wait")
    case = models.ForeignKey(Case, models.PROTECT, related_name="waits")
    until = models.DateField()
    # Whether the day moves on while the case is suspended.
    stops = models.BooleanField(default=False)
    article = models.CharField(max_length=200)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "workflows"
        indexes: ClassVar = [models.Index(fields=["until"], condition=Q(ended_at__isnull=True), name="waits_running")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.until}"
