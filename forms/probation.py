"""The questions of extending or cancelling a probation (延长预备期、取消预备党员资格), handbook 8.8."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from forms.disposal.inquiring import Opinion
from forms.disposal.kit import MIDDLE, SHORT, Done, refuse_to_come, text
from forms.disposal.proposing import Proposal
from forms.fields import DayField
from forms.kit import Label, StepForm, Topic


class Ground(models.TextChoices):
    """Why a probation does not simply end with the confirmation (事由)."""

    MORE_TIME = "more_time", _("has to be educated and observed for longer")
    DUTIES = "duties", _("does not do the duties of a member")
    CONDITIONS = "conditions", _("does not meet the conditions of membership")
    MINOR = "minor", _("a minor breach")
    GRAVE = "grave", _("a grave breach")
    LOST = "lost", _("cannot be reached")


class ProbationProposal(Proposal):
    """支委会审查: the branch committee has looked at how he conducted himself, and says what it sees."""

    outcomes = Done
    grounds = Ground
    topics: ClassVar[tuple[Topic, ...]] = (
        Topic(
            _("Member and ground"),
            ("member", "ground", "facts"),
            _("How he conducted himself on probation, and what is missing; everything he will be shown later."),
            _("You can change everything until you submit. What is to be done is decided after he was heard."),
        ),
        Topic(
            _("Deliberation"),
            ("meeting_on", "present", "opinion"),
            _("The branch committee deliberates before anybody talks with him; where there is none, the general meeting does."),
        ),
    )  # fmt: skip

    facts = text(_("How he conducted himself on probation"), MIDDLE, rows=6, help_text=_("Printed on the resolution."))
    # Django takes a field of the base away by this; types do not know it.
    education = post = None  # type: ignore[assignment]
    breach = sanctioned = None  # type: ignore[assignment]


class Measure(models.TextChoices):
    """What is proposed to the general meeting."""

    EXTEND = "extend", _("extend the probation")
    CANCEL = "cancel", _("cancel the probationary membership")


_PROPOSED = _("needed if something is proposed")


class Review(Opinion):
    """形成意见: after he was heard the branch committee proposes to extend or to cancel, or leaves it."""

    class Ending(models.TextChoices):
        """What it comes to."""

        PROPOSE = "propose", _("Propose it to the general meeting")
        DROP = "drop", _("Propose nothing: the case ends")
        REFER = "refer", _("Refer to the discipline inspection")

    outcomes = Ending
    needed_when: ClassVar[Mapping[str, Label]] = {
        "measure": _PROPOSED,
        "months": _("needed if the probation is extended"),
    }

    measure = forms.ChoiceField(
        label=_("What is proposed"), choices=Measure.choices, widget=forms.RadioSelect, required=False
    )
    months = forms.IntegerField(label=_("Extended by how many months"), required=False, min_value=1, max_value=99)

    def clean(self) -> dict[str, Any]:
        """What is proposed has a name; an extension has a length that the rules know."""
        cleaned = super().clean() or {}
        if cleaned.get("outcome") != self.Ending.PROPOSE:
            return cleaned
        if not cleaned.get("measure") and "measure" not in self.errors:
            self.add_error("measure", _("Say what is proposed."))
        if cleaned.get("measure") == Measure.EXTEND:
            self._check_months(cleaned)
        return cleaned

    def _check_months(self, cleaned: dict[str, Any]) -> None:
        months = cleaned.get("months")
        if months is None:
            if "months" not in self.errors:
                self.add_error("months", _("Say by how many months."))
        elif not self.limits.reading and not self.limits["least_months"] <= months <= self.limits["most_months"]:
            words = {"least": self.limits["least_months"], "most": self.limits["most_months"]}
            self.add_error("months", _("A probation is extended by %(least)s to %(most)s months.") % words)


class SentUp(StepForm):
    """报批: the resolution is entered in the admission form, which goes up with everything he said."""

    outcomes = Done

    entered = forms.BooleanField(label=_("The resolution is entered in the admission form (入党志愿书)"))


class TalkAfter(StepForm):
    """审批后谈话: the secretary tells him what was decided, and why."""

    outcomes = Done

    talked_on = DayField(label=_("Talked on"), near=True)
    said = text(_("What was said, by him too"), SHORT)

    def clean(self) -> dict[str, Any]:
        """Nobody talked tomorrow."""
        cleaned = super().clean() or {}
        refuse_to_come(self, cleaned, "talked_on")
        return cleaned
