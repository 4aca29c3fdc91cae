"""The situations in which write functions meet: built once by the write functions themselves, then put back at will.

Each adds to what is known by name: accounts (``organiser``), turns and decisions (``examine``, ``examine_decision``),
jobs (``letter_job``), appointments (``organiser_term``), and ``moment``: what the clock of a trial says.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from viewflow.workflow.models import Task

from audit import clock, journal
from config.demo import building, driving
from registry import members, posts
from registry.models import Appointment, Member, Organisation, Post, Role, User
from tests import desk
from workflows.engine import jobs, undoing, waiting
from workflows.engine.models import Case, TaskAssignment

BY = journal.system("race")
DAY = dt.date(2026, 11, 24)
SECOND = dt.timedelta(seconds=1)
Known = dict[str, Any]


@dataclass(frozen=True)
class Situation:
    """How one situation is reached from another."""

    build: Callable[[Known], Known]
    after: str


SITUATIONS: dict[str, Situation] = {}


def after(before: str) -> Callable[[Callable[[Known], Known]], Callable[[Known], Known]]:
    def register(build: Callable[[Known], Known]) -> Callable[[Known], Known]:
        SITUATIONS[build.__name__] = Situation(build, before)
        return build

    return register


def found() -> Known:
    """The register of the demo, where another test has emptied the tables."""
    if not Organisation.objects.exists():
        clock.travel_to(DAY)
        building.build(DAY, seed=5)
    return {}


def be_at(moment: dt.datetime) -> None:
    clock.come_home()
    clock.advance(moment - timezone.now())


# -- people -----------------------------------------------------------------------------------------------------------


@after("")
def nothing_open(known: Known) -> Known:
    """A member about whom nothing is under way, everybody who may have to act, and others who may succeed or stand in."""
    places = {o.code: o for o in Organisation.objects.all()}
    branch = places["QH0101"]
    subject = driving.choose_member(branch)
    spare = [driving.choose_member(places[code]).person.user for code in ("QH0102", "QH0104", "HK0102", "QH0105")]
    desks = {
        "secretary": (branch, Role.SECRETARY), "commissioner": (branch, Role.ORGANISATION_COMMISSIONER),
        "organiser": (places["QH01"], Role.ORGANISER), "head": (places["QH01"], Role.SECRETARY),
        "receiver": (places["HK01"], Role.ORGANISER), "deputy": (places["QH01"], Role.DEPUTY_SECRETARY),
        "their_deputy": (places["HK01"], Role.DEPUTY_SECRETARY), "county": (places["QH"], Role.DEPARTMENT_HEAD),
        "county_organiser": (places["QH"], Role.ORGANISER), "registrar": (places["YL"], Role.REGISTRAR),
    }  # fmt: skip
    found: Known = {"member": subject.pk, "subject": subject.person.user.pk, "home": branch.pk, "to": "HK0103"}
    for name, (place, role) in desks.items():
        term = Appointment.objects.on(clock.today()).filter(post__organisation=place, post__role=role).earliest("pk")
        found |= {name: term.person.user.pk, f"{name}_term": term.pk, f"{name}_post": term.post_id}
    posts.appoint(Post.objects.get(pk=found["organiser_post"]), spare[0].person, by=BY, since=clock.today())
    return found | {"second": spare[0].pk, "successor": spare[1].pk, "rival": spare[2].pk, "proxy": spare[3].pk}


@after("nothing_open")
def secretary_gone(known: Known) -> Known:
    """The secretary of the branch left yesterday."""
    return gone("secretary", known)


@after("nothing_open")
def no_account(known: Known) -> Known:
    """A person who has no account yet."""
    roll = members.members_of(Organisation.objects.get(code="QH0103"), clock.today())
    return {"newcomer": roll.filter(person__user__isnull=True).first().person_id}


# -- a case the member asked for himself, between two committees ---------------------------------------------------------


@after("nothing_open")
def branch_check(known: Known) -> Known:
    """The commissioner of the branch is to check."""
    member, home = Member.objects.get(pk=known["member"]), Organisation.objects.get(pk=known["home"])
    to = Organisation.objects.get(code=known["to"])
    case = desk.opened(User.objects.get(pk=known["subject"]), home, member, to)
    return {"case": case.pk} | come_to("branch_check", case)


@after("branch_check")
def dues_due(known: Known) -> Known:
    """The branch has passed the case on; the hold ends this moment, then an effect follows."""
    return decided("branch_check", known, "dues")


@after("dues_due")
def sheet_due(known: Known) -> Known:
    """The effect is done; a paper is to be issued, then the organiser is to examine."""
    run_one(known)
    return job_of(known, "sheet") | {"moment": (clock.now() + SECOND).isoformat()}


@after("branch_check")
def examine(known: Known) -> Known:
    """One of two organisers is to examine."""
    return come_to("examine", case_of(known))


@after("examine")
def approve_held(known: Known) -> Known:
    """The organiser has examined; the head's turn is there, the hold ends this moment."""
    return decided("examine", known, "") | turn_of("approve", known)


@after("approve_held")
def approve(known: Known) -> Known:
    """The head is to approve."""
    return {"moment": later(known, 60)}


@after("approve")
def letter_due(known: Known) -> Known:
    """The letter is approved; the hold ends this moment, then it is issued."""
    return decided("approve", known, "letter")


@after("letter_due")
def letter_lapsing(known: Known) -> Known:
    """The letter was handed over and shown to nobody; today nobody can present it any more."""
    turn = desk.until(case_of(known), "report")
    clock.travel_to(turn.task.wait.until + dt.timedelta(days=1), hour=1)
    return {"report": turn.public_id, "last_day": str(turn.task.wait.until)}


@after("letter_lapsing")
def reported_late(known: Known) -> Known:
    """The letter was presented in the last minute of its last day, and midnight has passed within the hold."""
    be_at(timezone.make_aware(dt.datetime.fromisoformat(f"{known['last_day']}T23:59:45")))
    found = decided("report", known, "presented")
    return found | {"moment": (clock.now() - dt.timedelta(seconds=10)).isoformat()}


@after("letter_lapsing")
def void_due(known: Known) -> Known:
    """The letter has lapsed and the transfer is to end; the hold ends this moment, then the number is made void."""
    waiting.sweep(clock.today())
    desk.until(case_of(known), "letter_back")
    found = turn_of("letter_back", known)
    return found | decided("letter_back", known | found, "void")


@after("void_due")
def end_due(known: Known) -> Known:
    """The number is void; the case is to be closed."""
    run_one(known)
    return job_of(known, "end") | {"moment": (clock.now() + SECOND).isoformat()}


@after("examine")
def called_off(known: Known) -> Known:
    """The member has called the case off; a record of it is to be issued."""
    undoing.withdraw(known["case"], by=User.objects.get(pk=known["subject"]), reason="本人工作有变。", key="off")
    clock.advance(SECOND)
    return job_of(known, "record")


@after("called_off")
def off_end_due(known: Known) -> Known:
    """The record is issued; the case is to be closed as called off."""
    jobs.run(known["record_job"])
    clock.advance(SECOND)
    return job_of(known, "end")


# -- other cases ------------------------------------------------------------------------------------------------------


@after("nothing_open")
def consent(known: Known) -> Known:
    """The secretary asked for the member; he, or the secretary from paper, is to confirm."""
    member, home = Member.objects.get(pk=known["member"]), Organisation.objects.get(pk=known["home"])
    case = desk.opened(
        User.objects.get(pk=known["secretary"]), home, member, Organisation.objects.get(code=known["to"])
    )
    return {"case": case.pk} | come_to("consent", case)


@after("nothing_open")
def join_held(known: Known) -> Known:
    """Inside one committee: the new branch has taken the member in; the hold ends this moment, then the case closes."""
    member, home = Member.objects.get(pk=known["member"]), Organisation.objects.get(pk=known["home"])
    to = Organisation.objects.get(code="QH0102")
    case = desk.opened(User.objects.get(pk=known["subject"]), home, member, to)
    clock.advance(dt.timedelta(days=1))
    found = {"case": case.pk} | come_to("join", case)
    found["joiner"] = driving.actor_for(TaskAssignment.objects.get(public_id=found["join"])).pk
    return found | decided("join", known | found, "closing")


@after("approve")
def post_vacant(known: Known) -> Known:
    """The head left yesterday; his post is vacant."""
    return gone("head", known)


# -- words ------------------------------------------------------------------------------------------------------------


def gone(who: str, known: Known) -> Known:
    term = Appointment.objects.get(pk=known[f"{who}_term"])
    yesterday = clock.today() - dt.timedelta(days=1)
    posts.end_appointment(term, by=BY, last_day=yesterday, reason="离任")
    return {"moment": known["moment"]}


def case_of(known: Known) -> Case:
    return Case.objects.get(pk=known["case"])


def later(known: Known, seconds: float) -> str:
    return (dt.datetime.fromisoformat(known["moment"]) + dt.timedelta(seconds=seconds)).isoformat()


def come_to(step: str, case: Case) -> Known:
    turn = desk.until(case, step)
    clock.advance(desk.HOLD + SECOND)
    return {step: turn.public_id}


def turn_of(step: str, known: Known) -> Known:
    turn = TaskAssignment.objects.get(case_id=known["case"], step=step, closed_at__isnull=True)
    return {step: turn.public_id}


ACTORS = {
    "branch_check": "commissioner", "examine": "organiser", "approve": "head", "report": "receiver",
    "letter_back": "organiser", "join": "joiner",
}  # fmt: skip


def decided(step: str, known: Known, job: str) -> Known:
    """Let a turn be decided; the clock goes to the end of the hold."""
    turn = TaskAssignment.objects.select_related("task", "case").get(public_id=known[step])
    decision = desk.act(turn, User.objects.get(pk=known[ACTORS[step]]))
    found = {f"{step}_decision": decision.public_id, "moment": decision.held_until.isoformat()}
    be_at(decision.held_until)
    return found | (job_of(known, job) if job else {})


def job_of(known: Known, name: str) -> Known:
    return {f"{name}_job": Task.objects.get(process_id=known["case"], status="SCHEDULED").pk}


def run_one(known: Known) -> None:
    """Do the one job that is due, a second after the hold."""
    clock.advance(SECOND)
    assert jobs.run(Task.objects.get(process_id=known["case"], status="SCHEDULED").pk)
