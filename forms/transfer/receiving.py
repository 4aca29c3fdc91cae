"""The questions from the letter on (接转填写): hand-over, report, acceptance, receipt, filing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from forms.fields import DayField, MonthField, YesNoField
from forms.kit import Label, StepForm
from forms.records import OrganisationField
from forms.telephones import TelephoneField
from forms.transfer.sending import Done
from registry.models import Organisation


class HandOver(StepForm):
    """交付介绍信: when and how the letter reached the member."""

    class How(models.TextChoices):
        """How it was handed over (handbook R-LT-06)."""

        IN_PERSON = "in_person", _("handed to the member, who signed")
        POST = "post", _("sent by confidential post")
        CARRIER = "carrier", _("taken by an appointed member")

    outcomes = Done
    handed_on = DayField(label=_("Handed over on"))
    how = forms.ChoiceField(label=_("How"), choices=How.choices, widget=forms.RadioSelect)

    def clean(self) -> dict[str, Any]:
        """Not before the letter was issued, not in the future."""
        cleaned = super().clean() or {}
        day = cleaned.get("handed_on")
        if self.limits.reading:
            # An earlier round of the case had another letter.
            return cleaned
        if day and not self.limits["issued_on"] <= day <= self.limits.today:
            self.add_error("handed_on", _("The day must lie between the day of issue and today."))
        return cleaned


class Report(StepForm):
    """报到: the member presents the letter, or says that he has lost it."""

    class Outcome(models.TextChoices):
        """What he comes with."""

        DONE = "done", _("The letter was presented")
        LOST = "lost", _("The letter is lost")

    outcomes = Outcome
    asks_outcome = _("What the member comes with")
    needed_when: ClassVar[Mapping[str, Label]] = {
        "letter_number": _("needed if the letter was presented"),
        "opinion": _("needed if the letter is lost"),
    }
    reported_on = DayField(label=_("Came on"))
    letter_number = forms.CharField(
        label=_("Number on the letter"), required=False, max_length=60, help_text=_("As printed at the top right.")
    )
    opinion = forms.CharField(
        label=_("How the letter was lost"), required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )

    def clean(self) -> dict[str, Any]:
        """The number must be this letter's; presented between issue and the end of its validity; a loss is told."""
        cleaned = super().clean() or {}
        if cleaned.get("outcome") == self.Outcome.LOST:
            if not cleaned.get("opinion"):
                self.add_error("opinion", _("Say what happened, when and where."))
            return cleaned
        if not cleaned.get("letter_number"):
            self.add_error("letter_number", _("Fill in: %(label)s") % {"label": _("Number on the letter")})
        number = "".join(str(cleaned.get("letter_number") or "").split())
        if self.limits.reading:
            return cleaned
        if number and number != self.limits["letter_number"]:
            self.add_error("letter_number", _("This is not the number of the letter of this case."))
        day = cleaned.get("reported_on")
        if day and not self.limits["issued_on"] <= day <= self.limits.today:
            self.add_error("reported_on", _("The day must lie between the day of issue and today."))
        elif day and day > self.limits["valid_until"]:
            self.add_error(
                "reported_on", _("The letter was valid until %(day)s.") % {"day": self.limits["valid_until"]}
            )
        return cleaned


class ReturnGround(models.TextChoices):
    """Why the receiver gives a letter back (不予接收理由), handbook E3."""

    WRONG_ORGANISATION = "wrong_organisation", _("wrong organisation")
    INCOMPLETE = "incomplete", _("particulars incomplete")
    FILE_DOUBT = "file_doubt", _("doubts about the file")
    NOT_RECOGNISABLE = "not_recognisable", _("probationary material not in order")


class Acceptance(StepForm):
    """接收审查: identity, letter, file; and the branch the member joins."""

    class Outcome(models.TextChoices):
        """How the review ends."""

        ACCEPT = "accept", _("Accept")
        RETURN = "return", _("Give back")
        FILE = "file", _("Look into the file first")
        NOT_RECOGNISED = "not_recognised", _("Not to be recognised")

    outcomes = Outcome
    asks_outcome = _("Result of the review")
    needed_when: ClassVar[Mapping[str, Label]] = {
        "probation_checked": _("needed to accept"),
        "branch": _("needed to accept"),
        "ground": _("needed to give it back"),
        "opinion": _("needed unless you accept"),
    }
    identity_checked = YesNoField(label=_("Is the member's identity checked?"))
    letter_genuine = YesNoField(label=_("Is the letter genuine?"))
    probation_checked = YesNoField(label=_("Is the probationary material strictly examined?"), required=False)
    branch = OrganisationField(label=_("Branch to join"), required=False, empty_label=_("Choose a branch"))
    ground = forms.ChoiceField(
        label=_("Ground of giving back"), choices=[("", "—"), *ReturnGround.choices], required=False
    )
    opinion = forms.CharField(
        label=_("Opinion, or what has to be corrected"),
        required=False,
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def prepare(self) -> None:
        """Branches of the receiving committee; probationary material only for probationary members."""
        everywhere = Organisation.objects.all()
        self.fields["branch"].queryset = everywhere if self.limits.reading else self.limits["branches"]  # type: ignore[attr-defined]
        self.fields["branch"].initial = self.limits["wished_branch"]
        if not self.limits["probationary"]:
            del self.fields["probation_checked"]
            ways = [way for way in self.Outcome.choices if way[0] != self.Outcome.NOT_RECOGNISED]
            self.fields["outcome"].choices = ways  # type: ignore[attr-defined]
        if self.limits["outside"]:
            del self.fields["branch"]

    def clean(self) -> dict[str, Any]:
        """Acceptance needs everything checked and a branch; giving back a ground and a correction."""
        cleaned = super().clean() or {}
        if cleaned.get("outcome") == self.Outcome.ACCEPT:
            self._need_all_checked(cleaned)
        elif cleaned.get("outcome") == self.Outcome.RETURN:
            if not cleaned.get("ground"):
                self.add_error("ground", _("Choose the ground of giving back."))
            if not cleaned.get("opinion"):
                self.add_error("opinion", _("Say what has to be corrected."))
        elif cleaned.get("outcome") and not cleaned.get("opinion"):
            self.add_error("opinion", _("Say what is doubtful."))
        return cleaned

    def _need_all_checked(self, cleaned: dict[str, Any]) -> None:
        for name in ("identity_checked", "letter_genuine", "probation_checked"):
            if name in self.fields and cleaned.get(name) is not True and name not in self.errors:
                self.add_error(name, _("Accepting needs a yes here; otherwise give the letter back."))
        if "branch" in self.fields and not cleaned.get("branch"):
            self.add_error("branch", _("Choose the branch the member joins."))


class Enrolment(StepForm):
    """编入支部: party group and the first month of dues."""

    outcomes = Done
    party_group = forms.CharField(label=_("Party group"), required=False, max_length=30)
    dues_from = MonthField(label=_("Dues here from"))
    told_on = DayField(label=_("The member was told on"), near=True)


class ReceiptForm(StepForm):
    """回执: who sends the third part back, and how to reach him."""

    outcomes = Done
    clerk = forms.CharField(label=_("Clerk"), max_length=20)
    telephone = TelephoneField(label=_("Clerk's telephone"))


class Filing(StepForm):
    """归档销号: the receipt is on the stub."""

    outcomes = Done
    received_on = DayField(label=_("Receipt arrived on"), near=True)
    letter_number = forms.CharField(label=_("Number on the receipt"), max_length=60)
    pasted = YesNoField(label=_("Is the receipt pasted on the stub?"))

    def clean(self) -> dict[str, Any]:
        """Stub and receipt carry the same number, and the receipt is on the stub."""
        cleaned = super().clean() or {}
        number = "".join(str(cleaned.get("letter_number") or "").split())
        if number and number != self.limits["letter_number"]:
            self.add_error("letter_number", _("Stub and receipt must carry the same number."))
        if cleaned.get("pasted") is False:
            self.add_error("pasted", _("Paste the receipt on the stub first."))
        if (day := cleaned.get("received_on")) and day > self.limits.today:
            self.add_error("received_on", _("This day is still to come."))
        return cleaned


class LetterBack(StepForm):
    """介绍信退回或过期: void the number, then issue anew or end."""

    class Outcome(models.TextChoices):
        """What happens next."""

        REISSUE = "reissue", _("Void the number and issue a new letter")
        END = "end", _("Void the number and end the transfer")

    outcomes = Outcome
    asks_outcome = _("What happens next")
    void_reason = forms.CharField(label=_("Why the number is void"), max_length=100)
    referred = YesNoField(label=_("Serious: referred to the discipline inspection?"), required=False)
    opinion = forms.CharField(
        label=_("What was found out and corrected"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def prepare(self) -> None:
        """Only of a lost letter one asks whether it was serious (handbook E2)."""
        if not self.limits["lost"]:
            del self.fields["referred"]
