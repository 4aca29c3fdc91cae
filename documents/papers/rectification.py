"""Papers of a weak and lax organisation's rectification (软弱涣散党组织整顿): finding, plan, ledger, acceptance.

No single national text: yearly instructions and local schemes; the forms are ours. Limits are what fits: every longest value
is set together in a test.
"""

from __future__ import annotations

from documents import blanks as b
from documents.formats import form, head_paper, upward_paper, wide_form
from documents.kinds import Field
from documents.tables import Above, Box, Listing, Remark, opinion_box, row

PROBLEMS = b.rows(
    "problems", "问题", Field("problem", "存在的问题", 60), Field("measure", "整顿措施", 80), b.person("owner", "责任人"), b.day("due_on", "完成时限"), most=12,
)  # fmt: skip
LEADER = Field("leader", "联系领导", 30)
ALL = ("B", "C", "D")

FINDING = form(
    code="D-WK-1a", title="软弱涣散党组织认定表", official_kind="认定表", issuer=("基层党委",), addressee=("县级党委",), sealed=True,
    fields=(
        b.COMMITTEE, b.BRANCH, b.SECRETARY, b.count("members_total", "党员总数"), b.count("year", "排查年度", digits=4), b.items("criteria", "符合的情形", limit=60, most=8),
        b.FACTS, *b.opinion_of("committee", "基层党委排查意见", required=True), *b.opinion_of("department", "县级联审意见"), *b.opinion_of("county", "县级党委认定意见"),
    ),
    parts=(
        Above("committee"), row("branch"), row("secretary", "members_total"), row("year"), row("criteria"), Box("facts", 44),
        opinion_box("committee", "党委书记", tall=34, stamped=True), opinion_box("department", "经办人", tall=20), opinion_box("county", "经办人", tall=20),
        Remark("注：按照实际情形认定，应整尽整，不下比例指标。"),
    ),
    copies=ALL, retention_key="papers_years", pages=4,
)  # fmt: skip

PLAN = head_paper(
    code="D-WK-1b", title="软弱涣散党组织整顿方案", official_kind="方案", issuer=("基层党委",), addressee=("党支部",), template="rectification/plan.html",
    fields=(b.ISSUER, b.ADDRESSEE, b.BRANCH, b.NUMBER, b.prose("causes", "主要问题和原因", b.LONG), PROBLEMS, LEADER, Field("linked", "帮扶单位", 40), b.UNTIL_ON, b.COPIED_TO, b.DATE),
    copies=ALL, retention_key="papers_years", pages=7,
)  # fmt: skip

LEDGER = wide_form(
    code="D-WK-1c", title="软弱涣散党组织整顿台账", official_kind="台账", issuer=("基层党委",), addressee=("县级党委组织部",),
    fields=(
        b.COMMITTEE, b.BRANCH, LEADER, b.UNTIL_ON,
        b.rows(
            "entries", "整顿进展", Field("problem", "存在的问题", 60), Field("measure", "整顿措施", 80), b.person("owner", "责任人"), b.day("due_on", "完成时限"),
            Field("progress", "进展情况", 80), b.day("done_on", "销号日期", required=False), most=16,
        ),
        b.RECORDED_BY, b.DATE,
    ),
    parts=(
        Above("committee"), row("branch", "leader"), row("until_on"), Listing("entries", (4, 5, 3, 3, 4, 3)), row("recorded_by", "date"),
        Remark("注：每月更新一次；整改一项，销号一项。"),
    ),
    copies=("C", "D"), retention_key="papers_years", pages=9,
)  # fmt: skip

ACCEPTANCE = upward_paper(
    code="D-WK-1d", title="软弱涣散党组织整顿验收报告", official_kind="报告", issuer=("县级党委组织部",), addressee=("县级党委",), template="rectification/acceptance.html", sealed=True,
    fields=(
        b.ISSUER, b.SIGNER, b.ADDRESSEE, b.BRANCH, b.day("checked_on", "验收日期"), b.FACTS, b.count("score", "验收得分"), b.count("members_satisfied", "党员满意度（%）"),
        b.count("masses_satisfied", "群众满意度（%）"), b.yes_no("passed", "是否合格"), b.prose("next_steps", "下一步措施"), b.CONTACT, b.PHONE, b.DATE,
    ),
    copies=ALL, retention_key="papers_years", pages=4,
)  # fmt: skip
