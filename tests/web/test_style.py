"""The style sheet keeps to its scale: each further size or weight of letters costs a slow telephone some milliseconds."""

from __future__ import annotations

import re
from pathlib import Path

from django.contrib.staticfiles import finders


def _sheet() -> str:
    return Path(finders.find("web/app.css")).read_text(encoding="utf-8")


def test_sizes_of_letters_are_steps_of_the_scale() -> None:
    sizes = set(re.findall(r"font-size:([^;}]+)", _sheet()))
    steps = re.findall(r"--(f\d):\d+px", _sheet())
    assert steps == [f"f{n}" for n in range(7)]
    # Besides: none at all, what is inherited, the narrower figures, and points on paper.
    assert sizes - {f"var(--{step})" for step in steps} == {"0", "inherit", ".92em", "9pt", "10.5pt"}


def test_letters_are_of_two_weights() -> None:
    assert set(re.findall(r"font-weight:([^;}]+)", _sheet())) == {"400", "600"}


def test_what_sets_letters_at_once_keeps_to_the_scale_too() -> None:
    at_once = set(re.findall(r"\bfont:([^;}]+)", _sheet())) - {"inherit"}
    assert {re.sub(r"/[\d.]+(px)?", "", said) for said in at_once} <= {f"400 var(--f{n}) var(--sans)" for n in range(7)}
