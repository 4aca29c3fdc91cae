"""Whether there is a quorum (法定人数), and who is in the room: computed from the roll, never typed."""

from __future__ import annotations

from collections.abc import Sequence

from workflows.engine.meetings.record import Quorum
from workflows.engine.models import Attendee
from workflows.engine.votes.entitled import Entitlement, Facts, LeftOut, Why, entitlement
from workflows.engine.votes.kinds import Kind, election_terms, motion_terms
from workflows.engine.votes.reasons import Reason
from workflows.policy.terms import ElectionTerms, EntitledTerms, MotionTerms, VotesTerms


def terms_of(votes: VotesTerms, kind: Kind) -> MotionTerms | ElectionTerms:
    """The rules of a kind."""
    return election_terms(votes, kind) if kind.elects else motion_terms(votes, kind)


def facts_of(attendee: Attendee, *, subject: bool = False, decided_before: bool = False) -> Facts:
    """What the roll knows of somebody, as the rules ask for it."""
    return Facts(
        standing=attendee.standing,
        disciplinary_probation=attendee.disciplinary_probation,
        rights_suspended=attendee.rights_suspended,
        in_correction=attendee.in_correction,
        on_committee=attendee.on_committee,
        left_out=LeftOut(attendee.left_out) if attendee.left_out else None,
        superior_agreed=bool(attendee.superior_consent),
        meeting_passed=bool(attendee.meeting_consent),
        subject=subject,
        decided_before=decided_before,
    )


def entitled_to(
    attendee: Attendee, kind: Kind, terms: EntitledTerms, *, subject: int | None = None, decided_before: bool | None = None
) -> Entitlement:  # fmt: skip
    """Whether somebody counts and votes on an item of a kind; ``subject`` is the person it is about.

    Whoever decided before what the case re-examines does not vote on it: as the roll says, or as it is told here.
    """
    earlier = attendee.why == Why.DECIDED_BEFORE if decided_before is None else decided_before
    facts = facts_of(attendee, subject=attendee.person_id == subject, decided_before=earlier)
    return entitlement(facts, kind, terms)


def presence(roll: Sequence[Attendee], kind: Kind, votes: VotesTerms) -> Reason:
    """Who counts and is in the room, held against what the kind needs."""
    counted = [attendee for attendee in roll if attendee.counts]
    here = sum(1 for attendee in counted if attendee.present)
    return Reason(here, len(counted), terms_of(votes, kind).presence, kind.voters)


def quorum(roll: Sequence[Attendee], kind: Kind, votes: VotesTerms) -> Quorum:
    """As ``presence``, in plain values."""
    found = presence(roll, kind, votes)
    # Of nobody at least a half is nobody: a roll on which no one counts decides nothing.
    met = found.met and found.base > 0
    return Quorum(found.count, found.base, found.least, met, found.presence, found.article)
