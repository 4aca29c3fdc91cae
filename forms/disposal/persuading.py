"""Persuasion to withdraw, and removal after refusal (劝其退党、劝而不退予以除名), handbook 8.4."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from forms.disposal.inquiring import Opinion, Talk, check_paper
from forms.disposal.kit import MIDDLE, SHORT, signed_on, text, witness
from forms.disposal.proposing import Amended, Proposal
from forms.fields import YesNoField
from forms.kit import Label, StepForm, Topic, need


class Ground(models.TextChoices):
    """Why somebody is persuaded to withdraw (劝退情形)."""

    NOT_MENDED = "not_mended", _("the time of a correction is over, and he has not mended")
    THREAT = "threat", _("threatens to leave for personal ends, and does not mend after education")
    EDUCATED = "educated", _("unqualified for other reasons, and does not mend after education")


class PersuasionProposal(Proposal):
    """提出启动意见（劝其退党）."""

    grounds = Ground


class PersuasionAmendment(PersuasionProposal):
    """补正启动意见（劝其退党）: the same questions again, or it is given up."""

    outcomes = Amended
    asks_outcome = _("What becomes of the proposal")
    topics: ClassVar[tuple[Topic, ...]] = ()


class PersuasionOpinion(Opinion):
    """形成处置意见（劝其退党、除名）: how he was educated, and whether he shows a will to mend."""

    needed_when: ClassVar[Mapping[str, Label]] = dict.fromkeys(
        ("educated", "will_to_mend"), _("needed if it is proposed")
    )

    educated = text(_("How the branch educated and helped him"), SHORT, required=False)
    will_to_mend = YesNoField(label=_("Does he show a will to mend?"), required=False)

    def clean(self) -> dict[str, Any]:
        """What is proposed is complete."""
        cleaned = super().clean() or {}
        if cleaned.get("outcome") == self.Outcome.PROPOSE:
            need(self, cleaned, "educated", "will_to_mend")
        return cleaned


class PersuasionTalk(Talk):
    """劝退谈话: the secretary and a member of the branch committee advise him to leave, and say until when he can answer."""

    offered = forms.BooleanField(
        label=_("He was told until when he can answer, and that saying nothing counts as staying"), required=False
    )


class Answer(StepForm):
    """本人答复: he leaves by a statement of his own, or stays and says why; nobody answers for him."""

    class Outcome(models.TextChoices):
        """What he answers. That he stays comes first: leaving is never the way a form falls to by itself."""

        STAYS = "stays", _("I stay in the party")
        LEAVES = "leaves", _("I leave the party")

    outcomes = Outcome
    asks_outcome = _("Your answer")
    needed_when: ClassVar[Mapping[str, Label]] = {"words": _("needed if you leave: it is printed on your statement")}

    words = text(
        _("In your own words"), MIDDLE, required=False, rows=6,
        help_text=_("Kept word for word. Whoever stays is heard again before anything else is decided."),
    )  # fmt: skip
    signed_on = signed_on()
    witness_1 = witness(_("First witness"))
    witness_2 = witness(_("Second witness"))

    def clean(self) -> dict[str, Any]:
        """Whoever leaves says so in words of his own; on paper not before he was advised to."""
        cleaned = super().clean() or {}
        if cleaned.get("outcome") == self.Outcome.LEAVES and not cleaned.get("words"):
            self.add_error("words", _("Write down what is to be said."))
        check_paper(self, cleaned)
        asked_on = None if self.limits.reading else self.limits["asked_on"]
        if asked_on and (day := cleaned.get("signed_on")) and day < asked_on:
            self.add_error("signed_on", _("This day lies before the talk in which he was advised to leave."))
        return cleaned
