"""The ledgers in a real browser: a month entered on a telephone without JavaScript, a file looked at first, axe on every page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from bench.ux import crawl
from bench.ux.samples import MAKERS
from bench.ux.world import World
from config.demo.building import Demo
from registry.ledger_reading import known_in, roll_of
from registry.models import Affiliation, LedgerEntry, Organisation, Role

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
OCTOBER = dt.date(2026, 10, 1)


@pytest.fixture
def branch(town: Demo) -> Organisation:
    Affiliation.objects.filter(organisation=town.organisations["QH0101"]).update(since=dt.date(2020, 1, 1))
    return town.organisations["QH0101"]


def said(branch: Organisation) -> list[str]:
    people = list(roll_of(branch, OCTOBER))
    found = known_in(OCTOBER, people)
    return sorted({f"{people[0].public_id == cell.member} {cell.ledger} {said.value}" for cell, said in found.items()})


def test_a_month_is_entered_on_a_telephone_without_javascript(
    town: Demo, branch: Organisation, open_as: Callable[..., Any]
) -> None:
    first = roll_of(branch, OCTOBER)[0]
    page = open_as(town.holder("QH0101", Role.SECRETARY), phone=True, javascript=False)
    page.goto(f"{page.url.rstrip('/')}/ledgers/{branch.public_id}/2026-10/")
    page.select_option(f"[id='c-{first.public_id}.dues']", "missed")
    page.click("form.ledger button.pri")
    assert page.locator(".errsum li").count() == 3
    assert page.input_value(f"[id='c-{first.public_id}.dues']") == "missed"
    assert LedgerEntry.objects.count() == 0
    for ledger, chosen in (("dues", "done"), ("life", "idle"), ("work", "done")):
        page.select_option(f"#rest-{ledger}", chosen)
    page.click("form.ledger button.pri")
    assert page.locator(".note.success").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert said(branch) == [
        "False dues done", "False life no_opportunity", "False work done", "True dues missed", "True life no_opportunity",
        "True work done",
    ]  # fmt: skip


def test_a_file_is_filled_in_looked_at_and_entered(
    town: Demo, branch: Organisation, open_as: Callable[..., Any], tmp_path: Path
) -> None:
    page = open_as(town.holder("QH0101", Role.SECRETARY), accept_downloads=True)
    page.goto(f"{page.url.rstrip('/')}/ledgers/{branch.public_id}/2026-10/")
    with page.expect_download() as download:
        page.click("a[href$='sheet.xlsx']")
    place = tmp_path / "台账.xlsx"
    download.value.save_as(place)
    book = load_workbook(place)
    sheet: Any = book.active
    for row in sheet.iter_rows(min_row=3, min_col=3, max_col=5):
        for cell in row:
            cell.value = "已履行"
    sheet["C3"] = "未履行"
    book.save(place)
    page.set_input_files("#file", place)
    page.click("form[enctype] button")
    assert LedgerEntry.objects.count() == 0
    page.click("form.ledger button.pri")
    assert said(branch) == [
        "False dues done", "False life done", "False work done", "True dues missed", "True life done", "True work done",
    ]  # fmt: skip


def test_every_page_of_the_ledgers_in_every_state(town: Demo, live_server: Any, browser: Any) -> None:
    crawler, names, faults = crawl.Crawler(browser, live_server.url), [], {}
    for sample in MAKERS["ledger_sheet"](World(town)):
        looked = crawler.one(sample)
        names.append(sample.name)
        faults |= {sample.name: looked.faults} if looked.faults else {}
    crawler.close()
    assert (len(names), faults) == (10, {})
