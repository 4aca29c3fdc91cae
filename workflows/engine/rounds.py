"""Rounds read back (会签轮次): the roll and the history of a round from its rows, and what they come to."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from workflows.engine.models import SENT_BACK, Case, Decision, Signer, Signing, SigningEvent, TaskAssignment
from workflows.engine.signing import (
    Absence,
    Added,
    Answer,
    Back,
    Event,
    Left,
    Opened,
    Place,
    Removed,
    Result,
    Rule,
    Signed,
    State,
    TakenBack,
    state_of,
)

Kind = SigningEvent.Kind

CLOSED_BECAUSE = {
    "not_needed": lambda: _("Your signature is no longer needed: the countersign has been decided without it."),
    "returned": lambda: _("Your signature is no longer needed: another signer has sent the case back."),
    "removed": lambda: _("You need not sign: your post was taken off the countersign."),
    "aside": lambda: _("You need not sign: the holder of this post must stand aside in this case."),
    "vacant": lambda: _("Nobody held this post, so its signature was not awaited."),
    "double": lambda: _("You sign for another post already: one person counts once."),
    "waits": lambda: _("Somebody was asked to sign before you. The task comes back to you when he has."),
    "too_few": lambda: _("Too few can sign, so the countersign was decided by the post above."),
}


class Round:
    """One round of a countersigned step (一轮会签), with what it was read from."""

    def __init__(
        self, signing: Signing, signers: list[Signer], events: list[SigningEvent], *, new: bool = False
    ) -> None:
        self.signing, self.new = signing, new
        self.signers = {signer.number: signer for signer in signers}
        self.events = events

    @cached_property
    def state(self) -> State:
        """What the history comes to so far."""
        return state_of(self.history)

    @property
    def history(self) -> list[Event]:
        """The roll the course named, then every event."""
        roll = tuple(number for number, signer in sorted(self.signers.items()) if signer.added_by_id is None)
        rule = Rule(**self.signing.rule)
        return [Opened(roll, rule, self.signing.in_order), *(event_of(row) for row in self.events)]

    @cached_property
    def turns(self) -> dict[int, list[TaskAssignment]]:
        """The turns of each seat so far, oldest first."""
        found: dict[int, list[TaskAssignment]] = {number: [] for number in self.signers}
        if not self.new:
            for turn in (
                TaskAssignment.objects.filter(signer__signing=self.signing).select_related("post").order_by("pk")
            ):
                found[self.number_of(turn)].append(turn)
        return found

    def number_of(self, turn: TaskAssignment) -> int:
        """The number of the seat a turn is for."""
        return next(number for number, signer in self.signers.items() if signer.pk == turn.signer_id)

    def open_turn(self, number: int) -> TaskAssignment | None:
        """The turn of a seat that is open, if one is."""
        newest = self.turns.setdefault(number, [])[-1:]
        return newest[0] if newest and newest[0].is_open else None

    def then(self, event: SigningEvent) -> State:
        """Let one more thing happen; Illegal if it cannot."""
        self.state = self.state.after(event_of(event))
        self.events.append(event)
        return self.state


def event_of(row: SigningEvent) -> Event:
    """A row as the algebra knows it."""
    made: dict[str, Any] = {
        Kind.SIGNED: lambda: _signed(row),
        Kind.TAKEN_BACK: lambda: TakenBack(row.seat),
        Kind.ADDED: lambda: Added(row.seat, row.beside, Place(row.said)),
        Kind.REMOVED: lambda: Removed(row.seat),
        Kind.LEFT: lambda: Left(row.seat, Absence(row.said)),
        Kind.BACK: lambda: Back(row.seat),
    }
    found: Event = made[row.kind]()
    return found


def _signed(row: SigningEvent) -> Signed:
    return Signed(row.seat, row.person_id or 0, Answer(row.said), row.decision.acting_for_id if row.decision else None)


def read(signing: Signing) -> Round:
    """A round with its roll and history."""
    signers = signing.signers.select_related("post__organisation", "added_by").order_by("number")
    events = signing.events.select_related("person", "decision").order_by("number")
    return Round(signing, list(signers), list(events))


def of_turn(turn: TaskAssignment) -> Round | None:
    """The round a turn belongs to; None for a turn of an ordinary step."""
    return read(Signing.objects.get(signers=turn.signer_id)) if turn.signer_id is not None else None


def of_decision(decision: Decision) -> Round | None:
    """The round a decision was signed in; None for an ordinary one."""
    return of_turn(decision.assignment)


def running(case: Case) -> Round | None:
    """The round that is open in a case now, if there is one."""
    signing = Signing.objects.filter(case=case, closed_at__isnull=True).order_by("-pk").first()
    return read(signing) if signing else None


# -- what was said in them ------------------------------------------------------------------------------------------------


def signed_step(case: Case, step: str) -> Any:
    """The step of a course if several people sign it; else None."""
    node = case.flow_class.instance.node(step, no_obsolete=True)
    return node if hasattr(node, "signers") else None


def ending_of(case: Case, node: Any) -> str:
    """The outcome by which the latest finished round ended its step; empty if none did."""
    if case.handling is not None and node.name in case.handling.ended:
        return case.handling.ended[node.name]
    done = Signing.objects.filter(case=case, step=node.name, result__in=[*node.endings, Result.TOO_FEW]).order_by("-pk")
    result = done.values_list("result", flat=True).first()
    return str(node.endings.get(Result(result), "")) if result else ""


def latest_decisions(case: Case, step: str) -> list[Decision]:
    """The opinions in the latest round of a step that were not taken back, in the order they were signed.

    Who sent the case back to an earlier step has signed nothing.
    """
    signing = Signing.objects.filter(case_id=case.pk, step=step).order_by("-pk").first() if case.pk else None
    if signing is None:
        return []
    found = Decision.objects.filter(assignment__signer__signing=signing, recalled_at__isnull=True)
    return list(found.exclude(outcome=SENT_BACK).select_related("person").order_by("pk"))


def post_in_hand(case: Case) -> str:
    """The post for which somebody is about to sign; empty where none is in hand."""
    turn = case.handling.turn if case.handling else None
    return str(turn.post) if turn is not None else ""


def closed_because(turn: TaskAssignment) -> str:
    """Why a turn was closed though nobody decided it; empty where it is no signature."""
    return CLOSED_BECAUSE[turn.closed_how]() if turn.signer_id and turn.closed_how in CLOSED_BECAUSE else ""
