"""Papers of an arrival from outside the system (组织关系接收转入).

Form of the receipt: 组通字〔2006〕45号; what is not recognised: rules on admitting members Article 34; the rest: Regulation
on the education and management of members (2019) Article 25. Official notices follow GB/T 9704-2012. Limits are what
fits: every longest value is printed together in a test.
"""

from __future__ import annotations

from dataclasses import replace

from documents.blanks import (
    ADDRESSEE,
    DATE,
    DUES,
    ETHNIC,
    ISSUER,
    JOINED_ON,
    KIND,
    LETTER_NUMBER,
    NAME,
    ORGANISATION,
    PHONE,
    REASON,
    SEX,
    STATED,
)  # fmt: skip
from documents.formats import head_paper, inner_form
from documents.kinds import Field, PaperKind
from documents.papers.transfer import LETTER_FORM

SENDER = Field("sender", "转出党组织", ORGANISATION)
BRANCH = Field("branch", "编入的党支部", ORGANISATION)
OPINION = Field("opinion", "组织员审查意见", 300, lines=4)

ACCEPTANCE = inner_form(
    code="D-TR-21",
    title="党员组织关系接收审查表",
    official_kind="审查表",
    issuer=("基层党委",),
    addressee=(),
    template="arrival/acceptance.html",
    fields=(
        replace(ISSUER, label="接收党组织"),
        NAME,
        SEX,
        Field("birth", "出生日期", 10, holds="date"),
        ETHNIC,
        Field("id_number", "公民身份号码", 18),
        KIND,
        JOINED_ON,
        Field("full_on", "转正时间", 10, required=False, holds="date"),
        Field("probation_ends", "预备期满", 10, required=False, holds="date"),
        DUES,
        SENDER,
        LETTER_NUMBER,
        Field("letter_date", "介绍信日期", 10, holds="date"),
        Field("valid_until", "有效期至", 10, holds="date"),
        Field("presented_on", "报到日期", 10, holds="date"),
        Field("confirmed", "逾期介绍信的确认", 100, required=False),
        Field("file", "党员档案查阅情况", 320, lines=4),
        OPINION,
        Field("examiner", "审查人", 24),
        Field("examined_on", "审查日期", 10, holds="date"),
        Field("decision", "审批意见", 300, lines=4),
        Field("decider", "审批人", 24),
        BRANCH,
        DATE,
    ),
    copies=("C",),
    retention_key="papers_years",
    pages=2,
)

BRANCH_NOTICE = head_paper(
    code="D-TR-22",
    title="党员编入党支部通知",
    official_kind="通知",
    issuer=("基层党委",),
    addressee=("党支部",),
    template="arrival/branch_notice.html",
    fields=(
        ADDRESSEE,
        NAME,
        SEX,
        KIND,
        SENDER,
        JOINED_ON,
        Field("probation_ends", "预备期满", 10, required=False, holds="date"),
        Field("effective_on", "接收日期", 10, holds="date"),
        DUES,
        PHONE,
        ISSUER,
        DATE,
    ),
    copies=("C", "B"),
    retention_key="papers_years",
)

RECEIPT = PaperKind(
    code="D-TR-23",
    title="组织关系介绍信回执（系统外来信）",
    official_kind="回执",
    issuer=("基层党委",),
    addressee=("其他党组织",),
    template="arrival/receipt.html",
    fields=(
        replace(ADDRESSEE, label="转出党组织"),
        LETTER_NUMBER,
        NAME,
        replace(BRANCH, name="accepted_branch"),
        Field("accepted_on", "接收日期", 10, holds="date"),
        DATE,
        Field("clerk", "经办人", 24),
        PHONE,
        replace(ISSUER, label="接收党员的党组织"),
    ),
    series="register",
    sealed=True,
    copies=("C",),
    retention_key="letters_years",
    styles=LETTER_FORM,
)

NOT_RECOGNISED = head_paper(
    code="D-TR-24",
    title="不予承认预备党员资格通知",
    official_kind="通知",
    issuer=("基层党委",),
    addressee=("其他党组织", "党员"),
    template="arrival/not_recognised.html",
    fields=(
        replace(ADDRESSEE, limit=70),
        NAME,
        SENDER,
        LETTER_NUMBER,
        REASON,
        STATED,
        Field("approved_by", "批准的组织部门", ORGANISATION),
        Field("approved_on", "批准日期", 10, holds="date"),
        Field("appeal", "申诉途径", 300, lines=4),
        ISSUER,
        DATE,
    ),
    copies=("C", "D", "M"),
    retention_key="papers_years",
    pages=4,
)

WITHDRAWAL = inner_form(
    code="D-TR-25",
    title="撤销接收登记表",
    official_kind="登记表",
    issuer=("基层党委",),
    addressee=(),
    template="arrival/withdrawal.html",
    fields=(
        NAME,
        SENDER,
        LETTER_NUMBER,
        replace(ISSUER, label="接收党组织"),
        replace(REASON, label="撤销理由"),
        DATE,
        Field("recorded_by", "登记人", 24),
    ),
    copies=("C",),
    retention_key="papers_years",
)
