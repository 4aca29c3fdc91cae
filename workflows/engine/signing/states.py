"""What a history comes to (会签状态): who may sign now, what is counted, and the result."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, reduce
from typing import Any, TypeVar

from workflows.engine.signing.events import (
    Absence,
    Added,
    Answer,
    Back,
    Event,
    Fault,
    Illegal,
    Left,
    Opened,
    Place,
    Removed,
    Result,
    Signed,
    TakenBack,
)
from workflows.engine.signing.rules import Rule

T = TypeVar("T")


@dataclass(frozen=True)
class State:
    """Where a round stands (会签状态). ``waits`` has every seat there ever was, with those that sign before it."""

    rule: Rule
    in_order: bool
    waits: Mapping[int, frozenset[int]]
    absent: Mapping[int, Absence] = field(default_factory=dict)
    signed: Mapping[int, Signed] = field(default_factory=dict)
    # The seat whose opinion was the latest event, if it was one: nothing has followed it.
    latest: int | None = None

    @cached_property
    def present(self) -> tuple[int, ...]:
        """The seats that count, in the order in which they came."""
        return tuple(seat for seat in self.waits if seat not in self.absent)

    @property
    def base(self) -> int:
        """How many seats count."""
        return len(self.present)

    def count(self, answer: Answer) -> int:
        """How many seats that count have given an answer."""
        return sum(1 for seat in self.present if seat in self.signed and self.signed[seat].answer is answer)

    @property
    def unsigned(self) -> tuple[int, ...]:
        """The seats that count and have not signed."""
        return tuple(seat for seat in self.present if seat not in self.signed)

    @property
    def needed(self) -> int:
        """How many must agree."""
        return self.rule.needed(self.base)

    @property
    def missing(self) -> int:
        """How many more must agree; not less than none."""
        return max(0, self.needed - self.count(Answer.AGREE))

    @cached_property
    def result(self) -> Result:
        """What it comes to: as soon as no further yes or no can change it (提前判定)."""
        if self.count(Answer.RETURN):
            return Result.RETURNED
        if self.base < self.rule.least:
            return Result.TOO_FEW
        if not self.missing:
            return Result.AGREED
        return Result.OPEN if self.missing <= len(self.unsigned) else Result.REFUSED

    @cached_property
    def may_sign(self) -> tuple[int, ...]:
        """The seats whose turn it is; none once there is a result."""
        if self.result is not Result.OPEN:
            return ()
        todo = set(self.unsigned)
        return tuple(seat for seat in self.unsigned if not self.waits[seat] & todo)

    def after(self, event: Event) -> State:
        """The state after one more event; Illegal."""
        return _AFTER[type(event)](self, event)


def state_of(history: Iterable[Event]) -> State:
    """The state a history leads to; Illegal for one that cannot be."""
    first, *others = history
    if not isinstance(first, Opened) or len(set(first.roll)) != len(first.roll):
        raise Illegal(Fault.NOT_OPENED)
    before = {seat: frozenset(first.roll[:n] if first.in_order else ()) for n, seat in enumerate(first.roll)}
    return reduce(State.after, others, State(first.rule, first.in_order, before))


def _refuse(state: State, *, unless: bool, fault: Fault) -> None:
    """An event after the result, or one of which something else must be so, is refused."""
    if state.result is not Result.OPEN:
        raise Illegal(Fault.OVER)
    if not unless:
        raise Illegal(fault)


def _present(state: State, seat: int) -> None:
    _refuse(state, unless=seat in state.waits, fault=Fault.UNKNOWN)
    _refuse(state, unless=seat not in state.absent, fault=Fault.LEFT)


def _signed(state: State, event: Signed) -> State:
    _present(state, event.seat)
    _refuse(state, unless=event.seat not in state.signed, fault=Fault.SIGNED)
    _refuse(state, unless=event.seat in state.may_sign, fault=Fault.WAITS)
    counted = frozenset[int]().union(*(signature.heads for signature in state.signed.values()))
    _refuse(state, unless=event.heads.isdisjoint(counted), fault=Fault.SAME_PERSON)
    return replace(state, signed={**state.signed, event.seat: event}, latest=event.seat)


def _taken_back(state: State, event: TakenBack) -> State:
    if event.seat not in state.signed or event.seat in state.absent:
        raise Illegal(Fault.NOT_SIGNED)
    if state.result is not Result.OPEN and state.latest != event.seat:
        raise Illegal(Fault.OVER)
    if any(event.seat in state.waits[other] for other in state.signed):
        raise Illegal(Fault.FOLLOWED)
    return replace(state, signed=_without(state.signed, event.seat), latest=None)


def _added(state: State, event: Added) -> State:
    again = state.absent.get(event.seat) is Absence.REMOVED
    _refuse(state, unless=again or event.seat not in state.waits, fault=Fault.ON_ROLL)
    if event.by is not None:
        _refuse(state, unless=event.by in state.may_sign, fault=Fault.WAITS)
    waits = {seat: others - {event.seat} for seat, others in state.waits.items() if seat != event.seat}
    absent = _without(state.absent, event.seat)
    return replace(state, waits=_placed(waits, event, in_order=state.in_order), absent=absent, latest=None)


def _placed(waits: dict[int, frozenset[int]], event: Added, *, in_order: bool) -> dict[int, frozenset[int]]:
    """Who waits for whom with one more seat: whoever waits for the one who added it waits for it too."""
    new, by = event.seat, event.by
    if by is None:
        return {**waits, new: frozenset(waits if in_order else ())}
    held_up = {seat for seat, others in waits.items() if by in others}
    held_up |= {by} if event.place is Place.BEFORE else set()
    before = waits[by] | ({by} if event.place is Place.AFTER else set())
    return {seat: others | {new} if seat in held_up else others for seat, others in waits.items()} | {new: before}


def _removed(state: State, event: Removed) -> State:
    _present(state, event.seat)
    _refuse(state, unless=event.seat not in state.signed, fault=Fault.SIGNED)
    _refuse(state, unless=state.base > state.rule.least, fault=Fault.LAST)
    return replace(state, absent={**state.absent, event.seat: Absence.REMOVED}, latest=None)


def _left(state: State, event: Left) -> State:
    _present(state, event.seat)
    # Whoever has signed and leaves his post has signed; whoever should not have signed has not.
    _refuse(state, unless=event.why is Absence.ASIDE or event.seat not in state.signed, fault=Fault.SIGNED)
    return replace(state, absent={**state.absent, event.seat: event.why}, latest=None)


def _back(state: State, event: Back) -> State:
    _refuse(state, unless=event.seat in state.waits, fault=Fault.UNKNOWN)
    _refuse(state, unless=event.seat in state.absent, fault=Fault.ON_ROLL)
    _refuse(state, unless=state.absent.get(event.seat) is not Absence.REMOVED, fault=Fault.LEFT)
    return replace(state, absent=_without(state.absent, event.seat), latest=None)


def _opened_again(_state: State, _event: Opened) -> State:
    raise Illegal(Fault.NOT_OPENED)


def _without(found: Mapping[int, T], seat: int) -> dict[int, T]:
    return {key: value for key, value in found.items() if key != seat}


_AFTER: dict[type, Callable[[State, Any], State]] = {
    Opened: _opened_again, Signed: _signed, TakenBack: _taken_back, Added: _added, Removed: _removed, Left: _left,
    Back: _back,
}  # fmt: skip
