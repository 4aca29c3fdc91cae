"""The rules of a transfer are pure: facts in, a verdict with its sentence out. Edges on the day before, the day, after."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from workflows.engine.words import Verdict, Weight
from workflows.policy import loading
from workflows.processes.transfer import rules
from workflows.processes.transfer.rules import Facts

TODAY = dt.date(2026, 11, 24)
OK, DOUBT, BLOCK = Weight.OK, Weight.DOUBT, Weight.BLOCK
CN, SEED = loading.packs()["cn_2026", "2026.05"], loading.packs()["seed_2005", "2005.01"]

SOUND = Facts(
    today=TODAY, pack=CN, member="李明", on_the_roll=True, probationary=False, home_since=dt.date(2020, 3, 1),
    at_home_here=True, dues_paid_until=dt.date(2026, 11, 1), open_cases=(), live_letter="", target_is_home=False,
    target_outside=False, target_dissolved=False, branch_named=True, internal=False, has_general_branch=False,
    opened_by_subject=False, away_months=None, online=False, issued_on=None, valid_until=None, accepted_on=None,
    wants_letter=True,
)  # fmt: skip


def facts(**changes: Any) -> Facts:
    return dataclasses.replace(SOUND, **changes)


def weight(rule: Callable[[Facts], Verdict], **changes: Any) -> Weight:
    return rule(facts(**changes)).weight


@pytest.mark.parametrize(
    "rule",
    [
        rules.on_the_roll, rules.dues_are_clear, rules.no_open_case, rules.no_live_letter, rules.target_can_receive,
        rules.duty_to_transfer, rules.home_can_change, rules.letter_is_valid, rules.new_letter_is_asked_for,
        rules.not_out_of_hand,
    ],
)  # fmt: skip
def test_sound_facts_are_in_order_and_every_verdict_can_be_read(rule: Callable[[Facts], Verdict]) -> None:
    verdict = rule(SOUND)
    assert verdict.weight is OK
    assert "%(" not in str(verdict.sentence)
    assert str(verdict.source) != ""


def test_only_a_member_of_this_branch_is_moved() -> None:
    assert weight(rules.on_the_roll, on_the_roll=False) is BLOCK
    assert weight(rules.on_the_roll, at_home_here=False) is BLOCK


def test_dues_are_clear_up_to_the_month_before() -> None:
    months = [dt.date(2026, 9, 1), dt.date(2026, 10, 1), dt.date(2026, 11, 1), dt.date(2027, 5, 1)]
    assert [weight(rules.dues_are_clear, dues_paid_until=m) for m in months] == [BLOCK, OK, OK, OK]
    assert weight(rules.dues_are_clear, dues_paid_until=None) is BLOCK


@pytest.mark.parametrize(
    ("today", "needed"),
    [((2026, 12, 31), (2026, 11, 1)), ((2027, 1, 1), (2026, 12, 1)), ((2027, 1, 31), (2026, 12, 1)), ((2028, 2, 29), (2028, 1, 1))],
)  # fmt: skip
def test_dues_at_the_edges_of_months_and_years(today: tuple[int, int, int], needed: tuple[int, int, int]) -> None:
    month = dt.date(*needed)
    earlier = (month - dt.timedelta(days=1)).replace(day=1)
    found = [weight(rules.dues_are_clear, today=dt.date(*today), dues_paid_until=m) for m in (earlier, month)]
    assert found == [BLOCK, OK]


def test_the_refused_months_are_named() -> None:
    sentence = rules.dues_are_clear(facts(dues_paid_until=dt.date(2026, 7, 1))).sentence
    assert sentence.params == {"paid": "2026-07", "needed": "2026-10"}


def test_an_open_case_blocks_where_the_pack_says_so_and_is_a_doubt_elsewhere() -> None:
    assert weight(rules.no_open_case, open_cases=("申诉",)) is BLOCK
    mild = dataclasses.replace(CN.transfer.open_case_blocks, value=False)
    pack = dataclasses.replace(CN, transfer=dataclasses.replace(CN.transfer, open_case_blocks=mild))
    assert weight(rules.no_open_case, open_cases=("申诉",), pack=pack) is DOUBT
    assert rules.no_open_case(facts(open_cases=("申诉", "除名"))).sentence.params == {"cases": "申诉、除名"}


def test_never_two_live_letters() -> None:
    assert weight(rules.no_live_letter, live_letter="2026-QH01-0001") is BLOCK


def test_what_can_receive() -> None:
    assert weight(rules.target_can_receive, target_is_home=True) is BLOCK
    assert weight(rules.target_can_receive, target_dissolved=True) is BLOCK
    assert weight(rules.target_can_receive, internal=True, branch_named=False) is BLOCK
    assert weight(rules.target_can_receive, internal=True, branch_named=True) is OK
    assert weight(rules.target_can_receive, internal=False, branch_named=False) is OK


@pytest.mark.parametrize(
    ("months", "today", "in_2005"),
    [(None, OK, OK), (2, DOUBT, DOUBT), (3, DOUBT, DOUBT), (4, DOUBT, OK), (5, DOUBT, OK), (6, OK, OK), (7, OK, OK)],
)
def test_from_when_a_transfer_is_due(months: int | None, today: Weight, in_2005: Weight) -> None:
    """Six full months today; more than three in the source document: exactly three is not enough, four is."""
    found = [weight(rules.duty_to_transfer, away_months=months, pack=pack) for pack in (CN, SEED)]
    assert found == [today, in_2005]


def test_a_short_absence_never_blocks() -> None:
    assert rules.SHOULD_BE_DUE.protects == ()


def test_home_changes_at_most_once_a_day() -> None:
    days = [TODAY - dt.timedelta(days=1), TODAY, TODAY + dt.timedelta(days=1), None]
    assert [weight(rules.home_can_change, home_since=day) for day in days] == [OK, BLOCK, BLOCK, OK]


def test_the_validity_of_a_letter_is_shown() -> None:
    shown = rules.letter_is_valid(facts(valid_until=dt.date(2026, 12, 24)))
    assert (shown.weight, shown.sentence.params) == (OK, {"day": "2026-12-24"})


def test_the_last_valid_day_and_the_day_of_acceptance() -> None:
    assert rules.last_valid_day(facts(valid_until=dt.date(2026, 12, 24))) == dt.date(2026, 12, 24)
    with pytest.raises(ValueError, match="no letter"):
        rules.last_valid_day(SOUND)
    assert rules.day_of_acceptance(SOUND) == TODAY
    assert rules.day_of_acceptance(facts(accepted_on=dt.date(2026, 11, 20))) == dt.date(2026, 11, 20)


@pytest.mark.parametrize(
    ("today", "expected"), [((2026, 12, 23), BLOCK), ((2026, 12, 24), BLOCK), ((2026, 12, 25), OK), ((2027, 3, 1), OK)]
)
def test_a_letter_is_out_of_date_the_day_after_its_last_day(today: tuple[int, int, int], expected: Weight) -> None:
    found = weight(rules.letter_is_out_of_date, today=dt.date(*today), valid_until=dt.date(2026, 12, 24))
    assert found is expected
    assert weight(rules.letter_is_out_of_date, today=dt.date(*today)) is BLOCK


def test_a_letter_left_lying_is_issued_anew_only_where_that_is_asked_for() -> None:
    assert weight(rules.new_letter_is_asked_for, wants_letter=False) is BLOCK
    assert rules.MUST_BE_ASKED_FOR.protects == ("reissue",)


@pytest.mark.parametrize(
    ("issued", "today", "expected"),
    [
        ((2026, 5, 24), (2026, 11, 23), OK),
        ((2026, 5, 24), (2026, 11, 24), DOUBT),
        ((2026, 8, 31), (2027, 2, 27), OK),  # six months from 31 August end with February
        ((2026, 8, 31), (2027, 2, 28), DOUBT),
    ],
)
def test_a_letter_out_for_six_months_is_a_doubt_never_a_block(
    issued: tuple[int, int, int], today: tuple[int, int, int], expected: Weight
) -> None:
    assert weight(rules.not_out_of_hand, issued_on=dt.date(*issued), today=dt.date(*today)) is expected
    assert rules.SHOULD_BE_IN_HAND.protects == ()


def test_only_a_probation_is_refused_recognition() -> None:
    assert [weight(rules.on_probation, probationary=yes) for yes in (True, False)] == [OK, BLOCK]
    assert rules.MUST_BE_ON_PROBATION.protects == ("not_recognised", "agree")


def test_the_county_is_told_thirty_days_after_the_day_after_the_last_one() -> None:
    assert rules.day_of_escalation(facts(valid_until=dt.date(2026, 12, 24))) == dt.date(2027, 1, 24)


def test_the_forks_ask_what_they_say() -> None:
    yes = facts(
        opened_by_subject=True, has_general_branch=True, internal=True, online=True, target_outside=True, probationary=True
    )  # fmt: skip
    asked = (
        rules.BY_THE_MEMBER, rules.HAS_GENERAL_BRANCH, rules.IS_INTERNAL, rules.IS_ONLINE, rules.IS_OUTSIDE, rules.ON_PROBATION,
    )  # fmt: skip
    assert [question.ask(yes) for question in asked] == [True] * 6
    assert [question.ask(SOUND) for question in asked] == [False] * 6
