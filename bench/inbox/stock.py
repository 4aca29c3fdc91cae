"""Stock viewflow's own inbox and queue over the same rows, in a process with settings of their own.

Its middleware, context and templates are not ours, and ours would slow it down: so it is asked over a pipe.
"""

from __future__ import annotations

import multiprocessing
import os
import re
import time
from multiprocessing.connection import Connection
from typing import Any

from django.db import DatabaseError

BACKEND = "bench.inbox.stock_urls.Permitting"
PAGES = {"inbox": "/transfer/inbox/", "queue": "/transfer/queue/"}


def settings() -> dict[str, Any]:
    """What stock viewflow needs and nothing else, on our database."""
    from config import settings as ours

    apps = ["auth", "contenttypes", "sessions", "messages", "staticfiles", "postgres"]
    middleware = [
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "viewflow.middleware.SiteMiddleware",
    ]
    processors = [
        "django.template.context_processors.request",
        "django.contrib.auth.context_processors.auth",
        "django.contrib.messages.context_processors.messages",
    ]
    return {
        "SECRET_KEY": ours.SECRET_KEY,
        "DATABASES": ours.DATABASES,
        "DEFAULT_AUTO_FIELD": ours.DEFAULT_AUTO_FIELD,
        "AUTH_USER_MODEL": ours.AUTH_USER_MODEL,
        "AUTHENTICATION_BACKENDS": [BACKEND],
        "INSTALLED_APPS": [f"django.contrib.{app}" for app in apps]
        + ["viewflow", "viewflow.workflow", "django_filters", "audit", "registry", "forms", "documents", "workflows"],
        "MIDDLEWARE": middleware,
        "ROOT_URLCONF": "bench.inbox.stock_urls",
        "TEMPLATES": [
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "APP_DIRS": True,
                "OPTIONS": {"context_processors": processors},
            }
        ],
        "LANGUAGE_CODE": ours.LANGUAGE_CODE,
        "TIME_ZONE": ours.TIME_ZONE,
        "USE_TZ": True,
        "STATIC_URL": "static/",
        "ALLOWED_HOSTS": ["localhost"],
        "SILENCED_SYSTEM_CHECKS": [],
    }


class Stock:
    """The other process: asked for a page as an account, it says how long it took."""

    def __init__(self, limit: int) -> None:
        here, there = multiprocessing.Pipe()
        self.pipe = here
        self.process = multiprocessing.get_context("spawn").Process(target=_serve, args=(there, limit), daemon=True)
        self.process.start()

    def page(self, name: str, user: int) -> dict[str, Any]:
        """Milliseconds, bytes and what went wrong, if something did."""
        self.pipe.send((name, user))
        answer: dict[str, Any] = self.pipe.recv()
        return answer

    def close(self) -> None:
        """Let the other process end."""
        self.pipe.send(None)
        self.process.join()


def _serve(pipe: Connection, limit: int) -> None:
    import django
    from django.conf import settings as configured

    os.environ.pop("DJANGO_SETTINGS_MODULE", None)
    configured.configure(**settings())
    django.setup()
    clients: dict[int, Any] = {}
    while (asked := pipe.recv()) is not None:
        name, user = asked
        if user not in clients:
            clients[user] = _signed_in(user)
        pipe.send(_page(clients[user], PAGES[name], limit))


def _signed_in(user: int) -> Any:
    from django.contrib.auth import get_user_model
    from django.test import Client

    client = Client(SERVER_NAME="localhost")
    client.force_login(get_user_model().objects.get(pk=user), backend=BACKEND)
    return client


def _page(client: Any, address: str, limit: int) -> dict[str, Any]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('statement_timeout', %s, false)", [f"{limit}s"])
    started = time.perf_counter()
    try:
        response = client.get(address)
    except DatabaseError as error:
        connection.close()
        return {"ms": (time.perf_counter() - started) * 1000, "failed": str(error).splitlines()[0]}
    ms = (time.perf_counter() - started) * 1000
    if response.status_code != 200:
        raise SystemExit(f"stock viewflow answers {address} with {response.status_code}")
    rows = len(re.findall(rb">#\d+/\d+<", response.content))
    return {"ms": ms, "bytes": len(response.content), "rows": rows}
