"""Registering the planned prefecture (演示登记): three files through the import, then accounts and relatives."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from config.demo.building import DEMO, Demo
from config.demo.places import Plan
from config.demo.prefecture.figures import Figures
from config.demo.prefecture.planning import PlannedMember, Register
from config.demo.prefecture.seats import Seat
from registry import exchange, kinship, persons, secrecy
from registry.access import viewer_of
from registry.exchange.columns import MEMBERS, ORGANISATIONS, POSTS, Kind
from registry.models import Level, Organisation, Person, Role

Row = Mapping[str, Any]
FOUNDED_YEARS_AGO = 20
DAY = dt.timedelta(days=1)


def register(planned: Register, seed: int, figures: Figures, *, on: dt.date) -> Demo:
    """Write the planned register, as it is read on a day; the clock must stand there."""
    _load(ORGANISATIONS, [_organisation(n, plan, on) for n, plan in enumerate(planned.organisations)])
    _load(MEMBERS, [_member(member, on) for member in planned.members])
    _load(POSTS, [row for seat in planned.seats for row in _terms(seat)])
    people = {person.id_number_index: person for person in Person.objects.all()}
    by_number = {m.who.id_number: people[secrecy.blind_index(m.who.id_number)] for m in planned.members}
    _open_accounts(planned, by_number, figures)
    demo = Demo(planned.day, seed, {o.code: o for o in Organisation.objects.all()})
    _record_kin(demo, planned, by_number, on)
    return demo


def _load(kind: Kind, rows: Iterable[Row]) -> None:
    """Import rows as a file of one kind; RuntimeError with the mistakes if there are any."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(column.title for column in kind.columns)
    writer.writerows([c.type.show(row[c.key]) if c.key in row else "" for c in kind.columns] for row in rows)
    report = exchange.load(io.BytesIO(out.getvalue().encode("utf-8-sig")), f"{kind.title}.csv", by=DEMO)
    if not report.ok:
        raise RuntimeError(f"{kind.title}: {report.faults[:5]}")


def _organisation(number: int, plan: Plan, on: dt.date) -> Row:
    return {
        "code": plan.code, "name": plan.name, "short_name": plan.short, "document_word": plan.word, "level": plan.level,
        "parent": plan.parent or "", "may_approve": plan.may_approve, "outside": plan.outside, "address": plan.address,
        "telephone": f"0855-{2200000 + number * 37}", "fax": f"0855-{2200001 + number * 37}", "postcode": "556000",
        "founded_on": dt.date(on.year - FOUNDED_YEARS_AGO, 7, 1),
    }  # fmt: skip


def _member(member: PlannedMember, on: dt.date) -> Row:
    who = member.who
    return {
        "name": who.name, "sex": who.sex, "ethnic_group": who.ethnic_group, "born_on": who.born_on,
        "id_number": who.id_number, "telephone": who.telephone, "home": member.home, "standing": member.standing,
        "joined_on": member.joined_on, "full_since": member.full_since, "dues_paid_until": member.dues_paid_until,
        "since": min(member.since, on),
    }  # fmt: skip


def _terms(seat: Seat) -> Iterator[Row]:
    """The rows of a post: who held it before, who holds it; one without a holder where nobody ever did."""
    post = {"organisation": seat.code, "role": seat.role, "title": seat.title}
    if seat.before:
        last = seat.since - DAY
        yield post | {"id_number": seat.before, "since": last.replace(year=last.year - 3), "until": last}
    for number in seat.holders:
        yield post | {"id_number": number, "since": seat.since, "acting": seat.acting}


def _open_accounts(planned: Register, people: Mapping[str, Person], figures: Figures) -> None:
    """One for everybody on a post, named after it, and for a few members of each branch who hold none."""
    opened: set[str] = set()
    for seat in planned.seats:
        for n, number in enumerate(seat.holders):
            if number not in opened:
                name = f"{seat.code}-{seat.role}{f'-{n + 1}' if n else ''}".lower().replace("_", "-")
                persons.open_account(people[number], by=DEMO, username=name)
                opened.add(number)
    for plan in planned.organisations:
        if plan.level == Level.BRANCH:
            roll = [m.who.id_number for m in planned.members_of(plan.code) if m.standing == "full"]
            for n, number in enumerate(
                [number for number in roll if number not in opened][: figures.accounts_in_a_branch]
            ):
                persons.open_account(people[number], by=DEMO, username=f"{plan.code.lower()}-member-{n}")


def _record_kin(demo: Demo, planned: Register, people: Mapping[str, Person], on: dt.date) -> None:
    registrar = viewer_of(demo.holder("YL", Role.REGISTRAR), on)
    for one, other, relation in planned.kin:
        kinship.record(people[one].member, people[other], by=registrar, relation=relation)
