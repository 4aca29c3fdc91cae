"""Disposals under random people, answers and days: whatever happens, nobody is wronged (handbook 20.4).

HYPOTHESIS_PROFILE=long runs many more and longer histories, each time other ones.
"""

from __future__ import annotations

import copy
import datetime as dt
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.db import connection, transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from audit import clock, journal
from config.demo import driving
from config.demo.building import Demo
from documents import rendering
from documents.models import Paper, Serial
from registry.models import (
    Affiliation,
    Appointment,
    Approval,
    Hearing,
    Member,
    Resolution,
    Service,
    Standing,
    Statement,
    User,
)
from registry.refusals import Refused
from tests import desk
from tests.conftest import DAY
from tests.processes import invariants, justly
from tests.soundness import tracing
from tests.thorough import tried
from workflows.engine import catalogue, deciding, integrity, jobs, notifying, opening, undoing, waiting
from workflows.engine.models import Case, Decision, Meeting, TaskAssignment
from workflows.engine.soundness import proving
from workflows.engine.walks import Walk, walks_of

SETTINGS = tried(4, 150, steps=16)
PROCESSES = (
    "correction",
    "persuasion",
    "removal",
    "own_request",
    "suspension",
    "restoration",
    "probation",
    "appeal",
    "reminder",
)
# Where cases stand when a history begins: process, walk, step; members of as many branches.
UNDER_WAY = (
    ("own_request", "left", "announce"), ("persuasion", "removed", "answer"), ("removal", "lost_conditions", "approve"), ("correction", "worse", "serve"),
    ("probation", "cancelled", "approve"), ("suspension", "suspended", "approve"),
)  # fmt: skip
OFFICES = ("QH0101", "QH0102", "QH01", "HK01", "HK0101", "QH", "HK", "YL")
ONE = dt.timedelta(days=1)
NO = (Refused, PermissionDenied)
pick = st.integers(0, 999)


class Disposals(RuleBasedStateMachine):
    """Some members about whom cases are open, and everybody who might lay hands on them."""

    world: Demo
    under_way: list[driving.Drive]
    models: dict[tuple[str, str], Any]

    def __init__(self) -> None:
        super().__init__()
        clock.travel_to(self.begun_on)
        self.rolled_back = transaction.atomic()
        self.rolled_back.__enter__()
        self.drives = [self.fresh(drive) for drive in self.under_way]
        self.members = [drive.case.member for drive in self.drives]
        self.probationary = {member.pk for member in self.members if member.standing == Standing.PROBATIONARY}
        held = Appointment.objects.on(clock.today()).filter(post__organisation__code__in=OFFICES)
        people = [a.person.user for a in held.select_related("person__user").order_by("pk")]
        self.people: list[User] = [*people, *(m.person.user for m in self.members if hasattr(m.person, "user"))]

    begun_on = DAY

    @staticmethod
    def fresh(drive: driving.Drive) -> driving.Drive:
        """The same way as far as it has come, for a history of its own."""
        case = Case.objects.select_related("organisation", "subject__person").get(pk=drive.case.pk)
        return driving.Drive(drive.walk, drive.process_name, case, copy.copy(drive.turns), copy.copy(drive.did))

    def teardown(self) -> None:
        """The worker comes a last time; the journal verifies, every way was explored, nobody was wronged. All is rolled back."""
        try:
            desk.settle()
            notifying.run_due()
            assert journal.verify().faults == []
            for case in Case.objects.all():
                assert tracing.explored(self.models[case.process_name, case.pack], *tracing.way_of(case)), (
                    tracing.way_of(case)
                )
            stuck = [f"case {case.reference} is stuck" for case in integrity.stuck(clock.today())]
            assert list(integrity.faults(clock.today())) == stuck
            justly.nobody_gone_was_called(self.members)
            justly.no_correction_beyond_a_year(self.members)
        finally:
            transaction.set_rollback(True)
            self.rolled_back.__exit__(None, None, None)

    # -- what may happen ------------------------------------------------------------------------------------------------

    def attempt(self, act: Callable[[], Any]) -> bool:
        """Do something that may be refused, in words; whatever is refused has changed nothing."""
        before = self.size()
        try:
            act()
        except NO as no:
            assert str(no) != ""
            assert self.size() == before
            return False
        return True

    def size(self) -> tuple[int, ...]:
        """Rows of everything a refused act might have left behind."""
        kinds = (
            Case,
            TaskAssignment,
            Decision,
            Paper,
            Serial,
            Meeting,
            Hearing,
            Statement,
            Resolution,
            Approval,
            Service,
            journal.Entry,
        )
        with connection.cursor() as cursor:
            cursor.execute("SELECT " + ", ".join(f"(SELECT count(*) FROM {kind._meta.db_table})" for kind in kinds))
            return tuple(cursor.fetchone())

    def open_turn(self, number: int) -> TaskAssignment | None:
        turns = TaskAssignment.objects.filter(closed_at__isnull=True).order_by("pk")
        found = list(
            turns.select_related("task", "post__organisation", "person", "case__organisation", "case__subject__person")
        )
        return found[number % len(found)] if found else None

    @rule(number=pick, moves=st.integers(1, 5))
    def one_goes_on(self, number: int, moves: int) -> None:
        """The way of its walk, some moves far; where others have led it elsewhere, no further."""
        drive = self.drives[number % len(self.drives)]
        for _move in range(moves):
            try:
                if not driving.step(drive):
                    return
            except (*NO, LookupError, ValueError):
                return

    @rule(turn=pick, person=pick, walk=pick, right=st.booleans(), regrets=st.booleans())
    def somebody_decides(self, turn: int, person: int, walk: int, right: bool, regrets: bool) -> None:
        """Anybody decides any open turn as some walk would; who may is worked out here once more; and may take it back."""
        found = self.open_turn(turn)
        data = self.said(found, walk) if found is not None else None
        if found is None or data is None:
            return
        by = self.right_one(found) if right else self.people[person % len(self.people)]
        done = self.attempt(lambda: deciding.decide(found.public_id, by=by, data=data, key=desk.key()))
        assert not done or justly.may(found, by)
        if done and regrets:
            decision = Decision.objects.get(assignment=found)
            self.attempt(lambda: undoing.recall(decision.public_id, by=by, key=desk.key()))

    def right_one(self, turn: TaskAssignment) -> User:
        try:
            return driving.actor_for(turn)
        except LookupError:
            return self.people[0]

    def said(self, turn: TaskAssignment, walk: int) -> dict[str, Any] | None:
        """What is said at a step in one of the walks of its process."""
        walks = [one for _name, one in sorted(walks_of(turn.process_name).items()) if turn.step in one.answers]
        said = [answer for one in walks for answer in one.answers[turn.step]]
        try:
            return dict(said[walk % len(said)](turn.case)) if said else None
        except (LookupError, ObjectDoesNotExist):  # a walk that names what this case does not have
            return None

    @rule(process=st.sampled_from(PROCESSES), walk=pick, member=pick, person=pick, right=st.booleans())
    def somebody_asks(self, process: str, walk: int, member: int, person: int, right: bool) -> None:
        """A case of any kind about any of the members, gone or not, by the right one or anybody else."""
        about = Member.objects.select_related("person").get(pk=self.members[member % len(self.members)].pk)
        home = about.affiliations.order_by("since").last()
        assert home is not None
        found = sorted(walks_of(process).items())[walk % len(walks_of(process))][1]
        data = self.opening_of(found, about)
        if data is None:
            return
        by = self.opener(process, found, about, home) if right else self.people[person % len(self.people)]
        course, before = catalogue.process(process), Case.objects.count()
        opened = self.attempt(
            lambda: opening.open_case(course, by=by, organisation=home.organisation, data=data, key=desk.key())
        )
        if opened and Case.objects.count() > before:
            case = Case.objects.latest("pk")
            self.drives.append(driving.Drive(found, process, case, Counter(), Counter()))
            assert justly.may_be_asked(case, about)

    def opening_of(self, walk: Walk, about: Member) -> dict[str, Any] | None:
        try:
            return dict(walk.opening(about, self.world.organisations))
        except (LookupError, ObjectDoesNotExist):  # e.g. nothing to appeal against, no home any more
            return None

    def opener(self, process: str, walk: Walk, about: Member, home: Affiliation) -> User:
        try:
            return driving.opener_of(process, walk, about, home.organisation)
        except (Appointment.DoesNotExist, User.DoesNotExist):
            return self.people[0]

    @rule(member=pick, turn=pick, place=st.sampled_from(("QH0102", "HK0101")))
    def one_who_is_gone_tries(self, member: int, turn: int, place: str) -> None:
        """Whoever is no member any more is not transferred, and decides nothing but what is asked of himself."""
        about = Member.objects.select_related("person").get(pk=self.members[member % len(self.members)].pk)
        if about.on_the_roll or not hasattr(about.person, "user"):
            return
        by, home = about.person.user, about.affiliations.order_by("since").last()
        assert home is not None
        assert not self.attempt(lambda: desk.opened(by, home.organisation, about, self.world.organisations[place]))
        found = self.open_turn(turn)
        data = self.said(found, turn) if found is not None else None
        if found is not None and data is not None and found.person_id != about.person_id:
            assert not self.attempt(lambda: deciding.decide(found.public_id, by=by, data=data, key=desk.key()))

    @rule(days=st.sampled_from([1, 1, 5, 16, 31, 95, 200]))
    def days_pass(self, days: int) -> None:
        """Nobody does anything."""
        clock.travel_to(clock.today() + days * ONE)

    @rule()
    def the_worker_comes(self) -> None:
        """Everything due is done, waits that have run out end; a second sweep finds none."""
        jobs.run_due()
        waiting.sweep(clock.today())
        assert waiting.sweep(clock.today()) == 0

    # -- what stays true ------------------------------------------------------------------------------------------------

    @invariant()
    def whoever_is_gone_was_heard_voted_on_approved(self) -> None:
        """By the rows of evidence alone, worked out once more."""
        for member in Member.objects.filter(pk__in=[member.pk for member in self.members]):
            justly.treated(member)
            if member.pk in self.probationary:
                assert member.standing in (Standing.PROBATIONARY, Standing.PROBATION_CANCELLED)

    @invariant()
    def one_measure_at_a_time(self) -> None:
        """Nobody is dealt with twice at once."""
        measures = ("correction", "persuasion", "removal", "own_request", "suspension", "restoration", "probation")
        about = Case.objects.filter(closed_at=None, process_name__in=measures).values_list("subject_id", flat=True)
        assert [one for one, times in Counter(about).items() if times > 1] == []

    @invariant()
    def what_is_true_of_every_case(self) -> None:
        """Numbers, ends, and who decided."""
        invariants.numbers_run_without_gap_or_double()
        invariants.closed_cases_are_over()
        invariants.nobody_decided_his_own_case()


@pytest.mark.usefixtures("world")
def test_disposals_under_random_people(world: Demo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rendering, "typeset", desk.tiny_paper)
    begun = [driving.begin(process, walks_of(process)[walk]) for process, walk, _step in UNDER_WAY]
    for drive, (_process, _walk, step) in zip(begun, UNDER_WAY, strict=True):
        driving.until(drive, step, most=120)
    models = {
        (name, model.pack.name): model
        for name in {*PROCESSES, *(drive.process_name for drive in begun)}
        for model in proving.models_of(catalogue.process(name))
    }
    for name, value in (("world", world), ("under_way", begun), ("models", models), ("begun_on", clock.today())):
        monkeypatch.setattr(Disposals, name, value, raising=False)
    run_state_machine_as_test(Disposals, settings=SETTINGS)
