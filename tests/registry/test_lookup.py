"""What a text means among the organisations: which of them, in which order, and whether it was named or only sounds so."""

from __future__ import annotations

import pytest

from config.demo.building import Demo
from registry.lookup import look_up
from registry.models import Organisation


@pytest.mark.parametrize(
    ("typed", "codes", "named"),
    [
        ("滨江市水务局机关党委", ["OUT1"], True),  # a short name that is no part of the name
        ("青石村支部", ["QH0201"], True),
        ("云岭州党委", ["YL", "YL01"], True),  # of a prefecture it is said as of a committee
        ("石板党委", ["HK0201"], False),  # two characters of a place, where there is no committee of it
        ("中国共产党河口县龙山镇委员会", ["HK02"], True),
        ("党支部", [], False),  # the sort without a place
        ("  ", [], False),
    ],
)
def test_which_are_meant_and_whether_they_were_named(world: Demo, typed: str, codes: list[str], named: bool) -> None:
    found = look_up(Organisation.objects.all(), typed, 8)
    assert ([each.code for each in found.organisations], found.named) == (codes, named)


def test_the_first_of_them_by_code_whatever_the_order_of_those_among_which_they_are_looked_for(world: Demo) -> None:
    found = look_up(Organisation.objects.order_by("-code"), "社区", 3)
    assert [each.code for each in found.organisations] == ["HK0102", "HK0103", "QH0101"]
