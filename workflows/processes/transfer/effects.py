"""What a transfer changes in the registers (登记变更): done by the worker when the undo hold is over."""

from __future__ import annotations

from typing import Any

from documents import letters
from documents.models import Letter
from registry import members
from workflows.engine.handling import day_of, suppose
from workflows.engine.models import Case
from workflows.engine.said import Said
from workflows.processes.transfer import facts as of
from workflows.processes.transfer import rules

# Written into the register of letters, which is Chinese whatever is installed.
NOT_RECOGNISED = "不予承认预备党员资格"


def note_dues(case: Case, by: Any) -> None:
    """The month the branch checked is entered in the register."""
    members.note_dues(case.member, Said(case)("branch_check")["dues_paid_until"], by=by, case_reference=case.reference)


def note_dues_certified(case: Case, paper: Any, by: Any) -> None:
    """The member paid on until a new letter was asked for: up to the month the branch certified."""
    members.note_dues(case.member, of.dues_of(Said(case)), by=by, case_reference=case.reference)


def enter_letter(case: Case, paper: Any, by: Any) -> None:
    """The issued letter is entered in the register of letters."""
    examined = Said(case)("examine")
    letters.enter(
        paper, member=case.member, sender=of.issuer_of(case), receiver=of.receiver_of(case),
        channel=examined["channel"], valid_days=examined["valid_days"],
    )  # fmt: skip


def letter_entered(case: Case) -> None:
    """What the register of letters will say once the letter is issued."""
    issued_on, days = day_of(case), Said(case)("examine")["valid_days"]
    letter = Letter(member=case.member, issued_on=issued_on, valid_until=letters.last_valid_day(issued_on, days))
    suppose(case, of.LETTER, letter)


def letter_sent(case: Case, by: Any) -> None:
    """The letter is on its way; the member's home is unchanged."""
    letters.move(case.reference, "send")


def letter_presented(case: Case, by: Any) -> None:
    """The member has presented the letter."""
    letters.move(case.reference, "present", on=Said(case)("report")["reported_on"])


def letter_expired(case: Case, by: Any) -> None:
    """Nobody presented the letter within its validity."""
    letters.move(case.reference, "expire")


def member_moved(case: Case, by: Any) -> None:
    """From the day of acceptance the member is on the receiver's roll, and only then off the sender's."""
    said = Said(case)
    accepted = said.decided("accept")
    members.move_home(
        case.member, of.new_branch_of(case, said), by=by, on=accepted.on, case_reference=case.reference,
        article=rules.REGULATION,
    )  # fmt: skip
    letters.move(case.reference, "accept", on=accepted.on)


def member_reassigned(case: Case, by: Any) -> None:
    """Inside one committee the member changes branch on the day of its decision."""
    said = Said(case)
    members.move_home(
        case.member, of.target_of(case, said), by=by, on=said.decided("reassign").on, case_reference=case.reference,
        article=rules.REGULATION,
    )  # fmt: skip


def letter_lost(case: Case, by: Any) -> None:
    """The letter is lost: whoever presents it now is not received."""
    day, _words = of.loss_of(case, Said(case))
    letters.move(case.reference, "lose", on=day)


def letter_came_back(case: Case, by: Any) -> None:
    """An organisation outside has given the letter back."""
    letters.move(case.reference, "give_back")


def member_left(case: Case, by: Any) -> None:
    """The receipt from outside says since when the member belongs there: only then is he off our roll, letter and stub closed."""
    said = Said(case)
    receipt = said("answer")
    members.move_home(
        case.member, of.receiver_of(case), by=by, on=receipt["accepted_on"], case_reference=case.reference,
        article=rules.REGULATION,
    )  # fmt: skip
    letters.move(case.reference, "accept", on=receipt["accepted_on"])
    letters.move(case.reference, "send_receipt", on=receipt["arrived_on"])
    letters.move(case.reference, "file_receipt", on=receipt["arrived_on"])


def member_not_recognised(case: Case, by: Any) -> None:
    """The probationary member is struck off, with the county's approval as evidence; his letter counts no more."""
    said = Said(case)
    approved = said.decided("recognition")
    members.refuse_recognition(
        case.member, by=by, approved_by=approved.person, organisation=of.county_of(case), on=approved.on,
        case_reference=case.reference, article=rules.ADMISSION,
    )  # fmt: skip
    letters.move(case.reference, "give_back")
    letters.void(case.reference, reason=NOT_RECOGNISED)


def letter_given_back(case: Case, paper: Any, by: Any) -> None:
    """The letter was not accepted."""
    letters.move(case.reference, "give_back")


def receipt_sent(case: Case, paper: Any, by: Any) -> None:
    """The third part has gone back."""
    letters.move(case.reference, "send_receipt", on=paper.dated)


def receipt_filed(case: Case, by: Any) -> None:
    """The receipt is on the stub."""
    letters.move(case.reference, "file_receipt", on=Said(case)("file")["received_on"])


def letter_voided(case: Case, by: Any) -> None:
    """The number stays in the register with the reason; the letter counts no more."""
    letters.void(case.reference, reason=Said(case)("letter_back")["void_reason"])


def letter_out_of_date(case: Case, by: Any) -> None:
    """Nothing came back from outside, and the letter can be presented no more."""
    letters.move(case.reference, "expire")
