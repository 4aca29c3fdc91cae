"""Members (党员), their standing and where they belong by date."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q, Value
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, TransitionNotAllowed, transition

from registry.models.evidence import Approval
from registry.models.organisations import Organisation
from registry.models.persons import Person
from registry.models.posts import DateRange, WholeNumberRange
from registry.publicid import public_id


class Standing(models.TextChoices):
    """Party standing (党籍状态), handbook 20.2. In correction or transfer pending are derived from open cases."""

    PROBATIONARY = "probationary", _("probationary member")
    FULL = "full", _("full member")
    SUSPENDED = "suspended", _("membership suspended")
    LEFT = "left", _("left the party")
    REMOVED = "removed", _("removed")
    PROBATION_CANCELLED = "probation_cancelled", _("probationary membership cancelled")
    NOT_RECOGNISED = "not_recognised", _("probationary membership not recognised")
    EXPELLED = "expelled", _("expelled")
    DEAD = "dead", _("dead")


ON_THE_ROLL = (Standing.PROBATIONARY, Standing.FULL, Standing.SUSPENDED)


def _require(member: Member, evidence: Approval, measure: str) -> None:
    """Refuse a change of standing unless the approval stands in the records: granted, of this measure, for this member.

    Called from the transitions themselves: a condition of django-fsm is not given what the transition is given.
    """
    granted = Approval.objects.filter(
        act=Approval.Act.APPROVE, measure=measure, subject_id=member.person_id, granted=True
    )
    if not granted.filter(pk=evidence.pk).exists():
        raise TransitionNotAllowed(f"no approval of {measure} for member {member.public_id}")


class Member(models.Model):
    """A member (党员). Standing moves only through the transitions below, each with its evidence."""

    public_id = models.CharField(max_length=10, unique=True, default=public_id, editable=False)
    person = models.OneToOneField(Person, models.PROTECT, related_name="member")
    standing = FSMField(choices=Standing.choices, protected=True)
    joined_on = models.DateField()
    full_since = models.DateField(null=True, blank=True)
    dues_paid_until = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(full_since__isnull=True) | Q(full_since__gte=F("joined_on")), name="full_after_joining"
            ),
            models.CheckConstraint(
                condition=Q(dues_paid_until__isnull=True) | Q(dues_paid_until__day=1), name="dues_are_months"
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["dues_paid_until", "id"], condition=Q(standing__in=ON_THE_ROLL), name="members_by_dues"
            )
        ]

    def __str__(self) -> str:
        return self.person.name

    @property
    def on_the_roll(self) -> bool:
        """True while the member counts as one of a branch."""
        return self.standing in ON_THE_ROLL

    @transition(standing, source=Standing.PROBATIONARY, target=Standing.FULL)
    def confirm(self, *, evidence: Approval, on: dt.date) -> None:
        """转正: becomes a full member from the end of the probation (Constitution 7)."""
        _require(self, evidence, "probation.confirm")
        self.full_since = on

    @transition(standing, source=Standing.PROBATIONARY, target=Standing.NOT_RECOGNISED)
    def refuse_recognition(self, *, evidence: Approval) -> None:
        """不予承认: after approval by the county organisation department or higher (rules on admission 34)."""
        _require(self, evidence, "probation.not_recognise")


class AffiliationQuerySet(models.QuerySet["Affiliation"]):
    """Affiliations, asked by date."""

    def on(self, day: dt.date) -> AffiliationQuerySet:
        """Those in force on a day."""
        return self.filter(Q(since__lte=day) & (Q(until__isnull=True) | Q(until__gte=day)))


class Affiliation(models.Model):
    """An affiliation (组织关系): the one organisation a member belongs to from a day to a day, both inclusive."""

    member = models.ForeignKey(Member, models.PROTECT, related_name="affiliations")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="affiliations")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    case_reference = models.CharField(max_length=40, blank=True)

    objects = AffiliationQuerySet.as_manager()

    class Meta:
        ordering = ("member", "since")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="stay_not_reversed"
            ),
            ExclusionConstraint(
                name="one_home_at_a_time",
                expressions=[
                    (WholeNumberRange(F("member_id"), F("member_id"), Value("[]")), RangeOperators.OVERLAPS),
                    (DateRange(F("since"), F("until"), Value("[]")), RangeOperators.OVERLAPS),
                ],
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["organisation", "since"], name="affiliation_by_organisation")]

    def __str__(self) -> str:
        return f"{self.member} {self.organisation} {self.since}"
