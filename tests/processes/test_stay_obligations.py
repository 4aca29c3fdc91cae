"""What is asked of a certificate for a short stay, written down a second time and held against the course.

The course could lose an obligation and still be proved, since nothing would ask for it any more. This is what notices.
"""

from __future__ import annotations

import pytest

from workflows.processes.stay import Stay, rules

# 党章 4: nothing without the member; 中组发〔2004〕10号: membership and dues certified by whoever has the authority.
REQUEST = {"confirmed", "request_filed", "checked", "dues_entered", "passed_on"}
AWAY = REQUEST | {"approved", "certified", "handed_over"}
ENDS: dict[str, tuple[set[str], set[str]]] = {
    "returned": (AWAY | {"return_filed"}, set()),
    "transfer_due": (AWAY, {"return_filed"}),
    "no_contact": (AWAY, {"return_filed"}),
    "refused": (REQUEST | {"refusal_told"}, {"certified"}),
    "withdrawn": ({"withdrawal_filed"}, {"certified"}),
    "terminated": ({"termination_told"}, {"certified"}),
}

# What must be true before something that cannot be taken back, or that speaks for the organisation.
BEFORE: dict[str, tuple[set[str], set[str]]] = {
    "request_paper": ({"confirmed"}, set()),
    "approve": (REQUEST, set()),
    "certificate": ({"approved", "dues_entered"}, {"certified"}),
    "hand_over": ({"certified"}, set()),
    "away": ({"handed_over"}, set()),
    "is_back": ({"handed_over"}, set()),
    "new_certificate": ({"extension_approved", "certified"}, set()),
    "extension_refusal": (set(), {"extension_approved"}),
    "return_record": (AWAY, set()),
}

# What has to be done again: a corrected request is confirmed and checked anew, a new certificate handed over anew.
AGAIN: dict[str, set[str]] = {
    "amend": REQUEST,
    "extend": {"extension_approved"},
    "new_certificate": {"handed_over"},
}

# Which rules are looked at, and shown, at which step.
ASKED = [
    "on_the_roll", "stay_is_short", "stay_not_over", "host_is_elsewhere", "no_live_letter", "no_other_certificate",
    "credential_is_needed", "place_is_certain",
]  # fmt: skip
RULES: dict[str, list[str]] = {
    "start": ASKED,
    "amend": ASKED,
    "branch_check": [
        "on_the_roll", "dues_clear", "stay_is_short", "host_is_elsewhere", "credential_is_needed", "place_is_certain",
        "no_open_case",
    ],
    "approve": [
        "on_the_roll", "dues_clear", "stay_is_short", "stay_not_over", "no_live_letter", "no_other_certificate",
        "credential_is_needed", "place_is_certain", "no_open_case",
    ],
    "away": ["not_extended_before"],
    "is_back": ["not_extended_before"],
    "extend": ["not_extended_before", "stay_is_short", "stay_not_over"],
    "approve_extension": ["on_the_roll", "stay_is_short", "stay_not_over", "no_live_letter"],
}  # fmt: skip

UNTIL_APPROVED = {"consent", "amend", "branch_check", "pass_on", "approve"}


def names(obligations: object) -> set[str]:
    return {obligation.name for obligation in obligations}  # type: ignore[attr-defined]


@pytest.mark.parametrize("node", [name for name, _ in Stay.in_order()])
def test_what_each_node_asks_for(node: str) -> None:
    asked = Stay.instance.node(node)
    expected = (ENDS | BEFORE).get(node, (set(), set()))
    assert (names(asked.needed), names(asked.forbidden)) == expected
    undone = {obligation for obligations in asked.undone.values() for obligation in obligations}
    assert names(undone) == AGAIN.get(node, set())
    assert [guard.name for guard in getattr(asked, "guards", ())] == RULES.get(node, [])


def test_which_rules_stop_what() -> None:
    protects = {
        guard.name: guard.protects for step in (Stay.start, *Stay.steps().values()) for guard in step.guards
    }  # fmt: skip
    assert protects == {
        "on_the_roll": ("done", "pass", "agree"),
        "dues_clear": ("pass", "agree"),
        "stay_is_short": ("done", "pass", "agree", "extend"),
        "stay_not_over": ("done", "agree", "extend"),
        "host_is_elsewhere": ("done", "pass", "agree"),
        "no_live_letter": ("done", "agree"),
        "no_other_certificate": ("done", "agree"),
        "not_extended_before": ("extend",),
        "credential_is_needed": (),
        "place_is_certain": (),
        "no_open_case": (),
    }


def test_only_the_superior_approves() -> None:
    kinds = {name: step.kind for name, step in Stay.steps().items() if step.kind != "act"}
    assert kinds == {"approve": "approve", "approve_extension": "approve"}
    assert Stay.instance.node("approve").to == Stay.instance.node("approve_extension").to


def test_where_it_can_be_called_off_suspended_and_ended() -> None:
    """Before there is a certificate; an extension can be suspended, too. No article speaks of it."""
    assert (set(Stay.withdrawal.at), Stay.withdrawal.article) == (UNTIL_APPROVED, "产品约定")
    assert (set(Stay.termination.at), Stay.termination.article) == (UNTIL_APPROVED, "产品约定")
    assert set(Stay.suspension.at) == UNTIL_APPROVED | {"approve_extension"}
    assert Stay.suspension.by == Stay.termination.by == Stay.instance.node("approve").to


def test_the_last_day_does_not_move_and_the_terms_of_the_house_stand_still() -> None:
    lapsing = {name: (step.lapse.article, step.lapse.stops) for name, step in Stay.steps().items() if step.lapse}
    assert lapsing == {"away": (rules.OPINION, False)}
    assert {name for name, step in Stay.steps().items() if step.within is None or not step.within.stops} == {"away"}


def test_where_each_answer_about_the_member_leads() -> None:
    for name in ("away", "is_back"):
        targets = {outcome: node.name for outcome, node in Stay.instance.node(name).targets.items()}
        lapsed = {"lapsed": "is_back"} if name == "away" else {}
        assert targets == lapsed | {
            "back": "return_record", "extend": "extend", "gone": "not_back",
        }  # fmt: skip


def test_where_one_may_ask_again() -> None:
    ends = {node.code for _name, node in Stay.in_order() if getattr(node, "again", False)}
    assert ends == {"refused", "withdrawn", "terminated"}


def test_which_end_asks_for_another_process() -> None:
    ends = {node.code: node.leads_to for _name, node in Stay.in_order() if getattr(node, "leads_to", "")}
    assert ends == {"transfer_due": "transfer"}


def test_every_end_is_written_down() -> None:
    assert set(ENDS) == {name for name, node in Stay.in_order() if not node.targets}
