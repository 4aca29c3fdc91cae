"""What the regulations ask of a request for instructions, written down a second time and held against the course.

The course could lose an obligation and still be proved, since nothing would ask for it any more. This is what notices.
"""

from __future__ import annotations

import pytest

from registry.models import Role
from workflows.engine.signing import ALL
from workflows.processes.instruction import Instruction, rules

# 重大事项请示报告条例 6, 18, 20: signed by the leader, on file, step by step; 公文处理工作条例 19, 24: what precedes a reply.
REQUEST = {"signed", "request_filed", "passed_on"}
DRAFT = {"proposed", "consulted", "coordinated", "sheet_filed"}
REPLY = REQUEST | {"accepted"} | DRAFT
ENDS: dict[str, tuple[set[str], set[str]]] = {
    "answered": (REPLY | {"approved", "replied", "received"}, {"declined"}),
    "declined": (REPLY | {"declined", "replied", "received"}, {"approved"}),
    "not_accepted": (REQUEST | {"given_back"}, {"replied"}),
    "withdrawn": ({"withdrawal_filed"}, {"replied"}),
    "terminated": ({"termination_told"}, {"replied"}),
}

# What must be true before something that cannot be taken back, or that speaks for the organisation.
BEFORE: dict[str, tuple[set[str], set[str]]] = {
    "request_paper": ({"signed"}, set()),
    "examine": (REQUEST, set()),
    "draft": ({"accepted"}, set()),
    "consult": ({"proposed"}, set()),
    "coordinate": ({"consulted"}, set()),
    "sheet": ({"proposed", "consulted", "coordinated"}, set()),
    "approve": (REPLY, set()),
    "reply": ({"approved"}, {"declined"}),
    "refusal": ({"declined"}, {"approved"}),
    "acknowledge": ({"replied"}, set()),
    "acknowledge_refusal": ({"replied"}, set()),
}

# What has to be done again: a corrected request is signed anew, a new draft is countersigned anew.
AGAIN: dict[str, set[str]] = {"amend": REQUEST, "draft": DRAFT}

# Which rules are looked at, and shown, at which step.
RULES: dict[str, list[str]] = {
    "start": ["somebody_is_above", "not_answered_before"],
    "sign": ["somebody_is_above"],
    "examine": ["not_answered_before"],
    "approve": ["all_agree"],
}

AT_THE_COMMITTEE = {"examine", "draft", "consult", "coordinate", "approve"}


def names(obligations: object) -> set[str]:
    return {obligation.name for obligation in obligations}  # type: ignore[attr-defined]


@pytest.mark.parametrize("node", [name for name, _ in Instruction.in_order()])
def test_what_each_node_asks_for(node: str) -> None:
    asked = Instruction.instance.node(node)
    expected = (ENDS | BEFORE).get(node, (set(), set()))
    assert (names(asked.needed), names(asked.forbidden)) == expected
    undone = {obligation for obligations in asked.undone.values() for obligation in obligations}
    assert names(undone) == AGAIN.get(node, set())
    assert [guard.name for guard in getattr(asked, "guards", ())] == RULES.get(node, [])


def test_where_it_can_be_called_off() -> None:
    """Until it is answered, by whoever asked: no article speaks of it."""
    assert set(Instruction.withdrawal.at) == AT_THE_COMMITTEE | {"sign", "amend", "pass_on"}
    assert Instruction.withdrawal.article == "产品约定"


def test_where_the_committee_can_end_or_suspend_it() -> None:
    """While it is with the committee, by its secretary, who decides it too; no article speaks of either."""
    for act in (Instruction.termination, Instruction.suspension):
        assert set(act.at) == AT_THE_COMMITTEE
        assert (act.article, act.by) == ("产品约定", Instruction.instance.node("approve").to)


def test_every_term_is_one_of_the_house_and_stands_still_while_it_is_suspended() -> None:
    assert {name for name, step in Instruction.steps().items() if step.within is None or not step.within.stops} == set()


def test_what_a_superior_signs() -> None:
    """Countersigning and signing are acts of a superior: whoever asked has no part in them."""
    kinds = {name: step.kind for name, step in Instruction.steps().items() if step.kind != "act"}
    assert kinds == {"consult": "approve", "approve": "approve"}


def test_who_is_asked_and_by_which_rule() -> None:
    """Article 19 wants agreement: all are asked to agree, and the organiser may ask more of the department above."""
    consult = Instruction.instance.node("consult")
    assert (consult.article, consult.rule, consult.sender_may_change) == (rules.CONSULTED, ALL, True)
    assert [who.roles for who in consult.signers] == [
        (Role.DEPUTY_SECRETARY,), (Role.COMMITTEE_MEMBER,), (Role.DEPARTMENT_HEAD,),
    ]  # fmt: skip
    assert [who.roles for who in consult.may_add] == [(Role.ORGANISER,), (Role.COMMITTEE_MEMBER,)]
    assert consult.to == Instruction.instance.node("approve").to


def test_a_disagreement_is_talked_over_and_nothing_sent_back_is_signed() -> None:
    targets = {
        name: {outcome: node.name for outcome, node in Instruction.instance.node(name).targets.items()}
        for name in ("consult", "coordinate", "approve")
    }
    assert targets == {
        "consult": {"agree": "sheet", "disagree": "coordinate", "return": "draft"},
        "coordinate": {"revise": "draft", "report": "sheet"},
        "approve": {"agree": "reply", "return": "draft", "refuse": "refusal"},
    }


def test_where_one_may_ask_again() -> None:
    ends = {node.code for _name, node in Instruction.in_order() if getattr(node, "again", False)}
    assert ends == {"declined", "withdrawn", "terminated"}


def test_every_end_is_written_down() -> None:
    assert set(ENDS) == {name for name, node in Instruction.in_order() if not node.targets}
