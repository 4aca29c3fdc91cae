"""A round as it will be (会签推演): who is asked to sign, and what they say if everything goes the ordinary way.

The roll is drawn up and looked at by the functions of a real round, and the algebra says what it comes to; only the rows
are never written.
"""

from __future__ import annotations

from typing import Any

from registry import posts
from registry.models import Person
from workflows.engine import rounds, turns
from workflows.engine.handling import day_of
from workflows.engine.models import Case, Signer, Signing, SigningEvent
from workflows.engine.roll import changes, signing_posts
from workflows.engine.rounds import Kind, Round
from workflows.engine.said import Opinion, Said
from workflows.engine.words import Countersign


def round_ahead(step: Countersign, case: Case) -> Round:
    """The round that begins if a case comes to a step on the day it is looked at, with who does not count then."""
    signing = Signing(case=case, step=step.name, rule=vars(step.rule), in_order=step.in_order)
    asked = enumerate(signing_posts(step, case), start=1)
    signers = [Signer(signing=signing, number=number, post=post) for number, post in asked]
    round_ = Round(signing, signers, [], new=True)
    _look(step, round_, case)
    return round_


def running(case: Case) -> Round | None:
    """The round that is open in a case now, to look ahead from."""
    return rounds.running(case)


def opinions(step: Countersign, round_: Round | None, case: Case, outcome: str, *, once: bool = False) -> list[Opinion]:
    """What is said at a step if those who can sign give one and the same opinion, until the round has a result.

    Without a round one decides instead, and nobody signs. ``once``: only the next of them gives it.
    """
    if round_ is None:
        return []
    said = [] if round_.new else Said(case).opinions(step.name)
    _look(step, round_, case)
    while (signer := _next(step, round_, case)) is not None:
        seat, person = signer
        _suppose(round_, Kind.SIGNED, seat, person=person, said=step.answers[outcome])
        said.append(Opinion(person, str(round_.signers[seat].post), outcome, {}, day_of(case)))
        _look(step, round_, case)
        if once:
            break
    return said


def _look(step: Countersign, round_: Round, case: Case) -> None:
    for kind, seat, why in changes(step, round_, case):
        _suppose(round_, kind, seat, said=why)


def _suppose(round_: Round, kind: Kind, seat: int, **more: Any) -> None:
    round_.then(SigningEvent(signing=round_.signing, number=len(round_.events) + 1, kind=kind, seat=seat, **more))


def _next(step: Countersign, round_: Round, case: Case) -> tuple[int, Person] | None:
    """The next seat whose turn it is, with who signs for it; None once there is a result, or where nobody can."""
    taken = turns.recused(case, step) | {event.person for event in round_.state.signed.values()}
    for seat in round_.state.may_sign:
        day = day_of(case)
        held = posts.terms([round_.signers[seat].post_id], day, day)
        if able := [term.person for term in held if term.person_id not in taken]:
            return seat, able[0]
    return None
