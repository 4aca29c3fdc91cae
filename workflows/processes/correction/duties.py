"""What no correction may skip besides what no disposal may (必经事项)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from workflows.engine.models import Decision
from workflows.engine.words import Obligation
from workflows.processes.correction import rules

PLANNED = Obligation("planned", _("two helpers and a plan stand"), rules.REGULATION_30)
OVER = Obligation("over", _("the time is over"), rules.REGULATION_30)
REPORTED = Obligation("reported", _("he has reported, in his own words"), rules.REGULATION_30)
LOGGED = Obligation("logged", _("the log of the help is on file"), rules.REGULATION_30)
REVIEWED = Obligation("reviewed", _("the general meeting has discussed it when it was over"), rules.REGULATION_31_5)
CONCLUDED = Obligation(
    "concluded", _("the committee has agreed to the conclusion"), rules.HANDLING, kind=Decision.Kind.APPROVE
)
CONCLUSION_OUT = Obligation("conclusion_out", _("the conclusion is in writing, with the way of appeal"), rules.HANDLING)
CONCLUSION_SERVED = Obligation("conclusion_served", _("the conclusion was served on the member"), rules.HANDLING)

OF_A_REVIEW = (PLANNED, OVER, REPORTED, LOGGED, REVIEWED, CONCLUDED, CONCLUSION_OUT, CONCLUSION_SERVED)
