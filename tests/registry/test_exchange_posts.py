"""Importing posts and their holders: every rule with its words and its place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from django.utils import translation

from config.demo.building import Demo
from registry import exchange
from registry.models import Appointment, Post
from tests.registry.exchange_files import BY, Row, faults_of, id_number, post, xlsx

UNKNOWN = "No organisation has this code, neither here nor in the register."
MISSING = "This column must be filled in."


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


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
