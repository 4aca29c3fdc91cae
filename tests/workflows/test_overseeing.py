"""Who oversees what: heads and organisers above a branch, also through a proxy; nobody else."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.db.models import F, QuerySet

from audit import clock, journal
from config.demo.building import Demo
from documents.models import Letter
from registry import posts
from registry.access import viewer_of
from registry.models import Member, Role, User
from registry.models.members import ON_THE_ROLL
from tests import desk
from tests.workflows.deputing import give
from tests.workflows.parts import post_of
from workflows.engine import overseeing
from workflows.engine.models import Case, TaskAssignment
from workflows.engine.overseeing import Span, span_of

BY = journal.system("test")
DAY = dt.timedelta(days=1)


def span(user: User) -> Span | None:
    return span_of(viewer_of(user, clock.today()))


def codes(found: Span | None) -> tuple[list[str], dict[str, list[str]]] | None:
    if found is None:
        return None
    return [o.code for o in found.own], {name: [o.code for o in places] for name, places in found.cases.items()}


@pytest.mark.parametrize(
    ("code", "role", "found"),
    [
        ("QH0101", Role.SECRETARY, False),
        ("QH01", Role.SECRETARY, True),
        ("QH01", Role.ORGANISER, True),
        ("QH", Role.ORGANISER, True),
        ("YL", Role.REGISTRAR, False),
        ("YL", Role.AUDITOR, False),
    ],
)
def test_who_oversees_something(world: Demo, code: str, role: str, found: bool) -> None:
    assert codes(span(world.holder(code, role))) == (([code], {"": [code]}) if found else None)


def test_a_member_without_posts_oversees_nothing(ordinary_member: Member) -> None:
    assert span(ordinary_member.person.user) is None


def test_only_the_topmost_of_several_posts_counts(world: Demo) -> None:
    user = world.holder("QH", Role.ORGANISER)
    post = posts.create_post(world.organisations["QH02"], Role.ORGANISER, title="兼职组织员", by=BY)
    posts.appoint(post, user.person, by=BY, since=clock.today())
    assert codes(span(user)) == (["QH"], {"": ["QH"]})


def test_it_ends_with_the_term(superior: User) -> None:
    posts.end_appointment(superior.person.appointments.get(), by=BY, last_day=clock.today(), reason="离任")
    assert span(superior) is not None
    clock.advance(DAY)
    assert span(superior) is None


def test_a_proxy_oversees_cases_not_registers(superior: User, sister: User) -> None:
    give(post_of(superior), superior, sister)
    assert codes(span(sister)) == ([], {"": ["QH01"]})


@pytest.mark.parametrize(("process", "many"), [("instruction", 0), ("transfer", 1)])
def test_a_proxy_for_a_kind_of_case_oversees_that_kind_only(
    check: TaskAssignment, superior: User, sister: User, process: str, many: int
) -> None:
    give(post_of(superior), superior, sister, processes=[process])
    found = span(sister)
    assert codes(found) == ([], {process: ["QH01"]})
    assert found is not None
    assert len(overseeing.waiting_in(found)) == many


def test_four_people_see_what_is_overdue(
    check: TaskAssignment, world: Demo, superior: User, sister: User, outsider: User
) -> None:
    """Below me, yes; the peer in a sister branch heads nothing; a committee in the other county sees its own."""
    clock.travel_to(check.due_on + DAY)
    other = world.holder("HK01", Role.SECRETARY)
    seen = {
        user: list(overseeing.overdue_in(found)) if (found := span(user)) else None
        for user in (superior, sister, outsider, other)
    }
    assert seen == {superior: [check], sister: None, outsider: None, other: []}


def test_a_letter_run_out_is_listed_until_it_is_accepted_or_void(
    check: TaskAssignment, world: Demo, superior: User
) -> None:
    desk.until(check.case, "report")
    letter = Letter.objects.get()
    receiver = world.holder("HK01", Role.SECRETARY)

    def listed(user: User) -> list[Letter]:
        found = span(user)
        assert found is not None
        return list(overseeing.not_taken_in(found))

    clock.travel_to(letter.valid_until)
    assert listed(superior) == []
    clock.advance(DAY)
    assert listed(superior) == listed(receiver) == [letter]
    assert listed(world.holder("QH02", Role.SECRETARY)) == []
    for state, found in (("reported", [letter]), ("expired", [letter]), ("accepted", []), ("void", [])):
        Letter.objects.filter(pk=letter.pk).update(state=state)
        assert listed(superior) == found, state


def test_a_vacant_post_that_blocks(check: TaskAssignment, superior: User) -> None:
    found = span(superior)
    assert found is not None
    assert list(overseeing.blocked_in(found)) == []
    posts.end_appointment(check.post.appointments.get(), by=BY, last_day=clock.today() - DAY, reason="离任")
    assert list(overseeing.blocked_in(found)) == [check.post]
    TaskAssignment.objects.filter(pk=check.pk).update(closed_at=clock.now(), closed_how="moved")
    assert list(overseeing.blocked_in(found)) == []


# -- by index ---------------------------------------------------------------------------------------------------------------


LATE = {"closed_how": "decided", "closed_at__date__gt": F("due_on"), "closed_at__gte": clock.now()}
WAITING = {"closed_at": None, "suspended_at": None, "due_on__lt": dt.date(2026, 11, 24)}
LIVE = {"state__in": [*Letter.LIVE, "expired"], "valid_until__lt": dt.date(2026, 11, 24)}
ROLL = {"standing__in": ON_THE_ROLL, "dues_paid_until__lt": dt.date(2026, 10, 1)}


@pytest.mark.parametrize(
    ("rows", "index"),
    [
        (TaskAssignment.objects.filter(**WAITING).order_by("due_on", "pk"), "open_turns_by_due"),
        (TaskAssignment.objects.filter(**LATE).order_by("closed_at"), "decided_late"),
        (Member.objects.filter(**ROLL).order_by("dues_paid_until", "pk"), "members_by_dues"),
        (Letter.objects.filter(**LIVE).order_by("valid_until", "pk"), "letters_not_taken_in"),
        (Case.objects.filter(closed_at__gte=clock.now()).order_by("closed_at"), "case_by_end"),
    ],
)
def test_the_first_of_each_list_are_walked_by_index(db: None, rows: QuerySet[Any], index: str) -> None:
    """Whoever stands above everything reads the first few and stops."""
    sql, values = rows.values_list("pk")[:100].query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_sort = off")
        cursor.execute(f"EXPLAIN {sql}", values)
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert index in plan
