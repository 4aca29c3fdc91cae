"""A task that has moved: its new holder is told once and reminded as if it were new to him; undoing leaves it with him."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from audit import clock
from config.demo.building import Demo
from registry import posts
from registry.models import Post, Role, User
from tests import desk
from tests.workflows.countersigned_desk import ALL, recall
from tests.workflows.deputing import BY, DAY
from workflows.engine import collecting, moving, stranded, undoing
from workflows.engine.models import Notice, Reminder, TaskAssignment
from workflows.engine.reminding import remind
from workflows.engine.sentences import Sentence

D = dt.date
pytestmark = pytest.mark.usefixtures("still")


def hand(turn: TaskAssignment, by: User, to: User) -> TaskAssignment:
    post: Post = to.person.appointments.get().post
    moving.hand_over(turn.public_id, to=post, by=by, reason="外出。", key=desk.key())
    return desk.the_turn(turn.case)


def told(turn: TaskAssignment, *kinds: str) -> list[int]:
    """Who was told of a turn, each time, oldest first."""
    found = Notice.objects.filter(turn=turn, kind__in=kinds or ("task", "back"))
    return list(found.order_by("pk").values_list("person_id", flat=True))


def swept(day: dt.date) -> dict[str, int]:
    clock.travel_to(day)
    return dict(remind(day))


def reminded(turn: TaskAssignment) -> list[tuple[str, dt.date]]:
    return list(Reminder.objects.filter(turn=turn).order_by("pk").values_list("stage", "on"))


# -- told once ------------------------------------------------------------------------------------------------------------


def test_handed_over_before_anybody_was_told_the_new_holder_is_told_once(
    check: TaskAssignment, commissioner: User, secretary: User
) -> None:
    hand(check, commissioner, secretary)
    assert collecting.collect() == 1
    assert told(check) == [secretary.person_id]


def test_handed_over_after_the_holder_was_told_each_is_told_once(
    check: TaskAssignment, commissioner: User, secretary: User
) -> None:
    collecting.collect()
    hand(check, commissioner, secretary)
    assert collecting.collect() == 0
    assert told(check) == [commissioner.person_id, secretary.person_id]


def test_handed_to_and_fro_each_is_told_each_time(check: TaskAssignment, commissioner: User, secretary: User) -> None:
    turn = hand(check, commissioner, secretary)
    turn = hand(turn, secretary, commissioner)
    hand(turn, commissioner, secretary)
    collecting.collect()
    assert told(check) == [secretary.person_id, commissioner.person_id, secretary.person_id]


def test_sent_on_by_the_sweep_before_anybody_was_told_the_new_holder_is_told_once(
    check: TaskAssignment, commissioner: User, secretary: User
) -> None:
    posts.end_appointment(check.post.appointments.get(), by=BY, last_day=clock.today() - DAY, reason="离任")
    assert stranded.sweep(clock.today()) == 1
    collecting.collect()
    assert told(check) == [secretary.person_id]


# -- reminded from then on ------------------------------------------------------------------------------------------------


def test_whoever_it_was_handed_to_is_reminded_anew_and_not_on_the_day_it_came_to_him(
    check: TaskAssignment, commissioner: User, secretary: User
) -> None:
    """Due on Tuesday 1 December: the commissioner hears of it the day before, and hands it over that day."""
    assert check.due_on == D(2026, 12, 1)
    assert swept(D(2026, 11, 30)) == {"before": 1}
    hand(check, commissioner, secretary)
    assert swept(D(2026, 11, 30)) == {}
    assert swept(D(2026, 12, 1)) == {"due": 1}
    assert reminded(check) == [("before", D(2026, 11, 30)), ("due", D(2026, 12, 1))]
    assert told(check, "reminder") == [commissioner.person_id, secretary.person_id]


def test_a_stage_said_to_one_is_said_to_the_next(check: TaskAssignment, commissioner: User, secretary: User) -> None:
    """Reminded on the last day, handed over on it: the day after the new holder hears that it is late; once."""
    assert swept(D(2026, 12, 1)) == {"due": 1}
    hand(check, commissioner, secretary)
    assert [swept(D(2026, 12, day)) for day in (1, 2, 3)] == [{}, {"due": 1}, {}]
    assert told(check, "reminder") == [commissioner.person_id, secretary.person_id]


def test_handing_it_over_does_not_put_off_the_superior_nor_tell_him_twice(
    check: TaskAssignment, commissioner: User, secretary: User, superior: User
) -> None:
    swept(D(2026, 12, 1))
    hand(check, commissioner, secretary)
    assert [swept(D(2026, 12, day)) for day in (3, 4)] == [{"due": 1}, {"escalated": 1}]
    hand(desk.the_turn(check.case), secretary, commissioner)
    assert [swept(D(2026, 12, day)) for day in (5, 7, 8)] == [{}, {}, {}]
    assert told(check, "escalated") == [superior.person_id]


def test_the_database_keeps_each_stage_once(check: TaskAssignment) -> None:
    swept(D(2026, 12, 4))
    row: dict[str, Any] = {"turn": check, "on": D(2026, 12, 7)}
    Reminder.objects.create(stage="due", **row)
    for stage, moved_on in (("due", None), ("escalated", None), ("escalated", D(2026, 12, 5))):
        with pytest.raises(IntegrityError), transaction.atomic():
            Reminder.objects.create(stage=stage, moved_on=moved_on, **row)
    Reminder.objects.create(stage="due", moved_on=D(2026, 12, 5), **row)


# -- undone ---------------------------------------------------------------------------------------------------------------


def test_an_undone_decision_leaves_the_task_with_whom_it_was_handed_to(
    check: TaskAssignment, commissioner: User, secretary: User
) -> None:
    """Not with whose it would be by the course; and nobody is told or reminded again."""
    collecting.collect()
    clock.travel_to(clock.today() + DAY)
    before = hand(check, commissioner, secretary)
    decision = desk.act(before, secretary)
    undoing.recall(decision.public_id, by=secretary, key=desk.key())
    turn = desk.the_turn(check.case)
    assert (turn.pk != before.pk, turn.post, turn.moved_on) == (True, before.post, clock.today())
    assert Sentence.from_json(turn.why[-1]).msgid == "%(who)s (%(from)s) handed it over to %(post)s: %(reason)s"
    assert (turn.why, turn.due_on, turn.opened_at) == (before.why, before.due_on, before.opened_at)
    assert collecting.collect() == 0
    assert desk.act(turn, secretary).outcome == "pass"


# -- where several sign ---------------------------------------------------------------------------------------------------


def test_every_signer_is_reminded_himself(world: Demo, at: Any) -> None:
    """Each seat has a term and a reminder of its own, also where all were opened at the same instant."""
    case = at()
    due = {case.turn(who).due_on for who in ALL}
    (day,) = due
    assert swept(day) == {"due": 3}
    for who in ALL:
        assert told(case.turn(who), "reminder") == [case.user(who).person_id]
    assert swept(day) == {}


@pytest.mark.parametrize("outcome", ["agree", "disagree", "return"])
def test_an_undone_signature_is_told_to_nobody(at: Any, outcome: str) -> None:
    """Be it the first of three, or one that ended the round: then the others are open again, too."""
    case = at()
    assert collecting.collect() == 3
    decision = case.sign("deputy", outcome)
    recall(decision)
    assert case.open() == ALL
    assert collecting.collect() == 0
    assert Notice.objects.filter(case=case.case, kind__in=("task", "back")).count() == 3


def test_who_waits_for_an_added_signer_is_told_when_it_comes_back_to_him(at: Any) -> None:
    case = at()
    collecting.collect()
    case.add("secretary", case.post("QH", Role.ORGANISER), "before")
    assert collecting.collect() == 1
    case.sign("county organiser")
    desk.settle()
    assert collecting.collect() == 1
    assert told(case.turn("secretary")) == [case.user("secretary").person_id]
