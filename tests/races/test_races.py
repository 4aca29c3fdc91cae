"""Two write functions at the same instant, in two processes on real PostgreSQL: a sample of the matrix.

``make races`` runs every row forty times and every control; RACE_TRIALS sets how often a row is run here (2; once where
there is one order only, no lock is needed, or the row is one of the sample). On pages it is the status and the sentence
of the page that count.
"""

from __future__ import annotations

import os
import time
from dataclasses import replace
from typing import Any

import pytest

from tests.races import arena as making
from tests.races import matrix, trials
from tests.races.arena import Arena
from tests.races.words import Race

# The mark for the database makes sure that there is one of the tests' own; the deeds are done in other processes.
pytestmark = [pytest.mark.races, pytest.mark.xdist_group("races"), pytest.mark.django_db]
TRIALS = int(os.environ.get("RACE_TRIALS", "2"))
PATIENCE = 15
ROWS = [pytest.param(race, id=race.title.replace(" ", "_")) for race in matrix.sample()]
CONTROLS = [row for row in ROWS if row.values[0].title in matrix.DANGEROUS]


@pytest.mark.parametrize("race", ROWS)
def test_exactly_what_is_lawful_happens(arena: Arena, race: Race) -> None:
    """One wins and the other is told, or both do it; never a stuck or doubled case, never an error of another kind."""
    arena.enter(free=False)
    once = race.harmless or len(race.ends) == 1 or race.title in matrix.SAMPLE
    result = trials.run(arena, race, 1 if once else TRIALS)
    assert race.unexcused(result.faults) == []


@pytest.mark.parametrize("race", CONTROLS)
def test_without_locks_and_constraints_there_is_harm(arena: Arena, race: Race) -> None:
    arena.enter(free=True)
    assert trials.run(arena, race, PATIENCE, until_harm=True).harms == 1


def test_the_constraint_alone_stops_a_second_decision(arena: Arena) -> None:
    """Without the locks the loser's page would be an ugly one; the decision would still be one."""
    arena.enter(free=False)
    arena.use(free=True)
    race = next(race for race in matrix.RACES if race.title == "decide / decide: two holders of the post")
    trial = trials.run_once(arena, replace(race, tells_who=False), 0.0)
    assert sorted([trial.one, trial.other]) in (["IntegrityError", "did"], ["Conflict", "did"])
    assert trial.stands == "approve"
    assert [fault for fault in trial.faults if not fault.startswith("unlawful end")] == []


def test_numbers_of_two_writers_that_fail_and_are_killed(arena: Arena) -> None:
    """Every seventh attempt is rolled back after it has its number; in the end one writer is killed in the middle."""
    arena.enter(free=False)
    found, kept = take_numbers(arena)
    assert found["running"] == list(range(1, len(found["running"]) + 1))
    assert found["counter"] == len(found["running"]) >= kept


def test_the_newest_number_plus_one_is_given_twice(arena: Arena) -> None:
    arena.enter(free=True)
    found, _kept = take_numbers(arena)
    assert len(found["running"]) > len(set(found["running"]))


def take_numbers(arena: Arena) -> tuple[dict[str, Any], int]:
    """Two writers take numbers of one series; the numbers there are, and how many were kept for certain."""
    arena.set_up("nothing_open")
    order = {"deed": "take_numbers", "code": "HK03", "count": 20, "fail_every": 7}
    answers = arena.race(order, order)
    kept = sum(answer["did"]["kept"] for answer in answers)
    arena.rivals[1].order(**order | {"count": 100_000})
    arena.rivals[0].order(**order | {"count": 20})
    time.sleep(0.2)
    arena.rivals[1].process.kill()
    assert arena.rivals[1].answer()["raised"] == "Killed"
    kept += arena.rivals[0].answer()["did"]["kept"]
    arena.revive(1)
    return arena.do("numbers_of", code="HK03"), kept


HELD = [
    ("SELECT id FROM viewflow_process WHERE id = %s FOR UPDATE", "case"),
    ("SELECT id FROM registry_appointment WHERE id = %s FOR UPDATE", "organiser_term"),
]


@pytest.mark.parametrize(("row", "whose"), HELD, ids=["the case", "the appointment"])
def test_who_waits_too_long_is_told_to_try_again(arena: Arena, row: str, whose: str) -> None:
    """A stalled process holds what a decision needs: after three seconds it is a Conflict, and nothing was decided."""
    arena.enter(free=False)
    known = arena.set_up("examine")
    decide = {"deed": "decide", "turn": known["examine"], "user": known["organiser"], "offset": trials.offset(known)}
    with making.holding(arena.databases[False], row, known[whose]):
        arena.rivals[0].order(**decide)
        assert arena.rivals[0].answer()["raised"] == "Conflict"
    assert stands(arena, known) == "examine"
    assert "result" in arena.do(**decide)
    assert stands(arena, known) == "approve"


def test_who_waits_too_long_for_another_opening_is_told_to_try_again(arena: Arena) -> None:
    """The other case about the same member is written and not committed: neither there nor not there."""
    arena.enter(free=False)
    known = arena.set_up("off_end_due")
    opened = {name: known[name] for name in ("member", "home", "to")} | {"user": known["secretary"]}
    arena.do("run_job", task=known["end_job"], offset=trials.offset(known))
    reopened = "UPDATE workflows_case SET closed_at = NULL, outcome = '' WHERE process_ptr_id = %s"
    with making.holding(arena.databases[False], reopened, known["case"]):
        arena.rivals[0].order("open_case", **opened, offset=trials.offset(known))
        assert arena.rivals[0].answer()["raised"] == "Conflict"
    assert stands(arena, known) == "withdrawn"


def stands(arena: Arena, known: dict[str, Any]) -> str:
    """Where the cases about the member stand; there is no fault."""
    found = arena.do("outcome", member=known["member"], offset=trials.offset(known, 2))
    assert found["faults"] == []
    return found["stands"]
