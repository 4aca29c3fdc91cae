"""``python -m bench.inbox.table result.json``: the ratios of a run as the tables of docs/performance-inbox.md."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

LEFT_OUT = ("still",)


def tables(result: dict[str, Any]) -> Iterator[str]:
    """Lines of Markdown: every page for both approvers at every size, then the others, then stock viewflow."""
    sizes = list(result["open"])
    largest = result["open"][sizes[-1]]["pages"]
    for person, pages in largest.items():
        yield f"\n**{person}**\n"
        yield (
            "| page | statements | "
            + " | ".join(f"{int(size):,}" for size in sizes)
            + " | raw | SQL alone | blocks read | to the bare page |"
        )
        yield "|---|---|" + "---|" * (len(sizes) + 4)
        for page in sorted(set(pages) - set(LEFT_OUT)):
            yield _row(result, sizes, person, page)
    yield "\n| stock viewflow | " + " | ".join(f"{int(size):,}" for size in sizes) + " |"
    yield "|---|" + "---|" * len(sizes)
    for name in result["open"][sizes[0]]["stock"]:
        yield f"| {name} | " + " | ".join(_stock(result["open"][size], name) for size in sizes) + " |"


def _row(result: dict[str, Any], sizes: list[str], person: str, page: str) -> str:
    found = [result["open"][size]["pages"][person][page] for size in sizes]
    of_sql = found[-1]["sql_yards"] / found[0]["sql_yards"] if found[0]["sql_yards"] else 0
    cells = [f"{one['to_smallest']:.2f}" for one in found]
    touched = " → ".join(f"{one['blocks']:,}" for one in (found[0], found[-1])) if "blocks" in found[0] else ""
    more = [f"{found[-1]['to_smallest_raw']:.2f}", f"{of_sql:.2f}", touched, f"{found[-1].get('to_bare', 1):.1f}"]
    return f"| {page} | {found[-1]['statements']} | " + " | ".join(cells + more) + " |"


def _stock(found: dict[str, Any], name: str) -> str:
    """How many times our inbox of the same person, and the size of the answer."""
    person, measured = name.split(maxsplit=1)[0], found["stock"][name]
    times = measured["ms"] / found["pages"][person]["inbox"]["ms"]
    alone = measured["ms"] / found["pages"][person]["inbox_list"]["ms"]
    if "failed" in measured:
        return f"no answer in {measured['ms'] / 1000:.0f} s"
    return f"{times:.1f} ({alone:.1f}), {measured['bytes'] / 1e6:.2f} MB"


if __name__ == "__main__":
    print("\n".join(tables(json.loads(Path(sys.argv[1]).read_text("utf-8")))))
