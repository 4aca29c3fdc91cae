"""What templates say of meetings (会议用语)."""

from __future__ import annotations

from typing import Any

from django import template

from registry.models import Standing
from web.meetings.words import KINDS, LEFT_OUT, MARKS, NUMBERS, PURPOSES, RESULTS
from workflows.engine.meetings.numbers import OF_BALLOTS, OF_CANDIDATE, OF_MOTION, WRITTEN
from workflows.engine.meetings.record import AttendeeRecord, BallotRecord, ItemRecord

register = template.Library()


@register.filter
def kind_word(item: ItemRecord) -> Any:
    """What sort of item it is."""
    return KINDS[str(item.kind or "discussed")][0]


@register.filter
def result_word(result: str) -> Any:
    """What a ballot came to, in a word or two."""
    return RESULTS[result]


@register.filter
def purpose_word(purpose: str) -> Any:
    """What is elected."""
    return PURPOSES[purpose]


@register.filter
def left_out_word(ground: str) -> Any:
    """Why somebody may be left out of the number."""
    return LEFT_OUT[ground]


@register.filter
def counted_first(people: tuple[AttendeeRecord, ...]) -> list[AttendeeRecord]:
    """The roll as the room shows it: who has a vote comes first."""
    return sorted(people, key=lambda one: not one.counts)


@register.filter
def standing_word(one: AttendeeRecord) -> Any:
    """The post on the committee, else the party standing."""
    return one.post or Standing(one.standing).label


@register.filter
def totals(ballot: BallotRecord) -> list[tuple[Any, int]]:
    """What was counted of a settled ballot as a whole: label and number."""
    numbers = ballot.verdict.numbers if ballot.verdict else {}
    return [(NUMBERS[name], numbers[name]) for name in (*OF_MOTION, *OF_BALLOTS) if name in numbers]


@register.filter
def lines(ballot: BallotRecord) -> list[tuple[str, list[int], bool]]:
    """What was counted of each candidate of a settled ballot: name, the three numbers, whether he is elected."""
    verdict = ballot.verdict
    if verdict is None:
        return []
    found = [
        (row.name, [verdict.numbers[f"{row.number}.{mark}"] for mark in OF_CANDIDATE], row.name in verdict.elected)
        for row in ballot.candidates
    ]
    written = [(name.removeprefix(WRITTEN), many) for name, many in verdict.numbers.items() if name.startswith(WRITTEN)]
    return found + [(name, [many, 0, 0], name in verdict.elected) for name, many in written]


@register.filter
def number_word(name: str, ballot: BallotRecord) -> str:
    """What a number of a count is the number of."""
    if name in NUMBERS:
        return str(NUMBERS[name])
    if name.startswith(WRITTEN):
        return name.removeprefix(WRITTEN)
    row, _dot, mark = name.partition(".")
    names = {one.number: one.name for one in ballot.candidates}
    return f"{names[int(row)]}, {MARKS[mark]}"


@register.filter
def differing(counters: list[dict[str, Any]]) -> list[tuple[str, int, int]]:
    """Where the newest counts of two tellers differ: field, the one's number, the other's; empty until both have counted."""
    if len(counters) != 2 or not all(counter["shown"] for counter in counters):
        return []
    first, second = (counter["count"].numbers for counter in counters)
    return [
        (name, first.get(name, 0), second.get(name, 0))
        for name in {**first, **second}
        if first.get(name, 0) != second.get(name, 0)
    ]
