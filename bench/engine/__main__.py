"""``python -m bench.engine --rounds 60``: one JSON object, see docs/performance.md."""

from __future__ import annotations

import argparse
import json
import os

os.environ["DJANGO_SETTINGS_MODULE"] = "bench.engine.settings"

import django  # settings first

django.setup()

from audit import clock
from bench.engine import measuring, others
from bench.engine.byhand import by_hand
from bench.engine.contestants import Contestant, World, ours, stock, without_hold, world_of
from bench.engine.orm import plain_orm
from config.demo import building
from config.walk.database import own_database


def contestants(world: World) -> tuple[list[Contestant], list[str]]:
    """Everybody who is there, and the names of those who are not."""
    members = iter(world.members)
    optional = {"SpiffWorkflow": others.spiff(), "joeflow": others.joeflow(world)}
    present = [
        ours(world, next(members)), by_hand(world, next(members)), stock(world, locked=False), stock(world, locked=True),
        plain_orm(world, next(members)), *(who for who in optional.values() if who is not None),
    ]  # fmt: skip
    return present, [name for name, who in optional.items() if who is None]


def main() -> None:
    """Make a database, build the demo register, measure, print, drop it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=60)
    options = parser.parse_args()
    with own_database(), without_hold():
        demo = building.build(clock.today(), 5)
        present, missing = contestants(world_of(demo.organisations, clock.today()))
        results = measuring.run(present, options.rounds)
    print(
        json.dumps(
            {"made": others.stamp(), "rounds": options.rounds, "case": "1 opening and 5 approvals, 6 transactions",
             "not_installed": missing, "contestants": measuring.summary(results)},
            ensure_ascii=False, indent=1,
        )
    )  # fmt: skip


if __name__ == "__main__":
    main()
