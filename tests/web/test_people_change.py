"""Pages for when people change: registered relatives, the leaver's list, the drill of a vacancy."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit import clock, journal
from audit.models import Entry
from config.demo.building import Demo
from registry import kinship, posts
from registry.access import viewer_of
from registry.models import CadreManagement, Kinship, Member, Person, Role, User
from tests import desk
from tests.web.world import signed_in, text_of
from workflows.engine.models import TaskAssignment

BY = journal.system("test")
DAY = dt.timedelta(days=1)


def hidden(response: Any, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', response.content.decode())
    assert found, name
    return found[1]


# -- relatives --------------------------------------------------------------------------------------------------------


def page(member: Member) -> str:
    return f"/people/{member.public_id}/"


def test_a_relative_is_recorded_seen_and_ended(
    world: Demo, ordinary_member: Member, secretary: User, superior: User
) -> None:
    client = signed_in(secretary)
    words = {"name": superior.person.name, "relation": "in_law"}
    alike = Person.objects.filter(name=superior.person.name).count()
    assert alike == 1
    said = text_of(client.post(page(ordinary_member) + "kin/", words, follow=True))
    assert "Recorded. This person takes no part in cases about the member from now on." in said
    assert f"{superior.person.name} close relative by marriage recorded by {secretary}, 2026-11-24" in said
    record = Kinship.objects.get()
    assert {record.person_id, record.relative_id} == {ordinary_member.person_id, superior.person_id}
    noted = Entry.objects.filter(act="kinship.recorded")
    assert set(noted.values_list("stream_id", flat=True)) == {
        ordinary_member.person.public_id, superior.person.public_id,
    }  # fmt: skip
    said = text_of(client.post(f"{page(ordinary_member)}kin/{record.public_id}/end/", follow=True))
    assert "The record has ended." in said
    assert list(kinship.kinships_of(ordinary_member.person)) == []
    assert client.post(f"{page(ordinary_member)}kin/{record.public_id}/end/").status_code == 404


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"name": "", "relation": "spouse"}, "kin_name"),
        ({"name": "无此人", "relation": "spouse"}, "kin_name"),
        ({"name": "SELF", "relation": "spouse"}, "kin_name"),
        ({"name": "BOSS", "relation": ""}, "kin_relation"),
        ({"name": "BOSS", "relation": "friend"}, "kin_relation"),
    ],
)
def test_what_does_not_do_is_named_and_kept(
    world: Demo, ordinary_member: Member, secretary: User, superior: User, words: dict[str, str], field: str
) -> None:
    names = {"SELF": ordinary_member.person.name, "BOSS": superior.person.name}
    words = words | {"name": names.get(words["name"], words["name"])}
    before = desk.state()
    response = signed_in(secretary).post(page(ordinary_member) + "kin/", words)
    assert (response.status_code, desk.state() == before) == (422, True)
    shown = response.content.decode()
    assert f'id="{field}_error"' in shown
    assert f'name="name" maxlength="50" value="{words["name"]}"' in shown


def test_of_several_with_one_name_one_is_chosen(
    world: Demo, ordinary_member: Member, secretary: User, superior: User
) -> None:
    other = world.holder("HK01", Role.SECRETARY).person
    Person.objects.filter(pk=other.pk).update(name=superior.person.name)
    client, words = signed_in(secretary), {"name": superior.person.name, "relation": "spouse"}
    response = client.post(page(ordinary_member) + "kin/", words)
    assert response.status_code == 422
    assert "商贸城街道工委书记" in text_of(response)
    assert not Kinship.objects.exists()
    assert client.post(page(ordinary_member) + "kin/", words | {"relative": other.public_id}).status_code == 302
    assert other.pk in (Kinship.objects.get().person_id, Kinship.objects.get().relative_id)
    again = client.post(page(ordinary_member) + "kin/", words | {"relative": other.public_id})
    assert (again.status_code, "They are recorded as relatives already." in text_of(again)) == (422, True)


def test_who_may_record_and_end(
    world: Demo, ordinary_member: Member, secretary: User, sister: User, superior: User, outsider: User, registrar: User
) -> None:
    """Whoever may see the member records; neither of the two ends it; to all others the member does not exist."""
    words = {"name": secretary.person.name, "relation": "spouse"}
    for user in (sister, outsider):
        assert signed_in(user).post(page(ordinary_member) + "kin/", words).status_code == 404
    own = ordinary_member.person.user
    assert signed_in(own).post(page(ordinary_member) + "kin/", words).status_code == 302
    record = Kinship.objects.get()
    end = f"{page(ordinary_member)}kin/{record.public_id}/end/"
    before = desk.state()
    assert [signed_in(user).post(end).status_code for user in (own, secretary, sister)] == [403, 403, 404]
    assert desk.state() == before
    assert "End the record" not in text_of(signed_in(own).get(page(ordinary_member)))
    assert signed_in(registrar).post(end).status_code == 302
    assert not kinship.may_record(viewer_of(outsider, clock.today()), ordinary_member)


# -- who manages a cadre -----------------------------------------------------------------------------------------------


def test_a_registrar_enters_and_ends_who_manages_a_cadre(world: Demo, ordinary_member: Member, registrar: User) -> None:
    client, county = signed_in(registrar), world.organisations["QH"]
    shown = client.get(page(ordinary_member)).content.decode()
    assert re.findall(r'<option value="\w+">([^<]*中共[^<]*)</option>', shown) == [
        "中共清河县委员会",
        "中共云岭州委员会",
    ]
    words = {"organisation": county.public_id}
    said = text_of(client.post(page(ordinary_member) + "cadre/", words, follow=True))
    assert "Recorded. This committee decides about the member from now on." in said
    assert f"中共清河县委员会 Disposals of this member are approved there. recorded by {registrar}, 2026-11-24" in said
    record = CadreManagement.objects.get()
    again = client.post(page(ordinary_member) + "cadre/", words)
    assert (again.status_code, "end that record first" in text_of(again)) == (422, True)
    end = f"{page(ordinary_member)}cadre/{record.public_id}/end/"
    assert "The record has ended." in text_of(client.post(end, follow=True))
    assert client.post(end).status_code == 404
    acts = Entry.objects.filter(stream_id=ordinary_member.person.public_id, act__startswith="cadre.")
    assert list(acts.order_by("pk").values_list("act", flat=True)) == ["cadre.managed", "cadre.released"]


@pytest.mark.parametrize("code", ["", "QH01", "QH0101", "HK"])
def test_only_a_committee_above_that_of_the_branch_manages(
    world: Demo, ordinary_member: Member, registrar: User, code: str
) -> None:
    chosen = world.organisations[code].public_id if code else ""
    before = desk.state()
    response = signed_in(registrar).post(page(ordinary_member) + "cadre/", {"organisation": chosen})
    assert (response.status_code, desk.state() == before) == (422, True)
    assert 'id="cadre_error"' in response.content.decode()
    assert not CadreManagement.objects.exists()


def test_nobody_but_a_registrar_says_who_manages_a_cadre(
    world: Demo, ordinary_member: Member, secretary: User, sister: User, superior: User, outsider: User, registrar: User
) -> None:
    """Neither those above, nor he himself; whoever may not see him does not find him. All who see him see the record."""
    words, own = {"organisation": world.organisations["QH"].public_id}, ordinary_member.person.user
    before = desk.state()
    users = (secretary, superior, own, sister, outsider)
    answers = [signed_in(user).post(page(ordinary_member) + "cadre/", words).status_code for user in users]
    assert (answers, desk.state() == before) == ([403, 403, 403, 404, 404], True)
    assert "Managed as a cadre" not in text_of(signed_in(secretary).get(page(ordinary_member)))
    signed_in(registrar).post(page(ordinary_member) + "cadre/", words)
    end = f"{page(ordinary_member)}cadre/{CadreManagement.objects.get().public_id}/end/"
    assert [signed_in(user).post(end).status_code for user in users] == [403, 403, 403, 404, 404]
    shown = text_of(signed_in(secretary).get(page(ordinary_member)))
    assert ("Managed as a cadre 中共清河县委员会" in shown, "End the record" in shown) == (True, False)


def test_a_registrar_does_not_say_who_manages_himself(world: Demo, ordinary_member: Member) -> None:
    """He would choose who judges him."""
    post = world.organisations["YL"].posts.get(role=Role.REGISTRAR)
    posts.appoint(post, ordinary_member.person, by=BY, since=clock.today())
    client = signed_in(ordinary_member.person.user)
    assert "Committee that manages him" not in text_of(client.get(page(ordinary_member)))
    before = desk.state()
    words = {"organisation": world.organisations["QH"].public_id}
    assert client.post(page(ordinary_member) + "cadre/", words).status_code == 403
    assert (desk.state() == before, CadreManagement.objects.exists()) == (True, False)


def test_the_card_costs_the_same_for_three(world: Demo, ordinary_member: Member, superior: User) -> None:
    counts = []
    people = [m.person for m in world.members("QH0102")[:3]]
    for person in people:
        kinship.record(ordinary_member, person, by=viewer_of(superior, clock.today()), relation="collateral")
        client = signed_in(superior)
        client.get(page(ordinary_member))
        with CaptureQueriesContext(connection) as sent:
            client.get(page(ordinary_member))
        counts.append(len(sent))
    assert counts[0] == counts[1] == counts[2]


# -- leavers ----------------------------------------------------------------------------------------------------------


def test_the_list_is_shown_and_then_done(
    world: Demo, checking: TaskAssignment, secretary: User, registrar: User
) -> None:
    commissioner = world.holder("QH0101", Role.ORGANISATION_COMMISSIONER)
    member, client = commissioner.person.member, signed_in(registrar)
    assert f"{page(member)}leave/" in client.get(page(member)).content.decode()
    before = desk.state()
    shown = client.get(page(member) + "leave/", {"last_day": "2026-11-30", "reason": "调离"})
    said = text_of(shown)
    assert f"{checking.case.number} Check by the branch 锦江社区支部书记 {secretary}" in said
    assert "Vacant 锦江社区支部组织委员" in said
    assert desk.state() == before
    answers = {name: hidden(shown, name) for name in ("key", "last_day", "reason", "digest")}
    response = client.post(page(member) + "leave/", answers, follow=True)
    assert "Posts ended: 1; tasks passed on: 1." in text_of(response)
    assert commissioner.person.appointments.get().until == dt.date(2026, 11, 30)
    assert str(desk.the_turn(checking.case).post) == "锦江社区支部书记"


def test_a_list_that_has_changed_answers_409_with_the_new_one(
    world: Demo, checking: TaskAssignment, registrar: User
) -> None:
    commissioner = world.holder("QH0101", Role.ORGANISATION_COMMISSIONER)
    member, client = commissioner.person.member, signed_in(registrar)
    shown = client.get(page(member) + "leave/", {"last_day": "2026-11-30", "reason": "调离"})
    answers = {name: hidden(shown, name) for name in ("key", "last_day", "reason", "digest")}
    desk.act(checking, commissioner)
    before = desk.state()
    response = client.post(page(member) + "leave/", answers)
    assert (response.status_code, desk.state() == before) == (409, True)
    assert hidden(response, "digest") != answers["digest"]
    assert "Something has changed since this list was made." in text_of(response)
    without = client.post(page(member) + "leave/", answers | {"digest": "", "key": desk.key()})
    assert (without.status_code, desk.state() == before) == (409, True)


def test_odd_answers_are_named(world: Demo, secretary: User, registrar: User) -> None:
    address, client = page(secretary.person.member) + "leave/", signed_in(registrar)
    assert client.get(address).status_code == 200
    odd = client.get(address, {"last_day": "31.11.2026"})
    assert (odd.status_code, "Write a day like 2026-11-24." in text_of(odd)) == (422, True)
    shown = client.get(address, {"last_day": "2026-11-30", "reason": ""})
    answers = {name: hidden(shown, name) for name in ("key", "last_day", "reason", "digest")}
    response = client.post(address, answers)
    assert (response.status_code, "Say why the posts end." in text_of(response)) == (422, True)
    early = client.get(address, {"last_day": "1990-01-01"})
    assert (early.status_code, "is to be held from" in text_of(early)) == (422, True)


def test_only_a_registrar_sees_the_list(
    world: Demo, secretary: User, sister: User, superior: User, outsider: User
) -> None:
    member, before = secretary.person.member, desk.state()
    address = page(member) + "leave/"
    statuses = [signed_in(user).get(address).status_code for user in (secretary, superior, sister, outsider)]
    assert statuses == [403, 403, 404, 404]
    assert "Leaves all posts" not in text_of(signed_in(superior).get(page(member)))
    assert signed_in(superior).post(address, {"last_day": "2026-11-30", "reason": "x"}).status_code == 403
    assert desk.state() == before


# -- the drill --------------------------------------------------------------------------------------------------------


def test_the_bar_names_the_viewers_own_posts_whatever_the_page_lists(world: Demo, registrar: User) -> None:
    place = f"/organisations/{world.organisations['QH01'].public_id}/"
    page = signed_in(registrar).get(f"{place}vacancy/").content.decode()
    bar = page[: page.index("</header>")]
    assert ("云岭州委登记员" in bar, "玉屏街道工委书记" in bar) == (True, False)
    assert "玉屏街道工委书记" in page


def test_what_stops_is_shown(world: Demo, approval: TaskAssignment, superior: User) -> None:
    place = f"/organisations/{world.organisations['QH01'].public_id}/"
    client = signed_in(superior)
    assert f"{place}vacancy/" in client.get(place).content.decode()
    before = desk.state()
    said = text_of(client.get(f"{place}vacancy/", {"post": approval.post_id, "on": "2026-12-31"}))
    assert "Nothing stops if 玉屏街道工委书记 is empty on 2026-12-31." in said
    deputy = world.holder("QH01", Role.DEPUTY_SECRETARY)
    assert f"{approval.case.number} Approval of the letter 玉屏街道工委副书记 {deputy}" in said
    for code, role in (("QH01", "deputy_secretary"), ("QH", "department_head"), ("YL", "department_head")):
        for term in posts.Appointment.objects.filter(post__organisation__code=code, post__role=role):
            posts.end_appointment(term, by=BY, last_day=clock.today(), reason="离任")
    stops = text_of(client.get(f"{place}vacancy/", {"post": approval.post_id, "on": "2026-12-31"}))
    assert "Something stops if 玉屏街道工委书记 is empty on 2026-12-31." in stops
    still = text_of(client.get(f"{place}vacancy/", {"post": approval.post_id, "on": "nonsense"}))
    assert "Nothing stops if 玉屏街道工委书记 is empty on 2026-11-24." in still
    assert desk.state()["workflows_taskassignment"] == before["workflows_taskassignment"]


def test_who_may_not_see_the_organisation_drills_nothing(
    world: Demo, secretary: User, sister: User, superior: User, outsider: User
) -> None:
    address = f"/organisations/{world.organisations['QH0101'].public_id}/vacancy/"
    people = (secretary, superior, sister, outsider)
    assert [signed_in(user).get(address).status_code for user in people] == [200, 200, 404, 404]
    outside = f"/organisations/{world.organisations['OUT1'].public_id}/vacancy/"
    assert signed_in(superior).get(outside).status_code == 404


# -- acting holders ---------------------------------------------------------------------------------------------------


def test_an_acting_holder_is_called_so(world: Demo, approval: TaskAssignment, superior: User, secretary: User) -> None:
    deputy = world.holder("QH01", Role.DEPUTY_SECRETARY)
    posts.end_appointment(superior.person.appointments.get(), by=BY, last_day=clock.today() - DAY, reason="离任")
    posts.appoint(approval.post, deputy.person, by=BY, since=clock.today(), acting=True)
    for address in (f"/tasks/{approval.public_id}/", f"/cases/{approval.case.reference}/"):
        assert f"{deputy} (acting)" in text_of(signed_in(secretary).get(address))
