"""Certificates for short stays under random people, answers and days: whatever happens, these things stay true.

HYPOTHESIS_PROFILE=long runs many more and longer histories, each time other ones.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from itertools import combinations
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from viewflow.workflow.models import Task

from audit import clock, journal
from config.demo import driving
from config.demo.building import Demo
from documents import issuing, rendering
from documents.models import Paper
from registry.models import Affiliation, Appointment, Role, User
from registry.refusals import Refused
from tests import desk
from tests.conftest import DAY
from tests.soundness import tracing
from tests.thorough import tried
from workflows.engine import deciding, ending, nodes, opening, returning, suspending, undoing, waiting
from workflows.engine.models import Case, Decision, TaskAssignment, Wait
from workflows.engine.soundness import proving
from workflows.policy import asking
from workflows.processes.stay import Stay
from workflows.processes.stay.walks import WALKS

MODELS = {model.pack.name: model for model in proving.models_of(Stay)}
SETTINGS = tried(5, 300, steps=14)
BRANCHES = ("QH0101", "QH029001")
PLACES = (*BRANCHES, "QH01", "QH0290", "QH02")
# How long a stay is asked for, and by how much it is extended: around every length that counts.
LENGTHS = (1, 30, 90, 91, 92, 93, 150, 180, 181, 182)
# Where a case stands when the random part begins; one is over, and its certificate counts still.
STANDS = ("consent", "approve", "away", "is_back", "approve_extension", "extended", "left")
SAID = {"opinion": "请核对后补充。", "reason_code": "other"}
AWAY = {"cn_2026": (6, False), "seed_2005": (3, True)}
BY = journal.system("test")
ONE = dt.timedelta(days=1)
pick = st.integers(0, 999)


def reaches(first: dt.date, last: dt.date, pack: str) -> bool:
    """Whether a stay makes a transfer due, worked out once more: by counting the months that are full."""
    months, more = AWAY[pack]
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    ends = [day for day in (dt.date(year, month + 1, 1) + n * ONE for n in range(31)) if day.month == month + 1]
    full = ends[min(first.day, len(ends)) - 1] - ONE
    return last > full if more else last >= full


class Stays(RuleBasedStateMachine):
    """Two branches, the committees above them, and everybody who might lay hands on their members' requests."""

    world: Demo

    def __init__(self) -> None:
        super().__init__()
        clock.travel_to(DAY)
        self.rolled_back = transaction.atomic()
        self.rolled_back.__enter__()
        held = Appointment.objects.on(DAY).filter(post__organisation__code__in=PLACES)
        people = [a.person.user for a in held.select_related("person__user").order_by("pk")]
        self.members = [driving.free_members(self.world.organisations[code])[0] for code in BRANCHES]
        self.people: list[User] = [*people, *(m.person.user for m in self.members if hasattr(m.person, "user"))]
        self.homes = list(Affiliation.objects.order_by("pk").values_list("pk", "until"))

    def teardown(self) -> None:
        """The worker comes a last time; the journal verifies, and every way was explored."""
        try:
            desk.settle()
            assert journal.verify().faults == []
            for case in Case.objects.filter(process_name="stay"):
                assert tracing.explored(MODELS[case.pack], *tracing.way_of(case)), tracing.way_of(case)
        finally:
            transaction.set_rollback(True)
            self.rolled_back.__exit__(None, None, None)

    @initialize(old=st.booleans(), stands=st.sampled_from(STANDS))
    def begins(self, old: bool, stands: str) -> None:
        """By the rules of today or the older ones, with a case that has come some way."""
        if old:
            asking.adopt(self.world.organisations["YL"], "seed_2005", by=BY, since=DAY)
        self.ask(0, 60 if old else 100, 0, True)
        case = Case.objects.get(process_name="stay")
        for _move in range(16):
            desk.settle()
            case.refresh_from_db()
            if case.closed_at is not None:
                self.ask(0, 30, 0, True)  # on days for which the certificate counts still
                return
            if self.stands(case, desk.the_turn(case).step) == stands:
                return
            self.goes_on(case, desk.the_turn(case), stands)
        raise AssertionError(f"{stands} was not reached")

    def stands(self, case: Case, step: str) -> str:
        """At which step a case stands; away with a new certificate is a standing of its own."""
        return "extended" if step == "away" and Stay.facts(case).extended else step

    def goes_on(self, case: Case, turn: TaskAssignment, wanted: str) -> None:
        """One step of the way there: days pass, the stay is extended, or the member does not come back."""
        if turn.step == "away" and wanted == "is_back":
            self.days_pass(100)
        elif turn.step == "away":
            said = "gone" if wanted == "left" else "extend"
            desk.act(turn, outcome=said, returned_on="", took_part="")
        else:
            desk.act(turn)

    # -- what may happen ------------------------------------------------------------------------------------------------

    def attempt(self, act: Callable[[], Any]) -> bool:
        """Do something that may be refused, in words; whatever is refused has changed nothing."""
        kinds = (Case, TaskAssignment, Decision, Wait, Paper, journal.Entry)
        before = [kind.objects.count() for kind in kinds]
        try:
            act()
        except (Refused, PermissionDenied) as no:
            assert str(no) != ""
            assert [kind.objects.count() for kind in kinds] == before
            return False
        return True

    def person(self, number: int) -> User:
        return self.people[number % len(self.people)]

    def turn(self, number: int) -> TaskAssignment | None:
        open_turns = TaskAssignment.objects.filter(closed_at__isnull=True, process_name="stay").order_by("pk")
        found = list(open_turns.select_related("task", "post__organisation", "person", "case__organisation"))
        return found[number % len(found)] if found else None

    def case(self, number: int) -> Case | None:
        found = list(Case.objects.filter(process_name="stay").order_by("-pk")[:3])
        return found[number % len(found)] if found else None

    @rule(branch=st.integers(0, 1), days=st.sampled_from(LENGTHS), person=pick, right=st.booleans())
    def ask(self, branch: int, days: int, person: int, right: bool) -> None:
        """Somebody asks for one of the members: the secretary of the branch, the member, or anybody."""
        place, member = self.world.organisations[BRANCHES[branch]], self.members[branch]
        secretary = Appointment.objects.on(clock.today()).filter(post__organisation=place, post__role=Role.SECRETARY).first()  # fmt: skip
        by = secretary.person.user if right and secretary is not None else self.person(person)
        answers = dict(WALKS["returned"].opening(member, self.world.organisations))
        first = clock.today() + ONE
        last = first + (days - 1) * ONE
        answers["until_on"] = str(last)
        counting = [
            (said["from_on"], said["until_on"])
            for paper in Paper.objects.filter(kind="D-TR-4", state=Paper.State.ISSUED, subject=member.person)
            for said in [issuing.facts_of(paper)]
        ]
        done = self.attempt(
            lambda: opening.open_case(Stay, by=by, organisation=place, data=answers, key=desk.key())
        )  # fmt: skip
        assert not (done and reaches(first, last, asking.pack_name_of(place, clock.today())))
        assert not (done and any(since <= str(last) and str(first) <= until for since, until in counting))

    def decide(self, turn: TaskAssignment, by: User, outcome: int, days: int = 21) -> Decision:
        codes = [str(code) for code in turn.definition.form.outcomes.values]
        said = codes[outcome % len(codes)]
        more: dict[str, Any] = {"outcome": said, **(SAID if said != codes[0] else {})} if len(codes) > 1 else {}
        if turn.step == "extend":
            more["until_on"] = str(Stay.facts(turn.case).last_day + days * ONE)
        return deciding.decide(turn.public_id, by=by, data=desk.answers(turn, **more), key=desk.key())

    @rule(turn=pick, person=pick, outcome=pick)
    def anybody_acts(self, turn: int, person: int, outcome: int) -> None:
        """Anybody tries to decide any open turn in any way; who may is worked out here once more."""
        found = self.turn(turn)
        if found is not None:
            by = self.person(person)
            held = Appointment.objects.on(clock.today()).filter(post=found.post, person=by.person).exists()
            own = found.person_id == by.person_id
            aside = found.definition.kind == "approve" and by.person_id in {found.case.opener_id, found.case.subject_person_id}  # fmt: skip
            assert not self.attempt(lambda: self.decide(found, by, outcome)) or ((held or own) and not aside)

    @rule(turn=pick, outcome=pick, days=st.sampled_from(LENGTHS), regrets=st.booleans())
    def the_right_one_acts(self, turn: int, outcome: int, days: int, regrets: bool) -> None:
        """Whoever may act answers in any way, and may take it back at once: his turn is open again."""
        desk.settle()
        found = self.turn(turn)
        if found is None:
            return
        by = driving.actor_for(found)
        if self.attempt(lambda: self.decide(found, by, outcome, days)) and regrets and outcome % 3 == 0:
            decision = Decision.objects.get(assignment=found)
            assert self.attempt(lambda: undoing.recall(decision.public_id, by=by, key=desk.key()))
            assert TaskAssignment.objects.filter(case=found.case, closed_at__isnull=True, step=found.step).exists()

    @rule(turn=pick, steps=st.integers(1, 5))
    def things_go_on(self, turn: int, steps: int) -> None:
        """The ordinary way, some steps far."""
        for _step in range(steps):
            desk.settle()
            found = self.turn(turn)
            if found is None or not self.attempt(lambda found=found: desk.act(found)):
                return

    @rule(turn=pick, to=pick)
    def sent_back(self, turn: int, to: int) -> None:
        """An open turn is sent back to a step that was proved safe, or to any other."""
        found = self.turn(turn)
        if found is not None:
            kept = [target.step.name for target in returning.targets(found)]
            names = kept or list(Stay.steps())
            name, by = names[to % len(names)], driving.actor_for(found)
            done = self.attempt(
                lambda: returning.return_to(found.public_id, to=name, by=by, reason="请核对。", key=desk.key())
            )
            assert not done or name in kept

    @precondition(lambda self: Case.objects.filter(process_name="stay", closed_at=None).exists())
    @rule(number=pick, person=pick, what=st.sampled_from(["withdraw", "suspend", "resume", "terminate"]))
    def intervened(self, number: int, person: int, what: str) -> None:
        """A case is called off, suspended, goes on, or is ended: by anybody, or whoever may."""
        case, by = self.case(number), self.person(person)
        if case is None:
            return
        acts = {
            "withdraw": lambda: undoing.withdraw(case.pk, by=by, reason="有变。", key=desk.key()),
            "suspend": lambda: suspending.suspend(case.pk, by=by, reason="核实中。", key=desk.key(), until=None),
            "resume": lambda: suspending.resume(case.pk, by=by, key=desk.key()),
            "terminate": lambda: ending.terminate(case.pk, by=by, reason="事由不再存在。", key=desk.key()),
        }
        done = self.attempt(acts[what])
        assert not done or (by.person_id == case.opener_id) == (what == "withdraw")

    @rule(days=st.sampled_from([1, 9, 40, 100]))
    def days_pass(self, days: int) -> None:
        """Nobody does anything; last days pass."""
        clock.travel_to(clock.today() + days * ONE)
        waiting.sweep(clock.today())
        assert waiting.sweep(clock.today()) == 0

    # -- what stays true ------------------------------------------------------------------------------------------------

    @invariant()
    def nothing_moves(self) -> None:
        """Every member belongs where he belonged."""
        assert list(Affiliation.objects.order_by("pk").values_list("pk", "until")) == self.homes

    @invariant()
    def one_certificate_counts_for_a_member_on_a_day(self) -> None:
        """And none on so many days that a transfer would be due."""
        issued: dict[int, list[tuple[str, str]]] = {}
        for paper in Paper.objects.filter(kind="D-TR-4").select_related("subject"):
            said = issuing.facts_of(paper)
            first, last = said["from_on"], said["until_on"]
            pack = Case.objects.get(reference=paper.case_reference).pack
            assert not reaches(dt.date.fromisoformat(first), dt.date.fromisoformat(last), pack)
            assert said["days"] == (dt.date.fromisoformat(last) - dt.date.fromisoformat(first)).days + 1
            if paper.state == Paper.State.ISSUED:
                issued.setdefault(paper.subject_id or 0, []).append((first, last))
        for days in issued.values():
            assert not any(one[0] <= other[1] and other[0] <= one[1] for one, other in combinations(days, 2))

    @invariant()
    def no_certificate_without_an_approval(self) -> None:
        """As many as were agreed to; none where it was refused, called off or ended."""
        for case in Case.objects.filter(process_name="stay"):
            agreed = case.decisions.filter(
                step__in=["approve", "approve_extension"], outcome="agree", recalled_at__isnull=True
            )
            given = Paper.objects.filter(case_reference=case.reference, kind="D-TR-4").count()
            assert given <= agreed.count() <= 2
            if case.outcome in {"refused", "withdrawn", "terminated"}:
                assert given == 0
            if case.outcome in {"returned", "transfer_due", "no_contact"}:
                assert given == agreed.count() > 0

    @invariant()
    def nobody_approves_what_he_asked_for_or_is_about(self) -> None:
        for decision in Decision.objects.exclude(kind="act").select_related("case__subject"):
            assert decision.person_id not in {decision.case.opener_id, decision.case.subject_person_id}

    @invariant()
    def nobody_is_asked_about_a_stay_before_it_is_over(self) -> None:
        """The secretary of the branch is, the day after the last one at the earliest."""
        for turn in TaskAssignment.objects.filter(closed_at__isnull=True, step__in=["away", "is_back"]):
            last = Stay.facts(turn.case).last_day
            assert turn.step == "away" or turn.opened_at.date() > last

    @invariant()
    def no_open_case_is_stuck(self) -> None:
        """One task is open in each: a turn, or a job of the system."""
        tasks = list(Task.objects.filter(status__in=nodes.OPEN).order_by("process_id"))
        assert [t.process_id for t in tasks] == sorted(Case.objects.filter(closed_at=None).values_list("pk", flat=True))
        for task in tasks:
            human = task.flow_task.task_type == "HUMAN"
            assert TaskAssignment.objects.filter(task=task, closed_at__isnull=True).exists() == human
            assert human or task.status == "SCHEDULED"


@pytest.mark.usefixtures("world")
def test_stays_under_random_people(world: Demo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rendering, "typeset", desk.tiny_paper)
    monkeypatch.setattr(Stays, "world", world, raising=False)
    run_state_machine_as_test(Stays, settings=SETTINGS)
