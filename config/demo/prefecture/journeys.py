"""One case on its way through the demo's history (演示单件): opened, carried on move by move, left where it was to be left."""

from __future__ import annotations

import datetime as dt
import random
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied

from audit import clock
from config.demo import driving
from config.demo.building import Demo, account
from config.demo.driving import Drive
from config.demo.prefecture import deputies
from config.demo.prefecture.caseload import Situation, Start, Trace, elsewhere, moved
from config.demo.prefecture.planning import Register
from registry.models import Level, Member
from registry.refusals import Conflict, Refused
from workflows.engine import undoing
from workflows.engine.models import Decision, TaskAssignment
from workflows.engine.walks import Do, Walk

NEVER = dt.date.max
PLACES_TRIED = 30
# A rule or a right; or the walk looks for somebody, or something of his, who has left meanwhile: the register lives on here.
AGAINST = (Refused, PermissionDenied, ObjectDoesNotExist, LookupError, ValueError)
REMARKS = (
    "材料我先看一遍，有问题再联系。", "已电话联系本人，手机号码无误。", "请注意核对接收单位全称。", "本人下周出差，请尽早办理。",
    "党费交至月份已与台账核对。", "附件不清晰的话请重新扫描。", "此件与上月来件情况类似，可参照办理。",
)  # fmt: skip


@dataclass
class Journey:
    """A case on its way (办件历程). ``wakes_on`` is the day on which somebody acts on it next.

    ``how`` is what was done last; ``waits`` the step nobody acts on until its term has run out; ``refused`` what a rule
    had against going on.
    """

    start: Start
    walk: Walk
    drive: Drive
    opened_on: dt.date
    wakes_on: dt.date = NEVER
    moves: int = 0
    how: str = ""
    waits: str = ""
    refused: str = ""
    situations: list[tuple[Situation, int]] = field(default_factory=list)

    def trace(self) -> Trace:
        """What it has passed through."""
        situations, days = zip(*self.situations, strict=True) if self.situations else ((), ())
        return Trace(self.start.process, self.start.walk, tuple(situations), tuple(days))

    def waits_after(self, step: str, n: int) -> int:
        """How many days pass after the n-th verb at a step (days)."""
        does = self.walk.does.get(step, ())
        return does[n].wait if n < len(does) else 0

    @property
    def is_left(self) -> bool:
        """True if it has come to where it is to be left."""
        return self.start.moves is not None and self.moves >= self.start.moves


class Openings:
    """Opens the cases of a history, each about a member of its own (立件)."""

    def __init__(self, demo: Demo, planned: Register, dice: random.Random) -> None:
        self.demo, self.planned, self.dice = demo, planned, dice
        self.used: set[int] = set()

    def open(self, start: Start, walk: Walk) -> Journey | None:
        """Open the case of a start; None if nowhere is a member left for it, or a rule is against it everywhere."""
        for there in self._places(start, walk):
            member = self._member(there)
            if member is None and self.demo.organisations[there.opened_at].level == Level.BRANCH:
                continue
            try:
                drive = driving.begin(start.process, _at_once(there), member)
            except AGAINST:  # about the same matter somebody has asked there already; or nobody is there to ask
                continue
            self.used |= {member.pk} if member is not None else set()
            return Journey(start, walk, drive, clock.today(), wakes_on=clock.today())
        return None

    def _places(self, start: Start, walk: Walk) -> Iterator[Walk]:
        """The walk at places of the same shape, where the posts are held that it begins with; at last where it is at home."""
        for _n in range(0 if start.at_home else PLACES_TRIED):
            places = moved(self.planned.organisations, self.dice)
            there = elsewhere(walk, places)
            if places and (beside := self._beside(there.opened_at, self.planned.filled(walk.opened_at))):
                yield replace(there, opened_at=self.dice.choice(beside))
        yield walk

    def _beside(self, code: str, roles: set[str]) -> list[str]:
        """The branches beside one, itself included, with these posts held; a committee only itself: a walk names its branches."""
        one = next(plan for plan in self.planned.organisations if plan.code == code)
        alike = [p for p in self.planned.organisations if (p.parent, p.level) == (one.parent, one.level)]
        alike = alike if one.level == Level.BRANCH else [one]
        return [plan.code for plan in alike if self.planned.filled(plan.code) >= roles]

    def _member(self, walk: Walk) -> Member | None:
        """Somebody about whom there was no case yet; whoever asks himself is given an account where he has none."""
        free = driving.free_members(self.demo.organisations[walk.opened_at], walk.standing)
        member = next((m for m in free if m.pk not in self.used), None)
        if member is not None and walk.by_subject and not hasattr(member.person, "user"):
            account(member.person, f"{walk.opened_at.lower()}-member-{member.pk}")
        return member


def _at_once(walk: Walk) -> Walk:
    """The walk with verbs after which no days pass: the clock is everybody's."""
    return replace(walk, does={step: tuple(replace(do, wait=0) for do in does) for step, does in walk.does.items()})


def go_on(journey: Journey) -> None:
    """Let somebody act on it today; a verb after which days shall pass holds up this case only."""
    drive = journey.drive
    turn = driving.look(drive)
    if turn is None or turn.step == journey.waits or len(journey.situations) <= journey.moves:
        return  # nobody's turn, or one that has come up only now
    if journey.waits:
        journey.waits, journey.how, journey.moves = "", "lapsed", journey.moves + 1
        return
    passing = journey.waits_after(turn.step, drive.did[turn.step])
    named = turn.person_id or turn.step in drive.walk.decides
    by = None if named else deputies.proxy_for(turn, clock.today())
    if _attempt(journey, lambda: driving.act(drive, turn, by=by)):
        journey.moves += 1
        journey.wakes_on = clock.today() + dt.timedelta(days=passing)


def _attempt(journey: Journey, what: Callable[[], str]) -> bool:
    """Do something, unless something is against it: then the case stays where it is. True if it was done."""
    drive = journey.drive
    turns, did = drive.turns.copy(), drive.did.copy()
    try:
        journey.how = what() or journey.how
    except Conflict:  # another hand was faster: again tomorrow
        drive.turns, drive.did = turns, did
        return False
    except AGAINST as refusal:
        journey.refused, journey.wakes_on = f"{type(refusal).__name__}: {refusal}", NEVER
        return False
    return True


def look(journey: Journey) -> None:
    """See where a case stands after a day, and when somebody acts on it next."""
    turn, today = driving.look(journey.drive), clock.today()
    if journey.drive.case.closed_at is not None and driving.ask_again(journey.drive):
        journey.how, turn = "ask-again", driving.look(journey.drive)
    if journey.drive.case.closed_at is not None or journey.refused:
        journey.wakes_on = NEVER
        return
    journey.wakes_on = max(journey.wakes_on, today + dt.timedelta(days=1))
    if turn is None:
        return
    situation = Situation(turn.step, journey.how)
    if len(journey.situations) == journey.moves:
        journey.situations.append((situation, (today - journey.opened_on).days))
    if journey.is_left:
        _leave(journey, turn)
    elif driving.is_left(journey.drive, turn):
        journey.waits, journey.wakes_on = turn.step, turn.task.wait.until + dt.timedelta(days=1)
    else:
        lying = journey.drive.walk.days.get(turn.step, 1)
        journey.wakes_on = max(journey.wakes_on, today + dt.timedelta(days=lying))


def _leave(journey: Journey, turn: TaskAssignment) -> None:
    """Leave it where it is, perhaps with a remark, perhaps after a decision that was taken back."""
    journey.wakes_on = NEVER
    if turn.suspended_at is not None:
        return
    if journey.start.commented:
        text = REMARKS[journey.drive.case.pk % len(REMARKS)]
        remark = Do("comment", lambda _case: {"text": text, "audience": "everyone"})
        _attempt(journey, lambda: _remark(journey.drive, turn, remark))
    if journey.start.recalled:
        _attempt(journey, lambda: _decide_and_recall(journey.drive, turn))


def _remark(drive: Drive, turn: TaskAssignment, remark: Do) -> str:
    driving.do_beside(drive.case, turn, remark)
    return ""


def _decide_and_recall(drive: Drive, turn: TaskAssignment) -> str:
    """Where the walk has nothing else to do first, decide and take it back at once."""
    if turn.step == drive.walk.call_off_at or drive.did[turn.step] < len(drive.walk.does.get(turn.step, ())):
        return ""
    driving.act(drive, turn)
    decision = Decision.objects.filter(assignment=turn).latest("pk")
    undoing.recall(decision.public_id, by=decision.by, key=secrets.token_hex(8))
    return ""
