"""Papers of every organisational disposal (不合格党员组织处置): from the proposal to the approval form.

Measures on organisational disposal (2024) and the Regulation on the education and management of members (2019), Articles
27 to 31; what minutes and resolutions hold: rules on admitting members, Articles 19 to 21. No uniform form was found: the
forms are ours. Limits are what fits: every longest value is set together in a test.
"""

from __future__ import annotations

from dataclasses import replace

from documents import blanks as b
from documents.formats import SLIP, form, letter_paper, plain_paper
from documents.kinds import Field
from documents.tables import (
    MEMBER_ROWS,
    VOTE_ROWS,
    Above,
    Box,
    Cell,
    Listing,
    Remark,
    by_hand,
    opinion_box,
    row,
)  # fmt: skip

CASE_COPIES, FILED = ("B", "C"), ("B", "C", "F")
BALLOT = ("赞成", "反对", "弃权")

START = form(
    code="D-DS-1", title="启动组织处置意见（事前备案表）", official_kind="备案表", issuer=("党支部",), addressee=("基层党委",),
    fields=(
        b.BRANCH, *b.MEMBER, b.GROUND, b.MEASURE, b.FACTS, b.MEETING_ON, b.PRESENT, *b.opinion_of("branch", "支部委员会意见", required=True),
        *b.opinion_of("committee", "基层党委备案意见"),
    ),
    parts=(
        Above("branch"), *MEMBER_ROWS, row("ground"), row("measure"), row("meeting_on", Cell("present", 0, "到会委员")),
        Box("facts", 40), opinion_box("branch", "支部书记", tall=24), opinion_box("committee", "经办人", tall=30, stamped=True),
        Remark("注：本表由党支部委员会（未设委员会的由支部党员大会）研究后填写，调查开始前报有审批权限的基层党委备案。"),
    ),
    copies=CASE_COPIES, retention_key="standing_years", pages=3,
)  # fmt: skip

INVESTIGATION = plain_paper(
    code="D-DS-2", title="调查核实报告", official_kind="报告", issuer=("调查组",), addressee=("党支部",),
    template="disposal/investigation.html",
    fields=(
        replace(b.ADDRESSEE, label="报告的党支部"), b.NAME, b.day("appointed_on", "成立调查组日期"), b.FROM_ON, b.UNTIL_ON,
        b.prose("profile", "基本情况"), b.FACTS, b.STATED, b.EVIDENCE, b.OPINION, b.TEAM, b.DATE,
    ),
    copies=CASE_COPIES, retention_key="standing_years", pages=6,
)  # fmt: skip

TALK = form(
    code="D-DS-3", title="组织谈话记录", official_kind="记录", issuer=("谈话人",), addressee=("党支部",),
    fields=(
        b.BRANCH, b.NAME, b.day("talked_on", "谈话日期"), b.PLACE, *b.TALKERS, b.RECORDER,
        b.prose("told", "告知的问题和拟处置意见", b.MIDDLE), b.STATED, Field("signed_how", "本人签名情况", 60), Field("note", "备注", 100, required=False),
    ),
    parts=(
        Above("branch"), row("name", "talked_on"), row("place"), row("talker_1", "talker_2"), row("recorder", "signed_how"),
        Box("told", 44), Box("stated", 66, by="本人签名（每页）"), row("note"),
        Remark("注：谈话由两名以上正式党员进行；本人拒绝签名或者无法取得联系的，由两名谈话人注明情况和联系方式。"),
    ),
    copies=CASE_COPIES, retention_key="standing_years", pages=3,
)  # fmt: skip

PRE_REVIEW = letter_paper(
    code="D-DS-4", title="预审意见", official_kind="函", issuer=("基层党委", "县级党委组织部"), addressee=("党支部",),
    template="disposal/pre_review.html",
    fields=(
        b.ISSUER, b.ADDRESSEE, b.NAME, b.MEASURE, Field("submitted", "报来材料的标题", 60), b.yes_no("agreed", "是否同意"), b.REASON,
        b.prose("next_steps", "有关要求", required=False), b.DATE,
    ),
    copies=CASE_COPIES, retention_key="standing_years",
)  # fmt: skip

MEETING_NOTICE = plain_paper(
    code="D-DS-5a", title="支部党员大会通知", official_kind="通知", issuer=("党支部",), addressee=("支部成员", "党员"),
    template="disposal/meeting_notice.html",
    fields=(
        replace(b.ADDRESSEE, label="通知的党员", limit=60), replace(b.NAME, required=False, label="会议讨论的党员"), b.MEETING_ON,
        Field("meeting_time", "会议时间", 12), b.PLACE, b.TOPIC, b.items("agenda", "议程", limit=40, most=8), replace(b.ISSUER, label="党支部"), b.DATE,
    ),
    copies=("B",), retention_key="papers_years", pages=2,
)  # fmt: skip

SIGN_IN = form(
    code="D-DS-5b", title="会议签到表", official_kind="签到表", issuer=("党支部",), addressee=(),
    fields=(
        b.BRANCH, b.MEETING_ON, b.PLACE, b.TOPIC, b.ENTITLED, b.PRESENT, b.rows("attendance", "到会人员", b.person("name", "姓名"), Field("kind", "党员类别", 8), most=60),
    ),
    parts=(
        Above("branch"), row("meeting_on", "place"), row("topic"), row("entitled", "present"),
        Listing("attendance", (6, 4), ("签　名", "备　注"), spare=2, tall=11),
        Remark("注：预备党员到会但没有表决权；书面意见不计入到会人数。"),
    ),
    copies=("B",), retention_key="papers_years", pages=6,
)  # fmt: skip

MINUTES = form(
    code="D-DS-6", title="支部党员大会会议记录", official_kind="记录", issuer=("党支部",), addressee=("基层党委",),
    fields=(
        b.BRANCH, *b.MEETING, b.RECORDER, b.TOPIC, b.count("members_total", "党员总数"), b.count("members_full", "正式党员"),
        b.count("members_probationary", "预备党员"), *b.VOTE, b.rows("absent", "缺席人员", b.person("name", "姓名"), Field("reason", "缺席原因", 30), most=10, required=False),
        b.prose("speeches", "发言要点", b.LONG), b.prose("heard", "本人陈述申辩和他人作证、辩护情况", b.MIDDLE),
        Field("ballot", "表决方式", 5, choices=("无记名投票", "举手表决")), b.prose("resolution", "表决结果和决议"),
    ),
    parts=(
        Above("branch"), row("meeting_on", "place"), row("chair", "recorder"), row("topic"),
        row("members_total", "members_full", "members_probationary"), row("entitled", "present", "written"), Listing("absent", (8, 14), title="缺席人员"),
        Box("speeches", 44), Box("heard", 20), row("ballot"), row("votes_for", "votes_against", "abstained"), Box("resolution", 14),
        row(by_hand("主持人签名"), by_hand("记录人签名")),
    ),
    copies=CASE_COPIES, retention_key="standing_years", pages=5,
)  # fmt: skip

BALLOT_PAPER = form(
    code="D-DS-7a", title="表决票", official_kind="表决票", issuer=("党支部",), addressee=("支部成员",), styles=SLIP,
    fields=(b.BRANCH, b.MEETING_ON, b.rows("motions", "表决事项", Field("motion", "表决事项", 60), most=3)),
    parts=(
        Above("branch"), row("meeting_on"), Listing("motions", (10,), BALLOT, tall=16),
        Remark("注：对每一事项只能在“赞成”“反对”“弃权”中选择一栏画“○”；不画的视为弃权，多画的无效。本票无记名。"),
    ),
    copies=("B",), retention_key="papers_years", pages=2,
)  # fmt: skip

TALLY = form(
    code="D-DS-7b", title="表决计票单", official_kind="计票单", issuer=("党支部",), addressee=(),
    fields=(
        b.BRANCH, b.MEETING_ON, b.TOPIC, *b.VOTE, b.count("issued", "发出票数"), b.count("collected", "收回票数"), b.count("valid", "有效票"), b.count("invalid", "无效票"),
        Field("result", "表决结果", 30), b.person("teller", "计票人"), b.person("scrutineer", "监票人"),
    ),
    parts=(
        Above("branch"), row("meeting_on"), row("topic"), row("entitled", "present", "written"), row("issued", "collected"), row("valid", "invalid"),
        row("votes_for", "votes_against", "abstained"), row("result"), row("teller", "scrutineer"), row(by_hand("计票人签名"), by_hand("监票人签名")),
        Remark("注：赞成人数超过应到会有表决权的正式党员的半数，方为通过。"),
    ),
    copies=("B",), retention_key="standing_years",
)  # fmt: skip

RESOLVED = (replace(b.ISSUER, label="党支部"), b.NAME, *b.MEETING, *b.VOTE, b.FACTS, b.ARTICLES, b.GROUND, b.STATED)

RESOLUTION = plain_paper(
    code="D-DS-8a", title="支部党员大会决议（限期改正）", official_kind="决议", issuer=("党支部",), addressee=("基层党委",),
    template="disposal/resolution.html", fields=(*RESOLVED, b.MONTHS, b.SECRETARY, b.DATE),
    copies=FILED, retention_key="standing_years", pages=5,
)  # fmt: skip

REMOVAL_RESOLUTION = plain_paper(
    code="D-DS-8b", title="支部党员大会决议（党内除名）", official_kind="决议", issuer=("党支部",), addressee=("基层党委",),
    template="disposal/removal_resolution.html", fields=(*RESOLVED, b.SECRETARY, b.DATE),
    copies=FILED, retention_key="standing_years", pages=5,
)  # fmt: skip

APPROVAL_FORM = form(
    code="D-DS-9", title="处置不合格党员审批表", official_kind="审批表", issuer=("党支部",), addressee=("基层党委",), sealed=True,
    fields=(
        b.BRANCH, *b.MEMBER, b.GROUND, b.ARTICLES, b.MEASURE, b.FACTS, *b.VOTE, *b.opinion_of("branch", "支部党员大会决议", required=True),
        *b.opinion_of("member", "本人意见", limit=b.LONG), *b.opinion_of("general_branch", "党总支审议意见"), *b.opinion_of("department", "组织部门预审意见"),
        *b.opinion_of("committee", "基层党委审批意见"),
    ),
    parts=(
        Above("branch"), *MEMBER_ROWS, row("ground"), row("articles"), row("measure"), Box("facts", 70), *VOTE_ROWS,
        opinion_box("branch", "支部书记", tall=36), opinion_box("member", "本人签名", tall=24), opinion_box("general_branch", "党总支书记", tall=24),
        opinion_box("department", tall=30), opinion_box("committee", "党委书记", tall=44, stamped=True),
        Remark("注：本表一式两份，一份由基层党委存档，一份归入本人档案。"),
    ),
    copies=FILED, retention_key="standing_years", pages=6,
)  # fmt: skip

RECEIPT = form(
    code="D-DS-18", title="送达回证", official_kind="送达回证", issuer=("党支部", "基层党委"), addressee=("党员",),
    fields=(
        replace(b.ISSUER, label="送达的党组织"), Field("document_title", "送达文书", 60), b.NUMBER, b.NAME, b.PLACE,
        Field("served_how", "送达方式", 4, choices=("直接送达", "留置送达", "邮寄送达", "委托送达")), b.day("served_on", "送达日期"),
        Field("received_by", "签收人与受送达人关系", 30), b.person("witness_1", "见证人", required=False), b.person("witness_2", "见证人", required=False),
        b.prose("refusal", "拒收事由和处理", required=False), b.person("server", "送达人"), b.DATE,
    ),
    parts=(
        Above("issuer"), row("document_title"), row("decision_number"), row("name", "served_how"), row("place"), row("served_on", "received_by"),
        Box("", 26, by="签收人签名", label="受送达人或者签收人"), row("refusal"), row("witness_1", "witness_2"),
        row(by_hand("见证人签名"), by_hand("见证人签名")), row("server", "date"),
        Remark("注：受送达人拒绝签收的，由两名见证人签名注明情况，把文书留在其住所，即视为送达；本回证附卷。"),
    ),
    copies=("B",), retention_key="standing_years", pages=2,
)  # fmt: skip

ANNOUNCEMENT = form(
    code="D-DS-19", title="宣布处置决定记录", official_kind="记录", issuer=("党支部",), addressee=(),
    fields=(
        b.BRANCH, b.NAME, Field("document_title", "宣布的决定", 60), b.NUMBER, b.day("announced_on", "宣布日期"), b.PLACE,
        b.person("announced_by", "宣布人"), Field("scope", "宣布范围", 40), b.count("heard_by", "到会人数"), b.prose("said_there", "宣布情况和本人表示"), b.RECORDER,
    ),
    parts=(
        Above("branch"), row("name", "announced_on"), row("document_title"), row("decision_number"), row("place"), row("announced_by", "scope"),
        row("heard_by", "recorder"), Box("said_there", 70, by="宣布人签名"), Remark("注：决定一般在支部党员大会上宣布，并通知本人。"),
    ),
    copies=("B",), retention_key="standing_years", pages=1,
)  # fmt: skip
