"""One case on its way through the demo's history (演示单件): opened, carried on move by move, left where it was to be left."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied

from audit import clock
from config.demo import driving
from config.demo.driving import Drive
from config.demo.prefecture import deputies
from config.demo.prefecture.caseload import Situation, Start, Trace, elsewhere
from config.demo.prefecture.figures import PAUSE
from registry.refusals import Conflict, Refused
from workflows.engine import jobs, undoing
from workflows.engine.models import Case, Decision, TaskAssignment
from workflows.engine.walks import DECIDE, Do, Walk, walks_of

NEVER = dt.date.max
# A rule or a right; or the walk looks for somebody, or something of his, who has left meanwhile: the register lives on here.
AGAINST = (Refused, PermissionDenied, ObjectDoesNotExist, LookupError, ValueError)
REMARKS = (
    "材料我先看一遍，有问题再联系。", "已电话联系本人，手机号码无误。", "请注意核对接收单位全称。", "本人下周出差，请尽早办理。",
    "党费交至月份已与台账核对。", "附件不清晰的话请重新扫描。", "此件与上月来件情况类似，可参照办理。",
)  # fmt: skip


@dataclass(frozen=True)
class Place:
    """Where a walk is walked (演练地点): where its case is opened, and where the organisations of the small demo have gone."""

    opened_at: str
    moved: Mapping[str, str] = field(default_factory=dict)

    def walk(self, start: Start) -> Walk:
        """The walk of a start there, with verbs after which no days pass: the clock is everybody's."""
        walk = elsewhere(walks_of(start.process)[start.walk], self.moved)
        does = {
            step: tuple(do if do is DECIDE else replace(do, wait=0, on=None) for do in does)
            for step, does in walk.does.items()
        }
        return replace(walk, opened_at=self.opened_at, does=does)


@dataclass
class Journey:
    """A case on its way (办件历程). ``wakes_on`` is the day on which somebody acts on it next.

    ``how`` is what was done last; ``waits`` the step nobody acts on until its term has run out; ``refused`` what a rule
    had against going on. It can be sent to another process, where the case is read anew.
    """

    start: Start
    place: Place
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
        does = walks_of(self.start.process)[self.start.walk].does.get(step, ())
        return does[n].wait if n < len(does) else 0

    def wakes_for(self, step: str) -> dt.date:
        """The day on which what is next at a step is done, where the walk names one."""
        does, done = walks_of(self.start.process)[self.start.walk].does.get(step, ()), self.drive.did[step]
        on = does[done].on if done < len(does) else None
        return on(self.drive.case) if on is not None else dt.date.min

    @property
    def is_left(self) -> bool:
        """True if it has come to where it is to be left."""
        return self.start.moves is not None and self.moves >= self.start.moves

    def __getstate__(self) -> dict[str, Any]:
        """Walks are functions, which do not travel: they are known where it arrives."""
        return self.__dict__ | {"drive": (self.drive.case.pk, self.drive.turns, self.drive.did)}

    def __setstate__(self, state: dict[str, Any]) -> None:
        case, turns, did = state["drive"]
        walk = state["place"].walk(state["start"])
        self.__dict__ |= state | {"drive": Drive(walk, state["start"].process, Case(pk=case), turns, did)}


def go_on(journey: Journey) -> Journey:
    """Let somebody act on it today; a verb after which days shall pass holds up this case only."""
    turn = driving.look(journey.drive)
    if turn is None or turn.step == journey.waits or len(journey.situations) <= journey.moves:
        pass  # nobody's turn, or one that has come up only now
    elif journey.waits:
        journey.waits, journey.how, journey.moves = "", "lapsed", journey.moves + 1
    else:
        _act(journey, turn)
    return journey


def _act(journey: Journey, turn: TaskAssignment) -> None:
    drive = journey.drive
    passing = journey.waits_after(turn.step, drive.did[turn.step])
    named = turn.person_id or turn.step in drive.walk.decides
    by = None if named else deputies.proxy_for(turn, clock.today())
    if _attempt(journey, lambda: driving.act(drive, turn, by=by)):
        while _goes_on_at_once(drive, turn) and _attempt(journey, lambda: driving.act(drive, turn, by=by)):
            pass
        journey.moves += 1
        journey.wakes_on = clock.today() + dt.timedelta(days=passing)


def _goes_on_at_once(drive: Drive, turn: TaskAssignment) -> bool:
    """True where what the walk does next belongs to what was just done."""
    does, done = drive.walk.does.get(turn.step, ()), drive.did[turn.step]
    return 0 < done < len(does) and does[done].at_once


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


def evening(journey: Journey) -> Journey:
    """Make the papers of its case, do what else is due for it and becomes due by that, and see where it stands."""
    while sum(jobs.run(task) for task in jobs.due_tasks(journey.drive.case.pk)):
        clock.advance(PAUSE)
    look(journey)
    return journey


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
        journey.wakes_on = max(journey.wakes_on, today + dt.timedelta(days=lying), journey.wakes_for(turn.step))


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
