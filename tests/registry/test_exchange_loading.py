"""Importing: every rule with its words and its place, all mistakes at once, and nothing written if there is one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.utils import translation

from audit import journal
from audit.journal import Stream
from audit.models import Entry
from config.demo.building import Demo
from registry import exchange, members, posts, secrecy
from registry.exchange import reports
from registry.models import Organisation, Person, Post, Standing
from registry.refusals import Conflict
from tests.registry.exchange_files import (
    BY,
    Row,
    csv_file,
    faults_of,
    held,
    id_number,
    member,
    organisation,
    post,
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


def test_an_import_writes_organisations_members_and_posts(world: Demo) -> None:
    before = held()
    sheets = {
        "组织": [
            organisation(编码="N0201", 上级编码="N02", 名称="中共新设镇一村支部委员会", 电话="＋86 855"),
            organisation(编码="N02", 上级编码="QH", 层级="基层党委", 名称="中共新设镇委员会", 有审批权限="是", 成立日期="2026年1月1日"),
        ],
        "党员": [
            member(所在组织编码="N0201", 姓名="王　芳", 性别="女", 民族="彝族"),
            member(所在组织编码="N0201", 姓名="沙玛·阿木", 出生日期="1991/2/3", 公民身份号码="", 党籍="预备党员", 转正日期="", 到本组织日期=""),
        ],
        "职务": [
            post(组织编码="N0201", 职责="书记", 职务名称="支部书记", 任职人姓名="", 任职人身份证号=id_number()),
            post(组织编码="N02", 职责="组织员", 职务名称=""),
            post(组织编码="N02", 职责="审计员", 职务名称="", 任职人姓名="", 任职人身份证号="", 任职开始=""),
        ],
    }  # fmt: skip
    examined = exchange.examine(xlsx(**sheets), "名册.xlsx")
    assert (examined.ok, examined.faults, held()) == (True, [], before)
    report = exchange.load(xlsx(**sheets), "名册.xlsx", by=BY)
    assert report.faults == []
    made = {"organisations": 2, "persons": 3, "members": 2, "posts": 3, "appointments": 2}
    assert examined.created() == report.created() == made
    branch = Organisation.objects.get(code="N0201")
    assert branch.lineage == [*world.organisations["QH"].lineage, branch.parent_id, branch.pk]
    assert (branch.short_name, branch.telephone, branch.parent.may_approve) == (branch.name, "+86 855", True)
    wang, shama = members.members_of(branch, world.day).order_by("joined_on", "person__born_on")
    assert (wang.person.name, wang.person.ethnic_group, wang.person.id_number()) == ("王芳", "彝", id_number())
    assert wang.dues_paid_until == dt.date(2026, 10, 1)
    assert (shama.standing, shama.affiliations.get().since) == (Standing.PROBATIONARY, dt.date(2015, 7, 1))
    secretary = posts.holders(branch.posts.get(role="secretary"), world.day)
    assert secretary == [wang.person]
    assert Post.objects.get(organisation=branch.parent, role="organiser").single is False
    assert Post.objects.get(organisation=branch.parent, role="auditor").appointments.count() == 0
    assert members.homeless(world.day).count() == 0


def test_an_import_is_one_entry_with_the_digest_of_its_rows(world: Demo) -> None:
    before = Entry.objects.count()
    report = exchange.load(xlsx(党员=[member()]), "/tmp/某处/名册.xlsx", by=BY)
    assert Entry.objects.count() == before + 1
    (entry,) = journal.entries_of(Stream("import", report.import_id))
    assert (entry.act, entry.actor_id, entry.words["file"]) == ("register.imported", "test", "名册.xlsx")
    assert entry.facts == {
        "rows_digest": report.rows_digest,
        "created": {"organisations": 0, "persons": 1, "members": 1, "posts": 0, "appointments": 0},
        "unchanged": {"organisations": 0, "members": 0, "posts": 0},
    }
    assert id_number() not in str(entry.facts) + str(entry.words)
    assert journal.verify().ok


def test_the_digest_is_of_the_rows_not_of_the_file(world: Demo) -> None:
    digests = [exchange.examine(file, name).rows_digest for file, name in (
        (xlsx(党员=[member()]), "a.xlsx"), (csv_file([member()]), "b.csv"), (csv_file([member(姓名="王新")]), "c.csv"),
    )]  # fmt: skip
    assert (digests[0] == digests[1], digests[0] == digests[2]) == (True, False)


ORGANISATION_FAULTS: dict[str, tuple[list[Row], list[tuple[int, str, str]]]] = {
    "missing": ([organisation(编码="", 名称=None, 层级=" ")], [(2, "编码", MISSING), (2, "名称", MISSING), (2, "层级", MISSING)]),
    "too long": ([organisation(编码="N" * 21, 名称="名" * 101)], [(2, "编码", "At most 20 characters fit here."), (2, "名称", "At most 100 characters fit here.")]),
    "level": ([organisation(层级="小组")], [(2, "层级", "Write one of: 党支部、党总支、基层党委、县委、州委、省委.")]),
    "twice": ([organisation(), organisation(名称="另一个")], [(3, "编码", "This code is in row 2 already.")]),
    "unknown parent": ([organisation(上级编码="QH99")], [(2, "上级编码", UNKNOWN)]),
    "no parent": ([organisation(上级编码="")], [(2, "上级编码", "A branch or general branch needs an organisation above it.")]),
    "own parent": ([organisation(上级编码="QH0177")], [(2, "上级编码", "This organisation would stand under itself.")]),
    "circle": (
        [organisation(编码=code, 名称=code, 层级="基层党委", 上级编码=above) for code, above in (("A", "B"), ("B", "C"), ("C", "B"), ("D", "QH"))],
        [(3, "上级编码", "This organisation would stand under itself."), (4, "上级编码", "This organisation would stand under itself.")],
    ),
    "level under": ([organisation(上级编码="QH0101")], [(2, "上级编码", "An organisation of this level cannot stand under 中共玉屏街道锦江社区支部委员会.")]),
    "county under county": ([organisation(层级="县委", 上级编码="QH")], [(2, "上级编码", "An organisation of this level cannot stand under 中共清河县委员会.")]),
    "authority": ([organisation(有审批权限="是")], [(2, "有审批权限", "A branch or general branch cannot have approving authority.")]),
    "days": ([organisation(成立日期="2027-01-01", 撤销日期="2026-01-01")], [(2, "成立日期", FUTURE), (2, "撤销日期", "An organisation cannot be dissolved before it is founded.")]),
    "changed": ([organisation(编码="QH0101", 名称="改了名", 上级编码="QH02")], [
        (2, "名称", "The register has “中共玉屏街道锦江社区支部委员会” here; an import adds and never changes."),
        (2, "上级编码", "The register has “QH01” here; an import adds and never changes."),
    ]),
}  # fmt: skip


@pytest.mark.parametrize("case", ORGANISATION_FAULTS)
def test_organisations_that_cannot_be(world: Demo, case: str) -> None:
    rows, expected = ORGANISATION_FAULTS[case]
    assert sorted(faults_of(组织=rows)) == sorted(("组织", *fault) for fault in expected)


def test_one_bad_row_of_many_stops_all_of_them(world: Demo) -> None:
    """A batch is written and undone again."""
    good = [
        member(姓名="王" + chr(0x4E00 + n), 公民身份号码="", 出生日期=f"19{60 + n % 40}-01-01") for n in range(2100)
    ]
    assert faults_of(党员=[*good, member(所在组织编码="X")]) == [("党员", 2102, "所在组织编码", UNKNOWN)]


def test_all_mistakes_are_counted_and_a_thousand_are_kept(world: Demo) -> None:
    report = exchange.examine(xlsx(党员=[member(性别="?", 党籍="?") for _ in range(700)]), "a.xlsx")
    assert (report.faults_total, len(report.faults), report.tallies["members"].faulty) == (
        700 * 2 + 699,
        reports.MOST_KEPT,
        700,
    )


def test_the_number_of_questions_does_not_grow_with_the_rows(world: Demo) -> None:
    def questions(first: int, count: int) -> int:
        orders = range(first, first + count)
        rows = [member(姓名=f"王{chr(0x4E00 + n)}", 公民身份号码=id_number(order=n)) for n in orders]
        with connection.execute_wrapper(counting := _Counter()):
            report = exchange.load(xlsx(党员=rows), "a.xlsx", by=BY)
        assert (report.faults, report.created()["members"]) == ([], count)
        return counting.count

    assert questions(100, 2) == questions(200, 300)


class _Counter:
    """Counts statements."""

    count = 0

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        self.count += 1
        return execute(sql, params, many, context)


def test_id_numbers_are_sealed(world: Demo) -> None:
    exchange.load(xlsx(党员=[member()]), "a.xlsx", by=BY)
    person = Person.objects.get(id_number_index=secrecy.blind_index(id_number()))
    assert (person.id_number_masked, id_number() in person.id_number_sealed) == (
        "990101********" + id_number()[-4:],
        False,
    )
    assert person.name_sort == "wang2 xin1 min2"


@pytest.mark.django_db(transaction=False)
def test_a_second_import_waits_for_its_turn(world: Demo, monkeypatch: pytest.MonkeyPatch) -> None:
    """The lock is held by somebody else: the answer comes at once."""
    monkeypatch.setattr("registry.exchange.loading._LOCK", "registry.exchange.test")
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(hashtextextended('registry.exchange.test', 0))")
        with pytest.raises(Conflict, match="Another import is under way"):
            exchange.load(xlsx(党员=[member()]), "a.xlsx", by=BY)
    finally:
        other.close()


def test_a_person_recorded_meanwhile_is_a_conflict(world: Demo, monkeypatch: pytest.MonkeyPatch) -> None:
    before = held()
    monkeypatch.setattr("registry.exchange.members.recorded_persons", lambda register, rows: {})
    row = member(
        姓名="同号", 公民身份号码=next(p for p in Person.objects.exclude(id_number_index="")).id_number(), 出生日期=""
    )
    with pytest.raises(Conflict, match="changed meanwhile"):
        exchange.load(
            xlsx(党员=[row | {"入党日期": "2020-01-01", "转正日期": "", "到本组织日期": ""}]), "a.xlsx", by=BY
        )
    assert held() == before
