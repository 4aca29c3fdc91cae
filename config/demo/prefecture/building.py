"""Building the demo prefecture (演示建库), and saying what is in it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef

from audit import clock
from config.demo.building import Demo
from config.demo.places import Plan
from config.demo.prefecture import planning, registering
from config.demo.prefecture.crew import Crew
from config.demo.prefecture.figures import FIGURES, Figures
from config.demo.prefecture.history import History, Walks, every_walk
from documents import trials
from registry.models import Appointment, Delegation, Kinship, Member, Organisation, Post
from workflows.engine.models import Case, Pause, TaskAssignment
from workflows.engine.models.turns import SENT_BACK

# States of an open case besides the step it is at, by what its rows say.
STATES: dict[str, dict[str, Any]] = {
    "sent_back": {"decisions__outcome": SENT_BACK},
    "recalled": {"decisions__recalled_at__isnull": False},
    "commented": {"comments__isnull": False},
    "attached": {"attachments__isnull": False},
    "copied": {"copies__isnull": False},
    "stood_aside": {"recusals__isnull": False},
    "asked_again": {"follows__isnull": False},
    "urged": {"urges__isnull": False},
    "decided_by_deputy": {"decisions__delegation__isnull": False},
}


@dataclass(frozen=True)
class Built:
    """What was built: the demo, and the cases that were held up on their way or could not be opened, with what was said."""

    demo: Demo
    refused: tuple[str, ...]


@trials.unseen()
def build(
    day: dt.date,
    seed: int,
    figures: Figures = FIGURES,
    *,
    hands: int = 1,
    places: list[Plan] | None = None,
    walks: Walks | None = None,
) -> Built:
    """Build the prefecture as it stands on a day, under a travelling clock; it is home again afterwards.

    With one hand everything happens in the caller's transaction; with several it is committed as it goes, and of two
    papers of one day either may have the lower number. ``places`` and ``walks`` are all there are, or some of them.
    """
    planned = planning.planned(day, seed, figures, places)
    first = day - dt.timedelta(days=figures.closed_from + 1)
    try:
        clock.travel_to(first)
        with Crew(hands) as crew:
            demo = registering.register(planned, seed, figures, on=first)
            history = History(demo, planned, figures, crew, walks or every_walk())
            history.live()
    finally:
        clock.come_home()
    held_up = [f"{j.start.process} {j.start.walk}: {j.refused}" for j in history.journeys if j.refused]
    held_up += [f"{start.process} {start.walk}: nobody is there for it" for start in history.never_opened]
    return Built(demo, tuple(held_up))


def measured(on: dt.date) -> dict[str, Any]:
    """What the register and the desks hold on a day, in numbers."""
    running = Appointment.objects.on(on)
    posts = Post.objects.annotate(filled=Exists(running.filter(post=OuterRef("pk"))))
    return {
        "organisations": Organisation.objects.count(),
        "outside": Organisation.objects.filter(outside=True).count(),
        "members": Member.objects.count(),
        "posts": posts.count(),
        "vacant": posts.filter(filled=False).count(),
        "acting": running.filter(acting=True).count(),
        "kinships": Kinship.objects.count(),
        "delegations": _delegations(on),
        "cases": _cases(on),
    }


def _delegations(on: dt.date) -> dict[str, int]:
    given = Delegation.objects.filter(revoked_at__isnull=True)
    running = given.filter(since__lte=on, until__gte=on).count()
    return {
        "running": running,
        "ended": given.filter(until__lt=on).count(),
        "to_begin": given.filter(since__gt=on).count(),
    }


def _cases(on: dt.date) -> dict[str, Any]:
    """Open cases by process and step, closed ones by outcome, and how many of the open ones are in an unusual state."""
    turns = TaskAssignment.objects.filter(closed_at__isnull=True)
    at = Counter(f"{process}.{step}" for process, step in turns.values_list("process_name", "step"))
    closed = list(Case.objects.filter(closed_at__isnull=False).values_list("process_name", "outcome"))
    found = Case.objects.filter(closed_at__isnull=True)
    return {
        "open": found.count(),
        "closed": len(closed),
        "overdue": turns.filter(due_on__lt=on).count(),
        "suspended": Pause.objects.filter(ended_at__isnull=True).count(),
        **{state: found.filter(**rows).distinct().count() for state, rows in STATES.items()},
        "at": dict(sorted(at.items())),
        "ended_as": dict(sorted(Counter(f"{process}.{outcome}" for process, outcome in closed).items())),
    }
