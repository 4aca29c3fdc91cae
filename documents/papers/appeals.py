"""Papers of an appeal (申诉): the appeal, its receipt, its passing on, the decision on re-examination.

Party Constitution, Articles 4 and 43: an appeal is handled or passed on without delay and never withheld; execution is not
suspended. Limits are what fits: every longest value is set together in a test.
"""

from __future__ import annotations

from dataclasses import replace

from documents import blanks as b
from documents.formats import letter_paper, plain_paper, served_paper
from documents.kinds import Field

AGAINST = (Field("decision_title", "申诉的决定", 60), b.NUMBER)
APPELLANT = replace(b.ADDRESSEE, label="申诉人", limit=30)

APPEAL = plain_paper(
    code="D-APL-1a", title="申诉书", official_kind="申诉书", issuer=("党员",), addressee=("上级党组织",), template="appeals/appeal.html",
    fields=(
        b.ADDRESSEE, b.NAME, b.BRANCH, *AGAINST, b.day("received_on", "收到决定日期"), b.prose("reasons", "事实和理由", b.LONG), b.prose("wish", "申诉请求"),
        replace(b.EVIDENCE, required=False), b.PHONE, b.DATE,
    ),
    copies=("M", "B", "C", "D", "F"), retention_key="standing_years", pages=4,
)  # fmt: skip

ACCEPTED = served_paper(
    code="D-APL-1b", title="申诉受理通知书", official_kind="通知书", issuer=("上级党组织",), addressee=("党员",), template="appeals/accepted.html",
    fields=(b.ISSUER, APPELLANT, *AGAINST, b.day("asked_on", "收到申诉日期"), b.day("due_on", "答复的最后日期"), b.CONTACT, b.PHONE, b.DATE),
    copies=("M", "D"), retention_key="standing_years", pages=2,
)  # fmt: skip

FORWARDED = letter_paper(
    code="D-APL-1c", title="申诉转办函", official_kind="函", issuer=("上级党组织",), addressee=("有权限的党组织",), template="appeals/forwarded.html",
    fields=(b.ISSUER, b.ADDRESSEE, b.NAME, b.BRANCH, *AGAINST, b.day("asked_on", "收到申诉日期"), b.REASON, b.ENCLOSURES, b.CONTACT, b.PHONE, b.COPIED_TO, b.DATE),
    copies=("M", "D"), retention_key="standing_years", pages=4,
)  # fmt: skip

DECISION = served_paper(
    code="D-APL-1d", title="申诉复查决定", official_kind="决定书", issuer=("上级党组织",), addressee=("党员",), template="appeals/decision.html",
    fields=(
        b.ISSUER, APPELLANT, *AGAINST, b.prose("reasons", "申诉的理由"), b.FACTS, b.ARTICLES, b.DECIDED_ON,
        Field("result", "复查结论", 6, choices=("维持原决定", "变更原决定", "撤销原决定", "发回重新研究")), b.prose("content", "复查决定的内容", b.MIDDLE),
        Field("next_instance", "上一级党组织", b.ORGANISATION), b.DATE,
    ),
    copies=("M", "B", "C", "D", "F"), retention_key="standing_years", pages=5,
)  # fmt: skip
