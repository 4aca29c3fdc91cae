"""Papers of the transfer of a member's organisational relationship (党员组织关系转接).

Forms and filling rules: 组通字〔2006〕45号 for the letter and its receipt, Regulation on the work of party branches and
rules for the education and management of members (2019) Article 25 for the rest; official notices follow
GB/T 9704-2012. Limits are what fits: every longest value is printed together in a test.
"""

from __future__ import annotations

from dataclasses import replace

from documents.blanks import (
    ADDRESSEE,
    BRANCH,
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
from documents.formats import FORM, GRID, head_paper, inner_form
from documents.kinds import Field, PaperKind

LETTER_FORM = ("page.css", "letter.css")

REQUEST = inner_form(
    code="D-TR-1",
    title="党员组织关系转接申请",
    official_kind="申请",
    issuer=("党员",),
    addressee=("党支部",),
    template="transfer/request.html",
    fields=(
        replace(ADDRESSEE, label="申请提交的党支部"),
        NAME,
        SEX,
        Field("birth", "出生日期", 10, holds="date"),
        ETHNIC,
        KIND,
        JOINED_ON,
        Field("from_branch", "现所在党支部", ORGANISATION),
        Field("from_committee", "现上级党组织", ORGANISATION),
        Field("to_committee", "转往的党组织", ORGANISATION),
        Field("to_branch", "转往的党支部", ORGANISATION, required=False),
        Field("reason", "转接原因", 40),
        Field("start_on", "离开日期", 10, holds="date"),
        Field("fixed_place", "去向是否固定", 1, holds="flag"),
        PHONE,
        Field("note", "补充说明", 300, required=False, lines=4),
        Field("confirmed_how", "确认方式", 60),
        DATE,
    ),
    copies=("B",),
    retention_key="papers_years",
    styles=GRID,
    pages=2,
)

CHECK = inner_form(
    code="D-TR-1B",
    title="党员组织关系转接支部核对表",
    official_kind="核对表",
    issuer=("党支部",),
    addressee=("基层党委",),
    template="transfer/check.html",
    fields=(
        NAME,
        SEX,
        KIND,
        JOINED_ON,
        Field("full_on", "转正时间", 10, required=False, holds="date"),
        DUES,
        Field("open_cases", "未办结的处置、申诉、审查等事项", 60),
        Field("probation_record", "预备期教育考察材料", 60, required=False),
        Field("outstanding", "尚未完成的党内任务", 60, required=False),
        Field("opinion", "党支部核对意见", 300, lines=4),
        Field("checker", "核对人", 24),
        Field("checked_on", "核对日期", 10, holds="date"),
        BRANCH,
    ),
    copies=("B", "C"),
    retention_key="papers_years",
)

LETTER = PaperKind(
    code="D-TR-2",
    title="中国共产党党员组织关系介绍信",
    official_kind="介绍信",
    issuer=("基层党委",),
    addressee=("基层党委",),
    template="transfer/letter.html",
    fields=(
        NAME,
        SEX,
        Field("age", "年龄", 3, holds="number"),
        ETHNIC,
        KIND,
        Field("id_number", "公民身份号码", 18),
        Field("from_organisation", "转出党组织", ORGANISATION),
        Field("to_organisation", "转入党组织", ORGANISATION),
        replace(ADDRESSEE, label="抬头"),
        replace(ISSUER, label="党员原所在基层党委"),
        Field("paid_year", "党费交至年份", 4, holds="number"),
        Field("paid_month", "党费交至月份", 2, holds="number"),
        Field("days", "有效期天数", 2, holds="number"),
        DATE,
        replace(PHONE, label="党员联系电话或其他联系方式"),
        Field("address", "党员原所在基层党委通讯地址", ORGANISATION),
        Field("office_phone", "党员原所在基层党委联系电话", 20),
        Field("fax", "传真", 20),
        Field("postcode", "邮编", 6),
        Field("verify_url", "核验网址", 200, required=False),
    ),
    series="letter",
    sealed=True,
    copies=("C", "M"),
    retention_key="letters_years",
    styles=LETTER_FORM,
)

RECEIPT = PaperKind(
    code="D-TR-3",
    title="中国共产党党员组织关系介绍信回执联",
    official_kind="回执",
    issuer=("基层党委",),
    addressee=("基层党委",),
    template="transfer/receipt.html",
    fields=(
        replace(ADDRESSEE, label="党员原所在基层党委"),
        NAME,
        Field("accepted_branch", "编入的党支部", ORGANISATION),
        DATE,
        Field("clerk", "经办人", 24),
        PHONE,
        replace(ISSUER, label="接收党员的基层党委"),
    ),
    series="",
    sealed=True,
    copies=("C",),
    retention_key="letters_years",
    styles=LETTER_FORM,
)

RETURN_NOTE = head_paper(
    code="D-TR-6",
    title="组织关系退回（不予接收）通知",
    official_kind="通知",
    issuer=("基层党委",),
    addressee=("基层党委",),
    template="transfer/return_note.html",
    fields=(
        ADDRESSEE,
        NAME,
        LETTER_NUMBER,
        replace(REASON, label="退回原因"),
        Field("correction", "需要补正的事项", 300, lines=4),
        ISSUER,
        DATE,
    ),
    copies=("C",),
    retention_key="papers_years",
)

REFUSAL = head_paper(
    code="D-TR-9",
    title="不予转出通知",
    official_kind="通知",
    issuer=("基层党委",),
    addressee=("党支部", "党员"),
    template="transfer/refusal.html",
    fields=(
        replace(ADDRESSEE, limit=70),
        NAME,
        Field("to_organisation", "申请转往的党组织", ORGANISATION),
        replace(REASON, label="不予转出的理由"),
        Field("appeal", "申诉途径", 300, lines=4),
        ISSUER,
        DATE,
    ),
    copies=("C", "B", "M"),
    retention_key="papers_years",
)

TERMINATION = head_paper(
    code="D-TR-11",
    title="终止办理通知",
    official_kind="通知",
    issuer=("基层党委",),
    addressee=("党支部", "党员"),
    template="transfer/termination.html",
    fields=(
        replace(ADDRESSEE, limit=70),
        NAME,
        Field("to_organisation", "申请转往的党组织", ORGANISATION),
        Field("asked_on", "申请日期", 10, holds="date"),
        replace(REASON, label="终止办理的理由"),
        Field("appeal", "申诉途径", 300, lines=4),
        ISSUER,
        DATE,
    ),
    copies=("C", "B", "M"),
    retention_key="papers_years",
)

WITHDRAWAL = inner_form(
    code="D-TR-10",
    title="撤回转接申请登记",
    official_kind="登记表",
    issuer=("党支部",),
    addressee=(),
    template="transfer/withdrawal.html",
    fields=(
        NAME,
        BRANCH,
        replace(REASON, label="撤回理由"),
        DATE,
        Field("recorded_by", "登记人", 24),
    ),
    copies=("B",),
    retention_key="papers_years",
)

INTERNAL = head_paper(
    code="D-TR-8",
    title="支部间组织关系调整通知",
    official_kind="通知",
    issuer=("基层党委",),
    addressee=("党支部",),
    template="transfer/internal.html",
    fields=(
        Field("addressee", "主送党支部", ORGANISATION, lines=2, holds="list"),
        NAME,
        Field("from_branch", "原党支部", ORGANISATION),
        Field("to_branch", "调整后的党支部", ORGANISATION),
        Field("effective_on", "生效日期", 10, holds="date"),
        DUES,
        ISSUER,
        DATE,
    ),
    copies=("C", "B"),
    retention_key="papers_years",
    pages=2,
)

REISSUE = inner_form(
    code="D-TR-5",
    title="介绍信补开申请及支部证明",
    official_kind="申请",
    issuer=("党员", "党支部"),
    addressee=("基层党委",),
    template="transfer/reissue.html",
    fields=(
        replace(ADDRESSEE, label="报送的党组织"),
        NAME,
        KIND,
        Field("letter_number", "原介绍信编号", 30),
        Field("issued_on", "原介绍信开具日期", 10, holds="date"),
        Field("valid_until", "原介绍信有效期至", 10, holds="date"),
        Field("cause", "补开事由", 20),
        Field("said", "本人说明", 300, lines=4),
        Field("certified", "党支部证明", 300, lines=4),
        Field("criticised", "批评教育", 20),
        Field("asked_on", "本人申请日期", 10, holds="date"),
        BRANCH,
        DATE,
    ),
    copies=("B", "C"),
    retention_key="papers_years",
    pages=2,
)

HAND_OVER_LIST = PaperKind(
    code="D-TR-7",
    title="预备党员培养教育考察材料移交清单",
    official_kind="清单",
    issuer=("基层党委",),
    addressee=("基层党委",),
    template="transfer/hand_over_list.html",
    fields=(
        replace(ADDRESSEE, label="接收党组织"),
        NAME,
        JOINED_ON,
        Field("probation_ends", "预备期满日期", 10, holds="date"),
        LETTER_NUMBER,
        Field("papers", "材料名称及页数", 30, lines=12, holds="list"),
        ISSUER,
        DATE,
    ),
    series="register",
    sealed=True,
    copies=("C", "F"),
    retention_key="papers_years",
    styles=FORM,
    pages=2,
)

LOSS_NOTICE = head_paper(
    code="D-TR-12",
    title="组织关系介绍信遗失通知",
    official_kind="通知",
    issuer=("基层党委",),
    addressee=("基层党委",),
    template="transfer/loss_notice.html",
    fields=(
        ADDRESSEE,
        NAME,
        LETTER_NUMBER,
        Field("issued_on", "开具日期", 10, holds="date"),
        replace(REASON, label="遗失经过"),
        ISSUER,
        DATE,
    ),
    copies=("C",),
    retention_key="papers_years",
)

UNRECOGNISED = head_paper(
    code="D-TR-13",
    title="不予承认预备党员资格通知",
    official_kind="通知",
    issuer=("县级党委组织部",),
    addressee=("基层党委", "党支部", "党员"),
    template="transfer/unrecognised.html",
    fields=(
        replace(ADDRESSEE, limit=120),
        NAME,
        JOINED_ON,
        LETTER_NUMBER,
        Field("proposed_by", "提出审查意见的党组织", ORGANISATION),
        replace(REASON, label="不予承认的理由"),
        STATED,
        Field("appeal", "申诉途径", 300, lines=4),
        ISSUER,
        DATE,
    ),
    copies=("C", "B", "M", "F"),
    retention_key="papers_years",
    pages=4,
)
