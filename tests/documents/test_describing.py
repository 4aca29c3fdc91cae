"""The page of the kinds is made from the declarations and up to date."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import Any

from django.conf import settings as configured
from django.core.management import call_command

from documents import describing, kinds

PAGE = Path(configured.BASE_DIR) / "docs" / "paper-kinds.md"


def test_the_page_is_what_the_declarations_say() -> None:
    _above, mark, made = PAGE.read_text("utf-8").partition(describing.BEGIN)
    assert mark
    assert made == f"\n{describing.page()}", "run: manage.py paper_kinds --write"


def test_every_kind_has_a_row() -> None:
    rows = [
        line.split(" | ")[0].removeprefix("| ") for line in describing.page().splitlines() if line.startswith("| D-")
    ]
    assert sorted(rows) == sorted(kinds.all_kinds())


def test_the_command_prints_or_writes_below_what_people_wrote(settings: Any, tmp_path: Path) -> None:
    shown = StringIO()
    call_command("paper_kinds", stdout=shown)
    assert "| D-DS-10b | 关于给予限期改正处置的批复 | 批复 | 基层党委 → 党支部 |" in shown.getvalue()
    (tmp_path / "docs").mkdir()
    page = tmp_path / "docs" / "paper-kinds.md"
    page.write_text(f"# By hand\n{describing.BEGIN}\nold", "utf-8")
    settings.BASE_DIR = tmp_path
    call_command("paper_kinds", "--write")
    assert page.read_text("utf-8") == f"# By hand\n{describing.BEGIN}\n{describing.page()}"
