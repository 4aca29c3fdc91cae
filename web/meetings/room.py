"""The room of a meeting as its page shows it (会场): what has come of it so far, and what is to be done now."""

from __future__ import annotations

from enum import StrEnum
from functools import cached_property
from typing import Any

from django.http import Http404

from forms.kit import Limits
from registry.access import Viewer
from web.meetings.words import kinds_of
from workflows.engine import commands
from workflows.engine.authority import may_act
from workflows.engine.errors import Refused
from workflows.engine.handling import looked_at
from workflows.engine.meetings import roll, standing
from workflows.engine.meetings.acting import meeting_step
from workflows.engine.meetings.balloting import counting
from workflows.engine.meetings.convening import left_over
from workflows.engine.meetings.reading import record_of
from workflows.engine.meetings.record import BallotRecord, ItemRecord, MeetingRecord, Quorum
from workflows.engine.models import Meeting, TaskAssignment
from workflows.engine.turns import pack_of
from workflows.policy import asking
from workflows.policy.terms import Pack


class Stage(StrEnum):
    """What is to be done with a meeting now (会议阶段); derived anew for each page, never stored."""

    CONVENE = "convene"
    NOTICE = "notice"
    WAIT = "wait"
    GATHER = "gather"
    TELLERS = "tellers"
    VOTE = "vote"
    COUNT = "count"
    CLOSE = "close"
    ADJOURNED = "adjourned"
    OVER = "over"


class Room:
    """The meeting of one turn for one viewer; Http404 where no meeting is held at its step."""

    def __init__(self, turn: TaskAssignment, viewer: Viewer, key: str = "") -> None:
        looked_at(turn)
        self.turn, self.viewer, self.case = turn, viewer, turn.case
        self.key = key or commands.new_key()
        try:
            self.step, self.here = meeting_step(turn)
        except Refused as refusal:
            raise Http404 from refusal

    @cached_property
    def may_act(self) -> bool:
        """Whether the viewer may do anything here now."""
        open_now = self.turn.is_open and self.turn.suspended_at is None
        return open_now and may_act(self.turn, self.viewer.user, self.viewer.on)

    @cached_property
    def row(self) -> Meeting | None:
        """The meeting that runs, or where the turn is closed the last one of its step."""
        find = standing.current if self.turn.is_open else standing.last
        return find(self.case, self.step.name)

    @cached_property
    def record(self) -> MeetingRecord | None:
        """Everything that is known of it."""
        return record_of(self.row) if self.row is not None else None

    @property
    def stage(self) -> Stage:
        """What is to be done now."""
        record = self.record
        if record is None:
            return Stage.CONVENE
        if record.closed_at is not None or not self.turn.is_open:
            return Stage.OVER
        if not self.here:
            return Stage.NOTICE
        if record.adjourned_at is not None:
            return Stage.ADJOURNED
        if self.viewer.on < record.held_on:
            return Stage.WAIT
        return Stage.GATHER if record.opened_at is None else self._in_session(record)

    def _in_session(self, record: MeetingRecord) -> Stage:
        if record.running:
            return Stage.COUNT
        if record.ending:
            return Stage.CLOSE
        item = self.item
        return Stage.VOTE if record.tellers or (item is not None and item.tellers) else Stage.TELLERS

    @property
    def open_now(self) -> bool:
        """True while who comes and leaves can be noted."""
        return self.may_act and self.stage in (Stage.GATHER, Stage.TELLERS, Stage.VOTE, Stage.COUNT, Stage.CLOSE)

    @property
    def before(self) -> bool:
        """True while the roll can still be amended, and opinions in writing are taken in."""
        return self.may_act and self.record is not None and self.record.roll_frozen_at is None and not self.is_over

    @cached_property
    def changed(self) -> list[str]:
        """Whom the registers would call otherwise than the roll has it, by name, while it can be taken anew."""
        early = self.here and self.before and self.record is not None and self.record.opened_at is None
        return roll.changes(self.row) if early and self.row is not None else []

    @property
    def is_over(self) -> bool:
        """True once nothing is done in the room any more."""
        return self.stage in (Stage.OVER, Stage.ADJOURNED)

    @property
    def agenda_is_open(self) -> bool:
        """True while items can be put on the agenda or taken off."""
        waits = self.record is None or self.record.opened_at is None
        return self.may_act and waits and not self.step.agenda_is_given and not self.is_over

    @property
    def item(self) -> ItemRecord | None:
        """The item that is being voted on, else the next that has to be."""
        record = self.record
        if record is None:
            return None
        running = record.running
        return running[0] if running else next((item for item in record.items if not item.settled), None)

    @property
    def seats_open(self) -> list[ItemRecord]:
        """Items that left seats about which the meeting can still decide: fill fewer, or elect them now."""
        if self.record is None or self.stage not in (Stage.TELLERS, Stage.VOTE, Stage.CLOSE) or not self.may_act:
            return []
        return [item for item in self.record.items if item.seats_open]

    @property
    def ballot(self) -> BallotRecord | None:
        """The ballot that is open."""
        return self.item.running if self.item else None

    @property
    def quorum(self) -> Quorum | None:
        """Whether there is a quorum for what comes next; None for a meeting that only discusses."""
        return self.item.quorum if self.item else None

    @property
    def may_adjourn(self) -> bool:
        """True where there is no quorum for anything that has yet to be voted on."""
        record = self.record
        if record is None or not self.open_now or self.stage in (Stage.COUNT, Stage.CLOSE):
            return False
        return not any(item.quorum.met for item in record.items if item.quorum and not item.settled)

    @property
    def counted_by(self) -> list[dict[str, Any]]:
        """The two who count on the open ballot, each with whether he has; what, only once both have."""
        item, ballot = self.item, self.ballot
        if item is None or ballot is None or self.row is None:
            return []
        about = self.row.items.get(public_id=item.reference)
        tellers = [{"reference": t.attendee.public_id, "name": t.attendee.name} for t in counting(self.row, about)]
        both = len({count.teller for count in ballot.counts} & {t["reference"] for t in tellers}) == len(tellers)
        newest = ballot.newest
        return [t | {"count": newest.get(t["reference"]), "shown": both} for t in tellers]

    @property
    def unsettled_before(self) -> bool:
        """True where the meeting before has left something unsettled, which stands on the agenda again."""
        return bool(left_over(self.case, self.step))

    @property
    def pack(self) -> Pack:
        """The policy of the case."""
        return pack_of(self.case)

    @property
    def limits(self) -> Limits:
        """Between which days a day about the meeting lies."""
        return Limits(today=self.viewer.on, span=asking.span_of(self.pack, self.viewer.on))

    @property
    def asks_first_item(self) -> bool:
        """True where the meeting is convened with its first item: nothing gives an agenda yet."""
        return self.row is None and not self.step.agenda_is_given and not self.unsettled_before

    @property
    def kinds(self) -> list[tuple[str, Any, Any]]:
        """What can be put on the agenda."""
        return kinds_of(self.step.body_of(self.case))
