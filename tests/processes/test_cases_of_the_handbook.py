"""Cases that the handbook names (20.5) and no other test tells as a story, each from its first day to its last."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from audit import clock
from config.demo import driving
from config.demo.building import Demo
from documents import rendering
from registry.calendar import add_months
from registry.models import Member
from registry.refusals import Refused
from tests import desk
from workflows.processes.removal.walks import WALKS as REMOVALS
from workflows.processes.restoration.walks import WALKS as RESTORATIONS
from workflows.processes.suspension.walks import WALKS as SUSPENSIONS


@pytest.fixture
def suspended(world: Demo, monkeypatch: pytest.MonkeyPatch) -> Member:
    """Somebody whose membership was suspended because nobody could reach him."""
    monkeypatch.setattr(rendering, "typeset", desk.tiny_paper)
    case = driving.to_the_end(driving.begin("suspension", SUSPENSIONS["suspended"]), most=90)
    return Member.objects.select_related("person").get(pk=case.subject_id)


def on_the_day(member: Member, months: int, days: int = 0) -> str:
    """Let so much time pass since the suspension; the branch he belongs to."""
    assert member.suspended_since is not None
    clock.travel_to(add_months(member.suspended_since, months) + dt.timedelta(days))
    return str(member.affiliations.get(until=None).organisation.code)


@pytest.mark.parametrize(("months", "days"), [(23, 0), (24, 0)])
def test_found_again_within_two_years_he_is_restored(suspended: Member, months: int, days: int) -> None:
    walk = replace(RESTORATIONS["restored"], opened_at=on_the_day(suspended, months, days), by_subject=False)
    case = driving.to_the_end(driving.begin("restoration", walk, suspended), most=90)
    back = Member.objects.get(pk=suspended.pk)
    assert (case.outcome, back.standing, back.suspended_since) == ("restored", "full", None)


@pytest.mark.parametrize(("months", "days"), [(24, 1), (25, 0)])
def test_found_again_after_two_years_he_is_not_restored(suspended: Member, months: int, days: int) -> None:
    walk = replace(RESTORATIONS["restored"], opened_at=on_the_day(suspended, months, days), by_subject=False)
    before = desk.state()
    with pytest.raises(Refused):
        driving.begin("restoration", walk, suspended)
    assert (desk.state() == before, Member.objects.get(pk=suspended.pk).standing) == (True, "suspended")


@pytest.mark.parametrize(("months", "days", "may"), [(23, 0, False), (24, -1, False), (24, 1, True), (25, 0, True)])
def test_still_not_to_be_reached_he_is_removed_after_two_years(
    suspended: Member, months: int, days: int, may: bool
) -> None:
    walk = replace(REMOVALS["suspended"], opened_at=on_the_day(suspended, months, days), after=None)
    before = desk.state()
    if may:
        assert driving.begin("removal", walk, suspended).case.closed_at is None
    else:
        with pytest.raises(Refused):
            driving.begin("removal", walk, suspended)
        assert desk.state() == before
