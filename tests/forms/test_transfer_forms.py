"""The questions of a transfer: what each step's form refuses, at the field."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from forms.kit import Limits, StepForm, answered_pairs
from forms.transfer import (
    Acceptance,
    Approval,
    BranchCheck,
    Consent,
    Examination,
    Filing,
    HandOver,
    LetterBack,
    Report,
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
    assert faulty(form(Report, reported_on=day, letter_number="2026-QH01-0001")) == faults


def test_stub_letter_and_receipt_carry_one_number() -> None:
    assert faulty(form(Report, reported_on="2026-11-20", letter_number="2026-QH01-0002")) == ["letter_number"]
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
