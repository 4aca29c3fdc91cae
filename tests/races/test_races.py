"""Two processes at the same instant. Without the locks and constraints each race does harm; with them it never does.

RACE_TRIALS sets how often each is run (10). The loser is told so in words: a Conflict, or PermissionDenied where his
term ended; never an error of another kind.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connections
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from audit import clock
from config.demo.building import Demo
from tests import desk
from tests.conftest import DAY
from tests.races import arena as making
from tests.races.arena import Arena

# A group of its own: the other races empty the database of their worker when they are done. The mark for the database
# makes sure that there is one of the tests' own; the deeds are done in other processes.
pytestmark = [pytest.mark.races, pytest.mark.xdist_group("clones"), pytest.mark.django_db]
TRIALS = int(os.environ.get("RACE_TRIALS", "10"))


@pytest.fixture(scope="module")
def clones(_world: Demo, django_db_blocker: DjangoDbBlocker) -> Iterator[Arena]:
    """Clone the worker's database twice; nobody may be connected to it meanwhile."""
    with django_db_blocker.unblock():
        source = connections["default"].settings_dict["NAME"]
        connections["default"].close()
        safe, free = f"{source}_locked", f"{source}_free"
        making.clone(source, safe)
        making.clone(source, free)
        making.drop_constraints(free)
    clock.travel_to(DAY)
    made = Arena(safe, free, (clock.now() - timezone.now()).total_seconds())
    yield made
    made.close()
    making.drop(safe)
    making.drop(free)


@pytest.fixture(params=[True, False], ids=["without_locks", "with_locks"])
def arena(request: pytest.FixtureRequest, clones: Arena) -> Arena:
    """The arena, first without the locks, then with them."""
    clones.enter(free=request.param)
    return clones


def kinds(answers: list[dict[str, Any]]) -> list[str]:
    """How each rival fared: "did", or the name of what it met with."""
    return sorted(answer.get("raised", "did") for answer in answers)


def judge(arena: Arena, harmed: list[bool]) -> None:
    """Without locks the harm must show, or the test proves nothing; with them it must never."""
    if arena.free:
        assert sum(harmed) > 0
    else:
        assert sum(harmed) == 0


def test_two_decisions_on_one_turn(arena: Arena) -> None:
    harmed = []
    for _trial in range(TRIALS):
        at = arena.do("case_at", step="examine")
        order = {"deed": "decide", "turn": at["turn"], "user": at["user"]}
        answers = arena.race(order, order)
        after = arena.do("outcome_of", case=at["case"])
        harmed.append(after["decisions"].count("examine") > 1 or len(after["open"]) > 1)
        if not arena.free:
            assert kinds(answers) == ["Conflict", "did"]
            assert (after["decisions"], after["open"]) == (["branch_check", "examine"], ["approve"])
            assert after["journal"] == []
    judge(arena, harmed)


def test_a_double_click_is_one_decision(clones: Arena) -> None:
    """The same form twice: both are answered with the one decision."""
    clones.enter(free=False)
    for _trial in range(TRIALS):
        at = clones.do("case_at", step="branch_check")
        order = {"deed": "decide", "turn": at["turn"], "user": at["user"], "key": desk.key()}
        answers = clones.race(order, order)
        assert kinds(answers) == ["did", "did"]
        assert answers[0]["did"]["decision"] == answers[1]["did"]["decision"]
        assert clones.do("decided_by", turn=at["turn"]) == {"decisions": 1}


def test_deciding_against_taking_back(arena: Arena) -> None:
    """Either the next one decides, or the first one takes back; never both, and never an error of another kind."""
    harmed = []
    for trial in range(TRIALS):
        at = arena.do("decision_to_take_back")
        decide = {"deed": "decide", "turn": at["next"], "user": at["head"]}
        recall = {"deed": "recall", "decision": at["decision"], "user": at["user"]}
        answers = arena.race(decide, recall, ahead=0.025 * (trial % 8))
        after = arena.do("outcome_of", case=at["case"])
        harmed.append(kinds(answers) != ["Conflict", "did"])
        if arena.free:
            arena.do("set_aside", case=at["case"])
        else:
            decided = "did" in answers[0]
            assert kinds(answers) == ["Conflict", "did"]
            assert after["open"] == (["letter"] if decided else ["examine"])
            assert after["decisions"] == ["approve", "branch_check", "examine"] if decided else ["branch_check"]
            assert after["journal"] == []
    judge(arena, harmed)


def test_deciding_against_the_end_of_a_term(arena: Arena) -> None:
    """No decision is committed after the end of the term it was made under."""
    harmed = []
    for trial in range(TRIALS):
        at = arena.do("case_at", step="branch_check")
        decide = {"deed": "decide", "turn": at["turn"], "user": at["user"]}
        end = {"deed": "end_term", "appointment": at["appointment"]}
        decided, ended = arena.race(decide, end, ahead=0.025 * (trial % 8))
        kept = "did" in decided
        harmed.append(kept and ended["did"]["committed"] < decided["did"]["before_commit"])
        if not kept and not arena.free:
            assert decided["raised"] == "PermissionDenied"
        assert arena.do("decided_by", turn=at["turn"]) == {"decisions": int(kept)}
        arena.do("term_goes_on", appointment=at["appointment"])
    judge(arena, harmed)


def test_two_cases_about_one_member(arena: Arena) -> None:
    harmed = []
    for _trial in range(TRIALS):
        at = arena.do("somebody_free")
        orders = [{"deed": "open_case", "member": at["member"], "home": at["home"], "user": u} for u in at["users"]]
        answers = arena.race(*orders)
        opened = arena.do("cases_about", member=at["member"])["open"]
        harmed.append(opened != 1)
        if not arena.free:
            assert kinds(answers) == ["Conflict", "did"]
    judge(arena, harmed)


def test_two_workers_on_one_job(arena: Arena) -> None:
    """One paper, one number, one next step; the other worker finds nothing to do."""
    harmed = []
    for _trial in range(TRIALS):
        at = arena.do("letter_to_issue")
        order = {"deed": "run_job", "task": at["task"]}
        answers = arena.race(order, order)
        after = arena.do("outcome_of", case=at["case"])
        harmed.append(after["letters"] != 1 or after["serials"] != 1 or len(after["open"]) != 1)
        if not arena.free:
            assert sorted(answer["did"]["done"] for answer in answers) == [False, True]
            assert (after["open"], after["papers"]) == (["hand_over"], ["D-TR-1", "D-TR-1B", "D-TR-2"])
            assert after["journal"] == []
    judge(arena, harmed)


def test_numbers_of_two_writers_that_fail_and_are_killed(arena: Arena) -> None:
    """Every seventh attempt is rolled back after it has its number; in the end one writer is killed in the middle."""
    code = "HK03"
    order = {"deed": "take_numbers", "code": code, "count": 50, "fail_every": 7}
    answers = arena.race(order, order)
    assert kinds(answers) == ["did", "did"]
    kept = sum(answer["did"]["kept"] for answer in answers)
    arena.rivals[1].order(**order | {"count": 100_000})
    arena.rivals[0].order(**order | {"count": 100})
    time.sleep(0.2)
    arena.rivals[1].process.kill()
    assert arena.rivals[1].answer()["raised"] == "Killed"
    kept += arena.rivals[0].answer()["did"]["kept"]
    arena.revive(1)
    found = arena.do("numbers_of", code=code)
    running = found["running"]
    judge(arena, [len(running) != len(set(running))])
    if not arena.free:
        assert running == list(range(1, len(running) + 1))
        assert found["counter"] == len(running) >= kept


HELD = [
    ("SELECT id FROM viewflow_process WHERE id = %s FOR UPDATE", "case"),
    ("SELECT id FROM registry_appointment WHERE id = %s FOR UPDATE", "appointment"),
]


@pytest.mark.parametrize(("row", "whose"), HELD, ids=["the case", "the appointment"])
def test_who_waits_too_long_is_told_to_try_again(clones: Arena, row: str, whose: str) -> None:
    """A stalled process holds what a decision needs: after three seconds it is a Conflict, and nothing was decided."""
    clones.enter(free=False)
    at = clones.do("case_at", step="examine")
    with making.holding(clones.databases[False], row, at[whose]):
        clones.rivals[0].order("decide", turn=at["turn"], user=at["user"])
        answer = clones.rivals[0].answer()
    assert answer["raised"] == "Conflict"
    assert clones.do("decided_by", turn=at["turn"]) == {"decisions": 0}
    assert "decision" in clones.do("decide", turn=at["turn"], user=at["user"])


def test_who_waits_too_long_for_another_opening_is_told_to_try_again(clones: Arena) -> None:
    """The other case about the same member is written and not committed: neither there nor not there."""
    clones.enter(free=False)
    clones.do("case_at", step="branch_check")
    at = clones.do("somebody_free")
    copy = "UPDATE workflows_case SET subject_id = %s, closed_at = NULL, outcome = '' WHERE process_ptr_id = (SELECT min(process_ptr_id) FROM workflows_case)"
    with making.holding(clones.databases[False], copy, at["member"]):
        clones.rivals[0].order("open_case", member=at["member"], home=at["home"], user=at["users"][0])
        answer = clones.rivals[0].answer()
    assert answer["raised"] == "Conflict"
    assert clones.do("cases_about", member=at["member"]) == {"open": 0}
