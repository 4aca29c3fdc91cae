"""Running children together (进程监管): started together, stopped together, none left behind."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from types import FrameType

PR_SET_PDEATHSIG = 1


@dataclass(frozen=True)
class Child:
    """A child process: its name and its command."""

    name: str
    command: Sequence[str]


def die_with_parent() -> None:
    """In a child before exec: end when the parent ends, however it ends (Linux; elsewhere nothing)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


class Supervisor:
    """Starts children and stops them all when one ends or a signal comes."""

    def __init__(self, children: Sequence[Child], *, patience: float = 15.0) -> None:
        self.children, self.patience = children, patience
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self._stopping = False

    def run(self) -> int:
        """Run until a signal (0) or until a child ends by itself (its exit code, at least 1)."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._ask_to_stop)
        try:
            for child in self.children:
                # A group of its own: Ctrl-C reaches this process only, and what a child leaves behind can be found.
                self._running[child.name] = subprocess.Popen(
                    child.command,
                    start_new_session=True,
                    preexec_fn=die_with_parent,  # noqa: PLW1509 -- no threads yet
                )
            return self._watch()
        finally:
            self._stop()

    def _ask_to_stop(self, _number: int, _frame: FrameType | None) -> None:
        self._stopping = True

    def _watch(self) -> int:
        while not self._stopping:
            for name, process in self._running.items():
                if (code := process.poll()) is not None:
                    print(f"{name} ended with exit code {code}; stopping.", file=sys.stderr)
                    return max(1, abs(code))
            time.sleep(0.2)
        return 0

    def _stop(self) -> None:
        """Ask all to stop, wait, then insist, also with children of theirs."""
        for process in self._running.values():
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
        deadline = time.monotonic() + self.patience
        for process in self._running.values():
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            with suppress(ProcessLookupError, PermissionError):  # nobody is left, or macOS is still burying him
                os.killpg(process.pid, signal.SIGKILL)
