"""Proposing a disposal (提出启动意见), handbook 8.1 steps 1 to 3: who, on what ground, what has happened; the prior filing."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from forms.disposal.kit import LONG, PLACE, SHORT, Done, line, refuse_to_come, text
from forms.fields import DayField, YesNoField
from forms.kit import Decision, StepForm, Topic
from forms.records import MemberField
from registry.models import Member


class Proposal(StepForm):
    """提出启动意见: the branch committee, or the general meeting where there is none, has deliberated."""

    outcomes: ClassVar[type[models.TextChoices]] = Done
    grounds: ClassVar[type[models.TextChoices]]
    topics: ClassVar[tuple[Topic, ...]] = (
        Topic(
            _("Member and ground"),
            ("member", "ground", "facts"),
            _("What he did or failed to do, and when; everything he will be shown later. Proof comes with the investigation."),
            _("You can change everything until you submit. Nobody else sees it before."),
        ),
        Topic(
            _("About the member"),
            ("education", "post"),
            _("The register does not hold them; every form about him begins with them."),
        ),
        Topic(
            _("Two questions first"),
            ("breach", "sanctioned"),
            _("A breach of discipline belongs to the discipline inspection, and nobody is dealt with twice for one matter."),
            _("If one of them is to be answered with yes, this is not the way: the check page says what is."),
        ),
        Topic(
            _("Deliberation"),
            ("meeting_on", "present", "opinion"),
            _("The branch committee proposes the start; where there is none, the general meeting does."),
        ),
    )  # fmt: skip

    member = MemberField(label=_("Member"), empty_label=_("Choose a member"))
    ground = forms.ChoiceField(label=_("Ground"), choices=[])
    facts = text(_("What has happened"), LONG, rows=6, help_text=_("Days, months, conduct. Printed on the proposal."))
    education = line(_("Education"), 10)
    post = line(_("Unit and position"), PLACE)
    breach = YesNoField(label=_("Is it a breach of discipline, so that a sanction may be due?"))
    sanctioned = YesNoField(label=_("Has a disciplinary sanction been given for the same matter?"))
    meeting_on = DayField(label=_("Deliberated on"), near=True)
    present = forms.IntegerField(label=_("Committee members present"), min_value=1, max_value=99)
    opinion = text(_("Opinion of the branch committee"), SHORT)

    def prepare(self) -> None:
        """Members and grounds as the step allows."""
        self.fields["ground"].choices = [("", _("Choose the ground")), *self.grounds.choices]  # type: ignore[attr-defined]
        everybody = Member.objects.select_related("person")
        self.fields["member"].queryset = everybody if self.limits.reading else self.limits["members"]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Nobody has deliberated tomorrow."""
        cleaned = super().clean() or {}
        refuse_to_come(self, cleaned, "meeting_on")
        return cleaned


class Amended(models.TextChoices):
    """What becomes of a proposal that was returned."""

    DONE = "done", _("Submit again")
    DROP = "drop", _("Give the proposal up")


class PriorFiling(Decision):
    """事前备案: the committee puts the proposal on file before anything is looked into, or says why not."""

    class Outcome(models.TextChoices):
        """What the committee says."""

        FILE = "file", _("Put on file: the branch can look into it")
        RETURN = "return", _("Return for correction")
        REFER = "refer", _("Refer to the discipline inspection")

    outcomes = Outcome
    asks_outcome = _("Prior filing")
