"""Titles broken by meaning, in the shape the standard asks for (GB/T 9704-2012, 7.3.1)."""

from __future__ import annotations

import pytest

from documents.titles import BREAK, COLUMNS, title_lines

NAME = "阿卜杜热合曼·阿卜杜克热木"
BRANCH = "中共玉屏街道锦江社区支部委员会"
LONG = "中共云南省红河哈尼族彝族自治州沙河彝族自治县青石民族乡高级中学支部委员会"

TITLES = [
    ([], "关于调整刘䶮同志组织关系的通知"),
    ([NAME], f"关于不予转出/{NAME}同志/组织关系的通知"),
    ([NAME], f"关于给予{NAME}同志/限期改正处置的请示"),
    ([NAME], f"关于取消{NAME}同志/预备党员资格的支部党员大会决议"),
    ([BRANCH], f"{BRANCH}/关于推迟召开支部党员大会/进行换届选举的请示"),
    ([BRANCH], f"{BRANCH}/关于退回《关于换届选举的请示》的通知"),
    ([BRANCH], f"关于{BRANCH}/换届选举结果的报告"),
    ([LONG], "关于中共云南省红河哈尼族彝族自治州/沙河彝族自治县青石民族乡高级中学/支部委员会换届选举结果的报告"),
    ([], "关于办公用房维修经费/和会议室调整有关问题的请示"),
    ([], "关于对软弱涣散党组织整顿/工作情况进行验收的报告"),
    (["李翀", "王秀英"], "关于李翀、王秀英等同志任职的批复"),
]


@pytest.mark.parametrize(("keep", "shown"), TITLES, ids=[shown[:12] for _keep, shown in TITLES])
def test_a_title_breaks_by_meaning(keep: list[str], shown: str) -> None:
    assert title_lines(shown.replace("/", ""), keep) == shown.split("/")


@pytest.mark.parametrize(("keep", "shown"), TITLES, ids=[shown[:12] for _keep, shown in TITLES])
def test_no_title_has_a_waist_or_a_crumb(keep: list[str], shown: str) -> None:
    sizes = [len(line) for line in title_lines(shown.replace("/", ""), keep)]
    assert all(4 <= size <= COLUMNS for size in sizes)
    waists = [size for above, size, below in zip(sizes, sizes[1:], sizes[2:], strict=False) if above > size < below]
    assert waists == []


def test_a_place_declared_for_a_break_is_taken_first_and_leaves_no_trace() -> None:
    said = f"关于给予周𬭎㛃同志{BREAK}限期改正处置和有关情况的请示"
    assert title_lines(said, ["周𬭎㛃"]) == ["关于给予周𬭎㛃同志", "限期改正处置和有关情况的请示"]
    assert title_lines(f"关于换届{BREAK}选举的请示") == ["关于换届选举的请示"]
    issued = title_lines(f"{BRANCH}关于换届选举{BREAK}和委员分工的请示", [BRANCH])
    assert issued == [BRANCH, "关于换届选举和委员分工的请示"]


def test_book_title_marks_are_opened_only_when_they_are_longer_than_a_line() -> None:
    inside = "关于推迟召开支部党员大会进行换届选举的请示"
    assert title_lines(f"关于退回并补正《{inside[:14]}》的通知") == ["关于退回并补正", f"《{inside[:14]}》的通知"]
    short = "《关于推迟换届选举的请示》的通知"
    assert title_lines(f"{BRANCH}关于终止办理{short}", [BRANCH]) == [BRANCH, "关于终止办理", short]
    assert title_lines(f"关于终止办理《{inside}》的通知") == [
        "关于终止办理《关于推迟召开",
        "支部党员大会进行换届选举的请示》的通知",
    ]


@pytest.mark.parametrize("size", [21, 55, 100])
def test_a_text_of_no_known_word_is_still_set(size: int) -> None:
    lines = title_lines("甲" * size)
    assert "".join(lines) == "甲" * size
    assert max(map(len, lines)) <= COLUMNS


@pytest.mark.parametrize(
    ("label", "lines"),
    [
        ("支部党员大会决议", ["支部", "党员大会", "决议"]),
        ("处置不合格党员审批表", ["处置不合格", "党员审批表"]),
        ("县级党委组织部意见", ["县级党委", "组织部意见"]),
        ("转出党组织", ["转出党组织"]),
    ],
)
def test_labels_of_a_narrow_column_break_by_meaning_too(label: str, lines: list[str]) -> None:
    assert title_lines(label, columns=5) == lines
