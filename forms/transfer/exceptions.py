"""The questions where a letter does not go its ordinary way (接转特殊情形填写): outside, late, lost, in doubt, not recognised."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from forms.fields import DayField, MonthField, YesNoField
from forms.kit import Decision, Label, StepForm
from forms.telephones import TelephoneField
from forms.transfer.receiving import ReturnGround
from forms.transfer.sending import Done

_RECEIPT = _("needed if the receipt has come back")


def _lines(label: Any, *, most: int = 300, required: bool = False, **options: Any) -> forms.CharField:
    """A few lines of text."""
    area = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=label, required=required, max_length=most, widget=area, **options)


class Answer(StepForm):
    """外单位回复: what came back on paper from an organisation outside, or that nothing did."""

    class Outcome(models.TextChoices):
        """What came back."""

        RECEIPT = "receipt", _("The receipt has come back")
        RETURNED = "returned", _("The letter was given back")
        EXPIRED = "expired", _("Nothing came, and the letter is out of date")
        LOST = "lost", _("The letter is lost")

    outcomes = Outcome
    asks_outcome = _("What came back")
    needed_when: ClassVar[Mapping[str, Label]] = {
        "letter_number": _RECEIPT,
        "accepted_on": _RECEIPT,
        "pasted": _RECEIPT,
        "ground": _("needed if the letter was given back"),
        "opinion": _("needed if the letter was given back or is lost"),
    }
    arrived_on = DayField(label=_("Arrived, or told, on"), near=True)
    letter_number = forms.CharField(label=_("Number on the receipt"), required=False, max_length=60)
    accepted_on = DayField(label=_("Accepted on, by the receipt"), near=True, required=False)
    branch = forms.CharField(label=_("Branch he joined, by the receipt"), required=False, max_length=40)
    clerk = forms.CharField(label=_("Clerk"), required=False, max_length=20)
    telephone = TelephoneField(label=_("Clerk's telephone"), required=False)
    pasted = YesNoField(label=_("Is the receipt pasted on the stub?"), required=False)
    ground = forms.ChoiceField(
        label=_("Ground of giving back"), choices=[("", "—"), *ReturnGround.choices], required=False
    )
    opinion = _lines(_("What was said, and by whom"))

    def clean(self) -> dict[str, Any]:
        """Each way asks for what it is about."""
        cleaned = super().clean() or {}
        if (day := cleaned.get("arrived_on")) and day > self.limits.today:
            self.add_error("arrived_on", _("This day is still to come."))
        if cleaned.get("outcome") == self.Outcome.RECEIPT:
            self._need_a_receipt(cleaned)
        elif cleaned.get("outcome") == self.Outcome.RETURNED and not cleaned.get("ground"):
            self.add_error("ground", _("Choose the ground of giving back."))
        if cleaned.get("outcome") in (self.Outcome.RETURNED, self.Outcome.LOST) and not cleaned.get("opinion"):
            self.add_error("opinion", _("Say what happened, when and where."))
        return cleaned

    def _need_a_receipt(self, cleaned: dict[str, Any]) -> None:
        needed = {"letter_number": _("Number on the receipt"), "accepted_on": _("Accepted on, by the receipt")}
        for name, label in needed.items():
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, _("Fill in: %(label)s") % {"label": label})
        if cleaned.get("pasted") is not True and "pasted" not in self.errors:
            self.add_error("pasted", _("Paste the receipt on the stub first."))
        if self.limits.reading:
            # An earlier round of the case had another letter.
            return
        number = "".join(str(cleaned.get("letter_number") or "").split())
        if number and number != self.limits["letter_number"]:
            self.add_error("letter_number", _("Stub and receipt must carry the same number."))
        day = cleaned.get("accepted_on")
        if day and not self.limits["issued_on"] <= day <= self.limits.today:
            self.add_error("accepted_on", _("The day must lie between the day of issue and today."))
        elif day and (since := self.limits["home_since"]) and day <= since:
            self.add_error(
                "accepted_on", _("The member has belonged to the present branch only since %(day)s.") % {"day": since}
            )


class FileCheck(StepForm):
    """查阅党员档案: the file was asked for, came, and was looked at (Regulation 25: where necessary)."""

    outcomes = Done
    needed_when: ClassVar[Mapping[str, Label]] = {"opinion": _("needed if the file does not agree")}
    seen_on = DayField(label=_("File seen on"))
    agrees = YesNoField(label=_("Does the file agree with the letter?"))
    opinion = _lines(_("What was found"))

    def clean(self) -> dict[str, Any]:
        """A doubt is said; nothing was seen before it was asked for, or tomorrow."""
        cleaned = super().clean() or {}
        if cleaned.get("agrees") is False and not cleaned.get("opinion"):
            self.add_error("opinion", _("Say what the doubt is."))
        day = cleaned.get("seen_on")
        if day and not self.limits.reading and not self.limits["asked_on"] <= day <= self.limits.today:
            self.add_error("seen_on", _("The day must lie between the day it was asked for and today."))
        return cleaned


class Statement(StepForm):
    """本人陈述: what the member says before recognition is refused; on paper with two witnesses."""

    outcomes = Done
    needed_when: ClassVar[Mapping[str, Label]] = {"opinion": _("needed if there is something to say")}
    speaks = YesNoField(label=_("Is there something to say to it?"))
    opinion = _lines(
        _("In your own words"), most=600, help_text=_("Write as you speak; it is passed on word for word.")
    )
    # Of a statement on paper, where somebody else types it in.
    signed_on = DayField(label=_("Signed on paper on"), near=True)
    witness_1 = forms.CharField(label=_("First witness"), max_length=30)
    witness_2 = forms.CharField(label=_("Second witness"), max_length=30)

    def clean(self) -> dict[str, Any]:
        """Two witnesses are two people; nobody signs tomorrow."""
        cleaned = super().clean() or {}
        if cleaned.get("speaks") and not cleaned.get("opinion"):
            self.add_error("opinion", _("Write what you want to say."))
        if cleaned.get("witness_1") and cleaned.get("witness_1") == cleaned.get("witness_2"):
            self.add_error("witness_2", _("The two witnesses must be two people."))
        if (signed := cleaned.get("signed_on")) and signed > self.limits.today:
            self.add_error("signed_on", _("This day is still to come."))
        return cleaned


class Recognition(Decision):
    """不予承认审批: the county's department agrees that he is not recognised, or sends the case back to be received."""

    class Outcome(models.TextChoices):
        """How it ends."""

        AGREE = "agree", _("Agree that he is not recognised")
        RETURN = "return", _("Do not agree: review again")

    outcomes = Outcome


class Cause(models.TextChoices):
    """Why a letter came to nothing (补开事由), handbook E1 and E2."""

    LOST = "lost", _("the letter was lost")
    GOOD_REASON = "good_reason", _("out of date, for a good reason")
    NO_REASON = "no_reason", _("out of date, without a good reason")


class Explanation(StepForm):
    """补开申请和支部证明: the member's written request, and what the branch certifies."""

    class Outcome(models.TextChoices):
        """What is asked for."""

        ASK = "ask", _("A new letter is asked for")
        GIVE_UP = "give_up", _("The transfer is given up")

    outcomes = Outcome
    asks_outcome = _("What the member asks for")
    asked_on = DayField(label=_("Written request of the member of"), near=True)
    cause = forms.ChoiceField(label=_("Why the letter came to nothing"), choices=[("", "—"), *Cause.choices])
    said = _lines(_("What the member says"), required=True)
    certified = _lines(_("What the branch certifies after looking into it"), required=True)
    dues_paid_until = MonthField(label=_("Dues paid up to"))
    criticised = YesNoField(label=_("Has the branch criticised and educated the member?"))

    def clean(self) -> dict[str, Any]:
        """A lost letter, or one that was left lying, is not passed over (R-DS-01); no request of tomorrow."""
        cleaned = super().clean() or {}
        if (day := cleaned.get("asked_on")) and day > self.limits.today:
            self.add_error("asked_on", _("This day is still to come."))
        paid = cleaned.get("dues_paid_until")
        if paid and (paid.year, paid.month) > (self.limits.today.year + 1, self.limits.today.month):
            self.add_error("dues_paid_until", _("Dues cannot be paid that far ahead."))
        blamed = cleaned.get("cause") in (Cause.LOST, Cause.NO_REASON)
        if blamed and cleaned.get("criticised") is False:
            self.add_error("criticised", _("Where the letter was lost or left lying, talk to the member first."))
        return cleaned
