"""Opening the cases of the demo prefecture (演示立件), each about a member of its own."""

from __future__ import annotations

import random
from collections.abc import Iterator

from audit import clock
from config.demo import driving
from config.demo.building import Demo, account
from config.demo.prefecture.caseload import Start, moved, place_of
from config.demo.prefecture.journeys import AGAINST, Journey, Place
from config.demo.prefecture.planning import Register
from registry.models import Level, Member
from workflows.engine.walks import Walk, walks_of

PLACES_TRIED = 30


class Openings:
    """Opens the cases of a history, each about a member of its own (立件)."""

    def __init__(self, demo: Demo, planned: Register, dice: random.Random) -> None:
        self.demo, self.planned, self.dice = demo, planned, dice
        self.used: set[int] = set()

    def open(self, start: Start) -> Journey | None:
        """Open the case of a start; None if nowhere is a member left for it, or a rule is against it everywhere."""
        for place in self._places(start):
            walk = place.walk(start)
            member = self._member(walk)
            if member is None and self.demo.organisations[walk.opened_at].level == Level.BRANCH:
                continue
            try:
                drive = driving.begin(start.process, walk, member)
            except AGAINST:  # about the same matter somebody has asked there already; or nobody is there to ask
                continue
            self.used |= {member.pk} if member is not None else set()
            return Journey(start, place, drive, clock.today(), wakes_on=clock.today())
        return None

    def _places(self, start: Start) -> Iterator[Place]:
        """Places of the same shape, where the posts are held that its walk begins with; at last where it is at home."""
        home = walks_of(start.process)[start.walk].opened_at
        for _n in range(0 if start.at_home else PLACES_TRIED):
            places = moved(self.planned.organisations, self.dice)
            if places and (beside := self._beside(place_of(home, places), self.planned.filled(home))):
                yield Place(self.dice.choice(beside), places)
        yield Place(home)

    def _beside(self, code: str, roles: set[str]) -> list[str]:
        """The branches beside one, itself included, with these posts held; a committee only itself: a walk names its branches."""
        one = next(plan for plan in self.planned.organisations if plan.code == code)
        alike = [p for p in self.planned.organisations if (p.parent, p.level) == (one.parent, one.level)]
        alike = alike if one.level == Level.BRANCH else [one]
        return [plan.code for plan in alike if self.planned.filled(plan.code) >= roles]

    def _member(self, walk: Walk) -> Member | None:
        """Somebody about whom there was no case yet; whoever asks himself is given an account where he has none."""
        free = driving.free_members(self.demo.organisations[walk.opened_at], walk.standing)
        member = next((m for m in free if m.pk not in self.used), None)
        if member is not None and walk.by_subject and not hasattr(member.person, "user"):
            account(member.person, f"{walk.opened_at.lower()}-member-{member.pk}")
        return member
