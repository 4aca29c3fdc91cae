"""The path ahead of a transfer is what then happens if nothing changes: along every walk, after returns, in any week.

HYPOTHESIS_PROFILE=long tries many more beginnings, days and people.
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
from registry import posts
from registry.models import Appointment, Member, Role
from registry.refusals import Refused
from tests import desk, paths
from tests.conftest import DAY
from tests.thorough import LONG, tried
from workflows.engine import deciding, suspended, undoing, waiting
from workflows.engine.models import Case, Decision
from workflows.engine.path import path_of
from workflows.processes.transfer.walks import WALKS

SETTINGS = tried(6, 300)
BY = journal.system("test")
ONE = dt.timedelta(days=1)
BACK = {
    "consent": {"outcome": "object", "opinion": "单位名称写错了。"},
    "branch_check": {"outcome": "return", "opinion": "请核对接收单位。"},
    "pass_on": {"outcome": "return", "opinion": "请补充。"},
    "reassign": {"outcome": "return", "opinion": "请补充。"},
    "examine": {"outcome": "return", "opinion": "请补充。"},
    "approve": {"outcome": "return", "opinion": "请再核对。"},
    "accept": {"outcome": "return", "ground": "incomplete", "opinion": "请补充单位全称。"},
    "letter_back": {"outcome": "reissue", "void_reason": "填写有误"},
}  # fmt: skip
# Branches, and where their members go: another county, inside the committee, through a general branch, outside.
ROADS = (("QH0101", "HK0102"), ("QH0104", "QH0102"), ("QH029001", "YL0102"), ("QH0202", "OUT1"), ("HK0103", "QH0203"))
POSTS = (
    ("QH01", Role.DEPARTMENT_HEAD), ("QH01", Role.ORGANISER), ("HK01", Role.ORGANISER), ("HK0102", Role.SECRETARY),
    ("QH0101", Role.ORGANISATION_COMMISSIONER), ("QH0101", Role.SECRETARY), ("QH01", Role.SECRETARY),
)  # fmt: skip


@pytest.fixture(autouse=True)
def _blank_papers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rendering, "typeset", desk.tiny_paper)


def settled(case: Case) -> Case:
    """The case once the worker has done its part."""
    desk.settle()
    return paths.fresh(case)


def rolled_back(do: Callable[[], Any]) -> None:
    """Do something and leave no trace of it."""
    with transaction.atomic():
        do()
        transaction.set_rollback(True)


# -- along every walk -----------------------------------------------------------------------------------------------------


# All of them take minutes: these leave the path that was foretold, or are foretold something else at some step.
SOME = ("expired", "internal", "reissued", "suspended")


@pytest.mark.parametrize("name", sorted(WALKS) if LONG else SOME)
def test_along_every_walk(world: Demo, name: str) -> None:
    """Wherever a walk goes another way than foretold, the path ahead from there is what happens from there on."""
    drive, foretold, compared = driving.begin("transfer", WALKS[name]), list[Any](), 0
    while True:
        desk.settle()
        case = paths.fresh(drive.case)
        if case.closed_at is not None:
            break
        if suspended.running(case) is not None:
            # It does not go on by itself, and its path has no days.
            assert {(stop.opens_on, stop.due_on) for stop in path_of(case).to_come} == {(None, None)}
            driving.step(drive)
            continue
        here, ahead = clock.now(), [line[:3] for line in paths.told(path_of(case))]
        if ahead[:-1] != foretold[1:-1]:
            rolled_back(lambda case=case: paths.compare(case))
            compared += 1
            clock.advance(here - clock.now())
        foretold = ahead
        driving.step(drive)
    assert compared >= COMPARED.get(name, 1)


# How often at least a walk leaves the path that was foretold; the first path counts.
COMPARED = {"amended": 2, "online": 2, "own_amended": 2, "reissued": 2, "returned": 2, "expired": 2, "suspended": 2}


# -- whatever the day, the people and the way so far ----------------------------------------------------------------------


def moved(case: Case, kind: str, days: int) -> None:
    """One move of a history: on in the ordinary way, back, undone at once, or lapsed; after some days of lying."""
    case = settled(case)
    if case.closed_at is not None:
        return
    turn = desk.the_turn(case)
    paths.pass_days(days)
    if kind == "lapse" and turn.step == "report":
        paths.pass_days((turn.task.wait.until + ONE - clock.today()).days)
        waiting.sweep(clock.today())
        return
    if turn.step == "report" and clock.today() > turn.task.wait.until:
        return
    more = BACK.get(turn.step, {}) if kind == "back" else {"channel": "online"} if (kind, turn.step) == ("online", "examine") else {}  # fmt: skip
    by = driving.actor_for(turn, subject_first=bool(days % 2))
    with suppress(Refused):  # a rule may say no to so late a step: then it stays where it is
        deciding.decide(turn.public_id, by=by, data=paths.ordinary(turn) | more, key=desk.key())
    if kind == "undo" and Decision.objects.filter(assignment=turn).exists():
        undoing.recall(Decision.objects.get(assignment=turn).public_id, by=by, key=desk.key())


def ended(world: Demo, number: int, days: int, gap: int | None) -> None:
    """The term of a holder will end; after a gap somebody else comes, or nobody does."""
    code, role = POSTS[number]
    post = world.organisations[code].posts.filter(role=role).first()
    held = post and post.appointments.on(clock.today()).filter(until=None).first()
    if post is None or held is None:
        return
    last = clock.today() + days * ONE
    posts.end_appointment(held, by=BY, last_day=last, reason="换届")
    if gap is not None:
        successor = world.holder("YL01", Role.SECRETARY).person
        posts.appoint(post, successor, by=BY, since=last + (1 + gap) * ONE)


moves = st.lists(
    st.tuples(st.sampled_from(["on", "on", "on", "back", "undo", "online", "lapse"]), st.integers(0, 12)), max_size=14
)
ends = st.lists(
    st.tuples(st.integers(0, len(POSTS) - 1), st.integers(0, 60), st.sampled_from([None, 0, 3])), max_size=3
)
REISSUED = [("on", 1)] * 6 + [("back", 2), ("back", 0), ("on", 1)]


@pytest.mark.django_db
def test_whatever_the_day_the_people_and_the_way_so_far(world: Demo) -> None:
    @SETTINGS
    @given(
        road=st.sampled_from(ROADS), later=st.integers(0, 420), own=st.booleans(), member=st.integers(0, 2), way=moves,
        leaving=ends,
    )  # fmt: skip
    @example(road=ROADS[0], later=66, own=False, member=0, way=[], leaving=[])  # 29 January: the month of the receipt
    @example(road=ROADS[0], later=0, own=True, member=0, way=REISSUED, leaving=[])
    @example(road=ROADS[0], later=80, own=False, member=1, way=[("on", 0)] * 2, leaving=[(0, 5, None)])
    @example(road=ROADS[1], later=300, own=False, member=0, way=[("on", 0), ("back", 3)], leaving=[(0, 2, 3)])
    def holds(road: Any, later: int, own: bool, member: int, way: Any, leaving: Any) -> None:
        clock.travel_to(DAY + later * ONE)
        rolled_back(lambda: _one(world, road, own=own, member=member, way=way, leaving=leaving))

    holds()


def _one(world: Demo, road: tuple[str, str], *, own: bool, member: int, way: Any, leaving: Any) -> None:
    here, there = (world.organisations[code] for code in road)
    about: Member = driving.free_members(here)[member]
    user = about.person.user if own and hasattr(about.person, "user") else world.holder(road[0], Role.SECRETARY)
    case = desk.opened(user, here, about, there)
    for kind, days in way:
        moved(case, kind, days)
    for number, days, gap in leaving:
        ended(world, number, days, gap)
    case = settled(case)
    if case.closed_at is None:
        paths.compare(case)


def test_a_path_writes_nothing_and_changes_no_case(case: Case) -> None:
    case = settled(case)
    before, facts = desk.state(), case.flow_class.facts(case)
    assert [stop.step.name for stop in path_of(case).stops][:3] == ["consent", "branch_check", "examine"]
    assert (desk.state(), case.flow_class.facts(case), case.handling) == (before, facts, None)


@pytest.fixture
def case(world: Demo) -> Case:
    here = world.organisations["QH0101"]
    member = driving.free_members(here)[0]
    return desk.opened(world.holder("QH0101", Role.SECRETARY), here, member, world.organisations["HK0102"])


def test_a_holder_whose_term_ends_before_is_not_named(case: Case, world: Demo) -> None:
    case = settled(case)
    first = next(stop for stop in path_of(case).stops if stop.step.name == "approve")
    for held in Appointment.objects.on(clock.today()).filter(post=first.post):
        posts.end_appointment(held, by=BY, last_day=first.opens_on - ONE, reason="换届")
    second = next(stop for stop in path_of(case).stops if stop.step.name == "approve")
    assert (second.opens_on, second.due_on) == (first.opens_on, first.due_on)
    assert second.post != first.post
    assert str(first.post) + " 空缺。" in [str(sentence) for sentence in second.why] or len(second.why) == 3


@pytest.mark.parametrize("late", [-1, 0, 1])
def test_a_term_that_ends_while_the_step_is_open(case: Case, world: Demo, late: int) -> None:
    """The day before the last one, on it, and the day after."""
    case = settled(case)
    first = next(stop for stop in path_of(case).stops if stop.step.name == "approve")
    for held in Appointment.objects.on(clock.today()).filter(post=first.post):
        posts.end_appointment(held, by=BY, last_day=first.due_on + late * ONE, reason="换届")
    second = next(stop for stop in path_of(case).stops if stop.step.name == "approve")
    assert (second.post, second.holders) == (first.post, first.holders)
    assert second.vacant_from == (first.due_on if late < 0 else None)
