"""What no decision on a probation may skip besides what no disposal may (必经事项)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from workflows.engine.words import Obligation
from workflows.families.disposal import duties as shared
from workflows.processes.probation import rules

MOVED = Obligation("probation_moved", _("the register of members follows the approval"), rules.ADMISSION_33)
TALKED_AFTER = Obligation("talked_after", _("the secretary has talked with him about it"), rules.ADMISSION_33)

OF_A_HEARING = shared.OF_A_HEARING
OF_A_MEASURE = (
    *OF_A_HEARING, *shared.OF_A_VOTE, shared.SHOWN, shared.REQUESTED, shared.PASSED_ON, shared.EXAMINED, shared.APPROVED,
    shared.APPROVAL_ON_FILE, shared.DECIDED, MOVED, shared.SERVED, shared.SERVICE_ON_FILE, TALKED_AFTER, shared.ANNOUNCED,
)  # fmt: skip
