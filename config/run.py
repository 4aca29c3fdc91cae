"""``make run``: the embedded server, the web server and the worker, in one command (一键启动).

The first start migrates and fills an empty database with the demo; later ones take seconds and keep their data. Ctrl-C
stops all that was started.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from types import FrameType

from config.cluster import NoServer, database_url
from config.supervise import Child, Supervisor

BASE = Path(__file__).resolve().parent.parent


def _manage(*arguments: str) -> list[str]:
    return [sys.executable, str(BASE / "manage.py"), *arguments]


def _port_is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _end(number: int, _frame: FrameType | None) -> None:
    """A signal before the children run: end in order, so that the server is left as it should be."""
    sys.exit(128 + number)


def _prepare() -> int:
    """Bring database, demo and static files up to date; the exit code of what failed, else 0."""
    for words, command in (
        ("database", _manage("migrate", "-v", "0")),
        ("demo", _manage("demo", "--small") if os.environ["DEMO"] == "1" else []),
        ("static files", _manage("collectstatic", "--noinput", "-v", "0")),
    ):
        if command:
            print(f"preparing {words} ...", flush=True)
            if code := subprocess.run(command, cwd=BASE, check=False).returncode:
                print(f"Preparing the {words} failed; its message is above.", file=sys.stderr)
                return max(1, code)
    return 0


def main() -> int:
    """Start everything and stay until stopped; the exit code."""
    port = os.environ.get("PORT", "8000")
    if not port.isdecimal() or not 0 < int(port) < 65536:
        print(f"PORT={port} is no port; try: PORT=8123 make run", file=sys.stderr)
        return 2
    if not _port_is_free(int(port)):
        print(f"Port {port} is not free; try: PORT=8123 make run", file=sys.stderr)
        return 2
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _end)
    # A named database is meant in earnest: no demo, no sign-in without a password.
    os.environ.setdefault("DEMO", "0" if os.environ.get("DATABASE_URL") else "1")
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    # Papers and mails name the address under which the pages can be reached.
    os.environ.setdefault("PUBLIC_URL", f"http://localhost:{port}")
    try:
        database_url(Path(os.environ.get("VAR_DIR", BASE / "var")))
    except NoServer as error:
        print(error, file=sys.stderr)
        return 2
    if code := _prepare():
        return code
    web = [sys.executable, "-m", "gunicorn", "config.wsgi:application", "--bind", f"127.0.0.1:{port}"]
    options = ["--workers", os.environ.get("WORKERS", "2"), "--threads", "4", "--log-level", "warning"]
    print(f"Guicheng is at http://127.0.0.1:{port}/  (Ctrl-C stops it)", flush=True)
    return Supervisor([Child("web", [*web, *options]), Child("worker", _manage("worker"))]).run()


if __name__ == "__main__":
    sys.exit(main())
