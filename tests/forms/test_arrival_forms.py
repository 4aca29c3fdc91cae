"""The questions of an arrival: what each wants, that letter and person agree, and that an ID number is never kept in clear."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from documents.papers import arrival as papers
from documents.papers.transfer import RETURN_NOTE
from forms import arrival as forms
from forms.kit import Limits, StepForm, answered_pairs
from forms.transfer import FileCheck
from registry import secrecy
from registry.models import Level, Organisation
from workflows.processes.arrival.walks import id_number

TODAY = dt.date(2026, 11, 24)
NUMBER = id_number(0)
LETTER = {
    "letter_number": "2026-BJ09-0037", "issued_on": "2026-11-18", "valid_days": "30", "presented_on": "2026-11-24",
    "sender": "", "sender_name": "中共北江省农业科学院委员会", "sender_address": "北江市科研路5号", "name": "方启明",
    "id_number": NUMBER, "sex": "M", "born_on": "1988-06-15", "ethnic_group": "汉", "telephone": "13800002222",
    "standing": "full", "joined_on": "2010-07-01", "full_since": "2011-07-01", "probation_ends": "",
    "dues_paid_until": "2026-11",
}  # fmt: skip
PROBATIONARY = {"standing": "probationary", "joined_on": "2026-03-24", "full_since": "", "probation_ends": "2027-03-24"}
CHECKED = {
    "identity_checked": "yes", "letter_genuine": "yes", "dues_in_order": "yes", "probation_checked": "yes",
    "sender_confirms": "经电话核实。", "ground": "incomplete", "opinion": "理由。",
}  # fmt: skip


@pytest.fixture
def branch(db: None) -> Organisation:
    return Organisation.objects.create(code="B1", name="中共某支部委员会", short_name="某支部", level=Level.BRANCH)


@pytest.fixture
def outside(db: None) -> Organisation:
    return Organisation.objects.create(
        code="O1", name="中共滨江市水务局委员会", short_name="滨江水务", level=Level.COMMITTEE, outside=True
    )


def bound(form: type[StepForm], data: dict[str, Any], **values: Any) -> StepForm:
    everywhere = Organisation.objects.all()
    known = {
        "senders": everywhere.filter(outside=True), "branches": everywhere.filter(outside=False), "wished_branch": None,
        "expired": False, "probationary": False, "asked_on": TODAY, "written_on": TODAY, "letter_number": "2026-BJ09-0037",
    }  # fmt: skip
    return form(data, limits=Limits(TODAY, values=known | values))


def wrong(form: type[StepForm], data: dict[str, Any], **values: Any) -> set[str]:
    """The fields at which something is wrong."""
    return set(bound(form, data, **values).errors)


OPTIONAL = {"sender", "sender_name", "sender_address", "full_since", "probation_ends"}


@pytest.mark.parametrize("name", sorted(LETTER.keys() - OPTIONAL))
def test_a_letter_wants_everything(branch: Organisation, name: str) -> None:
    letter = LETTER | {"branch": branch.public_id}
    assert wrong(forms.Letter, letter) == set()
    assert name in wrong(forms.Letter, letter | {name: ""})


@pytest.mark.parametrize(
    ("more", "faults"),
    [
        ({"sender_name": ""}, {"sender"}),
        ({"sender_address": ""}, {"sender_address"}),
        ({"sender": "中共滨江市水务局委员会"}, {"sender_name"}),
        ({"sender": "中共滨江市水务局委员会", "sender_name": "", "sender_address": ""}, set()),
        ({"sender": "没有这个单位"}, {"sender"}),
        ({"issued_on": "2026-11-25", "presented_on": "2026-11-25"}, {"issued_on", "presented_on"}),
        ({"presented_on": "2026-11-17"}, {"presented_on"}),
        ({"presented_on": "2026-11-18"}, set()),
        ({"valid_days": "0"}, {"valid_days"}),
        ({"id_number": NUMBER[:17]}, {"id_number"}),
        ({"id_number": NUMBER[:17] + ("0" if NUMBER[17] != "0" else "1")}, {"id_number"}),
        ({"id_number": f" {NUMBER[:6]} {NUMBER[6:14]} {NUMBER[14:]} "}, set()),
        ({"born_on": "1988-06-16"}, {"born_on"}),
        ({"sex": "F"}, {"sex"}),
        ({"joined_on": "2006-06-14", "full_since": "2007-06-15"}, {"joined_on"}),
        ({"joined_on": "2006-06-15", "full_since": "2007-06-15"}, set()),
        ({"joined_on": "2026-11-25"}, {"joined_on", "full_since"}),
        ({"full_since": ""}, {"full_since"}),
        ({"full_since": "2010-06-30"}, {"full_since"}),
        ({"full_since": "2026-11-25"}, {"full_since"}),
        ({"probation_ends": "2027-01-01"}, {"probation_ends"}),
        (PROBATIONARY, set()),
        (PROBATIONARY | {"probation_ends": ""}, {"probation_ends"}),
        (PROBATIONARY | {"full_since": "2026-11-01"}, {"full_since"}),
        ({"dues_paid_until": "2027-11"}, set()),
        ({"dues_paid_until": "2027-12"}, {"dues_paid_until"}),
        ({"dues_paid_until": "2010-06"}, {"dues_paid_until"}),
    ],
)
def test_letter_person_and_membership_agree(
    branch: Organisation, outside: Organisation, more: dict[str, str], faults: set[str]
) -> None:
    assert wrong(forms.Letter, LETTER | {"branch": branch.public_id} | more) == faults


def test_a_branch_elsewhere_cannot_be_chosen(branch: Organisation, outside: Organisation) -> None:
    assert wrong(forms.Letter, LETTER | {"branch": outside.public_id}) == {"branch"}


@pytest.mark.parametrize("typed", [NUMBER, "5101041988"])
def test_an_id_number_is_kept_sealed_right_or_not_yet_and_comes_back(branch: Organisation, typed: str) -> None:
    form = bound(forms.Letter, LETTER | {"branch": branch.public_id, "id_number": typed})
    form.is_valid()
    kept = form.answers()["id_number"]
    assert (typed in kept, secrecy.is_sealed(kept)) == (False, True)
    again = bound(forms.Letter, LETTER | {"branch": branch.public_id, "id_number": kept})
    assert (again.is_valid(), again["id_number"].value()) == (typed == NUMBER, typed)
    assert f'value="{typed}"' in str(again["id_number"])


def test_an_id_number_is_shown_masked(branch: Organisation) -> None:
    form = bound(forms.Letter, LETTER | {"branch": branch.public_id})
    assert form.is_valid()
    shown = dict(zip(form.fields, answered_pairs(form), strict=True))["id_number"][1]
    assert shown == "510104********0014"


def test_nothing_is_kept_of_an_empty_id_number(branch: Organisation) -> None:
    form = bound(forms.Letter, LETTER | {"id_number": ""})
    form.is_valid()
    assert form.answers()["id_number"] == ""


@pytest.mark.parametrize(
    ("more", "values", "faults"),
    [
        ({"outcome": "pass"}, {}, set()),
        ({"outcome": "pass", "opinion": ""}, {}, set()),
        ({"outcome": "pass", "identity_checked": "no"}, {}, {"identity_checked"}),
        ({"outcome": "pass", "letter_genuine": ""}, {}, {"letter_genuine"}),
        ({"outcome": "pass", "dues_in_order": "no"}, {}, {"dues_in_order"}),
        ({"outcome": "pass", "probation_checked": "no"}, {}, set()),
        ({"outcome": "pass", "probation_checked": "no"}, {"probationary": True}, {"probation_checked"}),
        ({"outcome": "pass", "sender_confirms": ""}, {}, set()),
        ({"outcome": "pass", "sender_confirms": ""}, {"expired": True}, {"sender_confirms"}),
        ({"outcome": "pass", "branch": ""}, {}, {"branch"}),
        ({"outcome": "wait", "identity_checked": "", "branch": ""}, {}, set()),
        ({"outcome": "wait", "opinion": ""}, {}, {"opinion"}),
        ({"outcome": "return", "branch": ""}, {"expired": True}, set()),
        ({"outcome": "return", "ground": ""}, {}, {"ground"}),
        ({"outcome": "return", "opinion": ""}, {}, {"opinion"}),
        ({"outcome": "not_recognise"}, {}, {"outcome"}),
        ({"outcome": "not_recognise"}, {"probationary": True}, set()),
        ({"outcome": "not_recognise", "opinion": ""}, {"probationary": True}, {"opinion"}),
    ],
)
def test_each_proposal_brings_what_it_needs(
    branch: Organisation, more: dict[str, str], values: dict[str, bool], faults: set[str]
) -> None:
    assert wrong(forms.Examination, CHECKED | {"branch": branch.public_id} | more, **values) == faults


@pytest.mark.parametrize(
    ("more", "faults"),
    [
        ({"agrees": "yes"}, set()),
        ({"agrees": "no"}, {"opinion"}),
        ({"agrees": ""}, {"agrees"}),
        ({"agrees": "no", "opinion": "缺志愿书。"}, set()),
        ({"agrees": "yes", "seen_on": "2026-11-23"}, {"seen_on"}),
        ({"agrees": "yes", "seen_on": "2026-11-25"}, {"seen_on"}),
    ],
)
def test_a_file_is_seen_after_it_was_asked_for(db: None, more: dict[str, str], faults: set[str]) -> None:
    assert wrong(FileCheck, {"seen_on": "2026-11-24", "opinion": ""} | more) == faults


@pytest.mark.parametrize(
    ("more", "faults"),
    [
        ({}, set()),
        ({"letter_number": "2026-BJ09-0038"}, {"letter_number"}),
        ({"letter_number": " 2026-BJ09-0037 "}, set()),
        ({"sent_on": "2026-11-23"}, {"sent_on"}),
        ({"sent_on": "2026-11-25"}, {"sent_on"}),
        ({"how": "email"}, {"how"}),
    ],
)
def test_a_receipt_leaves_with_the_number_of_the_letter(db: None, more: dict[str, str], faults: set[str]) -> None:
    sent = {"sent_on": "2026-11-24", "how": "post", "letter_number": "2026-BJ09-0037", "note": ""}
    assert wrong(forms.Sending, sent | more) == faults


def test_a_letter_is_given_back_with_a_ground_only(db: None) -> None:
    said = {"outcome": "refuse", "reason_code": "", "opinion": "请重新开具。"}
    assert wrong(forms.Approval, said) == {"reason_code"}
    assert wrong(forms.Approval, said | {"reason_code": "expired"}) == set()
    assert wrong(forms.Agreement, {"outcome": "return", "opinion": ""}) == {"opinion"}


@pytest.mark.parametrize(
    ("form", "question", "kind", "blank"),
    [
        (forms.Letter, "name", papers.ACCEPTANCE, "name"),
        (forms.Letter, "letter_number", papers.RECEIPT, "letter_number"),
        (forms.Letter, "letter_number", RETURN_NOTE, "letter_number"),
        (forms.Letter, "sender_name", papers.RECEIPT, "addressee"),
        (forms.Letter, "ethnic_group", papers.ACCEPTANCE, "ethnic"),
        (forms.Examination, "sender_confirms", papers.ACCEPTANCE, "confirmed"),
        (forms.Examination, "opinion", papers.ACCEPTANCE, "opinion"),
        (forms.Examination, "opinion", RETURN_NOTE, "correction"),
        (forms.Examination, "opinion", papers.NOT_RECOGNISED, "reason"),
    ],
)
def test_nothing_is_asked_that_does_not_fit_on_its_paper(form: Any, question: str, kind: Any, blank: str) -> None:
    limit = next(field.limit for field in kind.fields if field.name == blank)
    assert form.base_fields[question].max_length <= limit
