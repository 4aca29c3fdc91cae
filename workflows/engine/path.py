"""The path ahead (后续路径): each step to come with its post, its people and its days, if everything goes the ordinary way.

What is worked out here is worked out by the functions that route a real case (``nodes.past_forks``, ``turns.turn_of``),
asked of the case as it will be: there is no second algorithm. Each step is supposed to be used to its last day, so the
days are the latest ones; the next step opens on the day of the decision, as it does in truth.

A path promises nothing: another answer, another holder, another calendar, and it is another path. If nothing of that
changes, it is exactly what happens.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils import timezone

from audit import clock
from registry import posts
from registry.models import Appointment, Post
from workflows.engine import checking, nodes, roll, signing_ahead, supposing, turns
from workflows.engine.models import Case, TaskAssignment
from workflows.engine.rounds import Round
from workflows.engine.routing import NoPost, Route, Undetermined
from workflows.engine.sentences import Sentence
from workflows.engine.signing import Result
from workflows.engine.stops import Path, SeatAhead, Stop
from workflows.engine.words import Countersign, Issue, Outcome, Step, Wait

MOST_NODES = 60
ONE = dt.timedelta(days=1)


@dataclass
class _Ahead:
    """A supposed case on its way; ``dated`` until it has passed a step of which nobody can say how long it takes."""

    case: Case
    on: dt.date
    stops: list[Stop] = field(default_factory=list)
    papers: list[Issue] = field(default_factory=list)
    end: Outcome | None = None
    dated: bool = True
    # The round of the stop that is looked at, where several people sign it.
    round: Round | None = None
    # The day on which each stop is looked at, whether or not it can be promised.
    days: list[dt.date] = field(default_factory=list)

    def begin(self, open_turns: Sequence[TaskAssignment]) -> None:
        """The open turns: one, or those of a round, of which the oldest decides when it is late."""
        stop = _present(open_turns, self.case)
        if open_turns[0].signer_id is not None and (round_ := signing_ahead.running(self.case)) is not None:
            self.round = round_
            stop = replace(stop, post=None, why=(), roll=tuple(_roll(round_)))
        # Nobody can say when a suspended case goes on.
        self.dated = open_turns[0].suspended_at is None
        self._come_to(stop)
        self._decide(0)

    def go(self, node: Any, outcome: str, *, only_next: bool = False) -> None:
        """From a node that ended with an outcome on, until the end, a place where nobody can act, or the next step."""
        for _count in range(MOST_NODES):
            if outcome not in node.targets:
                return
            _answers, node = nodes.past_forks(node.targets[outcome], self.case)
            if isinstance(node, Outcome):
                self.end = node
                return
            if isinstance(node, Step):
                self._come_to(self._stop(node))
                if only_next or self.stops[-1].stuck:
                    return
                self._decide(-1)
            else:
                self.done(node)
            outcome = node.ordinary

    def _come_to(self, stop: Stop) -> None:
        self.stops.append(stop)
        self.days.append(self.on)

    def _stop(self, step: Step) -> Stop:
        """Whose turn a step will be, asked as when it is opened."""
        due_on, provisional = turns.due_of(step, self.case, self.on)
        stop = Stop(
            step, self.on, due_on, provisional, turns.lapse_of(step, self.case), person=turns.person_of(step, self.case)
        )
        try:
            route = self._route(step)
        except NoPost as error:
            return self._dated(replace(stop, stuck=tuple(error.reasons)))
        except Undetermined as error:
            return self._dated(replace(stop, open_question=error.sentence))
        if route is None:
            return self._dated(replace(stop, roll=tuple(_roll(self.round))))
        post = turns.turn_of(step, self.case, self.on, route).post
        return self._dated(replace(stop, post=post, why=tuple(route.why)))

    def _route(self, step: Step) -> Route | None:
        """Where a step goes, as when it is opened; None where a round begins. Raises NoPost, Undetermined."""
        self.round = None
        if not isinstance(step, Countersign):
            return turns.route_of(step, self.case, self.on)
        round_ = signing_ahead.round_ahead(step, self.case)
        if round_.state.result is Result.TOO_FEW:
            return roll.route_instead(step, round_, self.case, self.on)
        self.round = round_
        return None

    def _dated(self, stop: Stop) -> Stop:
        return stop if self.dated else replace(stop, opens_on=None, due_on=None, provisional=False, lapses_on=None)

    def _decide(self, number: int) -> None:
        """Suppose that a step is decided in the ordinary way, on its last day; a late one at once. Ask its rules too."""
        stop, outcome = self.stops[number], self.stops[number].step.ordinary
        self.dated = self.dated and stop.last_day is not None
        if isinstance(stop.step, Countersign) and self.round is not None:
            stop = self._signed(number, stop.step, outcome)
        self.on = max(self.on, stop.last_day or self.on)
        if isinstance(stop.step, Countersign) and self.round is None:
            supposing.suppose_signed(self.case, stop.step, None, outcome, self.on)
        supposing.suppose_decided(self.case, stop.step, outcome, self.on)
        if stop.step.guards:
            blocked = checking.blocking(stop.step.guards, self.case.flow_class.facts(self.case), outcome)
            self.stops[number] = replace(stop, blocked=tuple(check.sentence for check in blocked))

    def _signed(self, number: int, step: Countersign, outcome: str) -> Stop:
        """Suppose that a step is signed: the last day is that of whoever ends it, who may have been asked later than others."""
        signed = supposing.suppose_signed(self.case, step, self.round, outcome, self.on)
        self.on, stop = supposing.handling(self.case).on or self.on, self.stops[number]
        if stop.due_on is not None and signed.due_on is not None:
            self.stops[number] = replace(stop, due_on=signed.due_on, provisional=signed.provisional)
        return self.stops[number]

    def done(self, node: Any) -> None:
        """Suppose that the system does its part, on the same day; a wait is over the day after its last one."""
        if isinstance(node, Issue):
            self._issued(node)
        if isinstance(node, Wait):
            self.on = max(self.on, node.until(self.case.flow_class.facts(self.case)) + ONE)
            supposing.handling(self.case).on = self.on
        if (foresees := getattr(node, "foresees", None)) is not None:
            foresees(self.case)

    def _issued(self, node: Issue) -> None:
        if self.stops:
            self.stops[-1] = replace(self.stops[-1], papers=(*self.stops[-1].papers, node))
        else:
            self.papers.append(node)

    def path(self) -> Path:
        """What was found, with the people of each stop."""
        ends_on = self.on if self.end is not None and self.dated else None
        aside = [turns.recused(self.case, stop.step) for stop in self.stops]
        stops = _with_people(self.stops, self.days, aside)
        return Path(tuple(stops), tuple(self.papers), self.end, ends_on)


def _with_people(stops: list[Stop], days: list[dt.date], aside: list[frozenset[int]]) -> Iterator[Stop]:
    """Each stop with who holds its post, or the posts of its roll, when it comes there; one query for all of them."""
    lasting = [max(day, stop.last_day or day) for stop, day in zip(stops, days, strict=True)]
    asked = {post.pk for stop in stops for post in (stop.post, *(seat.post for seat in stop.roll)) if post}
    found = posts.terms(asked, min(days), max(lasting)) if stops else []
    for stop, first, last, recused in zip(stops, days, lasting, aside, strict=True):
        free = [term for term in found if term.person_id not in recused]
        terms = [term for term in free if stop.post and term.post_id == stop.post.pk]
        vacant = None if stop.person or not stop.post else posts.first_vacant(terms, first, last)
        seats = tuple(replace(seat, holders=_on(free, seat.post, first)) for seat in stop.roll)
        yield replace(stop, holders=_on(terms, stop.post, first), roll=seats, vacant_from=vacant)


def _on(terms: Iterable[Appointment], post: Post | None, day: dt.date) -> tuple[Appointment, ...]:
    """The terms on a post that are running on a day."""
    return tuple(term for term in terms if post and term.post_id == post.pk and posts.covers(term, day))


def _roll(round_: Round | None) -> Iterator[SeatAhead]:
    """The seats of a round, in order."""
    for number in round_.state.waits if round_ else ():
        state = round_.state  # type: ignore[union-attr]  # there is no seat without a round
        post = round_.signers[number].post  # type: ignore[union-attr]
        yield SeatAhead(post, signed=number in state.signed, absent=state.absent.get(number))


def _present(open_turns: Sequence[TaskAssignment], case: Case) -> Stop:
    """An open step as the first stop: it stays as it was routed; the step is that of the case's course."""
    turn = open_turns[0]
    wait = turn.task.wait if hasattr(turn.task, "wait") else None
    return Stop(
        _here(turn.definition, case),
        timezone.localdate(turn.opened_at),
        turn.due_on,
        turn.due_provisional,
        wait.until if wait else None,
        turn.post,
        turn.person,
        why=tuple(Sentence.from_json(stored) for stored in turn.why),
        turns=tuple(open_turns),
    )


def path_of(case: Case) -> Path:
    """The path ahead of an open case; that of a closed one is empty."""
    if case.closed_at is not None:
        return Path()
    today = clock.today()
    ahead = _Ahead(supposing.supposed(case, today), today)
    if open_turns := turns_of(case):
        ahead.begin(open_turns)
        ahead.go(ahead.stops[0].step, ahead.stops[0].step.ordinary)
    elif waiting := nodes.open_tasks(case):
        node = _here(waiting[-1].flow_task, ahead.case)
        ahead.done(node)
        ahead.go(node, node.ordinary)
    return ahead.path()


def _here(node: Any, case: Case) -> Any:
    """A node of the case's course, or the one of its name where the case is supposed to be under another course."""
    return node if node.flow_class is case.flow_class else dict(case.flow_class.in_order())[node.name]


def turns_of(case: Case) -> list[TaskAssignment]:
    """The open turns of a case: one, or those of a round in the order of its roll."""
    found = case.assignments.filter(closed_at__isnull=True).select_related(
        "task__wait", "post__organisation", "person", "escalated_to__organisation", "signer"
    )
    opened = sorted(found.order_by("pk"), key=lambda turn: turn.signer.number if turn.signer else 0)
    for turn in opened:
        turn.case = case
    return opened


def path_from(case: Case, node: Any, outcome: str, *, only_next: bool = False) -> Path:
    """The path of a case from a node on that ends with an outcome today: a step with answers expected, or the opening."""
    today = clock.today()
    ahead = _Ahead(supposing.supposed(case, today), today)
    ahead.go(node, outcome, only_next=only_next)
    return ahead.path()


def after_deciding(case: Case, step: Step, outcome: str, answers: Mapping[str, Any] | None = None) -> Path:
    """What follows at once if a step were decided today, with answers or those expected: papers, the next stop or the end."""
    today = clock.today()
    ahead = _Ahead(supposing.supposed(case, today), today)
    if isinstance(step, Countersign):
        supposing.suppose_signed(ahead.case, step, signing_ahead.running(case), outcome, today, once=True)
    supposing.suppose_decided(ahead.case, step, outcome, today, answers)
    ahead.go(step, outcome, only_next=True)
    return ahead.path()
