"""Completeness of a case file (材料齐全): which papers a case of each process must hold at each of its ends.

Pure data and one pure function. For the processes that run, a test holds it against their courses; for those to come it is
the handbook's list (16.1), under the names they will have. A code as often as its paper must be there: removal after
persuasion has two minutes. ``A|B`` is one or the other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class PaperSet:
    """The papers of a case (卷内材料): those it must hold, and those it holds where the case went that way."""

    must: tuple[str, ...]
    may: tuple[str, ...] = ()


def _codes(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_LETTER = _codes("D-TR-5 D-TR-6 D-TR-7 D-TR-12")
_BEGUN = _codes("D-TR-1 D-TR-1B D-TR-2 D-TR-5 D-TR-6 D-TR-7 D-TR-12")
_ELECTION = _codes("D-BL-1a D-BL-1b D-BL-2a D-BL-2b D-BL-3 D-BL-4a D-BL-4b D-BL-5 D-BL-6a|D-BL-6b")

_LOOKED_INTO = _codes("D-DS-1 D-DS-2 D-DS-3")
_VOTED = (*_LOOKED_INTO, *_codes("D-MT-1a D-MT-2 D-MT-3 D-MT-4 D-MT-5a"))
_IN_FORCE = (*_VOTED, *_codes("D-DS-8a D-DS-9 D-DS-10a D-DS-10b D-DS-11 D-DS-12a D-DS-12b D-DS-18 D-DS-19"))
_PERSUADED = (*_VOTED, *_codes("D-DS-14a D-DS-14b D-DS-14c D-DS-14d D-MT-3 D-DS-9 D-DS-18 D-DS-3"))
_SECOND_VOTE = _codes("D-DS-3 D-MT-1a D-MT-2 D-MT-3 D-MT-4 D-MT-5a D-DS-8b D-DS-16")
_STRUCK_OFF = _codes("D-MT-3 D-DS-9 D-DS-17a D-DS-17b D-DS-18 D-DS-19")
# Ends to which a case comes from its first stage, or from its second after everything of the first.
_SECOND_STAGE = _codes("D-DS-4 D-DS-14a D-DS-14b D-DS-14c D-DS-14d D-DS-9 D-DS-18")
_REVIEWED = PaperSet((*_IN_FORCE, *_codes("D-DS-13a D-DS-13b")), ("D-DS-4",))
_RESOLVED = _codes("D-MT-1a D-MT-2 D-MT-3 D-MT-4 D-MT-6")
_SEARCHED = ("D-SU-1", *_RESOLVED)
_ASKED_BACK_IN = _codes("D-SU-4a D-DS-3")
_DEMANDED = _codes("D-DS-18 D-MO-2")
_ON_PROBATION = _codes("D-DS-3 D-MT-1a D-MT-2 D-MT-3 D-MT-4 D-MT-5a")
_COMMITTEE = _codes("D-MT-3")
_RE_EXAMINED = _codes("D-APL-1a D-APL-1b D-MT-2 D-MT-3 D-MT-4 D-APL-1d D-DS-18")
_ASKED_TO_LEAVE = _codes("D-WD-1 D-DS-3")

SETS: Mapping[tuple[str, str], PaperSet] = {
    ("transfer", "closed"): PaperSet(_codes("D-TR-1 D-TR-1B D-TR-2 D-TR-3"), _LETTER),
    ("transfer", "moved_out"): PaperSet(_codes("D-TR-1 D-TR-1B D-TR-2"), _LETTER),
    ("transfer", "internal"): PaperSet(_codes("D-TR-1 D-TR-1B D-TR-8"), ("D-TR-2", *_LETTER)),
    ("transfer", "returned"): PaperSet(_codes("D-TR-1 D-TR-1B D-TR-2"), _LETTER),
    ("transfer", "not_recognised"): PaperSet(_codes("D-TR-1 D-TR-1B D-TR-2 D-TR-13"), _LETTER),
    ("transfer", "refused"): PaperSet(_codes("D-TR-1 D-TR-1B D-TR-9"), ("D-TR-2", *_LETTER)),
    ("transfer", "withdrawn"): PaperSet(("D-TR-10",), _BEGUN),
    ("transfer", "terminated"): PaperSet(("D-TR-11",), _BEGUN),
    ("arrival", "accepted"): PaperSet(_codes("D-TR-21 D-TR-22 D-TR-23")),
    ("arrival", "returned"): PaperSet(("D-TR-6",)),
    ("arrival", "not_recognised"): PaperSet(("D-TR-24",)),
    ("arrival", "withdrawn"): PaperSet(("D-TR-25",)),
    ("stay", "returned"): PaperSet(_codes("D-ST-1 D-TR-4 D-ST-5"), ("D-ST-2",)),
    ("stay", "transfer_due"): PaperSet(_codes("D-ST-1 D-TR-4"), ("D-ST-2",)),
    ("stay", "no_contact"): PaperSet(_codes("D-ST-1 D-TR-4"), ("D-ST-2",)),
    ("stay", "refused"): PaperSet(_codes("D-ST-1 D-ST-2")),
    ("stay", "withdrawn"): PaperSet(("D-ST-3",), ("D-ST-1",)),
    ("stay", "terminated"): PaperSet(("D-ST-4",), ("D-ST-1",)),
    ("instruction", "answered"): PaperSet(_codes("D-IN-1 D-IN-2 D-IN-3")),
    ("instruction", "declined"): PaperSet(_codes("D-IN-1 D-IN-2 D-IN-3")),
    ("instruction", "not_accepted"): PaperSet(_codes("D-IN-1 D-IN-4")),
    ("instruction", "withdrawn"): PaperSet(("D-IN-6",), _codes("D-IN-1 D-IN-3")),
    ("instruction", "terminated"): PaperSet(_codes("D-IN-1 D-IN-5"), ("D-IN-3",)),
    ("meeting", "held"): PaperSet(_codes("D-MT-1a D-MT-2 D-MT-3"), _codes("D-MT-4 D-MT-6")),
    ("meeting", "called_off"): PaperSet(("D-MT-8",), _codes("D-MT-1a D-MT-2 D-MT-3")),
    # The meetings leave the papers of every meeting (D-MT) where the handbook names those of a disposal alone (D-DS-5 to 7).
    ("correction", "mended"): _REVIEWED,
    ("correction", "not_mended"): _REVIEWED,
    ("correction", "worse"): PaperSet(_IN_FORCE, ("D-DS-4",)),
    ("correction", "not_approved"): PaperSet((*_VOTED, *_codes("D-DS-8a D-DS-10a D-DS-10b")), ("D-DS-4",)),
    ("correction", "not_carried"): PaperSet((*_LOOKED_INTO, *_codes("D-MT-1a D-MT-3 D-MT-5a")), _codes("D-MT-2 D-DS-4")),
    ("correction", "dropped"): PaperSet(_LOOKED_INTO, ("D-DS-4",)),
    ("correction", "unfounded"): PaperSet(("D-DS-1",)),
    ("correction", "referred"): PaperSet((), ("D-DS-1",)),
    ("correction", "given_up"): PaperSet(()),
    ("persuasion", "left"): PaperSet((*_PERSUADED, *_codes("D-DS-15 D-DS-19")), ("D-DS-4",)),
    # Two votes: two minutes, two tallies, two resolutions (14a, 8b), two decisions (14c, 17a).
    ("persuasion", "removed"): PaperSet((*_PERSUADED, *_SECOND_VOTE, *_STRUCK_OFF), ("D-DS-4",)),
    ("persuasion", "not_approved"): PaperSet((*_VOTED, *_codes("D-DS-14a D-DS-14b D-DS-14c")), _codes("D-DS-4 D-DS-8b D-DS-9 D-DS-14d D-DS-16 D-DS-17c D-DS-18")),
    ("persuasion", "not_carried"): PaperSet((*_LOOKED_INTO, *_codes("D-MT-1a D-MT-3 D-MT-5a")), (*_codes("D-MT-2 D-MT-4"), *_SECOND_STAGE)),
    ("persuasion", "dropped"): PaperSet(_LOOKED_INTO, (*_codes("D-MT-1a D-MT-2 D-MT-3 D-MT-4 D-MT-5a"), *_SECOND_STAGE)),
    ("persuasion", "unfounded"): PaperSet(("D-DS-1",)),
    ("persuasion", "referred"): PaperSet((), ("D-DS-1",)),
    ("persuasion", "given_up"): PaperSet(()),
    ("removal", "removed"): PaperSet((*_VOTED, "D-DS-8b", "D-DS-16", *_STRUCK_OFF), _codes("D-MO-3 D-DS-4")),
    ("removal", "not_approved"): PaperSet((*_VOTED, *_codes("D-DS-8b D-DS-16 D-DS-17c")), _codes("D-MO-3 D-DS-4")),
    ("removal", "not_carried"): PaperSet((*_LOOKED_INTO, *_codes("D-MT-1a D-MT-3 D-MT-5a")), _codes("D-MT-2 D-MO-3 D-DS-4")),
    ("removal", "dropped"): PaperSet(_LOOKED_INTO, _codes("D-MO-3 D-DS-4")),
    ("removal", "unfounded"): PaperSet(("D-DS-1",)),
    ("removal", "referred"): PaperSet((), ("D-DS-1",)),
    ("removal", "given_up"): PaperSet(()),
    ("own_request", "left"): PaperSet((*_ASKED_TO_LEAVE, *_codes("D-MT-1a D-MT-2 D-MT-3 D-DS-19 D-WD-2 D-DS-18")), ("D-MT-4",)),
    ("own_request", "taken_back"): PaperSet((), (*_ASKED_TO_LEAVE, *_codes("D-MT-1a D-MT-2 D-MT-3 D-MT-4"))),
    ("own_request", "threat"): PaperSet(_ASKED_TO_LEAVE, _codes("D-MT-1a D-MT-2 D-MT-3 D-MT-4")),
    ("own_request", "referred"): PaperSet(_ASKED_TO_LEAVE, _codes("D-MT-1a D-MT-2 D-MT-3 D-MT-4")),
    ("own_request", "denied"): PaperSet(()),
    ("suspension", "suspended"): PaperSet((*_SEARCHED, *_codes("D-SU-2 D-SU-3 D-DS-18 D-DS-19"))),
    ("suspension", "not_approved"): PaperSet(_SEARCHED),
    ("suspension", "found"): PaperSet((), _SEARCHED),
    ("restoration", "restored"): PaperSet((*_ASKED_BACK_IN, *_RESOLVED, *_codes("D-SU-4b D-DS-18 D-DS-19"))),
    ("restoration", "refused"): PaperSet((*_ASKED_BACK_IN, *_codes("D-MT-1a D-MT-3")), _codes("D-MT-2 D-MT-4 D-MT-6")),
    ("restoration", "referred"): PaperSet(_ASKED_BACK_IN),
    ("restoration", "withdrawn"): PaperSet((), (*_ASKED_BACK_IN, *_RESOLVED)),
    ("probation", "extended"): PaperSet((*_ON_PROBATION, *_codes("D-PB-2 D-PB-1a D-DS-18 D-DS-19"), *_COMMITTEE)),
    ("probation", "cancelled"): PaperSet((*_ON_PROBATION, *_codes("D-PB-2 D-PB-1b D-DS-18 D-DS-19"), *_COMMITTEE)),
    ("probation", "not_approved"): PaperSet((*_ON_PROBATION, "D-PB-2"), _codes("D-PB-1a D-PB-1b")),
    ("probation", "not_carried"): PaperSet(_codes("D-DS-3 D-MT-1a D-MT-3 D-MT-5a"), ("D-MT-2",)),
    ("probation", "referred"): PaperSet(("D-DS-3",)),
    ("probation", "given_up"): PaperSet(("D-DS-3",)),
    ("appeal", "upheld"): PaperSet(_RE_EXAMINED),
    ("appeal", "changed"): PaperSet((*_RE_EXAMINED, "D-DS-19")),
    ("appeal", "remanded"): PaperSet((*_RE_EXAMINED, "D-DS-19")),
    ("appeal", "revoked"): PaperSet((*_RE_EXAMINED, "D-DS-19")),
    ("appeal", "forwarded"): PaperSet(_codes("D-APL-1a D-APL-1c")),
    ("appeal", "withdrawn"): PaperSet(("D-APL-1a",), _codes("D-APL-1b D-MT-2")),
    ("reminder", "acknowledged"): PaperSet(("D-MO-1",), _DEMANDED),
    ("reminder", "willing"): PaperSet(("D-MO-1",), _DEMANDED),
    ("reminder", "objected"): PaperSet(("D-MO-1",), _DEMANDED),
    ("reminder", "unanswered"): PaperSet(("D-MO-1",), _DEMANDED),
    ("reminder", "unfounded"): PaperSet(("D-MO-1",), _DEMANDED),
    ("reminder", "excused"): PaperSet((), _DEMANDED),
    # From here on the processes to come: handbook 16.1, and 8.9 for what may be there besides.
    ("floating", "ended"): PaperSet(("D-FL-1",), _codes("D-FL-2 D-FL-3")),
    ("appraisal", "closed"): PaperSet(_codes("D-AP-1a D-AP-1b D-AP-1c D-AP-2"), ("D-DS-5b",)),
    ("election", "elected"): PaperSet((*_ELECTION, "D-BL-9"), _codes("D-DS-5a D-DS-5b D-DS-6")),
    ("by_election", "elected"): PaperSet(_ELECTION, _codes("D-BL-9 D-DS-5a D-DS-5b D-DS-6")),
    ("leadership", "assigned"): PaperSet(_codes("D-BL-7 D-BL-6b"), ("D-BL-9",)),
    ("leadership", "resigned"): PaperSet(_codes("D-BL-8 D-DS-6 D-BL-6a"), ("D-BL-9",)),
    ("rectification", "accepted"): PaperSet(_codes("D-WK-1a D-WK-1b D-WK-1c D-WK-1d")),
    ("accountability", "decided"): PaperSet(_codes("D-AC-1 D-AC-2a D-AC-2b D-AC-3 D-AC-5a D-AC-5b"), _codes("D-AC-4a D-AC-4b D-AC-4c D-DS-18")),
    ("dues_relief", "approved"): PaperSet(("D-DU-1c",)),
    ("organiser", "appointed"): PaperSet(("D-OG-1",)),
}  # fmt: skip

# Papers of daily life and of any matter, and what is printed to be filled in by hand: no case is incomplete without them.
OUTSIDE_CASES = frozenset(
    _codes("D-DU-1a D-DU-1b D-ML-1a D-ML-1b D-TK-1 D-GW-1 D-GW-2 D-GW-3 D-CF-1 D-MT-1b D-MT-5b D-MT-7 D-DS-7a D-DS-7b")
)


def set_of(process: str, outcome: str) -> PaperSet:
    """The papers of a process at one of its ends; LookupError when nothing is declared for it."""
    try:
        return SETS[process, outcome]
    except KeyError:
        raise LookupError(f"no papers are declared for {process} at {outcome}") from None


def missing(process: str, outcome: str, codes: Iterable[str]) -> tuple[str, ...]:
    """The codes of papers a case lacks (缺件), in the order of the list; of two alternatives the first.

    ``codes`` are the papers there, each as often as it is there. LookupError for an unknown process or end.
    """
    there = Counter(codes)
    lacking = []
    for wanted in set_of(process, outcome).must:
        found = next((code for code in wanted.split("|") if there[code]), "")
        there[found] -= 1
        if not found:
            lacking.append(wanted.split("|")[0])
    return tuple(lacking)
