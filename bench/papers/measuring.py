"""Workers and rounds: every contestant in a process of its own, one letter each in every round, in another order each time."""

from __future__ import annotations

import base64
import json
import os
import statistics
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any

from bench.papers.contestants import HERE, SITE

ROOT = HERE.parent.parent


@dataclass
class Letter:
    """One letter: milliseconds of the processor, of all threads and children; its size; itself, where it was asked for."""

    cpu: float
    size: int
    pdf: bytes = field(repr=False, default=b"")


class Worker:
    """A contestant at work; its process ends with ours."""

    def __init__(self, name: str, process: subprocess.Popen[str]) -> None:
        """Keep the process."""
        self.name, self.process = name, process

    def set(self, place: int, *, keep: bool = False) -> Letter:
        """The letter at a place; RuntimeError with what the worker says if it fails. ``keep`` brings its bytes along."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        print(place, int(keep), file=self.process.stdin, flush=True)
        answer = self.process.stdout.readline()
        if not answer:
            raise RuntimeError(f"{self.name} ended at letter {place} with code {self.process.wait()}")
        said = json.loads(answer)
        return Letter(said["cpu"], said["size"], base64.b64decode(said["bytes"]))


@contextmanager
def at_work(names: Sequence[str], cache: str) -> Iterator[list[Worker]]:
    """Workers for contestants by name."""
    with ExitStack() as stack:
        yield [Worker(name, stack.enter_context(_process(name, cache))) for name in names]


@contextmanager
def _process(name: str, cache: str) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "bench.papers.working", name, cache]
    path = os.pathsep.join((str(ROOT), str(SITE)))
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": path},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            assert process.stdin is not None
            process.stdin.close()


def rounds(workers: Sequence[Worker], count: int, warm: int) -> dict[str, list[Letter]]:
    """Letters of all contestants, after some that do not count; every letter is about somebody new."""
    for place in range(warm):
        for worker in workers:
            worker.set(place)
    letters: dict[str, list[Letter]] = {worker.name: [] for worker in workers}
    for number in range(count):
        first = number % len(workers)
        for worker in (*workers[first:], *workers[:first]):
            letters[worker.name].append(worker.set(warm + number))
    return letters


def ratio(letters: Mapping[str, Sequence[Letter]], one: str, other: str) -> dict[str, float]:
    """How often the processor time of one goes into that of the other: median of the rounds, with the quartiles."""
    found = [a.cpu / b.cpu for a, b in zip(letters[one], letters[other], strict=True)]
    low, middle, high = statistics.quantiles(found, n=4) if len(found) > 1 else (found[0],) * 3
    return {"median": round(middle, 2), "from": round(low, 2), "to": round(high, 2)}


def described(letters: Sequence[Letter]) -> dict[str, Any]:
    """One contestant: milliseconds of the processor for a letter, and its size in bytes."""
    return {
        "cpu_ms": round(statistics.median(one.cpu for one in letters), 1),
        "bytes": round(statistics.median(one.size for one in letters)),
        "largest": max(one.size for one in letters),
    }
