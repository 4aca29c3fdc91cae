"""The case page, its papers, its chart; calling it off; the sign-in page of a demo."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.conf import settings
from django.http import Http404
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import translation

from audit.models import Access, Entry
from config.demo import driving
from config.demo.building import Demo
from documents.models import Paper
from registry.access import viewer_of
from registry.models import Member, Role, User
from tests import desk
from tests.conftest import DAY
from tests.web.world import signed_in, text_of
from web import swimlane
from web.casefile import CaseFile
from web.demo import groups
from web.views import demo as demo_view
from workflows.engine.models import TaskAssignment
from workflows.processes.transfer.walks import WALKS


def page_of(user: User, turn: TaskAssignment) -> Any:
    """The case page of a turn's case."""
    return signed_in(user).get(f"/cases/{turn.case.reference}/")


def test_the_case_shows_steps_holders_papers_trail_and_articles(approval: TaskAssignment, superior: User) -> None:
    response = page_of(superior, approval)
    said = text_of(response)
    assert approval.case.number in said
    assert "now: Approval of the letter" in said
    assert "to come: Joining the branch" in said
    assert "党员组织关系转接申请" in said
    assert "中国共产党党员组织关系介绍信 to come" in said
    assert "decided: Examination by the organiser, Submit for approval" in said
    assert "材料齐全。" in said
    assert "组通字〔2006〕45号" in said
    assert f"/tasks/{approval.public_id}/" in response.content.decode()


def test_looking_is_noted_and_strangers_find_nothing(approval: TaskAssignment, superior: User, sister: User) -> None:
    page_of(superior, approval)
    looks = Access.objects.filter(object_id=approval.case.reference, viewer_id=str(superior.pk))
    assert set(looks.values_list("what", flat=True)) == {"case", "trail"}
    assert page_of(sister, approval).status_code == 404


def test_a_paper_is_a_picture_a_text_and_a_file(approval: TaskAssignment, superior: User, sister: User) -> None:
    paper = Paper.objects.filter(case_reference=approval.case.reference).latest("pk")
    client = signed_in(superior)
    assert client.get(f"/papers/{paper.public_id}/1.png").content.startswith(b"\x89PNG")
    assert client.get(f"/papers/{paper.public_id}/2.png").status_code == 404
    assert client.get(f"/papers/{paper.public_id}.txt")["Content-Type"].startswith("text/plain")
    pdf = client.get(f"/papers/{paper.public_id}.pdf")
    assert pdf.content.startswith(b"%PDF")
    assert pdf["Content-Disposition"].startswith("attachment")
    assert "private" in pdf["Cache-Control"]
    for ending in ("/1.png", ".txt", ".pdf"):
        assert signed_in(sister).get(f"/papers/{paper.public_id}{ending}").status_code == 404
    assert Access.objects.filter(kind="paper", object_id=paper.public_id).count() == 4


def test_an_auditor_reads_how_a_paper_was_made(approval: TaskAssignment, superior: User, world: Demo) -> None:
    paper = Paper.objects.filter(case_reference=approval.case.reference).latest("pk")
    Paper.objects.filter(pk=paper.pk).update(builds={"weasyprint": "70.0", "fonts": "f" * 64, "pango": "1.50.12"})
    said = text_of(page_of(world.holder("YL", Role.AUDITOR), approval))
    shown = f"How this paper was made SHA-256 of the file {paper.sha256} Fonts {'f' * 64} pango 1.50.12 weasyprint 70.0"
    assert shown in said
    assert "How this paper was made" not in text_of(page_of(superior, approval))


def test_the_address_chooses_the_paper(approval: TaskAssignment, superior: User) -> None:
    papers = Paper.objects.filter(case_reference=approval.case.reference).order_by("pk")
    page = signed_in(superior).get(f"/cases/{approval.case.reference}/?paper={papers[0].public_id}&page=99")
    assert f"/papers/{papers[0].public_id}/1.png" in page.content.decode()
    other = signed_in(superior).get(f"/cases/{approval.case.reference}/?paper=NOSUCH&page=x").content.decode()
    assert f"/papers/{papers.last().public_id}/1.png" in other


def test_the_chart_has_a_lane_for_each_place_and_says_itself_in_words(
    world: Demo, blank_papers: None, secretary: User, ordinary_member: Member
) -> None:
    case = desk.opened(secretary, world.organisations["QH0101"], ordinary_member, world.organisations["HK0103"])
    desk.act(desk.until(case, "branch_check"), outcome="return", opinion="请核对。")
    desk.settle()
    case.refresh_from_db()
    with translation.override("en"):
        drawn = swimlane.chart(CaseFile(case, viewer_of(secretary, DAY)))
    states = {box.name: box.state for box in drawn.boxes}
    assert states["amend"] == "now"
    assert states["branch_check"] == states["consent"] == "again"
    assert states["approve"] == "todo"
    assert [lane.lines for lane in drawn.lanes][:2] == [["The member"], ["Branch"]]
    assert {line.kind for line in drawn.lines} == {"done", "todo"}
    assert len({box.column for box in drawn.boxes}) == len(drawn.boxes)


def test_a_step_gone_back_to_is_drawn_as_a_line_back(approval: TaskAssignment, superior: User) -> None:
    desk.act(approval, superior, outcome="return", opinion="请补正。")
    desk.settle()
    page = page_of(superior, approval).content.decode()
    assert 'class="ed back"' in page
    assert "<desc" in page


def test_long_titles_are_broken_and_cut() -> None:
    assert swimlane.wrapped("支部核对", 94, 2) == ["支部核对"]
    assert swimlane.wrapped("党总支审议并报上级党委", 94, 2) == ["党总支审议并报", "上级党委"]
    assert swimlane.wrapped("Deliberation by the general branch committee", 94, 2)[1].endswith("…")


def test_the_initiator_calls_the_case_off_with_a_reason(approval: TaskAssignment, secretary: User) -> None:
    client, address = signed_in(secretary), f"/cases/{approval.case.reference}/withdraw"
    assert f'id="call-off" href="{address}"' in page_of(secretary, approval).content.decode()
    assert "The case ends here." in text_of(client.get(address))
    refused = client.post(address, {"reason": " ", "key": desk.key()})
    assert refused.status_code == 422
    assert text_of(refused).count("Fill in: Why the request is called off") == 2
    too_long = client.post(address, {"reason": "长" * 301, "key": desk.key()})
    assert (too_long.status_code, "长" * 301 in too_long.content.decode()) == (422, True)
    assert text_of(too_long).count("At most 300 characters; these are 301.") == 2
    assert approval.case.assignments.filter(closed_at=None).exists()
    response = client.post(address, {"reason": "本人工作有变", "key": desk.key()}, follow=True)
    assert "The case is called off." in text_of(response)
    assert "本人工作有变" in text_of(response)
    late = client.post(address, {"reason": "再来", "key": desk.key()})
    assert late.status_code == 409
    assert "gone too far" in text_of(late)
    assert client.get(address)["Location"] == f"/cases/{approval.case.reference}/"


def test_who_did_not_open_it_cannot_call_it_off(approval: TaskAssignment, superior: User) -> None:
    assert 'id="call-off"' not in page_of(superior, approval).content.decode()
    response = signed_in(superior).post(
        f"/cases/{approval.case.reference}/withdraw", {"reason": "不办了", "key": desk.key()}
    )
    assert response.status_code == 403
    assert "Only the initiator or the member concerned" in text_of(response)


@pytest.mark.usefixtures("world", "blank_papers")
def test_a_finished_case_says_how_it_ended() -> None:
    case = driving.to_the_end(driving.begin("transfer", WALKS["closed"]))
    response = signed_in(case.opener.user).get(f"/cases/{case.reference}/")
    said = text_of(response)
    assert "Transferred" in said
    assert "closed the case: Transferred" in said
    assert "earlier steps" in said
    assert 'id="call-off"' not in response.content.decode()


# -- sorry pages and sign-in ------------------------------------------------------------------------------------------


def test_who_has_it_stands_first_and_is_told_from_who_may_write_it_down(
    world: Demo, blank_papers: None, secretary: User, superior: User, ordinary_member: Member
) -> None:
    case = desk.opened(secretary, world.organisations["QH0101"], ordinary_member, world.organisations["HK0103"])
    turn = desk.until(case, "consent")
    holder = f"{turn.post}: {secretary.person}"
    writes, answers, looks_on = (page_of(user, turn) for user in (secretary, ordinary_member.person.user, superior))
    assert "You may record the answer on paper, before two witnesses." in text_of(writes)
    assert "It is with you now. Is this request right?" in text_of(answers)
    said = text_of(looks_on)
    assert f"{ordinary_member} , whom it is about, answers in person." in said
    assert f"On paper, before two witnesses: {holder}" in said
    page = looks_on.content.decode()
    assert page.index('id="now"') < page.index('id="steps"') < page.index('id="papers"')


def test_a_refusal_carries_no_tick(approval: TaskAssignment, superior: User) -> None:
    client = signed_in(superior)
    ground = {"outcome": "refuse", "opinion": "暂缓", "reason_code": "no_duty", "key": desk.key()}
    answered = client.post(f"/tasks/{approval.public_id}/decide", ground, follow=True)
    assert '<div class="toast plain" id="toast"' in answered.content.decode()
    case = driving.to_the_end(driving.begin("transfer", WALKS["refused"]))
    closed = signed_in(case.opener.user).get(f"/cases/{case.reference}/").content.decode()
    assert "Refused" in closed
    assert "chip good" not in closed


def test_an_unknown_address_is_a_page_of_ours(superior: User) -> None:
    response = signed_in(superior).get("/nothing/here/")
    assert response.status_code == 404
    assert "it is not for you to see" in text_of(response)


def test_the_sign_in_page_is_ours_and_offers_nobody_outside_a_demo(client: Client, db: None) -> None:
    response = client.get("/accounts/login/", headers={"accept-language": "en"})
    assert "Accounts are opened by the registrar" in text_of(response)
    assert "demo" not in text_of(response)
    with pytest.raises(NoReverseMatch):
        reverse("demo_enter")


def test_a_demo_offers_who_has_most_to_do_one_of_each_role_and_members(
    world: Demo, monkeypatch: pytest.MonkeyPatch, rf: Any, approval: TaskAssignment, superior: User
) -> None:
    found = groups(DAY)
    first = found[0].people[0]
    assert (first.user, first.waiting) == (superior, 1)
    assert [len(group.people) for group in found] == [1, 8, 1]
    held = [
        set(one.user.person.appointments.values_list("post__role", flat=True))
        for one in found[1].people
        if one.user.person
    ]
    assert [role in roles for role, roles in zip(Role, held, strict=True)] == [True] * 8
    assert len({one.user.pk for group in found for one in group.people}) == 10
    request = rf.post("/demo/enter", {"username": superior.username})
    request.session = Client().session
    with pytest.raises(Http404):
        demo_view.enter(request)
    monkeypatch.setattr(settings, "DEMO", True)
    response = demo_view.enter(request)
    assert response["Location"] == "/"
    assert Entry.objects.filter(act="demo.entered", stream_id=str(superior.pk)).count() == 1


def test_too_many_wrong_passwords_say_so(client: Client, superior: User) -> None:
    for _ in range(5):
        response = client.post(
            "/accounts/login/", {"login": superior.username, "password": "wrong"}, headers={"accept-language": "en"}
        )
    assert response.status_code == 429
    assert "wrong too often" in text_of(response)


@pytest.mark.parametrize("address", ["/accounts/password/change/", "/accounts/2fa/", "/accounts/logout/"])
def test_account_pages_wear_our_clothes(superior: User, address: str) -> None:
    superior.set_password("一个足够长的口令短语")
    superior.save()
    response = signed_in(superior).get(address)
    page = response.content.decode()
    assert response.status_code == 200
    assert '<header class="bar">' in page
    assert "data:" not in re.sub(r"data-[a-z-]+=", "", page)
