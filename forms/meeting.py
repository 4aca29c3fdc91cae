"""The questions of a meeting (会议), handbook 3.5: what its record does not know by itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from forms.kit import Label, StepForm, Topic, need

# Characters that fit on the papers: see the fields of the same names in documents/papers/meetings.py.
TOPIC, LONG, MIDDLE = 60, 800, 600


class Done(models.TextChoices):
    """A step that can only be done."""

    DONE = "done", _("Done")


class Body(models.TextChoices):
    """Which meeting (会议类别)."""

    GENERAL = "general", _("general meeting of the branch")
    BRANCH_COMMITTEE = "branch_committee", _("meeting of the branch committee")
    COMMITTEE = "committee", _("meeting of the committee")


class Call(StepForm):
    """发起会议: which meeting, and what it is for."""

    outcomes = Done
    topics: ClassVar[tuple[Topic, ...]] = (
        Topic(
            _("The meeting"),
            ("body", "matter"),
            _("Day, place, agenda and who is called come next: nobody is told of anything yet."),
            _("A meeting can be called off until it is opened."),
        ),
    )

    body = forms.ChoiceField(label=_("Which meeting"), choices=Body.choices, widget=forms.RadioSelect)
    matter = forms.CharField(
        label=_("Topic"), max_length=TOPIC, help_text=_("In some words; the items of the agenda are listed one by one.")
    )  # fmt: skip

    def prepare(self) -> None:
        """The meetings that the organisation holds."""
        if not self.limits.reading:
            bodies = self.limits["bodies"]
            self.fields["body"].choices = [choice for choice in Body.choices if choice[0] in bodies]  # type: ignore[attr-defined]


class Notice(StepForm):
    """发出通知: day, place, roll and agenda stand; the notice goes out."""

    outcomes = Done


class Minutes(StepForm):
    """会议记录: what was said, and how whoever a matter is about was heard. How the meeting ended is in its record."""

    class Outcome(models.TextChoices):
        """How the meeting ended."""

        HELD = "held", _("Held to its end")
        NO_QUORUM = "no_quorum", _("Adjourned, there was no quorum")

    outcomes = Outcome
    asks_outcome = _("How the meeting ended")
    needed_when: ClassVar[Mapping[str, Label]] = {
        "speeches": _("needed where something was discussed"),
        "heard": _("needed where something was discussed"),
    }

    speeches = forms.CharField(
        label=_("Who spoke, and what they said"), required=False, max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 6}), help_text=_("Name and gist, one person a line. Printed in the minutes."),
    )  # fmt: skip
    heard = forms.CharField(
        label=_("How those concerned were heard"), required=False, max_length=MIDDLE,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What they said for themselves, and who spoke for them. Printed in the minutes."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Minutes of what was discussed say who spoke and how those concerned were heard."""
        cleaned = super().clean() or {}
        held = self.outcome() == self.Outcome.HELD
        if held or (not self.limits.reading and self.limits["discussed"]):
            need(self, cleaned, "speeches", "heard")
        return cleaned
