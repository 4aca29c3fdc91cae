"""The contract with viewflow: what the engine relies on beyond its documentation, in the one pinned version."""

from __future__ import annotations

import ast
import inspect
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction
from django.test.utils import CaptureQueriesContext
from viewflow.workflow import STATUS, Activation, Node
from viewflow.workflow.models import Task

from config.demo.building import Demo
from registry.refusals import Conflict
from tests import desk
from workflows import engine
from workflows.engine import deciding, ending, nodes, opening, returning, suspending, undoing, waiting
from workflows.engine.models import Case, TaskAssignment
from workflows.processes.transfer import Transfer

ENGINE = Path(engine.__file__).parent


def test_viewflow_is_the_version_these_contracts_were_made_with() -> None:
    assert version("django-viewflow") == "2.4.0"


def test_the_insides_that_are_used_are_there() -> None:
    assert list(inspect.signature(Node._create).parameters) == ["self", "prev_activation", "token", "data", "seed"]
    assert list(inspect.signature(Activation._activate_next).parameters) == ["self", "activations"]
    assert hasattr(Transfer.instance, "_nodes_by_name")


def test_statuses_are_those_the_engine_knows() -> None:
    assert set(nodes.OPEN) | {STATUS.CANCELED, STATUS.DONE, STATUS.REVIVED} == set(STATUS)


def test_only_one_module_touches_the_inside_of_viewflow() -> None:
    """Private names of viewflow outside nodes.py carry the mark INT."""
    private = ("._create(", "._activate_next(", "._nodes_by_name", "._resolve(")
    for place in sorted(ENGINE.glob("*.py")):
        if place.name != "nodes.py":
            lines = [line for line in place.read_text("utf-8").splitlines() if any(p in line for p in private)]
            assert [line for line in lines if "INT" not in line] == [], place.name


def test_no_write_function_takes_the_id_of_a_process_beside_that_of_a_task() -> None:
    """viewflow locks the process of the address and loads the task of the address; ours locks the turn's own case."""
    taken = {
        deciding.decide: ["public_id", "by", "data", "key", "digest"],
        undoing.recall: ["public_id", "by", "key"],
        undoing.withdraw: ["case_id", "by", "reason", "key"],
        opening.open_case: ["process", "by", "organisation", "data", "key", "follows"],
        returning.return_to: ["public_id", "to", "by", "reason", "key"],
        suspending.suspend: ["case_id", "by", "reason", "key", "until"],
        suspending.resume: ["case_id", "by", "key"],
        ending.terminate: ["case_id", "by", "reason", "key"],
        waiting.sweep: ["on"],
    }
    assert {f: list(inspect.signature(f).parameters) for f in taken} == taken


def test_no_page_of_viewflow_is_reachable() -> None:
    from django.urls import get_resolver

    def names(resolver: Any) -> list[str]:
        found = []
        for pattern in resolver.url_patterns:
            found += names(pattern) if hasattr(pattern, "url_patterns") else [pattern.callback.__module__]
        return found

    assert [module for module in names(get_resolver()) if module.startswith("viewflow")] == []


# -- a task of a person ---------------------------------------------------------------------------------------------------


def test_a_task_has_its_turn_from_the_moment_it_exists_and_no_owner(check: TaskAssignment) -> None:
    assert (check.task.status, check.task.owner_id, check.task.owner_permission) == ("NEW", None, None)
    assert check.definition is Transfer.instance.node("branch_check")
    before = desk.state()
    nodes.TurnActivation(check.task).start(None)
    assert desk.state() == before


def test_a_cancelled_task_is_over(check: TaskAssignment) -> None:
    check.task.process = check.case
    (cancelled,) = nodes.cancel_open(check.case)
    assert cancelled == check.task
    kept = Task.objects.get(pk=check.task_id)
    assert (kept.status, kept.finished is not None, nodes.open_tasks(check.case)) == ("CANCELED", True, [])


def test_an_outcome_without_an_edge_goes_nowhere(check: TaskAssignment) -> None:
    before = desk.state()
    case = Case.objects.get(pk=check.case_id)
    with pytest.raises(KeyError), deciding.transaction.atomic():
        nodes.finish(check.task, "no such outcome", case)
    assert desk.state() == before


def test_tasks_follow_one_another(case: Case) -> None:
    """The chain of tasks of a case is the course: each one knows the one before, and the forks its way led through."""
    desk.until(case, "examine")
    tasks = list(Task.objects.filter(process_id=case.pk).order_by("pk"))
    assert [t.flow_task.name for t in tasks] == [
        "start", "consent", "request_paper", "branch_check", "dues_noted", "check_sheet", "examine",
    ]  # fmt: skip
    assert {t.flow_task.name: t.data["forks"] for t in tasks if "forks" in t.data} == {
        "start": {"who_asks": "no"}, "check_sheet": {"under_general_branch": "no", "inside": "no"},
    }  # fmt: skip
    assert [t.data.get("outcome") for t in tasks[1:]] == ["confirm", "done", "pass", "done", "done", None]
    assert [list(t.previous.all()) for t in tasks] == [[], *([t] for t in tasks[:-1])]
    assert {t.status for t in tasks[:-1]} == {"DONE"}


def test_going_back_leaves_one_open_task(case: Case) -> None:
    decision = desk.act(desk.until(case, "examine"))
    undoing.recall(decision.public_id, by=decision.by, key=desk.key())
    assert [t.flow_task.name for t in nodes.open_tasks(case)] == ["examine"]
    desk.until(case, "accept")
    assert [t.flow_task.name for t in nodes.open_tasks(case)] == ["accept"]


# -- the lock -------------------------------------------------------------------------------------------------------------


def test_the_lock_of_every_course_is_ours() -> None:
    assert isinstance(Transfer.lock_impl, nodes.CaseLock)


def test_the_lock_waits_in_the_database(case: Case) -> None:
    """One statement, on both rows of the case, until the transaction ends (see tests/races); it gives the case."""
    with CaptureQueriesContext(connection) as captured, nodes.CaseLock()(Transfer, case.pk) as locked:
        pass
    (statement,) = [q["sql"] for q in captured]
    assert statement.endswith(
        f" FROM viewflow_process p JOIN workflows_case c ON c.process_ptr_id = p.id WHERE p.id = {case.pk} FOR UPDATE"
    )
    fields = [field.attname for field in Case._meta.concrete_fields]
    fresh = Case.objects.get(pk=case.pk)
    assert [getattr(locked, name) for name in fields] == [getattr(fresh, name) for name in fields]


def test_a_lock_on_a_case_that_is_not_there_gives_none(world: Demo) -> None:
    with nodes.CaseLock()(Transfer, -1) as locked:
        assert locked is None
    with pytest.raises(Case.DoesNotExist), transaction.atomic():
        deciding.locked_case(-1)


def test_forks_that_lead_back_to_each_other_are_an_error(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not an endless loop under the lock."""
    fork = Transfer.instance.node("inside")
    monkeypatch.setitem(fork.targets, "no", fork)
    turn = desk.until(case, "branch_check")
    desk.act(turn)
    with pytest.raises(RuntimeError, match="inside leads back to itself"):
        desk.settle()


def test_a_lock_that_is_not_to_be_had_is_a_conflict(case: Case) -> None:
    """Not an error of the database: the page says to try again."""

    def busy(execute: Any, sql: str, *rest: Any) -> Any:
        raise OperationalError("canceling statement due to lock timeout")

    with connection.execute_wrapper(busy), pytest.raises(Conflict), nodes.CaseLock()(Transfer, case.pk):
        raise AssertionError("locked")


def test_no_signal_carries_an_effect(world: Demo) -> None:
    """viewflow's signals fire inside the transaction and on every GET: nothing of ours listens."""
    from viewflow.workflow import signals

    ours = [
        signals.task_started,
        signals.task_finished,
        signals.task_failed,
        signals.flow_started,
        signals.flow_finished,
    ]
    assert [signal.receivers for signal in ours] == [[]] * 5


def test_the_engine_names_no_process() -> None:
    for place in sorted(ENGINE.glob("*.py")):
        imported = [
            name
            for node in ast.walk(ast.parse(place.read_text("utf-8")))
            for name in ([node.module or ""] if isinstance(node, ast.ImportFrom) else [a.name for a in node.names] if isinstance(node, ast.Import) else [])
        ]  # fmt: skip
        assert [name for name in imported if name.startswith("workflows.processes")] == [], place.name
