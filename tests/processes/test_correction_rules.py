"""The rules of a correction: who can be corrected, for how long in all, and that nobody decides without his words."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from config.demo import driving
from config.demo.building import Demo
from documents import rendering
from tests import desk
from workflows.engine import deciding
from workflows.engine.errors import Invalid, Refused
from workflows.engine.models import Case, Decision
from workflows.engine.said import Said
from workflows.engine.words import Weight
from workflows.families.disposal import rules as shared
from workflows.policy import loading
from workflows.processes.correction import facts as of
from workflows.processes.correction import rules
from workflows.processes.correction.walks import WALKS

PACK = loading.packs()["cn_2026", "2026.05"]
DAY = dt.date(2026, 11, 24)


def facts(**changes: Any) -> rules.Facts:
    """A full member of this branch, nothing against it, six months proposed."""
    ordinary: dict[str, Any] = {
        "today": DAY, "pack": PACK, "member": "李秀", "standing": "full", "at_home_here": True, "breach": False, "sanctioned": False,
        "other_disposal": "", "of_suspended": False, "has_general_branch": False, "told_on": DAY, "approved_on": DAY, "months": 6, "months_before": 0, "mended": False,
    }  # fmt: skip
    return rules.Facts(**ordinary | changes)


@pytest.mark.parametrize(
    ("months", "before", "weight"),
    [
        (6, 0, Weight.OK), (12, 0, Weight.OK), (13, 0, Weight.BLOCK), (6, 6, Weight.OK), (7, 6, Weight.BLOCK), (0, 11, Weight.OK), (0, 12, Weight.BLOCK),
        (1, 12, Weight.BLOCK),
    ],
)  # fmt: skip
def test_all_orders_together_last_a_year(months: int, before: int, weight: Weight) -> None:
    assert rules.has_months_left(facts(months=months, months_before=before)).weight is weight


@pytest.mark.parametrize(
    ("approved", "months", "last"),
    [
        (dt.date(2026, 8, 31), 6, dt.date(2027, 2, 28)),
        (dt.date(2027, 8, 31), 6, dt.date(2028, 2, 29)),
        (dt.date(2026, 12, 11), 6, dt.date(2027, 6, 11)),
        (dt.date(2026, 12, 11), 12, dt.date(2027, 12, 11)),
    ],
)
def test_the_last_day_is_clamped_to_the_month(approved: dt.date, months: int, last: dt.date) -> None:
    assert rules.last_day(facts(approved_on=approved, months=months)) == last


@pytest.mark.parametrize(
    ("rule", "changes"),
    [
        (shared.is_full_member, {"standing": "probationary"}),
        (shared.is_full_member, {"standing": "suspended"}),
        (shared.is_full_member, {"standing": "removed_lost_conditions"}),
        (shared.belongs_here, {"at_home_here": False}),
        (shared.is_no_breach, {"breach": True}),
        (shared.is_not_sanctioned, {"sanctioned": True}),
        (shared.is_the_only_one, {"other_disposal": "劝其退党"}),
    ],
)
def test_who_cannot_be_corrected(rule: Any, changes: dict[str, Any]) -> None:
    assert (rule(facts()).weight, rule(facts(**changes)).weight) == (Weight.OK, Weight.BLOCK)


def test_he_has_some_days_to_reply() -> None:
    assert shared.last_day_to_reply(facts(told_on=dt.date(2026, 12, 28))) == dt.date(2027, 1, 2)


# -- with the registers ------------------------------------------------------------------------------------------------


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rendering, "typeset", desk.tiny_paper)


@pytest.mark.django_db
def test_a_probationary_member_is_told_what_is_to_be_done(world: Demo, quick: None) -> None:
    walk, probationary = WALKS["mended"], next(m for m in world.members("QH0101") if m.standing == "probationary")
    with pytest.raises(Refused, match="预备"):
        driving.begin("correction", walk, probationary)
    assert not Case.objects.exists()


@pytest.mark.django_db
def test_months_that_did_not_help_count(world: Demo, quick: None) -> None:
    drive = driving.begin("correction", WALKS["not_mended"])
    assert of.months_before(drive.case.member) == 0
    driving.to_the_end(drive, most=90)
    again = driving.begin("correction", WALKS["not_mended"], drive.case.member)
    assert (of.months_before(again.case.member), of.facts_of(again.case).months_before) == (6, 6)


@pytest.mark.django_db
def test_a_second_order_lasts_no_longer_than_is_left_of_the_year(world: Demo, quick: None) -> None:
    """Six months were of no use: a second order of seven is refused at its field, one of six goes on."""
    first = driving.begin("correction", WALKS["not_mended"])
    driving.to_the_end(first, most=90)
    again = driving.begin("correction", WALKS["not_mended"], first.case.member)
    driving.until(again, "deliberate")
    driving.pass_days(1)
    turn, before = desk.the_turn(again.case), desk.state()
    proposed = dict(WALKS["not_mended"].answers["deliberate"][0](again.case))
    with pytest.raises(Invalid) as refused:
        deciding.decide(turn.public_id, by=driving.actor_for(turn), data=proposed | {"months": "7"}, key="a" * 16)
    assert (list(refused.value.form.errors), desk.state() == before) == (["months"], True)
    deciding.decide(turn.public_id, by=driving.actor_for(turn), data=proposed | {"months": "6"}, key="b" * 16)
    assert of.facts_of(again.case).months == 6


@pytest.mark.django_db
def test_months_of_one_who_mended_do_not_count(world: Demo, quick: None) -> None:
    case = driving.to_the_end(driving.begin("correction", WALKS["mended"]), most=90)
    assert of.months_before(case.member) == 0


@pytest.mark.django_db
def test_nobody_decides_without_having_read_his_words(world: Demo, quick: None) -> None:
    drive = driving.begin("correction", WALKS["mended"])
    driving.until(drive, "examine")
    turn = drive.case.assignments.get(closed_at=None)
    said, user = Said(drive.case), driving.actor_for(turn)
    decided = Decision.objects.count()
    with pytest.raises(Invalid):
        deciding.decide(turn.public_id, by=user, data={"outcome": "complete", "opinion": ""}, key="a" * 16)
    assert Decision.objects.count() == decided
    forged = {"outcome": "complete", "opinion": "", "have_read": "on", "his_words": "我同意一切。"}
    kept = deciding.decide(turn.public_id, by=user, data=forged, key="b" * 16).answers["his_words"]
    assert said("words")["words"] in kept
    assert "我同意一切" not in kept


@pytest.mark.django_db
def test_two_measures_about_one_member_are_not_open_at_once(world: Demo, quick: None) -> None:
    drive = driving.begin("correction", WALKS["mended"])
    with pytest.raises(Refused):
        driving.begin("correction", WALKS["mended"], drive.case.member)
    assert Case.objects.count() == 1
