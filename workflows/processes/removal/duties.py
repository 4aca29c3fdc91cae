"""What no removal may skip besides what no disposal may (必经事项)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from workflows.engine.words import Obligation
from workflows.families.disposal import rules

LEDGERS_SHOWN = Obligation(
    "ledgers_shown", _("where it rests on the ledgers, the extract of them is on file"), rules.CONSTITUTION_9
)
