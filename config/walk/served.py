"""The pages of this process at an address (本机服务), as an installation serves them: threads, compressed static files."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application
from django.test import override_settings

STATIC = "whitenoise.storage.CompressedManifestStaticFilesStorage"


class _Quiet(WSGIRequestHandler):
    """Answers without a line for each request."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the name is the server's
        """Say nothing."""


@contextmanager
def served() -> Iterator[str]:
    """Serve the site from threads of this process on a free port of this machine; gives the address."""
    with _static_files():
        server = ThreadedWSGIServer(("127.0.0.1", 0), _Quiet)
        server.block_on_close = False  # a browser may keep a line open that it will not use again
        server.daemon_threads = True
        server.set_app(get_wsgi_application())
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            server.server_close()
            thread.join()


@contextmanager
def _static_files() -> Iterator[None]:
    """Collected into a folder of their own, named by content and compressed."""
    with tempfile.TemporaryDirectory(prefix="guicheng-static-") as folder:
        storages = {**settings.STORAGES, "staticfiles": {"BACKEND": STATIC}}
        found = {"STORAGES": storages, "STATIC_ROOT": Path(folder), "WHITENOISE_USE_FINDERS": False}
        with override_settings(**found, WHITENOISE_AUTOREFRESH=False):
            call_command("collectstatic", interactive=False, verbosity=0)
            yield
