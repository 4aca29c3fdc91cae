"""Proxies are told what the holder is told, away or not: of tasks, reminders, escalations, haste, copies, comments; once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from django.utils import translation

from audit import clock
from registry.models import Member, User
from tests import desk
from tests.workflows.deputing import DAY, give, seen, take_over
from tests.workflows.parts import copied, post_of, said, told
from workflows.engine import able, collecting, deputies, inbox, moving
from workflows.engine.models import Case, Notice, TaskAssignment
from workflows.engine.reminding import remind
from workflows.engine.urging import may_urge, urge

pytestmark = pytest.mark.usefixtures("still")


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


def persons(*users: User) -> set[int]:
    return {user.person_id or 0 for user in users}


def told_of(turn: TaskAssignment) -> list[int]:
    """Who was told, each time, of a turn."""
    return sorted(Notice.objects.filter(turn=turn).values_list("person_id", flat=True))


# -- of a task ------------------------------------------------------------------------------------------------------------


def test_holder_and_proxy_are_told_of_a_new_task_once(
    check: TaskAssignment, commissioner: User, sister: User, outsider: User
) -> None:
    """And whoever the proxy has passed it on to; nobody else."""
    give(check.post, commissioner, sister)
    give(check.post, sister, outsider, days=3)
    assert collecting.collect() == 1
    assert told_of(check) == sorted(persons(commissioner, sister, outsider))
    before = desk.state()
    assert collecting.collect() == 0
    assert desk.state() == before


def test_who_is_a_proxy_in_two_ways_is_told_once(
    check: TaskAssignment, commissioner: User, secretary: User, sister: User
) -> None:
    give(check.post, commissioner, sister)
    give(check.post, commissioner, secretary)
    give(check.post, secretary, sister, days=3)
    collecting.collect()
    assert told_of(check) == sorted(persons(commissioner, secretary, sister))


@pytest.mark.parametrize(("days", "is_told"), [(-1, False), (0, True), (2, True), (3, False)])
def test_the_day_before_the_first_the_last_and_the_day_after(
    check: TaskAssignment, commissioner: User, sister: User, days: int, is_told: bool
) -> None:
    first = clock.today() + 5 * DAY
    give(check.post, commissioner, sister, since=first, until=first + 2 * DAY)
    clock.travel_to(first + days * DAY)
    collecting.collect()
    assert told_of(check) == sorted(persons(commissioner, *([sister] if is_told else [])))


def test_only_in_the_kinds_of_case_he_has_it_for(check: TaskAssignment, commissioner: User, sister: User) -> None:
    give(check.post, commissioner, sister, processes=["transfer"])
    found = [able.having(check.post_id, process, clock.today()) for process in ("transfer", "removal")]
    assert found == [persons(commissioner, sister), persons(commissioner)]


def test_after_a_revocation_and_after_the_holder_has_left_he_is_told_nothing(
    check: TaskAssignment, commissioner: User, sister: User, outsider: User, secretary: User
) -> None:
    given = give(check.post, commissioner, sister)
    deputies.revoke(given.public_id, by=commissioner, key=desk.key())
    give(check.post, commissioner, outsider)
    take_over(check, secretary)
    collecting.collect()
    assert told_of(check) == sorted(persons(secretary))


def test_nobody_is_told_through_somebody_who_must_stand_aside(
    approval: TaskAssignment, superior: User, sister: User, outsider: User, secretary: User
) -> None:
    """The opener is a proxy and has passed it on; then it was opened for the holder himself."""
    give(approval.post, superior, secretary)
    give(approval.post, secretary, sister)
    give(approval.post, superior, outsider)
    assert able.able_on([approval], clock.today())[approval.pk] == persons(superior, outsider)
    Case.objects.filter(pk=approval.case_id).update(opened_for=superior.person)
    fresh = desk.the_turn(approval.case)
    assert able.able_on([fresh], clock.today())[fresh.pk] == set()


def test_the_member_is_told_of_his_own_turn_and_the_proxy_of_whoever_records_it(
    consent: TaskAssignment, secretary: User, sister: User, ordinary_member: Member
) -> None:
    give(consent.post, secretary, sister)
    collecting.collect()
    assert told_of(consent) == sorted({*persons(secretary, sister), ordinary_member.person_id})


# -- later ----------------------------------------------------------------------------------------------------------------


def test_reminders_reach_the_proxy_of_the_day(
    check: TaskAssignment, commissioner: User, sister: User, outsider: User
) -> None:
    """Due on 1 December: on the day before the first acts, on the last day the second."""
    due = check.due_on
    assert due == dt.date(2026, 12, 1)
    give(check.post, commissioner, sister, until=due - DAY)
    give(check.post, commissioner, outsider, since=due, until=due)
    for day, proxy in ((due - DAY, sister), (due, outsider)):
        clock.travel_to(day)
        assert sum(remind(day).values()) == 1
        reminded = Notice.objects.filter(kind="reminder", at__date__gte=day).values_list("person_id", flat=True)
        assert sorted(reminded) == sorted(persons(commissioner, proxy))


def test_an_escalation_reaches_the_superiors_proxy_who_finds_the_step_and_may_ask_for_haste(
    check: TaskAssignment, superior: User, commissioner: User, outsider: User, sister: User
) -> None:
    """Not the one of both who has the late task himself: to him it is no news from below."""
    post = superior.person.appointments.get().post
    give(post, superior, outsider)
    give(check.post, commissioner, sister)
    give(post, superior, sister)
    assert check.due_on is not None
    day = dt.date(2026, 12, 4)
    clock.travel_to(day)
    assert dict(remind(day)) == {"escalated": 1}
    assert told("escalated") == persons(superior, outsider)
    assert [list(inbox.overdue_below(seen(user))) for user in (superior, outsider)] == [[check], [check]]
    assert may_urge(check.case, outsider, day)
    urge(check.case_id, by=outsider, key=desk.key())
    assert told("urged") == persons(commissioner, sister)


def test_whoever_is_handed_a_task_shares_the_news_with_his_proxy(
    check: TaskAssignment, commissioner: User, secretary: User, sister: User
) -> None:
    to = secretary.person.appointments.get().post
    give(to, secretary, sister)
    moving.hand_over(check.public_id, to=to, by=commissioner, reason="外出。", key=desk.key())
    assert told("back") == persons(secretary, sister)


def test_copies_and_comments_reach_proxies(
    check: TaskAssignment, commissioner: User, superior: User, sister: User, outsider: User, secretary: User
) -> None:
    to = post_of(superior)
    give(to, superior, outsider)
    give(check.post, commissioner, sister)
    copied(check.case, secretary, to)
    assert told("copied") == persons(superior, outsider)
    said(check.case, secretary)
    assert told("comment") == persons(commissioner, sister)


def test_who_dealt_with_it_as_a_proxy_hears_of_comments_while_he_is_one(
    check: TaskAssignment, commissioner: User, outsider: User, secretary: User
) -> None:
    given = give(check.post, commissioner, outsider)
    desk.act(check, outsider)
    desk.settle()
    said(check.case, secretary)
    assert outsider.person_id in told("comment")
    Notice.objects.all().delete()
    deputies.revoke(given.public_id, by=commissioner, key=desk.key())
    said(check.case, secretary)
    assert outsider.person_id not in told("comment")
