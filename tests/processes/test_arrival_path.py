"""What an arrival does in the registers, who may do what in it, and what it refuses: each refusal changes nothing."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import translation

from audit import clock, journal
from audit.models import Entry
from config.demo.building import Demo
from documents import issuing
from documents.models import Paper
from registry import members, persons
from registry.access import viewer_of
from registry.calendar import add_months
from registry.models import Affiliation, Appointment, Approval, Member, Organisation, Person, Role
from registry.refusals import Refused
from tests import desk
from tests.processes.arriving import about, desk_actor, gone_outside, letter, on_rolls, opened
from workflows.engine import access, suspending, undoing
from workflows.engine.errors import Invalid
from workflows.engine.models import Case, TaskAssignment
from workflows.engine.said import Said
from workflows.policy import asking
from workflows.processes.arrival import Arrival
from workflows.processes.arrival.walks import id_number

ONE = dt.timedelta(days=1)


def person_of(case: Case) -> Person | None:
    return persons.by_id_number(Said(case)("start")["id_number"])


def test_accepted_he_is_entered_from_that_day_with_what_the_letter_says(world: Demo) -> None:
    case = opened(world)
    desk.until(case, "approve")
    assert person_of(case) is None
    clock.travel_to(clock.today() + 3 * ONE)
    accepted_on = clock.today()
    desk.act(desk.the_turn(case))
    assert person_of(case) is None  # within the hold nothing has happened yet
    desk.settle()
    case.refresh_from_db()
    member = case.member
    home = member.affiliations.get()
    assert (home.organisation.code, home.since, home.until, home.case_reference) == (
        "QH0101",
        accepted_on,
        None,
        case.reference,
    )
    assert (member.standing, member.joined_on, member.full_since) == ("full", dt.date(2010, 7, 1), dt.date(2011, 7, 1))
    assert (member.dues_paid_until, member.person.id_number()) == (dt.date(2026, 11, 1), id_number(0))
    assert (case.matter, case.matter_grams, case.about) == ("", None, member.person.name)
    assert (member.person.ethnic_group, member.person.telephone) == ("汉", "13800002222")
    enrolled = Entry.objects.get(act="member.enrolled", stream_id=member.public_id)
    assert (enrolled.facts["case"], enrolled.article) == (case.reference, "党员教育管理工作条例第25条")
    assert journal.verify().faults == []


def test_an_approval_that_is_taken_back_enters_nobody(world: Demo) -> None:
    case = opened(world)
    turn = desk.until(case, "approve")
    before = (Person.objects.count(), Member.objects.count(), Affiliation.objects.count(), Paper.objects.count())
    decision = desk.act(turn)
    undoing.recall(decision.public_id, by=decision.by, key=desk.key())
    desk.settle()
    assert desk.the_turn(case).step == "approve"
    assert (
        Person.objects.count(),
        Member.objects.count(),
        Affiliation.objects.count(),
        Paper.objects.count(),
    ) == before


def test_who_left_us_once_comes_back_under_his_own_record(world: Demo) -> None:
    member = gone_outside(world, world.members("QH0102")[0])
    persons_before, members_before = Person.objects.count(), Member.objects.count()
    case = opened(world, **about(member, telephone="13711112222"))
    assert (case.subject, case.matter) == (member, "")
    desk.until(case, "join")
    assert on_rolls(member.person) == ["QH0102", "OUT1", "QH0101"]
    assert (Person.objects.count(), Member.objects.count()) == (persons_before, members_before)
    assert Member.objects.get(pk=member.pk).dues_paid_until == dt.date(2026, 11, 1)


def test_who_came_onto_a_roll_of_ours_since_the_approval_is_not_moved(world: Demo) -> None:
    """Between the approval and the end of the hold somebody enters him elsewhere: he stays there, and only there."""
    member = gone_outside(world, world.members("QH0102")[0])
    case = opened(world, **about(member))
    desk.act(desk.until(case, "approve"))
    members.move_home(
        member, world.organisations["HK0101"], by=desk_actor(), on=clock.today(), case_reference="", article=""
    )
    with pytest.raises(Refused):
        desk.settle()
    assert on_rolls(member.person) == ["QH0102", "OUT1", "HK0101"]
    assert Paper.objects.filter(case_reference=case.reference, kind="D-TR-22").count() == 0


def test_who_is_on_a_roll_of_ours_is_told_to_ask_for_a_transfer(world: Demo) -> None:
    member = world.members("HK0201")[0]
    before = desk.state()
    with pytest.raises(Refused, match="石板村"):
        opened(world, **about(member))
    assert desk.state() == before


NOW_PROBATIONARY = {"standing": "probationary", "full_since": "", "probation_ends": "2027-01-01"}


@pytest.mark.parametrize(
    ("more", "standing", "why"),
    [
        ({"name": "别名"}, "full", "another name"),
        (NOW_PROBATIONARY, "full", "another name"),
        ({}, "removed", "no longer"),
        ({}, "expelled", "no longer"),
    ],
)
def test_the_register_is_not_contradicted(world: Demo, more: dict[str, str], standing: str, why: str) -> None:
    """Another name or standing than the register has; one who was struck off does not come back with a letter."""
    member = gone_outside(world, world.members("QH0102")[0])
    said = about(member, **more)
    Member.objects.filter(pk=member.pk).update(standing=standing)
    before = desk.state()
    with translation.override("en"), pytest.raises(Refused, match=why):
        opened(world, **said)
    assert desk.state() == before


def test_only_one_committee_takes_somebody_in(world: Demo) -> None:
    first = opened(world)
    said = letter(world, branch=world.organisations["QH0201"].public_id, id_number=id_number(0), name="方启明")
    before = desk.state()
    for code, name in (("QH01", "方启明"), ("QH02", "方启明"), ("QH02", "方启铭")):
        branch = world.organisations[f"{code}01"].public_id
        with pytest.raises(Refused, match=first.number):
            opened(world, code, **said | {"branch": branch, "name": name})
    assert desk.state() == before
    desk.act(desk.until(first, "approve"), outcome="refuse", reason_code="wrong_organisation", opinion="请转往邻县。")
    desk.settle()
    assert opened(world, "QH02", **said).organisation.code == "QH02"


@pytest.mark.parametrize(
    ("code", "role", "may"),
    [("QH01", Role.ORGANISER, True), ("QH02", Role.ORGANISER, False), ("QH", Role.ORGANISER, False), ("QH0101", Role.SECRETARY, False)],
)  # fmt: skip
def test_who_may_open_it(world: Demo, code: str, role: str, may: bool) -> None:
    """The organiser there; not a peer in a sister committee, a superior, or an outsider."""
    by = world.holder(code, role)
    if may:
        assert opened(world, by=by).opener == by.person
        return
    before = desk.state()
    with pytest.raises(PermissionDenied):
        opened(world, by=by)
    assert desk.state() == before


@pytest.mark.parametrize(
    ("code", "role"),
    [("QH01", Role.ORGANISER), ("QH02", Role.SECRETARY), ("QH", Role.DEPARTMENT_HEAD), ("HK0201", Role.SECRETARY)],
)
def test_nobody_else_approves_it(world: Demo, code: str, role: str) -> None:
    """Neither who entered the letter, nor a peer, a superior or an outsider."""
    turn = desk.until(opened(world), "approve")
    before = desk.state()
    with pytest.raises(PermissionDenied):
        desk.act(turn, by=world.holder(code, role))
    assert desk.state() == before


def test_who_entered_the_letter_does_not_approve_it_by_another_post_either(world: Demo) -> None:
    """The organiser becomes secretary meanwhile: it goes to the deputy."""
    organiser = world.holder("QH01", Role.ORGANISER)
    case = opened(world)
    Appointment.objects.filter(post__organisation__code="QH01", post__role=Role.SECRETARY).update(
        person=organiser.person
    )
    turn = desk.until(case, "approve")
    assert (turn.post.organisation.code, turn.post.role) == ("QH01", Role.DEPUTY_SECRETARY)


@pytest.mark.parametrize(("pack", "code", "may"), [("cn_2026", "QH01", True), ("cn_2026", "QH", True), ("seed_2005", "QH01", False), ("seed_2005", "QH", True)])  # fmt: skip
def test_who_accepts_under_each_pack(world: Demo, pack: str, code: str, may: bool) -> None:
    asking.adopt(world.organisations["YL"], pack, by=desk_actor(), since=clock.today())
    if may:
        assert opened(world, code).pack == pack
        return
    with pytest.raises(Refused):
        opened(world, code)
    assert Case.objects.count() == 0


def test_a_committee_without_authority_accepts_nobody(world: Demo) -> None:
    Organisation.objects.filter(code="QH01").update(may_approve=False)
    world.organisations["QH01"].refresh_from_db()
    with pytest.raises(Refused, match="玉屏街道"):
        opened(world)
    assert Case.objects.count() == 0


@pytest.mark.parametrize(("days", "expired"), [(5, True), (6, False), (7, False)])
def test_a_letter_presented_after_its_last_valid_day_has_expired(world: Demo, days: int, expired: bool) -> None:
    """Its date is day 0: six days old it may be valid for six days, not for five."""
    case = opened(world, valid_days=str(days))
    turn = desk.until(case, "examine")
    assert Arrival.facts(case).expired is expired
    if not expired:
        desk.act(turn)
        return
    before = desk.state()
    with pytest.raises(Invalid):
        desk.act(turn)
    assert desk.state() == before
    desk.act(turn, sender_confirms="经电话核实。")
    desk.settle()
    assert Arrival.facts(case).confirmed is True


@pytest.mark.parametrize("late", [-1, 0, 1])
def test_the_receipt_is_due_one_month_after_the_acceptance(world: Demo, late: int) -> None:
    case = opened(world)
    desk.until(case, "receipt")
    accepted = case.decisions.get(step="approve").on
    due = add_months(accepted, 1)
    assert desk.the_turn(case).due_on == due
    clock.travel_to(due + late * ONE)
    turn = desk.until(case, "send")
    assert (turn.due_on, turn.due_on < clock.today()) == (due, late > 0)
    desk.act(turn)
    desk.settle()
    case.refresh_from_db()
    assert case.outcome == "accepted"


def test_the_receipt_carries_the_number_of_the_letter(world: Demo) -> None:
    case = opened(world, letter_number="滨水党〔2026〕第 18 号")
    turn = desk.until(case, "send")
    receipt = Paper.objects.get(case_reference=case.reference, kind="D-TR-23")
    assert issuing.facts_of(receipt)["letter_number"] == "滨水党〔2026〕第 18 号"
    before = desk.state()
    with pytest.raises(Invalid):
        desk.act(turn, letter_number="滨水党〔2026〕第19号")
    assert desk.state() == before
    desk.act(turn, letter_number="滨水党〔2026〕第18号")


def test_a_doubtful_file_keeps_him_out_until_it_is_cleared(world: Demo) -> None:
    case = opened(world)
    desk.act(desk.until(case, "examine"), outcome="wait", opinion="须查阅档案。")
    desk.act(desk.until(case, "file_check"), agrees="no", opinion="缺入党志愿书。")
    turn = desk.until(case, "examine")
    before = desk.state()
    with pytest.raises(Refused):
        desk.act(turn)
    assert desk.state() == before
    desk.act(turn, outcome="wait", opinion="请补充后再查阅。")
    desk.act(desk.until(case, "file_check"))
    desk.act(desk.until(case, "examine"))


def test_a_full_member_cannot_be_proposed_not_to_be_recognised(world: Demo) -> None:
    turn = desk.until(opened(world), "examine")
    with pytest.raises(Invalid):
        desk.act(turn, outcome="not_recognise", opinion="理由。")


@pytest.mark.parametrize(
    ("code", "county"), [("QH01", "QH"), ("HK01", "HK"), ("YL01", "YL"), ("QH", "YL"), ("YL", "YL")]
)
def test_the_county_or_a_higher_one_approves_that_he_is_not_recognised(world: Demo, code: str, county: str) -> None:
    branch = {"QH": "QH0101", "YL": "YL0101"}.get(code, f"{code}01")
    case = opened(world, code, walk="probationary", branch=world.organisations[branch].public_id)
    desk.act(desk.until(case, "examine"), outcome="not_recognise", opinion="材料不齐。")
    desk.act(desk.until(case, "approve_refusal"))
    turn = desk.until(case, "recognition")
    assert (turn.post.organisation.code, turn.post.role) == (county, Role.DEPARTMENT_HEAD)


def test_he_is_heard_before_it_is_decided_and_what_he_says_is_on_the_notice(world: Demo) -> None:
    case = opened(world, "HK01", walk="probationary", branch=world.organisations["HK0101"].public_id)
    desk.act(desk.until(case, "examine"), outcome="not_recognise", opinion="材料不齐。")
    desk.act(desk.until(case, "approve_refusal"))
    desk.settle()
    turn = desk.the_turn(case)
    assert (turn.step, turn.post.organisation.code, turn.post.role) == ("statement", "HK01", Role.ORGANISER)
    before = desk.state()
    with pytest.raises(Refused):
        desk.act(turn, opinion="")
    assert desk.state() == before
    desk.act(turn, opinion="请组织查清。")
    desk.act(desk.until(case, "recognition"))
    desk.settle()
    notice = Paper.objects.get(case_reference=case.reference, kind="D-TR-24")
    assert issuing.facts_of(notice)["stated"] == "请组织查清。"


def test_a_probation_that_the_register_knows_is_struck_off_it_with_the_countys_approval(world: Demo) -> None:
    """He was here before; whoever the register does not know leaves no trace on it."""
    member = gone_outside(world, next(m for m in world.members("QH0102") if m.standing == "probationary"))
    known = about(member, probation_ends=str(add_months(member.joined_on, 12)))
    for number, more in enumerate((known, {})):
        case = opened(world, "HK01", walk="probationary", branch=world.organisations["HK0101"].public_id, **more)
        desk.act(desk.until(case, "examine"), outcome="not_recognise", opinion="材料不齐。")
        desk.act(desk.until(case, "recognition"))
        before = Member.objects.count()
        desk.settle()
        desk.settle()
        assert Case.objects.get(pk=case.pk).outcome == "not_recognised", number
        assert Member.objects.count() == before
    assert Member.objects.get(pk=member.pk).standing == "not_recognised"
    approvals = Approval.objects.filter(measure="probation.not_recognise").values_list("subject", "organisation__code")
    assert list(approvals) == [(member.person_id, "HK")]


def test_a_case_is_his_own_from_the_acceptance_on(world: Demo) -> None:
    """Before, nobody knows him; then he sees it, with what is open to him, and no stranger does."""
    case = opened(world)
    desk.until(case, "join")
    case.refresh_from_db()
    user = persons.open_account(case.member.person, by=desk_actor(), username="newcomer")
    assert list(access.cases_for(viewer_of(user, clock.today()))) == [case]
    other = world.holder("HK0201", Role.SECRETARY)
    assert list(access.cases_for(viewer_of(other, clock.today()))) == []
    branch = world.holder("QH0101", Role.SECRETARY)
    assert list(access.cases_for(viewer_of(branch, clock.today()))) == [case]


def test_the_branch_knows_of_it_only_once_he_is_accepted(world: Demo) -> None:
    case = opened(world)
    desk.until(case, "approve")
    branch = viewer_of(world.holder("QH0101", Role.SECRETARY), clock.today())
    assert list(access.cases_for(branch)) == []


def test_the_id_number_is_nowhere_in_clear(world: Demo) -> None:
    case = opened(world)
    desk.until(case, "send")
    number = id_number(0)
    case.refresh_from_db()
    kept = [
        case.data,
        list(case.decisions.values_list("answers", flat=True)),
        list(Entry.objects.values_list("words", "facts")),
    ]
    assert number not in json.dumps(kept, ensure_ascii=False, default=str)
    for paper in Paper.objects.filter(case_reference=case.reference):
        assert number not in json.dumps(issuing.facts_of(paper), ensure_ascii=False)
    assert number not in " ".join(value for _label, value in Arrival.summary_of(case, Said(case)))


def test_while_it_is_suspended_nobody_decides(world: Demo) -> None:
    case = opened(world)
    turn = desk.until(case, "approve")
    head = world.holder("QH01", Role.SECRETARY)
    suspending.suspend(case.pk, by=head, reason="核实中。", key=desk.key(), until=None)
    with pytest.raises(Refused):
        desk.act(turn)
    assert TaskAssignment.objects.get(pk=turn.pk).suspended_at is not None
