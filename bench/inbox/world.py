"""A prefecture of any size: organisations, posts, their holders, members. Everything is found again by arithmetic."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from bench.inbox.copying import Row, bulk, copy, public_id
from config.demo.people import GIVEN, SURNAMES
from registry.models import Role
from registry.names import bigrams, sort_key

PER_BRANCH, PER_COMMITTEE, PER_COUNTY = 25, 20, 20
TABLES = (
    "registry_organisation", "registry_person", "registry_member", "registry_affiliation", "registry_post",
    "registry_appointment", "registry_user",
)  # fmt: skip
BRANCH_ROLES = (Role.SECRETARY, Role.ORGANISATION_COMMISSIONER)
COMMITTEE_ROLES = (Role.SECRETARY, Role.ORGANISER)
COUNTY_ROLES = (Role.DEPARTMENT_HEAD, Role.ORGANISER, Role.AUDITOR)
PREFECTURE_ROLES = (Role.DEPARTMENT_HEAD, Role.ORGANISER, Role.AUDITOR, Role.REGISTRAR)
SHARED = (Role.ORGANISER, Role.AUDITOR, Role.REGISTRAR)
_CHARACTERS = "".join(dict.fromkeys("".join(GIVEN)))
_sorted = cache(sort_key)
_SINCE = dt.date(2020, 1, 15)


@dataclass(frozen=True)
class World:
    """So many branches with their members, under committees, under counties, under one prefecture.

    A post has the number of its appointment and of the account of its holder; branch posts are held by the first two
    members of the branch, those above by people of their own. Member and person of a branch have one number.
    """

    branches: int

    @classmethod
    def of(cls, members: int) -> World:
        """The world with at least so many members, and with two committees at least."""
        return cls(max(-(-members // PER_BRANCH), 2 * PER_COMMITTEE))

    @property
    def members(self) -> int:
        """How many members there are; persons and members are numbered from one."""
        return self.branches * PER_BRANCH

    @property
    def committees(self) -> int:
        """How many committees there are."""
        return -(-self.branches // PER_COMMITTEE)

    @property
    def counties(self) -> int:
        """How many counties there are."""
        return -(-self.committees // PER_COUNTY)

    # -- organisations: the prefecture is 1, then counties, committees, branches ---------------------------------------

    def county(self, number: int) -> int:
        """The id of a county."""
        return 2 + number

    def committee(self, number: int) -> int:
        """The id of a committee."""
        return 2 + self.counties + number

    def branch(self, number: int) -> int:
        """The id of a branch."""
        return 2 + self.counties + self.committees + number

    def lineage(self, branch: int) -> list[int]:
        """The ids from the prefecture down to a branch."""
        committee = branch // PER_COMMITTEE
        return [1, self.county(committee // PER_COUNTY), self.committee(committee), self.branch(branch)]

    # -- posts: those of branches first, then committees, counties, the prefecture -------------------------------------

    def branch_post(self, branch: int, role: int) -> int:
        """The id of a branch's post: 0 the secretary, 1 the organisation commissioner."""
        return 1 + 2 * branch + role

    def committee_post(self, committee: int, role: int) -> int:
        """The id of a committee's post: 0 its secretary, 1 its organiser."""
        return 1 + 2 * self.branches + 2 * committee + role

    def county_post(self, county: int, role: int) -> int:
        """The id of a county's post."""
        return 1 + 2 * self.branches + 2 * self.committees + 3 * county + role

    def prefecture_post(self, role: int) -> int:
        """The id of the prefecture's post: 0 head, 1 organiser (the same person), 2 auditor, 3 registrar."""
        return self.county_post(self.counties, 0) + role

    def holder(self, post: int) -> int:
        """The id of the person who holds a post."""
        if post <= 2 * self.branches:
            return (post - 1) // 2 * PER_BRANCH + (post - 1) % 2 + 1
        if post == self.prefecture_post(1):
            post -= 1
        return self.members + post - 2 * self.branches

    def user(self, post: int) -> int:
        """The id of the account of whoever holds a post."""
        return post - 1 if post == self.prefecture_post(1) else post

    @property
    def member_account(self) -> int:
        """The id of the one account of a member without posts."""
        return self.prefecture_post(3) + 1

    @property
    def plain_member(self) -> int:
        """The number of that member."""
        return self.branches * 3 // 4 * PER_BRANCH + 7


def fill(world: World) -> None:
    """Write the whole register."""
    with bulk(TABLES, rebuild=True):
        copy(
            "registry_organisation",
            "id public_id code name short_name document_word level lineage may_approve outside address telephone fax"
            " postcode founded_on name_grams parent_id",
            _organisations(world),
        )
        people = "id public_id name sex born_on ethnic_group telephone id_number_sealed id_number_index id_number_masked name_sort name_grams"
        copy("registry_person", people, _persons(world))
        copy("registry_member", "id public_id standing joined_on full_since dues_paid_until person_id", _members(world))
        copy("registry_affiliation", "id since case_reference member_id organisation_id", _affiliations(world))
        copy("registry_post", "id role title single organisation_id", _posts(world))
        copy("registry_appointment", "id since acting single person_id post_id", _appointments(world))
        accounts = (
            "id password is_superuser username first_name last_name email is_staff is_active date_joined person_id"
        )
        copy("registry_user", accounts, _users(world))


def _organisations(world: World) -> Iterator[Row]:
    yield _organisation([1], "P", "中共云岭州委员会", "云岭州委", "prefecture")
    for number in range(world.counties):
        name = f"{_place(number, 3)}县"
        yield _organisation([1, world.county(number)], f"X{number:03d}", f"中共{name}委员会", f"{name}委", "county")
    for number in range(world.committees):
        lineage = world.lineage(number * PER_COMMITTEE)[:3]
        name = f"{_place(number, 5)}镇"
        yield _organisation(lineage, f"C{number:04d}", f"中共{name}委员会", f"{name}党委", "committee")
    for number in range(world.branches):
        name = f"{_place(number, 7)}{'村社院站'[number % 4]}"
        yield _organisation(world.lineage(number), f"B{number:06d}", f"中共{name}支部委员会", f"{name}支部", "branch")


def _place(number: int, step: int) -> str:
    """Two characters that a handful of places share."""
    total = len(_CHARACTERS)
    return _CHARACTERS[number * step % total] + SURNAMES[(number * step // total + number) % len(SURNAMES)]


def _organisation(lineage: list[int], code: str, name: str, short: str, level: str) -> Row:
    parent = lineage[-2] if len(lineage) > 1 else None
    return (
        lineage[-1], public_id(lineage[-1], 1), code, name, short, short[:2] + "组", level, lineage, level != "branch", False,
        "州府路1号", "0855-2200000", "", "556000", dt.date(1983, 5, 1), bigrams(name), parent,
    )  # fmt: skip


def name_of(person: int) -> str:
    """The name of a person: some are rare, some as common as names are."""
    dice = random.Random(person)
    surname = SURNAMES[int(len(SURNAMES) * dice.random() ** 2)]
    return surname + dice.choice(_CHARACTERS) + dice.choice(_CHARACTERS)


def _persons(world: World) -> Iterator[Row]:
    for person in range(1, world.holder(world.prefecture_post(3)) + 1):
        name = name_of(person)
        key = " ".join(_sorted(character) for character in name)
        born = dt.date(1960 + person % 45, 1 + person % 12, 1 + person % 28)
        yield (
            person, public_id(person, 2), name, "MF"[person % 2], born, "汉", f"139{person:08d}", "", "", "", key, bigrams(name),
        )  # fmt: skip


def _members(world: World) -> Iterator[Row]:
    for member in range(1, world.members + 1):
        joined = dt.date(1995 + member % 25, 7, 1)
        yield (
            member,
            public_id(member, 3),
            "full",
            joined,
            joined.replace(year=joined.year + 1),
            dt.date(2026, 11, 1),
            member,
        )


def _affiliations(world: World) -> Iterator[Row]:
    for member in range(1, world.members + 1):
        yield member, dt.date(2021, 3, 1), "", member, world.branch((member - 1) // PER_BRANCH)


def _seats(world: World) -> Iterator[tuple[int, str]]:
    """Organisation and role of every post, in the order of their ids."""
    for number in range(world.branches):
        yield from ((world.branch(number), role) for role in BRANCH_ROLES)
    for number in range(world.committees):
        yield from ((world.committee(number), role) for role in COMMITTEE_ROLES)
    for number in range(world.counties):
        yield from ((world.county(number), role) for role in COUNTY_ROLES)
    yield from ((1, role) for role in PREFECTURE_ROLES)


def _posts(world: World) -> Iterator[Row]:
    for post, (organisation, role) in enumerate(_seats(world), start=1):
        yield post, str(role.value), str(role.value), role not in SHARED, organisation


def _appointments(world: World) -> Iterator[Row]:
    for post, (_organisation, role) in enumerate(_seats(world), start=1):
        yield post, _SINCE, False, role not in SHARED, world.holder(post), post


def _users(world: World) -> Iterator[Row]:
    day = "2024-01-01T00:00:00Z"
    for post, _seat in enumerate(_seats(world), start=1):
        if world.user(post) == post:
            yield post, "!", False, f"post-{post}", "", "", "", False, True, day, world.holder(post)
    member = world.plain_member
    yield world.member_account, "!", False, "member", "", "", "", False, True, day, member
