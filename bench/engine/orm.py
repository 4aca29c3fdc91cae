"""Plain Django ORM writing the same rows as the product, as one would without an engine."""

from __future__ import annotations

import datetime as dt
import json
import secrets
from typing import Any

from django.db import transaction
from procrastinate.contrib.django import app
from viewflow.workflow.models import Task

from audit import journal
from bench.engine.contestants import NOTE, Contestant, World, close_case
from bench.engine.course import ARTICLE, OPINION, STEPS, FiveApprovals
from registry import secrecy
from registry.calendar import the_calendar
from registry.models import Appointment, Member, Post
from workflows.engine.models import Case, Command, Decision, Involvement, TaskAssignment

HOLD, TERM = dt.timedelta(), 3  # nothing waits for an undo here, see ``without_hold``
ROLES = ("organisation_commissioner", "organiser", "deputy_secretary", "secretary", "department_head")


class Plain:
    """One case, model by model."""

    def __init__(self, world: World, member: Member) -> None:
        self.world, self.member = world, member
        chain = world.branch.lineage
        self.at = [chain[-1], *[chain[-2]] * 3, chain[-3]]

    def open(self) -> Case:
        """Open the case."""
        by, now = self.world.opener, dt.datetime.now(dt.UTC)
        with transaction.atomic():
            Appointment.objects.on(now.date()).get(person_id=by.person_id, post__organisation=self.world.branch, post__role="secretary")  # fmt: skip
            case = Case.objects.create(
                flow_class=FiveApprovals, process_name="five_approvals", organisation=self.world.branch, subject=self.member,
                opened_by=by, opener=by.person, opened_at=now, opened_on=now.date(), pack="cn_2026", pack_version="1",
                data={"request": {"member": self.member.public_id, "note": NOTE}},
            )  # fmt: skip
            journal.write(case.stream, "case.opened", by=by.actor, article=ARTICLE, facts={"process": "five_approvals"})
            Command.objects.create(key=secrets.token_hex(8), by=by, name="open", target="five_approvals", result={"case": case.reference}, at=now)  # fmt: skip
            start = self.task(case, FiveApprovals.start, None, status="DONE", started=now, finished=now)
            self.turn(case, start, 0, now)
        return case

    def task(self, case: Case, node: Any, previous: Task | None, **more: Any) -> Task:
        """A task and its link."""
        task = Task.objects.create(flow_task=node, process=case, **more)
        if previous is not None:
            task.previous.add(previous)
        return task

    def turn(self, case: Case, previous: Task, number: int, now: dt.datetime) -> None:
        """The next turn."""
        held = Appointment.objects.on(now.date()).values("post_id")
        post = Post.objects.select_related("organisation").filter(organisation_id=self.at[number], role=ROLES[number], pk__in=held).first()  # fmt: skip
        assert post is not None
        calendar = the_calendar(now.date())
        due = calendar.after(now.date(), TERM)
        TaskAssignment.objects.create(
            task=self.task(case, getattr(FiveApprovals, STEPS[number]), previous), case=case, process_name="five_approvals",
            step=STEPS[number], post=post, why=[["It falls to the post: %(post)s.", {"post": str(post)}]], opened_at=now,
            visible_from=now + HOLD, due_on=due, due_provisional=calendar.is_provisional(due),
        )  # fmt: skip
        Involvement.objects.get_or_create(case=case, organisation_id=post.organisation_id)

    def seen(self, case: Case) -> tuple[int, Any]:
        """What the next person sees."""
        turn = TaskAssignment.objects.get(case_id=case.pk, closed_at__isnull=True)
        return turn.pk, self.world.holders[turn.post_id]

    def approve(self, case: Case, seen: tuple[int, Any]) -> None:
        """One approval."""
        (turn_id, by), now = seen, dt.datetime.now(dt.UTC)
        with transaction.atomic():
            turn = TaskAssignment.objects.select_related("task", "post__organisation").get(pk=turn_id, closed_at=None)
            held = Appointment.objects.select_for_update(of=("self",)).on(now.date()).get(person_id=by.person_id, post_id=turn.post_id)  # fmt: skip
            case = Case.objects.select_for_update(of=("self",)).select_related("subject__person").get(pk=turn.case_id)
            answers = {"outcome": "agree", "opinion": OPINION}
            decision = Decision.objects.create(
                assignment=turn, case=case, step=turn.step, kind="approve", outcome="agree", answers=answers, by=by,
                person=by.person, appointment=held, as_whom=str(turn.post), at=now, on=now.date(), held_until=now + HOLD,
                opener_id=case.opener_id, subject_person_id=case.member.person_id,
            )  # fmt: skip
            turn.closed_at, turn.closed_how = now, "decided"
            turn.save(update_fields=["closed_at", "closed_how"])
            journal.write(case.stream, "step.decided", by=by.actor, article=ARTICLE, facts={"decision": decision.public_id}, words={"answers": answers})  # fmt: skip
            Command.objects.create(key=secrets.token_hex(8), by=by, name="decide", target=turn.public_id, result={"decision": decision.public_id}, at=now)  # fmt: skip
            task = turn.task
            task.status, task.started, task.finished, task.data = "DONE", now, now, {"outcome": "agree"}
            task.save(update_fields=["status", "started", "finished", "data"])
            number = STEPS.index(turn.step) + 1
            if number < len(STEPS):
                self.turn(case, task, number, now)
            else:
                self.paper(case, task, now)

    def paper(self, case: Case, last: Task, now: dt.datetime) -> None:
        """The task that issues the paper, and its job."""
        task = self.task(case, FiveApprovals.paper, last, status="SCHEDULED", scheduled=now + HOLD)
        facts = {"name": case.member.person.name, "note": case.data["request"]["note"], "opinion": OPINION, "date": str(now.date())}  # fmt: skip
        task.data = {"facts": secrecy.seal(json.dumps(facts, ensure_ascii=False), context=f"task:{task.pk}")}
        task.save(update_fields=["data"])
        app.configure_task("workflows.run_task", schedule_at=task.scheduled).defer(task_id=task.pk)


def plain_orm(world: World, member: Member) -> Contestant:
    """What one would write without an engine."""
    plain = Plain(world, member)
    about = "models one by one, the same rows as ours"
    return Contestant("plain ORM", about, plain.open, plain.seen, plain.approve, close_case)
