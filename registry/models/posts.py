"""Posts (职务) and their holders by date (任职)."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from registry.models.organisations import Organisation
from registry.models.persons import Person


class Role(models.TextChoices):
    """What a post does in its organisation (职责), handbook 2.2."""

    SECRETARY = "secretary", _("secretary")
    DEPUTY_SECRETARY = "deputy_secretary", _("deputy secretary")
    ORGANISATION_COMMISSIONER = "organisation_commissioner", _("organisation commissioner")
    COMMITTEE_MEMBER = "committee_member", _("committee member")
    ORGANISER = "organiser", _("organiser")
    DEPARTMENT_HEAD = "department_head", _("head of the organisation department")
    AUDITOR = "auditor", _("auditor")
    REGISTRAR = "registrar", _("registrar")


class Post(models.Model):
    """A post (职务): a role in an organisation, with as many places as the organisation has."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="posts")
    role = models.CharField(max_length=30, choices=Role)
    title = models.CharField(max_length=40)
    single = models.BooleanField(default=True)

    class Meta:
        ordering = ("organisation", "role", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "role", "title"], name="post_once_in_an_organisation")
        ]

    def __str__(self) -> str:
        return f"{self.organisation.short_name}{self.title}"


class DateRange(Func):
    """``daterange(since, until, '[]')``: both days inclusive, an empty end is open."""

    function = "daterange"


class WholeNumberRange(Func):
    """``int8range(id, id, '[]')``: lets GiST compare ids without the btree_gist extension."""

    function = "int8range"


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    """Appointments, asked by date."""

    def on(self, day: dt.date) -> AppointmentQuerySet:
        """Those in force on a day."""
        return self.filter(Q(since__lte=day) & (Q(until__isnull=True) | Q(until__gte=day)))


class Appointment(models.Model):
    """An appointment (任职): one person holds one post from a day to a day, both inclusive."""

    post = models.ForeignKey(Post, models.PROTECT, related_name="appointments")
    person = models.ForeignKey(Person, models.PROTECT, related_name="appointments")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    acting = models.BooleanField(default=False)
    # Copied from the post: an exclusion constraint cannot look at another table.
    single = models.BooleanField(default=True)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        ordering = ("-since", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="term_not_reversed"
            ),
            ExclusionConstraint(
                name="one_holder_of_a_single_post",
                expressions=[
                    (WholeNumberRange(F("post_id"), F("post_id"), Value("[]")), RangeOperators.OVERLAPS),
                    (DateRange(F("since"), F("until"), Value("[]")), RangeOperators.OVERLAPS),
                ],
                condition=Q(single=True),
            ),
            ExclusionConstraint(
                name="nobody_holds_a_post_twice",
                expressions=[
                    (WholeNumberRange(F("post_id"), F("post_id"), Value("[]")), RangeOperators.OVERLAPS),
                    (WholeNumberRange(F("person_id"), F("person_id"), Value("[]")), RangeOperators.OVERLAPS),
                    (DateRange(F("since"), F("until"), Value("[]")), RangeOperators.OVERLAPS),
                ],
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["person", "since"], name="appointment_by_person")]

    def __str__(self) -> str:
        return f"{self.person} {self.post}"
