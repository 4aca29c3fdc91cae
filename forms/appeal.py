"""The questions of an appeal (申诉), handbook 12: against what, why, what is asked for; registered, re-examined, decided."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from forms.disposal.deciding import Approval
from forms.disposal.kit import LONG, MIDDLE, SHORT, Done, line, refuse_to_come, several, text, two_witnesses, witness
from forms.fields import DayField
from forms.kit import Label, StepForm, Topic, need
from forms.telephones import TelephoneField

# What is printed on the letter that passes an appeal on, and on the answer: see documents/papers/appeals.py.
ORGANISATION, PERSON, ARTICLES = 40, 24, 80
FROM_PAPER = _("needed if it is recorded from his signed paper")
SIGNED = ("signed_on", "witness_1", "witness_2")


class Appeal(StepForm):
    """提出申诉: personally; whoever has no account signs a paper, and whoever records it names two witnesses."""

    outcomes = Done
    needed_when: ClassVar[Mapping[str, Label]] = dict.fromkeys(SIGNED, FROM_PAPER)
    topics: ClassVar[tuple[Topic, ...]] = (
        Topic(
            _("The decision"),
            ("attacked", "received_on"),
            _("Only decisions that are over can be chosen. There is no last day for appealing, and nobody may hold an appeal back."),
            _("The decision is carried out meanwhile."),
        ),
        Topic(
            _("Reasons"),
            ("reasons", "wish", "evidence"),
            _("In the words of whoever appeals. They are printed on the appeal, and whoever decides has to read them."),
        ),
        Topic(
            _("Signature"),
            ("phone", "signed_on", "witness_1", "witness_2"),
            _("Nobody appeals for somebody else: whoever records an appeal has the signed paper before him."),
        ),
    )  # fmt: skip

    attacked = forms.ChoiceField(label=_("Appeal against"), choices=[])
    received_on = DayField(label=_("The decision was received on"), near=True)
    reasons = text(_("Facts and reasons"), LONG, rows=8)
    wish = text(_("What is asked for"), SHORT)
    evidence = several(
        _("Evidence"), most=10, limit=40, help_text=_("One piece a line; leave empty if there is none."), required=False
    )
    phone = TelephoneField(label=_("Telephone"))
    signed_on = DayField(label=_("Signed on paper on"), near=True, required=False)
    witness_1 = witness(_("First witness"))
    witness_2 = witness(_("Second witness"))

    def prepare(self) -> None:
        """The decisions that can be appealed against; nothing is signed on paper by whoever writes himself."""
        given = self.data.get("attacked", "") if self.is_bound else ""
        known = self.limits.values.get("decisions")
        choices = known if known is not None else [(given, given)]
        self.fields["attacked"].choices = [("", _("Choose the decision")), *choices]  # type: ignore[attr-defined]
        if self.limits.answered_by_subject:
            for name in SIGNED:
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """A decision was received after it was made; a paper is signed and witnessed."""
        cleaned = super().clean() or {}
        if self.limits.reading:
            return cleaned
        refuse_to_come(self, cleaned, "received_on", "signed_on")
        begun_on = self.limits["begun_on"].get(cleaned.get("attacked"))
        received = cleaned.get("received_on")
        if begun_on and received and received < begun_on:
            self.add_error("received_on", _("The case about it began only on %(day)s.") % {"day": begun_on})
        if "signed_on" in self.fields and cleaned.get("attacked") not in self.limits["own"]:
            self._need_a_paper(cleaned)
        return cleaned

    def _need_a_paper(self, cleaned: dict[str, Any]) -> None:
        need(self, cleaned, *SIGNED)
        two_witnesses(self, cleaned)


_PASSED_ON = _("needed if it is passed on")


class Registration(StepForm):
    """登记申诉: accepted by whoever is competent, passed on to him by everybody else; nobody refuses it."""

    class Outcome(models.TextChoices):
        """What becomes of it."""

        ACCEPT = "accept", _("Accept: we are competent")
        FORWARD = "forward", _("Pass on to whoever is competent")

    outcomes = Outcome
    asks_outcome = _("Who is competent")
    needed_when: ClassVar[Mapping[str, Label]] = {"to": _PASSED_ON, "reason": _PASSED_ON}

    to = line(_("Passed on to"), ORGANISATION, required=False, help_text=_("The full name of the organisation."))
    reason = text(_("Why that organisation is competent"), SHORT, required=False)
    contact = line(_("Whom he can ask"), PERSON)
    phone = TelephoneField(label=_("Telephone"))

    def clean(self) -> dict[str, Any]:
        """What is passed on goes to somebody, for a reason."""
        cleaned = super().clean() or {}
        if cleaned.get("outcome") == self.Outcome.FORWARD:
            need(self, cleaned, "to", "reason")
        return cleaned


class HandedOn(StepForm):
    """转办回执: the other organisation has it, and he knows."""

    outcomes = Done

    received_on = DayField(label=_("Received there on"), near=True)
    received_by = line(_("Who received it there"), PERSON)
    told_on = DayField(label=_("He was told on"), near=True)

    def clean(self) -> dict[str, Any]:
        """Both have happened."""
        cleaned = super().clean() or {}
        refuse_to_come(self, cleaned, "received_on", "told_on")
        return cleaned


class Result(models.TextChoices):
    """What a re-examination comes to (复查结论)."""

    UPHOLD = "uphold", _("uphold the decision")
    CHANGE = "change", _("change it: it is dealt with anew, as said here")
    REVOKE = "revoke", _("revoke it: everything is put back as it was")
    REMAND = "remand", _("remand it: whoever decided looks at it again")


EXAMINERS = ("examiner_1", "examiner_2")
NEEDED = (*EXAMINERS, "file_on", "interviews", "heard_on", "how", "gist", "facts", "articles", "result", "content")
_EXAMINED = _("needed if it has been re-examined")


class Reexamination(StepForm):
    """复查: two people who had no part in the decision read the file, speak with those concerned, hear him, and propose."""

    class Outcome(models.TextChoices):
        """How far it is."""

        DONE = "done", _("Re-examined: put it before the committee")
        EXTEND = "extend", _("More time is needed")

    class How(models.TextChoices):
        """How he was heard; as the evidence of it is called in the register."""

        HEARD = "heard", _("he spoke")
        DECLINED = "declined", _("he declined to speak; both examiners note it")
        UNREACHABLE = "unreachable", _("he could not be reached in several ways; both examiners note them")

    outcomes = Outcome
    asks_outcome = _("How far it is")
    needed_when: ClassVar[Mapping[str, Label]] = dict.fromkeys(NEEDED, _EXAMINED) | {
        "stated": _("needed if he spoke"),
        "note": _("needed if he declined or could not be reached"),
        "why_longer": _("needed for more time"),
    }

    examiner_1 = forms.ChoiceField(label=_("Examiner"), required=False, choices=[])
    examiner_2 = forms.ChoiceField(label=_("Second examiner"), required=False, choices=[])
    file_on = DayField(label=_("The file came on"), near=True, required=False)
    interviews = text(
        _("Who was asked, and what they said"), MIDDLE, required=False, rows=4, help_text=_("Name, day and gist, one person a line.")
    )  # fmt: skip
    heard_on = DayField(label=_("He was heard on"), near=True, required=False)
    how = forms.ChoiceField(label=_("How it went"), choices=How.choices, widget=forms.RadioSelect, required=False)
    stated = text(_("What he said"), MIDDLE, required=False, rows=4, help_text=_("In his words."))
    note = line(_("How it was tried, or what was declined"), 100, required=False)
    gist = text(_("The appeal in short"), SHORT, required=False, help_text=_("Printed on the answer."))
    facts = text(_("Facts established"), LONG, required=False, rows=6, help_text=_("Printed on the answer."))
    articles = line(_("Articles that apply"), ARTICLES, required=False)
    result = forms.ChoiceField(
        label=_("What is proposed"), choices=Result.choices, widget=forms.RadioSelect, required=False
    )
    content = text(_("What is decided, in full"), MIDDLE, required=False, rows=4, help_text=_("Printed on the answer."))
    why_longer = text(_("Why more time is needed"), SHORT, required=False)

    def prepare(self) -> None:
        """Whoever holds a post there and had no part in the decision."""
        wrong = _("Choose somebody who holds a post here and had no part in the decision.")
        for name in EXAMINERS:
            given = self.data.get(name, "") if self.is_bound else ""
            free = [(given, given)] if self.limits.reading else self.limits["examiners"]
            self.fields[name].choices = [("", _("Choose a person")), *free]  # type: ignore[attr-defined]
            self.fields[name].error_messages["invalid_choice"] = wrong

    def clean(self) -> dict[str, Any]:
        """More time has a reason; a result has everything it follows from."""
        cleaned = super().clean() or {}
        if self.limits.reading:
            return cleaned
        if self.outcome() == self.Outcome.EXTEND:
            need(self, cleaned, "why_longer")
            return cleaned
        need(self, cleaned, *NEEDED)
        refuse_to_come(self, cleaned, "file_on", "heard_on")
        if cleaned.get("how"):
            need(self, cleaned, "stated" if cleaned["how"] == self.How.HEARD else "note")
        if cleaned.get("examiner_1") and cleaned.get("examiner_1") == cleaned.get("examiner_2"):
            self.add_error("examiner_2", _("Choose two different people."))
        return cleaned


class Conclusion(Approval):
    """集体研究决定: the committee above whoever decided votes on what is proposed, with the appeal before it."""
