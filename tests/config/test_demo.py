"""The small demo of the first start: every case of its plans stands where it was to be left, and nothing is broken."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.management import call_command

from audit import clock, journal
from config.demo import building, cases, ledgers
from config.demo.building import Demo
from documents import rendering
from registry import organisations
from registry.ledger_reading import roll_of
from registry.models import Level, Organisation
from tests.desk import tiny_paper
from tests.registry.exchange_files import empty_the_register
from workflows.engine import integrity
from workflows.engine.models import Case, TaskAssignment
from workflows.families.ledger_months import months_of
from workflows.families.six_months import Rung

PLANS = {
    "transfer": cases.PLAN, "stay": cases.STAYS, "instruction": cases.REQUESTS, "arrival": cases.ARRIVALS,
    "meeting": cases.MEETINGS,
}  # fmt: skip
for process, *plan in cases.DISPOSALS:
    PLANS.setdefault(process, []).append(tuple(plan))  # type: ignore[arg-type]


def test_every_case_of_the_plans_is_where_it_was_to_be_left(world: Demo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rendering, "typeset", tiny_paper)
    spoken_of = {code: ledgers.named(world, code) for code in ledgers.PLAN}
    assert cases.make(world) == sum(map(len, PLANS.values()))
    clock.travel_to(world.day)
    for process, plan in PLANS.items():
        found = Case.objects.filter(process_name=process)
        closed = sum(1 for _walk, _days, stop in plan if not stop)
        # A case that is asked again is another one; one left alone may have gone on by itself when its term ran out.
        assert found.filter(closed_at__isnull=False).count() >= closed
        at = set(
            TaskAssignment.objects.filter(process_name=process, closed_at__isnull=True).values_list("step", flat=True)
        )
        assert {stop for _walk, _days, stop in plan if stop} <= at
    assert list(integrity.faults(world.day)) == []
    for code, named in spoken_of.items():  # whom the ledgers speak of is still there, and free
        assert [member.cases.count() for member in named] == [0] * len(named)
        assert {member.affiliations.get(until=None).organisation.code for member in named} == {code}


def test_the_ledgers_have_somebody_for_each_step_of_the_ladder(world: Demo) -> None:
    made = ledgers.make(world)
    clock.travel_to(world.day)
    months = [dt.date(2026, month, 1) for month in range(2, 11)]
    assert made == 1 + 3 * sum(roll_of(world.organisations[c], month).count() for c in ledgers.PLAN for month in months)
    found = [months_of(member, world.day) for code in ledgers.PLAN for member in ledgers.named(world, code)]
    assert [months.finding for months in found] == [Rung.CASE, Rung.NONE, Rung.CRITICISM, Rung.REMINDER]
    assert [len(run.missed) for run in found[0].runs] == [1, 6, 0]
    assert [row.reason for row in found[0].corrections] == [ledgers.WHY]
    assert journal.verify().ok


def test_a_demo_that_cannot_be_finished_leaves_nothing_behind(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is half there would be taken for a whole one at the next start."""
    empty_the_register()

    def begun(day: dt.date, seed: int) -> Demo:
        organisations.found(by=building.DEMO, code="YL", name="中共云岭州委员会", level=Level.PREFECTURE, parent=None)
        return Demo(day, seed)

    def broken(_demo: Demo) -> int:
        assert Organisation.objects.count() == 1
        raise LookupError("nobody is there")

    monkeypatch.setattr(building, "build", begun)
    monkeypatch.setattr(cases, "make", broken)
    with pytest.raises(LookupError):
        call_command("demo", "--small")
    assert Organisation.objects.count() == 0
