"""Pages of a meeting while it is on its way (会场页面): the room in each stage, and every page a room leads to."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.urls import resolve, reverse

from audit import clock
from bench.ux.samples import Sample
from bench.ux.world import signed_in
from registry.access import viewer_of
from registry.models import User
from web.meetings.room import Room, Stage
from workflows.engine.models import TaskAssignment
from workflows.engine.words import Convene, Meeting

# The stages of a meeting that is not over, in which a walk leaves it: walks name the tellers in the act that opens it.
STAGES = frozenset(Stage) - {Stage.OVER, Stage.TELLERS}
_LED_TO = re.compile(r'href="(/tasks/\w+/meeting/[^"#?]+/(?:\?[^"#]*)?)"')


class Rooms:
    """Each stage and each page of a room, once."""

    def __init__(self) -> None:
        self.stages: set[Stage] = set()
        self.pages: set[str] = set()

    @property
    def missing(self) -> list[str]:
        """Stages that no walk came to."""
        return sorted(f"meeting.{stage}" for stage in STAGES - self.stages)

    def samples(self, turn: TaskAssignment, user: User) -> Iterator[Sample]:
        """The room of a turn, if it has one, where this stage was not looked at yet, and whatever new it leads to."""
        if not isinstance(turn.definition, Convene | Meeting):
            return
        address, stage = reverse("meeting", args=[turn.public_id]), Room(turn, viewer_of(user, clock.today())).stage
        if stage not in self.stages:
            self.stages.add(stage)
            yield Sample(f"meeting {stage}", address, user)
        for led_to in _LED_TO.findall(signed_in(user).get(address).content.decode()):
            yield from self._page(led_to, user)

    def _page(self, address: str, user: User) -> Iterator[Sample]:
        path, _mark, query = address.partition("?")
        name = f"{resolve(path).url_name} {query}".strip()
        if name in self.pages:
            return
        self.pages.add(name)
        yield Sample(name, address, user)
        # To take an item off asks nothing before the notice is out: sent, it would be gone.
        if not name.startswith("meeting_drop"):
            yield Sample(f"{name} wrong", address, user, 422, wrong=True)
