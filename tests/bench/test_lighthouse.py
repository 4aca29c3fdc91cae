"""What a report of Lighthouse says, how often a page is judged, and what is said where Lighthouse is not installed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bench.ux import measuring
from bench.ux.lighthouse import running
from bench.ux.lighthouse.report import Score, scores, steady
from tools import setup

PAGE = "http://127.0.0.1:8000/me/"


def audit(name: str, score: float | None, mode: str = "binary", **more: Any) -> dict[str, Any]:
    return {"id": name, "score": score, "scoreDisplayMode": mode, **more}


def category(score: float | None, **weights: int) -> dict[str, Any]:
    references = [{"id": name.replace("_", "-"), "weight": weight} for name, weight in weights.items()]
    return {"score": score, "auditRefs": references}


def report(performance: float | None = 0.98, **more: Any) -> dict[str, Any]:
    elements = [{"node": {"selector": f"li.{n}"}} for n in "abcd"]
    audits = [
        audit("total-blocking-time", 0.89, "numeric", displayValue="230 ms"),
        audit("speed-index", 0.9, "numeric", displayValue="2.2 s"),
        audit("bf-cache", 0),
        audit("color-contrast", 0, details={"items": elements}),
        audit("image-alt", None, "notApplicable"),
        audit("errors-in-console", None, "error", errorMessage="no console"),
    ]
    return {
        "requestedUrl": PAGE,
        "finalDisplayedUrl": PAGE,
        "categories": {
            "performance": category(performance, total_blocking_time=30, speed_index=10, bf_cache=0),
            "accessibility": category(0.945, color_contrast=7, image_alt=10),
            "best-practices": category(None, errors_in_console=1),
        },
        "audits": {one["id"]: one for one in audits},
        **more,
    }


def test_scores_and_the_audits_that_cost_something() -> None:
    found = scores(report())
    assert found == [
        Score("performance", 98, ["total-blocking-time @ 230 ms"]),
        Score("accessibility", 94, ["color-contrast @ li.a, li.b, li.c"]),
        Score("best-practices", 0, ["errors-in-console @ no console"]),
    ]
    assert [score.holds for score in found] == [True, False, False]


@pytest.mark.parametrize(("points", "holds"), [(95, True), (94, False)])
def test_the_least_may_be_reached(points: int, holds: bool) -> None:
    assert Score("performance", points, []).holds is holds


@pytest.mark.parametrize(
    ("more", "fault"),
    [
        ({"finalDisplayedUrl": "http://127.0.0.1:8000/sign-in/"}, "led on to http://127.0.0.1:8000/sign-in/"),
        ({"runtimeError": {"code": "NO_FCP", "message": "nothing painted"}}, "NO_FCP: nothing painted"),
    ],
)
def test_another_page_or_none_has_no_score(more: dict[str, Any], fault: str) -> None:
    assert [(score.points, score.failing) for score in scores(report(**more))] == [(0, [fault])] * 3


@pytest.mark.parametrize(
    ("times", "points", "asked"),
    [([0.95, 0.1], 95, 1), ([0.94, 0.99, 0.96], 96, 3), ([0.94, 0.2, 0.97], 94, 3)],
)
def test_a_page_that_is_too_slow_is_judged_thrice(times: list[float], points: int, asked: int) -> None:
    given: Iterator[float] = iter(times)
    assert steady(lambda: report(next(given)))[0].points == points
    assert len(times) - len(list(given)) == asked


def test_it_is_told_who_is_signed_in_and_tells_nobody() -> None:
    given = running.command(PAGE, [{"name": "sessionid", "value": "a"}, {"name": "language", "value": "en"}])
    assert '--extra-headers={"Cookie": "sessionid=a; language=en"}' in given
    assert "--no-enable-error-reporting" in given
    assert "--only-categories=performance,accessibility,best-practices" in given


def test_where_it_is_not_installed_it_is_left_out_and_nothing_else_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "PACKAGE", tmp_path)
    why = running.missing()
    assert why.startswith("left out: Lighthouse is not installed (tools/setup.py lighthouse")
    gate = measuring.left_out(8, "Lighthouse", why, 95, asked_for=False)
    assert gate.told() == {"gate": 8, "what": "Lighthouse", "value": why, "bound": 95, "pass": None}
    well = measuring.at_most(2, "requests", 6, 6)
    assert measuring.all_hold([well, gate])
    assert not measuring.all_hold([well, measuring.left_out(8, "Lighthouse", why, 95, asked_for=True)])


def test_a_machine_without_node_is_told_so_in_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setup.shutil, "which", lambda name: None)
    with pytest.raises(SystemExit) as ended:
        setup.fetch_lighthouse()
    assert ended.value.code == "setup: Lighthouse needs node 18 or later and npm; nothing else here does."


def test_the_lock_has_a_digest_for_every_package_and_no_place_to_fetch_it_from() -> None:
    folder = Path(running.__file__).parent
    wanted = json.loads((folder / "package.json").read_text("utf-8"))["dependencies"]
    packages = json.loads((folder / "package-lock.json").read_text("utf-8"))["packages"]
    assert packages.pop("")["dependencies"] == wanted
    assert packages["node_modules/lighthouse"]["version"] == wanted["lighthouse"]
    assert [name for name, one in packages.items() if not one["integrity"].startswith("sha512-")] == []
    assert [name for name, one in packages.items() if "resolved" in one] == []
