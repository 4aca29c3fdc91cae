"""What rivals do: each deed is one call of a write function, by name, with arguments that fit into JSON."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from viewflow.workflow.models import Task

from audit import clock, journal
from config.demo import driving
from documents import numbering
from documents.models import Counter, Paper, Serial
from registry import members, persons, posts
from registry.models import Appointment, Member, Organisation, Role, User
from tests import desk
from tests.races import freedom
from workflows.engine import deciding, jobs, nodes, undoing
from workflows.engine.models import Case, Decision, TaskAssignment

BY = journal.system("test")
BRANCHES = ("QH0101", "QH0102", "QH0104", "QH0105", "QH0201", "QH0202", "QH0301", "QH0302", "HK0101", "HK0102")


# -- before a race ----------------------------------------------------------------------------------------------------


def free_member() -> Member:
    """The next member about whom nothing is under way, who holds no post; with an account."""
    for code in BRANCHES:
        roll = members.members_of(Organisation.objects.get(code=code), clock.today())
        free = roll.filter(standing="full", cases__isnull=True, person__appointments__isnull=True).first()
        if free is not None:
            if not hasattr(free.person, "user"):
                persons.open_account(free.person, by=BY, username=f"race-{free.pk}")
            return Member.objects.select_related("person__user").get(pk=free.pk)
    raise RuntimeError("no member is left to race about")


def case_at(step: str) -> dict[str, Any]:
    """A case a member asked for himself, at a step; and who may act there."""
    member = free_member()
    home = members.home_of(member, clock.today())
    case = desk.opened(member.person.user, home, member, Organisation.objects.get(code="YL0101"))
    turn = desk.until(case, step)
    user = driving.actor_for(turn)
    appointment = Appointment.objects.on(clock.today()).get(post=turn.post, person=user.person)
    return {"case": case.pk, "turn": turn.public_id, "user": user.pk, "appointment": appointment.pk}


def decision_to_take_back() -> dict[str, Any]:
    """A decision just made, and the turn that follows it."""
    at = case_at("examine")
    decision = desk.act(TaskAssignment.objects.get(public_id=at["turn"]), User.objects.get(pk=at["user"]))
    following = desk.the_turn(Case.objects.get(pk=at["case"]))
    head = driving.actor_for(following)
    return at | {"decision": decision.public_id, "next": following.public_id, "head": head.pk}


def letter_to_issue() -> dict[str, Any]:
    """A letter that was just approved, its hold over."""
    at = case_at("approve")
    desk.act(TaskAssignment.objects.get(public_id=at["turn"]), User.objects.get(pk=at["user"]))
    clock.advance(desk.HOLD)
    return at | {"task": Task.objects.get(process_id=at["case"], status="SCHEDULED").pk}


def somebody_free() -> dict[str, Any]:
    """A member two people want to open a case about."""
    member = free_member()
    home = members.home_of(member, clock.today())
    secretary = Appointment.objects.on(clock.today()).get(post__organisation=home, post__role=Role.SECRETARY)
    return {"member": member.pk, "home": home.pk, "users": [secretary.person.user.pk, member.person.user.pk]}


def what_time() -> dict[str, Any]:
    """How far this process's clock is ahead."""
    return {"offset": (clock.now() - timezone.now()).total_seconds()}


def be_at(offset: float) -> dict[str, Any]:
    """Go by another process's clock."""
    freedom.set_clock(offset)
    return {}


def term_goes_on(appointment: int) -> dict[str, Any]:
    """Undo the end of a term, for the next trial."""
    Appointment.objects.filter(pk=appointment).update(until=None)
    return {}


# -- during a race ----------------------------------------------------------------------------------------------------


def decide(turn: str, user: int, key: str = "", **more: Any) -> dict[str, Any]:
    """Decide a turn; says when it was decided and not yet committed."""
    found = TaskAssignment.objects.select_related("task", "case").get(public_id=turn)
    answers = desk.answers(found, **more)
    decision = deciding.decide(turn, by=User.objects.get(pk=user), data=answers, key=key or desk.key())
    return {"decision": decision.public_id, "before_commit": freedom.before_commit}


def recall(decision: str, user: int) -> dict[str, Any]:
    """Take a decision back."""
    undoing.recall(decision, by=User.objects.get(pk=user), key=desk.key())
    return {}


def end_term(appointment: int) -> dict[str, Any]:
    """The holder of a post left yesterday; says when that was committed."""
    yesterday = clock.today() - freedom.ONE_DAY
    posts.end_appointment(Appointment.objects.get(pk=appointment), by=BY, last_day=yesterday, reason="离任")
    return {"committed": time.monotonic()}


def open_case(member: int, home: int, user: int) -> dict[str, Any]:
    """Ask for a transfer."""
    about, place = Member.objects.get(pk=member), Organisation.objects.get(pk=home)
    case = desk.opened(User.objects.get(pk=user), place, about, Organisation.objects.get(code="YL0101"))
    return {"case": case.pk}


def run_job(task: int) -> dict[str, Any]:
    """Work off a job, as the worker does."""
    return {"done": jobs.run(task)}


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


# -- after a race -----------------------------------------------------------------------------------------------------


def outcome_of(case: int) -> dict[str, Any]:
    """What stands about a case: decisions that count, open tasks, papers, and whether the journal verifies."""
    found = Case.objects.get(pk=case)
    papers = Paper.objects.filter(case_reference=found.reference)
    return {
        "decisions": sorted(found.decisions.filter(recalled_at__isnull=True).values_list("step", flat=True)),
        "open": [task.flow_task.name for task in nodes.open_tasks(found)],
        "turns": found.assignments.filter(closed_at__isnull=True).count(),
        "papers": sorted(papers.values_list("kind", flat=True)),
        "letters": papers.filter(kind="D-TR-2").count(),
        "serials": Serial.objects.filter(papers__in=papers.filter(kind="D-TR-2")).distinct().count(),
        "journal": journal.verify().faults,
    }


def set_aside(case: int) -> dict[str, Any]:
    """What the race has broken is not carried on with: its jobs would fail in the way of the next trial."""
    Task.objects.filter(process_id=case, status="SCHEDULED").update(status="CANCELED")
    return {}


def cases_about(member: int) -> dict[str, Any]:
    """How many cases are open about a member."""
    return {"open": Case.objects.filter(subject_id=member, closed_at__isnull=True).count()}


def numbers_of(code: str) -> dict[str, Any]:
    """The numbers of an issuer as they stand, and its counter."""
    issuer = Organisation.objects.get(code=code)
    running = Serial.objects.filter(issuer=issuer, series="letter", year=2026).order_by("running")
    counter = Counter.objects.filter(issuer=issuer, series="letter", year=2026).first()
    return {"running": list(running.values_list("running", flat=True)), "counter": counter.last if counter else 0}


def decided_by(turn: str) -> dict[str, Any]:
    """How many decisions a turn has."""
    return {"decisions": Decision.objects.filter(assignment__public_id=turn).count()}


def use(database: str, offset: float, free: bool) -> dict[str, Any]:
    """Work in a database at a time, with the locks or without."""
    connection.close()
    connection.settings_dict["NAME"] = database
    freedom.set_clock(offset)
    freedom.set_free(free)
    return {}


DEEDS: dict[str, Callable[..., dict[str, Any]]] = {
    deed.__name__: deed
    for deed in (
        case_at, decision_to_take_back, letter_to_issue, somebody_free, decide, recall, end_term, open_case, run_job,
        take_numbers, outcome_of, cases_about, numbers_of, decided_by, use, what_time,
        be_at,
        term_goes_on, set_aside,
    )
}  # fmt: skip
