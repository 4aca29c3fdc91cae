"""The rules of suspending and restoring: how long there has to be no contact, in how many ways one looks, when it is too late."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from audit import clock, journal
from config.demo import driving
from config.demo.building import Demo
from documents import rendering
from registry import standing
from registry.calendar import add_months
from registry.models import Member, Role
from tests import desk
from workflows.engine import deciding, undoing
from workflows.engine.errors import Invalid, Refused
from workflows.engine.meetings import reading
from workflows.engine.models import Case, Decision
from workflows.engine.soundness import exploring, proving
from workflows.engine.words import Weight
from workflows.families.lost_contact import rules as lost
from workflows.policy import loading
from workflows.processes.own_request.walks import WALKS as REQUESTS
from workflows.processes.restoration import Restoration
from workflows.processes.restoration import rules as restoring
from workflows.processes.restoration.walks import WALKS as RESTORATIONS
from workflows.processes.suspension import Suspension, rules
from workflows.processes.suspension.walks import WALKS

PACK = loading.packs()["cn_2026", "2026.05"]
DAY, ONE = dt.date(2026, 11, 24), dt.timedelta(days=1)
KEY, BY = "a" * 16, journal.system("test")


def limited(**values: int) -> Any:
    """The pack with other numbers."""
    terms = PACK.lost_contact
    return replace(
        PACK, lost_contact=replace(terms, **{n: replace(getattr(terms, n), value=v) for n, v in values.items()})
    )


# -- days ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("since", "today", "enough"),
    [
        (DAY, dt.date(2028, 11, 23), False),
        (DAY, dt.date(2028, 11, 24), True),
        (DAY, dt.date(2028, 11, 25), True),
        (dt.date(2028, 2, 29), dt.date(2030, 2, 27), False),
        (dt.date(2028, 2, 29), dt.date(2030, 2, 28), True),
        (dt.date(2028, 2, 29), dt.date(2030, 3, 1), True),
        (dt.date(2026, 2, 28), dt.date(2028, 2, 27), False),
        (dt.date(2026, 2, 28), dt.date(2028, 2, 28), True),
        (None, dt.date(2099, 1, 1), False),
    ],
)
def test_two_years_after_the_suspension(since: dt.date | None, today: dt.date, enough: bool) -> None:
    assert lost.suspended_long_enough(since, today, PACK) is enough


def test_the_years_are_those_of_the_policy() -> None:
    three = limited(remove_years_after=3)
    assert [lost.suspended_long_enough(DAY, day, three) for day in (dt.date(2029, 11, 23), dt.date(2029, 11, 24))] == [
        False,
        True,
    ]


@pytest.mark.parametrize(
    ("last", "today", "enough"),
    [
        (dt.date(2026, 5, 24), DAY - ONE, False), (dt.date(2026, 5, 24), DAY, True), (dt.date(2026, 5, 24), DAY + ONE, True),
        (dt.date(2027, 8, 31), dt.date(2028, 2, 28), False), (dt.date(2027, 8, 31), dt.date(2028, 2, 29), True),
    ],
)  # fmt: skip
def test_half_a_year_without_contact(last: dt.date, today: dt.date, enough: bool) -> None:
    assert lost.lost_long_enough(last, today, PACK) is enough


@pytest.mark.parametrize(
    ("since", "today", "enough"),
    [
        (dt.date(2021, 11, 24), DAY, False),
        (dt.date(2021, 11, 24), DAY + ONE, True),
        (dt.date(2021, 11, 23), DAY, True),
        (None, DAY, False),
    ],
)
def test_more_than_five_years_abroad(since: dt.date | None, today: dt.date, enough: bool) -> None:
    assert lost.abroad_long_enough(since, today, PACK) is enough


# -- rules of a suspension --------------------------------------------------------------------------------------------


def facts(**changes: Any) -> rules.Facts:
    """A full member of this branch, lost for seven months and looked for in three ways by both."""
    ordinary: dict[str, Any] = {
        "today": DAY, "pack": PACK, "member": "李秀", "standing": "full", "at_home_here": True, "other_disposal": "", "ground": "lost",
        "last_contact_on": add_months(DAY, -7), "abroad_since": None, "channels": 3, "searchers": 2, "has_general_branch": False, "approved_on": DAY,
    }  # fmt: skip
    return rules.Facts(**ordinary | changes)


ABROAD = {"ground": "abroad", "abroad_since": dt.date(2021, 11, 23)}


@pytest.mark.parametrize(
    ("guard", "right", "wrong"),
    [
        (rules.MUST_BE_FULL, {}, {"standing": "probationary"}),
        (rules.MUST_BE_FULL, {}, {"standing": "suspended"}),
        (rules.MUST_BELONG_HERE, {}, {"at_home_here": False}),
        (rules.MUST_BE_THE_ONLY_ONE, {}, {"other_disposal": "限期改正"}),
        (rules.MUST_BE_LOST, {"last_contact_on": add_months(DAY, -6)}, {"last_contact_on": add_months(DAY, -6) + ONE}),
        (rules.MUST_BE_LOST, {}, ABROAD),
        (rules.MUST_HAVE_SEARCHED, {"channels": 3}, {"channels": 2}),
        (rules.MUST_HAVE_SEARCHED, {"searchers": 2}, {"searchers": 1}),
        (rules.MUST_BE_ABROAD, ABROAD, ABROAD | {"abroad_since": dt.date(2021, 11, 24)}),
        (rules.MUST_BE_ABROAD, ABROAD, {}),
    ],
)
def test_what_a_suspension_asks_for(guard: Any, right: dict[str, Any], wrong: dict[str, Any]) -> None:
    assert (guard.rule(facts(**right)).weight, guard.rule(facts(**wrong)).weight) == (Weight.OK, Weight.BLOCK)


@pytest.mark.parametrize(("months", "weight"), [(3, Weight.OK), (2, Weight.DOUBT)])
def test_a_search_before_its_time_is_looked_at(months: int, weight: Weight) -> None:
    assert rules.search_is_due(facts(last_contact_on=add_months(DAY, -months))).weight is weight


def test_how_many_ways_is_the_policy_s() -> None:
    assert rules.was_searched(facts(channels=3, pack=limited(channels=4))).weight is Weight.BLOCK
    assert rules.was_searched(facts(channels=4, pack=limited(channels=4))).weight is Weight.OK


def test_which_outcome_each_rule_stops() -> None:
    protects = {guard.name: guard.protects for guard in Suspension.step_said("search").guards}
    assert protects == {
        "can_be_suspended": ("done", "not_found", "abroad", "carried"), "is_lost_long_enough": ("not_found",), "was_searched": ("not_found",),
        "is_abroad_long_enough": ("abroad",),
    }  # fmt: skip


# -- rules of a restoration -------------------------------------------------------------------------------------------


def asking(**changes: Any) -> restoring.Facts:
    """A member of this branch, suspended a year ago."""
    ordinary: dict[str, Any] = {
        "today": DAY, "pack": PACK, "member": "李秀", "standing": "suspended", "at_home_here": True, "other_disposal": "",
        "suspended_since": add_months(DAY, -12), "opened_by_subject": False, "has_general_branch": False, "approved_on": DAY,
    }  # fmt: skip
    return restoring.Facts(**ordinary | changes)


@pytest.mark.parametrize(
    ("guard", "changes"),
    [
        (restoring.MUST_BE_SUSPENDED, {"standing": "full"}),
        (restoring.MUST_BE_SUSPENDED, {"standing": "removed_self_withdrawal"}),
        (restoring.MUST_BE_SUSPENDED, {"standing": "left_own_request"}),
        (restoring.MUST_BELONG_HERE, {"at_home_here": False}),
        (restoring.MUST_BE_THE_ONLY_ONE, {"other_disposal": "除名"}),
    ],
)
def test_who_cannot_be_restored(guard: Any, changes: dict[str, Any]) -> None:
    assert (guard.rule(asking()).weight, guard.rule(asking(**changes)).weight) == (Weight.OK, Weight.BLOCK)


@pytest.mark.parametrize(
    ("since", "pack", "weight"),
    [
        (add_months(DAY, -23), PACK, Weight.OK),
        (add_months(DAY, -24) + ONE, PACK, Weight.OK),
        (add_months(DAY, -24), PACK, Weight.OK),
        (add_months(DAY, -24) - ONE, PACK, Weight.BLOCK),
        (add_months(DAY, -25), PACK, Weight.BLOCK),
        (add_months(DAY, -25), limited(restore_within_years=0), Weight.OK),
        (add_months(DAY, -25), limited(restore_within_years=3), Weight.OK),
    ],
)
def test_until_when_it_can_be_asked_for(since: dt.date, pack: Any, weight: Weight) -> None:
    assert restoring.is_in_time(asking(suspended_since=since, pack=pack)).weight is weight


# -- what the courses keep, written down a second time ----------------------------------------------------------------

VOTED = {"called", "carried", "minuted", "resolved", "passed_on"}
SEARCHED = {"searched", "reported", "heard"}
ASKED, TALKED = {"own", "request_filed", "stated"}, {"talked", "heard", "talk_on_file"}
TOLD = {"decided", "served", "service_on_file", "announced"}
NEEDED: list[tuple[Any, str, set[str], set[str]]] = [
    (Suspension, "convene", SEARCHED, set()),
    (Suspension, "approve", SEARCHED | VOTED, set()),
    (Suspension, "suspend", SEARCHED | VOTED | {"granted", "filed"}, set()),
    (Suspension, "suspended", SEARCHED | VOTED | TOLD | {"approved", "granted", "recorded", "filed", "suspended"}, set()),
    (Suspension, "found", set(), {"carried", "approved", "suspended"}),
    (Suspension, "not_approved", SEARCHED | VOTED | {"refusal_told"}, {"approved"}),
    (Restoration, "talk", ASKED, set()),
    (Restoration, "review", ASKED | TALKED | VOTED, set()),
    (Restoration, "approve", ASKED | TALKED | VOTED | {"reviewed"}, set()),
    (Restoration, "restore", ASKED | TALKED | VOTED | {"reviewed", "granted", "decided"}, set()),
    (Restoration, "restored", ASKED | TALKED | VOTED | TOLD | {"concluded", "reviewed", "approved", "granted", "restored"}, set()),
    (Restoration, "refused", ASKED | TALKED | {"refusal_told"}, {"approved", "restored"}),
    (Restoration, "referred", ASKED, {"approved", "restored"}),
    (Restoration, "withdrawn", set(), {"approved", "restored"}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("course", "name", "needed", "forbidden"), NEEDED, ids=[f"{course.name}-{name}" for course, name, *_ in NEEDED]
)
def test_what_a_node_needs_and_forbids(course: Any, name: str, needed: set[str], forbidden: set[str]) -> None:
    node = course.instance.node(name)
    assert ({o.name for o in node.needed}, {o.name for o in node.forbidden}) == (needed, forbidden)


def test_whose_acts_are_those_of_a_superior() -> None:
    kinds = {c.name: {n: s.kind for n, s in c.steps().items() if s.kind != "act"} for c in (Suspension, Restoration)}
    assert kinds == {
        "suspension": {"approve": "approve", "record": "record"},
        "restoration": {"review": "pre_review", "approve": "approve"},
    }


@pytest.mark.parametrize(
    ("course", "ends"),
    [
        (Suspension, {"suspended", "found", "not_approved"}),
        (Restoration, {"restored", "refused", "referred", "withdrawn"}),
    ],
)
def test_every_end_is_reached_under_both_packs(course: Any, ends: set[str]) -> None:
    for model in proving.models_of(course):
        found = exploring.explore(model)
        assert {model.nodes[state.node].code for state in found.came if model.ends(state)} == ends


# -- with the registers ------------------------------------------------------------------------------------------------


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rendering, "typeset", desk.tiny_paper)


@pytest.fixture
def suspended(world: Demo, quick: None) -> Member:
    """A member whose membership was suspended."""
    case = driving.to_the_end(driving.begin("suspension", WALKS["suspended"]), most=80)
    return Member.objects.get(pk=case.subject_id)


@pytest.mark.django_db
def test_found_at_23_months(suspended: Member) -> None:
    assert suspended.suspended_since is not None
    clock.travel_to(add_months(suspended.suspended_since, 23))
    case = driving.to_the_end(driving.begin("restoration", RESTORATIONS["restored"], suspended), most=60)
    again = Member.objects.get(pk=suspended.pk)
    assert (case.outcome, again.standing, again.suspended_since) == ("restored", "full", None)


@pytest.mark.django_db
def test_asked_in_time_it_may_end_later(suspended: Member) -> None:
    """On the last day he asks; that the others take their time is not his fault."""
    assert suspended.suspended_since is not None
    clock.travel_to(add_months(suspended.suspended_since, 24))
    case = driving.to_the_end(driving.begin("restoration", RESTORATIONS["restored"], suspended), most=60)
    assert (case.outcome, clock.today() > add_months(suspended.suspended_since, 24)) == ("restored", True)


@pytest.mark.django_db
def test_found_at_25_months(suspended: Member) -> None:
    since = suspended.suspended_since
    assert since is not None
    clock.travel_to(add_months(since, 25))
    cases = Case.objects.count()
    with pytest.raises(Refused, match="县级党委组织部"):
        driving.begin("restoration", RESTORATIONS["restored"], suspended)
    again = Member.objects.get(pk=suspended.pk)
    assert (Case.objects.count(), again.standing, again.suspended_since) == (cases, "suspended", since)
    assert lost.suspended_long_enough(since, clock.today(), PACK)


@pytest.mark.django_db
def test_a_probationary_member_is_told_what_is_to_be_done(world: Demo, quick: None) -> None:
    probationary = next(m for m in world.members("QH0101") if m.standing == "probationary")
    with pytest.raises(Refused, match="取消预备党员资格"):
        driving.begin("suspension", WALKS["suspended"], probationary)
    assert not Case.objects.exists()


@pytest.mark.django_db
def test_nothing_is_put_forward_before_the_search(world: Demo, quick: None) -> None:
    drive = driving.begin("suspension", WALKS["suspended"])
    driving.until(drive, "search")
    turn = drive.case.assignments.get(closed_at=None)
    not_found = dict(WALKS["suspended"].answer("search", 3, drive.case))
    with pytest.raises((Refused, Invalid)):
        deciding.decide(turn.public_id, by=driving.actor_for(turn), data=not_found, key=KEY)
    assert not Decision.objects.filter(case=drive.case).exists()


@pytest.mark.django_db
def test_the_log_belongs_to_the_branch(world: Demo, quick: None) -> None:
    """The secretary of the branch writes it; a peer in a sister branch, the superior and whoever is from elsewhere do not."""
    drive = driving.begin("suspension", WALKS["suspended"])
    driving.until(drive, "search")
    driving.pass_days(1)
    turn = drive.case.assignments.get(closed_at=None)
    tried = dict(WALKS["suspended"].answer("search", 0, drive.case))
    for number, (code, role) in enumerate(
        [("QH0102", Role.SECRETARY), ("QH01", Role.SECRETARY), ("HK0101", Role.SECRETARY)]
    ):
        with pytest.raises(PermissionDenied):
            deciding.decide(turn.public_id, by=world.holder(code, role), data=tried, key=f"{number}" * 16)
    assert not Decision.objects.filter(case=drive.case).exists()
    assert deciding.decide(turn.public_id, by=driving.actor_for(turn), data=tried, key=KEY).outcome == "tried"


@pytest.mark.django_db
def test_only_the_county_approves_a_restoration(suspended: Member, world: Demo) -> None:
    drive = driving.begin("restoration", RESTORATIONS["restored"], suspended)
    driving.until(drive, "approve")
    driving.pass_days(1)
    turn = drive.case.assignments.get(closed_at=None)
    agreed = dict(RESTORATIONS["restored"].answer("approve", 0, drive.case))
    for number, (code, role) in enumerate(
        [("QH0101", Role.SECRETARY), ("QH01", Role.SECRETARY), ("HK", Role.DEPARTMENT_HEAD), ("QH", Role.ORGANISER)]
    ):
        with pytest.raises(PermissionDenied):
            deciding.decide(turn.public_id, by=world.holder(code, role), data=agreed, key=f"{number}" * 16)
    assert Member.objects.get(pk=suspended.pk).standing == "suspended"
    assert turn.post == world.organisations["QH"].posts.get(role=Role.DEPARTMENT_HEAD)
    unread = {name: said for name, said in agreed.items() if name != "have_read"}
    with pytest.raises(Invalid):
        deciding.decide(turn.public_id, by=driving.actor_for(turn), data=unread, key=KEY)


@pytest.mark.django_db
def test_only_the_member_takes_his_application_back(suspended: Member) -> None:
    walk = replace(RESTORATIONS["restored"], by_subject=False)
    drive = driving.begin("restoration", walk, suspended)
    driving.until(drive, "conclude")
    assert not undoing.can_withdraw(drive.case, drive.case.opened_by)
    with pytest.raises(PermissionDenied):
        undoing.withdraw(drive.case.pk, by=drive.case.opened_by, reason="另行处理", key=KEY)
    assert Case.objects.get(pk=drive.case.pk).closed_at is None


@pytest.mark.django_db
def test_a_suspended_member_is_on_the_roll_of_a_meeting_about_him_alone(suspended: Member) -> None:
    drive = driving.begin("restoration", RESTORATIONS["restored"], suspended)
    driving.until(drive, "vote")
    his = reading.record_of(drive.case.meetings.get())
    (row,) = [one for one in his.people if one.person_id == suspended.person_id]
    assert (row.counts, row.votes) == (False, False)
    other = driving.begin("own_request", replace(REQUESTS["on_paper"], opened_at="QH0101"))
    driving.until(other, "discuss")
    people = {one.person_id for one in reading.record_of(other.case.meetings.get()).people}
    assert suspended.person_id not in people
    assert len(people) == len(his.people) - 1


@pytest.mark.django_db
def test_the_register_does_not_move_without_its_proof(suspended: Member) -> None:
    """Whatever code asks for it: a restoration needs his application, a vote, a hearing and the county."""
    drive = driving.begin("restoration", RESTORATIONS["restored"], suspended)
    driving.until(drive, "approve")
    with pytest.raises(Refused):
        standing.restore(
            suspended, by=BY, on=clock.today(), case_reference=drive.case.reference, article=rules.REGULATION_24
        )
    assert Member.objects.get(pk=suspended.pk).standing == "suspended"
