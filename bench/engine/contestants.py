"""Who is measured: each opens a case, and approves it five times; what a person would have read before is not timed."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any
from unittest.mock import patch

from django.db import connection
from viewflow.workflow.models import Task

from bench.engine.course import OPINION, STEPS, FiveApprovals, Stock, StockLocked
from registry.models import Appointment, Member, Organisation, Role, User
from workflows.engine import deciding, opening
from workflows.engine.models import TaskAssignment
from workflows.policy import loading

NOTE = "因工作需要，请予批准。"


@contextmanager
def without_hold() -> Iterator[None]:
    """The packs with no time to undo in: a turn is somebody's at once, as in every other contestant."""
    packs = {
        key: replace(pack, desk=replace(pack.desk, undo_seconds=replace(pack.desk.undo_seconds, value=0)))
        for key, pack in loading.packs().items()
    }
    with patch.object(loading, "packs", lambda: packs):
        yield


@dataclass
class World:
    """Who there is: the branch, who opens, who holds each of the five posts, the members cases are about."""

    branch: Organisation
    opener: User
    holders: dict[int, User]
    owners: dict[str, User]
    members: list[Member] = field(default_factory=list)


@dataclass
class Contestant:
    """One way to run the case. ``seen`` finds what the next person sees, ``approve`` acts on it; ``over`` tidies up."""

    name: str
    about: str
    open: Callable[[], Any]
    seen: Callable[[Any], Any]
    approve: Callable[[Any, Any], None]
    over: Callable[[Any], None] = lambda case: None
    # Statements of contestants that go past Django, which counts the others.
    counted: Callable[[], int] = lambda: 0


def world_of(organisations: dict[str, Organisation], day: Any) -> World:
    """The world of the benchmark in a demo register."""
    places = [("QH0101", Role.ORGANISATION_COMMISSIONER), ("QH01", Role.ORGANISER), ("QH01", Role.DEPUTY_SECRETARY), ("QH01", Role.SECRETARY), ("QH", Role.DEPARTMENT_HEAD)]  # fmt: skip
    held = Appointment.objects.on(day).select_related("post__organisation", "person__user")
    by_place = {(a.post.organisation.code, a.post.role): a for a in held}
    # A page has read its user with the person behind it before anything is decided.
    users = {pk: User.objects.select_related("person").get(person_id=pk) for pk in {a.person_id for a in held} if User.objects.filter(person_id=pk).exists()}  # fmt: skip
    asked = [by_place[place] for place in places]
    free = Member.objects.filter(affiliations__organisation__code="QH0101", standing="full", person__appointments=None)
    return World(
        branch=organisations["QH0101"],
        opener=users[by_place["QH0101", Role.SECRETARY].person_id],
        holders={a.post_id: users[a.person_id] for a in asked},
        owners={step: users[a.person_id] for step, a in zip(STEPS, asked, strict=True)},
        members=list(free.select_related("person").order_by("pk")),
    )


def ours(world: World, member: Member) -> Contestant:
    """The product: routing, rights, form, guard, assignment, decision, journal, command, job of the paper."""

    def start() -> Any:
        data = {"member": member.public_id, "note": NOTE}
        world.branch.__dict__.pop("_superiors", None)  # a page has read its organisation anew
        return opening.open_case(
            FiveApprovals, by=world.opener, organisation=world.branch, data=data, key=secrets.token_hex(8)
        )

    def seen(case: Any) -> tuple[str, User]:
        turn = TaskAssignment.objects.get(case_id=case.pk, closed_at__isnull=True)
        return turn.public_id, world.holders[turn.post_id]

    def approve(case: Any, seen: Any) -> None:
        data = {"outcome": "agree", "opinion": OPINION}
        deciding.decide(seen[0], by=seen[1], data=data, key=secrets.token_hex(8))

    return Contestant("ours", "opening.open_case and deciding.decide", start, seen, approve, close_case)


def close_case(case: Any) -> None:
    """Let the next round open a case about the same member."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE workflows_case SET closed_at = now(), outcome = 'measured' WHERE process_ptr_id = %s", [case.pk]
        )


def stock(world: World, *, locked: bool) -> Contestant:
    """Stock viewflow 2.4: its rows only; each task is assigned beforehand, as nobody is looked for."""
    flow_class = StockLocked if locked else Stock
    Stock.owners = world.owners

    def start() -> Any:
        return flow_class.start.run(_process_data={"note": NOTE})

    def seen(process: Any) -> int:
        return Task.objects.filter(process_id=process.pk, status="ASSIGNED").values_list("pk", flat=True).get()

    def approve(process: Any, pk: int) -> None:
        task = Task.objects.get(pk=pk)
        with task.activation() as activation:
            activation.start(None)
            activation.process.data[activation.task.flow_task.name] = {"outcome": "agree", "opinion": OPINION}
            activation.process.save()
            activation.execute()

    name, about = (
        ("stock viewflow, row lock", "SelectForUpdateLock") if locked else ("stock viewflow", "its default lock")
    )
    return Contestant(name, f"its own activations and rows, {about}", start, seen, approve)
