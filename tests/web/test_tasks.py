"""One task: decided in its pane or over its check page; every refusal keeps what was typed; taken back in time."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from audit import clock
from registry.models import Member, Role, User
from tests import desk
from tests.web.world import signed_in, text_of
from workflows.engine.models import Case, Decision, Draft, TaskAssignment

HTMX = {"HX-Request": "true"}
CHECKED = {"outcome": "pass", "dues_paid_until": "2026-11", "outstanding": "", "opinion": "情况属实。"}


def decide(client: Client, turn: TaskAssignment, answers: dict[str, str], **options: object) -> object:
    """Send answers with a fresh key."""
    address = f"/tasks/{turn.public_id}/decide"
    return client.post(address, answers | {"key": answers.get("key", desk.key())}, **options)  # type: ignore[arg-type]


def hidden(response: object, name: str) -> str:
    """The value of a hidden field of a page."""
    found = re.search(rf'name="{name}" value="([^"]*)"', response.content.decode())  # type: ignore[attr-defined]
    assert found, name
    return found[1]


def buttons(response: object) -> list[tuple[str, bool]]:
    """The outcomes of a routine decision in the order of their buttons, and which one leads."""
    page = response.content.decode()  # type: ignore[attr-defined]
    found = re.findall(r'<button type="submit" class="([^"]*)"[^>]* name="outcome" value="([^"]*)"', page)
    return [(outcome, "pri" in shown.split()) for shown, outcome in found]


# -- reading ----------------------------------------------------------------------------------------------------------


def test_the_task_says_why_what_was_checked_and_what_follows(approval: TaskAssignment, superior: User) -> None:
    said = text_of(signed_in(superior).get(f"/tasks/{approval.public_id}/"))
    assert "This organisation issues letters for the branch" in said
    assert "In order: Dues are paid up to" in said
    assert "党员教育管理工作条例第25条" in said
    assert "issues 中国共产党党员组织关系介绍信" in said
    assert "next: Handing over the letter" in said
    assert approval.case.subject.person.id_number() not in said


def test_htmx_gets_the_pane_alone_and_small(approval: TaskAssignment, superior: User) -> None:
    client = signed_in(superior)
    fragment = client.get(f"/tasks/{approval.public_id}/", headers=HTMX).content
    title, pane = fragment.lstrip().split(b"</title>")
    assert (title.startswith(b"<title>"), pane.startswith(b'<section class="pane"')) == (True, True)
    assert b"<html" not in fragment
    restored = client.get(f"/tasks/{approval.public_id}/", headers=HTMX | {"HX-History-Restore-Request": "true"})
    assert b"<html" in restored.content


def test_the_draft_of_the_letter_is_a_picture_for_this_viewer_only(approval: TaskAssignment, superior: User) -> None:
    client = signed_in(superior)
    page = client.get(f"/tasks/{approval.public_id}/").content.decode()
    address = re.search(r'src="(/drafts/[^"]+)"', page)[1].replace("&amp;", "&")  # type: ignore[index]
    response = client.get(address)
    assert response["Content-Type"] == "image/webp"
    assert response.content.startswith(b"RIFF")
    large = client.get(address.replace("&size=small", ""))
    assert (large["Content-Type"], large.content[:4]) == ("image/png", b"\x89PNG")
    assert client.get(address.split("?")[0]).status_code == 404
    assert client.get(address.replace("/1.png", "/9.png")).status_code == 404
    other = approval.post.organisation.posts.get(role=Role.DEPUTY_SECRETARY).appointments.get().person.user
    assert signed_in(other).get(address).status_code == 404


def test_who_may_see_but_not_act_reads_who_may(approval: TaskAssignment, secretary: User) -> None:
    response = signed_in(secretary).get(f"/tasks/{approval.public_id}/")
    assert response.status_code == 200
    assert f"This is up to {approval.post}" in text_of(response)
    assert "/decide" not in response.content.decode()


def test_what_may_not_be_seen_does_not_exist(approval: TaskAssignment, sister: User) -> None:
    client = signed_in(sister)
    assert client.get(f"/tasks/{approval.public_id}/").status_code == 404
    assert decide(client, approval, {"outcome": "agree"}).status_code == 404  # type: ignore[attr-defined]
    assert client.get("/tasks/NOSUCHTASK/").status_code == 404


# -- deciding in the pane ---------------------------------------------------------------------------------------------


def test_one_post_decides_and_leads_on(approval: TaskAssignment, superior: User) -> None:
    client = signed_in(superior)
    page = client.get(f"/tasks/{approval.public_id}/")
    answers = {"outcome": "agree", "opinion": "", "key": hidden(page, "key"), "digest": hidden(page, "digest")}
    response = decide(client, approval, answers)
    made = Decision.objects.get(assignment=approval)
    assert response.status_code == 302  # type: ignore[attr-defined]
    assert response["Location"] == f"/?done={made.public_id}"  # type: ignore[index]
    assert made.facts_digest == answers["digest"]
    said = text_of(client.get(response["Location"]))  # type: ignore[index]
    assert "can be undone until" in said
    assert "All done: nothing waits for you." in said


def test_htmx_gets_the_next_pane_and_the_row_goes(approval: TaskAssignment, superior: User) -> None:
    response = decide(signed_in(superior), approval, {"outcome": "agree"}, headers=HTMX)
    page = response.content.decode()  # type: ignore[attr-defined]
    assert response["HX-Push-Url"] == "/"  # type: ignore[index]
    assert f'<li id="row-{approval.public_id}" hx-swap-oob="delete">' in page
    assert 'id="undo"' in page
    assert len(page.encode()) < 5000
    boxes = re.search(r'<ul id="boxes" hx-swap-oob="true">.*?</ul>', page, re.DOTALL)[0]  # type: ignore[index]
    assert 'class="c"' not in boxes  # nothing waits any more
    assert '<div id="kinds" hx-swap-oob="true"></div>' in page


def test_a_repeated_post_is_answered_with_the_first_result(approval: TaskAssignment, superior: User) -> None:
    client, answers = signed_in(superior), {"outcome": "agree", "key": desk.key()}
    first, second = (decide(client, approval, answers)["Location"] for _ in range(2))  # type: ignore[index]
    assert first == second
    assert Decision.objects.filter(assignment=approval).count() == 1


def test_a_return_without_a_reason_is_asked_for_it_and_nothing_is_lost(
    approval: TaskAssignment, superior: User
) -> None:
    response = decide(signed_in(superior), approval, {"outcome": "refuse", "opinion": "暂缓", "reason_code": ""})
    page, said = response.content.decode(), text_of(response)  # type: ignore[attr-defined]
    assert response.status_code == 422  # type: ignore[attr-defined]
    assert said.count("Choose the ground of the refusal.") == 2
    assert ">暂缓</textarea>" in page
    assert 'href="#id_reason_code"' in page
    assert said.startswith("Error:")
    assert not Decision.objects.filter(assignment=approval).exists()


def test_an_outcome_that_was_not_taken_leads_when_it_is_asked_again(approval: TaskAssignment, superior: User) -> None:
    client = signed_in(superior)
    fresh, again = client.get(f"/tasks/{approval.public_id}/"), decide(client, approval, {"outcome": "return"})
    assert buttons(fresh) == [("agree", True), ("return", False), ("refuse", False)]
    assert again.status_code == 422  # type: ignore[attr-defined]
    assert buttons(again) == [("return", True), ("agree", False), ("refuse", False)]
    refused = decide(client, approval, {"outcome": "refuse"})
    assert buttons(refused) == [("refuse", False), ("agree", False), ("return", False)]


def test_a_check_names_the_outcome_it_bars(approval: TaskAssignment, superior: User) -> None:
    approval.case.subject.affiliations.update(until="2026-11-01")
    page = signed_in(superior).get(f"/tasks/{approval.public_id}/")
    assert "“Agree” is not possible: " in text_of(page)
    assert buttons(page) == [("agree", False), ("return", False), ("refuse", False)]


def test_a_changed_paper_is_shown_again_before_it_is_issued(approval: TaskAssignment, superior: User) -> None:
    answers = {"outcome": "agree", "opinion": "同意", "digest": "0" * 64}
    response = decide(signed_in(superior), approval, answers)
    assert response.status_code == 409  # type: ignore[attr-defined]
    assert "has changed since you looked at it" in text_of(response)
    assert ">同意</textarea>" in response.content.decode()  # type: ignore[attr-defined]
    assert not Decision.objects.filter(assignment=approval).exists()


def test_a_rule_that_says_no_stands_on_top_of_what_was_typed(approval: TaskAssignment, superior: User) -> None:
    Member.objects.filter(pk=approval.case.subject_id).update(standing="withdrawn")
    response = decide(signed_in(superior), approval, {"outcome": "agree", "opinion": "同意转出"})
    assert response.status_code == 422  # type: ignore[attr-defined]
    assert "is not on the roll" in text_of(response)
    assert "Nothing you typed is lost." in text_of(response)
    assert ">同意转出</textarea>" in response.content.decode()  # type: ignore[attr-defined]


def test_who_comes_second_learns_who_was_faster(approval: TaskAssignment, superior: User) -> None:
    client = signed_in(superior)
    desk.act(approval, superior)
    response = decide(client, approval, {"outcome": "return", "opinion": "请补正"}, headers=HTMX)
    said = text_of(response)
    assert response.status_code == 409  # type: ignore[attr-defined]
    assert f"{superior} ({approval.post}) has dealt with this already" in said
    assert "What you typed" in said
    assert "请补正" in said


def test_who_may_not_act_is_told_so_and_keeps_his_words(approval: TaskAssignment, secretary: User) -> None:
    response = decide(signed_in(secretary), approval, {"outcome": "agree", "opinion": "我来批"})
    assert response.status_code == 403  # type: ignore[attr-defined]
    assert "a post you do not hold today" in text_of(response)
    assert "我来批" in text_of(response)
    assert not Decision.objects.filter(assignment=approval).exists()


# -- taking back ------------------------------------------------------------------------------------------------------


def test_undo_brings_the_task_back_with_what_was_said(approval: TaskAssignment, superior: User) -> None:
    client = signed_in(superior)
    decide(client, approval, {"outcome": "return", "opinion": "请补正材料"})
    made = Decision.objects.get(assignment=approval)
    response = client.post(f"/decisions/{made.public_id}/recall", {"key": desk.key()}, follow=True)
    again = desk.the_turn(approval.case)
    assert again.step == "approve"
    assert response.redirect_chain[-1][0] == f"/tasks/{again.public_id}/"
    assert "Taken back. The task is open again." in text_of(response)
    assert ">请补正材料</textarea>" in response.content.decode()


def test_undo_in_htmx_brings_pane_and_row(approval: TaskAssignment, superior: User) -> None:
    client = signed_in(superior)
    made = desk.act(approval, superior)
    response = client.post(f"/decisions/{made.public_id}/recall", {"key": desk.key()}, headers=HTMX)
    again = desk.the_turn(approval.case)
    page = response.content.decode()
    assert response["HX-Push-Url"] == f"/tasks/{again.public_id}/"
    assert f'id="row-{again.public_id}"' in page
    assert 'id="rows" hx-swap-oob="true"' in page
    assert re.findall(r'<span class="c">(\d+)</span>', page)[:2] == ["1", "1"]  # the box, and the matter


def test_undo_too_late_or_of_others_is_refused(approval: TaskAssignment, superior: User, secretary: User) -> None:
    made = desk.act(approval, superior)
    address = f"/decisions/{made.public_id}/recall"
    assert signed_in(secretary).post(address, {"key": desk.key()}).status_code == 404
    desk.settle()
    late = signed_in(superior).post(address, {"key": desk.key()}, headers=HTMX)
    assert late.status_code == 409
    assert "It is too late to take this back" in text_of(late)
    assert late.content.lstrip().startswith(b'<section class="pane"')


# -- steps with a form ------------------------------------------------------------------------------------------------


@pytest.fixture
def commissioner(checking: TaskAssignment) -> User:
    """Who checks for the branch."""
    return checking.post.appointments.get().person.user


def test_a_step_with_a_paper_is_checked_before_it_is_submitted(checking: TaskAssignment, commissioner: User) -> None:
    client = signed_in(commissioner)
    page = decide(client, checking, CHECKED)
    said = text_of(page)
    assert "Check, then submit" in said
    assert "情况属实。" in said
    assert "issues 党员组织关系转接支部核对表" in said
    assert not Decision.objects.filter(assignment=checking).exists()
    confirmed = CHECKED | {"key": hidden(page, "key"), "digest": hidden(page, "digest"), "confirmed": "1"}
    response = decide(client, checking, confirmed)
    made = Decision.objects.get(assignment=checking)
    assert response["Location"] == f"/?done={made.public_id}"  # type: ignore[index]
    assert made.facts_digest == confirmed["digest"] != ""


def test_from_the_check_page_one_goes_back_with_everything(checking: TaskAssignment, commissioner: User) -> None:
    response = decide(signed_in(commissioner), checking, CHECKED | {"change": "1"})
    page = response.content.decode()  # type: ignore[attr-defined]
    assert "情况属实。</textarea>" in page
    assert "errsum" not in page
    assert re.search(r'value="pass" id="id_outcome_0" checked', page)


def test_an_outcome_without_a_paper_needs_no_check_page(checking: TaskAssignment, commissioner: User) -> None:
    response = decide(signed_in(commissioner), checking, CHECKED | {"outcome": "return", "opinion": "请再核对。"})
    assert response.status_code == 302  # type: ignore[attr-defined]
    assert Decision.objects.get(assignment=checking).outcome == "return"


def test_mistakes_stand_in_the_summary_and_at_the_field(checking: TaskAssignment, commissioner: User) -> None:
    response = decide(signed_in(commissioner), checking, {"outcome": "", "dues_paid_until": "13月", "opinion": "留着"})
    page, said = response.content.decode(), text_of(response)  # type: ignore[attr-defined]
    assert response.status_code == 422  # type: ignore[attr-defined]
    assert said.count("Fill in: Result of the check") == 2
    assert said.count("Write year and month like 2026-11 or 2026年11月.") == 2
    assert 'href="#id_outcome_0"' in page
    assert 'id="id_dues_paid_until_error"' in page
    assert "留着</textarea>" in page


def test_a_draft_is_kept_for_its_author_and_goes_with_the_decision(
    checking: TaskAssignment, commissioner: User, secretary: User
) -> None:
    client = signed_in(commissioner)
    saved = client.post(f"/tasks/{checking.public_id}/draft", CHECKED | {"opinion": "写到一半"}, follow=True)
    assert "Saved. Only you can see it." in text_of(saved)
    assert "写到一半</textarea>" in client.get(f"/tasks/{checking.public_id}/").content.decode()
    assert "写到一半" not in text_of(signed_in(secretary).get(f"/tasks/{checking.public_id}/"))
    decide(client, checking, CHECKED | {"outcome": "return", "opinion": "请再核对。"})
    assert not Draft.objects.exists()


def test_who_may_not_act_keeps_no_draft(checking: TaskAssignment, secretary: User) -> None:
    response = signed_in(secretary).post(f"/tasks/{checking.public_id}/draft", CHECKED)
    assert response.status_code == 403
    assert "情况属实。" in text_of(response)
    assert not Draft.objects.exists()


def test_the_member_answers_himself_or_the_post_records_his_words(
    world: object, blank_papers: None, secretary: User, ordinary_member: Member
) -> None:
    case = desk.opened(secretary, world.organisations["QH0101"], ordinary_member, world.organisations["HK0103"])  # type: ignore[attr-defined]
    turn = desk.until(case, "consent")
    own = text_of(signed_in(ordinary_member.person.user).get(f"/tasks/{turn.public_id}/"))
    assert "First witness" not in own
    recorded = text_of(signed_in(secretary).get(f"/tasks/{turn.public_id}/"))
    assert "First witness" in recorded
    assert "before two witnesses" in recorded


def test_nothing_is_decided_by_looking(approval: TaskAssignment, superior: User) -> None:
    client = signed_in(superior)
    before, task = desk.state(), f"/tasks/{approval.public_id}/"
    for address in ("decide", "draft"):
        for look in (client.get, client.head):
            assert look(f"{task}{address}?box=open")["Location"] == f"{task}?box=open"
    assert client.get("/decisions/ABCDEFGHJK/recall")["Location"] == "/"
    assert client.put(f"{task}decide").status_code == 405
    assert desk.state() == before


def test_the_next_task_of_the_same_list_follows(
    approval: TaskAssignment, superior: User, secretary: User, world: object
) -> None:
    members = [
        m for m in world.members("QH0101") if m.pk != approval.case.subject_id and not m.person.appointments.exists()
    ]  # type: ignore[attr-defined]
    other: Case = desk.opened(secretary, approval.case.organisation, members[0], world.organisations["HK0103"])  # type: ignore[attr-defined]
    second = desk.until(other, "approve")
    response = signed_in(superior).post(
        f"/tasks/{approval.public_id}/decide?process=transfer", {"outcome": "agree", "key": desk.key()}
    )
    made = Decision.objects.get(assignment=approval)
    assert response["Location"] == f"/tasks/{second.public_id}/?process=transfer&done={made.public_id}"
    assert clock.now() < made.held_until


def test_whoever_corrects_reads_the_objection_on_top_of_the_form(checking: TaskAssignment, commissioner: User) -> None:
    decide(signed_in(commissioner), checking, CHECKED | {"outcome": "return", "opinion": "接收单位不对。"})
    clock.advance(desk.HOLD)
    turn = desk.the_turn(checking.case)
    page = signed_in(checking.case.opener.user).get(f"/tasks/{turn.public_id}/")
    note = f"{commissioner}, {checking.post} : Check by the branch , Send back to be corrected"
    said = text_of(page)
    assert turn.step == "amend"
    form = said[said.index("Correct what was found wrong") :]
    assert form.index("接收单位不对。") < form.index("Receiving branch")
    assert note.replace(" ", "") in form.replace(" ", "")
