"""What neither a suspension nor a restoration may skip around its general meeting (大会必经事项)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from workflows.engine.words import Obligation
from workflows.families.disposal import rules as shared

CALLED = Obligation("called", _("whoever is called has been told, and the member too"), shared.CONSTITUTION_4)
CARRIED = Obligation("carried", _("the general meeting has carried it"), shared.GENERAL_MEETING)
MINUTED = Obligation("minuted", _("minutes, roll and tally are on file"), shared.GENERAL_MEETING)
RESOLVED = Obligation("resolved", _("the resolution is on file and in the register"), shared.GENERAL_MEETING)
PASSED_ON = Obligation("passed_on", _("the general branch has deliberated, where there is one"), shared.ADMISSION)

OF_A_VOTE = (CALLED, CARRIED, MINUTED, RESOLVED, PASSED_ON)
