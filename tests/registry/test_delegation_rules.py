"""When a delegation may be given: pure rules over terms, delegations and days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import translation

from registry.delegation_rules import Bounds, Facts, Link, Term, objections, ways

A, B, C, D, E = 1, 2, 3, 4, 5
NAMES = {A: "甲", B: "乙", C: "丙", D: "丁", E: "戊"}
DAY = dt.timedelta(days=1)
FIRST, LAST = dt.date(2027, 1, 30), dt.date(2027, 2, 28)


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


def facts(*links: Link, terms: tuple[Term, ...] = (Term(A, FIRST - 400 * DAY),), **more: Any) -> Facts:
    known = {"today": FIRST, "bounds": Bounds(2, 30), "proxy_has_account": True, "names": NAMES}
    return Facts(terms=terms, links=links, **known | more)


def link(giver: int, proxy: int, *processes: str, since: dt.date = FIRST, until: dt.date = LAST) -> Link:
    return Link(giver, proxy, since, until, frozenset(processes))


def said(new: Link, *links: Link, **more: Any) -> list[tuple[str, str]]:
    return list(objections(new, facts(*links, **more)))


def test_a_holder_may_delegate_from_today_for_as_long_as_the_policy_allows() -> None:
    assert said(link(A, B)) == []
    longest = FIRST + 29 * DAY
    assert longest == LAST
    assert said(link(A, B, until=LAST + DAY)) == [("until", "A delegation lasts at most 30 days: up to 2027-02-28.")]


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [
        (FIRST - DAY, FIRST, [("since", "A delegation cannot begin before today.")]),
        (FIRST, FIRST, []),
        (FIRST + DAY, FIRST, [("until", "The last day cannot be before the first.")]),
    ],
)
def test_the_dates(since: dt.date, until: dt.date, expected: list[tuple[str, str]]) -> None:
    assert said(link(A, B, since=since, until=until)) == expected


def test_not_to_oneself_not_to_another_holder_not_without_an_account() -> None:
    both = (Term(A, FIRST - DAY), Term(B, FIRST - DAY, FIRST))
    assert said(link(A, A)) == [
        ("proxy", "Nobody is his own deputy."),
        ("proxy", "The post would come back to somebody who passed it on: 甲 > 甲."),
    ]
    assert said(link(A, B), terms=both) == [("proxy", "乙 holds this post himself in these days.")]
    assert said(link(A, B, since=FIRST + DAY), terms=both) == []
    assert said(link(A, B), proxy_has_account=False) == [
        ("proxy", "乙 has no account here and could not act; let the registrar open one first.")
    ]


@pytest.mark.parametrize(
    ("term", "field", "day"),
    [
        (Term(A, FIRST + DAY), "since", FIRST),
        (Term(A, FIRST - DAY, LAST - DAY), "until", LAST),
        (Term(A, FIRST - DAY, LAST), "", None),
        (Term(B, FIRST - DAY, LAST), "since", FIRST),
    ],
)
def test_the_giver_has_the_post_on_every_day(term: Term, field: str, day: dt.date | None) -> None:
    sentence = f"甲 does not have this post on {day}, or not for all that would be delegated."
    assert said(link(A, C), terms=(term,)) == ([(field, sentence)] if field else [])


def test_two_terms_that_follow_each_other_are_enough_and_a_gap_of_a_day_is_not() -> None:
    middle = dt.date(2027, 2, 10)
    assert said(link(A, B), terms=(Term(A, FIRST, middle), Term(A, middle + DAY))) == []
    assert [field for field, _ in said(link(A, B), terms=(Term(A, FIRST, middle), Term(A, middle + 2 * DAY)))] == [
        "until"
    ]


def test_a_proxy_passes_on_no_more_than_he_has() -> None:
    assert said(link(B, C), link(A, B)) == []
    assert [f for f, _ in said(link(B, C), link(A, B, until=LAST - DAY))] == ["until"]
    assert [f for f, _ in said(link(B, C), link(A, B, "transfer"))] == ["since"]
    assert said(link(B, C, "transfer"), link(A, B, "transfer", "removal")) == []
    assert [f for f, _ in said(link(B, C, "transfer", "removal"), link(A, B, "transfer"))] == ["since"]


def test_what_was_given_by_two_counts_together() -> None:
    terms = (Term(A, FIRST), Term(D, FIRST))
    assert said(link(B, C, "transfer", "removal"), link(A, B, "transfer"), link(D, B, "removal"), terms=terms) == []


def test_through_how_many_hands_a_post_goes() -> None:
    sentence = "The post would go through too many hands: 甲 > 乙 > 丙 > 丁. It can be passed on 2 times at most."
    chain = [link(A, B), link(B, C)]
    assert said(link(C, D), *chain) == [("proxy", sentence)]
    assert said(link(C, D), *chain, bounds=Bounds(3, 30)) == []
    # Also where it is lengthened at its upper end.
    assert said(link(A, B), link(B, C), link(C, D)) == [("proxy", sentence)]
    # On other days, or for other processes, they are not one row of hands.
    assert [f for f, _ in said(link(C, D, since=LAST), link(A, B), link(B, C, until=LAST - DAY))] == ["since"]
    assert said(link(A, B, "removal"), link(B, C, "transfer"), link(C, D)) == []


def test_a_post_never_comes_back_to_somebody_who_passed_it_on() -> None:
    bounds = Bounds(9, 30)
    back = "The post would come back to somebody who passed it on: 乙 > 丙 > 乙."
    assert said(link(C, B), link(A, B), link(B, C), bounds=bounds) == [("proxy", back)]
    assert said(link(C, B, "removal"), link(A, B), link(A, C), link(B, C, "transfer"), bounds=bounds) == []
    assert said(link(C, B, since=LAST), link(A, B), link(A, C), link(B, C, until=LAST - DAY), bounds=bounds) == []
    longer = "The post would come back to somebody who passed it on: 乙 > 丙 > 丁 > 乙."
    assert said(link(D, B), link(A, B), link(B, C), link(C, D), bounds=bounds) == [("proxy", longer)]


def test_the_ways_in_which_somebody_has_a_post() -> None:
    terms, chain = [Term(A, FIRST, LAST)], [link(A, B), link(B, C, "transfer", since=FIRST + DAY)]
    assert ways(A, FIRST, "transfer", terms, chain) == [[]]
    assert ways(B, FIRST, "removal", terms, chain) == [chain[:1]]
    assert [bool(ways(C, FIRST + n * DAY, "transfer", terms, chain)) for n in (0, 1, 29, 30)] == [
        False,
        True,
        True,
        False,
    ]
    assert ways(C, LAST, "removal", terms, chain) == []
    assert ways(D, LAST, "transfer", terms, chain) == []
    # The holder left on the last day but one: the proxies have nothing.
    assert ways(C, LAST, "transfer", [Term(A, FIRST, LAST - DAY)], chain) == []
