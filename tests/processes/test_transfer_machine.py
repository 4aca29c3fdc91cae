"""Transfers under random people, answers, days and workers: whatever happens, these things stay true.

HYPOTHESIS_PROFILE=long runs many more and longer histories, each time other ones.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from viewflow.workflow.models import Task

from audit import clock, journal
from config.demo import driving
from config.demo.building import Demo
from documents import rendering
from documents.models import Letter, Paper, Serial
from registry import posts
from registry.models import Affiliation, Appointment, Member, Role, User
from registry.refusals import Refused
from tests import desk
from tests.conftest import DAY
from tests.processes import invariants
from tests.processes.back_and_forth import BackAndForth
from tests.soundness import tracing
from tests.thorough import tried
from workflows.engine import (
    deciding,
    integrity,
    jobs,
    nodes,
    notifying,
    suspending,
    undoing,
    waiting,
)
from workflows.engine.models import Case, Decision, Pause, TaskAssignment, Wait
from workflows.engine.soundness import proving
from workflows.processes.transfer import Transfer

MODELS = {model.pack.name: model for model in proving.models_of(Transfer)}
SETTINGS = tried(9, 400, steps=25)
REASONS = {
    "opinion": "请核对后补正。", "ground": "incomplete", "reason_code": "no_duty", "void_reason": "填写有误",
    "cause": "lost",
}  # fmt: skip
TARGETS = ("QH0102", "HK0102", "HK02", "OUT1", "QH029001", "QH0101")
POSTS = (("QH0101", Role.SECRETARY), ("QH01", Role.SECRETARY), ("HK01", Role.ORGANISER), ("QH01", Role.ORGANISER))
BY = journal.system("test")
ONE = dt.timedelta(days=1)
SUPERIOR = ("reassign", "approve", "accept")
pick = st.integers(0, 999)
somebody_is_asked = precondition(lambda machine: TaskAssignment.objects.filter(closed_at__isnull=True).exists())
something_was_decided = precondition(lambda machine: Decision.objects.exists())
something_is_due = precondition(lambda machine: bool(jobs.due_tasks()))


class Transfers(BackAndForth, RuleBasedStateMachine):
    """A few members of three branches, their cases, and everybody who might lay hands on them."""

    world: Demo

    def __init__(self) -> None:
        super().__init__()
        clock.travel_to(DAY)
        self.rolled_back = transaction.atomic()
        self.rolled_back.__enter__()
        self.members = everybody_moved(self.world)
        self.people = self._people()
        self.refused = 0
        # What was decided before the history begins, by a clock that was ahead.
        self.newest = Decision.objects.latest("pk").pk

    def teardown(self) -> None:
        """The worker comes a last time; the journal verifies, the nightly check finds who is stuck. All is rolled back."""
        try:
            desk.settle()
            notifying.run_due()
            assert journal.verify().faults == []
            for case in Case.objects.all():
                assert tracing.explored(MODELS[case.pack], *tracing.way_of(case)), tracing.way_of(case)
            stuck = [f"case {case.reference} is stuck" for case in integrity.stuck(clock.today())]
            assert list(integrity.faults(clock.today())) == stuck
        finally:
            transaction.set_rollback(True)
            self.rolled_back.__exit__(None, None, None)

    def _people(self) -> list[User]:
        codes = ("QH01", "QH0101", "QH0102", "HK01", "HK0102", "QH02", "QH0290", "QH029001", "QH", "YL")
        holders = Appointment.objects.on(clock.today()).filter(post__organisation__code__in=codes)
        users = [a.person.user for a in holders.select_related("person__user").order_by("pk")]
        return users + [m.person.user for m in self.members]

    # -- what may happen ------------------------------------------------------------------------------------------------

    def attempt(self, act: Callable[[], Any]) -> bool:
        """Do something that may be refused, in words; whatever is refused has changed nothing."""
        before = self.size()
        try:
            act()
        except (Refused, PermissionDenied) as no:
            assert str(no) != ""
            assert self.size() == before
            self.refused += 1
            return False
        return True

    def size(self) -> tuple[int, ...]:
        """Rows of everything a refused act might have left behind."""
        kinds = (Case, TaskAssignment, Decision, Pause, Paper, Serial, Letter, journal.Entry)
        with connection.cursor() as cursor:
            cursor.execute("SELECT " + ", ".join(f"(SELECT count(*) FROM {kind._meta.db_table})" for kind in kinds))
            return tuple(cursor.fetchone())

    def open_turn(self, number: int) -> TaskAssignment | None:
        turns = TaskAssignment.objects.filter(closed_at__isnull=True).order_by("pk")
        found = list(turns.select_related("task", "post__organisation", "person", "case"))
        return found[number % len(found)] if found else None

    @rule(member=pick, place=st.sampled_from(TARGETS), own=st.booleans(), away=st.sampled_from(["", "2", "7"]))
    def ask(self, member: int, place: str, own: bool, away: str) -> None:
        """Somebody asks for a transfer: the member or his secretary, sensibly or not."""
        about: Member = self.members[member % len(self.members)]
        home = about.affiliations.on(clock.today()).select_related("organisation").get().organisation
        secretary = Appointment.objects.on(clock.today()).filter(post__organisation=home, post__role=Role.SECRETARY)
        held = secretary.select_related("person__user").first()
        by = about.person.user if own or held is None else held.person.user
        reason = "study" if away else "job"
        to = self.world.organisations[place]
        self.attempt(lambda: desk.opened(by, home, about, to, reason=reason, away_months=away))

    @somebody_is_asked
    @rule(turn=pick, person=pick, outcome=pick)
    def anybody_acts(self, turn: int, person: int, outcome: int) -> None:
        """Anybody tries to decide any open turn in any way; who may is worked out here once more."""
        found = self.open_turn(turn)
        if found is not None:
            by = self.people[person % len(self.people)]
            done = self.attempt(lambda: self.decide(found, by, outcome))
            assert not done or self.may(found, by)

    @somebody_is_asked
    @rule(turn=pick, outcome=pick, regrets=st.booleans())
    def the_right_one_acts(self, turn: int, outcome: int, regrets: bool) -> None:
        """Whoever may act answers in any way, and may take it back at once: the step is open again."""
        found = self.open_turn(turn)
        if found is None:
            return
        by = driving.actor_for(found, subject_first=bool(outcome % 3))
        if self.attempt(lambda: self.decide(found, by, outcome)) and regrets:
            decision = Decision.objects.get(assignment=found)
            assert self.attempt(lambda: undoing.recall(decision.public_id, by=by, key=desk.key()))
            assert desk.the_turn(found.case).step == found.step

    @rule(turn=pick, steps=st.integers(1, 6))
    def things_go_on(self, turn: int, steps: int) -> None:
        """The ordinary way, some steps far."""
        for _step in range(steps):
            desk.settle()
            found = self.open_turn(turn)
            if found is not None and not self.attempt(lambda found=found: desk.act(found)):
                return

    def decide(self, turn: TaskAssignment, by: User, outcome: int) -> Decision:
        codes = [str(code) for code in turn.definition.form.outcomes.values]
        said = codes[outcome % len(codes)]
        more = {"outcome": said, **(REASONS if said != codes[0] or turn.step == "letter_back" else {})}
        data = desk.answers(turn, **more)
        return deciding.decide(turn.public_id, by=by, data=data, key=desk.key())

    def may(self, turn: TaskAssignment, by: User) -> bool:
        """Who may act, worked out from the rows alone."""
        if turn.person_id is not None and turn.person_id == by.person_id:
            return True
        held = [a for a in Appointment.objects.filter(post=turn.post, person=by.person) if a.since <= clock.today() and (a.until is None or a.until >= clock.today())]  # fmt: skip
        own = by.person_id in (turn.case.opener_id, turn.case.subject_person_id)
        return bool(held) and (turn.definition.kind == "act" or not own)

    @something_was_decided
    @rule(number=pick, person=pick, author=st.booleans())
    def taken_back(self, number: int, person: int, author: bool) -> None:
        """A decision is taken back, in time or not, by its author or somebody else."""
        found = list(Decision.objects.select_related("by").order_by("-pk")[:4])
        if found:
            decision = found[number % len(found)]
            by = decision.by if author else self.people[person % len(self.people)]
            done = self.attempt(lambda: undoing.recall(decision.public_id, by=by, key=desk.key()))
            in_time = decision.recalled_at is None and clock.now() < decision.held_until
            assert not done or (by == decision.by and in_time)

    @rule(number=pick, person=pick, opener=st.booleans())
    def called_off(self, number: int, person: int, opener: bool) -> None:
        """A case is called off, by its opener or somebody else."""
        found = list(Case.objects.select_related("opened_by", "subject").order_by("-pk")[:4])
        if found:
            case = found[number % len(found)]
            by = case.opened_by if opener else self.people[person % len(self.people)]
            done = self.attempt(lambda: undoing.withdraw(case.pk, by=by, reason="有变。", key=desk.key()))
            assert not done or by.person_id in (case.opener_id, case.subject_person_id)

    @rule(days=st.sampled_from([1, 1, 1, 9, 31, 95]))
    def days_pass(self, days: int) -> None:
        """Nobody does anything."""
        clock.travel_to(clock.today() + days * ONE)

    @rule(seconds=st.sampled_from([1, 20, 31]))
    def seconds_pass(self, seconds: int) -> None:
        """The undo hold goes by, or does not quite."""
        clock.advance(dt.timedelta(seconds=seconds))

    @rule()
    def the_worker_comes(self) -> None:
        """Everything due is done."""
        jobs.run_due()

    @something_is_due
    @rule(number=pick)
    def the_worker_does_one_thing_twice(self, number: int) -> None:
        """One job, delivered twice."""
        due = jobs.due_tasks()
        if due:
            task = due[number % len(due)]
            assert [jobs.run(task), jobs.run(task)] == [True, False]

    @rule()
    def the_sweep_comes(self) -> None:
        """Waits that have run out end; a second sweep finds none."""
        suspending.sweep(clock.today())
        waiting.sweep(clock.today())
        assert (suspending.sweep(clock.today()), waiting.sweep(clock.today())) == (0, 0)

    @rule(number=pick, person=pick)
    def a_post_changes_hands(self, number: int, person: int) -> None:
        """The holder leaves at the end of the day, somebody else comes tomorrow."""
        code, role = POSTS[number % len(POSTS)]
        post = self.world.organisations[code].posts.get(role=role)
        held = post.appointments.on(clock.today()).filter(until__isnull=True).first()
        successor = self.people[person % len(self.people)].person
        if held is not None and held.person != successor:
            posts.end_appointment(held, by=BY, last_day=clock.today(), reason="换届")
            self.attempt(lambda: posts.appoint(post, successor, by=BY, since=clock.today() + ONE))

    @rule()
    def nothing(self) -> None:
        """A history may end in silence."""

    # -- what stays true ------------------------------------------------------------------------------------------------

    @invariant()
    def one_home_on_every_day(self) -> None:
        """From the first day on, without a gap and without an overlap."""
        stays = list(Affiliation.objects.filter(member__in=self.members).order_by("since"))
        for member in self.members:
            spans = [(stay.since, stay.until) for stay in stays if stay.member_id == member.pk]
            assert spans[-1][1] is None
            assert [until + ONE for _, until in spans[:-1]] == [since for since, _ in spans[1:]]

    @invariant()
    def never_two_live_letters(self) -> None:
        """About one member."""
        live = list(Letter.objects.filter(state__in=Letter.LIVE).values_list("member_id", flat=True))
        assert len(live) == len(set(live))

    @invariant()
    def no_open_case_is_stuck(self) -> None:
        """Exactly one task is open: a turn somebody can act on, or a job or wait of the system.

        Where a post changed hands after a case was routed to it, and its only holder must stand aside now, the nightly
        check names the case.
        """
        turns = self.open_turns()
        waits = set(Wait.objects.filter(ended_at__isnull=True).values_list("task_id", flat=True))
        tasks = Task.objects.filter(status__in=nodes.OPEN).order_by("process_id")
        assert [t.process_id for t in tasks] == sorted(Case.objects.filter(closed_at=None).values_list("pk", flat=True))
        for task in tasks:
            turn = turns.pop(task.pk, None)
            if task.flow_task.task_type == "HUMAN":
                able = task.pk in waits or turn.person is not None or self.somebody_holds(turn)
                assert able or turn.case_id in {case.pk for case in integrity.stuck(clock.today())}
            else:
                assert (turn, task.status) == (None, "SCHEDULED")
        assert turns == {}

    def open_turns(self) -> dict[int, TaskAssignment]:
        """Open turns by their task."""
        found = TaskAssignment.objects.filter(closed_at__isnull=True).select_related("post", "person", "case__subject")
        return {turn.task_id: turn for turn in found}

    def somebody_holds(self, turn: TaskAssignment) -> bool:
        """A holder of the post today who need not stand aside."""
        held = set(turn.post.appointments.on(clock.today()).values_list("person_id", flat=True))
        aside = {turn.case.opener_id, turn.case.subject_person_id} if turn.step in SUPERIOR else set()
        return bool(held - aside)

    @invariant()
    def what_is_true_of_every_case(self) -> None:
        """Numbers, ends, and who decided."""
        invariants.numbers_run_without_gap_or_double()
        invariants.closed_cases_are_over()
        invariants.nobody_decided_his_own_case()

    @invariant()
    def a_closed_case_is_over(self) -> None:
        """Only an accepted member has moved."""
        closed = Case.objects.filter(closed_at__isnull=False)
        moved = set(Affiliation.objects.exclude(case_reference="").values_list("case_reference", flat=True))
        for reference, outcome in closed.values_list("reference", "outcome"):
            assert (reference in moved) == (outcome in ("closed", "internal", "moved_out"))


def everybody_moved(world: Demo) -> list[Member]:
    """Four members of three branches each, the last one under a general branch."""
    branches = [world.members(code) for code in ("QH0101", "HK0102", "QH029001")]
    return [m for branch in branches for m in [m for m in branch if hasattr(m.person, "user")][:4]]


UNDER_WAY = [
    (0, "QH0102", "reassign"), (1, "HK0102", "approve"), (2, "OUT1", "answer"), (4, "QH01", "accept"),
    (8, "HK02", "pass_on"), (9, "HK0102", "receipt"),
]  # fmt: skip


def cases_under_way(world: Demo) -> None:
    """Every history begins with six cases, each some way on; six members are free."""
    members = everybody_moved(world)
    for number, place, step in UNDER_WAY:
        member = members[number]
        home = member.affiliations.on(clock.today()).get().organisation
        desk.until(desk.opened(member.person.user, home, member, world.organisations[place]), step)


@pytest.mark.usefixtures("world")
def test_transfers_under_random_people(world: Demo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rendering, "typeset", desk.tiny_paper)
    monkeypatch.setattr(Transfers, "world", world, raising=False)
    cases_under_way(world)
    run_state_machine_as_test(Transfers, settings=SETTINGS)
