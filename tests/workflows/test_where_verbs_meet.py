"""Where two verbs meet: what comes of it, and what does not change.

| first | then | outcome |
|---|---|---|
| delegation | signing | under his own name for the post; revoked: only the holder (test_countersigning_deputies has the rest) |
| round | hand over a seat | refused: ask for one more signature instead |
| round | a signer sends back | round ended, nobody waits; a fresh one afterwards, the old opinions readable |
| suspension | every verb | refused with who, since when, why; only comments, the drafts, going on and ending are allowed |
| round | termination | round and seats closed, late signatures refused |
| added signer | recall of whoever added | his seat alone is open again, the added one stays |
| added signer | recall of whoever sent it | the round goes with its roll; the next one is the course's again |
| signer taken off | signs late | refused with why |
| delegation over | sent back to the proxy's step | to the post: the holder, not the proxy |
| suspension | post vacated | nothing moves until the case goes on; then the next sweep sends it on |
| suspension | seat vacated | the same: the seat leaves the count when the case goes on |
| delegation revoked | hand over | refused; handed over before, it stays where it is |
| opener leaves | ask again | not he; his successor, and the member |
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import translation

from audit import clock, journal
from config.demo import driving
from config.demo.building import Demo
from registry import posts
from registry.models import Member, Role, User
from registry.refusals import Conflict, Refused
from tests import desk
from tests.workflows.countersigned_desk import ALL, DEMO, Desk, recall
from tests.workflows.deputing import DAY, give
from tests.workflows.parts import attached, copied, refused, said
from workflows.engine import (
    collecting,
    countersigning,
    deciding,
    deputies,
    drafts,
    ending,
    interests,
    leaving,
    moving,
    resubmitting,
    returning,
    stranded,
    suspending,
    undoing,
    urging,
)
from workflows.engine.models import Case, Notice, Signing, TaskAssignment

WHY = "有反映待核实。"
DRAFT_AGAIN = {"sign": {"draft": ()}}


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


def head(case: Desk) -> User:
    """Whoever may suspend and end the case."""
    return case.user("county head")


def suspended(case: Desk) -> None:
    suspending.suspend(case.case.pk, by=head(case), reason=WHY, key=desk.key())


def resumed(case: Desk) -> None:
    suspending.resume(case.case.pk, by=head(case), key=desk.key())


def drafter(case: Desk) -> User:
    """Whoever sent the case to its signers."""
    return driving.actor_for(TaskAssignment.objects.filter(case=case.case, step="draft").latest("pk"))


# -- suspension × every verb ----------------------------------------------------------------------------------------------


def _hand_over(case: Desk) -> Any:
    return moving.hand_over(
        case.turn("deputy").public_id, to=case.post("QH01", Role.SECRETARY), by=case.user("deputy"), reason="外出", key=desk.key()
    )  # fmt: skip


REFUSED: dict[str, Callable[[Desk], Any]] = {
    "sign": lambda case: case.sign("deputy"),
    "send back": lambda case: returning.return_to(
        case.turn("deputy").public_id, to="draft", by=case.user("deputy"), reason="请核对", key=desk.key()
    ),
    "hand over": _hand_over,
    "stand aside": lambda case: interests.declare_interest(
        case.turn("deputy").public_id, by=case.user("deputy"), reason="亲戚", key=desk.key()
    ),
    "undo": lambda case: recall(case.case.decisions.latest("pk")),
    "call off": lambda case: undoing.withdraw(case.case.pk, by=case.case.opened_by, reason="有变", key=desk.key()),
    "suspend": lambda case: suspended(case),
    "add a signer": lambda case: case.add("secretary", case.post("QH", Role.ORGANISER), by=drafter(case)),
    "take a signer off": lambda case: case.remove("secretary", "deputy", by=drafter(case)),
    "copy": lambda case: copied(case.case, case.case.opened_by, case.post("QH01", Role.SECRETARY)),
    "attach": lambda case: attached(case.case, case.case.opened_by),
    "ask for haste": lambda case: urging.urge(case.case.pk, by=case.case.opened_by, key=desk.key()),
}


@pytest.mark.parametrize("verb", sorted(REFUSED))
def test_a_suspended_case_refuses_it_in_the_same_words(at: Any, verb: str) -> None:
    case = at("Stoppable")
    case.sign("secretary")
    suspended(case)
    words = f"{head(case)} \\(.*\\) has suspended this case since {clock.today()}: {WHY}"
    refused(Conflict, lambda: REFUSED[verb](case), match=words)
    assert case.open() == ["deputy", "organiser"]


ALLOWED: dict[str, Callable[[Desk], Any]] = {
    # It decides nothing, and is how people clear up what the suspension is about.
    "comment": lambda case: said(case.case, case.user("deputy")),
    # Nothing that is typed is lost.
    "keep a draft": lambda case: drafts.save_task_draft(case.turn("deputy"), case.user("deputy"), {"opinion": "稿"}),
    # They are what a suspension ends with.
    "go on": resumed,
    "end": lambda case: ending.terminate(case.case.pk, by=head(case), reason="情况变化。", key=desk.key()),
}


@pytest.mark.parametrize("verb", sorted(ALLOWED))
def test_a_suspended_case_allows_it(at: Any, verb: str) -> None:
    case = at("Stoppable")
    suspended(case)
    ALLOWED[verb](case)
    assert case.open() == ([] if verb == "end" else ALL)
    assert Signing.objects.get().result == ("terminated" if verb == "end" else "")
    assert journal.verify().faults == []


def test_nobody_is_told_of_a_suspended_task_and_everybody_when_it_goes_on(at: Any) -> None:
    case = at("Stoppable")
    suspended(case)
    assert collecting.collect() == 0
    resumed(case)
    assert collecting.collect() == 3


# -- a running round ------------------------------------------------------------------------------------------------------


def test_a_seat_is_not_handed_over(at: Any) -> None:
    case = at()
    assert moving.handovers(case.turn("deputy"), clock.today()) == []
    refused(Refused, lambda: _hand_over(case), match="A signature is not handed over")
    assert case.open() == ALL


def test_a_return_by_a_signer_ends_the_round_and_a_fresh_one_begins_afterwards(
    at: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the posts as they are then; what was said before stays readable with its round."""
    monkeypatch.setattr(returning, "returns_kept", lambda course: DRAFT_AGAIN)
    case = at("MoreThanHalf")
    case.sign("organiser", "disagree")
    first = case.signing()
    returning.return_to(
        case.turn("deputy").public_id, to="draft", by=case.user("deputy"), reason="请核对", key=desk.key()
    )
    first.refresh_from_db()
    assert (first.result, case.open(), case.closed()["secretary"]) == ("returned", ["branch organisation_commissioner"], "returned")  # fmt: skip
    refused(Conflict, lambda: case.sign("secretary"), match="another signer has sent the case back")
    desk.settle()
    case.drafted()
    assert (case.signing() != first, case.open()) == (True, ALL)
    assert [opinion.outcome for opinion in case.said().opinions("sign")] == []
    assert first.events.filter(kind="signed").count() == 2
    for who in ("secretary", "deputy"):
        case.sign(who)
    assert case.ended() == "passed"


def test_ending_the_case_ends_the_round(at: Any) -> None:
    case = at("Stoppable")
    decision = case.sign("secretary")
    ending.terminate(case.case.pk, by=head(case), reason="情况变化。", key=desk.key())
    assert (case.open(), case.signing().result) == ([], "terminated")
    for who in ("deputy", "organiser"):
        refused(Conflict, lambda who=who: case.sign(who))
    refused(Conflict, lambda: recall(decision))
    refused(Conflict, lambda: case.add("deputy", case.post("QH", Role.ORGANISER)), match="has been decided")
    assert countersigning.sweep() == 0
    assert case.ended() == "refused"


def test_undoing_his_own_signature_leaves_the_signer_he_added(at: Any) -> None:
    case = at()
    case.add("secretary", case.post("QH", Role.ORGANISER))
    decision = case.sign("secretary")
    assert case.open() == ["deputy", "organiser", "county organiser"]
    recall(decision)
    assert case.open() == [*ALL, "county organiser"]
    case.remove("secretary", "county organiser")
    assert case.open() == ALL


def test_undoing_what_sent_it_here_takes_the_added_signer_along(at: Any) -> None:
    case = at("MoreThanHalf")
    case.sign("deputy", "return")
    desk.settle()
    turn = desk.the_turn(case.case)
    sent = deciding.decide(turn.public_id, by=driving.actor_for(turn), data={"text": "再拟。"}, key=desk.key())
    case.add("secretary", case.post("QH", Role.ORGANISER), by=sent.by)
    recall(sent)
    assert (case.open(), case.signing().result) == (["branch organisation_commissioner"], "recalled")
    case.drafted()
    assert case.open() == ALL


def test_who_was_taken_off_signs_no_more_and_the_answer_says_why(at: Any) -> None:
    case = at()
    case.add("secretary", case.post("QH", Role.ORGANISER))
    case.remove("secretary", "county organiser")
    refused(Conflict, lambda: case.sign("county organiser"), match="your post was taken off")
    assert case.open() == ALL


def test_a_signer_declared_aside_while_suspended_is_looked_at_when_it_goes_on(at: Any) -> None:
    """A seat that is vacated meanwhile stays as it is; the first look after the suspension leaves it out."""
    case = at("Stoppable")
    suspended(case)
    case.leave("organiser")
    assert (countersigning.sweep(), case.open()) == (0, ALL)
    resumed(case)
    assert (countersigning.sweep(), case.open(), case.closed()["organiser"]) == (1, ["secretary", "deputy"], "vacant")


# -- delegations ----------------------------------------------------------------------------------------------------------


def test_sent_back_to_a_step_a_proxy_decided_whose_delegation_is_over(
    check: TaskAssignment, commissioner: User, sister: User
) -> None:
    """It is the holder's again: he is told of the task; the proxy cannot act, and sees nothing of it."""
    given = give(check.post, commissioner, sister)
    desk.act(check, sister)
    desk.settle()
    deputies.revoke(given.public_id, by=commissioner, key=desk.key())
    turn = desk.the_turn(check.case)
    by = driving.actor_for(turn)
    returning.return_to(turn.public_id, to="branch_check", by=by, reason="请核对。", key=desk.key())
    desk.settle()
    collecting.collect()
    again = desk.the_turn(check.case)
    assert (again.step, again.post) == ("branch_check", check.post)
    told = Notice.objects.filter(turn=again).values_list("person_id", flat=True)
    assert list(told) == [commissioner.person_id]
    refused(PermissionDenied, lambda: desk.act(again, sister), match="revoked the delegation")
    assert desk.act(again, commissioner).delegation is None


@pytest.mark.parametrize("first", ["handed over", "revoked"])
def test_handing_over_and_the_end_of_the_delegation(
    check: TaskAssignment, commissioner: User, secretary: User, sister: User, first: str
) -> None:
    """What a proxy has handed over stays where it is; what he has no more, he hands over no more."""
    given, to = give(check.post, commissioner, sister), secretary.person.appointments.get().post

    def hand() -> None:
        moving.hand_over(check.public_id, to=to, by=sister, reason="外出。", key=desk.key(), seen=check.post_id)

    if first == "handed over":
        hand()
    deputies.revoke(given.public_id, by=commissioner, key=desk.key())
    if first == "revoked":
        refused(PermissionDenied, hand, match="revoked the delegation")
    assert desk.the_turn(check.case).post == (to if first == "handed over" else check.post)
    refused(PermissionDenied, lambda: desk.act(check, sister))


# -- people who leave -----------------------------------------------------------------------------------------------------


def test_a_post_vacated_while_the_case_is_suspended(
    check: TaskAssignment, commissioner: User, superior: User, secretary: User
) -> None:
    suspending.suspend(check.case_id, by=superior, reason=WHY, key=desk.key())
    (term,) = check.post.appointments.all()
    posts.end_appointment(term, by=DEMO, last_day=clock.today() - DAY, reason="调离")
    before = desk.state()
    assert stranded.sweep(clock.today()) == 0
    assert desk.state() == before
    suspending.resume(check.case_id, by=superior, key=desk.key())
    assert stranded.sweep(clock.today()) == 1
    moved = desk.the_turn(check.case)
    assert (moved.post, moved.due_on, moved.suspended_at) == (
        secretary.person.appointments.get().post,
        check.due_on,
        None,
    )


def test_a_leaver_does_not_ask_again_and_his_successor_does(
    case: Case, secretary: User, sister: User, outsider: User, ordinary_member: Member
) -> None:
    desk.until(case, "branch_check")
    undoing.withdraw(case.pk, by=secretary, reason="有变。", key=desk.key())
    desk.settle()
    case.refresh_from_db()
    post, last = secretary.person.appointments.get().post, clock.today()
    leaving.leave(secretary.person, last_day=last, reason="调离")
    posts.appoint(post, sister.person, by=DEMO, since=last + DAY)
    assert resubmitting.may_ask_again(case, secretary, last)
    clock.travel_to(last + DAY)
    people = (secretary, sister, outsider, ordinary_member.person.user)
    assert [resubmitting.may_ask_again(case, user, clock.today()) for user in people] == [False, True, False, True]
    refused(PermissionDenied, lambda: resubmitting.ask_again(case, by=secretary, key=desk.key()))
    assert resubmitting.ask_again(case, by=sister, key=desk.key()).follows == case


def test_nothing_is_left_of_a_leavers_part_in_a_suspended_case(at: Any, world: Demo) -> None:
    """A signer who has left, and whom others had asked to act for them, while the case is suspended."""
    case = at("Stoppable")
    deputy, secretary = case.user("deputy"), case.user("secretary")
    give(case.turn("secretary").post, secretary, deputy)
    suspended(case)
    leaving.leave(deputy.person, last_day=clock.today() - dt.timedelta(days=1), reason="调离")
    assert case.open() == ALL
    resumed(case)
    countersigning.sweep()
    assert case.open() == ["secretary", "organiser"]
    refused(PermissionDenied, lambda: case.sign("secretary", by=deputy))
