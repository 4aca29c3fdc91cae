"""The questions of a reminder, of criticism and of a demand in writing (提醒谈话、批评教育、催告), handbook 8.2."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from forms.disposal.inquiring import TALKERS, Words
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
from forms.fields import DayField
from forms.kit import Label, StepForm, Topic, need
from forms.records import MemberField
from forms.telephones import TelephoneField
from registry.models import Member
from registry.models.ledgers import Ledger

# Of 600 characters on the paper, the rest is for how a talk went that he did not come to.
STATED, NOTED = MIDDLE, 100


class Failing(models.TextChoices):
    """In which he has failed (存在的问题): one of the three duties that the ledgers count, or his conduct."""

    LIFE = Ledger.LIFE.value, _("no part in organisational life")
    DUES = Ledger.DUES.value, _("dues not paid")
    WORK = Ledger.WORK.value, _("assigned work not done")
    CONDUCT = "conduct", _("something else in his conduct")


class Measure(models.TextChoices):
    """How he is educated (教育方式), from the mildest on."""

    REMINDER = "reminder", _("a reminder talk")
    CRITICISM = "criticism", _("criticism and education")
    DEMAND = "demand", _("a demand in writing, and a talk by two")


_OF_A_DEMAND = _("needed for a demand in writing")


class Reminder(StepForm):
    """提醒、批评、催告: about whom, in what he has failed, how he is educated, and what he has to do."""

    outcomes = Done
    topics: ClassVar[tuple[Topic, ...]] = (
        Topic(
            _("Member and failing"),
            ("member", "failing", "problem"),
            _(
                "What he failed to do, and when. He reads it. Where a ledger counts it, its months are taken from there."
            ),
            _("You can change everything until you submit. Nobody else sees it before."),
        ),
        Topic(
            _("How he is educated"),
            ("measure", "milder", "demands", "due_on", "contact", "phone"),
            _(
                "The ledgers say what is due: a reminder, criticism, or a demand in writing. Something milder needs a reason."
            ),
        ),
    )
    needed_when: ClassVar[Mapping[str, Label]] = {
        "milder": _("needed if it is milder than what is due"),
        "due_on": _OF_A_DEMAND,
        "contact": _OF_A_DEMAND,
        "phone": _OF_A_DEMAND,
    }

    member = MemberField(label=_("Member"), empty_label=_("Choose a member"))
    failing = forms.ChoiceField(label=_("In what he has failed"), choices=Failing.choices, widget=forms.RadioSelect)
    problem = text(_("What has happened"), MIDDLE, rows=5, help_text=_("Months, occasions. Printed on the record."))
    measure = forms.ChoiceField(label=_("How he is educated"), choices=Measure.choices, widget=forms.RadioSelect)
    milder = text(_("Why it is milder than what is due"), SHORT, required=False, rows=2)
    demands = text(_("What he has to do"), SHORT)
    due_on = DayField(label=_("Last day to do it, or to say why not"), required=False, near=True)
    contact = line(_("Whom he can ask"), 24, required=False)
    phone = TelephoneField(label=_("Telephone"), required=False)

    def prepare(self) -> None:
        """Members as the step allows."""
        everybody = Member.objects.select_related("person")
        self.fields["member"].queryset = everybody if self.limits.reading else self.limits["members"]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A demand has a last day that is still to come, and somebody to ask."""
        cleaned = super().clean() or {}
        if cleaned.get("measure") != Measure.DEMAND:
            return cleaned
        need(self, cleaned, "due_on", "contact", "phone")
        if not self.limits.reading and (day := cleaned.get("due_on")) and day <= self.limits.today:
            self.add_error("due_on", _("The last day must be later than today."))
        return cleaned


class EducationTalk(StepForm):
    """谈话: what was said in it; or that there is a good reason, so that nothing is held against him."""

    class Outcome(models.TextChoices):
        """What came of it."""

        DONE = "done", _("Talked with him")
        EXCUSED = "excused", _("He has a good reason: nothing is held against him")

    class How(models.TextChoices):
        """How the talk went."""

        HEARD = "heard", _("he spoke and signed the record")
        DECLINED = "declined", _("he declined to speak or to sign")
        UNREACHABLE = "unreachable", _("he could not be reached in several ways")

    outcomes = Outcome
    asks_outcome = _("What came of it")
    needed_when: ClassVar[Mapping[str, Label]] = {
        "talker_2": _("needed after a demand in writing"),
        "stated": _("needed if he spoke"),
        "note": _("needed if he declined or could not be reached"),
        "reason": _("needed if he has a good reason"),
    }

    talker_1 = member_of_branch(_("Talker"), required=False, help_text=_("A full member; not the member himself."))
    talker_2 = member_of_branch(_("Second talker"), required=False)
    talked_on = DayField(label=_("Talked on"), near=True, required=False)
    place = line(_("Place"), PLACE, required=False)
    recorder = member_of_branch(_("Recorder"), required=False)
    how = forms.ChoiceField(label=_("How it went"), choices=How.choices, widget=forms.RadioSelect, required=False)
    stated = text(_("What he said"), STATED, required=False, rows=5, help_text=_("In his words."))
    note = line(_("How it was tried, or what was declined"), NOTED, required=False)
    reason = text(
        _("His good reason"),
        SHORT,
        required=False,
        help_text=_("Illness, leave, no opportunity: correct the ledgers, too."),
    )

    def prepare(self) -> None:
        """Full members of the branch but the subject."""
        choose_from(self, (*TALKERS, "recorder"), "full_members")

    def clean(self) -> dict[str, Any]:
        """A talk is written down whole; a reason is a reason."""
        cleaned = super().clean() or {}
        refuse_twice(self, cleaned, *TALKERS)
        refuse_to_come(self, cleaned, "talked_on")
        need(self, cleaned, *self._wanted(cleaned))
        return cleaned

    def _wanted(self, cleaned: dict[str, Any]) -> list[str]:
        if cleaned.get("outcome") == self.Outcome.EXCUSED:
            return ["reason"]
        two = not self.limits.reading and self.limits["two_talk"]
        how = cleaned.get("how")
        said = ["stated"] if how == self.How.HEARD else ["note"] if how else []
        return ["talker_1", *(["talker_2"] if two else []), "talked_on", "place", "recorder", "how", *said]


class Answer(Words):
    """本人答复: what the member says to it, in his own words; on paper before two witnesses or in the system."""

    class Outcome(models.TextChoices):
        """What he says."""

        ACKNOWLEDGE = "acknowledge", _("I see it and will mend it")
        OBJECT = "object", _("I do not agree")

    outcomes = Outcome
    spoken = Outcome.OBJECT
    asks_outcome = _("Your answer")
    needed_when: ClassVar[Mapping[str, Label]] = {"words": _("needed if you do not agree")}


class Weighing(StepForm):
    """研究本人意见: whoever educated him reads why he does not agree, and says what comes of it."""

    class Outcome(models.TextChoices):
        """What comes of it."""

        STANDS = "stands", _("It stands; his words stay beside it")
        UNFOUNDED = "unfounded", _("He is right: nothing is held against him")

    outcomes = Outcome
    asks_outcome = _("What comes of it")

    his_words = text(_("What the member said, word for word"), MIDDLE, required=False, rows=6)
    reply = text(_("What he is told"), SHORT)
