"""Turns that go to another post: handed over by whoever has them, or sent on where nobody can act any more."""

from __future__ import annotations

import datetime as dt
import random
from contextlib import suppress

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from audit import clock, journal
from config.demo.building import Demo
from registry import kinship, posts
from registry.access import viewer_of
from registry.models import Appointment, Member, Organisation, Post, Role, User
from registry.refusals import Conflict, Refused
from tests import desk
from workflows.engine import deciding, integrity, interests, moving, stranded, turns
from workflows.engine.models import Case, Notice, TaskAssignment
from workflows.engine.routing import Gone, NoPost, Seat, candidates, choose
from workflows.engine.sentences import Sentence

BY = journal.system("test")
DAY = dt.timedelta(days=1)


def where(turn: TaskAssignment) -> tuple[str, str]:
    return turn.post.organisation.code, turn.post.role


def why(turn: TaskAssignment) -> list[str]:
    return [Sentence.from_json(stored).msgid for stored in turn.why]


def post_of(world: Demo, code: str, role: str) -> Post:
    return world.organisations[code].posts.get(role=role)


def end_posts(world: Demo, code: str, role: str) -> None:
    """The holders left yesterday."""
    for term in Appointment.objects.on(clock.today()).filter(post=post_of(world, code, role)):
        posts.end_appointment(term, by=BY, last_day=clock.today() - DAY, reason="离任")


def hand(turn: TaskAssignment, to: Post, by: User, **more: object) -> TaskAssignment:
    moving.hand_over(turn.public_id, to=to, by=by, reason="外出学习。", key=desk.key(), **more)
    return desk.the_turn(turn.case)


# -- handing over -----------------------------------------------------------------------------------------------------


def test_a_task_goes_to_another_post_and_says_so(world: Demo, check: TaskAssignment, secretary: User) -> None:
    commissioner = world.holder("QH0101", Role.ORGANISATION_COMMISSIONER)
    turn = hand(check, post_of(world, "QH0101", Role.SECRETARY), commissioner)
    assert (turn.pk, turn.due_on, turn.opened_at) == (check.pk, check.due_on, check.opened_at)
    assert where(turn) == ("QH0101", "secretary")
    last = Sentence.from_json(turn.why[-1])
    assert last.msgid == "%(who)s (%(from)s) handed it over to %(post)s: %(reason)s"
    assert last.params == {
        "who": str(commissioner), "from": "锦江社区支部组织委员", "post": "锦江社区支部书记", "reason": "外出学习。",
    }  # fmt: skip
    entry = journal.entries_of(check.case.stream)[-1]
    assert (entry.act, entry.words["reason"]) == ("turn.handed_over", "外出学习。")
    assert entry.facts == {
        "step": "branch_check", "turn": check.public_id, "from": check.post_id, "to": turn.post_id,
    }  # fmt: skip
    told = Notice.objects.get(kind="back")
    assert (told.person, told.turn) == (secretary.person, turn)
    with pytest.raises(PermissionDenied):
        desk.act(turn, commissioner)
    assert desk.act(turn, secretary).outcome == "pass"
    assert journal.verify().faults == []


def test_it_can_be_handed_back_and_each_time_is_told(world: Demo, check: TaskAssignment, secretary: User) -> None:
    commissioner = world.holder("QH0101", Role.ORGANISATION_COMMISSIONER)
    turn = hand(check, post_of(world, "QH0101", Role.SECRETARY), commissioner)
    back = hand(turn, check.post, secretary)
    again = hand(back, post_of(world, "QH0101", Role.SECRETARY), commissioner)
    assert [turn.post, back.post, again.post] == [turn.post, check.post, turn.post]
    assert Notice.objects.filter(kind="back").count() == 3


def test_the_posts_it_could_have_gone_to(world: Demo, check: TaskAssignment) -> None:
    """The stand-ins of its role in the same branch, then those of each level above; a vacant one is left out."""
    end_posts(world, "QH01", Role.DEPUTY_SECRETARY)
    seats = moving.handovers(check, clock.today())
    assert [(seat.organisation.code, seat.post.role) for seat in seats] == [
        ("QH0101", "secretary"), ("QH01", "secretary"), ("QH01", "organiser"), ("QH", "organiser"), ("YL", "organiser"),
    ]  # fmt: skip
    assert seats[0].named() == str(world.holder("QH0101", Role.SECRETARY))


def test_never_to_who_must_stand_aside_nor_elsewhere(
    world: Demo, check: TaskAssignment, secretary: User, superior: User
) -> None:
    commissioner = world.holder("QH0101", Role.ORGANISATION_COMMISSIONER)
    kinship.record(
        check.case.member, secretary.person, by=viewer_of(superior, clock.today()), relation="spouse"
    )  # fmt: skip
    before = desk.state()
    for to in (
        post_of(world, "QH0101", Role.SECRETARY),
        post_of(world, "QH0102", Role.SECRETARY),
        post_of(world, "QH0101", Role.ORGANISATION_COMMISSIONER),
        post_of(world, "YL", Role.REGISTRAR),
    ):
        with pytest.raises(Refused) as refused:
            hand(check, to, commissioner)
        assert (refused.value.field, type(refused.value)) == ("to", Refused)
    with pytest.raises(Refused) as refused:
        to = post_of(world, "QH01", Role.SECRETARY)
        moving.hand_over(check.public_id, to=to, by=commissioner, reason=" ", key=desk.key())
    assert refused.value.field == "reason"
    assert desk.state() == before


def test_four_people_may_or_may_not_hand_over(
    world: Demo, check: TaskAssignment, secretary: User, sister: User, superior: User, outsider: User
) -> None:
    before = desk.state()
    for user in (secretary, sister, superior, outsider):
        with pytest.raises(PermissionDenied):
            hand(check, post_of(world, "QH01", Role.SECRETARY), user)
    assert desk.state() == before


def test_nobody_hands_over_his_own_matter(world: Demo, consent: TaskAssignment, ordinary_member: Member) -> None:
    before = desk.state()
    with pytest.raises(PermissionDenied, match="本人|own matter"):
        hand(consent, post_of(world, "QH01", Role.SECRETARY), ordinary_member.person.user)
    assert desk.state() == before


def test_a_stale_page_answers_where_it_is_now(world: Demo, approval: TaskAssignment, superior: User) -> None:
    deputy = world.holder("QH01", Role.DEPUTY_SECRETARY)
    hand(approval, post_of(world, "QH01", Role.DEPUTY_SECRETARY), superior, seen=approval.post_id)
    before = desk.state()
    with pytest.raises(Conflict, match="玉屏街道工委副书记"):
        hand(approval, post_of(world, "QH", Role.DEPARTMENT_HEAD), superior, seen=approval.post_id)
    desk_before = desk.state()
    assert desk_before == before
    desk.act(desk.the_turn(approval.case), deputy)
    with pytest.raises(Conflict, match=str(deputy)):
        moving.hand_over(
            approval.public_id, to=approval.post, by=deputy, reason="退回", key=desk.key(),
            seen=post_of(world, "QH01", Role.DEPUTY_SECRETARY).pk,
        )  # fmt: skip


def test_a_repeated_hand_over_is_one(world: Demo, check: TaskAssignment) -> None:
    commissioner, key = world.holder("QH0101", Role.ORGANISATION_COMMISSIONER), desk.key()
    to = post_of(world, "QH0101", Role.SECRETARY)
    for _time in range(2):
        moving.hand_over(check.public_id, to=to, by=commissioner, reason="外出", key=key, seen=check.post_id)
    assert [entry.act for entry in journal.entries_of(check.case.stream)].count("turn.handed_over") == 1
    with pytest.raises(Conflict):
        deciding.decide(check.public_id, by=commissioner, data={}, key=key)


def test_what_moves_between_the_appointment_and_the_case_is_a_conflict(
    world: Demo, check: TaskAssignment, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever has locked his appointment waits for the case; meanwhile the turn goes to a post he does not hold."""
    commissioner = world.holder("QH0101", Role.ORGANISATION_COMMISSIONER)
    locked = deciding.locked_case

    def late(case_id: int, **more: object) -> Case:
        TaskAssignment.objects.filter(pk=check.pk).update(post=post_of(world, "QH0101", Role.SECRETARY))
        return locked(case_id, **more)

    monkeypatch.setattr(deciding, "locked_case", late)
    with pytest.raises(Conflict, match="锦江社区支部书记"):
        desk.act(check, commissioner)
    assert not check.case.decisions.filter(step="branch_check").exists()


# -- nobody can act any more ------------------------------------------------------------------------------------------


def test_a_post_that_becomes_vacant_lets_go_of_its_turns_once(world: Demo, approval: TaskAssignment) -> None:
    last = clock.today()
    posts.end_appointment(approval.post.appointments.get(), by=BY, last_day=last, reason="离任")
    before = desk.state()
    assert (stranded.suspects(last), stranded.sweep(last), desk.state() == before) == ([], 0, True)
    clock.travel_to(last + DAY)
    assert stranded.suspects(clock.today()) == [approval.pk]
    assert [stranded.sweep(clock.today()) for _time in range(2)] == [1, 0]
    turn = desk.the_turn(approval.case)
    assert (turn.pk, turn.due_on, where(turn)) == (approval.pk, approval.due_on, ("QH01", "deputy_secretary"))
    assert why(turn)[len(approval.why) :] == [
        "Routed anew on %(day)s.",
        "This organisation issues letters for the branch: %(organisation)s.",
        "%(post)s is vacant.",
        "It falls to the post: %(post)s.",
    ]
    entry = journal.entries_of(approval.case.stream)[-1]
    assert (entry.act, entry.actor_kind, entry.actor_id) == ("turn.rerouted", "system", "sweep")
    deputy = world.holder("QH01", Role.DEPUTY_SECRETARY)
    assert [notice.person for notice in Notice.objects.filter(kind="back")] == [deputy.person]
    assert list(integrity.stuck(clock.today())) == []


def test_who_is_recused_or_related_or_opened_it_counts_as_nobody(
    world: Demo, approval: TaskAssignment, secretary: User, superior: User
) -> None:
    """The post is held, but only by people who must stand aside: first the opener, then a relative."""
    end_posts(world, "QH01", Role.SECRETARY)
    posts.appoint(approval.post, secretary.person, by=BY, since=clock.today())
    assert (stranded.suspects(clock.today()), stranded.sweep(clock.today())) == ([approval.pk], 1)
    deputy = world.holder("QH01", Role.DEPUTY_SECRETARY)
    kinship.record(
        approval.case.member, deputy.person, by=viewer_of(deputy, clock.today()), relation="in_law"
    )  # fmt: skip
    assert (stranded.suspects(clock.today()), stranded.sweep(clock.today())) == ([approval.pk], 1)
    assert where(desk.the_turn(approval.case)) == ("QH", "department_head")


def test_where_an_ordinary_act_is_his_the_opener_keeps_his_turn(world: Demo, case: Case) -> None:
    end_posts(world, "QH0101", Role.ORGANISATION_COMMISSIONER)
    turn = desk.until(case, "branch_check")
    assert turn.post.appointments.get().person == case.opener
    assert stranded.suspects(clock.today()) == []


def test_where_nobody_is_left_it_stays_and_is_tried_again(world: Demo, approval: TaskAssignment) -> None:
    everybody = Appointment.objects.on(clock.today())
    ended = list(everybody.values_list("pk", flat=True))
    everybody.update(until=clock.today() - DAY)
    before = desk.state()
    assert (stranded.sweep(clock.today()), desk.state() == before) == (0, True)
    Appointment.objects.filter(pk__in=ended, post__organisation__code="YL").update(until=None)
    assert stranded.sweep(clock.today()) == 1
    assert where(desk.the_turn(approval.case)) == ("YL", "department_head")


def test_one_that_fails_does_not_hold_up_the_others(
    world: Demo, approval: TaskAssignment, monkeypatch: pytest.MonkeyPatch
) -> None:
    end_posts(world, "QH01", Role.SECRETARY)

    def fails(turn: TaskAssignment, **_more: object) -> bool:
        raise RuntimeError("no")

    before = desk.state()
    monkeypatch.setattr(moving, "reroute", fails)
    with pytest.raises(ExceptionGroup) as failed:
        stranded.sweep(clock.today())
    assert ([str(error) for error in failed.value.exceptions], desk.state() == before) == (["no"], True)


def test_looking_for_them_is_one_statement(world: Demo, approval: TaskAssignment) -> None:
    with CaptureQueriesContext(
        connection,
    ) as sent:
        stranded.suspects(clock.today())
    assert len(sent) == 1


def test_the_members_own_turn_lets_go_of_a_vacant_post_too(world: Demo, consent: TaskAssignment) -> None:
    """Who records it on paper is another one; the member answers himself all the same."""
    end_posts(world, "QH0101", Role.SECRETARY)
    assert stranded.sweep(clock.today()) == 1
    turn = desk.the_turn(consent.case)
    assert (where(turn), turn.person) == (("QH01", "secretary"), consent.person)


# -- acting holders -----------------------------------------------------------------------------------------------------


def test_an_acting_holder_acts_and_is_called_so(world: Demo, approval: TaskAssignment) -> None:
    deputy = world.holder("QH01", Role.DEPUTY_SECRETARY)
    end_posts(world, "QH01", Role.SECRETARY)
    posts.appoint(approval.post, deputy.person, by=BY, since=clock.today(), acting=True)
    assert stranded.suspects(clock.today()) == []
    decision = desk.act(approval, deputy)
    assert decision.as_whom == "玉屏街道工委书记（主持工作）"


# -- any change at all --------------------------------------------------------------------------------------------------

PLACES = [Organisation(pk=n, name=f"o{n}", short_name=f"o{n}") for n in range(3)]
POSTS = [Post(pk=n, organisation=PLACES[n // 2], role="secretary", title=f"p{n}") for n in range(6)]
PEOPLE = st.frozensets(st.integers(1, 4), max_size=3)


@given(st.lists(PEOPLE, min_size=6, max_size=6), PEOPLE, st.frozensets(st.integers(0, 5)), PEOPLE, st.integers(0, 5))
def test_no_seat_without_somebody_able_is_ever_given(
    held: list[frozenset[int]], recused: frozenset[int], emptied: frozenset[int], left: frozenset[int], at: int
) -> None:
    whole = [Seat(POSTS[n].organisation, POSTS[n], people) for n, people in enumerate(held)]
    seats = Gone(persons=left, posts=emptied).out_of(whole)
    able = [n for n, people in enumerate(held) if n not in emptied and people - left - recused]
    found, _notes = choose(seats, recused)
    assert (found.post.pk if found else None) == (able[0] if able else None)
    assert [seat.post.pk for seat in candidates(seats, recused, at)] == [n for n in able if n != at]
    assert [seat.holders for seat in whole] == held


def vacate(world: Demo, turn: TaskAssignment, dice: random.Random) -> None:
    for term in turn.post.appointments.on(clock.today()):
        posts.end_appointment(term, by=BY, last_day=clock.today() - DAY, reason="离任")


def fill(world: Demo, turn: TaskAssignment, dice: random.Random) -> None:
    single = Post.objects.filter(organisation__code__in=("QH0101", "QH01"), single=True).order_by("pk")
    vacant = [post for post in single if not posts.holders(post, clock.today())]
    if vacant:
        person = dice.choice(world.members("QH0102")).person
        posts.appoint(dice.choice(vacant), person, by=BY, since=clock.today(), acting=True)


def relate(world: Demo, turn: TaskAssignment, dice: random.Random) -> None:
    registrar = viewer_of(world.holder("YL", Role.REGISTRAR), clock.today())
    for holder in posts.holders(turn.post, clock.today()):
        if holder.pk not in turns.recused(turn.case, turn.definition):
            kinship.record(turn.case.member, holder, by=registrar, relation="direct")


def declare(world: Demo, turn: TaskAssignment, dice: random.Random) -> None:
    able = stranded.able(turn, clock.today())
    with_account = [person for person in posts.holders(turn.post, clock.today()) if hasattr(person, "user")]
    for person in [person for person in with_account if person.pk in able][:1]:
        interests.declare_interest(turn.public_id, by=person.user, reason="邻居", key=desk.key())


@pytest.mark.parametrize("seed", range(8))
def test_after_any_change_a_turn_is_where_it_would_go_from_scratch(
    world: Demo, check: TaskAssignment, seed: int
) -> None:
    """Posts are vacated and filled, relatives recorded and interests declared, in any order; up to nobody at all."""
    dice, today = random.Random(seed), clock.today()
    for _change in range(8):
        dice.choice([vacate, fill, relate, declare])(world, desk.the_turn(check.case), dice)
        before = desk.the_turn(check.case)
        expected = before.post
        if not stranded.able(before, today):
            with suppress(NoPost):
                expected = turns.route_of(before.definition, before.case, today).post
        stranded.sweep(today)
        after = desk.the_turn(check.case)
        assert after.post == expected
        assert bool(stranded.able(after, today)) == (list(integrity.stuck(today)) == [])
