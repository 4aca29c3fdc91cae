"""A place of one's own (独立环境) for a walk: a fresh database and archive, gone afterwards; nothing must be there before."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.test import override_settings


@contextmanager
def own_files() -> Iterator[None]:
    """Keep papers and attachments in a folder that is gone afterwards, and need no collected static files."""
    with tempfile.TemporaryDirectory(prefix="guicheng-walk-") as folder:
        papers = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": folder}}
        static = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
        with override_settings(
            STORAGES={**settings.STORAGES, "papers": papers, "attachments": papers, "staticfiles": static}
        ):
            yield


@contextmanager
def own_database() -> Iterator[None]:
    """Work on a fresh database beside the real one; it is gone afterwards, and the real one untouched."""
    real = connections["default"].settings_dict["NAME"]
    name = f"guicheng_walk_{os.getpid()}"
    _say(f'CREATE DATABASE "{name}"')
    _use(name)
    try:
        call_command("migrate", verbosity=0)
        yield
    finally:
        _use(real)
        _say(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _say(sql: str) -> None:
    with connections["default"].cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute(sql)


def _use(name: str) -> None:
    connections["default"].close()
    settings.DATABASES["default"]["NAME"] = name
    connections["default"].settings_dict["NAME"] = name
