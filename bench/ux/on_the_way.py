"""Pages that are there only while a case is on its way (途中页面): the forms of every step, of every way to begin, verbs.

Every walk of every process is driven, and each page is given out while it stands. Whoever takes it looks at it at once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.urls import reverse

from audit import clock
from bench.ux.rooms import Rooms
from bench.ux.samples import Sample
from bench.ux.world import World, signed_in
from config.demo import driving
from config.demo.building import account
from config.walk.clearing import enrolled
from registry.access import viewer_of
from registry.models import Member, User
from web import verbs
from web.pane import Pane
from web.verbs import Target
from workflows.engine import catalogue
from workflows.engine.models import TaskAssignment
from workflows.engine.walks import Walk, walks_of
from workflows.engine.words import Step


def steps_of(process: str) -> set[str]:
    """The steps of a process that people take a form for."""
    nodes = catalogue.process(process).instance.nodes()
    return {node.name for node in nodes if isinstance(node, Step)}


def beginnings(world: World) -> Iterator[Sample]:
    """For every process each page of its wizard, with mistakes and without, and its check page."""
    for process in catalogue.processes():
        walk = next(iter(walks_of(process).values()))
        draft = world.begun(process, walk)
        where = [process, draft.public_id]
        for number in range(1, 10):
            address = reverse("start_page", args=[*where, number])
            if signed_in(draft.by).get(address).status_code == 404:
                break
            yield Sample(f"{process}: page {number}", address, draft.by)
        place = f"{reverse('start_process', args=[process])}?at={draft.organisation.public_id}"
        yield Sample(f"{process}: first page", place, draft.by)
        yield Sample(
            f"{process}: first page wrong", place, draft.by, 302, wrong=True
        )  # and the page after it says what
        yield Sample(f"{process}: check page", reverse("start_check", args=where), draft.by)


class Way:
    """Every walk of some processes, driven until each step and each verb was met once."""

    def __init__(self, world: World, processes: list[str] | None = None) -> None:
        self.world = world
        self.processes = processes if processes is not None else list(catalogue.processes())
        self.steps: set[tuple[str, str]] = set()
        self.verbs: set[str] = set()
        self.members: set[int] = set()
        self.rooms = Rooms()

    @property
    def missing(self) -> list[str]:
        """Steps and verbs that no walk came to."""
        steps = {(process, step) for process in self.processes for step in steps_of(process)}
        found = [f"{process}.{step}" for process, step in sorted(steps - self.steps)]
        rooms = self.rooms.missing if "meeting" in self.processes else []
        return found + sorted({verb.name for verb in verbs.verbs()} - self.verbs) + rooms

    def samples(self) -> Iterator[Sample]:
        """The pages, each while it stands there."""
        for process in self.processes:
            for walk in walks_of(process).values():
                wanted = {(process, step) for step in steps_of(process)}
                if wanted - self.steps or self.missing:
                    yield from self._along(process, walk)

    def _along(self, process: str, walk: Walk) -> Iterator[Sample]:
        clock.travel_to(self.world.demo.day - dt.timedelta(days=60))
        drive = driving.begin(process, walk, self._fresh(walk))
        for _move in range(60):
            # Past the hold, so that a turn that comes after a paper stands there.
            clock.advance(dt.timedelta(minutes=1))
            driving.work_off()
            if (turn := driving.look(drive)) is not None:
                yield from self._at(process, turn, driving.decider(walk, turn))
                yield from self.rooms.samples(turn, driving.decider(walk, turn))
                for user in self._doing(walk, turn):
                    yield from self._offered(turn, user)
            if not driving.step(drive):
                break
        yield from self._offered_after(drive)

    def _fresh(self, walk: Walk) -> Member:
        """A member about whom no walk was driven yet: after one he may be somewhere else."""
        home = self.world.demo.organisations[walk.opened_at]
        free = (member for member in driving.free_members(home, walk.standing) if member.pk not in self.members)
        found = next(free, None) or enrolled(self.world.demo, home)
        if walk.by_subject and not hasattr(found.person, "user"):
            account(found.person, f"on-the-way-{found.pk}")
        self.members.add(found.pk)
        return found

    def _at(self, process: str, turn: TaskAssignment, user: User) -> Iterator[Sample]:
        if (process, turn.step) in self.steps:
            return
        self.steps.add((process, turn.step))
        name, address = f"{process}.{turn.step}", reverse("task", args=[turn.public_id])
        yield Sample(name, address, user)
        pane = Pane(turn, viewer_of(user, clock.today()))
        # Before its meeting is over a step asks nothing.
        if not pane.meeting_waits and not pane.bound({}).is_valid():
            yield Sample(f"{name} wrong", address, user, 422, wrong=True)
        yield Sample(f"{name}: case", reverse("case", args=[turn.case.reference]), turn.case.opened_by)

    @staticmethod
    def _doing(walk: Walk, turn: TaskAssignment) -> list[User]:
        """Who does something at a turn: whoever decides it, then those whose verbs the walk has there."""
        others = [do.by(turn.case) for do in walk.does.get(turn.step, ()) if do.by is not None]
        return list(dict.fromkeys([driving.decider(walk, turn), *others]))

    def _offered(self, turn: TaskAssignment, user: User) -> Iterator[Sample]:
        who = viewer_of(user, clock.today())
        for target in (Target(who, turn.case, turn), Target(who, turn.case)):
            for verb in verbs.offered(target):
                if verb.name not in self.verbs:
                    self.verbs.add(verb.name)
                    yield from self._of_verb(target, verb, user)

    def _offered_after(self, drive: driving.Drive) -> Iterator[Sample]:
        opener = drive.case.opened_by
        target = Target(viewer_of(opener, clock.today()), drive.case)
        for verb in verbs.offered(target):
            if verb.name not in self.verbs:
                self.verbs.add(verb.name)
                yield from self._of_verb(target, verb, opener)

    @staticmethod
    def _of_verb(target: Target, verb: verbs.Verb, user: User) -> Iterator[Sample]:
        name, place = ("turn_verb", target.turn.public_id) if target.turn else ("case_verb", target.case.reference)
        address = reverse(name, args=[place, verb.name])
        yield Sample(f"verb {verb.name}", address, user)
        if not verb.form(target, {}, {}).is_valid():
            yield Sample(f"verb {verb.name} wrong", address, user, 422, wrong=True)
