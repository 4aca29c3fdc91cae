"""The extract of the ledgers on paper: months, runs and corrections as they stand, whatever language is on."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import translation

from config.demo.building import Demo
from documents.kinds import kind_of, problems
from registry import ledgers
from registry.calendar import add_months
from registry.ledger_rules import Said
from registry.models import Appointment, LedgerEntry, Member, User
from tests import desk
from tests.families.filled import DONE, MISSED, entered, life, settled
from workflows.families.ledger_extract import extract, facts_of
from workflows.families.ledger_months import months_of

pytestmark = pytest.mark.django_db
DAY, MARCH = dt.date(2026, 11, 24), dt.date(2026, 3, 1)
KIND = kind_of("D-MO-3")


@pytest.fixture
def member(world: Demo, ordinary_member: Member) -> Member:
    """A full member of 锦江社区 with eight months in the ledgers, the third of them corrected."""
    member, secretary = settled(world, ordinary_member), world.holder("QH0101", "secretary")
    life(world, secretary, member, "dmmmnmmm", first=MARCH)
    row = LedgerEntry.objects.get(member=member, ledger="life", month=dt.date(2026, 5, 1))
    ledgers.correct(row, Said("excused", "on_duty"), "补交了出差证明", by=secretary)
    return member


def test_the_months_runs_and_corrections(world: Demo, member: Member, secretary: User) -> None:
    branch = world.organisations["QH0101"]
    with translation.override("en"):
        found = facts_of(member, branch, DAY)
    said = ["已履行", "未履行", "正当理由：因公外出*", "未履行", "当月没有安排", "未履行", "未履行", "未履行"]
    assert found == {
        "branch": branch.name, "name": member.person.name, "kind": "正式", "joined_on": "2020-01-01", "full_on": "2021-01-01",
        "first_month": "2026年3月", "last_month": "2026年10月",
        "entries": [
            {"month": f"2026年{month}月", "dues": "已履行", "life": value, "work": "已履行"}
            for month, value in zip(range(3, 11), said, strict=True)
        ],
        "runs": [
            {"ledger": "党费", "months": 0, "why": "没有连续未履行的月份。"},
            {
                "ledger": "组织生活", "months": 5,
                "why": "连续5个月未履行：2026-04至2026-10。既不计入也不中断的月份：2026-05、2026-07。",
            },
            {"ledger": "党所分配的工作", "months": 0, "why": "没有连续未履行的月份。"},
        ],
        "corrections": [
            {
                "month": "2026年5月", "ledger": "组织生活", "before": "未履行", "after": "正当理由：因公外出",
                "reason": "补交了出差证明", "by": secretary.person.name, "on": "2026-11-24",
            }
        ],
        "recorded_by": secretary.person.name, "secretary": secretary.person.name, "date": "2026-11-24",
    }  # fmt: skip
    assert problems(KIND, found) == {}


def test_at_least_six_months_are_shown_and_a_gap_is_said(world: Demo, ordinary_member: Member, secretary: User) -> None:
    member = settled(world, ordinary_member)
    entered(world.organisations["QH0101"], secretary, dt.date(2026, 10, 1), member, dues=MISSED)
    found = facts_of(member, world.organisations["QH0101"], DAY)
    assert [row["month"] for row in found["entries"]] == [f"2026年{month}月" for month in range(5, 11)]
    assert [row["dues"] for row in found["entries"]] == ["未填报"] * 5 + ["未履行"]
    assert found["corrections"] == []


def test_no_more_months_are_shown_than_have_room(world: Demo, ordinary_member: Member, secretary: User) -> None:
    member = settled(world, ordinary_member)
    life(world, secretary, member, "d" * 25, first=add_months(dt.date(2026, 10, 1), -24))
    oldest = LedgerEntry.objects.filter(member=member, ledger="life").earliest("month")
    ledgers.correct(oldest, MISSED, "签到表上没有", by=secretary)
    found = facts_of(member, world.organisations["QH0101"], DAY)
    assert (len(found["entries"]), found["first_month"], found["corrections"]) == (24, "2024年11月", [])
    assert problems(KIND, found) == {}


def test_without_rows_or_secretary_it_can_still_be_printed(
    world: Demo, ordinary_member: Member, secretary: User
) -> None:
    Appointment.objects.filter(person=secretary.person).update(until=DAY - dt.timedelta(days=1))
    found = facts_of(ordinary_member, world.organisations["QH0101"], DAY)
    assert (found["secretary"], found["recorded_by"]) == ("", "—")
    assert problems(KIND, found) == {}


def test_a_case_about_the_member_gives_the_same(world: Demo, member: Member, secretary: User) -> None:
    branch = world.organisations["QH0101"]
    case = desk.opened(secretary, branch, member, world.organisations["HK0102"])
    assert extract(case) == facts_of(member, branch, DAY)
    assert months_of(member, DAY).current[dt.date(2026, 3, 1), "life"].value == DONE.value
