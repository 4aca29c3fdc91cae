"""Founding organisations and asking about the tree (组织设置)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from audit import journal
from audit.journal import Actor, Stream
from registry import names
from registry.models import Level, Organisation
from registry.refusals import Refused
from registry.rows import Shape, read

_SHAPE = Shape(Organisation, "o")
_ABOVE = f"SELECT {_SHAPE.columns} FROM registry_organisation o WHERE o.id = ANY(%s)"

LEVELS_ABOVE: dict[str, set[str]] = {
    Level.BRANCH: {Level.GENERAL_BRANCH, Level.COMMITTEE, Level.COUNTY},
    Level.GENERAL_BRANCH: {Level.COMMITTEE, Level.COUNTY},
    Level.COMMITTEE: {Level.COMMITTEE, Level.COUNTY, Level.PREFECTURE, Level.PROVINCE},
    Level.COUNTY: {Level.PREFECTURE, Level.PROVINCE},
    Level.PREFECTURE: {Level.PROVINCE},
    Level.PROVINCE: set(),
}


def stream_of(organisation: Organisation) -> Stream:
    """The organisation's stream in the journal."""
    return Stream("organisation", organisation.public_id)


def check_place(level: str, parent: Organisation | None, *, may_approve: bool) -> None:
    """Refuse an organisation that cannot stand where it is put (handbook 2.1)."""
    if parent is not None and parent.level not in LEVELS_ABOVE[level]:
        raise Refused(
            _("An organisation of this level cannot stand under %(parent)s.") % {"parent": parent}, field="parent"
        )
    if may_approve and level in (Level.BRANCH, Level.GENERAL_BRANCH):
        raise Refused(_("A branch or general branch cannot have approving authority."), field="may_approve")


@transaction.atomic
def found(*, by: Actor, code: str, name: str, level: str, parent: Organisation | None, **details: Any) -> Organisation:
    """Found an organisation (设立) and write its lineage; Refused where it cannot stand there."""
    check_place(level, parent, may_approve=bool(details.get("may_approve")))
    if Organisation.objects.filter(code=code).exists():
        raise Refused(_("An organisation with code %(code)s exists already.") % {"code": code}, field="code")
    details.setdefault("short_name", name[:40])
    organisation = Organisation(code=code, name=name, level=level, parent=parent, **details)
    organisation.name_grams, organisation.name_pinyin = names.bigrams(name), names.pinyin_key(name)
    organisation.save(force_insert=True)
    organisation.lineage = [*(parent.lineage if parent else []), organisation.pk]
    organisation.save(update_fields=["lineage"])
    journal.write(
        stream_of(organisation),
        "organisation.founded",
        by=by,
        facts={"code": code, "level": level, "parent": parent.public_id if parent else None},
        words={"name": name},
    )
    return organisation


def superiors(organisation: Organisation) -> list[Organisation]:
    """The organisation itself, then each one above it, nearest first.

    Read once for an organisation as it was read: its lineage is as old as that, and so may be what stands in it.
    """
    kept: list[Organisation] | None = organisation.__dict__.get("_superiors")
    if kept is None:
        found = read(_ABOVE, [organisation.lineage[:-1]], _SHAPE) if len(organisation.lineage) > 1 else []
        kept = keep_superiors(organisation, [superior for (superior,) in found])
    return kept


def keep_superiors(organisation: Organisation, above: Sequence[Organisation]) -> list[Organisation]:
    """Keep what stands above an organisation with it, where it was read together; the same for each one above it."""
    by_id = {superior.pk: superior for superior in above}
    kept = [organisation, *(by_id[pk] for pk in reversed(organisation.lineage[:-1]))]
    for place, superior in enumerate(kept):
        superior.__dict__["_superiors"] = kept[place:]
    return kept


def first_above(organisation: Organisation, *levels: str, with_authority: bool = False) -> Organisation | None:
    """The nearest organisation from here upwards of one of the levels, or with approving authority."""
    for superior in superiors(organisation):
        if (not levels or superior.level in levels) and (superior.may_approve or not with_authority):
            return superior
    return None


def within(organisation: Organisation, roots: frozenset[int]) -> bool:
    """True if the organisation lies in the subtree of one of the roots."""
    return not roots.isdisjoint(organisation.lineage)
