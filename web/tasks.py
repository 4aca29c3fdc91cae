"""What the worker does for the pages: examining and loading large files, making bundles."""

from __future__ import annotations

from django.utils import translation
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from audit import clock
from documents import verifying
from registry.calendar import add_months
from registry.models import User
from web import importing, uploads
from web.bundles import making
from web.importing import Act
from web.models import Bundle
from workflows.policy import asking

RETRIES = 5


@app.task(name="web.work_on_upload")
def work_on_upload(token: str, user_id: int, act: Act, language: str) -> None:
    """Examine or load a kept file; nothing if it was taken away meanwhile."""
    user = User.objects.get(pk=user_id)
    upload = uploads.find(token, user)
    if upload is not None and upload.path.exists():
        with translation.override(language or None):
            importing.work(upload, act, user)


@app.task(name="web.make_bundle", pass_context=True, retry=RetryStrategy(max_attempts=RETRIES, exponential_wait=3))
def make_bundle(context: JobContext, bundle_id: int) -> None:
    """Make a bundle; what fails to the last is given up, so that its requester can ask anew."""
    try:
        making.make(bundle_id)
    except Exception:
        if context.job.attempts >= RETRIES:
            making.stop(bundle_id, Bundle.Stop.FAILED)
        raise


@app.periodic(cron="41 18 * * *")
@app.task(name="web.sweep_bundles", queueing_lock="sweep_bundles")
def sweep_bundles(timestamp: int) -> None:
    """Every night, at 2:41 in Shanghai (the queue goes by UTC): bundles whose last day is over are deleted."""
    making.sweep(clock.today())


@app.periodic(cron="47 18 * * *")
@app.task(name="web.sweep_enquiries", queueing_lock="sweep_enquiries")
def sweep_enquiries(timestamp: int) -> None:
    """Every night, at 2:47 in Shanghai: records of who verified a paper go when they have been kept as long as they must."""
    months = asking.base(clock.today()).archive.enquiries_months.value
    verifying.sweep(add_months(clock.today(), -months))
