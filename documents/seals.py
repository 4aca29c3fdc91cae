"""Seals of organisations (印章): bringing one, retiring it, and which of them is set on a paper of a day.

The picture is kept as it is printed. It is given out to papers only; pages show it too small to be printed again.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import io

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from PIL import Image

from audit import clock, journal
from documents import archive, figures
from documents.models import Paper, Seal
from registry import registrars
from registry.models import Organisation, User
from registry.organisations import stream_of
from registry.refusals import Conflict, Refused

MOST_BYTES = 2 * 1024 * 1024
LEAST_PIXELS, MOST_PIXELS = 330, 4000  # 42 mm at 200 dots per inch; what is decoded takes four bytes a pixel
SHOWN_PIXELS = 160


@transaction.atomic
def bring(organisation: Organisation, png: bytes, *, since: dt.date, by: User) -> Seal:
    """Bring a seal (启用印章): from ``since`` on it is set on the papers of the organisation.

    By a registrar of the organisation or above it. In a demonstration it is a sample. Raises PermissionDenied, Refused
    (outside organisation, unusable picture, another one in use then).
    """
    registrars.hold_right(by, organisation)
    # Two insertions that exclude each other wait for each other: PostgreSQL would end one of them as a deadlock.
    place = Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    if place.outside:
        raise Refused(_("An outside organisation seals its papers itself."), field="image")
    image = printable(png)
    seal = Seal(
        organisation=place, image=image, sha256=hashlib.sha256(image).hexdigest(), sample=settings.DEMO, since=since,
        brought_at=clock.now(), brought_by=by,
    )  # fmt: skip
    _save(seal)
    _note(seal, "seal.brought", by)
    return seal


def _save(seal: Seal) -> None:
    try:
        with transaction.atomic():
            seal.save(force_insert=True)
    except IntegrityError as error:
        if "one_seal_at_a_time" not in str(error):
            raise
        raise Refused(_("Another seal is in use on this day or later; retire it first."), field="since") from error


@transaction.atomic
def retire(seal: Seal, *, last_day: dt.date, reason: str, by: User) -> None:
    """Retire a seal (停用印章); the last day still counts. Papers that bear it keep it.

    By those who may bring one. Raises PermissionDenied, Conflict (retired already), Refused (no reason, a day before
    its first or before that of a paper that bears it).
    """
    registrars.hold_right(by, seal.organisation)
    locked = Seal.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=seal.pk)
    if locked.until is not None:
        raise Conflict(_("This seal has been retired already."), field="last_day")
    _refuse_end(locked, last_day, reason)
    locked.until, locked.why_ended, locked.ended_by = last_day, reason.strip()[:200], by
    locked.save(update_fields=["until", "why_ended", "ended_by"])
    _note(locked, "seal.retired", by)


def _refuse_end(seal: Seal, last_day: dt.date, reason: str) -> None:
    if not reason.strip():
        raise Refused(_("Say why the seal is retired."), field="reason")
    if last_day < seal.since:
        raise Refused(_("The last day cannot be before the first."), field="last_day")
    bearing = Paper.objects.filter(issuer_id=seal.organisation_id, seal_sha256=seal.sha256, dated__gt=last_day)
    if (newest := bearing.order_by("-dated", "-pk").first()) is not None:
        said = {"number": newest.number, "day": newest.dated}
        raise Refused(_("Paper %(number)s of %(day)s bears this seal: not before that day.") % said, field="last_day")


def _note(seal: Seal, act: str, by: User) -> None:
    facts = {
        "seal": seal.public_id, "sha256": seal.sha256, "sample": seal.sample, "since": str(seal.since),
        "until": str(seal.until) if seal.until else None,
    }  # fmt: skip
    words = {"reason": seal.why_ended} if seal.why_ended else None
    journal.write(stream_of(seal.organisation), act, by=by.actor, facts=facts, words=words)


def printable(png: bytes) -> bytes:
    """A picture as it is printed: a square PNG on transparent ground, encoded again, at most 992 pixels a side.

    Raises Refused at the field ``image``.
    """
    if len(png) > MOST_BYTES:
        raise Refused(_("The picture is larger than %(most)d MB.") % {"most": MOST_BYTES >> 20}, field="image")
    try:
        sides = Image.open(io.BytesIO(png), formats=("PNG",)).size
        _refuse_sides(*sides)
        image = figures.seal_again(png)
    except (figures.UnusableSeal, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise Refused(_("This is not a PNG picture, or it is damaged."), field="image") from error
    if Image.open(io.BytesIO(image)).getchannel("A").getextrema()[0]:  # no pixel that lets the paper through
        raise Refused(_("The ground of the picture must be transparent: it is set over the signature."), field="image")
    return image


def _refuse_sides(width: int, height: int) -> None:
    if width != height:
        raise Refused(_("The picture must be as wide as it is high."), field="image")
    if not LEAST_PIXELS <= width <= MOST_PIXELS:
        said = {"least": LEAST_PIXELS, "most": MOST_PIXELS}
        raise Refused(_("The picture must have from %(least)d to %(most)d pixels a side.") % said, field="image")


def seal_of(organisation: Organisation, on: dt.date) -> Seal | None:
    """The seal that an organisation uses on a day, without its picture; outside a demonstration no sample."""
    found = Seal.objects.on(on).filter(organisation=organisation).defer("image")
    return found.first() if settings.DEMO else found.filter(sample=False).first()


def digest_of(organisation: Organisation, on: dt.date) -> str:
    """SHA-256 of what an organisation seals with on a day: its seal, else in a demonstration 样章, else "" for nothing."""
    if (seal := seal_of(organisation, on)) is not None:
        return seal.sha256
    return hashlib.sha256(figures.sample_seal()).hexdigest() if settings.DEMO else ""


def image_on(paper: Paper) -> bytes:
    """The seal on a paper as a PNG, whether it is still in use or not; empty if it bears none.

    Raises archive.Damaged where the picture is gone or is not the one that was chosen for the paper.
    """
    if not paper.seal_sha256:
        return b""
    seal = Seal.objects.filter(organisation_id=paper.issuer_id, sha256=paper.seal_sha256).first()
    image = bytes(seal.image) if seal is not None else figures.sample_seal()
    if hashlib.sha256(image).hexdigest() != paper.seal_sha256:
        raise archive.Damaged(paper.seal_sha256)
    return image


def shown(seal: Seal) -> bytes:
    """A seal as pages show it: a PNG of 160 pixels a side."""
    image = Image.open(io.BytesIO(bytes(seal.image)))
    image.thumbnail((SHOWN_PIXELS, SHOWN_PIXELS))
    target = io.BytesIO()
    image.save(target, "PNG")
    return target.getvalue()
