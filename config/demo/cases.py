"""Cases of the demo (演示办件), half-way in every state: driven by the write functions under a travelling clock."""

from __future__ import annotations

import datetime as dt

from audit import clock
from config.demo import driving
from config.demo.building import Demo
from registry.models import Member
from workflows.engine.walks import Walk, walks_of

# Which walk, how many days ago it began, and the step at which it is left lying; "" goes to the end.
PLAN: list[tuple[str, int, str]] = [
    ("closed", 60, ""),
    ("returned", 55, ""),
    ("internal", 40, ""),
    ("refused", 35, ""),
    ("withdrawn", 30, ""),
    ("online", 28, "receipt"),
    ("reissued", 34, "hand_over"),
    ("own_request", 21, "accept"),
    ("closed", 20, "report"),
    ("online", 12, "join"),
    ("amended", 16, "examine"),
    ("closed", 13, "approve"),
    ("own_request", 9, "approve"),
    ("internal", 9, "reassign"),
    ("refused", 8, "examine"),
    ("amended", 7, "amend"),
    ("closed", 6, "branch_check"),
    ("returned", 5, "branch_check"),
    ("closed", 4, "consent"),
    ("internal", 3, "consent"),
    ("online", 12, "pass_on"),
    ("expired", 18, "report"),
]


def make(demo: Demo) -> int:
    """Make every case of the plan; returns how many. The clock is home again afterwards."""
    walks, used = walks_of("transfer"), set[int]()
    try:
        for name, days_ago, stop in PLAN:
            _make(demo, walks[name], days_ago, stop, used)
        clock.travel_to(demo.day)
        driving.work_off()
    finally:
        clock.come_home()
    return len(PLAN)


def _make(demo: Demo, walk: Walk, days_ago: int, stop: str, used: set[int]) -> None:
    clock.travel_to(demo.day - dt.timedelta(days=days_ago))
    member = _unused(demo, walk, used)
    used.add(member.pk)
    drive = driving.begin("transfer", walk, member)
    if stop:
        driving.until(drive, stop)
    else:
        driving.to_the_end(drive)


def _unused(demo: Demo, walk: Walk, used: set[int]) -> Member:
    """A member of the branch about whom no case of the plan was made yet."""
    free = driving.free_members(demo.organisations[walk.opened_at])
    return next(member for member in free if member.pk not in used)
