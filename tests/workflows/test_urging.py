"""Asking for haste: by whom, whom it reaches, how often, and what it leaves behind."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import translation

from audit import clock, journal
from config.demo.building import Demo
from registry.calendar import calendar_around
from registry.models import Member, Role, User
from registry.refusals import Conflict
from tests import desk
from workflows.engine import undoing
from workflows.engine.models import Case, Notice, TaskAssignment, Urge
from workflows.engine.urging import may_urge, next_on, urge

DAY = dt.timedelta(days=1)
D = dt.date


def ask(case: Case, by: User, key: str = "") -> Case:
    return urge(case.pk, by=by, words="请尽快办理。", key=key or desk.key())


@pytest.mark.parametrize(
    ("last", "today", "first"),
    [
        (None, D(2026, 11, 24), D(2026, 11, 24)),
        (D(2026, 11, 24), D(2026, 11, 24), D(2026, 11, 26)),
        (D(2026, 11, 24), D(2026, 11, 26), D(2026, 11, 26)),
        (D(2026, 11, 27), D(2026, 11, 28), D(2026, 12, 1)),  # Friday: two working days later is Tuesday
        (D(2026, 9, 30), D(2026, 10, 1), D(2026, 10, 9)),  # the week of holidays between
        (D(2026, 11, 24), D(2026, 12, 24), D(2026, 12, 24)),
    ],
)
def test_two_working_days_lie_between(last: dt.date | None, today: dt.date, first: dt.date) -> None:
    assert next_on(last, today, calendar_around(D(2026, 11, 24), ()), days=2) == first


def test_it_reaches_who_can_act_and_is_recorded(world: Demo, check: TaskAssignment, secretary: User) -> None:
    holder = world.holder("QH0101", Role.ORGANISATION_COMMISSIONER)
    ask(check.case, secretary)
    (notice,) = Notice.objects.filter(kind="urged")
    with translation.override("en"):
        assert (notice.person, str(notice)) == (holder.person, f"{secretary} asks you to hurry: Check by the branch.")
    assert notice.visible_from == notice.at
    turn = TaskAssignment.objects.get(pk=check.pk)
    assert (turn.urged, turn.is_open) == (1, True)
    entry = journal.entries_of(check.case.stream)[-1]
    assert (entry.act, entry.facts) == ("case.urged", {"steps": ["branch_check"], "posts": [check.post_id]})
    assert entry.words == {"reason": "请尽快办理。", "actor": str(secretary)}


@pytest.mark.parametrize("who", ["opener", "subject", "superior"])
def test_opener_subject_and_superior_may(
    check: TaskAssignment, secretary: User, superior: User, ordinary_member: Member, who: str
) -> None:
    by = {"opener": secretary, "subject": ordinary_member.person.user, "superior": superior}[who]
    assert may_urge(check.case, by, clock.today())
    ask(check.case, by)
    assert Urge.objects.get().person == by.person
    assert not may_urge(check.case, by, clock.today())


def test_others_may_not(world: Demo, check: TaskAssignment, sister: User, outsider: User) -> None:
    """A peer, an outsider, a superior of another line, the one it waits for, a stranger."""
    before = desk.state()
    holder = world.holder("QH0101", Role.ORGANISATION_COMMISSIONER)
    others = [sister, outsider, world.holder("HK01", Role.SECRETARY), holder, User.objects.create(username="nobody")]
    for user in others:
        assert not may_urge(check.case, user, clock.today())
        with pytest.raises(PermissionDenied):
            ask(check.case, user)
    assert desk.state() == before


def test_whose_post_has_ended_may_not_any_more(check: TaskAssignment, superior: User) -> None:
    from registry import posts

    last = clock.today()
    (held,) = superior.person.appointments.all()
    posts.end_appointment(held, by=journal.system("test"), last_day=last, reason="调离")
    clock.travel_to(last + DAY)
    with pytest.raises(PermissionDenied):
        ask(check.case, superior)
    clock.travel_to(last, hour=18)
    ask(check.case, superior)
    assert Urge.objects.count() == 1


def test_too_early_is_refused_with_the_day(check: TaskAssignment, secretary: User) -> None:
    ask(check.case, secretary)
    clock.travel_to(D(2026, 11, 25))
    before = desk.state()
    with translation.override("en"), pytest.raises(Conflict, match="you may again from 2026-11-26"):
        ask(check.case, secretary)
    assert desk.state() == before
    clock.travel_to(D(2026, 11, 26))
    ask(check.case, secretary)
    assert TaskAssignment.objects.get(pk=check.pk).urged == 2
    assert Notice.objects.filter(kind="urged").count() == 2


def test_two_people_may_each_ask_on_one_day(check: TaskAssignment, secretary: User, superior: User) -> None:
    ask(check.case, secretary)
    ask(check.case, superior)
    assert TaskAssignment.objects.get(pk=check.pk).urged == 2


def test_a_repeated_key_is_one_asking(check: TaskAssignment, secretary: User) -> None:
    once = desk.key()
    ask(check.case, secretary, once)
    before = desk.state()
    ask(check.case, secretary, once)
    assert desk.state() == before
    with pytest.raises(Conflict):
        urge(check.case.pk, by=secretary, words="x", key=desk.key())
    assert desk.state() == before


@pytest.mark.parametrize("what", ["closed", "in the hold", "with himself"])
def test_where_it_waits_for_nobody_else_it_is_refused(
    check: TaskAssignment, secretary: User, ordinary_member: Member, what: str
) -> None:
    case, by = check.case, secretary
    if what == "closed":
        undoing.withdraw(case.pk, by=secretary, reason="有变。", key=desk.key())
        desk.settle()
    elif what == "in the hold":
        desk.act(check)
    else:
        TaskAssignment.objects.filter(pk=check.pk).update(post=secretary.person.appointments.get().post)
    before = desk.state()
    assert not may_urge(Case.objects.get(pk=case.pk), by, clock.today())
    with translation.override("en"), pytest.raises(Conflict, match="waits for anybody else"):
        ask(case, by)
    assert desk.state() == before


def test_a_decision_taken_back_keeps_the_count(check: TaskAssignment, secretary: User) -> None:
    ask(check.case, secretary)
    decision = desk.act(desk.the_turn(check.case))
    undoing.recall(decision.public_id, by=decision.by, key=desk.key())
    assert desk.the_turn(check.case).urged == 1
