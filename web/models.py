"""Rows of the pages: what a person keeps for himself, and what he takes away. Nothing below the pages reads them."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from audit.journal import Stream
from registry.models import User
from registry.publicid import public_id
from workflows.engine.models import Case


class SavedView(models.Model):
    """A saved view (常用筛选): the filters of a list, kept under a name by one person for himself.

    ``query`` is the end of the list's address as it was kept; what of it still holds is found out when it is opened.
    """

    class Place(models.TextChoices):
        """The list it belongs to."""

        INBOX = "inbox", _("To do")
        SEARCH = "search", _("Search")

    public_id = models.CharField(max_length=10, unique=True, default=public_id, editable=False)
    owner = models.ForeignKey(User, models.PROTECT, related_name="saved_views")
    place = models.CharField(max_length=10, choices=Place)
    name = models.CharField(max_length=30)
    query = models.CharField(max_length=2000)
    kept_at = models.DateTimeField()

    class Meta:
        ordering = ("place", "name")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["owner", "place", "name"], name="one_view_of_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


class Bundle(models.Model):
    """A bundle (移交包): cases that somebody asked for, for a purpose; the worker makes one file of them.

    It is being made until ``made_at`` or ``stopped_at`` is set. ``place`` names the file in the storage "bundles"; it is
    empty before the file is there and after it was deleted. ``seal`` is the SHA-256 of its manifest of tag files, by which
    everything in it can be told from anything else. ``packed`` counts the cases that are in the file by now.
    """

    class Stop(models.TextChoices):
        """Why no file came of it."""

        NOT_SEEN = "not_seen", _("You may not see all of these cases any more.")
        TOO_LARGE = "too_large", _("The cases have grown meanwhile: it would be larger than the policy allows.")
        FAILED = "failed", _("Something went wrong. Ask for it again.")

    public_id = models.CharField(max_length=10, unique=True, default=public_id, editable=False)
    key = models.CharField(max_length=64, unique=True)
    requester = models.ForeignKey(User, models.PROTECT, related_name="bundles")
    purpose = models.CharField(max_length=200)
    asked_at = models.DateTimeField()
    most_bytes = models.PositiveBigIntegerField()
    days_kept = models.PositiveSmallIntegerField()
    packed = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField(null=True)
    kept_until = models.DateField(null=True)
    place = models.CharField(max_length=100, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    seal = models.CharField(max_length=64, blank=True)
    stopped_at = models.DateTimeField(null=True)
    stopped = models.CharField(max_length=10, choices=Stop, blank=True)

    class Meta:
        ordering = ("-pk",)
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(made_at__isnull=True, sha256="")
                | (Q(made_at__isnull=False, kept_until__isnull=False, stopped_at__isnull=True) & ~Q(sha256="")),
                name="made_with_a_digest",
            ),
            models.CheckConstraint(
                condition=Q(stopped_at__isnull=True, stopped="") | (Q(stopped_at__isnull=False) & ~Q(stopped="")),
                name="stopped_with_a_reason",
            ),
            models.UniqueConstraint(
                fields=["requester"],
                condition=Q(made_at__isnull=True, stopped_at__isnull=True),
                name="one_bundle_at_a_time",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["kept_until"], condition=~Q(place=""), name="bundles_with_a_file"),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def stream(self) -> Stream:
        """The bundle's stream in the journal."""
        return Stream("bundle", self.public_id)

    @property
    def settled(self) -> bool:
        """True once nothing more is done about it."""
        return self.made_at is not None or self.stopped_at is not None

    def is_there(self, on: dt.date) -> bool:
        """Whether the file can be downloaded on a day: it was made, and its last day is not over."""
        return bool(self.place) and self.kept_until is not None and on <= self.kept_until


class BundledCase(models.Model):
    """A case of a bundle (移交件): ``listing`` is what it held when the worker came to it, empty before."""

    bundle = models.ForeignKey(Bundle, models.PROTECT, related_name="cases")
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    position = models.PositiveIntegerField()
    listing = models.JSONField(null=True)

    class Meta:
        ordering = ("position",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["bundle", "case"], name="bundled_once"),
            models.UniqueConstraint(fields=["bundle", "position"], name="one_case_at_a_position"),
        ]

    def __str__(self) -> str:
        return f"{self.bundle_id} {self.position}"
