"""What a paper says of itself: the format of its kind, read from the facts attached to it; of anything else, nothing."""

from __future__ import annotations

import io

import pikepdf
import pytest

from documents.measuring.claim import ATTACHED, claimed
from documents.measuring.standard import Format


def with_files(**files: bytes) -> bytes:
    """An empty page with files attached to it."""
    target = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        for name, content in files.items():
            document.attachments[f"{name}.json"] = pikepdf.AttachedFileSpec(document, content)
        document.save(target)
    return target.getvalue()


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("D-GW-1", Format.ORDER),
        ("D-GW-2", Format.LETTER),
        ("D-GW-3", Format.MINUTES),
        ("D-TR-24", Format.NOTICE),
        ("D-DS-7a", Format.SLIP),
        ("D-AP-1a", Format.FORM),
        ("D-TR-2", Format.FORM),
        ("D-TR-4", Format.FORM),
        ("D-AC-3", None),
    ],
)
def test_the_most_special_format_of_its_kind(code: str, found: Format | None) -> None:
    assert claimed(with_files(aside=b"{", facts=f'{{"code": "{code}"}}'.encode())) is found


@pytest.mark.parametrize("said", [b"", b"{", b"[]", b"{}", b'{"code": "D-XX-1"}', b"\xff"])
def test_what_is_not_understood_claims_nothing(said: bytes) -> None:
    assert claimed(with_files(facts=said)) is None


def test_only_the_facts_are_asked() -> None:
    assert ATTACHED == "facts.json"
    assert claimed(with_files(other=b'{"code": "D-TR-2"}')) is None
