"""The questions of a request for instructions: what each wants, and that nothing is taken that its paper cannot print."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from documents.papers import instruction as papers
from forms import instruction as forms
from forms.kit import Limits, StepForm

TODAY = dt.date(2026, 11, 24)
REQUEST = {
    "matter": "推迟换届选举", "asks": "approval", "decided_by": "committee", "decided_on": "2026-11-24", "reasons": "任期将满。",
    "proposal": "推迟三个月。", "contact": "李建国", "telephone": "0855-2200000",
}  # fmt: skip
CHECKED = {"ours": "yes", "one_matter": "yes", "in_form": "yes", "opinion": "理由。"}


def wrong(form: type[StepForm], data: dict[str, Any], **values: Any) -> set[str]:
    """The fields at which something is wrong."""
    return set(form(data, limits=Limits(TODAY, values=values)).errors)


@pytest.mark.parametrize("name", sorted(REQUEST))
def test_a_request_wants_everything(name: str) -> None:
    assert wrong(forms.Request, REQUEST) == set()
    assert wrong(forms.Request, REQUEST | {name: ""}) == {name}


@pytest.mark.parametrize(
    ("day", "faults"), [("2026-11-23", set()), ("2026-11-24", set()), ("2026-11-25", {"decided_on"})]
)
def test_it_was_studied_before_it_is_asked(day: str, faults: set[str]) -> None:
    assert wrong(forms.Request, REQUEST | {"decided_on": day}) == faults


@pytest.mark.parametrize(
    ("form", "outcome", "needs"),
    [
        (forms.Signature, "sign", False), (forms.Signature, "return", True),
        (forms.PassOn, "agree", True), (forms.PassOn, "return", True),
        (forms.Coordination, "revise", True), (forms.Coordination, "report", True),
        (forms.Approval, "agree", False), (forms.Approval, "return", True), (forms.Approval, "refuse", True),
    ],
)  # fmt: skip
def test_who_does_not_simply_agree_says_why(form: type[StepForm], outcome: str, needs: bool) -> None:
    assert wrong(form, {"outcome": outcome, "opinion": "理由。"}) == set()
    assert wrong(form, {"outcome": outcome, "opinion": ""}) == ({"opinion"} if needs else set())


@pytest.mark.parametrize(
    ("changed", "faults"),
    [
        ({"outcome": "accept", "opinion": ""}, set()),
        ({"outcome": "accept", "ours": "no"}, {"ours"}),
        ({"outcome": "accept", "one_matter": "no"}, {"one_matter"}),
        ({"outcome": "accept", "in_form": "no"}, {"in_form"}),
        ({"outcome": "return", "in_form": "no"}, set()),
        ({"outcome": "return", "opinion": ""}, {"opinion"}),
        ({"outcome": "not_ours", "ours": "no"}, set()),
        ({"outcome": "not_ours"}, {"ours"}),
        ({"outcome": "not_ours", "ours": "no", "opinion": ""}, {"opinion"}),
    ],
)
def test_the_first_check(changed: dict[str, str], faults: set[str]) -> None:
    assert wrong(forms.Examination, CHECKED | changed) == faults


@pytest.mark.parametrize(
    ("day", "faults"),
    [
        ("2026-11-19", {"received_on"}), ("2026-11-20", set()), ("2026-11-24", set()), ("2026-11-25", {"received_on"}),
    ],
)  # fmt: skip
def test_the_reply_is_received_between_its_day_and_today(day: str, faults: set[str]) -> None:
    assert wrong(forms.Receipt, {"received_on": day}, replied_on=dt.date(2026, 11, 20)) == faults


@pytest.mark.parametrize(
    ("form", "asked", "paper", "field"),
    [
        (forms.Request, "matter", papers.REQUEST, "matter"), (forms.Request, "reasons", papers.REQUEST, "reasons"),
        (forms.Request, "proposal", papers.REQUEST, "proposal"), (forms.Request, "contact", papers.REQUEST, "contact"),
        (forms.Request, "telephone", papers.REQUEST, "phone"), (forms.Draft, "handling", papers.SHEET, "handling"),
        (forms.Draft, "reply", papers.SHEET, "reply"), (forms.Draft, "reply", papers.REPLY, "reply"),
        (forms.Approval, "opinion", papers.REPLY, "reply"), (forms.Coordination, "opinion", papers.SHEET, "coordination"),
        (forms.Examination, "opinion", papers.NOT_ACCEPTED, "reason"),
    ],
)  # fmt: skip
def test_what_may_be_typed_is_what_the_paper_has_room_for(form: Any, asked: str, paper: Any, field: str) -> None:
    room = {one.name: one.limit for one in paper.fields}[field]
    assert form(limits=Limits(TODAY)).fields[asked].max_length <= room
