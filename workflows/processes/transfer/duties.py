"""What no transfer may skip (必经事项), each with its article. The course says which step meets it and what needs it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from workflows.engine.models import Decision
from workflows.engine.words import Obligation
from workflows.processes.transfer import rules

# -- asked for and checked ------------------------------------------------------------------------------------------------

CONFIRMED = Obligation(
    "confirmed", _("asked for or confirmed by the member as it stands"), rules.CONSTITUTION, own=True
)
REQUEST_FILED = Obligation("request_filed", _("the request is on file"), rules.REGULATION)
CHECKED = Obligation(
    "checked", _("checked by the branch"), rules.LETTER_FORM,
    guards=(rules.MUST_BE_ON_ROLL, rules.MUST_HAVE_PAID, rules.MUST_HAVE_NO_OPEN_CASE),
)  # fmt: skip
DUES_ENTERED = Obligation("dues_entered", _("the month up to which dues are paid is entered"), rules.LETTER_FORM)
CHECK_FILED = Obligation("check_filed", _("the check sheet is on file"), rules.LETTER_FORM)
PASSED_ON = Obligation("passed_on", _("deliberated by the general branch, where there is one"), rules.ADMISSION)

# -- decided above --------------------------------------------------------------------------------------------------------

EXAMINED = Obligation(
    "examined", _("examined by the organiser"), rules.REGULATION,
    guards=(rules.MUST_BE_ON_ROLL, rules.MUST_BE_RECEIVABLE, rules.MUST_HAVE_PAID, rules.MUST_HAVE_NO_OPEN_CASE),
)  # fmt: skip
APPROVED = Obligation(
    "approved", _("the letter is approved by the committee with authority"), rules.REGULATION,
    kind=Decision.Kind.APPROVE,
    guards=(rules.MUST_BE_ON_ROLL, rules.MUST_HAVE_PAID, rules.MUST_HAVE_NO_OPEN_CASE, rules.MUST_HAVE_NO_LETTER),
)  # fmt: skip
MOVE_APPROVED = Obligation(
    "move_approved", _("the move inside the committee is approved by it"), rules.REGULATION, kind=Decision.Kind.APPROVE,
    guards=(
        rules.MUST_BE_ON_ROLL, rules.MUST_BE_RECEIVABLE, rules.MUST_HAVE_PAID, rules.MUST_HAVE_NO_OPEN_CASE,
        rules.MUST_BE_MOVABLE,
    ),
)  # fmt: skip
ACCEPTED = Obligation(
    "accepted", _("accepted by the receiving committee"), rules.REGULATION, kind=Decision.Kind.APPROVE,
    guards=(rules.MUST_BE_ON_ROLL, rules.MUST_BE_MOVABLE),
)  # fmt: skip

# -- the letter -----------------------------------------------------------------------------------------------------------

LETTER_OUT = Obligation("letter_out", _("a letter is issued and counts"), rules.LETTER_FORM)
HANDED_OVER = Obligation("handed_over", _("the letter is handed over, or goes through the system"), rules.LETTER_FORM)
LETTER_SENT = Obligation("letter_sent", _("the register says that the letter is on its way"), rules.LETTER_FORM)
REPORTED = Obligation(
    "reported", _("the member presented the letter in time, or it came through the system"), rules.LETTER_OPINION
)
LIST_WITH_IT = Obligation(
    "list_with_it",
    _("the list of the papers of the probation goes with the letter, where there is one"),
    rules.ADMISSION,
)
ANSWERED = Obligation(
    "answered", _("the receipt of the organisation outside is on the stub"), rules.LETTER_FORM,
    guards=(rules.MUST_BE_ON_ROLL,),
)  # fmt: skip
RETURN_TOLD = Obligation("return_told", _("the sender knows why the letter came to nothing"), rules.REGULATION)
RECEIPT_WRITTEN = Obligation("receipt_written", _("somebody answers for the receipt"), rules.LETTER_FORM)
RECEIPT_SENT = Obligation("receipt_sent", _("the receipt is sent back"), rules.LETTER_FORM)
RECEIPT_SEEN = Obligation("receipt_seen", _("the receipt was seen on the stub"), rules.LETTER_FORM)
RECEIPT_FILED = Obligation("receipt_filed", _("the register says that the receipt is filed"), rules.LETTER_FORM)

# -- moved, and told ------------------------------------------------------------------------------------------------------

MOVED = Obligation("moved", _("the member is on the roll of the new branch"), rules.REGULATION)
ENROLLED = Obligation("enrolled", _("taken up by the new branch"), rules.CONSTITUTION_BRANCH)
HEARD = Obligation("statement_heard", _("the member was heard"), rules.CONSTITUTION, own=True)
NOT_RECOGNISED = Obligation(
    "not_recognised", _("not to be recognised, as the county's department approved"), rules.ADMISSION,
    kind=Decision.Kind.APPROVE, guards=(rules.MUST_BE_ON_PROBATION,),
)  # fmt: skip
STRUCK_OFF = Obligation("struck_off", _("the register says that the probation is not recognised"), rules.ADMISSION)
DISPOSAL_TOLD = Obligation(
    "disposal_told", _("the member is told in writing that he is not recognised, with the way to appeal"),
    rules.CONSTITUTION,
)  # fmt: skip
BOTH_TOLD = Obligation("both_told", _("both branches are told"), rules.REGULATION)
REFUSAL_TOLD = Obligation(
    "refusal_told", _("the refusal is given in writing, with the way to appeal"), rules.REGULATION
)
TERMINATION_TOLD = Obligation(
    "termination_told", _("the member is told in writing that the request is ended, with the way to appeal"),
    rules.CONSTITUTION,
)  # fmt: skip
WITHDRAWAL_FILED = Obligation("withdrawal_filed", _("the withdrawal is on file"), rules.REGULATION)

OF_AN_INNER_REQUEST = (CONFIRMED, REQUEST_FILED, CHECKED, DUES_ENTERED, CHECK_FILED, PASSED_ON)
"""What a corrected request has to go through again."""

OF_A_REQUEST = (*OF_AN_INNER_REQUEST, EXAMINED)
"""The same, where it leads to a letter."""

OF_A_LETTER = (
    LETTER_OUT, LIST_WITH_IT, HANDED_OVER, LETTER_SENT, REPORTED, RETURN_TOLD,
)  # fmt: skip
"""What ends when the number of a letter is declared void."""
