"""The two pure questions of routing: which of some seats it falls to, and in what capacity somebody may act."""

from __future__ import annotations

import itertools

import pytest

from registry.models import Organisation, Post, Role
from workflows.engine.authority import Capacity, capacity
from workflows.engine.routing import Seat, choose
from workflows.engine.sentences import Sentence

BRANCH = Organisation(pk=1, name="某支部", short_name="某支部")
COMMITTEE = Organisation(pk=2, name="某党委", short_name="某党委")
SECRETARY = Post(pk=11, organisation=BRANCH, role=Role.SECRETARY, title="书记")
DEPUTY = Post(pk=12, organisation=BRANCH, role=Role.DEPUTY_SECRETARY, title="副书记")
ABOVE = Post(pk=21, organisation=COMMITTEE, role=Role.SECRETARY, title="书记")
FALLS = "It falls to the post: %(post)s."
VACANT = "%(post)s is vacant."
ASIDE = "The holder of %(post)s must stand aside in this case."
UP = "Nobody there can act, so it goes up to %(organisation)s."


def chosen(*seats: Seat, recused: set[int]) -> tuple[Post | None, list[tuple[str, str]]]:
    """The post and the sentences, each with whom it names."""
    seat, notes = choose(seats, frozenset(recused))
    return seat and seat.post, [(note.msgid, *note.params.values()) for note in notes]


def seat(post: Post, *holders: int) -> Seat:
    return Seat(post.organisation, post, frozenset(holders))


def test_the_first_seat_that_somebody_holds() -> None:
    found = chosen(seat(SECRETARY, 1), seat(DEPUTY, 2), recused=set())
    assert found == (SECRETARY, [(FALLS, "某支部书记")])


def test_a_vacant_seat_and_one_whose_holder_stands_aside_are_passed_with_a_sentence_each() -> None:
    found = chosen(seat(SECRETARY), seat(DEPUTY, 2), seat(ABOVE, 3), recused={2})
    assert found == (
        ABOVE, [(VACANT, "某支部书记"), (ASIDE, "某支部副书记"), (UP, "某党委"), (FALLS, "某党委书记")],
    )  # fmt: skip


def test_a_shared_seat_is_able_while_one_holder_need_not_stand_aside() -> None:
    assert chosen(seat(SECRETARY, 1, 2), recused={1}) == (SECRETARY, [(FALLS, "某支部书记")])
    assert chosen(seat(SECRETARY, 1, 2), recused={1, 2, 3}) == (None, [(ASIDE, "某支部书记")])


def test_an_organisation_without_such_a_post_is_passed_in_silence_and_named_on_the_way_up() -> None:
    found = chosen(Seat(BRANCH, None), seat(ABOVE, 3), recused=set())
    assert found == (ABOVE, [(UP, "某党委"), (FALLS, "某党委书记")])
    assert chosen(Seat(BRANCH, None), Seat(COMMITTEE, None), recused=set()) == (None, [(UP, "某党委")])


def test_no_seats_no_choice() -> None:
    assert choose((), frozenset({1})) == (None, [])


def test_what_is_chosen_is_held_by_somebody_who_need_not_stand_aside_and_is_the_first_such() -> None:
    """Every way to fill three seats with two people, and every set of those who stand aside."""
    people = [frozenset(c) for n in range(3) for c in itertools.combinations((1, 2), n)]
    for holders in itertools.product(people, repeat=3):
        seats = [Seat(p.organisation, p, h) for p, h in zip((SECRETARY, DEPUTY, ABOVE), holders, strict=True)]
        for recused in people:
            found, notes = choose(seats, recused)
            able = [s for s in seats if s.holders - recused]
            assert found == (able[0] if able else None)
            assert (notes[-1].msgid == FALLS) == bool(able)
            assert all(isinstance(note, Sentence) for note in notes)


# -- in what capacity ---------------------------------------------------------------------------------------------------

ME, OTHER = 7, 8


@pytest.mark.parametrize(
    ("turn_of", "holds", "recused", "expected"),
    [
        (None, False, set(), Capacity.NONE),
        (None, False, {ME}, Capacity.NONE),
        (None, True, set(), Capacity.POST),
        (None, True, {OTHER}, Capacity.POST),
        (None, True, {ME}, Capacity.ASIDE),
        (ME, False, set(), Capacity.SUBJECT),
        (ME, True, set(), Capacity.SUBJECT),
        (ME, False, {ME, OTHER}, Capacity.ASIDE),
        (ME, True, {ME}, Capacity.ASIDE),
        (OTHER, False, set(), Capacity.NONE),
        (OTHER, True, {OTHER}, Capacity.POST),
        (OTHER, True, {ME}, Capacity.ASIDE),
    ],
)
def test_in_what_capacity(turn_of: int | None, holds: bool, recused: set[int], expected: Capacity) -> None:
    ways = [frozenset({ME})] if holds else []
    assert capacity(person_id=ME, subject_turn_of=turn_of, ways=ways, recused=frozenset(recused)) is expected


THIRD = 3


@pytest.mark.parametrize(
    ("turn_of", "ways", "recused", "expected"),
    [
        (None, [{OTHER, ME}], set(), Capacity.POST),
        (None, [{OTHER, ME}], {OTHER}, Capacity.ASIDE),
        (None, [{OTHER, ME}], {ME}, Capacity.ASIDE),
        (None, [{OTHER, THIRD, ME}], {THIRD}, Capacity.ASIDE),
        (None, [{OTHER, ME}, {THIRD, ME}], {OTHER}, Capacity.POST),
        (None, [{OTHER, ME}, {THIRD, ME}], {OTHER, THIRD}, Capacity.ASIDE),
        (OTHER, [{OTHER, ME}], set(), Capacity.POST),
        (ME, [{OTHER, ME}], {OTHER}, Capacity.SUBJECT),
    ],
)
def test_a_proxy_is_as_able_as_all_he_acts_through(
    turn_of: int | None, ways: list[set[int]], recused: set[int], expected: Capacity
) -> None:
    found = capacity(
        person_id=ME, subject_turn_of=turn_of, ways=[frozenset(way) for way in ways], recused=frozenset(recused)
    )
    assert found is expected
