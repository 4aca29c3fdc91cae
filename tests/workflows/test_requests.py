"""What requests of several processes have in common: which answers stand, and how the member confirmed them."""

from __future__ import annotations

from audit import clock
from config.demo.building import Demo
from documents.typesetting import chinese_date
from registry.models import Member, User
from tests import desk
from workflows.engine.models import Case, TaskAssignment
from workflows.engine.said import Said
from workflows.families.requests import confirmed_how, request_of


def today() -> str:
    return chinese_date(clock.today().isoformat())


def test_asked_for_by_the_branch_it_waits_for_the_member(case: Case) -> None:
    assert confirmed_how(case, Said(case)) == "待本人确认"


def test_whoever_asks_himself_has_confirmed_it(world: Demo, ordinary_member: Member) -> None:
    home, to = world.organisations["QH0101"], world.organisations["HK0102"]
    case = desk.opened(ordinary_member.person.user, home, ordinary_member, to)
    assert confirmed_how(case, Said(case)) == f"本人于{today()}在系统提出"


def test_confirmed_in_the_system_or_on_paper_before_two_witnesses(consent: TaskAssignment, secretary: User) -> None:
    case = consent.case
    desk.act(consent, by=secretary, signed_on="2026-11-20", witness_1="甲", witness_2="乙")
    assert confirmed_how(case, Said(case)) == "本人于2026年11月20日书面签名，见证人：甲、乙"


def test_confirmed_by_the_member_himself(consent: TaskAssignment, subject: User) -> None:
    desk.act(consent, by=subject)
    assert confirmed_how(consent.case, Said(consent.case)) == f"本人于{today()}在系统确认"


def test_the_corrected_request_stands(check: TaskAssignment, secretary: User) -> None:
    case = check.case
    first = request_of(Said(case))["telephone"]
    desk.act(check, outcome="return", opinion="电话有误。")
    desk.act(desk.until(case, "amend"), by=secretary, telephone="13900009999")
    assert (first, request_of(Said(case))["telephone"]) == ("13900001111", "13900009999")
