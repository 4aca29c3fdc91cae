"""Recusals (回避): who must stand aside in one case for a reason that no register knows."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from registry.models import Person
from workflows.engine.models.cases import Case


class Recusal(models.Model):
    """A recusal (回避) of one person in one case, for good. The database refuses every decision of his in it after that."""

    class Ground(models.TextChoices):
        """Why somebody must stand aside (回避情形), in the order in which they are named."""

        OPENER = "opener", _("opened the case")
        SUBJECT = "subject", _("the case is about him")
        RELATIVE = "relative", _("registered relative of the member")
        REPORTER = "reporter", _("reported the matter")
        DECIDER = "decider", _("decided the matter before")
        INTEREST = "interest", _("declared an interest")

    case = models.ForeignKey(Case, models.PROTECT, related_name="recusals")
    person = models.ForeignKey(Person, models.PROTECT, related_name="recusals")
    ground = models.CharField(max_length=10, choices=Ground, default=Ground.INTEREST)
    reason = models.CharField(max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        app_label = "workflows"
        constraints: ClassVar = [models.UniqueConstraint(fields=["case", "person"], name="recused_once")]

    def __str__(self) -> str:
        return f"{self.person} {self.case_id}"
