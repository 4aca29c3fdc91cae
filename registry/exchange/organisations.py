"""Organisations of a file (导入组织): checked all together, because each may stand under any other."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from registry import names
from registry.exchange.register import HOME_LEVELS, Register, compare, in_batches, reserve_ids
from registry.exchange.reports import Row
from registry.models import Organisation
from registry.organisations import check_place
from registry.refusals import Refused

DETAILS = (
    "code", "name", "short_name", "document_word", "level", "may_approve", "outside",
    "address", "telephone", "fax", "postcode", "founded_on", "dissolved_on",
)  # fmt: skip


def recorded(organisation: Organisation, parent: str) -> dict[str, Any]:
    """What a row of the file would say of a recorded organisation."""
    return {**{key: getattr(organisation, key) for key in DETAILS}, "parent": parent}


def take(register: Register, rows: Iterable[Row]) -> None:
    """Check the organisations of a file, and write them if all is in order."""
    fresh: dict[str, Row] = {}
    seen: dict[str, int] = {}
    for row in rows:
        register.step(1)
        _complete(row)
        _check_dates(register, row)
        if not row["code"] or not row.sound("code"):
            continue
        if row["code"] in seen:
            sentence = _("This code is in row %(row)d already.") % {"row": seen[row["code"]]}
            register.report.fault(row, "code", sentence)
        elif row["code"] in register.organisations:
            _check_unchanged(register, row)
        else:
            fresh[row["code"]] = row
        seen.setdefault(row["code"], row.number)
    _take_fresh(register, fresh)


def _take_fresh(register: Register, fresh: dict[str, Row]) -> None:
    register.organisations |= {code: _drafted(row) for code, row in fresh.items()}
    cyclic = _in_cycles(fresh)
    for code, row in fresh.items():
        if code in cyclic:
            register.report.fault(row, "parent", _("This organisation would stand under itself."))
        else:
            _check_parent(register, row)
    register.report.tallies["organisations"].new = sum(not row.bad for row in fresh.values())
    if register.writing:
        _write(register, fresh)


def _complete(row: Row) -> None:
    if not row["short_name"]:
        row.values["short_name"] = row["name"][:40]


def _check_dates(register: Register, row: Row) -> None:
    founded, dissolved = row["founded_on"], row["dissolved_on"]
    if founded and founded > register.on:
        register.report.fault(row, "founded_on", _("This day lies in the future."))
    if founded and dissolved and dissolved < founded:
        register.report.fault(row, "dissolved_on", _("An organisation cannot be dissolved before it is founded."))


def _check_unchanged(register: Register, row: Row) -> None:
    organisation = register.organisations[row["code"]]
    parent = register.codes[organisation.parent_id] if organisation.parent_id else ""
    if compare(register, row, recorded(organisation, parent), quote=True) and not row.bad:
        register.report.tallies["organisations"].unchanged += 1


def _drafted(row: Row) -> Organisation:
    return Organisation(**{key: row[key] for key in DETAILS if row[key] is not None})


def _in_cycles(fresh: dict[str, Row]) -> set[str]:
    """Codes of organisations that are their own superiors."""
    cyclic: set[str] = set()
    done: set[str] = set()
    for start in fresh:
        path: dict[str, int] = {}
        code = start
        while code in fresh and code not in done and code not in path:
            path[code] = len(path)
            code = fresh[code]["parent"]
        if code in path:
            cyclic |= {c for c, place in path.items() if place >= path[code]}
        done |= path.keys()
    return cyclic


def _check_parent(register: Register, row: Row) -> None:
    if not row.sound("level", "parent"):
        return
    parent = register.organisations.get(row["parent"])
    if row["parent"] and parent is None:
        register.report.fault(row, "parent", _("No organisation has this code, neither here nor in the register."))
        return
    if parent is None and row["level"] in HOME_LEVELS and not row["outside"]:
        register.report.fault(row, "parent", _("A branch or general branch needs an organisation above it."))
        return
    try:
        if row["level"] and (parent is None or parent.level):
            check_place(row["level"], parent, may_approve=row["may_approve"])
    except Refused as refused:
        register.report.fault(row, refused.field, refused.sentence)


def _write(register: Register, fresh: dict[str, Row]) -> None:
    """Write with row ids taken beforehand, superiors first, so that each lineage is known at once."""
    drafts = [register.organisations[code] for code in _superiors_first(fresh)]
    for draft, pk in zip(drafts, reserve_ids(Organisation, len(drafts)), strict=True):
        above = register.organisations.get(fresh[draft.code]["parent"])
        draft.pk, draft.parent_id = pk, above.pk if above else None
        draft.lineage = [*(above.lineage if above else []), pk]
        draft.name_grams, draft.name_pinyin = names.bigrams(draft.name), names.pinyin_key(draft.name)
        register.codes[pk] = draft.code
    for batch in in_batches(drafts):
        Organisation.objects.bulk_create(batch)


def _superiors_first(fresh: dict[str, Row]) -> list[str]:
    ordered: dict[str, None] = {}
    for start in fresh:
        chain, code = [], start
        while code in fresh and code not in ordered:
            chain.append(code)
            code = fresh[code]["parent"]
        ordered |= dict.fromkeys(reversed(chain))
    return list(ordered)
