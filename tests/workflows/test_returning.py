"""Sending a case back: only where nothing owed is skipped, by whoever may decide, and everything after it done again."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from audit import clock, journal
from config.demo import driving
from config.demo.building import Demo
from documents.models import Paper
from registry import posts
from registry.access import viewer_of
from registry.models import Appointment, Member, Role, User
from registry.refusals import Conflict, Refused
from tests import desk
from workflows.engine import inbox, returning, suspending, undoing
from workflows.engine.models import Case, Decision, Notice, TaskAssignment, Wait
from workflows.engine.path import path_of
from workflows.engine.said import Said

BY = journal.system("test")
WHY = "党费月份与台账不符。"


def send_back(turn: TaskAssignment, to: str, by: User | None = None, reason: str = WHY, key: str = "") -> Decision:
    by = by or driving.actor_for(turn)
    return returning.return_to(turn.public_id, to=to, by=by, reason=reason, key=key or desk.key())


def allowed(turn: TaskAssignment) -> list[str]:
    return [target.step.name for target in returning.targets(turn)]


def titles(turn: TaskAssignment, to: str) -> list[str]:
    (found,) = [target for target in returning.targets(turn) if target.step.name == to]
    return [obligation.name for obligation in found.again]


def test_what_is_offered_was_decided_in_this_case(approval: TaskAssignment) -> None:
    """No correction was made and there is no general branch: neither is offered, though the course would allow both."""
    assert allowed(approval) == ["consent", "branch_check", "examine"]
    assert titles(approval, "consent") == ["confirmed", "request_filed", "checked", "dues_entered", "check_filed", "passed_on", "examined"]  # fmt: skip
    assert titles(approval, "examine") == ["examined"]


def test_nothing_is_offered_once_the_letter_is_out(case: Case) -> None:
    for step in ("hand_over", "report", "accept", "join"):
        assert allowed(desk.until(case, step)) == []
    assert allowed(desk.until(case, "receipt")) == ["join"]
    assert allowed(desk.until(case, "file")) == []


def test_the_members_own_turn_is_not_sent_back(consent: TaskAssignment, secretary: User) -> None:
    before = desk.state()
    for by in (consent.person.user, secretary):
        assert returning.targets(consent) == []
        with pytest.raises(PermissionDenied):
            send_back(consent, "consent", by)
    assert desk.state() == before


def test_from_the_approval_to_the_branch_check_and_on(approval: TaskAssignment, world: Demo) -> None:
    case, head = approval.case, driving.actor_for(approval)
    decision = send_back(approval, "branch_check")
    assert (decision.outcome, decision.answers) == ("sent_back", {"to": "branch_check", "reason": WHY})
    assert (decision.step, decision.kind, decision.by) == ("approve", "approve", head)
    turn = desk.the_turn(case)
    assert (turn.step, turn.post.role, turn.due_on) == ("branch_check", Role.ORGANISATION_COMMISSIONER, dt.date(2026, 12, 1))  # fmt: skip
    assert str(returning.sent_back_by(turn)) == f"{head.person}（{decision.as_whom}）从“审批开具”退回：{WHY}"
    ahead = [stop.step.name for stop in path_of(Case.objects.get(pk=case.pk)).to_come]
    assert ahead[:3] == ["examine", "approve", "hand_over"]
    desk.settle()
    gone = [turn.step]
    while not Case.objects.get(pk=case.pk).closed_at:
        gone.append(desk.the_turn(case).step)
        desk.act(desk.the_turn(case))
        desk.settle()
    assert gone[1:] == ["branch_check", *ahead]
    kinds = list(Paper.objects.filter(case_reference=case.reference).order_by("pk").values_list("kind", flat=True))
    assert kinds == ["D-TR-1", "D-TR-1B", "D-TR-1B", "D-TR-2", "D-TR-3"]
    assert [e.act for e in journal.entries_of(case.stream)].count("step.sent_back") == 1
    assert journal.verify().faults == []


def test_what_was_answered_before_is_proposed_to_be_corrected(approval: TaskAssignment) -> None:
    """Only where it was sent back to; whoever examines again forms an opinion again, and nobody's result is proposed."""
    said = Said(approval.case).decided("branch_check").answers
    send_back(approval, "branch_check")
    turn = desk.the_turn(approval.case)
    assert returning.proposed_again(turn) == {name: value for name, value in said.items() if name != "outcome"}
    assert said["dues_paid_until"] == "2026-11"
    desk.settle()
    desk.act(turn)
    desk.settle()
    assert returning.proposed_again(desk.the_turn(approval.case)) == {}


def test_who_sent_it_back_has_answered_nothing(approval: TaskAssignment) -> None:
    send_back(approval, "branch_check")
    said = Said(Case.objects.get(pk=approval.case_id))
    assert "approve" not in said
    assert said.decided("branch_check").outcome == "pass"


def test_whoever_decided_there_is_told_after_the_hold(approval: TaskAssignment) -> None:
    person = Said(approval.case).decided("branch_check").person
    decision = send_back(approval, "branch_check")
    (notice,) = Notice.objects.filter(case=approval.case, kind="back")
    assert (notice.person, notice.visible_from) == (person, decision.held_until)


@pytest.mark.parametrize(
    ("to", "reason", "field"),
    [
        ("approve", WHY, "to"), ("amend", WHY, "to"), ("hand_over", WHY, "to"), ("start", WHY, "to"), ("nowhere", WHY, "to"),
        ("branch_check", "  ", "reason"), ("branch_check", "长" * 301, "reason"),
    ],
)  # fmt: skip
def test_what_is_refused(approval: TaskAssignment, to: str, reason: str, field: str) -> None:
    """Not here, not to a step that was never decided, not ahead, not to nothing; not without saying why."""
    before = desk.state()
    with pytest.raises(Refused) as refused:
        send_back(approval, to, reason=reason)
    assert refused.value.field == field
    assert desk.state() == before


def test_four_people_send_back(
    approval: TaskAssignment, world: Demo, sister: User, outsider: User, secretary: User
) -> None:
    """The head may; a peer elsewhere, a superior, an outsider and whoever opened the case may not."""
    before = desk.state()
    superior = world.holder("QH", Role.DEPARTMENT_HEAD)
    for user in (sister, superior, outsider, secretary, world.holder("QH01", Role.ORGANISER)):
        with pytest.raises(PermissionDenied):
            send_back(approval, "examine", user)
    assert desk.state() == before
    send_back(approval, "examine")


def test_who_must_stand_aside_does_not_send_back(approval: TaskAssignment, secretary: User) -> None:
    """The opener has become head of the committee meanwhile: his own case is not his to decide, nor to send back."""
    Appointment.objects.filter(post=approval.post).update(person=secretary.person)
    before = desk.state()
    with pytest.raises(PermissionDenied):
        send_back(approval, "examine", secretary)
    assert desk.state() == before


# -- taking it back ---------------------------------------------------------------------------------------------------------


def test_within_the_hold_it_is_taken_back(approval: TaskAssignment) -> None:
    decision = send_back(approval, "branch_check")
    turn = desk.the_turn(approval.case)
    commissioner = driving.actor_for(turn)
    assert turn not in inbox.open_turns(viewer_of(commissioner, clock.today()))
    assert undoing.can_recall(decision, decision.by)
    undoing.recall(decision.public_id, by=decision.by, key=desk.key())
    again = desk.the_turn(approval.case)
    assert (again.step, again.due_on, again.opened_at) == ("approve", approval.due_on, approval.opened_at)
    assert not Notice.objects.filter(case=approval.case, kind="back").exists()
    assert allowed(again) == ["consent", "branch_check", "examine"]
    assert desk.act(again).outcome == "agree"


def test_after_the_hold_it_stands(approval: TaskAssignment) -> None:
    decision = send_back(approval, "branch_check")
    clock.advance(desk.HOLD)
    before = desk.state()
    with pytest.raises(Conflict):
        undoing.recall(decision.public_id, by=decision.by, key=desk.key())
    assert desk.state() == before


def test_taking_back_what_was_decided_after_a_return_still_says_why_it_came(approval: TaskAssignment) -> None:
    send_back(approval, "branch_check")
    desk.settle()
    turn = desk.the_turn(approval.case)
    decision = desk.act(turn)
    undoing.recall(decision.public_id, by=decision.by, key=desk.key())
    again = desk.the_turn(approval.case)
    assert returning.sent_back_by(again) == returning.sent_back_by(turn) is not None
    assert returning.proposed_again(again)["dues_paid_until"] == "2026-11"


# -- more than one at once --------------------------------------------------------------------------------------------------


def test_the_same_form_sent_twice_sends_back_once(approval: TaskAssignment) -> None:
    once = desk.key()
    first = send_back(approval, "examine", key=once)
    before = desk.state()
    assert send_back(approval, "examine", by=first.by, key=once) == first
    assert desk.state() == before
    with pytest.raises(Conflict):
        send_back(approval, "branch_check", by=first.by, key=once)
    assert desk.state() == before


def test_whoever_comes_second_is_told_who_was_faster(approval: TaskAssignment) -> None:
    head = driving.actor_for(approval)
    decision = send_back(approval, "examine")
    desk.settle()
    before = desk.state()
    for late in (lambda: send_back(approval, "branch_check", head), lambda: desk.act(approval, head)):
        with pytest.raises(Conflict) as conflict:
            late()
        assert str(decision.person) in str(conflict.value)
    assert desk.state() == before


def test_a_decided_turn_is_not_sent_back(approval: TaskAssignment) -> None:
    head = driving.actor_for(approval)
    desk.act(approval)
    before = desk.state()
    with pytest.raises(Conflict):
        send_back(approval, "examine", head)
    assert desk.state() == before


def test_sent_back_twice_each_time_from_where_it_is(approval: TaskAssignment) -> None:
    """From the approval to the examination, from there to the branch, and once more all the way."""
    case = approval.case
    send_back(approval, "examine", reason="渠道有误。")
    desk.settle()
    turn = desk.the_turn(case)
    assert allowed(turn) == ["consent", "branch_check"]
    send_back(turn, "branch_check", reason="请支部再核对。")
    turn = desk.until(case, "approve")
    send_back(turn, "branch_check")
    desk.settle()
    assert [d.answers["to"] for d in Decision.objects.filter(case=case, outcome="sent_back").order_by("pk")] == [
        "examine", "branch_check", "branch_check",
    ]  # fmt: skip
    desk.until(case, "file")


def test_where_it_was_sent_back_from_nothing_is_offered_that_jumps_ahead(approval: TaskAssignment) -> None:
    """At the examination the approval was come to before: but that is ahead."""
    send_back(approval, "branch_check")
    desk.settle()
    assert allowed(desk.the_turn(approval.case)) == ["consent"]


# -- where nobody is, where it waits ----------------------------------------------------------------------------------------


def test_to_a_post_that_is_vacant_now_it_climbs(approval: TaskAssignment) -> None:
    branch = approval.case.organisation
    for held in Appointment.objects.on(clock.today()).filter(
        post__organisation=branch, post__role=Role.ORGANISATION_COMMISSIONER
    ):
        posts.end_appointment(held, by=BY, last_day=clock.today(), reason="换届")
    clock.travel_to(clock.today() + dt.timedelta(days=1))
    send_back(approval, "branch_check")
    turn = desk.the_turn(approval.case)
    assert (turn.step, turn.post.role, turn.post.organisation) == ("branch_check", Role.SECRETARY, branch)
    said = [sentence[0] for sentence in turn.why]
    assert said[0] == returning.BACK
    assert "%(post)s is vacant." in said


def test_to_the_member_it_is_his_own_turn_again(approval: TaskAssignment, ordinary_member: Member) -> None:
    send_back(approval, "consent", reason="请本人再次确认。")
    desk.settle()
    turn = desk.the_turn(approval.case)
    assert (turn.step, turn.person) == ("consent", ordinary_member.person)
    desk.act(turn, ordinary_member.person.user)
    desk.settle()
    assert Paper.objects.filter(case_reference=approval.case.reference, kind="D-TR-1").count() == 2


def test_a_step_that_waits_for_a_day_waits_no_more(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    """No return leads from such a step in this course; the engine would end the wait."""
    monkeypatch.setattr(returning, "returns_kept", lambda _process: {"report": {"hand_over": ()}})
    turn = desk.until(case, "report")
    send_back(turn, "hand_over")
    assert [wait.ended_at is not None for wait in Wait.objects.filter(case=case)] == [True]
    assert desk.the_turn(case).step == "hand_over"


def test_a_suspended_case_is_not_sent_back(approval: TaskAssignment) -> None:
    head = driving.actor_for(approval)
    suspending.suspend(approval.case_id, by=head, reason="核查中。", key=desk.key())
    before = desk.state()
    with pytest.raises(Conflict) as conflict:
        send_back(approval, "examine", head)
    assert "核查中。" in str(conflict.value)
    assert desk.state() == before


def test_the_database_wants_to_know_where_to(approval: TaskAssignment) -> None:
    decision = desk.act(approval)
    with pytest.raises(IntegrityError, match="sent_back_to_a_step"), transaction.atomic():
        Decision.objects.create(
            **{
                field.attname: getattr(decision, field.attname)
                for field in Decision._meta.concrete_fields
                if field.name not in ("id", "public_id", "assignment", "outcome", "answers")
            },
            assignment=TaskAssignment.objects.filter(case=approval.case, step="examine").get(),
            outcome="sent_back",
            answers={"to": "branch_check"},
        )
