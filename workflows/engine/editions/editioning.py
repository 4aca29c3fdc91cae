"""Moving a running case to another edition of its process (换版): a write function like the others.

The open turn keeps its public id, its due date and its drafts. What was done stays as it was done, in the words of the
edition under which it was done; from now on the new course applies.
"""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from viewflow.workflow.models import Task

from audit import clock
from registry.models import User
from workflows.engine import catalogue, commands, nodes, turns
from workflows.engine.deciding import locked_case
from workflows.engine.editions.report import Edition, goes_elsewhere, report_on
from workflows.engine.errors import Refused, or_conflict
from workflows.engine.handling import handling, note
from workflows.engine.models import Case


@or_conflict()
@transaction.atomic
def move_case(case_id: int, *, to: Edition, by: User, key: str) -> Case:
    """Move a case to another edition (换版). Raises PermissionDenied, Conflict, Refused with every reason against it.

    ``by`` is the account of the operator who answers for it; whoever started the case or is its subject cannot.
    """
    _open_account(by)
    target = catalogue.label(to)
    task_id = _open_task_of(case_id)
    case = locked_case(case_id, task_id=task_id, key=key)
    with handling(case) as at:
        if commands.result_of(at.command, by=by, name="move", target=f"{case.reference} {target}"[-40:]):
            return case
        _refuse(case, to, by)
        old, task = case.flow_class, at.task
        if task is None:
            raise Refused(_("Nothing of this case is open."))
        case.flow_class = to
        at.rows.change(case, "flow_class")
        _move_task(case, task, to)
        turns.forget_ahead(case)
        facts = {"from": catalogue.path_of(old), "to": catalogue.path_of(to), "step": task.flow_task.name}
        note(case, "case.moved", by=by.actor, article=task.flow_task.article, facts=facts)
        commands.keep(
            case, key, by=by, name="move", target=f"{case.reference} {target}"[-40:], result={"case": case.reference}
        )
    return case


def _open_account(by: User) -> None:
    locked = User.objects.select_for_update(of=("self",), no_key=True).filter(pk=by.pk, is_active=True)
    if not locked.exists():
        raise PermissionDenied(_("This account is closed."))


def _open_task_of(case_id: int) -> int | None:
    found = Task.objects.filter(process_id=case_id, status__in=nodes.OPEN).order_by("pk")
    return found.values_list("pk", flat=True).first()


def _refuse(case: Case, to: Edition, by: User) -> None:
    if by.person_id is not None and by.person_id in {*case.initiators, case.subject_person_id}:
        raise PermissionDenied(_("You started this case or it is about you, so somebody else must move it."))
    report = report_on(case, to)
    if not report.movable:
        raise Refused(" ".join(str(reason) for reason in report.reasons))


def _move_task(case: Case, task: Task, to: Edition) -> None:
    """The open task and its turn under the new course; another post only where the new edition names another one."""
    here, there = task.flow_task, dict(to.in_order())[task.flow_task.name]
    with handling(case) as at:
        task.flow_task = there
        at.rows.change(task, "flow_task")
        if at.turn is None or not goes_elsewhere(here, there):
            return
        route = turns.route_of(there, case, clock.today())
        at.turn.post, at.turn.why = route.post, [sentence.as_json() for sentence in route.why]
        at.rows.change(at.turn, "post", "why")
        at.involve(case, route.post.organisation_id)
