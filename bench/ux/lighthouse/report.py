"""A report of Lighthouse (评分报告) read: three scores of a page, and for each the audits that cost something.

The shape of a report is that of ``--output=json`` in Lighthouse 12: https://github.com/GoogleChrome/lighthouse/blob/main/docs/understanding-results.md
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

# What search engines think is left out: nothing but the sign-in is open to them.
RESPECTS = ("performance", "accessibility", "best-practices")
LEAST = 95
# Lighthouse's own bound of green: a timing that scores less is shown as a fault.
GREEN = 0.9
SHOWN = 3

Report = dict[str, Any]


@dataclass(frozen=True)
class Score:
    """What a page gets in one respect (得分): 0 to 100, and the audits that it falls short in."""

    respect: str
    points: int
    failing: list[str]

    @property
    def holds(self) -> bool:
        """Whether it reaches the least it may be."""
        return self.points >= LEAST


def scores(report: Report) -> list[Score]:
    """The three scores of a report; zeros and the reason where the page could not be judged, or another one was."""
    if fault := _fault(report):
        return [Score(respect, 0, [fault]) for respect in RESPECTS]
    found = ((respect, report["categories"][respect]) for respect in RESPECTS)
    return [Score(name, _points(category), list(_failing(report, category))) for name, category in found]


def _fault(report: Report) -> str:
    if error := report.get("runtimeError"):
        return f"{error['code']}: {error['message']}"
    asked, shown = report["requestedUrl"], report["finalDisplayedUrl"]
    return "" if asked == shown else f"led on to {shown}"


def _points(category: dict[str, Any]) -> int:
    """Lighthouse gives no score to a category in which an audit broke."""
    return round(100 * (category["score"] or 0))


def _failing(report: Report, category: dict[str, Any]) -> Iterator[str]:
    for reference in category["auditRefs"]:
        audit = report["audits"][reference["id"]]
        broke = audit["scoreDisplayMode"] == "error"
        if reference["weight"] and (broke or (audit["score"] is not None and audit["score"] < GREEN)):
            yield f"{audit['id']}{_where(audit)}"


def _where(audit: dict[str, Any]) -> str:
    """The first elements it names, or the value it found."""
    items = audit.get("details", {}).get("items", [])
    named = [item["node"]["selector"] for item in items if item.get("node", {}).get("selector")]
    said = ", ".join(named[:SHOWN]) or audit.get("errorMessage") or audit.get("displayValue", "")
    return f" @ {said}" if said else ""


def steady(judge: Callable[[], Report]) -> list[Score]:
    """Once where the time is well; else the median of three, since times swing on a machine with other work."""
    found = [scores(judge())]
    if not found[0][0].holds:
        found += [scores(judge()), scores(judge())]
    return sorted(found, key=lambda each: each[0].points)[len(found) // 2]
