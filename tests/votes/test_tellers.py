"""Two counts of one vote: the same, or each number on which they differ."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest

from workflows.engine.votes.counts import Count, Line
from workflows.engine.votes.motions import Tally
from workflows.engine.votes.tellers import Difference, differences

TALLY = Tally(10, 8, 5, 2, 1, 1, 1, 0)
COUNT = Count(10, 9, 9, 9, 1, (Line("甲", 6, 1, 1), Line("乙", 5, 2, 1), Line("癸", 1, written_in=True)))


def test_equal_counts_have_no_difference() -> None:
    assert differences(TALLY, replace(TALLY)) == differences(COUNT, replace(COUNT)) == ()


@pytest.mark.parametrize("field", [field.name for field in fields(Tally)])
def test_every_number_of_a_motion_is_compared(field: str) -> None:
    mine = getattr(TALLY, field)
    assert differences(TALLY, replace(TALLY, **{field: mine + 1})) == (Difference("", field, mine, mine + 1),)


@pytest.mark.parametrize("field", [field.name for field in fields(Count) if field.name != "lines"])
def test_every_number_of_ballots_is_compared(field: str) -> None:
    mine = getattr(COUNT, field)
    assert differences(COUNT, replace(COUNT, **{field: mine + 1})) == (Difference("", field, mine, mine + 1),)


@pytest.mark.parametrize("field", ["votes_for", "votes_against", "abstained"])
def test_every_number_of_a_name_is_compared(field: str) -> None:
    first, second, written = COUNT.lines
    other = replace(COUNT, lines=(first, replace(second, **{field: 9}), written))
    assert differences(COUNT, other) == (Difference("乙", field, getattr(second, field), 9),)


def test_the_order_of_the_names_is_no_difference() -> None:
    assert differences(COUNT, replace(COUNT, lines=COUNT.lines[::-1])) == ()


def test_a_name_only_one_of_them_has_differs_from_none() -> None:
    fewer = replace(COUNT, lines=COUNT.lines[:2])
    assert differences(COUNT, fewer) == (Difference("癸", "votes_for", 1, 0),)
    assert differences(fewer, COUNT) == (Difference("癸", "votes_for", 0, 1),)


def test_several_differences_stand_in_the_order_of_the_form() -> None:
    other = replace(COUNT, void=2, lines=(replace(COUNT.lines[0], votes_for=5, abstained=2), *COUNT.lines[1:]))
    assert [(d.name, d.field) for d in differences(COUNT, other)] == [
        ("", "void"),
        ("甲", "votes_for"),
        ("甲", "abstained"),
    ]


def test_a_motion_is_not_held_against_an_election() -> None:
    with pytest.raises(TypeError):
        differences(TALLY, COUNT)
