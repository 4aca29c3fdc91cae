"""How many rows the bench writes, and whose: everything else follows from it by arithmetic."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache
from math import gcd

from bench.inbox.world import PER_BRANCH, PER_COMMITTEE, World

PER_CASE = 8


@dataclass(frozen=True)
class Plan:
    """How many rows there are, and whose; all ids and dates follow from it."""

    world: World
    now: dt.datetime
    closed: int
    busiest_open: int
    typical_open: int

    @property
    def closed_cases(self) -> int:
        """Cases that are over."""
        return -(-self.closed // PER_CASE)

    @property
    def busiest_closed(self) -> int:
        """How many turns the busiest approver has decided: one in a hundred, 50,000 of five million."""
        return self.closed // 100

    @property
    def busiest_post(self) -> int:
        """The head of the organisation department of the prefecture; its holder is the organiser there as well."""
        return self.world.prefecture_post(0)

    @property
    def typical_committee(self) -> int:
        """The committee in the middle, whose secretary is the typical approver."""
        return self.world.committees // 2

    @property
    def typical_post(self) -> int:
        """The post of the typical approver."""
        return self.world.committee_post(self.typical_committee, 0)

    @property
    def own(self) -> int:
        """Open cases that wait for one of the two; they come first, and after them the one of the plain member."""
        return self.busiest_open + self.typical_open


def mixed(number: int, salt: int) -> int:
    """A number that looks random, below 2^32."""
    value = (number + salt * 0x9E3779B1) * 0x85EBCA6B & 0xFFFFFFFF
    return (value ^ value >> 13) * 0xC2B2AE35 & 0xFFFFFFFF


def subject(plan: Plan, number: int) -> int:
    """Each member once: those the typical approver and the plain member need, the others by a stride."""
    needed = _needed(plan)
    if plan.busiest_open <= number <= plan.own:
        return needed[number - plan.busiest_open]
    member = _strided(plan, number)
    while member in needed:
        member = _strided(plan, plan.busiest_open + needed.index(member))
    return member


@cache
def _needed(plan: Plan) -> list[int]:
    first = plan.typical_committee * PER_COMMITTEE * PER_BRANCH + 3
    return [*range(first, first + 7 * plan.typical_open, 7), plan.world.plain_member]


def _strided(plan: Plan, number: int) -> int:
    return number * _stride(plan.world.members) % plan.world.members + 1


@cache
def _stride(members: int) -> int:
    """A step that meets every member once before it meets one twice."""
    step = int(members * 0.618) | 1
    while gcd(step, members) > 1:
        step += 2
    return step
