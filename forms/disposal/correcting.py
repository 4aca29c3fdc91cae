"""Time-limited correction (限期改正), handbook 8.3: on what ground, for how long, with whose help, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from forms.disposal.inquiring import Opinion, check_paper
from forms.disposal.kit import (
    LINE,
    MIDDLE,
    Done,
    choose_from,
    line,
    member_of_branch,
    refuse_to_come,
    refuse_twice,
    signed_on,
    text,
    witness,
)
from forms.disposal.proposing import Amended, Proposal
from forms.fields import DayField
from forms.kit import Decision, Label, StepForm, Topic, need

# Printed with a sentence of ours before or after, in the room of one text.
DEMANDED, REPORTS, CONCLUDED = 240, 40, 260
# What the log has room for.
MOST_TALKS = 60
HELPERS = ("helper_1", "helper_2")


class Ground(models.TextChoices):
    """Why a correction (限期改正情形): he has fallen short, sees it and is willing to mend."""

    WEAK_WILL = "weak_will", _("wavering in conviction, willing to mend")
    PASSIVE = "passive", _("passive in work, no exemplary role")
    DISCIPLINE = "discipline", _("weak sense of organisation: irregular attendance, dues not in time or not in full")
    FOUND_AGAIN = "found_again", _("contact was lost for six months to two years, found again")


class CorrectionProposal(Proposal):
    """提出启动意见（限期改正）."""

    grounds = Ground


class CorrectionAmendment(CorrectionProposal):
    """补正启动意见（限期改正）: the same questions again, or it is given up."""

    outcomes = Amended
    asks_outcome = _("What becomes of the proposal")
    topics: ClassVar[tuple[Topic, ...]] = ()


class CorrectionOpinion(Opinion):
    """形成处置意见（限期改正）: for how many months, what is demanded, and who helps."""

    needed_when: ClassVar[Mapping[str, Label]] = dict.fromkeys(
        ("months", "demands", *HELPERS), _("needed if it is proposed")
    )

    months = forms.IntegerField(label=_("For how many months"), required=False, min_value=1)
    demands = text(_("What he has to mend"), DEMANDED, required=False)
    helper_1 = member_of_branch(_("Helper"), required=False)
    helper_2 = member_of_branch(_("Second helper"), required=False)

    def prepare(self) -> None:
        """Helpers are full members of the branch."""
        choose_from(self, HELPERS, "full_members")
        if not self.limits.reading:
            usual, most = self.limits["usual_months"], self.limits["most_months"]
            self.fields["months"].help_text = _("As a rule %(usual)d; at most %(most)d here.") % {
                "usual": usual,
                "most": most,
            }

    def clean(self) -> dict[str, Any]:
        """What is proposed is complete, and no longer than the rule allows in all."""
        cleaned = super().clean() or {}
        refuse_twice(self, cleaned, *HELPERS)
        if cleaned.get("outcome") == self.Outcome.PROPOSE:
            need(self, cleaned, "months", "demands", *HELPERS)
        most = None if self.limits.reading else self.limits["most_months"]
        if most is not None and (months := cleaned.get("months")) and months > most:
            words = {"most": most, "before": self.limits["months_before"]}
            self.add_error(
                "months",
                _("At most %(most)d months: all corrections together last a year, %(before)d are used.") % words,
            )
        return cleaned


class HelpPlan(StepForm):
    """帮教计划: what the two helpers do each month."""

    outcomes = Done

    monthly = line(
        _("What is done every month"),
        LINE,
        help_text=_("E.g. one talk, news of the branch, a look at what he was given to do."),
    )
    reports = line(_("When he reports"), REPORTS, help_text=_("E.g. in writing at the end of every quarter."))


class HelpTalk(StepForm):
    """帮教记录: a talk with the member during the correction; or that he has failed again, so that it cannot go on."""

    class Outcome(models.TextChoices):
        """What is written down."""

        TALKED = "talked", _("Write down a talk")
        WORSE = "worse", _("He has failed again: the correction cannot go on")

    outcomes = Outcome
    asks_outcome = _("What is to be written down")

    on = DayField(label=_("On"), near=True)
    by = forms.ChoiceField(label=_("By"), choices=[(name, "") for name in HELPERS])
    content = line(_("What was talked about and done"), 80)
    effect = line(_("How he conducts himself"), LINE)

    def prepare(self) -> None:
        """The two helpers by name."""
        names = {} if self.limits.reading else self.limits["helpers"]
        self.fields["by"].choices = [(name, names.get(name, name)) for name in HELPERS]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Nobody has talked tomorrow."""
        cleaned = super().clean() or {}
        refuse_to_come(self, cleaned, "on")
        if not self.limits.reading and self.limits["talks"] >= MOST_TALKS:
            self.add_error(None, _("The log is full: %(most)d entries.") % {"most": MOST_TALKS})
        return cleaned


class SelfReport(StepForm):
    """本人汇报: when the time is over the member says what he has mended; on paper before two witnesses, or in the system."""

    outcomes = Done

    words = text(
        _("What you have mended, in your own words"),
        MIDDLE,
        rows=8,
        help_text=_("Kept word for word, and read out in the meeting."),
    )
    signed_on = signed_on()
    witness_1 = witness(_("First witness"))
    witness_2 = witness(_("Second witness"))

    def clean(self) -> dict[str, Any]:
        """On paper it has two witnesses."""
        cleaned = super().clean() or {}
        check_paper(self, cleaned)
        return cleaned


class Review(StepForm):
    """期满考察: what the helpers and others say of the months, before the meeting discusses them."""

    outcomes = Done

    conduct = text(_("Conduct during the correction"), MIDDLE, rows=5)
    heard = text(_("What the helpers and others say"), MIDDLE, rows=4)
    conclusion = text(_("What the branch committee proposes"), CONCLUDED)


class Closing(Decision):
    """期满审批: the committee agrees to what the branch found, or sends it back."""

    class Outcome(models.TextChoices):
        """How it ends."""

        AGREE = "agree", _("Agree")
        RETURN = "return", _("Return for correction")

    outcomes = Outcome
