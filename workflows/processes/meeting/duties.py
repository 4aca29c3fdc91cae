"""What no meeting may skip (必经事项), each with its article. The course says which step meets it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from workflows.engine.words import Obligation
from workflows.processes.meeting import rules

CONVENED = Obligation("convened", _("day, place, agenda and roll stand"), rules.MEETINGS)
NOTICED = Obligation("noticed", _("whoever is called has been told, and whoever a matter is about"), rules.CONSTITUTION)
HELD = Obligation("held", _("held with a quorum, every item settled"), rules.MEETINGS)
SIGNED_IN = Obligation("signed_in", _("who came and who did not is on file"), rules.HOUSE)
MINUTED = Obligation("minuted", _("the minutes are on file"), rules.HOUSE)
COUNTED = Obligation("counted", _("both tellers' numbers are on file, or nothing was voted on"), rules.HOUSE)
RESOLVED = Obligation("resolved", _("resolutions are in writing, or nothing was voted on"), rules.RESOLUTION)
REGISTERED = Obligation("registered", _("resolutions are in the register, or nothing was voted on"), rules.HOUSE)
CALL_OFF_TOLD = Obligation("call_off_told", _("whoever was called knows that it is called off"), rules.HOUSE)

OF_A_CALL = (CONVENED, NOTICED)
"""What a meeting without a quorum has to go through again."""

OF_A_RECORD = (SIGNED_IN, MINUTED, COUNTED, RESOLVED, REGISTERED)
"""What a meeting leaves."""
