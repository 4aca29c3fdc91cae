"""Papers about the posts of a branch (支部班子): appointment and removal, assignment, resignation, hand-over.

Party Constitution, Article 13, and the Branch Regulation (2018), Article 21: elected members are recorded, secretaries are
approved, a superior may assign or move a head between elections. Limits are what fits: every longest value is set together
in a test.
"""

from __future__ import annotations

from documents import blanks as b
from documents.formats import form, head_paper, plain_paper
from documents.kinds import Field
from documents.tables import Above, Listing, Remark, by_hand, row

ACT = Field("act", "任免事项", 4, choices=("任职", "免职", "职务任免"))
NAMES = Field("names", "任免人员", 40)
LINES = b.items("appointments", "任免决定", limit=50, most=9)
KEPT = ("B", "C", "F")

APPOINTMENT_REPLY = head_paper(
    code="D-BL-6a", title="关于任职（免职）的批复", official_kind="批复", issuer=("基层党委",), addressee=("党支部",), template="leadership/reply.html",
    fields=(b.ISSUER, b.ADDRESSEE, NAMES, ACT, Field("submitted", "来文标题", 60), b.REQUEST_NUMBER, b.DECIDED_ON, LINES, b.COPIED_TO, b.DATE),
    copies=KEPT, retention_key="elections_years",
)  # fmt: skip

APPOINTMENT_NOTICE = head_paper(
    code="D-BL-6b", title="关于任职（免职）的通知", official_kind="通知", issuer=("基层党委",), addressee=("党支部",), template="leadership/notice.html",
    fields=(b.ISSUER, b.ADDRESSEE, NAMES, ACT, b.DECIDED_ON, LINES, b.COPIED_TO, b.DATE), copies=KEPT, retention_key="elections_years",
)  # fmt: skip

ASSIGNMENT = head_paper(
    code="D-BL-7", title="指派（调整）决定", official_kind="决定", issuer=("基层党委",), addressee=("党支部",), template="leadership/assignment.html",
    fields=(
        b.ISSUER, b.ADDRESSEE, b.NAME, Field("act", "决定事项", 2, choices=("指派", "调整")), b.REASON, b.DECIDED_ON, LINES, b.day("effective_on", "生效日期"),
        b.APPEAL_WAY, b.COPIED_TO, b.DATE,
    ),
    copies=KEPT, retention_key="elections_years", pages=4,
)  # fmt: skip

RESIGNATION = plain_paper(
    code="D-BL-8", title="辞职申请", official_kind="申请", issuer=("党员",), addressee=("党支部",), template="leadership/resignation.html",
    fields=(b.ADDRESSEE, b.NAME, Field("held", "现任党内职务", 30), b.day("since", "任职日期"), b.prose("reason", "辞职的理由", b.MIDDLE), b.DATE),
    copies=("B", "C"), retention_key="elections_years", pages=2,
)  # fmt: skip

HAND_OVER = form(
    code="D-BL-9", title="支部班子交接清单", official_kind="清单", issuer=("党支部",), addressee=("新任支部委员会",),
    fields=(
        b.BRANCH, b.day("handed_over_on", "交接日期"), b.PLACE, b.person("from_secretary", "移交人"), b.person("to_secretary", "接收人"), b.person("witness_1", "监交人"),
        b.rows("things", "移交事项", Field("thing", "材料、印章、物品名称", 30), Field("amount", "数量", 10), Field("note", "备注", 30, required=False), most=30),
        Field("dues_account", "党费账目", 80), b.prose("unfinished", "未办结事项", required=False),
    ),
    parts=(
        Above("branch"), row("handed_over_on", "place"), row("from_secretary", "to_secretary"), Listing("things", (10, 4, 8)), row("dues_account"), row("unfinished"),
        row("witness_1"), row(by_hand("移交人签名"), by_hand("接收人签名")), row(by_hand("监交人签名")), Remark("注：本清单一式三份，移交人、接收人和上级党组织各一份。"),
    ),
    copies=("B",), retention_key="elections_years", pages=4,
)  # fmt: skip
