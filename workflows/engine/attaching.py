"""Attaching files to a case (附件), and striking them out.

A file is examined and stored before any lock is taken: that takes its time, and bytes that no row names are harmless.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from audit import clock
from documents import archive, intake
from documents.intake import Intake
from registry.models import User
from workflows.engine import commands, parties, suspended
from workflows.engine.authority import lock_account
from workflows.engine.deciding import locked_case
from workflows.engine.errors import Conflict, Refused, or_conflict
from workflows.engine.handling import Handling, handling, note
from workflows.engine.models import Attachment, Case
from workflows.engine.parties import Part
from workflows.engine.turns import pack_of


def may_attach(case: Case, by: User) -> bool:
    """Whether a user could add a file now, without locking anything; for pages."""
    if case.closed_at is not None or by.person_id is None or suspended.running(case) is not None:
        return False
    return by.person_id in case.concerned or parties.own_turn(case, by, clock.today()) is not None


def attach(case_id: int, *, by: User, name: str, content: bytes, key: str) -> Attachment:
    """Add a file to an open case (上传附件), by whoever may act on a turn of it, initiated it or is its subject.

    ``name`` is what the file is called, ``content`` its bytes. Raises PermissionDenied, Refused (the file, or too many
    of them), Conflict (the case is closed or suspended). A repeated key answers with the first result.
    """
    case = Case.objects.select_related("subject").get(pk=case_id)
    if done := commands.earlier(key, by=by, name="attach", target=case.reference):
        return Attachment.objects.get(public_id=done["attachment"])
    suspended.refuse_suspended(case)
    if case.closed_at is None and not may_attach(case, by):
        raise PermissionDenied(_("Only whoever has the task, started the case or is its subject can do this."))
    _refuse_closed(case)
    file = intake.accepted(name, content, most_bytes=pack_of(case).desk.attachment_megabytes.value << 20)
    sha256 = archive.store(file.content, archive.ATTACHMENTS)
    with or_conflict(), transaction.atomic():
        return _attached(case, file, sha256, by=by, key=key)


def _attached(case: Case, file: Intake, sha256: str, *, by: User, key: str) -> Attachment:
    part = parties.hold_in(case, by, clock.today())
    case = locked_case(case.pk, key=key)
    with handling(case) as at:
        if done := commands.result_of(at.command, by=by, name="attach", target=case.reference):
            return Attachment.objects.get(public_id=done["attachment"])
        _refuse_closed(case)
        suspended.refuse_suspended(case)
        part = parties.still(case, part, by)
        _refuse_more(case, sha256)
        attachment: Attachment = at.rows.add(_row(at, case, file, sha256, by, part))
        note(
            case,
            "file.attached",
            by=by.actor,
            facts={"attachment": attachment.public_id, "media": file.media, "size": attachment.size, "sha256": sha256},
            words={"as": part.as_whom, "title": file.name},
        )
        result = {"attachment": attachment.public_id}
        commands.keep(case, key, by=by, name="attach", target=case.reference, result=result)
    return attachment


def _row(at: Handling, case: Case, file: Intake, sha256: str, by: User, part: Part) -> Attachment:
    return Attachment(
        pk=at.number("workflows_attachment"),
        case=case,
        turn=part.turn,
        title=file.name,
        media=file.media,
        size=len(file.content),
        sha256=sha256,
        tidied=file.tidied,
        by=by,
        person=part.person,
        as_whom=part.as_whom,
        at=clock.now(),
    )


def _refuse_closed(case: Case) -> None:
    if case.closed_at is not None:
        raise Conflict(_("The case is closed: nothing is added to it or struck out any more."))


def _refuse_more(case: Case, sha256: str) -> None:
    """No file twice, and no more than a case may have; struck out ones do not count."""
    counting = dict(case.attachments.filter(struck_at__isnull=True).values_list("sha256", "title"))
    if sha256 in counting:
        raise Refused(
            _("This file is attached already, as %(title)s.") % {"title": counting[sha256]},
            field="file",
        )
    most = pack_of(case).desk.attachments_in_a_case.value
    if len(counting) >= most:
        raise Refused(
            _("A case has at most %(most)d files; strike out one that is not needed.") % {"most": most}, field="file"
        )


def strikable(case: Case, by: User) -> list[Attachment]:
    """The files of a case that a user may strike out, without locking anything; for pages."""
    if case.closed_at is not None or by.person_id is None:
        return []
    standing = case.attachments.filter(struck_at__isnull=True).order_by("pk")
    mine = parties.own_turn(case, by, clock.today()) is not None
    return list(standing if mine else standing.filter(person_id=by.person_id))


def strike_out(public_id: str, *, by: User, reason: str, key: str) -> Attachment:
    """Strike out a file (作废附件), by the one who attached it or whoever may act on an open turn; it stays, marked.

    Raises PermissionDenied, Refused (no reason), Conflict (struck out already, case closed or suspended).
    """
    attachment = Attachment.objects.select_related("case__subject").get(public_id=public_id)
    with or_conflict(), transaction.atomic():
        part = _hold_file(attachment, by)
        case = locked_case(attachment.case_id, key=key)
        with handling(case) as at:
            attachment = Attachment.objects.get(pk=attachment.pk)
            if commands.result_of(at.command, by=by, name="strike_file", target=public_id):
                return attachment
            _refuse_striking(case, attachment, parties.still(case, part, by), reason)
            attachment.struck_at, attachment.struck_by = clock.now(), part.person
            attachment.struck_reason = reason.strip()[:300]
            at.rows.change(attachment, "struck_at", "struck_by", "struck_reason")
            words = {"as": part.as_whom, "title": attachment.title, "reason": attachment.struck_reason}
            note(case, "file.struck", by=by.actor, facts={"attachment": public_id}, words=words)
            result: dict[str, Any] = {"attachment": public_id}
            commands.keep(case, key, by=by, name="strike_file", target=public_id, result=result)
    return attachment


def _hold_file(attachment: Attachment, by: User) -> Part:
    """Lock the ground on which a user may strike out a file: a turn of his, or that he attached it."""
    case = attachment.case
    if parties.own_turn(case, by, clock.today()) is not None:
        return parties.hold_in(case, by, clock.today())
    if by.person_id != attachment.person_id:
        raise PermissionDenied(_("Only the one who attached it, or whoever has the task, can strike it out."))
    return Part(lock_account(by), attachment.as_whom)


def _refuse_striking(case: Case, attachment: Attachment, part: Part, reason: str) -> None:
    _refuse_closed(case)
    suspended.refuse_suspended(case)
    if attachment.struck:
        raise Conflict(_("This is struck out already."))
    if not reason.strip():
        raise Refused(_("Say why it is struck out."), field="reason")
