"""Issuing papers (制发): reserve a number with the frozen facts, typeset, publish. Each part can be repeated."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

import pikepdf
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from audit import clock
from audit.journal import Actor
from documents import archive, kinds, numbering, rendering, seals
from documents.kinds import PaperKind
from documents.models import Paper
from registry import secrecy
from registry.models import Organisation, Person
from registry.refusals import Refused


def reserve(
    kind: PaperKind,
    *,
    task_id: int,
    case_reference: str,
    facts: Mapping[str, Any],
    issuer: Organisation,
    addressees: Sequence[Organisation],
    subject: Person | None,
    dated: dt.date,
    numbered_as: Paper | None = None,
) -> Paper:
    """Take a number and freeze the facts (取号); the same task gets the same paper again.

    ``numbered_as`` is the paper whose number this one repeats: stub, letter and receipt have one serial.
    """
    if existing := Paper.objects.filter(task_id=task_id).first():
        return existing
    if found := kinds.problems(kind, facts):
        raise Refused(f"{kind.title}: {found}")
    paper = Paper(
        task_id=task_id,
        case_reference=case_reference,
        kind=kind.code,
        title=kind.title,
        issuer=issuer,
        subject=subject,
        dated=dated,
        facts_digest=kinds.digest(kind, facts),
        reserved_at=clock.now(),
        site=settings.PUBLIC_URL,
        seal_sha256=seals.digest_of(issuer, dated) if kind.sealed else "",
        replaces=_void_one(case_reference, kind),
    )
    paper.facts_sealed = secrecy.seal(json.dumps(facts, ensure_ascii=False), context=f"paper:{paper.public_id}")
    paper.serial = numbered_as.serial if numbered_as else numbering.take(issuer, kind.series, dated.year)
    paper.number = paper.serial.text
    paper.save(force_insert=True)
    paper.addressees.set(addressees)
    return paper


def _void_one(case_reference: str, kind: PaperKind) -> Paper | None:
    """The newest void paper of the same kind in the case, in whose place the next one is issued; None if there is none."""
    void = Paper.objects.filter(case_reference=case_reference, kind=kind.code, state=Paper.State.VOID)
    return void.filter(replaced_by=None).order_by("-pk").first()


def facts_of(paper: Paper) -> dict[str, Any]:
    """The frozen facts of a paper, in clear; call only through a function that logs the access."""
    facts: dict[str, Any] = json.loads(secrecy.unseal(paper.facts_sealed, context=f"paper:{paper.public_id}"))
    return facts


def typeset(paper: Paper) -> rendering.Typeset:
    """The paper as PDF; the same facts and builds give the same bytes, with the seal that was chosen with the number."""
    created = dt.datetime.combine(paper.dated, dt.time(), tzinfo=timezone.get_default_timezone())
    kind = kinds.kind_of(paper.kind)
    facts = facts_of(paper)
    if any(field.name == "verify_url" for field in kind.fields):
        facts["verify_url"] = paper.verify_url  # not one of the frozen facts: it is made of their digest
    return rendering.typeset(
        kind, facts, number=paper.number, created=created, seal=seals.image_on(paper),
        check=paper.verify_url if kind.carries_code else "",
    )  # fmt: skip


def publish(paper: Paper, content: bytes, *, by: Actor) -> Paper:
    """Put the bytes into the archive and the paper into force (归档), with what it was set with; harmless if it is there."""
    locked = Paper.objects.select_for_update().get(pk=paper.pk)
    if locked.state == Paper.State.ISSUED:
        return locked
    sha256 = archive.store(content)
    builds = content.builds if isinstance(content, rendering.Typeset) else {}
    locked.issue(at=clock.now(), sha256=sha256, size=len(content), pages=_pages(content), builds=builds)
    locked.save(update_fields=["state", "issued_at", "sha256", "size", "pages", "builds"])
    return locked


def _pages(content: bytes) -> int:
    with pikepdf.open(BytesIO(content)) as pdf:
        return len(pdf.pages)


@transaction.atomic
def void(paper: Paper, *, reason: str) -> None:
    """Declare a paper void (作废); its serial stays in the register with the reason."""
    locked = Paper.objects.select_for_update().select_related("serial").get(pk=paper.pk)
    locked.void()
    locked.save(update_fields=["state"])
    serial = locked.serial
    serial.void_reason, serial.voided_at = reason[:200], clock.now()
    serial.save(update_fields=["void_reason", "voided_at"])
