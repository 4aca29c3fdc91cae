"""What a check bars, beside the outcomes that can be chosen."""

from __future__ import annotations

import pytest
from django.utils import translation

from web.checklist import lines
from workflows.engine.checking import Checked
from workflows.engine.sentences import say
from workflows.engine.words import Weight

CHOICES = [("agree", "Agree"), ("return", "Return"), ("expired", "Out of date")]


@pytest.mark.parametrize(
    ("weight", "protects", "shown"),
    [
        (Weight.OK, ("agree",), [("ok", "")]),
        (Weight.DOUBT, ("agree",), [("doubt", "")]),
        (Weight.BLOCK, ("agree", "pass"), [("bars", "Agree")]),
        (Weight.BLOCK, ("agree", "expired"), [("bars", "Agree, Out of date")]),
        (Weight.BLOCK, ("expired",), [("aside", "Out of date")]),
        (Weight.BLOCK, ("agree", "return", "expired"), [("bars", "")]),
        (Weight.BLOCK, ("not_recognised",), []),
        (Weight.BLOCK, (), [("doubt", "")]),
    ],
)
def test_a_check_says_what_it_bars(weight: Weight, protects: tuple[str, ...], shown: list[tuple[str, str]]) -> None:
    check = Checked("rule", weight, say("Look."), say("roll"), "第1条", protects)
    with translation.override("en"):
        found = lines([check], CHOICES, "agree")
    assert [(line.kind, line.outcomes) for line in found] == shown
