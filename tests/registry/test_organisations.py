"""The tree of organisations: what may stand where, who is above whom, no code twice."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from audit import journal
from audit.models import Entry
from config.demo.building import Demo
from registry import organisations
from registry.models import Level, Organisation
from registry.organisations import LEVELS_ABOVE, check_place, first_above, superiors, within
from registry.refusals import Refused

BY = journal.system("test")
PLACES = [(below, above) for below in Level for above in Level]


def stand_in(level: str) -> Organisation:
    return Organisation(code="X", name="某组织", short_name="某", level=level)


@pytest.mark.parametrize(("below", "above"), PLACES)
def test_each_level_stands_only_under_the_levels_above_it(below: str, above: str) -> None:
    allowed = above in LEVELS_ABOVE[below]
    if allowed:
        check_place(below, stand_in(above), may_approve=False)
        return
    with pytest.raises(Refused) as refused:
        check_place(below, stand_in(above), may_approve=False)
    assert refused.value.field == "parent"


def test_a_branch_never_stands_under_a_branch_and_a_county_never_under_a_committee() -> None:
    assert Level.BRANCH not in LEVELS_ABOVE[Level.BRANCH]
    assert Level.GENERAL_BRANCH not in LEVELS_ABOVE[Level.GENERAL_BRANCH]
    assert Level.COMMITTEE not in LEVELS_ABOVE[Level.COUNTY]


@pytest.mark.parametrize("level", [Level.BRANCH, Level.GENERAL_BRANCH])
def test_no_approving_authority_below_a_committee(level: str) -> None:
    with pytest.raises(Refused) as refused:
        check_place(level, stand_in(Level.COMMITTEE), may_approve=True)
    assert refused.value.field == "may_approve"
    check_place(Level.COMMITTEE, stand_in(Level.COUNTY), may_approve=True)


def found(parent: Organisation | None, **changes: Any) -> Organisation:
    details: dict[str, Any] = {"code": "QH0199", "name": "中共玉屏街道新设支部委员会", "level": Level.BRANCH} | changes
    return organisations.found(by=BY, parent=parent, **details)


def test_founding_writes_lineage_search_key_and_journal(world: Demo) -> None:
    committee = world.organisations["QH01"]
    branch = found(committee)
    assert branch.lineage == [*committee.lineage, branch.pk]
    assert branch.name_grams[-1] == "员会"
    entries = journal.entries_of(organisations.stream_of(branch))
    assert [(e.act, e.facts["code"], e.facts["parent"]) for e in entries] == [
        ("organisation.founded", "QH0199", committee.public_id)
    ]


def test_a_code_is_given_once(world: Demo) -> None:
    before = (Organisation.objects.count(), Entry.objects.count())
    with pytest.raises(Refused) as refused:
        found(world.organisations["QH01"], code="QH0101")
    assert refused.value.field == "code"
    assert (Organisation.objects.count(), Entry.objects.count()) == before
    with pytest.raises(IntegrityError), transaction.atomic():
        Organisation.objects.create(code="QH0101", name="又一个", short_name="又", level=Level.BRANCH)
    assert (Organisation.objects.count(), Entry.objects.count()) == before


def test_what_cannot_stand_there_is_not_founded(world: Demo) -> None:
    before = (Organisation.objects.count(), Entry.objects.count())
    with pytest.raises(Refused):
        found(world.organisations["QH0101"])
    with pytest.raises(Refused):
        found(world.organisations["QH01"], may_approve=True)
    assert (Organisation.objects.count(), Entry.objects.count()) == before


def test_superiors_nearest_first(world: Demo) -> None:
    codes = [o.code for o in superiors(world.organisations["QH029001"])]
    assert codes == ["QH029001", "QH0290", "QH02", "QH", "YL"]


@pytest.mark.parametrize(
    ("start", "levels", "authority", "expected"),
    [
        ("QH029001", (), True, "QH02"),
        ("QH029001", (Level.GENERAL_BRANCH,), False, "QH0290"),
        ("QH029001", (Level.COUNTY, Level.PREFECTURE), False, "QH"),
        ("YL0101", (Level.COUNTY, Level.PREFECTURE), False, "YL"),
        ("QH01", (), True, "QH01"),
        ("QH", (Level.COMMITTEE,), False, None),
        ("YL", (), True, "YL"),
    ],
)
def test_first_above(world: Demo, start: str, levels: tuple[str, ...], authority: bool, expected: str | None) -> None:
    above = first_above(world.organisations[start], *levels, with_authority=authority)
    assert (above.code if above else None) == expected


def test_within_is_the_subtree_and_nothing_beside_it(world: Demo) -> None:
    by_code = world.organisations
    roots = frozenset({by_code["QH01"].pk})
    inside = sorted(code for code, o in by_code.items() if within(o, roots))
    assert inside == ["QH01", "QH0101", "QH0102", "QH0103", "QH0104", "QH0105"]
    assert not within(by_code["QH0101"], frozenset())


def test_an_organisation_with_a_history_is_not_deleted(world: Demo) -> None:
    before = Organisation.objects.count()
    with pytest.raises(ProtectedError):
        world.organisations["QH0101"].delete()
    assert Organisation.objects.count() == before
