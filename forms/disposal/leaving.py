"""A member's own request to leave (要求退党), handbook 8.7: asked in his own words, talked over, discussed, announced, recorded."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from forms.disposal.deciding import Announcement
from forms.disposal.inquiring import Talk, check_paper
from forms.disposal.kit import (
    LONG,
    MIDDLE,
    PLACE,
    SHORT,
    Done,
    line,
    refuse_to_come,
    signed_on,
    text,
    two_witnesses,
    witness,
)
from forms.disposal.meeting import Minutes
from forms.fields import DayField
from forms.kit import Decision, Label, StepForm, Topic, need
from forms.records import MemberField
from forms.telephones import TelephoneField
from registry.models import Member

_SIGNED, _UNLESS = _("needed if he takes it back"), _("needed unless he takes it back")
ON_PAPER = ("signed_on", "witness_1", "witness_2")


class Leave(StepForm):
    """提出退党申请: the member asks, in his own words; nobody asks for him, the secretary only types in what he has written."""

    outcomes = Done
    topics: ClassVar[tuple[Topic, ...]] = (
        Topic(
            _("Who asks to leave"),
            ("member",),
            _("A member may leave. Nobody can ask it for him: he signs it himself, on paper before two witnesses or in the system."),
            _("He can take it back at any time until the removal is announced."),
        ),
        Topic(
            _("Why"),
            ("reason",),
            _("In the member's own words. It is kept word for word; everybody who deals with it reads it."),
        ),
    )  # fmt: skip

    member = MemberField(label=_("Member"), empty_label=_("Choose a member"))
    reason = text(_("Why, in the member's own words"), LONG, rows=8, help_text=_("Printed on the request to leave."))

    def prepare(self) -> None:
        """The members whom the step allows."""
        everybody = Member.objects.select_related("person")
        self.fields["member"].queryset = everybody if self.limits.reading else self.limits["members"]  # type: ignore[attr-defined]


class Signature(StepForm):
    """本人签名确认: a request that was typed in for him is his own only once he says so."""

    class Outcome(models.TextChoices):
        """What he says of it."""

        CONFIRM = "confirm", _("This is my own request")
        DENY = "deny", _("I do not ask to leave")

    outcomes: ClassVar[type[models.TextChoices]] = Outcome
    asks_outcome = _("Your answer")

    signed_on = signed_on()
    witness_1 = witness(_("First witness"))
    witness_2 = witness(_("Second witness"))

    def clean(self) -> dict[str, Any]:
        """On paper it has two witnesses."""
        cleaned = super().clean() or {}
        check_paper(self, cleaned)
        return cleaned


class Motive(models.TextChoices):
    """Why he really wants to leave (真实动因), as the two find in the talk."""

    BELIEF = "belief", _("has lost belief and will")
    PRIVATE = "private", _("family, work or other private reasons")
    GRIEVANCE = "grievance", _("dissatisfied with how he was treated")
    OTHER = "other", _("another reason, as he says")


class Upshot(models.TextChoices):
    """What a talk about leaving comes to."""

    INSISTS = "insists", _("He insists on leaving")
    TAKEN_BACK = "taken_back", _("He takes the request back")
    THREAT = "threat", _("He threatens to leave in order to get something: persuasion comes next")
    BREACH = "breach", _("A breach of discipline is being looked into, or comes to light: refer it")


class LeavingTalk(Talk):
    """谈话教育: the secretary and one more talk with him: why, whether it is his own wish, and what he will do."""

    outcomes = Upshot
    asks_outcome = _("What the talk came to")
    needed_when: ClassVar[Mapping[str, Label]] = {
        "offered": _("needed if he insists"),
        "stated": _("needed if he spoke"),
        "note": _("needed if he declined"),
    }
    untold: ClassVar[Label] = _("Tell him, and confirm it here: until the announcement it is his to take back.")

    motive = forms.ChoiceField(
        label=_("Why he really wants to leave"), choices=Motive.choices, widget=forms.RadioSelect
    )

    def prepare(self) -> None:
        """Whoever cannot be reached has confirmed nothing: the talk waits for him."""
        super().prepare()
        self.fields["told"].help_text = _("What leaving means, and what the branch asks him to think over.")
        self.fields["offered"].label = _("He was told that he can take it back until the removal is announced")
        how = self.fields["how"]
        how.choices = [one for one in how.choices if one[0] != self.How.UNREACHABLE]  # type: ignore[attr-defined]


class Education(StepForm):
    """教育挽留: whoever has lost belief is educated first; what was done, and what he says now."""

    outcomes = Upshot
    asks_outcome = _("What it came to")

    done_on = DayField(label=_("Done on"), near=True)
    by = line(_("By whom"), PLACE)
    content = text(_("What was done and talked about"), SHORT)
    answer = text(_("What he says now"), SHORT, help_text=_("In his words."))

    def clean(self) -> dict[str, Any]:
        """Nobody has done it tomorrow."""
        cleaned = super().clean() or {}
        refuse_to_come(self, cleaned, "done_on")
        return cleaned


class _Until(StepForm):
    """宣布前可以收回: at steps of the secretary the member's own word on paper ends it; it has two witnesses."""

    needed_when: ClassVar[Mapping[str, Label]] = dict.fromkeys(ON_PAPER, _SIGNED)
    # What is asked unless he takes it back.
    otherwise: ClassVar[tuple[str, ...]] = ()

    def clean(self) -> dict[str, Any]:
        """What is taken back is signed by him; else the step says what it has to say."""
        cleaned = super().clean() or {}
        taken_back = cleaned.get("outcome") == Upshot.TAKEN_BACK.value
        need(self, cleaned, *(ON_PAPER if taken_back else self.otherwise))
        two_witnesses(self, cleaned)
        refuse_to_come(self, cleaned, "signed_on")
        return cleaned


def _taken_back_on() -> DayField:
    return DayField(label=_("Taken back on paper on"), near=True, required=False)


class Study(_Until):
    """支委会研究: the branch committee studies the request, with the talk before it."""

    class Outcome(models.TextChoices):
        """What it comes to."""

        PROPOSE = "propose", _("Put it before the general meeting")
        TAKEN_BACK = "taken_back", _("He takes the request back")

    outcomes = Outcome
    asks_outcome = _("What the branch committee does")
    otherwise = ("deliberated_on", "opinion")
    needed_when: ClassVar[Mapping[str, Label]] = {**_Until.needed_when, **dict.fromkeys(otherwise, _UNLESS)}

    deliberated_on = DayField(label=_("Deliberated on"), near=True, required=False)
    opinion = text(_("Opinion of the branch committee"), SHORT, required=False)
    signed_on = _taken_back_on()
    witness_1 = witness(_("First witness"))
    witness_2 = witness(_("Second witness"))

    def clean(self) -> dict[str, Any]:
        """Nobody has deliberated tomorrow."""
        cleaned = super().clean() or {}
        refuse_to_come(self, cleaned, "deliberated_on")
        return cleaned


class Discussed(Minutes):
    """会议记录（要求退党）: what was said in the meeting that discusses the request; a vote only where the policy wants one."""

    class Outcome(models.TextChoices):
        """What the meeting came to."""

        HELD = "held", _("Discussed")
        CARRIED = "carried", _("Carried")
        LOST = "lost", _("Not carried")
        NO_QUORUM = "no_quorum", _("Adjourned, there was no quorum")

    outcomes = Outcome
    asks_outcome = _("What the meeting came to")


class LeavingAnnouncement(_Until, Announcement):
    """宣布除名: announced in the branch, after the general meeting has discussed it; until then he can still take it back."""

    class Outcome(models.TextChoices):
        """Whether it is announced."""

        DONE = "done", _("Announced")
        TAKEN_BACK = "taken_back", _("He takes the request back")

    outcomes = Outcome
    asks_outcome = _("What becomes of it")
    otherwise = ("announced_on", "place", "scope", "heard_by", "said_there")
    needed_when: ClassVar[Mapping[str, Label]] = {**_Until.needed_when, **dict.fromkeys(otherwise, _UNLESS)}

    signed_on = _taken_back_on()
    witness_1 = witness(_("First witness"))
    witness_2 = witness(_("Second witness"))

    def prepare(self) -> None:
        """What is said of an announcement is not asked where there is none."""
        for name in self.otherwise:
            self.fields[name].required = False

    def clean(self) -> dict[str, Any]:
        """Nothing is announced before it was discussed."""
        cleaned = super().clean() or {}
        day = cleaned.get("announced_on")
        if day and not self.limits.reading and day < (met := self.limits["met_on"]):
            self.add_error("announced_on", _("The general meeting was on %(day)s.") % {"day": met})
        return cleaned


class LeavingReport(StepForm):
    """报备: what the report for the record says besides what is in the case already."""

    outcomes = Done

    profile = text(_("About the member"), SHORT, help_text=_("Work, post, when he joined: what a reader has to know."))
    gist = text(_("Why he asked to leave, in short"), SHORT)
    educated = text(_("How the branch talked with him and educated him"), MIDDLE)
    discussed = text(_("What the general meeting said"), MIDDLE)
    contact = line(_("Whom the committee can ask"), 24)
    phone = TelephoneField(label=_("Telephone"))


class LeavingRecord(Decision):
    """备案: the committee above puts it on record, or asks back; it neither approves nor refuses."""

    class Outcome(models.TextChoices):
        """What the committee says."""

        FILE = "file", _("Put on record")
        RETURN = "return", _("Ask back")

    outcomes = Outcome
    asks_outcome = _("Record")
    needed_when: ClassVar[Mapping[str, Label]] = {"opinion": _("needed to ask back")}
