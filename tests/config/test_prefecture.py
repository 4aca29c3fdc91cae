"""A part of the demo prefecture, built: the organisations of the small demo, two walks, a few cases."""

from __future__ import annotations

import datetime as dt
import pickle
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

import pytest

from audit import clock
from config.demo import driving
from config.demo import places as small
from config.demo.building import Demo
from config.demo.prefecture import building
from config.demo.prefecture.building import Built, measured
from config.demo.prefecture.crew import Crew
from config.demo.prefecture.figures import FIGURES, PAUSE
from config.demo.prefecture.history import History, every_walk
from config.demo.prefecture.planning import Register
from documents import rendering
from registry.models import Affiliation, Kinship, Member, Person, Role, User
from tests.desk import HOLD, the_turn, tiny_paper
from tests.registry.exchange_files import empty_the_register
from web.demo import groups
from workflows.engine import integrity, leaving
from workflows.engine.models import Case, Decision

DAY = dt.date(2026, 11, 24)
WALKS = {
    name: walk for name, walk in every_walk().items() if name in {("transfer", "internal"), ("transfer", "refused")}
}
PART = replace(
    FIGURES, members=560, accounts_in_a_branch=4, vacant=0, acting=0, replaced=0, kinships=4, closed_from=60, closed_until=58,
    open_from=44, open_cases=8, later_closed=0, early_moves=1, recalled=3, commented=1,
)  # fmt: skip


def test_a_part_of_the_prefecture_is_as_it_was_planned(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Built once: what is there, in which order it came, and who is offered to try."""
    monkeypatch.setattr(rendering, "typeset", tiny_paper)
    monkeypatch.setattr(Crew, "each", _as_if_sent)
    empty_the_register()
    built = building.build(DAY, 5, PART, places=small.plans(), walks=WALKS)
    clock.travel_to(DAY)
    assert built.refused == ()
    assert list(integrity.faults(DAY)) == []
    _holds_what_was_planned(built)
    _came_in_order()
    _offers_a_short_list()


def _as_if_sent(
    _crew: Crew, what: Callable[[Any], Any], things: Iterable[Any], meanwhile: Callable[[], None] | None = None
) -> list[Any]:
    """As with several hands: what is done, with what, and what comes of it travel between processes."""
    done = []
    for thing in things:
        here, there = pickle.loads(pickle.dumps((what, thing)))
        done.append(pickle.loads(pickle.dumps(here(there))))
        clock.advance(PAUSE)
    if meanwhile is not None:
        meanwhile()
    return done


def test_what_came_up_on_somebodys_last_day_goes_on_to_others_next_morning(
    world: Demo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rendering, "typeset", tiny_paper)
    drive = driving.begin("transfer", replace(every_walk()["transfer", "second_thoughts"], days={}))
    driving.until(drive, "consent")
    place, last_day = drive.case.organisation, clock.today()
    commissioner = world.holder(place.code, Role.ORGANISATION_COMMISSIONER)
    leaving.leave(commissioner.person, last_day=last_day, reason="工作调动。")
    clock.advance(HOLD)
    driving.act(drive, the_turn(drive.case))
    clock.advance(HOLD)
    driving.work_off()
    turn = the_turn(drive.case)
    assert (turn.step, driving.actor_for(turn)) == ("branch_check", commissioner)
    tomorrow = last_day + dt.timedelta(days=1)
    clock.travel_to(tomorrow)
    with pytest.raises(
        LookupError, match=f"nobody who holds {turn.post} may act at branch_check of {drive.case.number}"
    ):
        driving.actor_for(turn)
    History(world, Register(world.day, [], [], [], []), FIGURES, Crew(1), {}).morning(tomorrow)
    assert driving.actor_for(the_turn(drive.case)) == world.holder(place.code, Role.SECRETARY)


def _holds_what_was_planned(built: Built) -> None:
    found = measured(DAY)
    cases = found.pop("cases")
    delegations = {"running": 3, "ended": 1, "to_begin": 0}
    assert found == {
        "organisations": 44, "outside": 2, "members": 560, "posts": found["posts"], "vacant": 0, "acting": 0, "kinships": 4,
        "delegations": delegations,
    }  # fmt: skip
    assert (cases["open"], cases["closed"]) == (8, 2)
    steps = ("consent", "branch_check", "examine", "approve", "reassign")
    assert cases["at"].keys() >= {f"transfer.{step}" for step in steps}
    assert cases["ended_as"] == {"transfer.internal": 1, "transfer.refused": 1}
    assert cases["recalled"] >= 1
    assert Affiliation.objects.filter(until__isnull=True).count() == Member.objects.count()
    assert Person.objects.filter(id_number_index="").count() == 0
    assert User.objects.filter(username="qh01-organiser").count() == 1
    assert Kinship.objects.filter(recorded_by=built.demo.holder("YL", Role.REGISTRAR)).count() == 4


def _came_in_order() -> None:
    """The clock went forward only, up to the eve of the day."""
    opened = list(Case.objects.order_by("pk").values_list("opened_at", flat=True))
    decided = list(Decision.objects.order_by("pk").values_list("at", flat=True))
    assert (opened, decided) == (sorted(opened), sorted(decided))
    assert max(map(clock.day_of, [*opened, *decided])) < DAY


def _offers_a_short_list() -> None:
    found = groups(DAY)
    assert [len(group.people) for group in found] == [4, 8, 1, 2]
    waiting = [one.waiting for one in found[0].people]
    assert waiting == sorted(waiting, reverse=True)
    offered = [one.user for group in found for one in group.people]
    assert len({user.pk for user in offered}) == len(offered)
    roles = {one.user.person.appointments.get().post.role for one in found[1].people if one.user.person}
    assert roles == set(Role.values)
    assert found[3].people[0].waiting == 1
