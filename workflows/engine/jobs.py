"""What the worker does (后台作业): papers, effects on the register, closing; after the undo hold, under the case lock.

The job row is written in the deciding transaction, so it can neither be lost nor run for something rolled back. Running
a job twice is harmless: what it did is in the task's status, the paper it made is unique for the task.
"""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop as _n
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from viewflow.workflow import STATUS
from viewflow.workflow.models import Task

from audit import clock, journal
from documents import issuing
from documents.models import Paper
from registry import secrecy
from workflows.engine import incidents, nodes, suspended
from workflows.engine.deciding import locked_case
from workflows.engine.handling import handling, note
from workflows.engine.models import Case
from workflows.engine.said import Said
from workflows.engine.sentences import say
from workflows.engine.telling import tell_parties
from workflows.engine.turns import close_turns, involve
from workflows.engine.words import Effect, Issue, Later, Outcome

WORKER = journal.system("worker")
_CLOSED = _n("The case is closed: %(outcome)s.")


class TooEarly(Exception):
    """By the clock of this machine the hold of a task is not over yet; the queue tries again."""


def enqueue(case: Case, task: Task) -> None:
    """Write the job of a task, to be done when the hold is over; a paper's facts are frozen now, sealed."""
    node: Later = task.flow_task
    if isinstance(node, Issue):
        facts = node.facts_of(case, Said(case))
        task.data = {
            **task.data,
            "facts": secrecy.seal(json.dumps(facts, ensure_ascii=False), context=f"task:{task.pk}"),
        }
    run_task.configure(schedule_at=task.scheduled).defer(task_id=task.pk)


@app.task(name="workflows.run_task", retry=RetryStrategy(max_attempts=12, exponential_wait=3))
def run_task(task_id: int) -> None:
    """Do what a task of the system stands for; nothing if it was done or recalled meanwhile.

    The queue goes by the clock of the database: where ours is behind, doing nothing would lose the job.
    """
    if not run(task_id) and Task.objects.filter(pk=task_id, status=STATUS.SCHEDULED).exists():
        raise TooEarly(task_id)


def run(task_id: int) -> bool:
    """As run_task; True if something was done."""
    node = Task.objects.get(pk=task_id).flow_task
    return _issue(node, task_id) if isinstance(node, Issue) else _apply(node, task_id)


def _locked(task_id: int) -> tuple[Case, Task] | None:
    """The case under its lock and the task, if it still waits to be done and its hold is over."""
    case = locked_case(Task.objects.values_list("process_id", flat=True).get(pk=task_id), task_id=task_id)
    task = case.handling and case.handling.task
    return (case, task) if task and task.status == STATUS.SCHEDULED and task.scheduled <= clock.now() else None


@transaction.atomic
def _apply(node: Any, task_id: int) -> bool:
    found = _locked(task_id)
    if found is None:
        return False
    case, task = found
    with handling(case) as at:
        if isinstance(node, Outcome):
            _close(case, node)
        elif isinstance(node, Effect):
            node.apply(case, WORKER)
            at.forget()
        nodes.finish(task, "done", case)
    return True


def _close(case: Case, node: Outcome) -> None:
    case.outcome, case.closed_at = node.code, clock.now()
    nodes.close(case)
    close_turns(case, "closed")
    suspended.end(case, clock.today())
    with handling(case) as at:
        at.rows.change(case, "status", "finished", "outcome", "closed_at")
    note(case, "case.closed", by=WORKER, article=node.article, facts={"outcome": node.code})
    tell_parties(case, say(_CLOSED, outcome=node.title), key=f"closed:{case.reference}")


def _issue(node: Issue, task_id: int) -> bool:
    """Number and freeze, then typeset without a lock, then file and advance: three commits, each repeatable."""
    with transaction.atomic():
        found = _locked(task_id)
        if found is None:
            return False
        with handling(found[0]):
            order = _order(node, *found)
            paper = issuing.reserve(node.kind, task_id=task_id, case_reference=found[0].reference, **order)
    content = issuing.typeset(paper)
    with transaction.atomic():
        found = _locked(task_id)
        if found is None:
            return False
        _file(node, *found, issuing.publish(paper, content, by=WORKER))
    return True


def _file(node: Issue, case: Case, task: Task, issued: Paper) -> None:
    """What follows an issued paper, under the case lock."""
    facts = {"paper": issued.public_id, "kind": node.kind.code, "number": issued.number, "sha256": issued.sha256}
    with handling(case) as at:
        note(case, "paper.issued", by=WORKER, article=node.article, facts=facts)
        if node.then is not None:
            node.then(case, issued, WORKER)
            at.forget()
        nodes.finish(task, "done", case)


def _order(node: Issue, case: Case, task: Task) -> dict[str, Any]:
    """What is ordered: facts, issuer, addressees, date, number."""
    facts = json.loads(secrecy.unseal(task.data["facts"], context=f"task:{task.pk}"))
    addressees = [place.find(case) for place in node.addressees]
    for organisation in addressees:
        involve(case, organisation)
    return {
        "facts": facts,
        "issuer": node.issuer.find(case),
        "addressees": addressees,
        "subject": case.subject.person if case.subject else None,
        "dated": _date_of(case),
        "numbered_as": node.numbered_as(case) if node.numbered_as else None,
    }


def _date_of(case: Case) -> dt.date:
    """A paper carries the day of the act behind it, not the day the worker came to it."""
    if ended := case.data.get("withdrawn") or case.data.get("terminated"):
        return dt.date.fromisoformat(ended["on"])
    newest = case.decisions.filter(recalled_at__isnull=True).order_by("-pk").values_list("on", flat=True).first()
    reported = [dt.date.fromisoformat(said["on"]) for said in incidents.incidents_of(case)]
    return max([newest or case.opened_on, *reported])


def due_tasks(case: int | None = None) -> list[int]:
    """Tasks of the system whose hold is over, of all cases or one, oldest first."""
    waiting = Task.objects.filter(status=STATUS.SCHEDULED, scheduled__lte=clock.now(), wait__isnull=True)
    if case is not None:
        waiting = waiting.filter(process_id=case)
    return list(waiting.order_by("pk").values_list("pk", flat=True))


def run_due() -> int:
    """Do everything that is due, in this process: tests, demo and walk; the product has a worker."""
    count = 0
    while tasks := due_tasks():
        done = sum(run(task_id) for task_id in tasks)
        if not done:
            break
        count += done
    return count
