"""A member who cannot be reached (失联党员), handbook 7: looked for, suspended; found again and asking to be restored."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from forms.disposal.deciding import Reading
from forms.disposal.inquiring import Talk
from forms.disposal.kit import (
    MIDDLE,
    PLACE,
    SHORT,
    Done,
    choose_from,
    line,
    member_of_branch,
    refuse_to_come,
    refuse_twice,
    text,
)
from forms.disposal.leaving import Signature
from forms.fields import DayField
from forms.kit import Decision, Label, StepForm, Topic, need
from forms.records import MemberField
from forms.telephones import TelephoneField

SEARCHERS = ("searcher_1", "searcher_2")
# What the report of the search has room for.
MOST_ENTRIES = 12
RESULT = 50


class Ground(models.TextChoices):
    """Why a membership is suspended (停止党籍情形)."""

    LOST = "lost", _("no contact for months")
    ABROAD = "abroad", _("settled abroad for private reasons, or studying there for years")


class Channel(models.TextChoices):
    """In which way somebody is looked for (查找方式)."""

    PHONE = "phone", _("telephone")
    MESSAGE = "message", _("messages")
    VISIT = "visit", _("a visit at the home")
    RELATIVES = "relatives", _("relatives and friends")
    EMPLOYER = "employer", _("employer or school")
    POLICE = "police", _("help of the police")
    NOTICE = "notice", _("a public notice")
    OTHER = "other", _("another way")


class SuspensionProposal(StepForm):
    """提出查找: who cannot be reached since when, or is abroad since when; who looks for him."""

    outcomes = Done
    needed_when: ClassVar[Mapping[str, Label]] = {"abroad_since": _("needed if he is abroad")}
    topics: ClassVar[tuple[Topic, ...]] = (
        Topic(
            _("Whom, and why"),
            ("member", "ground", "last_contact_on", "abroad_since"),
            _("The last contact is what came last: a talk, a meeting he attended, dues he paid."),
            _("Nothing is decided with this: first he is looked for."),
        ),
        Topic(
            _("About the member"),
            ("profile", "education", "post"),
            _("The report of the search and the form for the county begin with them."),
        ),
        Topic(
            _("Who looks for him"),
            ("searcher_1", "searcher_2"),
            _("Two full members of the branch. Each way they try is written down with its day and what came of it."),
        ),
    )  # fmt: skip

    member = MemberField(label=_("Member"), empty_label=_("Choose a member"))
    ground = forms.ChoiceField(label=_("Ground"), choices=[("", _("Choose the ground")), *Ground.choices])
    last_contact_on = DayField(label=_("Last contact on"), near=True)
    abroad_since = DayField(label=_("Abroad since"), required=False)
    profile = text(_("About the member"), SHORT, help_text=_("Work, post, when he joined: what a reader has to know."))
    education = line(_("Education"), 10)
    post = line(_("Unit and position"), PLACE)
    searcher_1 = member_of_branch(_("Who looks for him"), help_text=_("Two full members; not the member himself."))
    searcher_2 = member_of_branch(_("Second one who looks for him"))

    def prepare(self) -> None:
        """Members of the branch; full ones to look for him."""
        choose_from(self, ("member",), "members")
        choose_from(self, SEARCHERS, "full_members")

    def clean(self) -> dict[str, Any]:
        """Two others look for him; whoever is abroad is so since a day."""
        cleaned = super().clean() or {}
        refuse_twice(self, cleaned, "member", *SEARCHERS)
        refuse_to_come(self, cleaned, "last_contact_on", "abroad_since")
        if cleaned.get("ground") == Ground.ABROAD and not cleaned.get("abroad_since"):
            self.add_error("abroad_since", _("Say since when he is abroad."))
        return cleaned


_TRIED, _PUT_FORWARD = _("needed to write down a search"), _("needed to put it forward")


class Search(StepForm):
    """查找: one more way that was tried; or that he was found; or that it is put before the general meeting."""

    class Outcome(models.TextChoices):
        """What is written down."""

        TRIED = "tried", _("Write down how he was looked for")
        FOUND = "found", _("He is found")
        NOT_FOUND = "not_found", _("He was not found: put it before the general meeting")
        ABROAD = "abroad", _("He stays abroad: put it before the general meeting")

    outcomes = Outcome
    asks_outcome = _("What is to be written down")
    needed_when: ClassVar[Mapping[str, Label]] = {
        **dict.fromkeys(("on", "channel", "by"), _TRIED),
        "result": _("needed to write down a search, and if he is found"),
        **dict.fromkeys(("opinion", "contact", "phone"), _PUT_FORWARD),
    }

    on = DayField(label=_("On"), near=True, required=False)
    channel = forms.ChoiceField(
        label=_("In which way"), choices=[("", _("Choose a way")), *Channel.choices], required=False
    )
    by = forms.ChoiceField(label=_("By"), choices=[("", "—"), *((name, "") for name in SEARCHERS)], required=False)
    result = line(_("What came of it"), RESULT, required=False)
    stated = text(_("What he said, if he was spoken to"), SHORT, required=False, help_text=_("In his words."))
    opinion = text(_("Opinion of the branch"), SHORT, required=False)
    contact = line(_("Whom the committee can ask"), 24, required=False)
    phone = TelephoneField(label=_("Telephone"), required=False)

    def prepare(self) -> None:
        """The two who look for him, by name."""
        names = {} if self.limits.reading else self.limits["searchers"]
        self.fields["by"].choices = [("", "—"), *((name, names.get(name, name)) for name in SEARCHERS)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Each has what it needs; nobody has looked for him tomorrow."""
        cleaned = super().clean() or {}
        refuse_to_come(self, cleaned, "on")
        need(self, cleaned, *self._needed(cleaned.get("outcome")))
        full = not self.limits.reading and self.limits["entries"] >= MOST_ENTRIES
        if cleaned.get("outcome") == self.Outcome.TRIED and full:
            self.add_error(None, _("The log is full: %(most)d entries.") % {"most": MOST_ENTRIES})
        return cleaned

    def _needed(self, outcome: str | None) -> tuple[str, ...]:
        if outcome == self.Outcome.TRIED:
            return ("on", "channel", "by", "result")
        if outcome == self.Outcome.FOUND:
            return ("result",)
        return ("opinion", "contact", "phone") if outcome else ()


class SuspensionNotice(StepForm):
    """发出会议通知: until the notice is out he may still be found."""

    class Outcome(models.TextChoices):
        """Whether the meeting is called."""

        DONE = "done", _("Send the notice")
        FOUND = "found", _("He is found: no meeting")

    outcomes = Outcome
    asks_outcome = _("What becomes of the meeting")


class CountyRecord(Decision):
    """县级备案: the county's organisation department puts the suspension on record, or asks back."""

    class Outcome(models.TextChoices):
        """What the county says."""

        FILE = "file", _("Put on record")
        RETURN = "return", _("Ask back")

    outcomes = Outcome
    asks_outcome = _("Record")
    needed_when: ClassVar[Mapping[str, Label]] = {"opinion": _("needed to ask back")}


class Explained(StepForm):
    """答复询问: the committee answers what the county asked."""

    outcomes = Done

    answer = text(_("Answer to the county"), SHORT)


# -- found again, and asking to be restored ---------------------------------------------------------------------------


class RestorationRequest(StepForm):
    """提出恢复党籍申请: whoever was suspended asks for it in writing, and says why there was no contact and how he lived meanwhile."""

    outcomes = Done
    topics: ClassVar[tuple[Topic, ...]] = (
        Topic(
            _("Who asks to be restored"),
            ("member", "phone"),
            _("A suspended member with whom there is contact again. He asks himself; what is typed in for him he signs before two witnesses."),
            _("Where the policy sets a limit, it is asked for within so many years after the suspension."),
        ),
        Topic(
            _("Why, and what happened meanwhile"),
            ("cause", "conduct"),
            _("In the member's own words. It is kept word for word; everybody who deals with it reads it."),
        ),
    )  # fmt: skip

    member = MemberField(label=_("Member"), empty_label=_("Choose a member"))
    phone = TelephoneField(label=_("Member's telephone"))
    cause = text(_("Why contact was lost, and how"), MIDDLE, rows=5)
    conduct = text(_("How he conducted himself meanwhile"), MIDDLE, rows=5)

    def prepare(self) -> None:
        """The members whom the step allows."""
        choose_from(self, ("member",), "members")


class RestorationSignature(Signature):
    """本人签名确认: an application that was typed in for him is his own only once he says so."""

    class Outcome(models.TextChoices):
        """What he says of it."""

        CONFIRM = "confirm", _("This is my own application")
        DENY = "deny", _("I do not ask to be restored")

    outcomes = Outcome


class RestorationTalk(Talk):
    """组织谈话: two talk with him: why there was no contact, how he lived, whether he wants to stay."""

    class Outcome(models.TextChoices):
        """What it comes to."""

        GOES_ON = "goes_on", _("The application goes on")
        BREACH = "breach", _("A breach of discipline comes to light: refer it")

    outcomes = Outcome
    asks_outcome = _("What the talk came to")
    needed_when: ClassVar[Mapping[str, Label]] = {
        "offered": _("needed if he was spoken to"),
        "stated": _("needed if he spoke"),
        "note": _("needed if he declined"),
    }
    untold: ClassVar[Label] = _("Tell him, and confirm it here: he can be there when it is discussed.")

    def prepare(self) -> None:
        """Whoever cannot be reached is not restored: the talk waits for him."""
        super().prepare()
        self.fields["told"].help_text = _("What is asked of him, and how it goes on.")
        self.fields["offered"].label = _("He was told that he can be there and speak when it is discussed")
        how = self.fields["how"]
        how.choices = [one for one in how.choices if one[0] != self.How.UNREACHABLE]  # type: ignore[attr-defined]


class Conclusion(StepForm):
    """形成意见: the branch committee sums up what was found; printed on the decision."""

    outcomes = Done

    deliberated_on = DayField(label=_("Deliberated on"), near=True)
    conclusion = text(_("What was found, and what is proposed"), SHORT, rows=4)

    def clean(self) -> dict[str, Any]:
        """Nobody has deliberated tomorrow."""
        cleaned = super().clean() or {}
        refuse_to_come(self, cleaned, "deliberated_on")
        return cleaned


class RestorationDecision(Reading, Decision):
    """审查、审批: with the member's own words above the decision; whoever does not agree says why."""


class Answered(StepForm):
    """补充说明: the branch answers what was asked above."""

    outcomes = Done

    answer = text(_("Answer"), SHORT)


class Told(StepForm):
    """告知本人: he hears why he is not restored, and that he can appeal."""

    outcomes = Done

    told_on = DayField(label=_("Told on"), near=True)
    how = line(_("How and where"), PLACE)
    words = text(_("What he was told"), SHORT, help_text=_("Why, and to whom he can appeal."))

    def clean(self) -> dict[str, Any]:
        """Nobody was told tomorrow."""
        cleaned = super().clean() or {}
        refuse_to_come(self, cleaned, "told_on")
        return cleaned
