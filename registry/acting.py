"""Who has a post on a day (履职依据): by an appointment of his own, or by delegations that lead up to its holder.

Found when somebody acts or looks, never stored: when a term ends or a delegation is revoked, nothing has to be changed.
A delegation is in force on its days while it is not revoked, its proxy has an open account, and the account of its
giver is not closed (a giver who never had one is represented on paper).
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from registry.models import Appointment, Delegation, Organisation, Person, Post, User
from registry.rows import Shape, read

_A, _P, _O = Shape(Appointment, "a"), Shape(Post, "p"), Shape(Organisation, "o")
_D, _G, _Q = Shape(Delegation, "d"), Shape(Person, "g"), Shape(Person, "q")

_IN_FORCE = """d.revoked_at IS NULL AND d.since <= %s AND d.until >= %s
 AND EXISTS (SELECT 1 FROM registry_user u WHERE u.person_id = d.proxy_id AND u.is_active)
 AND NOT EXISTS (SELECT 1 FROM registry_user u WHERE u.person_id = d.giver_id AND NOT u.is_active)"""
_HELD = "a.since <= %s AND (a.until IS NULL OR a.until >= %s)"
_FOR = "d.post_id = %s AND (cardinality(d.processes) = 0 OR %s = ANY (d.processes))"


def _chains(more: str = "true") -> str:
    """From a person up: whoever gave it to him, whoever gave it to that one; nobody is gone through twice."""
    return f"""
WITH RECURSIVE chain (post_id, top, links, below) AS (
 SELECT d.post_id, d.giver_id, ARRAY[d.id], ARRAY[d.proxy_id]
 FROM registry_delegation d WHERE d.proxy_id = %s AND {more} AND {_IN_FORCE}
 UNION ALL
 SELECT c.post_id, d.giver_id, d.id || c.links, d.proxy_id || c.below
 FROM chain c JOIN registry_delegation d ON d.post_id = c.post_id AND d.proxy_id = c.top
 WHERE d.giver_id <> ALL (c.below) AND {more} AND {_IN_FORCE})
"""


_OF_A_PERSON = f"""{_chains()}
SELECT {_A.columns}, {_P.columns}, {_O.columns}, NULL::text
FROM registry_appointment a
JOIN registry_post p ON p.id = a.post_id
JOIN registry_organisation o ON o.id = p.organisation_id
WHERE a.person_id = %s AND {_HELD}
UNION ALL
SELECT {_A.columns}, {_P.columns}, {_O.columns},
 (SELECT json_agg(json_build_array(row_to_json(d), g.name) ORDER BY array_position(c.links, d.id))::text
  FROM registry_delegation d JOIN registry_person g ON g.id = d.giver_id WHERE d.id = ANY (c.links))
FROM chain c
JOIN registry_appointment a ON a.post_id = c.post_id AND a.person_id = c.top AND {_HELD}
JOIN registry_post p ON p.id = a.post_id
JOIN registry_organisation o ON o.id = p.organisation_id
ORDER BY 1
"""

_PEOPLE = f"""{_chains(_FOR)}
SELECT ARRAY[a.person_id] FROM registry_appointment a WHERE a.person_id = %s AND a.post_id = %s AND {_HELD}
UNION ALL
SELECT c.top || c.below FROM chain c
JOIN registry_appointment a ON a.post_id = c.post_id AND a.person_id = c.top AND {_HELD}
"""

_LOCK_TERMS = f"""{_chains(_FOR)}
SELECT {_A.columns}, {_P.columns}, {_O.columns}, c.links
FROM chain c
JOIN registry_appointment a ON a.post_id = c.post_id AND a.person_id = c.top AND {_HELD}
JOIN registry_post p ON p.id = a.post_id
JOIN registry_organisation o ON o.id = p.organisation_id
ORDER BY a.id, c.links
FOR SHARE OF a
"""

# From the holders down: whoever they gave it to, whoever those gave it to; nobody is gone through twice.
_DOWN = f"""
WITH RECURSIVE down (post_id, people, links) AS (
 SELECT a.post_id, ARRAY[a.person_id], ARRAY[]::bigint[]
 FROM registry_appointment a WHERE a.post_id = ANY (%s) AND {_HELD}
 UNION ALL
 SELECT w.post_id, w.people || d.proxy_id, w.links || d.id
 FROM down w JOIN registry_delegation d ON d.post_id = w.post_id AND d.giver_id = w.people[cardinality(w.people)]
 WHERE d.proxy_id <> ALL (w.people) AND {_IN_FORCE})
SELECT w.post_id, w.people,
 (SELECT json_agg(d.processes)::text FROM registry_delegation d
  WHERE d.id = ANY (w.links) AND cardinality(d.processes) > 0)
FROM down w ORDER BY w.post_id, cardinality(w.people), w.people
"""

# Read after their locks are had: what was revoked or closed while we waited is gone.
_LOCK_LINKS = f"""
WITH account AS MATERIALIZED (
 SELECT u.person_id, u.is_active FROM registry_user u
 WHERE u.person_id IN (SELECT unnest(ARRAY[d.giver_id, d.proxy_id]) FROM registry_delegation d WHERE d.id = ANY (%s))
 ORDER BY u.id FOR SHARE)
SELECT {_D.columns}, {_G.columns}, {_Q.columns}
FROM registry_delegation d
JOIN registry_person g ON g.id = d.giver_id
JOIN registry_person q ON q.id = d.proxy_id
WHERE d.id = ANY (%s) AND d.revoked_at IS NULL AND d.since <= %s AND d.until >= %s
 AND EXISTS (SELECT 1 FROM account u WHERE u.person_id = d.proxy_id AND u.is_active)
 AND NOT EXISTS (SELECT 1 FROM account u WHERE u.person_id = d.giver_id AND NOT u.is_active)
ORDER BY d.id
FOR SHARE OF d
"""


_ACCOUNT = "SELECT u.id FROM registry_user u WHERE u.id = %s AND u.is_active FOR SHARE"


@dataclass(frozen=True)
class Holding:
    """By what somebody has a post (履职依据): his own appointment, or the holder's and the delegations down to him."""

    appointment: Appointment
    chain: tuple[Delegation, ...] = ()

    @property
    def post(self) -> Post:
        """The post that is had."""
        return self.appointment.post

    @cached_property
    def people(self) -> frozenset[int]:
        """Everybody it goes through, from the holder to whoever acts."""
        return frozenset({self.appointment.person_id, *(link.proxy_id for link in self.chain)})

    @property
    def delegation(self) -> Delegation | None:
        """The delegation to whoever acts; None for a holder."""
        return self.chain[-1] if self.chain else None

    @property
    def holder_name(self) -> str:
        """The name of the holder in whose place somebody acts; empty for the holder himself."""
        return self.chain[0].giver.name if self.chain else ""

    @property
    def until(self) -> dt.date | None:
        """The last day, if nothing is revoked and no term ends: the earliest of the chain."""
        ends = [link.until for link in self.chain]
        return min([*ends, *([self.appointment.until] if self.appointment.until else [])], default=None)

    @cached_property
    def processes(self) -> frozenset[str] | None:
        """The kinds of case it is for; None for all of them."""
        limited = [frozenset(link.processes) for link in self.chain if link.processes]
        return frozenset.intersection(*limited) if limited else None

    def covers(self, process: str) -> bool:
        """True if it is for a kind of case."""
        return self.processes is None or process in self.processes

    @property
    def rank(self) -> tuple[bool, int, list[int]]:
        """What is preferred where there are several: an appointment of one's own, then the shorter chain."""
        return bool(self.chain), len(self.chain), [self.appointment.pk, *(link.pk for link in self.chain)]


def holdings_of(person: Person | None, on: dt.date) -> list[Holding]:
    """The posts a person has on a day, his own first, then those he is a proxy for; one statement."""
    if person is None:
        return []
    values = [person.pk, on, on, on, on, person.pk, on, on, on, on]
    found = []
    for appointment, post, organisation, links in read(_OF_A_PERSON, values, _A, _P, _O):
        post.organisation, appointment.post = organisation, post
        if links is None:
            appointment.person = person
        found.append(Holding(appointment, tuple(_link(row, name, post) for row, name in json.loads(links or "[]"))))
    return sorted(_best(found), key=lambda holding: holding.rank)


def _link(row: dict[str, object], giver: str, post: Post) -> Delegation:
    link = _D.of_json(row)
    link.giver, link.post = Person(pk=link.giver_id, name=giver), post
    return link


def _best(found: Sequence[Holding]) -> list[Holding]:
    """Without the chains for a post of one's own, and those that are for nothing."""
    own = {holding.appointment.post_id for holding in found if not holding.chain}
    return [
        holding
        for holding in found
        if not holding.chain or (holding.appointment.post_id not in own and holding.processes != frozenset())
    ]


def people_behind(person_id: int, post_id: int, process: str, on: dt.date) -> list[frozenset[int]]:
    """The ways in which somebody has a post on a day for a kind of case, each as everybody it goes through.

    An appointment of his own wins over all delegations.
    """
    start = [person_id, post_id, process, on, on, post_id, process, on, on]
    ways = [frozenset(way) for (way,) in read(_PEOPLE, [*start, person_id, post_id, on, on, on, on])]
    own = frozenset({person_id})
    return [own] if own in ways else ways


@dataclass(frozen=True)
class Way:
    """One way in which a post is had (履职途径): by its holder, or by a proxy through everybody who passed it on to him.

    ``people`` are the holder first and whoever acts last (ids of persons); ``processes`` the kinds of case it is for,
    None for all of them.
    """

    post_id: int
    people: tuple[int, ...]
    processes: frozenset[str] | None = None

    @property
    def person_id(self) -> int:
        """Id of whoever acts."""
        return self.people[-1]

    def covers(self, process: str) -> bool:
        """True if it is for a kind of case."""
        return self.processes is None or process in self.processes


def ways_to(posts: Iterable[int], on: dt.date) -> dict[int, list[Way]]:
    """The ways in which posts (ids) are had on a day, by all their holders and proxies; one statement, no lock.

    An appointment of one's own wins over all delegations.
    """
    wanted: dict[int, list[Way]] = {post: [] for post in posts}
    for post, people, kinds in read(_DOWN, [list(wanted), on, on, on, on]) if wanted else ():
        limited = [frozenset(names) for names in json.loads(kinds or "[]")]
        way = Way(post, tuple(people), frozenset.intersection(*limited) if limited else None)
        held = {found.person_id for found in wanted[post] if len(found.people) == 1}
        if len(people) == 1 or way.person_id not in held:
            wanted[post].append(way)
    return wanted


def hold_account(by: User) -> bool:
    """True if an account is open; it then stays open until the transaction ends."""
    return bool(read(_ACCOUNT, [by.pk]))


def lock_chains(by: User, post_id: int, process: str, on: dt.date) -> list[Holding]:
    """The chains of delegations by which a user has a post on a day for a kind of case, shortest first.

    The holder's appointment, every delegation, and the accounts of all of them are locked until the transaction ends:
    ending the term, revoking, closing an account wait for us, or we for them and then find it gone.
    """
    start = [by.person_id, post_id, process, on, on, post_id, process, on, on]
    terms = read(_LOCK_TERMS, [*start, on, on], _A, _P, _O)
    if not terms:
        return []
    keys = sorted({key for *_rest, links in terms for key in links})
    locked: dict[int, Delegation] = {}
    for link, giver, proxy in read(_LOCK_LINKS, [keys, keys, on, on], _D, _G, _Q):
        link.giver, link.proxy = giver, proxy
        locked[link.pk] = link
    found = []
    for appointment, post, organisation, links in terms:
        post.organisation, appointment.post = organisation, post
        if all(key in locked for key in links):
            found.append(Holding(appointment, tuple(locked[key] for key in links)))
    return sorted(found, key=lambda holding: holding.rank)
