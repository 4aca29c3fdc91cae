"""Both ways of computing a vote, side by side: the spaces that are tried, whole or in samples."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations_with_replacement, product

from tests.votes import reference
from workflows.engine.votes import counts, elections, motions
from workflows.engine.votes.counts import Count, Line
from workflows.engine.votes.kinds import Kind, election_terms, motion_terms
from workflows.engine.votes.motions import Tally
from workflows.policy import loading
from workflows.policy.terms import ElectionTerms, MotionTerms

PACKS = {pack.name: pack for pack in loading.packs().values()}
MOTION: dict[tuple[str, str], MotionTerms] = {
    (name, kind): motion_terms(pack.votes, Kind(kind)) for name, pack in PACKS.items() for kind in reference.MOTIONS
}
ELECTION: dict[tuple[str, str], ElectionTerms] = {
    (name, kind): election_terms(pack.votes, Kind(kind))
    for name, pack in PACKS.items()
    for kind in ("GM_ELECTION", "BC_ELECTION")
}
NAMES = tuple("甲乙丙丁戊己庚辛壬癸")


def same_motion(pack: str, kind: str, tally: Tally) -> None:
    """A possible motion comes to the same."""
    found = motions.judge(MOTION[pack, kind], tally).result
    wanted = reference.motion(pack, kind, tally.entitled, tally.present, tally.votes_for, tally.written_for)
    assert found == wanted, (pack, kind, tally, found, wanted)


def same_possible(tally: Tally) -> None:
    """The numbers of a motion are possible for both or for none."""
    votes = (tally.votes_for, tally.votes_against, tally.abstained)
    opinions = (tally.written_for, tally.written_against, tally.written_abstained)
    wanted = reference.motion_possible(tally.entitled, tally.present, votes, opinions, tally.aside)
    assert (not motions.faults(tally)) is wanted, (tally, wanted)


def motions_of(kind: str, entitled: int) -> int:
    """Every motion of a kind with so many entitled, in both packs where they differ; how many calls.

    Whole for those in favour, in the meeting and in writing. Against and abstained are left at none: nothing reads them but
    the check of possible numbers, which reads each group as a sum (``possible_of``), and ``split_of`` shows with small
    meetings, all eight numbers in every way, that the result does not move with them.
    """
    calls = 0
    for present in range(entitled + 1):
        for yes, written in product(range(present + 1), range(entitled - present + 1)):
            same_motion("cn_2026", kind, Tally(entitled, present, yes, written_for=written))
            calls += 1
    return calls


def possible_of(entitled: int) -> int:
    """The numbers of a motion with so many entitled, at the limits of each group: full, one over; no kind is asked.

    Each group's sum is compared with one limit, so full and one over stand for everything below and above; how the sum is
    split among three fields is tried whole in ``split_of``.
    """
    calls = 0
    for present in range(entitled + 2):
        for yes, written in product(range(present + 1), range(max(0, entitled - present) + 1)):
            against, unheard = present - yes, entitled - present - written
            for more, over in ((0, 0), (1, 0), (0, 1)):
                same_possible(Tally(entitled, present, yes, against + more, 0, written, max(0, unheard) + over))
                calls += 1
    return calls


def split_of(kind: str, entitled: int) -> int:
    """Every motion with so many entitled, all numbers in every way, one standing aside or none, up to one vote too many."""
    calls = 0
    for present, aside in product(range(entitled + 1), (0, 1)):
        for votes in _split(present + 1):
            for opinions in _split(entitled - present + 1):
                tally = Tally(entitled, present, *votes, *opinions, aside)
                same_possible(tally)
                calls += 1
                if sum(votes) + aside <= present and sum(opinions) <= entitled - present:
                    same_motion("cn_2026", kind, tally)
                    calls += 1
    return calls


def _split(most: int) -> Iterator[tuple[int, int, int]]:
    return ((a, b, c) for a in range(most + 1) for b in range(most + 1 - a) for c in range(most + 1 - a - b))


def same_election(
    pack: str, count: Count, seats: int, kind: str = "GM_ELECTION", names: tuple[str, ...] = NAMES, ballot: int = 1
) -> int:
    """A ballot is possible for both or for none, and comes to the same; how many calls."""
    terms, votes = ELECTION[pack, kind], tuple(line.votes_for for line in count.lines)
    possible = reference.election_possible(
        count.entitled, count.present, count.issued, count.collected, count.void, votes, seats
    )
    if not possible:
        assert counts.faults(terms, count, seats), (pack, count, seats)
        return 1
    found = elections.judge(terms, count, seats, ballot=ballot)
    given = (count.entitled, count.present, count.issued, count.collected, votes, seats, kind)
    wanted = reference.election(pack, *given, again=ballot == 2)
    assert (found.ending, found.open) == (wanted.ending, wanted.left), (pack, count, seats, found, wanted)
    by_votes = sorted(wanted.elected, key=lambda place: -votes[place])
    assert found.elected == tuple(names[place] for place in by_votes), (pack, count, seats, found, wanted)
    assert found.tied == tuple(names[place] for place in sorted(wanted.tied)), (pack, count, seats, found, wanted)
    return 1


def lines_of(votes: tuple[int, ...], names: tuple[str, ...] = NAMES) -> tuple[Line, ...]:
    """A line for each name."""
    return tuple(Line(name, n) for name, n in zip(names, votes, strict=False))


def elections_of(pack: str, entitled: int, seats: int, most: int, kind: str = "GM_ELECTION", ballot: int = 1) -> int:
    """Every election with so many entitled and seats, up to so many candidates, over all sorted vectors of votes.

    Sorted: candidates are alike but for their votes and their order among equals, which is the order given; a vector in
    another order has the same winners (``test_elections`` tries orders). Every ballot handed out is collected and valid:
    the base is those present, so fewer valid ones only make fewer votes possible, and void and lost ones are tried whole
    in ``boxes_of``.
    """
    calls = 0
    for present in range(entitled + 1):
        for many in range(1, most + 1):
            for votes in combinations_with_replacement(range(present, -1, -1), many):
                count = Count(entitled, present, present, present, 0, lines_of(votes))
                calls += same_election(pack, count, seats, kind, ballot=ballot)
    return calls


def boxes_of(pack: str, entitled: int) -> int:
    """Every number of present, handed out, collected and void, one over each limit, with one or two names and seats."""
    calls = 0
    for present, issued, collected in product(range(entitled + 2), repeat=3):
        for void, seats in product(range(collected + 2), (0, 1, 2)):
            for votes in [(), *((n,) for n in range(collected + 1)), (1, 1), (collected, 1), (collected, collected)]:
                calls += same_election(pack, Count(entitled, present, issued, collected, void, lines_of(votes)), seats)
    return calls
