"""What was said because a turn is nearly due or late (提醒、上报), and who asked for haste (催办)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from registry.models import Person, Post
from workflows.engine.models.cases import Case
from workflows.engine.models.turns import TaskAssignment


class Reminder(models.Model):
    """A reminder (提醒) or an escalation (逾期上报) of a turn: each stage once, however often the sweep runs.

    Whoever a turn was moved to is reminded anew: ``moved_on`` is the day on which it came to the post that was reminded,
    empty where it has always been there. It is escalated once, and once told whom a rule of its step names. ``to`` is the
    post that was told; empty for reminders, and where there is nobody.
    """

    class Stage(models.TextChoices):
        """How near or late a turn is (期限阶段), in order; the last stands apart from the others."""

        BEFORE = "before", _("nearly due")
        DUE = "due", _("due")
        ESCALATED = "escalated", _("overdue, told to the superior")
        BY_RULE = "by_rule", _("told whom a rule names")

    turn = models.ForeignKey(TaskAssignment, models.PROTECT, related_name="reminders", db_index=False)
    stage = models.CharField(max_length=10, choices=Stage)
    on = models.DateField()
    moved_on = models.DateField(null=True)
    to = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")

    class Meta:
        app_label = "workflows"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["turn", "stage", "moved_on"], nulls_distinct=False, name="reminded_once_a_stage"
            ),
            models.UniqueConstraint(fields=["turn"], condition=Q(stage="escalated"), name="escalated_once"),
            models.UniqueConstraint(fields=["turn"], condition=Q(stage="by_rule"), name="told_by_rule_once"),
        ]

    def __str__(self) -> str:
        return f"{self.turn_id} {self.stage} {self.on}"


class Urge(models.Model):
    """One asking for haste (催办) in a case, by one person; the words are in the journal."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="urges", db_index=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    on = models.DateField()

    class Meta:
        app_label = "workflows"
        # How many working days lie between two is asked under the lock; two on one day the database refuses.
        constraints: ClassVar = [models.UniqueConstraint(fields=["case", "person", "on"], name="urged_once_a_day")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.person_id} {self.on}"
