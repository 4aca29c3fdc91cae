"""Decided above, served and announced (报批、审批、送达、宣布), handbook 8.1 steps 11 to 14."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from forms.disposal.kit import LONG, PLACE, SHORT, Done, line, refuse_to_come, text, two_witnesses, witness
from forms.fields import DayField
from forms.kit import Decision, Label, StepForm, need
from forms.telephones import TelephoneField


class PreReview(StepForm):
    """预审: a superior says in writing what it thinks of the opinion of the branch, before the general meeting votes."""

    class Outcome(models.TextChoices):
        """What it thinks."""

        AGREE = "agree", _("Agree: it can be put before the general meeting")
        DISAGREE = "disagree", _("Disagree: the branch committee deliberates again")

    outcomes = Outcome
    asks_outcome = _("Pre-review")

    reason = text(_("What was looked at, and why"), SHORT)
    next_steps = text(_("What else is asked of the branch"), SHORT, required=False, rows=2)


class Submission(StepForm):
    """报批: what the request to the committee says besides what is in the case already."""

    outcomes = Done

    educated = text(_("How the branch educated and helped him"), SHORT)
    attitude = text(_("His attitude"), SHORT)
    contact = line(_("Whom the committee can ask"), 24)
    phone = TelephoneField(label=_("Telephone"))


# What he said in the talk, in writing and of the resolution, each with its heading.
EVERYTHING = 3000


class Reading(StepForm):
    """Whoever decides has read what the member said (审批人已阅本人陈述): his words stand above the decision, and nobody can
    change them: a course makes ``his_words`` read-only."""

    his_words = text(_("What the member said, word for word"), EVERYTHING, required=False, rows=6)
    have_read = forms.BooleanField(label=_("I have read the member's own words"))


class Examination(Reading, Decision):
    """党委审核: the organiser looks whether everything is there, before the committee meets."""

    class Outcome(models.TextChoices):
        """What it comes to."""

        COMPLETE = "complete", _("Complete: put it before the committee")
        RETURN = "return", _("Return for correction")

    outcomes = Outcome


class Approval(Reading):
    """党委集体审批: the committee met and voted, each person discussed and voted on alone; how it ended is in the record."""

    class Outcome(models.TextChoices):
        """What the vote came to."""

        CARRIED = "carried", _("Approved")
        LOST = "lost", _("Not approved")
        NO_QUORUM = "no_quorum", _("Adjourned, there was no quorum")

    outcomes = Outcome
    asks_outcome = _("What the vote came to")
    needed_when: ClassVar[Mapping[str, Label]] = {"speeches": _("needed where something was discussed")}

    speeches = text(
        _("Who spoke, and what they said"), LONG, required=False, rows=4,
        help_text=_("Name and gist, one person a line. Printed in the minutes."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Minutes of a vote say who spoke."""
        cleaned = super().clean() or {}
        if self.outcome() != self.Outcome.NO_QUORUM:
            need(self, cleaned, "speeches")
        return cleaned


class Service(StepForm):
    """送达: how and when the decision reached the member; who refuses it is served before two witnesses."""

    outcomes = Done
    needed_when: ClassVar[Mapping[str, Label]] = {
        "refusal": _("needed if it was left with witnesses"),
        "witness_1": _("needed if it was left with witnesses"),
        "witness_2": _("needed if it was left with witnesses"),
    }

    class How(models.TextChoices):
        """In which way; as the evidence of it is called in the register."""

        DIRECT = "direct", _("handed over")
        LEFT = "left", _("left with two witnesses after it was refused")
        POST = "post", _("sent by post")
        ENTRUSTED = "entrusted", _("by another organisation")

    served_on = DayField(label=_("Served on"), near=True)
    how = forms.ChoiceField(label=_("In which way"), choices=How.choices, widget=forms.RadioSelect)
    place = line(_("Place"), PLACE)
    received_by = line(_("Who received it"), 30, help_text=_("The member himself, or who he is to him."))
    refusal = text(_("What happened when it was refused"), SHORT, required=False, rows=2)
    witness_1 = witness(_("First witness"))
    witness_2 = witness(_("Second witness"))

    def clean(self) -> dict[str, Any]:
        """What was refused has two witnesses and says how it was."""
        cleaned = super().clean() or {}
        refuse_to_come(self, cleaned, "served_on")
        if cleaned.get("how") == self.How.LEFT:
            need(self, cleaned, "refusal", "witness_1", "witness_2")
        two_witnesses(self, cleaned)
        return cleaned


class Announcement(StepForm):
    """宣布: the decision is announced, as a rule in the general meeting of the branch."""

    outcomes: ClassVar[type[models.TextChoices]] = Done

    announced_on = DayField(label=_("Announced on"), near=True)
    place = line(_("Place"), PLACE)
    scope = line(_("To whom"), PLACE, help_text=_("As a rule the general meeting of the branch."))
    heard_by = forms.IntegerField(label=_("How many were there"), min_value=1, max_value=999)
    said_there = text(_("What was said there, by the member too"), SHORT)

    def clean(self) -> dict[str, Any]:
        """Nothing was announced tomorrow."""
        cleaned = super().clean() or {}
        refuse_to_come(self, cleaned, "announced_on")
        return cleaned
