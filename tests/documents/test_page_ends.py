"""The ends of pages: no signature without text above it, no heading without text below it."""

from __future__ import annotations

import pytest

from documents import pages
from tests.documents import facts
from tests.documents.conftest import Compose

HEADINGS = ("一、", "二、", "三、")
SIGNED = "中共沙河县委组织部"


@pytest.mark.parametrize("lines", range(1, 7))
def test_no_heading_ends_a_page_and_the_signature_takes_two_lines_with_it(lines: int, compose: Compose) -> None:
    """With each line more the page ends at another place: within the text, at a heading, at the signature."""
    said = facts.EVERYDAY["D-TR-13"] | {"reason": "\n".join(["经审查，接收程序不符合规定。"] * lines)}
    shown = [page.split("\n") for page in pages.page_text(compose("D-TR-13", said)).split("\f")]
    texts = [[line for line in page if line and not line.startswith("—")] for page in shown]
    assert [page[-1] for page in texts[:-1] if page[-1].startswith(HEADINGS)] == []
    page = next(page for page in texts if SIGNED in page)
    assert page.index(SIGNED) >= 2


@pytest.mark.parametrize("lines", range(1, 5))
def test_a_closing_sentence_of_one_line_is_not_enough(lines: int, compose: Compose) -> None:
    said = facts.EVERYDAY["D-TR-9"] | {"reason": "\n".join(["组织处置事项尚未办结。"] * lines)}
    last = pages.page_text(compose("D-TR-9", said)).split("\f")[-1].split("\n")
    assert last.index("特此通知。") >= 1
