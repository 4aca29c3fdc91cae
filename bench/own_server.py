"""A server of one's own for a campaign (独立数据库服务器), and what it says of its progress."""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from config.cluster import Cluster


@contextmanager
def own_server(place: Path, name: str, *options: str, **variables: str) -> Iterator[None]:
    """A server in a folder, with the settings of the product but for safety; both are gone afterwards.

    ``name`` is the database, ``options`` are the server's, ``variables`` are for the settings, read when Django is set up.
    """
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    cluster = Cluster(place, fast=True)
    cluster.options = (*cluster.options, *options)
    cluster.join()
    cluster.create_database(name)
    os.environ |= {"DATABASE_URL": cluster.url(name), "VAR_DIR": str(place), **variables}
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    try:
        yield
    finally:
        cluster.leave()
        shutil.rmtree(cluster.data, ignore_errors=True)
        shutil.rmtree(place, ignore_errors=True)


def say(what: str) -> None:
    """Progress, beside the result."""
    print(f"{time.strftime('%H:%M:%S')} {what}", file=sys.stderr, flush=True)
