"""Rendering (印制服务): a paper typeset in a child process with a limit on time and memory.

The child (``press``) inherits no database connection, no secret and no open file; it is warm after its first paper,
and replaced when it dies, hangs or has printed a few hundred. Callers may be threads of a web server or of a worker;
the children of a process end with it, however it ends, because their channel closes.
"""

from __future__ import annotations

import atexit
import base64
import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from django.utils.translation import gettext as _

from documents import figures, kinds, press, typefaces

SECONDS = 20.0
PRINTED_AT_MOST = 500
CHILDREN = 2
ROOT = Path(__file__).resolve().parent.parent
KEPT_VARIABLES = ("PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH", "PYTHONDONTWRITEBYTECODE")


class Unprintable(Exception):
    """A paper cannot be printed with these facts; ``problems`` has sentences for the person, by name of field."""

    def __init__(self, problems: Mapping[str, list[str]]) -> None:
        """Keep the problems."""
        super().__init__(problems)
        self.problems = dict(problems)


class Overflow(Unprintable):
    """The facts are right one by one but do not fit together; ``field`` is the one that takes most room."""

    def __init__(self, field: str) -> None:
        """Name the field."""
        super().__init__({field: [_("This does not fit on the paper; please shorten it.")]})
        self.field = field


class PressFailure(RuntimeError):
    """The press died, hung or found a fault in a template: nothing the person who entered the facts can mend."""


class Typeset(bytes):
    """A PDF, which knows the builds it was set with (``documents.builds``)."""

    builds: Mapping[str, str] = {}


def typeset(
    kind: kinds.PaperKind,
    facts: Mapping[str, object],
    *,
    number: str,
    created: datetime,
    draft: bool = False,
    seal: bytes = b"",
    check: str = "",
) -> Typeset:
    """The PDF (PDF/A-3a, tagged, facts attached) of a paper; the same arguments and builds give the same bytes.

    ``created`` must have a time zone: it becomes the date of the document. A draft shows （编号待定） for the number
    and 稿 for the seal. ``seal`` is a PNG of 42 mm set over the signature; without one its place is left free.
    ``check`` is the address of a QR code in the margin of the first page; a draft has none.
    Raises Unprintable (Overflow) for the facts, ValueError for ``created``, figures.UnusableSeal for the seal and
    PressFailure for everything else.
    """
    if found := kinds.problems(kind, facts):
        raise Unprintable(found)
    if created.tzinfo is None:
        raise ValueError("the date of a document needs a time zone")
    stamped = created.isoformat(timespec="seconds")
    job = press.Job(kind.code, dict(facts), number, stamped, draft, base64.b64encode(seal).decode("ascii"), check)
    return _unwrapped(_presses.run(job.packed()))


def _unwrapped(reply: bytes) -> Typeset:
    """The PDF of a reply, or its error raised."""
    if reply[:1] == b"P":
        end = len(reply) - press.LENGTH.size
        start = end - press.LENGTH.unpack(reply[end:])[0]
        made = Typeset(reply[1:start])
        made.builds = json.loads(reply[start:end])
        return made
    said = json.loads(reply[1:])
    if said["error"] == "overflow":
        raise Overflow(said["detail"])
    if said["error"] == "seal":
        raise figures.UnusableSeal(said["detail"])
    raise PressFailure(said["detail"])


class Child:
    """One press process and the channel to it."""

    def __init__(self, memory: int) -> None:
        """Start it; it needs a second until it can print."""
        cache = typefaces.ready().parent.parent
        self.channel, theirs = socket.socketpair()
        command = [sys.executable, "-m", "documents.press", str(cache), str(memory)]
        kept = {name: os.environ[name] for name in KEPT_VARIABLES if name in os.environ}
        with theirs:
            self.process = subprocess.Popen(  # noqa: S603 - our own module
                command,
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                cwd=ROOT,
                env=kept,
                start_new_session=True,  # an interrupt from the keyboard is for us, not for the child
            )
        self.printed = 0

    def print(self, job: bytes, seconds: float) -> bytes:
        """The reply to a job; OSError (TimeoutError) or EOFError when there is none in time."""
        self.printed += 1
        self.channel.settimeout(seconds)
        press.send(self.channel, job)
        deadline = time.monotonic() + seconds
        return press.receive(self.channel, before=lambda: self.channel.settimeout(_left(deadline)))

    def usable(self) -> bool:
        """Still running and not worn out (a press grows by some megabytes in a hundred papers)."""
        return self.printed < PRINTED_AT_MOST and self.process.poll() is None

    def end(self) -> None:
        """Stop it now."""
        self.channel.close()
        self.process.kill()
        self.process.wait()

    def forget(self) -> None:
        """After a fork: close our copy of the channel, the process belongs to the parent."""
        self.channel.close()
        self.process.returncode = 0


def _left(deadline: float) -> float:
    """Seconds until the deadline; TimeoutError after it."""
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


class Presses:
    """The presses of this process: started when needed, kept warm, at most ``children`` at a time."""

    def __init__(self, *, children: int = CHILDREN, seconds: float = SECONDS, memory: int = press.MEMORY) -> None:
        """Start nothing yet."""
        self.children, self.seconds, self.memory = children, seconds, memory
        self._begin()

    def _begin(self) -> None:
        self._places = threading.BoundedSemaphore(self.children)
        self._lock = threading.Lock()
        self._idle: list[Child] = []

    def run(self, job: bytes) -> bytes:
        """The reply to a job; a press that gives none in time is stopped. Raises PressFailure."""
        with self._places:
            child = self._take()
            try:
                reply = child.print(job, self.seconds)
            except BaseException as error:
                child.end()
                if isinstance(error, (OSError, EOFError)):
                    raise PressFailure(f"the press gave no answer ({type(error).__name__})") from error
                raise
            self._give_back(child)
            return reply

    def _take(self) -> Child:
        with self._lock:
            while self._idle:
                child = self._idle.pop()
                if child.usable():
                    return child
                child.end()
        return Child(self.memory)

    def _give_back(self, child: Child) -> None:
        with self._lock:
            self._idle.append(child)

    def close(self) -> None:
        """Stop all idle presses."""
        with self._lock:
            while self._idle:
                self._idle.pop().end()

    def forget(self) -> None:
        """In a forked process: start afresh and leave the parent's presses alone."""
        for child in self._idle:
            child.forget()
        self._begin()


_presses = Presses()
atexit.register(_presses.close)
os.register_at_fork(after_in_child=_presses.forget)
