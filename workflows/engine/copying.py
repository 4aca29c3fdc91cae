"""Copies of a case (抄送): another post is let know of it. It may read, it gains no right to act."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as _n

from audit import clock
from registry import posts
from registry.access import Viewer
from registry.models import Appointment, Organisation, Post, User
from registry.names import search_terms
from workflows.engine import able, commands, parties, suspended
from workflows.engine.deciding import locked_case
from workflows.engine.errors import Conflict, Refused, or_conflict
from workflows.engine.handling import Handling, handling, note
from workflows.engine.models import Case, Copy, Notice
from workflows.engine.parties import Part
from workflows.engine.sentences import say
from workflows.engine.telling import tell
from workflows.engine.turns import involve

COPIED = _n("%(who)s (%(post)s) copied this case to you.")


def reach(case: Case, place: Organisation) -> QuerySet[Post]:
    """The posts to which a case may be copied for an organisation: those of organisations involved, above and below it."""
    involved = Q(organisation__involvements__case=case)
    own_line = Q(organisation_id__in=place.lineage) | Q(organisation__lineage__contains=[place.pk])
    return Post.objects.filter(involved | own_line).select_related("organisation").distinct()


def find(case: Case, place: Organisation, text: str, most: int) -> list[Post]:
    """The posts within reach that some words mean, at most so many.

    Each word is a part of the organisation's name, of the post's title, or of the name of who holds it today.
    """
    found = reach(case, place)
    for word in text.split()[:5]:
        grams = search_terms(word)
        held = Appointment.objects.on(clock.today()).filter(person__name_grams__contains=grams)
        where = Q(organisation__name_grams__contains=grams) | Q(title__contains=word)
        found = found.filter(where | Q(pk__in=held.values("post_id")))
    return list(found.order_by("organisation__code", "pk")[:most])


def may_copy(case: Case, by: User) -> bool:
    """Whether a user could copy the case to a post now, without locking anything; for pages."""
    if case.closed_at is not None or by.person_id is None or suspended.running(case) is not None:
        return False
    return by.person_id in case.initiators or parties.own_turn(case, by, clock.today()) is not None


def place_of(case: Case, by: User) -> Organisation:
    """The organisation from which a user copies a case: that of his turn's post, else that of the case; for pages."""
    turn = parties.own_turn(case, by, clock.today())
    return case.organisation if turn is None else turn.post.organisation


@or_conflict()
@transaction.atomic
def copy_to(case_id: int, *, by: User, post: Post, remark: str, key: str) -> Copy:
    """Copy an open case to a post (抄送), by whoever may act on a turn of it or initiated it.

    The organisation of the post is involved from now on, so its holders may see the case; they are told. ``remark`` is
    at most 200 characters. Raises PermissionDenied, Refused (out of reach, vacant, copied already), Conflict (closed, suspended).
    """
    case = Case.objects.select_related("subject").get(pk=case_id)
    part = parties.hold_in(case, by, clock.today())
    case = locked_case(case_id, key=key)
    with handling(case) as at:
        if done := commands.result_of(at.command, by=by, name="copy", target=case.reference):
            return Copy.objects.get(public_id=done["copy"])
        part = parties.still(case, part, by)
        _refuse(case, by, part, post)
        copy: Copy = at.rows.add(_row(at, case, by, part, post, remark))
        involve(case, post.organisation)
        facts, words = (
            {"copy": copy.public_id, "post": post.pk},
            {"as": part.as_whom, "to": str(post), "note": copy.note},
        )
        note(case, "case.copied", by=by.actor, facts=facts, words=words)
        told = able.having(post.pk, case.process_name, clock.today())
        sentence = say(COPIED, who=part.person, post=part.as_whom)
        tell(case, Notice.Kind.COPIED, sentence, persons=told, key=f"copied:{copy.public_id}")
        commands.keep(case, key, by=by, name="copy", target=case.reference, result={"copy": copy.public_id})
    return copy


def _row(at: Handling, case: Case, by: User, part: Part, post: Post, remark: str) -> Copy:
    return Copy(
        pk=at.number("workflows_copy"),
        case=case,
        post=post,
        note=remark.strip()[:200],
        by=by,
        person=part.person,
        as_whom=part.as_whom,
        at=clock.now(),
    )


def _refuse(case: Case, by: User, part: Part, post: Post) -> None:
    if part.turn is None and by.person_id not in case.initiators:
        raise PermissionDenied(_("Only whoever has the task or started the case can copy it to somebody."))
    if case.closed_at is not None:
        raise Conflict(_("The case is closed: it is not copied to anybody any more."))
    suspended.refuse_suspended(case)
    if not reach(case, part.place(case)).filter(pk=post.pk).exists():
        raise Refused(
            _("A case is copied to posts of organisations that are involved, above you or below you."), field="post"
        )
    if not posts.holders(post, clock.today()):
        raise Refused(_("Nobody holds this post today: %(post)s.") % {"post": post}, field="post")
    if case.copies.filter(post=post).exists():
        raise Refused(_("The case has been copied to %(post)s already.") % {"post": post}, field="post")


# -- reading -------------------------------------------------------------------------------------------------------------


def copied_to(viewer: Viewer) -> QuerySet[Copy]:
    """The copies to the viewer's posts, unread ones first, then the newest."""
    mine = Copy.objects.filter(post_id__in=sorted(viewer.post_ids))
    unread_first = ExpressionWrapper(Q(read_at__isnull=True), output_field=BooleanField()).desc()
    return mine.order_by(unread_first, "-at", "-pk")


def copies_of(keys: Iterable[int]) -> list[Copy]:
    """The copies with these row numbers, in this order, with what their rows show."""
    wanted = list(keys)
    found = Copy.objects.select_related("case__subject__person", "case__organisation", "person").in_bulk(wanted)
    return [found[key] for key in wanted if key in found]


def unread(viewer: Viewer, most: int) -> int:
    """How many copies nobody has read yet, counted up to a number."""
    return Copy.objects.filter(post_id__in=sorted(viewer.post_ids), read_at__isnull=True)[:most].count()


def note_reading(viewer: Viewer, case: Case) -> None:
    """Note that a holder opened a case that was copied to his post: once, by the first one, like a look at it."""
    Copy.objects.filter(case=case, post_id__in=sorted(viewer.post_ids), read_at__isnull=True).update(
        read_at=clock.now(), read_by=viewer.user.person_id
    )
