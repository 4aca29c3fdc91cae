"""Who holds which post in the demo prefecture (演示任职方案): filled, vacant, acting, with a predecessor. Pure."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from config.demo import places as small
from config.demo.building import TITLES
from config.demo.places import Plan
from config.demo.prefecture.figures import Figures
from config.demo.prefecture.geography import SEVERAL, organs_of
from registry.models import Level, Role

# What has been vacant at times in every such prefecture; where it is vacant a task climbs to whoever is above.
MAY_BE_VACANT = (Role.ORGANISATION_COMMISSIONER, Role.DEPUTY_SECRETARY, Role.COMMITTEE_MEMBER, Role.SECRETARY)
MAY_BE_ACTING = (Role.SECRETARY, Role.DEPARTMENT_HEAD)
MORE_TITLES = {
    (Role.DEPUTY_SECRETARY, Level.BRANCH): "副书记",
    (Role.COMMITTEE_MEMBER, Level.COMMITTEE): "党委委员",
}


@dataclass(frozen=True)
class Seat:
    """A post to be created (拟设职务): its holders by ID number, and who held it before. Nobody where it is vacant.

    ``since`` is the first day of the present holders; of a vacant post, the last day of whoever held it.
    """

    code: str
    level: str
    role: str
    title: str
    since: dt.date
    holders: tuple[str, ...] = ()
    before: str = ""
    acting: bool = False


def seats(
    places: list[Plan], leaders: Mapping[str, str], day: dt.date, figures: Figures, dice: random.Random
) -> list[Seat]:
    """Every post with its holders. ``leaders`` can be appointed, those in front first: ID number and branch."""
    free = {
        code: [number for number, home in leaders.items() if home == code] for code in dict.fromkeys(leaders.values())
    }
    branches = [place for place in places if place.level == Level.BRANCH]
    posts = [seat for place in places for seat in _posts_of(place, day, figures, dice)]
    # From below: each branch has its own people first, those above choose among the rest.
    posts.sort(key=lambda seat: seat.level != Level.BRANCH)
    by_code = {place.code: place for place in places}
    filled = []
    for seat in posts:
        pools = [free.get(branch.code, []) for branch in organs_of(by_code[seat.code], branches)]
        holders = tuple(_taken(pools, seat.level) for _n in range(SEVERAL.get((seat.level, seat.role), 1)))
        filled.append(replace(seat, holders=holders))
    return _as_life_goes(filled, free, figures, dice)


def _posts_of(place: Plan, day: dt.date, figures: Figures, dice: random.Random) -> Iterator[Seat]:
    roles = list(place.posts)
    if place.level == Level.BRANCH and place.members >= figures.large_branch:
        roles.append(Role.DEPUTY_SECRETARY)
    if place.level == Level.COMMITTEE and not place.outside:
        roles.append(Role.COMMITTEE_MEMBER)
    for role in roles:
        title = {**TITLES, **MORE_TITLES}[Role(role), Level(place.level)]
        yield Seat(place.code, place.level, str(role), title, dt.date(day.year - dice.randint(1, 3), 1, 15))


def _taken(pools: list[list[str]], level: str) -> str:
    """The next one from the fullest pool; a branch has but its own."""
    return (pools[0] if level == Level.BRANCH else max(pools, key=len)).pop(0)


def _as_life_goes(
    filled: list[Seat], free: Mapping[str, list[str]], figures: Figures, dice: random.Random
) -> list[Seat]:
    """Some posts are vacant, some holders only acting, some have followed somebody; never two of these in one place.

    The organisations of the small demo stay as they are: its walks count on them.
    """
    own = {plan.code for plan in small.plans()}
    found = {(seat.code, seat.role): seat for seat in filled}
    changed: set[str] = set()

    def some(most: int, *roles: str, only_in_branches: tuple[str, ...] = ()) -> Iterator[Seat]:
        for seat in dice.sample(filled, len(filled)):
            fits = seat.role in roles and len(seat.holders) == 1 and seat.code not in own | changed
            if most and fits and (seat.level == Level.BRANCH or seat.role not in only_in_branches):
                most -= 1
                changed.add(seat.code)
                yield seat

    for seat in some(figures.acting, *MAY_BE_ACTING):
        found[seat.code, seat.role] = replace(seat, acting=True)
    for seat in some(figures.vacant, *MAY_BE_VACANT, only_in_branches=(Role.SECRETARY,)):
        found[seat.code, seat.role] = replace(seat, holders=(), before=seat.holders[0])
    for seat in some(figures.replaced, *Role.values):
        if (pool := free.get(seat.code)) and seat.level == Level.BRANCH:
            found[seat.code, seat.role] = replace(seat, before=pool.pop(0))
    return list(found.values())
