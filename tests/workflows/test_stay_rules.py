"""The rules of a certificate for a short stay: each at its edge under both packs, and who may ask, check and approve."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from audit import clock, journal
from config.demo.building import Demo
from registry.models import Member, User
from registry.refusals import Refused
from tests import desk
from workflows.engine import deciding, opening
from workflows.engine.errors import Conflict, Invalid
from workflows.engine.models import Case
from workflows.policy import asking, loading
from workflows.processes.stay import Stay, rules
from workflows.processes.stay import facts as of

DAY = dt.date(2026, 11, 24)
ONE = dt.timedelta(days=1)
BY = journal.system("test")
NOW, OLD = loading.in_force("cn_2026", DAY), loading.in_force("seed_2005", DAY)


def facts(**more: Any) -> rules.Facts:
    ordinary: dict[str, Any] = {
        "pack": NOW, "member": "张三", "on_the_roll": True, "at_home_here": True, "dues_paid_until": dt.date(2026, 11, 1),
        "open_cases": (), "live_letter": "", "other_certificate": "", "host_is_home": False, "host_dissolved": False,
        "host_on_register": True, "fixed_place": True, "has_general_branch": False, "opened_by_subject": False,
        "from_on": DAY, "until_on": dt.date(2027, 3, 1), "last_day": dt.date(2027, 3, 1), "extended": False,
    }  # fmt: skip
    return rules.Facts(today=DAY, **ordinary | more)


@pytest.mark.parametrize(
    ("rule", "more", "weight"),
    [
        (rules.on_the_roll, {}, "ok"),
        (rules.on_the_roll, {"on_the_roll": False}, "block"),
        (rules.on_the_roll, {"at_home_here": False}, "block"),
        (rules.dues_are_clear, {"dues_paid_until": None}, "block"),
        (rules.dues_are_clear, {"dues_paid_until": dt.date(2026, 9, 1)}, "block"),
        (rules.dues_are_clear, {"dues_paid_until": dt.date(2026, 10, 1)}, "ok"),
        (rules.place_is_certain, {}, "ok"),
        (rules.place_is_certain, {"fixed_place": False}, "doubt"),
        (rules.stay_not_over, {"until_on": DAY - ONE}, "block"),
        (rules.stay_not_over, {"until_on": DAY}, "ok"),
        (rules.no_open_case, {}, "ok"),
        (rules.no_open_case, {"open_cases": ("组织关系转接",)}, "doubt"),
        (rules.no_live_letter, {}, "ok"),
        (rules.no_live_letter, {"live_letter": "2026-QH01-0001"}, "block"),
        (rules.no_other_certificate, {}, "ok"),
        (rules.no_other_certificate, {"other_certificate": "玉工证〔2026〕1号"}, "block"),
        (rules.host_is_elsewhere, {}, "ok"),
        (rules.host_is_elsewhere, {"host_on_register": False}, "ok"),
        (rules.host_is_elsewhere, {"host_is_home": True}, "block"),
        (rules.host_is_elsewhere, {"host_dissolved": True}, "block"),
        (rules.not_extended_before, {}, "ok"),
        (rules.not_extended_before, {"extended": True}, "block"),
    ],
)
def test_each_rule(rule: Any, more: dict[str, Any], weight: str) -> None:
    assert rule(facts(**more)).weight == weight


@pytest.mark.parametrize(
    ("pack", "last", "weight"),
    [
        # 24 November to 22 May is a day short of six months: both days count.
        (NOW, dt.date(2027, 5, 22), "ok"),
        (NOW, dt.date(2027, 5, 23), "block"),
        (NOW, dt.date(2027, 5, 24), "block"),
        # Under the older rules three full months are allowed still, a day more is not.
        (OLD, dt.date(2027, 2, 22), "ok"),
        (OLD, dt.date(2027, 2, 23), "ok"),
        (OLD, dt.date(2027, 2, 24), "block"),
    ],
)
def test_from_which_length_on_a_transfer_is_due(pack: Any, last: dt.date, weight: str) -> None:
    assert rules.stay_is_short(facts(pack=pack, until_on=last)).weight == weight


@pytest.mark.parametrize(
    ("first", "last", "weight"),
    [
        # Six months from the last of August end with February, whatever its length.
        (dt.date(2026, 8, 31), dt.date(2027, 2, 26), "ok"),
        (dt.date(2026, 8, 31), dt.date(2027, 2, 27), "block"),
    ],
)
def test_months_end_with_the_month(first: dt.date, last: dt.date, weight: str) -> None:
    assert rules.stay_is_short(facts(from_on=first, until_on=last)).weight == weight


@pytest.mark.parametrize("pack", [NOW, OLD])
@pytest.mark.parametrize(
    ("last", "weight"),
    [(dt.date(2027, 2, 22), "doubt"), (dt.date(2027, 2, 23), "doubt"), (dt.date(2027, 2, 24), "ok")],
)
def test_up_to_which_length_none_is_needed(pack: Any, last: dt.date, weight: str) -> None:
    assert rules.credential_is_needed(facts(pack=pack, until_on=last)).weight == weight


# -- asking ---------------------------------------------------------------------------------------------------------------


def request(world: Demo, member: Member, **more: Any) -> dict[str, Any]:
    return {
        "member": member.public_id, "to": world.organisations["HK0103"].name, "place": "", "fixed_place": "yes",
        "from_on": str(DAY), "until_on": "2027-03-01", "reason": "study", "contact": "", "telephone": "13900001111", "note": "",
    } | more  # fmt: skip


def asked(by: User, world: Demo, member: Member, **more: Any) -> Case:
    place = world.organisations["QH0101"]
    return opening.open_case(
        Stay, by=by, organisation=place, data=request(world, member, **more), key=desk.key(),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("pack", "last", "may"),
    [
        ("cn_2026", "2027-05-22", True), ("cn_2026", "2027-05-23", False), ("cn_2026", "2027-05-24", False),
        ("seed_2005", "2027-02-22", True), ("seed_2005", "2027-02-23", True), ("seed_2005", "2027-02-24", False),
    ],
)  # fmt: skip
def test_a_longer_stay_is_not_certified(
    world: Demo, secretary: User, ordinary_member: Member, pack: str, last: str, may: bool
) -> None:
    asking.adopt(world.organisations["YL"], pack, by=BY, since=DAY)
    before = desk.state()
    if may:
        assert asked(secretary, world, ordinary_member, until_on=last).pack == pack
        return
    with pytest.raises(Refused):
        asked(secretary, world, ordinary_member, until_on=last)
    assert desk.state() == before


def test_whoever_belongs_to_the_branch_may_ask(
    world: Demo, secretary: User, sister: User, superior: User, outsider: User, ordinary_member: Member
) -> None:
    for stranger in (sister, superior, outsider):
        before = desk.state()
        with pytest.raises((PermissionDenied, Invalid)):
            asked(stranger, world, ordinary_member)
        assert desk.state() == before
    assert asked(ordinary_member.person.user, world, ordinary_member).opener_id == ordinary_member.person_id


def test_the_member_asks_for_himself_only(world: Demo, ordinary_member: Member) -> None:
    other = next(m for m in world.members("QH0101") if m != ordinary_member)
    before = desk.state()
    with pytest.raises(Invalid) as refused:
        asked(ordinary_member.person.user, world, other)
    assert (set(refused.value.form.errors), desk.state() == before) == ({"member"}, True)


def test_one_request_about_a_member_at_a_time(world: Demo, secretary: User, ordinary_member: Member) -> None:
    asked(secretary, world, ordinary_member)
    before = desk.state()
    with pytest.raises(Conflict):
        asked(secretary, world, ordinary_member, from_on="2027-03-02", until_on="2027-04-01")
    assert desk.state() == before


@pytest.mark.parametrize(
    ("more", "certified"),
    [({}, "HK0103"), ({"to": "", "place": "省城第一人民医院"}, "省城第一人民医院")],
)
def test_the_organisation_there_is_named_as_on_the_register_or_as_written(
    world: Demo, secretary: User, ordinary_member: Member, more: dict[str, str], certified: str
) -> None:
    case = asked(secretary, world, ordinary_member, **more)
    host = world.organisations[certified].name if certified in world.organisations else certified
    assert of.host_name(of.Said(case)) == host


def at_approval(world: Demo, secretary: User, member: Member) -> Any:
    case = asked(secretary, world, member)
    return desk.until(case, "approve")


def test_four_people_and_the_approval(
    world: Demo, secretary: User, sister: User, superior: User, outsider: User, ordinary_member: Member
) -> None:
    turn = at_approval(world, secretary, ordinary_member)
    answers = desk.answers(turn)
    for stranger in (secretary, sister, outsider, ordinary_member.person.user):
        before = desk.state()
        with pytest.raises(PermissionDenied):
            deciding.decide(turn.public_id, by=stranger, data=answers, key=desk.key())
        assert desk.state() == before
    assert deciding.decide(turn.public_id, by=superior, data=answers, key=desk.key()).outcome == "agree"


def test_what_was_in_order_when_asked_is_looked_at_again_when_approved(
    world: Demo, secretary: User, superior: User, ordinary_member: Member
) -> None:
    """The last day has passed meanwhile: it can be refused or returned, not agreed to."""
    turn = at_approval(world, secretary, ordinary_member)
    clock.travel_to(dt.date(2027, 3, 2))
    before = desk.state()
    with pytest.raises(Refused):
        desk.act(turn, by=superior)
    assert desk.state() == before
    assert desk.act(turn, by=superior, outcome="refuse", reason_code="other", opinion="已经过期。").outcome == "refuse"


def test_who_issues_is_the_committee_above_under_both_packs(world: Demo) -> None:
    for pack in ("cn_2026", "seed_2005"):
        asking.adopt(world.organisations["YL"], pack, by=BY, since=clock.today())
        codes = [of.issuer_of(Case(organisation=world.organisations[c])).code for c in ("QH0101", "QH029001", "YL0101")]
        assert codes == ["QH01", "QH02", "YL01"]
        clock.travel_to(clock.today() + ONE)
