"""Importing members: every rule with its words and its place; the recorded ones are compared and never changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import translation

from config.demo.building import Demo
from registry import exchange
from registry.models import Member, Organisation, Person, Standing
from tests.registry.exchange_files import (
    BY,
    Row,
    faults_of,
    held,
    id_number,
    member,
    xlsx,
)

CHANGED = "The register has something else here; an import adds and never changes."
FUTURE = "This day lies in the future."
UNKNOWN = "No organisation has this code, neither here nor in the register."
MISSING = "This column must be filled in."


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


SAME_PERSON = "The same person is in row 2 already."
NUMBERS_OF_BOTH = "Row 2 has the same name, sex and birth date; write the ID numbers of both."
MEMBER_FAULTS: dict[str, tuple[list[Row], list[tuple[int, str, str]]]] = {
    "missing": (
        [{"姓名": None, "性别": "", "所在组织编码": "", "党籍": "", "入党日期": "", "公民身份号码": id_number()}],
        [(2, title, MISSING) for title in ("姓名", "性别", "所在组织编码", "党籍", "入党日期")],
    ),
    "sex": ([member(性别="男性")], [(2, "性别", "Write one of: 男、女.")]),
    "id number": ([member(公民身份号码="990101199001010018")], [(2, "公民身份号码", "This is not a valid ID number; check the 18 characters.")]),
    "masked": ([member(公民身份号码="990101********0018")], [(2, "公民身份号码", "This ID number is masked; an import needs a file exported with ID numbers.")]),
    "birth date": ([member(出生日期="1990-01-02")], [(2, "出生日期", "The birth date does not match the ID number.")]),
    "neither": ([member(出生日期="", 公民身份号码="")], [(2, "出生日期", "Write the birth date or the ID number.")]),
    "not born yet": ([member(出生日期="2027-01-01", 公民身份号码="")], [(2, "出生日期", FUTURE)]),
    "number twice": ([member(), member(姓名="王新明")], [(3, "公民身份号码", SAME_PERSON)]),
    "same without numbers": ([member(公民身份号码=""), member(公民身份号码="")], [(3, "姓名", SAME_PERSON)]),
    "one without a number": ([member(), member(公民身份号码="")], [(3, "公民身份号码", NUMBERS_OF_BOTH)]),
    "unknown branch": ([member(所在组织编码="QH0199")], [(2, "所在组织编码", UNKNOWN)]),
    "committee": ([member(所在组织编码="QH01")], [(2, "所在组织编码", "Members belong to a branch or a general branch; this is neither.")]),
    "standing": ([member(党籍="积极分子")], [(2, "党籍", "Write one of: 正式党员、预备党员、停止党籍.")]),
    "future": ([member(入党日期="2026-11-25", 转正日期="", 到本组织日期="")], [(2, "入党日期", FUTURE), (2, "到本组织日期", FUTURE)]),
    "order of days": (
        [member(入党日期="2015-07-01", 转正日期="2015-06-30", 到本组织日期="2015-06-30")],
        [(2, "转正日期", "This day lies before the day of joining."), (2, "到本组织日期", "This day lies before the day of joining.")],
    ),
    "before birth": ([member(入党日期="1990-01-01")], [(2, "入党日期", "Nobody joins before birth.")]),
    "confirmed on probation": ([member(党籍="预备党员")], [(2, "转正日期", "A probationary member has not been confirmed yet.")]),
    "dues": ([member(党费交至="十月")], [(2, "党费交至", "Write the month like 2026-11.")]),
    "several": (
        [member(性别="?", 入党日期="1/7/2015", 所在组织编码="X"), member(公民身份号码="1")],
        [
            (2, "入党日期", "It is not certain which part is the year; write the date like 2026-11-24."),
            (2, "性别", "Write one of: 男、女."), (2, "所在组织编码", UNKNOWN),
            (3, "公民身份号码", "This is not a valid ID number; check the 18 characters."),
        ],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", MEMBER_FAULTS)
def test_members_that_cannot_be(world: Demo, case: str) -> None:
    rows, expected = MEMBER_FAULTS[case]
    assert sorted(faults_of(党员=rows)) == sorted(("党员", *fault) for fault in expected)


def known(member_of: Member, **changes: Any) -> Row:
    """The row of a recorded member, as an export has it."""
    person, home = member_of.person, member_of.affiliations.get()
    row = {
        "姓名": person.name, "性别": "男" if person.sex == "M" else "女", "民族": person.ethnic_group,
        "公民身份号码": person.id_number(), "联系电话": person.telephone, "所在组织编码": home.organisation.code,
        "党籍": "正式党员", "入党日期": str(member_of.joined_on), "转正日期": str(member_of.full_since),
        "党费交至": f"{member_of.dues_paid_until:%Y-%m}", "到本组织日期": str(home.since),
    }  # fmt: skip
    return row | changes


def test_a_member_as_recorded_is_unchanged(world: Demo, ordinary_member: Member) -> None:
    before = held()
    report = exchange.load(xlsx(党员=[known(ordinary_member)]), "a.xlsx", by=BY)
    assert (report.faults, report.tallies["members"].unchanged, report.tallies["members"].new) == ([], 1, 0)
    assert held() == before | {"Entry": before["Entry"] + 1}


def test_a_column_left_out_is_not_compared(world: Demo, ordinary_member: Member) -> None:
    row = known(ordinary_member)
    del row["联系电话"], row["党费交至"]
    report = exchange.examine(xlsx(党员=[row]), "a.xlsx")
    assert (report.faults, report.tallies["members"].unchanged) == ([], 1)


def test_a_recorded_member_is_never_changed(world: Demo, ordinary_member: Member) -> None:
    row = known(ordinary_member, 联系电话="", 民族="珞巴", 党费交至="2020-01", 到本组织日期=str(world.day))
    assert sorted(faults_of(党员=[row])) == sorted(
        ("党员", 2, title, CHANGED) for title in ("联系电话", "民族", "党费交至", "到本组织日期")
    )


def test_a_member_on_another_roll_moves_by_a_transfer_only(world: Demo, ordinary_member: Member) -> None:
    assert faults_of(党员=[known(ordinary_member, 所在组织编码="QH0102")]) == [
        ("党员", 2, "所在组织编码", "On the roll of QH0101 already; members move by a transfer, not by an import.")
    ]


LOST = "removed, had lost the conditions of membership"


def test_whoever_left_the_roll_is_not_imported_back(world: Demo, ordinary_member: Member) -> None:
    Member.objects.filter(pk=ordinary_member.pk).update(standing=Standing.REMOVED_LOST_CONDITIONS)
    assert faults_of(党员=[known(ordinary_member)]) == [
        ("党员", 2, "党籍", f"This person has left the roll ({LOST}); coming back is an admission of its own.")
    ]
    Member.objects.filter(pk=ordinary_member.pk).update(ended_on=world.day, barred_until=dt.date(2031, 11, 24))
    assert faults_of(党员=[known(ordinary_member)]) == [
        ("党员", 2, "党籍", f"This person has left the roll ({LOST}) and cannot be admitted again until 2031-11-24.")
    ]


def test_a_recorded_number_must_be_written(world: Demo, ordinary_member: Member) -> None:
    row = known(ordinary_member, 公民身份号码="", 出生日期=str(ordinary_member.person.born_on))
    assert faults_of(党员=[row]) == [
        ("党员", 2, "公民身份号码", "This person is recorded with an ID number; write it.")
    ]


def test_a_number_is_not_added_to_whom_it_may_not_belong(world: Demo) -> None:
    bare = Person.objects.create(name="王新民", sex="M", born_on=dt.date(1990, 1, 1))
    assert faults_of(党员=[member()]) == [("党员", 2, "公民身份号码", "This person is recorded without an ID number.")]
    report = exchange.load(xlsx(党员=[member(公民身份号码="", 联系电话="")]), "a.xlsx", by=BY)
    assert (report.faults, report.persons, bare.member.joined_on) == ([], 0, dt.date(2015, 7, 1))


def test_a_holder_of_a_post_becomes_a_member_without_a_second_record(world: Demo) -> None:
    holder = Person.objects.filter(member=None).exclude(id_number_index="").first()
    assert holder is not None
    row = member(
        姓名=holder.name, 性别="男" if holder.sex == "M" else "女", 民族=holder.ethnic_group, 出生日期="",
        公民身份号码=holder.id_number(), 联系电话=holder.telephone,
    )  # fmt: skip
    report = exchange.load(xlsx(党员=[row]), "a.xlsx", by=BY)
    assert (report.faults, report.persons, Member.objects.get(person=holder).joined_on) == ([], 0, dt.date(2015, 7, 1))


@pytest.mark.parametrize("code", ["OUT1", "QH0102"])
def test_nobody_is_enrolled_outside_or_where_all_is_dissolved(world: Demo, code: str) -> None:
    Organisation.objects.filter(code=code).update(level="branch", dissolved_on=world.day)
    expected = {
        "OUT1": "This organisation is outside; its members are not kept here.",
        "QH0102": "This organisation is dissolved.",
    }
    assert faults_of(党员=[member(所在组织编码=code)]) == [("党员", 2, "所在组织编码", expected[code])]
