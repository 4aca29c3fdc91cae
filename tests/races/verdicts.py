"""What is asked after every trial: where the cases stand, and everything that must never be."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import connection
from django.db.models import Count
from viewflow.workflow.models import Task

from audit import clock, journal
from documents.models import Letter, Paper, Serial
from registry.models import Appointment, Delegation, User
from workflows.engine import integrity, rounds
from workflows.engine.models import (
    Attachment,
    Case,
    Command,
    Copy,
    Decision,
    Delivery,
    Digest,
    Draft,
    Notice,
    NoticeChoice,
    Pause,
    Recusal,
    Reminder,
    Signer,
    Signing,
    TaskAssignment,
    Urge,
)
from workflows.engine.signing import Illegal, Result

OVER = ("DONE", "CANCELED")


def outcome(member: int) -> dict[str, Any]:
    """Where every case about a member stands, and the faults of the whole database."""
    cases = Case.objects.filter(subject_id=member).order_by("pk")
    return {"stands": "+".join(_stands(case) for case in cases), "faults": sorted(set(_faults()))}


def names(users: list[int]) -> dict[str, Any]:
    """The names of accounts, as a refusal would say them."""
    return {"names": [str(User.objects.get(pk=user).person) for user in users]}


def _stands(case: Case) -> str:
    open_now = Task.objects.filter(process_id=case.pk).exclude(status__in=OVER).order_by("pk")
    steps = "&".join(f"{task.flow_task.name}{_seats(task)}" for task in open_now)
    paused = " suspended" if case.pauses.filter(ended_at=None).exists() else ""
    return f"{case.outcome}{steps}{paused}" if case.closed_at else f"{steps or 'nowhere'}{paused}"


def _seats(task: Task) -> str:
    """How many have still to sign, where several do."""
    if not task.signings.exists():
        return ""
    return f"[{task.assignments.filter(closed_at=None).count()}]"


def _faults() -> Iterator[str]:
    for case in Case.objects.all():
        yield from _faults_of(case)
    yield from _doubled()
    yield from (fault["fault"] for fault in journal.verify().faults)
    # A vacant post is a fault the nightly check is right to find: that a term ended is what some of the races are about.
    held = list(Appointment.objects.filter(until=None).values_list("post_id", flat=True))
    Appointment.objects.filter(until__isnull=False).exclude(post_id__in=held).update(until=None)
    for fault in integrity.faults(clock.today()):
        yield " ".join(word for word in fault.split() if not any(letter.isdigit() for letter in word))


def _faults_of(case: Case) -> Iterator[str]:
    """One open task and no more while the case is open: a turn, a wait or a job; none afterwards."""
    tasks = list(Task.objects.filter(process_id=case.pk).exclude(status__in=OVER))
    if len(tasks) != (0 if case.closed_at else 1):
        yield f"{'a closed' if case.closed_at else 'an open'} case with {len(tasks)} open tasks"
    turns = set(case.assignments.filter(closed_at__isnull=True).values_list("task_id", flat=True))
    waits = set(case.waits.filter(ended_at__isnull=True).values_list("task_id", flat=True))
    if not turns | waits <= {task.pk for task in tasks}:
        yield "a turn or a wait is open, its task is not"
    for task in tasks:
        job = task.status == "SCHEDULED" and task.pk not in waits
        if job + (task.pk in turns) != 1 and task.pk not in waits:
            yield "an open task is neither a turn nor a wait nor a job"
        if job and not _queued(task.pk):
            yield "a job is not in the queue"
    yield from _unlike(case)


def _unlike(case: Case) -> Iterator[str]:
    """What the turns of a case say must be what its suspension and its rounds say."""
    paused = case.pauses.filter(ended_at=None).exists()
    if case.assignments.filter(closed_at=None, suspended_at__isnull=paused).exists():
        yield "a turn and its case do not agree on whether it is suspended"
    if paused and case.closed_at:
        yield "a closed case is suspended"
    aside = Recusal.objects.filter(case=case, ground=Recusal.Ground.INTEREST)
    if any(
        case.decisions.filter(person=found.person_id, at__gt=found.at, recalled_at=None).exists() for found in aside
    ):
        yield "who stands aside has decided"
    for signing in Signing.objects.filter(case=case).select_related("case"):
        yield from _round_faults(signing)


def _round_faults(signing: Signing) -> Iterator[str]:
    """The history of a round must be one that can be, and the rows must say what it comes to."""
    round_ = rounds.read(signing)
    if [event.number for event in round_.events] != list(range(1, len(round_.events) + 1)):
        yield "the history of a round is not one line"
        return
    try:
        state = round_.state
    except Illegal as illegal:
        yield f"a round whose history cannot be: {illegal.fault}"
        return
    seats = {number for number in round_.signers if round_.open_turn(number) is not None}
    if signing.is_open and (state.result is not Result.OPEN or seats != set(state.may_sign)):
        yield "a round that runs, and the turns of its seats, do not agree"
    if signing.result in set(Result) and state.result != signing.result:
        yield "a round has ended otherwise than its history"


def _queued(task_id: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM procrastinate_jobs WHERE args->>'task_id' = %s", [str(task_id)])
        return cursor.fetchone() is not None


def _doubled() -> Iterator[str]:
    """What there may be once only."""
    once: dict[str, tuple[Any, list[str]]] = {
        "decisions of one turn": (Decision.objects.all(), ["assignment_id"]),
        "turns of one task": (TaskAssignment.objects.filter(signer=None), ["task_id"]),
        "signatures of one seat": (TaskAssignment.objects.filter(signer__isnull=False, closed_how="decided"), ["signer_id"]),
        "open rounds of one step": (Signing.objects.filter(closed_at=None), ["case_id", "step"]),
        "open cases of a kind about one member": (Case.objects.filter(closed_at=None), ["process_name", "subject_id"]),
        "papers of one task": (Paper.objects.all(), ["task_id"]),
        "live letters of one member": (Letter.objects.filter(state__in=["issued", "in_transit", "reported"]), ["member_id"]),
        "serials with one number": (Serial.objects.all(), ["issuer_id", "series", "year", "running"]),
        "holders of a single post": (Appointment.objects.filter(single=True, until=None), ["post_id"]),
        "terms of one person in one post": (Appointment.objects.filter(until=None), ["post_id", "person_id"]),
        "commands of one key": (Command.objects.all(), ["key"]),
        "running suspensions of one case": (Pause.objects.filter(ended_at=None), ["case_id"]),
        "recusals of one person in a case": (Recusal.objects.all(), ["case_id", "person_id"]),
        "seats of one post in a round": (Signer.objects.all(), ["signing_id", "post_id"]),
        "delegations of a post between the same two": (Delegation.objects.filter(revoked_at=None), ["post_id", "giver_id", "proxy_id"]),
        "reminders of one stage": (Reminder.objects.all(), ["turn_id", "stage"]),
        "notices of one thing to one person": (Notice.objects.all(), ["person_id", "key"]),
        "messages of one notice": (Delivery.objects.filter(notice__isnull=False), ["notice_id", "channel"]),
        "summaries of one day": (Digest.objects.all(), ["person_id", "day"]),
        "askings for haste on one day": (Urge.objects.all(), ["case_id", "person_id", "on"]),
        "files with the same content": (Attachment.objects.filter(struck_at=None), ["case_id", "sha256"]),
        "copies to one post": (Copy.objects.all(), ["case_id", "post_id"]),
        "choices of one person": (NoticeChoice.objects.all(), ["person_id"]),
        "accounts of one person": (User.objects.filter(person__isnull=False), ["person_id"]),
        "drafts of one author of one turn": (Draft.objects.filter(assignment__isnull=False), ["by_id", "assignment_id"]),
    }  # fmt: skip
    for what, (rows, by) in once.items():
        if rows.order_by().values(*by).annotate(n=Count("pk")).filter(n__gt=1).exists():
            yield f"two {what}"
    if any(_has_left(task) for task in Task.objects.filter(assignments__decision__recalled_at__isnull=False)):
        yield "something was carried out for a decision that was taken back"
    if TaskAssignment.objects.filter(closed_how="recalled", told_at__isnull=False, signer=None).exists():
        yield "somebody was told of a turn that was taken back"
    if any(_circle(found) for found in Delegation.objects.filter(revoked_at=None)):
        yield "delegations that go round in a circle"
    if Attachment.objects.filter(struck_at=None).values("case").annotate(n=Count("pk")).filter(n__gt=30).exists():
        yield "more files than a case may have"
    reserved = Paper.objects.filter(state=Paper.State.RESERVED).values("task_id")
    if Task.objects.filter(pk__in=reserved, status="CANCELED").exists():
        yield "a number was taken for a paper that will never be issued"


def _has_left(task: Task) -> bool:
    """True if a job that follows a task at once, or behind a fork, was done."""
    following = list(Task.objects.filter(previous=task))
    forks = [found for found in following if found.flow_task_type == "IF"]
    done = any(found.flow_task_type in ("JOB", "END") and found.status == "DONE" for found in following)
    return done or any(_has_left(fork) for fork in forks)


def _circle(given: Delegation) -> bool:
    """True if a post comes back to somebody who has passed it on."""
    seen, now = {given.giver_id}, {given.proxy_id}
    while now - seen:
        seen |= now
        now = set(
            Delegation.objects.filter(post=given.post_id, revoked_at=None, giver_id__in=now).values_list(
                "proxy_id", flat=True
            )
        )
        if given.giver_id in now:
            return True
    return False
