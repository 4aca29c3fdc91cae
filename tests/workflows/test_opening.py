"""Opening a case: who may, about whom, once, and where to."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied

from audit import journal
from config.demo.building import Demo
from registry.models import Member, User
from registry.refusals import Conflict, Refused
from tests import desk
from workflows.engine import opening
from workflows.engine.catalogue import process
from workflows.engine.errors import Invalid
from workflows.engine.models import Case

BY = journal.system("test")
DAY = dt.timedelta(days=1)


def test_four_people_ask_for_a_transfer(
    world: Demo, ordinary_member: Member, secretary: User, sister: User, superior: User, outsider: User
) -> None:
    """The secretary of the branch may, the others neither there nor from their own place."""
    target = world.organisations["HK0102"]
    before = desk.state()
    for user, at in ((sister, "QH0101"), (superior, "QH0101"), (outsider, "QH0101"), (superior, "QH01")):
        with pytest.raises((PermissionDenied, Invalid)):
            desk.opened(user, world.organisations[at], ordinary_member, target)
    for user, at in ((sister, "QH0102"), (outsider, "HK0201")):
        with pytest.raises(Invalid) as invalid:
            desk.opened(user, world.organisations[at], ordinary_member, target)
        assert set(invalid.value.form.errors) == {"member"}
    assert desk.state() == before
    assert desk.opened(secretary, world.organisations["QH0101"], ordinary_member, target).opener == secretary.person


def test_a_member_asks_for_himself_and_for_nobody_else(world: Demo, ordinary_member: Member) -> None:
    user, branch, target = ordinary_member.person.user, world.organisations["QH0101"], world.organisations["HK0102"]
    other = next(m for m in world.members("QH0101") if m != ordinary_member)
    before = desk.state()
    with pytest.raises(Invalid):
        desk.opened(user, branch, other, target)
    assert desk.state() == before
    assert desk.opened(user, branch, ordinary_member, target).opener == ordinary_member.person


def test_a_second_open_case_about_a_member_is_a_conflict(
    world: Demo, case: Case, secretary: User, ordinary_member: Member
) -> None:
    before = desk.state()
    with pytest.raises(Conflict) as conflict:
        desk.opened(secretary, world.organisations["QH0101"], ordinary_member, world.organisations["HK0103"])
    assert str(ordinary_member) in conflict.value.sentence
    assert desk.state() == before


def test_opening_twice_with_one_key_is_one_case(world: Demo, secretary: User, ordinary_member: Member) -> None:
    transfer, once = process("transfer"), desk.key()
    branch = world.organisations["QH0101"]
    data = desk.request(ordinary_member, world.organisations["HK0102"])
    first = opening.open_case(transfer, by=secretary, organisation=branch, data=data, key=once)
    before = desk.state()
    assert opening.open_case(transfer, by=secretary, organisation=branch, data=data, key=once) == first
    with pytest.raises(Conflict):
        opening.open_case(transfer, by=ordinary_member.person.user, organisation=branch, data=data, key=once)
    assert desk.state() == before


def test_a_target_that_cannot_receive_is_refused(world: Demo, secretary: User, ordinary_member: Member) -> None:
    """Inside one committee the branch has to be named: the committee itself is no target."""
    before = desk.state()
    with pytest.raises(Refused):
        desk.opened(secretary, world.organisations["QH0101"], ordinary_member, world.organisations["QH01"])
    with pytest.raises(Refused):
        desk.opened(secretary, world.organisations["QH0101"], ordinary_member, world.organisations["QH0101"])
    assert desk.state() == before
