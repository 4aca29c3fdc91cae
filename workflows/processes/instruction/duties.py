"""What no request for instructions may skip (必经事项), each with its article. The course says which step meets it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from workflows.engine.models import Decision
from workflows.engine.words import Obligation
from workflows.processes.instruction import rules

SIGNED = Obligation(
    "signed", _("signed by the principal leader of the branch"), rules.SIGNED, guards=(rules.MUST_HAVE_SUPERIOR,)
)
REQUEST_FILED = Obligation("request_filed", _("the request is on file, with its number"), rules.ONE_MATTER)
PASSED_ON = Obligation("passed_on", _("passed on by the general branch, where there is one"), rules.STEP_BY_STEP)

ACCEPTED = Obligation("accepted", _("registered and accepted after the first check"), rules.RECEIVED)
PROPOSED = Obligation("proposed", _("a proposal for the handling and a draft of the reply"), rules.PROPOSED)
CONSULTED = Obligation(
    "consulted", _("whose responsibility it touches has given an opinion, or it touches nobody's"), rules.CONSULTED
)
COORDINATED = Obligation("coordinated", _("all agree, or agreement was striven for"), rules.CONSULTED)
SHEET_FILED = Obligation("sheet_filed", _("the draft is on file with every opinion"), rules.RECEIVED)
APPROVED = Obligation(
    "approved", _("the reply is signed by the committee's leader"), rules.SIGNED, kind=Decision.Kind.APPROVE
)
DECLINED = Obligation(
    "declined", _("the refusal is signed by the committee's leader"), rules.SIGNED, kind=Decision.Kind.APPROVE
)

REPLIED = Obligation("replied", _("the branch has a reply in writing"), rules.RECEIVED)
RECEIVED = Obligation("received", _("the branch has confirmed that it has the reply"), rules.RECEIVED)
GIVEN_BACK = Obligation("given_back", _("the branch knows in writing why the request is given back"), rules.RECEIVED)
TERMINATION_TOLD = Obligation(
    "termination_told", _("the branch knows in writing why the case was ended"), rules.RECEIVED
)
WITHDRAWAL_FILED = Obligation("withdrawal_filed", _("the withdrawal is on file"), rules.HOUSE)

OF_A_REQUEST = (SIGNED, REQUEST_FILED, PASSED_ON)
"""What a corrected request has to go through again, before the committee sees it."""

OF_A_DRAFT = (PROPOSED, CONSULTED, COORDINATED, SHEET_FILED)
"""What a draft of the reply has to go through before it is signed."""
