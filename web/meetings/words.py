"""What pages call the votes of a meeting (表决类型的说法), and what comes of them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from workflows.engine.models import Body
from workflows.engine.votes.candidates import Purpose
from workflows.engine.votes.entitled import LeftOut
from workflows.engine.votes.kinds import Kind

# Under what name an item without a vote is chosen.
DISCUSSED = "discussed"

KINDS: dict[str, tuple[Any, Any]] = {
    DISCUSSED: (_("Discussion without a vote"), _("Reports, study, anything that needs no resolution.")),
    Kind.GM_GENERAL: (_("Motion"), _("Work of the branch, plans, reports: what the meeting resolves on in general.")),
    Kind.GM_ADMISSION: (
        _("A probationary member"),
        _("Admission, confirmation, extension or cancellation; one person at a time, secret, written opinions count."),
    ),
    Kind.GM_DISPOSAL: (
        _("An unqualified member"),
        _("Correction, persuasion, removal; one person at a time, secret."),
    ),
    Kind.GM_ELECTION: (
        _("Election"),
        _("The committee, a missing seat, or the secretary where there is no committee."),
    ),
    Kind.BC_MEETING: (_("Motion"), _("What the branch committee resolves on.")),
    Kind.BC_ELECTION: (_("Election of secretary or deputy"), _("By the new committee; one candidate for each seat.")),
    Kind.CM_APPROVAL: (_("Approval of a matter of one member"), _("Each person is discussed and voted on by himself.")),
}

PURPOSES: dict[str, Any] = {
    Purpose.COMMITTEE: _("a whole committee"),
    Purpose.BY_ELECTION: _("missing seats of the committee"),
    Purpose.OFFICE: _("the secretary or a deputy, directly"),
}

LEFT_OUT: dict[str, Any] = {
    LeftOut.ILLNESS: _("cannot express his will, through illness"),
    LeftOut.ABROAD: _("abroad on his own account for over half a year"),
    LeftOut.SENTENCE: _("serves a sentence and has not received a heavy sanction"),
    LeftOut.BEDRIDDEN: _("bedridden, or long unable to look after himself"),
    LeftOut.UNMOVED: _("away for over half a year without moving his relationship"),
}

RESULTS: dict[str, Any] = {
    "carried": _("Carried"),
    "lost": _("Not carried"),
    "filled": _("Elected"),
    "seats_left": _("Seats are left"),
    "second_ballot": _("A tie: vote once more"),
    "superior_decides": _("A tie: the superior decides"),
    "invalid": _("Invalid: vote once more"),
}

NUMBERS: dict[str, Any] = {
    "votes_for": _("In favour"),
    "votes_against": _("Against"),
    "abstained": _("Abstained"),
    "issued": _("Ballots handed out"),
    "collected": _("Ballots collected"),
    "void": _("Of these void"),
}

MARKS: dict[str, Any] = {"for": _("In favour"), "against": _("Against"), "abstained": _("Abstained")}


def kinds_of(body: str) -> list[tuple[str, Any, Any]]:
    """What can stand on the agenda of such a meeting: name, title, explanation."""
    names = [*(str(kind) for kind in Body(body).kinds), DISCUSSED]
    return [(name, *KINDS[name]) for name in names]
