"""Making a bundle (制作移交包), by the worker: first what each case holds, one commit each, then the file.

A killed worker loses the case it was at, or the file it was writing: what is listed stays listed, and logged as read once.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import tempfile
from collections.abc import Iterator
from typing import IO, Any

from django.core.files.base import File
from django.core.files.storage import storages
from django.db import transaction
from django.http import Http404
from django.utils import timezone

from audit import clock, extracts, journal
from audit.models import Entry
from documents import archive
from registry.access import viewer_of
from web.bundles import index
from web.bundles.bagging import Bag
from web.bundles.listing import listing_of
from web.models import Bundle, BundledCase
from workflows.engine import handing_over

WORKER = journal.system("worker")
STORAGE = "bundles"


class _Stopped(Exception):
    """No bundle comes of it; the reason is one of Bundle.Stop."""


def make(bundle_id: int) -> None:
    """Make a bundle; nothing if it is there or was stopped. Running it twice, or at once, gives the same file."""
    bundle = Bundle.objects.select_related("requester__person").get(pk=bundle_id)
    if bundle.settled:
        return
    try:
        for pk in list(bundle.cases.filter(listing__isnull=True).values_list("pk", flat=True)):
            _list(bundle, pk)
        _pack(bundle)
    except _Stopped as reason:
        stop(bundle.pk, str(reason))


@transaction.atomic
def stop(bundle_id: int, reason: str) -> None:
    """Give a bundle up (中止), with the reason; nothing if it is settled."""
    bundle = Bundle.objects.select_for_update(no_key=True).get(pk=bundle_id)
    if not bundle.settled:
        bundle.stopped, bundle.stopped_at = reason, clock.now()
        bundle.save(update_fields=["stopped", "stopped_at"])
        journal.write(bundle.stream, "bundle.stopped", by=WORKER, facts={"reason": reason})


@transaction.atomic
def _list(bundle: Bundle, pk: int) -> None:
    """Keep what a case holds now; whoever may not see it any more gets no bundle at all."""
    row = BundledCase.objects.select_for_update().get(pk=pk)
    if row.listing is not None:
        return
    viewer = viewer_of(bundle.requester, clock.today())
    try:
        case, holding = handing_over.taken(viewer, row.case_id, purpose=bundle.purpose)
    except Http404 as error:
        raise _Stopped(Bundle.Stop.NOT_SEEN) from error
    row.listing = listing_of(case, holding)
    row.save(update_fields=["listing"])


def _pack(bundle: Bundle) -> None:
    listings = [row.listing or {} for row in bundle.cases.all()]
    if sum(file["size"] for _place, file in _files(listings)) > bundle.most_bytes:
        raise _Stopped(Bundle.Stop.TOO_LARGE)
    with tempfile.TemporaryFile() as target:
        seal = _fill(Bag(target, bundle.public_id, timezone.localtime(bundle.asked_at)), bundle, listings)
        _publish(bundle, target, seal)


def _fill(bag: Bag, bundle: Bundle, listings: list[dict[str, Any]]) -> str:
    """Everything into the bag, in the order of the cases; the seal."""
    for done, listing in enumerate(listings, 1):
        for place, file in _files([listing]):
            bag.put(place, archive.fetch(file["sha256"], file["shelf"]))
        bag.put(listing["journal"]["file"], _extract(listing))
        Bundle.objects.filter(pk=bundle.pk).update(packed=done)
    for place, content in index.files_of(bundle, listings).items():
        bag.put(place, content)
    return bag.close(index.info_of(bundle, listings), {"verify.py": index.verifier()})


def _files(listings: list[dict[str, Any]]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The files of the archive in some cases, each with its place."""
    for listing in listings:
        yield from ((f["file"], f) for f in (*listing["papers"], *listing["attachments"]) if "file" in f)


def _extract(listing: dict[str, Any]) -> bytes:
    """The journal of a case up to the entry that was the newest when the case was listed."""
    entries = Entry.objects.filter(stream_kind="case", stream_id=listing["reference"])
    wanted = entries.filter(sequence__lte=listing["journal"]["entries"]).order_by("sequence")
    return b"".join(extracts.line_of(entry) for entry in wanted)


@transaction.atomic
def _publish(bundle: Bundle, content: IO[bytes], seal: str) -> None:
    """Keep the file and say so, under the bundle's lock: of two workers at once the second does nothing."""
    bundle = Bundle.objects.select_for_update(no_key=True).get(pk=bundle.pk)
    if bundle.settled:
        return
    storage, name = storages[STORAGE], f"{bundle.public_id}.zip"
    bundle.size, bundle.sha256, bundle.seal = content.tell(), _digest(content), seal
    storage.delete(name)  # what a killed worker left
    bundle.place = storage.save(name, File(content))
    bundle.made_at = clock.now()
    bundle.kept_until = clock.today() + dt.timedelta(days=bundle.days_kept - 1)
    bundle.save()
    journal.write(bundle.stream, "bundle.made", by=WORKER, facts={"sha256": bundle.sha256, "seal": seal})


def _digest(content: IO[bytes]) -> str:
    content.seek(0)
    found = hashlib.file_digest(content, "sha256").hexdigest()  # type: ignore[arg-type]
    content.seek(0)
    return found


def sweep(on: dt.date) -> int:
    """Delete the files whose last day is over; returns how many. The rows stay."""
    old = list(Bundle.objects.filter(kept_until__lt=on).exclude(place=""))
    for bundle in old:
        storages[STORAGE].delete(bundle.place)
        Bundle.objects.filter(pk=bundle.pk).update(place="")
    return len(old)
