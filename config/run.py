"""``make run``: the embedded server, the web server and the worker, in one command (一键启动).

The first start migrates and fills an empty database with the demo; later ones take seconds and keep their data. Ctrl-C
stops all that was started.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

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


def _prepare() -> None:
    """Bring database, demo and static files up to date."""
    for words, command in (
        ("database", _manage("migrate", "-v", "0")),
        ("demo", _manage("demo") if os.environ["DEMO"] == "1" else []),
        ("static files", _manage("collectstatic", "--noinput", "-v", "0")),
    ):
        if command:
            print(f"preparing {words} ...", flush=True)
            subprocess.run(command, cwd=BASE, check=True)


def main() -> int:
    """Start everything and stay until stopped; the exit code."""
    port = os.environ.get("PORT", "8000")
    if not port.isdigit() or not _port_is_free(int(port)):
        print(f"Port {port} is not free; try: PORT=8123 make run", file=sys.stderr)
        return 2
    os.environ.setdefault("DEMO", "1")
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    try:
        database_url(Path(os.environ.get("VAR_DIR", BASE / "var")))
    except NoServer as error:
        print(error, file=sys.stderr)
        return 2
    _prepare()
    web = [sys.executable, "-m", "gunicorn", "config.wsgi:application", "--bind", f"127.0.0.1:{port}"]
    options = ["--workers", os.environ.get("WORKERS", "2"), "--threads", "4", "--log-level", "warning"]
    print(f"Guicheng is at http://127.0.0.1:{port}/  (Ctrl-C stops it)", flush=True)
    return Supervisor([Child("web", [*web, *options]), Child("worker", _manage("worker"))]).run()


if __name__ == "__main__":
    sys.exit(main())
