"""Papers are typeset once for each test that looks at them, in the test's own process."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from documents import pages, press
from tests.documents import facts

Compose = Callable[..., bytes]


@pytest.fixture
def compose() -> Compose:
    """Typeset a paper of everyday facts, with changes."""

    def _compose(code: str, said: dict[str, Any] | None = None, **options: Any) -> bytes:
        stamped = facts.CREATED.isoformat()
        number = options.pop("number", facts.number_of(code))
        return press.compose(press.Job(code, said or facts.EVERYDAY[code], number, stamped, **options))

    return _compose


@pytest.fixture
def read() -> Callable[[bytes], str]:
    """The text of a paper without blanks, line ends and page numbers: lines and pages are broken by typesetting."""
    return lambda pdf: re.sub(r"—\d+—", "", "".join(pages.page_text(pdf).split()))
