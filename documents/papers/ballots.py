"""Papers of the vote in a meeting (表决文书): tally, ballot slips, and a sheet to hold the meeting by hand.

Of a secret ballot they hold totals only: two tellers count without seeing each other's numbers, and both stand on the
tally. Elections: Regulation on elections in basic-level organisations (2020), names in stroke order. Limits are what
fits: every longest value is set together in a test.
"""

from __future__ import annotations

from dataclasses import replace

from documents import blanks as b
from documents.formats import SLIP, form
from documents.kinds import Field
from documents.papers.meetings import (
    BALLOT,
    BODY,
    CATEGORY,
    ELECTED,
    ELECTORS,
    ENTITLED,
    HEAD,
    HOLDER,
    ITEMS,
    MATTER,
    NAMES,
    PERSON,
    PLACE_OF,
    RIGHT,
    ROLL,
    SLIPS,
    VERDICT,
    VOTES,
)
from documents.tables import Above, Box, Cell, Each, Gap, Listing, Remark, by_hand, row

HOLDERS, ENTRIES = ("党支部", "基层党委"), 6
SEATS = b.count("seats", "应选名额", digits=2)
CANDIDATES = b.rows("candidates", "候选人（按姓氏笔画为序）", b.NAME, most=NAMES)
TELLER, ENTERED = b.person("teller", "计票人"), Field("entered", "录入", 32)
WHICH = Field("ballot_number", "第几次投票", 4)

_ENTRIES = b.rows("entries", "计票录入", TELLER, ENTERED, *VOTES, most=ENTRIES)
_SLIP_ENTRIES = b.rows("entries", "计票录入", TELLER, ENTERED, *SLIPS, most=ENTRIES)
_NAMES = b.rows(
    "counted", "各人得票", b.NAME,
    *(b.count(f"{which}_{vote}", f"{said}{label}") for which, said in (("first", "甲"), ("second", "乙"))
      for vote, label in (("for", "赞成"), ("against", "反对"), ("abstained", "弃权"))),
    Field("elected", "结果", 4), most=NAMES,
)  # fmt: skip

_HAND = ("赞成", "反对", "弃权")

TALLY = form(
    code="D-MT-4", title="会议计票单", official_kind="计票单", issuer=HOLDERS, addressee=(),
    fields=(
        HOLDER, BODY, b.MEETING_ON, b.person("teller_1", "计票人甲", required=False), b.person("teller_2", "计票人乙", required=False),
        b.count("items_total", "议题数", digits=2),
        b.rows(
            "motions", "表决事项", PLACE_OF, MATTER, BALLOT, b.count("entitled", "应到会有表决权"), b.count("present", "表决时在场"),
            b.count("aside", "不参加本项表决"), _ENTRIES, VERDICT, most=ITEMS, required=False,
        ),
        b.rows(
            "elections", "选举事项", PLACE_OF, MATTER, BALLOT, WHICH, SEATS, *ELECTORS, _SLIP_ENTRIES, _NAMES, VERDICT, most=ELECTED, required=False,
        ),
    ),
    parts=(
        Above("branch"), row("body", "meeting_on"), row("teller_1", "teller_2"), row("items_total"),
        Each(
            "motions",
            (
                row("item", "ballot"), row("matter"), row("entitled", "present", "aside"),
                Listing("entries", (6, 7, 3, 3, 3), tall=8), Box("sentence", 8),
            ),
        ),
        Each(
            "elections",
            (
                row("item", "ballot"), row("matter"), row("ballot_number", "seats"), row("entitled", "present"),
                Listing("entries", (5, 5, 3, 3, 3, 3), tall=8), Listing("counted", (6, 2, 2, 2, 2, 2, 2, 4), tall=8), Box("sentence", 8),
            ),
        ),
        Gap(), row(by_hand("签名（甲）"), by_hand("签名（乙）")), row(by_hand("监票人签名"), by_hand("主持人签名")),
        Remark("注：两名计票人分别计票、分别录入，两次录入一致的，方为有效；不一致的重新计票，各次录入均保留在本单上。"),
    ),
    copies=("B",), retention_key="standing_years", pages=32,
)  # fmt: skip

MOTION_SLIP = form(
    code="D-MT-5a", title="表决票", official_kind="表决票", issuer=HOLDERS, addressee=("支部成员",), styles=SLIP,
    fields=(HOLDER, BODY, b.MEETING_ON, PLACE_OF, MATTER),
    parts=(
        Above("branch"), row("body", "meeting_on"), row(Cell("item", 8), Cell("matter", 16)),
        *(Box("", 8, label=choice) for choice in _HAND),
        Remark("注：只能在“赞成”“反对”“弃权”中选择一栏画“○”；不画的视为弃权，多画的无效。本票无记名。"),
    ),
    copies=("B",), retention_key="papers_years", pages=2,
)  # fmt: skip

ELECTION_SLIP = form(
    code="D-MT-5b", title="选票", official_kind="选票", issuer=HOLDERS, addressee=("支部成员",), styles=SLIP,
    fields=(
        HOLDER, b.MEETING_ON, PLACE_OF, SEATS, Field("office", "选举职务", 40), Field("write_ins", "能否另选他人", 4, choices=("可以另选", "不可另选")), CANDIDATES,
    ),
    parts=(
        Above("branch"), row("meeting_on", "item"), row(Cell("office", 16), Cell("seats", 8)),
        Listing("candidates", (6,), ("赞成", "不赞成", "弃权", "另选他人"), tall=8.5), row("write_ins"),
        Remark("注：赞成的在“赞成”栏画“○”，不赞成的在“不赞成”栏画“×”，可以另选的，在同行“另选他人”栏写明姓名；不画的视为弃权。所选人数等于或者少于应选名额的有效，多于的无效。本票无记名。"),
    ),
    copies=("B",), retention_key="elections_years", pages=4,
)  # fmt: skip

ROOM_SHEET = form(
    code="D-MT-7", title="会议现场用表", official_kind="记录", issuer=HOLDERS, addressee=(),
    fields=(
        *HEAD, ENTITLED, Field("needed", "到会人数要求", 40),
        b.rows("roll", "应到会人员", PERSON, CATEGORY, RIGHT, most=ROLL),
        b.rows("motions", "表决事项", PLACE_OF, MATTER, BALLOT, Field("needed", "通过条件", 40), most=ITEMS, required=False),
        b.rows(
            "elections", "选举事项", PLACE_OF, MATTER, BALLOT, SEATS, replace(CANDIDATES, label="候选人"), Field("needed", "当选条件", 40), most=ELECTED, required=False,
        ),
    ),
    parts=(
        Above("branch"), row("body", "meeting_on"), row("meeting_time", "place"), row("entitled", Cell("needed", 16)), row(by_hand("主持人"), by_hand("记录人")),
        Listing("roll", (5, 2, 3), ("签到时间", "离会时间", "缺席原因"), tall=9.5),
        Gap(), row(by_hand("实到有表决权"), by_hand("列席"), by_hand("缺席")), row(by_hand("计票人甲"), by_hand("计票人乙")),
        Each(
            "motions",
            (
                row("item", "ballot"), row("matter"), row("needed"), row(by_hand("表决时在场"), by_hand("不参加本项表决")),
                row(*(by_hand(f"{said}（甲）") for said in _HAND)), row(*(by_hand(f"{said}（乙）") for said in _HAND)),
                Box("", 10, label="结论和决议"),
            ),
        ),
        Each(
            "elections",
            (
                row("item", "ballot"), row("matter"), row(Cell("seats", 8), Cell("needed", 16)), row(by_hand("发出选票"), by_hand("收回选票")), row(by_hand("有效票"), by_hand("无效票")),
                Listing("candidates", (4,), tuple(f"{who}{said}" for who in "甲乙" for said in _HAND), tall=9.5, spare=2),
                Box("", 10, label="结论和决议"),
            ),
        ),
        Gap(), Box("", 50, label="发言要点"), Box("", 30, label="本人陈述申辩和他人作证、辩护情况"), row(by_hand("会议结束时间"), by_hand("监票人签名")),
        row(by_hand("签名（甲）"), by_hand("签名（乙）")), row(by_hand("主持人签名"), by_hand("记录人签名")),
        Remark("注：没有网络时用本表开会，会后把签到、计票和决议录入系统，原件附卷。两名计票人分别计票、分别填写，数字不一致的重新计票。"),
    ),
    copies=("B",), retention_key="papers_years", pages=35,
)  # fmt: skip
