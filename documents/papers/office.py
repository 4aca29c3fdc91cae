"""Official papers of any matter (通用公文): an order, a letter between organisations, minutes of a committee's meeting.

Formats of GB/T 9704-2012, clauses 10.1 to 10.3. Limits are what fits: every longest value is set together in a test.
"""

from __future__ import annotations

from dataclasses import replace

from documents import blanks as b
from documents.formats import letter_paper, minutes_paper, order_paper
from documents.kinds import Field

TEXT = b.prose("text", "正文", b.LONG)
PEOPLE = Field("attended", "出席人员", 80)

ORDER = order_paper(
    code="D-GW-1", title="命令（令）", official_kind="命令", issuer=("有权限的党组织",), addressee=("党支部",),
    template="office/order.html",
    fields=(b.ISSUER, TEXT, Field("signer_post", "签发人职务", 8), replace(b.person("signer", "签发人"), limit=10), b.DATE),
    copies=("C", "B"), retention_key="papers_years", pages=4,
)  # fmt: skip

LETTER = letter_paper(
    code="D-GW-2", title="函", official_kind="函", issuer=("基层党委",), addressee=("其他党组织",),
    template="office/letter.html",
    fields=(b.ISSUER, b.ADDRESSEE, Field("matter", "事由", 60), TEXT, b.yes_no("reply_wanted", "是否要求函复"), b.ENCLOSURES, b.CONTACT, b.PHONE, b.COPIED_TO, b.DATE),
    copies=("C",), retention_key="papers_years", pages=4,
)  # fmt: skip

MINUTES = minutes_paper(
    code="D-GW-3", title="会议纪要", official_kind="纪要", issuer=("基层党委",), addressee=("党支部",),
    template="office/minutes.html",
    fields=(
        b.ISSUER, b.DATE, b.MEETING_ON, b.CHAIR, b.TOPIC, TEXT, PEOPLE, replace(PEOPLE, name="excused", label="请假人员", required=False),
        replace(PEOPLE, name="also_there", label="列席人员", required=False), b.COPIED_TO,
    ),
    copies=("C",), retention_key="papers_years", pages=4,
)  # fmt: skip
