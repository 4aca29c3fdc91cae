"""The papers of a meeting with several items: what they say and in which order, and that none is issued incomplete."""

from __future__ import annotations

import re
from typing import Any

import pytest

from documents import kinds, typesetting
from documents.gallery import specimens
from documents.kinds import PaperKind, kind_of
from documents.papers import ballots, meetings
from tests.documents.conftest import Compose
from tests.documents.test_tables import html_of
from tests.documents.test_transfer_papers import Read

CODES = {f"D-MT-{code}" for code in ("1a", "1b", "2", "3", "4", "5a", "5b", "6", "7", "8")}
# Handbook 3.5, in the names of the fields; those of each item are columns.
OF_MINUTES = {
    "branch", "meeting_on", "place", "chair", "recorder", "topic", "members_total", "members_full", "members_probationary", "entitled", "present",
    "absent_total", "written", "speeches", "heard", "items_total",
}  # fmt: skip
OF_AN_ITEM = {
    "item",
    "matter",
    "ballot",
    "votes_for",
    "votes_against",
    "abstained",
    "sentence",
    "resolution",
    "entitled",
    "present",
}


def everyday(code: str, **more: object) -> dict[str, object]:
    return specimens.everyday(kind_of(code)) | more


def composed(compose: Compose, code: str, **more: object) -> bytes:
    return compose(code, everyday(code, **more), number=specimens.number_of(kind_of(code)))


def in_order(text: str, parts: list[str]) -> None:
    places = [text.find(part) for part in parts]
    assert -1 not in places, parts[places.index(-1)]
    assert places == sorted(places)


def columns_of(code: str, field: str) -> dict[str, kinds.Field]:
    """The columns of a field by name."""
    found = next(one for one in kind_of(code).fields if one.name == field)
    return {column.name: column for column in found.columns}


def test_every_paper_is_here() -> None:
    declared = (*vars(meetings).values(), *vars(ballots).values())
    assert {kind.code for kind in declared if isinstance(kind, PaperKind)} == CODES


def test_minutes_are_not_issued_while_anything_they_must_hold_is_missing() -> None:
    kind = kind_of("D-MT-3")
    missing = {name: set(kinds.problems(kind, everyday("D-MT-3", **{name: None}))) for name in OF_MINUTES}
    assert missing == {name: {name} for name in OF_MINUTES}


@pytest.mark.parametrize("name", sorted(OF_AN_ITEM))
def test_nor_while_an_item_lacks_anything(name: str) -> None:
    kind, said = kind_of("D-MT-3"), everyday("D-MT-3")
    [item] = said["motions"]  # type: ignore[misc]
    assert set(kinds.problems(kind, said | {"motions": [item | {name: None}]})) == {"motions"}


def test_the_minutes_leave_nothing_of_an_item_open() -> None:
    for field in ("motions", "elections"):
        columns = columns_of("D-MT-3", field)
        optional = [name for name, column in columns.items() if not column.required]
        assert (set(columns) >= OF_AN_ITEM - {"votes_for", "votes_against", "abstained"}, optional) == (True, [])


def test_minutes_print_the_items_one_after_another(compose: Compose, read: Read) -> None:
    text = read(composed(compose, "D-MT-3"))
    in_order(
        text,
        [
            "会议记录", "会议类别支部党员大会", "党员总数17", "缺席人员", "王秀英因公出差李秀兰", "郭光荣", "发言要点", "议题数3", "议题二：通报第三季度党费收缴情况",
            "议题一", "举手表决", "书面意见0赞成11反对1弃权1", "表决结论", "占应到会15名", "决议同意使用留存党费", "议题三", "无记名投票", "发出选票13",
            "赵志强921当选", "钟敏471未当选", "主持人签名",
        ],
    )  # fmt: skip


def test_the_tally_shows_what_each_teller_entered(compose: Compose, read: Read) -> None:
    text = read(composed(compose, "D-MT-4"))
    in_order(text, ["1赵志强16:02主持人1111", "2钟敏16:03主持人1111", "第1次", "1赵志强921921当选", "签名（甲）"])


def test_resolutions_are_numbered_and_signed(compose: Compose, read: Read) -> None:
    text = read(composed(compose, "D-MT-6"))
    in_order(text, ["支部党员大会决议", "一、关于使用留存党费", "赞成11票，反对1票", "决议：同意", "二、补选", "发出选票13张", "决议：赵志强", "书记（签名）：李秀兰"])  # fmt: skip


def test_a_notice_speaks_of_the_subject_only_where_there_is_one(compose: Compose, read: Read) -> None:
    right = "本人有权到会陈述和申辩"
    assert right in read(composed(compose, "D-MT-1a"))
    assert right not in read(composed(compose, "D-MT-1a", subjects=[]))


def test_what_stands_in_an_item_is_marked_as_of_the_items() -> None:
    """What does not fit is said of a field of the paper: of a column by itself nobody could find it."""
    marked = set(re.findall(r'data-field="(\w+)"', html_of(kind_of("D-MT-4"))))
    columns = {name for field in ("motions", "elections") for name in columns_of("D-MT-4", field)}
    assert (marked >= {"motions", "elections"}, marked & columns) == (True, set())


@pytest.mark.parametrize(("number", "words"), [(1, "一"), (9, "九"), (10, "十"), (11, "十一"), (19, "十九")])
def test_headings_count_in_chinese(number: int, words: str) -> None:
    assert typesetting.ordinal(number) == words


@pytest.mark.parametrize("number", [0, 20])
def test_no_heading_has_such_a_number(number: int) -> None:
    with pytest.raises(ValueError, match="numbers no heading"):
        typesetting.ordinal(number)


def test_a_paper_says_nothing_of_items_it_has_none_of(compose: Compose, read: Read) -> None:
    nothing: dict[str, Any] = {"motions": [], "elections": [], "discussed": ["议题一：学习有关规定"], "items_total": 1}
    text = read(composed(compose, "D-MT-3", **nothing))
    assert ("表决方式" in text, "应选名额" in text, "议题一：学习" in text) == (False, False, True)
