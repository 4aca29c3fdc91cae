"""Short words for tests of the engine: a request, whose turn it is, an answer, and what the database holds."""

from __future__ import annotations

import datetime as dt
import secrets
from importlib import import_module
from io import BytesIO
from typing import Any

import pikepdf
from django.db import connection

from audit import clock
from config.demo import driving
from registry.models import Member, Organisation, User
from workflows.engine import catalogue, deciding, jobs, opening
from workflows.engine.models import Case, Decision, TaskAssignment

HOLD = dt.timedelta(seconds=30)

TABLES = (
    # Which rows a refusal may not touch: all but drafts and the log of who looked.
    "audit_entry", "documents_counter", "documents_letter", "documents_paper", "documents_seal", "documents_serial", "procrastinate_jobs",
    "registry_affiliation", "registry_appointment", "registry_approval", "registry_delegation", "registry_kinship",
    "registry_member", "registry_resolution", "viewflow_process", "viewflow_task", "workflows_adoption", "workflows_attachment",
    "workflows_case", "workflows_coming", "workflows_command", "workflows_comment", "workflows_copy", "workflows_decision",
    "workflows_delivery", "workflows_digest",
    "workflows_involvement", "workflows_monthtally", "workflows_notice", "workflows_noticechoice", "workflows_pause",
    "workflows_recusal", "workflows_reminder", "workflows_urge", "workflows_signer", "workflows_signing",
    "workflows_signingevent", "workflows_taskassignment", "workflows_wait", "workflows_agendaitem", "workflows_attendee",
    "workflows_ballot", "workflows_candidate", "workflows_meeting", "workflows_teller", "workflows_tellercount",
    "workflows_verdict", "workflows_writtenopinion", "web_bundle",
    "web_bundledcase", "web_savedview",
)  # fmt: skip


def state() -> dict[str, tuple[int, str]]:
    """How many rows each table holds and a digest of all of them: equal before and after means nothing changed."""
    found = {}
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"SELECT count(*), md5(string_agg(md5(t::text), '' ORDER BY md5(t::text))) FROM {table} t")
            found[table] = cursor.fetchone()
    return found


def tiny_paper(kind: Any, facts: Any, *, number: str, **_more: Any) -> bytes:
    """Stands in for typesetting where a test is not about the look of a paper: one blank page that knows its number."""
    pdf, out = pikepdf.new(), BytesIO()
    pdf.add_blank_page()
    pdf.docinfo["/Title"] = f"{kind.code} {number}"
    pdf.save(out, deterministic_id=True)
    return out.getvalue()


def key() -> str:
    """A fresh idempotency key."""
    return secrets.token_hex(8)


def request(member: Member, to: Organisation, **more: Any) -> dict[str, Any]:
    """The answers that ask for a transfer because of a new job."""
    return {
        "member": member.public_id, "to": to.name, "start_on": str(clock.today()), "fixed_place": "yes",
        "reason": "job", "away_months": "", "telephone": "13900001111", "note": "",
    } | more  # fmt: skip


def opened(by: User, organisation: Organisation, member: Member, to: Organisation, **more: Any) -> Case:
    """A transfer that was just asked for."""
    process = catalogue.process("transfer")
    return opening.open_case(process, by=by, organisation=organisation, data=request(member, to, **more), key=key())


def the_turn(case: Case) -> TaskAssignment:
    """The one open turn of a case, read anew."""
    turns = TaskAssignment.objects.select_related("task", "post__organisation", "person", "case")
    return turns.get(case_id=case.pk, closed_at__isnull=True)


def answers(turn: TaskAssignment, **more: Any) -> dict[str, Any]:
    """The ordinary answers at a turn, with changes."""
    ordinary = import_module(f"workflows.processes.{turn.process_name}.walks").ORDINARY
    return dict(ordinary[turn.step][0](turn.case)) | more


def act(turn: TaskAssignment, by: User | None = None, **more: Any) -> Decision:
    """Decide a turn in the ordinary way, by whoever it is routed to."""
    return deciding.decide(
        turn.public_id, by=by or driving.actor_for(turn), data=answers(turn, **more), key=more.pop("key", "") or key()
    )


def settle() -> int:
    """Let the undo hold run out and the worker do what is due."""
    clock.advance(HOLD + dt.timedelta(seconds=1))
    return jobs.run_due()


def until(case: Case, step: str) -> TaskAssignment:
    """Go on in the ordinary way until a step is open."""
    for _move in range(20):
        settle()
        turn = the_turn(case)
        if turn.step == step:
            return turn
        act(turn)
    raise AssertionError(f"{step} was not reached")
