"""Rows of the pages: what a person keeps for himself. Nothing below the pages reads them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from registry.models import User
from registry.publicid import public_id


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
