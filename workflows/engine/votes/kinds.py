"""The kinds of votes (会议表决类型) and who has them."""

from __future__ import annotations

from enum import StrEnum

from workflows.policy.terms import ElectionTerms, MotionTerms, VotesTerms


class Voters(StrEnum):
    """Who votes (表决人): full members, those of them with the right to elect, or a committee's members in office."""

    MEMBERS = "members"
    ELECTORS = "electors"
    COMMITTEE = "committee"


class Kind(StrEnum):
    """A kind of vote (会议表决类型), handbook 3.2: GM the general meeting, BC the branch committee, CM the committee above."""

    GM_GENERAL = "GM_GENERAL"
    GM_ADMISSION = "GM_ADMISSION"
    GM_DISPOSAL = "GM_DISPOSAL"
    BC_MEETING = "BC_MEETING"
    CM_APPROVAL = "CM_APPROVAL"
    GM_ELECTION = "GM_ELECTION"
    BC_ELECTION = "BC_ELECTION"

    @property
    def of_committee(self) -> bool:
        """True where the members of a committee vote, not the members of the branch."""
        return not self.startswith("GM_")

    @property
    def elects(self) -> bool:
        """True for an election, false for a motion."""
        return self.endswith("_ELECTION")

    @property
    def voters(self) -> Voters:
        """Who votes."""
        if self.of_committee:
            return Voters.COMMITTEE
        return Voters.ELECTORS if self.elects else Voters.MEMBERS


def motion_terms(votes: VotesTerms, kind: Kind) -> MotionTerms:
    """The rules of a kind that decides motions; ValueError for one that elects."""
    terms = getattr(votes, kind)
    if not isinstance(terms, MotionTerms):
        raise ValueError(f"{kind} decides no motion")  # noqa: TRY004 -- it is the kind that is wrong
    return terms


def election_terms(votes: VotesTerms, kind: Kind) -> ElectionTerms:
    """The rules of a kind that elects; ValueError for one that decides motions."""
    terms = getattr(votes, kind)
    if not isinstance(terms, ElectionTerms):
        raise ValueError(f"{kind} elects nobody")  # noqa: TRY004 -- it is the kind that is wrong
    return terms
