"""Looking into a disposal (调查、谈话、陈述、形成意见), handbook 8.1 steps 4 to 6."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from forms.disposal.kit import (
    LONG,
    MIDDLE,
    PLACE,
    SHORT,
    Done,
    choose_from,
    line,
    member_of_branch,
    refuse_to_come,
    refuse_twice,
    several,
    signed_on,
    text,
    two_witnesses,
    witness,
)
from forms.fields import DayField
from forms.kit import Label, StepForm, need

# The sentence that he can state his opinion in writing is printed after what he was told.
TOLD = MIDDLE - 60
TEAM = ("team_1", "team_2", "team_3")
TALKERS = ("talker_1", "talker_2")


class Inquiry(StepForm):
    """调查核实: two or more full members look into it and report; what they found decides whether it goes on."""

    class Outcome(models.TextChoices):
        """What was found."""

        STANDS = "stands", _("The facts stand")
        UNFOUNDED = "unfounded", _("Not founded: nothing is done")
        BREACH = "breach", _("A breach of discipline: refer to the discipline inspection")

    outcomes = Outcome
    asks_outcome = _("What was found")

    team_1 = member_of_branch(_("Investigator"), help_text=_("Two full members at least; not the member himself."))
    team_2 = member_of_branch(_("Second investigator"))
    team_3 = member_of_branch(_("Third investigator"), required=False)
    appointed_on = DayField(label=_("Team set up on"), near=True)
    from_on = DayField(label=_("Investigation began on"), near=True)
    until_on = DayField(label=_("Investigation ended on"), near=True)
    profile = text(_("About the member"), SHORT, help_text=_("Work, post, when he joined: what a reader has to know."))
    facts = text(_("Facts established"), LONG, rows=6)
    stated = text(_("What the member said to the team"), MIDDLE)
    evidence = several(
        _("Evidence"), most=10, limit=40, help_text=_("One piece a line, e.g. sign-in sheets of March to August 2026.")
    )
    opinion = text(_("Opinion of the team"), SHORT)

    def prepare(self) -> None:
        """Full members of the branch but the subject."""
        choose_from(self, TEAM, "full_members")

    def clean(self) -> dict[str, Any]:
        """Two people, in an order of days that is possible."""
        cleaned = super().clean() or {}
        refuse_twice(self, cleaned, *TEAM)
        refuse_to_come(self, cleaned, "appointed_on", "from_on", "until_on")
        first, last = cleaned.get("from_on"), cleaned.get("until_on")
        if first and last and last < first:
            self.add_error("until_on", _("The last day lies before the first."))
        return cleaned


class Talk(StepForm):
    """组织谈话: two full members tell the member what is found and proposed, and write down what he says."""

    outcomes: ClassVar[type[models.TextChoices]] = Done
    needed_when: ClassVar[Mapping[str, Label]] = {
        "offered": _("needed unless he could not be reached"),
        "stated": _("needed if he spoke"),
        "note": _("needed if he declined or could not be reached"),
    }

    # Said where nobody has told him what he can still do.
    untold: ClassVar[Label] = _("Tell him, and confirm it here: after these days the case goes on without his words.")

    class How(models.TextChoices):
        """How the talk went; as the evidence of it is called in the register."""

        HEARD = "heard", _("he spoke and signed the record")
        DECLINED = "declined", _("he declined to speak or to sign; both talkers note it")
        UNREACHABLE = "unreachable", _("he could not be reached in several ways; both talkers note them")

    talker_1 = member_of_branch(_("Talker"), help_text=_("Two full members; not the member himself."))
    talker_2 = member_of_branch(_("Second talker"))
    talked_on = DayField(label=_("Talked on"), near=True)
    place = line(_("Place"), PLACE)
    recorder = member_of_branch(_("Recorder"))
    told = text(
        _("What he was told"),
        TOLD,
        help_text=_("The failings that were found, and what the branch means to propose."),
    )
    offered = forms.BooleanField(
        label=_("He was told that he can state his opinion in writing, and until when"), required=False
    )
    how = forms.ChoiceField(label=_("How it went"), choices=How.choices, widget=forms.RadioSelect)
    stated = text(_("What he said"), MIDDLE, required=False, rows=5, help_text=_("In his words."))
    note = line(_("How it was tried, or what was declined"), 100, required=False)

    def prepare(self) -> None:
        """Full members of the branch but the subject."""
        choose_from(self, (*TALKERS, "recorder"), "full_members")

    def clean(self) -> dict[str, Any]:
        """Two people talk; what was said, or what was tried, is written down."""
        cleaned = super().clean() or {}
        refuse_twice(self, cleaned, *TALKERS)
        refuse_to_come(self, cleaned, "talked_on")
        if cleaned.get("how") in (self.How.HEARD, self.How.DECLINED) and not cleaned.get("offered"):
            self.add_error("offered", self.untold)
        if how := cleaned.get("how"):
            need(self, cleaned, "stated" if how == self.How.HEARD else "note")
        return cleaned


class Words(StepForm):
    """本人书面陈述: the member's own words, kept as he writes them, on paper before two witnesses or in the system."""

    class Outcome(models.TextChoices):
        """Whether he has something to say."""

        SAID = "said", _("I have something to say")
        NOTHING = "nothing", _("I have nothing to add")

    outcomes: ClassVar[type[models.TextChoices]] = Outcome
    # The outcome that is nothing without words.
    spoken: ClassVar[str] = Outcome.SAID
    asks_outcome = _("Your statement")
    needed_when: ClassVar[Mapping[str, Label]] = {"words": _("needed if you have something to say")}

    words = text(
        _("In your own words"), MIDDLE, required=False, rows=8,
        help_text=_("It is kept word for word. Everybody who decides has to read it first."),
    )  # fmt: skip
    signed_on = signed_on()
    witness_1 = witness(_("First witness"))
    witness_2 = witness(_("Second witness"))

    def clean(self) -> dict[str, Any]:
        """Who has something to say says it; on paper two witnesses are two people."""
        cleaned = super().clean() or {}
        if cleaned.get("outcome") == self.spoken and not cleaned.get("words") and "words" not in self.errors:
            self.add_error("words", _("Write down what is to be said."))
        check_paper(self, cleaned)
        return cleaned


def check_paper(form: StepForm, cleaned: dict[str, Any]) -> None:
    """A statement on paper has two witnesses and a day that has come; nothing is asked of whoever states it himself."""
    if "witness_1" not in form.fields:
        return
    need(form, cleaned, "witness_1", "witness_2")
    two_witnesses(form, cleaned)
    refuse_to_come(form, cleaned, "signed_on")


class Opinion(StepForm):
    """形成处置意见: the branch committee deliberates again, with the report and the member's words before it."""

    class Outcome(models.TextChoices):
        """What it comes to."""

        PROPOSE = "propose", _("Propose it to the general meeting")
        DROP = "drop", _("Propose nothing: the case ends")

    outcomes: ClassVar[type[models.TextChoices]] = Outcome
    asks_outcome = _("Opinion of the branch committee")

    deliberated_on = DayField(label=_("Deliberated on"), near=True)
    opinion = text(_("Reasons"), SHORT)

    def clean(self) -> dict[str, Any]:
        """Nobody has deliberated tomorrow."""
        cleaned = super().clean() or {}
        refuse_to_come(self, cleaned, "deliberated_on")
        return cleaned
