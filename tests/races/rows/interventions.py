"""Where sending back, handing over, standing aside, suspending, ending and moving a case meet the course and one another."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations_with_replacement

from tests.races.rows.transfer import CLOSED_BEFORE, JOB_OR_TURN, presenting
from tests.races.verbs import (
    GO_ON,
    declare_interest,
    hand_over,
    move_case,
    report,
    resume,
    return_to,
    suspend,
    terminate,
)
from tests.races.words import (
    CONFLICT,
    DENIED,
    DID,
    LAPSE,
    NOTHING,
    REFUSED,
    Deed,
    End,
    Race,
    both,
    close_account,
    decide,
    end_term,
    job,
    one_wins,
    recall,
    withdraw,
)

# -- words ----------------------------------------------------------------------------------------------------------------

SUSPENDED_BEFORE = "the suspension began in an earlier transaction: who still reads it is refused and changes nothing"
IN_THE_REGISTERS = "an effect changes the registers and opens no turn, whether the case is suspended or not"
ENDED, CALLED_OFF = "termination_notice", "withdrawal_form"

# What the organiser may do with his turn, and where the case then stands; the same of the head, one step on.
OF_THE_ORGANISER = (
    (decide("organiser", "examine"), "approve"),
    (return_to("organiser", "examine", "branch_check"), "branch_check"),
    (hand_over("organiser", "examine", "deputy"), "examine"),
    (declare_interest("organiser", "examine"), "examine"),
)
OF_THE_HEAD = (
    (decide("head", "approve"), "letter"),
    (return_to("head", "approve", "examine"), "examine"),
    (hand_over("head", "approve", "deputy"), "approve"),
    (declare_interest("head", "approve"), "approve"),
)
MOVES = ("hand_over", "declare_interest")


def first_or_refused(stands: str, otherwise: str, *refusals: str) -> tuple[End, ...]:
    """The other always does it; the one does it before, or is refused: where the case then stands."""
    return End(DID, DID, stands), *(End(refusal, DID, otherwise) for refusal in refusals or (CONFLICT,))


def one_key(situation: str, deed: Deed, stands: str) -> Race:
    """One command, sent twice."""
    twice = deed.with_(key="k")
    return Race(situation, twice, twice, both(stands), note="one key", same=True)


# -- two on one turn --------------------------------------------------------------------------------------------------------


def _losers(winner: Deed) -> tuple[str, ...]:
    """Who comes late finds the turn closed, or with another post: then it is no longer up to him."""
    return (CONFLICT, DENIED) if winner.function in MOVES else (CONFLICT,)


def _on_one_turn() -> Iterator[Race]:
    for (one, there), (other, here) in combinations_with_replacement(OF_THE_HEAD, 2):
        if (one.function, other.function) != ("decide", "decide"):
            ends = [End(DID, loser, there) for loser in _losers(one)]
            ends += [End(loser, DID, here) for loser in _losers(other)]
            yield Race("approve", one, other, tuple(ends), note="two keys" if one == other else "")


ON_ONE_TURN = (
    *_on_one_turn(),
    *(one_key("approve", deed, stands) for deed, stands in OF_THE_HEAD[1:]),
    Race(
        "examine", declare_interest("organiser", "examine"), decide("second", "examine"), first_or_refused("approve", "approve"),
        note="two holders of the post",
    ),
    Race(
        "examine", return_to("organiser", "examine", "branch_check"), decide("second", "examine"),
        one_wins("branch_check", "approve"), note="two holders of the post", tells_who=True,
    ),
    Race(
        "examine", hand_over("organiser", "examine", "deputy"), decide("deputy", "examine"),
        (End(DID, DID, "approve"), End(DID, DENIED, "examine")), note="whoever gets it",
        harmless="until it is his the turn is refused to him, in whatever order the two read it",
    ),
)  # fmt: skip

# -- a turn, and somebody who has a say in the whole case ---------------------------------------------------------------------


def _with_the_case() -> Iterator[Race]:
    for deed, stands in OF_THE_ORGANISER:
        yield Race("examine", deed, suspend("head"), first_or_refused(f"{stands} suspended", "examine suspended"))
        yield Race("examine", deed, terminate("head"), first_or_refused(ENDED, ENDED))
        if deed.function != "decide":
            yield Race("examine", deed, withdraw("subject"), first_or_refused(CALLED_OFF, CALLED_OFF))
        for let_go, situation in ((resume("head"), "suspended"), (GO_ON, "goes_on_today")):
            yield Race(situation, deed, let_go, first_or_refused(stands, "examine"), harmless=SUSPENDED_BEFORE)


def _moved() -> Iterator[Race]:
    """Moved to another edition: not while the latest decision can be undone."""
    for deed, stands in OF_THE_ORGANISER:
        ends = both(stands) if deed.function in MOVES else first_or_refused(stands, stands, REFUSED)
        yield Race("examine", move_case("registrar"), deed, ends)


def _of_the_next_turn() -> Iterator[Race]:
    """The decision before is taken back by a clock that is behind."""
    for deed, stands in OF_THE_HEAD[1:]:
        undone = recall("organiser", "examine").at(-1)
        ends = first_or_refused("examine", "examine")
        if deed.function not in MOVES:
            ends = (End(DID, CONFLICT, stands), End(CONFLICT, DID, "examine"))
        yield Race("approve_held", deed.at(1), undone, ends)


WITH_THE_CASE = (
    *_with_the_case(), *_moved(), *_of_the_next_turn(),
    Race(
        "letter_lapsing", hand_over("receiver", "report", "their_deputy"), LAPSE,
        first_or_refused("explain", "explain"),
    ),
    Race(
        "letter_lapsing", declare_interest("receiver", "report"), LAPSE, first_or_refused("explain", "explain"),
    ),
)  # fmt: skip


def _after_it_was_closed() -> Iterator[Race]:
    closed = (
        ("letter_due", "issue", "letter", "head", "approve", "hand_over"),
        ("dues_due", "effect", "dues", "commissioner", "branch_check", "check_sheet"),
        ("off_end_due", "outcome", "end", "organiser", "examine", "withdrawn"),
    )
    for situation, function, name, who, turn, stands in closed:
        for deed in (return_to(who, turn, "consent"), hand_over(who, turn, "deputy"), declare_interest(who, turn)):
            ends = (End(CONFLICT, DID, stands),)
            yield Race(situation, deed.at(1), job(function, name).at(1), ends, harmless=CLOSED_BEFORE)


# -- two who have a say in the whole case -------------------------------------------------------------------------------------

ON_ONE_CASE = (
    Race("examine", suspend("head"), suspend("head"), one_wins("examine suspended"), note="two keys", tells_who=True),
    one_key("examine", suspend("head"), "examine suspended"),
    Race("examine", suspend("head"), terminate("head"), first_or_refused(ENDED, ENDED)),
    Race("examine", suspend("head"), withdraw("subject"), one_wins("examine suspended", CALLED_OFF)),
    Race(
        "suspended", suspend("head"), resume("head"), first_or_refused("examine suspended", "examine"),
        harmless=SUSPENDED_BEFORE,
    ),
    Race(
        "goes_on_today", suspend("head"), GO_ON, first_or_refused("examine suspended", "examine"),
        harmless=SUSPENDED_BEFORE,
    ),
    Race(
        "approve_held", recall("organiser", "examine").at(-1), suspend("head"),
        first_or_refused("examine suspended", "approve suspended"),
    ),
    Race("letter_lapsing", suspend("head"), LAPSE, both("explain suspended")),
    Race("letter_due", suspend("head").at(1), job("issue", "letter").at(1), both("hand_over suspended")),
    Race("dues_due", suspend("head").at(1), job("effect", "dues").at(1), both("check_sheet suspended"), harmless=IN_THE_REGISTERS),
    Race("end_due", suspend("head"), job("outcome", "end"), first_or_refused("returned", "returned")),
    Race("examine", terminate("head"), terminate("head"), one_wins(ENDED), note="two keys"),
    one_key("examine", terminate("head"), ENDED),
    Race("examine", terminate("head"), withdraw("subject"), one_wins(ENDED, CALLED_OFF)),
    Race("suspended", resume("head"), terminate("head"), first_or_refused(ENDED, ENDED)),
    Race("goes_on_today", GO_ON, terminate("head"), first_or_refused(ENDED, ENDED, NOTHING)),
    Race("approve_held", recall("organiser", "examine").at(-1), terminate("head"), first_or_refused(ENDED, ENDED)),
    Race(
        "sheet_due", terminate("head"), job("issue", "sheet"), first_or_refused(ENDED, "examine"),
        harmless=JOB_OR_TURN,
    ),
    Race(
        "dues_due", terminate("head").at(1), job("effect", "dues").at(1), (End(CONFLICT, DID, "check_sheet"),),
        harmless=JOB_OR_TURN,
    ),
    Race(
        "off_end_due", terminate("head"), job("outcome", "end"), (End(CONFLICT, DID, "withdrawn"),),
        harmless=JOB_OR_TURN,
    ),
    Race("letter_lapsing", report("organiser"), report("organiser"), one_wins("lost"), note="two keys"),
    one_key("letter_lapsing", report("organiser"), "lost"),
    Race(
        "letter_lapsing", presenting(), report("organiser"),
        (End(DID, CONFLICT, "presented"), End(CONFLICT, DID, "lost")),
    ),
    Race("letter_lapsing", report("organiser"), LAPSE, (End(DID, NOTHING, "lost"), End(CONFLICT, DID, "explain"))),
    Race("suspended", resume("head"), resume("head"), one_wins("examine"), note="two keys"),
    one_key("suspended", resume("head"), "examine"),
    Race("goes_on_today", resume("head"), GO_ON, (End(DID, NOTHING, "examine"), End(CONFLICT, DID, "examine"))),
    Race("goes_on_today", GO_ON, GO_ON, one_wins("examine", loser=NOTHING)),
    Race(
        "suspended", withdraw("subject"), resume("head"), first_or_refused(CALLED_OFF, "examine"),
        harmless=SUSPENDED_BEFORE,
    ),
    Race(
        "goes_on_today", withdraw("subject"), GO_ON, first_or_refused(CALLED_OFF, "examine"),
        harmless=SUSPENDED_BEFORE,
    ),
    Race(
        "held_suspended", recall("organiser", "examine"), resume("head"), first_or_refused("examine", "approve"),
        harmless=SUSPENDED_BEFORE,
    ),
    Race("lapsing_suspended", resume("head"), LAPSE, both("explain")),
    Race("lapsing_goes_on_today", GO_ON, LAPSE, both("explain")),
    Race("letter_suspended", resume("head").at(1), job("issue", "letter").at(1), both("hand_over")),
    Race("dues_suspended", resume("head").at(1), job("effect", "dues").at(1), both("check_sheet"), harmless=IN_THE_REGISTERS),
    Race("letter_goes_on_today", GO_ON, job("issue", "letter").at(1), both("hand_over")),
    Race("dues_goes_on_today", GO_ON, job("effect", "dues").at(1), both("check_sheet"), harmless=IN_THE_REGISTERS),
    Race("end_goes_on_today", GO_ON, job("outcome", "end"), first_or_refused("returned", "returned", NOTHING)),
    Race("end_suspended", resume("head"), job("outcome", "end"), first_or_refused("returned", "returned")),
)  # fmt: skip

MOVED = (
    Race("examine", move_case("registrar"), move_case("registrar"), one_wins("examine", loser=REFUSED), note="two keys"),
    one_key("examine", move_case("registrar"), "examine"),
    Race("examine", move_case("registrar"), suspend("head"), both("examine suspended")),
    Race("suspended", move_case("registrar"), resume("head"), both("examine")),
    Race("goes_on_today", move_case("registrar"), GO_ON, both("examine")),
    Race("examine", move_case("registrar"), terminate("head"), first_or_refused(ENDED, ENDED, REFUSED)),
    Race("examine", move_case("registrar"), withdraw("subject"), first_or_refused(CALLED_OFF, CALLED_OFF, REFUSED)),
    Race(
        "approve_held", move_case("registrar").at(1), recall("organiser", "examine").at(-1),
        (*both("examine"), End(DID, CONFLICT, "approve")), note="the hold may run out while the case is moved",
    ),
    Race("letter_lapsing", move_case("registrar"), LAPSE, both("explain")),
    Race(
        "letter_due", move_case("registrar").at(1), job("issue", "letter").at(1),
        first_or_refused("hand_over", "hand_over", REFUSED), harmless=JOB_OR_TURN,
    ),
    Race(
        "dues_due", move_case("registrar").at(1), job("effect", "dues").at(1), (End(REFUSED, DID, "check_sheet"),),
        harmless=JOB_OR_TURN,
    ),
    Race(
        "off_end_due", move_case("registrar"), job("outcome", "end"), (End(REFUSED, DID, "withdrawn"),),
        harmless=JOB_OR_TURN,
    ),
)  # fmt: skip

# -- whose right ends this very moment ------------------------------------------------------------------------------------------


def _rights() -> Iterator[Race]:
    for deed, stands in OF_THE_ORGANISER[1:]:
        for ended in (end_term("organiser"), close_account("organiser")):
            yield Race("examine", deed, ended, first_or_refused(stands, "examine", DENIED), in_time=True)
    of_the_case = (
        ("examine", suspend("head"), "examine suspended", "examine"),
        ("suspended", resume("head"), "examine", "examine suspended"),
        ("examine", terminate("head"), ENDED, "examine"),
    )
    for situation, deed, stands, otherwise in of_the_case:
        for ended in (end_term("head"), close_account("head")):
            yield Race(situation, deed, ended, first_or_refused(stands, otherwise, DENIED), in_time=True)
    ends = first_or_refused("examine", "examine", DENIED)
    yield Race("examine", move_case("registrar"), close_account("registrar"), ends, in_time=True)


ROWS = (*ON_ONE_TURN, *WITH_THE_CASE, *_after_it_was_closed(), *ON_ONE_CASE, *MOVED, *_rights())
