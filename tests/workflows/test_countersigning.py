"""The multi-person step in the database: every round is what the algebra makes of it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import translation

from audit import clock
from config.demo import driving
from config.demo.building import Demo
from registry import posts
from registry.models import Role, User
from tests import desk
from tests.workflows.countersigned_desk import ALL, DEMO, recall
from workflows.engine import deciding
from workflows.engine.errors import Conflict
from workflows.engine.models import Decision, Notice, Signing


@pytest.fixture(autouse=True)
def _english() -> Any:
    with translation.override("en"):
        yield


# -- the rules ------------------------------------------------------------------------------------------------------------


def test_all_sign_at_the_same_time_and_the_last_one_ends_the_step(at: Any) -> None:
    case = at()
    assert case.open() == ALL
    for who in ("organiser", "secretary"):
        case.sign(who)
    assert (case.open(), case.ended()) == (["deputy"], "")
    case.sign("deputy")
    assert (case.open(), case.ended(), case.signing().result) == ([], "closed", "agreed")


def test_one_no_ends_a_step_that_all_must_sign(at: Any) -> None:
    case = at()
    case.sign("secretary")
    case.sign("deputy", "disagree")
    assert case.closed() == {"secretary": "decided", "deputy": "decided", "organiser": "not_needed"}
    assert case.ended() == "refused"


def test_whoever_was_not_needed_has_decided_nothing(at: Any) -> None:
    """ruoyi #939: where one refuses, the case is done by him and by nobody else."""
    case = at("AnyOne")
    case.sign("secretary", "disagree")
    case.sign("deputy")
    desk.settle()
    by = {d.person.name for d in Decision.objects.filter(case=case.case, step="sign").select_related("person")}
    assert by == {case.user("secretary").person.name, case.user("deputy").person.name}
    turn = case.turn("organiser")
    assert (turn.closed_how, hasattr(turn, "decision")) == ("not_needed", False)
    assert [n.person for n in Notice.objects.filter(turn=turn)] == [case.user("organiser").person]
    with pytest.raises(Conflict, match="no longer needed"):
        case.sign("organiser")


@pytest.mark.parametrize(
    ("course", "answers", "ended"),
    [
        ("AnyOne", ["disagree", "disagree", "disagree"], "refused"),
        ("AnyOne", ["disagree", "agree"], "passed"),
        ("MoreThanHalf", ["agree", "agree"], "passed"),
        ("MoreThanHalf", ["disagree", "agree", "disagree"], "refused"),
        ("MoreThanHalf", ["disagree", "agree", "agree"], "passed"),
        ("AtLeastHalf", ["disagree", "agree", "agree"], "passed"),
        ("AtLeastHalf", ["disagree", "disagree"], "refused"),
    ],
)
def test_shares_end_as_soon_as_nothing_can_change_them(at: Any, course: str, answers: Any, ended: str) -> None:
    case = at(course)
    for number, (who, answer) in enumerate(zip(ALL, answers, strict=False), start=1):
        case.sign(who, answer)
        assert (case.signing().result != "") == (number == len(answers))
    assert case.ended() == ended


def test_in_order_only_the_next_one_has_the_task(at: Any) -> None:
    case = at("InOrder")
    seen = []
    for _count in ALL:
        (who,) = case.open()
        seen.append(who)
        case.sign(who)
        desk.settle()
    assert (seen, case.ended()) == (ALL, "closed")


def test_in_order_the_next_one_waits_until_the_undo_is_over(at: Any) -> None:
    case = at("InOrder")
    case.sign("secretary")
    with pytest.raises(Conflict, match="can still be undone"):
        case.sign("deputy")
    desk.settle()
    case.sign("deputy")


def test_a_signature_keeps_its_own_answers(at: Any) -> None:
    case = at("MoreThanHalf")
    case.sign("secretary", "disagree")
    case.sign("deputy")
    said = case.said()
    assert [(o.person, o.outcome, o.answers["opinion"]) for o in said.opinions("sign")] == [
        (case.user("secretary").person, "disagree", "理由如下。"), (case.user("deputy").person, "agree", ""),
    ]  # fmt: skip
    assert said.outcome("sign") == ""
    case.sign("organiser")
    assert (case.said().outcome("sign"), len(case.said().opinions("sign"))) == ("agree", 3)


# -- return ---------------------------------------------------------------------------------------------------------------


def test_a_return_goes_back_and_a_fresh_round_begins(at: Any) -> None:
    """ruoyi #668, #867, #1128, AntFlow PR 7: nothing is lost, nobody is skipped; the case is where it was sent."""
    case = at()
    case.sign("secretary")
    case.sign("deputy", "return")
    assert case.closed() == {"secretary": "decided", "deputy": "decided", "organiser": "returned"}
    first = case.signing()
    desk.settle()
    assert (first.result, case.open()) == ("returned", ["branch organisation_commissioner"])
    assert case.said().outcome("sign") == "return"
    case.drafted()
    second = case.signing()
    assert (second.pk != first.pk, case.open()) == (True, ALL)
    assert case.said().opinions("sign") == []
    for who in ALL:
        case.sign(who)
    assert case.ended() == "closed"
    kept = Decision.objects.filter(assignment__signer__signing=first).order_by("pk")
    assert list(kept.values_list("outcome", flat=True)) == ["agree", "return"]


def test_after_a_return_those_sign_who_hold_the_posts_then(world: Demo, at: Any, superior: User, sister: User) -> None:
    """lemon #141: after a return the wrong approver was shown."""
    case = at()
    case.sign("organiser", "return")
    desk.settle()
    case.leave("secretary")
    posts.appoint(case.post("QH01", Role.SECRETARY), sister.person, by=DEMO, since=clock.today())
    case.drafted()
    with pytest.raises(PermissionDenied):
        case.sign("secretary", by=superior)
    case.sign("secretary", by=sister)
    assert [o.person for o in case.said().opinions("sign")] == [sister.person]


def test_two_returns_one_after_another_go_back_each_time(at: Any) -> None:
    """springboot-framework #183: returns in a row."""
    case = at("InOrder")
    for _time in range(2):
        case.sign("secretary", "return")
        desk.settle()
        assert case.open() == ["branch organisation_commissioner"]
        case.drafted()
    assert (case.open(), Signing.objects.filter(case=case.case).count()) == (["secretary"], 3)


# -- undo -----------------------------------------------------------------------------------------------------------------


def test_a_signature_taken_back_opens_its_own_seat_only(at: Any) -> None:
    case = at()
    due = case.turn("secretary").due_on
    decision = case.sign("secretary")
    case.sign("deputy")
    clock.advance(dt.timedelta(seconds=10))
    recall(decision)
    assert (case.open(), case.closed()["deputy"]) == (["secretary", "organiser"], "decided")
    assert (case.turn("secretary").due_on, case.turn("secretary").visible_from <= clock.now()) == (due, True)
    case.sign("secretary", "disagree")
    assert case.ended() == "refused"


@pytest.mark.parametrize("last", ["agree", "disagree", "return"])
def test_the_signature_that_ended_the_round_can_be_taken_back(at: Any, last: str) -> None:
    """All others stay signed, and whoever was not needed is needed again."""
    case = at()
    case.sign("secretary")
    decision = case.sign("deputy", last)
    if last == "agree":
        decision = case.sign("organiser")
    before = case.signing().pk
    recall(decision)
    again = case.signing()
    assert (again.pk, again.result, again.closed_at) == (before, "", None)
    assert case.open() == (["organiser"] if last == "agree" else ["deputy", "organiser"])
    for who in case.open():
        case.sign(who)
    assert case.ended() == "closed"


def test_a_signature_is_not_taken_back_after_its_hold(at: Any) -> None:
    case = at()
    decision = case.sign("secretary")
    desk.settle()
    before = desk.state()
    with pytest.raises(Conflict):
        recall(decision)
    assert desk.state() == before


def test_an_earlier_signature_is_not_taken_back_once_the_round_is_over(at: Any) -> None:
    case = at()
    first = case.sign("secretary")
    case.sign("deputy", "disagree")
    before = desk.state()
    with pytest.raises(Conflict):
        recall(first)
    assert desk.state() == before


def test_taking_back_the_draft_closes_the_round(at: Any) -> None:
    """Whoever sent it to the signers can still undo that, as long as it is in its hold: the round is void."""
    case = at()
    case.sign("secretary", "return")
    desk.settle()
    turn = desk.the_turn(case.case)
    decision = deciding.decide(turn.public_id, by=driving.actor_for(turn), data={"text": "改。"}, key=desk.key())
    recall(decision)
    assert (case.signing().result, case.open()) == ("recalled", ["branch organisation_commissioner"])
    case.drafted()
    assert case.open() == ALL
