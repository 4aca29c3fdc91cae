"""Notices (通知): what a person is told about a case, once."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from registry.models import Person
from registry.publicid import public_id
from workflows.engine.models.cases import Case
from workflows.engine.models.turns import TaskAssignment
from workflows.engine.sentences import Sentence


class Notice(models.Model):
    """A notice (通知) to one person. ``key`` names what happened: nobody is told the same thing twice.

    Nobody sees it before ``visible_from``, the end of the undo hold; what is taken back until then was never said.
    ``mailing`` is how it goes out by e-mail, which the worker settles once it can be seen.
    """

    class Kind(models.TextChoices):
        """What sort of thing a person is told, and may choose to be told how."""

        TASK = "task", _("a task waits for me")
        BACK = "back", _("a task comes back to me or is handed to me")
        REMINDER = "reminder", _("a task of mine is nearly or just due")
        ESCALATED = "escalated", _("a task below me is overdue")
        URGED = "urged", _("somebody asks me to hurry")
        COPIED = "copied", _("a case is copied to me")
        COMMENT = "comment", _("somebody comments on a case of mine")
        CASE = "case", _("something happens in my own case or one I started")

    class Mailing(models.TextChoices):
        """How a notice goes out by e-mail (邮件方式)."""

        UNSETTLED = "unsettled", _("not settled yet")
        AT_ONCE = "at_once", _("at once")
        DIGEST = "digest", _("in the daily summary")
        NOT = "not", _("not by e-mail")

    person = models.ForeignKey(Person, models.PROTECT, related_name="notices")
    case = models.ForeignKey(Case, models.PROTECT, related_name="notices")
    turn = models.ForeignKey(TaskAssignment, models.PROTECT, null=True, related_name="notices", db_index=False)
    public_id = models.CharField(max_length=10, unique=True, default=public_id, editable=False)
    kind = models.CharField(max_length=10, choices=Kind)
    key = models.CharField(max_length=80)
    sentence = models.JSONField()
    at = models.DateTimeField()
    visible_from = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    mailing = models.CharField(
        max_length=10, choices=Mailing, default=Mailing.UNSETTLED, db_default=Mailing.UNSETTLED.value
    )

    class Meta:
        app_label = "workflows"
        constraints: ClassVar = [models.UniqueConstraint(fields=["person", "key"], name="told_once")]
        indexes: ClassVar = [
            models.Index(fields=["person", "-visible_from", "-id"], name="notices_of_a_person"),
            models.Index(fields=["person"], condition=Q(read_at__isnull=True), name="notices_unread"),
            models.Index(fields=["case", "visible_from"], name="notices_of_a_case"),
            models.Index(fields=["visible_from", "id"], condition=Q(mailing="unsettled"), name="notices_unsettled"),
            models.Index(fields=["person"], condition=Q(mailing="digest"), name="notices_for_a_digest"),
            models.Index(fields=["turn"], name="notices_of_a_turn"),
        ]

    def __str__(self) -> str:
        return str(self.words)

    @property
    def words(self) -> Sentence:
        """What is said, in the reader's language."""
        return Sentence.from_json(self.sentence)
