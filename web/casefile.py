"""A case as its page shows it (办件页): steps done, now and to come, papers, who holds it, articles."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any
from urllib.parse import urlencode

from audit import clock
from documents.models import Paper
from registry.access import Viewer
from registry.calendar import the_calendar
from registry.models import Appointment
from web import history, signatures
from web.beside import Beside
from web.history import Done
from web.listing import Undoable, undoable
from web.verbs import Target, Verb, offered
from workflows.engine import access, following, inbox, nodes, openers, suspended, undoing
from workflows.engine.authority import may_act
from workflows.engine.models import Case, Meeting, TaskAssignment
from workflows.engine.path import path_of
from workflows.engine.said import Said
from workflows.engine.sentences import Sentence
from workflows.engine.stops import Path, Stop
from workflows.engine.words import Countersign, Issue, Later, Opening, Process, Step
from workflows.engine.words import Meeting as MeetingStep
from workflows.policy import asking

FEW = 2
LATE_AFTER = dt.timedelta(minutes=10)


@dataclass(frozen=True)
class Now:
    """A turn that is open: its chip, who holds it, whether the viewer may act, and whether it is his own answer."""

    turn: TaskAssignment
    chip: inbox.DueChip
    holders: list[Appointment]
    may_act: bool
    own: bool

    @property
    def why(self) -> list[Sentence]:
        """Why it is there."""
        return [Sentence.from_json(stored) for stored in self.turn.why]


@dataclass(frozen=True)
class Making:
    """A paper that is ordered and not there yet; late if the worker should have made it long ago."""

    title: str
    late: bool


class CaseFile:
    """One case, fetched for one viewer; everything is asked when the template needs it."""

    def __init__(self, case: Case, viewer: Viewer) -> None:
        self.case, self.viewer = case, viewer

    @property
    def name(self) -> str:
        """Whom or what the case is about."""
        return self.case.about

    @cached_property
    def summary(self) -> list[tuple[Any, str]]:
        """The facts a reader needs first."""
        return self.case.flow_class.summary_of(self.case, Said(self.case))

    @cached_property
    def meetings(self) -> list[Meeting]:
        """The meetings of the case, oldest first; nothing is asked where its course has none."""
        if not any(isinstance(step, MeetingStep) for step in self.case.flow_class.steps().values()):
            return []
        return list(self.case.meetings.order_by("pk"))

    @cached_property
    def done(self) -> list[Done]:
        """The decisions that count, oldest first."""
        return history.decided(self.case)

    @cached_property
    def steps_done(self) -> list[tuple[Done, list[tuple[Any, str]]]]:
        """The decisions with their answers in words."""
        return [(done, history.answers_of(self.case, done)) for done in self.done]

    @property
    def older(self) -> list[tuple[Done, list[tuple[Any, str]]]]:
        """The steps done that are folded away, so that the present one is in sight."""
        return self.steps_done[:-FEW] if len(self.steps_done) > FEW + 1 else []

    @property
    def latest(self) -> list[tuple[Done, list[tuple[Any, str]]]]:
        """The steps done that are shown at once."""
        return self.steps_done[len(self.older) :]

    @cached_property
    def path(self) -> Path:
        """The path ahead, the open turns first."""
        return path_of(self.case)

    @cached_property
    def now(self) -> list[Now]:
        """The turns that are open and visible."""
        return [self._now(stop, turn) for stop in self.path.stops for turn in stop.turns]

    def _now(self, stop: Stop, turn: TaskAssignment) -> Now:
        today = self.viewer.on
        chip = inbox.due_chip(turn, today, the_calendar(today))
        # While the step before can still be taken back, a turn is nobody's (parties.own_turn).
        open_to_all = turn.suspended_at is None and turn.visible_from <= clock.now()
        may = open_to_all and may_act(turn, self.viewer.user, today)
        own = turn.person_id is not None and turn.person_id == self.viewer.user.person_id
        return Now(turn, chip, list(stop.holders_for(turn)), may, own)

    @property
    def stops(self) -> tuple[Stop, ...]:
        """The stops still ahead if everything goes the ordinary way."""
        return self.path.to_come

    @cached_property
    def to_come(self) -> list[Step]:
        """The steps of these stops."""
        return [stop.step for stop in self.stops]

    @cached_property
    def rolls(self) -> list[signatures.Roll]:
        """The rounds of the steps that several people sign, newest first."""
        return signatures.of_case(self.case, self.viewer.on)

    @cached_property
    def steps_now(self) -> list[Now]:
        """The steps that are open, each once though several people sign it."""
        return list({now.turn.step: now for now in reversed(self.now)}.values())[::-1]

    @property
    def position(self) -> int:
        """The number of the present step; the signatures of a round are one step."""
        names = [done.decision.step for done in self.done] + [now.turn.step for now in self.steps_now]
        many = {name for name, step in self.case.flow_class.steps().items() if isinstance(step, Countersign)}
        again = sum(1 for one, other in pairwise(names) if one == other and one in many)
        return len(names) + 1 - again

    @property
    def total(self) -> int:
        """How many steps there are, done and to come, the opening counted."""
        return self.position + len(self.to_come)

    @cached_property
    def papers(self) -> list[Paper]:
        """The papers in the archive, void ones too."""
        return [paper for paper in access.papers_of(self.viewer, self.case) if paper.state != Paper.State.RESERVED]

    @cached_property
    def making(self) -> list[Making]:
        """The papers that are ordered and not in the archive yet."""
        waiting = [task for task in nodes.open_tasks(self.case) if isinstance(task.flow_task, Issue)]
        limit = clock.now() - LATE_AFTER
        return [Making(task.flow_task.kind.title, bool(task.scheduled and task.scheduled < limit)) for task in waiting]

    @cached_property
    def expected(self) -> list[str]:
        """Titles of the papers on the path ahead that are not being made yet."""
        return list(dict.fromkeys(paper.kind.title for paper in self.path.all_papers))

    def chosen(self, asked: Mapping[str, str]) -> tuple[Paper | None, int]:
        """The paper and the page the address asks for; the newest paper without a wish."""
        wanted = next((paper for paper in self.papers if paper.public_id == asked.get("paper")), None)
        paper = wanted or (self.papers[-1] if self.papers else None)
        number = asked.get("page", "")
        page = int(number) if number.isdecimal() and len(number) < 4 else 1
        return paper, max(1, min(page, paper.pages)) if paper else 1

    @cached_property
    def verbs(self) -> list[Verb]:
        """What the viewer can do with the whole case."""
        goes_on = self.case.closed_at is None and not self.suspended
        target = Target(self.viewer, self.case)
        return offered(target.knowing(may_act=any(now.may_act for now in self.now), goes_on=goes_on))

    @cached_property
    def beside(self) -> Beside:
        """Attachments, comments and copies."""
        return Beside(self.case, self.viewer)

    @cached_property
    def suspended(self) -> str:
        """Who has suspended the case, since when and why; empty if it goes on."""
        pause = suspended.running(self.case) if self.case.closed_at is None else None
        return suspended.sentence(pause) if pause else ""

    @cached_property
    def follows(self) -> Case | None:
        """The case after which this one asks again."""
        return self.case.follows

    @cached_property
    def followers(self) -> list[Case]:
        """The cases that ask again after this one."""
        return list(self.case.followers.order_by("pk")) if self.case.closed_at else []

    @cached_property
    def due_next(self) -> type[Process] | None:
        """The process that has to be asked for now that this case is over, if the viewer may start it."""
        process, case = following.due_next(self.case), self.case
        if process is None or not openers.may_open_for(process, self.viewer.user, case.organisation, case.subject, self.viewer.on):  # fmt: skip
            return None
        return process

    @cached_property
    def visible(self) -> set[str]:
        """References of the cases before and after this one that the viewer may see."""
        around = [*([self.follows] if self.follows else []), *self.followers]
        found = access.cases_for(self.viewer).filter(pk__in=[case.pk for case in around]) if around else []
        return {case.reference for case in found}

    @cached_property
    def undoable(self) -> Undoable | None:
        """The viewer's own latest decision, while it can be taken back."""
        last = self.done[-1].decision if self.done else None
        return undoable(last, self.viewer) if last and undoing.can_recall(last, self.viewer.user) else None

    @cached_property
    def can_withdraw(self) -> bool:
        """Whether the viewer may call the case off now."""
        return undoing.can_withdraw(self.case, self.viewer.user)

    @property
    def rules(self) -> str:
        """The end of the address of the rules in force where the case is: by their pack for whoever may not see the place."""
        where = self.case.organisation
        if self.viewer.roots.intersection(where.lineage):
            return urlencode({"organisation": where.public_id})
        pack = asking.policy_of(where, self.viewer.on)
        return urlencode({"pack": f"{pack.name}@{pack.version}"})

    @cached_property
    def articles(self) -> list[tuple[str, list[Any]]]:
        """Each article of the course with the steps that rest on it."""
        found: dict[str, list[Any]] = {}
        for _name, node in self.case.flow_class.in_order():
            if isinstance(node, Step | Opening | Later):
                titles = found.setdefault(node.article, [])
                if node.title not in titles:
                    titles.append(node.title)
        return list(found.items())
