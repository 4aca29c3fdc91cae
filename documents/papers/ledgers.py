"""Papers of daily life (基础台账): dues, meetings and leave, assigned work, organisers.

Rules on party dues (2008); Branch Regulation (2018) on meetings; Regulation on the education and management of members
(2019), Articles 16 and 41. The forms are ours. Limits are what fits: every longest value is set together in a test.
"""

from __future__ import annotations

from documents import blanks as b
from documents.formats import SLIP, form, wide_form
from documents.kinds import Field
from documents.tables import Above, Box, Cell, Listing, Remark, opinion_box, row

YEAR = b.count("year", "年度", digits=4)
MONTH = Field("month", "所属月份", 12)
AMOUNT = Field("amount", "金额（元）", 10)

DUES_LEDGER = wide_form(
    code="D-DU-1a", title="党费收缴登记簿", official_kind="登记簿", issuer=("党支部",), addressee=("基层党委",),
    fields=(
        b.BRANCH, YEAR,
        b.rows(
            "entries", "收缴明细", b.person("name", "姓名"), MONTH, Field("base", "计算基数", 10), AMOUNT, b.day("paid_on", "交纳日期"), Field("paid_how", "交纳方式", 6),
            Field("receipt", "收据号", 12), Field("note", "备注", 20, required=False), most=60,
        ),
        Field("total", "合计金额（元）", 12), b.RECORDED_BY, b.SECRETARY, b.DATE,
    ),
    parts=(
        Above("branch"), row("year", "total", "date"), Listing("entries", (4, 3, 3, 2, 3, 2, 3, 2)), row("recorded_by", "secretary"),
        Remark("注：交纳方式填写本人、代交、补交；经批准少交、免交的在备注栏注明批准日期。党费收缴情况每年向党员公布一次。"),
    ),
    copies=("B",), retention_key="papers_years", pages=21,
)  # fmt: skip

DUES_CARD = form(
    code="D-DU-1b", title="党费证", official_kind="证件", issuer=("党支部",), addressee=("党员",),
    fields=(
        b.BRANCH, b.NAME, b.SEX, b.ETHNIC, b.JOINED_ON, b.KIND, YEAR,
        b.rows("dues", "交纳记录", MONTH, AMOUNT, b.day("paid_on", "交纳日期"), b.person("received_by", "收款人"), most=12, required=False), b.DATE,
    ),
    parts=(
        Above("branch"), row(Cell("name", 12), Cell("sex", 6), Cell("ethnic", 6)), row("joined_on", "kind"), row("year", "date"),
        Listing("dues", (5, 4, 6, 6), ("签章",), numbered=False, spare=8, title="党费交纳记录"), Remark("注：党员按月主动交纳党费；经支部同意可以按季度交纳，补交一般不超过六个月。"),
    ),
    copies=("B", "M"), retention_key="papers_years", pages=2,
)  # fmt: skip

DUES_RELIEF = form(
    code="D-DU-1c", title="少交、免交党费审批表", official_kind="审批表", issuer=("党支部",), addressee=("基层党委",), sealed=True,
    fields=(
        b.BRANCH, b.NAME, b.SEX, b.ETHNIC, b.BIRTH, b.JOINED_ON, b.POST, Field("relief", "申请事项", 2, choices=("少交", "免交")), AMOUNT, b.FROM_ON, b.UNTIL_ON,
        b.prose("reason", "生活困难情况", b.MIDDLE), *b.opinion_of("branch", "支部意见", required=True), *b.opinion_of("committee", "基层党委审批意见"),
    ),
    parts=(
        Above("branch"), row(Cell("name", 12), Cell("sex", 6), Cell("ethnic", 6)), row("birth", "joined_on"), row("post"), row("relief", Cell("amount", 0, "每月交纳（元）")),
        row("from_on", "until_on"), Box("reason", 44, by="本人签名"), opinion_box("branch", "支部书记", tall=26), opinion_box("committee", "党委书记", tall=36, stamped=True),
    ),
    copies=("B",), retention_key="papers_years", pages=3,
)  # fmt: skip

MEETING_RECORD = form(
    code="D-ML-1a", title="三会一课记录", official_kind="记录", issuer=("党支部",), addressee=(),
    fields=(
        b.BRANCH, Field("meeting_kind", "会议类别", 7, choices=("支部党员大会", "支部委员会会议", "党小组会", "党课", "主题党日", "组织生活会")), *b.MEETING, b.RECORDER, b.TOPIC,
        b.count("entitled", "应到人数"), b.count("present", "实到人数"),
        b.rows("absent", "缺席人员", b.person("name", "姓名"), Field("reason", "缺席原因", 30), Field("leave", "请假批准人", 24, required=False), most=12, required=False),
        b.prose("speeches", "内容记录", b.LONG), b.prose("resolution", "议定事项", required=False),
    ),
    parts=(
        Above("branch"), row("meeting_kind", "meeting_on"), row("place"), row("chair", "recorder"), row("topic"), row("entitled", "present"),
        Listing("absent", (7, 9, 6), title="缺席人员"), Box("speeches", 80), Box("resolution", 24, by="主持人签名"),
    ),
    copies=("B",), retention_key="papers_years", pages=4,
)  # fmt: skip

LEAVE = form(
    code="D-ML-1b", title="组织生活请假条", official_kind="请假条", issuer=("党员",), addressee=("党支部",), styles=SLIP,
    fields=(b.BRANCH, b.NAME, Field("meeting_kind", "请假的组织生活", 20), b.MEETING_ON, Field("reason", "请假事由", 100), *b.opinion_of("branch", "支部意见"), b.DATE),
    parts=(Above("branch"), row("name", "date"), row("meeting_kind", "meeting_on"), row("reason"), opinion_box("branch", "支部书记", tall=10)),
    copies=("B",), retention_key="papers_years", pages=2,
)  # fmt: skip

TASK = form(
    code="D-TK-1", title="党员任务分派单", official_kind="分派单", issuer=("党支部",), addressee=("党员",),
    fields=(
        b.BRANCH, b.NAME, Field("assigned_by", "分派的会议", 8, choices=("支部委员会会议", "支部党员大会", "党小组会")), b.day("assigned_on", "分派日期"), b.day("due_on", "完成期限"),
        b.prose("content", "任务内容和要求"), Field("accepted", "本人是否接受", 30), b.day("done_on", "完成日期", required=False), b.prose("result", "完成情况", required=False),
        b.person("checked_by", "检查人", required=False), Field("why_not", "未完成的原因", 80, required=False),
    ),
    parts=(
        Above("branch"), row("name", "assigned_by"), row("assigned_on", "due_on"), Box("content", 46), Box("", 14, by="本人签名", label="本人确认"), row("accepted"),
        row("done_on", "checked_by"), Box("result", 46, by="检查人签名"), row("why_not"),
    ),
    copies=("B",), retention_key="papers_years", pages=2,
)  # fmt: skip

ORGANISER = form(
    code="D-OG-1", title="组织员配备（聘任、备案）表", official_kind="备案表", issuer=("基层党委",), addressee=("县级党委组织部",), sealed=True,
    fields=(
        b.COMMITTEE, b.count("members_total", "所辖党员总数", digits=5), b.count("branches", "所辖党支部数"), b.NAME, b.SEX, b.ETHNIC, b.BIRTH, b.EDUCATION, b.JOINED_ON, b.POST,
        Field("engaged", "专职或者兼职", 2, choices=("专职", "兼职")), b.FROM_ON, b.UNTIL_ON, b.prose("content", "职责分工"), b.count("hours", "上年培训学时"),
        Field("review", "上年考核结果", 10), *b.opinion_of("committee", "基层党委意见", required=True), *b.opinion_of("department", "县级党委组织部备案意见"),
    ),
    parts=(
        Above("committee"), row("members_total", "branches"), row(Cell("name", 12), Cell("sex", 6), Cell("ethnic", 6)), row("birth", "education"), row("joined_on", "engaged"),
        row("post"), row("from_on", "until_on"), row("hours", "review"), Box("content", 30), opinion_box("committee", "党委书记", tall=34, stamped=True),
        opinion_box("department", "经办人", tall=24),
    ),
    copies=("C", "D"), retention_key="papers_years", pages=2,
)  # fmt: skip
