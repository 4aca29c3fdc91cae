"""What leaves the house of what people are told (送达): one row for each message and channel, and how each person wants it."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from registry.models import Person
from registry.publicid import public_id
from workflows.engine.models.notices import Notice


class NoticeChoice(models.Model):
    """How a person wants to be told (通知方式): by kind of notice, in which language, at which hour the daily summary.

    ``mailing`` maps a ``Notice.Kind`` to a ``Notice.Mailing``; what it does not name is as the policy has it. The desk
    shows every notice, whatever is chosen here. ``digest_hour`` is an hour of the day in Shanghai, 0 to 23.
    """

    person = models.OneToOneField(Person, models.PROTECT, related_name="notice_choice")
    mailing = models.JSONField(default=dict)
    digest_hour = models.PositiveSmallIntegerField(null=True, validators=[MaxValueValidator(23)])
    language = models.CharField(max_length=10, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE)

    class Meta:
        app_label = "workflows"

    def __str__(self) -> str:
        return f"{self.person_id} {self.mailing}"


class Digest(models.Model):
    """A daily summary (每日汇总): one for a person and a day, never a second one; of what was visible by ``until``."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="digests", db_index=False)
    day = models.DateField()
    until = models.DateTimeField()

    class Meta:
        app_label = "workflows"
        constraints: ClassVar = [models.UniqueConstraint(fields=["person", "day"], name="one_digest_a_day")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.day}"


class Delivery(models.Model):
    """A message on its way out by one channel (投递): a notice or a summary, once for each channel.

    ``next_at`` is when it is tried next; while it is being sent, when another worker may take it for abandoned.
    ``public_id`` goes out with it, so that a receiver knows a repetition after a crash.
    """

    class Channel(models.TextChoices):
        """By what way (渠道)."""

        MAIL = "mail", _("e-mail")
        WEBHOOK = "webhook", _("webhook")

    class State(models.TextChoices):
        """How far it has come (投递状态). Dropped: there was no reason to send it any more."""

        WAITING = "waiting", _("waiting")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")
        FAILED = "failed", _("failed")
        DROPPED = "dropped", _("dropped")

    public_id = models.CharField(max_length=10, unique=True, default=public_id, editable=False)
    notice = models.ForeignKey(Notice, models.PROTECT, null=True, related_name="deliveries", db_index=False)
    digest = models.ForeignKey(Digest, models.PROTECT, null=True, related_name="deliveries", db_index=False)
    channel = models.CharField(max_length=10, choices=Channel)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=200, blank=True)

    class Meta:
        app_label = "workflows"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["notice", "channel"], name="a_notice_once_a_channel"),
            models.UniqueConstraint(fields=["digest", "channel"], name="a_digest_once_a_channel"),
            models.CheckConstraint(
                condition=Q(notice__isnull=False, digest__isnull=True) | Q(notice__isnull=True, digest__isnull=False),
                name="a_notice_or_a_digest",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["next_at", "id"], condition=Q(state__in=["waiting", "sending"]), name="deliveries_due"
            ),
            models.Index(fields=["-id"], condition=Q(state="failed"), name="deliveries_failed"),
        ]

    def __str__(self) -> str:
        return f"{self.public_id} {self.channel} {self.state}"
