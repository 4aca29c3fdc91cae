"""Who sees what: the subtree of the posts held today, and oneself; looking is logged; what may not be seen is a 404."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.http import Http404

from audit import journal
from audit.models import Access
from config.demo.building import Demo
from registry import access, posts
from registry.access import Viewer, viewer_of
from registry.models import Affiliation, Member, Role, User

BY = journal.system("test")
DAY = dt.timedelta(days=1)
QH01 = ["QH01", "QH0101", "QH0102", "QH0103", "QH0104", "QH0105"]


@pytest.fixture
def seen(world: Demo) -> Callable[[User], Viewer]:
    """A user as viewer today."""
    return lambda user: viewer_of(user, world.day)


def codes(viewer: Viewer) -> list[str]:
    return sorted(access.organisations_for(viewer).values_list("code", flat=True))


def homes(viewer: Viewer) -> list[str]:
    """The branches whose members a viewer sees."""
    found = Affiliation.objects.on(viewer.on).filter(member__in=access.members_for(viewer))
    return sorted(set(found.values_list("organisation__code", flat=True)))


def test_four_people_see_their_subtrees(
    seen: Callable[[User], Viewer], secretary: User, sister: User, superior: User, outsider: User
) -> None:
    expected = {secretary: ["QH0101"], sister: ["QH0102"], superior: QH01, outsider: ["HK0201"]}
    assert {user: codes(seen(user)) for user in expected} == expected
    assert homes(seen(secretary)) == ["QH0101"]
    assert homes(seen(sister)) == ["QH0102"]
    assert homes(seen(superior)) == QH01[1:]
    assert homes(seen(outsider)) == ["HK0201"]


def test_four_people_ask_for_one_member(
    world: Demo, seen: Callable[[User], Viewer], secretary: User, sister: User, superior: User, outsider: User
) -> None:
    member = next(m for m in world.members("QH0101") if m.person != secretary.person)
    assert access.member_for(seen(secretary), member.public_id) == member
    assert access.member_for(seen(superior), member.public_id) == member
    for user in (sister, outsider):
        with pytest.raises(Http404):
            access.member_for(seen(user), member.public_id)
    looked = [a.viewer_id for a in Access.objects.filter(object_id=member.public_id).order_by("pk")]
    assert looked == [str(secretary.pk), str(superior.pk)]


def test_an_ordinary_member_sees_himself_only(
    world: Demo, seen: Callable[[User], Viewer], ordinary_member: Member
) -> None:
    viewer = seen(ordinary_member.person.user)
    assert list(access.members_for(viewer)) == [ordinary_member]
    assert codes(viewer) == []
    assert access.member_for(viewer, ordinary_member.public_id) == ordinary_member
    with pytest.raises(Http404):
        access.member_for(viewer, world.members("QH0102")[0].public_id)


def test_an_account_without_a_person_sees_nothing(world: Demo, seen: Callable[[User], Viewer]) -> None:
    viewer = seen(User.objects.create(username="nobody"))
    assert access.members_for(viewer).count() == access.organisations_for(viewer).count() == 0


def test_an_organisation_outside_the_subtree_is_a_404(
    world: Demo, seen: Callable[[User], Viewer], secretary: User
) -> None:
    mine, above, sisters = (world.organisations[code].public_id for code in ("QH0101", "QH01", "QH0102"))
    assert access.organisation_for(seen(secretary), mine).code == "QH0101"
    for public_id in (above, sisters, "XXXXXXXXXX"):
        with pytest.raises(Http404):
            access.organisation_for(seen(secretary), public_id)


def test_the_log_says_who_what_and_why(seen: Callable[[User], Viewer], world: Demo, secretary: User) -> None:
    member = world.members("QH0101")[0]
    access.member_for(seen(secretary), member.public_id, purpose="核对" * 200)
    row = Access.objects.get(object_id=member.public_id)
    assert (row.kind, row.what, row.viewer_id, len(row.purpose)) == ("member", "dossier", str(secretary.pk), 200)


def test_listing_is_not_looking_and_a_refusal_leaves_no_trace(
    seen: Callable[[User], Viewer], world: Demo, sister: User
) -> None:
    member = world.members("QH0101")[0]
    list(access.members_for(seen(sister)))
    with pytest.raises(Http404):
        access.member_for(seen(sister), member.public_id)
    assert Access.objects.count() == 0


def test_sight_ends_with_the_term(world: Demo, secretary: User) -> None:
    last = dt.date(2026, 11, 30)
    posts.end_appointment(secretary.person.appointments.get(), by=BY, last_day=last, reason="换届")
    seen_on = [codes(viewer_of(secretary, last + n * DAY)) for n in (-1, 0, 1)]
    assert seen_on == [["QH0101"], ["QH0101"], []]
    assert [m.person for m in access.members_for(viewer_of(secretary, last + DAY))] == [secretary.person]


def test_a_member_who_left_is_no_longer_seen_from_the_old_branch(
    world: Demo, seen: Callable[[User], Viewer], secretary: User, ordinary_member: Member
) -> None:
    from registry import members

    members.move_home(
        ordinary_member, world.organisations["HK0201"], by=BY, on=world.day, case_reference="", article="第25条"
    )
    with pytest.raises(Http404):
        access.member_for(seen(secretary), ordinary_member.public_id)


def test_roles_of_a_viewer(world: Demo, seen: Callable[[User], Viewer], secretary: User) -> None:
    auditor = seen(world.holder("QH", Role.AUDITOR))
    assert access.is_auditor(auditor)
    assert not access.is_auditor(seen(secretary))
    assert seen(secretary).holds(Role.SECRETARY)
    assert [o.code for o in seen(secretary).organisations(Role.SECRETARY)] == ["QH0101"]
    assert seen(secretary).organisations(Role.AUDITOR) == []
