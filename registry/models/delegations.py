"""Delegations (委托代理): somebody acts for a post in place of its holder, for some days."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models
from django.db.models import F, Q, Value
from django.utils.translation import gettext as _

from registry.models.persons import Person, User
from registry.models.posts import DateRange, Post, WholeNumberRange
from registry.publicid import public_id


class Delegation(models.Model):
    """A delegation (委托代理) of a post: from a day to a day, both inclusive, ``proxy`` acts where ``giver`` could.

    ``giver`` holds the post, or is a proxy for it himself. An empty ``processes`` means every kind of case. Written
    once; the only later changes are that it is revoked, or ends earlier with somebody who leaves. ``revoked_by`` is empty
    where whoever runs the server did it. Whether it gives anything on a day is found out when somebody
    acts (``registry.acting``): it is worth what its giver has.
    """

    public_id = models.CharField(max_length=10, unique=True, default=public_id, editable=False)
    post = models.ForeignKey(Post, models.PROTECT, related_name="delegations")
    giver = models.ForeignKey(Person, models.PROTECT, related_name="delegations_given")
    proxy = models.ForeignKey(Person, models.PROTECT, related_name="delegations_received")
    since = models.DateField()
    until = models.DateField()
    processes = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("-since", "-pk")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="delegation_not_reversed"),
            models.CheckConstraint(condition=~Q(giver=F("proxy")), name="nobody_is_his_own_proxy"),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=False) | Q(revoked_by__isnull=True), name="revoked_by_somebody"
            ),
            ExclusionConstraint(
                name="delegated_once_at_a_time",
                expressions=[
                    (WholeNumberRange(F("post_id"), F("post_id"), Value("[]")), RangeOperators.OVERLAPS),
                    (WholeNumberRange(F("giver_id"), F("giver_id"), Value("[]")), RangeOperators.OVERLAPS),
                    (WholeNumberRange(F("proxy_id"), F("proxy_id"), Value("[]")), RangeOperators.OVERLAPS),
                    (DateRange(F("since"), F("until"), Value("[]")), RangeOperators.OVERLAPS),
                ],
                condition=Q(revoked_at__isnull=True),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["proxy", "until"], condition=Q(revoked_at__isnull=True), name="delegations_to_a_proxy")
        ]

    def __str__(self) -> str:
        return f"{self.giver} > {self.proxy}: {self.post}"

    @property
    def revoker(self) -> str:
        """Who revoked it, in words."""
        return str(self.revoked_by) if self.revoked_by else _("the system")

    @property
    def on_paper(self) -> bool:
        """True if the registrar entered it from a paper of the giver's."""
        return self.created_by.person_id != self.giver_id
