"""Papers of each measure (限期改正、劝其退党、党内除名): request and reply, decision, help, expiry, statement, notice.

Party Constitution, Article 9; Regulation on the education and management of members (2019), Articles 30 and 31; Measures
on organisational disposal (2024). A report contains no request, a request one matter and one addressee (中办发〔2012〕14号,
Article 15). Until a removal takes effect the person is addressed as 同志. Limits are what fits: every longest value is set
together in a test.
"""

from __future__ import annotations

from dataclasses import replace

from documents import blanks as b
from documents.formats import form, head_paper, plain_paper, served_paper, upward_paper
from documents.kinds import Field
from documents.papers.disposal import CASE_COPIES, FILED, RESOLVED
from documents.tables import Above, Box, Listing, Remark, row

TERM = (b.MONTHS, b.FROM_ON, b.UNTIL_ON)
PROFILE = b.prose("profile", "基本情况")
EDUCATED = b.prose("educated", "教育帮助情况")
ASKED = (
    b.ISSUER, b.SIGNER, b.ADDRESSEE, b.NAME, PROFILE, b.FACTS, b.GROUND, b.ARTICLES, EDUCATED, b.ATTITUDE, b.MEETING_ON, *b.VOTE, b.ENCLOSURES,
    b.CONTACT, b.PHONE, b.DATE,
)  # fmt: skip
ANSWERED = (
    b.ISSUER, b.ADDRESSEE, b.NAME, b.REQUEST_NUMBER, b.DECIDED_ON, b.yes_no("agreed", "是否同意"), b.prose("reply", "批复内容", b.MIDDLE), b.DATE,
)  # fmt: skip
# Empty where the policy bars nobody.
BARRED = Field("barred", "重新入党的限制", 40, required=False)
MEMBER_ADDRESSED = replace(b.ADDRESSEE, label="受送达人", limit=30)

CORRECTION_REQUEST = upward_paper(
    code="D-DS-10a", title="关于给予限期改正处置的请示", official_kind="请示", issuer=("党支部",), addressee=("基层党委",),
    template="measures/correction_request.html", fields=(*ASKED, b.MONTHS), copies=CASE_COPIES, retention_key="standing_years", pages=7,
)  # fmt: skip

CORRECTION_REPLY = head_paper(
    code="D-DS-10b", title="关于给予限期改正处置的批复", official_kind="批复", issuer=("基层党委",), addressee=("党支部",),
    template="measures/correction_reply.html", fields=ANSWERED, copies=CASE_COPIES, retention_key="standing_years",
)  # fmt: skip

CORRECTION_DECISION = served_paper(
    code="D-DS-11", title="限期改正处置决定书", official_kind="决定书", issuer=("基层党委", "党支部"), addressee=("党员",),
    template="measures/correction_decision.html",
    fields=(
        b.ISSUER, MEMBER_ADDRESSED, b.BRANCH, b.MEETING_ON, b.DECIDED_ON, b.NUMBER, b.FACTS, b.ARTICLES, *TERM, b.DEMANDS, b.HELPERS, b.APPEAL_WAY, b.DATE,
    ),
    copies=("M", "B", "F"), retention_key="standing_years", pages=4,
)  # fmt: skip

HELP_PLAN = form(
    code="D-DS-12a", title="帮教计划", official_kind="计划", issuer=("党支部",), addressee=("帮教人", "党员"),
    fields=(
        b.BRANCH, b.NAME, b.HELPERS, b.FROM_ON, b.UNTIL_ON, b.DEMANDS,
        b.rows("steps", "帮教安排", Field("when", "时间", 20), Field("content", "帮教内容和方式", 60), b.person("who", "负责人"), most=12), b.SECRETARY, b.DATE,
    ),
    parts=(
        Above("branch"), row("name", "helpers"), row("from_on", "until_on"), Box("demands", 40), Listing("steps", (4, 13, 5)),
        row("secretary", "date"), Remark("注：帮教人员每月至少谈话一次，并填写帮教记录。"),
    ),
    copies=("B",), retention_key="standing_years", pages=3,
)  # fmt: skip

HELP_RECORD = form(
    code="D-DS-12b", title="帮教记录", official_kind="记录", issuer=("帮教人",), addressee=("党支部",),
    fields=(
        b.BRANCH, b.NAME, b.HELPERS, b.FROM_ON, b.UNTIL_ON,
        b.rows("talks", "帮教情况", b.day("when", "日期"), b.person("who", "帮教人"), Field("content", "谈话和帮助内容", 80), Field("effect", "本人表现", 60), most=60),
    ),
    parts=(Above("branch"), row("name", "helpers"), row("from_on", "until_on"), Listing("talks", (5, 4, 7, 6), spare=3, tall=12)),
    copies=("B",), retention_key="standing_years", pages=16,
)  # fmt: skip

EXPIRY_REPORT = upward_paper(
    code="D-DS-13a", title="限期改正期满考察报告", official_kind="报告", issuer=("党支部",), addressee=("基层党委",),
    template="measures/expiry_report.html",
    fields=(
        b.ISSUER, b.SIGNER, b.ADDRESSEE, b.NAME, b.NUMBER, b.FROM_ON, b.UNTIL_ON, b.prose("conduct", "改正期间表现", b.MIDDLE),
        b.prose("reported", "本人汇报", b.MIDDLE), b.prose("heard", "帮教人员和群众意见", b.MIDDLE), b.MEETING_ON, *b.VOTE, b.CONCLUSION, b.ENCLOSURES, b.CONTACT, b.PHONE, b.DATE,
    ),
    copies=FILED, retention_key="standing_years", pages=7,
)  # fmt: skip

EXPIRY_CONCLUSION = served_paper(
    code="D-DS-13b", title="限期改正期满结论", official_kind="结论", issuer=("基层党委",), addressee=("党支部", "党员"),
    template="measures/expiry_conclusion.html",
    fields=(
        b.ISSUER, MEMBER_ADDRESSED, b.BRANCH, b.NAME, b.FROM_ON, b.UNTIL_ON, b.MEETING_ON, b.DECIDED_ON, b.yes_no("mended", "是否已经改正"), b.CONCLUSION,
        b.APPEAL_WAY, b.DATE,
    ),
    copies=FILED, retention_key="standing_years",
)  # fmt: skip

PERSUASION_RESOLUTION = plain_paper(
    code="D-DS-14a", title="关于劝其退党的决议", official_kind="决议", issuer=("党支部",), addressee=("基层党委",),
    template="measures/persuasion_resolution.html", fields=(*RESOLVED, EDUCATED, b.SECRETARY, b.DATE),
    copies=FILED, retention_key="standing_years", pages=5,
)  # fmt: skip

PERSUASION_REQUEST = upward_paper(
    code="D-DS-14b", title="关于劝其退党的请示", official_kind="请示", issuer=("党支部",), addressee=("基层党委",),
    template="measures/persuasion_request.html", fields=ASKED, copies=CASE_COPIES, retention_key="standing_years", pages=7,
)  # fmt: skip

PERSUASION_REPLY = head_paper(
    code="D-DS-14c", title="关于劝其退党的批复", official_kind="批复", issuer=("基层党委",), addressee=("党支部",),
    template="measures/persuasion_reply.html", fields=ANSWERED, copies=FILED, retention_key="standing_years",
)  # fmt: skip

LEAVING_STATEMENT = plain_paper(
    code="D-DS-15", title="退党声明", official_kind="声明", issuer=("党员",), addressee=("党支部",), template="measures/leaving_statement.html",
    fields=(b.ADDRESSEE, b.NAME, b.JOINED_ON, b.DECIDED_ON, b.STATED, b.DATE), copies=FILED, retention_key="standing_years", pages=2,
)  # fmt: skip

REMOVAL_REQUEST = upward_paper(
    code="D-DS-16", title="关于作党内除名处理的请示", official_kind="请示", issuer=("党支部",), addressee=("基层党委",),
    template="measures/removal_request.html", fields=ASKED, copies=FILED, retention_key="standing_years", pages=7,
)  # fmt: skip

PERSUASION_NOTICE = served_paper(
    code="D-DS-14d", title="劝其退党通知书", official_kind="通知书", issuer=("基层党委",), addressee=("党员",), template="measures/persuasion_notice.html",
    fields=(
        b.ISSUER, MEMBER_ADDRESSED, b.BRANCH, b.MEETING_ON, b.DECIDED_ON, b.NUMBER, b.FACTS, b.GROUND, b.ARTICLES, b.count("days", "答复期限（日）"), b.APPEAL_WAY,
        b.DATE,
    ),
    copies=("M", "B", "F"), retention_key="standing_years", pages=4,
)  # fmt: skip

REMOVAL_REFUSAL = head_paper(
    code="D-DS-17c", title="关于作党内除名处理的批复", official_kind="批复", issuer=("基层党委",), addressee=("党支部",),
    template="measures/removal_reply.html", fields=ANSWERED, copies=FILED, retention_key="standing_years",
)  # fmt: skip

REMOVAL_DECISION = head_paper(
    code="D-DS-17a", title="除名决定", official_kind="决定", issuer=("基层党委",), addressee=("党支部",), template="measures/removal_decision.html",
    fields=(
        b.ISSUER, b.ADDRESSEE, b.BRANCH, b.NAME, b.MEETING_ON, b.DECIDED_ON, b.GROUND, b.ARTICLES, b.day("effective_on", "生效日期"), BARRED,
        b.APPEAL_WAY, b.COPIED_TO, b.DATE,
    ),
    copies=FILED, retention_key="standing_years", pages=3,
)  # fmt: skip

REMOVAL_NOTICE = served_paper(
    code="D-DS-17b", title="除名通知书", official_kind="通知书", issuer=("基层党委",), addressee=("党员",), template="measures/removal_notice.html",
    fields=(
        b.ISSUER, MEMBER_ADDRESSED, b.BRANCH, b.MEETING_ON, b.DECIDED_ON, b.NUMBER, b.FACTS, b.GROUND, b.ARTICLES, b.day("effective_on", "生效日期"),
        BARRED, b.APPEAL_WAY, b.DATE,
    ),
    copies=("M", "B", "F"), retention_key="standing_years", pages=4,
)  # fmt: skip
