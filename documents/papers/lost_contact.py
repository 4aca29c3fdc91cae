"""Papers of a member who cannot be reached (失联党员): search, suspension of membership, filing, restoration.

Regulation on the education and management of members (2019), Article 24; approval and filing by the county follow
published practice. Limits are what fits: every longest value is set together in a test.
"""

from __future__ import annotations

from dataclasses import replace

from documents import blanks as b
from documents.formats import form, head_paper, plain_paper, upward_paper
from documents.kinds import Field
from documents.tables import MEMBER_ROWS, VOTE_ROWS, Above, Box, Remark, opinion_box, row

LAST_CONTACT = b.day("last_contact_on", "最后联系日期")
# Where it is for that he is abroad, and not for want of contact.
ABROAD_SINCE = b.day("abroad_since", "出国（境）日期", required=False)
SUSPENDED_ON = b.day("suspended_on", "停止党籍日期")

SEARCH_REPORT = upward_paper(
    code="D-SU-1", title="失联党员查找情况报告", official_kind="报告", issuer=("党支部",), addressee=("基层党委",), template="lost_contact/search_report.html",
    fields=(
        b.ISSUER, b.SIGNER, b.ADDRESSEE, b.NAME, b.prose("profile", "基本情况"), LAST_CONTACT, ABROAD_SINCE,
        b.rows("searches", "查找情况", b.day("when", "日期"), Field("channel", "查找方式", 20), b.person("who", "查找人"), Field("result", "结果", 50), most=12),
        b.OPINION, b.CONTACT, b.PHONE, b.DATE,
    ),
    copies=("B", "C"), retention_key="standing_years", pages=5,
)  # fmt: skip

SUSPENSION = head_paper(
    code="D-SU-2", title="停止党籍决定", official_kind="决定", issuer=("基层党委", "党支部"), addressee=("党支部",), template="lost_contact/suspension.html",
    fields=(
        b.ISSUER, b.ADDRESSEE, b.BRANCH, b.NAME, LAST_CONTACT, ABROAD_SINCE, b.FACTS, b.ARTICLES, b.MEETING_ON, *b.VOTE, b.DECIDED_ON, SUSPENDED_ON, b.COPIED_TO, b.DATE,
    ),
    copies=("B", "C", "D", "F"), retention_key="standing_years", pages=4,
)  # fmt: skip

FILING = form(
    code="D-SU-3", title="停止党籍备案表", official_kind="备案表", issuer=("基层党委",), addressee=("县级党委组织部",), sealed=True,
    fields=(
        b.COMMITTEE, b.BRANCH, *b.MEMBER, b.NUMBER, SUSPENDED_ON, LAST_CONTACT, b.prose("facts", "停止党籍的事实和依据", b.MIDDLE), *b.VOTE,
        *b.opinion_of("committee", "基层党委意见", required=True), *b.opinion_of("department", "县级党委组织部备案意见"),
    ),
    parts=(
        Above("committee"), row("branch"), *MEMBER_ROWS, row("decision_number"), row("suspended_on", "last_contact_on"), Box("facts", 36), *VOTE_ROWS,
        opinion_box("committee", "党委书记", tall=34, stamped=True), opinion_box("department", "经办人", tall=20),
        Remark("注：停止党籍满两年仍无法取得联系的，按照自行脱党除名。"),
    ),
    copies=("C", "D"), retention_key="standing_years", pages=3,
)  # fmt: skip

RESTORATION_REQUEST = plain_paper(
    code="D-SU-4a", title="恢复党籍申请书", official_kind="申请书", issuer=("党员",), addressee=("党支部",), template="lost_contact/restoration_request.html",
    fields=(
        b.ADDRESSEE, b.NAME, b.JOINED_ON, SUSPENDED_ON, b.prose("cause", "失去联系的原因和经过", b.MIDDLE), b.prose("conduct", "失去联系期间的表现", b.MIDDLE),
        b.PHONE, b.DATE,
    ),
    copies=("B", "C"), retention_key="standing_years", pages=4,
)  # fmt: skip

RESTORATION = head_paper(
    code="D-SU-4b", title="恢复党籍决定", official_kind="决定", issuer=("县级党委组织部",), addressee=("基层党委",), template="lost_contact/restoration.html",
    fields=(
        b.ISSUER, b.ADDRESSEE, b.NAME, b.BRANCH, SUSPENDED_ON, b.MEETING_ON, replace(b.DECIDED_ON, name="reviewed_on", label="基层党委审查日期"), b.CONCLUSION,
        b.day("restored_on", "恢复党籍日期"), b.DATE,
    ),
    copies=("B", "C", "D", "F"), retention_key="standing_years",
)  # fmt: skip
