"""The rules of an arrival: each at its edge."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from workflows.policy import loading
from workflows.processes.arrival import rules

DAY = dt.date(2026, 11, 24)
ONE = dt.timedelta(days=1)


def facts(**more: Any) -> rules.Facts:
    ordinary = {
        "person": "方启明", "committee": "党委", "may_accept": True, "on_our_roll": "", "struck_off": False,
        "known_otherwise": False, "away_since": None, "other_case": "", "issued_on": dt.date(2026, 11, 18),
        "valid_until": dt.date(2026, 12, 18), "expired": False, "confirmed": False, "dues_paid_until": dt.date(2026, 11, 1),
        "file_doubt": False, "accepted_on": None,
    }  # fmt: skip
    return rules.Facts(today=DAY, pack=loading.in_force("cn_2026", DAY), **ordinary | more)


@pytest.mark.parametrize(
    ("rule", "more", "weight"),
    [
        (rules.may_accept, {}, "ok"),
        (rules.may_accept, {"may_accept": False}, "block"),
        (rules.not_on_our_roll, {}, "ok"),
        (rules.not_on_our_roll, {"on_our_roll": "某支部"}, "block"),
        (rules.not_on_our_roll, {"struck_off": True}, "block"),
        (rules.agrees_with_register, {}, "ok"),
        (rules.agrees_with_register, {"known_otherwise": True}, "block"),
        (rules.home_can_change, {}, "ok"),
        (rules.home_can_change, {"away_since": DAY - ONE}, "ok"),
        (rules.home_can_change, {"away_since": DAY}, "block"),
        (rules.home_can_change, {"away_since": DAY + ONE}, "block"),
        (rules.only_case, {}, "ok"),
        (rules.only_case, {"other_case": "接2026-X"}, "block"),
        (rules.letter_was_in_time, {}, "ok"),
        (rules.letter_was_in_time, {"expired": True}, "doubt"),
        (rules.letter_was_in_time, {"expired": True, "confirmed": True}, "doubt"),
        (rules.letter_holds, {}, "ok"),
        (rules.letter_holds, {"expired": True}, "block"),
        (rules.letter_holds, {"expired": True, "confirmed": True}, "ok"),
        # The month before that of the letter is enough.
        (rules.dues_are_clear, {"dues_paid_until": dt.date(2026, 11, 1)}, "ok"),
        (rules.dues_are_clear, {"dues_paid_until": dt.date(2026, 10, 1)}, "ok"),
        (rules.dues_are_clear, {"dues_paid_until": dt.date(2026, 9, 1)}, "doubt"),
        (rules.file_is_clear, {}, "ok"),
        (rules.file_is_clear, {"file_doubt": True}, "block"),
    ],
)
def test_each_rule(rule: Any, more: dict[str, Any], weight: str) -> None:
    assert rule(facts(**more)).weight == weight


def test_the_receipts_month_runs_from_the_acceptance() -> None:
    assert rules.day_of_acceptance(facts()) == DAY
    assert rules.day_of_acceptance(facts(accepted_on=DAY - ONE)) == DAY - ONE
