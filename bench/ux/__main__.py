"""``python -m bench.ux [--only NAME ...] [--tasks 20] [--rounds 5]``: every gate of the pages, as one JSON object.

An embedded server of its own, the demo register, Chromium. Each gate says what was found, the bound, and whether it holds
(null: what measures it is not installed); exit code 1 if one does not. Progress goes beside the result.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

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


@contextmanager
def own_server(place: Path) -> Iterator[None]:
    """A server in a folder, with the settings of the product but for safety; both are gone afterwards."""
    from config.cluster import Cluster

    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    cluster = Cluster(place, fast=True)
    cluster.join()
    cluster.create_database(NAME)
    os.environ |= {"DATABASE_URL": cluster.url(NAME), "VAR_DIR": str(place), "DEMO": "1"}
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    try:
        yield
    finally:
        cluster.leave()
        shutil.rmtree(cluster.data, ignore_errors=True)
        shutil.rmtree(place, ignore_errors=True)


def say(what: str) -> None:
    """Progress, beside the result."""
    print(f"{time.strftime('%H:%M:%S')} {what}", file=sys.stderr, flush=True)


def run(options: argparse.Namespace) -> dict[str, Any]:
    """Measure; the models can be imported only now."""
    import django

    django.setup()
    from bench.ux import measuring

    return measuring.measured(options, say)


if __name__ == "__main__":
    given = asked()
    with own_server(given.place):
        found = run(given)
    print(json.dumps(found, ensure_ascii=False, indent=1))
    sys.exit(0 if found["pass"] else 1)
