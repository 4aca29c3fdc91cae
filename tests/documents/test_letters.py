"""What may become of a letter, guarded by the register itself: a wrong course still cannot do wrong."""

from __future__ import annotations

import pytest
from django_fsm import can_proceed

from documents.models import Letter
from registry.models import Organisation

STATES = ("issued", "in_transit", "reported", "accepted", "receipted", "filed", "returned", "expired", "lost", "void")


@pytest.mark.parametrize(
    ("channel", "act", "from_"),
    [
        ("paper", "send", {"issued"}),
        ("paper", "present", {"in_transit"}),
        ("paper", "accept", {"reported"}),
        ("paper", "give_back", {"reported"}),
        ("online", "accept", {"in_transit", "reported"}),
        ("online", "give_back", {"in_transit", "reported"}),
        ("paper", "send_receipt", {"accepted"}),
        ("paper", "file_receipt", {"receipted"}),
        ("paper", "expire", {"issued", "in_transit"}),
        ("paper", "lose", {"issued", "in_transit"}),
        ("paper", "void", {"returned", "expired", "lost"}),
        ("outside", "accept", {"in_transit", "reported"}),
        ("outside", "give_back", {"in_transit", "reported"}),
    ],
)
def test_from_where_a_letter_moves(channel: str, act: str, from_: set[str]) -> None:
    """A letter on paper is accepted or given back only after it was presented; outside nobody here sees that."""
    receiver = Organisation(outside=channel == "outside")
    how = "online" if channel == "online" else "paper"
    letters = {state: Letter(channel=how, state=state, receiver=receiver) for state in STATES}
    assert {state for state, letter in letters.items() if can_proceed(getattr(letter, act))} == from_
