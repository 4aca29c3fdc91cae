"""Members of a file (导入党员): checked and written batch by batch, with a few questions to the database for each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from registry import identity, persons
from registry.exchange.register import (
    DEFAULT_ETHNIC_GROUP,
    HOME_LEVELS,
    Brought,
    Register,
    by_index,
    compare,
    in_batches,
    key_of,
    triple,
)
from registry.exchange.reports import Row
from registry.models import Affiliation, Member, Person, Standing
from registry.models.members import ON_THE_ROLL
from registry.refusals import Refused

PERSONAL = ("name", "sex", "born_on", "ethnic_group", "telephone")
STANDING = ("standing", "joined_on", "full_since", "dues_paid_until")


def take(register: Register, rows: Iterable[Row]) -> None:
    """Check the members of a file, and write them as long as all is in order."""
    for batch in in_batches(rows):
        _take_batch(register, batch)


def _take_batch(register: Register, batch: list[Row]) -> None:
    keys: dict[str, Row] = {}
    for row in batch:
        register.step(1)
        _complete(row)
        check_person(register, row)
        _check_home(register, row)
        _check_dates(register, row)
        if (key := _key(register, row)) and remember(register, row, key):
            keys[key] = row
    recorded = recorded_persons(register, keys)
    homes = _homes(register, [person.member.pk for person in recorded.values() if hasattr(person, "member")])
    fresh = {key: row for key, row in keys.items() if _check_recorded(register, row, recorded.get(key), homes)}
    register.report.tallies["members"].new += len(fresh)
    register.report.persons += sum(key not in recorded for key in fresh)
    if register.writing:
        _write(register, fresh, recorded)


def _complete(row: Row) -> None:
    """Fill in what follows from other cells."""
    complete_person(row)
    row.values["since"] = row["since"] or row["joined_on"]


def complete_person(row: Row) -> None:
    """The birth date from the ID number, the ethnic group from custom."""
    if not row["born_on"] and row["id_number"]:
        row.values["born_on"] = identity.birth_date(row["id_number"])
    row.values["ethnic_group"] = row["ethnic_group"] or DEFAULT_ETHNIC_GROUP


def check_person(register: Register, row: Row) -> None:
    """Birth date and ID number must agree, and one of them must be there."""
    if not row.sound("born_on", "id_number"):
        return
    if not row["born_on"]:
        register.report.fault(row, "born_on", _("Write the birth date or the ID number."))
    elif row["id_number"] and identity.birth_date(row["id_number"]) != row["born_on"]:
        register.report.fault(row, "born_on", _("The birth date does not match the ID number."))
    elif row["born_on"] > register.on:
        register.report.fault(row, "born_on", _("This day lies in the future."))


def _check_home(register: Register, row: Row) -> None:
    if not row["home"] or not row.sound("home"):
        return
    home = register.organisations.get(row["home"])
    if home is None:
        register.report.fault(row, "home", _("No organisation has this code, neither here nor in the register."))
    elif home.level not in HOME_LEVELS:
        register.report.fault(row, "home", _("Members belong to a branch or a general branch; this is neither."))
    elif home.outside:
        register.report.fault(row, "home", _("This organisation is outside; its members are not kept here."))
    elif home.dissolved_on is not None and home.dissolved_on <= register.on:
        register.report.fault(row, "home", _("This organisation is dissolved."))


def _check_dates(register: Register, row: Row) -> None:
    for key in ("joined_on", "full_since", "since"):
        if row.sound(key) and row[key] and row[key] > register.on:
            register.report.fault(row, key, _("This day lies in the future."))
    joined = row["joined_on"]
    if not joined or not row.sound("joined_on"):
        return
    if row["born_on"] and row.sound("born_on") and joined <= row["born_on"]:
        register.report.fault(row, "joined_on", _("Nobody joins before birth."))
    for key in ("full_since", "since"):
        if row[key] and row.sound(key) and row[key] < joined:
            register.report.fault(row, key, _("This day lies before the day of joining."))
    if row["standing"] == Standing.PROBATIONARY and row["full_since"]:
        register.report.fault(row, "full_since", _("A probationary member has not been confirmed yet."))


def _key(register: Register, row: Row) -> str:
    """The key, or nothing where it cannot be formed."""
    if not row.sound("id_number"):
        return ""
    return key_of(row) if row["id_number"] or row.sound("name", "sex", "born_on") else ""


def remember(register: Register, row: Row, key: str) -> bool:
    """Enter a person into what the file has brought; False, with the mistake noted, if it was there already."""
    if key in register.brought:
        sentence = _("The same person is in row %(row)d already.") % {"row": register.brought[key].row}
        register.report.fault(row, "id_number" if row["id_number"] else "name", sentence)
        return False
    register.brought[key] = Brought(row.number, row["name"], 0)
    return _distinct(register, row, key)


def _distinct(register: Register, row: Row, key: str) -> bool:
    """Two persons of one name, sex and birth date are told apart by ID numbers only."""
    if not row.sound("name", "sex", "born_on"):
        return True
    alike, numbered = triple(row["name"], row["sex"], row["born_on"]), bool(row["id_number"])
    before = register.namesakes.setdefault(alike, (row.number, numbered))
    if before[0] != row.number and not (before[1] and numbered):
        sentence = _("Row %(row)d has the same name, sex and birth date; write the ID numbers of both.")
        register.report.fault(row, "id_number", sentence % {"row": before[0]})
        return False
    if numbered and alike in register.without_number and key not in by_index([key]):
        register.report.fault(row, "id_number", _("This person is recorded without an ID number."))
        return False
    return True


def recorded_persons(register: Register, rows: dict[str, Row]) -> dict[str, Person]:
    """Who of the rows is in the register already, by key."""
    found = by_index(key for key, row in rows.items() if row["id_number"])
    bare = {key: row for key, row in rows.items() if not row["id_number"]}
    if not bare:
        return found
    alike = Person.objects.filter(name__in={row["name"] for row in bare.values()}).select_related("member")
    for person in alike.order_by("-id_number_index"):  # one without a number comes last and counts
        key = triple(person.name, person.sex, person.born_on)
        if key in bare:
            found[key] = person
    return found


def _homes(register: Register, members: list[int]) -> dict[int, tuple[str, dt.date]]:
    rows = Affiliation.objects.on(register.on).filter(member__in=members)
    return {
        member: (register.codes[organisation], since)
        for member, organisation, since in rows.values_list("member", "organisation", "since")
    }


def _check_recorded(register: Register, row: Row, person: Person | None, homes: dict[int, tuple[str, dt.date]]) -> bool:
    """Compare a row with the register; True if the row brings a new member and nothing is wrong with it."""
    if person is None:
        return not row.bad
    register.brought[key_of(row)] = Brought(row.number, row["name"], person.pk)
    if person.id_number_index and not row["id_number"]:
        register.report.fault(row, "id_number", _("This person is recorded with an ID number; write it."))
        return False
    compare(register, row, personal(person), quote=False)
    if not hasattr(person, "member"):
        return not row.bad
    if person.member.standing not in ON_THE_ROLL:
        register.report.fault(row, "standing", _gone(person.member))
        return False
    _check_member(register, row, person.member, homes.get(person.member.pk, ("", None)))
    register.report.tallies["members"].unchanged += not row.bad
    return False


def _gone(member: Member) -> str:
    """Why whoever left the roll is not imported back; after a disposal not even admitted before a day (R-DS-07)."""
    words = {"standing": member.get_standing_display(), "day": member.barred_until}
    if member.barred_until is not None:
        sentence = _("This person has left the roll (%(standing)s) and cannot be admitted again until %(day)s.")
    else:
        sentence = _("This person has left the roll (%(standing)s); coming back is an admission of its own.")
    return sentence % words


def _check_member(register: Register, row: Row, member: Member, home: tuple[str, dt.date | None]) -> None:
    if row.sound("home") and row["home"] != home[0]:
        sentence = _("On the roll of %(organisation)s already; members move by a transfer, not by an import.")
        register.report.fault(row, "home", sentence % {"organisation": home[0] or "—"})
        return
    compare(register, row, {**{key: getattr(member, key) for key in STANDING}, "since": home[1]}, quote=False)


def personal(person: Person) -> dict[str, Any]:
    """What a row of the file would say of a recorded person, the ID number left out."""
    return {key: getattr(person, key) for key in PERSONAL}


def draft(register: Register, row: Row) -> Person | None:
    """A person ready to be saved; None, with the mistake noted, if the registry refuses."""
    try:
        return persons.drafted(id_number=row["id_number"], **{key: row[key] for key in PERSONAL})
    except Refused as refused:
        register.report.fault(row, refused.field or "name", refused.sentence)
        return None


def _write(register: Register, fresh: dict[str, Row], recorded: dict[str, Person]) -> None:
    drafts = {key: person for key, row in fresh.items() if key not in recorded and (person := draft(register, row))}
    if not register.writing:
        return
    Person.objects.bulk_create(drafts.values())
    everyone = {key: drafts.get(key) or recorded[key] for key in fresh}
    enrolled = Member.objects.bulk_create(
        Member(person=everyone[key], **{name: row[name] for name in STANDING}) for key, row in fresh.items()
    )
    Affiliation.objects.bulk_create(
        Affiliation(member=member, organisation_id=register.organisations[row["home"]].pk, since=row["since"])
        for member, row in zip(enrolled, fresh.values(), strict=True)
    )
    for key, person in everyone.items():
        register.brought[key] = register.brought[key]._replace(pk=person.pk)
