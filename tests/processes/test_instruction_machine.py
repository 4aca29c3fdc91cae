"""Requests for instructions under random people, opinions, signers and days: whatever happens, these things stay true.

HYPOTHESIS_PROFILE=long runs many more and longer histories, each time other ones.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from viewflow.workflow.models import Task

from audit import clock, journal
from config.demo import driving
from config.demo.building import Demo
from documents import issuing, rendering
from documents.models import Paper
from registry import posts
from registry.models import Appointment, Post, Role, User
from registry.refusals import Refused
from tests import desk
from tests.conftest import DAY
from tests.soundness import tracing
from tests.thorough import tried
from workflows.engine import (
    countersigning,
    deciding,
    ending,
    integrity,
    nodes,
    notifying,
    opening,
    returning,
    signers,
    suspending,
    undoing,
)
from workflows.engine.models import Case, Decision, Pause, Signing, SigningEvent, TaskAssignment
from workflows.engine.soundness import proving
from workflows.processes.instruction import CAN_BE_ADDED, Instruction
from workflows.processes.instruction.walks import WALKS

MODELS = {model.pack.name: model for model in proving.models_of(Instruction)}
SETTINGS = tried(8, 300, steps=18)
BRANCHES = ("QH0101", "QH0102", "QH029001")
PLACES = (*BRANCHES, "QH01", "QH0290", "QH02", "QH", "YL")
HANDED = (
    ("QH0101", Role.SECRETARY),
    ("QH01", Role.DEPUTY_SECRETARY),
    ("QH01", Role.SECRETARY),
    ("QH", Role.DEPARTMENT_HEAD),
)
MATTERS = ("推迟换届选举", "调剂活动用房")
SAID = {"opinion": "请核对后补充。"}
BY = journal.system("test")
ONE = dt.timedelta(days=1)
pick = st.integers(0, 999)


class Requests(RuleBasedStateMachine):
    """Three branches, the committees above them, and everybody who might lay hands on their requests."""

    world: Demo

    def __init__(self) -> None:
        super().__init__()
        clock.travel_to(DAY)
        self.rolled_back = transaction.atomic()
        self.rolled_back.__enter__()
        held = Appointment.objects.on(DAY).filter(post__organisation__code__in=PLACES)
        self.people: list[User] = [a.person.user for a in held.select_related("person__user").order_by("pk")]

    def teardown(self) -> None:
        """The worker comes a last time; the journal verifies, every way was explored, who is stuck is found."""
        try:
            desk.settle()
            countersigning.sweep()
            notifying.run_due()
            assert journal.verify().faults == []
            for case in Case.objects.all():
                assert tracing.explored(MODELS[case.pack], *tracing.way_of(case)), tracing.way_of(case)
            stuck = [f"case {case.reference} is stuck" for case in integrity.stuck(clock.today())]
            assert list(integrity.faults(clock.today())) == stuck
        finally:
            transaction.set_rollback(True)
            self.rolled_back.__exit__(None, None, None)

    # -- what may happen ------------------------------------------------------------------------------------------------

    def attempt(self, act: Callable[[], Any]) -> bool:
        """Do something that may be refused, in words; whatever is refused has changed nothing."""
        kinds = (Case, TaskAssignment, Decision, SigningEvent, Pause, Paper, journal.Entry)
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
        open_turns = TaskAssignment.objects.filter(closed_at__isnull=True).order_by("pk")
        found = list(open_turns.select_related("task", "post__organisation", "person", "case__organisation"))
        return found[number % len(found)] if found else None

    def case(self, number: int) -> Case | None:
        found = list(Case.objects.select_related("opened_by", "organisation").order_by("-pk")[:4])
        return found[number % len(found)] if found else None

    def able(self, turn: TaskAssignment) -> User:
        """Somebody who may act, else anybody: a post may be vacant meanwhile."""
        try:
            return driving.actor_for(turn)
        except IndexError:
            return self.people[0]

    @rule(place=st.sampled_from(BRANCHES), matter=st.sampled_from(MATTERS), person=pick, right=st.booleans())
    def ask(self, place: str, matter: str, person: int, right: bool) -> None:
        """Somebody asks: the secretary of the branch, or anybody."""
        branch = self.world.organisations[place]
        held = (
            Appointment.objects.on(clock.today()).filter(post__organisation=branch, post__role=Role.SECRETARY).first()
        )
        by = held.person.user if right and held is not None else self.person(person)
        answers = dict(WALKS["answered"].opening(None, {})) | {"matter": matter}
        open_ones = Case.objects.filter(organisation=branch, matter=matter, closed_at__isnull=True).exists()
        done = self.attempt(
            lambda: opening.open_case(Instruction, by=by, organisation=branch, data=answers, key=desk.key())
        )
        assert not (done and open_ones)

    def decide(self, turn: TaskAssignment, by: User, outcome: int) -> Decision:
        codes = [str(code) for code in turn.definition.form.outcomes.values]
        said = codes[outcome % len(codes)]
        checked = {"ours": "no"} if said == "not_ours" else {}
        others = {"concerns_others": "no"} if turn.step == "draft" and outcome % 5 == 0 else {}
        more = {"outcome": said, **(SAID if said != codes[0] else {}), **checked, **others}
        return deciding.decide(turn.public_id, by=by, data=desk.answers(turn, **more), key=desk.key())

    @rule(turn=pick, person=pick, outcome=pick)
    def anybody_acts(self, turn: int, person: int, outcome: int) -> None:
        """Anybody tries to decide any open turn in any way; who may is worked out here once more."""
        found = self.turn(turn)
        if found is not None:
            by = self.person(person)
            done = self.attempt(lambda: self.decide(found, by, outcome))
            assert not done or self.may(found, by)

    def may(self, turn: TaskAssignment, by: User) -> bool:
        """Who may act, worked out from the rows alone."""
        held = Appointment.objects.on(clock.today()).filter(post=turn.post, person=by.person).exists()
        return held and (turn.definition.kind == "act" or by.person_id != turn.case.opener_id)

    @rule(turn=pick, outcome=pick, regrets=st.booleans())
    def the_right_one_acts(self, turn: int, outcome: int, regrets: bool) -> None:
        """Whoever may act answers in any way, and may take it back at once: his turn is open again."""
        found = self.turn(turn)
        if found is None:
            return
        by = self.able(found)
        if self.attempt(lambda: self.decide(found, by, outcome)) and regrets:
            decision = Decision.objects.get(assignment=found)
            assert self.attempt(lambda: undoing.recall(decision.public_id, by=by, key=desk.key()))
            again = TaskAssignment.objects.filter(case=found.case, closed_at__isnull=True, step=found.step)
            assert again.filter(post=found.post).exists()

    @rule(turn=pick, steps=st.integers(1, 6))
    def things_go_on(self, turn: int, steps: int) -> None:
        """The ordinary way, some steps far."""
        for _step in range(steps):
            desk.settle()
            found = self.turn(turn)
            if found is not None and not self.attempt(lambda found=found: desk.act(found, by=self.able(found))):
                return

    @rule(number=pick, person=pick, post=pick, right=st.booleans())
    def a_signer_is_added(self, number: int, person: int, post: int, right: bool) -> None:
        """By somebody, or by whoever sent the draft round; only posts the course names can be."""
        signing = self.round(number)
        if signing is not None:
            by = self.sender(signing) if right else self.person(person)
            places = self.world.organisations["YL" if post % 2 else "QH"].posts.order_by("pk")
            wanted = places[post % len(places)]
            done = self.attempt(
                lambda: signers.add_signer(signing.public_id, by=by, post=wanted.pk, reason="请核对。", key=desk.key())
            )
            assert not done or wanted.role in {role for who in CAN_BE_ADDED for role in who.roles}

    @rule(number=pick, person=pick, seat=pick, right=st.booleans())
    def a_signer_is_taken_off(self, number: int, person: int, seat: int, right: bool) -> None:
        """By somebody, or by whoever sent the draft round; never one who has signed."""
        signing = self.round(number)
        if signing is not None:
            by = self.sender(signing) if right else self.person(person)
            roll = list(signing.signers.order_by("number"))
            gone = roll[seat % len(roll)]
            signed = {event.seat: event.kind for event in signing.events.all()}.get(gone.number) == "signed"
            done = self.attempt(
                lambda: signers.remove_signer(signing.public_id, by=by, signer=gone.public_id, reason="不需要。", key=desk.key())
            )  # fmt: skip
            assert not (done and signed)

    def round(self, number: int) -> Signing | None:
        running = list(Signing.objects.filter(closed_at__isnull=True).order_by("pk"))
        return running[number % len(running)] if running else None

    def sender(self, signing: Signing) -> User:
        before = Decision.objects.filter(case=signing.case, step="draft", recalled_at__isnull=True).latest("pk")
        return before.by

    @rule(turn=pick, to=pick)
    def sent_back(self, turn: int, to: int) -> None:
        """An open turn is sent back to a step that was proved safe, or to any other."""
        found = self.turn(turn)
        if found is not None:
            kept = [target.step.name for target in returning.targets(found)]
            names = kept or list(Instruction.steps())
            name, by = names[to % len(names)], self.able(found)
            done = self.attempt(
                lambda: returning.return_to(found.public_id, to=name, by=by, reason="请核对。", key=desk.key())
            )
            assert not done or name in kept

    @rule(number=pick, person=pick, opener=st.booleans())
    def called_off(self, number: int, person: int, opener: bool) -> None:
        """A case is called off, by its opener or somebody else."""
        case = self.case(number)
        if case is not None and number % 3 == 0:
            by = case.opened_by if opener else self.person(person)
            done = self.attempt(lambda: undoing.withdraw(case.pk, by=by, reason="有变。", key=desk.key()))
            assert not done or by.person_id == case.opener_id

    @rule(number=pick, person=pick, what=st.sampled_from(["suspend", "resume", "terminate"]))
    def intervened(self, number: int, person: int, what: str) -> None:
        """A case is suspended, goes on, or is ended: by whoever opened it never."""
        case, by = self.case(number), self.person(person)
        if case is not None:
            acts = {
                "suspend": lambda: suspending.suspend(case.pk, by=by, reason="核实中。", key=desk.key(), until=None),
                "resume": lambda: suspending.resume(case.pk, by=by, key=desk.key()),
                "terminate": lambda: ending.terminate(case.pk, by=by, reason="事由不再存在。", key=desk.key()),
            }
            assert not self.attempt(acts[what]) or by.person_id != case.opener_id

    @rule(days=st.sampled_from([1, 1, 9]))
    def days_pass(self, days: int) -> None:
        """Nobody does anything; the rounds are looked at."""
        clock.travel_to(clock.today() + days * ONE)
        countersigning.sweep()
        assert countersigning.sweep() == 0

    @rule()
    def the_worker_comes(self) -> None:
        """Everything due is done."""
        desk.settle()

    @rule(number=pick, person=pick)
    def a_post_changes_hands(self, number: int, person: int) -> None:
        """The holder leaves at the end of the day, somebody else comes tomorrow: also one who asked, or signs already."""
        code, role = HANDED[number % len(HANDED)]
        post: Post = self.world.organisations[code].posts.get(role=role)
        held = post.appointments.on(clock.today()).filter(until__isnull=True).first()
        successor = self.person(person).person
        if held is not None and held.person != successor:
            posts.end_appointment(held, by=BY, last_day=clock.today(), reason="换届")
            self.attempt(lambda: posts.appoint(post, successor, by=BY, since=clock.today() + ONE))

    # -- what stays true ------------------------------------------------------------------------------------------------

    @invariant()
    def nobody_signed_for_his_own_request(self) -> None:
        """Neither as one of several nor alone."""
        for decision in Decision.objects.exclude(kind="act").select_related("case"):
            assert decision.person_id != decision.case.opener_id

    @invariant()
    def one_person_counts_once_in_a_round(self) -> None:
        """However many posts he holds."""
        for signing in Signing.objects.all():
            said = Decision.objects.filter(assignment__signer__signing=signing, recalled_at__isnull=True)
            people = list(said.exclude(outcome="sent_back").values_list("person_id", flat=True))
            assert len(people) == len(set(people))

    @invariant()
    def nothing_is_answered_without_a_signature(self) -> None:
        """A reply was signed by the last to decide; what was given back, called off or ended has none."""
        replied = {paper.case_reference: paper for paper in Paper.objects.filter(kind="D-IN-2")}
        for case in Case.objects.all():
            signed = case.decisions.filter(step="approve", recalled_at__isnull=True).order_by("pk").last()
            if case.reference in replied:
                facts = issuing.facts_of(replied[case.reference])
                assert signed is not None
                assert (signed.outcome, facts["agreed"]) in {("agree", True), ("refuse", False)}
            wanted = {"answered": "agree", "declined": "refuse"}.get(case.outcome)
            assert case.closed_at is None or (case.reference in replied) == (wanted is not None)
            assert wanted is None or (signed is not None and signed.outcome == wanted)

    @invariant()
    def every_opinion_is_on_the_sheet(self) -> None:
        """What was put before whoever decides is what the signers of the last round said."""
        for case in Case.objects.filter(assignments__step="approve", assignments__closed_at__isnull=True):
            sheet = Paper.objects.filter(case_reference=case.reference, kind="D-IN-3").latest("pk")
            draft = (
                case.decisions.filter(step="draft", recalled_at__isnull=True).exclude(outcome="sent_back").latest("pk")
            )
            last = Signing.objects.filter(case=case).order_by("-pk").first()
            said = Decision.objects.filter(assignment__signer__signing=last, recalled_at__isnull=True) if last else ()
            names = sorted(decision.person.name for decision in said if decision.outcome != "sent_back")
            printed = issuing.facts_of(sheet)["opinions"]
            if draft.answers["concerns_others"] == "no":
                assert printed == []
            elif last is not None and last.result != "too_few":
                assert sorted(line.split("：")[0].rsplit(" ", 1)[1] for line in printed) == names
            else:
                assert len(printed) == 1

    @invariant()
    def no_open_case_is_stuck(self) -> None:
        """One task is open in each: turns somebody can act on, or a job of the system; else the nightly check names it."""
        turns: dict[int, list[TaskAssignment]] = {}
        for turn in TaskAssignment.objects.filter(closed_at__isnull=True).select_related("post"):
            turns.setdefault(turn.task_id, []).append(turn)
        tasks = list(Task.objects.filter(status__in=nodes.OPEN).order_by("process_id"))
        assert [t.process_id for t in tasks] == sorted(Case.objects.filter(closed_at=None).values_list("pk", flat=True))
        for task in tasks:
            own = turns.pop(task.pk, [])
            human = task.flow_task.task_type == "HUMAN"
            assert bool(own) == human
            assert human or task.status == "SCHEDULED"
        assert turns == {}


@pytest.mark.usefixtures("world")
def test_requests_under_random_people(world: Demo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rendering, "typeset", desk.tiny_paper)
    monkeypatch.setattr(Requests, "world", world, raising=False)
    for name, step in (("consulted", "consult"), ("passed_on", "pass_on"), ("differing", "draft")):
        driving.until(driving.begin("instruction", WALKS[name]), step)
    run_state_machine_as_test(Requests, settings=SETTINGS)
