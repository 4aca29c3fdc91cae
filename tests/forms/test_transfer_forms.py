"""The questions of a transfer: what each step's form refuses, at the field."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from forms.kit import Limits, StepForm, answered_pairs
from forms.transfer import (
    Acceptance,
    Answer,
    Approval,
    BranchCheck,
    Consent,
    Examination,
    Explanation,
    FileCheck,
    Filing,
    HandOver,
    LetterBack,
    Recognition,
    Report,
    Statement,
)
from workflows.processes.transfer import Transfer

TODAY = dt.date(2026, 11, 24)
VALUES: dict[str, Any] = {
    "probationary": False,
    "letter_days": 30,
    "letter_days_max": 90,
    "online_possible": True,
    "letter_number": "2026-QH01-0001",
    "issued_on": dt.date(2026, 11, 10),
    "valid_until": dt.date(2026, 11, 20),
    "home_since": dt.date(2026, 3, 1),
    "lost": False,
    "asked_on": dt.date(2026, 11, 20),
}


def form(
    kind: type[StepForm], *, by_subject: bool = False, values: dict[str, Any] | None = None, **data: Any
) -> StepForm:
    access = Transfer.instance.consent.access(by_subject=by_subject) if kind is Consent else {}
    return kind(
        data, limits=Limits(TODAY, answered_by_subject=by_subject, values=VALUES | (values or {}), access=access)
    )


def faulty(bound: StepForm) -> list[str]:
    return sorted(bound.errors)


def test_the_member_himself_needs_no_witnesses() -> None:
    assert faulty(form(Consent, by_subject=True, outcome="confirm")) == []
    assert faulty(form(Consent, outcome="confirm")) == ["signed_on", "witness_1", "witness_2"]


def test_two_witnesses_are_two_people_and_nobody_signs_tomorrow() -> None:
    bound = form(Consent, outcome="confirm", signed_on="2026-11-25", witness_1="甲", witness_2="甲")
    assert faulty(bound) == ["signed_on", "witness_2"]


def test_an_objection_says_what_is_wrong() -> None:
    assert faulty(form(Consent, by_subject=True, outcome="object")) == ["opinion"]


@pytest.mark.parametrize(("month", "faults"), [("2026-11", []), ("2027-11", []), ("2027-12", ["dues_paid_until"])])
def test_dues_are_not_paid_more_than_a_year_ahead(month: str, faults: list[str]) -> None:
    assert faulty(form(BranchCheck, outcome="pass", dues_paid_until=month)) == faults


def test_only_a_probationary_member_has_a_record_of_training() -> None:
    assert "probation_record" not in form(BranchCheck).fields
    bound = form(
        BranchCheck, values={"probationary": True}, outcome="pass", dues_paid_until="2026-11", probation_record="no"
    )
    assert faulty(bound) == ["probation_record"]


@pytest.mark.parametrize(("days", "faults"), [("1", []), ("90", []), ("91", ["valid_days"]), ("0", ["valid_days"])])
def test_a_letter_is_valid_for_ninety_days_at_most(days: str, faults: list[str]) -> None:
    assert faulty(form(Examination, outcome="pass", channel="paper", valid_days=days)) == faults


def test_there_is_no_online_channel_to_an_outside_organisation() -> None:
    bound = form(Examination, values={"online_possible": False}, outcome="pass", channel="online", valid_days="30")
    assert faulty(bound) == ["channel"]


def test_a_refusal_names_its_ground_and_says_why() -> None:
    assert faulty(form(Approval, outcome="refuse")) == ["opinion", "reason_code"]
    assert faulty(form(Approval, outcome="return")) == ["opinion"]
    assert faulty(form(Approval, outcome="agree")) == []
    assert faulty(form(Approval)) == ["outcome"]


@pytest.mark.parametrize(
    ("day", "faults"),
    [("2026-11-09", ["handed_on"]), ("2026-11-10", []), ("2026-11-24", []), ("2026-11-25", ["handed_on"])],
)
def test_a_letter_is_handed_over_between_issue_and_today(day: str, faults: list[str]) -> None:
    assert faulty(form(HandOver, handed_on=day, how="in_person")) == faults


@pytest.mark.parametrize(("day", "faults"), [("2026-11-20", []), ("2026-11-21", ["reported_on"])])
def test_a_letter_is_presented_by_its_last_valid_day(day: str, faults: list[str]) -> None:
    assert faulty(form(Report, outcome="done", reported_on=day, letter_number="2026-QH01-0001")) == faults


def test_stub_letter_and_receipt_carry_one_number() -> None:
    assert faulty(form(Report, outcome="done", reported_on="2026-11-20", letter_number="2026-QH01-0002")) == [
        "letter_number"
    ]
    bound = form(Filing, received_on="2026-11-24", letter_number="2026-QH01-0002", pasted="no")
    assert faulty(bound) == ["letter_number", "pasted"]


def test_accepting_needs_everything_checked_and_giving_back_a_ground() -> None:
    values = {"branches": None, "wished_branch": None, "outside": True}
    assert faulty(form(Acceptance, values=values, outcome="accept", identity_checked="yes", letter_genuine="no")) == [
        "letter_genuine"
    ]
    bound = form(Acceptance, values=values, outcome="return", identity_checked="yes", letter_genuine="yes")
    assert faulty(bound) == ["ground", "opinion"]


def test_a_void_number_needs_its_reason() -> None:
    assert faulty(form(LetterBack, outcome="end")) == ["void_reason"]


def test_answers_are_kept_word_for_word_and_read_back_by_the_same_form() -> None:
    bound = form(BranchCheck, outcome="pass", dues_paid_until="2026年11月", outstanding=" 无 ", opinion="")
    assert bound.is_valid()
    kept = bound.answers()
    assert kept == {"outcome": "pass", "dues_paid_until": "2026年11月", "outstanding": "无", "opinion": ""}
    read = BranchCheck.read(kept, Limits(TODAY, values=VALUES))
    assert read["dues_paid_until"] == dt.date(2026, 11, 1)


def test_answers_that_todays_form_no_longer_accepts_show_themselves() -> None:
    with pytest.raises(ValueError, match="BranchCheck no longer accepts"):
        BranchCheck.read({"outcome": "perhaps"}, Limits(TODAY, values=VALUES))


def test_answers_in_words() -> None:
    bound = form(LetterBack, outcome="end", void_reason="过期")
    assert bound.is_valid()
    assert [str(answer) for _label, answer in answered_pairs(bound)][1:] == ["过期", ""]


# -- where a letter does not go its ordinary way ------------------------------------------------------------------------

RECEIPT = {
    "outcome": "receipt", "arrived_on": "2026-11-24", "letter_number": "2026-QH01-0001", "accepted_on": "2026-11-12",
    "branch": "第三支部", "clerk": "高远", "telephone": "", "pasted": "yes", "ground": "", "opinion": "",
}  # fmt: skip
CERTIFIED = {
    "outcome": "ask", "asked_on": "2026-11-24", "cause": "good_reason", "said": "住院。", "certified": "属实。",
    "dues_paid_until": "2026-11", "criticised": "no",
}  # fmt: skip
STATED = {"speaks": "yes", "opinion": "不知情。", "signed_on": "2026-11-24", "witness_1": "甲", "witness_2": "乙"}


def test_whoever_comes_without_the_letter_says_how_it_was_lost_and_needs_no_number() -> None:
    assert faulty(form(Report, outcome="lost", reported_on="2026-11-15", opinion="遗失。")) == []
    assert faulty(form(Report, outcome="lost", reported_on="2026-11-15")) == ["opinion"]
    assert faulty(form(Report, outcome="done", reported_on="2026-11-15")) == ["letter_number"]


@pytest.mark.parametrize(
    ("change", "fields"),
    [
        ({}, []),
        ({"letter_number": ""}, ["letter_number"]),
        ({"letter_number": "2026-QH01-0002"}, ["letter_number"]),
        ({"accepted_on": ""}, ["accepted_on"]),
        ({"accepted_on": "2026-11-09"}, ["accepted_on"]),  # the day before it was issued
        ({"accepted_on": "2026-11-10"}, []),
        ({"accepted_on": "2026-11-25"}, ["accepted_on"]),
        ({"arrived_on": "2026-11-25"}, ["arrived_on"]),
        ({"pasted": "no"}, ["pasted"]),
        ({"pasted": ""}, ["pasted"]),
        ({"outcome": "returned"}, ["ground", "opinion"]),
        ({"outcome": "returned", "ground": "incomplete", "opinion": "抬头有误。"}, []),
        ({"outcome": "lost"}, ["opinion"]),
        ({"outcome": "expired", "letter_number": "", "accepted_on": "", "pasted": ""}, []),
        ({"outcome": ""}, ["outcome"]),
    ],
)
def test_what_comes_back_from_outside(change: dict[str, str], fields: list[str]) -> None:
    assert faulty(form(Answer, **(RECEIPT | change))) == fields


@pytest.mark.parametrize(("since", "fields"), [("2026-11-11", []), ("2026-11-12", ["accepted_on"])])
def test_nobody_is_accepted_outside_before_he_belonged_here(since: str, fields: list[str]) -> None:
    assert faulty(form(Answer, values={"home_since": dt.date.fromisoformat(since)}, **RECEIPT)) == fields


@pytest.mark.parametrize(
    ("change", "fields"),
    [
        ({}, []),
        ({"cause": "lost"}, ["criticised"]),
        ({"cause": "lost", "criticised": "yes"}, []),
        ({"cause": "no_reason"}, ["criticised"]),
        ({"cause": ""}, ["cause"]),
        ({"asked_on": "2026-11-25"}, ["asked_on"]),
        ({"dues_paid_until": "2027-11"}, []),
        ({"dues_paid_until": "2027-12"}, ["dues_paid_until"]),
        ({"said": "", "certified": ""}, ["certified", "said"]),
    ],
)
def test_what_the_branch_certifies(change: dict[str, str], fields: list[str]) -> None:
    assert faulty(form(Explanation, **(CERTIFIED | change))) == fields


def test_what_a_file_says() -> None:
    seen = {"seen_on": "2026-11-24", "agrees": "yes", "opinion": ""}
    assert faulty(form(FileCheck, **seen)) == []
    assert faulty(form(FileCheck, **(seen | {"agrees": "no", "seen_on": "2026-11-25"}))) == ["opinion", "seen_on"]
    assert faulty(form(FileCheck, **(seen | {"seen_on": "2026-11-19"}))) == ["seen_on"]
    assert faulty(form(FileCheck, **(seen | {"seen_on": "2026-11-20"}))) == []


@pytest.mark.parametrize(
    ("change", "fields"),
    [
        ({}, []),
        ({"opinion": ""}, ["opinion"]),
        ({"speaks": "no", "opinion": ""}, []),
        ({"speaks": ""}, ["speaks"]),
        ({"witness_2": "甲"}, ["witness_2"]),
        ({"signed_on": "2026-11-25"}, ["signed_on"]),
    ],
)
def test_what_the_member_states(change: dict[str, str], fields: list[str]) -> None:
    assert faulty(form(Statement, **(STATED | change))) == fields


def test_only_of_a_lost_letter_one_asks_whether_it_was_serious() -> None:
    asked = [
        "referred" in form(LetterBack, values={"lost": lost}, outcome="end", void_reason="遗失").fields
        for lost in (True, False)
    ]
    assert asked == [True, False]


def test_the_county_says_why_it_does_not_agree() -> None:
    assert faulty(form(Recognition, outcome="agree")) == []
    assert faulty(form(Recognition, outcome="return")) == ["opinion"]


PROBATION = {
    "outcome": "pass", "channel": "paper", "valid_days": "30", "probation_ends": "2027-07-01",
    "probation_papers": "入党志愿书1份", "opinion": "",
}  # fmt: skip


@pytest.mark.parametrize(
    ("change", "fields"),
    [
        ({}, []),
        ({"probation_ends": "", "probation_papers": ""}, ["probation_ends", "probation_papers"]),
        ({"probation_papers": "\n".join(["一"] * 12)}, []),
        ({"probation_papers": "\n".join(["一"] * 13)}, ["probation_papers"]),
        ({"probation_papers": "长" * 30}, []),
        ({"probation_papers": "长" * 31}, ["probation_papers"]),
        ({"outcome": "return", "opinion": "请补正。", "probation_ends": "", "probation_papers": ""}, []),
    ],
)
def test_the_papers_of_a_probation_go_with_it(change: dict[str, str], fields: list[str]) -> None:
    assert faulty(form(Examination, values={"probationary": True}, **(PROBATION | change))) == fields
    assert "probation_papers" not in form(Examination, **PROBATION).fields


def test_only_of_somebody_on_probation_one_asks_whether_to_recognise_it() -> None:
    offered = {
        probationary: [code for code, _ in form(Acceptance, values={"branches": None, "wished_branch": None, "outside": True, "probationary": probationary}).fields["outcome"].choices]  # type: ignore[attr-defined]
        for probationary in (True, False)
    }  # fmt: skip
    assert offered == {True: ["accept", "return", "file", "not_recognised"], False: ["accept", "return", "file"]}
