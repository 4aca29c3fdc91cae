"""Every situation there is: those of a transfer, with all that people do beside the course, and those in which several sign."""

from __future__ import annotations

import datetime as dt

from audit import clock
from tests.races import situations, situations_acts, situations_rounds

FROM = (situations, situations_acts, situations_rounds)
SITUATIONS, Known = situations.SITUATIONS, situations.Known


def arrange(situation: str, known: Known) -> Known:
    """Build a situation; what is known about it."""
    if "moment" in known:
        situations.be_at(dt.datetime.fromisoformat(known["moment"]))
    else:
        clock.travel_to(situations.DAY)
    found = SITUATIONS[situation].build(known)
    return {"moment": clock.now().isoformat()} | found
