"""Lateness in working days: the edges of a term, days that stood still, what counts and what does not."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest

from audit import clock
from config.demo import driving
from config.demo.building import Demo
from registry.access import viewer_of
from registry.calendar import calendar_around
from registry.models import Appointment, Role, User
from tests import desk
from tests.workflows.deputing import give
from tests.workflows.parts import post_of
from workflows.engine import figures, lateness, returning, suspending, tallying, undoing
from workflows.engine.figures import Figures
from workflows.engine.lateness import Late, Record, days_late, records
from workflows.engine.models import Case, Decision, MonthTally, TaskAssignment
from workflows.engine.overseeing import Span, span_of, turns_of

DAY = dt.timedelta(days=1)
CALENDAR = calendar_around(dt.date(2026, 10, 1), ())


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(f"2026-{text}")


@pytest.mark.parametrize(
    ("due", "done", "days"),
    [
        ("11-24", "11-23", 0),  # a day before
        ("11-24", "11-24", 0),  # on the day
        ("11-24", "11-25", 1),  # a day after
        ("11-27", "11-28", 0),  # Friday, and a Saturday on which nobody works
        ("11-27", "11-30", 1),  # the Monday after
        ("09-30", "10-08", 1),  # the National Day holidays between
        ("10-09", "10-10", 1),  # a Saturday that is made up counts
    ],
)
def test_the_days_after_the_last_day_of_a_term(due: str, done: str, days: int) -> None:
    assert days_late(day(due), day(done), CALENDAR) == days


@pytest.mark.parametrize(
    ("stood", "days"),
    [
        ([("11-10", "11-20")], 5),  # over before the last day
        ([("11-24", "11-26")], 3),  # stopped on the last day, went on on the second day after: both do not count
        ([("11-25", "11-26")], 4),  # the day it stopped is used, the day it went on is not
        ([("11-23", "12-01")], 0),
        ([("11-25", "11-26"), ("11-26", "11-27")], 3),
        ([("11-25", "11-27"), ("11-24", "11-26")], 2),  # what overlaps counts once
        ([("11-27", "11-30")], 4),  # of a weekend nothing is taken off
    ],
)
def test_days_that_stood_still_do_not_count(stood: list[tuple[str, str]], days: int) -> None:
    """From Tuesday the 24th to Tuesday the first: five working days, fewer where the case stood still."""
    spans = [(day(since), day(until)) for since, until in stood]
    assert days_late(day("11-24"), day("12-01"), CALENDAR, spans) == days


def test_a_record_of_a_post_in_order_of_how_often_it_was_late() -> None:
    def late(post: int, days: int) -> Late:
        return Late(1, post, "transfer", day("11-24"), day("11-25"), days)

    found = records(Counter({1: 9, 2: 4}), [late(1, 3), late(2, 8), late(2, 1)], Counter({2: 1, 3: 1}))
    assert found == [Record(2, 4, (1, 8), 1), Record(1, 9, (3,), 0), Record(3, 0, (), 1)]
    assert [(r.median, r.longest) for r in found] == [(4.5, 8), (3, 3), (None, None)]


# -- on real turns ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def span(superior: User) -> Span:
    found = span_of(viewer_of(superior, clock.today()))
    assert found is not None
    return found


def days_of(span: Span, first: str = "11-01", last: str = "12-31") -> dict[str, int]:
    turns = lateness.late_in(turns_of(span), day(first), day(last))
    steps = dict(TaskAssignment.objects.filter(pk__in=[turn.turn for turn in turns]).values_list("pk", "step"))
    return {steps[turn.turn]: turn.days for turn in turns}


def wait_until(turn: TaskAssignment, days: int) -> None:
    """Come to so many working days after the last day of a turn."""
    assert turn.due_on is not None
    clock.travel_to(CALENDAR.after(turn.due_on, days))


@pytest.mark.parametrize(("days", "found"), [(0, {}), (1, {"branch_check": 1}), (4, {"branch_check": 4})])
def test_a_turn_done_on_its_last_day_is_in_time(
    check: TaskAssignment, span: Span, days: int, found: dict[str, int]
) -> None:
    wait_until(check, days)
    desk.act(check)
    assert days_of(span) == found
    assert lateness.counted_in(turns_of(span), day("11-01"), day("12-31")).count() == 1


def test_the_period_is_that_in_which_it_was_done(check: TaskAssignment, span: Span) -> None:
    wait_until(check, 2)
    desk.act(check)
    done = clock.today()
    for first, last, found in ((done, done, 1), (done + DAY, done + 2 * DAY, 0), (done - 9 * DAY, done - DAY, 0)):
        assert len(lateness.late_in(turns_of(span), first, last)) == found


def head(code: str, role: str) -> User:
    holds = Appointment.objects.on(clock.today()).filter(post__organisation__code=code, post__role=role)
    return holds.select_related("person__user").get().person.user


def suspended(case: Case, days: int) -> None:
    """The case stands still for so many days from today."""
    suspending.suspend(case.pk, by=head("QH01", Role.SECRETARY), reason="有反映待核实。", key=desk.key())
    clock.advance(days * DAY)
    suspending.resume(case.pk, by=head("QH01", Role.SECRETARY), key=desk.key())


@pytest.mark.parametrize("late", [0, 2])
def test_time_suspended_is_no_lateness_though_the_term_was_moved(check: TaskAssignment, span: Span, late: int) -> None:
    """The term of this step stands still, also for what was late already when the case stopped."""
    wait_until(check, late)
    suspended(check.case, 7)
    turn = desk.the_turn(check.case)
    assert turn.due_on is not None
    desk.act(turn)
    assert days_of(span) == ({"branch_check": late} if late else {})


def test_time_suspended_is_taken_off_where_the_term_runs_on(
    check: TaskAssignment, span: Span, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace

    within = check.definition.within
    monkeypatch.setattr(check.definition, "within", replace(within, stops=False))
    wait_until(check, 1)
    suspended(check.case, 7)
    desk.act(desk.the_turn(check.case))
    assert days_of(span) == {"branch_check": 1}


@pytest.mark.parametrize("how", ["provisional", "without", "recalled", "sent back", "of the member"])
def test_what_does_not_count(case: Case, span: Span, how: str) -> None:
    turn = desk.until(case, "consent") if how == "of the member" else desk.until(case, "approve")
    wait_until(turn, 3)
    changed = {"provisional": {"due_provisional": True}, "without": {"due_on": None}}.get(how)
    if changed:
        TaskAssignment.objects.filter(pk=turn.pk).update(**changed)
    if how == "sent back":
        returning.return_to(
            turn.public_id, to="branch_check", by=driving.actor_for(turn), reason="请补正。", key=desk.key()
        )
    else:
        decision = desk.act(turn)
        if how == "recalled":
            undoing.recall(decision.public_id, by=decision.by, key=desk.key())
    assert Decision.objects.filter(assignment=turn).exists()
    assert turn.step not in days_of(span)
    counted = lateness.counted_in(turns_of(span), day("11-01"), day("12-31"))
    assert not counted.filter(pk=turn.pk).exists()


def test_only_posts_overseen_count(check: TaskAssignment, world: Demo) -> None:
    wait_until(check, 2)
    desk.act(check)
    found = {}
    for code, role in (("QH01", Role.ORGANISER), ("QH", Role.ORGANISER), ("HK", Role.ORGANISER)):
        span = span_of(viewer_of(world.holder(code, role), clock.today()))
        assert span is not None
        found[code] = days_of(span)
    assert found == {"QH01": {"branch_check": 2}, "QH": {"branch_check": 2}, "HK": {}}


def test_open_overdue_turns_by_post(check: TaskAssignment, superior: User) -> None:
    wait_until(check, 0)
    assert lateness.overdue_by_post(span_on(superior)) == Counter()
    clock.advance(DAY)
    assert lateness.overdue_by_post(span_on(superior)) == Counter({check.post_id: 1})
    TaskAssignment.objects.filter(pk=check.pk).update(due_provisional=True)
    assert lateness.overdue_by_post(span_on(superior)) == Counter()


def span_on(user: User) -> Span:
    found = span_of(viewer_of(user, clock.today()))
    assert found is not None
    return found


# -- figures by month ------------------------------------------------------------------------------------------------------


def test_the_months_up_to_a_day() -> None:
    assert figures.months_until(dt.date(2026, 1, 31), 3) == [
        dt.date(2025, 11, 1),
        dt.date(2025, 12, 1),
        dt.date(2026, 1, 1),
    ]


NOVEMBER, DECEMBER = (day("11-01"), "transfer"), (day("12-01"), "transfer")


def of(found: Figures) -> dict[str, dict[tuple[dt.date, str], int]]:
    return {name: {key: many for key, many in getattr(found, name).items() if many} for name in figures.NAMES}


def test_cases_and_terms_by_month(check: TaskAssignment, superior: User) -> None:
    months = figures.months_until(day("12-31"), 2)
    wait_until(check, 1)
    desk.act(check)
    assert clock.today().month == 12
    expected = {"opened": {NOVEMBER: 1}, "closed": {}, "done": {DECEMBER: 1}, "late": {DECEMBER: 1}}
    assert of(figures.by_month(span_on(superior), months)) == expected
    Case.objects.filter(pk=check.case_id).update(closed_at=clock.now(), outcome="closed")
    assert of(figures.by_month(span_on(superior), months)) == expected | {"closed": {DECEMBER: 1}}


def test_a_month_that_is_over_is_counted_once_and_not_looked_at_again(check: TaskAssignment, superior: User) -> None:
    """From the second day of the month on; what is told is the same, before and after."""
    months = figures.months_until(day("12-31"), 2)
    wait_until(check, 1)
    desk.act(check)
    before = of(figures.by_month(span_on(superior), months))
    assert tallying.tally(day("12-02")) == 12
    assert of(figures.by_month(span_on(superior), months)) == before
    assert set(MonthTally.objects.values_list("organisation__code", "month", "opened", "done")) == {
        (code, day("11-01"), 1, 0) for code in ("QH01", "QH", "YL")
    }
    Case.objects.filter(pk=check.case_id).update(process_name="instruction")
    assert of(figures.by_month(span_on(superior), months))["opened"] == {NOVEMBER: 1}
    assert tallying.tally(day("12-31")) == 0


@pytest.mark.parametrize(("on", "last"), [("11-30", "10-01"), ("12-01", "10-01"), ("12-02", "11-01")])
def test_a_month_is_counted_from_the_second_day_after_it(
    check: TaskAssignment, on: str, last: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted: list[dt.date] = []
    monkeypatch.setattr(tallying, "_count", lambda month, above: counted.append(month))
    tallying.tally(day(on))
    assert (len(counted), counted[-1]) == (12, day(last))


def test_what_is_counted_is_seen_by_whoever_oversees_it(check: TaskAssignment, world: Demo) -> None:
    tallying.tally(day("12-02"))
    months, found = figures.months_until(day("12-31"), 2), {}
    for code in ("QH", "QH02", "HK"):
        found[code] = of(figures.by_month(span_on(world.holder(code, Role.ORGANISER)), months))["opened"]
    assert found == {"QH": {NOVEMBER: 1}, "QH02": {}, "HK": {}}


def test_a_proxy_for_another_kind_of_case_is_told_nothing(check: TaskAssignment, superior: User, sister: User) -> None:
    give(post_of(superior), superior, sister, processes=["instruction"])
    tallying.tally(day("12-02"))
    assert of(figures.by_month(span_on(sister), figures.months_until(day("12-31"), 2)))["opened"] == {}


def test_where_open_cases_stand(check: TaskAssignment, superior: User) -> None:
    assert [(s.step, s.waiting, s.suspended) for s in figures.standing(span_on(superior))] == [("branch_check", 1, 0)]
    suspending.suspend(check.case_id, by=superior, reason="有反映待核实。", key=desk.key())
    assert [(s.step, s.waiting, s.suspended) for s in figures.standing(span_on(superior))] == [("branch_check", 0, 1)]
