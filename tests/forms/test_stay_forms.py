"""The questions of a certificate for a short stay: what each wants, and that nothing is taken that its paper cannot print."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from config.demo.building import Demo
from documents.papers import stay as papers
from forms import stay as forms
from forms.kit import Limits, StepForm
from registry.models import Member, Organisation

TODAY = dt.date(2026, 11, 24)


def wrong(form: type[StepForm], data: dict[str, Any], **values: Any) -> set[str]:
    """The fields at which something is wrong."""
    return set(form(data, limits=Limits(TODAY, values=values)).errors)


def asked(world: Demo, **more: Any) -> set[str]:
    member = world.members("QH0101")[3]
    request = {
        "member": member.public_id, "to": world.organisations["HK0103"].name, "place": "", "fixed_place": "yes",
        "from_on": "2026-11-24", "until_on": "2027-03-01", "reason": "study", "contact": "", "telephone": "13900001111",
        "note": "",
    }  # fmt: skip
    return wrong(
        forms.Request, request | more, members=Member.objects.filter(pk=member.pk), hosts=Organisation.objects.all(),
        barred={world.organisations["QH0101"].pk: "his own"}, last_short_day=lambda first: first + dt.timedelta(days=180),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("more", "faults"),
    [
        ({}, set()),
        ({"to": "", "place": "省城第一人民医院"}, set()),
        ({"to": ""}, {"to"}),
        ({"to": "没有这个单位"}, {"to"}),
        ({"to": "锦江社区支部"}, {"to"}),
        ({"to": "没有这个单位", "place": "省城"}, {"to"}),
        ({"place": "省城第一人民医院"}, {"place"}),
        ({"until_on": "2026-11-23"}, {"until_on"}),
        ({"until_on": "2026-11-24"}, set()),
        ({"until_on": "2026-11-25"}, set()),
        ({"until_on": "2027-02-30"}, {"until_on"}),
        ({"until_on": "2027-05-23"}, set()),
        ({"until_on": "2027-05-24"}, {"until_on"}),
        ({"telephone": "abc"}, {"telephone"}),
        ({"reason": ""}, {"reason"}),
        ({"fixed_place": ""}, {"fixed_place"}),
        ({"member": ""}, {"member"}),
    ],
)
def test_what_a_request_wants(world: Demo, more: dict[str, str], faults: set[str]) -> None:
    assert asked(world, **more) == faults


@pytest.mark.parametrize(
    ("form", "outcome", "needs"),
    [(forms.BranchCheck, "pass", False), (forms.BranchCheck, "return", True), (forms.PassOn, "agree", False), (forms.PassOn, "return", True)],
)  # fmt: skip
def test_who_does_not_simply_agree_says_why(form: type[StepForm], outcome: str, needs: bool) -> None:
    said = {"outcome": outcome, "dues_paid_until": "2026-11"}
    assert wrong(form, said | {"opinion": "理由。"}) == set()
    assert wrong(form, said | {"opinion": ""}) == ({"opinion"} if needs else set())


@pytest.mark.parametrize("form", [forms.Approval, forms.ExtensionApproval])
def test_a_refusal_names_its_ground(form: type[StepForm]) -> None:
    assert wrong(form, {"outcome": "agree"}) == set()
    assert wrong(form, {"outcome": "refuse", "opinion": "理由。", "reason_code": "no_need"}) == set()
    assert wrong(form, {"outcome": "refuse"}) == {"opinion", "reason_code"}


@pytest.mark.parametrize(
    ("said", "faults"),
    [
        ({"outcome": "back", "returned_on": "2026-11-19"}, {"returned_on"}),
        ({"outcome": "back", "returned_on": "2026-11-20"}, set()),
        ({"outcome": "back", "returned_on": "2026-11-24"}, set()),
        ({"outcome": "back", "returned_on": "2026-11-25"}, {"returned_on"}),
        ({"outcome": "back", "returned_on": ""}, {"returned_on"}),
        ({"outcome": "back", "returned_on": "2026-11-24", "took_part": ""}, {"took_part"}),
        ({"outcome": "extend", "took_part": ""}, set()),
        ({"outcome": "gone", "took_part": "", "opinion": ""}, set()),
        ({"outcome": ""}, {"outcome"}),
    ],
)
def test_where_the_member_is(said: dict[str, str], faults: set[str]) -> None:
    assert wrong(forms.Whereabouts, {"took_part": "no", "opinion": ""} | said, from_on=dt.date(2026, 11, 20)) == faults


@pytest.mark.parametrize("outcome", ["stays", "lost"])
def test_that_somebody_does_not_come_back_is_explained(outcome: str) -> None:
    assert wrong(forms.NotBack, {"outcome": outcome, "opinion": "已签合同。"}) == set()
    assert wrong(forms.NotBack, {"outcome": outcome, "opinion": ""}) == {"opinion"}


@pytest.mark.parametrize(
    ("said", "faults"),
    [
        ({}, set()),
        ({"until_on": "2027-02-28"}, {"until_on"}),
        ({"until_on": "2027-03-01"}, {"until_on"}),
        ({"until_on": "2027-03-02"}, set()),
        ({"asked_on": "2026-11-25"}, {"asked_on"}),
        ({"until_on": "", "asked_on": "", "opinion": ""}, {"until_on", "asked_on", "opinion"}),
        ({"outcome": "drop", "until_on": "", "asked_on": "", "opinion": ""}, set()),
    ],
)
def test_an_extension_is_later_asked_for_and_explained(said: dict[str, str], faults: set[str]) -> None:
    ordinary = {"outcome": "extend", "until_on": "2027-03-15", "asked_on": "2026-11-24", "opinion": "培训班延长。"}
    assert wrong(forms.Extension, ordinary | said, last_day=dt.date(2027, 3, 1)) == faults


def test_nothing_is_taken_that_its_paper_cannot_print() -> None:
    limits = {field.name: field.limit for field in papers.REQUEST.fields}
    assert (limits["host"], limits["contact"], limits["note"]) == (forms.PLACE, forms.CONTACT, forms.LONG)
    assert {field.name: field.limit for field in papers.RETURN.fields}["note"] == forms.LONG
