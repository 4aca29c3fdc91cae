"""Other engines, where ``make bench-engine`` has installed them; None where it has not."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from bench.engine.contestants import NOTE, Contestant, World
from bench.engine.course import OPINION, STEPS

TABLE = (
    "CREATE TABLE IF NOT EXISTS bench_spiff (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, state text NOT NULL)"
)


def spiff() -> Contestant | None:
    """SpiffWorkflow: five manual tasks, the state read and written whole at each act. It keeps no row one could list."""
    if find_spec("SpiffWorkflow") is None:
        return None
    from SpiffWorkflow.serializer.json import JSONSerializer
    from SpiffWorkflow.specs.Simple import Simple
    from SpiffWorkflow.specs.WorkflowSpec import WorkflowSpec
    from SpiffWorkflow.workflow import Workflow

    spec, before = WorkflowSpec("five", addstart=True), None
    for name in STEPS:
        task = Simple(spec, name, manual=True)
        (before or spec.start).connect(task)
        before = task
    serializer = JSONSerializer()
    with connection.cursor() as cursor:
        cursor.execute(TABLE)

    def kept(workflow: Any) -> str:
        return str(serializer.serialize_workflow(workflow))

    def start() -> int:
        workflow = Workflow(spec)
        workflow.run_all(halt_on_manual=True)
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("INSERT INTO bench_spiff (state) VALUES (%s) RETURNING id", [kept(workflow)])
            return int(cursor.fetchone()[0])

    def approve(pk: int, seen: Any) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT state FROM bench_spiff WHERE id = %s FOR UPDATE", [pk])
            workflow = serializer.deserialize_workflow(cursor.fetchone()[0])
            (ready,) = [task for task in workflow.get_tasks(state=16) if task.task_spec.manual]
            ready.data[ready.task_spec.name] = {"outcome": "agree", "opinion": OPINION}
            ready.run()
            workflow.run_all(halt_on_manual=True)
            cursor.execute("UPDATE bench_spiff SET state = %s WHERE id = %s", [kept(workflow), pk])

    return Contestant("SpiffWorkflow", "its state as JSON in one row", start, lambda pk: None, approve)


def joeflow(world: World) -> Contestant | None:
    """joeflow: a task row for each step, assigned beforehand, as its own views write them."""
    if find_spec("joeflow") is None:
        return None
    from bench.engine.joe.models import Five

    def start() -> Any:
        with transaction.atomic():
            case = Five.objects.create(note=NOTE)
            task = case.task_set.create(name="start", type="human", workflow=case)
            task.finish(world.opener)
            follow(task)
            return case

    def follow(task: Any) -> None:
        for following in task.start_next_tasks():
            following.assignees.add(world.owners[following.name])

    def seen(case: Any) -> int:
        return case.task_set.scheduled().values_list("pk", flat=True).get()

    def approve(case: Any, pk: int) -> None:
        with transaction.atomic():
            task = case.task_set.select_for_update().get(pk=pk)
            case = Five.objects.get(pk=case.pk)
            setattr(case, f"{task.name}_opinion", OPINION)
            case.save()
            task.finish(world.owners[task.name])
            if task.name != STEPS[-1]:
                follow(task)

    return Contestant("joeflow", "its own tasks and rows", start, seen, approve)


def stamp() -> str:
    """When the run was made."""
    return timezone.now().isoformat(timespec="seconds")
