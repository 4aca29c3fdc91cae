"""What the worker does: after the hold, under the lock, once; a worker killed in between changes nothing."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob
from viewflow.workflow.models import Task

from audit import clock, journal
from config.demo.building import Demo
from documents import archive, issuing, numbering
from documents.models import Counter, Letter, Paper, Serial
from registry import members
from registry.models import Member, User
from tests import desk
from workflows.engine import integrity, jobs, nodes
from workflows.engine.models import Case, TaskAssignment


class Killed(BaseException):
    """The worker died here."""


@pytest.fixture
def letter_task(approval: TaskAssignment) -> Task:
    """The job that issues a letter, its hold over."""
    desk.act(approval)
    clock.advance(desk.HOLD + dt.timedelta(seconds=1))
    (task,) = jobs.due_tasks()
    return Task.objects.get(pk=task)


def letters(task: Task) -> list[tuple[str, str]]:
    return list(Paper.objects.filter(task_id=task.pk).values_list("number", "state"))


def test_a_job_is_written_with_its_decision(approval: TaskAssignment) -> None:
    """Rolled back with it, due when its hold is over, naming nothing but a task."""
    before = ProcrastinateJob.objects.count()
    with pytest.raises(Killed), transaction.atomic():
        desk.act(approval)
        raise Killed
    assert ProcrastinateJob.objects.count() == before
    decision = desk.act(desk.the_turn(approval.case))
    job = ProcrastinateJob.objects.latest("id")
    task = Task.objects.get(process_id=approval.case_id, status="SCHEDULED")
    assert (job.task_name, job.args) == ("workflows.run_task", {"task_id": task.pk})
    assert job.scheduled_at == task.scheduled == decision.held_until


def test_the_facts_of_a_paper_wait_sealed(letter_task: Task, ordinary_member: Member) -> None:
    stored = str(letter_task.data)
    assert ordinary_member.person.name not in stored
    assert ordinary_member.person.id_number() not in stored


def test_done_twice_is_one_paper_with_one_number(letter_task: Task) -> None:
    assert jobs.run(letter_task.pk) is True
    before = desk.state()
    assert jobs.run(letter_task.pk) is False
    jobs.run_task(letter_task.pk)
    assert desk.state() == before
    assert letters(letter_task) == [("2026-QH01-0001", "issued")]
    assert Letter.objects.count() == 1


@pytest.mark.parametrize(
    ("module", "name", "kept"),
    [
        (numbering.Serial.objects, "create", []),
        (issuing, "typeset", [("2026-QH01-0001", "reserved")]),
        (archive, "store", [("2026-QH01-0001", "reserved")]),
        (journal, "write", [("2026-QH01-0001", "reserved")]),
        (nodes, "finish", [("2026-QH01-0001", "reserved")]),
    ],
    ids=["while numbering", "while typesetting", "while filing", "while journaling", "before the last commit"],
)
def test_a_worker_killed_at_any_point_is_made_good(
    letter_task: Task, monkeypatch: pytest.MonkeyPatch, module: Any, name: str, kept: list[tuple[str, str]]
) -> None:
    """Whatever was committed, the next worker issues the same number, once."""

    def die(*args: Any, **kwargs: Any) -> Any:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(module, name, die)
        with pytest.raises(Killed), transaction.atomic():
            jobs.run(letter_task.pk)
    assert letters(letter_task) == []
    with monkeypatch.context() as patch:
        patch.setattr(module, name, die)
        with pytest.raises(Killed):
            jobs.run(letter_task.pk)
    assert letters(letter_task) == kept
    assert Task.objects.get(pk=letter_task.pk).status == "SCHEDULED"
    assert jobs.run(letter_task.pk) is True
    assert letters(letter_task) == [("2026-QH01-0001", "issued")]
    assert (Serial.objects.filter(series="letter").count(), Letter.objects.count()) == (1, 1)
    assert list(integrity.gaps()) == []


def test_a_killed_worker_leaves_the_frozen_facts(
    letter_task: Task, monkeypatch: pytest.MonkeyPatch, ordinary_member: Member
) -> None:
    """The register changes after the number was taken: the paper says what was decided."""
    with monkeypatch.context() as patch:
        patch.setattr(issuing, "typeset", lambda paper: (_ for _ in ()).throw(Killed))
        with pytest.raises(Killed):
            jobs.run(letter_task.pk)
    name = ordinary_member.person.name
    ordinary_member.person.name = "改了名"
    ordinary_member.person.save(update_fields=["name"])
    jobs.run(letter_task.pk)
    paper = Paper.objects.get(task_id=letter_task.pk)
    assert issuing.facts_of(paper)["name"] == name


def test_the_bytes_in_the_archive_are_those_of_the_row(letter_task: Task) -> None:
    jobs.run(letter_task.pk)
    paper = Paper.objects.get(task_id=letter_task.pk)
    assert (len(archive.fetch(paper.sha256)), paper.pages) == (paper.size, 1)
    entry = next(e for e in journal.entries_of(Case.objects.get(pk=letter_task.process_id).stream)[::-1] if e.act == "paper.issued")  # fmt: skip
    assert (entry.facts["sha256"], entry.facts["number"]) == (paper.sha256, "2026-QH01-0001")


def test_an_effect_that_fails_changes_nothing_and_is_tried_again(
    case: Case, monkeypatch: pytest.MonkeyPatch, ordinary_member: Member
) -> None:
    """The home would have moved, then the letter's register fails: neither stands, the task waits."""
    from documents import letters as register

    desk.act(desk.until(case, "accept"))
    clock.advance(desk.HOLD + dt.timedelta(seconds=1))
    (task,) = jobs.due_tasks()
    before = desk.state()
    with monkeypatch.context() as patch:
        patch.setattr(register, "move", lambda *args, **kwargs: (_ for _ in ()).throw(ValueError("no")))
        for _attempt in range(2):
            with pytest.raises(ValueError, match="no"):
                jobs.run_task(task)
    assert desk.state() == before
    assert Task.objects.get(pk=task).status == "SCHEDULED"
    assert "_exception" not in Task.objects.get(pk=task).data
    assert members.home_of(ordinary_member, clock.today()).code == "QH0101"
    assert jobs.run(task) is True
    assert members.home_of(ordinary_member, clock.today()).code == "HK0102"


def test_a_worker_whose_clock_is_behind_tries_again(approval: TaskAssignment) -> None:
    """The queue goes by the clock of the database; doing nothing would lose the job for ever."""
    desk.act(approval)
    task = Task.objects.get(process_id=approval.case_id, status="SCHEDULED")
    before = desk.state()
    with pytest.raises(jobs.TooEarly):
        jobs.run_task(task.pk)
    assert desk.state() == before
    desk.settle()
    assert Task.objects.get(pk=task.pk).status == "DONE"
    jobs.run_task(task.pk)


def test_a_closed_case_stays_closed(case: Case, secretary: User) -> None:
    desk.until(case, "file")
    desk.act(desk.the_turn(case))
    desk.settle()
    closed = Case.objects.get(pk=case.pk)
    assert (closed.outcome, closed.status, closed.finished is not None) == ("closed", "DONE", True)
    before = desk.state()
    for task in Task.objects.filter(process_id=case.pk):
        if task.flow_task.task_type in ("JOB", "END"):
            assert jobs.run(task.pk) is False
    assert desk.state() == before
    assert [e.act for e in journal.entries_of(case.stream)].count("case.closed") == 1


def test_the_counter_and_the_serials_agree(world: Demo, case: Case) -> None:
    desk.until(case, "report")
    counted = {(c.issuer.code, c.series, c.year): c.last for c in Counter.objects.select_related("issuer")}
    assert counted == {("QH0101", "register", 2026): 2, ("QH01", "letter", 2026): 1}
    assert list(integrity.faults(clock.today())) == []
