"""What the register of the demo prefecture will hold (演示登记方案). Pure: a day, a seed and the figures in, rows out."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import dataclass, replace

from config.demo.people import Invented
from config.demo.places import Plan
from config.demo.prefecture.figures import Figures
from config.demo.prefecture.geography import organisations
from config.demo.prefecture.names import PrefectureInventor
from config.demo.prefecture.seats import Seat, seats
from registry.calendar import add_months, first_of_month
from registry.models import Level
from registry.models.kinship import Relation

RELATIONS = (Relation.SPOUSE, Relation.DIRECT, Relation.COLLATERAL, Relation.IN_LAW)
# A branch that is neither small nor a general branch's has from half to twice as many members as the average.
SPREAD = (50, 75, 90, 100, 110, 140, 200)
DUES_BEHIND = (0, 0, 0, 0, 1, 1, 4)


@dataclass(frozen=True)
class PlannedMember:
    """A member to be enrolled (拟登记党员): the person, and where and since when he belongs."""

    who: Invented
    home: str
    standing: str
    joined_on: dt.date
    full_since: dt.date | None
    dues_paid_until: dt.date
    since: dt.date


@dataclass(frozen=True)
class Register:
    """The register as planned (登记方案). Kin are pairs of ID numbers with their relation."""

    day: dt.date
    organisations: list[Plan]
    members: list[PlannedMember]
    seats: list[Seat]
    kin: list[tuple[str, str, str]]

    def members_of(self, code: str) -> list[PlannedMember]:
        """The members of one branch."""
        return [member for member in self.members if member.home == code]

    def filled(self, code: str) -> set[str]:
        """The roles of an organisation that somebody holds on the day."""
        return {seat.role for seat in self.seats if seat.code == code and seat.holders}


def planned(day: dt.date, seed: int, figures: Figures, places: list[Plan] | None = None) -> Register:
    """The whole register of a day, or that of some organisations; the same for the same seed."""
    dice = random.Random(seed)  # noqa: S311 -- must be the same every time, not secret
    places = _with_members(places or organisations(), figures, dice)
    inventor = PrefectureInventor(seed, rare_every=figures.rare_name_every, dotted_every=figures.dotted_name_every)
    members = [m for place in places for m in _members(place, day, figures, inventor, dice)]
    full = sorted((m for m in members if m.standing == "full"), key=lambda member: not _may_lead(member, day))
    filled = seats(places, {member.who.id_number: member.home for member in full}, day, figures, dice)
    return Register(day, places, members, filled, _kin(members, filled, figures, dice))


def _with_members(places: list[Plan], figures: Figures, dice: random.Random) -> list[Plan]:
    """Distribute the members over the branches: small ones stay small."""
    branches = [place for place in places if place.level == Level.BRANCH]
    small = [place.code for place in branches if place.members == figures.smallest_branch]
    large = [place.code for place in branches if place.code not in small]
    weights = {code: dice.choice(SPREAD) for code in large}
    left, total = figures.members - len(small) * figures.smallest_branch, sum(weights.values())
    sizes = dict.fromkeys(small, figures.smallest_branch)
    sizes |= {code: max(figures.least, left * weights[code] // total) for code in large}
    for n in range(figures.members - sum(sizes.values())):
        sizes[large[n % len(large)]] += 1
    return [replace(place, members=sizes.get(place.code, 0)) for place in places]


def _members(
    place: Plan, day: dt.date, figures: Figures, inventor: PrefectureInventor, dice: random.Random
) -> Iterator[PlannedMember]:
    for n in range(place.members):
        who = inventor.person(youngest=24, oldest=72, year=day.year)
        # One where there are enough full members, about whom there can be a case; some more by chance.
        more = n > figures.least and dice.randrange(100) < figures.more_probationary_in_a_hundred
        probationary = n == figures.least or more
        joined = add_months(day, -dice.randint(8, 11)) if probationary else _joined(who, day, dice)
        paid = add_months(first_of_month(day), -dice.choice(DUES_BEHIND))
        yield PlannedMember(
            who, place.code, "probationary" if probationary else "full", joined,
            full_since=None if probationary else add_months(joined, 12), dues_paid_until=max(paid, first_of_month(joined)),
            since=joined if probationary else max(joined, dt.date(day.year - dice.randint(1, 9), 3, 1)),
        )  # fmt: skip


def _joined(who: Invented, day: dt.date, dice: random.Random) -> dt.date:
    earliest, latest = who.born_on.year + 19, day.year - 2
    return dt.date(dice.randint(min(earliest, latest), latest), 7, 1)


def _may_lead(member: PlannedMember, day: dt.date) -> bool:
    """Of an age between 28 and 60: those are asked first."""
    return 28 <= day.year - member.who.born_on.year <= 60


def _kin(
    members: list[PlannedMember], filled: list[Seat], figures: Figures, dice: random.Random
) -> list[tuple[str, str, str]]:
    """Relatives of holders of posts in their own branch, and couples elsewhere, half and half."""
    homes = {member.who.id_number: member.home for member in members}
    holding = sorted({number for seat in filled for number in seat.holders})
    found: dict[tuple[str, str], str] = {}
    while len(found) < figures.kinships:
        one = dice.choice(holding) if len(found) % 2 else dice.choice(members).who.id_number
        near = [m.who.id_number for m in members if m.home == homes[one] and m.who.id_number not in (one, *holding)]
        pair = (one, dice.choice(near))
        if not {number for two in found for number in two} & set(pair):
            found[pair] = str(RELATIONS[len(found) % len(RELATIONS)])
    return [(one, other, relation) for (one, other), relation in found.items()]
