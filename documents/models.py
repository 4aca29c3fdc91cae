"""Rows of the papers (文书): serial numbers, issued papers, the register of letters. Bytes lie in the archive."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from documents.seal_model import Seal
from registry.models import Member, Organisation, Person
from registry.publicid import public_id

__all__ = ["Counter", "Enquiry", "Letter", "Paper", "Seal", "Serial"]


class Counter(models.Model):
    """The last number given out (编号计数): one row for an issuer, a series and a year. Locked last, never skipped."""

    issuer = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    series = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["issuer", "series", "year"], name="one_counter")]

    def __str__(self) -> str:
        return f"{self.issuer} {self.series} {self.year}: {self.last}"


class Serial(models.Model):
    """A serial number (发文字号). A void one stays in the register with its reason."""

    issuer = models.ForeignKey(Organisation, models.PROTECT, related_name="serials")
    series = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    running = models.PositiveIntegerField()
    text = models.CharField(max_length=60)
    taken_at = models.DateTimeField()
    void_reason = models.CharField(max_length=200, blank=True)
    voided_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["issuer", "series", "year", "running"], name="serial_once"),
            models.CheckConstraint(
                condition=Q(voided_at__isnull=True, void_reason="") | (Q(voided_at__isnull=False) & ~Q(void_reason="")),
                name="void_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.text


class Paper(models.Model):
    """A paper (文书): frozen facts, a number, and once typeset the digest of bytes that never change."""

    class State(models.TextChoices):
        """What may become of a paper."""

        RESERVED = "reserved", _("being made")
        ISSUED = "issued", _("issued")
        VOID = "void", _("void")

    public_id = models.CharField(max_length=10, unique=True, default=public_id, editable=False)
    task_id = models.BigIntegerField(unique=True)
    case_reference = models.CharField(max_length=10, db_index=True)
    kind = models.CharField(max_length=20)
    title = models.CharField(max_length=100)
    state = FSMField(choices=State.choices, default=State.RESERVED, protected=True)
    serial = models.ForeignKey(Serial, models.PROTECT, related_name="papers")
    number = models.CharField(max_length=60)
    issuer = models.ForeignKey(Organisation, models.PROTECT, related_name="papers")
    addressees = models.ManyToManyField(Organisation, related_name="+")
    subject = models.ForeignKey(Person, models.PROTECT, null=True, related_name="papers")
    dated = models.DateField()
    facts_sealed = models.TextField()
    facts_digest = models.CharField(max_length=64)
    reserved_at = models.DateTimeField()
    issued_at = models.DateTimeField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveIntegerField(default=0)
    pages = models.PositiveSmallIntegerField(default=0)
    # What it was set with, by name: version or SHA-256. The same facts and builds give the same bytes again.
    builds = models.JSONField(default=dict, blank=True)
    # The digest of the seal that is set on it, chosen with its number: it stays when the seal ends. Empty for none.
    seal_sha256 = models.CharField(max_length=64, blank=True)
    # The address of this site when the number was taken: it is printed, so it stays as it was.
    site = models.CharField(max_length=200, blank=True)
    # The void paper in whose place this one was issued.
    replaces = models.ForeignKey("self", models.PROTECT, null=True, related_name="replaced_by")

    class Meta:
        ordering = ("pk",)
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state="reserved") | (Q(issued_at__isnull=False) & ~Q(sha256="")), name="issued_with_bytes"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["issuer", "-dated"], name="papers_of_an_issuer"),
            models.Index(fields=["number"], name="papers_by_number"),
            models.Index(fields=["case_reference"], condition=Q(state="reserved"), name="papers_being_made"),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.number}"

    @property
    def check_code(self) -> str:
        """The code by which a holder proves that he has the paper before him (校验码): twelve figures of its facts' digest."""
        return self.facts_digest[:12]

    @property
    def verify_url(self) -> str:
        """The address that its QR code leads to; empty for a paper that was numbered before there was one."""
        return f"{self.site}/verify/{self.public_id}/{self.check_code}/" if self.site else ""

    @transition(state, source=State.RESERVED, target=State.ISSUED)
    def issue(self, *, at: dt.datetime, sha256: str, size: int, pages: int, builds: Mapping[str, str]) -> None:
        """制发: the bytes are in the archive."""
        self.issued_at, self.sha256, self.size, self.pages, self.builds = at, sha256, size, pages, dict(builds)

    @transition(state, source=State.ISSUED, target=State.VOID)
    def void(self) -> None:
        """作废: the paper no longer counts; its number stays with the reason."""


def has_arrived(letter: Any) -> bool:
    """True once a letter on paper was presented; one that goes through the system arrives by itself.

    When it was presented to an organisation outside nobody here is told: its receipt, or the letter itself, comes back.
    """
    return letter.channel == "online" or letter.receiver.outside or letter.state == Letter.State.REPORTED


class Letter(models.Model):
    """A letter of introduction on its way (组织关系介绍信登记): one live letter about a member at a time."""

    class State(models.TextChoices):
        """Where a letter is; handbook A.1."""

        ISSUED = "issued", _("issued")
        IN_TRANSIT = "in_transit", _("with the member or sent")
        REPORTED = "reported", _("presented")
        ACCEPTED = "accepted", _("accepted")
        RECEIPTED = "receipted", _("receipt sent")
        FILED = "filed", _("receipt filed")
        RETURNED = "returned", _("returned")
        EXPIRED = "expired", _("expired")
        LOST = "lost", _("lost")
        VOID = "void", _("void")

    LIVE = (State.ISSUED, State.IN_TRANSIT, State.REPORTED)

    paper = models.OneToOneField(Paper, models.PROTECT, related_name="letter")
    member = models.ForeignKey(Member, models.PROTECT, related_name="letters")
    sender = models.ForeignKey(Organisation, models.PROTECT, related_name="letters_out")
    receiver = models.ForeignKey(Organisation, models.PROTECT, related_name="letters_in")
    channel = models.CharField(max_length=10)
    issued_on = models.DateField()
    valid_until = models.DateField()
    state = FSMField(choices=State.choices, default=State.ISSUED, protected=True)
    reported_on = models.DateField(null=True)
    accepted_on = models.DateField(null=True)
    receipt_sent_on = models.DateField(null=True)
    filed_on = models.DateField(null=True)
    lost_on = models.DateField(null=True)

    class Meta:
        ordering = ("-issued_on", "-pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["member"], condition=Q(state__in=["issued", "in_transit", "reported"]), name="one_live_letter"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["sender", "-issued_on"], name="letters_by_sender"),
            models.Index(fields=["receiver", "-issued_on"], name="letters_by_receiver"),
            # Those that somebody has to be asked about are few.
            models.Index(
                fields=["valid_until", "id"],
                condition=Q(state__in=["issued", "in_transit", "reported", "expired"]),
                name="letters_not_taken_in",
            ),
            models.Index(fields=["accepted_on", "id"], condition=Q(state="accepted"), name="letters_without_receipt"),
        ]

    def __str__(self) -> str:
        return f"{self.paper.number} {self.member}"

    @property
    def was_left_lying(self) -> bool:
        """True for a letter that was lost or not presented in time: it did not come to nothing by the receiver's word."""
        return self.state in (self.State.EXPIRED, self.State.LOST)

    @transition(state, source=State.ISSUED, target=State.IN_TRANSIT)
    def send(self) -> None:
        """交付: handed to the member, or sent through the system."""

    @transition(state, source=State.IN_TRANSIT, target=State.REPORTED)
    def present(self, *, on: dt.date) -> None:
        """报到: the member presented the letter."""
        self.reported_on = on

    @transition(state, source=[State.IN_TRANSIT, State.REPORTED], target=State.ACCEPTED, conditions=[has_arrived])
    def accept(self, *, on: dt.date) -> None:
        """接收: the receiver has taken the member in."""
        self.accepted_on = on

    @transition(state, source=State.ACCEPTED, target=State.RECEIPTED)
    def send_receipt(self, *, on: dt.date) -> None:
        """回执: the third part has gone back."""
        self.receipt_sent_on = on

    @transition(state, source=State.RECEIPTED, target=State.FILED)
    def file_receipt(self, *, on: dt.date) -> None:
        """销号: the receipt is on the stub."""
        self.filed_on = on

    @transition(state, source=[State.IN_TRANSIT, State.REPORTED], target=State.RETURNED, conditions=[has_arrived])
    def give_back(self) -> None:
        """退回: not accepted, with a reason."""

    @transition(state, source=[State.ISSUED, State.IN_TRANSIT], target=State.EXPIRED)
    def expire(self) -> None:
        """过期: not presented within its validity."""

    @transition(state, source=[State.ISSUED, State.IN_TRANSIT], target=State.LOST)
    def lose(self, *, on: dt.date) -> None:
        """遗失: reported lost; whoever presents it now is not received."""
        self.lost_on = on

    @transition(state, source=[State.RETURNED, State.EXPIRED, State.LOST], target=State.VOID)
    def void(self) -> None:
        """作废: its number stays in the register with the reason."""


class Enquiry(models.Model):
    """Somebody asked whether a paper is genuine (查验记录); ``asker`` stands for his address, on that day only."""

    class By(models.TextChoices):
        """What he showed."""

        CODE = "code", _("number and code")
        FILE = "file", _("the file itself")

    at = models.DateTimeField()
    asker = models.CharField(max_length=64)
    by = models.CharField(max_length=10, choices=By.choices)
    paper = models.ForeignKey(Paper, models.PROTECT, null=True, related_name="enquiries")

    class Meta:
        ordering = ("-at", "-pk")
        indexes: ClassVar = [models.Index(fields=["asker", "at"], name="enquiries_of_an_asker")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.paper or ''}"
