"""What happens in a round (会签事项), and its facts: which posts sign, who holds them today, who must stand aside."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as _n

from audit import clock, journal
from registry.models import Appointment, Post
from workflows.engine import turns
from workflows.engine.errors import Conflict, Refused
from workflows.engine.handling import day_of, handling, note
from workflows.engine.models import Case, Signer, SigningEvent
from workflows.engine.rounds import Kind, Round
from workflows.engine.routing import STANDS_ASIDE, VACANT, PostOf, Route
from workflows.engine.sentences import Sentence, say
from workflows.engine.signing import Absence, Fault, Illegal, Result, absences

if TYPE_CHECKING:
    from workflows.engine.words import Countersign

SYSTEM = journal.system("countersign")
_ASKED = _n("The course asks for the signature of this post: %(post)s.")
_ADDED = _n("%(who)s asked for the signature of this post: %(post)s.")
_TOO_FEW = _n("Too few of those who should sign can do so; one decides instead.")
_ABSENT = {
    Absence.VACANT: VACANT,
    Absence.ASIDE: STANDS_ASIDE,
    Absence.DOUBLE: _n("The holder of %(post)s signs for another post already."),
    Absence.REMOVED: _n("%(post)s was taken off."),
}


def happen(round_: Round, case: Case, kind: Kind, seat: int, **more: Any) -> SigningEvent:
    """Let something happen in a round, if the algebra allows it; Conflict or Refused says why not."""
    event = SigningEvent(
        signing=round_.signing, number=len(round_.events) + 1, kind=kind, seat=seat, at=clock.now(), **more
    )
    try:
        round_.then(event)
    except Illegal as illegal:
        raise refusal(illegal.fault) from illegal
    with handling(case) as at:
        at.rows.add(event)
    return event


def refusal(fault: Fault) -> Refused:
    """An illegal event in words: who was too late is told so, the rest may be put right."""
    words = {
        Fault.SAME_PERSON: _(
            "You have signed for another post already, or somebody in whose place you act has: one person counts once."
        ),
        Fault.WAITS: _("It is not this post's turn to sign."),
        Fault.SIGNED: _("This post has signed already."),
        Fault.ON_ROLL: _("This post is on the roll already."),
        Fault.LEFT: _("This post no longer signs here."),
        Fault.LAST: _("Fewer must not be left to sign than the rule asks for."),
        Fault.FOLLOWED: _("Somebody has signed after you; he would have to take his signature back first."),
        Fault.OVER: _("The countersign has been decided."),
    }
    kind = Refused if fault in (Fault.SAME_PERSON, Fault.ON_ROLL, Fault.LAST) else Conflict
    return kind(words.get(fault, _("The countersign has changed meanwhile; look at it again.")))


# -- who is asked -------------------------------------------------------------------------------------------------------


def route_of_seat(signer: Signer) -> Route:
    """Where the turn of a seat goes, with the reason."""
    if signer.added_by is not None:
        return Route(signer.post, [say(_ADDED, post=signer.post, who=signer.added_by)])
    return Route(signer.post, [say(_ASKED, post=signer.post)])


def route_instead(step: Countersign, round_: Round, case: Case, on: dt.date) -> Route:
    """Where a step goes when too few can sign, with the reasons; raises NoPost."""
    route = turns.route_of(step, case, on)
    return Route(route.post, [*missing(round_), say(_TOO_FEW), *route.why], route.holders, route.named)


def missing(round_: Round) -> list[Sentence]:
    """Why seats do not count, in words."""
    return [say(_ABSENT[why], post=round_.signers[seat].post) for seat, why in round_.state.absent.items()]


# -- the facts of a day ------------------------------------------------------------------------------------------------


def signing_posts(step: Countersign, case: Case) -> list[Post]:
    """The posts that sign a step of a case, each once, in the order of the course."""
    return list({post.pk: post for who in step.signers for post in posts_of(who, case)}.values())


def posts_of(who: Any, case: Case) -> list[Post]:
    """The posts of a word of the course: those of the first of its roles that the place has, or all of a place."""
    place = who.of if isinstance(who, PostOf) else who
    found = list(place.find(case).posts.select_related("organisation").order_by("pk"))
    if not isinstance(who, PostOf):
        return found
    by_role = [[post for post in found if post.role == role] for role in who.roles]
    return next((posts for posts in by_role if posts), [])


def refresh(step: Countersign, round_: Round, case: Case) -> None:
    """Let seats leave the count, or come back to it, by what is so today (按事实重算基数)."""
    for kind, seat, why in changes(step, round_, case):
        _by_facts(round_, case, kind, seat, why)


def changes(step: Countersign, round_: Round, case: Case) -> Iterator[tuple[Kind, int, str]]:
    """What the facts of the day make of a round, one after another; each must have happened before the next is asked for.

    Writes nothing: of a case as it is supposed to be, it tells what will happen.
    """
    signatures = {seat: event.heads for seat, event in round_.state.signed.items()}
    removed = {seat for seat, why in round_.state.absent.items() if why is Absence.REMOVED}
    held = holders(round_, day_of(case))
    asked = {seat: held[seat] for seat in round_.state.waits if seat not in removed}
    away = absences(asked, turns.recused(case, step), signatures)
    for seat in asked:
        before, after = round_.state.absent.get(seat), away.get(seat)
        if before is not after and round_.state.result is Result.OPEN:
            if before is not None:
                yield Kind.BACK, seat, ""
            if after is not None:
                yield Kind.LEFT, seat, after


def _by_facts(round_: Round, case: Case, kind: Kind, seat: int, why: str) -> None:
    happen(round_, case, kind, seat, said=why)
    facts = {"step": round_.signing.step, "post": round_.signers[seat].post_id, "why": why}
    note(case, f"signer.{kind}", by=SYSTEM, facts=facts)


def holders(round_: Round, on: dt.date) -> dict[int, frozenset[int]]:
    """The persons on the post of each seat on a day."""
    posts = {signer.post_id for signer in round_.signers.values()}
    held: dict[int, set[int]] = {post: set() for post in posts}
    for post, person in Appointment.objects.on(on).filter(post_id__in=posts).values_list("post_id", "person_id"):
        held[post].add(person)
    return {number: frozenset(held[signer.post_id]) for number, signer in round_.signers.items()}
