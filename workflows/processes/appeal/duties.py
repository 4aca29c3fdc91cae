"""What no appeal may skip (必经事项), each with its article."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from workflows.engine.models import Decision
from workflows.engine.words import Obligation
from workflows.processes.appeal import rules

FILED = Obligation("appeal_filed", _("the appeal is on file"), rules.CONSTITUTION_4)
TAKEN_UP = Obligation("taken_up", _("the body above who decided has taken it up"), rules.CONSTITUTION_43)
ACCEPTED = Obligation(
    "accepted", _("he knows that it was accepted, and until when he gets an answer"), rules.CONSTITUTION_43
)
EXAMINED = Obligation("re_examined", _("people who had no part in the decision have re-examined it"), rules.OTHERS)
HEARD = Obligation("heard_again", _("that he was heard, or offered it, is in the register"), rules.CONSTITUTION_4)
DECIDED = Obligation(
    "decided_above",
    _("the committee above who decided has decided as a body"),
    rules.COLLECTIVE,
    kind=Decision.Kind.APPROVE,
)
MINUTED = Obligation("minuted_above", _("minutes and decision of the committee are on file"), rules.COLLECTIVE)
ANSWERED = Obligation("answered", _("he has an answer in writing, with the next instance"), rules.CONSTITUTION_4)
REVERSED = Obligation("reversed", _("everything is put back as it was in the register"), rules.CONSTITUTION_43)
SERVED = Obligation("answer_served", _("the answer was served on him"), rules.CONSTITUTION_43)
SERVICE_ON_FILE = Obligation(
    "answer_service_on_file", _("the service is in the register and on file"), rules.CONSTITUTION_43
)
ANNOUNCED = Obligation("correction_announced", _("what was corrected was announced"), rules.RIGHTS)
PASSED_ON = Obligation(
    "appeal_passed_on", _("it was passed on to whoever is competent, in writing"), rules.CONSTITUTION_43
)
ARRIVED = Obligation("appeal_arrived", _("it has arrived there, and he knows"), rules.CONSTITUTION_43)

OF_AN_ANSWER = (FILED, TAKEN_UP, ACCEPTED, EXAMINED, HEARD, DECIDED, MINUTED, ANSWERED, SERVED, SERVICE_ON_FILE)
