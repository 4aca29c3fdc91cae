"""The record of a meeting (会议记录): everything that pages show and papers print, read once, in plain values.

Made by ``reading.record_of``. Frozen: nothing here reads the database again. Of a secret ballot there are totals only.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from workflows.engine.sentences import Sentence
from workflows.engine.votes.kinds import Kind


@dataclass(frozen=True)
class AttendeeRecord:
    """Somebody on the roll (应到会人员). ``why`` and ``article`` say why he has no vote, or is counted all the same.

    ``post`` is his post on the committee, empty in a general meeting. ``present``: in the room now, or when the meeting ended.
    ``arrived_at`` is when he first came, ``left_at`` when he left for good. ``leave_agreed_by`` is a name.
    """

    reference: str
    person_id: int
    name: str
    post: str
    standing: str
    counts: bool
    votes: bool
    why: Sentence | None = None
    article: str = ""
    left_out: str = ""
    superior_consent: str = ""
    meeting_consent: str = ""
    amended_because: str = ""
    arrived_at: dt.datetime | None = None
    left_at: dt.datetime | None = None
    absent_reason: str = ""
    leave_asked_on: dt.date | None = None
    leave_agreed_by: str = ""

    @property
    def present(self) -> bool:
        """True while he is in the room."""
        return self.arrived_at is not None and self.left_at is None

    @property
    def came(self) -> bool:
        """True if he was there at any time."""
        return self.arrived_at is not None


@dataclass(frozen=True)
class CandidateRecord:
    """A candidate (候选人) and his row on the ballot."""

    number: int
    name: str
    person_id: int


@dataclass(frozen=True)
class OpinionRecord:
    """A written opinion (书面意见). ``void``: he came after all. Whether it counts among the votes is the item's rule."""

    attendee: str
    name: str
    choice: str
    handed_in_on: dt.date
    void: bool


@dataclass(frozen=True)
class Quorum:
    """Whether there is a quorum (法定人数) for an item now: of those in the room, or when the meeting ended."""

    present: int
    entitled: int
    least: int
    met: bool
    sentence: Sentence
    article: str


@dataclass(frozen=True)
class CountRecord:
    """What one teller counted (计票); ``entered_by`` is whose device it was. ``numbers`` as in ``TellerCount``."""

    teller: str
    name: str
    entry: int
    numbers: Mapping[str, int]
    entered_by: str
    entered_at: dt.datetime


@dataclass(frozen=True)
class ReductionRecord:
    """What came of asking those present to fill fewer seats (减少名额). ``seats`` were to be filled until then, ``fewer`` are
    where they ``agreed``; ``sentences`` are those of the minutes."""

    agreed: bool
    seats: int
    fewer: int
    sentences: tuple[Sentence, ...]
    article: str


@dataclass(frozen=True)
class VerdictRecord:
    """What a ballot came to (表决结论). ``result``: carried, lost; of an election filled, second_ballot, seats_left,
    superior_decides, invalid. ``sentences`` are those of the minutes; ``elected`` and ``tied`` are names. ``reasons``: of an
    election each name with the votes for it held against what it needs. ``may_reduce``: so few seats are left that those present
    may agree to fill fewer; ``reduction`` is what came of it once they were asked."""

    result: str
    sentences: tuple[Sentence, ...]
    article: str
    numbers: Mapping[str, int]
    settled_at: dt.datetime
    elected: tuple[str, ...] = ()
    tied: tuple[str, ...] = ()
    left: int = 0
    reasons: tuple[tuple[str, Sentence], ...] = ()
    may_reduce: bool = False
    reduction: ReductionRecord | None = None


@dataclass(frozen=True)
class BallotRecord:
    """One ballot (一次表决) with the numbers frozen when it opened. ``present`` are those with a vote, ``aside`` those of them
    who do not vote in a matter of their own."""

    reference: str
    number: int
    opened_at: dt.datetime
    entitled: int
    present: int
    aside: int = 0
    written_for: int = 0
    written_against: int = 0
    written_abstained: int = 0
    seats: int | None = None
    candidates: tuple[CandidateRecord, ...] = ()
    counts: tuple[CountRecord, ...] = ()
    verdict: VerdictRecord | None = None

    @property
    def newest(self) -> Mapping[str, CountRecord]:
        """The newest count of each teller, by the reference of the teller."""
        return {count.teller: count for count in sorted(self.counts, key=lambda count: count.entry)}


@dataclass(frozen=True)
class ItemRecord:
    """An item of the agenda (议题). ``kind`` is None for one that is only discussed; ``secret`` as the rules or the agenda
    want it; ``tellers`` are names. ``quorum`` is None for one that is not voted on. ``elected_again`` is the number of the
    item under which the seats that it left are elected, 0 for none."""

    reference: str
    number: int
    kind: Kind | None
    matter: str
    secret: bool = False
    subject: str = ""
    subject_person_id: int | None = None
    seats: int | None = None
    office: str = ""
    purpose: str = ""
    candidates: tuple[CandidateRecord, ...] = ()
    opinions: tuple[OpinionRecord, ...] = ()
    opinions_count: bool = False
    tellers: tuple[str, ...] = ()
    ballots: tuple[BallotRecord, ...] = ()
    quorum: Quorum | None = None
    elected_again: int = 0

    @property
    def running(self) -> BallotRecord | None:
        """The ballot that is open and not settled yet."""
        return next((ballot for ballot in self.ballots if ballot.verdict is None), None)

    @property
    def verdict(self) -> VerdictRecord | None:
        """What the item came to in the end; None while it is open, or another ballot follows."""
        last = self.ballots[-1].verdict if self.ballots else None
        return None if last is None or last.result in ("second_ballot", "invalid") else last

    @property
    def settled(self) -> bool:
        """True once nothing is left to be voted on."""
        return self.kind is None or self.verdict is not None

    @property
    def seats_open(self) -> int:
        """How many seats it left about which nothing was agreed yet: neither fewer, nor a separate election."""
        found = self.verdict
        if found is None or found.result != "seats_left" or self.elected_again:
            return 0
        return 0 if found.reduction is not None and found.reduction.agreed else found.left


@dataclass(frozen=True)
class MeetingRecord:
    """A meeting (会议) as it stands. ``ending`` is ``held`` or ``no_quorum`` as the record would have it, empty while items are
    open; ``closed_at`` is when its step was decided. ``roll_frozen_at``: from the first ballot on nobody amends the roll.
    ``tellers`` are names; whoever is a teller of one item only stands with that item.
    """

    reference: str
    case: str
    organisation: str
    body: str
    attempt: int
    held_on: dt.date
    starts_at: dt.time
    place: str
    topic: str
    chair: str
    recorder: str
    convened_at: dt.datetime
    opened_at: dt.datetime | None = None
    roll_frozen_at: dt.datetime | None = None
    adjourned_at: dt.datetime | None = None
    closed_at: dt.datetime | None = None
    ending: str = ""
    people: tuple[AttendeeRecord, ...] = ()
    items: tuple[ItemRecord, ...] = ()
    tellers: tuple[str, ...] = ()

    @property
    def entitled(self) -> int:
        """How many count (应到会有表决权)."""
        return sum(1 for one in self.people if one.counts)

    @property
    def present(self) -> int:
        """How many of those who count are in the room (实到会有表决权)."""
        return sum(1 for one in self.people if one.counts and one.present)

    @property
    def uncounted(self) -> tuple[AttendeeRecord, ...]:
        """Whoever is not counted, each with the reason."""
        return tuple(one for one in self.people if not one.counts)

    @property
    def absent(self) -> tuple[AttendeeRecord, ...]:
        """Whoever never came, with the reason where one is known."""
        return tuple(one for one in self.people if not one.came)

    @property
    def running(self) -> tuple[ItemRecord, BallotRecord] | None:
        """The item and the ballot that are being voted on."""
        found = ((item, item.running) for item in self.items)
        return next(((item, ballot) for item, ballot in found if ballot is not None), None)
