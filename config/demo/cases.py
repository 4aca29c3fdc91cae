"""Cases of the demo (演示办件), half-way in every state: driven by the write functions under a travelling clock."""

from __future__ import annotations

import datetime as dt

from audit import clock
from config.demo import driving, ledgers
from config.demo.building import Demo, account
from documents import trials
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
    ("lost", 17, "explain"),
    ("moved_out", 22, "answer"),
    ("probationary", 12, "accept"),
]

# Short stays elsewhere, with a certificate.
STAYS: list[tuple[str, int, str]] = [
    ("extended", 20, "away"),
    ("own_request", 6, "approve"),
    ("returned", 4, "branch_check"),
]


# The same of requests, which are about no member.
REQUESTS: list[tuple[str, int, str]] = [
    ("answered", 40, ""),
    ("declined", 30, ""),
    ("consulted", 9, "consult"),
    ("differing", 8, "coordinate"),
    ("sent_back", 12, "approve"),
    ("passed_on", 4, "examine"),
    ("amended", 5, "amend"),
]

# And of letters from outside: about nobody yet, until somebody is accepted.
ARRIVALS: list[tuple[str, int, str]] = [
    ("accepted", 38, ""),
    ("returned", 26, ""),
    ("unknown_sender", 14, "receipt"),
    ("not_recognised", 9, "recognition"),
    ("file_seen", 8, "file_check"),
    ("probationary", 5, "approve"),
    ("confirmed", 2, "examine"),
]

# Meetings: two behind us, one announced, one to be convened.
MEETINGS: list[tuple[str, int, str]] = [
    ("carried", 30, ""),
    ("second-ballot", 24, ""),
    ("recounted", 6, "hold"),
    ("lost", 3, "convene"),
]

# What is done about members who fall short, by process: each waits for somebody else.
DISPOSALS: list[tuple[str, str, int, str]] = [
    ("reminder", "objected", 12, "weigh"),
    ("correction", "mended", 16, "prior_filing"),
    ("probation", "cancelled", 14, "words"),
    ("own_request", "on_paper", 12, "talk"),
    ("removal", "lost_conditions", 60, "examine"),
]


@trials.unseen()
def make(demo: Demo) -> int:
    """Make every case of the plans; returns how many. The clock is home again afterwards."""
    # Whose months the ledgers show stays where he is, with nothing begun about him yet.
    transfers, used = walks_of("transfer"), {one.pk for code in ledgers.PLAN for one in ledgers.named(demo, code)}
    try:
        for name, days_ago, stop in PLAN:
            _make(demo, "transfer", transfers[name], days_ago, stop, used)
        for name, days_ago, stop in STAYS:
            _make(demo, "stay", walks_of("stay")[name], days_ago, stop, used)
        for process, plan in (("instruction", REQUESTS), ("arrival", ARRIVALS), ("meeting", MEETINGS)):
            for name, days_ago, stop in plan:
                _make(demo, process, walks_of(process)[name], days_ago, stop, None)
        for process, name, days_ago, stop in DISPOSALS:
            _make(demo, process, walks_of(process)[name], days_ago, stop, used)
        clock.travel_to(demo.day)
        driving.work_off()
    finally:
        clock.come_home()
    return len(PLAN) + len(STAYS) + len(REQUESTS) + len(ARRIVALS) + len(MEETINGS) + len(DISPOSALS)


def _make(demo: Demo, process: str, walk: Walk, days_ago: int, stop: str, used: set[int] | None) -> None:
    clock.travel_to(demo.day - dt.timedelta(days=days_ago))
    member = _unused(demo, walk, used) if used is not None else None
    drive = driving.begin(process, walk, member)
    if stop:
        driving.until(drive, stop)
    else:
        driving.to_the_end(drive)


def _unused(demo: Demo, walk: Walk, used: set[int]) -> Member:
    """A member of the branch about whom no case of the plan was made yet; from now on one was.

    Whoever asks himself is given an account where he has none.
    """
    free = driving.free_members(demo.organisations[walk.opened_at], walk.standing)
    found = next(member for member in free if member.pk not in used)
    used.add(found.pk)
    if walk.by_subject and not hasattr(found.person, "user"):
        account(found.person, f"{walk.opened_at.lower()}-member-{found.pk}")
    return found
