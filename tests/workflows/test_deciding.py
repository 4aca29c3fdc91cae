"""Deciding: by whoever holds the post today, once, under the rules; a refusal leaves everything as it was."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from audit import clock, journal
from config.demo import driving
from config.demo.building import Demo
from documents.models import Paper
from registry import persons, posts
from registry.models import Member, Role, User
from registry.refusals import Conflict, Refused
from tests import desk
from workflows.engine import authority, checking, commands, deciding, integrity
from workflows.engine.errors import Invalid
from workflows.engine.models import Case, Command, Decision, TaskAssignment

BY = journal.system("test")
DAY = dt.timedelta(days=1)


@pytest.fixture
def commissioner(world: Demo) -> User:
    """组织委员 of the branch: the branch check is his."""
    return world.holder("QH0101", Role.ORGANISATION_COMMISSIONER)


def test_a_decision_keeps_who_as_whom_when_and_what(check: TaskAssignment, commissioner: User) -> None:
    decision = Decision.objects.get(pk=desk.act(check, commissioner, opinion="情况属实。").pk)
    assert (decision.step, decision.outcome, decision.person) == ("branch_check", "pass", commissioner.person)
    assert decision.as_whom == str(check.post)
    assert (decision.on, decision.appointment) == (clock.today(), commissioner.person.appointments.get())
    assert decision.answers["opinion"] == "情况属实。"
    assert decision.held_until - decision.at == desk.HOLD
    closed = TaskAssignment.objects.get(pk=check.pk)
    assert (closed.closed_how, closed.closed_at, closed.task.status) == ("decided", decision.at, "DONE")


def test_a_decision_is_in_the_journal_with_its_article(check: TaskAssignment, commissioner: User) -> None:
    decision = desk.act(check, commissioner)
    entry = journal.entries_of(check.case.stream)[-1]
    assert (entry.act, entry.actor_id) == ("step.decided", str(commissioner.pk))
    assert entry.article == check.definition.article
    assert entry.facts == {
        "step": "branch_check", "outcome": "pass", "decision": decision.public_id, "post": check.post_id,
    }  # fmt: skip
    assert entry.words["answers"] == decision.answers


# -- who ----------------------------------------------------------------------------------------------------------------


def test_four_people(
    check: TaskAssignment, commissioner: User, secretary: User, sister: User, superior: User, outsider: User
) -> None:
    """Not the secretary of the same branch, not a peer, not a superior, not an outsider: the holder of the post."""
    before = desk.state()
    for user in (secretary, sister, superior, outsider):
        with pytest.raises(PermissionDenied, match="."):
            desk.act(check, user)
    assert desk.state() == before
    assert desk.act(check, commissioner).person == commissioner.person


def test_the_member_confirms_for_himself_and_the_secretary_only_from_paper(
    consent: TaskAssignment, secretary: User, sister: User, ordinary_member: Member
) -> None:
    before = desk.state()
    with pytest.raises(PermissionDenied):
        desk.act(consent, sister)
    unsigned = {"outcome": "confirm", "opinion": ""}
    with pytest.raises(Invalid) as invalid:
        deciding.decide(consent.public_id, by=secretary, data=unsigned, key=desk.key())
    assert set(invalid.value.form.errors) == {"signed_on", "witness_1", "witness_2"}
    assert desk.state() == before
    decision = deciding.decide(consent.public_id, by=ordinary_member.person.user, data=unsigned, key=desk.key())
    assert (decision.person, decision.appointment) == (ordinary_member.person, None)


def test_a_term_that_ended_yesterday_gives_no_right(check: TaskAssignment, commissioner: User) -> None:
    """The page may have been open since yesterday."""
    today = clock.today()
    posts.end_appointment(commissioner.person.appointments.get(), by=BY, last_day=today - DAY, reason="离任")
    before = desk.state()
    with pytest.raises(PermissionDenied):
        desk.act(check, commissioner)
    assert desk.state() == before


@pytest.mark.parametrize(("days", "allowed"), [(-1, True), (0, True), (1, False)])
def test_the_last_day_of_a_term_still_counts(
    check: TaskAssignment, commissioner: User, days: int, allowed: bool
) -> None:
    last = dt.date(2026, 11, 30)
    posts.end_appointment(commissioner.person.appointments.get(), by=BY, last_day=last, reason="换届")
    clock.travel_to(last + days * DAY)
    if allowed:
        assert desk.act(check, commissioner).on == last + days * DAY
        return
    before = desk.state()
    with pytest.raises(PermissionDenied):
        desk.act(check, commissioner)
    assert desk.state() == before


def test_a_term_that_begins_tomorrow_gives_no_right_today(world: Demo, check: TaskAssignment, sister: User) -> None:
    last = clock.today()
    posts.end_appointment(check.post.appointments.get(), by=BY, last_day=last, reason="换届")
    posts.appoint(check.post, sister.person, by=BY, since=last + DAY)
    before = desk.state()
    with pytest.raises(PermissionDenied):
        desk.act(check, sister)
    assert desk.state() == before
    clock.travel_to(last + DAY)
    assert desk.act(check, sister).person == sister.person


def test_a_closed_account_gives_no_right(check: TaskAssignment, commissioner: User) -> None:
    persons.close_account(commissioner, by=BY, reason="停用")
    before = desk.state()
    with pytest.raises(PermissionDenied):
        desk.act(check, User.objects.get(pk=commissioner.pk))
    with pytest.raises(PermissionDenied):
        desk.act(check, User.objects.create(username="nobody"))
    assert desk.state()["workflows_decision"] == before["workflows_decision"]


def test_whoever_opened_the_case_does_not_approve_it_even_if_he_holds_the_post(
    world: Demo, approval: TaskAssignment, secretary: User
) -> None:
    """He was not recused when the turn was routed; he is when he acts."""
    posts.end_appointment(approval.post.appointments.get(), by=BY, last_day=clock.today() - DAY, reason="离任")
    posts.appoint(approval.post, secretary.person, by=BY, since=clock.today())
    before = desk.state()
    with pytest.raises(PermissionDenied):
        desk.act(approval, secretary)
    assert desk.state() == before


def test_the_subject_does_not_approve_even_if_he_holds_the_post(
    approval: TaskAssignment, ordinary_member: Member
) -> None:
    posts.end_appointment(approval.post.appointments.get(), by=BY, last_day=clock.today() - DAY, reason="离任")
    posts.appoint(approval.post, ordinary_member.person, by=BY, since=clock.today())
    before = desk.state()
    with pytest.raises(PermissionDenied):
        desk.act(approval, ordinary_member.person.user)
    assert desk.state() == before


@pytest.mark.parametrize("kind", ["approve", "record", "pre_review"])
@pytest.mark.parametrize("who", ["opener", "subject"])
def test_the_database_refuses_an_approval_of_ones_own_case(approval: TaskAssignment, who: str, kind: str) -> None:
    case = Case.objects.get(pk=approval.case_id)
    person = case.opener if who == "opener" else case.member.person
    before = Decision.objects.count()
    with pytest.raises(IntegrityError, match="nobody_decides_his_own_case"), transaction.atomic():
        Decision.objects.create(
            assignment=approval, case=case, step="approve", kind=kind, outcome="agree", by=person.user, person=person,
            as_whom="x", at=clock.now(), on=clock.today(), held_until=clock.now(), opener=case.opener,
            subject_person=case.member.person,
        )  # fmt: skip
    assert Decision.objects.count() == before


# -- once ---------------------------------------------------------------------------------------------------------------


def test_the_same_form_sent_twice_is_one_decision(check: TaskAssignment, commissioner: User) -> None:
    once = desk.key()
    first = desk.act(check, commissioner, key=once)
    before = desk.state()
    again = desk.act(check, commissioner, key=once, opinion="别的意见")
    assert (again.pk, desk.state()) == (first.pk, before)


def test_another_form_about_a_decided_turn_names_who_was_faster(
    check: TaskAssignment, commissioner: User, secretary: User
) -> None:
    decision = desk.act(check, commissioner)
    before = desk.state()
    with pytest.raises(Conflict) as conflict:
        desk.act(check, commissioner, outcome="return", opinion="退回")
    assert str(commissioner.person) in conflict.value.sentence
    assert f"{timezone.localtime(decision.at):%Y-%m-%d %H:%M}" in conflict.value.sentence
    assert desk.state() == before


def test_a_key_belongs_to_one_person_and_one_turn(
    world: Demo, check: TaskAssignment, commissioner: User, secretary: User, sister: User
) -> None:
    once = desk.key()
    desk.act(check, commissioner, key=once)
    desk.settle()
    other = desk.the_turn(check.case)
    before = desk.state()
    for turn, by in ((check, sister), (check, secretary), (other, driving.actor_for(other)), (other, commissioner)):
        with pytest.raises(Conflict):
            desk.act(turn, by, key=once)
    assert desk.state() == before
    assert Command.objects.get(key=once).target == check.public_id


def test_a_turn_has_at_most_one_decision(check: TaskAssignment, commissioner: User) -> None:
    decision = desk.act(check, commissioner)
    copy = Decision.objects.get(pk=decision.pk)
    copy.pk, copy.public_id = None, "COPY234567"
    with pytest.raises(IntegrityError, match="assignment_id"), transaction.atomic():
        copy.save(force_insert=True)
    assert Decision.objects.filter(assignment=check).count() == 1


def test_keys_are_random_and_long_enough() -> None:
    keys = {commands.new_key() for _ in range(100)}
    assert (len(keys), {len(key) for key in keys}) == (100, {32})


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE workflows_decision SET outcome = 'return' WHERE id = %s",
        "UPDATE workflows_decision SET answers = '{}' WHERE id = %s",
        "UPDATE workflows_decision SET at = now() WHERE id = %s",
        "UPDATE workflows_decision SET recalled_at = now(), outcome = 'x' WHERE id = %s",
        "DELETE FROM workflows_decision WHERE id = %s",
    ],
)
def test_a_decision_is_written_once(check: TaskAssignment, commissioner: User, sql: str) -> None:
    decision = desk.act(check, commissioner)
    before = desk.state()
    with (
        pytest.raises(IntegrityError, match="a decision is written once"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql, [decision.pk])
    assert desk.state() == before


# -- the rules ----------------------------------------------------------------------------------------------------------


def test_answers_that_are_not_in_order_keep_nothing(check: TaskAssignment, commissioner: User) -> None:
    before = desk.state()
    with pytest.raises(Invalid) as invalid:
        desk.act(check, commissioner, outcome="return", dues_paid_until="")
    assert set(invalid.value.form.errors) == {"dues_paid_until", "opinion"}
    assert desk.state() == before


def test_a_guard_blocks_the_outcome_it_protects_and_no_other(check: TaskAssignment, commissioner: User) -> None:
    """Dues four months behind: it cannot be passed on, it can be sent back."""
    before = desk.state()
    with pytest.raises(Refused) as refused:
        desk.act(check, commissioner, dues_paid_until="2026-07")
    assert "2026-07" in refused.value.sentence
    assert not isinstance(refused.value, Conflict)
    assert desk.state() == before
    back = desk.act(check, commissioner, outcome="return", dues_paid_until="2026-07", opinion="先补交党费。")
    assert back.outcome == "return"


def test_a_member_who_left_the_roll_is_not_accepted(case: Case, ordinary_member: Member) -> None:
    """His letter can only be given back; before, the worker tried for ever to move somebody who is not there."""
    turn = desk.until(case, "accept")
    Member.objects.filter(pk=ordinary_member.pk).update(standing="dead")
    before = desk.state()
    with pytest.raises(Refused):
        desk.act(turn)
    assert desk.state() == before
    back = desk.act(turn, outcome="return", ground="file_doubt", opinion="该同志已去世。")
    desk.settle()
    assert (back.outcome, desk.the_turn(case).step) == ("return", "letter_back")


def digest_shown(turn: TaskAssignment, by: User) -> str:
    """What the check page shows of the paper that the ordinary answers would issue."""
    form = deciding.bound_form(turn, desk.answers(turn), by_subject=turn.person_id == by.person_id, today=clock.today())
    assert form.is_valid(), form.errors
    return checking.facts_digest(turn.definition, turn.case, form.outcome(), form.cleaned_data, by.person)


def test_a_paper_that_changed_since_it_was_checked_is_a_conflict(
    approval: TaskAssignment, ordinary_member: Member
) -> None:
    by = driving.actor_for(approval)
    shown = digest_shown(approval, by)
    ordinary_member.person.name = "改了名"
    ordinary_member.person.save(update_fields=["name"])
    before = desk.state()
    with pytest.raises(Conflict):
        deciding.decide(approval.public_id, by=by, data=desk.answers(approval), key=desk.key(), digest=shown)
    assert desk.state() == before
    fresh = digest_shown(desk.the_turn(approval.case), by)
    deciding.decide(approval.public_id, by=by, data=desk.answers(approval), key=desk.key(), digest=fresh)


def test_a_digest_for_an_outcome_without_a_paper_is_a_conflict(approval: TaskAssignment) -> None:
    by = driving.actor_for(approval)
    shown = digest_shown(approval, by)
    before = desk.state()
    back = desk.answers(approval, outcome="return", opinion="请补正。")
    with pytest.raises(Conflict):
        deciding.decide(approval.public_id, by=by, data=back, key=desk.key(), digest=shown)
    assert desk.state() == before


def decided_with_digest(turn: TaskAssignment, **more: str) -> tuple[str, str]:
    """Decide with the digest the check page shows; that digest, and the one of the newest paper afterwards."""
    by = driving.actor_for(turn)
    shown = digest_shown(turn, by)
    deciding.decide(turn.public_id, by=by, data=desk.answers(turn, **more), key=desk.key(), digest=shown)
    desk.settle()
    newest = Paper.objects.filter(case_reference=turn.case.reference).order_by("pk").last()
    return shown, newest.facts_digest if shown and newest else shown


@pytest.mark.parametrize("by_subject", [True, False])
def test_what_was_checked_is_what_is_issued(case: Case, by_subject: bool, ordinary_member: Member) -> None:
    """At every step that issues a paper, on a later day than the step before, and again after a reissue."""
    if not by_subject:
        persons.close_account(ordinary_member.person.user, by=BY, reason="没有账号")
        ordinary_member.person.user.delete()
    seen = []
    while Case.objects.get(pk=case.pk).closed_at is None:
        desk.settle()
        clock.travel_to(clock.today() + DAY)
        if Case.objects.get(pk=case.pk).closed_at is not None:
            break
        turn = desk.the_turn(case)
        if turn.step == "accept" and seen.count("accept") == 0:
            desk.act(turn, outcome="return", ground="incomplete", opinion="请补正。")
        elif turn.step == "letter_back":
            desk.act(turn, outcome="reissue", void_reason="填写有误")
        else:
            shown, issued = decided_with_digest(turn)
            assert shown == issued, turn.step
        seen.append(turn.step)
    assert seen.count("approve") == 2


# -- a turn of one's own ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [Decision.Kind.APPROVE, Decision.Kind.RECORD, Decision.Kind.PRE_REVIEW])
def test_a_turn_of_the_subjects_own_is_not_his_where_a_superior_decides(
    consent: TaskAssignment, secretary: User, ordinary_member: Member, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No course says so today; one that did would let him approve himself, up to the constraint of the database."""
    monkeypatch.setattr(consent.definition, "kind", kind)
    member = ordinary_member.person.user
    before = desk.state()
    for user in (member, secretary):  # the secretary opened the case
        assert not authority.may_act(consent, user, clock.today())
        with pytest.raises(PermissionDenied, match="他人办理|somebody else"):
            desk.act(consent, user, outcome="confirm")
    assert desk.state() == before
    assert list(integrity.stuck(clock.today())) == [consent.case]


def test_a_turn_of_the_subjects_own_is_his_in_an_ordinary_step(
    consent: TaskAssignment, secretary: User, sister: User, ordinary_member: Member
) -> None:
    able = [
        authority.may_act(consent, user, clock.today()) for user in (ordinary_member.person.user, secretary, sister)
    ]
    assert able == [True, True, False]
    assert list(integrity.stuck(clock.today())) == []


def test_until_the_step_before_can_no_longer_be_undone_the_next_turn_is_nobodys(case: Case) -> None:
    desk.act(desk.until(case, "examine"))
    turn = desk.the_turn(case)
    before = desk.state()
    clock.advance(desk.HOLD - dt.timedelta(seconds=1))
    with pytest.raises(Conflict):
        desk.act(turn)
    assert desk.state() == before
    clock.advance(dt.timedelta(seconds=1))
    assert desk.act(turn).step == "approve"


def test_an_account_closed_while_the_page_is_open_decides_nothing(check: TaskAssignment) -> None:
    by = driving.actor_for(check)
    persons.close_account(User.objects.get(pk=by.pk), by=BY, reason="离任")
    before = desk.state()
    with pytest.raises(PermissionDenied):
        desk.act(check, by)
    assert desk.state() == before
