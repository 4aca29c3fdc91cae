"""What the regulations ask of an arrival, written down a second time and held against the course.

The course could lose an obligation and still be proved, since nothing would ask for it any more. This is what notices.
"""

from __future__ import annotations

import pytest

from registry.models import Role
from workflows.processes.arrival import Arrival

# 党员教育管理工作条例 25: examined, decided by the committee with authority, refused with reason only; 组通字〔2006〕45号: the
# receipt within a month; 发展党员工作细则 34: not recognised only with the approval of the county or a higher one.
GOOD = {"examined", "found_good"}
ENDS: dict[str, tuple[set[str], set[str]]] = {
    "accepted": (
        GOOD | {"accepted", "form_filed", "entered", "branch_told", "enrolled", "receipt_made", "receipt_sent"},
        {"return_approved", "refused_above"},
    ),
    "returned": ({"examined", "return_approved", "return_told"}, {"accepted", "entered"}),
    "not_recognised": (
        {"examined", "proposed_above", "heard", "refused_above", "refusal_told", "struck_off"},
        {"accepted", "entered"},
    ),
    "withdrawn": ({"withdrawal_filed"}, {"accepted", "entered"}),
}

# What must be true before something that cannot be taken back, or that speaks for the organisation.
BEFORE: dict[str, tuple[set[str], set[str]]] = {
    "approve": (GOOD, set()),
    "approve_return": ({"examined"}, set()),
    "approve_refusal": ({"examined"}, set()),
    "statement": ({"proposed_above"}, set()),
    "recognition": ({"examined", "proposed_above", "heard"}, set()),
    "acceptance_form": ({"accepted"}, set()),
    "entered": ({"found_good", "accepted", "form_filed"}, {"return_approved", "refused_above"}),
    "branch_notice": ({"entered"}, set()),
    "join": ({"entered", "branch_told"}, set()),
    "receipt": ({"entered"}, set()),
    "receipt_paper": ({"entered", "receipt_written"}, set()),
    "send": ({"receipt_made"}, set()),
    "return_note": ({"return_approved"}, {"accepted"}),
    "refusal_notice": ({"heard", "refused_above"}, {"accepted"}),
    "struck_off": ({"refused_above", "refusal_told"}, set()),
}

# What has to be found again by a new examination.
AGAIN: dict[str, set[str]] = {"examine": GOOD | {"proposed_above", "heard"}}

# Which rules are looked at, and shown, at which step.
RULES: dict[str, list[str]] = {
    "start": [
        "may_accept", "not_on_our_roll", "agrees_with_register", "only_case", "letter_was_in_time", "dues_are_clear",
    ],
    "examine": ["not_on_our_roll", "agrees_with_register", "file_is_clear", "letter_was_in_time", "dues_are_clear"],
    "approve": [
        "may_accept", "not_on_our_roll", "agrees_with_register", "home_can_change", "only_case", "letter_holds",
        "file_is_clear",
    ],
}  # fmt: skip
PROTECTED = {
    "may_accept": {"done", "agree"}, "not_on_our_roll": {"done", "pass", "agree"},
    "agrees_with_register": {"done", "pass", "agree"}, "only_case": {"done", "agree"}, "home_can_change": {"agree"},
    "letter_holds": {"agree"}, "file_is_clear": {"pass", "agree"}, "letter_was_in_time": set(), "dues_are_clear": set(),
}  # fmt: skip

UNTIL_DECIDED = {"examine", "file_check", "approve", "approve_return", "approve_refusal", "statement", "recognition"}


def names(obligations: object) -> set[str]:
    return {obligation.name for obligation in obligations}  # type: ignore[attr-defined]


@pytest.mark.parametrize("node", [name for name, _ in Arrival.in_order()])
def test_what_each_node_asks_for(node: str) -> None:
    asked = Arrival.instance.node(node)
    expected = (ENDS | BEFORE).get(node, (set(), set()))
    assert (names(asked.needed), names(asked.forbidden)) == expected
    for outcome in asked.targets:
        assert names(asked.undone.get(outcome, ())) == AGAIN.get(node, set())
    guards = getattr(asked, "guards", ())
    assert [guard.name for guard in guards] == RULES.get(node, [])
    assert {guard.name: set(guard.protects) for guard in guards} == {
        name: PROTECTED[name] for name in RULES.get(node, [])
    }


def test_where_it_can_be_called_off_and_suspended() -> None:
    """Until it is decided; nobody ends it from above, since what is not accepted is given back with a ground."""
    assert set(Arrival.withdrawal.at) == set(Arrival.suspension.at) == UNTIL_DECIDED
    assert (Arrival.withdrawal.article, Arrival.suspension.article) == ("产品约定", "产品约定")
    assert Arrival.suspension.by == Arrival.instance.node("approve").to
    assert Arrival.termination is None


def test_the_month_of_the_receipt_goes_on_and_every_other_term_stands_still_while_it_is_suspended() -> None:
    terms = {name: step.within for name, step in Arrival.steps().items()}
    assert {name for name, term in terms.items() if not term.stops} == {"receipt", "send"}
    assert {name for name, term in terms.items() if term.unit == "months"} == {"receipt", "send"}


def test_what_a_superior_decides() -> None:
    """Whoever entered the letter has no part in it."""
    kinds = {name: step.kind for name, step in Arrival.steps().items() if step.kind != "act"}
    assert kinds == dict.fromkeys(("approve", "approve_return", "approve_refusal", "recognition"), "approve")
    assert {name for name, step in Arrival.steps().items() if step.serious} == {
        "approve_refusal", "statement", "recognition",
    }  # fmt: skip


def test_who_decides_it() -> None:
    posts = {name: step.to.roles for name, step in Arrival.steps().items()}
    assert posts == {
        "examine": (Role.ORGANISER,), "file_check": (Role.ORGANISER,), "statement": (Role.ORGANISER,),
        "approve": (Role.DEPARTMENT_HEAD, Role.SECRETARY), "approve_return": (Role.DEPARTMENT_HEAD, Role.SECRETARY),
        "approve_refusal": (Role.DEPARTMENT_HEAD, Role.SECRETARY), "recognition": (Role.DEPARTMENT_HEAD,),
        "join": (Role.SECRETARY,), "receipt": (Role.ORGANISER,), "send": (Role.ORGANISER,),
    }  # fmt: skip


def test_where_each_outcome_leads() -> None:
    targets = {
        name: {outcome: node.name for outcome, node in step.targets.items()}
        for name, step in Arrival.steps().items() if len(step.targets) > 1
    }  # fmt: skip
    assert targets == {
        "examine": {
            "pass": "approve",
            "wait": "file_check",
            "return": "approve_return",
            "not_recognise": "approve_refusal",
        },
        "approve": {"agree": "acceptance_form", "return": "examine", "refuse": "return_note"},
        "approve_return": {"agree": "return_note", "return": "examine"},
        "approve_refusal": {"agree": "statement", "return": "examine"},
        "recognition": {"agree": "refusal_notice", "return": "examine"},
    }


def test_where_one_may_ask_again() -> None:
    """A letter that was given back may come again, corrected; a membership that is not recognised may not."""
    ends = {node.code for _name, node in Arrival.in_order() if getattr(node, "again", False)}
    assert ends == {"returned", "withdrawn"}


def test_every_end_is_written_down() -> None:
    assert set(ENDS) == {name for name, node in Arrival.in_order() if not node.targets}
