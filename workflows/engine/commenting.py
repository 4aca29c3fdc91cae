"""Comments on a case (评论): said to those who deal with it, or to everyone in it; never changed, struck out by their author."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as _n

from audit import clock
from registry.acting import ways_to
from registry.models import Appointment, User
from workflows.engine import commands, parties
from workflows.engine.authority import lock_account
from workflows.engine.deciding import locked_case
from workflows.engine.errors import Conflict, Refused, or_conflict
from workflows.engine.handling import Handling, handling, note
from workflows.engine.models import Case, Comment, Notice
from workflows.engine.parties import Part
from workflows.engine.sentences import say
from workflows.engine.telling import tell
from workflows.engine.turns import pack_of

LONGEST = 1000
OFFICIALS, EVERYONE = Comment.Audience.OFFICIALS, Comment.Audience.EVERYONE
COMMENTED = _n("%(who)s commented on the case.")
ASKS_TALK = _n("%(who)s asks for a talk.")


def is_open_for_comments(case: Case, on: dt.date) -> bool:
    """Whether comments are still taken on a day: while the case is open, and some days after (policy)."""
    if case.closed_at is None:
        return True
    return on <= localdate(case.closed_at) + dt.timedelta(days=pack_of(case).desk.comment_days_after.value)


def audiences(case: Case, by: User) -> list[str]:
    """To whom a user may speak: the member himself always speaks to everyone."""
    return [EVERYONE] if by.person_id == case.subject_person_id else [OFFICIALS, EVERYONE]


@or_conflict()
@transaction.atomic
def comment(case_id: int, *, by: User, text: str, audience: str, key: str) -> Comment:
    """Comment on a case (发表评论), by its subject, whoever initiated it or the holder of a post from which it is seen.

    ``text`` is at most 1000 characters. Raises PermissionDenied, Refused (empty, too long, wrong audience), Conflict
    (too long after the end).
    """
    return _write(case_id, by=by, text=text, audience=audience, key=key, asks_talk=False)


@or_conflict()
@transaction.atomic
def ask_for_talk(case_id: int, *, by: User, text: str, key: str) -> Comment:
    """Ask that somebody talk with him (要求谈话), at any time, by whom the case is about; all who deal with it are told.

    It is shown to whoever decides until somebody answers. Raises PermissionDenied, Refused (empty, too long, asked already),
    Conflict (the case has been over for too long).
    """
    subject = Case.objects.values_list("subject__person", flat=True).get(pk=case_id)
    if subject is None or subject != by.person_id:
        raise PermissionDenied(_("Only whom the case is about asks for a talk."))
    return _write(case_id, by=by, text=text, audience=EVERYONE, key=key, asks_talk=True)


def _write(case_id: int, *, by: User, text: str, audience: str, key: str, asks_talk: bool) -> Comment:
    case = Case.objects.select_related("subject").get(pk=case_id)
    part = parties.hold_sight(case, by, clock.today())
    case = locked_case(case_id, key=key)
    with handling(case) as at:
        if done := commands.result_of(at.command, by=by, name="comment", target=case.reference):
            return Comment.objects.get(public_id=done["comment"])
        _refuse(case, by, text, audience)
        if asks_talk and talk_asked_for(case.comments.order_by("pk")) is not None:
            raise Refused(_("You have asked for a talk already; it has not been answered yet."), field="text")
        said: Comment = at.rows.add(_row(at, case, by, part, text.strip(), audience, asks_talk=asks_talk))
        facts = {"comment": said.public_id, "audience": audience} | ({"asks": "talk"} if asks_talk else {})
        words = {"as": part.as_whom, "text": said.text}
        note(case, "comment.written", by=by.actor, facts=facts, words=words)
        sentence = say(ASKS_TALK if asks_talk else COMMENTED, who=part.person)
        key_of_notice = f"comment:{said.public_id}"
        tell(case, Notice.Kind.COMMENT, sentence, persons=_addressed(case, part, audience), key=key_of_notice)
        result = {"comment": said.public_id}
        commands.keep(case, key, by=by, name="comment", target=case.reference, result=result)
    return said


def _refuse(case: Case, by: User, text: str, audience: str) -> None:
    if not is_open_for_comments(case, clock.today()):
        raise Conflict(_("The case has been closed for too long to be commented on."))
    if not text.strip():
        raise Refused(_("Write what you want to say."), field="text")
    if len(text.strip()) > LONGEST:
        raise Refused(_("At most %(most)d characters.") % {"most": LONGEST}, field="text")
    if audience not in audiences(case, by):
        raise Refused(_("Choose who shall read it."), field="audience")


def talk_asked_for(comments: Iterable[Comment]) -> Comment | None:
    """The request for a talk among the comments on a case, oldest first, that nobody has answered yet; None without one. Pure.

    Somebody else's comment that the member can read answers it.
    """
    asked: Comment | None = None
    for one in (one for one in comments if not one.struck):
        if one.asks_talk:
            asked = asked or one
        elif asked is not None and one.audience == EVERYONE and one.person_id != asked.person_id:
            asked = None
    return asked


def _row(
    at: Handling, case: Case, by: User, part: Part, text: str, audience: str, *, asks_talk: bool
) -> Comment:  # fmt: skip
    return Comment(
        asks_talk=asks_talk,
        pk=at.number("workflows_comment"),
        case=case,
        text=text,
        audience=audience,
        by=by,
        person=part.person,
        as_whom=part.as_whom,
        at=clock.now(),
    )


def _addressed(case: Case, part: Part, audience: str) -> set[int]:
    """Who is told: whoever has dealt with the case or has it now; the opener and the subject if everyone is meant.

    Who has left his post since he dealt with it no longer sees the case, and is told nothing of it.
    """
    dealt = case.decisions.filter(recalled_at__isnull=True).values("person_id")
    has_it = case.assignments.filter(closed_at__isnull=True).values("post_id")
    serving = Appointment.objects.on(clock.today()).filter(post__organisation_id__in=case.seen_from)
    officials = set(serving.filter(Q(person_id__in=dealt) | Q(post_id__in=has_it)).values_list("person_id", flat=True))
    officials |= _proxies(case)
    meant = officials | case.concerned if audience == EVERYONE else officials - {case.subject_person_id or 0}
    return meant - {part.person.pk}


def _proxies(case: Case) -> set[int]:
    """Who acts today for a post that has the case, and who dealt with it as a proxy and still is one."""
    dealt = case.decisions.filter(recalled_at__isnull=True, delegation__isnull=False)
    by_delegation = set(dealt.values_list("delegation__post_id", "person_id"))
    has_it = set(case.assignments.filter(closed_at__isnull=True).values_list("post_id", flat=True))
    ways = ways_to(has_it | {post for post, _person in by_delegation}, clock.today())
    acting = {(way.post_id, way.person_id) for found in ways.values() for way in found if way.covers(case.process_name)}
    return {person for post, person in acting if post in has_it or (post, person) in by_delegation}


@or_conflict()
@transaction.atomic
def strike_comment(public_id: str, *, by: User, key: str) -> Comment:
    """Strike out one's own comment (撤下评论); it stays, with a mark. Raises PermissionDenied, Conflict."""
    said = Comment.objects.get(public_id=public_id)
    if said.person_id != by.person_id:
        raise PermissionDenied(_("Only the one who wrote a comment can strike it out."))
    lock_account(by)
    case = locked_case(said.case_id, key=key)
    with handling(case) as at:
        said = Comment.objects.get(pk=said.pk)
        if commands.result_of(at.command, by=by, name="strike_comment", target=public_id):
            return said
        if said.struck:
            raise Conflict(_("This is struck out already."))
        said.struck_at = clock.now()
        at.rows.change(said, "struck_at")
        facts: dict[str, Any] = {"comment": public_id, "audience": said.audience}
        note(case, "comment.struck", by=by.actor, facts=facts)
        commands.keep(case, key, by=by, name="strike_comment", target=public_id, result={"comment": public_id})
    return said


def strikable(case: Case, by: User) -> list[Comment]:
    """A user's own comments on a case that are not struck out; for pages."""
    return list(case.comments.filter(person_id=by.person_id, struck_at__isnull=True).order_by("pk"))
