"""Verifying papers (文书核验): whether one is ours, and whether it still counts. Anybody may ask; nobody is told who it is about.

Whoever asks shows that he holds the paper: by its number with the code printed on it, or by the file itself. What he
says of a name is confirmed or not; nothing that he does not know already is given away.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import unicodedata
from dataclasses import dataclass
from hmac import compare_digest

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from audit import clock
from documents.models import Enquiry, Letter, Paper
from registry import secrecy

HOUR = dt.timedelta(hours=1)
# Whatever brackets somebody types, a number is written with 〔〕 (GB/T 9704-2012, 7.2.5).
_BRACKETS = str.maketrans("[(【])】", "〔〔〔〕〕〕")


class TooMany(Exception):
    """So many questions came from one address within an hour that no more are answered for now."""


class Standing(models.TextChoices):
    """What is to be said of a paper (核验结论)."""

    VALID = "valid", _("Genuine and in force")
    MAKING = "making", _("Genuine, not issued yet")
    OVER = "over", _("Genuine, but it cannot be presented any more")
    REPLACED = "replaced", _("Void: another one was issued in its place")
    VOID = "void", _("Void")
    UNKNOWN = "unknown", _("Not one of ours")


@dataclass(frozen=True)
class Finding:
    """What was found; ``same_name`` says whether the name that was asked about is the one on the paper, None if none was."""

    standing: Standing
    paper: Paper | None = None
    same_name: bool | None = None


def standing_of(paper: Paper | None, on: dt.date) -> Standing:
    """What is to be said of a paper on a day."""
    if paper is None:
        return Standing.UNKNOWN
    if paper.state == Paper.State.VOID:
        return Standing.REPLACED if paper.replaced_by.exists() else Standing.VOID
    if paper.state == Paper.State.RESERVED:
        return Standing.MAKING
    letter = Letter.objects.filter(paper=paper).first()
    return Standing.OVER if letter is not None and _is_over(letter, on) else Standing.VALID


def _is_over(letter: Letter, on: dt.date) -> bool:
    gone = (Letter.State.EXPIRED, Letter.State.LOST, Letter.State.RETURNED)
    return letter.state in gone or (letter.state in Letter.LIVE and letter.valid_until < on)


@transaction.atomic
def by_code(number: str, code: str, *, name: str = "", asker: str, most: int) -> Finding:
    """Ask about the paper with a number and the code printed on it; TooMany if this address has asked too often."""
    _count(asker, most)
    papers = Paper.objects.filter(number=_number(number))
    return _answer(_with_code(papers, code), Enquiry.By.CODE, asker, name)


@transaction.atomic
def by_address(public_id: str, code: str, *, asker: str, most: int) -> Finding:
    """Ask about the paper that a QR code leads to; TooMany if this address has asked too often."""
    _count(asker, most)
    return _answer(_with_code(Paper.objects.filter(public_id=public_id), code), Enquiry.By.CODE, asker)


@transaction.atomic
def by_file(content: bytes, *, name: str = "", asker: str, most: int) -> Finding:
    """Ask whether a file is, byte for byte, one that was issued; TooMany if this address has asked too often."""
    _count(asker, most)
    paper = Paper.objects.filter(sha256=hashlib.sha256(content).hexdigest()).first() if content else None
    return _answer(paper, Enquiry.By.FILE, asker, name)


def sweep(before: dt.date) -> int:
    """Delete the records of enquiries made before a day; returns how many."""
    return Enquiry.objects.filter(at__date__lt=before).delete()[0]


def _number(typed: str) -> str:
    return unicodedata.normalize("NFKC", typed).translate(_BRACKETS).replace(" ", "").strip()


def _with_code(papers: models.QuerySet[Paper], code: str) -> Paper | None:
    """The one whose code it is: a stub, its letter and the receipt share a number."""
    wanted = "".join(c for c in unicodedata.normalize("NFKC", code).lower() if c.isalnum())
    return next((paper for paper in papers if compare_digest(paper.check_code.encode(), wanted.encode())), None)


def _count(asker: str, most: int) -> None:
    """Two at the same moment may both pass: the bound keeps guessing slow, it need not be exact."""
    if Enquiry.objects.filter(asker=_day_name(asker), at__gt=clock.now() - HOUR).count() >= most:
        raise TooMany


def _day_name(asker: str) -> str:
    """Stands for an address on one day: the record shall not follow anybody about."""
    return secrecy.blind_index(f"{clock.today()} {asker}")


def _answer(paper: Paper | None, by: Enquiry.By, asker: str, name: str = "") -> Finding:
    Enquiry.objects.create(at=clock.now(), asker=_day_name(asker), by=by, paper=paper)
    subject = paper.subject if paper is not None else None
    same = subject is not None and subject.name == unicodedata.normalize("NFC", name).strip()
    return Finding(standing_of(paper, clock.today()), paper, same if name.strip() and paper is not None else None)
