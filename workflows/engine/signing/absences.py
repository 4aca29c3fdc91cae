"""Which seats cannot be signed today (缺席判定), from who holds them, who stands aside and who has signed."""

from __future__ import annotations

from collections.abc import Mapping

from workflows.engine.signing.events import Absence


def absences(
    holders: Mapping[int, frozenset[int]], recused: frozenset[int], signed: Mapping[int, frozenset[int]]
) -> dict[int, Absence]:
    """The seats that do not count today and why. Pure.

    ``holders`` are the seats in order with the persons on each post; ``signed`` says who has had his say at a
    seat: whoever signed, and in whose place. One person counts once: a seat whose only holders have had theirs at another
    one is left out.
    """
    taken, found = set[int]().union(*signed.values()), dict[int, Absence]()
    for seat, people in holders.items():
        able = people - recused
        free = able - taken
        if seat in signed:
            if signed[seat] & recused:
                found[seat] = Absence.ASIDE
        elif not free:
            found[seat] = Absence.DOUBLE if able else Absence.ASIDE if people else Absence.VACANT
        elif len(free) == 1:
            taken |= free
    return found
