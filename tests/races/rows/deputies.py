"""Where those who act for others, who give their posts away and who leave meet whoever acts."""

from __future__ import annotations

from collections.abc import Iterator

from tests.races.rows.interventions import ENDED, OF_THE_HEAD, first_or_refused, one_key
from tests.races.rows.transfer import DRAFT
from tests.races.verbs import (
    RESCUE,
    attach,
    comment,
    copy_to,
    declare_interest,
    delegate,
    hand_over,
    leave,
    move_case,
    remove_signer,
    resume,
    return_to,
    revoke,
    sign,
    suspend,
    terminate,
    urge,
)
from tests.races.words import (
    DENIED,
    DID,
    LAPSE,
    REFUSED,
    End,
    Race,
    appoint,
    both,
    close_account,
    decide,
    end_term,
    one_wins,
    open_case,
    recall,
    save_task_draft,
)

ASKED_WHEN_USED = "a delegation is worth what its giver has when somebody acts: one given too late is worth nothing"
NEXT_SWEEP = (
    "what goes to a post whose holder leaves this very moment stops him from leaving, or the next sweep finds it"
)


def _for_the_head() -> Iterator[Race]:
    """The head takes the delegation back while his proxy acts."""
    for deed, stands in (
        (decide("proxy", "approve"), "letter"), (return_to("proxy", "approve", "examine"), "examine"),
        (hand_over("proxy", "approve", "deputy"), "approve"), (declare_interest("proxy", "approve"), "approve"),
        (suspend("proxy"), "approve suspended"), (terminate("proxy"), ENDED), (attach("proxy"), "approve"),
        (copy_to("proxy", "county"), "approve"), (comment("proxy"), "approve"),
    ):  # fmt: skip
        yield Race("deputised", deed, revoke("head"), first_or_refused(stands, "approve", DENIED), in_time=True)
    ends = first_or_refused("approve", "approve suspended", DENIED)
    yield Race("deputised_suspended", resume("proxy"), revoke("head"), ends, in_time=True)
    yield Race(
        "signing_deputised", sign("proxy", "head"), revoke("head"), first_or_refused("sign[2]", "sign[3]", DENIED),
        note="of a signer", in_time=True,
    )  # fmt: skip
    yield Race(
        "removing_deputised", remove_signer("proxy", "county_organiser"), revoke("head"),
        first_or_refused("sign[3]", "sign[4]", DENIED), in_time=True,
    )  # fmt: skip
    yield Race(
        "secretary_deputised", open_case("proxy"), revoke("secretary"),
        (End(DID, DID, "consent"), End("Invalid", DID, ""), End(DENIED, DID, "")), in_time=True,
    )  # fmt: skip


GIVING = (
    Race(
        "two_deputies", delegate("proxy", "rival"), delegate("rival", "proxy"), one_wins("approve", loser=REFUSED),
        note="each passes it on to the other",
    ),
    Race(
        "approve", delegate("head", "proxy"), delegate("head", "proxy"), one_wins("approve", loser=REFUSED),
        note="one proxy, two keys",
    ),
    one_key("approve", delegate("head", "proxy"), "approve"),
    Race(
        "deputised", delegate("proxy", "rival"), revoke("head"), first_or_refused("approve", "approve", DENIED),
        harmless=ASKED_WHEN_USED,
    ),
    Race("approve", delegate("head", "proxy"), end_term("head"), first_or_refused("approve", "approve", DENIED), in_time=True),
    Race("approve", delegate("head", "proxy"), close_account("head"), first_or_refused("approve", "approve", DENIED), in_time=True),
    Race("approve", delegate("head", "proxy"), leave("head"), first_or_refused("approve", "approve", DENIED), in_time=True),
    Race(
        "deputised", revoke("head"), revoke("proxy"), one_wins("approve"), note="giver and proxy", tells_who=True,
    ),
    one_key("deputised", revoke("head"), "approve"),
    Race("deputised", revoke("registrar"), end_term("registrar"), first_or_refused("approve", "approve", DENIED), in_time=True),
    Race("deputised", revoke("head"), close_account("head"), first_or_refused("approve", "approve", DENIED), in_time=True),
)  # fmt: skip


def _the_leaver_acts() -> Iterator[Race]:
    for deed, stands in OF_THE_HEAD:
        yield Race("approve", deed, leave("head"), first_or_refused(stands, "approve", DENIED), in_time=True)
    yield Race(
        "approve",
        suspend("head"),
        leave("head"),
        first_or_refused("approve suspended", "approve", DENIED),
        in_time=True,
    )
    yield Race("approve", terminate("head"), leave("head"), first_or_refused(ENDED, "approve", DENIED), in_time=True)
    yield Race(
        "suspended",
        resume("head"),
        leave("head"),
        first_or_refused("examine", "examine suspended", DENIED),
        in_time=True,
    )


LEAVING = (
    Race("approve", leave("head"), leave("head"), one_wins("approve", loser=REFUSED), note="two keys"),
    one_key("approve", leave("head"), "approve"),
    Race("approve", leave("head"), end_term("head"), one_wins("approve", loser=REFUSED)),
    Race("approve", leave("head"), close_account("registrar"), first_or_refused("approve", "approve", DENIED), in_time=True),
    Race(
        "approve", leave("head"), appoint("successor", "head"), (End(DID, DID, "approve"), End(DID, REFUSED, "approve")),
        in_time=True,
    ),
    Race("approve", hand_over("head", "approve", "deputy"), leave("deputy"), (*both("approve"), End(DID, REFUSED, "approve")), note="to the one who leaves", harmless=NEXT_SWEEP),
    Race("post_vacant", RESCUE, leave("deputy"), (*both("approve"), End(DID, REFUSED, "approve")), harmless=NEXT_SWEEP),
    Race("letter_lapsing", leave("receiver"), LAPSE, both("explain")),
    Race("approve", leave("head"), move_case("registrar"), both("approve")),
    Race(
        "approve_held", recall("organiser", "examine").at(-1), leave("head"), both("examine"),
    ),
    Race(
        "nothing_open", open_case("secretary"), leave("secretary"),
        (End(DID, DID, "consent"), End("Invalid", DID, ""), End(DENIED, DID, "")), in_time=True,
    ),
    Race("examine", urge("county"), leave("county"), first_or_refused("examine", "examine", DENIED), in_time=True),
    Race("approve", leave("head"), save_task_draft("head", "approve"), (End(DID, DID, "approve"), End(DID, DENIED, "approve")), harmless=DRAFT),
)  # fmt: skip

ROWS = (*_for_the_head(), *GIVING, *_the_leaver_acts(), *LEAVING)
