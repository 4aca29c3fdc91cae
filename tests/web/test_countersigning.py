"""The pages of a step that several people sign: the roll, what an opinion leads to, signers added and taken off."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from config.demo import driving
from config.demo.building import Demo
from registry.models import Role, User
from tests import desk
from tests.web.world import signed_in, text_of
from tests.workflows.conftest import at  # noqa: F401 -- a fixture
from tests.workflows.countersigned_desk import Desk
from tests.workflows.deputing import give
from workflows.engine.models import Signing, TaskAssignment
from workflows.processes.instruction.walks import WALKS

Begin = Callable[..., Desk]


@pytest.fixture(autouse=True)
def _blank(blank_papers: None) -> None:
    """No paper is looked at here."""


def pane(case: Desk, who: str, user: User | None = None) -> str:
    page = signed_in(user or case.user(who)).get(f"/tasks/{case.turn(who).public_id}/")
    assert page.status_code == 200
    return text_of(page)


def test_the_task_shows_who_has_signed_what_and_what_is_still_needed(at: Begin) -> None:  # noqa: F811
    case = at("MoreThanHalf")
    case.sign("deputy", "disagree")
    said = pane(case, "secretary")
    assert "1 of 3 have agreed" not in said
    assert "0 of 3 have agreed; 2 more must agree. More than half must agree. They sign at the same time." in said
    deputy, secretary = case.user("deputy").person.name, case.user("secretary").person.name
    assert f"玉屏街道工委副书记: Disagree {deputy} 理由如下。" in said
    assert f"玉屏街道工委书记: is to sign {secretary}" in said
    assert "Agree: counted; one more must agree" in said


def test_a_deputys_signature_names_whom_he_signed_for(at: Begin, sister: User) -> None:  # noqa: F811
    case = at("MoreThanHalf")
    give(case.turn("deputy").post, case.user("deputy"), sister)
    case.sign("deputy", by=sister)
    assert f"玉屏街道工委副书记: Agree {sister} for {case.user('deputy')}" in pane(case, "secretary")


def test_who_left_and_why(at: Begin) -> None:  # noqa: F811
    case = at("MoreThanHalf")
    case.leave("organiser")
    case.sign("deputy")
    said = pane(case, "secretary")
    assert "玉屏街道工委组织员: vacant, does not count" in said
    assert "1 of 2 have agreed; one more decides." in said


def test_the_step_before_says_who_will_sign(at: Begin) -> None:  # noqa: F811
    case = at()
    case.sign("secretary", "return")
    desk.settle()
    turn = desk.the_turn(case.case)
    said = text_of(signed_in(driving.actor_for(turn)).get(f"/tasks/{turn.public_id}/"))
    assert "next: 会签, 玉屏街道工委书记、玉屏街道工委副书记、玉屏街道工委组织员" in said


def test_in_order_the_page_says_who_signs_later(at: Begin) -> None:  # noqa: F811
    case = at("InOrder")
    said = pane(case, "secretary")
    assert "They sign one after another." in said
    assert said.count(": signs later") == 2


def test_a_task_that_is_no_longer_needed_says_so(at: Begin) -> None:  # noqa: F811
    case = at("AnyOne")
    case.sign("deputy")
    said = pane(case, "secretary")
    assert "Your signature is no longer needed: the countersign has been decided without it." in said
    assert "Agreed: 1 of 3. One must agree." in said
    inbox = signed_in(case.user("secretary"))
    name = case.case.member.person.name
    assert name not in text_of(inbox.get("/?box=decided")).split("Decided")[-1]


def test_whoever_signs_needs_one_key(at: Begin) -> None:  # noqa: F811
    case = at()
    client = signed_in(case.user("secretary"))
    turn = case.turn("secretary")
    response = client.post(f"/tasks/{turn.public_id}/decide", {"outcome": "disagree", "opinion": "", "key": desk.key()})
    assert (response.status_code, "refused" in text_of(response)) == (422, True)
    response = client.post(f"/tasks/{turn.public_id}/decide", {"outcome": "agree", "opinion": "", "key": desk.key()})
    assert (response.status_code, case.open()) == (302, ["deputy", "organiser"])


def test_a_signature_is_taken_back_on_the_page(at: Begin) -> None:  # noqa: F811
    case = at()
    decision = case.sign("secretary")
    case.sign("deputy")
    client = signed_in(case.user("secretary"))
    response = client.post(f"/decisions/{decision.public_id}/recall", {"key": desk.key()})
    assert (response.status_code, response["Location"]) == (302, f"/tasks/{case.turn('secretary').public_id}/")
    assert case.open() == ["secretary", "organiser"]


def test_the_case_page_counts_a_round_as_one_step(at: Begin) -> None:  # noqa: F811
    case = at("MoreThanHalf")
    case.sign("deputy", "disagree")
    page = signed_in(case.user("secretary")).get(f"/cases/{case.case.reference}/")
    said = text_of(page)
    assert "step 3 of 3" in said
    assert page.content.decode().count('<span class="chip info">会签</span>') == 1
    assert "0 of 3 have agreed; 2 more must agree." in said


def test_an_old_round_stays_readable_as_it_was(at: Begin) -> None:  # noqa: F811
    case = at()
    case.sign("secretary")
    case.sign("deputy", "return")
    desk.settle()
    case.drafted()
    said = text_of(signed_in(case.user("secretary")).get(f"/cases/{case.case.reference}/"))
    assert "Sent back by a signer." in said
    assert "玉屏街道工委副书记: Return for correction" in said
    assert "0 of 3 have agreed; 3 more must agree." in said
    assert "the signatures decided: 会签" in said


# -- the verbs ------------------------------------------------------------------------------------------------------------


def test_a_signer_asks_for_one_more_and_takes_him_off_again(at: Begin) -> None:  # noqa: F811
    case = at()
    client, turn = signed_in(case.user("secretary")), case.turn("secretary")
    assert "Ask for one more signature" in pane(case, "secretary")
    assert "Take a signer off" not in pane(case, "secretary")
    address = f"/tasks/{turn.public_id}/do/add_signer"
    wanted = case.post("QH", Role.ORGANISER)
    page = text_of(client.get(address))
    assert ("清河县委组织部组织员" in page, "After me" in page) == (True, True)
    response = client.post(address, {"post": wanted.pk, "place": "parallel", "reason": "", "key": desk.key()})
    assert (response.status_code, "Fill in: Why" in text_of(response)) == (422, True)
    response = client.post(address, {"post": wanted.pk, "place": "parallel", "reason": "请审。", "key": desk.key()})
    assert response.status_code == 302
    name = case.user("secretary").person.name
    assert f"asked for by {name}: 请审。" in pane(case, "deputy")
    (signer,) = Signing.objects.get(case=case.case).signers.filter(added_by__isnull=False)
    address = f"/tasks/{turn.public_id}/do/remove_signer"
    response = client.post(address, {"signer": signer.public_id, "reason": "不必。", "key": desk.key()})
    assert (response.status_code, "清河县委组织部组织员: taken off" in pane(case, "deputy")) == (302, True)


@pytest.mark.parametrize("verb", ["add_signer", "remove_signer"])
def test_nobody_else_is_offered_it(at: Begin, verb: str, sister: User, outsider: User, secretary: User) -> None:  # noqa: F811
    case = at()
    case.add("secretary", case.post("QH", Role.ORGANISER))
    before = desk.state()
    address = f"/tasks/{case.turn('secretary').public_id}/do/{verb}"
    found = [
        signed_in(user).get(address).status_code
        for user in (case.user("secretary"), secretary, case.user("deputy"), sister, outsider)
    ]
    assert found == [200, 403, 403, 404, 404]
    assert desk.state() | {"audit_entry": None} == before | {"audit_entry": None}


def test_whoever_sent_it_changes_the_roll_from_the_case(at: Begin) -> None:  # noqa: F811
    case = at("MoreThanHalf")
    sender = case.world.holder("QH0101", Role.ORGANISATION_COMMISSIONER)
    client, address = signed_in(sender), f"/cases/{case.case.reference}"
    assert "Take a signer off" in text_of(client.get(f"{address}/"))
    signer = next(s for s in case.signing().signers.all() if case.name(s.post) == "deputy")
    answers = {"signer": signer.public_id, "reason": "出差。", "key": desk.key()}
    assert client.post(f"{address}/do/remove_signer", answers).status_code == 302
    assert case.open() == ["secretary", "organiser"]


# -- what they cost -------------------------------------------------------------------------------------------------------


def queries(client: Any, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_a_longer_roll_costs_no_more_questions(at: Begin) -> None:  # noqa: F811
    case = at()
    client, address = signed_in(case.user("deputy")), f"/tasks/{case.turn('deputy').public_id}/"
    client.get(address)
    before = queries(client, address)
    case.add("secretary", case.post("QH", Role.ORGANISER))
    assert queries(client, address) == before


def test_two_who_looked_at_the_same_moment_both_sign(world: Demo) -> None:
    """The sheet that agreeing would issue is of all signers: what one of them is shown does not bind him to it."""
    drive = driving.begin("instruction", WALKS["differing"])
    for _step in range(20):
        desk.settle()
        turns = list(
            TaskAssignment.objects.filter(case=drive.case, closed_at__isnull=True).select_related("task", "case")
        )
        if len(turns) == 2 and turns[0].step == "consult":
            break
        driving.step(drive)
    signers = [(turn, signed_in(driving.actor_for(turn))) for turn in turns]
    pages = [client.get(f"/tasks/{turn.public_id}/").content.decode() for turn, client in signers]
    for (turn, client), page in zip(signers, pages, strict=True):
        sent = dict(re.findall(r'<input type="hidden" name="(key|digest)" value="([^"]+)"', page))
        answer = client.post(
            f"/tasks/{turn.public_id}/decide", sent | {"outcome": "agree", "opinion": "", "reason_code": ""}
        )
        assert answer.status_code == 302, text_of(answer)
    assert Signing.objects.get(case=drive.case).events.filter(kind="signed").count() == 2
