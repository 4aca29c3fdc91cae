"""Short words for tests of meetings: a case that has come to one, and what the secretary does in the room."""

from __future__ import annotations

import datetime as dt
from typing import Any

from audit import clock
from config.demo.building import Demo
from registry.models import Member, Person, Resolution, User
from tests import desk
from workflows.engine import deciding, opening
from workflows.engine.meetings import (
    attending,
    balloting,
    convening,
    counting,
    opinions,
    presiding,
    reading,
    roll,
    standing,
)
from workflows.engine.meetings.asked import Amendment, ItemAsked
from workflows.engine.meetings.record import AttendeeRecord, MeetingRecord
from workflows.engine.models import Ballot, Case, Choice, Decision, Meeting, TaskAssignment, Verdict
from workflows.engine.votes.kinds import Kind

MATTER = "关于支部年度工作计划的决议"
GENERAL = ItemAsked(Kind.GM_GENERAL, MATTER)


class Room:
    """A case of a course with a meeting, and short words for what is done with it."""

    def __init__(self, world: Demo, course: Any, secretary: User, member: Member | None = None) -> None:
        self.world, self.secretary = world, secretary
        data = {"member": member.public_id if member else "", "matter": "" if member else "支部党员大会"}
        self.case = opening.open_case(
            course, by=secretary, organisation=world.organisations["QH0101"], data=data, key=desk.key()
        )
        desk.settle()

    # -- what stands ----------------------------------------------------------------------------------------------------

    @property
    def turn(self) -> TaskAssignment:
        """The open turn."""
        return desk.the_turn(self.case)

    @property
    def meeting(self) -> Meeting:
        """The newest meeting, read anew."""
        found = standing.last(Case.objects.get(pk=self.case.pk), "meeting")
        assert found is not None
        return found

    @property
    def record(self) -> MeetingRecord:
        """Its record."""
        return reading.record_of(self.meeting)

    def electors(self) -> list[AttendeeRecord]:
        """Who has a vote, in the order of the roll."""
        return [one for one in self.record.people if one.votes]

    def who(self, person: Person) -> AttendeeRecord:
        """Somebody on the roll."""
        return next(one for one in self.record.people if one.person_id == person.pk)

    def item(self, number: int = 1) -> str:
        """An item of the agenda by its number."""
        return self.record.items[number - 1].reference

    # -- what is done ---------------------------------------------------------------------------------------------------

    def act(self, what: Any, **more: Any) -> Any:
        """An act on the open turn, by the secretary unless somebody else is named."""
        return what(more.pop("turn", None) or self.turn.public_id, **{"by": self.secretary, "key": desk.key()} | more)

    def convene(self, *agenda: ItemAsked, **more: Any) -> Meeting:
        """Convene it for today."""
        today = clock.today()
        branch = self.world.members("QH0101")
        others = [m.person for m in branch if m.standing == "full" and m.person_id != self.secretary.person_id]
        said = {
            "held_on": today, "starts_at": dt.time(9, 30), "place": "支部活动室", "topic": "支部党员大会",
            "chair": self.secretary.person, "recorder": others[0], "agenda": list(agenda) or None,
        }  # fmt: skip
        found: Meeting = self.act(convening.convene, **said | more)
        return found

    def announce(self) -> None:
        """Convening is decided; the notice goes out."""
        deciding.decide(self.turn.public_id, by=self.secretary, data={}, key=desk.key())
        desk.settle()

    def sign_in(self, *people: AttendeeRecord, **more: Any) -> None:
        """Some come."""
        for one in people:
            self.act(attending.sign_in, attendee=one.reference, **more)

    def sign_out(self, *people: AttendeeRecord) -> None:
        """Some leave."""
        for one in people:
            self.act(attending.sign_out, attendee=one.reference)

    def amend(self, one: AttendeeRecord, **amendment: Any) -> AttendeeRecord:
        """The roll is amended."""
        more = {name: amendment.pop(name) for name in ("reason", "by") if name in amendment}
        said = {"reason": "组织来函"} | more
        self.act(roll.amend_roll, attendee=one.reference, amendment=Amendment(**amendment), **said)
        return next(row for row in self.record.people if row.reference == one.reference)

    def opinion(self, one: AttendeeRecord, choice: Choice = Choice.FOR, number: int = 1, **more: Any) -> None:
        """Somebody absent hands in what he thinks."""
        said = {"item": self.item(number), "attendee": one.reference, "choice": choice, "handed_in_on": clock.today()}
        self.act(opinions.receive_opinion, **said | more)

    def begin(self, *, present: int, tellers: tuple[int, int] = (0, 1)) -> list[AttendeeRecord]:
        """So many electors come, chair and recorder among them, two of them count, the meeting is opened."""
        meeting = self.meeting
        officers = [self.who(person) for person in (meeting.chair, meeting.recorder)]
        found = sorted(self.electors(), key=lambda one: one not in officers)[:present]
        self.sign_in(*dict.fromkeys([*officers, *found]))
        self.act(presiding.open_meeting)
        self.tellers(found[tellers[0]], found[tellers[1]])
        return found

    def tellers(self, *people: AttendeeRecord, **more: Any) -> None:
        """Two are named to count."""
        names = [one.reference for one in people]
        self.act(presiding.name_tellers, **{"tellers": names, "confirmed": True} | more)

    def ballot(self, number: int = 1, **more: Any) -> Ballot:
        """An item is put to the vote."""
        found: Ballot = self.act(balloting.open_ballot, item=self.item(number), **more)
        return found

    def count(self, ballot: Ballot, teller: str, numbers: dict[str, int], **more: Any) -> Any:
        """One teller has counted."""
        return self.act(counting.count, ballot=ballot.public_id, teller=teller, numbers=numbers, **more)

    def counted(self, ballot: Ballot, numbers: dict[str, int]) -> Verdict:
        """Both tellers count the same, and it is settled."""
        for teller in balloting.counting(self.meeting, ballot.item):
            self.count(ballot, teller.attendee.public_id, numbers)
        found: Verdict = self.act(counting.settle, ballot=ballot.public_id)
        return found

    def vote(self, votes_for: int, votes_against: int = 0, abstained: int = 0, number: int = 1) -> Verdict:
        """An item is voted on."""
        numbers = {"votes_for": votes_for, "votes_against": votes_against, "abstained": abstained}
        return self.counted(self.ballot(number), numbers)

    def close(self, outcome: str = "held", **more: Any) -> Decision:
        """The step is decided."""
        said = {"by": self.secretary, "data": {"outcome": outcome, "gist": "同意。"}, "key": desk.key()}
        return deciding.decide(self.turn.public_id, **said | more)

    def resolutions(self) -> list[tuple[str, str]]:
        """What stands in the register."""
        found = Resolution.objects.filter(case_reference=self.case.reference).order_by("pk")
        return [(row.matter, row.result) for row in found]
