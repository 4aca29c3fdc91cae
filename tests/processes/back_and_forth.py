"""What random people do back and forth: send back, suspend, let go on, end, ask again; and what stays true then."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.db.models import F, Q
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from audit import clock
from config.demo import driving
from registry.models import User
from tests import desk
from workflows.engine import ending, opening, resubmitting, returning, suspending
from workflows.engine.models import Case, Decision, Pause, TaskAssignment
from workflows.engine.soundness.keeping import returns_kept
from workflows.processes.transfer import Transfer

ONE = dt.timedelta(days=1)
pick = st.integers(0, 999)


class BackAndForth:
    """Moves and invariants of the machine; it knows the people, the open turns, and what may be refused."""

    people: list[User]
    newest: int
    attempt: Callable[[Callable[[], Any]], bool]
    open_turn: Callable[[int], TaskAssignment | None]
    may: Callable[[TaskAssignment, User], bool]

    @rule(turn=pick, person=pick, to=pick, right=st.booleans())
    def sent_back(self, turn: int, person: int, to: int, right: bool) -> None:
        """An open turn is sent back to any step, by whoever may act or anybody else."""
        found = self.open_turn(turn)
        if found is None:
            return
        steps = list(returning.targets(found)) if to % 2 else []
        name = steps[to % len(steps)].step.name if steps else list(Transfer.steps())[to % len(Transfer.steps())]
        by = self.acting(found) if right else self.people[person % len(self.people)]
        kept = {target.step.name for target in returning.targets(found)}
        done = self.attempt(
            lambda: returning.return_to(found.public_id, to=name, by=by, reason="请核对。", key=desk.key())
        )
        assert not done or (self.may(found, by) and name in kept and desk.the_turn(found.case).step == name)

    def acting(self, turn: TaskAssignment) -> User:
        """Somebody who may act, else anybody: a post may be vacant meanwhile."""
        try:
            return driving.actor_for(turn)
        except IndexError:
            return self.people[0]

    def some_case(self, number: int) -> Case | None:
        found = list(Case.objects.select_related("opened_by", "subject", "organisation").order_by("-pk")[:4])
        return found[number % len(found)] if found else None

    def head(self, case: Case, number: int, right: bool) -> User:
        """The head of the issuing committee, or anybody."""
        if right:
            post = Transfer.suspension.by.route(case, clock.today(), frozenset({case.opener_id, case.subject_person_id})).post  # fmt: skip
            return post.appointments.on(clock.today()).exclude(person_id__in=[case.opener_id, case.subject_person_id]).select_related("person__user").earliest("pk").person.user  # fmt: skip
        return self.people[number % len(self.people)]

    @rule(number=pick, person=pick, days=st.sampled_from([0, 1, 12]), right=st.booleans())
    def suspended(self, number: int, person: int, days: int, right: bool) -> None:
        """A case is suspended, until a day or until somebody says so."""
        case = self.some_case(number)
        if case is not None:
            by, until = self.head(case, person, right), clock.today() + days * ONE if days else None
            done = self.attempt(
                lambda: suspending.suspend(case.pk, by=by, reason="核实中。", key=desk.key(), until=until)
            )
            assert not done or by.person_id not in (case.opener_id, case.subject_person_id)

    @rule(number=pick, person=pick, right=st.booleans())
    def goes_on(self, number: int, person: int, right: bool) -> None:
        """A suspended case goes on."""
        running = list(
            Pause.objects.filter(ended_at__isnull=True).select_related("case__subject", "case__organisation")
        )
        case = running[number % len(running)].case if running else self.some_case(number)
        if case is not None:
            by = self.head(case, person, right)
            done = self.attempt(lambda: suspending.resume(case.pk, by=by, key=desk.key()))
            assert not done or running

    @rule(number=pick, person=pick, right=st.booleans())
    def ended(self, number: int, person: int, right: bool) -> None:
        """A case is ended by the committee, or by somebody who may not."""
        case = self.some_case(number)
        if case is not None and number % 3 == 0:
            by = self.head(case, person, right)
            done = self.attempt(lambda: ending.terminate(case.pk, by=by, reason="事由不再存在。", key=desk.key()))
            assert not done or by.person_id not in (case.opener_id, case.subject_person_id)

    @rule(number=pick)
    def asked_again(self, number: int) -> None:
        """Whoever opened a case asks again after it, if it came to nothing; the old one stays as it is."""
        closed = list(
            Case.objects.filter(closed_at__isnull=False).select_related("opened_by", "subject", "organisation")
        )
        if not closed:
            return
        case = closed[number % len(closed)]
        kept = (case.outcome, case.closed_at, case.data)

        def again() -> None:
            draft = resubmitting.ask_again(case, by=case.opened_by, key=desk.key())
            self.attempt(lambda: opening.open_case(Transfer, by=case.opened_by, organisation=case.organisation, data=draft.answers, key=desk.key(), follows=draft.follows))  # fmt: skip

        done = self.attempt(again)
        assert not done or case.outcome in ("returned", "refused", "withdrawn", "terminated")
        fresh = Case.objects.get(pk=case.pk)
        assert (fresh.outcome, fresh.closed_at, fresh.data) == kept

    @invariant()
    def while_a_case_is_suspended_nothing_is_decided(self) -> None:
        """Its turns are nobody's, those of all others somebody's; no decision lies within a suspension."""
        running = set(Pause.objects.filter(ended_at__isnull=True).values_list("case_id", flat=True))
        for case, suspended in TaskAssignment.objects.filter(closed_at__isnull=True).values_list(
            "case_id", "suspended_at"
        ):
            assert (suspended is not None) == (case in running)
        after = Q(case__pauses__ended_at__isnull=True) | Q(case__pauses__ended_at__gt=F("at"))
        within = Decision.objects.filter(after, case__pauses__at__lt=F("at"), pk__gt=self.newest)
        assert not within.exists()
        assert not Pause.objects.filter(ended_at__isnull=True, case__closed_at__isnull=False).exists()

    @invariant()
    def nobody_is_sent_ahead(self) -> None:
        """Each return leads to a step that was decided before it, by whoever may decide the one it left."""
        for back in Decision.objects.filter(outcome="sent_back"):
            before = Decision.objects.filter(case=back.case_id, step=back.answers["to"], pk__lt=back.pk)
            assert before.exclude(outcome="sent_back").exists()
            assert back.answers["to"] in returns_kept(Transfer)[back.step]
