"""The algebra of the multi-person step: by hand at its edges, and exhaustively against a second way of computing."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest

from workflows.engine.signing import (
    ALL,
    ANY,
    MORE_THAN_HALF,
    Absence,
    Added,
    Answer,
    Back,
    Event,
    Fault,
    Illegal,
    Left,
    Opened,
    Place,
    Removed,
    Result,
    Rule,
    Signed,
    State,
    TakenBack,
    absences,
    at_least,
    more_than,
    signatures,
    state_of,
)

YES, NO, RETURN = Answer.AGREE, Answer.DISAGREE, Answer.RETURN
RULES = {
    "all": ALL,
    "any": ANY,
    "more than half": MORE_THAN_HALF,
    "at least half": at_least(1, 2),
    "at least two thirds": at_least(2, 3),
    "two signatures": signatures(2),
    "all of at least two": ALL.among(2),
}


def said(*answers: Answer, rule: Rule = ALL, roll: int = 3, in_order: bool = False) -> State:
    """The state after the first seats have answered, each by a person of its own."""
    signed = [Signed(seat, 10 * seat, answer) for seat, answer in enumerate(answers, start=1)]
    return state_of([Opened(tuple(range(1, roll + 1)), rule, in_order), *signed])


def refused(state: State, event: Event) -> Fault:
    with pytest.raises(Illegal) as caught:
        state.after(event)
    return caught.value.fault


# -- the rules ------------------------------------------------------------------------------------------------------------


def test_a_tie_passes_half_and_never_more_than_half() -> None:
    """Warm-Flow compares with >=, so that "50" passes on a tie."""
    assert said(YES, NO, roll=2, rule=MORE_THAN_HALF).result is Result.REFUSED
    assert said(NO, YES, roll=2, rule=at_least(1, 2)).result is Result.AGREED


@pytest.mark.parametrize(
    ("rule", "needed"),
    [
        (ALL, [1, 2, 3, 4, 5, 6]),
        (ANY, [1, 1, 1, 1, 1, 1]),
        (MORE_THAN_HALF, [1, 2, 2, 3, 3, 4]),
        (at_least(1, 2), [1, 1, 2, 2, 3, 3]),
        (at_least(2, 3), [1, 2, 2, 3, 4, 4]),
        (more_than(2, 3), [1, 2, 3, 3, 4, 5]),
        (signatures(2), [2, 2, 2, 2, 2, 2]),
    ],
)
def test_how_many_are_needed_is_a_whole_number(rule: Rule, needed: list[int]) -> None:
    assert [rule.needed(base) for base in range(1, 7)] == needed


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: at_least(0, 1), lambda: more_than(1, 1), lambda: at_least(3, 2), lambda: at_least(1, 0),
        lambda: signatures(0), lambda: Rule(1, 2, least=0),
    ],
)  # fmt: skip
def test_a_rule_that_always_or_never_passes_is_no_rule(wrong: Any) -> None:
    with pytest.raises(ValueError, match="rule"):
        wrong()


def test_one_no_does_not_end_a_round_of_shares() -> None:
    """ruoyi #1069: at fifty per cent one refusal ended the whole case."""
    assert said(NO, roll=4, rule=at_least(1, 2)).result is Result.OPEN
    assert said(NO, YES, YES, roll=4, rule=at_least(1, 2)).result is Result.AGREED


@pytest.mark.parametrize(
    ("rule", "answers", "result"),
    [
        (ALL, (NO,), Result.REFUSED),
        (ALL, (YES, YES), Result.OPEN),
        (ALL, (YES, YES, YES), Result.AGREED),
        (ANY, (YES,), Result.AGREED),
        (ANY, (NO, NO), Result.OPEN),
        (ANY, (NO, NO, NO), Result.REFUSED),
        (MORE_THAN_HALF, (YES, YES), Result.AGREED),
        (MORE_THAN_HALF, (NO, NO), Result.REFUSED),
        (MORE_THAN_HALF, (YES, NO), Result.OPEN),
        (signatures(2), (NO,), Result.OPEN),
        (signatures(2), (YES, YES), Result.AGREED),
        (signatures(2), (NO, NO), Result.REFUSED),
        (ALL, (YES, RETURN), Result.RETURNED),
    ],
)
def test_a_round_ends_as_soon_as_nothing_can_change_it(rule: Rule, answers: Any, result: Result) -> None:
    assert said(*answers, rule=rule).result is result


def test_the_last_voter_decides_nothing_alone() -> None:
    """Warm-Flow: where its expression never fires, whoever votes last decides. Here the count does."""
    assert said(NO, NO, rule=MORE_THAN_HALF).may_sign == ()
    assert said(NO, YES, NO, rule=MORE_THAN_HALF).result is Result.REFUSED
    assert said(YES, YES, YES, NO, roll=4, rule=ALL).result is Result.REFUSED


# -- who may sign ---------------------------------------------------------------------------------------------------------


def test_in_order_each_waits_for_the_one_before() -> None:
    assert said(in_order=True).may_sign == (1,)
    assert said(YES, in_order=True).may_sign == (2,)
    assert refused(said(in_order=True), Signed(2, 20, YES)) is Fault.WAITS


def test_in_order_a_seat_that_has_left_holds_up_nobody() -> None:
    assert said(in_order=True).after(Left(1, Absence.VACANT)).may_sign == (2,)


@pytest.mark.parametrize(
    ("place", "at_once", "then"), [("before", (2, 3, 4), (1,)), ("after", (1, 2, 3), (4,)), ("parallel", (1, 2, 3, 4), ())]
)  # fmt: skip
def test_an_added_seat_signs_where_it_was_placed(place: str, at_once: Any, then: Any) -> None:
    """Before: whoever added it waits; after: it waits for him; the others wait for nobody."""
    state = said().after(Added(4, 1, Place(place)))
    assert state.may_sign == at_once
    for seat in at_once:
        state = state.after(Signed(seat, 10 * seat, YES))
    assert state.may_sign == then


def test_in_order_those_behind_wait_for_an_added_seat_too() -> None:
    state = said(YES, in_order=True).after(Added(4, 2, Place.AFTER))
    order = []
    while state.may_sign:
        (seat,) = state.may_sign
        order.append(seat)
        state = state.after(Signed(seat, 10 * seat, YES))
    assert (order, state.result) == ([2, 4, 3], Result.AGREED)


def test_whoever_sent_the_case_adds_at_the_end() -> None:
    assert said(in_order=True).after(Added(4)).waits[4] == {1, 2, 3}
    assert said().after(Added(4)).waits[4] == frozenset()


# -- one person counts once -----------------------------------------------------------------------------------------------


def test_one_person_signs_once_though_he_holds_two_posts() -> None:
    """A countersign counts heads: two posts of one person are still one opinion."""
    assert refused(said(YES), Signed(2, 10, YES)) is Fault.SAME_PERSON
    left = said(YES).after(Left(2, Absence.DOUBLE))
    assert (left.base, left.after(Signed(3, 30, YES)).result) == (2, Result.AGREED)


def test_whoever_stood_aside_after_signing_does_not_sign_for_another_seat() -> None:
    assert refused(said(YES).after(Left(1, Absence.ASIDE)), Signed(2, 10, YES)) is Fault.SAME_PERSON


# -- the denominator ------------------------------------------------------------------------------------------------------


def test_those_who_leave_leave_the_denominator() -> None:
    state = said(YES, YES, roll=5, rule=MORE_THAN_HALF)
    assert (state.needed, state.result) == (3, Result.OPEN)
    assert state.after(Left(5, Absence.VACANT)).result is Result.OPEN  # two of four are not more than half
    assert state.after(Left(5, Absence.VACANT)).after(Left(4, Absence.ASIDE)).result is Result.AGREED


def test_an_empty_roll_passes_nothing() -> None:
    for rule in RULES.values():
        assert state_of([Opened((), rule)]).result is Result.TOO_FEW
    assert said(roll=1).after(Left(1, Absence.VACANT)).result is Result.TOO_FEW


def test_fewer_than_the_course_wants_decide_nothing() -> None:
    state = said(YES, rule=ALL.among(2)).after(Left(2, Absence.VACANT))
    assert state.result is Result.OPEN
    assert state.after(Left(3, Absence.ASIDE)).result is Result.TOO_FEW


def test_a_signature_of_one_who_should_have_stood_aside_does_not_count() -> None:
    state = said(YES, YES).after(Left(1, Absence.ASIDE))
    assert (state.base, state.count(YES)) == (2, 1)
    assert state.after(Back(1)).count(YES) == 2
    assert refused(said(YES), Left(1, Absence.VACANT)) is Fault.SIGNED


# -- what cannot be -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "event", "fault"),
    [
        (said(YES), Signed(1, 11, YES), Fault.SIGNED),
        (said(), Signed(9, 90, YES), Fault.UNKNOWN),
        (said().after(Removed(2)), Signed(2, 20, YES), Fault.LEFT),
        (said(NO), Signed(2, 20, YES), Fault.OVER),
        (said(NO), Added(4, 2), Fault.OVER),
        (said(NO), Removed(2), Fault.OVER),
        (said(), Added(2, 1), Fault.ON_ROLL),
        (said().after(Left(2, Absence.VACANT)), Added(2, 1), Fault.ON_ROLL),
        (said(YES), Added(4, 1), Fault.WAITS),
        (said(YES), Removed(1), Fault.SIGNED),
        (said(roll=1), Removed(1), Fault.LAST),
        (said(roll=2, rule=ALL.among(2)), Removed(1), Fault.LAST),
        (said().after(Removed(2)), Removed(2), Fault.LEFT),
        (said(), TakenBack(1), Fault.NOT_SIGNED),
        (said(YES, NO), TakenBack(1), Fault.OVER),
        (said(YES, YES, in_order=True), TakenBack(1), Fault.FOLLOWED),
        (said().after(Removed(2)), Back(2), Fault.LEFT),
        (said(), Back(2), Fault.ON_ROLL),
        (said(), Back(9), Fault.UNKNOWN),
        (said(), Opened((1,), ALL), Fault.NOT_OPENED),
    ],
)
def test_what_cannot_be_is_refused_with_its_reason(state: State, event: Event, fault: Fault) -> None:
    assert refused(state, event) is fault


def test_a_history_begins_with_its_roll() -> None:
    for history in ([Removed(1)], [Opened((1, 1), ALL)]):
        with pytest.raises(Illegal) as caught:
            state_of(history)
        assert caught.value.fault is Fault.NOT_OPENED


def test_whoever_was_taken_off_can_be_put_on_again() -> None:
    state = said().after(Added(4, 1, Place.BEFORE)).after(Removed(4)).after(Added(4, 1, Place.AFTER))
    assert (state.may_sign, state.waits[4], state.waits[1]) == ((1, 2, 3), {1}, frozenset())


# -- taking back ----------------------------------------------------------------------------------------------------------


def test_the_signature_that_ended_the_round_can_be_taken_back_and_the_others_stay() -> None:
    ended = said(YES, NO)
    again = ended.after(TakenBack(2))
    assert (again.result, again.may_sign, again.count(YES)) == (Result.OPEN, (2, 3), 1)
    assert again.after(Signed(2, 20, YES)).after(Signed(3, 30, YES)).result is Result.AGREED


def test_a_return_can_be_taken_back() -> None:
    assert said(YES, RETURN).after(TakenBack(2)).may_sign == (2, 3)


def test_adding_a_seat_never_ends_a_round() -> None:
    """Nor does a seat that comes back: neither can be used to end a round by the back door."""
    for rule in RULES.values():
        for answers in product((YES, NO), repeat=3):
            state = said(rule=rule, roll=4)
            while state.result is Result.OPEN:
                assert state.after(Added(5)).result is Result.OPEN
                seat = state.may_sign[0]
                state = state.after(Signed(seat, 10 * seat, (*answers, NO)[seat - 1]))


# -- who is away ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("holders", "recused", "signed", "expected"),
    [
        ({1: {10}, 2: {20}}, set(), {}, {}),
        ({1: set(), 2: {20}}, set(), {}, {1: Absence.VACANT}),
        ({1: {10}, 2: {20}}, {10}, {}, {1: Absence.ASIDE}),
        ({1: {10, 11}}, {10}, {}, {}),
        ({1: {10}, 2: {10}}, set(), {}, {2: Absence.DOUBLE}),
        ({1: {10}, 2: {10}}, set(), {2: {10}}, {1: Absence.DOUBLE}),
        ({1: {10}, 2: {10, 20}}, set(), {}, {}),
        ({1: {10}, 2: {10, 20}, 3: {20}}, set(), {}, {3: Absence.DOUBLE}),
        ({1: {10}}, {10}, {1: {10}}, {1: Absence.ASIDE}),
        ({1: set()}, set(), {1: {10}}, {}),
        # 30 has signed in place of 10: both have had their say, and neither may have to stand aside.
        ({1: {10}, 2: {10}, 3: {30}}, set(), {1: {10, 30}}, {2: Absence.DOUBLE, 3: Absence.DOUBLE}),
        ({1: {10}, 2: {20}}, {10}, {1: {10, 30}}, {1: Absence.ASIDE}),
        ({1: {10}, 2: {20}}, {30}, {1: {10, 30}}, {1: Absence.ASIDE}),
    ],
)
def test_which_seats_cannot_be_signed_today(holders: Any, recused: Any, signed: Any, expected: Any) -> None:
    frozen = {seat: frozenset(people) for seat, people in holders.items()}
    heads = {seat: frozenset(people) for seat, people in signed.items()}
    assert absences(frozen, frozenset(recused), heads) == expected


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (Signed(1, 30, YES, acting_for=10), Signed(2, 30, YES)),
        (Signed(1, 30, YES, acting_for=10), Signed(2, 10, YES)),
        (Signed(1, 10, YES), Signed(2, 30, YES, acting_for=10)),
        (Signed(1, 30, YES), Signed(2, 30, YES, acting_for=20)),
        (Signed(1, 30, YES, acting_for=10), Signed(2, 40, YES, acting_for=10)),
    ],
)
def test_a_person_counts_once_whether_himself_or_through_a_proxy(first: Signed, second: Signed) -> None:
    assert refused(said().after(first), second) is Fault.SAME_PERSON
    assert said().after(first).after(Signed(2, 50, YES, acting_for=20)).count(YES) == 2
