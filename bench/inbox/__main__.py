"""``python -m bench.inbox --open 1000 100000 1000000 --closed 5000000``: fill, measure, print one JSON object.

An embedded server of its own is filled by COPY: the register and the closed tasks once, then the open ones up to each
size in turn. At each size the pages of the typical and of the busiest approver are asked for, in rounds, beside a bare
page over one hand-written query, stock viewflow's own pages, and a page that reads no table (the yardstick: ratios
between sizes are ratios of what it measures, since the sizes cannot be measured at the same time).
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from bench.own_server import own_server, say

ROOT = Path(__file__).resolve().parent.parent.parent
NAME = "guicheng_bench_inbox"


def asked() -> argparse.Namespace:
    """What the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--open", type=int, nargs="+", default=[1_000, 100_000, 1_000_000])
    parser.add_argument("--closed", type=int, default=5_000_000)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--stock-rounds", type=int, default=5)
    parser.add_argument("--stock-limit", type=int, default=30, help="seconds a page of stock viewflow may take")
    parser.add_argument("--plans", type=Path, help="folder for the plans at the largest size")
    parser.add_argument("--place", type=Path, default=ROOT / "var" / "bench-inbox")
    return parser.parse_args()


def run(options: argparse.Namespace) -> dict[str, Any]:
    """Fill and measure; the models can be imported only now."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.test import override_settings

    from bench.inbox import rounds
    from config.walk.database import own_files

    call_command("migrate", verbosity=0)
    with own_files(), override_settings(ROOT_URLCONF="bench.inbox.bare"):
        return rounds.all_sizes(options, say)


if __name__ == "__main__":
    settings = asked()
    with own_server(settings.place, NAME, "max_wal_size=8GB", "autovacuum=off", GUICHENG_PATIENT="1"):
        print(json.dumps(run(settings), ensure_ascii=False, indent=1))
