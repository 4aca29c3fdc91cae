"""Papers before a case (日常教育管理): the record of criticism or of a reminder, the demand in writing (催告).

Regulation on the education and management of members (2019), Articles 28 and 29; that a demand goes out in writing is an
arrangement of the house. Limits are what fits: every longest value is set together in a test.
"""

from __future__ import annotations

from dataclasses import replace

from documents import blanks as b
from documents.formats import form, served_paper
from documents.kinds import Field
from documents.tables import Above, Box, Remark, row

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
