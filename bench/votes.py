"""Every vote that is small enough to be tried, by both ways of computing: ``make test-exhaustive``, some minutes on two cores.

Prints JSON with the number of calls; a difference ends it with the numbers that differ.
"""

from __future__ import annotations

import json
import os
import time
from collections import Counter
from collections.abc import Callable
from multiprocessing import Pool

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from tests.votes import compared, reference

MOST_ENTITLED, MOST_ELECTORS, MOST_SEATS, MOST_CANDIDATES = 60, 12, 5, 8
SPLIT, BOXES = 9, 5
PARTS: dict[str, Callable[..., int]] = {
    "motions": compared.motions_of,
    "possible motions": compared.possible_of,
    "split motions": compared.split_of,
    "elections": compared.elections_of,
    "second ballots": compared.elections_of,
    "boxes": compared.boxes_of,
}


def pieces() -> list[tuple[str, tuple[object, ...]]]:
    """The work in pieces, the largest first."""
    electors, seats = range(1, MOST_ELECTORS + 1), range(1, MOST_SEATS + 1)
    found: list[tuple[str, tuple[object, ...]]] = []
    found += [("elections", ("cn_2026", n, s, MOST_CANDIDATES)) for n in electors for s in seats]
    # "More than" and "at least" four fifths differ only where four fifths are whole people.
    found += [("elections", ("seed_2005", n, s, MOST_CANDIDATES)) for n in (5, 10) for s in seats]
    found += [("second ballots", ("cn_2026", n, s, 6, "GM_ELECTION", 2)) for n in electors for s in (1, 2, 3, 4)]
    found += [("elections", ("cn_2026", n, s, 4, "BC_ELECTION")) for n in range(1, 8) for s in (1, 2)]
    found += [("motions", (kind, n)) for kind in reference.MOTIONS for n in range(1, MOST_ENTITLED + 1)]
    found += [("possible motions", (n,)) for n in range(MOST_ENTITLED + 1)]
    found += [("split motions", (kind, n)) for kind in reference.MOTIONS for n in range(1, SPLIT + 1)]
    found += [("boxes", (pack, n)) for pack in ("cn_2026", "seed_2005") for n in range(BOXES + 1)]
    return sorted(found, key=lambda piece: -max(part for part in piece[1] if isinstance(part, int)))


def tried(piece: tuple[str, tuple[object, ...]]) -> tuple[str, int]:
    """A piece of the work done: its part and how many calls."""
    part, given = piece
    return part, PARTS[part](*given)


def main() -> None:
    """Try everything, on all cores."""
    began, calls = time.monotonic(), Counter[str]()
    with Pool(os.cpu_count()) as pool:
        for part, made in pool.imap_unordered(tried, pieces()):
            calls[part] += made
    seconds = round(time.monotonic() - began)
    print(
        json.dumps({"calls": dict(sorted(calls.items())), "all": calls.total(), "differences": 0, "seconds": seconds})
    )


if __name__ == "__main__":
    main()
