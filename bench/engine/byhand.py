"""Hand-written SQL that writes the same rows as the product (手写): the lower bound that ratios refer to.

It reads what it must: the turn and the case under its lock, the appointment, the newest entry, the next post that is
held. It knows this one course, validates no form, asks no rule, composes no reason and looks for no stand-in.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import json
import secrets
import uuid
from typing import Any

import psycopg
from django.db import connection
from psycopg.types.json import Jsonb

from audit import clock, keys
from bench.engine.contestants import NOTE, Contestant, World
from bench.engine.course import ARTICLE, OPINION, STEPS
from registry import secrecy
from registry.calendar import the_calendar
from registry.models import Member
from registry.publicid import public_id

FLOW = "bench_engine/course.FiveApprovals"
HOLD, TERM = dt.timedelta(), 3  # nothing waits for an undo here, see ``without_hold``
EMPTY: dict[str, Any] = {}


def _canonical(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


class Hand:
    """One connection, one statement at a time; each is counted."""

    def __init__(self, world: World, member: Member) -> None:
        self.world, self.member, self.statements = world, member, 0
        self.key = keys.key("journal")
        self.calendar = the_calendar(clock.today())
        organisation = world.branch
        self.chain = list(organisation.lineage)
        self.roles = ["organisation_commissioner", "organiser", "deputy_secretary", "secretary", "department_head"]
        self.at = [self.chain[-1], *[self.chain[-2]] * 3, self.chain[-3]]

    def __call__(self, sql: str, *values: Any) -> Any:
        self.statements += 1
        return self.cursor.execute(sql, values)

    def begin(self) -> Any:
        """A transaction on the connection that Django holds, past Django."""
        connection.ensure_connection()
        raw = connection.connection
        self.cursor = psycopg.Cursor(raw)
        self.now = dt.datetime.now(dt.UTC)
        return raw.transaction()

    # -- rows ---------------------------------------------------------------------------------------------------------

    def task(self, case: int, step: str, kind: str, status: str, previous: int | None, **more: Any) -> int:
        """A task and its link to the one before."""
        sql = (
            "INSERT INTO viewflow_task (flow_task, flow_task_type, status, created, started, finished, scheduled, token,"
            " external_task_id, process_id, data) VALUES (%s, %s, %s, %s, %s, %s, %s, 'start', %s, %s, %s) RETURNING id"
        )
        task: int = self(
            sql, f"{FLOW}.{step}", kind, status, self.now, more.get("started"), more.get("finished"), more.get("scheduled"),
            more.get("external"), case, Jsonb(more.get("data", EMPTY)),
        ).fetchone()[0]  # fmt: skip
        if previous is not None:
            self("INSERT INTO viewflow_task_previous (from_task_id, to_task_id) VALUES (%s, %s)", task, previous)
        return task

    def turn(self, case: int, task: int, number: int) -> None:
        """The assignment of a task to the post that is held today, and who may see the case for it."""
        today = self.now.date()
        post, name = self(
            "SELECT p.id, o.short_name || p.title FROM registry_post p JOIN registry_organisation o ON o.id = p.organisation_id"
            " WHERE p.organisation_id = %s AND p.role = %s AND EXISTS (SELECT 1 FROM registry_appointment a WHERE a.post_id ="
            " p.id AND a.since <= %s AND (a.until IS NULL OR a.until >= %s)) ORDER BY p.id LIMIT 1",
            self.at[number], self.roles[number], today, today,
        ).fetchone()  # fmt: skip
        due = self.calendar.after(today, TERM)
        why = [["%(organisation)s", {"organisation": ""}], ["It falls to the post: %(post)s.", {"post": name}]]
        self(
            "INSERT INTO workflows_taskassignment (task_id, case_id, public_id, process_name, step, post_id, why, opened_at,"
            " visible_from, due_on, due_provisional, closed_how) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, '')",
            task, case, public_id(), "five_approvals", STEPS[number], post, Jsonb(why), self.now, self.now + HOLD, due,
            self.calendar.is_provisional(due),
        )  # fmt: skip
        self.involve(case, self.at[number])

    def involve(self, case: int, organisation: int) -> None:
        """Let an organisation see the case."""
        self(
            "INSERT INTO workflows_involvement (case_id, organisation_id) VALUES (%s, %s) ON CONFLICT DO NOTHING", case, organisation
        )  # fmt: skip

    def journal(self, reference: str, last: tuple[int, str], act: str, by: Any, facts: Any, words: Any) -> None:
        """One entry, linked to the one before."""
        words = {**words, "actor": str(by)}
        digest = hmac.new(self.key, _canonical(words), hashlib.sha256).hexdigest()
        content = {
            "stream": ["case", reference], "sequence": last[0] + 1, "at": self.now.isoformat(timespec="microseconds"),
            "act": act, "actor": ["user", str(by.pk)], "article": ARTICLE, "facts": facts, "words": digest, "previous": last[1],
        }  # fmt: skip
        leaf = hashlib.sha256(b"\0" + _canonical(content)).hexdigest()
        self(
            "INSERT INTO audit_entry (stream_kind, stream_id, sequence, at, act, actor_kind, actor_id, article, facts, words,"
            " words_digest, previous, leaf) VALUES ('case', %s, %s, %s, %s, 'user', %s, %s, %s, %s, %s, %s, %s)",
            reference, last[0] + 1, self.now, act, str(by.pk), ARTICLE, Jsonb(facts), Jsonb(words), digest, last[1], leaf,
        )  # fmt: skip

    def command(self, by: Any, name: str, target: str, result: Any) -> None:
        """The idempotency key; used a second time it is refused by the database."""
        self(
            "INSERT INTO workflows_command (key, by_id, name, target, result, at) VALUES (%s, %s, %s, %s, %s, %s)",
            secrets.token_hex(8), by.pk, name, target, Jsonb(result), self.now,
        )  # fmt: skip

    # -- acts ---------------------------------------------------------------------------------------------------------

    def open(self) -> tuple[int, str]:
        """Open the case."""
        by, reference = self.world.opener, public_id()
        with self.begin():
            today = self.now.date()
            held = self(
                "SELECT 1 FROM registry_appointment a JOIN registry_post p ON p.id = a.post_id WHERE a.person_id = %s AND"
                " p.organisation_id = %s AND p.role = 'secretary' AND a.since <= %s AND (a.until IS NULL OR a.until >= %s)",
                by.person_id, self.world.branch.pk, today, today,
            ).fetchone()  # fmt: skip
            if held is None:
                raise PermissionError
            answers = {"member": self.member.public_id, "note": NOTE}
            (case,) = self(
                "INSERT INTO viewflow_process (flow_class, status, created, data) VALUES (%s, 'NEW', %s, %s) RETURNING id",
                FLOW, self.now, Jsonb({"request": answers}),
            ).fetchone()  # fmt: skip
            self(
                "INSERT INTO workflows_case (process_ptr_id, reference, process_name, organisation_id, subject_id,"
                " opened_by_id, opener_id, opened_at, opened_on, pack, pack_version, outcome, seen_from) VALUES (%s,"
                " %s, 'five_approvals', %s, %s, %s, %s, %s, %s, 'cn_2026', '1', '', '{}')",
                case, reference, self.world.branch.pk, self.member.pk, by.pk, by.person_id, self.now, today,
            )  # fmt: skip
            facts = {"process": "five_approvals", "organisation": self.world.branch.public_id, "subject": self.member.public_id, "pack": "cn_2026@1"}  # fmt: skip
            self.journal(reference, (0, "0" * 64), "case.opened", by, facts, {"answers": answers})
            self.command(by, "open", "five_approvals", {"case": reference})
            start = self.task(case, "start", "START", "DONE", None, started=self.now, finished=self.now)
            self.turn(case, self.task(case, "first", "HUMAN", "NEW", start), 0)
        return case, reference

    def seen(self, case: tuple[int, str]) -> tuple[str, Any]:
        """What the next person sees."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT public_id, post_id FROM workflows_taskassignment WHERE case_id = %s AND closed_at IS NULL", [case[0]]
            )  # fmt: skip
            turn, post = cursor.fetchone()
        return turn, self.world.holders[post]

    def approve(self, case: tuple[int, str], seen: tuple[str, Any]) -> None:
        """One approval."""
        turn_id, by = seen
        with self.begin():
            today = self.now.date()
            turn, task, step, post, reference, opener, subject, note, person = self(
                "SELECT t.id, t.task_id, t.step, t.post_id, c.reference, c.opener_id, m.person_id, p.data->'request'->>'note',"
                " s.name FROM workflows_taskassignment t JOIN viewflow_process p ON p.id = t.case_id JOIN workflows_case c ON"
                " c.process_ptr_id = p.id JOIN registry_member m ON m.id = c.subject_id JOIN registry_person s ON s.id ="
                " m.person_id WHERE t.public_id = %s AND t.closed_at IS NULL FOR UPDATE OF p",
                turn_id,
            ).fetchone()
            (appointment, as_whom) = self(
                "SELECT a.id, o.short_name || p.title FROM registry_appointment a JOIN registry_post p ON p.id = a.post_id JOIN"
                " registry_organisation o ON o.id = p.organisation_id WHERE a.person_id = %s AND a.post_id = %s AND a.since"
                " <= %s AND (a.until IS NULL OR a.until >= %s) FOR SHARE OF a",
                by.person_id, post, today, today,
            ).fetchone()  # fmt: skip
            last = self(
                "SELECT sequence, leaf FROM audit_entry WHERE stream_kind = 'case' AND stream_id = %s ORDER BY sequence DESC"
                " LIMIT 1",
                reference,
            ).fetchone()
            answers, decision = {"outcome": "agree", "opinion": OPINION}, public_id()
            self(
                "INSERT INTO workflows_decision (assignment_id, case_id, public_id, step, kind, outcome, answers, by_id,"
                " person_id, appointment_id, as_whom, at, \"on\", held_until, facts_digest, opener_id, subject_person_id) VALUES"
                " (%s, %s, %s, %s, 'approve', 'agree', %s, %s, %s, %s, %s, %s, %s, %s, '', %s, %s)",
                turn, case[0], decision, step, Jsonb(answers), by.pk, by.person_id, appointment, as_whom, self.now, today,
                self.now + HOLD, opener, subject,
            )  # fmt: skip
            self(
                "UPDATE workflows_taskassignment SET closed_at = %s, closed_how = 'decided' WHERE id = %s", self.now, turn
            )  # fmt: skip
            facts = {"step": step, "outcome": "agree", "decision": decision, "post": post}
            self.journal(reference, last, "step.decided", by, facts, {"as": as_whom, "answers": answers})
            self.command(by, "decide", turn_id, {"decision": decision})
            self(
                "UPDATE viewflow_task SET status = 'DONE', started = %s, finished = %s, data = %s WHERE id = %s",
                self.now, self.now, Jsonb({"outcome": "agree"}), task,
            )  # fmt: skip
            number = STEPS.index(step) + 1
            if number < len(STEPS):
                self.turn(case[0], self.task(case[0], STEPS[number], "HUMAN", "NEW", task), number)
            else:
                self.paper(case[0], task, {"name": person, "note": note, "opinion": OPINION, "date": today.isoformat()})

    def paper(self, case: int, last: int, facts: dict[str, str]) -> None:
        """The task that issues the paper, with the facts sealed for it, and its job."""
        due = self.now + HOLD
        (number,) = self("SELECT nextval(pg_get_serial_sequence('viewflow_task', 'id'))").fetchone()
        sealed = secrecy.seal(json.dumps(facts, ensure_ascii=False), context=f"task:{number}")
        self(
            "INSERT INTO viewflow_task (id, flow_task, flow_task_type, status, created, scheduled, token, external_task_id,"
            " process_id, data) VALUES (%s, %s, 'JOB', 'SCHEDULED', %s, %s, 'start', %s, %s, %s)",
            number, f"{FLOW}.paper", self.now, due, str(uuid.uuid4()), case, Jsonb({"facts": sealed}),
        )  # fmt: skip
        self("INSERT INTO viewflow_task_previous (from_task_id, to_task_id) VALUES (%s, %s)", number, last)
        self(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, priority, args, scheduled_at) VALUES ('default',"
            " 'workflows.run_task', 0, %s, %s)",
            Jsonb({"task_id": number}), due,
        )  # fmt: skip


def by_hand(world: World, member: Member) -> Contestant:
    """The lower bound."""
    hand = Hand(world, member)

    def over(case: tuple[int, str]) -> None:
        with connection.cursor() as cursor:
            sql = "UPDATE workflows_case SET closed_at = now(), outcome = 'measured' WHERE process_ptr_id = %s"
            cursor.execute(sql, [case[0]])

    about = "psycopg, one statement for each row, the same rows as ours"
    return Contestant("by hand", about, hand.open, hand.seen, hand.approve, over, lambda: hand.statements)
