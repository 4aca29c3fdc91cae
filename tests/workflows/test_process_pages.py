"""The pages of the processes are generated from the courses and are current."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from tests.soundness import planted
from workflows.engine import catalogue, describing

FOLDER = Path(settings.BASE_DIR) / "docs" / "processes"


@pytest.mark.parametrize("name", sorted(catalogue.processes()))
def test_the_page_is_current(name: str) -> None:
    """If not: manage.py process_pages --write."""
    assert (FOLDER / f"{name}.md").read_text("utf-8") == describing.page_of(catalogue.process(name))


def test_the_command_prints_every_page(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("process_pages")
    pages = [describing.page_of(process) for process in catalogue.processes().values()]
    assert capsys.readouterr().out == "".join(pages)


def test_what_a_page_says(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"opened_by": ("secretary",), "opened_at_levels": ("branch",)}.items():
        monkeypatch.setattr(planted.Sound, name, value, raising=False)
    page = describing.page_of(planted.Sound).splitlines()
    assert page[0] == "# 除名"
    assert "Opened by: 书记 secretary; in: 党支部 Branch. Case numbers begin with 植." in page
    assert (
        "| `hearing` | 申辩 (step) | 第41条 | the member himself; on paper, the 书记 secretary of 党支部 Branch | "
        "HandOver: 交付日期 Handed over on; 交付方式 How |  |  | meets heard |"
    ) in page
    assert "| `approval` | return: 退回补正 Return for correction | `dropped` 终止 |" in page
    assert "| on_roll | 第1条 | `approval` | agree, accept |" in page
    assert "| approved | 上级党委批准 | 第42条 (approval) | `approval` | `removed` |  | `dropped` |" in page
