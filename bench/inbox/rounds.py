"""One run: the register and the closed tasks once, then the open ones up to each size, measured after each."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any

from django.db import connection

from audit import clock
from bench.inbox import cases, world
from bench.inbox.measuring import compare, measure, write_plans
from bench.inbox.pages import people, refuse_other_rows
from bench.inbox.plan import Plan
from bench.inbox.stock import Stock
from bench.inbox.world import World

Say = Callable[[str], None]


def all_sizes(options: argparse.Namespace, say: Say) -> dict[str, Any]:
    """Fill, measure, compare."""
    sizes = sorted(options.open)
    plan = Plan(
        world=World.of(sizes[-1]),
        now=clock.now(),
        closed=options.closed,
        busiest_open=min(300, sizes[0] * 3 // 10),
        typical_open=min(30, sizes[0] // 10),
    )
    say(f"the register: {plan.world.members} members")
    world.fill(plan.world)
    say(f"{plan.closed} closed tasks")
    cases.load_closed(plan)
    results, reached, stock = {}, 0, Stock(options.stock_limit)
    for size in sizes:
        say(f"{size} open tasks")
        cases.load_open(plan, reached, size)
        reached = size
        results[size] = _at(plan, stock, options, say, last=size == sizes[-1])
    stock.close()
    compare(results)
    return {"closed": options.closed, "rounds": options.rounds, "about": _about(plan), "open": results}


def _at(plan: Plan, stock: Stock, options: argparse.Namespace, say: Say, *, last: bool) -> dict[str, Any]:
    crowd = people(plan)
    seen = {person.name: refuse_other_rows(plan, person) for person in crowd if "inbox" in person.addresses}
    say("measuring")
    found = {"rows": seen} | measure(crowd, stock, rounds=options.rounds, stock_rounds=options.stock_rounds)
    if last and options.plans:
        write_plans(crowd, options.plans, max(options.open))
    return found


def _about(plan: Plan) -> dict[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT version(), pg_size_pretty(pg_database_size(current_database()))")
        version, size = cursor.fetchone()
        cursor.execute(
            "SELECT name, setting || coalesce(unit, '') FROM pg_settings WHERE name IN ('shared_buffers', 'work_mem')"
        )
        settings = dict(cursor.fetchall())
    return {
        "server": version.split(" on ")[0], "database": size, **settings, "organisations": plan.world.branch(plan.world.branches) - 1,
        "members": plan.world.members, "closed_cases": plan.closed_cases, "busiest_has_decided": plan.busiest_closed,
    }  # fmt: skip
