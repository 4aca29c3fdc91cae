"""Arrivals under random letters, people, opinions and days: whatever happens, these things stay true.

HYPOTHESIS_PROFILE=long runs many more and longer histories, each time other ones.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
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
from registry import members, persons
from registry.models import Affiliation, Appointment, Member, Person, Role, User
from registry.refusals import Refused
from tests import desk
from tests.conftest import DAY
from tests.processes.arriving import about, gone_outside, letter
from tests.soundness import tracing
from tests.thorough import tried
from workflows.engine import deciding, integrity, nodes, notifying, opening, returning, suspending, undoing
from workflows.engine.models import Case, Decision, Pause, TaskAssignment
from workflows.engine.said import Said
from workflows.engine.soundness import proving
from workflows.processes.arrival import Arrival
from workflows.processes.arrival.walks import WALKS, id_number

MODELS = {model.pack.name: model for model in proving.models_of(Arrival)}
SETTINGS = tried(6, 300, steps=16)
COMMITTEES = ("QH01", "QH02", "QH")
PLACES = (*COMMITTEES, "QH0101", "YL")
ONE = dt.timedelta(days=1)
KINDS = ("accepted", "probationary", "confirmed")
pick = st.integers(0, 999)


class Arrivals(RuleBasedStateMachine):
    """Three committees, letters of a few people, one of whom was here before and one of whom still is."""

    world: Demo

    def __init__(self) -> None:
        super().__init__()
        clock.travel_to(DAY)
        self.rolled_back = transaction.atomic()
        self.rolled_back.__enter__()
        held = Appointment.objects.on(DAY).filter(post__organisation__code__in=PLACES)
        self.people: list[User] = [a.person.user for a in held.select_related("person__user").order_by("pk")]
        self.returning = gone_outside(self.world, self.world.members("QH0102")[-2])
        self.staying = self.world.members("HK0101")[0]
        self.persons = Person.objects.count()

    def teardown(self) -> None:
        """The worker comes a last time; the journal verifies, every way was explored, who is stuck is found."""
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

    # -- what may happen ------------------------------------------------------------------------------------------------

    def attempt(self, act: Callable[[], Any]) -> bool:
        """Do something that may be refused, in words; whatever is refused has changed nothing."""
        kinds = (Case, TaskAssignment, Decision, Pause, Paper, Person, Affiliation, journal.Entry)
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
        try:
            return driving.actor_for(turn)
        except IndexError:
            return self.people[0]

    @rule(
        place=st.sampled_from(COMMITTEES), kind=st.sampled_from(KINDS), who=st.integers(0, 3), person=pick, right=st.booleans()
    )  # fmt: skip
    def a_letter_is_presented(self, place: str, kind: str, who: int, person: int, right: bool) -> None:
        """Somebody comes with a letter: a stranger, one who was here, or one who still is; entered by anybody."""
        by = self.world.holder(place, Role.ORGANISER) if right else self.person(person)
        known = {2: self.returning, 3: self.staying}.get(who)
        more = about(known) if known and kind != "probationary" else {"id_number": id_number(who), "name": f"来人{who}"}
        data = letter(self.world, kind, **more)
        data["branch"] = self.world.organisations["QH0201" if place == "QH02" else "QH0101"].public_id
        number = str(data["id_number"])
        before = persons.by_id_number(number)
        on_a_roll = before is not None and self.rolls(before) != []
        taken = {self.number_of(case) for case in Case.objects.filter(closed_at__isnull=True)}
        done = self.attempt(
            lambda: opening.open_case(
                Arrival, by=by, organisation=self.world.organisations[place], data=data, key=desk.key()
            )
        )
        assert not done or not (on_a_roll or number in taken)

    def number_of(self, case: Case) -> str:
        return str(Said(case)("start")["id_number"])

    def rolls(self, person: Person) -> list[str]:
        """On which rolls of ours somebody is today."""
        homes = Affiliation.objects.on(clock.today()).filter(member__person=person, organisation__outside=False)
        return list(homes.values_list("organisation__code", flat=True))

    def decide(self, turn: TaskAssignment, by: User, outcome: int) -> Decision:
        codes = [str(code) for code in turn.definition.form.outcomes.values]
        said = codes[outcome % len(codes)]
        words = {"opinion": "请核对后补充。"} if said not in ("pass", "agree", "done") else {}
        grounds = {"reason_code": "letter_doubt"} if said == "refuse" else {}
        back = {"ground": "incomplete"} if said == "return" and turn.step == "examine" else {}
        confirmed = {"sender_confirms": "经电话核实。"} if outcome % 3 == 0 and turn.step == "examine" else {}
        doubts = {"agrees": "no", "opinion": "缺材料。"} if outcome % 3 == 1 and turn.step == "file_check" else {}
        answers = desk.answers(turn, **{"outcome": said, **words, **grounds, **back, **confirmed, **doubts})
        return deciding.decide(turn.public_id, by=by, data=answers, key=desk.key())

    @rule(turn=pick, person=pick, outcome=pick)
    def anybody_acts(self, turn: int, person: int, outcome: int) -> None:
        """Anybody tries to decide any open turn in any way; who may is worked out here once more."""
        found = self.turn(turn)
        if found is not None:
            by = self.person(person)
            done = self.attempt(lambda: self.decide(found, by, outcome))
            held = Appointment.objects.on(clock.today()).filter(post=found.post, person=by.person).exists()
            assert not done or (held and (found.definition.kind == "act" or by.person_id != found.case.opener_id))

    @rule(turn=pick, outcome=pick, regrets=st.booleans())
    def the_right_one_acts(self, turn: int, outcome: int, regrets: bool) -> None:
        """Whoever may act answers in any way, and may take it back at once."""
        found = self.turn(turn)
        if found is not None:
            by = self.able(found)
            if self.attempt(lambda: self.decide(found, by, outcome)) and regrets:
                decision = Decision.objects.get(assignment=found)
                assert self.attempt(lambda: undoing.recall(decision.public_id, by=by, key=desk.key()))

    @rule(turn=pick, steps=st.integers(1, 7))
    def things_go_on(self, turn: int, steps: int) -> None:
        """The ordinary way, some steps far."""
        for _step in range(steps):
            desk.settle()
            found = self.turn(turn)
            if found is not None and not self.attempt(lambda found=found: self.decide(found, self.able(found), 0)):
                return

    @rule(turn=pick, to=pick)
    def sent_back(self, turn: int, to: int) -> None:
        """An open turn is sent back to a step that was proved safe, or to any other."""
        found = self.turn(turn)
        if found is not None:
            kept = [target.step.name for target in returning.targets(found)]
            names = kept or list(Arrival.steps())
            name, by = names[to % len(names)], self.able(found)
            done = self.attempt(
                lambda: returning.return_to(found.public_id, to=name, by=by, reason="请核对。", key=desk.key())
            )
            assert not done or name in kept

    @rule(number=pick, person=pick, what=st.sampled_from(["withdraw", "suspend", "resume"]), opener=st.booleans())
    def intervened(self, number: int, person: int, what: str, opener: bool) -> None:
        """A case is called off by its opener only, suspended by anybody but him."""
        case = self.case(number)
        if case is not None and number % 2 == 0:
            by = case.opened_by if opener else self.person(person)
            acts = {
                "withdraw": lambda: undoing.withdraw(case.pk, by=by, reason="有变。", key=desk.key()),
                "suspend": lambda: suspending.suspend(case.pk, by=by, reason="核实中。", key=desk.key(), until=None),
                "resume": lambda: suspending.resume(case.pk, by=by, key=desk.key()),
            }
            done = self.attempt(acts[what])
            assert not done or (by.person_id == case.opener_id) == (what == "withdraw")

    @rule(days=st.sampled_from([1, 1, 9, 40]))
    def days_pass(self, days: int) -> None:
        """Nobody does anything."""
        clock.travel_to(clock.today() + days * ONE)

    @rule()
    def the_worker_comes(self) -> None:
        """Everything due is done."""
        desk.settle()

    @rule(branch=st.sampled_from(["QH0102", "HK0101"]))
    def who_was_here_comes_back_by_another_way(self, branch: str) -> None:
        """The member who left is entered on a roll by hand, while a committee may be at his letter."""
        where = self.world.organisations[branch]
        home = members.home_of(Member.objects.get(pk=self.returning.pk), clock.today())
        approved = Decision.objects.filter(
            case__subject_id=self.returning.pk, step="approve", outcome="agree", recalled_at__isnull=True
        )
        if home is not None and home.outside and not approved.exists():
            self.attempt(
                lambda: members.move_home(
                    self.returning, where, by=journal.system("test"), on=clock.today(), case_reference="", article=""
                )
            )

    # -- what stays true ------------------------------------------------------------------------------------------------

    @invariant()
    def nobody_is_on_two_rolls(self) -> None:
        """Nor was on any day."""
        twice = Counter(Affiliation.objects.on(clock.today()).values_list("member_id", flat=True))
        assert [member for member, homes in twice.items() if homes > 1] == []
        numbers = Person.objects.exclude(id_number_index="").values_list("id_number_index", flat=True)
        assert len(set(numbers)) == len(numbers)

    @invariant()
    def nobody_is_on_a_roll_without_an_approval(self) -> None:
        """Whoever was entered by a case was accepted in it that day, by somebody else than who entered the letter."""
        entered = Affiliation.objects.exclude(case_reference="")
        assert Person.objects.count() - self.persons <= entered.count()
        for home in entered.select_related("member__person", "organisation"):
            case = Case.objects.get(reference=home.case_reference)
            approved = case.decisions.filter(step="approve", recalled_at__isnull=True).latest("pk")
            assert (approved.outcome, approved.on, approved.person_id == case.opener_id) == ("agree", home.since, False)
            assert self.number_of(case) == home.member.person.id_number()
            assert case.subject_id == home.member_id
        ended = Case.objects.exclude(outcome="accepted").filter(closed_at__isnull=False)
        assert not entered.filter(case_reference__in=ended.values("reference")).exists()

    @invariant()
    def a_receipt_has_the_number_of_its_letter_and_a_member(self) -> None:
        """None is made before he is entered; an accepted case has one."""
        receipts = {paper.case_reference: paper for paper in Paper.objects.filter(kind="D-TR-23")}
        for case in Case.objects.filter(reference__in=receipts):
            facts = issuing.facts_of(receipts[case.reference])
            assert facts["letter_number"] == Said(case)("start")["letter_number"]
            assert Affiliation.objects.filter(case_reference=case.reference).exists()
        accepted = set(Case.objects.filter(outcome="accepted").values_list("reference", flat=True))
        assert accepted <= receipts.keys()

    @invariant()
    def who_is_not_recognised_was_refused_by_the_county(self) -> None:
        for case in Case.objects.filter(outcome="not_recognised"):
            last = case.decisions.filter(recalled_at__isnull=True).latest("pk")
            assert (last.step, last.outcome) == ("recognition", "agree")
            assert Said(case)("start")["standing"] == "probationary"

    @invariant()
    def no_open_case_is_stuck(self) -> None:
        """One task is open in each: a turn somebody can act on, or a job of the system."""
        turns = dict(TaskAssignment.objects.filter(closed_at__isnull=True).values_list("task_id", "pk"))
        tasks = list(Task.objects.filter(status__in=nodes.OPEN).order_by("process_id"))
        assert [t.process_id for t in tasks] == sorted(Case.objects.filter(closed_at=None).values_list("pk", flat=True))
        for task in tasks:
            human = task.flow_task.task_type == "HUMAN"
            assert (turns.pop(task.pk, None) is not None) == human
            assert human or task.status == "SCHEDULED"
        assert turns == {}


@pytest.mark.usefixtures("world")
def test_arrivals_under_random_people(world: Demo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rendering, "typeset", desk.tiny_paper)
    monkeypatch.setattr(Arrivals, "world", world, raising=False)
    for name, step in (("accepted", "approve"), ("not_recognised", "recognition"), ("file_seen", "file_check")):
        driving.until(driving.begin("arrival", WALKS[name]), step)
    run_state_machine_as_test(Arrivals, settings=SETTINGS)
