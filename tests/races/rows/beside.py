"""Where files, comments, copies, addresses and what is asked anew meet one another, and the end of what they belong to."""

from __future__ import annotations

from collections.abc import Iterator

from tests.races.rows.interventions import CALLED_OFF, ENDED, SUSPENDED_BEFORE, first_or_refused, one_key
from tests.races.rows.transfer import DRAFT
from tests.races.verbs import (
    ask_again,
    attach,
    choose,
    comment,
    copy_to,
    declare_interest,
    hand_over,
    leave,
    remove_signer,
    resume,
    return_to,
    set_email,
    strike_comment,
    strike_out,
    suspend,
    terminate,
)
from tests.races.words import (
    CONFLICT,
    DENIED,
    DID,
    LAPSE,
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

# What the organiser does beside his turn, and the same of whoever has the turn elsewhere.
BESIDE = (attach("organiser"), copy_to("organiser", "county"), strike_out("organiser", "own_file"))

LAST_COUNTS = "the last one counts, and writing the row of the account waits for the other"


def _while_the_turn_lasts() -> Iterator[Race]:
    """It was up to him while the turn was his: not after somebody else has dealt with it."""
    for deed in BESIDE:
        for other, stands in (
            (decide("second", "examine"), "approve"),
            (return_to("second", "examine", "branch_check"), "branch_check"),
            (hand_over("second", "examine", "deputy"), "examine"),
            (declare_interest("organiser", "examine"), "examine"),
            (terminate("head"), ENDED),
            (withdraw("subject"), CALLED_OFF),
            (end_term("organiser"), "examine"),
            (close_account("organiser"), "examine"),
            (leave("organiser"), "examine"),
        ):
            refusals = (CONFLICT, DENIED) if other.function == "hand_over" else (DENIED,)
            yield Race(_where(deed), deed, other, first_or_refused(stands, stands, *refusals), in_time=True)
        stopped = first_or_refused("examine suspended", "examine suspended")
        yield Race(_where(deed), deed, suspend("head"), stopped, in_time=True)


def _where(deed: Deed) -> str:
    # Who attached a file may strike it out himself, so here it is the member's.
    return "annotated" if deed.function == "strike_out" else "examine"


FILES = (
    Race("annotated_off", strike_out("subject", "own_file"), job("outcome", "end"), first_or_refused("withdrawn", "withdrawn"), in_time=True),
    Race("one_added", attach("county_organiser"), remove_signer("head", "county_organiser"), first_or_refused("sign[3]", "sign[3]", DENIED), in_time=True),

    Race(
        "one_file_less", attach("subject").with_(text="甲"), attach("organiser").with_(text="乙"),
        one_wins("examine", loser=REFUSED), note="the last one that is allowed",
    ),
    Race("examine", attach("subject"), attach("organiser"), one_wins("examine", loser=REFUSED), note="the same file"),
    one_key("examine", attach("subject"), "examine"),
    Race(
        "annotated", strike_out("organiser", "own_file"), attach("subject").with_(text="本人说明"),
        (End(DID, DID, "examine"), End(DID, REFUSED, "examine")), note="the same file",
    ),
    Race("annotated", strike_out("organiser"), strike_out("second"), one_wins("examine"), note="two people"),
    one_key("annotated", strike_out("organiser"), "examine"),
    Race("approve_held", attach("head").at(1), recall("organiser", "examine").at(-1), first_or_refused("examine", "examine", DENIED), in_time=True),
    Race("letter_lapsing", attach("receiver"), LAPSE, first_or_refused("explain", "explain", DENIED), in_time=True),
    Race("off_end_due", attach("subject"), job("outcome", "end"), first_or_refused("withdrawn", "withdrawn"), in_time=True),
    Race("suspended", attach("subject"), resume("head"), first_or_refused("examine", "examine"), harmless=SUSPENDED_BEFORE),
)  # fmt: skip

COPIES = (
    Race("examine", copy_to("organiser", "county"), copy_to("second", "county"), one_wins("examine", loser=REFUSED), note="one post"),
    one_key("examine", copy_to("organiser", "county"), "examine"),
    Race("approve_held", copy_to("head", "county").at(1), recall("organiser", "examine").at(-1), first_or_refused("examine", "examine", DENIED), in_time=True),
    Race("letter_lapsing", copy_to("receiver", "county"), LAPSE, first_or_refused("explain", "explain", DENIED), in_time=True),
    Race("off_end_due", copy_to("subject", "county"), job("outcome", "end"), first_or_refused("withdrawn", "withdrawn"), in_time=True),
    Race("suspended", copy_to("subject", "county"), resume("head"), first_or_refused("examine", "examine"), harmless=SUSPENDED_BEFORE),
)  # fmt: skip

COMMENTS = (
    Race("examine", comment("subject"), comment("organiser"), both("examine"), note="two people"),
    one_key("examine", comment("subject"), "examine"),
    Race("annotated", strike_comment("organiser"), strike_comment("organiser"), one_wins("examine"), note="two keys"),
    one_key("annotated", strike_comment("organiser"), "examine"),
    Race("examine", comment("organiser"), end_term("organiser"), first_or_refused("examine", "examine", DENIED), in_time=True),
    Race("examine", comment("organiser"), leave("organiser"), first_or_refused("examine", "examine", DENIED), in_time=True),
    Race("examine", comment("subject"), close_account("subject"), first_or_refused("examine", "examine", DENIED), in_time=True),
    Race("annotated", strike_comment("organiser"), close_account("organiser"), first_or_refused("examine", "examine", DENIED), in_time=True),
    Race("off_end_due", comment("subject"), job("outcome", "end"), both("withdrawn")),
)  # fmt: skip

OWN = (
    Race("called_off_closed", ask_again("subject"), ask_again("subject"), both("withdrawn"), note="two keys", harmless=DRAFT),
    one_key("called_off_closed", ask_again("subject"), "withdrawn"),
    Race(
        "off_end_due", ask_again("subject"), job("outcome", "end"),
        (End(DID, DID, "withdrawn"), End(CONFLICT, DID, "withdrawn")), harmless=DRAFT,
    ),
    Race("nothing_open", set_email("subject", "a@example.org"), set_email("subject", "b@example.org"), both(""), note="two addresses", harmless=LAST_COUNTS),
    Race("nothing_open", choose("subject", "a@example.org"), choose("subject", "b@example.org"), both(""), note="for the first time", harmless=LAST_COUNTS),
    Race("nothing_open", choose("subject"), set_email("subject"), both(""), harmless=LAST_COUNTS),
    Race("nothing_open", choose("subject"), close_account("subject"), both(""), harmless=LAST_COUNTS),
    Race("nothing_open", set_email("subject"), close_account("subject"), both(""), harmless=LAST_COUNTS),
)  # fmt: skip

ROWS = (*_while_the_turn_lasts(), *FILES, *COPIES, *COMMENTS, *OWN)
