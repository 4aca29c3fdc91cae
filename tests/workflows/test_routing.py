"""Routing: the post of a step, its stand-ins, the same role above, with the reasons; nobody decides his own case."""

from __future__ import annotations

import datetime as dt

import pytest

from audit import clock, journal
from config.demo.building import Demo
from documents.models import Paper
from registry import posts
from registry.access import viewer_of
from registry.models import Appointment, Member, Role, User
from registry.refusals import Refused
from tests import desk
from workflows.engine import inbox, integrity, turns
from workflows.engine.models import Case, TaskAssignment
from workflows.engine.routing import NoPost
from workflows.engine.sentences import Sentence
from workflows.processes.transfer import Transfer
from workflows.processes.transfer.posts import RECEIVING_ORGANISER

BY = journal.system("test")
DAY = dt.timedelta(days=1)


def vacate(world: Demo, code: str, role: str) -> None:
    """The holder of a post left yesterday."""
    for appointment in Appointment.objects.on(clock.today()).filter(
        post__organisation=world.organisations[code], post__role=role
    ):
        posts.end_appointment(appointment, by=BY, last_day=clock.today() - DAY, reason="离任")


def where(turn: TaskAssignment) -> tuple[str, str]:
    return turn.post.organisation.code, turn.post.role


def why(turn: TaskAssignment) -> list[str]:
    return [Sentence.from_json(stored).msgid for stored in turn.why]


def test_a_step_goes_to_its_post_and_says_why(check: TaskAssignment) -> None:
    assert where(check) == ("QH0101", "organisation_commissioner")
    assert why(check) == [
        "It belongs to the branch of the member: %(organisation)s.",
        "It falls to the post: %(post)s.",
    ]
    assert str(Sentence.from_json(check.why[1]).params["post"]) == str(check.post)


def test_a_vacant_post_is_stood_in_for(world: Demo, case: Case) -> None:
    vacate(world, "QH0101", Role.ORGANISATION_COMMISSIONER)
    turn = desk.until(case, "branch_check")
    assert where(turn) == ("QH0101", "secretary")
    assert why(turn)[1:] == ["%(post)s is vacant.", "It falls to the post: %(post)s."]


def test_where_nobody_is_left_it_goes_up(world: Demo, case: Case) -> None:
    vacate(world, "QH0101", Role.ORGANISATION_COMMISSIONER)
    desk.settle()
    consent = desk.the_turn(case)
    member = consent.person.user
    vacate(world, "QH0101", Role.SECRETARY)
    desk.act(consent, member)
    desk.settle()
    turn = desk.the_turn(case)
    assert (turn.step, *where(turn)) == ("branch_check", "QH01", "secretary")
    assert why(turn)[1:] == [
        "%(post)s is vacant.",
        "%(post)s is vacant.",
        "Nobody there can act, so it goes up to %(organisation)s.",
        "It falls to the post: %(post)s.",
    ]


def test_a_role_the_branch_never_had_is_stood_in_for(world: Demo) -> None:
    """A branch with fewer than seven members has only a secretary; nothing may deadlock there."""
    holder = world.holder("QH0103", Role.SECRETARY)
    member = next(m for m in world.members("QH0103") if m.person != holder.person)
    case = desk.opened(holder, world.organisations["QH0103"], member, world.organisations["HK0102"])
    assert where(desk.until(case, "branch_check")) == ("QH0103", "secretary")


def test_a_vacancy_above_is_seen_on_the_day_after_the_last_day(world: Demo, case: Case) -> None:
    """On the last day of a term the post is still held."""
    today = clock.today()
    for appointment in Appointment.objects.filter(post__organisation__code="QH0101", post__role="secretary"):
        posts.end_appointment(appointment, by=BY, last_day=today, reason="离任")
    check = desk.until(case, "branch_check")
    found = {}
    for day in (today, today + DAY):
        clock.travel_to(day)
        found[day] = turns.route_of(Transfer.steps()["consent"], check.case, day).post.organisation.code
    assert list(found.values()) == ["QH0101", "QH01"]


# -- duties apart -----------------------------------------------------------------------------------------------------


@pytest.fixture
def opened_by_the_head(world: Demo, ordinary_member: Member) -> Case:
    """The secretary of the committee holds the branch's secretary post too, and opens the case there."""
    head = world.holder("QH01", Role.SECRETARY)
    vacate(world, "QH0101", Role.SECRETARY)
    post = world.organisations["QH0101"].posts.get(role=Role.SECRETARY)
    posts.appoint(post, head.person, by=BY, since=clock.today())
    return desk.opened(head, world.organisations["QH0101"], ordinary_member, world.organisations["HK0102"])


def test_who_opened_a_case_does_not_approve_it(world: Demo, opened_by_the_head: Case) -> None:
    turn = desk.until(opened_by_the_head, "approve")
    assert where(turn) == ("QH01", "deputy_secretary")
    skipped = Sentence.from_json(turn.why[1])
    assert skipped.msgid == "%(person)s (%(post)s) stands aside: opened the case."
    assert skipped.params == {"person": opened_by_the_head.opener.name, "post": "玉屏街道工委书记"}


def test_where_the_opener_is_the_only_one_it_goes_up(world: Demo, opened_by_the_head: Case) -> None:
    vacate(world, "QH01", Role.DEPUTY_SECRETARY)
    turn = desk.until(opened_by_the_head, "approve")
    assert where(turn) == ("QH", "department_head")


def test_the_subject_does_not_approve_his_own_transfer(world: Demo, secretary: User) -> None:
    """The commissioner of the branch is moved; he is made head of the committee while the case runs."""
    subject = world.holder("QH0101", Role.ORGANISATION_COMMISSIONER).person
    case = desk.opened(secretary, world.organisations["QH0101"], subject.member, world.organisations["HK0102"])
    turn = desk.until(case, "examine")
    vacate(world, "QH01", Role.SECRETARY)
    posts.appoint(world.organisations["QH01"].posts.get(role=Role.SECRETARY), subject, by=BY, since=clock.today())
    desk.act(turn)
    assert where(desk.the_turn(case)) == ("QH01", "deputy_secretary")


def test_of_two_holders_one_may_stand_aside(world: Demo, case: Case, secretary: User) -> None:
    """A shared post is able while one holder need not stand aside."""
    post = world.organisations["HK01"].posts.get(role=Role.ORGANISER)
    posts.appoint(post, secretary.person, by=BY, since=clock.today())
    turn = desk.until(case, "accept")
    assert where(turn) == ("HK01", "organiser")
    assert why(turn)[1:] == [
        "%(person)s (%(post)s) stands aside: opened the case.",
        "It falls to the post: %(post)s.",
    ]


# -- outside ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("own", [True, False])
def test_what_an_outside_organisation_must_do_comes_to_our_organiser(
    world: Demo, secretary: User, ordinary_member: Member, own: bool
) -> None:
    """Never to the branch: whoever asked for the transfer does not record its acceptance."""
    by = ordinary_member.person.user if own else secretary
    case = desk.opened(by, world.organisations["QH0101"], ordinary_member, world.organisations["OUT1"])
    assert where(desk.until(case, "answer")) == ("QH01", "organiser")
    route = RECEIVING_ORGANISER.route(case, clock.today(), {})
    assert (route.post.organisation.code, route.post.role) == ("QH01", "organiser")
    assert route.why[1].msgid == "%(organisation)s is outside the system: our organiser records what comes on paper."


# -- nobody at all ----------------------------------------------------------------------------------------------------


def test_where_nobody_can_act_the_decision_is_refused_and_nothing_is_kept(world: Demo, check: TaskAssignment) -> None:
    """The reasons name who was asked, up to the root."""
    clock.travel_to(clock.today() + DAY)
    commissioner = world.holder("QH0101", Role.ORGANISATION_COMMISSIONER)
    everybody = Appointment.objects.on(clock.today()).exclude(person=commissioner.person)
    everybody.update(until=clock.today() - DAY)
    before = desk.state()
    with pytest.raises(NoPost) as stuck:
        desk.act(check, commissioner, outcome="return", opinion="请更正接收单位。")
    asked = [r.params["organisation"] for r in stuck.value.reasons if "organisation" in r.params]
    assert asked == [world.organisations[code].name for code in ("QH0101", "QH01", "QH", "YL")]
    assert isinstance(stuck.value, Refused)
    assert desk.state() == before


def test_a_job_that_finds_nobody_is_left_to_be_tried_again(world: Demo, ordinary_member: Member) -> None:
    """The worker's part is rolled back: no paper stands without the turn that follows it; the check finds it later."""
    member_user = ordinary_member.person.user
    case = desk.opened(member_user, world.organisations["QH0101"], ordinary_member, world.organisations["HK0102"])
    Appointment.objects.on(clock.today()).update(until=clock.today() - DAY)
    with pytest.raises(NoPost):
        desk.settle()
    assert case.assignments.count() == 0
    assert Paper.objects.get(case_reference=case.reference).state == "reserved"
    assert list(integrity.late_jobs(clock.now())) == []
    late = list(integrity.late_jobs(clock.now() + DAY))
    assert [sentence.split(" has ")[0] for sentence in late] == [f"case {case.reference}: request_paper"]
    vacated = Appointment.objects.filter(until=clock.today() - DAY)
    vacated.update(until=None)
    desk.settle()
    assert desk.the_turn(case).step == "branch_check"
    assert Paper.objects.get(case_reference=case.reference).state == "issued"


# -- who sees it ------------------------------------------------------------------------------------------------------


def test_four_inboxes(
    world: Demo, check: TaskAssignment, secretary: User, sister: User, superior: User, outsider: User
) -> None:
    """The turn waits for its post only, not for a sister branch, nor for those above."""
    commissioner = world.holder("QH0101", Role.ORGANISATION_COMMISSIONER)
    today = clock.today()
    people = (commissioner, secretary, sister, superior, outsider)
    found = [list(inbox.open_turns(viewer_of(user, today))) for user in people]
    assert found == [[check], [], [], [], []]


def test_a_successor_finds_the_turn_of_the_post(world: Demo, check: TaskAssignment) -> None:
    """Nothing is re-assigned: whoever holds the post on the day has it."""
    before = world.holder("QH0101", Role.ORGANISATION_COMMISSIONER)
    successor = next(m.person for m in world.members("QH0101") if hasattr(m.person, "user") and not m.person.appointments.exists() and m != check.case.subject)  # fmt: skip
    posts.end_appointment(before.person.appointments.get(), by=BY, last_day=clock.today(), reason="换届")
    posts.appoint(check.post, successor, by=BY, since=clock.today() + DAY)
    found = {}
    for day in (clock.today(), clock.today() + DAY):
        found[day] = [list(inbox.open_turns(viewer_of(user, day))) for user in (before, successor.user)]
    assert list(found.values()) == [[[check], []], [[], [check]]]


def test_a_turn_nobody_can_act_on_any_more_is_found(world: Demo, approval: TaskAssignment, secretary: User) -> None:
    """The post changed hands after the case was routed: first it is vacant, then its only holder opened the case."""
    day = clock.today() + DAY
    assert list(integrity.stuck(day)) == []
    posts.end_appointment(approval.post.appointments.get(), by=BY, last_day=clock.today(), reason="离任")
    assert [list(integrity.stuck(on)) for on in (clock.today(), day)] == [[], [approval.case]]
    posts.appoint(approval.post, secretary.person, by=BY, since=day)
    assert list(integrity.stuck(day)) == [approval.case]
    assert f"case {approval.case.reference} is stuck" in list(integrity.faults(day))
