"""What a write function reads (读取): a turn before the locks, the case under its lock, everything about it after that."""

from __future__ import annotations

import datetime as dt

from viewflow.workflow.models import Task

from audit.journal import Head
from registry import calendar, rows
from registry.models import Appointment, Member, Organisation, Person, Post
from registry.rows import Shape
from workflows.engine import nodes
from workflows.engine.handling import Handling
from workflows.engine.models import Case, Command, TaskAssignment

TURN = Shape(TaskAssignment, "t")
TASK = Shape(Task, "k")
COMMAND = Shape(Command, "d")
ORGANISATION = Shape(Organisation, "o")
MEMBER = Shape(Member, "m")
PERSON = Shape(Person, "s")
# What tells who may act on a turn, and never changes.
WHOSE = Shape(Case, "c", only=("process_ptr", "opener", "subject"))
ABOUT = Shape(Member, "m", only=("id", "person"))
NODE = Shape(Task, "k", only=("id", "flow_task", "process"))
HELD = Shape(Appointment, "a")
POST = Shape(Post, "p")

GLANCE = f"""
SELECT {TURN.columns}, {NODE.columns}, {WHOSE.columns}, {ABOUT.columns}, {COMMAND.columns}
FROM workflows_taskassignment t
JOIN viewflow_task k ON k.id = t.task_id
JOIN workflows_case c ON c.process_ptr_id = t.case_id
LEFT JOIN registry_member m ON m.id = c.subject_id
LEFT JOIN workflows_command d ON d.key = %s
WHERE t.public_id = %s
"""

HOLDS = f"""
SELECT {HELD.columns}, {POST.columns}, {ORGANISATION.columns}
FROM registry_appointment a
JOIN registry_post p ON p.id = a.post_id
JOIN registry_organisation o ON o.id = p.organisation_id
WHERE a.person_id = %s AND a.post_id = %s AND a.since <= %s AND (a.until IS NULL OR a.until >= %s)
FOR SHARE OF a
"""

ALL_ABOUT = f"""
SELECT {ORGANISATION.columns}, {MEMBER.columns}, {PERSON.columns}, {TASK.columns}, {TURN.columns}, {COMMAND.columns},
 e.sequence, e.leaf, EXISTS (SELECT 1 FROM workflows_wait w WHERE w.task_id = k.id AND w.ended_at IS NULL),
 {calendar.EDITED}, {rows.next_numbers("viewflow_task", "workflows_decision")}
FROM registry_organisation o
LEFT JOIN registry_member m ON m.id = %s
LEFT JOIN registry_person s ON s.id = m.person_id
LEFT JOIN viewflow_task k ON k.id = %s AND k.process_id = %s
LEFT JOIN workflows_taskassignment t ON t.task_id = k.id
LEFT JOIN workflows_command d ON d.key = %s
LEFT JOIN LATERAL (SELECT sequence, leaf FROM audit_entry WHERE stream_kind = %s AND stream_id = %s
 ORDER BY sequence DESC LIMIT 1) e ON TRUE
WHERE o.id = %s
"""


def glance(public_id: str, key: str) -> tuple[TaskAssignment, Command | None]:
    """A turn with what tells who may act on it, and what a command with this key has done; DoesNotExist if there is none."""
    found = rows.read(GLANCE, [key, public_id], TURN, NODE, WHOSE, ABOUT, COMMAND)
    if not found:
        raise TaskAssignment.DoesNotExist(public_id)
    turn, task, case, member, command = found[0]
    turn.task, turn.case, case.subject = task, case, member
    return turn, command


def held_post(person_id: int, post_id: int, on: dt.date) -> Appointment | None:
    """The appointment by which a person holds a post on a day, locked until the transaction ends (FOR SHARE)."""
    for appointment, post, organisation in rows.read(HOLDS, [person_id, post_id, on, on], HELD, POST, ORGANISATION):
        post.organisation, appointment.post = organisation, post
        held: Appointment = appointment
        return held
    return None


def locked(case_id: int, *, task_id: int | None = None, key: str = "") -> Case:
    """The case under its lock, and all about it as it is then."""
    with nodes.CaseLock()(Case, case_id) as case:
        return known(case or unlocked(case_id), task_id=task_id, key=key)


def unlocked(case_id: int) -> Case:
    """The row of a case, without its lock."""
    return Case.objects.get(pk=case_id)


def known(case: Case, *, task_id: int | None = None, key: str = "") -> Case:
    """Read all about a case: where, about whom, one of its tasks with its turn, the command, the newest entry."""
    stream = case.stream
    values = [case.subject_id, task_id, case.pk, key, stream.kind, stream.id, case.organisation_id]
    (found,) = rows.read(ALL_ABOUT, values, ORGANISATION, MEMBER, PERSON, TASK, TURN, COMMAND)
    organisation, member, person, task, turn, command, sequence, leaf, waits, edited, *numbers = found
    at = case.handling = Handling()
    case.organisation, case.subject = organisation, member
    if member is not None:
        member.person = person
    if task is not None:
        task.process = case
    if turn is not None:
        turn.task, turn.case = task, case
    at.task, at.turn, at.command, at.waits = task, turn, command, waits
    at.head = Head(sequence, leaf) if sequence else Head()
    at.edited = calendar.edited_from(edited)
    at.numbers = {"viewflow_task": [numbers[0]], "workflows_decision": [numbers[1]]}
    return case
