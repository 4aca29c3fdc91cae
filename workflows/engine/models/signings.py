"""Rounds of a multi-person step (会签): the roll, and what happened in which order. What it comes to is ``signing``'s."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from viewflow.workflow.models import Task

from registry.models import Person, Post
from registry.publicid import public_id
from workflows.engine.models.cases import Case


class Signing(models.Model):
    """A round (会签轮次) of a countersigned step: open while ``closed_at`` is empty; ``result`` is how it ended.

    When the case comes to the step again a new round begins with a fresh roll; what was said stays with its round.
    ``task`` is the task it runs at; a round taken up again after an undo has a new one. ``rule`` is kept as it was.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="signings")
    task = models.ForeignKey(Task, models.PROTECT, related_name="signings")
    public_id = models.CharField(max_length=10, unique=True, default=public_id, editable=False)
    step = models.CharField(max_length=60)
    rule = models.JSONField()
    in_order = models.BooleanField(default=False)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    result = models.CharField(max_length=12, blank=True)

    class Meta:
        app_label = "workflows"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case", "step"], condition=Q(closed_at__isnull=True), name="one_open_round_a_step"
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, result="") | (Q(closed_at__isnull=False) & ~Q(result="")),
                name="round_closed_with_a_result",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["opened_at"], condition=Q(closed_at__isnull=True), name="rounds_running")
        ]

    def __str__(self) -> str:
        return f"{self.step} {self.case_id}"

    @property
    def is_open(self) -> bool:
        """True while signatures are awaited."""
        return self.closed_at is None


class Signer(models.Model):
    """A seat on the roll of a round (签署席位): a post, whoever holds it when somebody signs.

    ``added_by`` is set where somebody added it while the round ran; the others are those the course names.
    """

    signing = models.ForeignKey(Signing, models.PROTECT, related_name="signers")
    number = models.PositiveSmallIntegerField()
    post = models.ForeignKey(Post, models.PROTECT, related_name="+")
    public_id = models.CharField(max_length=10, unique=True, default=public_id, editable=False)
    added_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        app_label = "workflows"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["signing", "number"], name="seat_numbered_once"),
            models.UniqueConstraint(fields=["signing", "post"], name="post_once_on_a_roll"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.post_id}"


class SigningEvent(models.Model):
    """What happened in a round (会签事项), one row each, never changed: from these rows its state is computed."""

    class Kind(models.TextChoices):
        """What happened to a seat."""

        SIGNED = "signed"
        TAKEN_BACK = "taken_back"
        ADDED = "added"
        REMOVED = "removed"
        LEFT = "left"
        BACK = "back"

    signing = models.ForeignKey(Signing, models.PROTECT, related_name="events")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=Kind)
    seat = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    # Who signed or did it; empty where the facts did: a vacancy, a recusal.
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    # The answer of a signature, the reason of an absence, the place of an addition.
    said = models.CharField(max_length=10, blank=True)
    # The seat that added it.
    beside = models.PositiveSmallIntegerField(null=True)
    decision = models.ForeignKey("workflows.Decision", models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        app_label = "workflows"
        ordering = ("number",)
        constraints: ClassVar = [models.UniqueConstraint(fields=["signing", "number"], name="event_numbered_once")]

    def __str__(self) -> str:
        return f"{self.number} {self.kind} {self.seat}"
