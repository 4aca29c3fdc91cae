"""Fields per step in a real case: forged posts, drafts, the pages, and the answers read back."""

from __future__ import annotations

from config.demo.building import Demo
from registry.models import Member, User
from tests import desk
from tests.web.world import signed_in, text_of
from workflows.engine import deciding
from workflows.engine.models import Case, Draft, TaskAssignment
from workflows.engine.said import Said


def _amend(case: Case) -> TaskAssignment:
    desk.act(desk.until(case, "branch_check"), outcome="return", opinion="请核对电话。")
    desk.settle()
    return desk.the_turn(case)


def _another(case: Case, world: Demo) -> Member:
    return next(m for m in world.members("QH0101") if m.pk != case.subject_id)


def test_a_forged_member_is_not_taken_in_a_correction(world: Demo, case: Case, secretary: User) -> None:
    turn, other = _amend(case), _another(case, world)
    data = desk.answers(turn, member=other.public_id, telephone="13911112222")
    decision = deciding.decide(turn.public_id, by=secretary, data=data, key=desk.key())
    assert decision.answers["member"] == case.subject.public_id
    assert decision.answers["telephone"] == "13911112222"
    case = Case.objects.get(pk=case.pk)
    assert Said(case)("amend")["member"] == case.subject


def test_the_page_shows_the_member_and_asks_for_everything_else(case: Case, secretary: User) -> None:
    turn = _amend(case)
    page = signed_in(secretary).get(f"/tasks/{turn.public_id}/")
    assert f"Member {case.subject.person.name}" in text_of(page)
    assert 'name="member"' not in page.content.decode()
    assert 'name="telephone"' in page.content.decode()


def test_a_draft_keeps_to_it_too(world: Demo, case: Case, secretary: User) -> None:
    turn, other = _amend(case), _another(case, world)
    client, address = signed_in(secretary), f"/tasks/{turn.public_id}/"
    client.post(f"{address}draft", desk.answers(turn, member=other.public_id))
    draft = Draft.objects.get(assignment=turn)
    assert draft.answers["member"] == case.subject.public_id
    draft.answers["member"] = other.public_id
    draft.save()
    assert other.person.name not in text_of(client.get(address)).split("Where to")[0].split("Member")[-1][:40]
    decision = deciding.decide(turn.public_id, by=secretary, data=draft.answers, key=desk.key())
    assert decision.answers["member"] == case.subject.public_id


def test_the_member_himself_gives_no_witnesses_even_if_he_sends_some(consent: TaskAssignment) -> None:
    by = consent.person.user
    decision = deciding.decide(consent.public_id, by=by, data=desk.answers(consent), key=desk.key())
    assert decision.answers == {"outcome": "confirm", "opinion": ""}
    assert "witness_1" not in Said(Case.objects.get(pk=consent.case_id))("consent")


def test_on_paper_the_witnesses_are_asked_for_and_kept(consent: TaskAssignment, secretary: User) -> None:
    decision = deciding.decide(consent.public_id, by=secretary, data=desk.answers(consent), key=desk.key())
    assert decision.answers["witness_1"] == "见证人甲"
    assert Said(Case.objects.get(pk=consent.case_id))("consent")["witness_2"] == "见证人乙"
