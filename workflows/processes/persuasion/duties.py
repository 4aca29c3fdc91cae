"""What no persuasion may skip besides what no disposal may (必经事项): two votes and two approvals, never merged."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from workflows.engine.words import Obligation
from workflows.families.disposal import duties as shared
from workflows.families.disposal import rules

ADVISED = Obligation("advised", _("that he is to be persuaded was voted, approved and told him"), rules.CONSTITUTION_9)
PERSUADED = Obligation("persuaded", _("two have talked with him to persuade him"), rules.CONSTITUTION_9)
LEAVES = Obligation("leaves", _("he has stated himself that he leaves"), rules.CONSTITUTION_9)
STATED = Obligation("stated", _("his statement is in the register and on file"), rules.CONSTITUTION_9)
REFUSED = Obligation("refused", _("he stays, or has said nothing until the day"), rules.CONSTITUTION_9)

# What has to be done once more before whoever stays is removed: heard, voted on, shown, approved, served.
ONCE_MORE = (
    *shared.OF_A_HEARING, *shared.OF_A_DISPOSAL, *shared.OF_A_VOTE, shared.SHOWN, shared.REQUESTED, shared.PASSED_ON, shared.EXAMINED, shared.APPROVED,
    shared.APPROVAL_ON_FILE, shared.DECIDED, shared.SERVED, shared.SERVICE_ON_FILE,
)  # fmt: skip
