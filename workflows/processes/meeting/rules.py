"""The rules of a meeting (会议规则): pure functions over its facts. No clock, no query.

Who is entitled, when there is a quorum and what a vote comes to is computed in ``workflows.engine.votes``; here is only
what the course asks besides.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from workflows.engine.words import Question
from workflows.policy.terms import Pack

GENERAL_MEETING = "支部工作条例（试行）第11条"
COMMITTEE_MEETING = "支部工作条例（试行）第12条"
MEETINGS = "支部工作条例（试行）第11条、第12条"
CHAIR = "支部工作条例（试行）第14条"
RESOLUTION = "发展党员工作细则（2026年）第21条"
CONSTITUTION = "党章第4条"
HOUSE = "产品约定"


@dataclass(frozen=True)
class Facts:
    """What the rules of a meeting look at (事实), gathered once.

    ``voted`` says whether anything was settled by a vote at any attempt, ``voted_today`` at the last one.
    """

    today: dt.date
    pack: Pack
    voted: bool
    voted_today: bool


WAS_VOTED = Question("voted", _("Was anything voted on?"), RESOLUTION, lambda facts: facts.voted, settled_by=("hold",))
WAS_VOTED_TODAY = Question(
    "voted_today", _("Was anything voted on before it was adjourned?"), RESOLUTION, lambda facts: facts.voted_today,
    settled_by=("hold",),
)  # fmt: skip
