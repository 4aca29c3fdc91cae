"""Papers of a member certificate letter for a short stay (开具党员证明信).

What a certificate says follows the handbook's table of documents (name, status, purpose, period, dues); the filling in
capital numerals that of the letter of introduction, 组通字〔2006〕45号. Its layout is ours: no uniform form was found.
Official notices follow GB/T 9704-2012. Limits are what fits: every longest value is printed together in a test.
"""

from __future__ import annotations

from dataclasses import replace

from documents.blanks import (
    ADDRESSEE,
    BRANCH,
    DATE,
    ETHNIC,
    FROM_ON,
    ISSUER,
    JOINED_ON,
    KIND,
    NAME,
    ORGANISATION,
    PHONE,
    REASON,
    SEX,
    UNTIL_ON,
)  # fmt: skip
from documents.formats import GRID, head_paper, inner_form
from documents.kinds import Field, PaperKind

HOST = Field("host", "前往的党组织（地点）", ORGANISATION)
PURPOSE = Field("reason", "外出事由", 10)
APPEAL = Field("appeal", "申诉途径", 300, lines=4)
BOTH = replace(ADDRESSEE, limit=70)

REQUEST = inner_form(
    code="D-ST-1",
    title="党员短期外出开具证明信申请",
    official_kind="申请",
    issuer=("党员",),
    addressee=("党支部",),
    template="stay/request.html",
    fields=(
        replace(ADDRESSEE, label="申请提交的党支部"),
        NAME,
        SEX,
        Field("birth", "出生日期", 10, holds="date"),
        ETHNIC,
        KIND,
        JOINED_ON,
        HOST,
        FROM_ON,
        UNTIL_ON,
        PURPOSE,
        Field("fixed_place", "地点是否固定", 1, holds="flag"),
        Field("contact", "当地联系人", 60, required=False),
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

CERTIFICATE = PaperKind(
    code="D-TR-4",
    title="中国共产党党员证明信",
    official_kind="介绍信",
    issuer=("基层党委",),
    addressee=("流入地党组织",),
    template="stay/certificate.html",
    fields=(
        replace(ADDRESSEE, label="抬头"),
        NAME,
        SEX,
        Field("age", "年龄", 3, holds="number"),
        ETHNIC,
        KIND,
        BRANCH,
        HOST,
        FROM_ON,
        UNTIL_ON,
        PURPOSE,
        Field("paid_year", "党费交至年份", 4, holds="number"),
        Field("paid_month", "党费交至月份", 2, holds="number"),
        Field("days", "有效期天数", 3, holds="number"),
        Field("replaces", "换开前的证明信编号", 24, required=False),
        PHONE,
        Field("address", "基层党委通讯地址", ORGANISATION),
        Field("office_phone", "基层党委联系电话", 20),
        Field("postcode", "邮编", 6),
        ISSUER,
        DATE,
        Field("verify_url", "核验网址", 200, required=False),
    ),
    series="certificate",
    sealed=True,
    copies=("C", "M"),
    retention_key="letters_years",
    styles=("page.css", "certificate.css"),
)

REFUSAL = head_paper(
    code="D-ST-2",
    title="不予开具党员证明信通知",
    official_kind="通知",
    issuer=("基层党委",),
    addressee=("党支部", "党员"),
    template="stay/refusal.html",
    fields=(
        BOTH,
        NAME,
        HOST,
        UNTIL_ON,
        Field("longer", "是否延期", 1, holds="flag"),
        replace(REASON, label="不予开具的理由"),
        APPEAL,
        ISSUER,
        DATE,
    ),
    copies=("C", "B", "M"),
    retention_key="papers_years",
)

WITHDRAWAL = inner_form(
    code="D-ST-3",
    title="撤回开具党员证明信申请登记",
    official_kind="登记表",
    issuer=("党支部",),
    addressee=(),
    template="stay/withdrawal.html",
    fields=(NAME, BRANCH, replace(REASON, label="撤回理由"), DATE, Field("recorded_by", "登记人", 24)),
    copies=("B",),
    retention_key="papers_years",
)

TERMINATION = head_paper(
    code="D-ST-4",
    title="终止办理党员证明信通知",
    official_kind="通知",
    issuer=("基层党委",),
    addressee=("党支部", "党员"),
    template="stay/termination.html",
    fields=(
        BOTH,
        NAME,
        HOST,
        Field("asked_on", "申请日期", 10, holds="date"),
        replace(REASON, label="终止办理的理由"),
        APPEAL,
        ISSUER,
        DATE,
    ),
    copies=("C", "B", "M"),
    retention_key="papers_years",
)

RETURN = inner_form(
    code="D-ST-5",
    title="党员短期外出返回登记",
    official_kind="登记表",
    issuer=("党支部",),
    addressee=(),
    template="stay/return.html",
    fields=(
        BRANCH,
        NAME,
        KIND,
        HOST,
        FROM_ON,
        UNTIL_ON,
        Field("certificate", "证明信编号", 30),
        Field("returned_on", "返回日期", 10, holds="date"),
        Field("took_part", "是否参加当地组织生活", 1, holds="flag"),
        Field("note", "其他情况", 300, required=False, lines=4),
        Field("recorded_by", "登记人", 24),
        DATE,
    ),
    copies=("B",),
    retention_key="papers_years",
)
