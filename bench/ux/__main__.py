"""``python -m bench.ux [--only NAME ...] [--tasks 20] [--rounds 5]``: every gate of the pages, as one JSON object.

An embedded server of its own, the demo register, Chromium. Each gate says what was found, the bound, and whether it holds
(null: what measures it is not installed); exit code 1 if one does not. Progress goes beside the result.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from bench.own_server import own_server, say

ROOT = Path(__file__).resolve().parent.parent.parent
NAME = "guicheng_ux"
PARTS = ("clearing", "weight", "speed", "lighthouse", "pages", "way", "links", "languages", "mistakes")


def asked() -> argparse.Namespace:
    """What the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", nargs="+", choices=PARTS, default=[], help="some parts only")
    parser.add_argument("--tasks", type=int, default=20, help="tasks to clear")
    parser.add_argument("--rows", type=int, default=50, help="tasks in the inbox that is weighed")
    parser.add_argument("--rounds", type=int, default=5, help="loads of each page on the slow line")
    parser.add_argument("--place", type=lambda said: Path(said).resolve(), default=ROOT / "var" / "ux")
    return parser.parse_args()


def run(options: argparse.Namespace) -> dict[str, Any]:
    """Measure; the models can be imported only now."""
    import django

    django.setup()
    from bench.ux import measuring

    return measuring.measured(options, say)


if __name__ == "__main__":
    given = asked()
    with own_server(given.place, NAME, DEMO="1"):
        found = run(given)
    print(json.dumps(found, ensure_ascii=False, indent=1))
    sys.exit(0 if found["pass"] else 1)
