"""Adding and taking off signers while a round runs (加签、减签): by one who may sign now, or by whoever sent the case here.

Only posts the course declares can be added, and only with somebody who could sign; a signer takes off only whom he added.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from contextlib import suppress

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from audit import clock
from registry.acting import Holding
from registry.models import Appointment, Person, Post, User
from workflows.engine import commands, countersigning, reading, roll, rounds, turns
from workflows.engine.authority import authority_over, hold, lock_account, may_act
from workflows.engine.errors import Conflict, Refused, or_conflict
from workflows.engine.handling import handling, note
from workflows.engine.models import Case, Decision, Signer, Signing, TaskAssignment
from workflows.engine.rounds import Kind, Round
from workflows.engine.signing import Absence, Place
from workflows.engine.suspended import refuse_suspended
from workflows.engine.words import Countersign

Held = tuple[TaskAssignment, Sequence[Holding]]


@or_conflict()
@transaction.atomic
def add_signer(public_id: str, *, by: User, post: int, reason: str, key: str, place: str = Place.PARALLEL) -> Signing:
    """Add a post to a running round (加签), to sign before or after whoever adds it, or at the same time.

    ``public_id`` is the round's. Raises PermissionDenied, Conflict (the round is over, the case suspended), Refused (no
    reason, a post that cannot be added).
    """
    held, case = _entered(public_id, by, key)
    with handling(case) as at:
        if commands.result_of(at.command, by=by, name="add_signer", target=public_id):
            return Signing.objects.get(public_id=public_id)
        step, round_, seat = _standing(public_id, case, by, held)
        wanted = next((found for found in addable(step, round_, case, clock.today()) if found.pk == post), None)
        if wanted is None:
            raise Refused(_("This post cannot be asked to sign here."), field="post")
        _say_why(reason)
        signer = _signer(round_, wanted, by)
        place = Place(place) if seat is not None else Place.PARALLEL
        said = {"person": by.person, "said": str(place), "beside": seat, "reason": reason.strip()}
        roll.happen(round_, case, Kind.ADDED, signer.number, **said)
        _noted(case, "signer.added", by, step, signer, reason)
        commands.keep(case, key, by=by, name="add_signer", target=public_id, result={"seat": signer.number})
        countersigning.go_on(step, round_, case, round_.signing.task)
    return round_.signing


@or_conflict()
@transaction.atomic
def remove_signer(public_id: str, *, by: User, signer: str, reason: str, key: str) -> Signing:
    """Take a seat off a running round (减签) that has not signed. ``public_id`` is the round's, ``signer`` the seat's.

    Raises PermissionDenied, Conflict (it has signed, the round is over, the case suspended), Refused (no reason; fewer
    would be left than the rule asks for).
    """
    held, case = _entered(public_id, by, key)
    with handling(case) as at:
        if commands.result_of(at.command, by=by, name="remove_signer", target=signer):
            return Signing.objects.get(public_id=public_id)
        step, round_, seat = _standing(public_id, case, by, held)
        gone = next((s for s in removable(step, round_, case, by, seat=seat) if s.public_id == signer), None)
        if gone is None:
            raise PermissionDenied(_("You can only take off whom you added yourself, before he has signed."))
        _say_why(reason)
        roll.happen(round_, case, Kind.REMOVED, gone.number, person=by.person, reason=reason.strip())
        _noted(case, "signer.removed", by, step, gone, reason)
        commands.keep(case, key, by=by, name="remove_signer", target=signer, result={"seat": gone.number})
        countersigning.go_on(step, round_, case, round_.signing.task)
    return round_.signing


# -- who may --------------------------------------------------------------------------------------------------------------


def seat_of(round_: Round, by: User, on: dt.date) -> TaskAssignment | None:
    """The open turn by which a user signs in a round, if there is one; locks nothing."""
    for number in round_.state.may_sign:
        turn = round_.open_turn(number)
        if turn is not None and may_act(turn, by, on):
            return turn
    return None


def sent_by(round_: Round) -> frozenset[int]:
    """Ids of whoever sent the case into a round: who decided last before it and in whose place, else who initiated it."""
    signing = round_.signing
    before = Decision.objects.filter(case=signing.case_id, recalled_at__isnull=True, at__lte=signing.opened_at)
    latest = before.exclude(assignment__signer__signing=signing).order_by("-pk").first()
    if latest is None:
        return signing.case.initiators
    return frozenset(pk for pk in (latest.person_id, latest.acting_for_id) if pk)


def _entered(public_id: str, by: User, key: str) -> tuple[Held | None, Case]:
    """Lock the appointment by which a user signs, or his account; then the case."""
    signing, today = Signing.objects.select_related("case").get(public_id=public_id), clock.today()
    turn = seat_of(rounds.read(signing), by, today)
    held: Held | None = None
    if turn is not None:
        # Gone meanwhile: he may still be the one who sent the case here.
        with suppress(PermissionDenied):
            held = turn, hold(turn, by, today)
    if held is None:
        lock_account(by)
    return held, reading.locked(signing.case_id, task_id=signing.task_id, key=key)


def _standing(public_id: str, case: Case, by: User, held: Held | None) -> tuple[Countersign, Round, int | None]:
    """The round under the lock, and the seat for which a user acts; None for whoever sent the case into it."""
    round_ = rounds.read(Signing.objects.select_related("task").get(public_id=public_id))
    if not round_.signing.is_open:
        raise Conflict(_("The countersign has been decided."))
    refuse_suspended(case)
    round_.signing.case = case
    step: Countersign = round_.signing.task.flow_task
    if held is not None:
        seat = round_.number_of(held[0])
        turn = round_.open_turn(seat)
        if turn is not None and turn.pk == held[0].pk:
            turn.case = case
            authority_over(turn, by, held[1])
            return step, round_, seat
    if step.sender_may_change and by.person_id in sent_by(round_):
        return step, round_, None
    raise PermissionDenied(_("Only who signs now, or who sent the case here, can change who signs."))


def _say_why(reason: str) -> None:
    if not reason.strip():
        raise Refused(_("Say why."), field="reason")


# -- whom -----------------------------------------------------------------------------------------------------------------


def addable(step: Countersign, round_: Round, case: Case, on: dt.date) -> list[Post]:
    """The posts that could be added now: declared by the course, not on the roll, with somebody able to sign."""
    there = {round_.signers[n].post_id for n, why in _on_roll(round_).items() if why is not Absence.REMOVED}
    posts = {post.pk: post for who in step.may_add for post in roll.posts_of(who, case) if post.pk not in there}
    busy = turns.recused(case, step).union(*(signature.heads for signature in round_.state.signed.values()))
    held = Appointment.objects.on(on).filter(post_id__in=posts).exclude(person_id__in=busy)
    able = set(held.values_list("post_id", flat=True))
    return [post for post in posts.values() if post.pk in able]


def _on_roll(round_: Round) -> dict[int, Absence | None]:
    return {number: round_.state.absent.get(number) for number in round_.signers}


def removable(step: Countersign, round_: Round, case: Case, by: User, *, seat: int | None) -> list[Signer]:
    """The seats a user could take off now: of a signer those he added, of whoever sent the case here all unsigned ones."""
    open_seats = [round_.signers[number] for number in round_.state.unsigned if number != seat]
    if seat is None:
        return open_seats
    return [signer for signer in open_seats if signer.added_by_id == by.person_id]


def _signer(round_: Round, post: Post, by: User) -> Signer:
    """The seat of a post on the roll: a new one, or the one it had before it was taken off."""
    before = next((signer for signer in round_.signers.values() if signer.post_id == post.pk), None)
    person: Person | None = by.person
    with handling(round_.signing.case) as at:
        if before is not None:
            # A seat the course named stays the course's, whoever puts it back.
            before.added_by = person if before.added_by_id else None
            at.rows.change(before, "added_by")
            return before
        number = max(round_.signers, default=0) + 1
        pk = at.number("workflows_signer")
        signer = at.rows.add(Signer(pk=pk, signing=round_.signing, number=number, post=post, added_by=person))
    round_.signers[number], round_.turns[number] = signer, []
    return signer


def _noted(case: Case, act: str, by: User, step: Countersign, signer: Signer, reason: str) -> None:
    facts = {"step": step.name, "post": signer.post_id, "seat": signer.number}
    note(case, act, by=by.actor, article=step.article, facts=facts, words={"reason": reason, "post": str(signer.post)})
