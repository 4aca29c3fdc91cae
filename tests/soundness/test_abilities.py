"""Every answer of a rule is found, trying only the facts it reads."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import pytest

from tests.soundness import planted
from workflows.engine.soundness import abilities
from workflows.engine.words import Weight
from workflows.policy import loading
from workflows.processes.transfer import Transfer, rules

NOW = loading.packs()["cn_2026", "2026.05"]
THEN = loading.packs()["seed_2005", "2005.01"]


def weights(rule: Any, pack: Any = NOW) -> set[str]:
    domains = abilities.domains_of(Transfer, pack)
    return {str(verdict.weight) for _, verdict in abilities.answers(rule, domains)}


def test_only_what_is_read_is_tried() -> None:
    domains = {"a": (1, 2, 3), "b": (4, 5), "c": (6, 7)}
    found = list(abilities.answers(lambda f: f.b if f.a == 2 else 0, domains))
    assert found == [({"a": 1}, 0), ({"a": 2, "b": 4}, 4), ({"a": 2, "b": 5}, 5), ({"a": 3}, 0)]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (rules.on_the_roll, {"ok", "block"}),
        (rules.dues_are_clear, {"ok", "block"}),
        (rules.no_live_letter, {"ok", "block"}),
        (rules.target_can_receive, {"ok", "block"}),
        (rules.home_can_change, {"ok", "block"}),
        (rules.duty_to_transfer, {"ok", "doubt"}),
        (rules.letter_is_valid, {"ok"}),
    ],
)
def test_what_the_rules_of_a_transfer_can_say(rule: Any, expected: set[str]) -> None:
    assert weights(rule) == weights(rule, THEN) == expected


def test_the_pack_counts() -> None:
    """Where the pack lets an open case pass, the rule doubts and does not block."""
    from dataclasses import replace

    mild = replace(
        NOW, transfer=replace(NOW.transfer, open_case_blocks=replace(NOW.transfer.open_case_blocks, value=False))
    )
    assert weights(rules.no_open_case) == {"ok", "block"}
    assert weights(rules.no_open_case, mild) == {"ok", "doubt"}


def test_the_abilities_of_a_course() -> None:
    found = abilities.abilities_of(
        planted.Sound, NOW, {"on_roll": planted.ON_ROLL, "never": planted.NEVER}, {"so": planted.IS_SO}
    )
    assert found.weights == {"on_roll": {Weight.OK, Weight.BLOCK}, "never": {Weight.OK}}
    assert found.answers == {"so": {True}}
    assert (found.may_block(planted.ON_ROLL), found.may_pass(planted.ON_ROLL)) == (True, True)
    assert (found.may_block(planted.NEVER), found.may_pass(planted.NEVER)) == (False, True)


def test_every_fact_of_the_transfer_has_its_values() -> None:
    domains = abilities.domains_of(Transfer, NOW)
    assert list(domains) == list(rules.Facts.__dataclass_fields__)
    assert (domains["pack"], domains["today"], domains["online"]) == ((NOW,), (abilities.TODAY,), (False, True))
    assert dt.date(2026, 10, 1) in domains["dues_paid_until"]


def test_a_fact_nobody_has_said_anything_about_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    @dataclass(frozen=True)
    class Odd:
        weight: float

    monkeypatch.setattr(planted.Sound, "known", Odd)
    monkeypatch.setattr(abilities, "get_type_hints", lambda known: {"weight": float})
    with pytest.raises(TypeError, match="planted: say in domains what the fact weight may be"):
        abilities.domains_of(planted.Sound, NOW)
