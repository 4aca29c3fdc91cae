"""Papers of a member's own request to leave (要求退党): the request in his own words, the report for the record.

Party Constitution, Article 9: the general meeting discusses, the removal is announced, the organisation above records.
Limits are what fits: every longest value is set together in a test.
"""

from __future__ import annotations

from documents import blanks as b
from documents.formats import plain_paper, upward_paper

REQUEST = plain_paper(
    code="D-WD-1", title="退党申请书", official_kind="申请书", issuer=("党员",), addressee=("党支部",), template="withdrawal/request.html",
    fields=(b.ADDRESSEE, b.NAME, b.JOINED_ON, b.prose("reason", "申请的理由", b.LONG), b.DATE),
    copies=("B", "C", "F"), retention_key="standing_years",
)  # fmt: skip

RECORD_REPORT = upward_paper(
    code="D-WD-2", title="要求退党予以除名的备案报告", official_kind="报告", issuer=("党支部",), addressee=("基层党委",), template="withdrawal/record_report.html",
    fields=(
        b.ISSUER, b.SIGNER, b.ADDRESSEE, b.NAME, b.prose("profile", "基本情况"), b.day("asked_on", "申请日期"), b.prose("reason", "申请的理由"),
        b.prose("educated", "谈话教育情况", b.MIDDLE), b.MEETING_ON, b.prose("discussed", "支部党员大会讨论情况", b.MIDDLE), b.day("announced_on", "宣布除名日期"),
        b.ENCLOSURES, b.CONTACT, b.PHONE, b.DATE,
    ),
    copies=("B", "C", "F"), retention_key="standing_years", pages=7,
)  # fmt: skip
