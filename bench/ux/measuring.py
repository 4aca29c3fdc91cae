"""One run (一次测量): each part in a database of its own, each gate with what was found and its bound."""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connections

from audit import clock
from bench.ux import crawl, mistakes, noscript, speed, stock, tongues
from bench.ux.lighthouse import pages as judging
from bench.ux.lighthouse import report, running
from bench.ux.on_the_way import Way, beginnings
from bench.ux.samples import Sample, of_patterns
from bench.ux.world import World, signed_in
from config.demo import building
from config.walk import clearing
from config.walk.chromium import cookies_of, launched
from config.walk.database import own_database, own_files
from config.walk.served import served
from registry.models import Role

Say = Callable[[str], None]
DAY, SEED, KB = dt.date(2026, 11, 24), 5, 1024


@dataclass(frozen=True)
class Gate:
    """A bound of docs/ux.md (门槛): its number, what is measured, what was found, the most (of gate 8
    the least) it may be, and whether it holds.

    ``holds`` is None where nothing was measured, because what measures it is not installed.
    """

    number: int
    what: str
    value: Any
    most: Any
    holds: bool | None

    def told(self) -> dict[str, Any]:
        """As it is printed."""
        return {"gate": self.number, "what": self.what, "value": self.value, "bound": self.most, "pass": self.holds}


def at_most(number: int, what: str, value: float, most: float) -> Gate:
    """A gate whose value is a number that may not be larger."""
    return Gate(number, what, value, most, value <= most)


def none_of(number: int, what: str, faults: list[str], of: int) -> Gate:
    """A gate that holds where nothing is wrong on any of so many pages; none looked at is a fault of its own."""
    return Gate(number, f"{what} ({of})", faults, [], not faults and of > 0)


def left_out(number: int, what: str, why: str, bound: Any, *, asked_for: bool) -> Gate:
    """A gate that could not be measured: it fails whoever has asked for just this, and nobody else."""
    return Gate(number, what, why, bound, False if asked_for else None)


def all_hold(gates: Iterable[Gate]) -> bool:
    """Whether none fails; what was left out does not."""
    return all(gate.holds is not False for gate in gates)


@dataclass
class Stage:
    """A place to measure in: the demo register in a fresh database, its address, a browser."""

    world: World
    address: str
    browser: Any
    say: Say


@contextmanager
def staged(say: Say) -> Iterator[Stage]:
    """A fresh database with the demo register, served, with a browser before it."""
    with own_database(), own_files(), clock.travelling(DAY):
        world = World(building.build(DAY, SEED))
        with served() as address, launched() as browser:
            try:
                yield Stage(world, address, browser, say)
            finally:
                # The browser's loop gives this thread a connection of its own, which no stage after this may find dead.
                connections["default"].close()


def measured(options: argparse.Namespace, say: Say) -> dict[str, Any]:
    """Every part that is asked for; passed if every gate holds."""
    gates: list[Gate] = []
    about: dict[str, Any] = {"axe": crawl.axe_version(), "lighthouse": running.missing() or running.version()}
    parts = set(options.only or ALL)
    if "lighthouse" in parts and (why := running.missing()):
        parts.discard("lighthouse")
        gates.append(left_out(8, "Lighthouse", why, report.LEAST, asked_for=bool(options.only)))
    if inbox := parts & OF_INBOX:
        say(f"an inbox with {options.rows} tasks")
        with staged(say) as stage:
            gates += _inbox(stage, options, inbox, about)
    if "speed" in parts:
        say(f"an inbox with {stock.ROWS} tasks, beside stock viewflow's list")
        with staged(say) as stage:
            gates += _speed(stage, options.rounds, about)
    for name, part in PARTS.items():
        if name in parts:
            say(name)
            with staged(say) as stage:
                gates += part(stage)
    told = [gate.told() for gate in sorted(gates, key=lambda gate: gate.number)]
    return {"pass": all_hold(gates), "about": about, "gates": told}


# -- gates 1 to 3, and 8: the inbox ---------------------------------------------------------------------------------------


def _inbox(stage: Stage, options: argparse.Namespace, parts: set[str], about: dict[str, Any]) -> Iterator[Gate]:
    user = clearing.filled(stage.world.demo, options.rows)
    if "weight" in parts:
        yield from _weight(stage, user, options.rows, about)
    if "lighthouse" in parts:
        yield from _lighthouse(stage, user)
    if "clearing" in parts:
        yield from _clearing(stage, user, options.tasks)


def _clearing(stage: Stage, user: Any, tasks: int) -> Iterator[Gate]:
    found = clearing.cleared(stage.browser, stage.address, user, tasks)
    yield Gate(1, "tasks decided", found["decided"], tasks, found["decided"] == tasks)
    yield at_most(1, "keys for each", found["keys_per_task"], clearing.MOST_KEYS)
    yield at_most(1, "requests for each", found["requests_per_task"], clearing.MOST_REQUESTS)
    yield at_most(2, "bytes of each answer", found["body_per_task"], clearing.MOST_BYTES)
    undone = found["undo"]["agreed"] and found["undo"]["taken_back"]
    yield Gate(1, "one taken back", undone, True, undone)


def _weight(stage: Stage, user: Any, rows: int, about: dict[str, Any]) -> Iterator[Gate]:
    found = about["weight of our inbox"] = speed.weight(stage.browser, speed.ours(stage.address, user))
    cold, warm, files = found["cold"], found["warm"], found["files"]
    yield at_most(2, f"requests of a first visit, {rows} rows", cold["requests"], 6)
    yield at_most(2, f"bytes of a first visit, {rows} rows", cold["bytes"], 60 * KB)
    pages = warm["bytes"] - warm["of"].get("Image", 0)
    yield at_most(2, "bytes of the next visit, the picture of a paper apart", pages, 12 * KB)
    yield at_most(2, "bytes of CSS", sum(size for name, size in files.items() if name.endswith(".css")), 12 * KB)
    own = sum(size for name, size in files.items() if name.endswith(".js") and "htmx" not in name)
    yield at_most(2, "bytes of JavaScript of our own", own, 4 * KB)


def _speed(stage: Stage, rounds: int, about: dict[str, Any]) -> Iterator[Gate]:
    user = clearing.filled(stage.world.demo, stock.ROWS)
    with stock.served(connections["default"].settings_dict["NAME"], user.pk) as site:
        places = {"ours": speed.ours(stage.address, user), "viewflow": speed.stock(site)}
        about["weight of viewflow's list"] = speed.weight(stage.browser, places["viewflow"])["cold"]
        found = about["slow line"] = speed.compared(stage.browser, places, rounds)
    ours, theirs = found["ours"], found["viewflow"]
    yield at_most(3, "time to interactive, of stock viewflow's", round(ours["tti"] / theirs["tti"], 3), 0.4)
    yield at_most(3, "total blocking time in ms", ours["tbt"], 50)
    yield at_most(3, "layout shift", ours["cls"], 0.02)


def _lighthouse(stage: Stage, user: Any) -> Iterator[Gate]:
    shown = judging.pages(stage.world, user)
    for page, score in judging.judged(stage.address, shown, stage.say):
        value = {"score": score.points, "failing": score.failing}
        yield Gate(8, f"{page.name}: {score.respect}, at least", value, report.LEAST, score.holds)


# -- gates 4 and 5: every page in the browser --------------------------------------------------------------------------


def _pages(stage: Stage) -> Iterator[Gate]:
    samples = (sample for made in (of_patterns, beginnings) for sample in made(stage.world))
    yield from _looked(stage, "pages", samples)


def _way(stage: Stage) -> Iterator[Gate]:
    way = Way(stage.world)
    yield from _looked(stage, "steps and verbs", way.samples())
    yield Gate(4, "steps and verbs no walk came to", way.missing, [], not way.missing)


def _looked(stage: Stage, of: str, samples: Iterable[Sample]) -> list[Gate]:
    crawler = crawl.Crawler(stage.browser, stage.address)
    found = []
    for looked in crawler.look(samples):
        stage.say(f"  {looked.name}{''.join(f' / {fault}' for fault in looked.faults)}")
        found.append(looked)
    crawler.close()
    rules = [f"{p.name} {state}: {rule}" for p in found for state, broken in p.violations.items() for rule in broken]
    wide, small = (
        [f"{p.name}: {p.sideways}" for p in found if p.sideways],
        [f"{p.name}: {t}" for p in found for t in p.small],
    )
    console = [f"{p.name}: {said}" for p in found for said in p.console]
    return [
        none_of(4, f"{of}: axe, light, dark and telephone", rules, len(found)),
        none_of(4, f"{of}: wider than 320 px", wide, len(found)),
        none_of(4, f"{of}: targets under 24 px at 390 px", small, len(found)),
        none_of(5, f"{of}: faults in the console", console, len(found)),
    ]


# -- gates 6, 7 and 9 -----------------------------------------------------------------------------------------------------


def _links(stage: Stage) -> Iterator[Gate]:
    world = stage.world
    world.approval  # noqa: B018 -- something waits for somebody
    people = {
        "secretary": world.secretary, "approver": world.head, "registrar": world.registrar, "auditor": world.auditor,
        "member": world.member.person.user, "deputy": world.deputy,
    }  # fmt: skip
    for name, user in people.items():
        found = noscript.crawled(user, "/me/" if name == "member" else "/")
        yield none_of(6, f"links of the {name} without script", found.faults, found.total)


def _languages(stage: Stage) -> Iterator[Gate]:
    samples = [s for made in (of_patterns, beginnings) for s in made(stage.world) if not s.wrong]
    unmarked, days = [], []
    for sample in samples:
        for language in ("en", "zh-hans", "zh-hant"):
            page = signed_in(sample.user, language).get(sample.address, follow=True).content.decode()
            days += [f"{sample.name} {language}: {said}" for said in tongues.wrong_days(page, language)]
            if language == "en":
                unmarked += [f"{sample.name}: {said}" for said in tongues.chinese_unmarked(page)]
    yield none_of(7, "Chinese in English pages that is not marked", unmarked, len(samples))
    yield none_of(7, "days written otherwise", days, len(samples))


def _mistakes(stage: Stage) -> Iterator[Gate]:
    world, faults, number = stage.world, [], 0
    check = world.at_step("branch_check")
    for form in mistakes.forms(world, check, world.demo.holder("QH0101", Role.ORGANISATION_COMMISSIONER)):
        context = stage.browser.new_context(locale="zh-CN")
        context.add_cookies(cookies_of(form.user, stage.address))
        faults += mistakes.sent(context.new_page(), stage.address, form)
        context.close()
        number += 1
    yield none_of(9, "forms sent with a mistake", faults, number)


PARTS: dict[str, Callable[[Stage], Iterator[Gate]]] = {
    "pages": _pages,
    "way": _way,
    "links": _links,
    "languages": _languages,
    "mistakes": _mistakes,
}
OF_INBOX = {"clearing", "weight", "lighthouse"}
ALL = OF_INBOX | {"speed"} | PARTS.keys()
