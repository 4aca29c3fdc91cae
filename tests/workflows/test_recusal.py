"""Who must stand aside, by fact: the pure rule, registered relatives, declared interests, and the database behind both."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, OperationalError, transaction

from audit import clock, journal
from audit.models import Entry
from config.demo.building import Demo
from registry import kinship, posts
from registry.access import viewer_of
from registry.models import Appointment, Kinship, Member, Person, Relation, Role, User
from registry.refusals import Conflict, Refused
from tests import desk
from workflows.engine import authority, integrity, interests, recusal, turns
from workflows.engine.models import Case, Decision, Notice, Recusal, TaskAssignment
from workflows.engine.recusal import Ground, Parties
from workflows.engine.sentences import Sentence
from workflows.processes.transfer import Transfer

BY = journal.system("test")
OTHERS = (Ground.RELATIVE, Ground.REPORTER, Ground.DECIDER, Ground.INTEREST)


def person_of(world: Demo, code: str, role: str) -> Person:
    return world.holder(code, role).person


def related(member: Member, relative: Person, by: User, relation: str = Relation.SPOUSE) -> Kinship:
    return kinship.record(member, relative, by=viewer_of(by, clock.today()), relation=relation)


def where(turn: TaskAssignment) -> tuple[str, str]:
    return turn.post.organisation.code, turn.post.role


def why(turn: TaskAssignment) -> list[str]:
    return [Sentence.from_json(stored).msgid for stored in turn.why]


# -- the pure rule ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [str(kind) for kind in Decision.Kind])
@pytest.mark.parametrize("ground", [str(ground) for ground in Ground])
def test_each_ground_at_each_kind_of_step(kind: str, ground: str) -> None:
    found = recusal.aside(kind, Parties(**{ground: frozenset({7})}))
    assert found == ({7: Ground(ground)} if ground in OTHERS or kind != "act" else {})


def test_the_first_ground_is_named() -> None:
    parties = Parties(opener=frozenset({1}), relative=frozenset({1, 2}), interest=frozenset({2, 3}))
    assert recusal.aside("approve", parties) == {1: Ground.OPENER, 2: Ground.RELATIVE, 3: Ground.INTEREST}
    assert recusal.aside("act", parties) == {1: Ground.RELATIVE, 2: Ground.RELATIVE, 3: Ground.INTEREST}


def test_nothing_keeps_the_subject_from_his_own_step() -> None:
    parties = Parties(subject=frozenset({1}), reporter=frozenset({1, 2}))
    assert recusal.aside("act", parties, own_step=True) == {2: Ground.REPORTER}
    assert recusal.aside("act", parties) == {1: Ground.REPORTER, 2: Ground.REPORTER}


def test_the_parties_of_a_case(world: Demo, case: Case, superior: User) -> None:
    spouse = person_of(world, "QH01", Role.ORGANISER)
    related(case.member, spouse, superior)
    expected = Parties(
        opener=frozenset({case.opener_id}), subject=frozenset({case.member.person_id}), relative=frozenset({spouse.pk})
    )
    assert turns.parties_of(case) == expected


def test_a_course_says_who_reported_and_who_decided_before(
    world: Demo, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Transfer, "reporter_of", classmethod(lambda cls, case: 11))
    monkeypatch.setattr(Transfer, "earlier_deciders", classmethod(lambda cls, case: (12, 13)))
    found = turns.grounds(case, Transfer.steps()["branch_check"])
    assert found == {11: Ground.REPORTER, 12: Ground.DECIDER, 13: Ground.DECIDER}
    assert turns.recused(case, Transfer.steps()["branch_check"]) == {11, 12, 13}


# -- registered relatives ---------------------------------------------------------------------------------------------


def test_a_relative_is_passed_over_at_an_ordinary_step_and_named(world: Demo, case: Case, secretary: User) -> None:
    commissioner = person_of(world, "QH0101", Role.ORGANISATION_COMMISSIONER)
    related(case.member, commissioner, secretary)
    turn = desk.until(case, "branch_check")
    assert where(turn) == ("QH0101", "secretary")
    skipped = Sentence.from_json(turn.why[1])
    assert skipped.msgid == "%(person)s (%(post)s) stands aside: registered relative of the member."
    assert skipped.params == {"person": commissioner.name, "post": "锦江社区支部组织委员"}


def test_a_relative_does_not_write_down_what_the_subject_said(
    world: Demo, ordinary_member: Member, secretary: User, superior: User
) -> None:
    """The secretary opens the case, and would record the member's answer on paper."""
    related(ordinary_member, secretary.person, superior)
    case = desk.opened(secretary, world.organisations["QH0101"], ordinary_member, world.organisations["HK0102"])
    desk.settle()
    turn = desk.the_turn(case)
    assert (turn.step, *where(turn)) == ("consent", "QH01", "secretary")
    assert authority.may_act(turn, case.member.person.user, clock.today())
    assert not authority.may_act(turn, case.opened_by, clock.today())


def test_who_becomes_a_relative_after_the_routing_is_refused(
    world: Demo, check: TaskAssignment, superior: User
) -> None:
    commissioner = world.holder("QH0101", Role.ORGANISATION_COMMISSIONER)
    record = related(check.case.member, commissioner.person, superior)
    before = desk.state()
    with pytest.raises(PermissionDenied, match="登记为|registered as a relative"):
        desk.act(check, commissioner)
    assert desk.state() == before
    kinship.end(record, by=viewer_of(superior, clock.today()))
    assert desk.act(check, commissioner).outcome == "pass"


# -- declared interests -----------------------------------------------------------------------------------------------


def test_whoever_declares_an_interest_is_replaced_at_once(world: Demo, check: TaskAssignment, secretary: User) -> None:
    commissioner = world.holder("QH0101", Role.ORGANISATION_COMMISSIONER)
    interests.declare_interest(check.public_id, by=commissioner, reason="系本人邻居。", key=desk.key())
    turn = desk.the_turn(check.case)
    assert (turn.pk, turn.due_on, turn.opened_at) == (check.pk, check.due_on, check.opened_at)
    assert where(turn) == ("QH0101", "secretary")
    assert why(turn) == [
        *why(check),
        "Routed anew on %(day)s.",
        "It belongs to the branch of the member: %(organisation)s.",
        "%(person)s (%(post)s) stands aside: declared an interest.",
        "It falls to the post: %(post)s.",
    ]
    row = Recusal.objects.get()
    assert (row.case, row.person, row.ground, row.reason) == (
        check.case, commissioner.person, "interest", "系本人邻居。",
    )  # fmt: skip
    acts = [entry.act for entry in journal.entries_of(check.case.stream)]
    assert acts[-2:] == ["interest.declared", "turn.rerouted"]
    moved = Entry.objects.get(act="turn.rerouted").facts
    assert moved == {"step": "branch_check", "turn": check.public_id, "from": check.post_id, "to": turn.post_id}
    assert [(n.person, n.kind, n.turn) for n in Notice.objects.filter(kind="back")] == [
        (secretary.person, "back", turn)
    ]
    assert desk.act(turn, secretary).outcome == "pass"
    assert journal.verify().faults == []


def test_a_declared_interest_lasts_for_the_whole_case(world: Demo, approval: TaskAssignment, superior: User) -> None:
    """The superior stands aside at a later step of his post too, also as the holder of another post."""
    interests.declare_interest(approval.public_id, by=superior, reason="亲友关系。", key=desk.key())
    turn = desk.the_turn(approval.case)
    assert where(turn) == ("QH01", "deputy_secretary")
    post = world.organisations["HK01"].posts.get(role=Role.ORGANISER)
    Appointment.objects.filter(post=post).update(until=clock.today() - dt.timedelta(days=1))
    posts.appoint(post, superior.person, by=BY, since=clock.today())
    desk.act(turn)
    later = desk.until(approval.case, "report")
    assert where(later) == ("HK01", "deputy_secretary")
    skipped = [Sentence.from_json(stored).params.get("person") for stored in later.why]
    assert superior.person.name in skipped


def test_a_repeated_declaration_is_one(check: TaskAssignment, world: Demo) -> None:
    commissioner, key = world.holder("QH0101", Role.ORGANISATION_COMMISSIONER), desk.key()
    interests.declare_interest(check.public_id, by=commissioner, reason="邻居", key=key)
    before = desk.state()
    interests.declare_interest(check.public_id, by=commissioner, reason="邻居", key=key)
    assert desk.state() == before


def test_four_people_may_or_may_not_declare(
    world: Demo, check: TaskAssignment, secretary: User, sister: User, superior: User, outsider: User
) -> None:
    before = desk.state()
    for user in (secretary, sister, superior, outsider):
        with pytest.raises(PermissionDenied):
            interests.declare_interest(check.public_id, by=user, reason="邻居", key=desk.key())
    assert desk.state() == before


def test_without_a_reason_or_at_ones_own_turn_nothing_is_declared(
    world: Demo, consent: TaskAssignment, ordinary_member: Member, secretary: User
) -> None:
    before = desk.state()
    with pytest.raises(Refused) as refused:
        interests.declare_interest(consent.public_id, by=secretary, reason=" ", key=desk.key())
    assert refused.value.field == "reason"
    with pytest.raises(PermissionDenied):
        interests.declare_interest(consent.public_id, by=ordinary_member.person.user, reason="x", key=desk.key())
    assert desk.state() == before


def test_a_closed_turn_answers_with_who_was_faster(world: Demo, check: TaskAssignment) -> None:
    commissioner = world.holder("QH0101", Role.ORGANISATION_COMMISSIONER)
    desk.act(check, commissioner)
    before = desk.state()
    with pytest.raises(Conflict, match=commissioner.person.name):
        interests.declare_interest(check.public_id, by=commissioner, reason="邻居", key=desk.key())
    assert desk.state() == before


def test_where_nobody_is_left_the_declaration_stands_and_the_case_is_found(world: Demo, check: TaskAssignment) -> None:
    """Who must not decide does not, even if nobody else can: the nightly check names the case."""
    commissioner = world.holder("QH0101", Role.ORGANISATION_COMMISSIONER)
    Appointment.objects.exclude(person=commissioner.person).update(until=clock.today() - dt.timedelta(days=1))
    interests.declare_interest(check.public_id, by=commissioner, reason="邻居", key=desk.key())
    turn = desk.the_turn(check.case)
    assert (turn.post_id, turn.why) == (check.post_id, check.why)
    assert Recusal.objects.count() == 1
    assert list(integrity.stuck(clock.today())) == [check.case]


# -- the database -----------------------------------------------------------------------------------------------------


def copied(turn: TaskAssignment, person: Person, **more: object) -> Decision:
    """A decision as a wrong flow would write it."""
    case, now = turn.case, clock.now()
    return Decision(
        assignment=turn, case=case, step=turn.step, kind="act", outcome="pass", by=person.user, person=person,
        appointment=person.appointments.first(), as_whom="x", at=now, on=clock.today(), held_until=now,
        opener_id=case.opener_id, subject_person_id=case.member.person_id, **more,
    )  # fmt: skip


def test_the_database_refuses_a_decision_by_the_recused(world: Demo, check: TaskAssignment) -> None:
    commissioner = world.holder("QH0101", Role.ORGANISATION_COMMISSIONER)
    Recusal.objects.create(case=check.case, person=commissioner.person, reason="x", by=commissioner, at=clock.now())
    with pytest.raises(IntegrityError, match="whoever is recused"), transaction.atomic():
        copied(check, commissioner.person).save()
    with pytest.raises(IntegrityError), transaction.atomic():
        Recusal.objects.update(reason="y")
    with pytest.raises(IntegrityError), transaction.atomic():
        Recusal.objects.create(case=check.case, person=commissioner.person, reason="x", by=commissioner, at=clock.now())
    copied(check, person_of(world, "QH0101", Role.SECRETARY)).save()


def test_the_database_refuses_a_decision_by_a_relative(world: Demo, check: TaskAssignment, superior: User) -> None:
    """Answered as a lost race: a kinship recorded since the case was read under its lock."""
    commissioner = world.holder("QH0101", Role.ORGANISATION_COMMISSIONER)
    record = related(check.case.member, commissioner.person, superior)
    with pytest.raises(OperationalError, match="a relative of the member"), transaction.atomic():
        copied(check, commissioner.person).save()
    kinship.end(record, by=viewer_of(superior, clock.today()))
    copied(check, commissioner.person).save()


def test_a_kinship_recorded_at_the_last_moment_is_a_conflict(
    world: Demo, check: TaskAssignment, superior: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    commissioner = world.holder("QH0101", Role.ORGANISATION_COMMISSIONER)
    related(check.case.member, commissioner.person, superior)
    monkeypatch.setattr(authority, "grounds", lambda case, step: {})
    before = desk.state()
    with pytest.raises(Conflict):
        desk.act(check, commissioner)
    assert desk.state() == before


def test_the_subjects_own_turn_stays_his(world: Demo, consent: TaskAssignment, ordinary_member: Member) -> None:
    person = ordinary_member.person
    Recusal.objects.create(case=consent.case, person=person, reason="x", by=person.user, at=clock.now())
    assert desk.act(consent, person.user).outcome == "confirm"
