"""Random meetings in the database, held against a few lines of memory: what one refuses the other does, after each act both
say the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from hypothesis import example, given
from hypothesis import strategies as st

from tests import desk
from tests.meetings.room import GENERAL, Room
from tests.thorough import tried
from workflows.engine.errors import Refused
from workflows.engine.meetings import attending, counting, presiding, standing
from workflows.engine.meetings.asked import Amendment, ItemAsked
from workflows.engine.meetings.roll import amend_roll
from workflows.engine.models import Attendee, Ballot, Choice, Verdict
from workflows.engine.votes.candidates import Purpose
from workflows.engine.votes.kinds import Kind

WHO, ITEMS = st.integers(0, 8), st.integers(1, 3)
OPENING = st.tuples(st.sampled_from(["opinion", "come", "lose"]), WHO, ITEMS)
ACT = st.one_of(
    st.tuples(st.sampled_from(["come", "go", "never", "lose", "opinion"]), WHO, ITEMS),
    st.tuples(st.sampled_from(["open", "ballot", "adjourn", "resume"]), WHO, ITEMS),
    st.tuples(st.sampled_from(["ballot", "count", "settle", "vote"]), WHO, ITEMS),
    st.tuples(st.just("vote"), WHO, ITEMS),
)
# Who leaves before a ballot is not in it and what he handed in counts for nothing; who leaves during it makes no difference.
LEAVING = [
    ("go", 7, 1), ("ballot", 0, 2), ("go", 4, 1), ("go", 5, 1), ("go", 6, 1), ("go", 1, 1), ("adjourn", 0, 1), ("never", 0, 1),
    ("count", 2, 1), ("count", 2, 2), ("settle", 0, 1), ("count", 3, 2), ("settle", 0, 1), ("adjourn", 0, 1), ("come", 8, 1), ("resume", 0, 1),
]  # fmt: skip
Step = tuple[str, int, int]


@dataclass
class Memory:
    """A meeting of nine electors in a few lines; people and items by number."""

    here: set[int] = field(default_factory=set)
    came: set[int] = field(default_factory=set)
    lost: set[int] = field(default_factory=set)
    opinions: dict[tuple[int, int], str] = field(default_factory=dict)
    counted_in: set[int] = field(default_factory=set)
    opened: bool = False
    adjourned: bool = False
    running: int = 0
    frozen: tuple[int, int, int] = (0, 0, 0)
    counts: dict[int, int] = field(default_factory=dict)
    results: dict[int, str] = field(default_factory=dict)

    @property
    def entitled(self) -> int:
        """How many count."""
        return 9 - len(self.lost)

    @property
    def present(self) -> int:
        """How many of them are there."""
        return len(self.here - self.lost)

    def quorum(self, item: int) -> bool:
        """At least half, more than half, at least four fifths."""
        here, all_ = self.present, self.entitled
        return {1: 2 * here >= all_, 2: 2 * here > all_, 3: 5 * here >= 4 * all_}[item]

    def result(self, item: int, votes_for: int) -> str:
        """What so many votes come to, of those frozen when the ballot opened."""
        entitled, present, written = self.frozen
        if item == 3:
            return "filled" if 2 * votes_for > present else "seats_left"
        return "carried" if 2 * (votes_for + (written if item == 2 else 0)) > entitled else "lost"

    def written(self, item: int) -> int:
        """Who is in favour in writing and never came."""
        return sum(
            1
            for (who, on), said in self.opinions.items()
            if on == item and said == "for" and who not in self.came | self.lost
        )

    @property
    def unsettled(self) -> list[int]:
        """What has yet to be voted on."""
        return [item for item in (1, 2, 3) if item not in self.results]


class Both:
    """The meeting in the database and in memory. The first two people preside and record, the next two count."""

    def __init__(self, room: Room, seen: Counter[str]) -> None:
        self.room, self.seen, self.memory = room, seen, Memory()
        officers = (room.meeting.chair_id, room.meeting.recorder_id)
        people = sorted(room.record.people, key=lambda one: (one.person_id not in officers, one.reference))
        self.people = [one.reference for one in people if one.votes]
        self.items = [item.reference for item in room.record.items]
        self.turn = room.turn.public_id

    def do(self, what: str, who: int, item: int, *, look: bool = True) -> None:
        """One act in both."""
        can: Callable[[int, int], Callable[[], None] | None] = getattr(self, f"can_{what}")
        then = None if self.memory.adjourned and what != "resume" else can(who, item)
        try:
            getattr(self, f"do_{what}")(who, item)
        except Refused:
            assert then is None, (what, who, item, self.memory)
        else:
            assert then is not None, (what, who, item, self.memory)
            then()
            self.seen[what] += 1
        if look:
            self.same()

    def act(self, what: Any, **said: Any) -> Any:
        return what(self.turn, by=self.room.secretary, key=desk.key(), **said)

    # -- who is there ---------------------------------------------------------------------------------------------------

    def can_come(self, who: int, item: int) -> Callable[[], None]:
        return lambda: (self.memory.here.add(who), self.memory.came.add(who))[0]

    def do_come(self, who: int, item: int) -> None:
        self.act(attending.sign_in, attendee=self.people[who])

    def can_go(self, who: int, item: int) -> Callable[[], None] | None:
        return (lambda: self.memory.here.discard(who)) if who in self.memory.here else None

    def do_go(self, who: int, item: int) -> None:
        self.act(attending.sign_out, attendee=self.people[who])

    def can_never(self, who: int, item: int) -> Callable[[], None] | None:
        if who not in self.memory.came or who in self.memory.counted_in:
            return None
        return lambda: (self.memory.here.discard(who), self.memory.came.discard(who))[0]

    def do_never(self, who: int, item: int) -> None:
        self.act(attending.take_back_sign_in, attendee=self.people[who])

    def can_lose(self, who: int, item: int) -> Callable[[], None] | None:
        # Whoever counts stays an elector, and no candidate loses his rights: that would be another story.
        return None if self.memory.results or self.memory.running or who < 6 else lambda: self.memory.lost.add(who)

    def do_lose(self, who: int, item: int) -> None:
        if who < 6:
            raise Refused("")
        amendment = Amendment(rights_suspended=True)
        self.act(amend_roll, attendee=self.people[who], amendment=amendment, reason="来函")

    def can_opinion(self, who: int, item: int) -> Callable[[], None] | None:
        memory = self.memory
        if memory.opened or who in memory.came | memory.lost or item == 3:
            return None
        return lambda: memory.opinions.__setitem__((who, item), "for" if who % 3 else "against")

    def do_opinion(self, who: int, item: int) -> None:
        one = next(one for one in self.room.record.people if one.reference == self.people[who])
        self.room.opinion(one, Choice.FOR if who % 3 else Choice.AGAINST, item, turn=self.turn)

    # -- opening and adjourning -----------------------------------------------------------------------------------------

    def can_open(self, who: int, item: int) -> Callable[[], None] | None:
        memory = self.memory
        if memory.opened or not {0, 1, 2, 3} <= memory.here or not any(map(memory.quorum, memory.unsettled)):
            return None
        return lambda: setattr(memory, "opened", True)

    def do_open(self, who: int, item: int) -> None:
        if not {2, 3} <= self.memory.here:
            raise Refused("")
        self.act(presiding.open_meeting)
        self.act(presiding.name_tellers, tellers=self.people[2:4], confirmed=True)

    def can_adjourn(self, who: int, item: int) -> Callable[[], None] | None:
        memory = self.memory
        if memory.running or not memory.unsettled or any(map(memory.quorum, memory.unsettled)):
            return None
        return lambda: setattr(memory, "adjourned", True)

    def do_adjourn(self, who: int, item: int) -> None:
        self.act(presiding.adjourn)

    def can_resume(self, who: int, item: int) -> Callable[[], None] | None:
        return (lambda: setattr(self.memory, "adjourned", False)) if self.memory.adjourned else None

    def do_resume(self, who: int, item: int) -> None:
        self.act(presiding.resume)

    # -- voting ---------------------------------------------------------------------------------------------------------

    def can_ballot(self, who: int, item: int) -> Callable[[], None] | None:
        memory = self.memory
        free = memory.opened and not memory.running and item not in memory.results
        return self._frozen(item) if free and memory.quorum(item) and {2, 3} <= memory.here else None

    def _frozen(self, item: int) -> Callable[[], None]:
        def then() -> None:
            memory = self.memory
            memory.running, memory.counts = item, {}
            memory.frozen = memory.entitled, memory.present, memory.written(item)
            memory.counted_in |= memory.came

        return then

    def do_ballot(self, who: int, item: int) -> None:
        self.room.ballot(item, turn=self.turn)

    def can_count(self, who: int, item: int) -> Callable[[], None] | None:
        memory = self.memory
        if not memory.running or who not in (2, 3) or item + 3 > memory.frozen[1]:
            return None
        return lambda: memory.counts.__setitem__(who, item + 3)

    def do_count(self, who: int, item: int) -> None:
        """So many in favour; of those elected the second one has no votes."""
        running = Ballot.objects.filter(item__meeting=self.room.meeting, verdict=None).select_related("item").first()
        if running is None:
            raise Refused("")
        votes = item + 3
        numbers = {"votes_for": votes, "votes_against": 0, "abstained": 0}
        if running.item.kind == Kind.GM_ELECTION:
            numbers = {
                "issued": votes, "collected": votes, "void": 0, "1.for": votes, "1.against": 0, "1.abstained": 0, "2.for": 0,
                "2.against": votes, "2.abstained": 0,
            }  # fmt: skip
        said = {"ballot": running.public_id, "teller": self.people[who], "numbers": numbers}
        self.act(counting.count, **said)

    def can_settle(self, who: int, item: int) -> Callable[[], None] | None:
        memory = self.memory
        if len(memory.counts) < 2 or len(set(memory.counts.values())) > 1:
            return None

        def then() -> None:
            memory.results[memory.running] = memory.result(memory.running, memory.counts[2])
            memory.running, memory.counts = 0, {}

        return then

    def do_settle(self, who: int, item: int) -> None:
        newest = Ballot.objects.filter(item__meeting=self.room.meeting).order_by("pk").last()
        self.act(counting.settle, ballot=newest.public_id if newest else "")

    def can_vote(self, who: int, item: int) -> Callable[[], None]:
        return lambda: None

    def do_vote(self, who: int, item: int) -> None:
        """A whole ballot, as far as it goes."""
        for what, by, number in (
            ("ballot", 2, item),
            ("count", 2, who % 3 + 1),
            ("count", 3, who % 3 + 1),
            ("settle", 2, 1),
        ):
            self.do(what, by, number)
        if self.memory.adjourned:
            raise Refused("")

    # -- both say the same ----------------------------------------------------------------------------------------------

    def same(self) -> None:
        """The rows say what memory says."""
        memory, meeting = self.memory, self.room.meeting
        rows = {row.public_id: row for row in Attendee.objects.filter(meeting=meeting)}
        assert {n for n, one in enumerate(self.people) if rows[one].present} == memory.here
        assert {n for n, one in enumerate(self.people) if not rows[one].votes} == memory.lost
        ballots = list(Ballot.objects.filter(item__meeting=meeting).select_related("item", "verdict").order_by("pk"))
        running = [ballot for ballot in ballots if standing.verdict_of(ballot) is None]
        assert [self.items.index(ballot.item.public_id) + 1 for ballot in running] == [memory.running][
            : bool(memory.running)
        ]
        for ballot in running:
            assert (ballot.entitled, ballot.present, ballot.written_for) == memory.frozen
        found = {self.items.index(ballot.item.public_id) + 1: standing.verdict_of(ballot) for ballot in ballots}
        assert {item: verdict.result for item, verdict in found.items() if verdict} == memory.results
        ending = "no_quorum" if memory.adjourned else "held" if not memory.unsettled else ""
        assert standing.ending(meeting, list(meeting.items.all())) == ending


def test_random_meetings(room: Room) -> None:
    """People come, leave, hand in opinions; ballots are opened, counted and settled, in any order."""
    probationary = next(m for m in room.world.members("QH0101") if m.standing == "probationary")
    room.convene(GENERAL, ItemAsked(Kind.GM_ADMISSION, "转正", subject=probationary))
    officers = (room.meeting.chair_id, room.meeting.recorder_id)
    people = sorted(room.record.people, key=lambda one: (one.person_id not in officers, one.reference))
    stand = [Attendee.objects.get(public_id=one.reference).person for one in people if one.votes][4:6]
    item = ItemAsked(
        Kind.GM_ELECTION, "选举书记", seats=1, purpose=Purpose.OFFICE, candidates=tuple(stand), as_given=True
    )
    room.convene(GENERAL, ItemAsked(Kind.GM_ADMISSION, "转正", subject=probationary), item)
    seen = Counter[str]()

    @tried(4, 200)
    @example([("opinion", 7, 2), ("opinion", 8, 2)], 8, LEAVING)
    @example(
        [("lose", 8, 1)], 9, [("go", 4, 1), ("go", 5, 1), ("go", 6, 1), ("go", 7, 1), ("ballot", 0, 2), ("vote", 0, 1)]
    )
    @example([], 9, [("vote", 1, 1), ("vote", 0, 2), ("vote", 2, 3), ("go", 8, 1), ("never", 8, 1)])
    @given(st.lists(OPENING, max_size=4), st.sampled_from([4, 7, 8, 9]), st.lists(ACT, min_size=8, max_size=12))
    def random_meeting(before: list[Step], present: int, acts: list[Step]) -> None:
        with transaction.atomic():
            both = Both(room, seen)
            for step in [*before, *(("come", who, 1) for who in range(present)), ("open", 0, 1)]:
                both.do(*step, look=False)
            both.same()
            for step in acts:
                both.do(*step)
            seen.update(verdict.result for verdict in Verdict.objects.all())
            transaction.set_rollback(True)

    random_meeting()
    assert {"carried", "lost", "filled", "ballot", "settle", "go", "opinion"} <= set(seen)
