"""What no restoration may skip (必经事项) besides what its general meeting may not, each with its article."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from workflows.engine.models import Decision
from workflows.engine.words import Obligation
from workflows.families.disposal import duties as shared
from workflows.families.disposal import rules as common
from workflows.families.lost_contact import duties as voted
from workflows.processes.restoration import rules

OWN = Obligation("own", _("asked, or signed, by the member himself"), rules.REGULATION_24, own=True)
REQUEST_FILED = Obligation("request_filed", _("his application is on file, word for word"), rules.REGULATION_24)
STATED = Obligation("stated", _("his application is in the register"), rules.REGULATION_24)
TALKED = Obligation("talked", _("two have talked with him"), rules.PRACTICE)
HEARD = Obligation("heard", _("that he was heard is in the register"), common.CONSTITUTION_4)
TALK_ON_FILE = Obligation("talk_on_file", _("the record of the talk is on file"), rules.PRACTICE)
CONCLUDED = Obligation("concluded", _("the branch committee has formed an opinion"), rules.PRACTICE)
REVIEWED = Obligation(
    "reviewed", _("reviewed by the committee, with his words before it"), rules.PRACTICE, kind=Decision.Kind.PRE_REVIEW
)
APPROVED = Obligation(
    "approved",
    _("approved by the county's organisation department or higher"),
    rules.PRACTICE,
    kind=Decision.Kind.APPROVE,
)
GRANTED = Obligation("granted", _("the approval is in the register"), rules.PRACTICE)
RESTORED = Obligation("restored", _("the membership is restored in the register"), rules.REGULATION_24)
REFUSAL_TOLD = Obligation("refusal_told", _("he knows why, and that he can appeal"), common.APPEALS)

OF_A_REQUEST = (OWN, REQUEST_FILED, STATED)
OF_A_TALK = (TALKED, HEARD, TALK_ON_FILE)
OF_A_RESTORATION = (
    *OF_A_REQUEST, *OF_A_TALK, CONCLUDED, *voted.OF_A_VOTE, REVIEWED, APPROVED, GRANTED, shared.DECIDED, RESTORED, shared.SERVED,
    shared.SERVICE_ON_FILE, shared.ANNOUNCED,
)  # fmt: skip
