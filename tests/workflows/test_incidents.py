"""What happens to a case outside its steps: a letter is lost, and whoever issued it registers that."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied

from audit import clock, journal
from config.demo import driving
from config.demo.building import Demo
from documents import issuing
from documents.models import Letter, Paper
from registry.models import Member, Role, User
from registry.refusals import Conflict, Refused
from tests import desk
from tests.workflows.deputing import give
from workflows.engine import incidents, intervening, suspending, undoing
from workflows.engine.models import Case, Notice, TaskAssignment
from workflows.processes.transfer import Transfer

WORDS = "12月2日在火车站遗失随身背包，介绍信在内。"


@pytest.fixture
def reporting(case: Case) -> TaskAssignment:
    """The turn at which the receiver waits for the letter; the hold of the step before is over."""
    turn = desk.until(case, "report")
    desk.settle()
    return turn


@pytest.fixture
def organiser(world: Demo) -> User:
    """The organiser of the committee that issued the letter."""
    return world.holder("QH01", Role.ORGANISER)


def report(case: Case, by: User, *, words: str = WORDS, incident: str = "loss", key: str = "") -> Case:
    return incidents.report_incident(case.pk, by=by, incident=incident, words=words, key=key or desk.key())


def test_a_lost_letter_is_told_to_the_receiver_and_explained_by_the_branch(
    reporting: TaskAssignment, organiser: User
) -> None:
    case = reporting.case
    report(case, organiser)
    desk.settle()
    assert Letter.objects.get(member=case.subject).state == "lost"
    assert Letter.objects.get(member=case.subject).lost_on == clock.today()
    paper = Paper.objects.get(case_reference=case.reference, kind="D-TR-12")
    assert (paper.issuer.code, [a.code for a in paper.addressees.all()], paper.dated) == (
        "QH01", ["HK01"], clock.today(),
    )  # fmt: skip
    assert issuing.facts_of(paper)["reason"] == WORDS
    turn = desk.the_turn(case)
    assert (turn.step, turn.post.organisation.code, turn.post.role) == ("explain", "QH0101", "secretary")
    acts = [entry.act for entry in journal.entries_of(case.stream)]
    assert acts[-2:] == ["case.incident", "paper.issued"]
    told = Notice.objects.filter(case=case, key=f"incident:{case.reference}:1").values_list("person_id", flat=True)
    assert set(told) == {case.opener_id, case.subject_person_id}


def test_whoever_waited_for_the_letter_waits_no_more(reporting: TaskAssignment, organiser: User) -> None:
    report(reporting.case, organiser)
    closed = TaskAssignment.objects.get(pk=reporting.pk)
    assert (closed.closed_how, closed.closed_at is not None) == ("loss", True)
    before = desk.state()
    with pytest.raises(Conflict):
        desk.act(reporting)
    assert desk.state() == before


def test_the_paper_carries_the_day_of_the_report_not_of_the_step_before(
    reporting: TaskAssignment, organiser: User
) -> None:
    clock.travel_to(clock.today() + dt.timedelta(days=3))
    report(reporting.case, organiser)
    desk.settle()
    paper = Paper.objects.get(case_reference=reporting.case.reference, kind="D-TR-12")
    assert (paper.dated, issuing.facts_of(paper)["date"]) == (clock.today(), str(clock.today()))


def test_four_people_report_a_loss(
    reporting: TaskAssignment, world: Demo, organiser: User, secretary: User, sister: User, ordinary_member: Member
) -> None:
    """Not the receiver (he has the step), not the branch, not a peer, not the county above, not the member himself."""
    receiver, county = world.holder("HK01", Role.ORGANISER), world.holder("QH", Role.DEPARTMENT_HEAD)
    before = desk.state()
    for user in (receiver, county, secretary, sister, ordinary_member.person.user):
        with pytest.raises(PermissionDenied):
            report(reporting.case, user)
        assert incidents.reportable(reporting.case, user) == []
    assert desk.state() == before
    assert [act.name for act in incidents.reportable(reporting.case, organiser)] == ["loss"]
    report(reporting.case, organiser)


@pytest.mark.parametrize("step", ["examine", "hand_over", "accept"])
def test_it_is_reported_only_while_the_letter_is_on_its_way(case: Case, organiser: User, step: str) -> None:
    desk.until(case, step)
    desk.settle()
    before = desk.state()
    with pytest.raises(Conflict):
        report(case, organiser)
    assert desk.state() == before


@pytest.mark.parametrize("words", ["   ", "长" * 301])
def test_it_says_what_happened_in_a_few_words(reporting: TaskAssignment, organiser: User, words: str) -> None:
    before = desk.state()
    with pytest.raises(Refused) as refused:
        report(reporting.case, organiser, words=words)
    assert refused.value.field == "words"
    assert desk.state() == before


def test_nothing_else_is_reported(reporting: TaskAssignment, organiser: User) -> None:
    before = desk.state()
    with pytest.raises(PermissionDenied):
        report(reporting.case, organiser, incident="flood")
    assert desk.state() == before


def test_while_the_step_before_can_be_taken_back_nothing_is_reported(
    case: Case, organiser: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As if a letter could be lost at the approval: its turn is open at once, and the step before can still be undone."""
    (loss,) = Transfer.incidents
    monkeypatch.setattr(Transfer, "incidents", (replace(loss, at=("approve",)),))
    decision = desk.act(desk.until(case, "examine"))
    assert desk.the_turn(case).step == "approve"
    before = desk.state()
    with pytest.raises(Conflict):
        report(case, organiser)
    assert desk.state() == before
    desk.settle()
    report(case, organiser)
    with pytest.raises(Conflict):
        undoing.recall(decision.public_id, by=decision.by, key=desk.key())


def test_a_proxy_reports_in_his_own_name_for_the_post(reporting: TaskAssignment, organiser: User, world: Demo) -> None:
    proxy = world.holder("QH01", Role.DEPUTY_SECRETARY)
    given = give(organiser.person.appointments.get().post, organiser, proxy)
    report(reporting.case, proxy)
    entry = [e for e in journal.entries_of(reporting.case.stream) if e.act == "case.incident"][-1]
    assert (entry.facts["incident"], entry.facts["delegation"]) == ("loss", given.public_id)


def test_of_a_suspended_case_nothing_is_reported(reporting: TaskAssignment, organiser: User) -> None:
    act = intervening.suspension_of(reporting.case)
    head = driving.actor_for(intervening.seat_of(reporting.case, act, clock.today()))
    suspending.suspend(reporting.case.pk, by=head, reason="核实情况。", key=desk.key())
    before = desk.state()
    with pytest.raises(Refused):
        report(reporting.case, organiser)
    assert desk.state() == before


def test_sent_twice_it_is_reported_once(reporting: TaskAssignment, organiser: User) -> None:
    first = report(reporting.case, organiser, key="once")
    state = desk.state()
    assert report(reporting.case, organiser, key="once") == first
    assert desk.state() == state
    assert [said["words"] for said in incidents.incidents_of(Case.objects.get(pk=first.pk), "loss")] == [WORDS]
    assert incidents.incidents_of(first, "flood") == []


def test_lost_twice_the_second_notice_tells_the_second_loss(reporting: TaskAssignment, organiser: User) -> None:
    case = reporting.case
    report(case, organiser)
    turn = desk.until(case, "letter_back")
    desk.act(turn, outcome="reissue", void_reason="遗失")
    desk.until(case, "report")
    clock.travel_to(clock.today() + dt.timedelta(days=2))
    report(case, organiser, words="途中又遗失一次。")
    desk.settle()
    papers = Paper.objects.filter(case_reference=case.reference, kind="D-TR-12").order_by("pk")
    assert [issuing.facts_of(paper)["reason"] for paper in papers] == [WORDS, "途中又遗失一次。"]
    numbers = [issuing.facts_of(paper)["letter_number"] for paper in papers]
    assert len(set(numbers)) == 2
