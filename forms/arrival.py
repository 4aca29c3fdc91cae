"""The questions of an arrival (组织关系接收转入): a letter on paper from outside the system, handbook 5.3 to 5.6."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from forms.fields import DayField, IdNumberField, MonthField, YesNoField
from forms.kit import Decision, Label, StepForm, Topic
from forms.records import OrganisationField, OrganisationSearchField
from forms.telephones import TelephoneField
from registry import identity
from registry.calendar import add_months, first_of_month
from registry.models import Organisation, Sex

# Characters that fit on the papers: see the fields of the same names in documents/papers/arrival.py.
NAME, NUMBER, ORGANISATION, SHORT = 24, 30, 40, 300
# Nobody joins before he is eighteen (years), Constitution Article 1.
AGE_TO_JOIN = 18


def text(label: Label, most: int = SHORT, *, required: bool = False, help_text: Label = "") -> forms.CharField:
    """An answer of some lines."""
    return forms.CharField(
        label=label, max_length=most, required=required, help_text=help_text, widget=forms.Textarea(attrs={"rows": 2})
    )  # fmt: skip


class Done(models.TextChoices):
    """A step that can only be done."""

    DONE = "done", _("Done")


class Standing(models.TextChoices):
    """What the letter says of the member (党员类别)."""

    FULL = "full", _("full member")
    PROBATIONARY = "probationary", _("probationary member")


class ReturnGround(models.TextChoices):
    """Why a letter from outside is given back (退回理由): refusing without reason is forbidden (R-TR-03)."""

    WRONG_ORGANISATION = "wrong_organisation", _("wrong organisation")
    INCOMPLETE = "incomplete", _("particulars incomplete")
    EXPIRED = "expired", _("letter expired")
    LETTER_DOUBT = "letter_doubt", _("doubts about the letter")
    FILE_DOUBT = "file_doubt", _("doubts about the file")


class Letter(StepForm):
    """登记来信: the letter as it was presented, the member it names, and the branch he wishes to join."""

    outcomes = Done
    needed_when: ClassVar[Mapping[str, Label]] = {
        "sender": _("needed if it is on the register"),
        "sender_name": _("needed if it is not on the register"),
        "sender_address": _("needed if it is not on the register"),
        "full_since": _("needed of a full member"),
        "probation_ends": _("needed of a probationary member"),
    }
    topics: ClassVar[tuple[Topic, ...]] = (
        Topic(
            _("The letter"),
            ("letter_number", "issued_on", "valid_days", "presented_on"),
            _("Take everything from the letter as it stands. Scan the letter and attach the scan to the case once it is open."),
            _("Until the member is accepted the sending organisation stays responsible for him."),
        ),
        Topic(
            _("Who sent it"),
            ("sender", "sender_name", "sender_address"),
            _("The receipt goes back to this organisation, by post or by fax."),
            _("If it is not on the register, leave the first answer empty and write name and address."),
        ),
        Topic(
            _("The person"),
            ("name", "id_number", "sex", "born_on", "ethnic_group", "telephone"),
            _("The ID number is kept encrypted and shown masked. It tells whether the register knows the person already."),
            _("Sex and birth date have to agree with the ID number: compare the letter with the identity card."),
        ),
        Topic(
            _("Membership"),
            ("standing", "joined_on", "full_since", "probation_ends", "dues_paid_until"),
            _("Of a full member the day since when he is one; of a probationary member the day on which the probation ends."),
        ),
        Topic(_("Where to"), ("branch",), _("The branch the member wishes to join; the organiser may choose another.")),
    )  # fmt: skip

    letter_number = forms.CharField(label=_("Number of the letter"), max_length=NUMBER)
    issued_on = DayField(label=_("Date of the letter"), near=True)
    valid_days = forms.IntegerField(label=_("Valid for (days)"), min_value=1, max_value=366)
    presented_on = DayField(label=_("Presented on"), near=True)
    sender = OrganisationSearchField(
        label=_("Sending organisation, on the register"), required=False, help_text=_("Part of the name is enough.")
    )
    sender_name = forms.CharField(label=_("Name of the sending organisation"), max_length=ORGANISATION, required=False)
    sender_address = forms.CharField(
        label=_("Address of the sending organisation"), max_length=ORGANISATION, required=False
    )
    name = forms.CharField(label=_("Name"), max_length=NAME)
    id_number = IdNumberField(label=_("ID number"))
    sex = forms.ChoiceField(label=_("Sex"), choices=Sex.choices, widget=forms.RadioSelect)
    born_on = DayField(label=_("Born on"))
    ethnic_group = forms.CharField(
        label=_("Ethnic group"), max_length=8, help_text=_("As the letter has it, e.g. 汉 or 彝.")
    )
    telephone = TelephoneField(label=_("Member's telephone"))
    standing = forms.ChoiceField(label=_("Standing"), choices=Standing.choices, widget=forms.RadioSelect)
    joined_on = DayField(label=_("Joined on"))
    full_since = DayField(label=_("Full member since"), required=False)
    probation_ends = DayField(label=_("Probation ends on"), required=False, near=True)
    dues_paid_until = MonthField(label=_("Dues paid up to"))
    branch = OrganisationField(label=_("Branch to join"), empty_label=_("Choose a branch"))

    def prepare(self) -> None:
        """Organisations as the step's limits allow."""
        everywhere = Organisation.objects.all()
        self.fields["branch"].queryset = everywhere if self.limits.reading else self.limits["branches"]  # type: ignore[attr-defined]
        self.fields["sender"].among = everywhere if self.limits.reading else self.limits["senders"]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Letter, sender, person and membership each agree with themselves."""
        cleaned = super().clean() or {}
        if not self.limits.reading:
            self._check_letter(cleaned)
            self._check_sender(cleaned)
            self._check_person(cleaned)
            self._check_membership(cleaned)
        return cleaned

    def _check_letter(self, cleaned: dict[str, Any]) -> None:
        issued, presented = cleaned.get("issued_on"), cleaned.get("presented_on")
        if issued and issued > self.limits.today:
            self.add_error("issued_on", _("This day is still to come."))
        if presented and presented > self.limits.today:
            self.add_error("presented_on", _("This day is still to come."))
        elif issued and presented and presented < issued:
            self.add_error("presented_on", _("The letter cannot be presented before its date."))

    def _check_sender(self, cleaned: dict[str, Any]) -> None:
        if "sender" in self.errors:
            return
        if not cleaned.get("sender") and not cleaned.get("sender_name"):
            self.add_error("sender", _("Say who sent the letter: find it on the register, or write name and address."))
        elif cleaned.get("sender") and cleaned.get("sender_name"):
            self.add_error("sender_name", _("Leave this empty where the organisation is on the register."))
        elif cleaned.get("sender_name") and not cleaned.get("sender_address"):
            self.add_error("sender_address", _("Write where the receipt goes."))

    def _check_person(self, cleaned: dict[str, Any]) -> None:
        number = cleaned.get("id_number")
        if number and (born := cleaned.get("born_on")) and identity.birth_date(number) != born:
            self.add_error("born_on", _("The birth date does not match the ID number."))
        if number and (sex := cleaned.get("sex")) and identity.sex(number) != sex:
            self.add_error("sex", _("The sex does not match the ID number."))

    def _check_membership(self, cleaned: dict[str, Any]) -> None:
        joined, born = cleaned.get("joined_on"), cleaned.get("born_on")
        if joined and joined > self.limits.today:
            self.add_error("joined_on", _("This day is still to come."))
        elif joined and born and joined < add_months(born, 12 * AGE_TO_JOIN):
            self.add_error("joined_on", _("Nobody joins before he is eighteen."))
        name, other = "full_since", "probation_ends"
        if cleaned.get("standing") == Standing.PROBATIONARY:
            name, other = other, name
        if cleaned.get("standing"):
            self._check_day(cleaned, name, other, joined)
        self._check_dues(cleaned, joined)

    def _check_day(self, cleaned: dict[str, Any], name: str, other: str, joined: dt.date | None) -> None:
        """The day that belongs to the standing is there and fits; the other one is not."""
        day = cleaned.get(name)
        if day is None and name not in self.errors:
            self.add_error(name, _("Fill in: %(label)s") % {"label": self.fields[name].label})
        elif day and joined and day < joined:
            self.add_error(name, _("This cannot be before the day of joining."))
        elif day and name == "full_since" and day > self.limits.today:
            self.add_error(name, _("This day is still to come."))
        if cleaned.get(other):
            self.add_error(other, _("This does not go with the standing chosen above."))

    def _check_dues(self, cleaned: dict[str, Any], joined: dt.date | None) -> None:
        paid = cleaned.get("dues_paid_until")
        if paid and paid > add_months(first_of_month(self.limits.today), 12):
            self.add_error("dues_paid_until", _("Dues cannot be paid that far ahead."))
        elif paid and joined and paid < first_of_month(joined):
            self.add_error("dues_paid_until", _("Nobody pays dues before he joins."))


_ACCEPT = _("needed to propose acceptance")


class Examination(StepForm):
    """接收审查: identity, letter, dues and record; what is proposed to whoever decides, or the file is asked for first."""

    class Outcome(models.TextChoices):
        """How the examination ends."""

        PASS = "pass", _("Propose to accept the member")
        WAIT = "wait", _("Ask for the member's file first")
        RETURN = "return", _("Propose to give the letter back")
        NOT_RECOGNISE = "not_recognise", _("Propose not to recognise the probationary membership")

    outcomes = Outcome
    asks_outcome = _("Result of the examination")
    needed_when: ClassVar[Mapping[str, Label]] = {
        "identity_checked": _ACCEPT,
        "letter_genuine": _ACCEPT,
        "dues_in_order": _ACCEPT,
        "probation_checked": _ACCEPT,
        "sender_confirms": _ACCEPT,
        "branch": _ACCEPT,
        "ground": _("needed to give it back"),
        "opinion": _("needed unless you propose to accept"),
    }
    identity_checked = YesNoField(label=_("Does the identity card agree with the letter?"), required=False)
    letter_genuine = YesNoField(label=_("Is the letter genuine, its seal and its form?"), required=False)
    dues_in_order = YesNoField(label=_("Are the dues paid up to the month of the letter?"), required=False)
    probation_checked = YesNoField(
        label=_("Was the record of training and observation strictly examined, and found in order?"), required=False
    )
    sender_confirms = forms.CharField(
        label=_("How the sender confirms the expired letter"), max_length=100, required=False,
        help_text=_("Who said so, when and how, e.g. by telephone or by fax. Without it the letter can only be given back."),
    )  # fmt: skip
    branch = OrganisationField(label=_("Branch to join"), required=False, empty_label=_("Choose a branch"))
    ground = forms.ChoiceField(
        label=_("Ground of giving back"), choices=[("", "—"), *ReturnGround.choices], required=False
    )
    opinion = text(
        _("Opinion, or what has to be corrected"),
        help_text=_("What is to be corrected is printed on the return note, why a membership is not recognised on the notice."),
    )  # fmt: skip

    def prepare(self) -> None:
        """Ask only what the letter gives rise to: the record of a probationary member, the expired letter."""
        everywhere = Organisation.objects.all()
        self.fields["branch"].queryset = everywhere if self.limits.reading else self.limits["branches"]  # type: ignore[attr-defined]
        self.fields["branch"].initial = self.limits["wished_branch"]
        if not self.limits["expired"]:
            del self.fields["sender_confirms"]
        if not self.limits["probationary"]:
            del self.fields["probation_checked"]
            choices = [choice for choice in self.Outcome.choices if choice[0] != self.Outcome.NOT_RECOGNISE]
            self.fields["outcome"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Each proposal brings what the decision and its paper need."""
        cleaned = super().clean() or {}
        outcome = cleaned.get("outcome")
        if outcome == self.Outcome.PASS:
            self._need_all_checked(cleaned)
        elif outcome == self.Outcome.RETURN and not cleaned.get("ground"):
            self.add_error("ground", _("Choose the ground of giving back."))
        if outcome in (self.Outcome.RETURN, self.Outcome.NOT_RECOGNISE) and not cleaned.get("opinion"):
            self.add_error("opinion", _("Say what has to be corrected, or why it is refused."))
        if outcome == self.Outcome.WAIT and not cleaned.get("opinion"):
            self.add_error("opinion", _("Say why the file has to be seen."))
        return cleaned

    def _need_all_checked(self, cleaned: dict[str, Any]) -> None:
        for name in ("identity_checked", "letter_genuine", "dues_in_order", "probation_checked"):
            if name in self.fields and cleaned.get(name) is not True and name not in self.errors:
                self.add_error(name, _("Accepting needs a yes here; otherwise propose to give the letter back."))
        if "sender_confirms" in self.fields and not cleaned.get("sender_confirms"):
            self.add_error(
                "sender_confirms", _("The letter has expired: say how the sender confirms it, or give it back.")
            )
        if not cleaned.get("branch") and "branch" not in self.errors:
            self.add_error("branch", _("Choose the branch the member joins."))


class Approval(Decision):
    """审批接收: accept, send back to the organiser, or give the letter back with a ground."""

    refusal_reasons = ReturnGround

    class Outcome(models.TextChoices):
        """How the approval ends."""

        AGREE = "agree", _("Accept the member")
        RETURN = "return", _("Have it examined again")
        REFUSE = "refuse", _("Give the letter back")

    outcomes = Outcome


class Agreement(Decision):
    """审批退回、不予承认: agree to what the organiser proposes, or have it examined again."""

    class Outcome(models.TextChoices):
        """How it ends."""

        AGREE = "agree", _("Agree")
        RETURN = "return", _("Have it examined again")

    outcomes = Outcome


class Sending(StepForm):
    """寄送回执: how and when the receipt left for the sender (R-LT-05)."""

    class How(models.TextChoices):
        """By which way it went."""

        POST = "post", _("by post")
        FAX = "fax", _("by fax")

    outcomes = Done
    sent_on = DayField(label=_("Sent on"), near=True)
    how = forms.ChoiceField(label=_("How"), choices=How.choices, widget=forms.RadioSelect)
    letter_number = forms.CharField(
        label=_("Number on the receipt"), max_length=NUMBER, help_text=_("It carries the number of the letter.")
    )
    note = forms.CharField(label=_("Number of the posting, or the fax called"), max_length=NUMBER, required=False)

    def clean(self) -> dict[str, Any]:
        """Letter and receipt carry the same number; sent between its making and today."""
        cleaned = super().clean() or {}
        if self.limits.reading:
            return cleaned
        number = "".join(str(cleaned.get("letter_number") or "").split())
        if number and number != "".join(self.limits["letter_number"].split()):
            self.add_error("letter_number", _("Letter and receipt must carry the same number."))
        if (day := cleaned.get("sent_on")) and not self.limits["written_on"] <= day <= self.limits.today:
            self.add_error("sent_on", _("The day must lie between the day of the receipt and today."))
        return cleaned
