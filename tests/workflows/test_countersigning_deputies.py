"""Deputies where several people sign: under their own name for the post, each head once, nobody who must stand aside."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import translation

from audit import clock, journal
from config.demo import driving
from registry import kinship, posts
from registry.access import viewer_of
from registry.models import Role, User
from registry.refusals import Conflict, Refused
from tests import desk
from tests.workflows.countersigned_desk import ALL, DEMO, Desk, recall
from tests.workflows.deputing import give
from tests.workflows.parts import refused
from workflows.engine import collecting, countersigning, deciding, deputies, inbox, interests, rounds, signers
from workflows.engine.models import Notice, SigningEvent, TaskAssignment


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


def lend(case: Desk, who: str, proxy: User) -> Any:
    """The holder of a signing post delegates it."""
    return give(case.turn(who).post, case.user(who), proxy)


def waiting(user: User) -> list[TaskAssignment]:
    return list(inbox.open_turns(viewer_of(user, clock.today())))


def marry(case: Desk, user: User) -> None:
    """Somebody is registered as a relative of the member the case is about."""
    by = viewer_of(case.world.holder("QH01", Role.SECRETARY), clock.today())
    kinship.record(case.case.member, user.person, by=by, relation="in_law")


def test_a_deputy_signs_under_his_own_name_for_the_post(
    at: Any, sister: User, outsider: User, secretary: User, commissioner: User
) -> None:
    """Four others do not: a peer without delegation, an outsider, who drafted it, who opened it."""
    case = at()
    given = lend(case, "deputy", sister)
    county = case.user("county head")
    for user in (outsider, county, commissioner, secretary):
        refused(PermissionDenied, lambda user=user: case.sign("deputy", by=user))
    assert waiting(sister) == [case.turn("deputy")]
    decision = case.sign("deputy", by=sister)
    assert (decision.person, decision.acting_for, decision.delegation) == (
        sister.person, case.user("deputy").person, given,
    )  # fmt: skip
    assert decision.as_whom == f"玉屏街道工委副书记（受{case.user('deputy')}委托）"
    event = SigningEvent.objects.get(kind="signed")
    assert (event.person, event.decision) == (sister.person, decision)
    for who in ("secretary", "organiser"):
        case.sign(who)
    assert (case.ended(), next(o.as_whom for o in case.said().opinions("sign"))) == ("closed", decision.as_whom)
    assert journal.verify().faults == []


def test_holder_and_deputy_are_told_and_only_one_of_them_signs(at: Any, sister: User) -> None:
    case = at()
    lend(case, "deputy", sister)
    collecting.collect()
    told = Notice.objects.filter(turn=case.turn("deputy")).values_list("person_id", flat=True)
    assert sorted(told) == sorted([case.user("deputy").person_id, sister.person_id])
    case.sign("deputy")
    refused(Conflict, lambda: case.sign("deputy", by=sister))


# -- one person counts once -----------------------------------------------------------------------------------------------


def test_who_has_signed_for_his_own_seat_signs_for_no_other(at: Any) -> None:
    """The organiser is the deputy's proxy: the deputy himself can still sign."""
    case = at()
    organiser = case.user("organiser")
    lend(case, "deputy", organiser)
    case.sign("organiser")
    refused(Refused, lambda: case.sign("deputy", by=organiser), match="one person counts once")
    case.sign("deputy")
    case.sign("secretary")
    assert case.ended() == "closed"


def test_who_signs_for_another_seat_leaves_his_own_and_comes_back_to_it_with_an_undo(at: Any) -> None:
    case = at()
    organiser = case.user("organiser")
    lend(case, "deputy", organiser)
    decision = case.sign("deputy", by=organiser)
    assert (case.open(), case.closed()["organiser"]) == (["secretary"], "double")
    refused(Conflict, lambda: case.sign("organiser"))
    recall(decision)
    assert case.open() == ALL
    case.sign("deputy")
    assert case.open() == ["secretary", "organiser"]


def test_who_has_had_his_say_through_a_deputy_does_not_have_it_again(at: Any, sister: User) -> None:
    """The deputy secretary holds the organiser's post, too; his proxy signs one of them for him: the other leaves."""
    case = at("AtLeastHalf")
    (held,) = case.post("QH01", Role.ORGANISER).appointments.filter(until__isnull=True)
    posts.end_appointment(held, by=DEMO, last_day=clock.today() - dt.timedelta(days=1), reason="调离")
    posts.appoint(case.post("QH01", Role.ORGANISER), case.user("deputy").person, by=DEMO, since=clock.today())
    countersigning.sweep()
    assert (case.open(), case.closed()["organiser"]) == (["secretary", "deputy"], "double")
    give(case.post("QH01", Role.DEPUTY_SECRETARY), case.user("deputy"), sister)
    case.sign("deputy", "disagree", by=sister)
    assert (case.open(), case.closed()["organiser"]) == (["secretary"], "double")


def test_a_second_holder_signs_where_the_first_has_had_his_say_elsewhere(at: Any, sister: User) -> None:
    """The deputy secretary shares the organiser's post; his proxy has signed for him: he does not sign there himself."""
    case = at()
    organiser = case.user("organiser")
    posts.appoint(case.post("QH01", Role.ORGANISER), case.user("deputy").person, by=DEMO, since=clock.today())
    lend(case, "deputy", sister)
    case.sign("deputy", by=sister)
    refused(Refused, lambda: case.sign("organiser", by=case.user("deputy")), match="one person counts once")
    assert case.sign("organiser", by=organiser).delegation is None


def test_a_deputy_of_two_signs_for_one_of_them(at: Any, sister: User) -> None:
    case = at()
    lend(case, "deputy", sister)
    lend(case, "organiser", sister)
    case.sign("organiser", by=sister)
    refused(Refused, lambda: case.sign("deputy", by=sister), match="one person counts once")
    assert case.open() == ["secretary", "deputy"]


# -- standing aside -------------------------------------------------------------------------------------------------------


def test_a_recused_holder_is_not_replaced_by_his_deputy(at: Any, sister: User) -> None:
    """The seat leaves the count, though the deputy himself could sign; at once where the holder says so."""
    case = at()
    lend(case, "deputy", sister)
    interests.declare_interest(case.turn("deputy").public_id, by=case.user("deputy"), reason="亲戚", key=desk.key())
    assert (case.open(), case.closed()["deputy"]) == (["secretary", "organiser"], "aside")
    refused(Conflict, lambda: case.sign("deputy", by=sister))
    refused(PermissionDenied, lambda: give_up(case, sister))
    for who in ("secretary", "organiser"):
        case.sign(who)
    assert case.ended() == "passed"


def give_up(case: Desk, user: User) -> Any:
    """Try to change the roll without a seat of one's own."""
    return case.add("deputy", case.post("QH", Role.ORGANISER), by=user)


def test_a_recused_deputy_does_not_sign_and_the_holder_does(at: Any, sister: User) -> None:
    case = at()
    lend(case, "deputy", sister)
    marry(case, sister)
    refused(PermissionDenied, lambda: case.sign("deputy", by=sister), match="relative of the member")
    assert case.open() == ALL
    case.sign("deputy")


def test_a_deputy_who_declares_an_interest_leaves_the_seat_to_the_holder(at: Any, sister: User) -> None:
    case = at()
    lend(case, "deputy", sister)
    interests.declare_interest(case.turn("deputy").public_id, by=sister, reason="亲戚", key=desk.key())
    assert case.open() == ALL
    refused(PermissionDenied, lambda: case.sign("deputy", by=sister), match="You declared an interest")
    assert case.sign("deputy").delegation is None


def test_a_signature_through_a_holder_who_must_stand_aside_since_does_not_count(at: Any, sister: User) -> None:
    case = at("AtLeastHalf")
    lend(case, "deputy", sister)
    case.sign("deputy", by=sister)
    marry(case, case.user("deputy"))
    assert countersigning.sweep() == 1
    assert [(e.kind, e.said) for e in SigningEvent.objects.order_by("number")][-1] == ("left", "aside")
    assert case.open() == ["secretary", "organiser"]


def test_the_opener_signs_for_nobody(at: Any, secretary: User) -> None:
    case = at()
    lend(case, "deputy", secretary)
    refused(PermissionDenied, lambda: case.sign("deputy", by=secretary), match="You started this case")


# -- taken away while the round runs --------------------------------------------------------------------------------------


def test_a_delegation_revoked_while_the_round_runs(at: Any, sister: User, outsider: User) -> None:
    """What was signed stands and can be undone within the hold; what was not, is not signed by him any more."""
    case = at()
    first, second = lend(case, "deputy", sister), lend(case, "organiser", outsider)
    decision = case.sign("deputy", by=sister)
    for given, who in ((first, "deputy"), (second, "organiser")):
        deputies.revoke(given.public_id, by=case.user(who), key=desk.key())
    assert countersigning.sweep() == 0
    assert case.open() == ["secretary", "organiser"]
    refused(PermissionDenied, lambda: case.sign("organiser", by=outsider), match="revoked the delegation")
    recall(decision)
    assert case.open() == ALL
    refused(PermissionDenied, lambda: case.sign("deputy", by=sister), match="revoked the delegation")
    for who in ALL:
        case.sign(who)
    assert case.ended() == "closed"


def test_a_deputy_asks_for_one_more_signature_and_only_while_he_is_one(at: Any, sister: User) -> None:
    case = at()
    given = lend(case, "deputy", sister)
    case.add("deputy", case.post("QH", Role.ORGANISER), by=sister)
    deputies.revoke(given.public_id, by=case.user("deputy"), key=desk.key())
    refused(PermissionDenied, lambda: case.remove("deputy", "county organiser", by=sister))
    assert case.open() == [*ALL, "county organiser"]


def test_the_holder_for_whom_it_was_sent_here_may_change_the_roll(at: Any, sister: User, commissioner: User) -> None:
    """The draft was sent by the commissioner's deputy: it is the commissioner's, too."""
    case = at("MoreThanHalf")
    case.sign("deputy", "return")
    desk.settle()
    turn = desk.the_turn(case.case)
    assert driving.actor_for(turn) == commissioner
    give(turn.post, commissioner, sister)
    deciding.decide(turn.public_id, by=sister, data={"text": "再拟。"}, key=desk.key())
    desk.settle()
    assert signers.sent_by(rounds.read(case.signing())) == {sister.person_id, commissioner.person_id}
    case.remove("secretary", "deputy", by=commissioner)
    assert case.open() == ["secretary", "organiser"]
