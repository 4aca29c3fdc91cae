"""Papers of an election in a branch (换届选举、补选): request and reply, candidates, method, ballot, count, result.

Regulation on elections in basic-level organisations (2020) and the Branch Regulation (2018): four fifths present, more than
half of those present elected, candidates a fifth more than seats, names in stroke order. A report contains no request: that
the secretary needs approval and the members are recorded is told, not asked. Limits are what fits: every longest value is
set together in a test.
"""

from __future__ import annotations

from dataclasses import replace

from documents import blanks as b
from documents.formats import SLIP, form, head_paper, plain_paper, upward_paper
from documents.kinds import Field
from documents.tables import Above, Listing, Remark, by_hand, row

ELECTION = Field("election", "选举类别", 6, choices=("换届选举", "补选", "延期换届选举", "提前换届选举"))
SEATS = b.count("seats", "委员名额", digits=2)
CANDIDATES = b.rows(
    "candidates", "候选人", b.NAME, b.SEX, b.BIRTH, b.JOINED_ON, b.POST, Field("proposed", "拟任职务", 20), most=9
)
COUNT = (
    b.count("issued", "发出选票"),
    b.count("collected", "收回选票"),
    b.count("valid", "有效票"),
    b.count("invalid", "无效票"),
)
PER_NAME = (b.NAME, b.VOTES_FOR, b.VOTES_AGAINST, b.ABSTAINED, Field("elected", "是否当选", 3))
VOTED = b.rows("counted", "各人得票", *PER_NAME, most=9)
ELECTORS = (replace(b.ENTITLED, label="应到会有选举权党员"), replace(b.PRESENT, label="实到会有选举权党员"))
REPLIED = (
    b.ISSUER, b.ADDRESSEE, b.REQUEST_NUMBER, b.DECIDED_ON, b.yes_no("agreed", "是否同意"), b.prose("reply", "批复内容", b.MIDDLE), b.DATE,
)  # fmt: skip
BOTH = ("B", "C")

REQUEST = upward_paper(
    code="D-BL-1a", title="关于选举的请示", official_kind="请示", issuer=("党支部",), addressee=("基层党委",), template="elections/request.html",
    fields=(
        b.ISSUER, b.SIGNER, b.ADDRESSEE, ELECTION, b.REASON, b.day("term_ends", "任期届满日期"), b.count("members_total", "党员总数"),
        b.count("members_full", "有选举权的正式党员"), replace(b.MEETING_ON, label="拟召开大会日期"), SEATS, b.prose("nominated_how", "候选人产生办法"),
        b.prose("method", "选举方式"), b.ENCLOSURES, b.CONTACT, b.PHONE, b.DATE,
    ),
    copies=BOTH, retention_key="elections_years", pages=5,
)  # fmt: skip

REPLY = head_paper(
    code="D-BL-1b", title="关于选举的批复", official_kind="批复", issuer=("基层党委",), addressee=("党支部",), template="elections/reply.html",
    fields=(ELECTION, b.BRANCH, *REPLIED), copies=BOTH, retention_key="elections_years",
)  # fmt: skip

CANDIDATES_REQUEST = upward_paper(
    code="D-BL-2a", title="关于候选人预备人选的请示", official_kind="请示", issuer=("党支部",), addressee=("基层党委",), template="elections/candidates_request.html",
    fields=(
        b.ISSUER, b.SIGNER, b.ADDRESSEE, ELECTION, b.REQUEST_NUMBER, b.prose("nominated_how", "推荐产生情况"), SEATS, b.count("margin", "差额人数", digits=2), CANDIDATES,
        b.ENCLOSURES, b.CONTACT, b.PHONE, b.DATE,
    ),
    copies=BOTH, retention_key="elections_years", pages=8,
)  # fmt: skip

CANDIDATES_REPLY = head_paper(
    code="D-BL-2b", title="关于候选人预备人选的批复", official_kind="批复", issuer=("基层党委",), addressee=("党支部",), template="elections/candidates_reply.html",
    fields=(ELECTION, b.BRANCH, *REPLIED), copies=BOTH, retention_key="elections_years",
)  # fmt: skip

METHOD = plain_paper(
    code="D-BL-3", title="选举办法", official_kind="办法", issuer=("党支部",), addressee=("支部成员",), template="elections/method.html",
    fields=(
        replace(b.ISSUER, label="党支部"), ELECTION, SEATS, b.count("candidates_total", "候选人人数", digits=2), b.count("margin", "差额人数", digits=2),
        Field("scrutineers", "监票人", 50), Field("tellers", "计票人", 50), b.MEETING_ON, b.DATE,
    ),
    copies=("B",), retention_key="elections_years", pages=2,
)  # fmt: skip

BALLOT = form(
    code="D-BL-4a", title="支部委员会委员选票", official_kind="选票", issuer=("党支部",), addressee=("支部成员",), styles=SLIP,
    fields=(b.BRANCH, b.MEETING_ON, SEATS, b.rows("candidates", "候选人（按姓氏笔画为序）", b.NAME, most=9)),
    parts=(
        Above("branch"), row("meeting_on", "seats"), Listing("candidates", (7,), ("赞成", "不赞成", "弃权", "另选他人")),
        Remark("注：赞成的在“赞成”栏画“○”，不赞成的在“不赞成”栏画“×”，可以在同行“另选他人”栏写明姓名；不画的视为弃权。所选人数等于或者少于应选名额的有效，多于的无效。本票无记名。"),
    ),
    copies=("B",), retention_key="elections_years", pages=3,
)  # fmt: skip

COUNT_REPORT = form(
    code="D-BL-4b", title="选举计票结果报告单", official_kind="计票单", issuer=("党支部",), addressee=("支部成员",),
    fields=(
        b.BRANCH, ELECTION, b.MEETING_ON, *ELECTORS, *COUNT, VOTED, b.items("write_ins", "另选他人得票", limit=40, most=6, required=False),
        Field("result", "计票结论", 60), b.person("teller", "计票人"), b.person("scrutineer", "监票人"),
    ),
    parts=(
        Above("branch"), row("election", "meeting_on"), row("entitled", "present"), row("issued", "collected"), row("valid", "invalid"),
        Listing("counted", (7, 4, 4, 4, 3)), row("write_ins"), row("result"), row("teller", "scrutineer"), row(by_hand("计票人签名"), by_hand("监票人签名")),
        Remark("注：收回的选票等于或者少于发出的选票，选举有效；赞成票超过实到会有选举权党员的半数，始得当选。"),
    ),
    copies=("B",), retention_key="elections_years", pages=2,
)  # fmt: skip

RESULT_REPORT = upward_paper(
    code="D-BL-5", title="关于选举结果的报告", official_kind="报告", issuer=("党支部",), addressee=("基层党委",), template="elections/result_report.html",
    fields=(
        b.ISSUER, b.SIGNER, b.ADDRESSEE, ELECTION, b.REQUEST_NUMBER, b.MEETING_ON, *ELECTORS, *COUNT, VOTED, b.day("committee_met_on", "第一次委员会会议日期"),
        b.prose("secretary_result", "书记、副书记选举结果", b.MIDDLE), b.items("duties", "委员分工", limit=40, most=9), b.ENCLOSURES, b.CONTACT, b.PHONE, b.DATE,
    ),
    copies=BOTH, retention_key="elections_years", pages=7,
)  # fmt: skip
