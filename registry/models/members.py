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

from registry.models import proof
from registry.models.evidence import Approval
from registry.models.organisations import Organisation
from registry.models.persons import Person
from registry.models.posts import DateRange, WholeNumberRange
from registry.models.proof import Measure
from registry.publicid import public_id


class Standing(models.TextChoices):
    """Party standing (党籍状态), handbook 20.2. In correction or transfer pending are derived from open cases."""

    PROBATIONARY = "probationary", _("probationary member")
    FULL = "full", _("full member")
    SUSPENDED = "suspended", _("membership suspended")
    LEFT_OWN_REQUEST = "left_own_request", _("left at the own request")
    LEFT_PERSUADED = "left_persuaded", _("left as advised")
    REMOVED_REFUSED = "removed_refused", _("removed, refused to leave as advised")
    REMOVED_SELF_WITHDRAWAL = "removed_self_withdrawal", _("removed, had withdrawn by conduct")
    REMOVED_LOST_CONDITIONS = "removed_lost_conditions", _("removed, had lost the conditions of membership")
    PROBATION_CANCELLED = "probation_cancelled", _("probationary membership cancelled")
    NOT_RECOGNISED = "not_recognised", _("probationary membership not recognised")
    EXPELLED = "expelled", _("expelled")
    DEAD = "dead", _("dead")


ON_THE_ROLL = (Standing.PROBATIONARY, Standing.FULL, Standing.SUSPENDED)
ENDED_BY_DISPOSAL = (
    Standing.LEFT_PERSUADED, Standing.REMOVED_REFUSED, Standing.REMOVED_SELF_WITHDRAWAL, Standing.REMOVED_LOST_CONDITIONS,
)  # fmt: skip
# What an appeal that succeeds puts back to full membership.
REVOCABLE = (*ENDED_BY_DISPOSAL, Standing.LEFT_OWN_REQUEST, Standing.SUSPENDED)


def _require(member: Member, evidence: Approval, measure: str) -> None:
    """Refuse a change of standing unless the approval stands in the records: granted, of this measure, for this member.

    Called from the transitions themselves: a condition of django-fsm is not given what the transition is given.
    """
    granted = Approval.objects.filter(
        act=Approval.Act.APPROVE, measure=measure, subject_id=member.person_id, granted=True
    )
    if not granted.filter(pk=evidence.pk).exists():
        raise TransitionNotAllowed(f"no approval of {measure} for member {member.public_id}")


def _proved(member: Member, measure: str, case_reference: str) -> None:
    """Refuse a change of standing unless everything the measure needs stands in the records of the case."""
    if lacking := proof.missing(member, measure, case_reference):
        raise TransitionNotAllowed(f"{measure} of member {member.public_id} lacks {', '.join(lacking)}")


class Member(models.Model):
    """A member (党员). Standing moves only through the transitions below, each with its evidence."""

    public_id = models.CharField(max_length=10, unique=True, default=public_id, editable=False)
    person = models.OneToOneField(Person, models.PROTECT, related_name="member")
    standing = FSMField(choices=Standing.choices, protected=True)
    joined_on = models.DateField()
    full_since = models.DateField(null=True, blank=True)
    dues_paid_until = models.DateField(null=True, blank=True)
    # Until when probation was extended, once; since when the membership is suspended; its last day, and the last day on
    # which nobody may admit him again.
    probation_until = models.DateField(null=True, blank=True)
    suspended_since = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    barred_until = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(full_since__isnull=True) | Q(full_since__gte=F("joined_on")), name="full_after_joining"
            ),
            models.CheckConstraint(
                condition=Q(dues_paid_until__isnull=True) | Q(dues_paid_until__day=1), name="dues_are_months"
            ),
            models.CheckConstraint(
                condition=Q(barred_until__isnull=True) | Q(ended_on__isnull=False, barred_until__gte=F("ended_on")),
                name="barred_after_the_end",
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

    @transition(standing, source=Standing.PROBATIONARY, target=Standing.PROBATION_CANCELLED)
    def cancel_probation(self, *, case_reference: str) -> None:
        """取消预备党员资格 (Constitution 7)."""
        _proved(self, Measure.CANCEL, case_reference)

    @transition(standing, source=Standing.PROBATIONARY, target=Standing.PROBATIONARY)
    def extend_probation(self, *, case_reference: str, until: dt.date) -> None:
        """延长预备期: once (Constitution 7)."""
        _proved(self, Measure.EXTEND, case_reference)
        if self.probation_until is not None:
            raise TransitionNotAllowed(f"the probation of member {self.public_id} was extended before")
        self.probation_until = until

    @transition(standing, source=Standing.FULL, target=Standing.LEFT_PERSUADED)
    def leave_as_advised(self, *, case_reference: str) -> None:
        """劝退: advised to leave by vote and approval, he states that he does (Constitution 9)."""
        _proved(self, Measure.PERSUASION, case_reference)

    @transition(standing, source=Standing.FULL, target=Standing.REMOVED_REFUSED)
    def remove_refused(self, *, case_reference: str) -> None:
        """劝而不退予以除名: a second vote and a second approval (Constitution 9)."""
        _proved(self, Measure.REMOVAL_REFUSED, case_reference)

    @transition(standing, source=(Standing.FULL, Standing.SUSPENDED), target=Standing.REMOVED_SELF_WITHDRAWAL)
    def remove_self_withdrawal(self, *, case_reference: str) -> None:
        """自行脱党予以除名 (Constitution 9; of a suspended member Regulation 24)."""
        _proved(self, Measure.REMOVAL_SELF_WITHDRAWAL, case_reference)

    @transition(standing, source=Standing.FULL, target=Standing.REMOVED_LOST_CONDITIONS)
    def remove_lost_conditions(self, *, case_reference: str) -> None:
        """丧失党员条件予以除名 (Regulation 31 (1))."""
        _proved(self, Measure.REMOVAL_LOST_CONDITIONS, case_reference)

    @transition(standing, source=Standing.FULL, target=Standing.LEFT_OWN_REQUEST)
    def leave_on_request(self, *, case_reference: str) -> None:
        """要求退党: discussed, announced, recorded above (Constitution 9)."""
        _proved(self, Measure.OWN_WITHDRAWAL, case_reference)

    @transition(standing, source=Standing.FULL, target=Standing.SUSPENDED)
    def suspend(self, *, case_reference: str, since: dt.date) -> None:
        """停止党籍 (Regulation 24)."""
        _proved(self, Measure.SUSPENSION, case_reference)
        self.suspended_since = since

    @transition(standing, source=Standing.SUSPENDED, target=Standing.FULL)
    def restore(self, *, case_reference: str) -> None:
        """恢复党籍: approved by the county or higher (Regulation 24)."""
        _proved(self, Measure.RESTORATION, case_reference)
        self.suspended_since = None

    @transition(standing, source=REVOCABLE, target=Standing.FULL)
    def reinstate(self, *, case_reference: str) -> None:
        """撤销处置: an appeal has succeeded (Constitution 4 (8), 43)."""
        _proved(self, Measure.REVOCATION, case_reference)
        self.ended_on = self.barred_until = self.suspended_since = None

    @transition(standing, source=Standing.PROBATIONARY, target=Standing.PROBATIONARY)
    def lift_extension(self, *, case_reference: str) -> None:
        """撤销延长预备期的决定: an appeal has succeeded; it ends when it would have ended."""
        _proved(self, Measure.REVOCATION, case_reference)
        if self.probation_until is None:
            raise TransitionNotAllowed(f"the probation of member {self.public_id} was not extended")
        self.probation_until = None

    @transition(standing, source=Standing.PROBATION_CANCELLED, target=Standing.PROBATIONARY)
    def reinstate_probation(self, *, case_reference: str) -> None:
        """撤销取消预备党员资格的决定: an appeal has succeeded."""
        _proved(self, Measure.REVOCATION, case_reference)
        self.ended_on = None


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
