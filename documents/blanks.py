"""Blanks that papers of several processes share (通用栏目), under one name each, so that facts travel between papers.

Limits are what fits: every longest value of a kind is set together in a test.
"""

from __future__ import annotations

from documents.kinds import Field

ORGANISATION, PERSON, NUMBER_TEXT = 40, 24, 30
LONG, MIDDLE, SHORT = 800, 600, 300


def day(name: str, label: str, *, required: bool = True) -> Field:
    """A date (日期栏)."""
    return Field(name, label, 10, required=required, holds="date")


def count(name: str, label: str, *, digits: int = 3, required: bool = True) -> Field:
    """A number of people, votes, months (数量栏)."""
    return Field(name, label, digits, required=required, holds="number")


def yes_no(name: str, label: str) -> Field:
    """A question with yes or no (是否栏)."""
    return Field(name, label, 1, holds="flag")


def organisation(name: str, label: str, *, required: bool = True) -> Field:
    """The name of an organisation (党组织)."""
    return Field(name, label, ORGANISATION, required=required)


def person(name: str, label: str, *, required: bool = True) -> Field:
    """The name of a person (姓名)."""
    return Field(name, label, PERSON, required=required)


def prose(name: str, label: str, limit: int = SHORT, *, required: bool = True) -> Field:
    """A longer text of several paragraphs (叙述栏)."""
    lines = {SHORT: 4, MIDDLE: 6, LONG: 10}.get(limit, 4)
    return Field(name, label, limit, required=required, lines=lines)


def items(name: str, label: str, *, limit: int = 60, most: int = 10, required: bool = True) -> Field:
    """A list of short texts (列举栏)."""
    return Field(name, label, limit, required=required, lines=most, holds="list")


def rows(name: str, label: str, *columns: Field, most: int = 20, required: bool = True) -> Field:
    """A table whose rows repeat (明细栏)."""
    return Field(name, label, 0, required=required, lines=most, holds="rows", columns=columns)


# Who and when.

ISSUER = organisation("issuer", "发文机关")
ADDRESSEE = organisation("addressee", "主送")
DATE = day("date", "日期")
BRANCH = organisation("branch", "党支部")
COMMITTEE = organisation("committee", "基层党委")
SIGNER = person("signer", "签发人")
CONTACT = person("contact", "联系人")
PHONE = Field("phone", "联系电话", 24)
RECORDED_BY = person("recorded_by", "登记人")
RECORDER = person("recorder", "记录人")
SECRETARY = person("secretary", "支部书记")
COPIED_TO = Field("copied_to", "抄送", 80, required=False)
ENCLOSURES = items("enclosures", "附件", limit=40, most=8, required=False)

# The member.

NAME = person("name", "姓名")
SEX = Field("sex", "性别", 1, choices=("男", "女"))
BIRTH = day("birth", "出生日期")
ETHNIC = Field("ethnic", "民族", 8)
EDUCATION = Field("education", "学历", 10)
ID_NUMBER = Field("id_number", "公民身份号码", 18)
KIND = Field("kind", "党员类别", 2, choices=("预备", "正式"))
JOINED_ON = day("joined_on", "入党时间")
FULL_ON = day("full_on", "转正时间", required=False)
PROBATION_ENDS = day("probation_ends", "预备期满")
POST = Field("post", "单位及职务", ORGANISATION)
ADDRESS = Field("address", "通讯地址", ORGANISATION)
DUES = Field("dues_paid_until", "党费交至", 12)
LETTER_NUMBER = Field("letter_number", "介绍信编号", NUMBER_TEXT)

# What it is about.

REASON = prose("reason", "理由")
GROUND = Field("ground", "处置情形", 60)
ARTICLES = Field("articles", "依据条款", 80)
MEASURE = Field("measure", "处置方式", 4, choices=("限期改正", "劝其退党", "党内除名"))
FACTS = prose("facts", "主要事实", LONG)
EVIDENCE = items("evidence", "证据材料", limit=40)
STATED = prose("stated", "本人陈述", MIDDLE)
ATTITUDE = prose("attitude", "本人态度")
OPINION = prose("opinion", "意见")
DEMANDS = prose("demands", "改正要求")
HELPERS = Field("helpers", "帮教人员", 50)
CONCLUSION = prose("conclusion", "结论")
APPEAL_WAY = prose("appeal", "申诉途径")
REQUEST_NUMBER = Field("request_number", "请示的发文字号", NUMBER_TEXT)
FROM_ON = day("from_on", "起始日期")
UNTIL_ON = day("until_on", "截止日期")
MONTHS = count("months", "期限（月）", digits=2)

NUMBER = Field("decision_number", "决定文号", NUMBER_TEXT)
DECIDED_ON = day("decided_on", "决定日期")
TEAM = items("team", "成员", limit=PERSON, most=4)
TALKERS = (person("talker_1", "谈话人"), person("talker_2", "谈话人"))
MEMBER = (NAME, SEX, ETHNIC, BIRTH, EDUCATION, JOINED_ON, FULL_ON, POST)


def opinion_of(whose: str, label: str, *, limit: int = SHORT, required: bool = False) -> tuple[Field, ...]:
    """The three fields of an opinion in a box (意见栏): what was said, who signed, when; by hand where it is empty."""
    return (
        prose(f"{whose}_opinion", label, limit, required=required),
        person(f"{whose}_signer", f"{label}签名人", required=False),
        day(f"{whose}_on", f"{label}日期", required=False),
    )


# A meeting and its vote.

MEETING_ON = day("meeting_on", "会议日期")
PLACE = Field("place", "地点", ORGANISATION)
CHAIR = person("chair", "主持人")
TOPIC = Field("topic", "议题", 60)
ENTITLED = count("entitled", "应到会有表决权党员")
PRESENT = count("present", "实到会有表决权党员")
WRITTEN = count("written", "书面意见", required=False)
VOTES_FOR = count("votes_for", "赞成")
VOTES_AGAINST = count("votes_against", "反对")
ABSTAINED = count("abstained", "弃权")
VOTE = (ENTITLED, PRESENT, WRITTEN, VOTES_FOR, VOTES_AGAINST, ABSTAINED)
MEETING = (MEETING_ON, PLACE, CHAIR)

# Words of papers stand here and not in a catalogue of translation: a paper is Chinese whatever is installed.
# By the codes of the register, whose models the press does not load.
SEXES = {"M": "男", "F": "女"}
APPEAL = "本人如有不同意见，可以向上级党组织提出申诉；申诉不受时间限制，任何组织不得扣压。"
NOTHING_SAID = "本人表示没有意见需要陈述。"
