"""What no education may skip (必经事项), each with its article."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from workflows.engine.words import Obligation
from workflows.processes.reminder import rules

DEMANDED = Obligation(
    "demanded", _("the demand is in writing, with the consequences, where the months ask for it"), rules.DEMAND
)
HANDED_OVER = Obligation("handed_over", _("the demand was served on him"), rules.DEMAND)
SERVICE_ON_FILE = Obligation("service_on_file", _("the service is in the register and on file"), rules.DEMAND)
TALKED = Obligation("talked", _("somebody has talked with him, or tried to"), rules.REGULATION_28)
ON_FILE = Obligation("on_file", _("the record of the talk is on file"), rules.REGULATION_29)
ASKED = Obligation("asked", _("he could say in his own words what he thinks of it"), rules.CONSTITUTION_4)
WEIGHED = Obligation("weighed", _("whoever educated him has read why he does not agree"), rules.CONSTITUTION_4)

OF_A_DEMAND = (DEMANDED, HANDED_OVER, SERVICE_ON_FILE)
OF_A_TALK = (TALKED, ON_FILE)
