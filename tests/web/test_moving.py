"""Handing a task over and standing aside, on their pages."""

from __future__ import annotations

import re

from config.demo.building import Demo
from registry.models import Role, User
from tests import desk
from tests.web.world import signed_in, text_of
from workflows.engine.models import Recusal, TaskAssignment


def test_the_page_lists_the_posts_with_who_holds_them(world: Demo, approval: TaskAssignment, superior: User) -> None:
    page = signed_in(superior).get(f"/tasks/{approval.public_id}/do/hand-over")
    labels = re.findall(r'<label class="opt"[^>]*>.*?<span>(.*?)</span>', page.content.decode())
    names = [
        str(world.holder(code, role))
        for code, role in (
            ("QH01", Role.DEPUTY_SECRETARY), ("QH", Role.DEPARTMENT_HEAD), ("YL", Role.DEPARTMENT_HEAD),
        )
    ]  # fmt: skip
    assert labels == [
        f"玉屏街道工委副书记：{names[0]}", f"清河县委组织部部长：{names[1]}", f"云岭州委组织部部长：{names[2]}",
    ]  # fmt: skip
    assert "checked" not in page.content.decode()


def test_handed_over_and_said_so(world: Demo, approval: TaskAssignment, superior: User) -> None:
    client = signed_in(superior)
    assert f"/tasks/{approval.public_id}/do/hand-over" in client.get(f"/tasks/{approval.public_id}/").content.decode()
    deputy = world.organisations["QH01"].posts.get(role=Role.DEPUTY_SECRETARY)
    answers = {"seen": approval.post_id, "to": deputy.pk, "reason": "外出学习。", "key": desk.key()}
    response = client.post(f"/tasks/{approval.public_id}/do/hand-over", answers)
    assert (response.status_code, response["Location"]) == (302, f"/cases/{approval.case.reference}/")
    said = text_of(client.get(response["Location"]))
    assert "Handed over." in said
    assert "handed a task over: Approval of the letter 外出学习。" in said
    assert f"{superior} (玉屏街道工委书记) handed it over to 玉屏街道工委副书记: 外出学习。" in said
    assert desk.the_turn(approval.case).post == deputy


def test_a_stale_page_answers_409_with_what_was_typed(world: Demo, approval: TaskAssignment, superior: User) -> None:
    client = signed_in(superior)
    posts = {post.role: post.pk for post in world.organisations["QH01"].posts.all()}
    address = f"/tasks/{approval.public_id}/do/hand-over"
    first = {"seen": approval.post_id, "to": posts[Role.DEPUTY_SECRETARY], "reason": "外出", "key": desk.key()}
    assert client.post(address, first).status_code == 302
    before = desk.state()
    response = client.post(address, first | {"reason": "另有安排，请您代办。", "key": desk.key()})
    said = text_of(response)
    assert (response.status_code, desk.state() == before) == (409, True)
    assert "This task has gone to 玉屏街道工委副书记 meanwhile." in said
    assert "另有安排，请您代办。" in said


def test_mistakes_are_named_at_their_fields(approval: TaskAssignment, superior: User) -> None:
    client, address = signed_in(superior), f"/tasks/{approval.public_id}/do/hand-over"
    before = desk.state()
    nothing = client.post(address, {"seen": approval.post_id, "key": "k"})
    assert (nothing.status_code, nothing.content.decode().count('class="errmsg"')) == (422, 2)
    for odd in ("0", str(approval.post_id)):
        response = client.post(address, {"seen": approval.post_id, "to": odd, "reason": "外出", "key": "k"})
        assert response.status_code == 422
        assert 'id="id_to_error"' in response.content.decode()
    assert desk.state() == before


def test_four_people_are_offered_it_or_not(
    world: Demo, approval: TaskAssignment, secretary: User, superior: User, sister: User, outsider: User
) -> None:
    """Who may see the case and not act is told so; to the others there is nothing."""
    for verb in ("hand-over", "interest"):
        address = f"/tasks/{approval.public_id}/do/{verb}"
        people = (superior, secretary, sister, outsider)
        assert [signed_in(user).get(address).status_code for user in people] == [200, 403, 404, 404]
        deputy = world.holder("QH01", Role.DEPUTY_SECRETARY)
        assert signed_in(deputy).get(address).status_code == 403


def test_standing_aside(world: Demo, approval: TaskAssignment, superior: User, secretary: User) -> None:
    client = signed_in(superior)
    page = text_of(client.get(f"/tasks/{approval.public_id}/do/interest"))
    assert "this cannot be undone" in page
    answers = {"reason": "系本人表亲。", "key": desk.key()}
    response = client.post(f"/tasks/{approval.public_id}/do/interest", answers, follow=True)
    said = text_of(response)
    assert "You stand aside in this case; somebody else has the task now." in said
    assert f"{superior} (玉屏街道工委书记) stands aside: declared an interest." in said
    assert Recusal.objects.get().person == superior.person
    turn = desk.the_turn(approval.case)
    assert turn.post.role == Role.DEPUTY_SECRETARY
    assert client.get(f"/tasks/{approval.public_id}/do/interest").status_code == 403
    why = text_of(signed_in(secretary).get(f"/tasks/{approval.public_id}/"))
    assert "Why this post?" in why
    assert "stands aside: declared an interest" in why
