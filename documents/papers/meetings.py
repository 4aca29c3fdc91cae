"""Papers of a meeting with several items (会议文书): notice, sign-in sheet, minutes, resolutions; ``ballots`` has the rest.

Branch Regulation (2018), Articles 11, 12 and 14; what a resolution holds: rules on admitting members, Article 21; what
minutes hold: handbook 3.5, each of it a field that must be there. No uniform form was found: the forms are ours. Papers
of one matter are in ``disposal`` and ``elections``. Limits are what fits: every longest value is set together in a test.
"""

from __future__ import annotations

from dataclasses import replace

from documents import blanks as b
from documents.formats import form, plain_paper
from documents.kinds import Field
from documents.tables import Above, Box, Each, Gap, Listing, Remark, by_hand, row

ROLL, AWAY, ITEMS, ELECTED, NAMES, RESOLVED = 99, 99, 10, 6, 12, 19

HOLDER = replace(b.BRANCH, label="党组织")
BODY = Field("body", "会议类别", 7, choices=("支部党员大会", "支部委员会会议", "党委会会议"))
TIME = Field("meeting_time", "会议时间", 12)
PLACE = replace(b.PLACE, limit=60)
HEAD = (HOLDER, BODY, b.MEETING_ON, TIME, PLACE)
ENTITLED, PRESENT = replace(b.ENTITLED, label="应到会有表决权"), replace(b.PRESENT, label="实到会有表决权")
ABSENT_TOTAL = b.count("absent_total", "缺席人数")

# Somebody on the roll.
PERSON = b.person("name", "姓名")
CATEGORY = Field("kind", "类别", 4)
RIGHT = Field("right", "表决权", 1, choices=("有", "无"))
LEFT_OUT = b.rows(
    "left_out", "不计入应到会人数的党员", PERSON, Field("reason", "原因和依据", 500), most=6, required=False
)
ABSENT = b.rows(
    "absent", "缺席人员", PERSON, Field("reason", "缺席原因", 100), Field("leave", "请假批准人", 24, required=False), most=AWAY, required=False,
)  # fmt: skip

# An item of the agenda, and what was counted for it.
PLACE_OF = Field("item", "议题", 4)
MATTER = Field("matter", "事项", 200)
BALLOT = Field("ballot", "表决方式", 5, choices=("无记名投票", "举手表决"))
OF_BALLOT = (
    b.count("entitled", "应到会有表决权"),
    b.count("present", "实到会有表决权"),
    b.count("aside", "不参加本项表决"),
    b.count("written", "书面意见"),
)
VOTES = (b.VOTES_FOR, b.VOTES_AGAINST, b.ABSTAINED)
SLIPS = (
    b.count("issued", "发出选票"), b.count("collected", "收回选票"), b.count("valid", "有效票"), b.count("invalid", "无效票"),
)  # fmt: skip
ELECTORS = (b.count("entitled", "应到会有选举权"), b.count("present", "实到会有选举权"))
COUNTED = b.rows("counted", "各人得票", b.NAME, *VOTES, Field("elected", "是否当选", 4), most=NAMES)
VERDICT = b.prose("sentence", "表决结论")
CONCLUSION = b.prose("resolution", "决议")
MOTIONS = b.rows(
    "motions", "表决事项", PLACE_OF, MATTER, BALLOT, *OF_BALLOT, *VOTES, VERDICT, CONCLUSION, most=ITEMS, required=False
)
ELECTIONS = b.rows(
    "elections", "选举事项", PLACE_OF, MATTER, BALLOT, b.count("seats", "应选名额", digits=2), *ELECTORS, *SLIPS, COUNTED, VERDICT, CONCLUSION,
    most=ELECTED, required=False,
)  # fmt: skip
ITEMS_TOTAL = b.count("items_total", "议题数", digits=2)

NOTICE = plain_paper(
    code="D-MT-1a", title="会议通知", official_kind="通知", issuer=("党支部", "基层党委"), addressee=("支部成员", "党员"),
    template="meetings/notice.html",
    fields=(
        replace(b.ADDRESSEE, label="通知的人员", limit=60), replace(b.ISSUER, label="党组织"), BODY, b.MEETING_ON, TIME, PLACE, b.TOPIC, b.CHAIR,
        b.items("agenda", "议程", limit=200, most=15), replace(ENTITLED, label="应到会有表决权人数"),
        b.rows("invited", "应到会人员", PERSON, CATEGORY, RIGHT, most=ROLL),
        b.items("subjects", "讨论涉及的党员", limit=b.PERSON, most=ITEMS, required=False), Field("opinions_until", "书面意见提交截止", 24, required=False), b.DATE,
    ),
    copies=("B", "M"), retention_key="papers_years", pages=14,
)  # fmt: skip

SERVED = form(
    code="D-MT-1b", title="会议通知签收单", official_kind="记录", issuer=("党支部", "基层党委"), addressee=(),
    fields=(*HEAD, b.rows("invited", "应到会人员", PERSON, CATEGORY, most=ROLL)),
    parts=(
        Above("branch"), row("body", "meeting_on"), row("meeting_time", "place"),
        Listing("invited", (6, 3), ("送达方式", "送达日期", "签　收"), tall=10),
        Remark("注：没有登录账号的人员由送达人当面送达并请其签收；拒绝签收的，由送达人和两名在场党员签名注明。"),
    ),
    copies=("B",), retention_key="papers_years", pages=10,
)  # fmt: skip

SIGN_IN = form(
    code="D-MT-2", title="会议签到表", official_kind="签到表", issuer=("党支部", "基层党委"), addressee=(),
    fields=(
        *HEAD, ENTITLED, PRESENT, b.count("others", "列席人数"), ABSENT_TOTAL, Field("quorum", "到会情况", 200),
        b.rows(
            "attendance", "到会人员", PERSON, CATEGORY, RIGHT, Field("arrived", "到会", 5), Field("left", "离会", 5, required=False),
            most=ROLL, required=False,
        ),
        ABSENT, LEFT_OUT,
    ),
    parts=(
        Above("branch"), row("body", "meeting_on"), row("meeting_time", "place"), row("entitled", "present"), row("others", "absent_total"), row("quorum"),
        Listing("attendance", (6, 2, 3, 3, 3), ("签　名",), tall=10, title="到会人员"), Listing("absent", (5, 13, 4), title="缺席人员"),
        Listing("left_out", (6, 16), title="不计入应到会人数的党员"),
        Remark("注：预备党员到会但没有表决权；书面意见不计入到会人数。"),
    ),
    copies=("B",), retention_key="papers_years", pages=36,
)  # fmt: skip

_ON_MOTION = Each(
    "motions",
    (
        row("item", "ballot"), row("matter"), row("entitled", "present"), row("aside", "written"),
        row("votes_for", "votes_against", "abstained"), Box("sentence", 8), Box("resolution", 8),
    ),
)  # fmt: skip
_ON_ELECTION = Each(
    "elections",
    (
        row("item", "ballot"), row("matter"), row("seats", "entitled", "present"), row("issued", "collected"), row("valid", "invalid"),
        Listing("counted", (7, 4, 4, 3, 4), tall=8), Box("sentence", 8), Box("resolution", 8),
    ),
)  # fmt: skip

MINUTES = form(
    code="D-MT-3", title="会议记录", official_kind="记录", issuer=("党支部", "基层党委"), addressee=("基层党委",),
    fields=(
        *HEAD, b.CHAIR, b.RECORDER, b.TOPIC, b.count("members_total", "党员总数", digits=5), b.count("members_full", "正式党员", digits=5),
        b.count("members_probationary", "预备党员", digits=5), ENTITLED, PRESENT, replace(b.WRITTEN, required=True), ABSENT_TOTAL, ABSENT, LEFT_OUT,
        b.prose("speeches", "发言要点", b.LONG), b.prose("heard", "本人陈述申辩和他人作证、辩护情况", b.MIDDLE), ITEMS_TOTAL,
        b.items("discussed", "讨论事项", limit=210, most=ITEMS, required=False), MOTIONS, ELECTIONS,
    ),
    parts=(
        Above("branch"), row("body", "meeting_on"), row("meeting_time", "place"), row("chair", "recorder"), row("topic"),
        row("members_total", "members_full", "members_probationary"), row("entitled", "present"), row("written", "absent_total"),
        Listing("absent", (5, 13, 4), title="缺席人员"), Listing("left_out", (6, 16), title="不计入应到会人数的党员"),
        Box("speeches", 40), Box("heard", 16), row("items_total"), row("discussed"), _ON_MOTION, _ON_ELECTION, Gap(),
        row(by_hand("主持人签名"), by_hand("记录人签名")),
    ),
    copies=("B", "C"), retention_key="standing_years", pages=57,
)  # fmt: skip

RESOLUTIONS = plain_paper(
    code="D-MT-6", title="会议决议", official_kind="决议", issuer=("党支部", "基层党委"), addressee=("基层党委",),
    template="meetings/resolutions.html",
    fields=(
        replace(b.ISSUER, label="党组织"), BODY, b.MEETING_ON, PLACE, b.CHAIR, ENTITLED, PRESENT,
        b.rows("resolved", "决议事项", MATTER, Field("voted", "表决情况", 400), VERDICT, CONCLUSION, most=RESOLVED),
        b.SECRETARY, b.DATE,
    ),
    copies=("B", "C"), retention_key="standing_years", pages=38,
)  # fmt: skip

CALLED_OFF = plain_paper(
    code="D-MT-8", title="取消会议通知", official_kind="通知", issuer=("党支部", "基层党委"), addressee=("支部成员", "党员"),
    template="meetings/called_off.html",
    fields=(
        replace(b.ADDRESSEE, label="通知的人员", limit=60), replace(b.ISSUER, label="党组织"), BODY, b.TOPIC,
        replace(b.MEETING_ON, label="原定会议日期", required=False), b.REASON, b.DATE,
    ),
    copies=("B",), retention_key="papers_years", pages=2,
)  # fmt: skip
