"""The rules of a removal: what the ledgers bear out, who can be removed on which ground, and not a day too early."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from audit import clock
from config.demo import driving, ledgers
from config.demo.building import Demo
from documents import rendering
from registry import ledgers as registers
from registry import members
from registry.ledger_rules import Said
from registry.models import LedgerEntry, Member, Role
from tests import desk
from workflows.engine import catalogue, opening
from workflows.engine.errors import Refused
from workflows.engine.models import Case
from workflows.engine.words import Weight
from workflows.families.disposal import rules as shared
from workflows.policy import loading
from workflows.processes.removal import Removal, rules
from workflows.processes.removal.walks import WALKS

PACK = loading.packs()["cn_2026", "2026.05"]
DAY = dt.date(2026, 11, 24)
ONE = dt.timedelta(days=1)


def facts(**changes: Any) -> rules.Facts:
    """A full member of this branch, six months missed as the ledgers say."""
    ordinary: dict[str, Any] = {
        "today": DAY, "pack": PACK, "member": "李秀", "standing": "full", "at_home_here": True, "breach": False, "sanctioned": False,
        "other_disposal": "", "of_suspended": False, "has_general_branch": False, "told_on": DAY, "approved_on": DAY,
        "ground": rules.SELF_WITHDRAWAL, "case_is_due": True, "missed": 6, "suspended_since": None,
    }  # fmt: skip
    return rules.Facts(**ordinary | changes)


@pytest.mark.parametrize(
    ("ground", "standing", "may_be", "fits"),
    [
        (rules.SELF_WITHDRAWAL, "full", Weight.OK, Weight.OK), (rules.SELF_WITHDRAWAL, "suspended", Weight.BLOCK, Weight.OK),
        (rules.SELF_WITHDRAWAL, "probationary", Weight.BLOCK, Weight.OK), (rules.LOST_CONDITIONS, "suspended", Weight.BLOCK, Weight.OK),
        (rules.SUSPENDED, "suspended", Weight.OK, Weight.OK), (rules.SUSPENDED, "full", Weight.OK, Weight.BLOCK),
        (rules.SUSPENDED, "probationary", Weight.BLOCK, Weight.BLOCK), (rules.SUSPENDED, "removed_refused", Weight.BLOCK, Weight.BLOCK),
    ],
)  # fmt: skip
def test_who_can_be_removed_on_which_ground(ground: str, standing: str, may_be: Weight, fits: Weight) -> None:
    found = facts(ground=ground, standing=standing, of_suspended=ground == rules.SUSPENDED)
    assert (shared.may_be_dealt_with(found).weight, rules.fits_his_standing(found).weight) == (may_be, fits)


@pytest.mark.parametrize(
    ("since", "weight"),
    [
        (dt.date(2024, 11, 23), Weight.OK), (dt.date(2024, 11, 24), Weight.OK), (dt.date(2024, 11, 25), Weight.BLOCK),
    ],
)  # fmt: skip
def test_two_years_are_full_on_the_day(since: dt.date, weight: Weight) -> None:
    found = facts(ground=rules.SUSPENDED, standing="suspended", suspended_since=since)
    assert rules.was_suspended_long_enough(found).weight is weight


def test_only_the_six_month_ground_rests_on_the_ledgers() -> None:
    for ground, weight in (
        (rules.SELF_WITHDRAWAL, Weight.BLOCK),
        (rules.LOST_CONDITIONS, Weight.OK),
        (rules.SUSPENDED, Weight.OK),
    ):
        assert rules.ledgers_bear_it_out(facts(ground=ground, case_is_due=False, missed=5)).weight is weight
    assert rules.ledgers_bear_it_out(facts()).weight is Weight.OK


# -- on cases --------------------------------------------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def _not_typeset(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rendering, "typeset", desk.tiny_paper)


def _open(world: Demo, member: Member, walk: str = "removed") -> Case:
    branch = world.organisations["QH0101"]
    data = WALKS[walk].opening(member, {})
    return opening.open_case(
        Removal, by=world.holder("QH0101", Role.SECRETARY), organisation=branch, data=data, key="a" * 16
    )


@pytest.mark.parametrize(("months", "opens"), [(0, False), (5, False), (6, True), (7, True)])
def test_it_is_opened_when_the_ledgers_hold_six_months(
    world: Demo, ordinary_member: Member, months: int, opens: bool
) -> None:
    ledgers.miss(ordinary_member, world.organisations["QH0101"], months)
    assert LedgerEntry.objects.filter(member=ordinary_member, value="missed").count() == months
    if opens:
        assert _open(world, ordinary_member).subject == ordinary_member
        return
    with pytest.raises(Refused, match=f"连续{months}个月"):
        _open(world, ordinary_member)
    assert not Case.objects.exists()


def test_in_the_sixth_month_itself_it_is_too_early(world: Demo, ordinary_member: Member) -> None:
    """A month is judged on the day after it ends: on the last day of the sixth one nothing can be opened yet."""
    last = dt.date(2026, 11, 30)
    clock.travel_to(dt.date(2026, 11, 1))
    ledgers.miss(ordinary_member, world.organisations["QH0101"], 5)
    clock.travel_to(last)
    with pytest.raises(Refused, match="连续5个月"):
        _open(world, ordinary_member)
    clock.travel_to(last + ONE)
    ledgers.miss(ordinary_member, world.organisations["QH0101"], 1)
    assert _open(world, ordinary_member).opened_on == last + ONE


def test_a_case_that_is_open_keeps_its_ground_when_he_comes_again(world: Demo) -> None:
    """What the ledgers say later is for the meeting to weigh; the case is not lost by it (handbook 21)."""
    drive = driving.begin("removal", WALKS["removed"])
    driving.until(drive, "deliberate")
    row = LedgerEntry.objects.filter(member=drive.case.member, value="missed").latest("month")
    by = world.holder("QH0101", Role.SECRETARY)
    registers.correct(row, Said("done"), "补登记参加主题党日", by=by)
    assert driving.to_the_end(drive, most=90).outcome == "removed"


def test_a_probationary_member_is_not_removed(world: Demo) -> None:
    probationary = next(one for one in world.members("QH0101") if one.standing == "probationary")
    with pytest.raises(Refused, match="预备"):
        _open(world, probationary, "lost_conditions")
    assert not Case.objects.exists()


def test_a_removed_member_has_no_vote_approves_nothing_and_is_not_moved(world: Demo) -> None:
    """20.4: he is on no roll, holds no post in the branch, and no transfer can be opened for him."""
    case = driving.to_the_end(driving.begin("removal", WALKS["lost_conditions"]), most=90)
    member = Member.objects.get(pk=case.subject_id)
    assert (member.standing, member.on_the_roll) == ("removed_lost_conditions", False)
    after = clock.today() + ONE
    clock.travel_to(after)
    assert member not in members.members_of(case.organisation, after)
    transfer = catalogue.process("transfer")
    limits = transfer.opening_limits(case.organisation, case.opener, today=after, by_post=True)
    assert member not in limits["members"]
