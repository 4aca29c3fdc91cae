"""Where a transfer leaves its ordinary way: to an organisation outside, and a probation that is not recognised."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied

from audit import clock, journal
from config.demo import driving
from config.demo.building import Demo
from documents import issuing, rendering
from documents.models import Letter, Paper
from registry import members
from registry.models import Approval, Member, Role, User
from registry.refusals import Refused
from tests import desk
from workflows.engine.models import Case, TaskAssignment
from workflows.processes.transfer.walks import NOT_RECOGNISED, WALKS

ONE = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def _blank_papers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rendering, "typeset", desk.tiny_paper)


@pytest.fixture
def outside(world: Demo, secretary: User, ordinary_member: Member) -> TaskAssignment:
    """The turn at which our organiser waits for the receipt of an organisation outside."""
    case = desk.opened(secretary, world.organisations["QH0101"], ordinary_member, world.organisations["OUT1"])
    return desk.until(case, "answer")


def test_only_from_the_day_of_the_receipt_is_the_member_off_our_roll(outside: TaskAssignment) -> None:
    issued = clock.today()
    clock.travel_to(issued + 20 * ONE)
    accepted = issued + 6 * ONE
    desk.act(outside, accepted_on=str(accepted))
    desk.settle()
    case = Case.objects.get(pk=outside.case_id)
    desk.settle()
    assert Case.objects.get(pk=case.pk).outcome == "moved_out"
    found = [members.home_of(case.member, accepted + n * ONE).code for n in (-1, 0, 1)]
    assert found == ["QH0101", "OUT1", "OUT1"]
    letter = Letter.objects.get(member=case.subject)
    assert (letter.state, letter.accepted_on, letter.filed_on) == ("filed", accepted, clock.today())


def test_nothing_of_the_receiver_is_issued_by_us(outside: TaskAssignment) -> None:
    desk.act(outside)
    desk.settle()
    desk.settle()
    kinds = Paper.objects.filter(case_reference=outside.case.reference).values_list("kind", "issuer__outside")
    assert list(kinds) == [("D-TR-1", False), ("D-TR-1B", False), ("D-TR-2", False)]


def test_before_its_last_day_is_over_a_letter_outside_is_not_out_of_date(outside: TaskAssignment) -> None:
    last = Letter.objects.get(member=outside.case.subject).valid_until
    clock.travel_to(last)
    before = desk.state()
    with pytest.raises(Refused):
        desk.act(outside, outcome="expired")
    assert desk.state() == before
    clock.travel_to(last + ONE)
    desk.act(outside, outcome="expired")
    desk.settle()
    assert (Letter.objects.get(member=outside.case.subject).state, desk.the_turn(outside.case).step) == (
        "expired", "explain",
    )  # fmt: skip


def test_the_receipt_for_a_member_who_left_the_roll_is_not_registered(
    world: Demo, secretary: User, ordinary_member: Member
) -> None:
    """From outside too: his letter can only be given back."""
    case = desk.opened(secretary, world.organisations["QH0101"], ordinary_member, world.organisations["OUT1"])
    turn = desk.until(case, "answer")
    Member.objects.filter(pk=ordinary_member.pk).update(standing="dead")
    before = desk.state()
    with pytest.raises(Refused):
        desk.act(turn)
    assert desk.state() == before
    desk.act(turn, outcome="returned", ground="file_doubt", opinion="该同志已去世。")
    desk.settle()
    assert desk.the_turn(case).step == "letter_back"


def test_given_up_no_new_letter_is_issued(outside: TaskAssignment) -> None:
    clock.travel_to(Letter.objects.get(member=outside.case.subject).valid_until + ONE)
    desk.act(outside, outcome="expired")
    desk.act(desk.until(outside.case, "explain"), outcome="give_up")
    turn = desk.until(outside.case, "letter_back")
    before = desk.state()
    with pytest.raises(Refused):
        desk.act(turn, outcome="reissue", void_reason="过期")
    assert desk.state() == before
    desk.act(turn)
    desk.settle()


# -- a probation that is not recognised ---------------------------------------------------------------------------------


@pytest.fixture
def doubted(world: Demo) -> TaskAssignment:
    """The county's turn: the receiver would not recognise the probation, and the member has been heard."""
    drive = driving.begin("transfer", WALKS["not_recognised"])
    driving.until(drive, "recognition")
    desk.settle()
    return desk.the_turn(drive.case)


def test_the_county_approves_and_the_register_keeps_its_approval(doubted: TaskAssignment, world: Demo) -> None:
    assert (doubted.post.organisation.code, doubted.post.role) == ("HK", "department_head")
    desk.act(doubted)
    desk.settle()
    case = Case.objects.get(pk=doubted.case_id)
    desk.settle()
    member = Member.objects.get(pk=case.subject_id)
    assert (member.standing, member.on_the_roll) == ("not_recognised", False)
    approval = Approval.objects.get(subject=member.person)
    assert (approval.organisation.code, approval.by, approval.case_reference) == (
        "HK", world.holder("HK", Role.DEPARTMENT_HEAD).person, case.reference,
    )  # fmt: skip
    assert Letter.objects.get(member=member).state == "void"
    facts = issuing.facts_of(Paper.objects.get(case_reference=case.reference, kind="D-TR-13"))
    assert facts["stated"] == "本人对当时的程序不知情，请组织查清。"
    assert "申诉" in facts["appeal"]
    assert journal.entries_of(members.stream_of(member))[-1].act == "member.not_recognised"


def test_four_people_decide_on_recognition(doubted: TaskAssignment, world: Demo) -> None:
    """Not the receiver who proposed it, not the other county, not the prefecture above, not the member."""
    receiver, other = world.holder("HK01", Role.ORGANISER), world.holder("QH", Role.DEPARTMENT_HEAD)
    above = world.holder("YL", Role.DEPARTMENT_HEAD)
    before = desk.state()
    for user in (receiver, other, above, doubted.case.opened_by):
        with pytest.raises(PermissionDenied):
            desk.act(doubted, by=user)
    assert desk.state() == before


def test_without_being_heard_nobody_is_refused_recognition(world: Demo) -> None:
    drive = driving.begin("transfer", WALKS["not_recognised"])
    driving.until(drive, "accept")
    turn = desk.the_turn(drive.case)
    desk.act(turn, **dict(NOT_RECOGNISED[0](turn.case)))
    desk.settle()
    asked = desk.the_turn(drive.case)
    assert (asked.step, asked.person) == ("statement", drive.case.subject.person)


def test_a_full_member_is_not_refused_recognition(world: Demo, secretary: User, ordinary_member: Member) -> None:
    case = desk.opened(secretary, world.organisations["QH0101"], ordinary_member, world.organisations["HK0102"])
    turn = desk.until(case, "accept")
    before = desk.state()
    with pytest.raises(Refused):
        desk.act(turn, **dict(NOT_RECOGNISED[0](turn.case)))
    assert desk.state() == before
