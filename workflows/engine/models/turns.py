"""Turns (待办), what was decided at them, and the dates they wait for."""

from __future__ import annotations

import datetime as dt
from functools import reduce
from operator import and_
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from viewflow.workflow.models import Task

from registry.models import Appointment, Delegation, Person, Post
from registry.publicid import public_id
from workflows.engine.models.cases import Case
from workflows.engine.models.signings import Signer


class TaskAssignment(models.Model):
    """A turn (待办): one task waiting for one post, or for the subject himself. The only table that lists read.

    Open while ``closed_at`` is empty; decided if it has a decision; otherwise closed by recall, withdrawal or a term
    that ran out. ``person`` is set where the task is the subject's own: then ``post`` may record it on paper for him.
    A task that several people sign has a turn for each seat, ``signer``; any other has one open turn at a time.
    ``told_at`` is when the worker told whom it waits for; ``escalated_to`` the post above that was told it is overdue;
    ``urged`` how often somebody has asked for haste.
    """

    task = models.ForeignKey(Task, models.PROTECT, related_name="assignments")
    signer = models.ForeignKey(Signer, models.PROTECT, null=True, related_name="turns", db_index=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="assignments")
    public_id = models.CharField(max_length=10, unique=True, default=public_id, editable=False)
    process_name = models.CharField(max_length=40)
    step = models.CharField(max_length=60)
    post = models.ForeignKey(Post, models.PROTECT, related_name="assignments")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="assignments")
    why = models.JSONField(default=list)
    opened_at = models.DateTimeField()
    visible_from = models.DateTimeField()
    # The day on which it came to its post, where it was moved there since it was opened.
    moved_on = models.DateField(null=True)
    due_on = models.DateField(null=True)
    due_provisional = models.BooleanField(default=False)
    # Set while the case is suspended: the turn waits, but for nobody.
    suspended_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_how = models.CharField(max_length=12, blank=True)
    told_at = models.DateTimeField(null=True)
    escalated_to = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+", db_index=False)
    urged = models.PositiveSmallIntegerField(default=0, db_default=0)

    class Meta:
        app_label = "workflows"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["task"], condition=Q(closed_at__isnull=True, signer__isnull=True), name="one_open_turn_a_task"
            ),
            models.UniqueConstraint(
                fields=["task"], condition=Q(closed_how="decided", signer__isnull=True), name="decided_once_a_task"
            ),
            models.UniqueConstraint(
                fields=["signer"],
                condition=Q(closed_at__isnull=True, signer__isnull=False),
                name="one_open_turn_a_signer",
            ),
            models.UniqueConstraint(
                fields=["signer"], condition=Q(closed_how="decided", signer__isnull=False), name="signed_once_a_signer"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["post", "due_on", "id"], condition=Q(closed_at__isnull=True), name="inbox_of_a_post"),
            models.Index(
                fields=["person", "due_on", "id"], condition=Q(closed_at__isnull=True), name="inbox_of_a_person"
            ),
            models.Index(fields=["case", "id"], name="turns_of_a_case"),
            models.Index(fields=["signer"], condition=Q(signer__isnull=False), name="turns_of_a_signer"),
            # Of those that stand still for now, few among many.
            models.Index(
                fields=["post", "suspended_at", "id"],
                condition=Q(closed_at__isnull=True, suspended_at__isnull=False),
                name="suspended_of_a_post",
            ),
            # For whoever oversees many posts: the longest overdue, and what was done in a span of days.
            models.Index(
                fields=["due_on", "id"],
                condition=Q(closed_at__isnull=True, suspended_at__isnull=True, due_on__isnull=False),
                name="open_turns_by_due",
            ),
            models.Index(fields=["post", "closed_at"], condition=Q(closed_how="decided"), name="decided_at_a_post"),
            models.Index(
                fields=["closed_at"],
                condition=Q(closed_how="decided", closed_at__date__gt=F("due_on")),
                name="decided_late",
            ),
            # Both hold a handful of rows: what nobody was told of yet, and what is open and was escalated.
            models.Index(
                fields=["visible_from", "id"],
                condition=Q(told_at__isnull=True, closed_at__isnull=True),
                name="turns_to_be_told",
            ),
            models.Index(
                fields=["escalated_to", "due_on", "id"],
                condition=Q(closed_at__isnull=True, escalated_to__isnull=False),
                name="escalated_to_a_post",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.step} {self.case_id}"

    @property
    def is_open(self) -> bool:
        """True while the turn waits for somebody, or would if the case were not suspended."""
        return self.closed_at is None

    @property
    def came_on(self) -> dt.date:
        """The day since which its post has it."""
        return self.moved_on or timezone.localtime(self.opened_at).date()

    @property
    def definition(self) -> Any:
        """The step as the course defines it."""
        return self.task.flow_task


# How a turn ends where its holder sends the case back to an earlier step: no outcome of any form (退回).
SENT_BACK = "sent_back"


def _none_of_them(who: str) -> Q:
    """That somebody is neither the initiator, nor the one for whom the case was opened, nor its subject."""
    others = (Q(**{f"{name}__isnull": True}) | ~Q(**{who: F(name)}) for name in ("opened_for", "subject_person"))
    return reduce(and_, others, ~Q(**{who: F("opener")}))


class Decision(models.Model):
    """A decision (办理): what one person answered at one turn. Written once; a turn has at most one.

    One whose outcome is ``SENT_BACK`` answers nothing: ``answers`` then say where to (``to``, a step) and why (``reason``).

    ``opener``, ``opened_for`` and ``subject_person`` are copied from the case so that the database itself refuses an
    approval by whoever initiated the case or is its subject, also through a proxy. A proxy decides as the ``person`` he
    is, by the holder's appointment and the ``delegation`` to him, ``acting_for`` the holder.
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
    delegation = models.ForeignKey(Delegation, models.PROTECT, null=True, related_name="+")
    acting_for = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    as_whom = models.CharField(max_length=240)
    at = models.DateTimeField()
    on = models.DateField()
    held_until = models.DateTimeField()
    facts_digest = models.CharField(max_length=64, blank=True)
    opener = models.ForeignKey(Person, models.PROTECT, related_name="+")
    opened_for = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    subject_person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    recalled_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "workflows"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind="act")
                | (_none_of_them("person") & (Q(acting_for=None) | _none_of_them("acting_for"))),
                name="nobody_decides_his_own_case",
            ),
            models.CheckConstraint(
                condition=Q(delegation=None, acting_for=None)
                | Q(delegation__isnull=False, acting_for__isnull=False, appointment__isnull=False),
                name="a_proxy_acts_for_a_holder",
            ),
            models.CheckConstraint(
                condition=~Q(outcome=SENT_BACK) | Q(answers__has_keys=["to", "reason"]), name="sent_back_to_a_step"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["by", "-at"], include=["case"], name="decisions_of_a_user"),
            models.Index(fields=["case", "id"], name="decisions_of_a_case"),
            # Few: whoever counts answers leaves these out.
            models.Index(
                fields=["assignment"],
                condition=Q(recalled_at__isnull=False) | Q(outcome=SENT_BACK),
                name="decisions_not_answers",
            ),
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
