"""The path ahead on the pages: the case, the opening, the member's own page, the box of what is coming; and old drafts."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit import clock
from config.demo import driving
from config.demo.building import Demo
from registry.access import viewer_of
from registry.models import Member, Role, User
from tests import desk, editions
from tests.editions import SINCE, STRICTER
from tests.web.world import fill_in, request_answers, signed_in, text_of
from workflows.engine import catalogue, coming
from workflows.engine.handling import Handling
from workflows.engine.models import Case, Coming, Draft, TaskAssignment
from workflows.engine.path import path_of
from workflows.engine.words import Process

ONE = dt.timedelta(days=1)


# -- who, from when, until when -------------------------------------------------------------------------------------------


def test_the_case_page_names_people_and_days(approval: TaskAssignment, superior: User) -> None:
    said = text_of(signed_in(superior).get(f"/cases/{approval.case.reference}/"))
    for stop in path_of(approval.case).to_come:
        assert f"to come: {stop.step.title.title()}"[:10] in said
        assert f"{stop.post}" in said
        assert all(term.person.name in said for term in stop.holders)


def test_what_a_path_costs(approval: TaskAssignment) -> None:
    """One statement for each stop that is routed, one for all the people, one for who stands aside, the rest for what is known of the case."""
    case = Case.objects.select_related("organisation", "subject__person").get(pk=approval.case_id)
    case.handling = Handling()
    with CaptureQueriesContext(connection) as found:
        path = path_of(case)
    assert (len(path.to_come), len(found)) == (6, 19)


def test_the_member_reads_who_has_it_next_and_until_when(checking: TaskAssignment) -> None:
    case = checking.case
    following = path_of(case).to_come[0]
    said = text_of(signed_in(case.subject.person.user).get("/me/"))
    assert f"After that {following.who} has it: Examination by the organiser." in said
    assert "This is done by " in said
    assert "If everything goes the ordinary way, it ends by " in said


def test_the_check_page_of_an_opening_shows_the_way(world: Demo, secretary: User, ordinary_member: Member) -> None:
    client = signed_in(secretary)
    said = text_of(client.get(fill_in(client, request_answers(ordinary_member, world.organisations["HK0103"]))))
    titles = [
        "Member&#x27;s confirmation",
        "Check by the branch",
        "Examination by the organiser",
        "Filing the receipt",
        "Transferred",
    ]
    places = [said.index(title, said.index("The way from here")) for title in titles]
    assert places == sorted(places)


# -- coming to me ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def organiser(checking: TaskAssignment) -> User:
    """Who examines next."""
    coming.look_ahead(clock.today())
    post = checking.coming.get().post
    return driving.Appointment.objects.on(clock.today()).get(post=post).person.user


def listed(user: User) -> list[str]:
    return [found.turn.case.reference for found in coming.coming_to(viewer_of(user, clock.today()))]


def test_a_case_is_coming_to_whoever_has_the_next_step(
    checking: TaskAssignment, organiser: User, sister: User, outsider: User, secretary: User
) -> None:
    assert listed(organiser) == [checking.case.reference]
    assert [listed(user) for user in (sister, outsider, secretary)] == [[], [], []]
    said = text_of(signed_in(organiser).get(reverse("inbox") + "?box=coming"))
    assert f"{checking.case.member.person.name} Transfer of a member&#x27;s relationship here by " in said
    assert f"Examination by the organiser · now Check by the branch, {checking.post}" in said


def test_it_goes_when_the_turn_is_decided_and_stays_with_nobody_when_the_case_ends(
    checking: TaskAssignment, organiser: User
) -> None:
    desk.act(checking)
    desk.settle()
    assert listed(organiser) == []
    assert coming.forget_closed() == 1
    assert coming.look_ahead(clock.today()) == 1
    filing = desk.until(checking.case, "file")
    coming.look_ahead(clock.today())
    found = Coming.objects.get(turn=filing)
    assert (found.post, found.step) == (None, "")


def test_each_open_turn_is_asked_once_a_day(checking: TaskAssignment) -> None:
    today = clock.today()
    assert [coming.look_ahead(today), coming.look_ahead(today)] == [1, 0]
    clock.travel_to(today + ONE)
    assert [coming.look_ahead(clock.today(), most=0), coming.look_ahead(clock.today())] == [0, 1]


@pytest.mark.parametrize("many", [1, 3])
def test_the_box_costs_the_same_for_one_row_and_for_three(world: Demo, secretary: User, many: int) -> None:
    members = [m for m in world.members("QH0101") if m.standing == "full" and not m.person.appointments.exists()]
    for member in members[:many]:
        desk.until(
            desk.opened(secretary, world.organisations["QH0101"], member, world.organisations["HK0102"]), "branch_check"
        )
    coming.look_ahead(clock.today())
    viewer = viewer_of(world.holder("QH01", Role.ORGANISER), clock.today())
    with CaptureQueriesContext(connection) as found:
        keys = list(coming.coming_to(viewer).values_list("pk", flat=True))
        rows = coming.rows_of(keys)
        shown = [(str(row.title), str(row.turn.post), row.turn.case.subject.person.name) for row in rows]
    assert (len(shown), len(found)) == (many, 2)


# -- a draft begun under the old edition ----------------------------------------------------------------------------------


def test_a_draft_is_asked_again_under_the_new_edition_with_what_is_still_asked(
    world: Demo, secretary: User, ordinary_member: Member
) -> None:
    client = signed_in(secretary)
    check = fill_in(client, request_answers(ordinary_member, world.organisations["HK0103"], note="请尽快办理。"))
    draft = Draft.objects.get()
    assert draft.edition == catalogue.path_of(catalogue.process("transfer"))
    with editions.registered(STRICTER):
        clock.travel_to(SINCE)
        response = client.post(check, follow=True)
        said = text_of(response)
        assert response.redirect_chain[0][0].endswith("/1/")
        assert "The rules for this matter have changed." in said
        assert not Case.objects.filter(opened_by=secretary).exists()
        kept = Draft.objects.get()
        assert (kept.answers, kept.edition) == (draft.answers, catalogue.path_of(STRICTER))
        assert "have changed" not in text_of(client.get(check))
        client.post(check)
        opened: type[Process] = Case.objects.get(opened_by=secretary).flow_class
        assert opened is STRICTER
