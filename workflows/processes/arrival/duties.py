"""What no arrival may skip (必经事项), each with its article. The course says which step meets it and what needs it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from workflows.engine.models import Decision
from workflows.engine.words import Obligation
from workflows.processes.arrival import rules

EXAMINED = Obligation("examined", _("examined by the organiser"), rules.REGULATION)
FOUND_GOOD = Obligation(
    "found_good", _("identity, letter, dues and, of a probationary member, the record found in order"), rules.ADMISSION,
    guards=(rules.MUST_BE_ON_NO_ROLL, rules.MUST_AGREE, rules.MUST_HAVE_CLEAR_FILE),
)  # fmt: skip
ACCEPTED = Obligation(
    "accepted", _("the acceptance is approved by the committee with authority"), rules.REGULATION,
    kind=Decision.Kind.APPROVE,
    guards=(
        rules.MUST_MAY_ACCEPT, rules.MUST_BE_ON_NO_ROLL, rules.MUST_AGREE, rules.MUST_BE_MOVABLE, rules.MUST_BE_ALONE,
        rules.MUST_HOLD, rules.MUST_HAVE_CLEAR_FILE,
    ),
)  # fmt: skip
RETURN_APPROVED = Obligation(
    "return_approved", _("giving the letter back is approved, with its ground"), rules.REGULATION,
    kind=Decision.Kind.APPROVE,
)  # fmt: skip
PROPOSED_ABOVE = Obligation(
    "proposed_above", _("the committee agrees not to recognise the membership"), rules.ADMISSION,
    kind=Decision.Kind.APPROVE,
)  # fmt: skip
HEARD = Obligation("heard", _("the member was heard"), rules.CONSTITUTION)
REFUSED_ABOVE = Obligation(
    "refused_above", _("a county's organisation department or a higher one approves that it is not recognised"),
    rules.ADMISSION, kind=Decision.Kind.APPROVE,
)  # fmt: skip

FORM_FILED = Obligation("form_filed", _("the acceptance form is on file"), rules.REGULATION)
ENTERED = Obligation("entered", _("the member is on the roll of the branch"), rules.REGULATION)
BRANCH_TOLD = Obligation("branch_told", _("the branch is told in writing"), rules.REGULATION)
ENROLLED = Obligation("enrolled", _("taken up by the branch"), rules.CONSTITUTION_BRANCH)
RECEIPT_WRITTEN = Obligation("receipt_written", _("somebody answers for the receipt"), rules.LETTER_FORM)
RECEIPT_MADE = Obligation("receipt_made", _("the receipt is made, with the number of the letter"), rules.LETTER_FORM)
RECEIPT_SENT = Obligation("receipt_sent", _("the receipt is sent back"), rules.LETTER_FORM)

RETURN_TOLD = Obligation("return_told", _("the sender knows why the letter was given back"), rules.REGULATION)
REFUSAL_TOLD = Obligation(
    "refusal_told", _("the member is told in writing, with the way to appeal"), rules.CONSTITUTION
)
STRUCK_OFF = Obligation("struck_off", _("the register says that the probation is not recognised"), rules.ADMISSION)
WITHDRAWAL_FILED = Obligation("withdrawal_filed", _("the withdrawal is on file"), rules.HOUSE)

OF_AN_EXAMINATION = (EXAMINED, FOUND_GOOD, PROPOSED_ABOVE, HEARD)
"""What a new examination begins without."""
