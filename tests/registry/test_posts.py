"""Posts by date: one holder of a single post on every day, said by the function and by the database."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction

from audit import journal
from audit.models import Entry
from config.demo.building import Demo
from registry import posts
from registry.models import Appointment, Person, Post, Role
from registry.organisations import stream_of
from registry.refusals import Refused

BY = journal.system("test")
FIRST, LAST = dt.date(2027, 1, 15), dt.date(2027, 8, 31)
DAY = dt.timedelta(days=1)


@pytest.fixture
def post(world: Demo) -> Post:
    """A post that can have one holder, held from the first to the last day."""
    created = posts.create_post(world.organisations["QH0103"], Role.DEPUTY_SECRETARY, by=BY)
    posts.appoint(created, people(world)[0], by=BY, since=FIRST, until=LAST)
    return created


def people(world: Demo) -> list[Person]:
    return [member.person for member in world.members("QH0101")]


def rows() -> tuple[int, int]:
    return Appointment.objects.count(), Entry.objects.count()


@pytest.mark.parametrize(
    ("since", "until"),
    [
        (FIRST, LAST),
        (LAST, None),
        (FIRST - 90 * DAY, FIRST),
        (FIRST + 10 * DAY, FIRST + 10 * DAY),
        (FIRST - DAY, None),
        (FIRST - 90 * DAY, LAST + 90 * DAY),
    ],
)
def test_two_holders_on_one_day_are_refused(world: Demo, post: Post, since: dt.date, until: dt.date | None) -> None:
    before = rows()
    with pytest.raises(Refused) as refused:
        posts.appoint(post, people(world)[1], by=BY, since=since, until=until)
    assert refused.value.field == "since"
    assert rows() == before
    assert posts.holders(post, FIRST) == [people(world)[0]]


@pytest.mark.parametrize(("since", "until"), [(LAST + DAY, None), (FIRST - 90 * DAY, FIRST - DAY)])
def test_the_day_before_and_the_day_after_are_free(
    world: Demo, post: Post, since: dt.date, until: dt.date | None
) -> None:
    posts.appoint(post, people(world)[1], by=BY, since=since, until=until)
    assert Appointment.objects.filter(post=post).count() == 2


INSERT = "INSERT INTO registry_appointment (post_id, person_id, since, until, acting, single) VALUES (%s, %s, %s, %s, false, %s)"


@pytest.mark.parametrize(("since", "until"), [(LAST, None), (FIRST - DAY, FIRST), (FIRST, LAST)])
def test_the_database_refuses_two_holders(world: Demo, post: Post, since: dt.date, until: dt.date | None) -> None:
    other = people(world)[1]
    before = rows()
    with (
        pytest.raises(IntegrityError, match="one_holder_of_a_single_post"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(INSERT, [post.pk, other.pk, since, until, True])
    assert rows() == before


def test_the_database_refuses_one_person_twice_and_a_reversed_term(world: Demo, post: Post) -> None:
    holder = people(world)[0]
    before = rows()
    for person, since, until, constraint in (
        (holder, LAST, None, "nobody_holds_a_post_twice"),
        (people(world)[1], LAST + 9 * DAY, LAST + 8 * DAY, "range|term_not_reversed"),
    ):
        with pytest.raises(Exception, match=constraint), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(INSERT, [post.pk, person.pk, since, until, False])
    assert rows() == before


def test_a_shared_post_has_several_holders_but_none_twice(world: Demo) -> None:
    post = world.organisations["QH01"].posts.get(role=Role.ORGANISER)
    holder = posts.holders(post, world.day)[0]
    posts.appoint(post, people(world)[0], by=BY, since=world.day)
    assert len(posts.holders(post, world.day)) == 2
    before = rows()
    with pytest.raises(Refused):
        posts.appoint(post, holder, by=BY, since=world.day)
    assert rows() == before


def test_a_term_counts_from_its_first_to_its_last_day(world: Demo, post: Post) -> None:
    held = [posts.holders(post, day) for day in (FIRST - DAY, FIRST, LAST, LAST + DAY)]
    assert held == [[], [people(world)[0]], [people(world)[0]], []]


def test_ending_a_term_keeps_its_last_day(world: Demo, post: Post) -> None:
    appointment = post.appointments.get()
    posts.end_appointment(appointment, by=BY, last_day=dt.date(2027, 2, 28), reason="调离")
    assert [bool(posts.holders(post, dt.date(2027, 2, 28) + n * DAY)) for n in (-1, 0, 1)] == [True, True, False]
    newest = journal.entries_of(stream_of(post.organisation))[-1]
    assert (newest.act, newest.facts["last_day"], newest.words["reason"]) == ("post.vacated", "2027-02-28", "调离")


@pytest.mark.parametrize(
    ("last_day", "field"), [(FIRST - DAY, "last_day"), (LAST, "last_day"), (LAST + DAY, "last_day")]
)
def test_a_term_is_never_reversed_nor_made_longer(world: Demo, post: Post, last_day: dt.date, field: str) -> None:
    before = rows()
    with pytest.raises(Refused) as refused:
        posts.end_appointment(post.appointments.get(), by=BY, last_day=last_day, reason="x")
    assert refused.value.field == field
    assert rows() == before
    assert post.appointments.get().until == LAST


def test_a_term_that_ends_before_it_begins_is_refused(world: Demo, post: Post) -> None:
    before = rows()
    with pytest.raises(Refused) as refused:
        posts.appoint(post, people(world)[1], by=BY, since=LAST + 9 * DAY, until=LAST + 8 * DAY)
    assert refused.value.field == "until"
    assert rows() == before


def test_a_successor_may_begin_the_day_after(world: Demo, post: Post) -> None:
    posts.end_appointment(post.appointments.get(), by=BY, last_day=dt.date(2027, 3, 31), reason="换届")
    posts.appoint(post, people(world)[1], by=BY, since=dt.date(2027, 4, 1), acting=True)
    days = [dt.date(2027, 3, 31), dt.date(2027, 4, 1)]
    assert [posts.holders(post, day) for day in days] == [[people(world)[0]], [people(world)[1]]]


def test_an_outside_organisation_has_no_posts(world: Demo) -> None:
    before = Post.objects.count()
    with pytest.raises(Refused) as refused:
        posts.create_post(world.organisations["OUT1"], Role.ORGANISER, by=BY)
    assert refused.value.field == "organisation"
    assert Post.objects.count() == before


def test_the_posts_of_nobody_are_none(world: Demo) -> None:
    assert posts.appointments_of(None, world.day) == []
    secretary = world.holder("QH0101", Role.SECRETARY).person
    held = posts.appointments_of(secretary, world.day)
    assert [(a.post.organisation.code, a.post.role) for a in held] == [("QH0101", "secretary")]
    assert posts.appointments_of(secretary, dt.date(world.day.year - 1, 1, 14)) == []
