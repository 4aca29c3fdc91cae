"""The questions on the sending side (转出方填写): request, confirmation, check, examination, approval."""

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
from registry.models import Member, Organisation


class Done(models.TextChoices):
    """A step that can only be done."""

    DONE = "done", _("Done")


class Reason(models.TextChoices):
    """Why a relationship moves (转接原因), regulation on members 25."""

    JOB = "job", _("change of employer or workplace")
    RESIDENCE = "residence", _("change of usual residence")
    STUDY = "study", _("studying away")
    WORK_AWAY = "work_away", _("working or trading away")
    RETIREMENT = "retirement", _("retirement")
    OTHER = "other", _("another reason")


AWAY = (Reason.STUDY, Reason.WORK_AWAY)


class Request(StepForm):
    """提出转接: who moves where, why, from when."""

    outcomes = Done
    needed_when: ClassVar[Mapping[str, Label]] = {"away_months": _("needed for studying or working away")}
    topics: ClassVar[tuple[Topic, ...]] = (
        Topic(
            _("Member"),
            ("member",),
            _("Only members on the roll of your branch can be chosen."),
            _(
                "You can change everything until you submit; afterwards you can call the request off until the letter is approved."
            ),
        ),
        Topic(
            _("Where to"),
            ("to", "start_on", "fixed_place"),
            _(
                "The receiving organisation decides which way the request takes: inside the committee no letter is needed."
            ),
            _("If you do not know the branch, name the committee; it will choose the branch."),
        ),
        Topic(
            _("Reason and contact"),
            ("reason", "away_months", "telephone", "note"),
            _("The reason is printed on the request. The telephone number is printed on the letter."),
            _("A wrong number means that the letter cannot be delivered; ask the member."),
        ),
    )

    member = MemberField(label=_("Member"), empty_label=_("Choose a member"))
    to = OrganisationSearchField(label=_("Receiving branch or committee"), help_text=_("Part of the name is enough."))
    start_on = DayField(label=_("At the new place from"), near=True)
    fixed_place = YesNoField(label=_("Is there a fixed place of work, study or residence?"))
    reason = forms.ChoiceField(label=_("Reason"), choices=[("", _("Choose a reason")), *Reason.choices])
    away_months = forms.IntegerField(
        label=_("Months away"),
        required=False,
        min_value=1,
        max_value=600,
    )
    telephone = TelephoneField(label=_("Member's telephone"))
    note = forms.CharField(
        label=_("Remark"), required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Printed on the request; leave empty if there is nothing to add."),
    )  # fmt: skip

    def prepare(self) -> None:
        """Members and organisations as the step's limits allow."""
        everybody, everywhere = Member.objects.select_related("person"), Organisation.objects.all()
        self.fields["member"].queryset = everybody if self.limits.reading else self.limits["members"]  # type: ignore[attr-defined]
        self.fields["to"].among = everywhere if self.limits.reading else self.limits["targets"]  # type: ignore[attr-defined]
        self.fields["to"].barred = {} if self.limits.reading else self.limits["barred"]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Somebody who goes away says for how long."""
        cleaned = super().clean() or {}
        if cleaned.get("reason") in AWAY and not cleaned.get("away_months"):
            self.add_error("away_months", _("Say how many months the member will be away."))
        return cleaned


class Amendment(Request):
    """修改申请: the same questions again; the course keeps the member as he is."""

    topics: ClassVar[tuple[Topic, ...]] = ()


class Consent(StepForm):
    """本人确认: the member confirms the request, or says what is wrong; on paper with two witnesses."""

    class Outcome(models.TextChoices):
        """What the member says."""

        CONFIRM = "confirm", _("I confirm this request")
        OBJECT = "object", _("Something is wrong")

    outcomes = Outcome
    asks_outcome = _("Your answer")
    needed_when: ClassVar[Mapping[str, Label]] = {"opinion": _("needed if something is wrong")}
    opinion = forms.CharField(
        label=_("In your own words"), required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Write as you speak; it is passed on word for word."),
    )  # fmt: skip
    # Of a statement on paper, where somebody else types it in.
    signed_on = DayField(label=_("Signed on paper on"), near=True)
    witness_1 = forms.CharField(label=_("First witness"), max_length=30)
    witness_2 = forms.CharField(label=_("Second witness"), max_length=30)

    def clean(self) -> dict[str, Any]:
        """An objection says what is wrong; two witnesses are two people; nobody signs tomorrow."""
        cleaned = super().clean() or {}
        if cleaned.get("outcome") == self.Outcome.OBJECT and not cleaned.get("opinion"):
            self.add_error("opinion", _("Say what is wrong."))
        if cleaned.get("witness_1") and cleaned.get("witness_1") == cleaned.get("witness_2"):
            self.add_error("witness_2", _("The two witnesses must be two people."))
        if (signed := cleaned.get("signed_on")) and signed > self.limits.today:
            self.add_error("signed_on", _("This day is still to come."))
        return cleaned


class BranchCheck(StepForm):
    """支部核对: dues, duties, open cases, probationary record."""

    class Outcome(models.TextChoices):
        """How the check ends."""

        PASS = "pass", _("Checked, pass on")
        RETURN = "return", _("Send back to be corrected")

    outcomes = Outcome
    asks_outcome = _("Result of the check")
    needed_when: ClassVar[Mapping[str, Label]] = {"opinion": _("needed to send it back")}
    dues_paid_until = MonthField(label=_("Dues paid up to"))
    outstanding = forms.CharField(label=_("Duties still to be done"), required=False, max_length=100)
    probation_record = YesNoField(label=_("Is the record of training and observation attached?"), required=False)
    opinion = forms.CharField(
        label=_("Opinion of the branch"), required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )

    def prepare(self) -> None:
        """Ask about the probationary record only for probationary members."""
        if not self.limits["probationary"]:
            del self.fields["probation_record"]

    def clean(self) -> dict[str, Any]:
        """Dues cannot be paid for months far ahead; sending back needs a reason; a probationary member his record."""
        cleaned = super().clean() or {}
        paid = cleaned.get("dues_paid_until")
        if paid and (paid.year, paid.month) > (self.limits.today.year + 1, self.limits.today.month):
            self.add_error("dues_paid_until", _("Dues cannot be paid that far ahead."))
        if cleaned.get("outcome") == self.Outcome.RETURN and not cleaned.get("opinion"):
            self.add_error("opinion", _("Say what has to be corrected."))
        if cleaned.get("outcome") == self.Outcome.PASS and cleaned.get("probation_record") is False:
            self.add_error(
                "probation_record", _("A probationary member moves with the record of training and observation.")
            )
        return cleaned


class PassOn(Decision):
    """党总支审议: deliberate and pass on; a general branch cannot approve."""

    class Outcome(models.TextChoices):
        """How the deliberation ends."""

        AGREE = "agree", _("Pass on")
        RETURN = "return", _("Return for correction")

    outcomes = Outcome


# What the printed list of papers holds: lines, and characters in one.
MOST_PAPERS, LONGEST_PAPER = 12, 30


class Channel(models.TextChoices):
    """How the letter travels (转接方式)."""

    PAPER = "paper", _("on paper")
    ONLINE = "online", _("through the system")


class Examination(StepForm):
    """组织员审核: channel and validity of the letter."""

    class Outcome(models.TextChoices):
        """How the examination ends."""

        PASS = "pass", _("Submit for approval")
        RETURN = "return", _("Return for correction")

    outcomes = Outcome
    asks_outcome = _("Result of the examination")
    needed_when: ClassVar[Mapping[str, Label]] = {
        "probation_ends": _("needed to submit it"),
        "probation_papers": _("needed to submit it"),
        "opinion": _("needed to send it back"),
    }
    channel = forms.ChoiceField(label=_("How the letter travels"), choices=Channel.choices, widget=forms.RadioSelect)
    valid_days = forms.IntegerField(label=_("Valid for (days)"), min_value=1)
    probation_ends = DayField(label=_("Probation ends on"), near=True, required=False)
    probation_papers = forms.CharField(
        label=_("Papers of the probation handed over"), required=False, max_length=600,
        widget=forms.Textarea(attrs={"rows": 5}), help_text=_("One a line, with the number of sheets; at most 12."),
    )  # fmt: skip
    opinion = forms.CharField(
        label=_("Opinion"), required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )

    def prepare(self) -> None:
        """The pack's proposal and longest validity; no online channel to an outside organisation."""
        self.fields["valid_days"].initial = self.limits["letter_days"]
        longest = self.limits["letter_days_max"]
        self.fields["valid_days"].help_text = _("At most %(days)s days.") % {"days": longest}
        if not self.limits["probationary"]:
            del self.fields["probation_ends"], self.fields["probation_papers"]
        if not self.limits["online_possible"]:
            self.fields["channel"].choices = [(Channel.PAPER.value, Channel.PAPER.label)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Validity within the pack's limit; a return says why."""
        cleaned = super().clean() or {}
        longest = self.limits["letter_days_max"]
        if not self.limits.reading and (cleaned.get("valid_days") or 0) > longest:
            self.add_error("valid_days", _("A letter is valid for at most %(days)s days.") % {"days": longest})
        if cleaned.get("outcome") == self.Outcome.RETURN and not cleaned.get("opinion"):
            self.add_error("opinion", _("Say what has to be corrected."))
        if cleaned.get("outcome") == self.Outcome.PASS and "probation_ends" in self.fields:
            self._need_the_probation(cleaned)
        return cleaned

    def _need_the_probation(self, cleaned: dict[str, Any]) -> None:
        """The record of training and observation moves with a probationary member."""
        need(self, cleaned, "probation_ends", "probation_papers")
        papers = [line.strip() for line in (cleaned.get("probation_papers") or "").splitlines() if line.strip()]
        if len(papers) > MOST_PAPERS:
            self.add_error("probation_papers", _("At most %(count)d entries fit.") % {"count": MOST_PAPERS})
        elif any(len(line) > LONGEST_PAPER for line in papers):
            self.add_error("probation_papers", _("A line has at most %(n)s characters.") % {"n": LONGEST_PAPER})


class RefusalGround(models.TextChoices):
    """Why a release is refused (不予转出理由): refusing without reason is forbidden."""

    NO_DUTY = "no_duty", _("the conditions of a transfer are not met")
    OPEN_CASE = "open_case", _("an open case has to be finished first")
    FALSE_DATA = "false_data", _("the particulars are untrue")
    OTHER = "other", _("another ground, as stated")


class Approval(Decision):
    """审批开具: agree and issue the letter, return, or refuse with a ground."""

    refusal_reasons = RefusalGround


class Reassignment(Decision):
    """党委内部调整: agree or return; no letter is needed inside one committee."""

    class Outcome(models.TextChoices):
        """How it ends."""

        AGREE = "agree", _("Agree")
        RETURN = "return", _("Return for correction")

    outcomes = Outcome
