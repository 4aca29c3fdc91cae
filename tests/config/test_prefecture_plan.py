"""The plan of the demo prefecture, which is pure: what its register and its cases will be."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from config.demo import places as small
from config.demo.prefecture import caseload
from config.demo.prefecture.caseload import Situation, Start, Trace
from config.demo.prefecture.figures import FIGURES
from config.demo.prefecture.geography import organs_of
from config.demo.prefecture.history import every_walk
from config.demo.prefecture.names import RARE_GIVEN
from config.demo.prefecture.planning import Register, planned
from documents import characters
from registry.identity import is_valid
from registry.models import Level
from workflows.engine.walks import Walk

DAY, SEED = dt.date(2026, 11, 24), 5


@pytest.fixture(scope="module")
def plan() -> Register:
    """The plan as ``make run`` carries it out."""
    return planned(DAY, SEED, FIGURES)


# -- the register -----------------------------------------------------------------------------------------------------


def test_the_prefecture_is_as_large_as_its_figures_say(plan: Register) -> None:
    inside = [place for place in plan.organisations if not place.outside]
    assert Counter(place.level for place in inside) == {
        "prefecture": 1, "county": 4, "committee": 23, "general_branch": 4, "branch": 100,
    }  # fmt: skip
    assert sum(place.outside for place in plan.organisations) == 5
    assert len(plan.members) == FIGURES.members == 2500
    assert Counter(member.home for member in plan.members) == {
        place.code: place.members for place in inside if place.level == Level.BRANCH
    }


def test_the_small_demo_lies_inside_with_its_codes_and_posts(plan: Register) -> None:
    by_code = {place.code: place for place in plan.organisations}
    for place in small.plans():
        assert replace(by_code[place.code], members=place.members) == place
        assert plan.filled(place.code) >= set(place.posts)
    assert len(by_code) == len(plan.organisations)


def test_parents_come_before_their_children(plan: Register) -> None:
    seen: set[str | None] = {None}
    for place in plan.organisations:
        assert place.parent in seen
        seen.add(place.code)


def test_every_name_prints_and_every_rare_character_has_its_turn(plan: Register) -> None:
    names = [member.who.name for member in plan.members]
    assert [name for name in names if characters.problems(name, limit=50)] == []
    assert set(RARE_GIVEN) <= set("".join(names))
    assert sum("·" in name for name in names) == 88
    assert max(names, key=len) == "阿卜杜热合曼·阿卜杜克里木"


def test_nobody_is_there_twice_and_every_number_is_valid(plan: Register) -> None:
    numbers = [member.who.id_number for member in plan.members]
    assert len(set(numbers)) == len(numbers)
    assert all(is_valid(number) and number.startswith("99") for number in numbers)


def test_members_joined_before_the_history_begins(plan: Register) -> None:
    first = DAY - dt.timedelta(days=FIGURES.closed_from + 1)
    assert max(member.joined_on for member in plan.members) <= first
    assert all((member.full_since is None) == (member.standing == "probationary") for member in plan.members)


def test_posts_are_filled_vacant_and_acting_as_the_figures_say(plan: Register) -> None:
    vacant = [seat for seat in plan.seats if not seat.holders]
    acting = [seat for seat in plan.seats if seat.acting]
    assert (len(vacant), len(acting)) == (FIGURES.vacant, FIGURES.acting)
    assert {seat.code for seat in [*vacant, *acting]}.isdisjoint(place.code for place in small.plans())
    assert all(seat.level == Level.BRANCH or seat.role != "secretary" for seat in vacant)
    holders = Counter(number for seat in plan.seats for number in (*seat.holders, seat.before) if number)
    assert set(holders.values()) == {1}


def test_holders_belong_to_the_organisation_or_to_its_organs(plan: Register) -> None:
    homes = {member.who.id_number: member.home for member in plan.members}
    branches = [place for place in plan.organisations if place.level == Level.BRANCH]
    by_code = {place.code: place for place in plan.organisations}
    for seat in plan.seats:
        own = {branch.code for branch in organs_of(by_code[seat.code], branches)}
        assert {homes[number] for number in seat.holders} <= own


def test_relatives_are_of_one_branch_and_half_of_them_hold_a_post(plan: Register) -> None:
    homes = {member.who.id_number: member.home for member in plan.members}
    holding = {number for seat in plan.seats for number in seat.holders}
    assert len(plan.kin) == FIGURES.kinships
    assert all(homes[one] == homes[other] for one, other, _relation in plan.kin)
    assert len({number for one, other, _relation in plan.kin for number in (one, other)}) == 2 * FIGURES.kinships
    assert sum(one in holding for one, _other, _relation in plan.kin) >= FIGURES.kinships // 2
    assert {relation for _one, _other, relation in plan.kin} == {"spouse", "direct", "collateral", "in_law"}


def test_a_seed_and_a_day_make_the_same_plan_again() -> None:
    assert planned(DAY, SEED, FIGURES) == planned(DAY, SEED, FIGURES)
    assert planned(DAY, SEED + 1, FIGURES).members != planned(DAY, SEED, FIGURES).members


# -- the cases --------------------------------------------------------------------------------------------------------

LONG = Trace(
    "leave",
    "granted",
    tuple(Situation(step, how) for step, how in (("ask", ""), ("check", "done"), ("sign", "pass"))),
    (0, 2, 5),
)
SHORT = Trace(
    "leave",
    "refused",
    tuple(Situation(step, how) for step, how in (("ask", ""), ("check", "done"), ("told", "refuse"))),
    (0, 1, 3),
)
FEW = replace(FIGURES, open_cases=9, early_moves=1, later_closed=1, recalled=1, commented=2)


def test_as_few_walks_as_show_everything_are_chosen() -> None:
    walks = every_walk()
    few = caseload.showing_all(walks)
    assert len(few) < len(walks) * 2 / 3
    assert [name for name in walks if name in few] == few
    shown = {name: {walk.end, walk.pack, *walk.answers, *walk.shows} for name, walk in walks.items()}
    every = {(name[0], thing) for name in walks for thing in shown[name]}
    assert {(name[0], thing) for name in few for thing in shown[name]} == every


def test_every_walk_is_walked_to_its_end_first() -> None:
    starts = caseload.closed([("leave", "granted"), ("leave", "refused"), ("leave", "lapsed")], DAY, FIGURES)
    assert [(start.walk, (DAY - start.on).days, start.moves, start.at_home) for start in starts] == [
        ("granted", 190, None, True), ("refused", 170, None, True), ("lapsed", 150, None, True),
    ]  # fmt: skip


def test_every_situation_is_left_open_once_by_the_shortest_way() -> None:
    starts = caseload.left_open([LONG, SHORT], DAY, FEW, random.Random(1))
    assert [(start.walk, start.moves) for start in starts[:4]] == [
        ("granted", 0), ("granted", 1), ("granted", 2), ("refused", 2),
    ]  # fmt: skip
    opened, closed = starts[:9], starts[9:]
    assert all(start.moves is not None and start.moves <= FEW.early_moves for start in opened[4:])
    assert [(start.walk, start.moves) for start in closed] == [("refused", None)]
    assert sum(start.recalled for start in opened) == 1
    assert sum(start.commented for start in opened) == 2


def test_a_case_lies_where_it_is_left_for_one_of_the_spans() -> None:
    days = {trace.walk: trace.days for trace in (LONG, SHORT)}
    for start in caseload.left_open([LONG, SHORT], DAY, FEW, random.Random(1))[:9]:
        assert start.moves is not None
        assert (DAY - start.on).days - days[start.walk][start.moves] in FEW.lying


def test_without_any_trace_nothing_is_left_open() -> None:
    assert caseload.left_open([], DAY, FEW, random.Random(1)) == []


def _moves(plan: Register) -> list[Mapping[str, str]]:
    dice = random.Random(3)
    return [found for _n in range(60) if (found := caseload.moved(plan.organisations, dice))]


def test_a_walk_moves_to_places_of_the_same_shape(plan: Register) -> None:
    by_code, before = {place.code: place for place in plan.organisations}, {p.code: p for p in small.plans()}
    found = _moves(plan)
    assert len({tuple(sorted(places.items())) for places in found}) > 5
    for places in found:
        gone = {code: by_code[caseload.place_of(code, places)] for code in before}
        assert len({place.code for place in gone.values()}) == len(before)
        for code, place in gone.items():
            was = before[code]
            assert (place.level, place.outside, place.may_approve) == (was.level, was.outside, was.may_approve)
            assert place.parent == (gone[was.parent].code if was.parent else None)
            assert set(place.posts) >= set(was.posts)


def test_a_moved_walk_asks_for_the_like_of_each_organisation() -> None:
    def opening(member: Any, organisations: Any) -> dict[str, Any]:
        return {"member": member, "to": organisations["HK0103"]}

    walk = Walk("closed", "", "QH0101", opening, {})
    there = caseload.elsewhere(walk, {"QH01": "YX01", "HK01": "LS01"})
    assert there.opened_at == "YX0101"
    assert there.opening("x", {"LS0103": "an organisation"}) == {"member": "x", "to": "an organisation"}


def test_a_start_is_said_by_its_walk_and_day() -> None:
    start = Start("leave", "granted", DAY)
    assert (start.moves, start.at_home, start.recalled, start.commented) == (None, False, False, False)
