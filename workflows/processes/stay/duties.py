"""What no certificate may skip (必经事项), each with its article. The course says which step meets it and what needs it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from workflows.engine.models import Decision
from workflows.engine.words import Obligation
from workflows.processes.stay import rules

# -- asked for, checked, decided ------------------------------------------------------------------------------------------

CONFIRMED = Obligation(
    "confirmed", _("asked for or confirmed by the member as it stands"), rules.CONSTITUTION, own=True
)
REQUEST_FILED = Obligation("request_filed", _("the request is on file"), rules.OPINION)
CHECKED = Obligation(
    "checked", _("membership and dues are checked by the branch"), rules.OPINION,
    guards=(rules.MUST_BE_ON_ROLL, rules.MUST_HAVE_PAID, rules.MUST_BE_SHORT),
)  # fmt: skip
DUES_ENTERED = Obligation("dues_entered", _("the month up to which dues are paid is entered"), rules.LETTER_FORM)
PASSED_ON = Obligation("passed_on", _("deliberated by the general branch, where there is one"), rules.ADMISSION)
APPROVED = Obligation(
    "approved", _("the certificate is approved by the committee with authority"), rules.OPINION,
    kind=Decision.Kind.APPROVE,
    guards=(
        rules.MUST_BE_ON_ROLL, rules.MUST_HAVE_PAID, rules.MUST_BE_SHORT, rules.MUST_BE_AHEAD,
        rules.MUST_HAVE_NO_LETTER, rules.MUST_HAVE_NO_CERTIFICATE,
    ),
)  # fmt: skip

# -- the certificate ------------------------------------------------------------------------------------------------------

CERTIFIED = Obligation("certified", _("a certificate is issued"), rules.OPINION)
HANDED_OVER = Obligation("handed_over", _("the certificate that counts is handed over"), rules.HOUSE)
EXTENSION_APPROVED = Obligation(
    "extension_approved", _("the longer stay is approved, and still too short for a transfer"), rules.OPINION,
    kind=Decision.Kind.APPROVE,
    guards=(rules.MUST_BE_ON_ROLL, rules.MUST_BE_SHORT, rules.MUST_BE_AHEAD, rules.MUST_HAVE_NO_LETTER),
)  # fmt: skip

# -- back, and told -------------------------------------------------------------------------------------------------------

RETURN_FILED = Obligation("return_filed", _("the return is on file, and the certificate counts no more"), rules.HOUSE)
REFUSAL_TOLD = Obligation(
    "refusal_told", _("the refusal is given in writing, with the way to appeal"), rules.CONSTITUTION
)
TERMINATION_TOLD = Obligation(
    "termination_told", _("the member is told in writing that the request is ended, with the way to appeal"),
    rules.CONSTITUTION,
)  # fmt: skip
WITHDRAWAL_FILED = Obligation("withdrawal_filed", _("the withdrawal is on file"), rules.HOUSE)

OF_A_REQUEST = (CONFIRMED, REQUEST_FILED, CHECKED, DUES_ENTERED, PASSED_ON)
"""What a corrected request has to go through again."""

OF_A_STAY = (*OF_A_REQUEST, APPROVED, CERTIFIED, HANDED_OVER)
"""What stands behind every day a member is away with a certificate."""
