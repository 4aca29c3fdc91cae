"""The three ledgers (三项台账): what a branch says of each member for each month. Rows are written once and corrected by rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from registry.models.members import Member
from registry.models.organisations import Organisation
from registry.models.persons import Person


class Ledger(models.TextChoices):
    """What is kept (台账种类), one for each counter of the six-month rule (Constitution, Article 9)."""

    DUES = "dues", _("Dues")
    LIFE = "life", _("Organisational life")
    WORK = "work", _("Assigned work")


class MonthValue(models.TextChoices):
    """What a ledger says of a month (当月情况)."""

    DONE = "done", _("fulfilled")
    MISSED = "missed", _("missed")
    EXCUSED = "excused", _("excused")
    NO_OPPORTUNITY = "no_opportunity", _("no opportunity")


class Excuse(models.TextChoices):
    """Why a month is excused (正当理由), by code: nobody writes down what illness it was. Regulation 2019, Article 23."""

    ILLNESS = "illness", _("ill")
    FRAIL = "frail", _("old, frail or disabled")
    LEAVE = "leave", _("leave was granted")
    ON_DUTY = "on_duty", _("away or abroad on duty")
    RELIEVED = "relieved", _("relieved of dues by approval")
    ORGANISATION = "organisation", _("the organisation's own failure")


# Old and frail members are not pressed to attend and study (Article 23); that says nothing of dues. Dues alone are waived.
EXCUSES: Mapping[str, tuple[Excuse, ...]] = {
    Ledger.DUES: tuple(one for one in Excuse if one is not Excuse.FRAIL),
    Ledger.LIFE: tuple(one for one in Excuse if one is not Excuse.RELIEVED),
    Ledger.WORK: tuple(one for one in Excuse if one is not Excuse.RELIEVED),
}


# Characters of the reason of a correction.
REASON_MOST = 100


class LedgerQuerySet(models.QuerySet["LedgerEntry"]):
    """Rows of the ledgers."""

    def current(self) -> LedgerQuerySet:
        """Those that no other row corrects: one at most for a member, a ledger and a month."""
        return self.filter(replaced_by__isnull=True)


class LedgerEntry(models.Model):
    """A month of a member in one ledger (台账记录), as a branch entered it.

    The first row of a month replaces nothing, each later one the row before it with a reason: the database refuses a second
    first row, a second correction of one row and a correction of somebody else's month, so that one row is always in force.
    """

    member = models.ForeignKey(Member, models.PROTECT, related_name="ledger_entries")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    ledger = models.CharField(max_length=10, choices=Ledger)
    month = models.DateField()
    value = models.CharField(max_length=20, choices=MonthValue)
    excuse = models.CharField(max_length=20, choices=Excuse, blank=True)
    entered_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")
    reason = models.CharField(max_length=REASON_MOST, blank=True)

    objects = LedgerQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["member", "ledger", "month"],
                condition=Q(replaces__isnull=True),
                name="one_first_row_of_a_month",
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="ledgers_are_months"),
            models.CheckConstraint(
                condition=Q(value=MonthValue.EXCUSED) & ~Q(excuse="") | ~Q(value=MonthValue.EXCUSED) & Q(excuse=""),
                name="excused_with_its_code",
            ),
            models.CheckConstraint(
                condition=Q(replaces__isnull=True, reason="")
                | Q(replaces__isnull=False, replaces__lt=F("id")) & ~Q(reason=""),
                name="corrected_with_a_reason",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["organisation", "month"], name="ledger_of_a_branch")]

    def __str__(self) -> str:
        return f"{self.ledger} {self.member} {self.month:%Y-%m} {self.value}"

    @property
    def says(self) -> Any:
        """The value in words, with the reason where it is excused."""
        if not self.excuse:
            return self.get_value_display()
        return _("%(value)s: %(why)s") % {"value": self.get_value_display(), "why": self.get_excuse_display()}
