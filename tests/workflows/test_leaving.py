"""Leavers: shown first, then done in one transaction or not at all; and the drill of a vacancy, which changes nothing."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command

from audit import clock, journal
from config.demo.building import Demo
from registry import posts
from registry.models import Appointment, Level, Post, Role, User
from registry.refusals import Conflict, Refused
from tests import desk
from tests.workflows.countersigned_desk import ALL, Desk
from workflows.engine import catalogue, countersigning, leaving, stranded
from workflows.engine.drilling import drill
from workflows.engine.models import Case, TaskAssignment
from workflows.engine.words import Process

BY = journal.system("test")
DAY = dt.timedelta(days=1)


def post_of(world: Demo, code: str, role: str) -> Post:
    return world.organisations[code].posts.get(role=role)


def plan_of(user: User, last_day: dt.date | None = None) -> leaving.Leaving:
    return leaving.leaving(user.person, last_day or clock.today())


# -- the list ---------------------------------------------------------------------------------------------------------


def test_what_ends_with_a_secretary(world: Demo, consent: TaskAssignment, secretary: User) -> None:
    before = desk.state()
    plan = plan_of(secretary)
    assert [str(term.post) for term in plan.terms] == ["锦江社区支部书记"]
    assert [(found.turn, str(found.to)) for found in plan.turns] == [(consent, "玉屏街道工委书记")]
    assert plan.turns[0].names == str(world.holder("QH01", Role.SECRETARY))
    assert [str(post) for post in plan.vacant] == ["锦江社区支部书记"]
    assert [(u.process.name, u.organisation.code, u.by_subject) for u in plan.unopened] == [
        (name, "QH0101", process.opened_by_subject) for name, process in opened_by_a_secretary_of_a_branch(world)
    ]
    assert desk.state() == before


def test_a_successor_or_a_second_holder_keeps_the_tasks(world: Demo, check: TaskAssignment) -> None:
    """Appointed from the day after the last day on, to the very day."""
    commissioner, person = world.holder("QH0101", Role.ORGANISATION_COMMISSIONER), world.members("QH0102")[8].person
    last = clock.today() + 3 * DAY
    assert [found.turn for found in plan_of(commissioner, last).turns] == [check]
    posts.end_appointment(check.post.appointments.get(), by=BY, last_day=last, reason="换届")
    posts.appoint(check.post, person, by=BY, since=last + DAY)
    assert plan_of(commissioner, last).terms == []
    earlier = plan_of(commissioner, last - DAY)
    assert ([found.turn for found in earlier.turns], [str(p) for p in earlier.vacant]) == ([check], [str(check.post)])


@pytest.mark.parametrize(("days", "terms"), [(-1, 1), (0, 0), (1, 0)])
def test_a_term_that_ends_by_then_is_not_in_it(world: Demo, check: TaskAssignment, days: int, terms: int) -> None:
    commissioner, end = world.holder("QH0101", Role.ORGANISATION_COMMISSIONER), dt.date(2027, 1, 31)
    posts.end_appointment(check.post.appointments.get(), by=BY, last_day=end, reason="换届")
    assert len(plan_of(commissioner, end + days * DAY).terms) == terms


def test_a_term_that_begins_later_is_named(world: Demo, secretary: User) -> None:
    post = post_of(world, "QH02", Role.ORGANISER)
    posts.appoint(post, secretary.person, by=BY, since=clock.today() + 5 * DAY)
    with pytest.raises(Refused, match="青石镇党委组织员") as refused:
        plan_of(secretary)
    assert refused.value.field == "last_day"


# -- done -------------------------------------------------------------------------------------------------------------


def test_everything_ends_at_once_and_nothing_is_left(
    world: Demo, consent: TaskAssignment, secretary: User, registrar: User
) -> None:
    last = clock.today() + 2 * DAY
    plan, key = plan_of(secretary, last), desk.key()
    for _time in range(2):
        done = leaving.leave(
            secretary.person, last_day=last, reason="调离", by=registrar, key=key, digest=plan.digest
        )  # fmt: skip
        assert done == {"person": secretary.person.public_id, "posts": 1, "turns": 1}
    assert [term.until for term in secretary.person.appointments.all()] == [last]
    assert str(desk.the_turn(consent.case).post) == "玉屏街道工委书记"
    assert list(stranded.left_on([term.post_id for term in plan.terms], last + DAY)) == []
    moved = [entry for entry in journal.entries_of(consent.case.stream) if entry.act == "turn.rerouted"]
    assert [entry.actor_id for entry in moved] == [str(registrar.pk)]
    assert journal.verify().faults == []


def test_a_list_that_has_changed_meanwhile_is_not_carried_out(
    world: Demo, check: TaskAssignment, registrar: User
) -> None:
    commissioner = world.holder("QH0101", Role.ORGANISATION_COMMISSIONER)
    shown = plan_of(commissioner)
    desk.act(check, commissioner)
    before = desk.state()
    with pytest.raises(Conflict):
        leaving.leave(
            commissioner.person, last_day=clock.today(), reason="调离", by=registrar, key=desk.key(), digest=shown.digest
        )  # fmt: skip
    assert desk.state() == before


def test_where_a_task_would_be_left_nothing_happens(world: Demo, check: TaskAssignment) -> None:
    commissioner = world.holder("QH0101", Role.ORGANISATION_COMMISSIONER)
    Appointment.objects.exclude(person=commissioner.person).update(until=clock.today() - DAY)
    plan = plan_of(commissioner)
    assert [(found.turn, found.to) for found in plan.turns] == [(check, None)]
    before = desk.state()
    with pytest.raises(Refused, match=check.case.number):
        leaving.leave(commissioner.person, last_day=clock.today(), reason="调离", digest=plan.digest)
    assert desk.state() == before


def test_only_a_registrar_above_all_the_posts(
    world: Demo, consent: TaskAssignment, secretary: User, sister: User, superior: User, outsider: User
) -> None:
    """A registrar of the other county is an outsider; one of this county may."""
    other, own = (posts.create_post(world.organisations[code], Role.REGISTRAR, by=BY) for code in ("HK", "QH"))
    posts.appoint(other, outsider.person, by=BY, since=clock.today())
    before = desk.state()
    for user in (secretary, sister, superior, outsider):
        assert not leaving.may_let_go(user, secretary.person, clock.today())
        with pytest.raises(PermissionDenied):
            leaving.leave(secretary.person, last_day=clock.today(), reason="调离", by=user, key=desk.key())
    assert desk.state() == before
    posts.appoint(own, superior.person, by=BY, since=clock.today())
    assert leaving.may_let_go(superior, secretary.person, clock.today())
    leaving.leave(secretary.person, last_day=clock.today(), reason="调离", by=superior, key=desk.key())


def test_without_a_reason_or_a_post_nothing_happens(world: Demo, secretary: User, registrar: User) -> None:
    before = desk.state()
    with pytest.raises(Refused) as refused:
        leaving.leave(secretary.person, last_day=clock.today(), reason=" ", by=registrar, key=desk.key())
    assert refused.value.field == "reason"
    nobody = next(m.person for m in world.members("QH0101") if not m.person.appointments.exists())
    with pytest.raises(Refused) as refused:
        leaving.leave(nobody, last_day=clock.today(), reason="调离", by=registrar, key=desk.key())
    assert (refused.value.field, desk.state() == before) == ("last_day", True)


# -- the command ------------------------------------------------------------------------------------------------------


def told(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, object]:
    call_command(*words, "--json")
    return json.loads(capsys.readouterr().out)


def test_the_command_shows_and_does(
    world: Demo, consent: TaskAssignment, secretary: User, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("leaver", secretary.username, "--last-day", str(clock.today()))
    before = desk.state()
    shown = told(capsys, *words)
    assert (shown["written"], [t["to"] for t in shown["turns"]], desk.state() == before) == (False, ["玉屏街道工委书记"], True)  # fmt: skip
    call_command(*words)
    assert "玉屏街道工委书记" in capsys.readouterr().out
    assert told(capsys, "leaver", secretary.person.public_id, *words[2:], "--write")["written"] is True
    assert str(desk.the_turn(consent.case).post) == "玉屏街道工委书记"
    with pytest.raises(SystemExit):
        call_command(*words, "--write")
    with pytest.raises(CommandError):
        call_command("leaver", "nobody", "--last-day", str(clock.today()))


# -- the drill --------------------------------------------------------------------------------------------------------


# What the secretary of a branch does in a correction, in the order of the course.
# The processes whose steps are named here; every other one is held against its own course.
NAMED = ("arrival", "instruction", "meeting", "stay", "transfer")


def opened_by_a_secretary_of_a_branch(world: Demo) -> list[tuple[str, type[Process]]]:
    """The processes that a secretary of a branch opens, and among the posts of his branch only he or his deputy, by name."""
    mine = {Role.SECRETARY, Role.DEPUTY_SECRETARY}
    others = {post.role for post in world.organisations["QH0101"].posts.all()} - mine
    found = sorted(catalogue.processes().items())
    at_a_branch = [(name, one) for name, one in found if Level.BRANCH in one.opened_at_levels]
    return [(name, one) for name, one in at_a_branch if mine & set(one.opened_by) and not others & set(one.opened_by)]


def test_what_stops_without_the_secretary_of_the_committee(world: Demo, approval: TaskAssignment) -> None:
    before = desk.state()
    found = drill(approval.post, clock.today())
    deputy = "玉屏街道工委副书记"
    assert {str(s.to) for s in found.steps} == {deputy}
    assert [(s.process.name, s.step.name, str(s.to)) for s in found.steps if s.process.name in NAMED] == [
        ("arrival", "approve", deputy), ("arrival", "approve_return", deputy), ("arrival", "approve_refusal", deputy),
        ("instruction", "consult", deputy), ("instruction", "approve", deputy),
        ("meeting", "convene", deputy), ("meeting", "hold", deputy), ("stay", "approve", deputy), ("stay", "approve_extension", deputy),
        ("transfer", "reassign", deputy), ("transfer", "approve", deputy),
    ]  # fmt: skip
    assert {s.names for s in found.steps} == {str(world.holder("QH01", Role.DEPUTY_SECRETARY))}
    assert {("correction", "approve"), ("correction", "conclude")} <= {
        (s.process.name, s.step.name) for s in found.steps
    }
    assert (found.open, [(t.turn, str(t.to)) for t in found.turns]) == (1, [(approval, deputy)])
    assert (found.unopened, found.stops, desk.state() == before) == ([], False, True)


def test_without_the_secretary_of_a_branch_only_the_member_himself_starts(world: Demo, case: Case) -> None:
    found = drill(post_of(world, "QH0101", Role.SECRETARY), clock.today())
    assert {str(s.to) for s in found.steps} == {"玉屏街道工委书记"}
    assert {
        ("correction", "investigate"),
        ("correction", "words"),
        ("correction", "shown"),
        ("correction", "serve"),
    } <= {(s.process.name, s.step.name) for s in found.steps}
    assert [(s.process.name, s.step.name) for s in found.steps if s.process.name in NAMED] == [
        ("arrival", "join"), ("instruction", "sign"), ("instruction", "amend"), ("instruction", "acknowledge"),
        ("instruction", "acknowledge_refusal"), ("meeting", "convene"), ("meeting", "hold"), ("stay", "consent"), ("stay", "amend"), ("stay", "away"),
        ("stay", "is_back"), ("stay", "not_back"), ("stay", "extend"), ("transfer", "consent"), ("transfer", "amend"), ("transfer", "join"),
        ("transfer", "explain"),
    ]  # fmt: skip
    assert [(u.process.name, u.by_subject) for u in found.unopened] == [
        (name, process.opened_by_subject) for name, process in opened_by_a_secretary_of_a_branch(world)
    ]


def test_what_nobody_could_take_stops(world: Demo, approval: TaskAssignment) -> None:
    Appointment.objects.exclude(post=approval.post).update(until=clock.today() - DAY)
    found = drill(approval.post, clock.today())
    assert ({s.to for s in found.steps}, [t.to for t in found.turns], found.stops) == ({None}, [None], True)
    assert {s.as_json()["stops"] for s in found.steps} == {True}


def test_the_day_counts(world: Demo, approval: TaskAssignment) -> None:
    """The deputy's term ends on the last day of January: from the next day on it goes to the county."""
    end = dt.date(2027, 1, 31)
    deputy = post_of(world, "QH01", Role.DEPUTY_SECRETARY)
    posts.end_appointment(deputy.appointments.get(), by=BY, last_day=end, reason="离任")
    found = [str(drill(approval.post, day).turns[0].to) for day in (end - DAY, end, end + DAY)]
    assert found == ["玉屏街道工委副书记", "玉屏街道工委副书记", "清河县委组织部部长"]


def test_the_command_drills_posts(world: Demo, approval: TaskAssignment, capsys: pytest.CaptureFixture[str]) -> None:
    (one,) = told(capsys, "vacancy_drill", "--post", str(approval.post_id), "--on", "2026-12-31")
    assert (one["post"]["id"], one["on"], one["open_turns"]) == (approval.post_id, "2026-12-31", 1)
    all_of_it = told(capsys, "vacancy_drill", "--organisation", "QH01")
    assert [d["post"]["role"] for d in all_of_it] == ["secretary", "deputy_secretary", "organiser"]
    (only,) = told(capsys, "vacancy_drill", "--organisation", "QH01", "--role", "organiser")
    assert only["post"]["role"] == "organiser"
    call_command("vacancy_drill", "--post", str(approval.post_id))
    assert approval.case.number in capsys.readouterr().out
    with pytest.raises(CommandError):
        call_command("vacancy_drill", "--post", "0")


def test_the_real_thing_goes_where_the_drill_said(world: Demo, approval: TaskAssignment) -> None:
    said = drill(approval.post, clock.today() + DAY).turns[0].to
    posts.end_appointment(approval.post.appointments.get(), by=BY, last_day=clock.today(), reason="离任")
    clock.travel_to(clock.today() + DAY)
    stranded.sweep(clock.today())
    assert desk.the_turn(approval.case).post == said


@pytest.mark.parametrize("who", ["deputy", "organiser"])
def test_a_seat_in_a_round_leaves_the_count_and_goes_nowhere(
    at: Callable[[str], Desk], world: Demo, registrar: User, who: str
) -> None:
    """Neither the first nor the last of the seats is sent on to whoever decides where too few can sign."""
    round_ = at("Signed")
    leaver, yesterday = round_.user(who), clock.today() - DAY
    assert plan_of(leaver, yesterday).turns == []
    done = leaving.leave(leaver.person, last_day=yesterday, reason="调离", by=registrar, key=desk.key())
    assert done["turns"] == 0
    rest = [seat for seat in ALL if seat != who]
    assert round_.open() == rest
    assert {seat: turn.post == turn.signer.post for seat in ALL if (turn := round_.turn(seat))} == dict.fromkeys(
        ALL, True
    )
    assert round_.closed()[who] == "vacant"
    for seat in rest:
        round_.sign(seat)
    assert round_.ended() == "passed"


def test_a_seat_stays_until_the_last_day_is_over(at: Callable[[str], Desk], world: Demo, registrar: User) -> None:
    round_ = at("Signed")
    last = clock.today()
    leaving.leave(round_.user("deputy").person, last_day=last, reason="调离", by=registrar, key=desk.key())
    assert round_.open() == ALL
    clock.advance(DAY)
    assert countersigning.sweep() == 1
    assert round_.open() == ["secretary", "organiser"]
