"""Who decided a case stands aside in the appeal: each signer of a countersign, proxies and those for whom they acted."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import translation

from audit import clock
from config.demo.building import Demo
from registry.models import Role, User
from tests import desk
from tests.workflows.countersigned_desk import Desk, recall
from tests.workflows.deputing import give
from tests.workflows.parts import refused
from workflows.engine import able, authority, countersigning, returning, turns
from workflows.engine.deciders import deciders_of
from workflows.engine.models import Case
from workflows.engine.recusal import Ground
from workflows.engine.sentences import Sentence
from workflows.processes.transfer import Transfer


def persons(*users: User) -> frozenset[int]:
    return frozenset(user.person_id or 0 for user in users)


def test_each_signer_and_whoever_signed_through_a_deputy(at: Any, sister: User, commissioner: User) -> None:
    case = at()
    give(case.turn("deputy").post, case.user("deputy"), sister)
    case.sign("deputy", by=sister)
    case.sign("secretary")
    signed = persons(sister, case.user("deputy"), case.user("secretary"))
    assert deciders_of(case.case, "sign") == signed
    assert deciders_of(case.case) == signed | persons(commissioner)
    assert deciders_of(case.case, "draft") == persons(commissioner)


def test_what_was_undone_was_not_decided_and_an_earlier_round_was(at: Any) -> None:
    case = at("MoreThanHalf")
    recall(case.sign("deputy"))
    assert deciders_of(case.case, "sign") == frozenset()
    case.sign("organiser")
    case.sign("deputy", "return")
    desk.settle()
    case.drafted()
    case.sign("secretary")
    assert deciders_of(case.case, "sign") == persons(*map(case.user, ("organiser", "deputy", "secretary")))


def test_who_decided_because_too_few_could_sign(at: Any) -> None:
    case = at("OfTwo")
    for who in ("deputy", "organiser"):
        case.leave(who)
    countersigning.sweep()
    case.sign("county head")
    assert deciders_of(case.case, "sign") == persons(case.user("county head"))


def test_who_only_sent_it_back_has_not_decided(check: Any) -> None:
    decision = desk.act(check)
    desk.settle()
    turn = desk.the_turn(check.case)
    by = turn.post.appointments.first().person.user
    to = returning.targets(turn)[0].step.name
    returning.return_to(turn.public_id, to=to, by=by, reason="请核对。", key=desk.key())
    assert by.person_id not in deciders_of(check.case, turn.step)
    assert decision.person_id in deciders_of(check.case, "branch_check")


@pytest.fixture
def appeal(at: Any, world: Demo, sister: User, monkeypatch: pytest.MonkeyPatch) -> Case:
    """A case whose course lets the deciders of an earlier one stand aside: its secretary and, by a deputy, its deputy
    secretary signed that one."""
    first: Desk = at()
    give(first.turn("deputy").post, first.user("deputy"), sister)
    first.sign("deputy", by=sister)
    for who in ("secretary", "organiser"):
        first.sign(who)
    assert first.ended() == "closed"
    monkeypatch.setattr(Transfer, "earlier_deciders", classmethod(lambda cls, case: deciders_of(first.case, "sign")))
    return desk.opened(
        first.case.opened_by, world.organisations["QH0101"], first.case.member, world.organisations["HK0102"]
    )


def test_the_appeal_goes_past_every_signer(appeal: Case, world: Demo, sister: User) -> None:
    """The committee's secretary signed, its deputy by a proxy: the county decides; "Why me?" names both."""
    turn = desk.until(appeal, "approve")
    secretary, deputy = (world.holder("QH01", role) for role in (Role.SECRETARY, Role.DEPUTY_SECRETARY))
    assert turn.post.organisation.code == "QH"
    grounds = turns.grounds(appeal, turn.definition)
    assert {grounds[user.person_id] for user in (secretary, deputy, sister)} == {Ground.DECIDER}
    said = [Sentence.from_json(why) for why in turn.why]
    named = [s.params["person"] for s in said if s.msgid == "%(person)s (%(post)s) stands aside: decided the matter before."]  # fmt: skip
    assert named == [str(secretary), str(deputy)]


def test_none_of_them_decides_it_by_a_delegation_either(
    appeal: Case, world: Demo, sister: User, outsider: User
) -> None:
    turn = desk.until(appeal, "approve")
    head = next(iter(turn.post.appointments.all())).person.user
    give(turn.post, head, sister)
    give(turn.post, head, outsider)
    assert [authority.may_act(turn, user, clock.today()) for user in (sister, outsider, head)] == [False, True, True]
    assert able.able_on([turn], clock.today())[turn.pk] == persons(outsider, head)
    with translation.override("en"):
        refused(PermissionDenied, lambda: desk.act(turn, sister), match="You decided this matter before")
