"""Who is told what: after the hold, once, by the worker and never by the decision; what is undone was never said."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from audit import clock
from config.demo import driving
from config.demo.building import Demo
from registry import posts
from registry.models import Member, Role, User
from registry.refusals import Conflict
from tests import desk
from workflows.engine import collecting, notifying, settling, telling, undoing
from workflows.engine.handling import handling
from workflows.engine.models import Case, Notice, TaskAssignment
from workflows.engine.sentences import say

SECOND = dt.timedelta(seconds=1)
pytestmark = pytest.mark.usefixtures("still")


def told(case: Case) -> list[tuple[str, str, str]]:
    """Who was told, what kind of thing, in words; oldest first."""
    with translation.override("en"):
        notices = Notice.objects.filter(case=case).select_related("person").order_by("pk")
        return [(notice.person.name, notice.kind, str(notice)) for notice in notices]


def commissioner(world: Demo) -> User:
    return world.holder("QH0101", Role.ORGANISATION_COMMISSIONER)


def test_the_subject_and_whoever_records_for_him_are_told_of_his_own_turn(
    world: Demo, case: Case, ordinary_member: Member
) -> None:
    desk.settle()
    assert collecting.collect() == 1
    turn = desk.the_turn(case)
    names = sorted({ordinary_member.person.name, *(p.name for p in posts.holders(turn.post, clock.today()))})
    assert sorted(told(case)) == [(name, "task", "A task waits for you: Member's confirmation.") for name in names]
    assert TaskAssignment.objects.get(pk=turn.pk).told_at is not None


def test_each_holder_who_can_act_is_told_and_the_opener_who_must_stand_aside_is_not(
    world: Demo, case: Case, superior: User
) -> None:
    """The committee's secretary and its deputy both hold the post of the approval; one of them opened the case."""
    turn = desk.until(case, "approve")
    Case.objects.filter(pk=case.pk).update(opener=superior.person)
    Notice.objects.all().delete()
    assert collecting.collect() == 1
    holders = {p.pk for p in posts.holders(turn.post, clock.today())}
    assert superior.person_id in holders
    found = set(Notice.objects.filter(turn=turn).values_list("person_id", flat=True))
    assert found == holders - {superior.person_id}


def test_a_turn_is_told_once_however_often_it_is_collected(case: Case) -> None:
    desk.settle()
    assert collecting.collect() == 1
    before = desk.state()
    assert collecting.collect() == 0
    assert desk.state() == before


@pytest.mark.parametrize(("seconds", "told"), [(29, 0), (30, 1), (31, 1)])
def test_nobody_is_told_before_the_hold_is_over(check: TaskAssignment, seconds: int, told: int) -> None:
    """One second before its end, at its end, one second later."""
    collecting.collect()
    decision = desk.act(check)
    desk.settle()
    turn = desk.the_turn(check.case)
    TaskAssignment.objects.filter(pk=turn.pk).update(visible_from=decision.held_until + dt.timedelta(minutes=5))
    clock.advance(decision.held_until + dt.timedelta(minutes=5, seconds=seconds - 30) - clock.now())
    assert collecting.collect() == told


def test_what_is_undone_is_never_told(check: TaskAssignment) -> None:
    """The branch check is passed and taken back at the last second: nobody hears of the step after it, and the
    commissioner does not hear a second time of the task that is open again."""
    assert collecting.collect() == 1
    decision = desk.act(check)
    clock.advance(29 * SECOND)
    assert (collecting.collect(), notifying.run_due()["turns"]) == (0, 0)
    undoing.recall(decision.public_id, by=decision.by, key=desk.key())
    before = told(check.case)
    clock.advance(dt.timedelta(hours=1))
    assert notifying.run_due()["turns"] == 0
    assert told(check.case) == before


def test_a_notice_of_an_act_in_its_hold_goes_with_the_act(check: TaskAssignment, secretary: User) -> None:
    """One second before the end of the hold it is not there to be seen, settled or sent; undone, it is gone."""
    decision = desk.act(check)
    case = Case.objects.get(pk=check.case_id)
    case.hold_until = decision.held_until
    with handling(case):
        telling.tell(case, Notice.Kind.COPIED, say("Copied."), persons=[secretary.person_id], key="copied:1")
    clock.advance(29 * SECOND)
    assert settling.settle() == 0
    undoing.recall(decision.public_id, by=decision.by, key=desk.key())
    assert Notice.objects.filter(key="copied:1").count() == 0
    clock.advance(dt.timedelta(hours=1))
    notifying.run_due()
    assert Notice.objects.filter(key="copied:1").count() == 0


def test_at_the_end_of_the_hold_it_is_said_and_cannot_be_taken_back(check: TaskAssignment, secretary: User) -> None:
    decision = desk.act(check)
    case = Case.objects.get(pk=check.case_id)
    case.hold_until = decision.held_until
    with handling(case):
        telling.tell(case, Notice.Kind.COPIED, say("Copied."), persons=[secretary.person_id], key="copied:1")
    clock.advance(decision.held_until - clock.now())
    assert settling.settle() == 1
    before = desk.state()
    with pytest.raises(Conflict):
        undoing.recall(decision.public_id, by=decision.by, key=desk.key())
    assert desk.state() == before


@pytest.mark.parametrize("what", ["the next turn", "a notice"])
def test_what_a_worker_with_a_clock_ahead_has_told_is_not_undone(case: Case, secretary: User, what: str) -> None:
    """By the worker's clock the hold was over, by ours it is not."""
    decision = desk.act(desk.until(case, "examine"))
    if what == "a notice":
        held = Case.objects.get(pk=case.pk)
        held.hold_until = decision.held_until
        with handling(held):
            telling.tell(held, Notice.Kind.COPIED, say("Copied."), persons=[secretary.person_id], key="copied:1")
    clock.advance(31 * SECOND)
    assert (settling.settle() if what == "a notice" else collecting.collect()) == 1
    clock.advance(-5 * SECOND)
    before = desk.state()
    with pytest.raises(Conflict):
        undoing.recall(decision.public_id, by=decision.by, key=desk.key())
    assert desk.state() == before


def test_a_turn_that_was_closed_before_anybody_heard_of_it_is_not_told(check: TaskAssignment) -> None:
    desk.act(check)
    desk.settle()
    desk.act(desk.the_turn(check.case))
    clock.advance(dt.timedelta(hours=1))
    collecting.collect()
    assert Notice.objects.filter(turn__closed_at__isnull=False).count() == 0


def test_what_comes_back_is_told_as_coming_back(world: Demo, check: TaskAssignment) -> None:
    """The branch check is sent back to the secretary, who corrects the request: the commissioner checks again."""
    desk.act(check, outcome="return", opinion="接收单位请核对。")
    collecting.collect()
    desk.until(check.case, "branch_check")
    collecting.collect()
    name = commissioner(world).person.name
    assert [(kind, words) for who, kind, words in told(check.case) if who == name][-1:] == [
        ("back", "A task has come back to you: Check by the branch.")
    ]


def test_a_turn_that_was_told_and_is_handed_on_is_told_to_the_new_holder_alone(
    world: Demo, check: TaskAssignment, sister: User
) -> None:
    collecting.collect()
    other = sister.person.appointments.get().post
    TaskAssignment.objects.filter(pk=check.pk).update(post=other, told_at=None)
    assert collecting.collect() == 1
    found = [(who, kind) for who, kind, _words in told(check.case)]
    assert found[-1] == (sister.person.name, "back")
    assert len(found) == 2


def test_the_subject_hears_that_somebody_opened_a_case_about_him_once(
    world: Demo, case: Case, ordinary_member: Member
) -> None:
    """Where the first turn that is told is not his own; later turns say it no more."""
    turn = desk.until(case, "branch_check")
    TaskAssignment.objects.filter(case=case, closed_at__isnull=False).update(person=None)
    collecting.collect()
    name = ordinary_member.person.name
    opened = (name, "case", "A case about you was opened: Transfer of a member's relationship.")
    assert [row for row in told(case) if row[0] == name] == [opened]
    desk.act(turn)
    desk.until(case, "examine")
    collecting.collect()
    assert [row for row in told(case) if row[0] == name] == [opened]


def test_when_a_case_is_closed_its_subject_and_its_opener_hear_how(
    case: Case, secretary: User, ordinary_member: Member
) -> None:
    desk.until(case, "examine")
    undoing.withdraw(case.pk, by=secretary, reason="有变。", key=desk.key())
    assert told(case) == []
    desk.settle()
    words = "The case is closed: Called off."
    names = sorted([ordinary_member.person.name, secretary.person.name])
    assert sorted(told(case)) == [(name, "case", words) for name in names]


def test_notices_are_in_the_readers_language(case: Case) -> None:
    desk.settle()
    collecting.collect()
    notice = Notice.objects.filter(case=case).first()
    assert notice is not None
    assert notice.sentence == ["A task waits for you: %(step)s.", {"step": [str(_msgid(notice)), {}]}]


def _msgid(notice: Notice) -> str:
    assert notice.turn is not None
    with translation.override(None):
        return str(notice.turn.definition.title)


def test_what_is_more_than_a_batch_is_told_in_one_go(
    world: Demo, secretary: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    for member in driving.free_members(world.organisations["QH0101"])[:3]:
        desk.opened(secretary, world.organisations["QH0101"], member, world.organisations["HK0102"])
    desk.settle()
    monkeypatch.setattr(collecting, "BATCH", 2)
    assert (collecting.collect(), collecting.collect()) == (3, 0)


def test_a_batch_costs_the_same_for_three_turns_as_for_one(world: Demo, secretary: User) -> None:
    counts = []
    for many in (1, 3):
        for member in driving.free_members(world.organisations["QH0101"])[:many]:
            desk.opened(secretary, world.organisations["QH0101"], member, world.organisations["HK0102"])
        desk.settle()
        with CaptureQueriesContext(connection) as sent:
            assert collecting.collect() == many
        counts.append(len([q for q in sent if "SAVEPOINT" not in q["sql"]]))
    assert counts == [5, 5]
