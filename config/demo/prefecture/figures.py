"""The numbers of the demo prefecture (演示规模). How many organisations there are follows from ``geography``."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

# Between two acts: longer than a decision can be taken back.
PAUSE = dt.timedelta(minutes=2)


@dataclass(frozen=True)
class Figures:
    """How large the prefecture is, and how much of what there is in it."""

    # -- the register
    members: int = 2500
    # A small branch has a secretary and nobody else on a post; a large one has a deputy secretary besides.
    smallest_branch: int = 5
    least: int = 9
    large_branch: int = 40
    more_probationary_in_a_hundred: int = 2
    # One in so many names is written with a rare character, or with the middle dot.
    rare_name_every: int = 40
    dotted_name_every: int = 25
    accounts_in_a_branch: int = 2
    vacant: int = 12
    acting: int = 7
    replaced: int = 30
    kinships: int = 24

    # -- the cases: days are counted back from the day of the demo
    open_cases: int = 160
    # What shows everything is walked to its end first, begun in these days; what lies open now was begun after the third.
    closed_from: int = 190
    closed_until: int = 150
    open_from: int = 100
    later_closed: int = 6
    # How long a case has been lying where it lies now (days): a term of five working days is over after seven or so.
    lying: tuple[int, ...] = (3, 3, 3, 4, 4, 4, 5, 5, 6, 6, 7, 9, 13, 20)
    # The first cases left open take each situation once; of the others most have just begun.
    early_moves: int = 2
    recalled: int = 5
    commented: int = 14


FIGURES = Figures()
