"""The journal of a case in words (轨迹): when, who, what, and what was said."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from audit.models import Entry
from registry.access import Viewer
from web.road import outcome_title
from workflows.engine import access
from workflows.engine.models import Case

SYSTEM = {
    "countersign": lambda: _("the system"),
    "worker": lambda: _("the system"),
    "sweep": lambda: _("the system"),
    "reminders": lambda: _("the system"),
    "leaver": lambda: _("the system"),
    "demo": lambda: _("the demo"),
}
ACTS = {
    "case.opened": lambda: _("opened the case"),
    "case.named": lambda: _("named the member the case is about"),
    "case.withdrawn": lambda: _("called the case off"),
    "case.moved": lambda: _("moved the case to another edition of the process"),
    "case.terminated": lambda: _("ended the case"),
    "case.incident": lambda: _("reported what happened"),
    "case.suspended": lambda: _("suspended the case"),
    "case.resumed": lambda: _("let the case go on"),
    "case.closed": lambda: _("closed the case"),
    "step.decided": lambda: _("decided"),
    "step.sent_back": lambda: _("sent the case back"),
    "step.recalled": lambda: _("took a decision back"),
    "paper.issued": lambda: _("issued a paper"),
    "turn.handed_over": lambda: _("handed a task over"),
    "turn.rerouted": lambda: _("routed a task anew"),
    "interest.declared": lambda: _("stood aside"),
    "file.attached": lambda: _("attached a file"),
    "file.struck": lambda: _("struck out a file"),
    "comment.written": lambda: _("commented"),
    "comment.struck": lambda: _("struck out a comment"),
    "case.copied": lambda: _("copied the case to"),
    "wait.ended": lambda: _("a term ran out"),
    "round.opened": lambda: _("asked for signatures"),
    "round.ended": lambda: _("the signatures decided"),
    "signer.added": lambda: _("asked for one more signature"),
    "signer.removed": lambda: _("took a signer off"),
    "signer.left": lambda: _("a signer no longer counts"),
    "signer.back": lambda: _("a signer counts again"),
    "turn.escalated": lambda: _("told the superior that a step is overdue"),
    "case.urged": lambda: _("asked for haste"),
    "meeting.convened": lambda: _("convened the meeting"),
    "meeting.agenda_amended": lambda: _("amended the agenda"),
    "meeting.roll_amended": lambda: _("amended the roll"),
    "meeting.roll_renewed": lambda: _("took the roll anew"),
    "meeting.signed_in": lambda: _("signed in"),
    "meeting.left": lambda: _("signed out before the end"),
    "meeting.sign_in_taken_back": lambda: _("took a sign-in back"),
    "meeting.absence_noted": lambda: _("noted why somebody is absent"),
    "meeting.opinion_received": lambda: _("received an opinion in writing"),
    "meeting.opened": lambda: _("opened the meeting"),
    "meeting.tellers_named": lambda: _("named the tellers"),
    "meeting.ballot_opened": lambda: _("put an item to the vote"),
    "meeting.counted": lambda: _("entered a count"),
    "meeting.settled": lambda: _("settled a ballot"),
    "meeting.fewer_seats_asked": lambda: _("asked whether fewer seats are filled"),
    "meeting.missing_seats_put": lambda: _("put the missing seats to a separate election"),
    "meeting.adjourned": lambda: _("adjourned the meeting"),
    "meeting.resumed": lambda: _("took the adjournment back"),
    "meeting.resolved": lambda: _("entered the resolution in the register"),
}


@dataclass(frozen=True)
class Line:
    """One line of the trail."""

    number: int
    at: dt.datetime
    who: str
    as_whom: str
    what: str
    words: str
    article: str


def trail_of(viewer: Viewer, case: Case) -> list[Line]:
    """The journal of a case, newest first; looking at it is logged."""
    return [_line(entry, case) for entry in reversed(access.trail_of(viewer, case))]


def _line(entry: Entry, case: Case) -> Line:
    name = entry.words.get("actor", "")
    who = SYSTEM[entry.actor_id]() if entry.actor_kind == "system" and entry.actor_id in SYSTEM else name
    return Line(
        number=entry.sequence,
        at=entry.at,
        who=who,
        as_whom=str(entry.words.get("as", "")),
        what=_what(entry, case),
        words=_words(entry),
        article=entry.article,
    )


def _what(entry: Entry, case: Case) -> str:
    act = ACTS[entry.act]() if entry.act in ACTS else entry.act
    named = _named(entry, case)
    return _("%(act)s: %(what)s") % {"act": act, "what": named} if named else act


def _named(entry: Entry, case: Case) -> str:
    """The step and how it ended, the paper and its number, or how the case ended."""
    facts: dict[str, Any] = entry.facts
    if entry.act == "paper.issued":
        return str(facts.get("number", ""))
    if entry.act == "case.closed":
        return str(outcome_title(case.flow_class, facts.get("outcome", "")))
    if entry.act in ("file.attached", "file.struck", "case.copied"):
        return str(entry.words.get("title") or entry.words.get("to") or "")
    if entry.act.startswith("meeting."):
        return str(entry.words.get("name") or entry.words.get("names") or entry.words.get("topic") or "")
    if entry.act == "case.moved":
        return str(facts.get("to", ""))
    try:
        node: Any = case.flow_class.node_said(facts.get("step", ""))
    except KeyError:
        return ""
    if entry.act == "step.sent_back":
        to = case.flow_class.step_said(facts["to"])
        return _("from %(step)s to %(to)s") % {"step": node.title, "to": to.title}
    choices = dict(node.form.outcomes.choices) if hasattr(node, "form") else {}
    ended = choices.get(facts.get("outcome", ""), "") if len(choices) > 1 else ""
    return _("%(step)s, %(ended)s") % {"step": node.title, "ended": ended} if ended else str(node.title)


def _words(entry: Entry) -> str:
    """What was said: the opinion of a decision, a comment, a remark, who was told; the reason of a return, a withdrawal, a
    suspension, an end."""
    answers, words = entry.words.get("answers") or {}, entry.words
    said = words.get("reason") or words.get("text") or words.get("note") or words.get("to")
    return str(said or answers.get("opinion") or answers.get("note") or "")
