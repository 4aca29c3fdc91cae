"""What the worker does by the clock (定时作业): waits that run out, jobs of killed workers, old drafts, the nightly check."""

from __future__ import annotations

import datetime as dt
import logging
from typing import Any

from procrastinate import JobContext
from procrastinate.contrib.django import app

from audit import clock
from documents import trials
from workflows.engine import (
    coming,
    countersigning,
    digesting,
    integrity,
    notifying,
    reminding,
    stranded,
    tallying,
    waiting,
)

log = logging.getLogger(__name__)


@app.periodic(cron="7 * * * *")
@app.task(name="workflows.sweep_waits", queueing_lock="sweep_waits")
def sweep_waits(timestamp: int) -> None:
    """Every hour: end the waits whose last day has passed."""
    waiting.sweep(clock.today())


@app.periodic(cron="13 * * * *")
@app.task(name="workflows.sweep_stranded", queueing_lock="sweep_stranded")
def sweep_stranded(timestamp: int) -> None:
    """Every hour: tasks that nobody can act on any more, because people have changed, go where they belong now."""
    stranded.sweep(clock.today())


@app.periodic(cron="22 * * * *")
@app.task(name="workflows.look_at_rounds", queueing_lock="look_at_rounds")
def look_at_rounds(timestamp: int) -> None:
    """Every hour: signers whose posts were vacated or filled, or who must stand aside, leave or rejoin their rounds."""
    countersigning.sweep()


@app.periodic(cron="* * * * *")
@app.task(name="workflows.notify", queueing_lock="notify")
def notify(timestamp: int) -> None:
    """Every minute: tell people what waits for them and what has happened, and send what is to be sent."""
    notifying.run_due()


@app.periodic(cron="23 0-10 * * *")
@app.task(name="workflows.remind", queueing_lock="remind")
def remind(timestamp: int) -> None:
    """Every hour from eight to half past six in Shanghai (the queue goes by UTC): remind and escalate, each stage once."""
    reminding.remind(clock.today())


@app.periodic(cron="*/2 * * * *")
@app.task(name="workflows.rescue_jobs", queueing_lock="rescue_jobs", pass_context=True)
async def rescue_jobs(context: JobContext, timestamp: int) -> None:
    """Every two minutes: jobs whose worker has died are put back into the queue; running one twice is harmless."""
    manager: Any = context.app.job_manager
    for job in await manager.get_stalled_jobs():
        await manager.retry_job(job)


@app.periodic(cron="* * * * *")
@app.task(name="workflows.look_ahead", queueing_lock="look_ahead")
def look_ahead(timestamp: int) -> None:
    """Every minute: where the open turns lead next, for the box of what is coming."""
    coming.look_ahead(clock.today())


@app.periodic(cron="17 2 * * *")
@app.task(name="workflows.nightly", queueing_lock="nightly")
def nightly(timestamp: int) -> None:
    """Every night: old drafts go, a month that is over is counted, and whatever the integrity check finds is logged as an error."""
    coming.forget_closed()
    trials.sweep_drafts(dt.timedelta(days=7))
    digesting.forget_old()
    tallying.tally(clock.today())
    for fault in integrity.faults(clock.today()):
        log.error("integrity: %s", fault)
