"""Who signs: added and taken off, vacant, recused, too few; and the whole case around a round."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.utils import translation

from audit import clock, journal
from config.demo import driving
from config.demo.building import Demo
from registry import posts
from registry.models import Role, User
from tests import desk
from tests.workflows import countersigned
from tests.workflows.countersigned_desk import ALL, DEMO, Desk, recall
from workflows.engine import countersigning, deciding, rounds, signers, waiting
from workflows.engine.errors import Refused
from workflows.engine.models import Case, SigningEvent, TaskAssignment
from workflows.engine.sentences import Sentence


@pytest.fixture(autouse=True)
def _english() -> Any:
    with translation.override("en"):
        yield


# -- adding and taking off ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("place", "now", "then"),
    [
        ("before", ["deputy", "organiser", "county organiser"], ["secretary", "deputy", "organiser"]),
        ("after", ["secretary", "deputy", "organiser"], ["deputy", "organiser", "county organiser"]),
        ("parallel", ["secretary", "deputy", "organiser", "county organiser"], ["secretary", "deputy", "organiser"]),
    ],
)
def test_a_signer_asks_for_one_more_signature(at: Any, place: str, now: list[str], then: list[str]) -> None:
    case = at()
    case.add("secretary", case.post("QH", Role.ORGANISER), place)
    assert case.open() == now
    case.sign("secretary" if place == "after" else "county organiser")
    desk.settle()
    assert case.open() == then
    for who in then:
        case.sign(who)
    assert (case.ended(), case.signing().signers.count()) == ("closed", 4)


@pytest.mark.parametrize(("answer", "result"), [("disagree", "refused"), ("return", "returned")])
def test_an_added_signer_can_refuse_and_send_back(at: Any, answer: str, result: str) -> None:
    """ruoyi PR 566: once a signer was added, the task could not be refused any more."""
    case = at()
    case.add("secretary", case.post("QH", Role.ORGANISER))
    recall(case.sign("county organiser", answer))
    assert case.open() == [*ALL, "county organiser"]
    case.sign("county organiser", answer)
    assert case.signing().result == result
    if answer == "return":
        desk.settle()
        case.drafted()
        assert case.open() == ALL  # the added one is not asked again


def test_a_signer_takes_off_whom_he_added_and_nobody_else(at: Any) -> None:
    case = at()
    case.add("secretary", case.post("QH", Role.ORGANISER))
    before = desk.state()
    for who, gone in (("secretary", "deputy"), ("deputy", "county organiser")):
        with pytest.raises(PermissionDenied):
            case.remove(who, gone)
    assert desk.state() == before
    case.remove("secretary", "county organiser")
    assert (case.open(), case.closed()["county organiser"]) == (ALL, "removed")


def test_taking_off_the_last_open_seat_ends_the_round(at: Any) -> None:
    case = at()
    case.add("secretary", case.post("QH", Role.ORGANISER), "before")
    for who in ("deputy", "organiser"):
        case.sign(who)
    with pytest.raises(PermissionDenied):  # he who added waits himself
        case.remove("secretary", "county organiser")
    case.sign("county organiser")
    desk.settle()
    case.sign("secretary")
    assert case.ended() == "closed"


def test_whoever_sent_it_changes_the_roll_where_the_course_lets_him(at: Any) -> None:
    case = at("MoreThanHalf")
    sender = driving.actor_for(TaskAssignment.objects.get(case=case.case, step="draft"))
    case.add("secretary", case.post("QH", Role.ORGANISER), by=sender)
    case.remove("secretary", "deputy", by=sender)
    assert case.open() == ["secretary", "organiser", "county organiser"]
    strict = Desk(case.world, countersigned.Signed, case.case.opened_by, case.world.members("QH0101")[7])
    with pytest.raises(PermissionDenied):
        strict.add("secretary", strict.post("QH", Role.ORGANISER), by=sender)


def test_who_may_add(at: Any, sister: User, outsider: User, secretary: User) -> None:
    case = at()
    wanted, before = case.post("QH", Role.ORGANISER), desk.state()
    for user in (sister, outsider, secretary, case.user("county head")):
        with pytest.raises(PermissionDenied):
            case.add("secretary", wanted, by=user)
    assert desk.state() == before
    decision = case.sign("secretary")
    with pytest.raises(PermissionDenied):  # who has signed has nothing more to ask
        case.add("secretary", wanted)
    assert decision.pk


@pytest.mark.parametrize(
    ("code", "role", "reason"),
    [
        ("QH", Role.AUDITOR, "x"),
        ("QH01", Role.SECRETARY, "x"),
        ("HK", Role.ORGANISER, "x"),
        ("QH", Role.ORGANISER, " "),
    ],
)
def test_what_cannot_be_added_changes_nothing(at: Any, code: str, role: str, reason: str) -> None:
    """Not declared by the course; on the roll already; elsewhere; without a reason."""
    case = at()
    before = desk.state()
    with pytest.raises(Refused):
        case.add("deputy", case.post(code, role), reason=reason)
    assert desk.state() == before


def test_a_vacant_post_or_one_whose_holder_stands_aside_cannot_be_added(at: Any) -> None:
    case = at()
    on = clock.today()
    step = case.course.instance.node("sign")
    found = signers.addable(step, rounds.read(case.signing()), Case.objects.get(pk=case.case.pk), on)
    # Of the branch's posts its secretary opened the case and stands aside.
    assert [case.name(post) for post in found] == ["county organiser", "branch organisation_commissioner"]
    (held,) = case.post("QH", Role.ORGANISER).appointments.all()
    posts.end_appointment(held, by=DEMO, last_day=on - dt.timedelta(days=1), reason="调离")
    before = desk.state()
    with pytest.raises(Refused):
        case.add("deputy", case.post("QH", Role.ORGANISER))
    assert desk.state() == before


def test_a_repeated_addition_adds_once(at: Any) -> None:
    case = at()
    key, wanted = desk.key(), case.post("QH", Role.ORGANISER)
    for _time in range(2):
        signers.add_signer(case.signing().public_id, by=case.user("deputy"), post=wanted.pk, reason="x", key=key)
    assert case.signing().signers.count() == 4
    with pytest.raises(Refused):
        case.add("deputy", wanted)


# -- the denominator ------------------------------------------------------------------------------------------------------


def test_a_vacant_post_leaves_the_count_and_comes_back(at: Any) -> None:
    case = at()
    (held,) = case.turn("organiser").post.appointments.all()
    case.leave("organiser")
    assert countersigning.sweep() == 1
    assert (case.open(), case.closed()["organiser"]) == (["secretary", "deputy"], "vacant")
    assert countersigning.sweep() == 0
    posts.appoint(held.post, held.person, by=DEMO, since=clock.today())
    assert countersigning.sweep() == 1
    assert case.open() == ALL


def test_a_vacancy_can_decide_the_round(at: Any) -> None:
    case = at()
    for who in ("secretary", "deputy"):
        case.sign(who)
    case.leave("organiser")
    assert countersigning.sweep() == 1
    assert (case.ended(), case.signing().result) == ("passed", "agreed")


def test_facts_are_looked_at_whenever_somebody_signs(at: Any) -> None:
    case = at()
    case.sign("secretary")
    case.leave("organiser")
    case.sign("deputy")
    assert case.ended() == "passed"


def test_where_nobody_is_left_the_post_above_decides_alone(at: Any) -> None:
    case = at()
    for who in ALL:
        case.leave(who)
    assert countersigning.sweep() == 1
    turn = desk.the_turn(case.case)
    assert (case.open(), turn.signer, case.signing().result) == (["county head"], None, "too_few")
    assert "Too few of those who should sign can do so; one decides instead." in {
        str(Sentence.from_json(why)) for why in turn.why
    }
    deciding.decide(
        turn.public_id, by=case.user("county head"), data={"outcome": "agree", "opinion": ""}, key=desk.key()
    )
    assert (case.said().outcome("sign"), case.ended()) == ("agree", "passed")


def test_where_fewer_are_left_than_the_course_wants_the_last_one_does_not_decide(at: Any) -> None:
    """Warm-Flow: the last remaining voter decides alone."""
    case = at("OfTwo")
    case.sign("secretary")
    case.leave("deputy")
    case.leave("organiser")
    countersigning.sweep()
    assert (case.open(), case.signing().result) == (["county head"], "too_few")


def test_where_all_posts_are_vacant_from_the_start_it_goes_up_at_once(at: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    case = at()
    case.sign("secretary", "return")
    desk.settle()
    for who in ALL:
        case.leave(who)
    case.drafted()
    assert case.open() == ["county head"]


def test_whoever_opened_the_case_does_not_sign(world: Demo, at: Any) -> None:
    """An approval: the initiator's seat leaves the count, though he holds the post."""
    case = at()
    deputy, opener = case.user("deputy"), case.case.opened_by
    case.sign("organiser", "return")
    desk.settle()
    case.leave("deputy")
    posts.appoint(case.post("QH01", Role.DEPUTY_SECRETARY), opener.person, by=DEMO, since=clock.today())
    case.drafted()
    assert (deputy != opener, case.open()) == (True, ["secretary", "organiser"])
    row = SigningEvent.objects.get(signing=case.signing())
    assert (row.kind, row.seat, row.said) == ("left", 2, "aside")


def test_one_person_on_two_posts_signs_once(at: Any, superior: User) -> None:
    case = at()
    case.leave("deputy")
    posts.appoint(case.post("QH01", Role.DEPUTY_SECRETARY), superior.person, by=DEMO, since=clock.today())
    countersigning.sweep()
    assert (case.open(), case.closed()["deputy"]) == (["secretary", "organiser"], "double")
    case.sign("secretary")
    case.sign("organiser")
    assert (case.ended(), len(case.said().opinions("sign"))) == ("passed", 2)


# -- the whole case -------------------------------------------------------------------------------------------------------


def test_a_term_of_the_whole_step_runs_out(at: Any) -> None:
    case = at("Lapsing")
    case.sign("secretary")
    desk.settle()
    clock.travel_to(dt.date(2026, 12, 2))
    assert waiting.sweep(clock.today()) == 1
    assert (case.closed()["deputy"], case.closed()["secretary"], case.signing().result) == (
        "lapsed",
        "decided",
        "lapsed",
    )
    assert case.ended() == "refused"


def test_who_may_sign(at: Any, sister: User, outsider: User, secretary: User) -> None:
    case = at()
    before = desk.state()
    for user in (sister, outsider, secretary, case.user("deputy"), case.user("county head")):
        with pytest.raises(PermissionDenied):
            case.sign("secretary", by=user)
    assert desk.state() == before


def test_a_signature_sent_twice_is_one(at: Any) -> None:
    case = at()
    turn, key, by = case.turn("secretary"), desk.key(), case.user("secretary")
    data = {"outcome": "agree", "opinion": ""}
    one, other = (deciding.decide(turn.public_id, by=by, data=data, key=key) for _time in range(2))
    assert (one == other, SigningEvent.objects.filter(signing=case.signing()).count()) == (True, 1)


def test_the_journal_tells_the_round(at: Any) -> None:
    case = at()
    case.add("secretary", case.post("QH", Role.ORGANISER))
    case.remove("secretary", "county organiser")
    for who in ALL:
        case.sign(who)
    acts = [entry.act for entry in journal.entries_of(case.case.stream)]
    assert acts == [
        "case.opened", "step.decided", "round.opened", "signer.added", "signer.removed", "step.decided", "step.decided",
        "step.decided", "round.ended",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE workflows_signingevent SET said = 'disagree'",
        "DELETE FROM workflows_signingevent",
        ("INSERT INTO workflows_signing (case_id, task_id, public_id, step, rule, in_order, opened_at, result)"
        " SELECT case_id, task_id, 'x', step, rule, in_order, opened_at, '' FROM workflows_signing"),
        "UPDATE workflows_signing SET result = 'agreed'",
        ("INSERT INTO workflows_signer (signing_id, number, post_id, public_id) SELECT signing_id, 9, post_id, 'x'"
        " FROM workflows_signer LIMIT 1"),
        ("INSERT INTO workflows_taskassignment (task_id, case_id, public_id, process_name, step, post_id, why, opened_at,"
        " visible_from, due_provisional, closed_how, signer_id) SELECT task_id, case_id, 'x', process_name, step, post_id, why,"
        " opened_at, visible_from, due_provisional, '', signer_id FROM workflows_taskassignment WHERE closed_at IS NULL"
        " AND signer_id IS NOT NULL LIMIT 1"),
    ],
)  # fmt: skip
def test_the_database_itself_keeps_once_to_once(at: Any, sql: str) -> None:
    case = at()
    case.sign("secretary")
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
