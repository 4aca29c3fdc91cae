"""Ending a case that has lost its ground, and asking again after one that came to nothing."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from audit import clock, journal
from config.demo import driving
from config.demo.building import Demo
from documents import issuing
from documents.models import Letter, Paper
from registry.models import Appointment, Member, Organisation, Role, User
from registry.refusals import Conflict, Refused
from tests import desk
from tests.workflows.test_suspending import head_of, suspend
from workflows.engine import catalogue, ending, opening, resubmitting, returning, undoing
from workflows.engine.models import Case, Draft, Notice, TaskAssignment

WHY = "转接事由已不存在。"


def terminate(case: Case, by: User | None = None, reason: str = WHY, key: str = "") -> Case:
    return ending.terminate(case.pk, by=by or head_of(case), reason=reason, key=key or desk.key())


@pytest.mark.parametrize("step", ["consent", "branch_check", "examine", "approve"])
def test_a_case_is_ended_and_the_member_is_told(case: Case, step: str) -> None:
    desk.until(case, step) if step != "consent" else desk.settle()
    terminate(case)
    desk.settle()
    closed = Case.objects.get(pk=case.pk)
    assert closed.outcome == "terminated"
    assert not case.assignments.filter(closed_at__isnull=True).exists()
    paper = Paper.objects.get(case_reference=case.reference, kind="D-TR-11")
    facts = issuing.facts_of(paper)
    assert (paper.issuer.code, paper.dated, facts["reason"]) == ("QH01", clock.today(), WHY)
    assert facts["addressee"] == f"{case.organisation.name}、{case.member.person.name}同志"
    assert "申诉" in facts["appeal"]
    acts = [e.act for e in journal.entries_of(case.stream)][-3:]
    assert acts == ["case.terminated", "paper.issued", "case.closed"]
    told = Notice.objects.filter(case=case, key=f"terminated:{case.reference}").values_list("person_id", flat=True)
    assert set(told) == {case.opener_id, case.subject_person_id}
    assert not Letter.objects.filter(paper__case_reference=case.reference).exists()


@pytest.mark.parametrize("step", ["hand_over", "report", "accept", "join", "receipt"])
def test_with_a_letter_out_it_is_not_ended(case: Case, step: str) -> None:
    desk.until(case, step)
    before = desk.state()
    with pytest.raises(Conflict):
        terminate(case)
    assert desk.state() == before


def test_while_the_letter_is_being_made_it_is_not_ended(approval: TaskAssignment) -> None:
    desk.act(approval)
    before = desk.state()
    with pytest.raises(Conflict):
        terminate(approval.case)
    assert desk.state() == before


def test_four_people_end_a_case(
    check: TaskAssignment, world: Demo, secretary: User, sister: User, outsider: User, ordinary_member: Member
) -> None:
    """Not who started it and not the member: they call it off. Not a peer, not the county, not an outsider."""
    county = world.holder("QH", Role.DEPARTMENT_HEAD)
    before = desk.state()
    for user in (secretary, ordinary_member.person.user, sister, county, outsider, driving.actor_for(check)):
        with pytest.raises(PermissionDenied):
            terminate(check.case, user)
    assert desk.state() == before
    terminate(check.case)


def test_whoever_must_stand_aside_does_not_end_it(check: TaskAssignment, secretary: User) -> None:
    """The opener has become secretary of the committee meanwhile."""
    Appointment.objects.filter(post__organisation__code="QH01", post__role=Role.SECRETARY).update(
        person=secretary.person
    )
    before = desk.state()
    with pytest.raises(PermissionDenied):
        terminate(check.case, secretary)
    assert desk.state() == before


@pytest.mark.parametrize("reason", ["  ", "长" * 301])
def test_a_reason_is_given_in_a_few_words(check: TaskAssignment, reason: str) -> None:
    before = desk.state()
    with pytest.raises(Refused) as refused:
        terminate(check.case, reason=reason)
    assert refused.value.field == "reason"
    assert desk.state() == before


def test_what_the_notice_could_not_print_is_refused_now(check: TaskAssignment, monkeypatch: pytest.MonkeyPatch) -> None:
    from documents.trials import Trial

    problems = {"终止办理的理由": ["字库中没有“\U0001b09e”字。"]}
    monkeypatch.setattr(ending, "try_paper", lambda kind, facts: Trial("", problems))
    before = desk.state()
    with pytest.raises(Refused) as refused:
        terminate(check.case)
    assert ("字库" in str(refused.value), refused.value.field) == (True, "reason")
    assert desk.state() == before


def test_a_key_counts_once_and_an_ended_case_is_ended(check: TaskAssignment, secretary: User) -> None:
    once = desk.key()
    terminate(check.case, key=once)
    before = desk.state()
    terminate(check.case, key=once)
    assert desk.state() == before
    for deed in (
        lambda: terminate(check.case),
        lambda: suspend(check.case),
        lambda: undoing.withdraw(check.case_id, by=secretary, reason="有变。", key=desk.key()),
        lambda: returning.return_to(
            check.public_id, to="consent", by=driving.actor_for(check), reason="x", key=desk.key()
        ),
        lambda: desk.act(check),
    ):
        with pytest.raises(Conflict):
            deed()
    assert desk.state() == before


def test_what_was_decided_just_before_does_not_bring_it_back(case: Case) -> None:
    decision = desk.act(desk.until(case, "examine"))
    terminate(case)
    before = desk.state()
    with pytest.raises(Conflict):
        undoing.recall(decision.public_id, by=decision.by, key=desk.key())
    assert desk.state() == before


def test_a_notice_carries_the_day_it_was_ended(case: Case) -> None:
    desk.until(case, "examine")
    clock.travel_to(dt.date(2027, 1, 4))
    terminate(case)
    desk.settle()
    paper = Paper.objects.select_related("serial").get(case_reference=case.reference, kind="D-TR-11")
    assert (paper.dated, paper.serial.year) == (dt.date(2027, 1, 4), 2027)


# -- asking again -----------------------------------------------------------------------------------------------------------


def ended(case: Case) -> Case:
    """The case, ended by the committee."""
    desk.until(case, "branch_check")
    terminate(case)
    desk.settle()
    return Case.objects.get(pk=case.pk)


def again(case: Case, by: User, key: str = "") -> Draft:
    return resubmitting.ask_again(case, by=by, key=key or desk.key())


def submitted(draft: Draft, by: User, **more: Any) -> Case:
    process = catalogue.process("transfer")
    data = dict(draft.answers) | more
    return opening.open_case(
        process, by=by, organisation=draft.organisation, data=data, key=desk.key(), follows=draft.follows
    )


def test_the_old_answers_are_proposed_and_the_new_case_follows(case: Case, secretary: User) -> None:
    old = ended(case)
    before = {
        table: rows for table, rows in desk.state().items() if table not in ("workflows_draft", "workflows_command")
    }
    draft = again(old, secretary)
    assert draft.answers == old.data["request"]
    assert (draft.follows, draft.organisation, draft.by) == (old, old.organisation, secretary)
    assert {table: rows for table, rows in desk.state().items() if table in before} == before
    new = submitted(draft, secretary)
    assert new.follows == old
    assert list(old.followers.all()) == [new]
    opened = next(iter(journal.entries_of(new.stream)))
    assert opened.facts["follows"] == old.reference
    kept = Case.objects.get(pk=old.pk)
    assert (kept.outcome, kept.closed_at, kept.data) == (old.outcome, old.closed_at, old.data)


@pytest.mark.parametrize("end", ["refused", "withdrawn", "returned", "terminated"])
def test_after_whatever_came_to_nothing(case: Case, secretary: User, end: str) -> None:
    if end == "refused":
        desk.act(desk.until(case, "approve"), outcome="refuse", reason_code="no_duty", opinion="条件不足。")
    elif end == "returned":
        desk.act(desk.until(case, "accept"), outcome="return", ground="incomplete", opinion="请补正。")
        desk.act(desk.until(case, "letter_back"))
    elif end == "withdrawn":
        desk.until(case, "examine")
        undoing.withdraw(case.pk, by=secretary, reason="有变。", key=desk.key())
    else:
        ended(case)
    desk.settle()
    closed = Case.objects.get(pk=case.pk)
    assert (closed.outcome, resubmitting.may_ask_again(closed, secretary, clock.today())) == (end, True)
    assert again(closed, secretary).follows == closed


def test_an_open_case_and_one_that_ended_well_are_not_asked_again(case: Case, secretary: User, world: Demo) -> None:
    desk.act(desk.until(case, "file"))
    desk.settle()
    closed = Case.objects.get(pk=case.pk)
    member = next(m for m in world.members("QH0101") if m != case.member and m.standing == "full")
    still_open = desk.opened(secretary, case.organisation, member, world.organisations["HK0102"])
    assert (closed.outcome, still_open.outcome) == ("closed", "")
    before = desk.state()
    for one in (closed, still_open):
        assert not resubmitting.may_ask_again(one, secretary, clock.today())
        with pytest.raises(Conflict):
            again(one, secretary)
    assert desk.state() == before


def test_four_people_ask_again(
    case: Case, secretary: User, ordinary_member: Member, sister: User, superior: User, outsider: User
) -> None:
    """Whoever may open it may: the secretary, and the member himself."""
    old = ended(case)
    before = desk.state()
    for user in (sister, superior, outsider):
        assert not resubmitting.may_ask_again(old, user, clock.today())
        with pytest.raises(PermissionDenied):
            again(old, user)
    assert desk.state() == before
    assert again(old, ordinary_member.person.user).answers["member"] == ordinary_member.public_id
    again(old, secretary)


def test_an_answer_that_is_allowed_no_more_is_left_out(case: Case, secretary: User, world: Demo) -> None:
    """The receiving organisation is dissolved."""
    old = ended(case)
    Organisation.objects.filter(code="HK0102").update(dissolved_on=clock.today())
    answers = again(old, secretary).answers
    assert set(old.data["request"]) - set(answers) == {"to"}


def test_a_corrected_request_is_proposed_as_it_was_corrected(case: Case, secretary: User) -> None:
    desk.act(desk.until(case, "branch_check"), outcome="return", opinion="请核对。")
    desk.until(case, "amend")
    turn = desk.the_turn(case)
    desk.act(turn, telephone="13955556666")
    old = ended(case)
    answers = again(old, secretary).answers
    assert (answers["telephone"], answers["member"]) == ("13955556666", old.member.public_id)


def test_a_key_makes_one_draft(case: Case, secretary: User) -> None:
    old, once = ended(case), desk.key()
    draft = again(old, secretary, once)
    before = desk.state()
    assert again(old, secretary, once) == draft
    assert desk.state() == before
    draft.delete()
    with pytest.raises(Conflict):
        again(old, secretary, once)


def test_about_somebody_else_it_follows_nothing(case: Case, secretary: User, world: Demo) -> None:
    old = ended(case)
    other = next(
        m
        for m in world.members("QH0101")
        if m != old.member and m.standing == "full" and not m.person.appointments.exists()
    )
    new = submitted(again(old, secretary), secretary, member=other.public_id)
    assert new.follows is None


def test_one_can_ask_more_than_once(case: Case, secretary: User) -> None:
    """Each new case follows the one it asks again for."""
    first = ended(case)
    second = ended(submitted(again(first, secretary), secretary))
    third = submitted(again(second, secretary), secretary)
    assert [third.follows, second.follows, first.follows] == [second, first, None]
