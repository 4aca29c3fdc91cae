"""The path ahead of a transfer is what then happens, whatever was done with it so far besides deciding: sent back,
suspended, handed over, left by whoever had it, delegated, kept from somebody who must stand aside.

HYPOTHESIS_PROFILE=long tries many more.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from django.db import transaction
from hypothesis import example, given
from hypothesis import strategies as st

from audit import clock, journal
from config.demo import driving
from config.demo.building import Demo
from documents import rendering
from registry import kinship, posts
from registry.access import viewer_of
from registry.models import Person, Role, User
from registry.refusals import Refused
from tests import desk, paths
from tests.conftest import DAY
from tests.thorough import tried
from tests.workflows.deputing import give
from workflows.engine import interests, moving, returning, stranded, suspending, turns
from workflows.engine.authority import may_act
from workflows.engine.models import Case, TaskAssignment
from workflows.engine.path import path_of

SETTINGS = tried(2, 100)
BY = journal.system("test")
ONE = dt.timedelta(days=1)
HELPERS = ("YL01", "YL0202")


class Way:
    """A case and what is done with it; whatever a rule does not allow is left undone."""

    def __init__(self, world: Demo, case: Case) -> None:
        self.world, self.case, self.done = world, case, set[str]()

    @property
    def turn(self) -> TaskAssignment:
        """The open turn, once the worker has done its part."""
        desk.settle()
        self.case = paths.fresh(self.case)
        return desk.the_turn(self.case)

    def helper(self) -> User:
        """Somebody elsewhere who can act in place of others."""
        return self.world.holder(HELPERS[0], Role.SECRETARY)

    def on(self, number: int) -> None:
        """Decided in the ordinary way, after some days."""
        paths.pass_days(number % 4)
        turn = self.turn
        if turn.step != "report" or clock.today() <= turn.task.wait.until:
            desk.deciding.decide(turn.public_id, by=self.actor(turn), data=paths.ordinary(turn), key=desk.key())

    def sent_back(self, number: int) -> None:
        """Sent back to one of the steps that are offered."""
        turn = self.turn
        targets = [target.step.name for target in returning.targets(turn)]
        if targets:
            to = targets[number % len(targets)]
            by = self.actor(turn)
            returning.return_to(turn.public_id, to=to, by=by, reason="请核对。", key=desk.key())
            self.done.add("sent_back")

    def suspended(self, number: int) -> None:
        """Suspended for some days; meanwhile nothing on its path has a day."""
        turn = self.turn
        act = self.case.flow_class.suspension
        head = act.by.route(self.case, clock.today(), turns.grounds(self.case, act)).post.appointments
        by = head.on(clock.today()).select_related("person__user").earliest("pk").person.user
        suspending.suspend(turn.case_id, by=by, reason="核实中。", key=desk.key())
        assert {(stop.opens_on, stop.due_on) for stop in path_of(paths.fresh(self.case)).to_come} <= {(None, None)}
        paths.pass_days(1 + number)
        suspending.resume(turn.case_id, by=by, key=desk.key())
        self.done.add("suspended")

    def handed_over(self, number: int) -> None:
        """Handed over to one of the posts that are offered."""
        turn = self.turn
        seats = moving.handovers(turn, clock.today()) if turn.person_id is None else []
        if seats:
            to = seats[number % len(seats)].post
            assert to is not None
            moving.hand_over(turn.public_id, to=to, by=self.actor(turn), reason="外出学习。", key=desk.key())
            self.done.add("handed_over")

    def stands_aside(self, _number: int) -> None:
        """Whoever has it declares an interest; at every later step he stands aside too."""
        turn = self.turn
        if turn.person_id is None:
            interests.declare_interest(turn.public_id, by=self.actor(turn), reason="亲属。", key=desk.key())
            self.done.add("stands_aside")

    def kin_ahead(self, number: int) -> None:
        """The holder of a post ahead turns out to be a relative of the member."""
        assert self.turn
        ahead = [stop for stop in path_of(self.case).to_come if stop.holders and stop.person is None]
        if ahead:
            found: Person = ahead[number % len(ahead)].holders[0].person
            registrar = viewer_of(self.case.opened_by, clock.today())
            kinship.record(self.case.member, found, relation="spouse", by=registrar)
            stranded.sweep(clock.today())
            self.done.add("kin_ahead")

    def vacated(self, number: int) -> None:
        """Whoever has it, or has a step ahead, left yesterday: the deputy has it, or the superior."""
        assert self.turn
        stops = [stop for stop in path_of(self.case).stops if stop.holders and stop.person is None]
        if stops:
            for term in stops[number % len(stops)].holders:
                posts.end_appointment(term, by=BY, last_day=clock.today() - ONE, reason="离任")
            stranded.sweep(clock.today())
            self.done.add("vacated")

    def joined(self, number: int) -> None:
        """A shared post ahead gets one holder more: if the first one stands aside, the other one is left."""
        assert self.turn
        shared = [stop.post for stop in path_of(self.case).to_come if stop.post and not stop.post.single]
        if shared:
            other = self.world.holder(HELPERS[1], Role.SECRETARY).person
            posts.appoint(shared[number % len(shared)], other, by=BY, since=clock.today() - ONE)
            self.done.add("joined")

    def delegated(self, number: int) -> None:
        """A post on the way is delegated for a fortnight: it is acted for, the path is the same."""
        assert self.turn
        before = paths.told(path_of(paths.fresh(self.case)))
        stops = [stop for stop in path_of(self.case).stops if stop.post and stop.holders and stop.person is None]
        if stops:
            stop = stops[number % len(stops)]
            assert stop.post is not None
            give(stop.post, stop.holders[0].person.user, self.helper(), days=14)
            assert paths.told(path_of(paths.fresh(self.case))) == before
            self.done.add("delegated")

    def actor(self, turn: TaskAssignment) -> User:
        """A proxy, where there is one; else whoever it is routed to."""
        helper = self.helper()
        return helper if turn.person_id is None and may_act(turn, helper, clock.today()) else driving.actor_for(turn)


VERBS = ("sent_back", "suspended", "handed_over", "stands_aside", "kin_ahead", "vacated", "joined", "delegated")
ways = st.lists(st.tuples(st.sampled_from(["on", "on", "on", *VERBS]), st.integers(0, 9)), min_size=2, max_size=9)
ROADS = (("QH0101", "HK0102"), ("QH0104", "QH0102"), ("QH029001", "YL0102"), ("QH0202", "OUT1"))
TO_THE_APPROVAL = [("on", 1)] * 3
SEEN: set[str] = set()


@pytest.fixture(autouse=True)
def _blank_papers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rendering, "typeset", desk.tiny_paper)


@pytest.mark.django_db
def test_whatever_was_done_with_it_so_far(world: Demo) -> None:
    SEEN.clear()

    @SETTINGS
    @given(road=st.sampled_from(ROADS), later=st.integers(0, 300), way=ways)
    @example(road=ROADS[0], later=0, way=[*TO_THE_APPROVAL, ("sent_back", 1), ("on", 2), ("sent_back", 0)])
    @example(road=ROADS[0], later=30, way=[*TO_THE_APPROVAL, ("suspended", 8), ("sent_back", 2), ("suspended", 2)])
    @example(
        road=ROADS[0], later=3, way=[("on", 0), ("handed_over", 0), ("delegated", 3), ("on", 0), ("handed_over", 1)]
    )
    @example(road=ROADS[2], later=60, way=[("on", 0), ("stands_aside", 0), ("kin_ahead", 2), ("kin_ahead", 4)])
    @example(road=ROADS[0], later=5, way=[("on", 0), ("joined", 0), ("kin_ahead", 0), ("on", 0)])
    @example(road=ROADS[0], later=7, way=[("on", 0), ("vacated", 0), ("vacated", 2), ("delegated", 1)])
    @example(road=ROADS[1], later=9, way=[("on", 0), ("delegated", 0), ("vacated", 1), ("on", 0), ("sent_back", 0)])
    def holds(road: Any, later: int, way: Any) -> None:
        clock.travel_to(DAY + later * ONE)
        rolled_back(lambda: _one(world, road, way))

    holds()
    assert set(VERBS) == SEEN


def rolled_back(do: Callable[[], Any]) -> None:
    """Do something and leave no trace of it."""
    with transaction.atomic():
        do()
        transaction.set_rollback(True)


def _one(world: Demo, road: tuple[str, str], way: Any) -> None:
    here, there = (world.organisations[code] for code in road)
    about = driving.free_members(here)[0]
    done = Way(world, desk.opened(world.holder(road[0], Role.SECRETARY), here, about, there))
    for verb, number in way:
        if done.case.closed_at is None:
            with suppress(Refused), transaction.atomic():
                getattr(done, verb)(number)
    SEEN.update(done.done)
    desk.settle()
    case = paths.fresh(done.case)
    if case.closed_at is None:
        paths.compare(case, done.actor)
