"""Who has a post on a day, by the database: against a search through the same delegations in plain Python."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audit import clock, journal
from config.demo.building import Demo
from registry import acting, persons, posts
from registry.models import Delegation, Person, Post, Role, User

BY = journal.system("test")
DAY = dt.timedelta(days=1)
MONDAY = dt.date(2027, 3, 1)
PEOPLE = 5
days = st.integers(0, 3)
spans = st.tuples(days, days).map(sorted)
processes = st.sampled_from([(), ("transfer",), ("removal",), ("removal", "transfer")])
people = st.integers(0, PEOPLE - 1)
links = st.tuples(people, people, spans, processes, st.booleans()).filter(lambda link: link[0] != link[1])
Row = tuple[int, int, list[int], tuple[str, ...], bool]


@pytest.fixture
def cast(world: Demo) -> tuple[Post, list[Person]]:
    """A shared post nobody holds yet, and people with accounts."""
    post = posts.create_post(world.organisations["QH01"], Role.COMMITTEE_MEMBER, by=BY, title="委员甲")
    with_account = [m.person for code in ("QH0101", "QH0102") for m in world.members(code) if hasattr(m.person, "user")]
    return post, with_account[:PEOPLE]


def by_search(
    rows: list[Row], terms: list[tuple[int, list[int]]], person: int, day: int, process: str
) -> set[tuple[int, ...]]:
    """Every chain of different people from a holder down to a person: all orders are tried, none is clever."""
    inside = [row for row in rows if row[2][0] <= day <= row[2][1] and (not row[3] or process in row[3]) and not row[4]]
    holders = {who for who, span in terms if span[0] <= day <= span[1]}
    if person in holders:
        return {(person,)}
    chains = {(person,)}
    for _hand in range(PEOPLE):
        chains |= {(row[0], *chain) for row in inside for chain in chains if row[1] == chain[0] and row[0] not in chain}
    return {chain for chain in chains if len(chain) > 1 and chain[0] in holders}


def keep(post: Post, cast: list[Person], rows: list[Row], terms: list[tuple[int, list[int]]]) -> None:
    for who, (since, until) in terms:
        posts.appoint(post, cast[who], by=BY, since=MONDAY + since * DAY, until=MONDAY + until * DAY)
    for giver, proxy, (since, until), named, revoked in rows:
        user = User.objects.get(person=cast[giver])
        Delegation.objects.create(
            post=post, giver=cast[giver], proxy=cast[proxy], since=MONDAY + since * DAY, until=MONDAY + until * DAY,
            processes=list(named), created_at=clock.now(), created_by=user,
            revoked_at=clock.now() if revoked else None, revoked_by=user if revoked else None,
        )  # fmt: skip


def once_each(rows: list[Row]) -> list[Row]:
    """Without a second delegation between the same two, which the database refuses."""
    return list({(row[0], row[1]): row for row in rows}.values())


def chains_of(found: list[Any], cast: list[Person]) -> set[tuple[int, ...]]:
    numbers = {person.pk: number for number, person in enumerate(cast)}
    return {
        tuple(numbers[pk] for pk in (holding.appointment.person_id, *(link.proxy_id for link in holding.chain)))
        for holding in found
    }


def downwards(post: Post, person: Person, process: str, on: dt.date) -> set[tuple[int, ...]]:
    """The same, from the holders down."""
    ways = acting.ways_to([post.pk], on)[post.pk]
    return {way.people for way in ways if way.person_id == person.pk and way.covers(process)}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(links, max_size=8).map(once_each),
    terms=st.lists(st.tuples(people, spans), max_size=3, unique_by=lambda term: term[0]),
    day=days,
    process=st.sampled_from(["transfer", "removal", "election"]),
)
def test_the_database_finds_what_a_search_finds(
    cast: tuple[Post, list[Person]], rows: list[Row], terms: list[tuple[int, list[int]]], day: int, process: str
) -> None:
    post, everybody = cast
    on = MONDAY + day * DAY
    with transaction.atomic():
        keep(post, everybody, rows, terms)
        for number, person in enumerate(everybody):
            expected = by_search(rows, terms, number, day, process)
            own, proxied = {c for c in expected if len(c) == 1}, {c for c in expected if len(c) > 1}
            listed = [h for h in acting.holdings_of(person, on) if h.post == post and h.covers(process)]
            behind = acting.people_behind(person.pk, post.pk, process, on)
            assert chains_of(listed, everybody) == expected
            assert sorted(map(sorted, behind)) == sorted(sorted(everybody[n].pk for n in chain) for chain in expected)
            assert downwards(post, person, process, on) == {tuple(everybody[n].pk for n in c) for c in expected}
            if not own:
                locked = acting.lock_chains(User.objects.get(person=person), post.pk, process, on)
                assert chains_of(locked, everybody) == proxied
                assert all(len(a.chain) <= len(b.chain) for a, b in pairwise(locked))
        transaction.set_rollback(True)


@pytest.fixture
def chain(cast: tuple[Post, list[Person]]) -> tuple[Post, list[Person]]:
    """The first delegates to the second until Wednesday, the second to the third from Tuesday on, for transfers."""
    keep(*cast, [(0, 1, [0, 2], (), False), (1, 2, [1, 3], ("transfer",), False)], [(0, [0, 3])])
    return cast


def has(cast: tuple[Post, list[Person]], who: int, day: int, process: str = "transfer") -> bool:
    post, everybody = cast
    on = MONDAY + day * DAY
    found = [h for h in acting.holdings_of(everybody[who], on) if h.post == post and h.covers(process)]
    assert bool(found) == bool(acting.people_behind(everybody[who].pk, post.pk, process, on))
    assert bool(found) == bool(downwards(post, everybody[who], process, on))
    if not any(not held.chain for held in found):
        assert bool(found) == bool(acting.lock_chains(User.objects.get(person=everybody[who]), post.pk, process, on))
    return bool(found)


def test_the_day_before_the_day_the_last_day_and_the_day_after(chain: tuple[Post, list[Person]]) -> None:
    assert [[has(chain, who, day) for day in (-1, 0, 1, 2, 3, 4)] for who in (0, 1, 2)] == [
        [False, True, True, True, True, False],
        [False, True, True, True, False, False],
        [False, False, True, True, False, False],
    ]
    assert [has(chain, 2, day, "removal") for day in (1, 2)] == [False, False]


def test_what_is_shown_of_a_chain(chain: tuple[Post, list[Person]]) -> None:
    post, (first, second, third, *_others) = chain
    (holding,) = [h for h in acting.holdings_of(third, MONDAY + DAY) if h.post == post]
    assert (holding.holder_name, holding.until) == (first.name, MONDAY + 2 * DAY)
    assert holding.processes == frozenset({"transfer"})
    assert holding.delegation is not None
    assert (holding.delegation.giver.name, holding.delegation.proxy_id) == (second.name, third.pk)
    assert holding.people == {first.pk, second.pk, third.pk}


def test_when_the_term_of_the_holder_ends_the_proxies_have_nothing(chain: tuple[Post, list[Person]]) -> None:
    post, everybody = chain
    posts.end_appointment(post.appointments.get(), by=BY, last_day=MONDAY + DAY, reason="离任")
    assert [has(chain, who, 1) for who in (0, 1, 2)] == [True] * 3
    assert [has(chain, who, 2) for who in (0, 1, 2)] == [False] * 3
    # A successor gives nothing by himself.
    posts.appoint(post, everybody[3], by=BY, since=MONDAY + 2 * DAY)
    assert [has(chain, who, 2) for who in (1, 2, 3)] == [False, False, True]


@pytest.mark.parametrize(
    ("whose", "left"), [(0, [True, False, False]), (1, [True, False, False]), (2, [True, True, False])]
)
def test_a_closed_account_cuts_the_chain(chain: tuple[Post, list[Person]], whose: int, left: list[bool]) -> None:
    persons.close_account(User.objects.get(person=chain[1][whose]), by=BY, reason="停用")
    assert [has(chain, who, 1) for who in (0, 1, 2)] == left


def test_a_holder_who_never_had_an_account_is_represented(cast: tuple[Post, list[Person]], world: Demo) -> None:
    post, everybody = cast
    without = next(m.person for m in world.members("QH0101") if not hasattr(m.person, "user"))
    posts.appoint(post, without, by=BY, since=MONDAY)
    Delegation.objects.create(
        post=post, giver=without, proxy=everybody[1], since=MONDAY, until=MONDAY, created_at=clock.now(),
        created_by=everybody[0].user,
    )  # fmt: skip
    assert has(cast, 1, 0)


def test_an_appointment_of_ones_own_wins(chain: tuple[Post, list[Person]]) -> None:
    post, everybody = chain
    own = posts.appoint(post, everybody[1], by=BY, since=MONDAY + DAY)
    assert acting.people_behind(everybody[1].pk, post.pk, "transfer", MONDAY + DAY) == [frozenset({everybody[1].pk})]
    (held,) = [h for h in acting.holdings_of(everybody[1], MONDAY + DAY) if h.post == post]
    assert (held.appointment, held.chain) == (own, ())


@pytest.mark.parametrize("proxies", [1, 3])
def test_one_statement_says_what_somebody_has(chain: tuple[Post, list[Person]], proxies: int) -> None:
    post, everybody = chain
    for number in range(2, proxies + 1):
        more = posts.create_post(post.organisation, Role.COMMITTEE_MEMBER, by=BY, title=f"委员{number}")
        keep(more, everybody, [(0, 1, [0, 2], (), False)], [(0, [0, 3])])
    sent: list[str] = []

    def noting(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        sent.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(noting):
        found = [h for h in acting.holdings_of(everybody[1], MONDAY) if h.chain]
        assert {h.holder_name for h in found} == {everybody[0].name}
    assert (len(found), len(sent)) == (proxies, 1)


def lockers(table: str, keys: list[int]) -> list[str]:
    """Who locked each row last: PostgreSQL writes it into the row, and leaves it there when he has gone."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT xmax::text FROM {table} WHERE id = ANY (%s) ORDER BY id", [keys])
        return [locker for (locker,) in cursor.fetchall()]


def test_the_term_each_delegation_and_the_account_are_locked(chain: tuple[Post, list[Person]]) -> None:
    """So that ending the term, revoking and closing the account wait for whoever acts, or he for them."""
    post, everybody = chain
    rows = {
        "registry_appointment": [post.appointments.get().pk],
        "registry_delegation": [d.pk for d in post.delegations.all()],
        "registry_user": [everybody[2].user.pk],  # the givers' are locked by the rows that name them as authors
    }
    stranger = [everybody[4].user.pk]
    before = {table: lockers(table, keys) for table, keys in rows.items()} | {
        "stranger": lockers("registry_user", stranger)
    }
    acting.lock_chains(everybody[2].user, post.pk, "transfer", MONDAY + DAY)
    for table, keys in rows.items():
        assert all(was != now for was, now in zip(before[table], lockers(table, keys), strict=True)), table
    assert lockers("registry_user", stranger) == before["stranger"]
