"""Deputies open cases for a holder, and see what waits for his post, while the delegation lasts."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import translation

from audit import clock, journal
from config.demo.building import Demo
from registry import posts
from registry.models import Member, Role, User
from registry.refusals import Refused
from tests import desk
from tests.workflows.deputing import BY, DAY, give, refused, seen, take_over
from tests.workflows.parts import attached, copied, said, told
from workflows.engine import (
    access,
    attaching,
    catalogue,
    copying,
    deputies,
    inbox,
    opening,
    proposal,
    resubmitting,
    stranded,
    suspending,
    turns,
    undoing,
    urging,
)  # fmt: skip
from workflows.engine.models import Case, Notice, TaskAssignment
from workflows.processes.transfer import Transfer


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


# -- opening --------------------------------------------------------------------------------------------------------------


@pytest.fixture
def opened(world: Demo, secretary: User, sister: User, ordinary_member: Member) -> Case:
    """A case that the secretary of a sister branch opened as deputy of the secretary of 锦江社区."""
    give(world.organisations["QH0101"].posts.get(role=Role.SECRETARY), secretary, sister)
    return desk.opened(sister, world.organisations["QH0101"], ordinary_member, world.organisations["HK0102"])


def test_a_deputy_opens_a_case_for_the_holder(world: Demo, opened: Case, secretary: User, sister: User) -> None:
    assert (opened.opener, opened.opened_for) == (sister.person, secretary.person)
    assert "delegation" in journal.entries_of(opened.stream)[0].facts
    places = opening.places_to_open(Transfer, sister, clock.today())
    assert [place.code for place in places] == ["QH0102", "QH0101"]
    assert opening.places_to_open(Transfer, sister, clock.today() + 21 * DAY) == places[:1]


def test_both_initiated_it_and_stand_aside_where_a_superior_decides(
    opened: Case, secretary: User, sister: User, outsider: User
) -> None:
    turn = desk.until(opened, "approve")
    assert turns.recused(opened, turn.definition) == {
        sister.person_id, secretary.person_id, opened.subject_person_id,
    }  # fmt: skip
    take_over(turn, secretary)
    give(turn.post, secretary, outsider)
    for user in (secretary, outsider):
        refused(lambda user=user: desk.act(turn, user))


def test_the_check_page_knows_who_will_have_to_stand_aside(
    world: Demo, secretary: User, sister: User, ordinary_member: Member
) -> None:
    here = world.organisations["QH0101"]
    give(here.posts.get(role=Role.SECRETARY), secretary, sister)
    data = desk.request(ordinary_member, world.organisations["HK0102"])
    form = opening.opening_form(Transfer, here, sister, data)
    assert form.is_valid()
    case, _said = proposal.proposed_case(Transfer, form, by=sister, organisation=here)
    assert case.opened_for_id == secretary.person_id


def test_the_holder_for_whom_it_was_opened_may_call_it_off_and_sees_it(
    opened: Case, secretary: User, outsider: User
) -> None:
    refused(lambda: undoing.withdraw(opened.pk, by=outsider, reason="x", key=desk.key()))
    posts.end_appointment(secretary.person.appointments.get(), by=BY, last_day=clock.today(), reason="离任")
    desk.settle()
    clock.travel_to(clock.today() + DAY)
    assert access.case_for(seen(secretary), opened.reference) == opened
    assert undoing.can_withdraw(opened, secretary)
    undoing.withdraw(opened.pk, by=secretary, reason="工作变动取消", key=desk.key())


def test_who_opens_as_a_deputy_of_nobody_or_too_late_is_refused(
    world: Demo, secretary: User, sister: User, outsider: User, ordinary_member: Member
) -> None:
    here, there = world.organisations["QH0101"], world.organisations["HK0102"]
    given = give(here.posts.get(role=Role.SECRETARY), secretary, sister, days=1)
    data = desk.request(ordinary_member, there)

    def open_it(user: User) -> Case:
        form_of = catalogue.process("transfer")
        return opening.open_case(form_of, by=user, organisation=here, data=data, key=desk.key())

    before = desk.state()
    for user in (outsider, world.holder("QH01", Role.SECRETARY)):
        with pytest.raises((PermissionDenied, Refused)):
            open_it(user)
    clock.travel_to(given.until + DAY)
    with pytest.raises((PermissionDenied, Refused)):
        open_it(sister)
    assert desk.state() == before


def test_a_member_who_asks_for_himself_is_nobodys_deputy(world: Demo, secretary: User, ordinary_member: Member) -> None:
    here = world.organisations["QH0101"]
    give(here.posts.get(role=Role.SECRETARY), secretary, ordinary_member.person.user)
    case = desk.opened(ordinary_member.person.user, here, ordinary_member, world.organisations["HK0102"])
    assert (case.opener, case.opened_for) == (ordinary_member.person, None)


# -- lists ----------------------------------------------------------------------------------------------------------------


def test_a_deputy_sees_the_cases_of_the_post_and_its_tasks_while_it_lasts(
    approval: TaskAssignment, superior: User, outsider: User
) -> None:
    assert not access.cases_for(seen(outsider)).exists()
    given = give(approval.post, superior, outsider)
    assert list(access.cases_for(seen(outsider))) == list(access.cases_for(seen(superior)))
    assert access.turn_for(seen(outsider), approval.public_id) == approval
    waiting = inbox.waiting(seen(outsider))
    assert (waiting.keys, waiting.as_deputy) == ([approval.pk], 1)
    assert list(inbox.as_deputy(inbox.open_turns(seen(outsider)), seen(outsider))) == [approval]
    deputies.revoke(given.public_id, by=superior, key=desk.key())
    assert inbox.waiting(seen(outsider)).as_deputy is None
    with pytest.raises(Http404):
        access.turn_for(seen(outsider), approval.public_id)


def test_registers_are_not_delegated(approval: TaskAssignment, superior: User, outsider: User) -> None:
    before = seen(outsider)
    give(approval.post, superior, outsider)
    after = seen(outsider)
    assert (after.roots, after.post_ids, after.appointments) == (before.roots, before.post_ids, before.appointments)
    assert not after.holds(Role.ORGANISER)


# -- whose own case it is -------------------------------------------------------------------------------------------------


def test_both_initiators_and_the_member_hear_how_it_goes_on(
    opened: Case, secretary: User, sister: User, ordinary_member: Member
) -> None:
    """Suspended, going on, closed: each of the three, each time, once."""
    turn = desk.until(opened, "branch_check")
    head = turn.post.organisation.parent.posts.get(role=Role.SECRETARY).appointments.get().person.user
    suspending.suspend(opened.pk, by=head, reason="待核实。", key=desk.key())
    suspending.resume(opened.pk, by=head, key=desk.key())
    undoing.withdraw(opened.pk, by=secretary, reason="有变。", key=desk.key())
    desk.settle()
    expected = sorted([secretary.person_id, sister.person_id, ordinary_member.person_id] * 3)
    assert sorted(Notice.objects.filter(kind="case").values_list("person_id", flat=True)) == expected


def test_the_holder_asks_for_haste_attaches_copies_and_is_told_of_comments(
    world: Demo, opened: Case, secretary: User, sister: User, outsider: User, ordinary_member: Member
) -> None:
    """Also when he no longer has the post; a peer and an outsider do none of it."""
    desk.until(opened, "branch_check")
    posts.end_appointment(secretary.person.appointments.get(), by=BY, last_day=clock.today(), reason="离任")
    clock.travel_to(clock.today() + DAY)
    to = world.organisations["QH01"].posts.get(role=Role.SECRETARY)
    peer = world.holder("QH0103", Role.SECRETARY)
    for user in (peer, outsider):
        assert not urging.may_urge(opened, user, clock.today())
        assert not attaching.may_attach(opened, user)
        assert not copying.may_copy(opened, user)
        refused(lambda user=user: urging.urge(opened.pk, by=user, key=desk.key()))
        refused(lambda user=user: copied(opened, user, to))
        refused(lambda user=user: attached(opened, user))
    assert urging.may_urge(opened, secretary, clock.today())
    urging.urge(opened.pk, by=secretary, key=desk.key())
    assert attached(opened, secretary).as_whom == "发起人"
    assert copied(opened, secretary, to).as_whom == "发起人"
    said(opened, ordinary_member.person.user, audience="everyone")
    assert {secretary.person_id, sister.person_id} <= told("comment")
    assert list(inbox.still_open(seen(secretary))) == [opened]


def test_the_holder_asks_again_after_a_case_his_deputy_opened_and_the_deputy_while_he_is_one(
    opened: Case, secretary: User, sister: User, outsider: User
) -> None:
    desk.until(opened, "branch_check")
    undoing.withdraw(opened.pk, by=secretary, reason="有变。", key=desk.key())
    desk.settle()
    opened.refresh_from_db()
    found = [resubmitting.may_ask_again(opened, user, clock.today()) for user in (secretary, sister, outsider)]
    assert found == [True, True, False]
    refused(lambda: resubmitting.ask_again(opened, by=outsider, key=desk.key()))
    assert resubmitting.ask_again(opened, by=secretary, key=desk.key()).follows == opened
    given = sister.person.delegations_received.get()
    deputies.revoke(given.public_id, by=secretary, key=desk.key())
    refused(lambda: resubmitting.ask_again(opened, by=sister, key=desk.key()))


def test_a_task_whose_only_holder_initiated_it_through_a_deputy_is_found_and_sent_on(opened: Case, world: Demo) -> None:
    turn = desk.until(opened, "approve")
    assert turn.pk not in stranded.suspects(clock.today())
    for term in turn.post.appointments.all():
        Case.objects.filter(pk=opened.pk).update(opened_for=term.person)
    assert turn.pk in stranded.suspects(clock.today())
    assert stranded.sweep(clock.today()) == 1
    assert desk.the_turn(opened).post != turn.post
