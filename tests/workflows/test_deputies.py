"""Deputies act in place of a holder: on which days, for which cases, and never in a matter of anybody they act through."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from audit import clock, journal
from config.demo.building import Demo
from registry import delegations, persons
from registry.delegation_rules import Bounds
from registry.models import Member, Role, User
from registry.refusals import Conflict, Refused
from tests import desk
from tests.workflows.deputing import BY, DAY, give, refused, seen, take_over
from tests.workflows.test_statements import statements
from workflows.engine import access, authority, deciding, deputies, inbox
from workflows.engine.models import Case, Command, Decision, TaskAssignment


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


# -- acting ---------------------------------------------------------------------------------------------------------------


def test_a_deputy_decides_under_his_own_name_for_the_post(
    approval: TaskAssignment, superior: User, sister: User, outsider: User, secretary: User
) -> None:
    given = give(approval.post, superior, sister)
    for user in (outsider, secretary):
        refused(lambda user=user: desk.act(approval, user))
    decision = desk.act(approval, sister)
    assert (decision.by, decision.person, decision.delegation) == (sister, sister.person, given)
    assert (decision.acting_for, decision.appointment) == (superior.person, superior.person.appointments.get())
    assert decision.as_whom == f"玉屏街道工委书记（受{superior}委托）"
    facts = journal.entries_of(approval.case.stream)[-1].facts
    assert (facts["decision"], facts["delegation"]) == (decision.public_id, given.public_id)


def test_the_holder_still_acts_himself_and_nothing_is_said_of_a_deputy(
    approval: TaskAssignment, superior: User, sister: User
) -> None:
    give(approval.post, superior, sister)
    decision = desk.act(approval, superior)
    assert (decision.delegation, decision.acting_for, decision.as_whom) == (None, None, "玉屏街道工委书记")
    assert "delegation" not in journal.entries_of(approval.case.stream)[-1].facts


def test_the_deputy_of_a_deputy_names_both(
    approval: TaskAssignment, superior: User, sister: User, outsider: User
) -> None:
    give(approval.post, superior, sister)
    lower = give(approval.post, sister, outsider, days=3)
    decision = desk.act(approval, outsider)
    assert (decision.delegation, decision.acting_for) == (lower, superior.person)
    assert decision.as_whom == f"玉屏街道工委书记（受{superior}委托，{sister}转委托）"


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (-1, "You do not act for 玉屏街道工委书记 yet: the delegation begins on 2026-11-30."),
        (0, ""),
        (2, ""),
        (3, "You no longer act for 玉屏街道工委书记: the delegation ended on 2026-12-02."),
    ],
)
def test_the_day_before_the_first_the_last_and_the_day_after(
    approval: TaskAssignment, superior: User, sister: User, days: int, words: str
) -> None:
    first = dt.date(2026, 11, 30)
    give(approval.post, superior, sister, since=first, until=first + 2 * DAY)
    clock.travel_to(first + days * DAY)
    assert authority.may_act(approval, sister, clock.today()) == (words == "")
    assert list(inbox.open_turns(seen(sister))) == ([approval] if words == "" else [])
    if words:
        refused(lambda: desk.act(approval, sister), words)
    else:
        assert desk.act(approval, sister).on == first + days * DAY


def test_what_was_revoked_gives_nothing_and_the_refusal_says_by_whom(
    approval: TaskAssignment, superior: User, sister: User
) -> None:
    given = give(approval.post, superior, sister)
    deputies.revoke(given.public_id, by=superior, key=desk.key())
    refused(lambda: desk.act(approval, sister), f"You no longer act for 玉屏街道工委书记: {superior} revoked")


def test_when_the_holder_leaves_his_deputy_has_nothing(
    approval: TaskAssignment, superior: User, sister: User, outsider: User
) -> None:
    give(approval.post, superior, sister)
    take_over(approval, outsider)
    refused(lambda: desk.act(approval, sister), f"{superior}, who delegated it to you, does not have it today")
    assert desk.act(approval, outsider).delegation is None


@pytest.mark.parametrize("who", ["holder", "deputy"])
def test_a_closed_account_ends_it(approval: TaskAssignment, superior: User, sister: User, who: str) -> None:
    give(approval.post, superior, sister)
    persons.close_account(superior if who == "holder" else sister, by=BY, reason="停用")
    refused(lambda: desk.act(approval, User.objects.get(pk=sister.pk)))


def test_only_in_some_kinds_of_case(approval: TaskAssignment, superior: User, sister: User, outsider: User) -> None:
    today = clock.today()
    delegations.delegate(
        approval.post, sister.person, by=superior, giver=superior.person, since=today, until=today,
        processes=["removal"], bounds=Bounds(2, 30),
    )  # fmt: skip
    refused(lambda: desk.act(approval, sister), "not in this kind of case")
    assert list(inbox.open_turns(seen(sister))) == []
    assert not access.cases_for(seen(sister)).filter(pk=approval.case_id).exists()
    give(approval.post, superior, outsider, processes=["transfer"])
    assert list(inbox.open_turns(seen(outsider))) == [approval]
    assert desk.act(approval, outsider).person == outsider.person


def test_an_appointment_of_ones_own_wins(approval: TaskAssignment, superior: User, sister: User) -> None:
    give(approval.post, superior, sister)
    take_over(approval, sister)
    decision = desk.act(approval, sister)
    assert (decision.delegation, decision.as_whom) == (None, "玉屏街道工委书记")


# -- standing aside -------------------------------------------------------------------------------------------------------


def test_whoever_must_stand_aside_decides_for_no_able_holder(
    approval: TaskAssignment, superior: User, secretary: User, ordinary_member: Member
) -> None:
    """Neither the opener nor the subject, though the holder who chose them could decide."""
    for user in (secretary, ordinary_member.person.user):
        give(approval.post, superior, user)
        assert not authority.may_act(approval, user, clock.today())
        refused(lambda user=user: desk.act(approval, user), "You started this case or it is about you")


def test_whoever_must_stand_aside_lets_no_deputy_decide(
    approval: TaskAssignment, secretary: User, sister: User, outsider: User
) -> None:
    """The opener has become the holder of the approving post."""
    take_over(approval, secretary)
    give(approval.post, secretary, sister)
    give(approval.post, sister, outsider)
    words = f"You are here as a deputy of {secretary}, who must stand aside"
    for user in (sister, outsider):
        assert not authority.may_act(approval, user, clock.today())
        refused(lambda user=user: desk.act(approval, user), words)


def test_nobody_in_the_middle_of_a_chain_must_stand_aside(
    approval: TaskAssignment, superior: User, secretary: User, sister: User
) -> None:
    give(approval.post, superior, secretary)
    give(approval.post, secretary, sister)
    refused(lambda: desk.act(approval, sister), f"deputy of {secretary}")
    # Another way, through nobody who must, is open to him.
    direct = give(approval.post, superior, sister)
    assert desk.act(approval, sister).delegation == direct


def test_at_an_ordinary_step_nobody_stands_aside_nor_does_his_deputy(
    world: Demo, case: Case, secretary: User, sister: User
) -> None:
    commissioner = world.holder("QH0101", Role.ORGANISATION_COMMISSIONER)
    turn = desk.until(case, "branch_check")
    give(turn.post, commissioner, secretary)
    assert desk.act(turn, secretary).as_whom == f"锦江社区支部组织委员（受{commissioner}委托）"


def test_the_members_own_turn_is_his_and_its_post_may_be_delegated(
    consent: TaskAssignment, secretary: User, sister: User, ordinary_member: Member
) -> None:
    """The deputy of the secretary records what the member signed; nobody answers as the member."""
    give(consent.post, secretary, sister)
    before = desk.state()
    with pytest.raises(Refused):
        deciding.decide(consent.public_id, by=sister, data={"outcome": "confirm", "opinion": ""}, key=desk.key())
    assert desk.state() == before
    on_paper = {"signed_on": str(clock.today()), "witness_1": "张三", "witness_2": "李四"}
    decision = desk.act(consent, sister, **on_paper)
    assert (decision.person, decision.acting_for) == (sister.person, secretary.person)
    assert not authority.authority_over(consent, ordinary_member.person.user, ()).held


def test_a_subject_who_is_a_deputy_of_the_recording_post_answers_as_himself(
    consent: TaskAssignment, secretary: User, ordinary_member: Member
) -> None:
    give(consent.post, secretary, ordinary_member.person.user)
    decision = desk.act(consent, ordinary_member.person.user)
    assert (decision.as_whom, decision.delegation) == ("本人", None)


def test_the_database_refuses_to_let_a_deputy_decide_it(approval: TaskAssignment, superior: User, sister: User) -> None:
    """Though no function would write it: who is behind a decision counts like who made it."""
    given, case = give(approval.post, superior, sister), approval.case
    own = {"acting_for": case.opener, "opener": case.opener, "subject_person": case.subject.person}
    before = desk.state()
    for wrong in (
        own,
        own | {"acting_for": case.subject.person},
        own | {"acting_for": superior.person, "opened_for": superior.person},
        own | {"acting_for": superior.person, "opened_for": sister.person},
        own | {"acting_for": superior.person, "delegation": None},
    ):
        row = {
            "assignment": approval, "case": case, "step": "approve", "kind": "approve", "outcome": "agree",
            "by": sister, "person": sister.person, "appointment": approval.post.appointments.get(),
            "delegation": given, "as_whom": "x", "at": clock.now(), "on": clock.today(), "held_until": clock.now(),
        } | wrong  # fmt: skip
        with pytest.raises(IntegrityError, match="nobody_decides_his_own_case|a_proxy_acts"), transaction.atomic():
            Decision.objects.create(**row)
    assert desk.state() == before


# -- once, and what it costs ----------------------------------------------------------------------------------------------


def test_a_repeated_delegation_and_a_repeated_revocation_are_answered_with_the_first_result(
    approval: TaskAssignment, superior: User, sister: User
) -> None:
    today, key, again = clock.today(), desk.key(), desk.key()
    ask = {"by": superior, "giver": superior.person, "since": today, "until": today, "key": key}
    first = deputies.delegate(approval.post, sister.person, **ask)
    before = desk.state()
    assert deputies.delegate(approval.post, sister.person, **ask) == first
    assert desk.state() == before
    deputies.revoke(first.public_id, by=superior, key=again)
    before = desk.state()
    assert deputies.revoke(first.public_id, by=superior, key=again) == first
    with pytest.raises(Conflict):
        deputies.revoke(first.public_id, by=superior, key=desk.key())
    assert desk.state() == before
    assert list(Command.objects.filter(key__in=(key, again)).values_list("name", flat=True)) == ["delegate", "revoke"]


def test_the_policy_bounds_the_days_and_an_unknown_process_is_refused(
    approval: TaskAssignment, superior: User, sister: User
) -> None:
    bounds = deputies.bounds_of(approval.post.organisation, clock.today())
    assert (bounds.depth, bounds.days) == (2, 180)
    before = desk.state()
    for more, field in (({"days": 180}, "until"), ({"processes": ["nothing"]}, "processes")):
        with pytest.raises(Refused) as no:
            give(approval.post, superior, sister, **more)
        assert no.value.field == field
    assert desk.state() == before
    assert give(approval.post, superior, sister, days=179).until == clock.today() + 179 * DAY


def test_only_a_deputy_pays_for_delegations(approval: TaskAssignment, superior: User, sister: User) -> None:
    """The holder asks nothing more than without any; a deputy reads the chain and locks it."""
    give(approval.post, superior, sister)
    today = clock.today()
    users = [User.objects.select_related("person").get(pk=user.pk) for user in (superior, sister)]
    assert [statements(lambda user=user: authority.hold(approval, user, today)) for user in users] == [1, 3]
    assert authority.may_act(approval, superior, today)  # the case reads its subject once
    # Who has the post, and who must stand aside.
    assert [statements(lambda user=user: authority.may_act(approval, user, today)) for user in users] == [2, 2]
