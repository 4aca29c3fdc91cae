"""The roll of a countersign as pages show it (会签情况): who has signed what, who is to sign, who left, what is still needed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from registry.models import Appointment, Post
from web.ahead import Ahead
from workflows.engine import rounds
from workflows.engine.models import Case, SigningEvent, TaskAssignment
from workflows.engine.rounds import Kind, Round
from workflows.engine.signing import Absence, Answer, Result, Rule, Signed
from workflows.engine.words import Countersign

AWAY = {
    Absence.REMOVED: lambda: _("taken off"),
    Absence.ASIDE: lambda: _("must stand aside, does not count"),
    Absence.VACANT: lambda: _("vacant, does not count"),
    Absence.DOUBLE: lambda: _("signs for another post, counts once"),
}
ENDED = {
    Result.RETURNED: lambda: _("Sent back by a signer."),
    Result.TOO_FEW: lambda: _("Too few could sign: the post above decides."),
}


@dataclass(frozen=True)
class Line:
    """One seat of the roll: its post, how it stands, by whom and when, and what was said."""

    post: Post
    state: str
    who: str
    words: Any
    opinion: str = ""
    at: dt.datetime | None = None
    added: str = ""


@dataclass(frozen=True)
class Roll:
    """One round (会签轮次): its rule, how far it is, and its seats."""

    title: Any
    rule: str
    progress: str
    opened_at: dt.datetime
    is_open: bool
    lines: tuple[Line, ...]


def is_countersigned(case: Case) -> bool:
    """True where some step of the course is signed by several people; asks nothing of the database."""
    return any(isinstance(step, Countersign) for step in case.flow_class.steps().values())


def of_turn(turn: TaskAssignment, on: dt.date) -> Roll | None:
    """The roll a turn belongs to; None for a turn of an ordinary step."""
    if not isinstance(turn.definition, Countersign):
        return None
    return next((roll for roll in of_case(turn.case, on) if roll.title == turn.definition.title), None)


def of_case(case: Case, on: dt.date) -> list[Roll]:
    """The rolls of a case, newest first; empty without a question where its course has no such step."""
    if not is_countersigned(case):
        return []
    found = case.signings.order_by("-pk")
    return [_roll(case, rounds.read(signing), on) for signing in found]


def _roll(case: Case, round_: Round, on: dt.date) -> Roll:
    step, signing = case.flow_class.step_said(round_.signing.step), round_.signing
    held = _holders((signer.post_id for signer in round_.signers.values()), on) if signing.is_open else {}
    return Roll(
        title=step.title,
        rule=rule_words(round_.state.rule, in_order=signing.in_order),
        progress=progress(round_),
        opened_at=signing.opened_at,
        is_open=signing.is_open,
        lines=tuple(_line(round_, step, number, held) for number in round_.state.waits),
    )


def _holders(posts: Iterable[int], on: dt.date) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    held = Appointment.objects.on(on).filter(post_id__in=list(posts)).select_related("person")
    for appointment in held.order_by("person__name_sort"):
        found.setdefault(appointment.post_id, []).append(appointment.person.name)
    return found


def _line(round_: Round, step: Any, number: int, held: dict[int, list[str]]) -> Line:
    signer, state = round_.signers[number], round_.state
    who = "、".join(held.get(signer.post_id, []))
    added = _added(_latest(round_, number, Kind.ADDED))
    signed = _latest(round_, number, Kind.SIGNED) if number in state.signed else None
    if number in state.absent:
        words = AWAY[state.absent[number]]()
        gone = _latest(round_, number, Kind.REMOVED)
        opinion = gone.reason if gone and state.absent[number] is Absence.REMOVED else ""
        return Line(signer.post, "left", _signer(signed) if signed else who, words, opinion, added=added)
    if signed is not None and signed.decision is not None:
        words = dict(step.form.outcomes.choices).get(signed.decision.outcome, signed.decision.outcome)
        opinion = str(signed.decision.answers.get("opinion") or "")
        mark = "done" if state.signed[number].answer is Answer.AGREE else "back"
        return Line(signer.post, mark, _signer(signed), words, opinion, signed.at, added)
    if not round_.signing.is_open:
        return Line(signer.post, "todo", who, _("was not needed"), added=added)
    now = number in state.may_sign
    return Line(signer.post, "now" if now else "todo", who, _("is to sign") if now else _("signs later"), added=added)


def _signer(signed: SigningEvent) -> str:
    """Who signed; a proxy with the holder in whose place he did."""
    holder = signed.decision.acting_for if signed.decision else None
    return str(signed.person) if holder is None else _("%(who)s for %(name)s") % {"who": signed.person, "name": holder}


def _latest(round_: Round, number: int, kind: str) -> SigningEvent | None:
    return next((event for event in reversed(round_.events) if event.seat == number and event.kind == kind), None)


def _added(event: SigningEvent | None) -> str:
    if event is None:
        return ""
    return _("asked for by %(who)s: %(reason)s") % {"who": event.person, "reason": event.reason}


# -- in words -------------------------------------------------------------------------------------------------------------


def rule_words(rule: Rule, *, in_order: bool) -> str:
    """The rule of a round in words."""
    if rule.number:
        said = ngettext("%(n)s signature must agree.", "%(n)s signatures must agree.", rule.number) % {"n": rule.number}
    elif rule.part == rule.of:
        said = _("All must agree.")
    elif rule.part == 0:
        said = _("One must agree.")
    else:
        msgid = (
            _("More than %(part)s/%(of)s of them must agree.")
            if rule.strictly
            else _("At least %(part)s/%(of)s of them must agree.")
        )
        said = msgid % {"part": rule.part, "of": rule.of}
    if (rule.strictly, rule.part, rule.of) == (True, 1, 2):
        said = _("More than half must agree.")
    order = _("They sign one after another.") if in_order else _("They sign at the same time.")
    return f"{said} {order}"


def progress(round_: Round) -> str:
    """How far a round is, and what is still needed."""
    state = round_.state
    if not round_.signing.is_open and state.result in ENDED:
        return ENDED[state.result]()
    counts = {"yes": state.count(Answer.AGREE), "base": state.base, "n": state.missing}
    if state.result is Result.OPEN and not round_.signing.is_open:
        return _("%(yes)s of %(base)s had agreed when the round was closed.") % counts
    if state.result is Result.OPEN:
        said = ngettext(
            "%(yes)s of %(base)s have agreed; one more decides.", "%(yes)s of %(base)s have agreed; %(n)s more must agree.", state.missing
        )  # fmt: skip
        return said % counts
    if state.result is Result.AGREED:
        return _("Agreed: %(yes)s of %(base)s.") % counts
    return _("Not agreed: %(yes)s of %(base)s.") % counts


def ahead(found: list[Ahead], turn: TaskAssignment) -> list[Ahead]:
    """What follows each opinion of a signer: where others still have to sign, only that."""
    round_ = rounds.of_turn(turn)
    seat = round_.number_of(turn) if round_ else 0
    if round_ is None or seat not in round_.state.may_sign:
        return found
    answers = turn.definition.answers
    return [_if_said(one, round_, seat, answers[one.outcome]) for one in found]


def _if_said(one: Ahead, round_: Round, seat: int, answer: Answer) -> Ahead:
    after = round_.state.after(Signed(seat, 0, answer))
    if after.result is not Result.OPEN:
        return one
    more = ngettext("counted; one more must agree", "counted; %(n)s more must agree", after.missing)
    return replace(one, papers=(), stop=None, end="", still=more % {"n": after.missing})
