"""Organisations (党组织): a tree of branches, committees and departments."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from registry.publicid import public_id


class Level(models.TextChoices):
    """Level in the tree (层级), handbook 2.1."""

    BRANCH = "branch", _("Branch")
    GENERAL_BRANCH = "general_branch", _("General branch")
    COMMITTEE = "committee", _("Basic-level committee")
    COUNTY = "county", _("County committee")
    PREFECTURE = "prefecture", _("Prefecture committee")
    PROVINCE = "province", _("Province committee")


class Organisation(models.Model):
    """An organisation (党组织). ``may_approve`` is the authority to approve probationary members (预备党员审批权限).

    ``lineage`` holds the ids from the root down to this row; it is written by ``registry.organisations`` only.
    An outside organisation has no posts here: what it must do comes back to us on paper.
    """

    public_id = models.CharField(max_length=10, unique=True, default=public_id, editable=False)
    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=100)
    short_name = models.CharField(max_length=40)
    document_word = models.CharField(max_length=12, blank=True)
    level = models.CharField(max_length=20, choices=Level)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    lineage = ArrayField(models.BigIntegerField(), default=list)
    may_approve = models.BooleanField(default=False)
    outside = models.BooleanField(default=False)
    address = models.CharField(max_length=100, blank=True)
    telephone = models.CharField(max_length=30, blank=True)
    fax = models.CharField(max_length=30, blank=True)
    postcode = models.CharField(max_length=10, blank=True)
    founded_on = models.DateField(null=True, blank=True)
    dissolved_on = models.DateField(null=True, blank=True)
    name_grams = ArrayField(models.CharField(max_length=2), default=list)
    name_pinyin = models.CharField(max_length=600, default="", db_default="", editable=False)

    class Meta:
        ordering = ("code",)
        indexes: ClassVar = [
            GinIndex(fields=["lineage"], name="organisation_lineage"),
            GinIndex(fields=["name_grams"], name="organisation_name_grams"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_committee_with_authority(self) -> bool:
        """True for an organisation of ours that issues and accepts letters in its own name."""
        return self.may_approve and not self.outside
