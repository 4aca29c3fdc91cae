"""What a write function reads (读取): a turn before the locks, the case under its lock, everything about it after that."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from typing import Any

from viewflow.workflow.models import Task

from audit.journal import Head
from registry import calendar, organisations, rows
from registry.kinship import kin_of
from registry.models import Appointment, Member, Organisation, Person, Post, User
from registry.rows import Shape
from workflows.engine import nodes
from workflows.engine.handling import Handling
from workflows.engine.models import Case, Command, Pause, TaskAssignment

TURN = Shape(TaskAssignment, "t")
TASK = Shape(Task, "k")
COMMAND = Shape(Command, "d")
PAUSE = Shape(Pause, "z")
ORGANISATION = Shape(Organisation, "o")
MEMBER = Shape(Member, "m")
PERSON = Shape(Person, "s")
HELD = Shape(Appointment, "a")
POST = Shape(Post, "p", only=("id", "organisation", "role", "title"))
AT = Shape(Organisation, "o", only=("id", "short_name"))

GLANCE = f"""
SELECT {TURN.columns}, {COMMAND.columns},
 (SELECT k.flow_task FROM viewflow_task k WHERE k.id = t.task_id)
FROM workflows_taskassignment t
LEFT JOIN workflows_command d ON d.key = %s
WHERE t.public_id = %s
"""

HOLDS = f"""
SELECT {HELD.columns}, {POST.columns}, {AT.columns}
FROM registry_appointment a
JOIN registry_post p ON p.id = a.post_id
JOIN registry_organisation o ON o.id = p.organisation_id
JOIN registry_user u ON u.id = %s AND u.is_active
WHERE a.person_id = %s AND a.post_id = %s AND a.since <= %s AND (a.until IS NULL OR a.until >= %s)
FOR SHARE OF a, u
"""

RECUSALS = (
    "(SELECT json_agg(json_build_array(r.person_id, r.ground))::text FROM workflows_recusal r WHERE r.case_id = %s)"
)
ASIDE = f"SELECT {RECUSALS}, {kin_of('%s')}"

ASIDES = f"""
SELECT c.process_ptr_id,
 (SELECT json_agg(json_build_array(r.person_id, r.ground))::text FROM workflows_recusal r
  WHERE r.case_id = c.process_ptr_id), {kin_of("m.person_id")}
FROM workflows_case c LEFT JOIN registry_member m ON m.id = c.subject_id WHERE c.process_ptr_id = ANY(%s)
"""

ALL_ABOUT = f"""
SELECT {ORGANISATION.columns}, {MEMBER.columns}, {PERSON.columns}, {TASK.columns}, {TURN.columns}, {COMMAND.columns},
 {PAUSE.columns},
 (SELECT json_agg(u)::text FROM registry_organisation u WHERE u.id = ANY(o.lineage) AND u.id <> o.id),
 (SELECT json_build_array(sequence, leaf)::text FROM audit_entry WHERE stream_kind = %s AND stream_id = %s
  ORDER BY sequence DESC LIMIT 1),
 {RECUSALS}, {kin_of("m.person_id")},
 EXISTS (SELECT 1 FROM workflows_wait w WHERE w.task_id = k.id AND w.ended_at IS NULL),
 {calendar.EDITED}, {rows.next_numbers("viewflow_task", "workflows_decision")}
FROM registry_organisation o
LEFT JOIN registry_member m ON m.id = %s
LEFT JOIN registry_person s ON s.id = m.person_id
LEFT JOIN viewflow_task k ON k.id = %s AND k.process_id = %s
LEFT JOIN workflows_taskassignment t ON t.id = COALESCE(%s, (
 SELECT max(w.id) FROM workflows_taskassignment w WHERE w.task_id = k.id))
LEFT JOIN workflows_command d ON d.key = %s
LEFT JOIN workflows_pause z ON z.case_id = %s AND z.ended_at IS NULL
WHERE o.id = %s
"""


def glance(public_id: str, key: str) -> tuple[TaskAssignment, Any, Command | None]:
    """A turn, its node in the course, and what a command with this key has done; DoesNotExist if there is none."""
    found = rows.read(GLANCE, [key, public_id], TURN, COMMAND)
    if not found:
        raise TaskAssignment.DoesNotExist(public_id)
    turn, command, node = found[0]
    return turn, nodes.named(node), command


def held_post(by: User, post_id: int, on: dt.date) -> Appointment | None:
    """The appointment by which a user holds a post on a day, locked with the account until the transaction ends."""
    for appointment, post, organisation in rows.read(HOLDS, [by.pk, by.person_id, post_id, on, on], HELD, POST, AT):
        post.organisation, appointment.post = organisation, post
        held: Appointment = appointment
        return held
    return None


def locked(case_id: int, *, task_id: int | None = None, turn_id: int | None = None, key: str = "") -> Case:
    """The case under its lock, and all about it as it is then."""
    with nodes.CaseLock()(Case, case_id) as case:
        return known(case or unlocked(case_id), task_id=task_id, turn_id=turn_id, key=key)


def unlocked(case_id: int) -> Case:
    """The row of a case, without its lock."""
    return Case.objects.get(pk=case_id)


def known(case: Case, *, task_id: int | None = None, turn_id: int | None = None, key: str = "") -> Case:
    """Read all about a case: where, about whom, one of its tasks with a turn, the command, the newest entry.

    A task that several people sign has several turns: ``turn_id`` says which; without it, it is the newest.
    """
    values = [
        case.stream.kind, case.stream.id, case.pk, case.subject_id, task_id, case.pk, turn_id, key, case.pk,
        case.organisation_id,
    ]  # fmt: skip
    (found,) = rows.read(ALL_ABOUT, values, ORGANISATION, MEMBER, PERSON, TASK, TURN, COMMAND, PAUSE)
    organisation, member, person, task, turn, command, pause, above, head, recusals, kin, waits, edited, *numbers = (
        found
    )
    at = case.handling = Handling()
    case.organisation, case.subject = organisation, member
    organisations.keep_superiors(organisation, [ORGANISATION.of_json(row) for row in json.loads(above or "[]")])
    if member is not None:
        member.person = person
    if task is not None:
        task.process = case
    if turn is not None:
        turn.task, turn.case = task, case
    at.task, at.turn, at.command, at.pause, at.waits = task, turn, command, pause, waits
    at.head = Head(*json.loads(head)) if head else Head()
    at.recusals, at.kin = _recusals(recusals), frozenset(json.loads(kin or "[]"))
    at.edited = calendar.edited_from(edited)
    at.numbers = {"viewflow_task": [numbers[0]], "workflows_decision": [numbers[1]]}
    return case


def stand_asides(case: Case) -> tuple[tuple[tuple[int, str], ...], frozenset[int]]:
    """Who is recused in a case, with the ground, and who is related to its subject, where it was not read with the case."""
    person = case.subject_person_id
    ((recusals, kin),) = rows.read(ASIDE, [case.pk, person, person])
    return _recusals(recusals), frozenset(json.loads(kin or "[]"))


def know_asides(cases: Iterable[Case]) -> None:
    """Read for several cases at once who stands aside in them, so that asking each costs nothing more."""
    by_number: dict[int, list[Case]] = {}
    for case in cases:
        by_number.setdefault(case.pk, []).append(case)
    for number, recusals, kin in rows.read(ASIDES, [list(by_number)]) if by_number else ():
        for case in by_number[number]:
            at = case.handling = case.handling or Handling()
            at.recusals, at.kin = _recusals(recusals), frozenset(json.loads(kin or "[]"))


def _recusals(found: str | None) -> tuple[tuple[int, str], ...]:
    return tuple((person, ground) for person, ground in json.loads(found or "[]"))
