"""What the regulation asks of a transfer, written down a second time (handbook 5) and held against the course.

The course could lose an obligation and still be proved, since nothing would ask for it any more. This is what notices.
"""

from __future__ import annotations

import pytest

from workflows.processes.transfer import Transfer

# What must be true wherever a case ends, and what must not (5.2 to 5.7, R-TR-01 to R-TR-05, R-LT-01 to R-LT-07).
REQUEST = {"confirmed", "request_filed", "checked", "dues_entered", "check_filed", "passed_on"}
SENT = {"examined", "approved", "letter_out", "list_with_it", "handed_over", "letter_sent"}
LETTER = SENT | {"reported", "accepted"}
NOT_RECOGNISED = {"statement_heard", "not_recognised", "disposal_told", "struck_off"}
ENDS: dict[str, tuple[set[str], set[str]]] = {
    "closed": (REQUEST | LETTER | {"moved", "enrolled", "receipt_sent", "receipt_filed"}, set()),
    "moved_out": (REQUEST | SENT | {"answered", "moved"}, set()),
    "not_recognised": (NOT_RECOGNISED, {"moved", "letter_out"}),
    "internal": (REQUEST | {"move_approved", "both_told", "moved", "enrolled"}, {"letter_out"}),
    "returned": (set(), {"moved", "letter_out"}),
    "refused": ({"confirmed", "checked", "examined", "refusal_told"}, {"moved", "letter_out"}),
    "withdrawn": ({"withdrawal_filed"}, {"moved", "letter_out"}),
    "terminated": ({"termination_told"}, {"moved", "letter_out"}),
}

# What must be true before something that cannot be taken back, or that speaks for the organisation.
BEFORE: dict[str, tuple[set[str], set[str]]] = {
    "request_paper": ({"confirmed"}, set()),
    "reassign": ({"confirmed", "checked", "passed_on"}, set()),
    "moved_inside": ({"move_approved", "both_told"}, {"letter_out"}),
    "approve": ({"confirmed", "checked", "passed_on", "examined"}, set()),
    "letter": ({"approved", "dues_entered"}, {"letter_out"}),
    "sent": ({"letter_out", "list_with_it", "handed_over"}, set()),
    "presented": ({"reported"}, set()),
    "accept": ({"letter_sent", "reported"}, set()),
    "moved": ({"accepted", "letter_out"}, set()),
    "join": ({"moved"}, set()),
    "receipt_paper": ({"receipt_written"}, set()),
    "filed": ({"receipt_sent", "receipt_seen"}, set()),
    "letter_back": ({"return_told"}, set()),
    "answer": ({"letter_sent"}, set()),
    "left": ({"answered", "letter_out"}, set()),
    "recognition": ({"statement_heard"}, set()),
    "unrecognised_notice": ({"statement_heard", "not_recognised"}, set()),
    "struck_off": ({"not_recognised", "disposal_told"}, set()),
}

# What has to be done again.
AGAIN: dict[str, set[str]] = {
    "amend": REQUEST | {"examined"},
    "voided_for_reissue": {
        "examined", "approved", "letter_out", "list_with_it", "handed_over", "letter_sent", "reported", "return_told",
    },
    "voided": {"letter_out", "list_with_it", "handed_over", "letter_sent", "reported", "return_told"},
    "struck_off": {"letter_out"},
}  # fmt: skip

# Which rules are looked at, and shown, at which step (5.4).
WHO, WHERE, PAID, OPEN = "on_the_roll", "target_can_receive", "dues_clear", "no_open_case"
RULES: dict[str, list[str]] = {
    "start": [WHO, WHERE, "duty_to_transfer"],
    "amend": [WHO, WHERE, "duty_to_transfer"],
    "branch_check": [WHO, PAID, OPEN],
    "reassign": [WHO, WHERE, PAID, OPEN, "home_can_change"],
    "examine": [WHO, WHERE, PAID, OPEN, "duty_to_transfer"],
    "approve": [WHO, PAID, OPEN, "no_live_letter"],
    "report": ["letter_is_valid"],
    "accept": [WHO, "home_can_change", "letter_is_valid", "on_probation"],
    "answer": [WHO, "letter_is_valid", "letter_out_of_date"],
    "explain": ["out_of_hand"],
    "letter_back": ["new_letter_asked", "out_of_hand"],
    "recognition": ["on_probation"],
}

# Until the letter is approved the one who asked can call the request off (5.4 row 1).
CALLED_OFF_AT = {"consent", "amend", "branch_check", "pass_on", "reassign", "examine", "approve"}


def names(obligations: object) -> set[str]:
    return {obligation.name for obligation in obligations}  # type: ignore[attr-defined]


@pytest.mark.parametrize("node", [name for name, _ in Transfer.in_order()])
def test_what_each_node_asks_for(node: str) -> None:
    asked = Transfer.instance.node(node)
    expected = (ENDS | BEFORE).get(node, (set(), set()))
    assert (names(asked.needed), names(asked.forbidden)) == expected
    undone = {obligation for obligations in asked.undone.values() for obligation in obligations}
    assert names(undone) == AGAIN.get(node, set())
    assert [guard.name for guard in getattr(asked, "guards", ())] == RULES.get(node, [])


def test_where_it_can_be_called_off() -> None:
    assert set(Transfer.withdrawal.at) == CALLED_OFF_AT


def test_where_the_issuing_committee_can_end_or_suspend_it() -> None:
    """Neither is anybody's by an article: the house says so. Nothing is ended with a letter out, or with him moved."""
    assert set(Transfer.termination.at) == CALLED_OFF_AT
    assert set(Transfer.suspension.at) == CALLED_OFF_AT | {"hand_over", "report", "accept", "explain", "letter_back"}
    for act in (Transfer.termination, Transfer.suspension):
        assert (act.article, act.by) == ("产品约定", Transfer.instance.node("approve").to)


def test_which_terms_stand_still_while_it_is_suspended() -> None:
    """Those of the house and of the online system; not the month of the receipt, not the validity of the letter."""
    stop = {name for name, step in Transfer.steps().items() if step.within is not None and step.within.stops}
    timed = {name for name, step in Transfer.steps().items() if step.within is not None}
    assert timed - stop == {"receipt", "answer"}
    assert not Transfer.instance.node("report").lapse.stops


def test_what_may_be_done_again_after_a_return() -> None:
    """Entering the month of the dues, which finds it there; and no more of what a register knows."""
    again = {name for name, node in Transfer.in_order() if getattr(node, "repeatable", False)}
    assert again == {"dues_noted"}


def test_where_one_may_ask_again() -> None:
    ends = {node.code for _name, node in Transfer.in_order() if getattr(node, "again", False)}
    assert ends == {"returned", "refused", "withdrawn", "terminated"}


def test_a_letter_nobody_presents_lapses_on_its_last_day() -> None:
    report = Transfer.instance.node("report")
    assert (report.lapse.article, report.targets["lapsed"].name) == ("中组发〔2004〕10号", "explain")


def test_a_loss_is_reported_while_the_letter_is_on_its_way_to_one_of_ours() -> None:
    """To an organisation outside it is one of the answers that our own organiser registers."""
    (loss,) = Transfer.incidents
    assert (loss.name, loss.at, loss.then, loss.kind) == ("loss", ("report",), "lost", "act")
    assert loss.by == Transfer.instance.node("letter_back").to


def test_the_county_is_told_of_what_nobody_handed_in() -> None:
    told = {name: step.escalation for name, step in Transfer.steps().items() if step.escalation is not None}
    assert set(told) == {"answer", "explain", "letter_back"}
    assert {(found.article, found.to.roles) for found in told.values()} == {("产品约定", ("organiser",))}


def test_every_end_is_written_down() -> None:
    assert set(ENDS) == {name for name, node in Transfer.in_order() if not node.targets}
