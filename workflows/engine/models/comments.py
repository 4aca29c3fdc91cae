"""Comments (评论): what people say about a case beside its steps."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from registry.models import Person
from registry.publicid import public_id
from workflows.engine.models.cases import Case


class Comment(models.Model):
    """A comment (评论) on a case. Written once; its author may strike it out, and it stays with a mark."""

    class Audience(models.TextChoices):
        """Who reads a comment."""

        OFFICIALS = "officials", _("those who deal with the case")
        EVERYONE = "everyone", _("everyone in the case, the member included")

    case = models.ForeignKey(Case, models.PROTECT, related_name="comments")
    public_id = models.CharField(max_length=10, unique=True, default=public_id, editable=False)
    text = models.CharField(max_length=1000)
    audience = models.CharField(max_length=10, choices=Audience)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    as_whom = models.CharField(max_length=120)
    at = models.DateTimeField()
    struck_at = models.DateTimeField(null=True)
    # The member asks that somebody talk with him (要求谈话); answered once somebody else comments for everyone to read.
    asks_talk = models.BooleanField(default=False)

    class Meta:
        app_label = "workflows"
        indexes: ClassVar = [models.Index(fields=["case", "id"], name="comments_of_a_case")]

    def __str__(self) -> str:
        return self.text

    @property
    def struck(self) -> bool:
        """True once its author struck it out."""
        return self.struck_at is not None
