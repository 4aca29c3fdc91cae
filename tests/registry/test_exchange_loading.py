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
from registry.models import Appointment, Member, Organisation, Person, Post, Standing
from registry.refusals import Conflict
from tests.registry.exchange_files import Row, csv_file, held, id_number, member, organisation, post, xlsx

BY = journal.system("test")
CHANGED = "The register has something else here; an import adds and never changes."
FUTURE = "This day lies in the future."
UNKNOWN = "No organisation has this code, neither here nor in the register."
MISSING = "This column must be filled in."


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def faults_of(**sheets: list[Row]) -> list[tuple[Any, ...]]:
    """What is wrong with a file, the same for an examination and an import, and nothing is written."""
    before = held()
    examined = exchange.examine(xlsx(**sheets), "名册.xlsx")
    loaded = exchange.load(xlsx(**sheets), "名册.xlsx", by=BY)
    assert held() == before
    assert examined.faults == loaded.faults
    assert (examined.ok, loaded.ok, loaded.import_id) == (not examined.faults, not loaded.faults, "")
    return [tuple(fault) for fault in loaded.faults]


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


def test_whoever_left_the_roll_is_not_imported_back(world: Demo, ordinary_member: Member) -> None:
    Member.objects.filter(pk=ordinary_member.pk).update(standing=Standing.REMOVED)
    assert faults_of(党员=[known(ordinary_member)]) == [
        ("党员", 2, "党籍", "This person has left the roll (removed); coming back is an admission of its own.")
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


NEITHER = "Write the holder's ID number, or name, sex and birth date."
SPAN = "Row 2 fills this post in the same span of days."
DEPUTY: Row = {"职责": "副书记", "职务名称": "第二副书记"}
POST_FAULTS: dict[str, tuple[list[Row], list[tuple[int, str, str]]]] = {
    "missing": ([post(组织编码="", 职责="")], [(2, "组织编码", MISSING), (2, "职责", MISSING)]),
    "role": ([post(职责="处长")], [(2, "职责", "Write one of: 书记、副书记、组织委员、党委委员、组织员、组织部部长、审计员、登记员.")]),
    "unknown": ([post(组织编码="X")], [(2, "组织编码", UNKNOWN)]),
    "outside": ([post(组织编码="OUT1")], [(2, "组织编码", "An outside organisation has no posts here.")]),
    "since": ([post(任职开始="")], [(2, "任职开始", "Write the first day of the term.")]),
    "reversed": ([post(任职结束="2025-12-31")], [(2, "任职结束", "A term cannot end before it begins.")]),
    "nobody": ([post(任职人姓名="", 任职人身份证号="")], [(2, "任职人身份证号", NEITHER)]),
    "only a name": ([post(任职人身份证号="")], [(2, "任职人身份证号", NEITHER)]),
    "unknown number": ([post(任职人姓名="")], [(2, "任职人姓名", "Nobody with this ID number is recorded; write the holder's name.")]),
    "masked": ([post(任职人身份证号="990101********0018")], [(2, "任职人身份证号", "This ID number is masked; an import needs a file exported with ID numbers.")]),
    "birth date": ([post(任职人出生日期="1990-01-02")], [(2, "任职人出生日期", "The birth date does not match the ID number.")]),
    "two names": ([post(), post(组织编码="QH02", 任职人姓名="赵新化")], [(3, "任职人姓名", "This is another name than in row 2 for the same person.")]),
    "two holders": (
        [post(**DEPUTY, 任职结束="2026-06-30"), post(**DEPUTY, 任职人姓名="钱新华", 任职人身份证号=id_number(order=12), 任职开始="2026-06-30")],
        [(3, "任职开始", SPAN)],
    ),
    "twice on a shared post": ([post(), post(任职开始="2026-02-01")], [(3, "任职开始", SPAN)]),
    "two secretaries": (
        [post(组织编码="QH0103", 职责="组织部部长", 职务名称="甲"), post(组织编码="QH0103", 职责="组织部部长", 职务名称="乙", 任职开始="2026-02-01")],
        [(3, "职务名称", "This organisation has one such post, called “甲”.")],
    ),
    "vacant twice": ([post(**dict.fromkeys(("任职人姓名", "任职人身份证号", "任职开始"), ""))] * 2, [(3, "职务名称", "This post is in the file already.")]),
}  # fmt: skip


@pytest.mark.parametrize("case", POST_FAULTS)
def test_posts_that_cannot_be(world: Demo, case: str) -> None:
    rows, expected = POST_FAULTS[case]
    assert sorted(faults_of(职务=rows)) == sorted(("职务", *fault) for fault in expected)


def test_another_name_does_not_make_a_second_secretary(world: Demo) -> None:
    title = Post.objects.get(organisation__code="QH01", role="secretary").title
    assert faults_of(职务=[post(职责="书记", 职务名称="另一书记")]) == [
        ("职务", 2, "职务名称", f"This organisation has one such post, called “{title}”.")
    ]


def test_a_single_post_that_is_held_is_not_given_twice(world: Demo) -> None:
    title = Post.objects.get(organisation__code="QH01", role="secretary").title
    assert faults_of(职务=[post(职责="书记", 职务名称=title)]) == [
        ("职务", 2, "任职开始", "This post has a holder in the register in this span of days.")
    ]


def test_terms_that_only_touch_are_in_order(world: Demo) -> None:
    rows = [post(**DEPUTY, 任职结束="2026-06-30"), post(**DEPUTY, 任职开始="2026-07-01", 代理="是")]
    report = exchange.load(xlsx(职务=rows), "a.xlsx", by=BY)
    assert (report.faults, report.created()["appointments"], report.posts, report.persons) == ([], 2, 1, 1)
    terms = Appointment.objects.filter(post__title="第二副书记").order_by("since")
    assert [(t.until, t.acting, t.single) for t in terms] == [(dt.date(2026, 6, 30), False, True), (None, True, True)]


def test_a_term_as_recorded_is_unchanged_and_a_changed_one_is_refused(world: Demo) -> None:
    held_now = Appointment.objects.select_related("post", "person").get(
        post__organisation__code="QH01", post__role="secretary"
    )
    row = post(
        职责="书记", 职务名称=held_now.post.title, 任职人姓名="", 任职人身份证号=held_now.person.id_number(), 任职开始=str(held_now.since),
    )  # fmt: skip
    report = exchange.examine(xlsx(职务=[row]), "a.xlsx")
    assert (report.faults, report.tallies["posts"].unchanged) == ([], 1)
    sentence = "The register has “—” here; an import adds and never changes."
    assert faults_of(职务=[row | {"任职结束": "2026-12-31"}]) == [("职务", 2, "任职结束", sentence)]


def test_one_bad_row_of_many_stops_all_of_them(world: Demo) -> None:
    """Two batches are written and undone again; every mistake is counted, a thousand are kept."""
    good = [
        member(姓名="王" + chr(0x4E00 + n), 公民身份号码="", 出生日期=f"19{60 + n % 40}-01-01") for n in range(4100)
    ]
    assert faults_of(党员=[*good, member(所在组织编码="X")]) == [("党员", 4102, "所在组织编码", UNKNOWN)]


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
