"""Two people, or two workers, at the same instant on real PostgreSQL.

First the race is shown to exist where the lock and the constraint are taken away; then, with them, exactly one wins and
the other is told so in words (409), never by an error of another kind.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable
from typing import Any

import pytest
from viewflow.workflow.models import Task

from audit import clock
from config.demo import driving
from config.demo.building import Demo
from registry.models import Appointment, Role
from tests.races.conftest import Hands
from workflows.engine import jobs
from workflows.processes.transfer.walks import WALKS

pytestmark = [pytest.mark.races, pytest.mark.xdist_group("races")]
TRIALS = int(os.environ.get("RACE_TRIALS", "5"))
AGREE = {"outcome": "agree", "reason_code": "", "opinion": ""}
UNGUARDED = (
    "ALTER TABLE workflows_decision DROP CONSTRAINT workflows_decision_assignment_id_key",
    "ALTER TABLE workflows_taskassignment DROP CONSTRAINT workflows_taskassignment_task_id_key",
    "ALTER TABLE audit_entry DROP CONSTRAINT journal_sequence_once",
)
OPEN_TASKS = "SELECT count(*) FROM workflows_taskassignment WHERE closed_at IS NULL"


def at(step: str, walk: str = "closed") -> driving.Drive:
    """A committed case waiting at a step, visible to whoever it is routed to."""
    drive = driving.begin("transfer", WALKS[walk])
    driving.until(drive, step)
    clock.advance(dt.timedelta(seconds=31))
    return drive


def one(connection: Any, sql: str) -> int:
    return int(connection.execute(sql).fetchone()[0])


def orders_to_decide(town: Demo, drive: driving.Drive) -> list[tuple[str, dict[str, Any]]]:
    """Both decide the same turn, each with a key of his own."""
    turn = drive.case.assignments.get(closed_at=None)
    user = driving.actor_for(turn)
    data = dict(drive.walk.answer(turn.step, 0, drive.case))
    return [("decide", {"user": user.pk, "turn": turn.public_id, "data": data, "key": key}) for key in ("one", "two")]


def test_without_lock_and_constraint_one_task_is_decided_twice(
    town: Demo, hands: Hands, cloned: Callable[..., Any]
) -> None:
    orders = orders_to_decide(town, at("examine"))
    with cloned(*UNGUARDED) as (database, rows):
        results = hands.together(database, *orders, locked=False)
        assert [sorted(result) for result in results] == [["did"], ["did"]]
        assert one(rows, "SELECT count(*) FROM workflows_decision WHERE step = 'examine'") == 2
        assert one(rows, OPEN_TASKS) == 2  # the next step has been given out twice


def test_with_them_exactly_one_decides_and_the_other_is_told_who(
    town: Demo, hands: Hands, cloned: Callable[..., Any]
) -> None:
    orders = orders_to_decide(town, at("examine"))
    for _trial in range(TRIALS):
        with cloned() as (database, rows):
            results = hands.together(database, *orders)
            assert sorted(next(iter(result)) for result in results) == ["did", "refused"]
            assert [r["refused"] for r in results if "refused" in r] == ["Conflict"]
            assert one(rows, "SELECT count(*) FROM workflows_decision WHERE step = 'examine'") == 1
            assert one(rows, OPEN_TASKS) == 1


def test_the_constraint_alone_stops_a_second_decision(town: Demo, hands: Hands, cloned: Callable[..., Any]) -> None:
    orders = orders_to_decide(town, at("examine"))
    with cloned() as (database, rows):
        results = hands.together(database, *orders, locked=False)
        assert sorted(next(iter(result)) for result in results) == ["did", "failed"]
        assert one(rows, "SELECT count(*) FROM workflows_decision WHERE step = 'examine'") == 1
        assert one(rows, OPEN_TASKS) == 1


def test_the_same_command_sent_twice_is_one_decision_with_one_answer(
    town: Demo, hands: Hands, cloned: Callable[..., Any]
) -> None:
    (deed, arguments), _other = orders_to_decide(town, at("examine"))
    for _trial in range(TRIALS):
        with cloned() as (database, rows):
            results = hands.together(database, (deed, arguments), (deed, arguments))
            assert results[0] == results[1]
            assert list(results[0]) == ["did"]
            assert one(rows, "SELECT count(*) FROM workflows_decision WHERE step = 'examine'") == 1


def test_taking_back_against_the_next_decision(town: Demo, hands: Hands, cloned: Callable[..., Any]) -> None:
    """Recall within the hold and a decision on the task that is taken away: the case never stands at two tasks."""
    drive = at("examine")
    turn = drive.case.assignments.get(closed_at=None)
    user = driving.actor_for(turn)
    decision = driving.deciding.decide(
        turn.public_id, by=user, data=drive.walk.answer("examine", 0, drive.case), key="first"
    )
    approve = drive.case.assignments.get(closed_at=None)
    head = driving.actor_for(approve)
    orders = [
        ("recall", {"user": user.pk, "decision": decision.public_id, "key": "back"}),
        ("decide", {"user": head.pk, "turn": approve.public_id, "data": AGREE, "key": "on"}),
    ]
    for _trial in range(TRIALS):
        with cloned() as (database, rows):
            results = hands.together(database, *orders)
            assert [r for r in results if "failed" in r] == []
            open_now = one(rows, OPEN_TASKS)
            waiting = one(rows, "SELECT count(*) FROM viewflow_task WHERE status = 'SCHEDULED'")
            assert open_now + waiting == 1


def test_a_post_that_ends_at_the_same_instant(town: Demo, hands: Hands, cloned: Callable[..., Any]) -> None:
    """Either the decision comes first and stands, or the post has ended and the decision is refused; never neither."""
    drive = at("examine")
    (deed, arguments), _other = orders_to_decide(town, drive)
    turn = drive.case.assignments.get(closed_at=None)
    appointment = Appointment.objects.get(post=turn.post)
    yesterday = str(clock.today() - dt.timedelta(days=1))
    for _trial in range(TRIALS):
        with cloned() as (database, rows):
            ended = ("end_post", {"appointment": appointment.pk, "last_day": yesterday})
            results = hands.together(database, (deed, arguments), ended)
            assert results[1] == {"did": "ended"}
            decided = one(rows, "SELECT count(*) FROM workflows_decision WHERE step = 'examine'")
            assert results[0].get("refused", "") == ("" if decided else "PermissionDenied")


def test_two_transfers_of_one_member_cannot_both_be_opened(
    town: Demo, hands: Hands, cloned: Callable[..., Any]
) -> None:
    member = driving.choose_member(town.organisations["QH0101"])
    secretary = town.holder("QH0101", Role.SECRETARY)
    data = dict(WALKS["closed"].opening(member, town.organisations))
    orders = [
        ("open_case", {"user": secretary.pk, "organisation": "QH0101", "data": data, "key": key}) for key in ("a", "b")
    ]
    for _trial in range(TRIALS):
        with cloned() as (database, rows):
            results = hands.together(database, *orders)
            assert sorted(next(iter(result)) for result in results) == ["did", "refused"]
            assert [r["refused"] for r in results if "refused" in r] == ["Conflict"]
            assert one(rows, "SELECT count(*) FROM workflows_case") == 1


def test_two_workers_make_one_paper_with_one_number(town: Demo, hands: Hands, cloned: Callable[..., Any]) -> None:
    drive = at("approve")
    turn = drive.case.assignments.get(closed_at=None)
    driving.deciding.decide(turn.public_id, by=driving.actor_for(turn), data=AGREE, key="agree")
    clock.advance(dt.timedelta(seconds=31))
    (task,) = Task.objects.filter(pk__in=jobs.due_tasks())
    for _trial in range(TRIALS):
        with cloned() as (database, rows):
            results = hands.together(database, ("run_job", {"task": task.pk}), ("run_job", {"task": task.pk}))
            assert sorted(result.get("did", "?") for result in results) == ["False", "True"]
            assert one(rows, "SELECT count(*) FROM documents_paper WHERE kind = 'D-TR-2'") == 1
            assert one(rows, "SELECT last FROM documents_counter WHERE series = 'letter'") == 1


def test_numbers_have_neither_gap_nor_double_under_rollbacks(
    town: Demo, hands: Hands, cloned: Callable[..., Any]
) -> None:
    with cloned() as (database, rows):
        order = ("number", {"organisation": "QH01", "times": 40, "roll_back_every": 5})
        assert hands.together(database, order, order) == [{"did": "done"}, {"did": "done"}]
        numbers = [
            row[0] for row in rows.execute("SELECT running FROM documents_serial WHERE series = 'race' ORDER BY 1")
        ]
        assert numbers == list(range(1, 65))


def test_numbers_have_no_gap_after_a_kill(town: Demo, cloned: Callable[..., Any]) -> None:
    """One of two processes is killed while it takes numbers; what it had not committed is given out again."""
    pair = Hands()
    with cloned() as (database, rows):
        order = ("number", {"organisation": "QH01", "times": 2000, "roll_back_every": 7})
        pair.begin(database, order, order)
        while one(rows, "SELECT count(*) FROM documents_serial WHERE series = 'race'") < 50:
            pass
        pair.kill_all()
        numbers = [
            row[0] for row in rows.execute("SELECT running FROM documents_serial WHERE series = 'race' ORDER BY 1")
        ]
        assert numbers == list(range(1, len(numbers) + 1))
        assert one(rows, "SELECT last FROM documents_counter WHERE series = 'race'") == len(numbers)
