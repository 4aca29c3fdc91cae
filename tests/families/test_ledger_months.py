"""A member's months are gathered from the rows in force, wherever he belonged, and judged by the policy of his branch."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from audit import clock, journal
from config.demo.building import Demo
from registry import ledgers, members
from registry.calendar import add_months
from registry.models import Affiliation, Approval, LedgerEntry, Member, User
from registry.models.ledgers import Ledger
from tests.families.filled import BEFORE, DONE, MAY, life, settled
from workflows.families.ledger_months import Months, months_of, span
from workflows.families.six_months import Rung
from workflows.policy.asking import adopt

pytestmark = pytest.mark.django_db
BY = journal.system("test")
DAY = dt.date(2026, 11, 24)


@pytest.fixture
def member(world: Demo, ordinary_member: Member) -> Member:
    """A full member of 锦江社区, which has had the same people for years."""
    return settled(world, ordinary_member)


def counts(found: Months) -> dict[str, int]:
    return {run.ledger.value: len(run.missed) for run in found.runs}


def test_six_months_of_one_ledger_make_the_case_due(world: Demo, member: Member, secretary: User) -> None:
    life(world, secretary, member, "mmmmmm")
    found = months_of(member, DAY)
    assert (counts(found), found.finding) == ({"dues": 0, "life": 6, "work": 0}, Rung.CASE)
    assert found.runs[1].missed == tuple(add_months(MAY, n) for n in range(6))


def test_a_row_that_was_corrected_does_not_count(world: Demo, member: Member, secretary: User) -> None:
    life(world, secretary, member, "mmmmmm")
    row = LedgerEntry.objects.get(member=member, ledger="life", month=dt.date(2026, 8, 1))
    new = ledgers.correct(row, DONE, "补记：当日参加了主题党日", by=secretary)
    found = months_of(member, DAY)
    assert (counts(found)["life"], found.finding) == (2, Rung.CRITICISM)
    assert (found.corrections, found.current[row.month, "life"]) == ([new], new)
    assert row in found.rows


def test_months_move_with_the_member(world: Demo, member: Member, secretary: User, sister: User) -> None:
    life(world, secretary, member, "mmm")
    new = world.organisations["QH0102"]
    members.move_home(member, new, by=BY, on=dt.date(2026, 8, 5), case_reference="C", article="")
    life(world, sister, member, "mmm", "QH0102", dt.date(2026, 8, 1))
    assert counts(months_of(member, DAY))["life"] == 6


def test_months_before_a_gap_do_not_count(world: Demo, member: Member, secretary: User) -> None:
    life(world, secretary, member, "mmmmmm")
    Affiliation.objects.filter(member=member).update(since=dt.date(2026, 8, 2))
    Affiliation.objects.create(
        member=member, organisation=world.organisations["HK0103"], since=BEFORE, until=dt.date(2026, 7, 31)
    )
    assert counts(months_of(member, DAY))["life"] == 2
    Affiliation.objects.filter(member=member, since=BEFORE).delete()
    Affiliation.objects.create(
        member=member, organisation=world.organisations["HK0103"], since=BEFORE, until=dt.date(2026, 8, 1)
    )
    assert counts(months_of(member, DAY))["life"] == 6


def test_while_suspended_and_before_the_restoration_no_month_counts(
    world: Demo, member: Member, secretary: User, superior: User
) -> None:
    life(world, secretary, member, "mmmmmm")
    Member.objects.filter(pk=member.pk).update(standing="suspended", suspended_since=dt.date(2026, 11, 1))
    assert counts(months_of(Member.objects.get(pk=member.pk), DAY))["life"] == 0
    Member.objects.filter(pk=member.pk).update(standing="full", suspended_since=None)
    Approval.objects.create(
        act="approve", measure="restoration", subject=member.person, organisation=world.organisations["QH"],
        granted=True, on=dt.date(2026, 9, 15), by=superior.person, case_reference="CASE000001",
    )  # fmt: skip
    assert counts(months_of(Member.objects.get(pk=member.pk), DAY))["life"] == 1


@pytest.mark.parametrize("today", [dt.date(2026, 10, 31), dt.date(2026, 11, 1)])
def test_the_month_that_is_running_is_not_judged(world: Demo, member: Member, secretary: User, today: dt.date) -> None:
    life(world, secretary, member, "mmmmmm")
    assert counts(months_of(member, today))["life"] == (5 if today.month == 10 else 6)


def test_older_rules_of_the_place_do_not_ask_for_a_month_more(world: Demo, member: Member, secretary: User) -> None:
    adopt(world.organisations["QH01"], "seed_2005", by=BY, since=BEFORE)
    life(world, secretary, member, "mmmmmm")
    assert months_of(member, DAY).finding is Rung.CASE


def test_nothing_entered_is_nothing_missed(member: Member) -> None:
    found = months_of(member, DAY)
    assert (found.rows, found.finding, [run.ledger for run in found.runs]) == ((), Rung.NONE, list(Ledger))


def test_which_months_are_shown(world: Demo, member: Member, secretary: User) -> None:
    assert span(months_of(member, DAY), 3) == [dt.date(2026, 10, 1), dt.date(2026, 9, 1), dt.date(2026, 8, 1)]
    life(world, secretary, member, "m", first=dt.date(2026, 6, 1))
    assert len(span(months_of(member, DAY), 3)) == 5
    assert len(span(months_of(member, DAY), 12)) == 12
    clock.travel_to(dt.date(2027, 1, 1))
    assert span(months_of(member, clock.today()), 1)[0] == dt.date(2026, 12, 1)


def test_it_is_gathered_in_four_questions(
    world: Demo, member: Member, secretary: User, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(4):
        months_of(member, DAY)
    life(world, secretary, member, "mmm")
    with django_assert_num_queries(4):
        found = months_of(member, DAY)
        assert [str(row.organisation) + row.entered_by.name for row in found.rows] != []
