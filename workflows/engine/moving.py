"""Moving a turn to another post (改派与转办): routed anew where nobody can act any more, handed over by whoever has it.

The turn stays the same one, as old and as late as it was; why it is where it is grows by the reasons of the move. Whoever
has it now is told at once, and reminded as if it were new to him.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as _n

from audit import clock
from audit.journal import Actor
from registry.models import Post, User
from workflows.engine import commands, reading
from workflows.engine.able import able_for_post
from workflows.engine.authority import authority_over, hold
from workflows.engine.deciding import locked_case, still_open
from workflows.engine.errors import Conflict, Refused, or_conflict
from workflows.engine.handling import handling, note
from workflows.engine.models import Case, Notice, TaskAssignment
from workflows.engine.routing import NOBODY, Gone, NoPost, Route, Seat, candidates
from workflows.engine.sentences import Sentence, say
from workflows.engine.telling import MOVED, tell
from workflows.engine.turns import posts_of, recused, route_of


def reroute(turn: TaskAssignment, *, on: dt.date, by: Actor, gone: Gone = NOBODY) -> bool:
    """Let an open turn go where its step goes on a day (改派), under the lock of its case; True if it has moved.

    Where nobody up to the highest level can act it stays: the nightly check names it, and the next sweep tries again.
    """
    try:
        route = route_of(turn.definition, turn.case, on, gone)
    except NoPost:
        return False
    if route.post.pk == turn.post_id:
        return False
    why = [say(_n("Routed anew on %(day)s."), day=clock.today()), *route.why]
    _move(turn, route, why, by=by, act="turn.rerouted")
    _tell(turn, on, say(_n("%(step)s comes to %(post)s."), step=turn.definition.title, post=route.post))
    return True


def _move(turn: TaskAssignment, route: Route, why: list[Sentence], *, by: Actor, act: str, **words: str) -> None:
    """Put an open turn on another post, with the reasons, in the journal, seen by whoever has it now."""
    facts = {"step": turn.step, "turn": turn.public_id, "from": turn.post_id, "to": route.post.pk}
    turn.moved_on = clock.today()
    turn.post, turn.why = route.post, [*turn.why, *(sentence.as_json() for sentence in why)]
    with handling(turn.case) as at:
        at.rows.change(turn, "post", "why", "moved_on")
        at.involve(turn.case, route.post.organisation_id)
        note(turn.case, act, by=by, article=turn.definition.article, facts=facts, words=words)


def _tell(turn: TaskAssignment, on: dt.date, sentence: Sentence) -> None:
    """Tell whoever can act there on a day; the newest entry of the journal names the move."""
    with handling(turn.case) as at:
        moved = f"{MOVED}{turn.public_id}:{at.head.sequence if at.head else 0}"
    tell(turn.case, Notice.Kind.BACK, sentence, persons=able_for_post(turn, on), key=moved, turn=turn)


# -- handing over -----------------------------------------------------------------------------------------------------


def handovers(turn: TaskAssignment, on: dt.date) -> list[Seat]:
    """The posts to which a turn can be handed over on a day: where its course could have sent it, with somebody able."""
    if turn.signer_id is not None:
        # A seat in a round is not passed on: its holder adds a signer instead.
        return []
    seats, _why = posts_of(turn.definition).seats(turn.case, on)
    return candidates(seats, recused(turn.case, turn.definition), turn.post_id)


@or_conflict()
@transaction.atomic
def hand_over(
    public_id: str, *, to: Post, by: User, reason: str, key: str, seen: int | None = None
) -> TaskAssignment:  # fmt: skip
    """Hand a turn over to another post (转办), by whoever may act on it for its post.

    ``seen`` is the post (id) where the page showed it. Whoever has it then can hand it back the same way. Raises
    PermissionDenied, Conflict (it is closed or elsewhere meanwhile), Refused (no reason, or not a post it could go to).
    """
    turn, _node, command = reading.glance(public_id, key)
    if commands.result_of(command, by=by, name="hand_over", target=public_id):
        return turn
    _refuse_elsewhere(turn, seen)
    held = hold(turn, by, clock.today())
    case = locked_case(turn.case_id, task_id=turn.task_id, turn_id=turn.pk, key=key)
    with handling(case) as at:
        if at.turn and commands.result_of(at.command, by=by, name="hand_over", target=public_id):
            return at.turn
        turn = still_open(public_id, case)
        _refuse_elsewhere(turn, seen)
        if authority_over(turn, by, held).as_subject:
            raise PermissionDenied(_("This is your own matter: nobody else can answer it for you."))
        seat = _chosen(turn, to, reason)
        _hand(turn, seat, by=by, reason=reason.strip())
        commands.keep(case, key, by=by, name="hand_over", target=public_id, result={"post": to.pk})
    return turn


def _refuse_elsewhere(turn: TaskAssignment, seen: int | None) -> None:
    if seen is not None and turn.post_id != seen:
        raise Conflict(_("This task has gone to %(post)s meanwhile.") % {"post": turn.post})


def _chosen(turn: TaskAssignment, to: Post, reason: str) -> Seat:
    if not reason.strip():
        raise Refused(_("Say why you hand it over."), field="reason")
    if turn.signer_id is not None:
        raise Refused(_("A signature is not handed over. Ask for one more signature, or stand aside."), field="to")
    seat = next((s for s in handovers(turn, clock.today()) if s.post == to), None)
    if seat is None:
        raise Refused(_("This task cannot go to %(post)s, or nobody there can act today.") % {"post": to}, field="to")
    return seat


def _hand(turn: TaskAssignment, seat: Seat, *, by: User, reason: str) -> None:
    before: Any = turn.post
    route = Route(seat.post, [], seat.holders - recused(turn.case, turn.definition))  # type: ignore[arg-type]  # a candidate has one
    params = {"who": by, "from": before, "post": seat.post, "reason": reason}
    why = say(_n("%(who)s (%(from)s) handed it over to %(post)s: %(reason)s"), **params)
    _move(turn, route, [why], by=by.actor, act="turn.handed_over", reason=reason)
    _tell(turn, clock.today(), say(_n("%(who)s hands a task over to you: %(reason)s"), who=by, reason=reason))


# -- what nobody can act on any more ------------------------------------------------------------------------------------


def others_open(case: Case, turn: TaskAssignment | None) -> list[TaskAssignment]:
    """The open turns of a case besides the one that was read with it; the case lock is held."""
    found = case.assignments.filter(closed_at__isnull=True).select_related("task", "post__organisation").order_by("pk")
    others = [other for other in found if turn is None or other.pk != turn.pk]
    for other in others:
        other.case = other.task.process = case
    return others
