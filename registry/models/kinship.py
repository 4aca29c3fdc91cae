"""Kinship (亲属关系): who must not decide about whom."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from registry.models.persons import Person
from registry.publicid import public_id


class Relation(models.TextChoices):
    """The relations that make an official stand aside (亲属关系类别): Civil Servants Law, art. 74. Each holds both ways."""

    SPOUSE = "spouse", _("spouse")
    DIRECT = "direct", _("lineal relative by blood")
    COLLATERAL = "collateral", _("collateral relative by blood within three generations")
    IN_LAW = "in_law", _("close relative by marriage")


class Kinship(models.Model):
    """A kinship (亲属关系) of two persons, recorded once; ``person`` is the one with the lower number. Ended, never deleted."""

    public_id = models.CharField(max_length=10, unique=True, default=public_id, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    relative = models.ForeignKey(Person, models.PROTECT, related_name="+")
    relation = models.CharField(max_length=12, choices=Relation)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("pk",)
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(person__lt=F("relative")), name="kin_in_order"),
            models.UniqueConstraint(
                fields=["person", "relative"], condition=Q(ended_at__isnull=True), name="kin_recorded_once"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["relative"], condition=Q(ended_at__isnull=True), name="kin_by_relative")
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.relative}"

    def other(self, person: Person) -> Person:
        """The other one of the two."""
        return self.relative if self.person_id == person.pk else self.person
