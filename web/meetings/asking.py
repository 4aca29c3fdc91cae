"""The questions about a meeting (会议表单): when and where, an item, who counts, why somebody stays away."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from forms.fields import DayField
from forms.kit import Label, Limits
from forms.records import PersonSearchField
from forms.sent import one_line_end
from registry.models import Person
from registry.refusals import Refused
from web.meetings.words import LEFT_OUT, PURPOSES
from workflows.engine.meetings.convening import LONGEST
from workflows.engine.meetings.quorum import terms_of
from workflows.engine.models import AgendaItem, Choice
from workflows.engine.models.meetings import LONGEST_MATTER
from workflows.engine.votes.kinds import Kind
from workflows.policy.terms import ElectionTerms, VotesTerms

Fields = dict[str, forms.Field]


def form_of(data: Any, fields: Fields, limits: Limits, proposed: dict[str, Any] | None = None) -> forms.Form:
    """A form of some questions, with what is proposed before anything was typed; days lie within the limits."""
    form: forms.Form = type("Asked", (forms.Form,), dict(fields))(one_line_end(data), initial=proposed or {})
    for asked in form.fields.values():
        if isinstance(asked, DayField):
            asked.limited_by(limits)
    return form


def refuse(form: forms.Form, refusal: Refused) -> None:
    """Put what was refused at its field; what belongs to no field stands above the questions."""
    for name, sentences in (refusal.errors or {refusal.field: [refusal.sentence]}).items():
        # What is wrong with an item is about its people, where it has any.
        fitting = [name] if not name.startswith("items") else ["candidates", "subject", "matter"]
        field = next((one for one in fitting if one in form.fields), None)
        for sentence in sentences:
            form.add_error(field, sentence)


def people(known: Sequence[Person], *, empty: bool = True) -> list[tuple[str, str]]:
    """People to choose from, told apart by the year of birth where two have one name."""
    names = [person.name for person in known]
    said = [(p.public_id, p.name if names.count(p.name) == 1 else f"{p.name}（{p.born_on:%Y.%m}）") for p in known]
    return [("", "—"), *said] if empty else said


def when_and_where(known: Sequence[Person]) -> Fields:
    """Day, hour, place, topic, who presides and who records."""
    choices = people(known)
    return {
        "held_on": DayField(label=_("Day of the meeting"), near=True),
        "starts_at": forms.TimeField(
            label=_("Begins at"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            error_messages={"invalid": _("Write the time like 14:30.")},
        ),
        "place": forms.CharField(label=_("Place"), max_length=LONGEST),
        "topic": forms.CharField(label=_("Topic"), max_length=LONGEST),
        "chair": forms.ChoiceField(label=_("Who presides"), choices=choices),
        "recorder": forms.ChoiceField(label=_("Who records"), choices=choices),
    }  # fmt: skip


@dataclass(frozen=True)
class Concerned:
    """Whom an item can be about (涉及的人): who is called, who can be elected, and for a committee whoever is below it."""

    called: Sequence[Person]
    electable: Sequence[Person]
    below: QuerySet[Person]
    on: dt.date


def of_item(kind: Kind | None, concerned: Concerned, votes: VotesTerms) -> Fields:
    """The questions about one item of the agenda."""
    words = forms.Textarea(attrs={"rows": 2})
    fields: Fields = {"matter": forms.CharField(label=_("Matter"), max_length=LONGEST_MATTER, widget=words)}
    if kind is None:
        return fields
    terms = terms_of(votes, kind)
    if isinstance(terms, ElectionTerms):
        return fields | _of_election(concerned.electable)
    fields["subject"] = _subject(kind, concerned, required=terms.one_at_a_time.value)
    if terms.ballot.value != "secret":
        fields["secret"] = forms.BooleanField(label=_("Secret ballot"), required=False)
    return fields


def _subject(kind: Kind, concerned: Concerned, *, required: bool) -> forms.Field:
    """Whom it is about: in a general meeting one of those called; a committee decides about people below it, found by name."""
    label = _("Whom it is about")
    if kind is not Kind.CM_APPROVAL:
        return forms.ChoiceField(label=label, choices=people(concerned.called), required=required)
    field = PersonSearchField(label=label, required=required, help_text=_("Type the name."))
    field.among, field.on = concerned.below, concerned.on
    return field


def _of_election(electable: Sequence[Person]) -> Fields:
    return {
        "purpose": forms.ChoiceField(
            label=_("What is elected"), choices=list(PURPOSES.items()), widget=forms.RadioSelect
        ),
        "office": forms.CharField(
            label=_("Office"), max_length=40, required=False,
            help_text=_("Where one office is filled: secretary, deputy secretary."),
        ),
        "seats": forms.IntegerField(label=_("Seats to be filled"), min_value=1, max_value=20),
        "candidates": candidates(electable),
    }  # fmt: skip


def candidates(electable: Sequence[Person]) -> forms.Field:
    """Who stands for election."""
    return forms.MultipleChoiceField(
        label=_("Candidates"), choices=people(electable, empty=False), widget=forms.CheckboxSelectMultiple,
        help_text=_("On the ballot they stand in the order of the strokes of their family names."),
    )  # fmt: skip


def of_absence(known: Sequence[Person]) -> Fields:
    """Why somebody stays away."""
    return {
        "reason": forms.CharField(label=_("Why he stays away"), max_length=200),
        "asked_on": DayField(label=_("Asked for leave on"), required=False, near=True),
        "agreed_by": forms.ChoiceField(label=_("Who agreed"), choices=people(known), required=False),
    }


def of_amendment() -> Fields:
    """What the registers do not know of somebody on the roll."""
    paper = _("Title and date of the paper.")
    left_out = [("", _("counted as the registers have it")), *LEFT_OUT.items()]
    return {
        "left_out": forms.ChoiceField(label=_("May be left out because he"), choices=left_out, required=False),
        "superior_consent": forms.CharField(
            label=_("The superior's consent"), max_length=200, required=False, help_text=paper
        ),
        "meeting_consent": forms.CharField(
            label=_("The general meeting's consent"), max_length=200, required=False, help_text=paper
        ),
        "disciplinary_probation": forms.BooleanField(label=_("Under disciplinary probation"), required=False),
        "rights_suspended": forms.BooleanField(label=_("His rights are suspended by the organisation"), required=False),
        "in_correction": forms.BooleanField(label=_("Under time-limited correction"), required=False),
        "reason": forms.CharField(label=_("Why the roll is amended"), max_length=300),
    }


def of_opinion(items: Sequence[AgendaItem]) -> Fields:
    """What an absent member handed in."""
    return {
        "item": forms.ChoiceField(label=_("About"), choices=[(item.public_id, item.matter) for item in items]),
        "choice": forms.ChoiceField(label=_("His opinion"), choices=Choice.choices, widget=forms.RadioSelect),
        "handed_in_on": DayField(label=_("Handed in on"), near=True),
    }


def of_tellers(electors: Sequence[tuple[str, str]]) -> Fields:
    """The two who count."""
    choices = [("", "—"), *electors]
    return {
        "first": forms.ChoiceField(label=_("First teller"), choices=choices),
        "second": forms.ChoiceField(label=_("Second teller"), choices=choices),
        "confirmed": forms.BooleanField(label=_("Those present have confirmed both by a vote"), required=False),
    }


def of_reason(label: Label) -> Fields:
    """Why something is changed once the notice is out."""
    return {"reason": forms.CharField(label=label, max_length=300)}
