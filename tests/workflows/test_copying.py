"""Copies of a case: to whom, what they give and what not, and that reading is noted."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import translation

from audit import clock
from audit.models import Entry
from config.demo.building import Demo
from registry.access import viewer_of
from registry.models import Appointment, Role, User
from tests import desk
from tests.workflows.parts import copied, post_of, refused, told
from workflows.engine import access, authority, copying, deciding
from workflows.engine.errors import Refused
from workflows.engine.models import Case, Copy, TaskAssignment


@pytest.fixture(autouse=True)
def _english() -> Any:
    with translation.override("en"):
        yield


def test_a_copy_lets_the_holders_see_the_case_and_gives_no_right_to_act(
    world: Demo, check: TaskAssignment, commissioner: User, sister: User
) -> None:
    sister_post = post_of(sister)
    refused(Refused, lambda: copied(check.case, commissioner, sister_post), "involved, above you or below you")
    general = world.holder("QH01", Role.ORGANISER)
    found = copied(check.case, commissioner, post_of(general), "请知悉")
    assert (found.as_whom, found.note) == (str(check.post), "请知悉")
    assert told("copied") == {a.person_id for a in Appointment.objects.on(clock.today()).filter(post=post_of(general))}
    assert not authority.may_act(check, general, clock.today())
    with pytest.raises(PermissionDenied):
        deciding.decide(check.public_id, by=general, data=desk.answers(check), key=desk.key())


def test_a_post_below_may_be_copied_to_and_sees_the_case_from_then_on(
    world: Demo, approval: TaskAssignment, superior: User, sister: User
) -> None:
    viewer = viewer_of(sister, clock.today())
    assert not access.cases_for(viewer).filter(pk=approval.case_id).exists()
    copied(approval.case, superior, post_of(sister))
    assert access.cases_for(viewer).filter(pk=approval.case_id).exists()


def test_who_may_copy(
    world: Demo, check: TaskAssignment, commissioner: User, secretary: User, subject: User, superior: User, outsider: User
) -> None:  # fmt: skip
    post = post_of(world.holder("QH01", Role.ORGANISER))
    case = Case.objects.get(pk=check.case_id)
    for by in (superior, outsider, subject):
        assert not copying.may_copy(case, by)
        refused(PermissionDenied, lambda by=by: copied(case, by, post))
    assert copying.may_copy(case, commissioner)
    assert copying.may_copy(case, secretary)
    assert copied(case, secretary, post).as_whom == "发起人"
    refused(Refused, lambda: copied(case, commissioner, post), "copied to .* already")


def test_a_vacant_post_is_not_copied_to(world: Demo, check: TaskAssignment, commissioner: User) -> None:
    organiser = world.holder("QH01", Role.ORGANISER)
    post = post_of(organiser)
    for days, vacant in ((0, False), (1, True)):
        last = clock.today() - dt.timedelta(days=days)
        Appointment.objects.filter(post=post).update(until=last)
        if vacant:
            refused(Refused, lambda: copied(check.case, commissioner, post), "Nobody holds this post today")
        else:
            assert copying.find(check.case, check.post.organisation, organiser.person.name, 5)


def test_posts_are_found_by_organisation_title_and_holder(world: Demo, check: TaskAssignment, sister: User) -> None:
    place = check.post.organisation
    organiser = world.holder("QH01", Role.ORGANISER)
    assert post_of(organiser) in copying.find(check.case, place, organiser.person.name, 20)
    title = post_of(organiser).title
    both = copying.find(check.case, place, f"{organiser.person.name} {title}", 20)
    assert post_of(organiser) in both
    assert all(found.organisation_id in place.lineage for found in copying.find(check.case, place, title, 50))
    assert copying.find(check.case, place, sister.person.name, 20) == []


def test_reading_is_noted_once_by_the_first_holder(world: Demo, check: TaskAssignment, commissioner: User) -> None:
    organiser = world.holder("QH01", Role.ORGANISER)
    found = copied(check.case, commissioner, post_of(organiser))
    viewer = viewer_of(organiser, clock.today())
    assert copying.unread(viewer, 100) == 1
    before = Entry.objects.count()
    copying.note_reading(viewer_of(commissioner, clock.today()), check.case)
    assert copying.unread(viewer, 100) == 1
    copying.note_reading(viewer, check.case)
    found.refresh_from_db()
    first = found.read_at
    assert (copying.unread(viewer, 100), found.read_by_id) == (0, organiser.person_id)
    clock.advance(dt.timedelta(hours=1))
    copying.note_reading(viewer, check.case)
    found.refresh_from_db()
    assert found.read_at == first
    assert Entry.objects.count() == before


def test_a_copy_sent_twice_is_made_once(world: Demo, check: TaskAssignment, commissioner: User) -> None:
    post = post_of(world.holder("QH01", Role.ORGANISER))
    first = copied(check.case, commissioner, post, key="once")
    assert copied(check.case, commissioner, post, key="once").pk == first.pk
    assert Copy.objects.count() == 1
