"""Where what runs by the clock meets whoever acts: nobody is told, reminded or sent anything twice, or of what is no more."""

from __future__ import annotations

from collections.abc import Iterator

from tests.races.rows.interventions import (
    CALLED_OFF,
    ENDED,
    MOVES,
    OF_THE_ORGANISER,
    SUSPENDED_BEFORE,
    first_or_refused,
    one_key,
)
from tests.races.rows.signing import SENDER_ADDS, SENDER_REMOVES
from tests.races.rows.transfer import ADDS
from tests.races.verbs import (
    COLLECT,
    DELIVER,
    DIGEST,
    LOOK_AHEAD,
    RECOUNT,
    REMIND,
    RESCUE,
    SETTLE,
    add_signer,
    declare_interest,
    hand_over,
    leave,
    move_case,
    resume,
    return_to,
    sign,
    suspend,
    terminate,
    urge,
)
from tests.races.words import (
    CONFLICT,
    DENIED,
    DID,
    LAPSE,
    NOTHING,
    Deed,
    End,
    Race,
    appoint,
    both,
    close_account,
    decide,
    end_term,
    one_wins,
    recall,
    withdraw,
)

HIS_AFTERWARDS = "until the sweep has sent it to him the turn is refused to him"
OPEN_AGAIN = "until the decision is taken back there is no open turn to remind of"
PROMISES_NOTHING = "both write the same, and it promises nothing"
COLUMNS = "the one writes when it was told, the other where it lies and why, each by the name of its columns"
FOUND_CLOSED = "who is told of a turn that lapses this very moment finds it closed"

# What ends or stops the organiser's turn, and where the case then stands.
ENDS_IT = (
    *((deed, stands) for deed, stands in OF_THE_ORGANISER if deed.function not in MOVES),
    (suspend("head"), "examine suspended"), (terminate("head"), ENDED), (withdraw("subject"), CALLED_OFF),
)  # fmt: skip
MOVES_IT = tuple((deed, stands) for deed, stands in OF_THE_ORGANISER if deed.function in MOVES)


def or_nothing(stands: str, otherwise: str = "") -> tuple[End, ...]:
    """The other always does it; the sweep does something before or after, or finds nothing to do."""
    return End(DID, DID, stands), End(NOTHING, DID, otherwise or stands)


def _told(situation: str, swept: Deed) -> Iterator[Race]:
    """Nobody is told of what is no longer his."""
    for deed, stands in ENDS_IT:
        yield Race(situation, swept, deed, or_nothing(stands), in_time=True)
    for deed, stands in MOVES_IT:
        # Reminding writes to the journal of the case, as moving the turn does; collecting does not.
        harmless = COLUMNS if swept is COLLECT else ""
        yield Race(situation, swept, deed, or_nothing(stands), harmless=harmless)


REMINDING = (
    *_told("overdue", REMIND),
    Race("overdue", REMIND, REMIND, one_wins("examine", loser=NOTHING), note="escalated"),
    Race("overdue_suspended", REMIND, resume("head"), or_nothing("examine"), harmless=SUSPENDED_BEFORE),
    Race("overdue", REMIND, urge("subject"), both("examine")),
    Race("overdue", REMIND, move_case("registrar"), both("examine")),
    Race("head_overdue", REMIND, leave("head"), both("approve")),
    Race("vacant_overdue", REMIND, RESCUE, both("approve")),
    Race(
        "overdue_decided", REMIND.at(-1), recall("organiser", "examine").at(-1), or_nothing("examine"), harmless=OPEN_AGAIN,
    ),
    Race("signatures_overdue", REMIND, REMIND, one_wins("sign[3]", loser=NOTHING), note="of three seats"),
    Race("signatures_overdue", REMIND, sign("deputy"), both("sign[2]"), note="of three seats"),
    Race("signatures_overdue", REMIND, SENDER_REMOVES, both("sign[2]")),
    Race("signatures_overdue", REMIND, add_signer("head", "county_organiser").with_(place="before"), both("sign[3]")),
    Race("overdue_deputy_gone", REMIND, RECOUNT, both("sign[2]")),
    Race("signing_lapsing", REMIND, LAPSE, or_nothing("refused"), in_time=True),
)  # fmt: skip

COLLECTING = (
    *_told("examine", COLLECT),
    Race("examine", COLLECT, COLLECT, one_wins("examine", loser=NOTHING)),
    Race(
        "approve_held", COLLECT.at(1), recall("organiser", "examine").at(-1),
        (End(DID, CONFLICT, "approve"), End(DID, DID, "examine"), End(NOTHING, DID, "examine")),
    ),
    Race("letter_lapsing", COLLECT, LAPSE, or_nothing("explain"), harmless=FOUND_CLOSED),
    Race("suspended", COLLECT, resume("head"), or_nothing("examine"), harmless=SUSPENDED_BEFORE),
    Race("approve", COLLECT, leave("head"), or_nothing("approve"), harmless=COLUMNS),
    Race("post_vacant", COLLECT, RESCUE, (*or_nothing("approve"), End(DID, NOTHING, "approve")), harmless=COLUMNS),
    Race("signing", COLLECT, SENDER_REMOVES, or_nothing("sign[2]")),
    Race("signing", COLLECT, SENDER_ADDS, or_nothing("sign[4]")),
    Race("deputy_gone", COLLECT, RECOUNT, or_nothing("sign[2]")),
)  # fmt: skip

SENDING = (
    Race("to_be_settled", SETTLE, SETTLE, one_wins("examine", loser=NOTHING)),
    Race("sent_back_held", SETTLE.at(1), recall("head", "back").at(-1), (End(DID, CONFLICT, "examine"), End(NOTHING, DID, "approve"))),
    Race("to_be_summed_up", DIGEST, DIGEST, one_wins("examine", loser=NOTHING)),
    Race(
        "examine", LOOK_AHEAD, LOOK_AHEAD, (*both("examine"), *one_wins("examine", loser=NOTHING)), harmless=PROMISES_NOTHING,
    ),
    Race("to_be_sent", DELIVER, DELIVER, one_wins("examine", loser=NOTHING)),
)  # fmt: skip

# The head left yesterday, and the approval lies with his empty post; his deputy stands in for him.
RESCUING = (
    Race("post_vacant", RESCUE, RESCUE, one_wins("approve", loser=NOTHING)),
    Race("post_vacant", RESCUE, decide("deputy", "approve"), (End(DID, DID, "letter"), End(DID, DENIED, "approve")), harmless=HIS_AFTERWARDS),
    Race("post_vacant", RESCUE, return_to("deputy", "approve", "examine"), (End(DID, DID, "examine"), End(DID, DENIED, "approve")), harmless=HIS_AFTERWARDS),
    Race("post_vacant", RESCUE, hand_over("deputy", "approve", "county"), (End(DID, DID, "approve"), End(DID, DENIED, "approve")), harmless=HIS_AFTERWARDS),
    Race("post_vacant", RESCUE, declare_interest("deputy", "approve"), (End(DID, DID, "approve"), End(DID, DENIED, "approve")), harmless=HIS_AFTERWARDS),
    Race("post_vacant", RESCUE, suspend("deputy"), or_nothing("approve suspended")),
    Race("post_vacant", RESCUE, terminate("deputy"), or_nothing(ENDED)),
    Race("post_vacant", RESCUE, withdraw("subject"), or_nothing(CALLED_OFF)),
    Race("vacant_suspended", RESCUE, resume("deputy"), or_nothing("approve"), harmless=SUSPENDED_BEFORE),
    Race("vacant_held", RESCUE.at(1), recall("organiser", "examine").at(-1), or_nothing("examine")),
    Race("lapsing_vacant", RESCUE, LAPSE, or_nothing("explain")),
    Race("post_vacant", RESCUE, appoint("successor", "head"), or_nothing("approve"), harmless=ADDS),
    Race("post_vacant", RESCUE, move_case("registrar"), both("approve")),
    Race("post_vacant", RESCUE, urge("subject"), (End(DID, DID, "approve"), End(DID, CONFLICT, "approve"))),
)  # fmt: skip


def _hurried() -> Iterator[Race]:
    for deed, stands in (*ENDS_IT, *MOVES_IT):
        yield Race("examine", urge("subject"), deed, first_or_refused(stands, stands))


URGING = (
    Race("examine", urge("subject"), urge("subject"), one_wins("examine"), note="one person, two keys"),
    Race("examine", urge("subject"), urge("county"), both("examine"), note="two persons"),
    one_key("examine", urge("subject"), "examine"),
    *_hurried(),
    Race("suspended", urge("subject"), resume("head"), first_or_refused("examine", "examine"), harmless=SUSPENDED_BEFORE),
    Race("approve_held", urge("subject").at(1), recall("organiser", "examine").at(-1), both("examine")),
    Race("letter_lapsing", urge("subject"), LAPSE, both("explain")),
    Race("signing", urge("secretary"), SENDER_REMOVES, both("sign[2]")),
    Race("signing", urge("secretary"), SENDER_ADDS, both("sign[4]")),
    Race("deputy_gone", urge("secretary"), RECOUNT, both("sign[2]")),
    Race("examine", urge("subject"), move_case("registrar"), both("examine")),
    Race("examine", urge("county"), end_term("county"), first_or_refused("examine", "examine", DENIED), in_time=True),
    Race("examine", urge("subject"), close_account("subject"), first_or_refused("examine", "examine", DENIED), in_time=True),
)  # fmt: skip

ROWS = (*REMINDING, *COLLECTING, *SENDING, *RESCUING, *URGING)
