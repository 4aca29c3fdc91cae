"""The rules of a request for instructions: each at its edge, and where a request of each place goes."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from config.demo.building import Demo
from registry.models import Role, User
from registry.refusals import Refused
from tests import desk
from workflows.engine import opening
from workflows.engine.errors import Conflict
from workflows.engine.models import Case
from workflows.policy import asking
from workflows.processes.instruction import Instruction, rules
from workflows.processes.instruction import facts as of
from workflows.processes.instruction.walks import WALKS

DAY = dt.date(2026, 11, 24)


def facts(world: Demo, **more: Any) -> rules.Facts:
    pack = asking.policy_of(world.organisations["QH0101"], DAY)
    ordinary = {
        "superior": "党委", "answered_before": "", "has_general_branch": False, "concerns_others": False, "differing": (),
    }  # fmt: skip
    return rules.Facts(today=DAY, pack=pack, **ordinary | more)


@pytest.mark.parametrize(
    ("rule", "more", "weight"),
    [
        (rules.somebody_is_above, {}, "ok"),
        (rules.somebody_is_above, {"superior": ""}, "block"),
        (rules.not_answered_before, {}, "ok"),
        (rules.not_answered_before, {"answered_before": "请2026-X"}, "doubt"),
        (rules.all_agree, {}, "ok"),
        (rules.all_agree, {"concerns_others": True}, "ok"),
        (rules.all_agree, {"concerns_others": True, "differing": ("组织部部长",)}, "doubt"),
    ],
)
def test_each_rule(world: Demo, rule: Any, more: dict[str, Any], weight: str) -> None:
    assert rule(facts(world, **more)).weight == weight


@pytest.mark.parametrize(
    ("code", "general_branch", "committee", "superior"),
    [
        ("QH0101", "QH0101", "QH01", "QH"),
        ("QH029001", "QH0290", "QH02", "QH"),
        ("QH0290", "QH0290", "QH02", "QH"),
        ("YL0101", "YL0101", "YL01", "YL"),
        ("YL01", "YL01", "YL", "YL"),
    ],
)
def test_whom_each_place_asks(world: Demo, code: str, general_branch: str, committee: str, superior: str) -> None:
    """Step by step: the committee next above; at the top of the tree it has no other above it."""
    case = Case(organisation=world.organisations[code])
    found = (of.general_branch_of(case).code, of.committee_of(case).code, of.superior_of(case).code)
    assert found == (general_branch, committee, superior)


def asked(by: User, world: Demo, code: str = "QH0101", **more: Any) -> Case:
    answers = dict(WALKS["answered"].opening(None, {})) | more
    place = world.organisations[code]
    return opening.open_case(Instruction, by=by, organisation=place, data=answers, key=desk.key())


def test_the_same_matter_is_asked_once_at_a_time(world: Demo, secretary: User) -> None:
    case = asked(secretary, world)
    before = desk.state()
    with pytest.raises(Conflict):
        asked(secretary, world)
    assert desk.state() == before
    other = asked(secretary, world, matter="调剂支部活动用房")
    assert (case.about, other.about) == ("推迟召开支部党员大会进行换届选举", "调剂支部活动用房")


def test_a_branch_with_nobody_above_cannot_ask(world: Demo, secretary: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(of, "committee_above", lambda organisation: None)
    before = desk.state()
    with pytest.raises(Refused):
        asked(secretary, world)
    assert desk.state() == before


def test_who_may_write_a_request_and_who_signs_it(
    world: Demo, secretary: User, sister: User, superior: User, outsider: User
) -> None:
    """The secretary or the commissioner writes; it is the secretary who signs."""
    for stranger in (sister, superior, outsider):
        before = desk.state()
        with pytest.raises(PermissionDenied):
            asked(stranger, world)
        assert desk.state() == before
    case = asked(world.holder("QH0101", Role.ORGANISATION_COMMISSIONER), world)
    desk.settle()
    turn = desk.the_turn(case)
    assert (turn.step, turn.post.role, turn.post.organisation.code) == ("sign", "secretary", "QH0101")
