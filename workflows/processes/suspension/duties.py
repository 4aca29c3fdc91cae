"""What no suspension may skip (必经事项) besides what its general meeting may not, each with its article."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from workflows.engine.models import Decision
from workflows.engine.words import Obligation
from workflows.families.disposal import duties as shared
from workflows.families.disposal import rules as common
from workflows.families.lost_contact import duties as voted
from workflows.processes.suspension import rules

SEARCHED = Obligation(
    "searched",
    _("looked for by two in several ways, or abroad for years"),
    rules.REGULATION_24,
    guards=(rules.MUST_BE_FULL,),
)
REPORTED = Obligation("reported", _("the report of the search is on file"), rules.REGULATION_24)
HEARD = Obligation(
    "heard", _("what he said, or that he could not be reached, is in the register"), common.CONSTITUTION_4
)
APPROVED = Obligation("approved", _("approved by the committee as a body"), rules.PRACTICE, kind=Decision.Kind.APPROVE)
GRANTED = Obligation("granted", _("the approval is in the register"), rules.PRACTICE)
RECORDED = Obligation("recorded", _("put on record by the county"), rules.PRACTICE, kind=Decision.Kind.RECORD)
FILED = Obligation("filed", _("the form for the county is on file"), rules.PRACTICE)
SUSPENDED = Obligation("suspended", _("the membership is suspended in the register"), rules.REGULATION_24)
REFUSAL_TOLD = Obligation("refusal_told", _("the branch knows why it was not approved"), common.CONSTITUTION_43)

OF_A_SEARCH = (SEARCHED, REPORTED, HEARD)
OF_A_SUSPENSION = (
    *OF_A_SEARCH, *voted.OF_A_VOTE, APPROVED, GRANTED, shared.DECIDED, RECORDED, FILED, SUSPENDED, shared.SERVED, shared.SERVICE_ON_FILE,
    shared.ANNOUNCED,
)  # fmt: skip
