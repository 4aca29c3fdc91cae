"""Papers of a request for instructions and its reply (请示与批复).

Regulation on the handling of official papers of party and government organs (中办发〔2012〕14号) Articles 8, 9, 15, 24
and 25; official papers follow GB/T 9704-2012, an upward one names its signer (7.2.6) and whom to call (7.3.6). Limits are
what fits: every longest value is printed together in a test.
"""

from __future__ import annotations

from dataclasses import replace

from documents.blanks import ADDRESSEE, DATE, ISSUER, ORGANISATION
from documents.formats import head_paper, inner_form, upward_paper
from documents.kinds import Field

SHORT, LONG = 300, 800
MATTER = Field("matter", "事由", 60)
REASON = Field("reason", "理由", SHORT, lines=6)
# How the committee addresses a branch and a general branch.
YOU = Field("you", "对下级的称谓", 4, choices=("你支部", "你总支"))
REQUEST_NUMBER = Field("request_number", "请示的发文字号", 30)

REQUEST = upward_paper(
    code="D-IN-1",
    title="请示",
    official_kind="请示",
    issuer=("党支部", "党总支"),
    addressee=("上级党组织",),
    template="instruction/request.html",
    fields=(
        ISSUER,
        Field("signer", "签发人", 24),
        ADDRESSEE,
        MATTER,
        Field("asks", "请示类别", 4, choices=("请求指示", "请求批准")),
        Field("we", "自称", 4, choices=("我支部", "我总支")),
        Field("decided_by", "研究的会议", 8, choices=("支部委员会", "支部党员大会", "总支部委员会", "总支部党员大会")),
        Field("decided_on", "研究日期", 10, holds="date"),
        Field("reasons", "基本情况和理由", LONG, lines=12),
        Field("proposal", "倾向性意见", SHORT, lines=6),
        Field("contact", "联系人", 24),
        Field("phone", "联系电话", 30),
        DATE,
    ),
    copies=("B", "C"),
    retention_key="papers_years",
    pages=5,
)

REPLY = head_paper(
    code="D-IN-2",
    title="批复",
    official_kind="批复",
    issuer=("上级党组织",),
    addressee=("党支部", "党总支"),
    template="instruction/reply.html",
    fields=(
        ISSUER,
        ADDRESSEE,
        YOU,
        MATTER,
        REQUEST_NUMBER,
        Field("agreed", "是否同意", 1, holds="flag"),
        Field("reply", "批复内容", LONG, lines=12),
        DATE,
    ),
    copies=("B", "C"),
    retention_key="papers_years",
    pages=4,
)

SHEET = inner_form(
    code="D-IN-3",
    title="公文处理单",
    official_kind="处理单",
    issuer=("上级党组织",),
    addressee=(),
    template="instruction/sheet.html",
    fields=(
        ISSUER,
        Field("branch", "来文单位", ORGANISATION),
        MATTER,
        REQUEST_NUMBER,
        Field("drafter", "拟办人", 24),
        Field("drafted_on", "拟办日期", 10, holds="date"),
        Field("handling", "拟办意见", SHORT, lines=6),
        Field("reply", "批复稿", LONG, lines=12),
        # One for each who signed: for which post, who, what he said, when.
        Field("opinions", "会签意见", 420, required=False, lines=10, holds="list"),
        Field("coordination", "协调情况", SHORT, required=False, lines=6),
        DATE,
    ),
    copies=("C",),
    retention_key="papers_years",
    pages=8,
)

NOT_ACCEPTED = head_paper(
    code="D-IN-4",
    title="请示退回通知",
    official_kind="通知",
    issuer=("上级党组织",),
    addressee=("党支部", "党总支"),
    template="instruction/not_accepted.html",
    fields=(ISSUER, ADDRESSEE, YOU, MATTER, REQUEST_NUMBER, replace(REASON, label="退回的理由"), DATE),
    copies=("B", "C"),
    retention_key="papers_years",
)

TERMINATION = head_paper(
    code="D-IN-5",
    title="终止办理请示通知",
    official_kind="通知",
    issuer=("上级党组织",),
    addressee=("党支部", "党总支"),
    template="instruction/termination.html",
    fields=(
        ISSUER,
        ADDRESSEE,
        YOU,
        MATTER,
        Field("asked_on", "提出日期", 10, holds="date"),
        replace(REASON, label="终止办理的理由"),
        DATE,
    ),
    copies=("B", "C"),
    retention_key="papers_years",
)

WITHDRAWAL = inner_form(
    code="D-IN-6",
    title="撤回请示登记",
    official_kind="登记表",
    issuer=("党支部", "党总支"),
    addressee=(),
    template="instruction/withdrawal.html",
    fields=(
        MATTER,
        Field("branch", "请示单位", ORGANISATION),
        replace(REASON, label="撤回理由"),
        DATE,
        Field("recorded_by", "登记人", 24),
    ),
    copies=("B",),
    retention_key="papers_years",
)
