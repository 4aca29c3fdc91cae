"""Random rounds in the database, held against the pure function: after each step both say the same."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from audit import clock
from config.demo.building import Demo
from registry.models import Member, Role, User
from tests.workflows import countersigned
from tests.workflows.countersigned_desk import Desk, recall
from workflows.engine import catalogue, countersigning
from workflows.engine.errors import Conflict, Refused
from workflows.engine.models import Decision, TaskAssignment
from workflows.engine.signing import (
    Absence,
    Added,
    Answer,
    Illegal,
    Left,
    Opened,
    Place,
    Removed,
    Result,
    Signed,
    State,
    TakenBack,
    state_of,
)

SEATS = {1: "secretary", 2: "deputy", 3: "organiser", 4: "county organiser"}
COURSES = ("Signed", "MoreThanHalf", "AtLeastHalf", "OfTwo")
STEPS = st.one_of(
    st.tuples(st.just("sign"), st.integers(1, 4), st.sampled_from(["agree", "disagree"])),
    st.tuples(st.just("sign"), st.integers(1, 4), st.sampled_from(["agree", "disagree", "return"])),
    st.tuples(st.just("recall"), st.integers(1, 4), st.just("")),
    st.tuples(st.just("add"), st.integers(1, 3), st.sampled_from(["before", "after", "parallel"])),
    st.tuples(st.just("remove"), st.integers(1, 3), st.just("")),
    st.tuples(st.just("leave"), st.integers(1, 4), st.just("")),
)


class Both:
    """A round in the database and the same round in memory."""

    def __init__(self, case: Desk) -> None:
        self.case = case
        self.state: State = state_of([Opened((1, 2, 3), case.course.instance.node("sign").rule)])
        self.adder, self.vacant = 0, set[int]()
        self.users = {who: case.user(who) for who in SEATS.values()}

    def do(self, what: str, seat: int, how: str) -> None:
        """Try one step in both; what one refuses, the other does."""
        before = self.state
        TaskAssignment.objects.filter(case=self.case.case).update(visible_from=clock.now())
        possible = getattr(self, f"can_{what}")(seat, how)
        try:
            getattr(self, f"do_{what}")(seat, how)
        except (Conflict, Refused, PermissionDenied, LookupError, Decision.DoesNotExist):
            assert not possible, (what, seat, how, before)
        else:
            assert possible, (what, seat, how, before)
        self.same()

    def tell(self, event: Any) -> bool:
        """Let it happen in memory, if it can, and look who is there."""
        try:
            self.state = self.state.after(event)
        except Illegal:
            return False
        self.look()
        return True

    def look(self) -> None:
        """Vacant posts leave the count, one after another, as long as the round is open."""
        for seat in self.state.unsigned:
            if seat in self.vacant and self.state.result is Result.OPEN:
                self.state = self.state.after(Left(seat, Absence.VACANT))

    def can_sign(self, seat: int, how: str) -> bool:
        return self.tell(Signed(seat, seat, Answer(how)))

    def do_sign(self, seat: int, how: str) -> None:
        self.case.sign(SEATS[seat], how, by=self.users[SEATS[seat]])

    def can_recall(self, seat: int, how: str) -> bool:
        return self.tell(TakenBack(seat))

    def do_recall(self, seat: int, how: str) -> None:
        signer = self.case.turn(SEATS[seat]).signer
        recall(Decision.objects.filter(assignment__signer=signer, recalled_at__isnull=True).latest("pk"))

    def can_add(self, seat: int, how: str) -> bool:
        if 4 in self.vacant or not self.tell(Added(4, seat, Place(how))):
            return False
        self.adder = seat
        return True

    def do_add(self, seat: int, how: str) -> None:
        self.case.add(SEATS[seat], self.case.post("QH", Role.ORGANISER), how, by=self.users[SEATS[seat]])

    def can_remove(self, seat: int, how: str) -> bool:
        return self.adder == seat and seat in self.state.may_sign and self.tell(Removed(4))

    def do_remove(self, seat: int, how: str) -> None:
        self.case.remove(SEATS[seat], "county organiser", by=self.users[SEATS[seat]])

    def can_leave(self, seat: int, how: str) -> bool:
        if seat not in self.state.waits or seat in self.vacant:
            return False
        self.vacant.add(seat)
        self.look()
        return True

    def do_leave(self, seat: int, how: str) -> None:
        if seat not in self.state.waits:
            raise LookupError
        try:
            self.case.leave(SEATS[seat])
        except ValueError:  # nobody is there any more
            raise LookupError from None
        countersigning.sweep()

    def same(self) -> None:
        """The rows say what the algebra says."""
        signing = self.case.signing()
        assert (signing.result or "open") == str(self.state.result)
        turns = TaskAssignment.objects.filter(signer__signing=signing, closed_at__isnull=True)
        assert set(turns.values_list("signer__number", flat=True)) == set(self.state.may_sign)
        signed = Decision.objects.filter(assignment__signer__signing=signing, recalled_at__isnull=True)
        assert {d.assignment.signer.number: d.outcome for d in signed.select_related("assignment__signer")} == {
            seat: str(event.answer) for seat, event in self.state.signed.items()
        }


@pytest.mark.parametrize("course", COURSES)
def test_random_rounds(
    world: Demo, secretary: User, ordinary_member: Member, monkeypatch: pytest.MonkeyPatch, course: str
) -> None:
    """The signers answer, take back, add, take off and leave, in any order; a refusal in one is a refusal in both."""
    made = getattr(countersigned, course)
    monkeypatch.setitem(catalogue._EDITIONS, made.name, [made])
    case = Desk(world, made, secretary, ordinary_member)
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now)  # every signature stays within its hold, however slow the machine

    ends = set[Result]()

    @settings(
        max_examples=8, deadline=None, phases=[Phase.generate, Phase.shrink], database=None, derandomize=True,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(st.lists(STEPS, min_size=5, max_size=9))
    def random_round(steps: list[tuple[str, int, str]]) -> None:
        with transaction.atomic():
            both = Both(case)
            for step in steps:
                both.do(*step)
            ends.add(both.state.result)
            transaction.set_rollback(True)

    random_round()
    assert ends > {Result.OPEN}
