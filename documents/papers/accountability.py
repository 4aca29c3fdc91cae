"""Papers of holding to account (问责): start, investigation, facts shown, decision, circular, admonition, what follows.

Accountability Regulations (中国共产党问责条例): decided collectively, the object heard, the decision in writing with facts,
ground, form, effect and appeal; filed within a month. Limits are what fits: every longest value is set together in a test.
"""

from __future__ import annotations

from dataclasses import replace

from documents import blanks as b
from documents.formats import form, head_paper, plain_paper, served_paper, upward_paper
from documents.kinds import Field
from documents.tables import Above, Box, Remark, opinion_box, row

OBJECT = Field("object_name", "问责对象", b.ORGANISATION)
DUTY = Field("duty", "应当履行的职责", 80)
RESPONSIBILITY = Field("responsibility", "责任划分", 6, choices=("直接责任", "主要领导责任", "重要领导责任"))
SANCTION = Field("sanction", "问责方式", 30)
DECIDER = ("有权限的党组织",)
ADDRESSED = replace(b.ADDRESSEE, label="问责对象")

START = form(
    code="D-AC-1", title="问责启动审批表", official_kind="审批表", issuer=DECIDER, addressee=(),
    fields=(
        replace(b.ISSUER, label="承办机关"), OBJECT, b.POST, DUTY, Field("lead", "线索来源", 60), b.FACTS, b.ARTICLES,
        *b.opinion_of("proposer", "承办部门意见", required=True), *b.opinion_of("authority", "审批意见"),
    ),
    parts=(
        Above("issuer"), row("object_name"), row("post"), row("duty"), row("lead"), row("articles"), Box("facts", 60), opinion_box("proposer", "承办人", tall=30),
        opinion_box("authority", "审批人", tall=40), Remark("注：启动对同级党委管理的领导干部的问责调查，报同级党委主要负责人批准。"),
    ),
    copies=("A",), retention_key="standing_years", pages=3,
)  # fmt: skip

INVESTIGATION = plain_paper(
    code="D-AC-2a", title="问责调查报告", official_kind="报告", issuer=("调查组",), addressee=DECIDER, template="accountability/investigation.html",
    fields=(b.ADDRESSEE, OBJECT, b.day("appointed_on", "成立调查组日期"), DUTY, b.FACTS, RESPONSIBILITY, b.REASON, b.STATED, b.EVIDENCE, SANCTION, b.ARTICLES, b.TEAM, b.DATE),
    copies=("A",), retention_key="standing_years", pages=6,
)  # fmt: skip

FACTS_SHOWN = form(
    code="D-AC-2b", title="事实材料见面记录", official_kind="记录", issuer=("调查组",), addressee=("问责对象",),
    fields=(
        replace(b.ISSUER, label="调查组所属机关"), OBJECT, b.day("shown_on", "见面日期"), b.PLACE, *b.TALKERS, b.prose("facts", "事实材料要点", b.MIDDLE), b.STATED,
        Field("signed_how", "签署意见和签名情况", 60), b.prose("answered", "对不同意见的说明", required=False),
    ),
    parts=(
        Above("issuer"), row("object_name"), row("shown_on", "place"), row("talker_1", "talker_2"), Box("facts", 54), Box("stated", 54, by="问责对象签名"),
        row("signed_how"), Box("answered", 24, by="调查人员签名"), Remark("注：拒绝签署意见的，由调查人员注明情况；合理意见应当采纳，不采纳的应当说明理由。"),
    ),
    copies=("A",), retention_key="standing_years", pages=3,
)  # fmt: skip

DECISION = served_paper(
    code="D-AC-3", title="问责决定书", official_kind="决定书", issuer=DECIDER, addressee=("问责对象",), template="accountability/decision.html",
    fields=(
        b.ISSUER, ADDRESSED, DUTY, b.FACTS, RESPONSIBILITY, b.ARTICLES, b.DECIDED_ON, SANCTION, b.prose("execution", "执行要求"), b.count("appeal_months", "申诉期限（月）", digits=1), b.APPEAL_WAY, b.DATE,
    ),
    copies=("M", "D", "F"), retention_key="standing_years", pages=4,
)  # fmt: skip

CIRCULAR = head_paper(
    code="D-AC-4a", title="问责情况通报", official_kind="通报", issuer=DECIDER, addressee=("党支部", "基层党委"), template="accountability/circular.html",
    fields=(b.ISSUER, b.ADDRESSEE, OBJECT, Field("matter", "问责事由", 60), b.FACTS, b.DECIDED_ON, SANCTION, b.DEMANDS, b.COPIED_TO, b.DATE),
    copies=("D", "F"), retention_key="standing_years", pages=4,
)  # fmt: skip

ADMONITION = served_paper(
    code="D-AC-4b", title="诫勉书", official_kind="诫勉书", issuer=DECIDER, addressee=("问责对象",), template="accountability/admonition.html",
    fields=(b.ISSUER, ADDRESSED, b.DECIDED_ON, b.FACTS, b.ARTICLES, b.DEMANDS, b.day("due_on", "书面检查提交日期"), b.DATE),
    copies=("D", "F"), retention_key="standing_years", pages=3,
)  # fmt: skip

ADMONITION_TALK = form(
    code="D-AC-4c", title="诫勉谈话记录", official_kind="记录", issuer=DECIDER, addressee=("问责对象",),
    fields=(
        replace(b.ISSUER, label="谈话机关"), OBJECT, b.POST, b.day("talked_on", "谈话日期"), b.PLACE, *b.TALKERS, b.RECORDER, b.prose("told", "指出的问题和要求", b.MIDDLE), b.STATED,
    ),
    parts=(
        Above("issuer"), row("object_name"), row("post"), row("talked_on", "place"), row("talker_1", "talker_2"), row("recorder"), Box("told", 60, by="谈话人签名"),
        Box("stated", 70, by="本人签名"),
    ),
    copies=("D", "F"), retention_key="standing_years", pages=3,
)  # fmt: skip

SELF_CRITICISM = plain_paper(
    code="D-AC-5a", title="书面检讨", official_kind="检讨", issuer=("问责对象",), addressee=DECIDER, template="accountability/self_criticism.html",
    fields=(b.ADDRESSEE, replace(b.NAME, label="检讨人", limit=b.ORGANISATION), b.NUMBER, b.FACTS, b.prose("causes", "原因剖析", b.MIDDLE), b.prose("measures", "整改措施", b.MIDDLE), b.DATE),
    copies=("A",), retention_key="standing_years", pages=5,
)  # fmt: skip

REPAIR_REPORT = upward_paper(
    code="D-AC-5b", title="问责整改报告", official_kind="报告", issuer=("问责对象",), addressee=DECIDER, template="accountability/repair_report.html",
    fields=(
        b.ISSUER, b.SIGNER, b.ADDRESSEE, b.NUMBER, b.prose("causes", "问题和原因", b.MIDDLE),
        b.rows("repairs", "整改情况", Field("problem", "存在的问题", 50), Field("measure", "整改措施", 60), Field("result", "整改结果", 40), b.day("done_on", "完成日期"), most=10),
        b.prose("next_steps", "下一步打算"), b.CONTACT, b.PHONE, b.DATE,
    ),
    copies=("A",), retention_key="standing_years", pages=6,
)  # fmt: skip
