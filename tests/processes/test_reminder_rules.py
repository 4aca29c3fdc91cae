"""The rules of a reminder, a criticism and a demand: what the ledgers say is due, who it is for, and until when he can answer."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import transaction

from config.demo import driving, ledgers
from config.demo.building import Demo
from documents import rendering
from registry.models import Member, Role, User
from tests import desk
from workflows.engine import catalogue, deciding, opening
from workflows.engine.errors import Invalid, Refused
from workflows.engine.following import due_next
from workflows.engine.models import Case
from workflows.engine.words import Weight
from workflows.families.six_months import Rung
from workflows.policy import loading
from workflows.processes.reminder import Reminder, facts, rules
from workflows.processes.reminder.walks import WALKS

BASE = loading.packs()["cn_2026", "2026.05"]
DAY = dt.date(2026, 11, 24)
KEY = "a" * 16


def known(**changes: Any) -> rules.Facts:
    """A full member of this branch who missed two months; criticism is due and meant."""
    ordinary: dict[str, Any] = {
        "today": DAY, "pack": BASE, "member": "李秀", "standing": "full", "at_home_here": True, "other": "", "measure": "criticism",
        "milder": False, "counted": True, "months": 2, "due": "criticism", "may_correct": False, "told_on": DAY, "due_on": DAY,
    }  # fmt: skip
    return rules.Facts(**ordinary | changes)


@pytest.mark.parametrize(
    ("guard", "changes"),
    [
        (rules.MUST_BE_ON_THE_ROLL, {"standing": "suspended"}),
        (rules.MUST_BE_ON_THE_ROLL, {"standing": "removed_refused"}),
        (rules.MUST_BELONG_HERE, {"at_home_here": False}),
        (rules.MUST_BE_THE_ONLY_ONE, {"other": "教〔2026〕1号"}),
        (rules.MUST_NOT_BE_TOO_LATE, {"due": "case", "months": 6, "measure": "demand"}),
        (rules.MUST_FIT_THE_MONTHS, {"measure": "reminder"}),
        (rules.MUST_FIT_THE_MONTHS, {"measure": "demand"}),
    ],
)
def test_what_cannot_be_opened(guard: Any, changes: dict[str, Any]) -> None:
    assert (guard.rule(known()).weight, guard.rule(known(**changes)).weight) == (Weight.OK, Weight.BLOCK)
    assert guard in Reminder.start.guards
    assert guard.protects == ("done",)


def test_education_is_for_whoever_is_on_probation_too() -> None:
    assert rules.MUST_BE_ON_THE_ROLL.rule(known(standing="probationary")).weight == Weight.OK


@pytest.mark.parametrize(
    ("measure", "due", "milder", "weight"),
    [
        ("reminder", "reminder", False, Weight.OK),
        ("criticism", "reminder", False, Weight.OK),
        ("demand", "reminder", False, Weight.BLOCK),
        ("reminder", "criticism", False, Weight.BLOCK),
        ("reminder", "criticism", True, Weight.DOUBT),
        ("criticism", "demand", False, Weight.BLOCK),
        ("criticism", "demand", True, Weight.DOUBT),
        ("demand", "demand", False, Weight.OK),
        ("criticism", "none", False, Weight.OK),
        ("demand", "none", True, Weight.BLOCK),
    ],
)
def test_what_the_months_allow(measure: str, due: str, milder: bool, weight: Weight) -> None:
    assert rules.fits_the_months(known(measure=measure, due=due, milder=milder)).weight == weight


@pytest.mark.parametrize(
    ("measure", "due_on", "last"),
    [
        ("criticism", DAY, dt.date(2026, 11, 29)),
        ("demand", dt.date(2026, 12, 4), dt.date(2026, 12, 4)),
        # Talked with only when the demand had almost run out: he still has his days.
        ("demand", dt.date(2026, 11, 26), dt.date(2026, 11, 29)),
    ],
)
def test_until_when_he_can_answer(measure: str, due_on: dt.date, last: dt.date) -> None:
    assert rules.last_day_to_answer(known(measure=measure, due_on=due_on)) == last


@pytest.mark.parametrize(
    ("months", "text"),
    [
        ((), ""),
        ((dt.date(2026, 8, 1),), "2026年8月"),
        ((dt.date(2026, 8, 1), dt.date(2026, 10, 1)), "2026年8月至2026年10月"),
    ],
)
def test_months_on_paper(months: tuple[dt.date, ...], text: str) -> None:
    assert facts.period(months) == text


# -- with the ledgers of a branch ---------------------------------------------------------------------------------------


@pytest.fixture
def here(world: Demo, monkeypatch: pytest.MonkeyPatch) -> tuple[Demo, Member, User]:
    """锦江社区, a member of it, and its secretary."""
    monkeypatch.setattr(rendering, "typeset", desk.tiny_paper)
    place = world.organisations["QH0101"]
    return world, driving.choose_member(place), world.holder("QH0101", Role.SECRETARY)


def opened(here: tuple[Demo, Member, User], measure: str, **more: Any) -> Case:
    world, member, by = here
    given = WALKS["demanded" if measure == "demand" else "acknowledged"].opening(member, world.organisations)
    return opening.open_case(
        Reminder, by=by, organisation=world.organisations["QH0101"], data=given | {"measure": measure} | more, key=desk.key()
    )  # fmt: skip


# How many months are missed, what is due, and what the branch can do about it.
@pytest.mark.parametrize(
    ("missed", "due", "possible"),
    [
        (0, "none", ["reminder", "criticism"]),
        (1, "reminder", ["reminder", "criticism"]),
        (2, "criticism", ["criticism"]),
        (3, "criticism", ["criticism"]),
        (4, "demand", ["demand"]),
        (5, "demand", ["demand"]),
        (6, "case", []),
    ],
)
def test_what_the_ledgers_ask_for(here: tuple[Demo, Member, User], missed: int, due: str, possible: list[str]) -> None:
    world, member, _by = here
    if missed:
        ledgers.miss(member, world.organisations["QH0101"], missed)
    allowed = []
    for measure in ("reminder", "criticism", "demand"):
        before = desk.state()
        try:
            with transaction.atomic():
                found = facts.facts_of(opened(here, measure))
                assert (found.due, found.months) == (due, missed)
                allowed.append(measure)
                transaction.set_rollback(True)
        except Refused as no:
            assert str(no) != ""
        assert desk.state() == before
    assert allowed == possible


def test_a_demand_needs_a_last_day_to_come_and_somebody_to_ask(here: tuple[Demo, Member, User]) -> None:
    world, member, _by = here
    ledgers.miss(member, world.organisations["QH0101"], 4)
    before = desk.state()
    for name, value in (("due_on", ""), ("due_on", "2026-11-24"), ("contact", ""), ("phone", "")):
        with pytest.raises(Invalid) as refused:
            opened(here, "demand", **{name: value})
        assert set(refused.value.form.errors) == {name}
    assert desk.state() == before


def test_the_months_are_those_of_the_day_it_was_opened(here: tuple[Demo, Member, User]) -> None:
    """What is entered afterwards changes nothing of what he was told."""
    world, member, _by = here
    ledgers.miss(member, world.organisations["QH0101"], 2)
    case = opened(here, "criticism")
    driving.pass_days(40)
    again = Case.objects.get(pk=case.pk)
    assert (facts.facts_of(again).months, facts.facts_of(again).due) == (2, Rung.CRITICISM)


def test_one_at_a_time(here: tuple[Demo, Member, User]) -> None:
    opened(here, "criticism", failing="conduct")
    before = desk.state()
    world, member, by = here
    given = WALKS["acknowledged"].opening(member, world.organisations) | {"failing": "conduct"}
    with pytest.raises(Refused):
        opening.open_case(Reminder, by=by, organisation=world.organisations["QH0101"], data=given, key="b" * 16)
    assert desk.state() == before


def test_after_a_demand_two_talk_with_him(here: tuple[Demo, Member, User]) -> None:
    drive = driving.begin("reminder", WALKS["demanded"])
    case = driving.until(drive, "talk")
    driving.pass_days(1)
    turn = case.assignments.get(closed_at__isnull=True)
    alone = drive.walk.answer("talk", 0, case) | {"talker_2": ""}
    before = desk.state()
    with pytest.raises(Invalid) as refused:
        deciding.decide(turn.public_id, by=driving.actor_for(turn), data=alone, key=KEY)
    assert (set(refused.value.form.errors), desk.state() == before) == ({"talker_2"}, True)


def test_who_sees_it_after_three_months_is_offered_a_correction(here: tuple[Demo, Member, User]) -> None:
    ends = {
        name: Reminder.instance.node(name).leads_to for name in ("acknowledged", "willing", "objected", "unanswered")
    }
    assert ends == {"acknowledged": "", "willing": "correction", "objected": "", "unanswered": ""}
    case = driving.to_the_end(driving.begin("reminder", WALKS["willing"]))
    assert due_next(case) is catalogue.process("correction")


@pytest.mark.parametrize("pack", [BASE, loading.packs()["seed_2005", "2005.01"]], ids=lambda pack: pack.name)
def test_the_months_of_each_step(pack: Any) -> None:
    terms = pack.self_withdrawal
    found = [terms.reminder_months, terms.criticism_months, terms.correction_months, terms.demand_months]
    assert [one.value for one in found] == [1, 2, 3, 4]
