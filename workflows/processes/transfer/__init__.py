"""组织关系转接: transfer of a member's organisational relationship.

A member who changes his place of work or residence, or goes away for the months the policy names, asks his branch; the
branch may ask for him when it learns the facts, and then he is told and heard. The branch checks dues, duties and open
cases. A general branch deliberates and passes on, it cannot approve. Inside one committee the committee reassigns him
without a letter (``request``). Otherwise the committee with approving authority issues the letter in three parts under
one serial, with the list of papers of somebody on probation (``letter``); it is handed over, presented, and the receiving
committee accepts, looks into the file first, gives it back with a ground, or asks the county's department not to recognise
a probation (``reception``). From an organisation outside the receipt comes back on paper (``outside``). A letter lost, out
of date or given back is voided, and issued anew or not (``back``). Until he is accepted the member stays on the sender's
roll. The receipt goes back within a month; filed on the stub, it closes the case.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from registry.models import Level
from workflows.engine.words import Group, Incident, Outcome, Process, Suspension, Termination, Withdrawal
from workflows.families.requests import asked_again
from workflows.processes.transfer import asking, duties, rules
from workflows.processes.transfer import facts as of
from workflows.processes.transfer.back import CameToNothing
from workflows.processes.transfer.letter import Lettered
from workflows.processes.transfer.outside import Abroad
from workflows.processes.transfer.posts import HEAD, ORGANISER
from workflows.processes.transfer.reception import Received
from workflows.processes.transfer.request import Requested

# The steps up to the approval.
UNTIL_APPROVED = ("consent", "amend", "branch_check", "pass_on", "reassign", "examine", "approve")


class Transfer(Requested, Lettered, Received, Abroad, CameToNothing, Process):
    """Transfer of a member's relationship (组织关系转接)."""

    name = "transfer"
    code = "转"
    title = _("Transfer of a member's relationship")
    summary = _("A member changes job or residence, or goes away for months: move the relationship to the new place.")
    prepares = (
        _("the member's telephone number"),
        _("the name of the receiving branch or committee"),
        _("the date from which the member is there"),
    )
    minutes = 6
    icon = "arrow-right-left"
    group = Group.MOVING
    in_bulk = ("pass_on", "reassign", "approve")
    opened_by = asking.OPENED_BY
    opened_at_levels = (Level.BRANCH,)
    opened_by_subject = True
    withdrawal = Withdrawal(
        article=rules.REGULATION,
        at=UNTIL_APPROVED,
        then="withdrawal_form",
    )
    # No article speaks of suspending or ending a request: both are arrangements of the house. Once the member is accepted
    # the issuing committee has no say in it any more, and once a letter is out the request is ended by its way back.
    suspension = Suspension(
        article=rules.HOUSE, by=HEAD, at=(*UNTIL_APPROVED, "hand_over", "report", "accept", "explain", "letter_back")
    )
    termination = Termination(article=rules.HOUSE, by=HEAD, at=UNTIL_APPROVED, then="termination_notice")
    # The member tells the branch or whoever issued the letter; at the receiver's desk it is one way to answer the step.
    incidents = (
        Incident(
            article=rules.LETTER_OPINION,
            by=ORGANISER,
            at=("report",),
            code="loss",
            title=_("The letter is lost"),
            then="lost",
        ),
    )

    # The ends. Until he is accepted the member stays where he is; no case ends with a letter that still counts.

    closed = Outcome("closed", title=_("Transferred"), article=rules.LETTER_FORM).Needs(
        *duties.OF_A_REQUEST, duties.APPROVED, duties.LETTER_OUT, duties.LIST_WITH_IT, duties.HANDED_OVER, duties.LETTER_SENT, duties.REPORTED,
        duties.ACCEPTED, duties.MOVED, duties.ENROLLED, duties.RECEIPT_SENT, duties.RECEIPT_FILED,
    )  # fmt: skip
    moved_out = Outcome("moved_out", title=_("Transferred to an organisation outside"), article=rules.LETTER_FORM).Needs(
        *duties.OF_A_REQUEST, duties.APPROVED, duties.LETTER_OUT, duties.LIST_WITH_IT, duties.HANDED_OVER,
        duties.LETTER_SENT, duties.ANSWERED, duties.MOVED,
    )  # fmt: skip
    internal = (
        Outcome("internal", title=_("Reassigned inside the committee"), article=rules.REGULATION)
        .Needs(*duties.OF_AN_INNER_REQUEST, duties.MOVE_APPROVED, duties.BOTH_TOLD, duties.MOVED, duties.ENROLLED)
        .Forbids(duties.LETTER_OUT)
    )
    returned = Outcome("returned", title=_("Returned, not transferred"), article=rules.REGULATION, again=True).Forbids(
        duties.MOVED, duties.LETTER_OUT
    )
    not_recognised = (
        Outcome("not_recognised", title=_("Probation not recognised"), article=rules.ADMISSION)
        .Needs(duties.HEARD, duties.NOT_RECOGNISED, duties.DISPOSAL_TOLD, duties.STRUCK_OFF)
        .Forbids(duties.MOVED, duties.LETTER_OUT)
    )
    refused = (
        Outcome("refused", title=_("Refused"), article=rules.REGULATION, again=True)
        .Needs(duties.CONFIRMED, duties.CHECKED, duties.EXAMINED, duties.REFUSAL_TOLD)
        .Forbids(duties.MOVED, duties.LETTER_OUT)
    )
    withdrawn = (
        Outcome("withdrawn", title=_("Called off"), article=rules.REGULATION, again=True)
        .Needs(duties.WITHDRAWAL_FILED)
        .Forbids(duties.MOVED, duties.LETTER_OUT)
    )
    terminated = (
        Outcome("terminated", title=_("Ended by the committee"), article=rules.CONSTITUTION, again=True)
        .Needs(duties.TERMINATION_TOLD)
        .Forbids(duties.MOVED, duties.LETTER_OUT)
    )

    # -- what the course knows about its cases ------------------------------------------------------------------------

    known = rules.Facts
    domains = rules.DOMAINS
    facts = staticmethod(of.facts_of)
    opening_limits = staticmethod(asking.opening_limits)
    limits = staticmethod(asking.limits)
    initial = staticmethod(asking.initial)
    expected = staticmethod(asking.expected)
    summary_of = staticmethod(asking.summary_of)
    asked_again = staticmethod(asked_again)

    @classmethod
    def subject_of(cls, answers: Mapping[str, Any]) -> Any:
        """The member of the request."""
        return answers["member"]
