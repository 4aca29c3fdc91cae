"""Which papers a case lacks: the function, and that the lists name papers there are."""

from __future__ import annotations

import pytest

from documents import completeness, kinds
from documents.completeness import OUTSIDE_CASES, SETS, missing

REMOVED = ("persuasion", "removed")


def named() -> set[str]:
    """Every code the lists name."""
    return {code for one in SETS.values() for wanted in (*one.must, *one.may) for code in wanted.split("|")}


def test_the_lists_name_papers_that_are_declared() -> None:
    assert named() - set(kinds.all_kinds()) == set()


def test_every_paper_belongs_to_a_case_or_to_daily_life() -> None:
    assert set(kinds.all_kinds()) - named() == OUTSIDE_CASES


def test_a_whole_set_lacks_nothing_and_more_does_no_harm() -> None:
    for (process, outcome), papers in SETS.items():
        there = [wanted.split("|")[-1] for wanted in papers.must]
        assert missing(process, outcome, [*there, *papers.may]) == ()


def test_what_is_lacking_is_named_in_the_order_of_the_list() -> None:
    assert missing("transfer", "closed", ["D-TR-2", "D-TR-1"]) == ("D-TR-1B", "D-TR-3")
    assert missing("transfer", "closed", []) == ("D-TR-1", "D-TR-1B", "D-TR-2", "D-TR-3")


def test_two_meetings_have_two_minutes_and_two_resolutions() -> None:
    once = set(SETS[REMOVED].must)
    twice = (
        "D-MT-3",
        "D-DS-3",
        "D-DS-3",
        "D-MT-1a",
        "D-MT-2",
        "D-MT-3",
        "D-MT-4",
        "D-MT-5a",
        "D-MT-3",
        "D-DS-9",
        "D-DS-18",
    )
    assert missing(*REMOVED, once) == twice
    assert {"D-DS-8b", "D-DS-14a", "D-DS-14c", "D-DS-17a"} <= once


@pytest.mark.parametrize(("there", "lacking"), [("D-BL-6a", ()), ("D-BL-6b", ()), ("D-BL-5", ("D-BL-6a",))])
def test_of_two_alternatives_one_is_enough(there: str, lacking: tuple[str, ...]) -> None:
    must = [code for code in SETS["election", "elected"].must if "|" not in code]
    assert missing("election", "elected", [*must, there]) == lacking


def test_an_unknown_end_is_an_error() -> None:
    with pytest.raises(LookupError, match="transfer at forgotten"):
        missing("transfer", "forgotten", [])
    with pytest.raises(LookupError):
        completeness.set_of("nothing", "closed")
