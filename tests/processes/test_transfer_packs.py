"""Two packs: today any committee with authority issues directly; under the older levels the county does across counties."""

from __future__ import annotations

import dataclasses

import pytest

from audit import clock, journal
from config.demo import driving
from config.demo.building import Demo
from documents.models import Letter
from workflows.policy import asking
from workflows.processes.transfer.walks import WALKS

BY = journal.system("test")


def letter_after(name: str, world: Demo) -> Letter:
    drive = driving.begin("transfer", WALKS[name])
    driving.until(drive, "report")
    return Letter.objects.select_related("sender", "receiver").get(paper__case_reference=drive.case.reference)


def test_today_committees_transfer_directly_across_counties(world: Demo) -> None:
    letter = letter_after("closed", world)
    assert (letter.sender.code, letter.receiver.code) == ("QH01", "HK01")


def test_under_the_older_levels_the_counties_do(world: Demo) -> None:
    asking.adopt(world.organisations["YL"], "seed_2005", by=BY, since=clock.today())
    letter = letter_after("closed", world)
    assert (letter.sender.code, letter.receiver.code) == ("QH", "HK")


def test_under_the_older_levels_committees_of_one_county_still_transfer_directly(world: Demo) -> None:
    asking.adopt(world.organisations["QH"], "seed_2005", by=BY, since=clock.today())
    walk = dataclasses.replace(WALKS["closed"], opening=WALKS["own_request"].opening)
    drive = driving.begin("transfer", walk)
    driving.until(drive, "report")
    letter = Letter.objects.get(paper__case_reference=drive.case.reference)
    assert (letter.sender.code, letter.receiver.code) == ("QH01", "QH02")


@pytest.mark.parametrize("pack", ["cn_2026", "seed_2005"])
@pytest.mark.parametrize("name", ["closed", "returned", "internal"])
def test_each_pack_reaches_each_end(world: Demo, pack: str, name: str) -> None:
    asking.adopt(world.organisations["YL"], pack, by=BY, since=clock.today())
    case = driving.to_the_end(driving.begin("transfer", WALKS[name]))
    assert (case.outcome, case.pack) == (name, pack)


def test_an_open_case_keeps_the_pack_it_was_opened_under(world: Demo) -> None:
    drive = driving.begin("transfer", WALKS["closed"])
    driving.until(drive, "examine")
    asking.adopt(world.organisations["YL"], "seed_2005", by=BY, since=clock.today())
    driving.until(drive, "report")
    letter = Letter.objects.get(paper__case_reference=drive.case.reference)
    assert (drive.case.pack, letter.sender.code) == ("cn_2026", "QH01")
