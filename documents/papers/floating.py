"""Papers of members who are away and cannot be moved (流动党员): register, card, report in writing.

Regulation on the education and management of members (2019), Articles 32 to 34; opinion on floating members (2024). The
card is printed here as a sheet with its data and the pages for dues. Limits are what fits: every longest value is set
together in a test.
"""

from __future__ import annotations

from documents import blanks as b
from documents.formats import form, plain_paper
from documents.kinds import Field
from documents.tables import Above, Cell, Listing, Remark, Stamp, opinion_box, row

HOST = Field("host", "流入地党组织（地点）", b.ORGANISATION)
PERIOD = Field("period", "汇报的时间", 30)

REGISTER = form(
    code="D-FL-1", title="流动党员登记表", official_kind="登记表", issuer=("党支部",), addressee=("基层党委",),
    fields=(
        b.BRANCH, b.NAME, b.SEX, b.ETHNIC, b.BIRTH, b.EDUCATION, b.KIND, b.JOINED_ON, b.ID_NUMBER, b.PHONE, Field("reason", "外出原因", 20), HOST,
        b.day("from_on", "外出日期"), b.count("months", "预计外出月数", digits=2), b.yes_no("fixed_place", "地点是否固定"), b.DUES,
        Field("why_not_moved", "不能转接组织关系的原因", 80), b.person("contact_person", "支部联系人"), Field("contact_phone", "联系人电话", 24),
        Field("contact_way", "联系方式和频次", 60), *b.opinion_of("branch", "支部意见", required=True), *b.opinion_of("committee", "基层党委意见"),
    ),
    parts=(
        Above("branch"), row(Cell("name", 12), Cell("sex", 6), Cell("ethnic", 6)), row("birth", "education"), row("kind", "joined_on"),
        row("id_number"), row("phone", "dues_paid_until"), row("reason", "from_on"), row("months", "fixed_place"), row("host"), row("why_not_moved"),
        row("contact_person", "contact_phone"), row("contact_way"), opinion_box("branch", "支部书记"), opinion_box("committee", "经办人", tall=26, stamped=True),
    ),
    copies=("B", "C"), retention_key="papers_years", pages=2,
)  # fmt: skip

CARD = form(
    code="D-FL-2", title="中国共产党流动党员活动证", official_kind="证件", issuer=("基层党委",), addressee=("党员",), sealed=True,
    fields=(
        b.NAME, b.SEX, b.ETHNIC, b.BIRTH, b.JOINED_ON, b.KIND, b.ID_NUMBER, b.BRANCH, b.PHONE, HOST, b.FROM_ON, b.UNTIL_ON,
        b.person("contact_person", "支部联系人"), Field("contact_phone", "联系人电话", 24),
        b.rows("dues", "党费交纳", Field("month", "所属月份", 12), Field("amount", "金额（元）", 10), Field("received_by", "收缴党组织", 30), most=12, required=False),
        b.ISSUER, b.DATE,
    ),
    parts=(
        Above("branch"), row(Cell("name", 12), Cell("sex", 6), Cell("ethnic", 6)), row("birth", "joined_on"), row("kind", "phone"), row("id_number"),
        row("host"), row("from_on", "until_on"), row("contact_person", "contact_phone"), Stamp(),
        Listing("dues", (6, 4, 8), ("经手人签名",), numbered=False, spare=3, title="党费交纳记录"),
        Remark("注：持本证参加流入地党组织的活动，可以在流入地交纳党费；表决权、选举权和被选举权在原党支部行使。"),
    ),
    copies=("M",), retention_key="papers_years", pages=3,
)  # fmt: skip

REPORT = plain_paper(
    code="D-FL-3", title="流动党员思想和工作书面汇报", official_kind="汇报", issuer=("党员",), addressee=("党支部",), template="floating/report.html",
    fields=(
        b.ADDRESSEE, b.NAME, PERIOD, HOST, b.prose("thought", "思想情况", b.MIDDLE), b.prose("work", "工作和生活情况", b.MIDDLE),
        b.prose("life", "参加组织生活和交纳党费情况"), b.prose("needs", "需要帮助解决的问题", required=False), b.PHONE, b.DATE,
    ),
    copies=("B",), retention_key="papers_years", pages=5,
)  # fmt: skip
