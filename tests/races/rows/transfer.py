"""Where the oldest write functions meet one another: opening, deciding, undoing, the worker and the registers."""

from __future__ import annotations

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
    appoint,
    both,
    close_account,
    decide,
    end_term,
    job,
    one_wins,
    open_account,
    open_case,
    recall,
    save_draft,
    save_task_draft,
    withdraw,
)

# -- words ----------------------------------------------------------------------------------------------------------------

REDELIVERED = "a job that is delivered once more finds its task done in an earlier transaction"
CLOSED_BEFORE = "the turn was closed in an earlier transaction, and a closed turn never opens again"
DRAFT = "a draft is seen by its author alone and decides nothing"
NOT_ASKED = "who may act is asked when somebody acts, not when a turn is opened"
JOB_OR_TURN = "before the job is done there is no turn to call off at, and afterwards there is no job"
ADDS = "an appointment takes no right away"


def presenting() -> Deed:
    """The letter was presented on its last day."""
    found = decide("receiver", "report")
    return Deed(found.function, found.call, {**found.known, "reported_on": "last_day"})


def _stays_open(situation: str, other: Deed, stands: str) -> Race:
    """While a case is open another one cannot be opened, whatever happens to the first."""
    return Race(situation, open_case("secretary"), other, (End(CONFLICT, DID, stands),))


OPENING = (
    Race(
        "nothing_open", open_case("secretary"), open_case("subject"), one_wins("consent", "request_paper"),
        note="two people",
    ),
    Race(
        "nothing_open", open_case("subject").with_(key="k"), open_case("subject").with_(key="k"),
        both("request_paper"), note="one key", same=True,
    ),
    Race(
        "nothing_open", open_case("subject"), open_case("subject"), one_wins("request_paper"), note="two keys",
    ),
    _stays_open("examine", decide("organiser", "examine"), "approve"),
    _stays_open("approve_held", recall("organiser", "examine").at(-1), "examine"),
    _stays_open("examine", withdraw("subject"), "withdrawal_form"),
    _stays_open("letter_lapsing", LAPSE, "explain"),
    _stays_open("letter_due", job("issue", "letter").at(1), "hand_over"),
    _stays_open("dues_due", job("effect", "dues").at(1), "check_sheet"),
    Race(
        "off_end_due", job("outcome", "end"), open_case("secretary"),
        (End(DID, CONFLICT, "withdrawn"), End(DID, DID, "withdrawn+consent")), in_time=True,
    ),
    Race("nothing_open", open_case("subject"), save_draft("subject"), both("request_paper"), harmless=DRAFT),
    Race(
        "secretary_gone", open_case("successor"), appoint("successor", "secretary"),
        (End(DID, DID, "consent"), End("Invalid", DID, ""), End(DENIED, DID, "")), harmless=ADDS,
    ),
    Race(
        "nothing_open", open_case("secretary"), end_term("secretary"),
        (End(DID, DID, "consent"), End("Invalid", DID, ""), End(DENIED, DID, "")), in_time=True,
    ),
    Race(
        "nothing_open", open_case("secretary"), close_account("secretary"),
        (End(DID, DID, "consent"), End(DENIED, DID, "")), in_time=True,
    ),
)  # fmt: skip

DECIDING = (
    Race(
        "examine", decide("organiser", "examine"), decide("second", "examine"), one_wins("approve"),
        note="two holders of the post", tells_who=True, pages=True,
    ),
    Race(
        "consent", decide("subject", "consent"), decide("secretary", "consent"), one_wins("request_paper"),
        note="the member and the secretary", tells_who=True,
    ),
    Race(
        "approve", decide("head", "approve").with_(key="k"), decide("head", "approve").with_(key="k"), both("letter"),
        note="one key", same=True, pages=True,
    ),
    Race(
        "approve", decide("head", "approve"), decide("head", "approve"), one_wins("letter"), note="two keys",
        tells_who=True,
    ),
    Race(
        "approve_held", decide("head", "approve").at(1), recall("organiser", "examine").at(-1),
        (End(DID, CONFLICT, "letter"), End(CONFLICT, DID, "examine")), note="at the end of the hold", pages=True,
    ),
    Race(
        "approve_held", decide("head", "approve").at(-1), recall("organiser", "examine").at(-1),
        (End(CONFLICT, DID, "examine"),), note="within the hold",
        harmless="until the hold is over the turn is nobody's, and there is one order only",
    ),
    Race(
        "examine", decide("organiser", "examine"), withdraw("subject"),
        (End(DID, DID, "withdrawal_form"), End(CONFLICT, DID, "withdrawal_form")), note="at a step before the last",
    ),
    Race(
        "approve", decide("head", "approve"), withdraw("subject"),
        (End(DID, CONFLICT, "letter"), End(CONFLICT, DID, "withdrawal_form")), note="at the last step", pages=True,
    ),
    Race(
        "letter_lapsing", presenting(), LAPSE, (End(DID, NOTHING, "presented"), End(CONFLICT, DID, "explain")),
        pages=True,
    ),
    Race(
        "letter_due", decide("head", "approve").at(1), job("issue", "letter").at(1), (End(CONFLICT, DID, "hand_over"),),
        harmless=CLOSED_BEFORE,
    ),
    Race(
        "dues_due", decide("commissioner", "branch_check").at(1), job("effect", "dues").at(1),
        (End(CONFLICT, DID, "check_sheet"),), harmless=CLOSED_BEFORE,
    ),
    Race(
        "join_held", decide("joiner", "join").at(1), job("outcome", "closing").at(1), (End(CONFLICT, DID, "internal"),),
        harmless=CLOSED_BEFORE,
    ),
    Race(
        "examine", decide("second", "examine"), save_task_draft("organiser", "examine"),
        (End(DID, DID, "approve"), End(DID, DENIED, "approve")), harmless=DRAFT,
    ),
    Race(
        "post_vacant", decide("successor", "approve"), appoint("successor", "head"),
        (End(DID, DID, "letter"), End(DENIED, DID, "approve")), harmless=ADDS,
    ),
    Race(
        "branch_check", decide("commissioner", "branch_check"), end_term("commissioner"),
        (End(DID, DID, "dues_noted"), End(DENIED, DID, "branch_check")), in_time=True,
    ),
    Race(
        "branch_check", decide("commissioner", "branch_check"), close_account("commissioner"),
        (End(DID, DID, "dues_noted"), End(DENIED, DID, "branch_check")), in_time=True,
    ),
)  # fmt: skip

UNDOING = (
    Race(
        "approve_held", recall("organiser", "examine").at(-1).with_(key="k"),
        recall("organiser", "examine").at(-1).with_(key="k"), both("examine"), note="one key", same=True,
    ),
    Race(
        "approve_held", recall("organiser", "examine").at(-1), recall("organiser", "examine").at(-1),
        one_wins("examine"), note="two keys",
    ),
    Race(
        "approve_held", recall("organiser", "examine").at(-1), withdraw("subject"),
        (End(DID, DID, "withdrawal_form"), End(CONFLICT, DID, "withdrawal_form")),
    ),
    Race(
        "reported_late", recall("receiver", "report"), LAPSE,
        (End(DID, NOTHING, "report"), End(DID, DID, "explain")),
        harmless="the wait ended with the decision; taking it back opens another one",
    ),
    Race(
        "letter_due", recall("head", "approve").at(-1), job("issue", "letter").at(1),
        (End(DID, NOTHING, "approve"), End(CONFLICT, DID, "hand_over")),
    ),
    Race(
        "dues_due", recall("commissioner", "branch_check").at(-1), job("effect", "dues").at(1),
        (End(DID, NOTHING, "branch_check"), End(CONFLICT, DID, "check_sheet")),
    ),
    Race(
        "join_held", recall("joiner", "join").at(-1), job("outcome", "closing").at(1),
        (End(DID, NOTHING, "join"), End(CONFLICT, DID, "internal")),
    ),
    Race(
        "approve_held", recall("organiser", "examine").at(-1), save_task_draft("head", "approve").at(1),
        (End(DID, DID, "examine"), End(DID, DENIED, "examine")), harmless=DRAFT,
    ),
    Race(
        "approve_held", recall("organiser", "examine").at(-1), end_term("organiser"), both("examine"),
        harmless="taking back asks who decided, and gives the turn back to whoever holds the post",
    ),
    Race(
        "approve_held", recall("organiser", "examine").at(-1), close_account("organiser"),
        (End(DID, DID, "examine"), End(DENIED, DID, "approve")), in_time=True,
    ),
    Race(
        "consent", withdraw("secretary"), withdraw("subject"), one_wins("withdrawal_form"), note="opener and member",
    ),
    Race(
        "examine", withdraw("subject").with_(key="k"), withdraw("subject").with_(key="k"), both("withdrawal_form"),
        note="one key", same=True,
    ),
    Race("examine", withdraw("subject"), withdraw("subject"), one_wins("withdrawal_form"), note="two keys"),
    Race(
        "sheet_due", withdraw("subject"), job("issue", "sheet"),
        (End(DID, DID, "withdrawal_form"), End(CONFLICT, DID, "examine")), harmless=JOB_OR_TURN,
    ),
    Race(
        "dues_due", withdraw("subject").at(1), job("effect", "dues").at(1), (End(CONFLICT, DID, "check_sheet"),),
        harmless=JOB_OR_TURN,
    ),
    Race("off_end_due", withdraw("subject"), job("outcome", "end"), (End(CONFLICT, DID, "withdrawn"),), harmless=JOB_OR_TURN),
    Race(
        "examine", withdraw("subject"), save_task_draft("organiser", "examine"),
        (End(DID, DID, "withdrawal_form"), End(DID, DENIED, "withdrawal_form")), harmless=DRAFT,
    ),
    Race(
        "examine", withdraw("subject"), close_account("subject"),
        (End(DID, DID, "withdrawal_form"), End(DENIED, DID, "examine")), in_time=True,
    ),
)  # fmt: skip

SYSTEM = (
    Race("letter_lapsing", LAPSE, LAPSE, one_wins("explain", loser=NOTHING)),
    Race(
        "letter_lapsing", LAPSE, save_task_draft("receiver", "report"),
        (End(DID, DID, "explain"), End(DID, DENIED, "explain")), harmless=DRAFT,
    ),
    Race("letter_lapsing", LAPSE, end_term("organiser"), both("explain"), harmless=NOT_ASKED),
    Race(
        "letter_due", job("issue", "letter").at(1), job("issue", "letter").at(1), one_wins("hand_over", loser=NOTHING),
    ),
    Race("dues_due", job("effect", "dues").at(1), job("effect", "dues").at(1), one_wins("check_sheet", loser=NOTHING)),
    Race("off_end_due", job("outcome", "end"), job("outcome", "end"), one_wins("withdrawn", loser=NOTHING)),
    Race("sheet_due", job("issue", "sheet"), job("effect", "dues"), (End(DID, NOTHING, "examine"),), harmless=REDELIVERED),
    Race(
        "off_end_due", job("issue", "record"), job("outcome", "end"), (End(NOTHING, DID, "withdrawn"),),
        harmless=REDELIVERED,
    ),
    Race(
        "end_due", job("effect", "void"), job("outcome", "end"), (End(NOTHING, DID, "returned"),), harmless=REDELIVERED,
    ),
    Race("sheet_due", job("issue", "sheet"), end_term("organiser"), both("examine"), harmless=NOT_ASKED),
)  # fmt: skip

PEOPLE = (
    Race("examine", save_task_draft("organiser", "examine"), save_task_draft("organiser", "examine"), both("examine")),
    Race(
        "branch_check", save_task_draft("commissioner", "branch_check"), end_term("commissioner"),
        (End(DID, DID, "branch_check"), End(DENIED, DID, "branch_check")), harmless=DRAFT,
    ),
    Race("nothing_open", save_draft("subject"), save_draft("subject"), both(""), harmless=DRAFT),
    Race(
        "post_vacant", appoint("successor", "head"), appoint("rival", "head"), one_wins("approve", loser=REFUSED),
        note="two successors",
    ),
    Race(
        "examine", appoint("successor", "organiser"), appoint("successor", "organiser"),
        one_wins("examine", loser=REFUSED), note="one person twice",
    ),
    Race(
        "approve", end_term("head"), appoint("successor", "head"),
        (End(DID, DID, "approve"), End(DID, REFUSED, "approve")), in_time=True,
    ),
    Race("approve", end_term("head"), end_term("head"), one_wins("approve", loser=REFUSED)),
    Race(
        "no_account", open_account("race-one"), open_account("race-two"), one_wins("", loser=REFUSED),
        note="two names",
    ),
    Race(
        "no_account", open_account("race-one"), open_account("race-one"), one_wins("", loser=REFUSED), note="one name",
    ),
    Race(
        "nothing_open", close_account("subject"), close_account("subject"), both(""),
        harmless="an account that was closed twice is closed",
    ),
)  # fmt: skip

ROWS = (*OPENING, *DECIDING, *UNDOING, *SYSTEM, *PEOPLE)
