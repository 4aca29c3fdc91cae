"""Keys are made once, whoever asks first, and only their owner can read them."""

from __future__ import annotations

import stat
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from audit import keys

ASK = """
import sys, time
from django.conf import settings
settings.configure(VAR_DIR=sys.argv[1])
from audit import keys
while time.time() < float(sys.argv[2]):
    pass
print(keys.key("journal").hex())
"""


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, settings: Any) -> Any:
    """A folder without keys, and nothing remembered before or after."""
    settings.VAR_DIR = tmp_path
    keys.key.cache_clear()
    yield
    keys.key.cache_clear()


def test_a_key_is_32_bytes_that_stay(tmp_path: Path) -> None:
    first = keys.key("journal")
    keys.key.cache_clear()
    assert len(first) == 32
    assert keys.key("journal") == first == (tmp_path / "keys" / "journal").read_bytes()
    assert keys.key("blind-index") != first


def test_only_the_owner_can_read_a_key(tmp_path: Path) -> None:
    keys.key("journal")
    assert stat.S_IMODE((tmp_path / "keys").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "keys" / "journal").stat().st_mode) == 0o600


def test_nothing_but_the_key_is_left(tmp_path: Path) -> None:
    keys.key("journal")
    assert [place.name for place in (tmp_path / "keys").iterdir()] == ["journal"]


def test_threads_that_ask_at_once_get_the_same_key(tmp_path: Path) -> None:
    """The web server and the worker both answer in threads; each of 20 names is asked for by 8 of them at once."""
    found: list[tuple[str, bytes]] = []
    for name in (f"key-{n}" for n in range(20)):
        together = threading.Barrier(8)

        def ask(name: str = name, together: threading.Barrier = together) -> None:
            together.wait()
            found.append((name, keys.key.__wrapped__(name)))

        threads = [threading.Thread(target=ask) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(found) == 160
    assert set(found) == {(place.name, place.read_bytes()) for place in (tmp_path / "keys").iterdir()}


def test_processes_that_ask_at_once_get_the_same_key(tmp_path: Path) -> None:
    import time

    at = str(time.time() + 1.5)
    command = [sys.executable, "-c", ASK, str(tmp_path), at]
    asking = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    answers = {process.communicate(timeout=60)[0].strip() for process in asking}
    assert answers == {(tmp_path / "keys" / "journal").read_bytes().hex()}
