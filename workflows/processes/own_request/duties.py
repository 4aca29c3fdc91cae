"""What no request to leave may skip (必经事项), each with its article. The course says which step meets it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from workflows.engine.models import Decision
from workflows.engine.words import Obligation
from workflows.families.disposal import rules as shared
from workflows.processes.own_request import rules

OWN = Obligation("own", _("asked, or signed, by the member himself"), rules.CONSTITUTION_9, own=True)
REQUEST_FILED = Obligation("request_filed", _("his request is on file, word for word"), rules.CONSTITUTION_9)
STATED = Obligation("stated", _("his request is in the register"), rules.CONSTITUTION_9)
TALKED = Obligation("talked", _("two have talked with him, and he insists"), rules.REGULATION_31_3)
HEARD = Obligation("heard", _("that he was heard is in the register"), shared.CONSTITUTION_4)
TALK_ON_FILE = Obligation("talk_on_file", _("the record of the talk is on file"), rules.REGULATION_31_3)
EDUCATED = Obligation(
    "educated", _("educated first, where he has lost belief and the policy asks for it"), rules.REGULATION_31_3
)
STUDIED = Obligation("studied", _("the branch committee has studied it"), rules.HOUSE)
CALLED = Obligation("called", _("whoever is called has been told, and the member too"), shared.CONSTITUTION_4)
DISCUSSED = Obligation("discussed", _("the general meeting has discussed it"), rules.CONSTITUTION_9)
MINUTED = Obligation("minuted", _("roll and minutes are on file"), rules.GENERAL_MEETING)
ANNOUNCED = Obligation("announced", _("the removal is announced, and the record of it on file"), rules.CONSTITUTION_9)
REPORTED = Obligation("reported", _("the report to the committee is on file"), rules.CONSTITUTION_9)
RECORDED = Obligation(
    "recorded", _("put on record by the committee above"), rules.CONSTITUTION_9, kind=Decision.Kind.RECORD
)
ENTERED = Obligation("entered", _("the record is in the register"), rules.CONSTITUTION_9)
ENDED = Obligation("ended", _("the membership has ended in the register"), rules.CONSTITUTION_9)
SERVED = Obligation("served", _("the report that is on record was served on him"), shared.APPEALS)

OF_A_REQUEST = (OWN, REQUEST_FILED, STATED)
OF_A_TALK = (TALKED, HEARD, TALK_ON_FILE, EDUCATED)
OF_A_MEETING = (STUDIED, CALLED, DISCUSSED, MINUTED)
"""What a meeting that does not agree leaves to be done again, together with the talk."""

OF_A_LEAVE = (*OF_A_REQUEST, *OF_A_TALK, *OF_A_MEETING, ANNOUNCED, REPORTED, RECORDED, ENTERED, ENDED)
