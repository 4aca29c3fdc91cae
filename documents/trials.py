"""Trial typesetting (试排): what a check page shows of a paper before it exists; no number, no seal, a draft's mark.

A missing field, a missing glyph or an overflow is found here, before the decision, not after it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from typing import Any

from django.conf import settings
from django.utils import timezone

from documents import kinds, rendering
from documents.kinds import PaperKind
from registry import secrecy

_UNSEEN = ContextVar("papers_are_tried_unseen", default=False)


@dataclass(frozen=True)
class Trial:
    """The result of a trial: the digest of the facts, the problems by label of field, the draft if there are none."""

    digest: str
    problems: dict[str, list[str]]
    pdf: bytes = b""


@contextmanager
def unseen() -> Iterator[None]:
    """No draft is typeset meanwhile (免试排): for decisions that no person looks at beforehand, whose papers are made at once.

    Fields are checked as ever; a glyph that is missing or text that is too long then shows when the paper itself is made.
    """
    before = _UNSEEN.set(True)
    try:
        yield
    finally:
        _UNSEEN.reset(before)


def try_paper(kind: PaperKind, facts: Mapping[str, Any]) -> Trial:
    """Typeset a draft of a paper; the same facts are typeset once, and none while they go ``unseen``."""
    digest = kinds.digest(kind, facts)
    labels = {field.name: field.label for field in kind.fields}
    if found := kinds.problems(kind, facts):
        return Trial(digest, {labels.get(name, name): problems for name, problems in found.items()})
    if _UNSEEN.get():
        return Trial(digest, {})
    if kept := kept_draft(digest):
        return Trial(digest, {}, kept)
    try:
        pdf = rendering.typeset(kind, facts, number="", created=_no_time(), draft=True)
    except rendering.Unprintable as error:
        return Trial(digest, {labels.get(name, name): problems for name, problems in error.problems.items()})
    _keep(digest, pdf)
    return Trial(digest, {}, pdf)


def _no_time() -> dt.datetime:
    return dt.datetime(2000, 1, 1, tzinfo=timezone.get_default_timezone())


def _place(digest: str) -> Path:
    return Path(settings.VAR_DIR) / "drafts" / digest[:2] / digest


def kept_draft(digest: str) -> bytes | None:
    """The draft of a digest, if it was typeset before. Drafts are sealed: they print ID numbers."""
    place = _place(digest)
    if not digest.isalnum() or not place.exists():
        return None
    return bytes.fromhex(secrecy.unseal(place.read_text("ascii"), context=f"draft:{digest}"))


def _keep(digest: str, pdf: bytes) -> None:
    place = _place(digest)
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = place.with_name(f".{digest}.{token_hex(8)}")
    draft.write_text(secrecy.seal(pdf.hex(), context=f"draft:{digest}"), "ascii")
    draft.rename(place)


def sweep_drafts(older_than: dt.timedelta) -> int:
    """Delete drafts that were not typeset again for a while; returns how many."""
    limit = timezone.now().timestamp() - older_than.total_seconds()
    old = [p for p in (Path(settings.VAR_DIR) / "drafts").glob("*/*") if p.stat().st_mtime < limit]
    for place in old:
        place.unlink(missing_ok=True)
    return len(old)


__all__ = ["Trial", "kept_draft", "sweep_drafts", "try_paper", "unseen"]
