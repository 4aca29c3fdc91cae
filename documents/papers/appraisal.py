"""Papers of the yearly appraisal of members (民主评议党员): register, slip, summary, feedback.

Regulation on the education and management of members (2019), Article 18: self-appraisal, mutual appraisal, rating, then
the evaluation. Probationary members take part and get no grade. Limits are what fits: every longest value is set together
in a test.
"""

from __future__ import annotations

from documents import blanks as b
from documents.formats import form, wide_form
from documents.kinds import Field
from documents.tables import Above, Box, Cell, Listing, Remark, opinion_box, row

GRADES = ("优秀", "合格", "基本合格", "不合格")
YEAR = b.count("year", "评议年度", digits=4)
GRADE = Field("grade", "评议等次", 4, choices=GRADES)
COUNTS = tuple(b.count(f"rated_{place}", grade) for place, grade in enumerate(GRADES, start=1))

REGISTER = form(
    code="D-AP-1a", title="民主评议党员登记表", official_kind="登记表", issuer=("党员", "党支部"), addressee=("基层党委",),
    fields=(
        b.BRANCH, YEAR, b.NAME, b.SEX, b.ETHNIC, b.BIRTH, b.EDUCATION, b.JOINED_ON, b.POST, b.prose("self_appraisal", "个人自评", b.LONG),
        *b.opinion_of("mutual", "党员互评意见", required=True), *COUNTS, GRADE, *b.opinion_of("branch", "支部评定意见", required=True),
        *b.opinion_of("member", "本人意见"), *b.opinion_of("committee", "上级党组织意见"),
    ),
    parts=(
        Above("branch"), row(Cell("name", 12), Cell("sex", 6), Cell("ethnic", 6)), row("birth", "education"), row("joined_on", "year"), row("post"),
        Box("self_appraisal", 40, by="本人签名"), opinion_box("mutual", "记录人", tall=16), row(*(field.name for field in COUNTS)), row("grade"),
        opinion_box("branch", "支部书记", tall=18), opinion_box("member", "本人签名", tall=10), opinion_box("committee", "经办人", tall=18, stamped=True),
    ),
    copies=("B", "C"), retention_key="appraisals_years", pages=4,
)  # fmt: skip

SLIP_PAPER = form(
    code="D-AP-1b", title="民主测评票", official_kind="测评票", issuer=("党支部",), addressee=("支部成员",),
    fields=(b.BRANCH, YEAR, b.rows("members", "被测评党员", b.person("name", "姓名"), most=50)),
    parts=(
        Above("branch"), row("year"), Listing("members", (7,), GRADES),
        Remark("注：对每名党员只能在一个等次内画“○”；评为“优秀”的一般不超过参加评议党员的三分之一；预备党员参加测评，本人不定等次。本票无记名。"),
    ),
    copies=("B",), retention_key="appraisals_years", pages=5,
)  # fmt: skip

SUMMARY = wide_form(
    code="D-AP-1c", title="民主测评结果汇总表", official_kind="汇总表", issuer=("党支部",), addressee=("基层党委",),
    fields=(
        b.BRANCH, YEAR, b.count("members_full", "正式党员"), b.count("members_probationary", "预备党员"), b.count("issued", "发出票数"), b.count("collected", "收回票数"),
        b.rows("results", "测评结果", b.person("name", "姓名"), *COUNTS, Field("grade", "拟定等次", 4), Field("excused", "未参加评议的原因", 20, required=False), most=50),
        b.person("teller", "计票人"), b.person("scrutineer", "监票人"), b.SECRETARY, b.DATE,
    ),
    parts=(
        Above("branch"), row("year", "members_full", "members_probationary"), row("issued", "collected", "date"), Listing("results", (5, 2, 2, 3, 3, 3, 4)),
        row("teller", "scrutineer", "secretary"), Remark("注：外出党员由支部逐人落实评议，不漏一人。"),
    ),
    copies=("B", "C"), retention_key="appraisals_years", pages=8,
)  # fmt: skip

FEEDBACK = form(
    code="D-AP-2", title="民主评议结果反馈表", official_kind="反馈表", issuer=("党支部",), addressee=("党员",),
    fields=(
        b.BRANCH, YEAR, b.NAME, GRADE, b.prose("strengths", "肯定的方面"), b.prose("advice", "不足和改进建议"), b.day("told_on", "反馈日期"),
        b.person("told_by", "反馈人"), *b.opinion_of("member", "本人意见"),
    ),
    parts=(
        Above("branch"), row("name", "year"), row("grade"), Box("strengths", 40), Box("advice", 50), row("told_on", "told_by"), opinion_box("member", "本人签名", tall=30),
        Remark("注：对评议结果有不同意见的，可以向支部提出，也可以向上级党组织申诉。"),
    ),
    copies=("M", "B"), retention_key="appraisals_years", pages=2,
)  # fmt: skip
