"""Opening a case by the wizard: nothing lost, each mistake at its field, submitted once."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils.html import escape

from config.demo.building import Demo
from registry.models import Member, Organisation, User
from tests.web.world import fill_in, request_answers, signed_in, text_of
from web.templatetags.desk import icon
from workflows.engine import catalogue
from workflows.engine.models import Case, Draft


@pytest.fixture
def client(secretary: User) -> Client:
    return signed_in(secretary)


@pytest.fixture
def answers(world: Demo, ordinary_member: Member) -> list[dict[str, str]]:
    return request_answers(ordinary_member, world.organisations["HK0103"])


def test_the_chooser_offers_what_may_be_started(client: Client) -> None:
    response = client.get("/start/")
    assert "/start/transfer/" in response.content.decode()
    assert "About 6 minutes" in text_of(response)


@pytest.mark.parametrize("name", sorted(catalogue.processes()))
def test_every_process_can_be_started_from_the_chooser(name: str, world: Demo) -> None:
    """With its icon, whose name is only known when it is drawn."""
    process = catalogue.process(name)
    place = "QH0101" if "branch" in process.opened_at_levels else "QH01"
    client = signed_in(world.holder(place, process.opened_by[0]))
    assert "<svg" in icon(process.icon)
    assert f'href="/start/{name}/"' in client.get("/start/").content.decode()
    page = text_of(client.get(f"/start/{name}/"))
    assert str(process.start.form.topics[0].title) in page


def test_the_chooser_offers_nothing_to_who_may_start_nothing(superior: User) -> None:
    response = signed_in(superior).get("/start/")
    assert "/start/transfer/" not in response.content.decode()
    assert signed_in(superior).get("/start/transfer/").status_code == 403


def test_an_unknown_matter_is_not_found(client: Client) -> None:
    assert client.get("/start/nothing/").status_code == 404


def test_an_empty_page_names_what_is_missing_in_summary_and_at_the_field(client: Client) -> None:
    response = client.post("/start/transfer/", {"member": ""}, follow=True)
    assert response.redirect_chain == [("/start/transfer/?wrong=1", 302)]
    assert text_of(response).count("Fill in: Member") == 2
    assert 'href="#id_member"' in response.content.decode()
    assert not Draft.objects.exists()


def test_a_page_asks_only_for_its_own_fields(client: Client, answers: list[dict[str, str]]) -> None:
    response = client.post("/start/transfer/", answers[0])
    assert response.status_code == 302
    assert response["Location"].endswith("/2/")
    assert Draft.objects.get().answers["member"] == answers[0]["member"]


def test_what_was_typed_stays_when_something_is_wrong(client: Client, answers: list[dict[str, str]]) -> None:
    second = client.post("/start/transfer/", answers[0])["Location"]
    response = client.post(second, {"to": "社区", "start_on": "2026-02-30", "fixed_place": "yes"}, follow=True)
    page = response.content.decode()
    assert response.redirect_chain == [(f"{second}?wrong=1", 302)]
    assert 'value="社区"' in page
    assert "2026-02-30" in page
    assert "There is no such day" in page
    assert page.count('name="to_choice"') > 1


def test_an_ambiguous_name_becomes_a_choice(client: Client, world: Demo, answers: list[dict[str, str]]) -> None:
    second = client.post("/start/transfer/", answers[0])["Location"]
    chosen = world.organisations["HK0103"]
    response = client.post(second, answers[1] | {"to": "社区", "to_choice": chosen.public_id})
    assert response["Location"].endswith("/3/")
    assert chosen.name in client.get(second).content.decode()


def test_a_draft_is_kept_even_with_mistakes_and_can_be_continued(client: Client, answers: list[dict[str, str]]) -> None:
    second = client.post("/start/transfer/", answers[0])["Location"]
    response = client.post(second, {"to": "", "start_on": "tomorrow", "save": "1"}, follow=True)
    assert "Saved" in text_of(response)
    assert "Not finished yet" in text_of(response)
    assert "tomorrow" in client.get(second).content.decode()


def test_a_draft_is_deleted_only_after_asking(client: Client, answers: list[dict[str, str]]) -> None:
    client.post("/start/transfer/", answers[0])
    address = f"/start/drafts/{Draft.objects.get().public_id}/delete/"
    assert "Delete the draft?" in text_of(client.get(address))
    assert Draft.objects.exists()
    client.post(address)
    assert not Draft.objects.exists()


def test_nobody_sees_the_draft_of_another(client: Client, sister: User, answers: list[dict[str, str]]) -> None:
    second = client.post("/start/transfer/", answers[0])["Location"]
    other = signed_in(sister)
    draft = Draft.objects.get().public_id
    assert other.get(second).status_code == 404
    assert other.post(f"/start/drafts/{draft}/delete/").status_code == 404
    assert other.get(f"/start/transfer/{draft}/check/").status_code == 404


def test_the_check_page_says_everything_before_submitting(client: Client, answers: list[dict[str, str]]) -> None:
    response = client.get(fill_in(client, answers))
    said = text_of(response)
    assert response.status_code == 200
    assert "Checked by the system" in said
    assert "can record the answer on paper" in said
    assert "Due by 2026-12-01" in said
    assert "You can call it off until this is decided: Approval of the letter" in said
    assert "党员组织关系转接申请" in said
    assert "not given" in said
    assert "?then=check#id_telephone" in response.content.decode()
    assert not Case.objects.exists()


def test_the_paper_is_shown_as_a_picture(client: Client, answers: list[dict[str, str]]) -> None:
    check = fill_in(client, answers)
    picture = client.get(check.replace("check/", "paper/1.png"))
    assert picture["Content-Type"] == "image/png"
    assert client.get(check.replace("check/", "paper/9.png")).status_code == 404


def test_a_change_leads_straight_back_to_the_check_page(client: Client, answers: list[dict[str, str]]) -> None:
    check = fill_in(client, answers)
    page = check.replace("check/", "3/") + "?then=check"
    response = client.post(page, answers[2] | {"telephone": "0855-2200000"})
    assert response["Location"] == check
    assert "0855-2200000" in text_of(client.get(check))


def test_the_check_page_of_an_unfinished_draft_leads_to_what_is_missing(
    client: Client, answers: list[dict[str, str]]
) -> None:
    second = client.post("/start/transfer/", answers[0])["Location"]
    response = client.get(second.replace("/2/", "/check/"), follow=True)
    assert response.redirect_chain[-1][0].endswith("/2/?then=check")
    assert "Fill in: Receiving branch or committee" in text_of(response)


def test_submitting_twice_opens_one_case(client: Client, answers: list[dict[str, str]]) -> None:
    check = fill_in(client, answers)
    first, second = client.post(check), client.post(check)
    case = Case.objects.get()
    assert first["Location"] == second["Location"] == f"/start/done/{case.reference}/"
    assert not Draft.objects.exists()
    said = text_of(client.get(first["Location"]))
    assert case.number in said
    assert "by 2026-12-01" in said


def test_a_member_with_an_open_case_is_refused_where_he_is_chosen_with_the_way_to_that_case(
    client: Client, answers: list[dict[str, str]], ordinary_member: Member
) -> None:
    client.post(fill_in(client, answers))
    case = Case.objects.get()
    response = client.post("/start/transfer/", answers[0], follow=True)
    assert text_of(response).count(f"A case about {ordinary_member} is open and has to end first: ") == 2
    assert f'<a href="/cases/{case.reference}/">{escape(case.flow_class.title)} {case.number}</a>' in page_of(response)
    assert Case.objects.count() == 1


def test_a_draft_that_another_case_has_overtaken_leads_back_to_the_member_and_is_kept(
    client: Client, answers: list[dict[str, str]]
) -> None:
    slow, fast = fill_in(client, answers), fill_in(client, answers)
    client.post(fast)
    response = client.post(slow, follow=True)
    assert response.redirect_chain[-1][0] == slow.replace("/check/", "/1/?then=check")
    assert "is open and has to end first" in text_of(response)
    assert Draft.objects.get().answers["telephone"] == "13900001111"


def test_a_matter_that_is_asked_already_is_refused_where_it_is_written(client: Client) -> None:
    matter = {"matter": "推迟换届", "asks": "approval", "decided_by": "committee", "decided_on": "2026-11-20"}
    pages = [
        matter,
        {"reasons": "人数不足。", "proposal": "推迟三个月。"},
        {"contact": "李建国", "telephone": "0855-2200000"},
    ]
    client.post(fill_in(client, pages, "instruction"))
    response = client.post("/start/instruction/", matter, follow=True)
    assert text_of(response).count("A case about 推迟换届 is open and has to end first") == 2


def test_the_own_branch_and_the_own_committee_are_refused_where_they_are_named(
    client: Client, world: Demo, answers: list[dict[str, str]]
) -> None:
    second = client.post("/start/transfer/", answers[0])["Location"]
    own = client.post(second, answers[1] | {"to": world.organisations["QH0101"].name}, follow=True)
    assert text_of(own).count("The member belongs to this organisation already; choose another one.") == 2
    committee = client.post(second, answers[1] | {"to": world.organisations["QH01"].name}, follow=True)
    assert text_of(committee).count("Inside one committee, name the branch the member joins.") == 2


def test_what_a_rule_forbids_cannot_be_submitted(
    client: Client, answers: list[dict[str, str]], ordinary_member: Member
) -> None:
    check = fill_in(client, answers)
    Member.objects.filter(pk=ordinary_member.pk).update(dues_paid_until=None)
    page = client.get(check)
    assert page.status_code == 200
    Organisation.objects.filter(code="HK0103").update(dissolved_on="2026-11-24")
    response = client.post(check, follow=True)
    assert response.redirect_chain[-1][0] == check.replace("/check/", "/2/?then=check")
    assert not Case.objects.exists()


def test_a_member_starts_for_himself(ordinary_member: Member, world: Demo) -> None:
    client = signed_in(ordinary_member.person.user)
    first = client.get("/start/transfer/")
    assert f'<option value="{ordinary_member.public_id}" selected>' in first.content.decode()
    answers = request_answers(ordinary_member, world.organisations["HK0103"])
    client.post(fill_in(client, answers))
    assert Case.objects.get().opener == ordinary_member.person


def test_the_pages_of_a_submitted_draft_lead_to_its_case_and_only_for_who_submitted_it(
    client: Client, sister: User, answers: list[dict[str, str]]
) -> None:
    check = fill_in(client, answers)
    client.post(check)
    case = f"/cases/{Case.objects.get().reference}/"
    pages = (check, check.replace("check/", "1/"), check.replace("check/", "3/"))
    assert [client.get(page)["Location"] for page in pages] == [case] * 3
    assert client.post(pages[1], answers[0])["Location"] == case
    other = signed_in(sister)
    assert [other.get(page).status_code for page in pages] == [404] * 3


def test_the_first_page_sent_twice_or_come_back_to_makes_one_draft(
    client: Client, world: Demo, answers: list[dict[str, str]]
) -> None:
    as_id = hidden_id(client.get("/start/transfer/"))
    first = client.post("/start/transfer/", answers[0] | {"draft": as_id})
    other = world.members("QH0101")[5].public_id
    again = client.post("/start/transfer/", {"member": other, "draft": as_id})
    assert first["Location"] == again["Location"] == f"/start/transfer/{as_id}/2/"
    assert Draft.objects.get().answers["member"] == other
    fill_in(client, [{**page, "draft": as_id} for page in answers[:1]])
    assert Draft.objects.count() == 1


def test_a_first_page_whose_draft_was_submitted_leads_to_the_case(
    client: Client, answers: list[dict[str, str]]
) -> None:
    as_id = hidden_id(client.get("/start/transfer/"))
    client.post(fill_in(client, [answers[0] | {"draft": as_id}, *answers[1:]]))
    response = client.post("/start/transfer/", answers[0] | {"draft": as_id})
    assert response["Location"] == f"/cases/{Case.objects.get().reference}/"
    assert not Draft.objects.exists()


def test_the_id_of_the_draft_of_another_is_refused(
    client: Client, sister: User, world: Demo, answers: list[dict[str, str]]
) -> None:
    as_id = hidden_id(client.get("/start/transfer/"))
    client.post("/start/transfer/", answers[0] | {"draft": as_id})
    member = world.members("QH0102")[3].public_id
    response = signed_in(sister).post("/start/transfer/", {"member": member, "draft": as_id})
    assert response.status_code == 403
    assert Draft.objects.get().answers["member"] == answers[0]["member"]


def test_what_was_begun_before_is_offered_on_the_first_page(client: Client, answers: list[dict[str, str]]) -> None:
    second = client.post("/start/transfer/", answers[0])["Location"]
    page = client.get("/start/transfer/")
    assert "You have begun this before" in text_of(page)
    assert f'href="{second}"' in page_of(page)


def test_leaving_a_page_keeps_what_was_typed_and_going_back_too(client: Client, answers: list[dict[str, str]]) -> None:
    as_id = hidden_id(client.get("/start/transfer/"))
    assert client.post("/start/transfer/", answers[0] | {"draft": as_id, "leave": "1"}).status_code == 204
    second = f"/start/transfer/{as_id}/2/"
    assert client.post(second, {"to": "社区", "start_on": "nächste Woche", "leave": "1"}).status_code == 204
    page = page_of(client.get(second))
    assert 'value="社区"' in page
    assert 'value="nächste Woche"' in page
    back = client.post(second, {"to": "车站社区", "start_on": "", "back": "1"})
    assert back["Location"] == f"/start/transfer/{as_id}/1/"
    assert "车站社区" in page_of(client.get(second))


def test_leaving_a_page_on_which_nothing_was_typed_keeps_nothing(client: Client) -> None:
    for way in ("leave", "save"):
        client.post("/start/transfer/", {"member": "", way: "1"})
    assert not Draft.objects.exists()


def test_a_text_that_is_too_long_comes_back_whole_with_its_length(
    client: Client, answers: list[dict[str, str]]
) -> None:
    client.post("/start/transfer/", answers[0])
    third = f"/start/transfer/{Draft.objects.get().public_id}/3/"
    response = client.post(third, answers[2] | {"note": "长" * 299 + "\r\n尾"}, follow=True)
    assert text_of(response).count("At most 300 characters; these are 301.") == 2
    assert "长\n尾" in page_of(response)
    assert "maxlength" not in page_of(response).partition("<form method=")[2]


@pytest.mark.parametrize("has_account", [True, False])
def test_a_member_without_an_account_is_to_be_told_by_hand_and_it_is_said_by_whom_it_is_entered(
    client: Client, answers: list[dict[str, str]], ordinary_member: Member, secretary: User, *, has_account: bool
) -> None:
    User.objects.filter(person=ordinary_member.person_id).update(is_active=has_account)
    check = fill_in(client, answers)
    before = text_of(client.get(check))
    after = text_of(client.post(check, follow=True))
    by_hand = f"{ordinary_member} has no account and learns nothing from the system."
    entered = (
        f"entered under “Member's confirmation” and a scan attached, by {secretary.person.appointments.get().post}"
    )
    for said in (before, after):
        assert (by_hand in said) != has_account
        assert (entered in unescape(said)) != has_account
    assert ("is asked (" in before) == has_account
    assert (f"Submit, to {ordinary_member}" in before) == has_account
    assert ("To the task" in after) != has_account


def hidden_id(response: HttpResponse) -> str:
    """The id that the first page has for the draft to come."""
    found = re.search(r'name="draft" value="(\w{10})"', page_of(response))
    assert found is not None
    return found[1]


def page_of(response: HttpResponse) -> str:
    return response.content.decode()


def test_who_may_start_at_several_places_is_asked_where(world: Demo, secretary: User) -> None:
    from audit import journal
    from registry import posts
    from registry.models import Role

    other = world.organisations["QH0102"]
    deputy = posts.create_post(other, Role.DEPUTY_SECRETARY, by=journal.system("test"), title="副书记")
    posts.appoint(deputy, secretary.person, by=journal.system("test"), since=world.day)
    client = signed_in(secretary)
    assert "For which organisation?" in text_of(client.get("/start/transfer/"))
    assert client.get("/start/transfer/?at=").status_code == 422
    page = client.get(f"/start/transfer/?at={other.public_id}")
    assert other.short_name in text_of(page)


def test_a_page_costs_as_many_queries_for_a_full_draft_as_for_a_new_one(
    client: Client, answers: list[dict[str, str]], django_assert_max_num_queries: object
) -> None:
    check = fill_in(client, answers)
    with django_assert_max_num_queries(60):  # type: ignore[operator]
        client.get(check)
