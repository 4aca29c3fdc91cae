"""Giving and revoking a delegation: who may, what is refused in words, what the database refuses, what the journal says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.utils import translation

from audit import clock, journal
from config.demo.building import Demo
from registry import acting, delegations, persons, posts
from registry.delegation_rules import Bounds
from registry.models import Delegation, Member, Post, Role, User
from registry.organisations import stream_of
from registry.refusals import Conflict, Refused
from tests import desk

BY = journal.system("test")
DAY = dt.timedelta(days=1)
BOUNDS = Bounds(depth=2, days=30)


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def post(world: Demo) -> Post:
    """Secretary of the branch 锦江社区."""
    return world.organisations["QH0101"].posts.get(role=Role.SECRETARY)


def give(post: Post, giver: User, proxy: User, *, by: User | None = None, days: int = 9, **more: Any) -> Delegation:
    today = clock.today()
    span = {"since": today, "until": today + days * DAY}
    return delegations.delegate(
        post, proxy.person, by=by or giver, giver=giver.person, **({"bounds": BOUNDS} | span | more)
    )


def has(user: User, post: Post, day: dt.date) -> bool:
    return bool(acting.people_behind(user.person_id, post.pk, "transfer", day))


def test_a_holder_delegates_and_the_journal_of_the_organisation_says_so(
    post: Post, secretary: User, sister: User
) -> None:
    today = clock.today()
    given = give(post, secretary, sister, processes=["transfer"], reason="出差 ")
    assert (given.giver, given.proxy, given.since, given.until) == (
        secretary.person,
        sister.person,
        today,
        today + 9 * DAY,
    )
    assert (given.processes, given.reason, given.on_paper) == (["transfer"], "出差", False)
    entry = journal.entries_of(stream_of(post.organisation))[-1]
    assert entry.act == "delegation.given"
    assert entry.facts == {
        "delegation": given.public_id, "post": post.pk, "giver": secretary.person.public_id,
        "proxy": sister.person.public_id, "since": str(today), "until": str(today + 9 * DAY),
        "processes": ["transfer"], "on_paper": False,
    }  # fmt: skip
    assert (entry.words["giver"], entry.words["proxy"], entry.words["reason"]) == (
        secretary.person.name, sister.person.name, "出差",
    )  # fmt: skip
    assert [has(sister, post, today + n * DAY) for n in (-1, 0, 9, 10)] == [False, True, True, False]


def test_four_people_and_the_registrar(
    world: Demo, post: Post, secretary: User, sister: User, superior: User, outsider: User, registrar: User
) -> None:
    """The holder himself and a registrar above; not a peer, not a superior, not an outsider, not a registrar elsewhere."""
    elsewhere = posts.create_post(world.organisations["HK"], Role.REGISTRAR, by=BY)
    posts.appoint(elsewhere, world.holder("HK0101", Role.SECRETARY).person, by=BY, since=clock.today() - DAY)
    before = desk.state()
    for user in (sister, superior, outsider, world.holder("HK0101", Role.SECRETARY)):
        with pytest.raises(PermissionDenied, match="."):
            give(post, secretary, outsider, by=user)
    with pytest.raises(PermissionDenied, match="You do not have this post"):
        give(post, sister, outsider)
    with pytest.raises(PermissionDenied, match="Nobody enters a delegation to himself"):
        give(post, secretary, registrar, by=registrar)
    assert desk.state() == before
    assert give(post, secretary, outsider, by=registrar).on_paper
    assert not give(post, secretary, superior).on_paper


def test_the_post_of_a_registrar_is_not_delegated(world: Demo, registrar: User, sister: User) -> None:
    before = desk.state()
    with pytest.raises(Refused, match="registers are kept by registrars") as refused:
        give(registrar.person.appointments.get().post, registrar, sister)
    assert (refused.value.field, desk.state()) == ("post", before)


def test_a_closed_account_and_an_account_without_a_person_give_nothing(
    post: Post, secretary: User, sister: User
) -> None:
    persons.close_account(secretary, by=BY, reason="停用")
    before = desk.state()
    for user in (secretary, User.objects.create(username="nobody")):
        with pytest.raises(PermissionDenied, match="does not belong to a person"):
            give(post, secretary, sister, by=user)
    assert desk.state() == before


def test_each_objection_stands_at_its_field(world: Demo, post: Post, secretary: User) -> None:
    without = next(m.person for m in world.members("QH0101") if not hasattr(m.person, "user"))
    today, before = clock.today(), desk.state()
    with pytest.raises(Refused) as refused:
        delegations.delegate(
            post,
            without,
            by=secretary,
            giver=secretary.person,
            since=today - DAY,
            until=today + 40 * DAY,
            bounds=BOUNDS,
        )
    assert refused.value.errors == {
        "since": ["A delegation cannot begin before today."],
        "until": [f"A delegation lasts at most 30 days: up to {today + 28 * DAY}."],
        "proxy": [f"{without.name} has no account here and could not act; let the registrar open one first."],
    }
    assert desk.state() == before


def test_a_term_that_ends_before_the_delegation_does(post: Post, secretary: User, sister: User) -> None:
    today = clock.today()
    posts.end_appointment(post.appointments.get(), by=BY, last_day=today + 8 * DAY, reason="换届")
    before = desk.state()
    with pytest.raises(Refused) as refused:
        give(post, secretary, sister, days=9)
    assert refused.value.field == "until"
    assert desk.state() == before
    assert give(post, secretary, sister, days=8).until == today + 8 * DAY


def test_a_proxy_passes_on_once_and_never_back(
    post: Post, secretary: User, sister: User, superior: User, outsider: User, ordinary_member: Member
) -> None:
    today = clock.today()
    give(post, secretary, sister)
    give(post, sister, superior)
    assert has(superior, post, today)
    before = desk.state()
    for proxy, words in (
        (outsider, "too many hands"), (sister, "come back"), (secretary, "holds this post himself"),
    ):  # fmt: skip
        with pytest.raises(Refused, match=words) as refused:
            give(post, superior, proxy)
        assert refused.value.field == "proxy"
    assert desk.state() == before


def test_the_same_again_is_refused_in_words_and_may_follow_the_day_after(
    post: Post, secretary: User, sister: User
) -> None:
    today = clock.today()
    first = give(post, secretary, sister, days=5)
    before = desk.state()
    for since in (today, today + 5 * DAY):
        with pytest.raises(Refused, match="already on some of these days") as refused:
            give(post, secretary, sister, since=since, until=today + 20 * DAY, processes=["transfer"])
        assert refused.value.field == "proxy"
    assert desk.state() == before
    give(post, secretary, sister, since=today + 6 * DAY, until=today + 7 * DAY)
    delegations.revoke(first.public_id, by=secretary)
    assert give(post, secretary, sister, days=5).pk > first.pk


INSERT = (
    "INSERT INTO registry_delegation (public_id, post_id, giver_id, proxy_id, since, until, processes, reason, created_at,"
    " created_by_id) VALUES ('XXXXXXXXXX', %s, %s, %s, %s, %s, '{}', '', now(), %s)"
)


def test_the_database_refuses_what_no_function_writes(post: Post, secretary: User, sister: User) -> None:
    given, today = give(post, secretary, sister), clock.today()
    me, other = secretary.person_id, sister.person_id
    before = desk.state()
    for giver, proxy, since, until, constraint in (
        (me, other, today + 9 * DAY, today + 30 * DAY, "delegated_once_at_a_time"),
        (me, me, today, today, "nobody_is_his_own_proxy"),
        (other, me, today, today - DAY, "range|delegation_not_reversed"),
    ):
        with pytest.raises(Exception, match=constraint), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(INSERT, [post.pk, giver, proxy, since, until, secretary.pk])
    for change in ({"until": given.until + DAY}, {"processes": ["transfer"]}, {"revoked_by": secretary}):
        with pytest.raises(IntegrityError, match="written once|revoked_by_somebody"), transaction.atomic():
            Delegation.objects.filter(pk=given.pk).update(**change)
    with pytest.raises(IntegrityError, match="written once"), transaction.atomic():
        given.delete()
    assert desk.state() == before


@pytest.mark.parametrize("who", ["giver", "proxy", "registrar", "holder"])
def test_who_may_revoke(
    world: Demo, post: Post, secretary: User, sister: User, superior: User, registrar: User, who: str
) -> None:
    """The giver; the proxy, who gives it back; a registrar above; the holder, also what his proxy passed on."""
    give(post, secretary, sister)
    given = give(post, sister, superior)
    by = {"giver": sister, "proxy": superior, "registrar": registrar, "holder": secretary}[who]
    revoked = delegations.revoke(given.public_id, by=by)
    assert (revoked.revoked_by, revoked.revoked_at is not None) == (by, True)
    assert not has(superior, post, clock.today())
    assert has(sister, post, clock.today())
    entry = journal.entries_of(stream_of(post.organisation))[-1]
    assert (entry.act, entry.facts["delegation"], entry.actor_id) == ("delegation.revoked", given.public_id, str(by.pk))


def test_others_cannot_revoke_nobody_twice_and_not_when_it_is_over(
    post: Post, secretary: User, sister: User, superior: User, outsider: User
) -> None:
    given = give(post, secretary, sister)
    before = desk.state()
    for user in (superior, outsider):
        with pytest.raises(PermissionDenied):
            delegations.revoke(given.public_id, by=user)
    assert desk.state() == before
    clock.travel_to(given.until + DAY)
    with pytest.raises(Refused, match="ended already"):
        delegations.revoke(given.public_id, by=secretary)
    clock.travel_to(given.until)
    delegations.revoke(given.public_id, by=sister)
    before = desk.state()
    with pytest.raises(Conflict, match=f"{sister} has revoked this already"):
        delegations.revoke(given.public_id, by=secretary)
    assert desk.state() == before


def test_revoking_the_upper_hand_leaves_the_lower_one_with_nothing(
    post: Post, secretary: User, sister: User, superior: User
) -> None:
    upper = give(post, secretary, sister)
    give(post, sister, superior)
    delegations.revoke(upper.public_id, by=secretary)
    assert not has(superior, post, clock.today())


@pytest.mark.parametrize("rows", [1, 3])
def test_what_was_given_and_what_is_in_force_at_a_post(
    world: Demo, post: Post, secretary: User, sister: User, superior: User, outsider: User, rows: int,
    django_assert_num_queries: Any,
) -> None:  # fmt: skip
    for proxy in (sister, superior, outsider)[:rows]:
        give(post, secretary, proxy)
    with django_assert_num_queries(3):
        names = [
            [f"{d.post}{d.giver}{d.proxy}{d.created_by}" for d in found]
            for found in (
                delegations.given_by(secretary.person),
                delegations.received_by(sister.person),
                delegations.in_force_at(post.organisation, clock.today()),
            )
        ]
    assert [len(found) for found in names] == [rows, 1, rows]
    later = clock.today() + 10 * DAY
    assert not delegations.in_force_at(post.organisation, later).exists()
