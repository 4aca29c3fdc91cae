"""A round as it will be (会签推演): who is asked to sign, and what they say if everything goes the ordinary way.

The roll is drawn up and looked at by the functions of a real round, and the algebra says what it comes to; only the rows
are never written.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from registry import posts
from registry.models import Person
from workflows.engine import rounds, turns
from workflows.engine.handling import Handling, day_of
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


@dataclass
class Signatures:
    """What is said at a step if everything goes the ordinary way (会签推演结果), and the latest term of those who sign."""

    opinions: list[Opinion] = field(default_factory=list)
    due_on: dt.date | None = None
    provisional: bool = False

    def until(self, due_on: dt.date | None, provisional: bool) -> None:  # noqa: FBT001 -- a term, as ``due_of`` gives it
        """One more signs, until a day: he may have been late already when others, asked later, are not."""
        if due_on is not None and (self.due_on is None or due_on > self.due_on):
            self.due_on, self.provisional = due_on, provisional


def signatures(
    step: Countersign, round_: Round | None, case: Case, outcome: str, at: Handling, *, once: bool = False
) -> Signatures:
    """What is said if those who can sign give one and the same opinion, each on the last day of his own term, until the
    round has a result; the case is then looked at on that day.

    Without a round one decides instead, and nobody signs. ``once``: only the next of them gives it, today.
    """
    found = Signatures([] if round_ is None or round_.new else Said(case).opinions(step.name))
    opened: dict[int, dt.date] = {}
    while round_ is not None:
        _look(step, round_, case)
        if not (able := _able(step, round_, case)):
            break
        terms = {seat: _term(step, round_, case, seat, opened) for seat in able}
        seat = next(iter(able)) if once else min(able, key=lambda seat: terms[seat][0] or day_of(case))
        found.until(*terms[seat])
        at.on = day_of(case) if once else max(day_of(case), terms[seat][0] or day_of(case))
        _suppose(round_, Kind.SIGNED, seat, person=able[seat], said=step.answers[outcome])
        found.opinions.append(Opinion(able[seat], str(round_.signers[seat].post), outcome, {}, day_of(case)))
        if once:
            _look(step, round_, case)
            break
    return found


def _term(
    step: Countersign, round_: Round, case: Case, seat: int, opened: dict[int, dt.date]
) -> tuple[dt.date | None, bool]:
    """The last day of a seat whose turn it is, and whether it is provisional: as it was opened, or as it opens now."""
    for turn in round_.turns[seat][-1:]:
        return turn.due_on or turns.lapse_of(step, case), turn.due_provisional
    due_on, provisional = turns.due_of(step, case, opened.setdefault(seat, day_of(case)))
    return due_on or turns.lapse_of(step, case), provisional


def _look(step: Countersign, round_: Round, case: Case) -> None:
    for kind, seat, why in changes(step, round_, case):
        _suppose(round_, kind, seat, said=why)


def _suppose(round_: Round, kind: Kind, seat: int, **more: Any) -> None:
    round_.then(SigningEvent(signing=round_.signing, number=len(round_.events) + 1, kind=kind, seat=seat, **more))


def _able(step: Countersign, round_: Round, case: Case) -> dict[int, Person]:
    """The seats whose turn it is, each with who signs for it; none once there is a result, or where nobody can."""
    taken = turns.recused(case, step).union(*(event.heads for event in round_.state.signed.values()))
    posts_of = {seat: round_.signers[seat].post_id for seat in round_.state.may_sign}
    held = posts.terms(posts_of.values(), day_of(case), day_of(case)) if posts_of else []
    able = {term.post_id: term.person for term in reversed(held) if term.person_id not in taken}
    return {seat: able[post] for seat, post in posts_of.items() if post in able}
