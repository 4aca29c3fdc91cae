"""The path ahead where several people sign is what then happens, whatever was done so far: returned, a signer added or
taken off, signed in part, suspended, delegated, a seat vacated, its holder a relative of the member.

HYPOTHESIS_PROFILE=long tries many more.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from hypothesis import example, given
from hypothesis import strategies as st

from audit import clock
from config.demo import driving
from config.demo.building import Demo
from registry import kinship
from registry.access import viewer_of
from registry.models import Role, User
from registry.refusals import Refused
from tests import desk, paths
from tests.conftest import DAY
from tests.thorough import tried
from tests.workflows.countersigned import DATED
from tests.workflows.countersigned_desk import ALL, Desk
from tests.workflows.deputing import give
from workflows.engine import catalogue, countersigning, deciding, rounds, stranded, suspending
from workflows.engine.authority import may_act
from workflows.engine.models import Case, TaskAssignment
from workflows.engine.path import path_of, turns_of
from workflows.engine.stops import Stop

SETTINGS = tried(4, 100)
ONE = dt.timedelta(days=1)
Told = tuple[Any, ...]


# -- what is foretold and what happens, in the same words ------------------------------------------------------------------


def told(case: Case) -> list[Told]:
    """A line for each step from the open one on: its name, its last day, who has it; and one for the end."""
    path, today = path_of(case), clock.today()
    lines: list[Told] = [_line(stop, today) for stop in path.stops]
    return [*lines, ("end", path.end.code if path.end else "", path.ends_on)]


def _line(stop: Stop, today: dt.date) -> Told:
    last = max(stop.last_day or today, today)
    if stop.roll:
        seats = tuple((seat.post.pk, seat.signed, str(seat.absent or "")) for seat in stop.roll)
        return (stop.step.name, last, seats)
    assert stop.post is not None
    return (stop.step.name, last, stop.post.pk, tuple(term.person_id for term in stop.holders))


def now(case: Case) -> Told:
    """The open step, read from the rows: its name and who has it."""
    turn = turns_of(case)[0]
    if (round_ := rounds.running(case)) is not None:
        state = round_.state
        return (
            turn.step,
            tuple((round_.signers[n].post_id, n in state.signed, str(state.absent.get(n, ""))) for n in state.waits),
        )
    return (turn.step, turn.post_id, tuple(paths.able(turn, clock.today())))


def last_of(turn: TaskAssignment) -> tuple[dt.date, int]:
    """The day on which a turn is decided, and its place among those of the same day."""
    return max(turn.due_on or clock.today(), clock.today()), turn.signer.number if turn.signer else 0


def lived(case: Case, actor: Callable[[TaskAssignment], User]) -> None:
    """Go on to the end, everybody on his last day; whatever was foretold before each decision is what has happened."""
    opened: list[Told] = []  # each step as it was opened
    last: list[dt.date] = []  # and the day on which it ended
    foretold: list[tuple[int, Told, list[Told]]] = []
    task = None
    while (case := paths.fresh(case)).closed_at is None:
        turn = min(turns_of(case), key=last_of)
        if turn.task_id != task:
            task = turn.task_id
            opened.append(now(case))
            last.append(clock.today())
        foretold.append((len(opened) - 1, now(case), told(case)))
        paths.pass_days((last_of(turn)[0] - clock.today()).days)
        deciding.decide(turn.public_id, by=actor(turn), data=ordinary(turn), key=desk.key())
        last[-1] = clock.today()
        desk.settle()
    end = ("end", case.outcome, timezone.localdate(case.closed_at))
    for number, here, lines in foretold:
        steps = [here, *opened[number + 1 :]]
        happened = [(step[0], day, *step[1:]) for step, day in zip(steps, last[number:], strict=True)]
        assert lines == [*happened, end]


def ordinary(turn: TaskAssignment) -> dict[str, Any]:
    """The answer of whoever agrees, or writes something."""
    return {"outcome": "agree", "opinion": ""} if turn.step == "sign" else {"text": "拟同意。"}


# -- what may have happened before ----------------------------------------------------------------------------------------


class Way:
    """A case and what is done with it; whatever a rule does not allow is left undone."""

    def __init__(self, world: Demo, case: Desk) -> None:
        self.world, self.desk, self.done = world, case, set[str]()

    @property
    def turns(self) -> list[TaskAssignment]:
        """The open turns, once the worker has done its part."""
        desk.settle()
        self.desk.case = paths.fresh(self.desk.case)
        return turns_of(self.desk.case)

    def a_turn(self, number: int) -> TaskAssignment:
        """One of the open turns."""
        found = self.turns
        return found[number % len(found)]

    def on(self, number: int) -> None:
        """One turn is decided in the ordinary way, after some days."""
        paths.pass_days(number % 3)
        turn = self.a_turn(number)
        deciding.decide(turn.public_id, by=self.actor(turn), data=ordinary(turn), key=desk.key())

    def no(self, number: int) -> None:
        """One signs with a no."""
        turn = self.a_turn(number)
        if turn.step == "sign" and self.desk.case.flow_class is DATED["Half"]:
            data = {"outcome": "disagree", "opinion": "理由如下。"}
            deciding.decide(turn.public_id, by=self.actor(turn), data=data, key=desk.key())

    def returned(self, number: int) -> None:
        """One sends it back."""
        turn = self.a_turn(number)
        if turn.step == "sign":
            data = {"outcome": "return", "opinion": "请修改。"}
            deciding.decide(turn.public_id, by=self.actor(turn), data=data, key=desk.key())
            self.done.add("returned")

    def added(self, number: int) -> None:
        """Some days later one asks for one more signature."""
        paths.pass_days(number % 3)
        turn = self.a_turn(number)
        if turn.signer_id is not None:
            place = ("before", "after", "parallel")[number % 3]
            who, wanted = self.desk.name(turn.post), self.desk.post("QH", Role.ORGANISER)
            self.desk.add(who, wanted, place, by=self.actor(turn))
            self.done.add("added")

    def removed(self, number: int) -> None:
        """Whoever asked takes the added one off again."""
        turn = self.a_turn(number)
        if turn.signer_id is not None:
            self.desk.remove(self.desk.name(turn.post), "county organiser", by=self.actor(turn))
            self.done.add("removed")

    def suspended(self, number: int) -> None:
        """Suspended for some days."""
        case_id, head = self.turns[0].case_id, self.desk.user("county head")
        suspending.suspend(case_id, by=head, reason="核实中。", key=desk.key())
        assert {(stop.opens_on, stop.due_on) for stop in path_of(paths.fresh(self.desk.case)).to_come} <= {(None, None)}
        paths.pass_days(1 + number)
        suspending.resume(case_id, by=head, key=desk.key())
        self.done.add("suspended")

    def vacated(self, number: int) -> None:
        """One who signs left yesterday."""
        assert self.turns
        self.desk.leave(ALL[number % 3])
        self._look()
        self.done.add("vacated")

    def kin(self, number: int) -> None:
        """One who signs is a relative of the member."""
        assert self.turns
        case, relative = self.desk.case, self.desk.user(ALL[number % 3]).person
        kinship.record(case.member, relative, by=viewer_of(case.opened_by, clock.today()), relation="spouse")
        self._look()
        self.done.add("kin")

    def _look(self) -> None:
        countersigning.sweep()
        stranded.sweep(clock.today())

    def delegated(self, number: int) -> None:
        """The post of an open turn is delegated; the path is the same."""
        turn = self.a_turn(number)
        before = told(self.desk.case)
        give(turn.post, driving.actor_for(turn), self.helper(), days=14)
        assert told(paths.fresh(self.desk.case)) == before
        self.done.add("delegated")

    def helper(self) -> User:
        """Somebody elsewhere who can act in place of others."""
        return self.world.holder("YL01", Role.SECRETARY)

    def actor(self, turn: TaskAssignment) -> User:
        """A proxy, where there is one who has not signed yet; else a holder."""
        helper, round_ = self.helper(), rounds.of_turn(turn)
        free = round_ is None or all(helper.person_id not in event.heads for event in round_.state.signed.values())
        return helper if free and may_act(turn, helper, clock.today()) else driving.actor_for(turn)


VERBS = ("returned", "added", "removed", "suspended", "vacated", "kin", "delegated")
ways = st.lists(st.tuples(st.sampled_from(["on", "on", "no", *VERBS]), st.integers(0, 8)), max_size=8)
SEEN: set[str] = set()


@pytest.mark.django_db
def test_whatever_was_done_so_far(world: Demo, monkeypatch: pytest.MonkeyPatch) -> None:
    SEEN.clear()

    @SETTINGS
    @given(course=st.sampled_from(sorted(DATED)), later=st.integers(0, 300), way=ways)
    @example(course="InOrder", later=0, way=[])
    @example(course="InOrder", later=10, way=[("on", 1), ("on", 2), ("added", 0), ("suspended", 4)])
    @example(course="All", later=20, way=[("on", 0), ("on", 1), ("added", 2), ("suspended", 1)])
    @example(
        course="All", later=30, way=[("on", 0), ("added", 1), ("on", 1), ("returned", 0), ("on", 0), ("delegated", 0)]
    )
    @example(course="All", later=40, way=[("on", 0), ("added", 2), ("removed", 2), ("added", 3), ("vacated", 2)])
    @example(course="OfTwo", later=50, way=[("vacated", 0), ("kin", 1), ("on", 0), ("suspended", 2)])
    @example(course="Half", later=60, way=[("on", 0), ("no", 0), ("added", 1), ("kin", 2), ("delegated", 1)])
    def holds(course: str, later: int, way: Any) -> None:
        monkeypatch.setitem(catalogue._EDITIONS, "countersigned", [DATED[course]])
        clock.travel_to(DAY + later * ONE)
        with transaction.atomic():
            _one(world, DATED[course], way)
            transaction.set_rollback(True)

    holds()
    assert set(VERBS) == SEEN


def _one(world: Demo, course: Any, way: Any) -> None:
    about = driving.free_members(world.organisations["QH0101"])[0]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Desk, "drafted", lambda self: None)
        done = Way(world, Desk(world, course, world.holder("QH0101", Role.SECRETARY), about))
    for verb, number in way:
        if paths.fresh(done.desk.case).closed_at is None:
            with suppress(Refused, PermissionDenied, KeyError, ValueError), transaction.atomic():
                getattr(done, verb)(number)
    SEEN.update(done.done)
    desk.settle()
    case = paths.fresh(done.desk.case)
    if case.closed_at is None:
        lived(case, done.actor)
