"""What is printed for the room (会场用纸): tally, ballots, the sheet to hold a meeting by hand, the list of who was served."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from workflows.engine.meetings.printed import (
    Facts,
    about,
    called,
    clock_time,
    elections_of,
    fate,
    head,
    item_name,
    motions_of,
    names_of,
    on_roll,
    slips,
    verdict_said,
    votes,
)
from workflows.engine.meetings.record import BallotRecord, ItemRecord, MeetingRecord
from workflows.engine.votes.kinds import election_terms, motion_terms
from workflows.policy.terms import VotesTerms
from workflows.policy.thresholds import Base, Op, Threshold

MARKS = ("for", "against", "abstained")
ENTRIES = 6  # the newest ones; how often it was counted before stands in the record


def tally(records: Sequence[MeetingRecord]) -> Facts:
    """D-MT-4 会议计票单: every ballot of the meetings of a case, with every count that was entered."""
    last = records[-1]
    first, second = [*last.tellers, "", ""][:2]
    said = head(last)
    return {name: said[name] for name in ("branch", "body", "meeting_on")} | {
        "teller_1": first,
        "teller_2": second,
        "items_total": sum(1 for record in records for item in record.items if item.ballots),
        "motions": [_motion(item, item.ballots[-1]) for record in records for item in motions_of(record)],
        "elections": [_election(item, ballot) for record in records for item, ballot in elections_of(record)],
    }


def _motion(item: ItemRecord, ballot: BallotRecord) -> Facts:
    numbers = ("votes_for", "votes_against", "abstained")
    entries = [_entered(count) | {name: count.numbers[name] for name in numbers} for count in ballot.counts[-ENTRIES:]]
    return about(item) | {
        "entitled": ballot.entitled, "present": ballot.present, "aside": ballot.aside, "entries": entries,
        "sentence": verdict_said(ballot),
    }  # fmt: skip


def _entered(count: Any) -> Facts:
    """Who counted, when it was entered, and on whose device where that was not his own."""
    device = "" if count.entered_by == count.name else f" {count.entered_by}"
    return {"teller": count.name, "entered": f"{clock_time(count.entered_at)}{device}"}


def _election(item: ItemRecord, ballot: BallotRecord) -> Facts:
    newest = [count.numbers for count in ballot.newest.values()]
    first, second = [*newest, {}, {}][:2]
    entries = [_entered(count) | slips(ballot, count.numbers) for count in ballot.counts[-ENTRIES:]]
    counted = [
        {"name": name, **_marked("first", first, key), **_marked("second", second, key), "elected": fate(ballot, name)}
        for name, key in names_of(ballot)
    ]
    return about(item) | {
        "ballot_number": f"第{ballot.number}次", "seats": ballot.seats, "entitled": ballot.entitled, "present": ballot.present,
        "entries": entries, "counted": counted, "sentence": verdict_said(ballot),
    }  # fmt: skip


def _marked(which: str, numbers: Any, key: str) -> Facts:
    return {f"{which}_{mark}": found for mark, found in zip(MARKS, votes(numbers, key), strict=True)}


def served(record: MeetingRecord) -> Facts:
    """D-MT-1b 会议通知签收单."""
    return head(record) | {"invited": [_named(on_roll(one)) for one in called(record)]}


def _named(row: Facts) -> Facts:
    return {"name": row["name"], "kind": row["kind"]}


def motion_slip(record: MeetingRecord, item: ItemRecord) -> Facts:
    """D-MT-5a 表决票."""
    said = head(record)
    return {name: said[name] for name in ("branch", "body", "meeting_on")} | {
        "item": item_name(item),
        "matter": item.matter,
    }


def election_slip(record: MeetingRecord, item: ItemRecord, terms: VotesTerms) -> Facts:
    """D-MT-5b 选票: the names of the ballot that is next, in the order of the ballot."""
    if item.kind is None:
        raise ValueError(f"{item.matter}: nothing is elected")
    candidates, seats = _standing(item)
    open_to_others = election_terms(terms, item.kind).write_ins.value
    return {
        "branch": record.organisation, "meeting_on": record.held_on.isoformat(), "item": item_name(item), "seats": seats,
        "office": item.office or item.matter[:40], "write_ins": "可以另选" if open_to_others else "不可另选",
        "candidates": [{"name": one} for one in candidates],
    }  # fmt: skip


def _standing(item: ItemRecord) -> tuple[Iterable[str], int]:
    """Who stands, and for how many seats: in a second ballot those who are tied, for what is left."""
    last = item.ballots[-1] if item.ballots else None
    if last and last.verdict and last.verdict.tied:
        return last.verdict.tied, last.verdict.left
    return [one.name for one in item.candidates], item.seats or 0


def room_sheet(record: MeetingRecord, terms: VotesTerms) -> Facts:
    """D-MT-7 会议现场用表: the roll to tick and a box for each item, with the numbers that are needed."""
    voted = [item for item in record.items if item.kind]
    least = max((item.quorum.least for item in voted if item.quorum), default=0)
    return head(record) | {
        "entitled": record.entitled,
        "needed": f"有表决权的至少到会{least}名" if least else "没有表决事项",
        "roll": [on_roll(one) for one in called(record)],
        "motions": [_to_vote(item, record, terms) for item in voted if item.kind and not item.kind.elects],
        "elections": [_to_elect(item, record, terms) for item in voted if item.kind and item.kind.elects],
    }


def _to_vote(item: ItemRecord, record: MeetingRecord, terms: VotesTerms) -> Facts:
    if item.kind is None:
        raise ValueError(f"{item.matter}: nothing is voted on")
    return about(item) | {"needed": _needed(motion_terms(terms, item.kind).approval.value, record.entitled)}


def _to_elect(item: ItemRecord, record: MeetingRecord, terms: VotesTerms) -> Facts:
    if item.kind is None:
        raise ValueError(f"{item.matter}: nothing is elected")
    candidates, seats = _standing(item)
    needed = _needed(election_terms(terms, item.kind).approval.value, record.entitled)
    return about(item) | {"seats": seats, "needed": needed, "candidates": [{"name": one} for one in candidates]}


def _needed(approval: Threshold, entitled: int) -> str:
    """How many votes are enough; of those present it is said in words, since nobody knows yet how many they are."""
    if approval.base is Base.ENTITLED:
        return f"赞成至少{approval.least(entitled)}票"
    more = "超过" if approval.op is Op.GT else "不少于"
    part = "半数" if (approval.part, approval.of) == (1, 2) else f"{approval.of}分之{approval.part}"
    return f"赞成{more}实到会人数的{part}"
