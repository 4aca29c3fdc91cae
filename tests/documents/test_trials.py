"""Drafts that nobody looks at: what is typeset of them, and what is checked all the same."""

from __future__ import annotations

from pathlib import Path

from django.conf import LazySettings

from documents import trials
from documents.kinds import kind_of
from tests.documents import facts

SLIP, SAID = kind_of("D-TR-10"), facts.EVERYDAY["D-TR-10"]


def test_unseen_drafts_are_checked_and_not_typeset(settings: LazySettings, tmp_path: Path) -> None:
    settings.VAR_DIR = tmp_path
    with trials.unseen():
        unseen = trials.try_paper(SLIP, SAID)
        assert trials.try_paper(SLIP, SAID | {"name": ""}).problems != {}
    assert (unseen.problems, unseen.pdf, (tmp_path / "drafts").exists()) == ({}, b"", False)
    seen = trials.try_paper(SLIP, SAID)
    assert (seen.digest, seen.pdf[:5]) == (unseen.digest, b"%PDF-")
    with trials.unseen():  # what was typeset before is no matter
        assert trials.try_paper(SLIP, SAID).pdf == b""
