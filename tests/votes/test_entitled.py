"""Who is counted and who votes, each reason with its article."""

from __future__ import annotations

from dataclasses import replace

import pytest

from registry.models import Standing
from tests.votes.compared import PACKS
from workflows.engine.votes import entitled
from workflows.engine.votes.entitled import Facts, LeftOut, Why, entitlement
from workflows.engine.votes.kinds import Kind
from workflows.policy.terms import EntitledTerms

TERMS = PACKS["cn_2026"].entitled
GENERAL = [kind for kind in Kind if not kind.of_committee]
COMMITTEE = [kind for kind in Kind if kind.of_committee]


def switched(**values: object) -> EntitledTerms:
    """The terms with some switches set otherwise."""
    return replace(TERMS, **{key: replace(getattr(TERMS, key), value=value) for key, value in values.items()})


def found(facts: Facts, kind: Kind = Kind.GM_GENERAL, terms: EntitledTerms = TERMS) -> tuple[bool, bool, Why | None]:
    """Counted, votes, why."""
    given = entitlement(facts, kind, terms)
    assert (given.why is None) == (given.article == "") == (given.sentence is None)
    return given.counts, given.votes, given.why


@pytest.mark.parametrize("kind", GENERAL)
def test_a_full_member_is_counted_and_votes(kind: Kind) -> None:
    assert found(Facts(), kind) == (True, True, None)


@pytest.mark.parametrize("standing", [s for s in Standing if s != Standing.FULL])
@pytest.mark.parametrize("kind", Kind)
def test_nobody_else_votes(standing: Standing, kind: Kind) -> None:
    assert found(Facts(standing=standing, on_committee=True), kind) == (False, False, Why.NOT_FULL)


def test_full_is_the_word_of_the_register() -> None:
    assert str(Standing.FULL.value) == entitled.FULL


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize(
    ("fact", "why"),
    [("disciplinary_probation", Why.DISCIPLINARY_PROBATION), ("rights_suspended", Why.RIGHTS_SUSPENDED)],
)
def test_whose_rights_rest_is_not_counted(kind: Kind, fact: str, why: Why) -> None:
    assert found(Facts(on_committee=True, **{fact: True}), kind) == (False, False, why)


@pytest.mark.parametrize("kind", Kind)
def test_a_member_under_correction_stays_in_the_number_unless_the_pack_says_otherwise(kind: Kind) -> None:
    facts = Facts(in_correction=True, on_committee=True)
    assert found(facts, kind) == (True, True, None)
    assert found(facts, kind, switched(correction_votes=False)) == (False, False, Why.CORRECTION)
    assert found(Facts(on_committee=True), kind, switched(correction_votes=False)) == (True, True, None)


@pytest.mark.parametrize("kind", COMMITTEE)
def test_in_a_committee_only_its_members_in_office_vote(kind: Kind) -> None:
    assert found(Facts(), kind) == (False, False, Why.NO_SEAT)
    assert found(Facts(on_committee=True), kind) == (True, True, None)


@pytest.mark.parametrize("reason", LeftOut)
@pytest.mark.parametrize(
    ("superior", "meeting", "counted"),
    [(True, True, False), (True, False, True), (False, True, True), (False, False, True)],
)
def test_being_left_out_needs_both_consents(reason: LeftOut, superior: bool, meeting: bool, counted: bool) -> None:
    facts = Facts(left_out=reason, superior_agreed=superior, meeting_passed=meeting)
    for kind in GENERAL:
        assert found(facts, kind) == (counted, counted, Why.NOT_AGREED if counted else Why.LEFT_OUT)
    for kind in COMMITTEE:
        assert found(replace(facts, on_committee=True), kind) == (True, True, None)


def test_the_pack_says_for_which_reasons() -> None:
    facts = Facts(left_out=LeftOut.ABROAD, superior_agreed=True, meeting_passed=True)
    assert found(facts, terms=switched(may_leave_out="illness,unmoved")) == (True, True, Why.NOT_AGREED)
    assert set(TERMS.may_leave_out.value.split(",")) == set(LeftOut)


def test_consents_without_a_reason_leave_nobody_out() -> None:
    assert found(Facts(superior_agreed=True, meeting_passed=True)) == (True, True, None)


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.CM_APPROVAL])
def test_whom_a_matter_is_about_votes_unless_the_pack_says_otherwise(kind: Kind) -> None:
    facts = Facts(subject=True, on_committee=True)
    assert found(facts, kind) == (True, True, None)
    assert found(facts, kind, switched(subject_votes=False)) == (True, False, Why.SUBJECT)
    assert found(Facts(on_committee=True), kind, switched(subject_votes=False)) == (True, True, None)


@pytest.mark.parametrize("votes", [True, False])
def test_nobody_approves_a_matter_of_his_own(votes: bool) -> None:
    facts = Facts(subject=True, on_committee=True)
    assert found(facts, Kind.CM_APPROVAL, switched(subject_votes=votes)) == (True, False, Why.SUBJECT_APPROVES)


def test_the_first_reason_is_given_with_its_article() -> None:
    facts = Facts(standing="probationary", disciplinary_probation=True, rights_suspended=True)
    given = entitlement(facts, Kind.GM_GENERAL, TERMS)
    assert (given.why, given.article) == (Why.NOT_FULL, "党章第7条；基层组织选举工作条例第5条")
    assert str(given.sentence) == "只有正式党员有表决权；预备党员到会但没有表决权。"
    given = entitlement(Facts(disciplinary_probation=True, rights_suspended=True), Kind.GM_GENERAL, TERMS)
    assert (given.why, given.article) == (Why.DISCIPLINARY_PROBATION, "党章第41条；基层组织选举工作条例第5条")
    out = Facts(left_out=LeftOut.ILLNESS, superior_agreed=True, meeting_passed=True, subject=True)
    given = entitlement(out, Kind.GM_GENERAL, TERMS)
    assert (given.why, given.article) == (Why.LEFT_OUT, TERMS.may_leave_out.source)
    assert entitlement(Facts(), Kind.CM_APPROVAL, TERMS).article == "发展党员工作细则（2026年）第24条"
    assert entitlement(Facts(), Kind.BC_MEETING, TERMS).article == "支部工作条例（试行）第12条"
