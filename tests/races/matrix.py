"""The matrix: every two write functions, where they meet, and what is lawful afterwards.

A row for each unordered pair of ``writes.WRITES``, a function meeting itself included: either races, or why the two
never meet. A test compares the two; a write function without rows fails it. The rows stand in ``rows``, by subject.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from tests.races.rows import apart, beside, deputies, interventions, signing, sweeps, transfer
from tests.races.words import Race

RACES = (
    *transfer.ROWS, *interventions.ROWS, *signing.ROWS, *deputies.ROWS, *sweeps.ROWS, *beside.ROWS,
)  # fmt: skip
APART = apart.ROWS

# Of the controls only these are run with the tests; all of them are in the campaign.
DANGEROUS = (
    "open_case / open_case: two people",
    "decide / decide: two holders of the post",
    "recall / withdraw",
    "issue / issue",
)

# Of the races beyond the transfer's own these are run with the tests, once each: every write function is in one.
SAMPLE = (
    "return_to / decide: two holders of the post", "suspend / terminate", "recall / suspend", "resume / go_on", "report / lapse",
    "hand_over / declare_interest", "move_case / hand_over", "decide / decide: the last two seats",
    "decide / add_signer: another seat", "remove_signer / suspend", "recount / recount",
    "delegate / delegate: one key", "revoke / revoke: one key", "leave / leave: one key", "decide / leave",
    "rescue / rescue", "remind / remind: escalated", "collect / collect", "settle / settle", "digest / digest",
    "deliver / deliver", "look_ahead / look_ahead", "urge / urge: one person, two keys", "ask_again / ask_again: one key",
    "attach / hand_over", "copy_to / copy_to: one post", "strike_out / strike_out: two people", "comment / outcome",
    "strike_comment / strike_comment: two keys", "choose / set_email",
)  # fmt: skip


def rows() -> Iterator[Race]:
    """Every race, those on pages after the same ones called directly."""
    for race in RACES:
        yield race
        if race.pages:
            yield race.on_pages


def sample() -> Iterator[Race]:
    """Those that are run with the tests."""
    return (race for race in rows() if race.on_a_page or race in transfer.ROWS or race.title in SAMPLE)


def covered() -> list[frozenset[str]]:
    """Every pair that has a row."""
    return [*(race.pair for race in RACES), *chain.from_iterable(row.pairs for row in APART)]
