"""The questions of a request for instructions and its reply (请示与批复), handbook 16 and D-BL-1."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from forms.fields import DayField, YesNoField
from forms.kit import Decision, Label, StepForm, Topic
from forms.telephones import TelephoneField

# Characters that fit on the papers: see the fields of the same names in documents/papers/instruction.py.
MATTER, NAME, SHORT, LONG = 60, 24, 300, 800


def _text(label: Label, most: int, *, rows: int = 3, required: bool = True, help_text: Label = "") -> forms.CharField:
    return forms.CharField(
        label=label, max_length=most, required=required, help_text=help_text, widget=forms.Textarea(attrs={"rows": rows})
    )  # fmt: skip


class Done(models.TextChoices):
    """A step that can only be done."""

    DONE = "done", _("Done")


class Asks(models.TextChoices):
    """What is asked for (请示类别): an instruction how to act, or the approval of what the branch proposes."""

    INSTRUCTION = "instruction", _("an instruction")
    APPROVAL = "approval", _("an approval")


class Studied(models.TextChoices):
    """Who studied the matter before it is asked (集体研究): where there is no committee, the members' meeting."""

    COMMITTEE = "committee", _("the committee of the branch")
    MEETING = "meeting", _("the meeting of all members")


class Request(StepForm):
    """拟写请示: one matter, why, and what the branch itself proposes."""

    outcomes = Done
    topics: ClassVar[tuple[Topic, ...]] = (
        Topic(
            _("The matter"),
            ("matter", "asks", "decided_by", "decided_on"),
            _("A request asks about one matter only, and the branch has studied it before."),
            _("For a second matter start a second request."),
        ),
        Topic(
            _("Reasons and proposal"),
            ("reasons", "proposal"),
            _("Both are printed on the request word for word."),
            _("Before it leaves, the secretary sees the request as it will be printed and signs it."),
        ),
        Topic(_("Whom to call"), ("contact", "telephone"), _("Printed under the date of the request.")),
    )

    matter = forms.CharField(
        label=_("Matter"), max_length=MATTER,
        help_text=_("As it stands in the title between “about” and “request”, e.g. postponing the election of the branch."),
    )  # fmt: skip
    asks = forms.ChoiceField(label=_("Asks for"), choices=Asks.choices, widget=forms.RadioSelect)
    decided_by = forms.ChoiceField(label=_("Studied by"), choices=Studied.choices, widget=forms.RadioSelect)
    decided_on = DayField(label=_("Studied on"), near=True)
    reasons = _text(_("Facts and reasons"), LONG, rows=6)
    proposal = _text(_("What the branch proposes"), SHORT, rows=4)
    contact = forms.CharField(label=_("Person to call"), max_length=NAME)
    telephone = TelephoneField(label=_("Telephone"))

    def clean(self) -> dict[str, Any]:
        """Asked after it was studied, never before."""
        cleaned = super().clean() or {}
        if (day := cleaned.get("decided_on")) and day > self.limits.today:
            self.add_error("decided_on", _("This day is still to come."))
        return cleaned


class Amendment(Request):
    """补正请示: the same questions again; the matter stays, since a request is about one."""

    topics: ClassVar[tuple[Topic, ...]] = ()


class _WithReason(StepForm):
    """A choice of outcomes, of which those named in ``explained`` want a reason in ``opinion``."""

    explained: ClassVar[tuple[str, ...]] = ()

    def clean(self) -> dict[str, Any]:
        """Whoever does not simply agree says why."""
        cleaned = super().clean() or {}
        if cleaned.get("outcome") in self.explained and not cleaned.get("opinion"):
            self.add_error("opinion", _("Say why."))
        return cleaned


class Signature(_WithReason):
    """签发: the principal leader signs the request as it will be printed, or wants it changed."""

    class Outcome(models.TextChoices):
        """What the secretary does with it."""

        SIGN = "sign", _("Sign")
        RETURN = "return", _("Have it changed")

    outcomes = Outcome
    explained = ("return",)
    asks_outcome = _("Decision")
    needed_when: ClassVar[Mapping[str, Label]] = {"opinion": _("needed to have it changed")}
    opinion = _text(_("What has to be changed"), SHORT, rows=2, required=False)


class PassOn(StepForm):
    """逐级上报: the general branch passes the request on with its own opinion."""

    class Outcome(models.TextChoices):
        """What the general branch says."""

        AGREE = "agree", _("Pass on")
        RETURN = "return", _("Return for correction")

    outcomes = Outcome
    asks_outcome = _("Decision")
    opinion = _text(_("Opinion of the general branch"), SHORT, rows=2)


class Examination(_WithReason):
    """收文初审: what every paper that comes in is looked at for (Article 24)."""

    class Outcome(models.TextChoices):
        """How the first check ends."""

        ACCEPT = "accept", _("Register and handle")
        RETURN = "return", _("Return for correction")
        NOT_OURS = "not_ours", _("Not for this committee: give it back")

    outcomes = Outcome
    explained = ("return", "not_ours")
    asks_outcome = _("Result of the first check")
    needed_when: ClassVar[Mapping[str, Label]] = {"opinion": _("needed unless you accept it")}
    ours = YesNoField(label=_("Is it for this committee to handle?"))
    one_matter = YesNoField(label=_("Does it ask about one matter, of one addressee, step by step?"))
    in_form = YesNoField(label=_("Are kind, form, reasons and proposal in order?"))
    opinion = _text(
        _("Why it is returned or given back, and who should be asked instead"), SHORT, rows=2, required=False
    )

    def clean(self) -> dict[str, Any]:
        """Accepted only if all is in order; given back only what is not for this committee."""
        cleaned = super().clean() or {}
        outcome = cleaned.get("outcome")
        for name in ("ours", "one_matter", "in_form") if outcome == self.Outcome.ACCEPT else ():
            if cleaned.get(name) is False:
                self.add_error(name, _("Accepting needs a yes here; otherwise return it or give it back."))
        if outcome == self.Outcome.NOT_OURS and cleaned.get("ours") is True:
            self.add_error("ours", _("What is for this committee is returned, not given back."))
        return cleaned


class Draft(StepForm):
    """拟办: how to handle it, the draft of the reply, and whether it touches what others are responsible for."""

    outcomes = Done
    handling = _text(_("Proposed handling"), SHORT)
    reply = _text(
        _("Draft of the reply"), LONG, rows=6, help_text=_("Printed as the text of the reply if it is approved.")
    )
    concerns_others = YesNoField(
        label=_("Does it touch what others are responsible for?"),
        help_text=_("If so, they give their opinion before it is approved."),
    )


class Coordination(StepForm):
    """协调: not all agreed; the drafter talks to them, and changes the draft or submits it with their opinions."""

    class Outcome(models.TextChoices):
        """What the talks came to."""

        REVISE = "revise", _("Change the draft")
        REPORT = "report", _("Submit it with the differing opinions")

    outcomes = Outcome
    asks_outcome = _("What the talks came to")
    opinion = _text(_("What was said in the talks"), SHORT)


class Approval(Decision):
    """审批签发: agree and sign the reply, have it changed, or refuse; the reason of a refusal is printed in the reply."""


class Receipt(StepForm):
    """签收批复: the branch has the reply."""

    outcomes = Done
    received_on = DayField(label=_("Reply received on"))
    carried_out = _text(
        _("Who carries it out, and until when"), SHORT, rows=2, required=False,
        help_text=_("Leave it empty if there is nothing to carry out."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Not before the reply was made, not in the future."""
        cleaned = super().clean() or {}
        day = cleaned.get("received_on")
        if not self.limits.reading and day and not self.limits["replied_on"] <= day <= self.limits.today:
            self.add_error("received_on", _("The day must lie between the day of the reply and today."))
        return cleaned
