"""Papers about a probationary member (预备党员): extension, cancellation, and the committee's approval.

Party Constitution, Article 7; rules on admitting members (2026), Articles 20, 21 and 31 to 33: the resolution and the
approval are entered in the admission form. Limits are what fits: every longest value is set together in a test.
"""

from __future__ import annotations

from dataclasses import replace

from documents import blanks as b
from documents.formats import form, plain_paper
from documents.kinds import Field
from documents.tables import Above, Cell, opinion_box, row

RESOLVED = (
    replace(b.ISSUER, label="党支部"), b.NAME, b.day("joined_on", "接收为预备党员日期"), b.PROBATION_ENDS, *b.MEETING, b.prose("conduct", "预备期表现", b.MIDDLE),
    b.REASON, *b.VOTE,
)  # fmt: skip

EXTENSION = plain_paper(
    code="D-PB-1a", title="延长预备期的决议", official_kind="决议", issuer=("党支部",), addressee=("基层党委",), template="probation/extension.html",
    fields=(*RESOLVED, b.MONTHS, b.FROM_ON, b.UNTIL_ON, b.SECRETARY, b.DATE), copies=("B", "C", "F"), retention_key="standing_years", pages=4,
)  # fmt: skip

CANCELLATION = plain_paper(
    code="D-PB-1b", title="取消预备党员资格的决议", official_kind="决议", issuer=("党支部",), addressee=("基层党委",), template="probation/cancellation.html",
    fields=(*RESOLVED, b.SECRETARY, b.DATE), copies=("B", "C", "F"), retention_key="standing_years", pages=3,
)  # fmt: skip

APPROVAL = form(
    code="D-PB-2", title="党委审批意见", official_kind="审批意见", issuer=("基层党委",), addressee=("党支部",), sealed=True,
    fields=(
        b.COMMITTEE, b.BRANCH, b.NAME, b.SEX, b.JOINED_ON, b.PROBATION_ENDS, b.MEETING_ON, Field("resolution", "支部党员大会决议", 10, choices=("延长预备期", "取消预备党员资格")),
        Field("extended", "延长的期限", 40, required=False), b.count("committee_total", "党委委员人数", digits=2), b.count("committee_present", "到会委员", digits=2),
        b.count("committee_for", "赞成委员", digits=2), *b.opinion_of("committee", "党委审批意见", limit=b.MIDDLE, required=True),
    ),
    parts=(
        Above("committee"), row("branch"), row(Cell("name", 16), Cell("sex", 8)), row("joined_on", "probation_ends"), row("meeting_on", "resolution"), row("extended"),
        row("committee_total", "committee_present", "committee_for"), opinion_box("committee", "党委书记", tall=70, stamped=True),
    ),
    copies=("C", "F"), retention_key="standing_years", pages=2,
)  # fmt: skip
