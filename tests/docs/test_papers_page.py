"""docs/papers.md lists each figure that papers are measured by, with its clause, target and tolerance."""

from __future__ import annotations

from pathlib import Path

import pytest

from documents.measuring.figures import ALL, HOUSE, SPECIAL
from documents.measuring.standard import Figure

PAGE = (Path(__file__).resolve().parents[2] / "docs/papers.md").read_text("utf-8")
CELLS = [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in PAGE.splitlines() if line[:3] == "| `"]
ROWS = [cells for cells in CELLS if len(cells) == 5]
FIGURES = [("", ALL), *((f" ({paper})", figures) for paper, figures in SPECIAL.items())]


def row(where: str, name: str, figure: Figure) -> tuple[str, str, str, str]:
    """A figure as the page writes it, without its words."""
    unit = {"mm": " mm", "pt": " pt"}.get(figure.unit, "")
    said = (
        figure.target
        if isinstance(figure.target, str)
        else f"{figure.target:.4g}{unit}"
        if figure.target is not None
        else "—"
    )
    within = f"{figure.tolerance:.2g} mm" if unit and figure.target is not None else "—"
    clause = "—" if figure.clause == HOUSE else figure.clause
    return f"`{name}`{where}", clause, f"≤ {said}" if figure.at_most else said, within


@pytest.mark.parametrize(("where", "figures"), FIGURES)
def test_every_figure_stands_on_the_page(where: str, figures: dict[str, Figure]) -> None:
    wanted = {row(where, name, figure) for name, figure in figures.items()}
    found = {(name, clause, target, within) for name, _what, clause, target, within in ROWS}
    assert wanted - found == set()


def test_the_page_lists_no_figure_that_there_is_not() -> None:
    assert len(ROWS) == len(set(ROWS)) == sum(len(figures) for _where, figures in FIGURES)
