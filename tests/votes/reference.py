"""Votes computed a second time, from the words of the rules: people and shares instead of numbers multiplied crosswise.

Nothing of the product is imported; the table below is written down here once more.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

HALF, FOUR_FIFTHS = Fraction(1, 2), Fraction(4, 5)


@dataclass(frozen=True)
class Rule:
    """Which shares of those entitled make a quorum, which shares carry, whether the latter are of those who came."""

    quorum: Callable[[Fraction], bool]
    carries: Callable[[Fraction], bool] = lambda share: share > HALF
    of_those_who_came: bool = False
    hears_absent: bool = False


RULES: dict[tuple[str, str], Rule] = {
    ("cn_2026", "GM_GENERAL"): Rule(lambda share: share >= HALF),
    ("cn_2026", "GM_ADMISSION"): Rule(lambda share: share > HALF, hears_absent=True),
    ("cn_2026", "GM_DISPOSAL"): Rule(lambda share: share > HALF),
    ("cn_2026", "BC_MEETING"): Rule(lambda share: share >= HALF),
    ("cn_2026", "CM_APPROVAL"): Rule(lambda share: share > HALF),
    ("cn_2026", "GM_ELECTION"): Rule(lambda share: share >= FOUR_FIFTHS, of_those_who_came=True),
    ("cn_2026", "BC_ELECTION"): Rule(lambda share: share >= FOUR_FIFTHS, of_those_who_came=True),
}
OLDER = {("seed_2005", "GM_ELECTION"): Rule(lambda share: share > FOUR_FIFTHS, of_those_who_came=True)}
RULES |= {("seed_2005", kind): rule for (_pack, kind), rule in RULES.items()} | OLDER
MOTIONS = ("GM_GENERAL", "GM_ADMISSION", "GM_DISPOSAL", "BC_MEETING", "CM_APPROVAL")


@cache
def _quorum(pack: str, kind: str, came: int, entitled: int) -> bool:
    return RULES[pack, kind].quorum(Fraction(came, entitled))


@cache
def _carries(pack: str, kind: str, yes: int, of: int) -> bool:
    return of > 0 and RULES[pack, kind].carries(Fraction(yes, of))


def _handed_out(people: int, *wanted: int) -> bool:
    """Whether each of the wanted voices finds a person who has not spoken yet."""
    silent = list(range(people))
    for voices in wanted:
        if voices < 0 or voices > len(silent):
            return False
        del silent[:voices]
    return True


def motion_possible(
    entitled: int, came: int, votes: tuple[int, ...], opinions: tuple[int, ...], aside: int = 0
) -> bool:
    """Whether a meeting could look like this: each voice of another person, opinions of people who did not come."""
    return (
        entitled > 0
        and _handed_out(entitled, came)
        and _handed_out(came, aside, *votes)
        and _handed_out(entitled - came, *opinions)
    )


def motion(pack: str, kind: str, entitled: int, came: int, yes: int, written_yes: int) -> str:
    """carried, lost or no_quorum."""
    if not _quorum(pack, kind, came, entitled):
        return "no_quorum"
    heard = yes + written_yes if RULES[pack, kind].hears_absent else yes
    return "carried" if _carries(pack, kind, heard, entitled) else "lost"


@dataclass(frozen=True)
class Election:
    """How a ballot came out: places of the winners, and of those who tie, in the list of votes."""

    ending: str
    elected: frozenset[int] = frozenset()
    tied: frozenset[int] = frozenset()
    left: int = 0


def election_possible(
    entitled: int, came: int, issued: int, collected: int, void: int, votes: tuple[int, ...], seats: int
) -> bool:
    """Whether tellers could find this in the box: no voter without a person, no ballot with more names than seats.

    Of more ballots than voters only the number is looked at.
    """
    if seats < 1 or entitled < 1 or min(came, issued, collected, void) < 0 or not void <= collected:
        return False
    if not issued <= came <= entitled:
        return False
    if collected > issued:
        return True
    rooms = [seats] * (collected - void)  # how many names each valid ballot still takes
    for wanted in votes:
        # Filling the emptiest ballots first leaves the most to the next name; a name stands on a ballot once.
        rooms.sort(reverse=True)
        if not 0 <= wanted <= len(rooms) or (wanted and rooms[wanted - 1] == 0):
            return False
        for place in range(wanted):
            rooms[place] -= 1
    return True


def election(
    pack: str,
    entitled: int,
    came: int,
    issued: int,
    collected: int,
    votes: tuple[int, ...],
    seats: int,
    kind: str = "GM_ELECTION",
    *,
    again: bool = False,
) -> Election:
    """Who wins, said of each name: enough votes, and fewer others with enough who are not behind him than there are seats.

    ``again``: a second ballot among those who tied; where more have most votes than seats are left, the superior decides.
    """
    if not _quorum(pack, kind, came, entitled):
        return Election("no_quorum", left=seats)
    if collected > issued:
        return Election("invalid", left=seats)
    able = {i: n for i, n in enumerate(votes) if _carries(pack, kind, n, came)}
    not_behind = {i: sum(1 for n in able.values() if n >= mine) - 1 for i, mine in able.items()}
    ahead = {i: sum(1 for n in able.values() if n > mine) for i, mine in able.items()}
    elected = frozenset(i for i in able if not_behind[i] < seats)
    tied = frozenset(i for i in able if ahead[i] < seats <= not_behind[i])
    left = seats - len(elected)
    if again and left:
        others = {i: n for i, n in enumerate(votes) if i not in elected}
        best = frozenset(i for i, mine in others.items() if all(n <= mine for n in others.values()))
        return Election(
            "superior_decides" if len(best) > left else "seats_left",
            elected,
            best if len(best) > left else frozenset(),
            left,
        )
    return Election("second_ballot" if tied else "seats_left" if left else "filled", elected, tied, left)


def margin(seats: int) -> int:
    """The fewest candidates for so many seats: the first number that is a fifth more."""
    return next(many for many in range(seats, 3 * seats) if Fraction(many - seats, seats) >= Fraction(1, 5))


def paper(
    rows: dict[str, str], names: dict[str, str], candidates: list[str], seats: int, electable: set[str]
) -> set[str] | None:
    """The names that one paper ballot elects; None if it is void. ``rows``: what is drawn, ``names``: whom it names instead."""
    chosen = [name for name in candidates if rows.get(name) == "for"]
    for row in candidates:
        if rows.get(row) == "against" and row in names:
            other = names[row]
            if other in electable and other not in candidates and other not in chosen:
                chosen.append(other)
    return set(chosen) if len(chosen) <= seats else None
