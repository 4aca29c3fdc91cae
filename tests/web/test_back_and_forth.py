"""The pages of sending back, suspending, ending and asking again."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit import clock
from config.demo import driving
from config.demo.building import Demo
from registry.models import User
from tests import desk
from tests.web.world import signed_in, text_of
from tests.workflows.deputing import give
from tests.workflows.test_suspending import head_of, suspend
from workflows.engine import ending, returning, suspending
from workflows.engine.models import Case, Decision, Draft, Pause, TaskAssignment

WHY = "党费月份与台账不符。"


@pytest.fixture
def check(checking: TaskAssignment) -> TaskAssignment:
    """A branch check that is open."""
    return checking


@pytest.fixture
def head(approval: TaskAssignment) -> User:
    """Whoever approves the letter."""
    return driving.actor_for(approval)


def sent_back(approval: TaskAssignment, head: User, to: str = "branch_check") -> TaskAssignment:
    """The turn that is open after the case was sent back, the hold over."""
    returning.return_to(approval.public_id, to=to, by=head, reason=WHY, key=desk.key())
    desk.settle()
    return desk.the_turn(approval.case)


# -- sending back -----------------------------------------------------------------------------------------------------------


def test_the_page_lists_where_to_with_who_had_it_and_what_is_done_again(approval: TaskAssignment, head: User) -> None:
    client = signed_in(head)
    assert f"/tasks/{approval.public_id}/do/send-back" in client.get(f"/tasks/{approval.public_id}/").content.decode()
    said = text_of(client.get(f"/tasks/{approval.public_id}/do/send-back"))
    checked = Decision.objects.get(case=approval.case, step="branch_check")
    assert "s confirmation" in said
    assert "Correction of the request" not in said
    by = f"Check by the branch {checked.person}, {checked.as_whom}, on 2026-11-24 To be done again: checked by the branch;"
    assert by in said


def test_sent_back_and_undone(approval: TaskAssignment, head: User) -> None:
    client, address = signed_in(head), f"/tasks/{approval.public_id}/do/send-back"
    empty = client.post(address, {"reason": "", "key": desk.key()})
    assert empty.status_code == 422
    assert "Fill in: Back to" in text_of(empty)
    kept = client.post(address, {"reason": WHY, "key": desk.key()})
    assert (kept.status_code, WHY in kept.content.decode()) == (422, True)
    done = client.post(address, {"to": "branch_check", "reason": WHY, "key": desk.key()})
    decision = Decision.objects.get(assignment=approval)
    assert done["Location"] == f"/?done={decision.public_id}"
    listed = client.get(done["Location"])
    assert "sent back to: Check by the branch" in text_of(listed)
    assert "can be undone until" in text_of(listed)
    case_page = text_of(client.get(f"/cases/{approval.case.reference}/"))
    assert "Approval of the letter: sent back to: Check by the branch. can be undone until" in case_page
    client.post(f"/decisions/{decision.public_id}/recall", {"key": desk.key()})
    turn = desk.the_turn(approval.case)
    assert turn.step == "approve"
    assert not Draft.objects.filter(assignment=turn).exists()


def test_the_one_who_corrects_sees_why_and_what_he_wrote(approval: TaskAssignment, head: User) -> None:
    turn = sent_back(approval, head)
    page = signed_in(driving.actor_for(turn)).get(f"/tasks/{turn.public_id}/")
    said = text_of(page)
    assert f"sent it back from “审批开具”: {WHY} What was answered before is filled in." in said
    assert 'value="2026-11"' in page.content.decode()
    assert "checked" not in page.content.decode().split('id="id_outcome_field"')[1].split("</fieldset>")[0]
    assert "Approval of the letter: sent back to: Check by the branch" in said


def test_the_case_shows_it_in_its_steps_its_chart_and_its_trail(approval: TaskAssignment, head: User) -> None:
    sent_back(approval, head)
    page = signed_in(head).get(f"/cases/{approval.case.reference}/")
    said = text_of(page)
    assert "Approval of the letter: sent back to: Check by the branch" in said
    assert "sent the case back: from Approval of the letter to Check by the branch" in said
    assert said.count(WHY) >= 2
    assert 'class="ed back"' in page.content.decode()
    assert "can be undone until" not in said
    ending.terminate(approval.case_id, by=head, reason="事由已不存在。", key=desk.key())
    desk.settle()
    closed = signed_in(head).get(f"/cases/{approval.case.reference}/").content.decode()
    assert closed.count('class="ed back"') == 1


def test_who_may_not_is_not_offered_it(approval: TaskAssignment, secretary: User, sister: User, outsider: User) -> None:
    address = f"/tasks/{approval.public_id}/do/send-back"
    before = desk.state()
    for user, status in ((secretary, 403), (sister, 404), (outsider, 404)):
        client = signed_in(user)
        assert client.get(address).status_code == status
        assert client.post(address, {"to": "examine", "reason": WHY, "key": desk.key()}).status_code == status
    assert {k: v for k, v in desk.state().items() if k != "audit_entry"} == {
        k: v for k, v in before.items() if k != "audit_entry"
    }


def test_a_step_from_which_nothing_is_offered_costs_no_statement(approval: TaskAssignment) -> None:
    turn = desk.until(approval.case, "hand_over")
    with CaptureQueriesContext(connection) as sent:
        assert returning.targets(turn) == []
    assert len(sent) == 0


# -- suspending -------------------------------------------------------------------------------------------------------------


def test_suspended_from_the_case_page_and_let_go_on(check: TaskAssignment) -> None:
    head, commissioner, case = head_of(check.case), driving.actor_for(check), check.case
    client, address = signed_in(head), f"/cases/{check.case.reference}/"
    assert f"{address}do/suspend" in client.get(address).content.decode()
    refused = client.post(f"{address}do/suspend", {"reason": WHY, "until": "2026-11-24", "key": desk.key()})
    assert refused.status_code == 422
    assert "Name a day after today." in text_of(refused)
    assert (
        client.post(f"{address}do/suspend", {"reason": WHY, "until": "2026-12-07", "key": desk.key()})["Location"]
        == address
    )
    said = text_of(client.get(address))
    assert "has suspended this case from 2026-11-24 until 2026-12-07" in said
    assert f"{address}do/resume" in client.get(address).content.decode()
    his = signed_in(commissioner)
    assert check.public_id not in his.get("/").content.decode()
    assert check.public_id in his.get("/?box=suspended").content.decode()
    page = text_of(his.get(f"/tasks/{check.public_id}/"))
    assert "The case is suspended: nobody can act on it now." in page
    assert client.post(f"{address}do/resume", {"key": desk.key()})["Location"] == address
    assert check.public_id in his.get("/").content.decode()
    assert Pause.objects.get(case=case).ended_by == head


def test_what_was_typed_is_kept_when_the_case_is_suspended_meanwhile(check: TaskAssignment) -> None:
    client = signed_in(driving.actor_for(check))
    suspend(check.case)
    data = desk.answers(check, opinion="已逐项核对。") | {"key": desk.key(), "confirmed": "1"}
    response = client.post(f"/tasks/{check.public_id}/decide", data)
    said = text_of(response)
    assert response.status_code == 409
    assert "has suspended this case since" in said
    assert "What you typed" in said
    assert "已逐项核对。" in said


@pytest.mark.parametrize("rows", [1, 3])
def test_the_box_of_suspended_tasks(rows: int, check: TaskAssignment, world: Demo) -> None:
    """As many statements for three rows as for one."""
    secretary = check.case.opened_by
    taken = list(Case.objects.values_list("subject_id", flat=True))
    members = [m for m in world.members("QH0101") if m.standing == "full" and m.pk not in taken and not m.person.appointments.exists()]  # fmt: skip
    cases = [check.case]
    for member in members[: rows - 1]:
        cases.append(desk.opened(secretary, check.case.organisation, member, world.organisations["HK0102"]))
        desk.until(cases[-1], "branch_check")
    for case in cases:
        suspend(case)
    client = signed_in(driving.actor_for(check))
    client.get("/?box=suspended")
    with CaptureQueriesContext(connection) as sent:
        page = client.get("/?box=suspended").content.decode()
    assert page.count('class="chip held"') >= rows
    assert len(sent) == STATEMENTS


STATEMENTS = 33


def test_the_member_sees_that_it_is_suspended(check: TaskAssignment) -> None:
    suspend(check.case)
    said = text_of(signed_in(check.case.member.person.user).get("/me/"))
    assert "The case is suspended: nobody can act on it now." in said


def test_others_are_not_offered_it(check: TaskAssignment, secretary: User, outsider: User) -> None:
    for user, status in ((secretary, 403), (driving.actor_for(check), 403), (outsider, 404)):
        for verb in ("suspend", "resume", "terminate"):
            assert signed_in(user).get(f"/cases/{check.case.reference}/do/{verb}").status_code == status


# -- ending and asking again ------------------------------------------------------------------------------------------------


def test_ended_from_the_case_page_and_asked_again(check: TaskAssignment, secretary: User) -> None:
    case, client = check.case, signed_in(head_of(check.case))
    address = f"/cases/{case.reference}/"
    assert client.post(f"{address}do/terminate", {"reason": "", "key": desk.key()}).status_code == 422
    assert client.post(f"{address}do/terminate", {"reason": "事由已不存在。", "key": desk.key()})["Location"] == address
    desk.settle()
    ended = client.get(address)
    said = text_of(ended)
    assert ended.content.decode().count('class="ed back"') == 0
    assert "Ended by the committee" in said
    assert "ended the case" in said
    his = signed_in(secretary)
    assert f"{address}do/ask-again" in his.get(address).content.decode()
    assert f"{address}do/ask-again" not in client.get(address).content.decode()
    going = his.post(f"{address}do/ask-again", {"key": desk.key()})
    draft = Draft.objects.get(follows=case)
    assert going["Location"] == f"/start/transfer/{draft.public_id}/1/"
    check_page = f"/start/transfer/{draft.public_id}/check/"
    assert his.get(check_page).status_code == 200
    his.post(check_page)
    new = Case.objects.get(follows=case)
    assert f"Follows {case.number}" in text_of(his.get(f"/cases/{new.reference}/"))
    assert f"Followed by {new.number}" in text_of(his.get(address))
    assert not Draft.objects.filter(pk=draft.pk).exists()


def test_a_case_that_the_viewer_may_not_see_is_named_without_a_link(check: TaskAssignment, secretary: User) -> None:
    from registry.access import viewer_of
    from web.casefile import CaseFile

    ending.terminate(check.case_id, by=head_of(check.case), reason="事由已不存在。", key=desk.key())
    desk.settle()
    old = Case.objects.get(pk=check.case_id)
    new = desk.opened(secretary, old.organisation, old.member, driving.Organisation.objects.get(code="HK0102"))
    Case.objects.filter(pk=new.pk).update(follows=old)
    outsider = driving.User.objects.create(username="nobody")
    assert CaseFile(Case.objects.get(pk=new.pk), viewer_of(outsider, clock.today())).visible == set()
    assert CaseFile(Case.objects.get(pk=new.pk), viewer_of(secretary, clock.today())).visible == {old.reference}


def test_suspending_is_told_in_the_trail(check: TaskAssignment) -> None:
    suspend(check.case)
    suspending.resume(check.case_id, by=head_of(check.case), key=desk.key())
    said = text_of(signed_in(head_of(check.case)).get(f"/cases/{check.case.reference}/"))
    assert "suspended the case" in said
    assert "let the case go on" in said


def test_the_members_page_says_that_the_clock_stands(check: TaskAssignment) -> None:
    """Before, meanwhile and afterwards: then the term has moved by the days it stood still."""
    member = signed_in(check.case.member.person.user)
    assert "Due by 2026-12-01." in text_of(member.get("/me/"))
    suspend(check.case)
    said = text_of(member.get("/me/"))
    assert "The case is suspended: nobody can act on it now." in said
    assert "The clock stands: without the suspension it would be due by 2026-12-01." in said
    assert "Due by" not in said
    clock.travel_to(clock.today() + dt.timedelta(days=2))
    suspending.resume(check.case.pk, by=head_of(check.case), key=desk.key())
    said = text_of(member.get("/me/"))
    assert ("Due by 2026-12-03." in said, "The clock stands" in said) == (True, False)


def test_the_members_page_says_that_a_term_of_the_law_runs_on(
    check: TaskAssignment, monkeypatch: pytest.MonkeyPatch
) -> None:
    within = check.definition.within
    monkeypatch.setattr(check.definition, "within", dataclasses.replace(within, stops=False))
    suspend(check.case)
    said = text_of(signed_in(check.case.member.person.user).get("/me/"))
    assert "Due by 2026-12-01, also while the case is suspended." in said


def test_the_box_counts_what_is_suspended(check: TaskAssignment) -> None:
    """For the holder and for his deputy of these cases, not for others; gone when the case goes on."""
    holder, deputy, other = driving.actor_for(check), head_of(check.case), check.case.opened_by
    give(check.post, holder, deputy, processes=["transfer"])

    def counted() -> list[bool]:
        pages = [text_of(signed_in(user).get("/?box=suspended")) for user in (holder, deputy, other)]
        return ["Suspended 1" in page for page in pages]

    assert counted() == [False, False, False]
    suspend(check.case)
    assert counted() == [True, True, False]
    suspending.resume(check.case.pk, by=head_of(check.case), key=desk.key())
    assert counted() == [False, False, False]
