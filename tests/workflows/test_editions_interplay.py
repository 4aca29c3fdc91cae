"""Moving a case to another edition where it meets other verbs: returns behind it, a suspension, a round, the list of what
comes next."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import translation

from audit import clock, journal
from config.demo import driving
from config.demo.building import Demo
from registry.access import viewer_of
from registry.models import Role, User
from registry.refusals import Refused
from tests import desk, editions
from tests.editions import SHORTER, WITH_HEARING
from tests.workflows.countersigned import DATED
from workflows.engine import coming, deciding, interests, returning, suspending
from workflows.engine.editions import tracing
from workflows.engine.editions.editioning import move_case
from workflows.engine.editions.report import report_on
from workflows.engine.models import Case, Coming, TaskAssignment
from workflows.engine.soundness.keeping import returns_kept
from workflows.engine.words import Process
from workflows.processes.transfer import Transfer


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def operator(world: Demo) -> User:
    """The registrar of the prefecture answers for what is done on the server."""
    return world.holder("YL", Role.REGISTRAR)


@pytest.fixture
def shorter() -> Iterator[type[Process]]:
    with editions.registered(SHORTER):
        yield SHORTER


def reasons(case: Case, to: Any) -> list[str]:
    return [str(sentence) for sentence in report_on(Case.objects.get(pk=case.pk), to).reasons]


def refused(case: Case, to: Any, by: User) -> str:
    """What the write function says; nothing has changed."""
    before = desk.state()
    with pytest.raises(Refused) as no:
        move_case(case.pk, to=to, by=by, key=desk.key())
    assert desk.state() == before
    return str(no.value.sentence)


def send_back(turn: TaskAssignment, to: str) -> TaskAssignment:
    by = driving.actor_for(turn)
    returning.return_to(turn.public_id, to=to, by=by, reason="请核对。", key=desk.key())
    desk.settle()
    return desk.the_turn(turn.case)


# -- returns behind it ----------------------------------------------------------------------------------------------------


def proved_like(course: type[Process], monkeypatch: pytest.MonkeyPatch) -> None:
    """The returns of the first edition are proved for another one too, as ``check_processes --write`` would keep them."""
    kept = returns_kept(Transfer)
    monkeypatch.setattr(tracing, "returns_kept", lambda process: kept if process in (course, Transfer) else {})


def test_a_return_that_the_new_edition_does_not_know_undoes_everything(
    approval: TaskAssignment, operator: User, shorter: type[Process]
) -> None:
    """Where it was sent back to the examination, the confirmation before it would not count: it stays."""
    send_back(approval, "examine")
    (first, *_rest) = reasons(approval.case, shorter)
    assert first.startswith("From here it could come to “")
    assert refused(approval.case, shorter, operator).startswith(first)


@pytest.mark.parametrize("to", ["branch_check", "examine"])
def test_a_case_with_returns_behind_it_is_moved_and_does_again_what_they_undid(
    approval: TaskAssignment, operator: User, shorter: type[Process], monkeypatch: pytest.MonkeyPatch, to: str
) -> None:
    proved_like(shorter, monkeypatch)
    case, turn = approval.case, send_back(approval, to)
    assert reasons(case, shorter) == []
    move_case(case.pk, to=shorter, by=operator, key=desk.key())
    moved = desk.the_turn(case)
    assert (moved.public_id, moved.step, moved.definition.flow_class) == (turn.public_id, to, shorter)
    assert returning.sent_back_by(moved) == returning.sent_back_by(turn) is not None
    desk.act(desk.until(case, "file"))
    desk.settle()
    closed = Case.objects.get(pk=case.pk)
    assert (closed.outcome, closed.flow_class) == ("closed", shorter)
    assert journal.verify().faults == []


def test_a_return_behind_the_place_of_a_new_hearing_lets_the_case_be_moved(
    approval: TaskAssignment, operator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At the approval it is past the hearing and stays; sent back to before it, it can be moved, and is heard."""
    proved_like(WITH_HEARING, monkeypatch)
    assert len(reasons(approval.case, WITH_HEARING)) == 1
    with editions.registered(WITH_HEARING):
        send_back(approval, "examine")
        assert reasons(approval.case, WITH_HEARING) == []
        move_case(approval.case_id, to=WITH_HEARING, by=operator, key=desk.key())
        desk.act(desk.the_turn(approval.case))
        desk.settle()
        assert desk.the_turn(approval.case).step == "hearing"


# -- a suspension ---------------------------------------------------------------------------------------------------------


def test_a_suspended_case_is_moved_once_it_goes_on(
    approval: TaskAssignment, operator: User, shorter: type[Process]
) -> None:
    case, head = approval.case, driving.actor_for(approval)
    suspending.suspend(case.pk, by=head, reason="核实中。", key=desk.key())
    wanted = "It is suspended; it can be moved once it goes on."
    assert reasons(case, shorter) == [wanted]
    assert refused(case, shorter, operator) == wanted
    suspending.resume(case.pk, by=head, key=desk.key())
    assert reasons(case, shorter) == []
    move_case(case.pk, to=shorter, by=operator, key=desk.key())
    # What the new edition says of suspending holds from now on.
    suspending.suspend(case.pk, by=head, reason="再核实。", key=desk.key())
    suspending.resume(case.pk, by=head, key=desk.key())
    assert desk.the_turn(case).definition.flow_class is shorter


# -- a round --------------------------------------------------------------------------------------------------------------


def test_a_case_is_not_moved_while_signatures_are_collected(at: Any, operator: User) -> None:
    case = at("DatedAll")
    for signed in ("", "secretary"):
        if signed:
            case.sign(signed)
            desk.settle()
        wanted = "Signatures are being collected; what has been signed would not count in another edition."
        assert reasons(case.case, DATED["Half"]) == [wanted]
        assert refused(case.case, DATED["Half"], operator) == wanted


@pytest.mark.parametrize("back", [False, True])
def test_it_is_moved_before_the_round_or_after_it(at: Any, operator: User, back: bool) -> None:
    """After a return the next round is that of the new edition; signed before, what was signed stands."""
    case = at("DatedAll")
    for who in ("secretary", "deputy"):
        case.sign(who)
    case.sign("organiser", "return" if back else "agree")
    desk.settle()
    with editions.registered(DATED["Half"]):
        assert reasons(case.case, DATED["Half"]) == []
        move_case(case.case.pk, to=DATED["Half"], by=operator, key=desk.key())
        if back:
            case.drafted()
            for who in ("secretary", "deputy"):
                case.sign(who)
            desk.settle()
        assert [opinion.outcome for opinion in case.said().opinions("sign")] == ["agree"] * (2 if back else 3)
        turn = desk.the_turn(case.case)
        assert (turn.step, turn.definition.flow_class) == ("file", DATED["Half"])
        deciding.decide(turn.public_id, by=driving.actor_for(turn), data={"text": "归档。"}, key=desk.key())
        assert case.ended() == "closed"


def test_where_one_decides_instead_of_a_round_the_case_can_be_moved(at: Any, operator: User) -> None:
    case = at("DatedOfTwo")
    for who in ("secretary", "deputy"):
        case.leave(who)
    case.sign("organiser", "return")
    desk.settle()
    case.drafted()
    assert case.open() == ["county head"]
    with editions.registered(DATED["All"]):
        move_case(case.case.pk, to=DATED["All"], by=operator, key=desk.key())
        case.sign("county head")
        desk.settle()
        assert desk.the_turn(case.case).step == "file"


# -- what comes next ------------------------------------------------------------------------------------------------------


def listed(case: Case) -> list[tuple[str, str, Any]]:
    """What is kept of where a case leads next: step, post, day."""
    rows = Coming.objects.filter(turn__case=case, turn__closed_at__isnull=True).select_related("post")
    return [(row.step, str(row.post), row.comes_on) for row in rows]


def asked_anew(case: Case) -> list[tuple[str, str, Any]]:
    """The same after the worker's next look, which finds that it has to ask."""
    assert (listed(case), coming.look_ahead(clock.today()), coming.look_ahead(clock.today())) == ([], 1, 0)
    return listed(case)


def test_what_comes_next_is_asked_anew_when_a_case_stops_and_goes_on(check: TaskAssignment, world: Demo) -> None:
    case, head = check.case, world.holder("QH01", Role.SECRETARY)
    turn = desk.until(case, "examine")
    coming.look_ahead(clock.today())
    ((step, post, day),) = listed(case)
    assert (step, day) == ("approve", turn.due_on)
    suspending.suspend(case.pk, by=head, reason="核实中。", key=desk.key())
    assert asked_anew(case) == [(step, post, None)]
    driving.pass_days(7)
    coming.look_ahead(clock.today())
    suspending.resume(case.pk, by=head, key=desk.key())
    later = desk.the_turn(case).due_on
    assert (later > day, asked_anew(case)) == (True, [(step, post, later)])


def test_what_comes_next_is_asked_anew_when_a_case_is_moved(case: Case, operator: User, superior: User) -> None:
    desk.until(case, "examine")
    coming.look_ahead(clock.today())
    assert [step for step, _post, _day in listed(case)] == ["approve"]
    with editions.registered(WITH_HEARING):
        move_case(case.pk, to=WITH_HEARING, by=operator, key=desk.key())
        assert [(step, post) for step, post, _day in asked_anew(case)] == [("hearing", "None")]
        assert not coming.coming_to(viewer_of(superior, clock.today())).exists()


def test_what_comes_next_is_asked_anew_when_somebody_stands_aside(check: TaskAssignment) -> None:
    """Whoever stands aside does so at later steps too."""
    coming.look_ahead(clock.today())
    assert len(listed(check.case)) == 1
    interests.declare_interest(check.public_id, by=driving.actor_for(check), reason="亲属。", key=desk.key())
    assert [step for step, _post, _day in asked_anew(check.case)] == ["examine"]
