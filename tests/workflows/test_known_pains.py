"""What users of other engines reported again and again (docs/known-pains.md), where no other test has it already."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from audit import clock
from config.demo import driving
from config.demo.building import Demo
from registry import posts
from registry.access import viewer_of
from registry.models import Post, Role, User
from tests import desk
from tests.workflows.countersigned_desk import ALL, DEMO, Desk
from tests.workflows.deputing import give
from workflows.engine import copying, countersigning, inbox, interests, moving, returning, stranded, suspending
from workflows.engine.errors import Conflict
from workflows.engine.models import Case, Decision, Signing, TaskAssignment

DRAFTER = "branch organisation_commissioner"
ONE = dt.timedelta(days=1)


# -- return, countersign, parallel, added signer --------------------------------------------------------------------------


@pytest.mark.parametrize("course", ["Signed", "AnyOne", "MoreThanHalf"])
@pytest.mark.parametrize("who", ALL)
def test_any_open_seat_sends_back_while_the_others_are_open(at: Any, course: str, who: str) -> None:
    """ruoyi #867: no return inside a parallel branch; springboot-framework #108: wrong where any one of several signs."""
    case = at(course)
    case.sign(who, "return")
    desk.settle()
    assert (case.open(), case.signing().result) == ([DRAFTER], "returned")
    others = {other: "returned" for other in ALL if other != who}
    assert case.closed() == {who: "decided"} | others
    case.drafted()
    assert (case.open(), Signing.objects.filter(case=case.case).count()) == (ALL, 2)


def test_two_holders_of_one_post_have_one_signature(world: Demo, at: Any, sister: User) -> None:
    """FlowLong IAAVIR: several roles sign, and a role has several people."""
    case = at()
    first = case.user("organiser")
    posts.appoint(case.post("QH01", Role.ORGANISER), sister.person, by=DEMO, since=clock.today())
    assert case.open() == ALL
    for user in (first, sister):
        assert case.turn("organiser") in inbox.open_turns(viewer_of(user, clock.today()))
    case.sign("organiser", by=sister)
    before = desk.state()
    with pytest.raises(Conflict):
        case.sign("organiser", by=first)
    assert desk.state() == before
    for who in ("secretary", "deputy"):
        case.sign(who)
    assert (case.ended(), [o.person for o in case.said().opinions("sign")].count(sister.person)) == ("closed", 1)


@pytest.mark.parametrize(("answer", "result"), [("disagree", "refused"), ("return", "returned")])
def test_of_two_added_signers_one_says_no(at: Any, answer: str, result: str) -> None:
    """FlowLong I9HTX1: several were added, one agreed, one refused."""
    case = at()
    case.add("secretary", case.post("QH", Role.ORGANISER), "before")
    case.add("deputy", case.post("QH0101", Role.ORGANISATION_COMMISSIONER), "before")
    assert case.open() == ["organiser", "county organiser", DRAFTER]
    case.sign("county organiser")
    case.sign(DRAFTER, answer, by=driving.actor_for(case.turn(DRAFTER)))
    assert (case.signing().result, case.closed()["county organiser"]) == (result, "decided")
    if answer == "disagree":
        assert case.ended() == "refused"
        return
    desk.settle()
    assert case.open() == [DRAFTER]


def test_a_signer_added_in_a_second_round_comes_before_whoever_asked_him(at: Any) -> None:
    """FlowLong ID284C: after branches that had run before, an added signer was put in the wrong place."""
    case = at()
    case.sign("deputy", "return")
    desk.settle()
    case.drafted()
    case.add("organiser", case.post("QH", Role.ORGANISER), "before")
    assert case.open() == ["secretary", "deputy", "county organiser"]
    case.sign("county organiser")
    desk.settle()
    assert case.open() == ALL
    for who in ALL:
        case.sign(who)
    assert case.ended() == "closed"


def test_a_copy_to_one_who_signs_changes_nothing_in_the_round(at: Any) -> None:
    """FlowLong IJU6OD: the fixture copies a case to somebody who decides in a parallel branch."""
    case = at()
    by, post = case.user("deputy"), case.turn("organiser").post
    copying.copy_to(case.case.pk, by=by, post=post, remark="请提前了解。", key=desk.key())
    assert (case.open(), Decision.objects.filter(case=case.case, step="sign").count()) == (ALL, 0)
    for who in ALL:
        case.sign(who)
    assert (case.ended(), len(case.said().opinions("sign"))) == ("closed", 3)


# -- absence and proxies: by whichever way a task came to a post ----------------------------------------------------------

Way = Callable[[Demo, TaskAssignment], TaskAssignment]


def routed(world: Demo, check: TaskAssignment) -> TaskAssignment:
    return check


def handed_over(world: Demo, check: TaskAssignment) -> TaskAssignment:
    to = post_of(world, Role.SECRETARY)
    moving.hand_over(check.public_id, to=to, by=driving.actor_for(check), reason="外出学习。", key=desk.key())
    return desk.the_turn(check.case)


def sent_back(world: Demo, check: TaskAssignment) -> TaskAssignment:
    approval = desk.until(check.case, "approve")
    by = driving.actor_for(approval)
    returning.return_to(approval.public_id, to="branch_check", by=by, reason="请核对。", key=desk.key())
    desk.settle()
    return desk.the_turn(check.case)


def climbed(world: Demo, check: TaskAssignment) -> TaskAssignment:
    (held,) = check.post.appointments.on(clock.today())
    posts.end_appointment(held, by=DEMO, last_day=clock.today() - ONE, reason="离任")
    stranded.sweep(clock.today())
    return desk.the_turn(check.case)


def stood_aside_from(world: Demo, check: TaskAssignment) -> TaskAssignment:
    interests.declare_interest(check.public_id, by=driving.actor_for(check), reason="亲属。", key=desk.key())
    return desk.the_turn(check.case)


def gone_on(world: Demo, check: TaskAssignment) -> TaskAssignment:
    turn = desk.until(check.case, "examine")
    head = world.holder("QH01", Role.SECRETARY)
    suspending.suspend(turn.case_id, by=head, reason="核实。", key=desk.key())
    suspending.resume(turn.case_id, by=head, key=desk.key())
    return desk.the_turn(check.case)


def post_of(world: Demo, role: str) -> Post:
    return world.organisations["QH0101"].posts.get(role=role)


@pytest.mark.parametrize("way", [routed, handed_over, sent_back, climbed, stood_aside_from, gone_on])
def test_a_proxy_has_a_task_by_whichever_way_it_came(
    world: Demo, check: TaskAssignment, sister: User, outsider: User, way: Way
) -> None:
    """ProcessMaker PRs 6971 and 7116: out of office was not looked at on one of the ways to assign a task."""
    turn = way(world, check)
    holder = driving.actor_for(turn)
    for user in (sister, outsider):
        with pytest.raises(PermissionDenied):
            desk.act(turn, user)
    given = give(turn.post, holder, sister)
    assert turn in inbox.open_turns(viewer_of(sister, clock.today()))
    decision = desk.act(turn, sister)
    assert (decision.person, decision.acting_for, decision.delegation) == (sister.person, holder.person, given)


@pytest.mark.parametrize("added", [False, True])
def test_a_proxy_signs_for_a_seat_of_the_roll_and_for_an_added_one(at: Any, outsider: User, added: bool) -> None:
    case: Desk = at()
    who = "county organiser" if added else "organiser"
    if added:
        case.add("secretary", case.post("QH", Role.ORGANISER))
    holder = case.user("county organiser") if added else case.user("organiser")
    given = give(case.turn(who).post, holder, outsider)
    assert case.turn(who) in inbox.open_turns(viewer_of(outsider, clock.today()))
    decision = case.sign(who, by=outsider)
    assert (decision.person, decision.acting_for, decision.delegation) == (outsider.person, holder.person, given)
    assert countersigning.sweep() == 0


@pytest.mark.parametrize(("days", "may"), [(-1, False), (0, True), (1, False)])
def test_a_delegation_of_one_day_holds_on_that_day(check: TaskAssignment, sister: User, days: int, may: bool) -> None:
    """zammad #263 and what followed it: being away from a day to the same day counted as not being away."""
    first = clock.today() + 2 * ONE
    give(check.post, driving.actor_for(check), sister, since=first, until=first)
    clock.travel_to(first + days * ONE)
    if may:
        assert desk.act(check, sister).person == sister.person
        return
    before = desk.state()
    with pytest.raises(PermissionDenied):
        desk.act(check, sister)
    assert desk.state() == before


def test_a_case_that_opened_before_and_one_that_opens_during_an_absence(
    world: Demo, check: TaskAssignment, sister: User
) -> None:
    """pneumaticworkflow PR 193: substitutes were written into tasks when an absence began, and later by a job, otherwise."""
    holder = driving.actor_for(check)
    given = give(check.post, holder, sister)
    member = driving.free_members(world.organisations["QH0101"])[1]
    later: Case = desk.opened(
        world.holder("QH0101", Role.SECRETARY), world.organisations["QH0101"], member, world.organisations["HK0103"]
    )
    turn = desk.until(later, "branch_check")
    assert {check, turn} <= set(inbox.open_turns(viewer_of(sister, clock.today())))
    assert [desk.act(one, sister).delegation for one in (check, turn)] == [given, given]
