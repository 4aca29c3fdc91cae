"""What rivals do: each deed is one call of a write function, by name, with arguments that fit into JSON."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.db import connection, transaction

from audit import clock, journal
from documents import numbering
from documents.models import Counter, Serial
from registry import persons, posts
from registry.models import Appointment, Member, Organisation, Person, Post, User
from tests import desk
from tests.races import doing, everywhere, freedom, ledger_deeds, pages, situations, telling, verdicts
from workflows.engine import catalogue, deciding, drafts, jobs, opening, undoing, waiting
from workflows.engine.models import Draft, TaskAssignment

BY = journal.system("race")
NOTHING: dict[str, Any] = {"nothing": True}


def _user(pk: int) -> User:
    return User.objects.get(pk=pk)


def open_case(user: int, member: int, home: int, to: str, key: str = "") -> dict[str, Any]:
    """Ask for a transfer."""
    about, place = Member.objects.get(pk=member), Organisation.objects.get(pk=home)
    data = desk.request(about, Organisation.objects.get(code=to))
    process = catalogue.process("transfer")
    case = opening.open_case(process, by=_user(user), organisation=place, data=data, key=key or desk.key())
    return {"result": case.reference}


def decide(user: int, turn: str, key: str = "", **more: Any) -> dict[str, Any]:
    """Decide a turn."""
    found = TaskAssignment.objects.select_related("task", "case").get(public_id=turn)
    answers = desk.answers(found, **more)
    decision = deciding.decide(turn, by=_user(user), data=answers, key=key or desk.key())
    return {"result": decision.public_id}


def recall(user: int, decision: str, key: str = "") -> dict[str, Any]:
    """Take a decision back."""
    return {"result": undoing.recall(decision, by=_user(user), key=key or desk.key()).reference}


def withdraw(user: int, case: int, key: str = "") -> dict[str, Any]:
    """Call a case off."""
    found = undoing.withdraw(case, by=_user(user), reason="本人工作有变。", key=key or desk.key())
    return {"result": found.reference}


def sweep() -> dict[str, Any]:
    """End the waits whose last day has passed."""
    return {} if waiting.sweep(clock.today()) else NOTHING


def run_job(task: int) -> dict[str, Any]:
    """Work off a job, as the worker does."""
    return {} if jobs.run(task) else NOTHING


def save_task_draft(user: int, turn: str) -> dict[str, Any]:
    """Keep answers to a turn for later."""
    found = TaskAssignment.objects.select_related("task", "case").get(public_id=turn)
    drafts.save_task_draft(found, _user(user), {"opinion": "再看。"})
    return {}


def save_draft(user: int, home: int, draft: str = "") -> dict[str, Any]:
    """Keep the answers of a request for later."""
    by = _user(user)
    found = opening.draft_of(by, draft) if draft else None
    place = Organisation.objects.get(pk=home)
    kept = opening.save_draft(by=by, process_name="transfer", organisation=place, answers={}, draft=found)
    return {"result": kept.public_id}


def end_appointment(appointment: int) -> dict[str, Any]:
    """The holder of a post left yesterday."""
    yesterday = clock.today() - dt.timedelta(days=1)
    posts.end_appointment(Appointment.objects.get(pk=appointment), by=BY, last_day=yesterday, reason="离任")
    return {}


def appoint(post: int, user: int) -> dict[str, Any]:
    """Somebody holds a post from today on."""
    posts.appoint(Post.objects.get(pk=post), _user(user).person, by=BY, since=clock.today())
    return {}


def open_account(person: int, username: str) -> dict[str, Any]:
    """Give a person an account."""
    persons.open_account(Person.objects.get(pk=person), by=BY, username=username)
    return {}


def close_account(user: int) -> dict[str, Any]:
    """Somebody may not sign in any more."""
    persons.close_account(_user(user), by=BY, reason="离任")
    return {}


def take_numbers(code: str, count: int, fail_every: int) -> dict[str, Any]:
    """Take numbers, each in a transaction of its own; some fail after they have theirs."""
    issuer, kept = Organisation.objects.get(code=code), 0
    for n in range(count):
        try:
            with transaction.atomic():
                numbering.take(issuer, "letter", 2026)
                if fail_every and n % fail_every == 0:
                    raise ZeroDivisionError
            kept += 1
        except ZeroDivisionError:
            continue
    return {"kept": kept}


def numbers_of(code: str) -> dict[str, Any]:
    """The numbers of an issuer as they stand, and its counter."""
    issuer = Organisation.objects.get(code=code)
    running = Serial.objects.filter(issuer=issuer, series="letter", year=2026).order_by("running")
    counter = Counter.objects.filter(issuer=issuer, series="letter", year=2026).first()
    return {"running": list(running.values_list("running", flat=True)), "counter": counter.last if counter else 0}


def drafts_of(user: int) -> dict[str, Any]:
    """How many drafts somebody has."""
    return {"drafts": Draft.objects.filter(by_id=user).count()}


def use(database: str, free: bool) -> dict[str, Any]:
    """Work in a database, with the locks or without."""
    connection.close()
    connection.settings_dict["NAME"] = database
    freedom.set_free(free)
    return {}


DEEDS: dict[str, Callable[..., dict[str, Any]]] = {
    deed.__name__: deed
    for deed in (
        open_case, decide, recall, withdraw, sweep, run_job, save_task_draft, save_draft, end_appointment, appoint,
        open_account, close_account, take_numbers, numbers_of, drafts_of, use, situations.found, everywhere.arrange, verdicts.outcome, verdicts.names,
        pages.sign_in, pages.decide_page, pages.recall_page, pages.withdraw_page, *telling.TELLING, *doing.DOING, *ledger_deeds.DEEDS,
    )
}  # fmt: skip
