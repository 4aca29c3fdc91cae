"""Who may do something with a whole case besides deciding its turns (案件干预权限), as the course says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from viewflow.workflow.models import Task

from registry.acting import Holding
from registry.models import User
from workflows.engine import nodes, reading
from workflows.engine.authority import Authority, authority_over, hold, may_act
from workflows.engine.errors import Conflict
from workflows.engine.models import Case, TaskAssignment, Wait
from workflows.engine.routing import NoPost
from workflows.engine.turns import close_turns, grounds
from workflows.engine.words import Intervention, Suspension, Termination


def seat_of(case: Case, act: Intervention, on: dt.date) -> TaskAssignment:
    """The act as a turn that is never written: so whoever may act on a turn of that post may do it. Raises NoPost."""
    course: object = act
    route = act.by.route(case, on, grounds(case, course))  # type: ignore[arg-type]  # of the step only its kind is asked
    return TaskAssignment(
        case=case, process_name=case.process_name, step=act.name, post=route.post, task=Task(flow_task=act)
    )


def locked_seat(case_id: int, act: Intervention, by: User, on: dt.date) -> tuple[Holding, ...]:
    """By what a user does it, himself or as a proxy, locked before the case is; PermissionDenied if by nothing."""
    return hold(seat_of(reading.known(reading.unlocked(case_id)), act, on), by, on)


def authority_for(case: Case, act: Intervention, by: User, held: Sequence[Holding], on: dt.date) -> Authority:
    """In what capacity a user does it to a locked case; PermissionDenied if the case has moved to another's province."""
    seat = seat_of(case, act, on)
    if any(holding.post.pk != seat.post_id for holding in held):
        raise PermissionDenied(_("This is up to %(post)s, a post you do not hold today.") % {"post": seat.post})
    return authority_over(seat, by, held)


def by_delegation(who: Authority | None) -> dict[str, str]:
    """What the journal says of an act that a proxy did; nothing of any other."""
    return {"delegation": who.delegation.public_id} if who is not None and who.delegation else {}


def may(case: Case, act: Intervention | None, by: User, on: dt.date) -> bool:
    """Whether a user could do it now, without locking anything; for pages."""
    if act is None or case.closed_at is not None or where(case) not in act.at:
        return False
    return holds(case, act, by, on)


def holds(case: Case, act: Intervention, by: User, on: dt.date) -> bool:
    """Whether the act is a user's, wherever the case stands; for pages."""
    try:
        return may_act(seat_of(case, act, on), by, on)
    except NoPost:
        return False


def where(case: Case) -> str:
    """The step at which a case stands: its open turn or wait, else the step after which it goes on by itself."""
    turn = case.assignments.filter(closed_at__isnull=True).order_by("pk").values_list("step", flat=True).first()
    if turn is not None:
        return turn
    waits = Wait.objects.filter(case=case, ended_at__isnull=True).select_related("task")
    if (wait := waits.first()) is not None:
        return str(wait.task.flow_task.name)
    return case.decisions.filter(recalled_at__isnull=True).order_by("-pk").values_list("step", flat=True).first() or ""


def refuse_elsewhere(case: Case, act: Intervention) -> None:
    """Conflict unless a case is open and stands where the course allows the act."""
    if case.closed_at is not None or "withdrawn" in case.data or "terminated" in case.data:
        raise Conflict(_("The case has ended already."))
    if where(case) not in act.at:
        raise Conflict(_("The case has gone too far for this."))


def break_off(case: Case, how: str) -> Task:
    """Close the open turns and tasks of a locked case (中断); returns its last task, after which it goes on elsewhere.

    Conflict while a job of the system is under way. ``how`` is what the turns keep of it.
    """
    tasks = nodes.open_tasks(case)
    if not case.assignments.filter(closed_at__isnull=True).exists() or not tasks:
        raise Conflict(_("Somebody is working on this case right now. Try again in a moment."))
    close_turns(case, how)
    nodes.cancel_open(case)
    return tasks[-1]


def suspension_of(case: Case) -> Suspension:
    """How cases of this course are suspended; PermissionDenied where they are not."""
    if case.flow_class.suspension is None:
        raise PermissionDenied(_("Cases of this kind are not suspended."))
    found: Suspension = case.flow_class.suspension
    return found


def termination_of(case: Case) -> Termination:
    """How cases of this course are ended by a superior; PermissionDenied where they are not."""
    if case.flow_class.termination is None:
        raise PermissionDenied(_("Cases of this kind are not ended like this."))
    found: Termination = case.flow_class.termination
    return found
