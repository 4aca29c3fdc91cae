"""Papers before a case (日常教育管理): the record of criticism or of a reminder, the demand in writing (催告), what the ledgers say.

Regulation on the education and management of members (2019), Articles 28 and 29; that a demand goes out in writing is an
arrangement of the house. Limits are what fits: every longest value is set together in a test.
"""

from __future__ import annotations

from dataclasses import replace

from documents import blanks as b
from documents.formats import form, served_paper
from documents.kinds import Field
from documents.tables import Above, Box, Cell, Listing, Remark, row

CRITICISM = form(
    code="D-MO-1", title="批评教育（提醒谈话）记录", official_kind="记录", issuer=("党支部",), addressee=("党员",),
    fields=(
        b.BRANCH, b.NAME, Field("talk", "谈话类别", 4, choices=("提醒谈话", "批评教育")), b.day("talked_on", "谈话日期"), b.PLACE, b.TALKERS[0],
        replace(b.TALKERS[1], required=False), b.prose("problem", "存在的问题", b.MIDDLE), b.ATTITUDE, b.DEMANDS, b.RECORDER,
    ),
    parts=(
        Above("branch"), row("name", "talk"), row("talked_on", "place"), row("talker_1", "talker_2"), Box("problem", 50), Box("attitude", 36, by="本人签名"),
        Box("demands", 36, by="谈话人签名"), row("recorder"), Remark("注：本记录由党支部保存，作为今后考察和民主评议的依据。"),
    ),
    copies=("B",), retention_key="papers_years", pages=3,
)  # fmt: skip

DEMAND = served_paper(
    code="D-MO-2", title="催告通知书", official_kind="通知书", issuer=("党支部",), addressee=("党员",), template="monitoring/demand.html", sealed=False,
    fields=(
        replace(b.ISSUER, label="党支部"), replace(b.ADDRESSEE, label="受催告的党员", limit=30),
        Field("failing", "未履行的义务", 9, choices=("没有参加组织生活", "没有交纳党费", "没有做党分配的工作")), Field("missed", "没有履行的月份", 60),
        b.count("months", "已经连续月数", digits=2), b.DEMANDS, b.day("due_on", "最后日期"), b.CONTACT, b.PHONE, b.DATE,
    ),
    copies=("B", "M"), retention_key="papers_years", pages=2,
)  # fmt: skip

_MONTH = 8
_IN_THE_MONTH = 14
LEDGERS = (
    Field("dues", "交纳党费", _IN_THE_MONTH),
    Field("life", "参加组织生活", _IN_THE_MONTH),
    Field("work", "完成分配的工作", _IN_THE_MONTH),
)

EXTRACT = form(
    code="D-MO-3", title="党员台账摘录", official_kind="台账", issuer=("党支部",), addressee=("基层党委",),
    fields=(
        b.BRANCH, b.NAME, b.KIND, b.JOINED_ON, b.FULL_ON, Field("first_month", "起始月份", _MONTH), Field("last_month", "截止月份", _MONTH),
        b.rows("entries", "逐月情况", Field("month", "月份", _MONTH), *LEDGERS, most=24),
        b.rows("runs", "连续未履行的月份", Field("ledger", "台账", 7), b.count("months", "连续月数", digits=2), Field("why", "说明", 160), most=3),
        b.rows(
            "corrections", "更正情况", Field("month", "月份", _MONTH), Field("ledger", "台账", 7), Field("before", "更正前", _IN_THE_MONTH), Field("after", "更正后", _IN_THE_MONTH),
            Field("reason", "更正原因", 100), b.person("by", "更正人"), b.day("on", "更正日期"), most=24, required=False,
        ),
        b.RECORDED_BY, replace(b.SECRETARY, required=False), b.DATE,
    ),
    parts=(
        Above("branch"), row(Cell("name", 14), Cell("kind", 10)), row("joined_on", "full_on"), row("first_month", "last_month"),
        Listing("entries", (4, 6, 6, 6), title="逐月情况"), Listing("runs", (6, 4, 14), numbered=False, title="最近连续未履行的月份"),
        Listing("corrections", (3, 2, 3, 3, 6, 2, 3), title="更正情况"), row("recorded_by", "secretary", "date"),
        Remark("注：摘自支部逐月填报的台账；有正当理由的只写理由类别。带*的已经更正，原记录保留，见更正情况。连续月数按台账计算，有正当理由和当月没有安排的月份既不计入也不中断。"),
    ),
    copies=("B", "C"), retention_key="papers_years", pages=15,
)  # fmt: skip
