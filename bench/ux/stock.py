"""Stock viewflow's own list of tasks at an address (对照页面), over the same rows, with its own templates and files."""

from __future__ import annotations

import multiprocessing
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

LISTED = "/transfer/queue/"
# Its page shows so many tasks and no more: with more of them ours would be held against half of its own work.
ROWS = 25


@dataclass(frozen=True)
class Site:
    """Where it is served, and the cookie of somebody who is signed in there."""

    address: str
    cookie: dict[str, str]


@contextmanager
def served(database: str, user: int) -> Iterator[Site]:
    """Serve stock viewflow on a database in a process with settings of its own."""
    here, there = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_serve, args=(there, database, user), daemon=True)
    process.start()
    port, name, value = here.recv()
    address = f"http://127.0.0.1:{port}"
    try:
        yield Site(address, {"name": name, "value": value, "url": address})
    finally:
        here.send(None)
        process.join()


def _settings(database: str, folder: str) -> dict[str, Any]:
    """Those of the bench of the inbox, with what a server needs: compressed answers and files."""
    from bench.inbox import stock

    found = stock.settings()
    found["DATABASES"] = {"default": {**found["DATABASES"]["default"], "NAME": database}}
    found["MIDDLEWARE"] = [
        "whitenoise.middleware.WhiteNoiseMiddleware",
        "django.middleware.gzip.GZipMiddleware",
        *found["MIDDLEWARE"],
    ]
    storage = {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"}
    files = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    return found | {
        "ALLOWED_HOSTS": ["127.0.0.1", "localhost"],
        "STATIC_ROOT": folder,
        "STORAGES": {"default": files, "staticfiles": storage},
    }


def _serve(pipe: Connection, database: str, user: int) -> None:
    import os

    import django
    from django.conf import settings

    os.environ.pop("DJANGO_SETTINGS_MODULE", None)
    with tempfile.TemporaryDirectory(prefix="guicheng-stock-") as folder:
        settings.configure(**_settings(database, folder))
        django.setup()
        from django.core.management import call_command
        from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
        from django.core.wsgi import get_wsgi_application

        from bench.inbox.stock import _signed_in

        call_command("collectstatic", interactive=False, verbosity=0)
        handler = type("Quiet", (WSGIRequestHandler,), {"log_message": lambda *_said: None})
        server = ThreadedWSGIServer(("127.0.0.1", 0), handler)
        server.daemon_threads, server.block_on_close = True, False
        server.set_app(get_wsgi_application())
        threading.Thread(target=server.serve_forever, daemon=True).start()
        cookie = _signed_in(user).cookies[settings.SESSION_COOKIE_NAME]
        pipe.send((server.server_port, cookie.key, cookie.value))
        pipe.recv()
        server.shutdown()
