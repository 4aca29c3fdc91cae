"""How many statements each write function sends: a fixed number, so that a new one is a decision and not an accident.

BEGIN, COMMIT and savepoints are not counted. The numbers are those of a transfer between two counties.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from viewflow.workflow.models import Task

from audit import clock
from config.demo import driving
from config.demo.building import Demo
from registry.models import Member, User
from tests import desk
from workflows.engine import ending, jobs, returning, suspending, undoing, waiting
from workflows.engine.models import Case

FRAME = ("SAVEPOINT", "RELEASE", "ROLLBACK")

# write function on a transfer: statements
STATEMENTS = {
    "open_case": 24,
    "open_case again, with the same key": 2,
    "decide at an ordinary step": 14,
    "decide again, with the same key": 2,
    "decide at an approval with a paper": 22,
    "decide by the subject": 21,
    "recall": 13,
    "withdraw": 8,
    "return_to": 8,
    "suspend": 16,
    "resume": 17,
    "terminate": 30,
    "sweep of one wait": 9,
    "job of an Issue": 26,
    "job of an Effect": 16,
    "job of an Outcome": 5,
}


def statements(do: Callable[[], Any]) -> int:
    """How many statements something sends."""
    sent: list[str] = []

    def noting(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        sent.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(noting):
        do()
    return len([sql for sql in sent if not sql.startswith(FRAME)])


def job(case: Case, name: str) -> Callable[[], Any]:
    """The worker does a task of the system that is due."""
    clock.advance(desk.HOLD + dt.timedelta(seconds=1))
    (task,) = [t for t in Task.objects.filter(process_id=case.pk, status="SCHEDULED") if t.flow_task.name == name]
    return lambda: jobs.run(task.pk)


def open_case(world: Demo, case: Any, by: User, member: Member, key: str = "") -> Callable[[], Any]:
    """Ask for a transfer."""
    process = desk.catalogue.process("transfer")
    data, here = desk.request(member, world.organisations["HK0102"]), world.organisations["QH0101"]
    once = key or desk.key()
    return lambda: desk.opening.open_case(process, by=by, organisation=here, data=data, key=once)


def test_opening(world: Demo, secretary: User, ordinary_member: Member) -> None:
    secretary = User.objects.select_related("person").get(pk=secretary.pk)
    do = open_case(world, None, secretary, ordinary_member)
    assert {
        "open_case": statements(do), "open_case again, with the same key": statements(do),
    } == only("open_case", "open_case again, with the same key")  # fmt: skip


def only(*names: str) -> dict[str, int]:
    """Some rows of the table."""
    return {name: STATEMENTS[name] for name in names}


def acting(turn: Any, **more: Any) -> Callable[[], Any]:
    """Decide a turn; a page has read its user with the person before."""
    by = User.objects.select_related("person").get(pk=driving.actor_for(turn).pk)
    data, once = desk.answers(turn, **more), desk.key()
    return lambda: desk.deciding.decide(turn.public_id, by=by, data=data, key=once)


@pytest.mark.parametrize(
    ("name", "step"),
    [
        ("decide at an ordinary step", "examine"),
        ("decide at an approval with a paper", "approve"),
        ("decide by the subject", "consent"),
    ],
)
def test_deciding(case: Case, name: str, step: str) -> None:
    desk.settle()
    do = acting(desk.the_turn(case) if step == "consent" else desk.until(case, step))
    assert {name: statements(do)} == only(name)
    repeated = "decide again, with the same key"
    assert {repeated: statements(do)} == only(repeated)


def test_taking_back(case: Case) -> None:
    decision = desk.act(desk.until(case, "examine"))
    assert {"recall": statements(lambda: undoing.recall(decision.public_id, by=decision.by, key=desk.key()))} == only(
        "recall"
    )


def test_calling_off(case: Case, secretary: User) -> None:
    desk.until(case, "examine")
    do = statements(lambda: undoing.withdraw(case.pk, by=secretary, reason="工作变动取消", key=desk.key()))
    assert {"withdraw": do} == only("withdraw")


def test_sending_back(case: Case) -> None:
    turn = desk.until(case, "approve")
    by = User.objects.select_related("person").get(pk=driving.actor_for(turn).pk)
    reason, once = "请支部再核对。", desk.key()
    do = lambda: returning.return_to(turn.public_id, to="branch_check", by=by, reason=reason, key=once)  # noqa: E731
    assert {"return_to": statements(do)} == only("return_to")


def test_suspending_and_ending(case: Case) -> None:
    turn = desk.until(case, "approve")
    by, why = User.objects.select_related("person").get(pk=driving.actor_for(turn).pk), "核实中。"
    assert {
        "suspend": statements(lambda: suspending.suspend(case.pk, by=by, reason=why, key=desk.key())),
        "resume": statements(lambda: suspending.resume(case.pk, by=by, key=desk.key())),
        "terminate": statements(lambda: ending.terminate(case.pk, by=by, reason=why, key=desk.key())),
    } == only("suspend", "resume", "terminate")


def test_a_wait_that_runs_out(case: Case) -> None:
    turn = desk.until(case, "report")
    clock.travel_to(turn.task.wait.until + dt.timedelta(days=1))
    assert {"sweep of one wait": statements(lambda: waiting.sweep(clock.today()))} == only("sweep of one wait")


def test_jobs(world: Demo, case: Case) -> None:
    desk.act(desk.until(case, "branch_check"))
    found = {
        "job of an Effect": statements(job(case, "dues_noted")),
        "job of an Issue": statements(job(case, "check_sheet")),
    }
    assert found == only("job of an Effect", "job of an Issue")


def test_the_last_job(case: Case, secretary: User) -> None:
    desk.until(case, "examine")
    undoing.withdraw(case.pk, by=secretary, reason="工作变动取消", key=desk.key())
    job(case, "withdrawal_form")()
    assert {"job of an Outcome": statements(job(case, "withdrawn"))} == only("job of an Outcome")
