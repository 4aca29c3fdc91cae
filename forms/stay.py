"""The questions of a member certificate letter for a short stay elsewhere (开具党员证明信), handbook 5.1."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from forms.fields import DayField, MonthField, YesNoField
from forms.kit import Decision, Label, StepForm, Topic, need
from forms.records import MemberField, OrganisationSearchField
from forms.telephones import TelephoneField
from forms.transfer import Consent, Done, HandOver, PassOn
from registry.models import Member, Organisation

# Characters that fit on the papers: see the fields of the same names in documents/papers/stay.py.
PLACE, CONTACT, LONG = 40, 60, 300


def _text(label: Label, *, help_text: Label = "", rows: int = 2) -> forms.CharField:
    return forms.CharField(
        label=label, required=False, max_length=LONG, help_text=help_text, widget=forms.Textarea(attrs={"rows": rows})
    )  # fmt: skip


class Reason(models.TextChoices):
    """Why a member goes away for a while (外出事由)."""

    STUDY = "study", _("studying")
    WORK = "work", _("working")
    FAMILY = "family", _("family")
    TREATMENT = "treatment", _("medical treatment")
    OTHER = "other", _("another reason")


class Request(StepForm):
    """提出申请: who stays where, from when until when, why."""

    outcomes = Done
    needed_when: ClassVar[Mapping[str, Label]] = {
        "to": _("needed if the organisation is on the register"),
        "place": _("needed if it is not on the register"),
    }
    topics: ClassVar[tuple[Topic, ...]] = (
        Topic(
            _("Member"),
            ("member",),
            _("Only members on the roll of your branch can be chosen."),
            _("You can change everything until you submit; afterwards you can call the request off until it is approved."),
        ),
        Topic(
            _("Where to"),
            ("to", "place", "fixed_place"),
            _("The certificate is made out to the organisation there. The member stays on the roll of your branch."),
            _("If the organisation is not on the register, leave it empty and write name and place below it."),
        ),
        Topic(
            _("For how long, and why"),
            ("from_on", "until_on", "reason"),
            _("The certificate counts on these days and no others. Both are printed on it."),
            _("A longer stay needs a transfer instead; one that becomes longer can be extended once, within the limit."),
        ),
        Topic(
            _("Contact"),
            ("contact", "telephone", "note"),
            _("The branch keeps in touch with the member while he is away. The telephone number is printed on the certificate."),
        ),
    )  # fmt: skip

    member = MemberField(label=_("Member"), empty_label=_("Choose a member"))
    to = OrganisationSearchField(
        label=_("Organisation there"), required=False, help_text=_("Part of the name is enough.")
    )
    place = forms.CharField(
        label=_("Or its name and place"), required=False, max_length=PLACE
    )  # fmt: skip
    fixed_place = YesNoField(label=_("Is there a fixed place of work, study or residence?"))
    from_on = DayField(label=_("There from"), near=True)
    until_on = DayField(label=_("There until"), near=True)
    reason = forms.ChoiceField(label=_("Reason"), choices=[("", _("Choose a reason")), *Reason.choices])
    contact = forms.CharField(
        label=_("Whom to call there"), required=False, max_length=CONTACT, help_text=_("Name and telephone, if known.")
    )  # fmt: skip
    telephone = TelephoneField(label=_("Member's telephone"))
    note = _text(_("Remark"), help_text=_("Printed on the request; leave empty if there is nothing to add."), rows=3)

    def prepare(self) -> None:
        """Members and organisations as the step's limits allow."""
        everybody, everywhere = Member.objects.select_related("person"), Organisation.objects.all()
        self.fields["member"].queryset = everybody if self.limits.reading else self.limits["members"]  # type: ignore[attr-defined]
        self.fields["to"].among = everywhere if self.limits.reading else self.limits["hosts"]  # type: ignore[attr-defined]
        self.fields["to"].barred = {} if self.limits.reading else self.limits["barred"]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """One place, named in one way; nobody is back before he has left."""
        cleaned = super().clean() or {}
        if cleaned.get("to") and cleaned.get("place"):
            self.add_error("place", _("Leave this empty if the organisation is on the register."))
        elif not cleaned.get("to") and not cleaned.get("place") and "to" not in self.errors:
            self.add_error("to", _("Name the organisation, or write name and place below."))
        first, last = cleaned.get("from_on"), cleaned.get("until_on")
        if first and last and last < first:
            self.add_error("until_on", _("The last day lies before the first."))
        elif first and last and not self.limits.reading and last > (latest := self.limits["last_short_day"](first)):
            self.add_error(
                "until_on",
                _("From %(first)s a certificate counts until %(last)s at most; for a longer stay ask for a transfer.")
                % {"first": first, "last": latest},
            )
        return cleaned


class Amendment(Request):
    """补正申请: the same questions again; the course keeps the member as he is."""

    topics: ClassVar[tuple[Topic, ...]] = ()


class BranchCheck(StepForm):
    """支部核对: membership and dues."""

    class Outcome(models.TextChoices):
        """How the check ends."""

        PASS = "pass", _("Checked, pass on")
        RETURN = "return", _("Send back to be corrected")

    outcomes = Outcome
    asks_outcome = _("Result of the check")
    needed_when: ClassVar[Mapping[str, Label]] = {"opinion": _("needed to send it back")}
    dues_paid_until = MonthField(label=_("Dues paid up to"))
    opinion = _text(_("Opinion"))

    def clean(self) -> dict[str, Any]:
        """What is sent back says why."""
        cleaned = super().clean() or {}
        if cleaned.get("outcome") == self.Outcome.RETURN and not cleaned.get("opinion"):
            self.add_error("opinion", _("Say what has to be corrected."))
        return cleaned


class RefusalGround(models.TextChoices):
    """Why no certificate is issued (不予开具理由)."""

    NO_NEED = "no_need", _("no certificate is needed")
    TRANSFER = "transfer", _("the relationship has to be transferred instead")
    FALSE_DATA = "false_data", _("the particulars are untrue")
    OTHER = "other", _("another ground, as stated")


class Approval(Decision):
    """审批开具: agree and issue the certificate, return, or refuse with a ground."""

    refusal_reasons = RefusalGround


_BACK = _("needed if the member is back")


class Whereabouts(StepForm):
    """外出情况: is the member back, does he stay, can he be reached?"""

    class Outcome(models.TextChoices):
        """Where the member is."""

        BACK = "back", _("Back again")
        EXTEND = "extend", _("Stays longer, within the limit")
        GONE = "gone", _("Does not come back")

    outcomes = Outcome
    asks_outcome = _("Where is the member?")
    needed_when: ClassVar[Mapping[str, Label]] = {"returned_on": _BACK, "took_part": _BACK}
    returned_on = DayField(label=_("Back since"), required=False)
    took_part = YesNoField(label=_("Did the member take part in the life of the organisation there?"), required=False)
    opinion = _text(_("What is known"), help_text=_("Printed on the record of the return."))

    def clean(self) -> dict[str, Any]:
        """A return has a day and says how it was there."""
        cleaned = super().clean() or {}
        if cleaned.get("outcome") == self.Outcome.BACK:
            self._need_a_return(cleaned)
        return cleaned

    def _need_a_return(self, cleaned: dict[str, Any]) -> None:
        day = cleaned.get("returned_on")
        if not day and "returned_on" not in self.errors:
            self.add_error("returned_on", _("Say since when the member is back."))
        elif day and not self.limits.reading and not self.limits["from_on"] <= day <= self.limits.today:
            self.add_error("returned_on", _("The day must lie between the first day of the stay and today."))
        if cleaned.get("took_part") is None:
            self.add_error("took_part", _("Answer yes or no; the organisation there can tell."))


class NotBack(StepForm):
    """不再返回: he stays on, or cannot be reached; with what is known."""

    class Outcome(models.TextChoices):
        """What has become of the member."""

        STAYS = "stays", _("Stays on: a transfer has to be asked for")
        LOST = "lost", _("Contact is lost")

    outcomes = Outcome
    asks_outcome = _("What has become of the member?")
    opinion = forms.CharField(
        label=_("What is known, and since when"), max_length=LONG, widget=forms.Textarea(attrs={"rows": 3})
    )


_LONGER = _("needed to ask for a new certificate")


class Extension(StepForm):
    """延期: until when, and why; asked by the member."""

    class Outcome(models.TextChoices):
        """What becomes of it."""

        EXTEND = "extend", _("Ask for a new certificate")
        DROP = "drop", _("Leave it as it is")

    outcomes = Outcome
    asks_outcome = _("What shall be done")
    needed_when: ClassVar[Mapping[str, Label]] = {"until_on": _LONGER, "asked_on": _LONGER, "opinion": _LONGER}
    until_on = DayField(label=_("There until"), near=True, required=False)
    asked_on = DayField(label=_("The member asked for it on"), near=True, required=False)
    opinion = _text(_("Why the stay becomes longer"))

    def clean(self) -> dict[str, Any]:
        """An extension names a later last day, the day it was asked for, and why."""
        cleaned = super().clean() or {}
        if cleaned.get("outcome") != self.Outcome.EXTEND:
            return cleaned
        need(self, cleaned, "until_on", "asked_on", "opinion")
        if self.limits.reading:
            return cleaned
        if (last := cleaned.get("until_on")) and last <= self.limits["last_day"]:
            self.add_error("until_on", _("The certificate counts until %(day)s; choose a later day.") % {"day": self.limits["last_day"]})  # fmt: skip
        if (asked := cleaned.get("asked_on")) and asked > self.limits.today:
            self.add_error("asked_on", _("This day is still to come."))
        return cleaned


class ExtensionApproval(Approval):
    """审批延期: agree and issue a new certificate, have it corrected, or refuse; the old one then counts to its end."""


__all__ = [
    "Amendment", "Approval", "BranchCheck", "Consent", "Done", "Extension", "ExtensionApproval", "HandOver", "NotBack", "PassOn",
    "Reason", "RefusalGround", "Request", "Whereabouts",
]  # fmt: skip
