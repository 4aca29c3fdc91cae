"""Lists of turns and cases are read by index; who may see a case stands in the case, whoever writes what."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet
from viewflow.workflow.models import Task

from audit import clock
from config.demo.building import DEMO, Demo
from documents import rendering
from registry import posts
from registry.access import Viewer, viewer_of
from registry.models import Member, Organisation, Post, Role, User
from tests import desk
from workflows.engine import access, inbox
from workflows.engine.models import Case, Involvement, TaskAssignment


def plan_of(rows: QuerySet[Any, Any], *, sorting: bool = True) -> str:
    """How the database would find rows if walking through a whole table, or sorting, were not to be had."""
    sql, values = rows.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"SET LOCAL enable_sort = {'on' if sorting else 'off'}")
        cursor.execute(f"EXPLAIN {sql}", values)
        return "\n".join(row[0] for row in cursor.fetchall())


@pytest.fixture
def seer(superior: User) -> Viewer:
    return viewer_of(superior, clock.today())


@pytest.fixture
def crowd(world: Demo, secretary: User, ordinary_member: Member) -> None:
    """Turns of every post, one in twenty open: reading all the open ones or all of a post is not the shortest way."""
    case = desk.opened(secretary, world.organisations["QH0101"], ordinary_member, world.organisations["HK0101"])
    turn = desk.the_turn(case)
    held = list(Post.objects.values_list("pk", flat=True)) * 20
    tasks = Task.objects.bulk_create(
        Task(process_id=case.pk, flow_task=turn.task.flow_task, flow_task_type="HUMAN") for _post in held
    )
    TaskAssignment.objects.bulk_create(
        TaskAssignment(
            task=task, case=case, process_name="transfer", step="approve", post_id=post, opened_at=clock.now(),
            visible_from=clock.now(), due_on=clock.today(), closed_at=clock.now() if number >= len(held) // 20 else None,
        )
        for number, (task, post) in enumerate(zip(tasks, held, strict=True))
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE workflows_taskassignment")


@pytest.mark.usefixtures("crowd")
def test_an_inbox_and_its_badge_are_read_from_the_open_turns_of_posts_and_person(seer: Viewer) -> None:
    turns = inbox.open_turns(seer)
    for rows in (turns, turns.values_list("pk", "process_name", "due_on")[:1001], turns.order_by()[:100]):
        plan = plan_of(rows)
        assert "inbox_of_a_post" in plan
        assert "inbox_of_a_person" in plan


COPIES = """
WITH copied AS (
    INSERT INTO viewflow_process (flow_class, status, created, data)
    SELECT flow_class, status, created, data FROM viewflow_process, generate_series(1, 3000) WHERE id = %(case)s RETURNING id
)
INSERT INTO workflows_case (process_ptr_id, reference, process_name, opened_at, opened_on, pack, pack_version, outcome,
    closed_at, opened_by_id, opener_id, organisation_id, subject_id, seen_from)
SELECT copied.id, 'X' || copied.id, process_name, opened_at + copied.id * interval '1 minute', opened_on, pack, pack_version,
    CASE copied.id %% 50 WHEN 1 THEN 'refused' ELSE 'closed' END, opened_at,
    opened_by_id, (SELECT id FROM registry_person OFFSET copied.id %% 200 LIMIT 1), organisation_id,
    (SELECT id FROM registry_member OFFSET copied.id %% 200 LIMIT 1), ARRAY[1000 + copied.id %% 300]
FROM copied, workflows_case c WHERE c.process_ptr_id = %(case)s
"""


@pytest.fixture
def many(world: Demo, secretary: User, ordinary_member: Member) -> None:
    """One open case and thousands of closed ones, so that reading them all is not the shortest way to a few."""
    case = desk.opened(secretary, world.organisations["QH0101"], ordinary_member, world.organisations["HK0101"])
    with connection.cursor() as cursor:
        cursor.execute(COPIES, {"case": case.pk})
        cursor.execute("ANALYZE workflows_case, viewflow_process")


@pytest.mark.usefixtures("many")
def test_cases_are_found_by_where_they_are_seen_from(seer: Viewer) -> None:
    plan = plan_of(access.cases_for(seer).values_list("pk"))
    for index in ("case_seen_from", "workflows_case_subject_id", "workflows_case_opener_id"):
        assert index in plan


@pytest.mark.usefixtures("many")
@pytest.mark.parametrize(
    ("narrowed", "index"),
    [
        ({}, "case_newest"),
        ({"closed_at__isnull": True}, "case_newest_open"),
        ({"closed_at__isnull": False}, "case_newest_closed"),
        ({"closed_at__isnull": False, "outcome": "refused"}, "case_by_outcome"),
    ],
)
def test_the_newest_cases_are_walked_in_their_order(narrowed: dict[str, Any], index: str) -> None:
    plan = plan_of(Case.objects.filter(**narrowed).order_by("-opened_at", "-pk").values_list("pk")[:50], sorting=False)
    assert f"using {index} on" in plan
    assert "Sort" not in plan


# -- who may see a case -----------------------------------------------------------------------------------------------


@pytest.fixture
def opened(world: Demo, secretary: User, ordinary_member: Member) -> Case:
    """Asked for in 锦江社区; the other side has no part yet."""
    case = desk.opened(secretary, world.organisations["QH0101"], ordinary_member, world.organisations["HK0101"])
    case.refresh_from_db()
    return case


@pytest.fixture
def sent(opened: Case, monkeypatch: pytest.MonkeyPatch) -> Case:
    """The letter is on its way to the committee in the other county."""
    monkeypatch.setattr(rendering, "typeset", desk.tiny_paper)
    desk.until(opened, "report")
    opened.refresh_from_db()
    return opened


def above(world: Demo, *codes: str) -> list[int]:
    return sorted(world.organisations[code].pk for code in codes)


def test_a_case_is_seen_from_those_involved_and_all_above_them(world: Demo, opened: Case) -> None:
    assert opened.seen_from == above(world, "QH0101", "QH01", "QH", "YL")


def test_whoever_gets_a_part_sees_it_from_then_on(world: Demo, sent: Case) -> None:
    assert sent.seen_from == above(world, "QH0101", "QH01", "QH", "HK01", "HK", "YL")
    lineages = Involvement.objects.filter(case=sent).values_list("organisation__lineage", flat=True)
    assert sent.seen_from == sorted({pk for lineage in lineages for pk in lineage})


def test_what_a_copy_in_memory_holds_is_never_written(opened: Case) -> None:
    right = list(opened.seen_from)
    opened.seen_from = []
    opened.save()
    Case.objects.filter(pk=opened.pk).update(seen_from=[1, 2, 3])
    opened.refresh_from_db()
    assert opened.seen_from == right


def test_an_involvement_that_ends_ends_the_sight(world: Demo, sent: Case) -> None:
    Involvement.objects.filter(case=sent, organisation=world.organisations["HK01"]).delete()
    sent.refresh_from_db()
    assert sent.seen_from == above(world, "QH0101", "QH01", "QH", "YL")


def test_an_organisation_that_moves_takes_its_cases_along(world: Demo, opened: Case) -> None:
    branch, committee = world.organisations["QH0101"], world.organisations["HK02"]
    Organisation.objects.filter(pk=branch.pk).update(parent=committee, lineage=[*committee.lineage, branch.pk])
    opened.refresh_from_db()
    assert opened.seen_from == above(world, "QH0101", "HK02", "HK", "YL")


def test_the_tops_of_a_viewer_are_the_topmost_only(world: Demo, superior: User) -> None:
    """A post in a branch below adds nothing to one in its committee; one beside it does."""
    for code in ("QH0102", "HK0103"):
        post = posts.create_post(world.organisations[code], Role.AUDITOR, by=DEMO)
        posts.appoint(post, superior.person, by=DEMO, since=clock.today())
    assert sorted(viewer_of(superior, clock.today()).roots) == above(world, "QH01", "HK0103")
