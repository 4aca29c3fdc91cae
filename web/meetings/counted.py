"""The form of one teller (计票表): the numbers he counted, and what is wrong with them at their fields."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from registry.refusals import Refused
from web.meetings.words import MARKS, NUMBERS
from workflows.engine.meetings.numbers import OF_CANDIDATE, WRITTEN, fields_of
from workflows.engine.meetings.reading import roll_of
from workflows.engine.models import Ballot
from workflows.engine.votes.kinds import Kind

WRITE_INS = 3
MOST = 10_000


class CountForm(forms.Form):
    """Whole numbers, and in an election the names written in."""

    def __init__(self, data: Any, *, ballot: Ballot) -> None:
        super().__init__(data)
        self.ballot = ballot
        self.elects = Kind(ballot.item.kind).elects
        names = {row.number: row.name for row in ballot.item.candidates.all()}
        for field in fields_of(ballot):
            row, _dot, mark = field.partition(".")
            label = f"{names[int(row)]}：{MARKS[mark]}" if mark else NUMBERS[field]
            self.fields[field] = _number(label)
        if self.elects:
            self._ask_write_ins(set(names.values()))

    def _ask_write_ins(self, candidates: set[str]) -> None:
        others = [row.name for row in roll_of(self.ballot.item.meeting) if row.votes and row.name not in candidates]
        choices = [("", "—"), *((name, name) for name in dict.fromkeys(others))]
        for n in range(1, WRITE_INS + 1):
            self.fields[f"name_{n}"] = forms.ChoiceField(label=_("Written in"), choices=choices, required=False)
            self.fields[f"many_{n}"] = _number(_("In favour"), required=False)

    @property
    def totals(self) -> list[forms.BoundField]:
        """What is counted of the ballots as a whole; of a motion all there is."""
        return [self[name] for name in fields_of(self.ballot) if "." not in name]

    @property
    def lines(self) -> list[tuple[str, list[forms.BoundField]]]:
        """A candidate a line, with the three marks."""
        names = {row.number: row.name for row in self.ballot.item.candidates.all()}
        rows = self.ballot.rows if self.elects else []
        return [(names[row], [self[f"{row}.{mark}"] for mark in OF_CANDIDATE]) for row in rows]

    @property
    def write_ins(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Name and number of each other person."""
        return [(self[f"name_{n}"], self[f"many_{n}"]) for n in range(1, WRITE_INS + 1)] if self.elects else []

    def clean(self) -> dict[str, Any]:
        """A name that was written in needs its number, and the other way round; no name twice."""
        seen: set[str] = set()
        for n in range(1, WRITE_INS + 1) if self.elects else ():
            name, many = self.cleaned_data.get(f"name_{n}"), self.cleaned_data.get(f"many_{n}")
            if bool(name) != (many is not None) and not self.errors.get(f"many_{n}"):
                self.add_error(f"many_{n}" if name else f"name_{n}", _("Give both the name and the number."))
            if name in seen:
                self.add_error(f"name_{n}", _("This name stands here twice."))
            seen |= {name} if name else set()
        return self.cleaned_data

    @property
    def numbers(self) -> dict[str, int]:
        """What was counted, as the engine takes it."""
        found = {name: self.cleaned_data[name] for name in fields_of(self.ballot)}
        for n in range(1, WRITE_INS + 1) if self.elects else ():
            if name := self.cleaned_data[f"name_{n}"]:
                found[f"{WRITTEN}{name}"] = self.cleaned_data[f"many_{n}"]
        return found

    def refuse(self, refusal: Refused) -> None:
        """Put what cannot be at its field; a name that was written in is where it was written."""
        where = {f"{WRITTEN}{self.cleaned_data.get(f'name_{n}')}": f"many_{n}" for n in range(1, WRITE_INS + 1)}
        for name, sentences in (refusal.errors or {refusal.field: [refusal.sentence]}).items():
            field = where.get(name, name)
            for sentence in sentences:
                self.add_error(field if field in self.fields else None, sentence)


def _number(label: Any, *, required: bool = True) -> forms.IntegerField:
    box = forms.NumberInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
    wrong = {"invalid": _("Write a whole number."), "min_value": _("A number of votes cannot be below zero.")}
    return forms.IntegerField(
        label=label, required=required, min_value=0, max_value=MOST, widget=box, error_messages=wrong
    )
