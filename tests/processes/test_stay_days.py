"""A stay day by day: what counts until when, what an early return, an extension or a second request does to it."""

from __future__ import annotations

import datetime as dt

import pytest

from audit import clock
from config.demo import driving
from config.demo.building import Demo
from documents import issuing, rendering
from documents.models import Paper, Serial
from registry import members
from registry.refusals import Refused
from tests import desk
from workflows.engine import opening, waiting
from workflows.engine.models import Case
from workflows.processes.stay import Stay
from workflows.processes.stay.walks import WALKS
from workflows.processes.transfer.walks import WALKS as TRANSFERS

ONE = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def _tiny_papers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rendering, "typeset", desk.tiny_paper)


def at(name: str, step: str) -> Case:
    """The case of a walk at a step, which can be decided."""
    case = driving.until(driving.begin("stay", WALKS[name]), step)
    desk.settle()
    return case


def certificates_of(case: Case) -> list[Paper]:
    return list(Paper.objects.filter(case_reference=case.reference, kind="D-TR-4").order_by("pk"))


@pytest.mark.parametrize(("days", "step"), [(-1, "away"), (0, "away"), (1, "is_back")])
def test_the_secretary_is_asked_the_day_after_the_last_day(world: Demo, days: int, step: str) -> None:
    drive = driving.begin("stay", WALKS["returned"])
    case = driving.until(drive, "away")
    last = Stay.facts(case).last_day
    clock.travel_to(last + days * ONE)
    assert waiting.sweep(clock.today()) == (days > 0)
    turn = desk.the_turn(case)
    assert (turn.step, turn.post.role, turn.post.organisation) == (step, "secretary", case.organisation)


def test_while_the_member_is_away_nothing_moves(world: Demo) -> None:
    """He is on the roll of his branch, which counts him, and on no other."""
    drive = driving.begin("stay", WALKS["returned"])
    case = driving.until(drive, "is_back")
    member = case.subject
    assert member in members.members_of(case.organisation, clock.today())
    assert member not in members.members_of(world.organisations["HK0103"], clock.today())
    assert member.affiliations.count() == 1


def test_the_certificate_prints_the_days_of_the_stay(world: Demo) -> None:
    case = at("returned", "away")
    (paper,) = certificates_of(case)
    said = issuing.facts_of(paper)
    assert (said["from_on"], said["until_on"], said["days"]) == ("2026-11-25", "2027-03-04", 100)
    assert (said["replaces"], said["addressee"], said["branch"]) == ("", world.organisations["HK0103"].name, case.organisation.name)  # fmt: skip
    assert [place.pk for place in paper.addressees.all()] == [case.organisation_id]


@pytest.mark.parametrize(("before", "state"), [(1, "void"), (0, "issued"), (-1, "issued")])
def test_who_is_back_before_the_last_day_gives_the_certificate_back(world: Demo, before: int, state: str) -> None:
    case = at("returned", "away")
    back = Stay.facts(case).last_day - before * ONE
    clock.travel_to(back)
    waiting.sweep(back)
    desk.act(desk.the_turn(case))
    desk.settle()
    case.refresh_from_db()
    (paper,) = certificates_of(case)
    reason = {"void": "党员提前返回，证明信交回", "issued": ""}[state]
    assert (case.outcome, paper.state, paper.serial.void_reason) == ("returned", state, reason)


def test_extended_the_old_number_is_void_and_the_new_certificate_counts(world: Demo) -> None:
    case = at("extended_late", "approve_extension")
    old = certificates_of(case)[0]
    assert (old.state, Stay.facts(case).last_day) == ("issued", dt.date(2027, 3, 4))
    desk.act(desk.the_turn(case))
    turn = desk.until(case, "away")
    first, second = certificates_of(case)
    said = issuing.facts_of(second)
    assert [(s.text, s.void_reason) for s in Serial.objects.filter(series="certificate").order_by("pk")] == [
        (first.number, "延期换开，原证明信作废"), (second.number, ""),
    ]  # fmt: skip
    assert (first.state, second.state, said["replaces"]) == ("void", "issued", first.number)
    assert (said["from_on"], said["until_on"], said["days"]) == ("2026-11-25", "2027-03-25", 121)
    assert (turn.task.wait.until, Stay.facts(case).last_day) == (dt.date(2027, 3, 25), dt.date(2027, 3, 25))


@pytest.mark.parametrize(
    ("pack", "name", "last", "may"),
    [
        ("cn_2026", "extended", "2027-05-23", True), ("cn_2026", "extended", "2027-05-24", False),
        ("seed_2005", "older_rules", "2027-02-24", True), ("seed_2005", "older_rules", "2027-02-25", False),
    ],
)  # fmt: skip
def test_with_an_extension_the_whole_stay_stays_below_a_transfer(
    world: Demo, pack: str, name: str, last: str, may: bool
) -> None:
    """From 25 November: by 24 May six months are full, by 24 February three."""
    case = at(name, "away")
    assert case.pack == pack
    desk.act(desk.the_turn(case), outcome="extend", returned_on="", took_part="")
    turn = desk.until(case, "extend")
    before = desk.state()
    if may:
        assert desk.act(turn, until_on=last).outcome == "extend"
        return
    with pytest.raises(Refused):
        desk.act(turn, until_on=last)
    assert desk.state() == before
    assert desk.act(turn, outcome="drop", until_on="", asked_on="", opinion="").outcome == "drop"
    assert desk.until(case, "away").task.wait.until == Stay.facts(case).last_day


def test_a_stay_is_extended_once(world: Demo) -> None:
    case = at("extended", "extend")
    desk.act(desk.the_turn(case))
    turn = desk.until(case, "away")
    before = desk.state()
    with pytest.raises(Refused):
        desk.act(turn, outcome="extend", returned_on="", took_part="")
    assert desk.state() == before


def test_a_refused_extension_leaves_the_certificate_as_it_was(world: Demo) -> None:
    drive = driving.begin("stay", WALKS["not_extended"])
    case = driving.until(drive, "approve_extension")
    driving.step(drive)
    desk.settle()
    (paper,) = certificates_of(case)
    notice = Paper.objects.get(case_reference=case.reference, kind="D-ST-2")
    said = issuing.facts_of(notice)
    assert (paper.state, said["longer"], said["until_on"]) == ("issued", True, "2027-03-25")
    assert said["reason"] == "应当转接组织关系：拟长期在外工作，应当转接组织关系。"
    assert Stay.facts(case).last_day == dt.date(2027, 3, 4)


def test_recorded_on_paper_the_request_names_the_witnesses(world: Demo) -> None:
    case = at("on_paper", "branch_check")
    request = Paper.objects.get(case_reference=case.reference, kind="D-ST-1")
    assert issuing.facts_of(request)["confirmed_how"].endswith("书面签名，见证人：见证人甲、见证人乙")


@pytest.mark.parametrize(("first", "free"), [(0, False), (1, True)])
def test_no_second_certificate_counts_on_the_same_day(world: Demo, first: int, free: bool) -> None:
    """Of whoever stays on the certificate counts to its last day: a new stay begins after it at the earliest."""
    case = at("returned", "away")
    last, number = Stay.facts(case).last_day, certificates_of(case)[0].number
    desk.act(desk.the_turn(case), outcome="gone", returned_on="", took_part="")
    desk.act(desk.until(case, "not_back"))
    desk.settle()
    data = dict(case.data["request"]) | {"from_on": str(last + first * ONE), "until_on": str(last + 30 * ONE)}
    by, place = case.opened_by, case.organisation
    before = desk.state()
    if free:
        assert opening.open_case(Stay, by=by, organisation=place, data=data, key=desk.key()).subject == case.subject
        return
    with pytest.raises(Refused, match=number):
        opening.open_case(Stay, by=by, organisation=place, data=data, key=desk.key())
    assert desk.state() == before


def test_whoever_is_on_his_way_elsewhere_gets_no_certificate(world: Demo) -> None:
    moving = driving.until(driving.begin("transfer", TRANSFERS["closed"]), "report")
    data = WALKS["returned"].opening(moving.subject, world.organisations)
    before = desk.state()
    with pytest.raises(Refused, match="2026-QH01-0001"):
        opening.open_case(Stay, by=moving.opened_by, organisation=moving.organisation, data=data, key=desk.key())
    assert desk.state() == before
