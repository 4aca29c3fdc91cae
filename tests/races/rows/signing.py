"""Where those who sign one step meet: with one another, with added and removed signers, and with everything that ends a round.

``sign[2]`` reads: at the step that several sign, with two of them still to do so.
"""

from __future__ import annotations

from collections.abc import Iterator

from tests.races.rows.interventions import SUSPENDED_BEFORE, first_or_refused, one_key
from tests.races.verbs import (
    GO_ON,
    RECOUNT,
    add_signer,
    declare_interest,
    leave,
    remove_signer,
    resume,
    return_to,
    revoke,
    sign,
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
    End,
    Race,
    both,
    close_account,
    end_term,
    job,
    one_wins,
    recall,
    withdraw,
)

ADD = add_signer("head", "county_organiser")
REMOVE = remove_signer("head", "county_organiser")
# Whoever drafted it sent it here, and may change who signs at any time.
SENDER_ADDS = add_signer("drafter", "county_organiser")
SENDER_REMOVES = remove_signer("drafter", "deputy")

SIGNATURES = (
    Race("signing", sign("head"), sign("deputy"), both("sign[1]"), note="two of three seats"),
    Race("two_to_sign", sign("deputy"), sign("organiser"), both("closed"), note="the last two seats"),
    Race(
        "signing", sign("organiser"), sign("second", "organiser"), one_wins("sign[2]"), note="two holders of one seat",
        tells_who=True,
    ),
    Race("one_to_sign", sign("organiser").with_(key="k"), sign("organiser").with_(key="k"), both("closed"), note="the last seat, one key", same=True),
    Race("signing", sign("head"), return_to("deputy", "deputy_sign", "draft"), first_or_refused("draft", "draft"), note="one of several seats"),
    Race(
        "one_to_sign", sign("organiser"), return_to("second", "organiser_sign", "draft"), one_wins("closed", "draft"),
        note="the last seat",
    ),
    Race(
        "deputy_held", sign("organiser"), recall("deputy", "deputy").at(-1),
        (End(DID, DID, "sign[1]"), End(DID, CONFLICT, "closed")), note="the last seat and the one before",
    ),
    Race("signing_lapsing", sign("head"), LAPSE, first_or_refused("refused", "refused"), note="one of several seats"),
    Race(
        "signed_by_all", recall("organiser", "organiser").at(-1), job("outcome", "closed").at(1),
        (End(DID, NOTHING, "sign[1]"), End(CONFLICT, DID, "closed")), note="the last signature",
    ),
    Race(
        "one_to_sign", sign("organiser"), declare_interest("organiser", "organiser_sign"),
        (End(DID, CONFLICT, "closed"), End(DENIED, DID, "sign[1]")), note="the last seat",
    ),
    Race(
        "signing", declare_interest("head", "head_sign"), return_to("deputy", "deputy_sign", "draft"),
        first_or_refused("draft", "draft"), note="two seats",
    ),
    Race("signing", declare_interest("head", "head_sign"), declare_interest("deputy", "deputy_sign"), both("sign[1]"), note="two seats"),
    Race(
        "signing_lapsing", return_to("head", "head_sign", "draft"), LAPSE,
        (End(DID, NOTHING, "draft"), End(CONFLICT, DID, "refused")),
    ),
    Race("signing_lapsing", withdraw("secretary"), LAPSE, (End(DID, NOTHING, "refused"), End(CONFLICT, DID, "refused"))),
    Race("signing_lapsing", terminate("county"), LAPSE, (End(DID, NOTHING, "refused"), End(CONFLICT, DID, "refused"))),
)  # fmt: skip

ADDING = (
    Race("signing", sign("deputy"), ADD, both("sign[3]"), note="another seat"),
    Race("signing", sign("head"), ADD, (End(DID, DID, "sign[3]"), End(DID, DENIED, "sign[2]")), note="the one who adds"),
    Race(
        "one_to_sign", sign("organiser"), SENDER_ADDS, (End(DID, DID, "sign[1]"), End(DID, CONFLICT, "closed")),
        note="the last seat",
    ),
    Race(
        "one_to_sign", sign("organiser"), add_signer("second", "county_organiser").with_(place="before"),
        one_wins("closed", "sign[1]"), note="the last seat, to sign before it",
    ),
    Race("deputy_held", recall("deputy", "deputy").at(-1), add_signer("organiser", "county_organiser"), both("sign[3]")),
    Race(
        "signed_by_all", recall("organiser", "organiser").at(-1), SENDER_ADDS.at(-1),
        (End(DID, DID, "sign[2]"), End(DID, CONFLICT, "sign[1]")), note="the last signature",
        harmless="until the last signature is taken back the round is over, and nobody is added to it",
    ),
    Race("signing", ADD, return_to("deputy", "deputy_sign", "draft"), first_or_refused("draft", "draft")),
    Race(
        "signing", ADD, add_signer("deputy", "county_organiser"), one_wins("sign[4]", loser=REFUSED), note="one post",
    ),
    Race("signing", ADD, add_signer("deputy", "commissioner"), both("sign[5]"), note="two posts"),
    one_key("signing", ADD, "sign[4]"),
    Race("one_added", add_signer("deputy", "commissioner"), REMOVE, both("sign[4]"), note="two seats"),
    Race(
        "one_added", add_signer("deputy", "county_organiser"), REMOVE,
        (End(DID, DID, "sign[4]"), End(REFUSED, DID, "sign[3]")), note="one seat",
    ),
    Race("signing", ADD, declare_interest("deputy", "deputy_sign"), both("sign[3]")),
    Race("signing", ADD, suspend("county"), first_or_refused("sign[4] suspended", "sign[3] suspended")),
    Race("signing_suspended", ADD, resume("county"), first_or_refused("sign[4]", "sign[3]"), harmless=SUSPENDED_BEFORE),
    Race("signing_goes_on_today", ADD, GO_ON, first_or_refused("sign[4]", "sign[3]"), harmless=SUSPENDED_BEFORE),
    Race("signing", ADD, terminate("county"), first_or_refused("refused", "refused")),
    Race("signing", ADD, withdraw("secretary"), first_or_refused("refused", "refused")),
    Race("signing_lapsing", ADD, LAPSE, first_or_refused("refused", "refused")),
    Race("signing", ADD, end_term("head"), first_or_refused("sign[4]", "sign[3]", DENIED), in_time=True),
    Race("signing", ADD, close_account("head"), first_or_refused("sign[4]", "sign[3]", DENIED), in_time=True),
    Race(
        "signing_deputised", add_signer("proxy", "county_organiser"), revoke("head"),
        first_or_refused("sign[4]", "sign[3]", DENIED), in_time=True,
    ),
)  # fmt: skip

REMOVING = (
    Race(
        "one_added", REMOVE, sign("county_organiser"), (End(DID, CONFLICT, "sign[3]"), End(DENIED, DID, "sign[3]")),
        note="the seat that is taken off",
    ),
    Race(
        "one_to_sign", remove_signer("drafter", "organiser"), sign("organiser"), one_wins("passed", "closed"),
        note="the last seat",
    ),
    Race(
        "deputy_held", recall("deputy", "deputy").at(-1), SENDER_REMOVES,
        (End(DID, DID, "sign[1]"), End(DID, DENIED, "sign[2]")), note="the seat that is taken off",
    ),
    Race(
        "deputy_held", recall("deputy", "deputy").at(-1), remove_signer("drafter", "organiser"),
        first_or_refused("sign[1]", "passed"), note="the last seat is taken off",
    ),
    Race("one_added", REMOVE, return_to("deputy", "deputy_sign", "draft"), first_or_refused("draft", "draft")),
    Race("one_added", REMOVE, REMOVE, one_wins("sign[3]", loser=DENIED), note="two keys"),
    one_key("one_added", REMOVE, "sign[3]"),
    Race(
        "two_to_sign", SENDER_REMOVES, remove_signer("drafter", "organiser"), both("passed"), note="the last two seats",
    ),
    Race(
        "one_added", REMOVE, declare_interest("county_organiser", "county_organiser_sign"),
        (End(DID, CONFLICT, "sign[3]"), End(DENIED, DID, "sign[3]")), note="the seat that is taken off",
    ),
    Race("signing", SENDER_REMOVES, suspend("county"), first_or_refused("sign[2] suspended", "sign[3] suspended")),
    Race(
        "signing_suspended", SENDER_REMOVES, resume("county"), first_or_refused("sign[2]", "sign[3]"),
        harmless=SUSPENDED_BEFORE,
    ),
    Race(
        "signing_goes_on_today", SENDER_REMOVES, GO_ON, first_or_refused("sign[2]", "sign[3]"),
        harmless=SUSPENDED_BEFORE,
    ),
    Race("signing", SENDER_REMOVES, terminate("county"), first_or_refused("refused", "refused")),
    Race("signing", SENDER_REMOVES, withdraw("secretary"), first_or_refused("refused", "refused")),
    Race("signing_lapsing", SENDER_REMOVES, LAPSE, first_or_refused("refused", "refused")),
    Race("one_added", REMOVE, end_term("head"), first_or_refused("sign[3]", "sign[4]", DENIED), in_time=True),
    Race("one_added", REMOVE, close_account("head"), first_or_refused("sign[3]", "sign[4]", DENIED), in_time=True),
)  # fmt: skip


def _looked_again() -> Iterator[Race]:
    """The deputy left yesterday: the sweep finds it, or whatever happens in the round does."""
    for deed, stands in (
        (sign("head"), "sign[1]"), (ADD, "sign[3]"), (return_to("head", "head_sign", "draft"), "draft"),
        (declare_interest("head", "head_sign"), "sign[1]"), (terminate("county"), "refused"),
        (withdraw("secretary"), "refused"),
    ):  # fmt: skip
        yield Race("deputy_gone", RECOUNT, deed, (End(DID, DID, stands), End(NOTHING, DID, stands)))
    yield Race("deputy_gone", RECOUNT, RECOUNT, one_wins("sign[2]", loser=NOTHING))
    yield Race(
        "deputy_gone", RECOUNT, SENDER_REMOVES, (End(DID, DENIED, "sign[2]"), End(NOTHING, DID, "sign[2]"))
    )  # fmt: skip
    yield Race(
        "deputy_gone", RECOUNT, suspend("county"),
        (End(DID, DID, "sign[2] suspended"), End(NOTHING, DID, "sign[3] suspended")),
    )  # fmt: skip
    yield Race(
        "suspended_deputy_gone", RECOUNT, resume("county"), (End(DID, DID, "sign[2]"), End(NOTHING, DID, "sign[3]")),
        harmless=SUSPENDED_BEFORE,
    )  # fmt: skip
    yield Race("lapsing_deputy_gone", RECOUNT, LAPSE, (End(DID, DID, "refused"), End(NOTHING, DID, "refused")))
    yield Race(
        "head_held_deputy_gone", RECOUNT, recall("head", "head").at(-1),
        (End(DID, DID, "sign[2]"), End(NOTHING, DID, "sign[2]")),
    )  # fmt: skip


LEAVING = (
    Race("signing", ADD, leave("head"), first_or_refused("sign[3]", "sign[2]", DENIED), in_time=True),
    Race("one_added", REMOVE, leave("head"), first_or_refused("sign[2]", "sign[3]", DENIED), in_time=True),
    Race(
        "signing", RECOUNT, leave("deputy"), (End(NOTHING, DID, "sign[2]"), End(DID, DID, "sign[2]")),
        harmless="until his term has ended there is nothing to count anew, and leaving counts anew itself",
    ),
)  # fmt: skip

ROWS = (*SIGNATURES, *ADDING, *REMOVING, *_looked_again(), *LEAVING)
