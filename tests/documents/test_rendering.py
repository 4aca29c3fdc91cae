"""The press as a service: other processes, their limits, and what becomes of those that fail."""

from __future__ import annotations

import datetime as dt
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.utils import translation

from documents import figures, press, rendering, typefaces
from documents.kinds import kind_of
from tests.documents import facts

SLIP = kind_of("D-TR-10")
ROOT = typefaces.SOURCE.parent.parent


def job(**change: Any) -> press.Job:
    """The shortest paper as a job."""
    values: dict[str, Any] = {"code": "D-TR-10", "facts": facts.EVERYDAY["D-TR-10"], "number": "2026-0007"}
    return press.Job(**values | {"created": facts.CREATED.isoformat()} | change)


def typeset(**change: Any) -> bytes:
    """The shortest paper by the service."""
    values: dict[str, Any] = {"number": "2026-0007", "created": facts.CREATED}
    said = change.pop("said", facts.EVERYDAY["D-TR-10"])
    return rendering.typeset(SLIP, said, **values | change)


@pytest.fixture
def presses() -> Iterator[rendering.Presses]:
    made = rendering.Presses(children=1, seconds=15)
    yield made
    made.close()


def child_of(presses: rendering.Presses) -> rendering.Child:
    """Its one idle press."""
    (child,) = presses._idle
    return child


@pytest.mark.parametrize("code", facts.CODES)
def test_the_same_paper_has_the_same_bytes_in_another_process(code: str) -> None:
    number, said = facts.number_of(code), facts.EVERYDAY[code]
    here = press.compose(press.Job(code, said, number, facts.CREATED.isoformat()))
    there = rendering.typeset(kind_of(code), said, number=number, created=facts.CREATED)
    again = rendering.typeset(kind_of(code), dict(reversed(said.items())), number=number, created=facts.CREATED)
    assert here == there == again


def test_two_presses_agree_whatever_they_printed_before(presses: rendering.Presses) -> None:
    letter = job(code="D-TR-2", facts=facts.EVERYDAY["D-TR-2"], number=facts.SERIAL).packed()
    other = rendering.Presses(children=1)
    other.run(job().packed())
    other.run(job(code="D-TR-8", facts=facts.EVERYDAY["D-TR-8"]).packed())
    first, second = presses.run(letter), other.run(letter)
    other.close()
    assert first == second
    assert first[:5] == b"P%PDF"


def test_different_facts_have_different_bytes() -> None:
    assert typeset() != typeset(number="2026-0008")
    assert typeset() != typeset(created=facts.CREATED + dt.timedelta(seconds=1))


def test_a_seal_travels_to_the_press() -> None:
    said = facts.EVERYDAY["D-TR-8"]
    sealed = rendering.typeset(kind_of("D-TR-8"), said, number="1", created=facts.CREATED, seal=figures.sample_seal())
    assert len(sealed) > len(rendering.typeset(kind_of("D-TR-8"), said, number="1", created=facts.CREATED))
    with pytest.raises(figures.UnusableSeal):
        rendering.typeset(kind_of("D-TR-8"), said, number="1", created=facts.CREATED, seal=b"no image")


def test_wrong_facts_are_refused_by_field() -> None:
    with translation.override("en"), pytest.raises(rendering.Unprintable) as refused:
        typeset(said=facts.EVERYDAY["D-TR-10"] | {"name": "李\U0001b09e", "date": ""})
    assert refused.value.problems == {
        "name": ["Character 2 “\U0001b09e” (U+1B09E) has no glyph."],
        "date": ["This is missing."],
    }


def test_an_overflow_is_refused_by_field() -> None:
    generous = replace(SLIP, fields=tuple(replace(field, limit=5000) for field in SLIP.fields))
    said = facts.EVERYDAY["D-TR-10"] | {"reason": "申请撤回" * 300}
    with translation.override("en"), pytest.raises(rendering.Overflow) as refused:
        rendering.typeset(generous, said, number="1", created=facts.CREATED)
    assert refused.value.field == "reason"
    assert refused.value.problems == {"reason": ["This does not fit on the paper; please shorten it."]}


def test_a_date_needs_a_time_zone() -> None:
    with pytest.raises(ValueError, match="time zone"):
        typeset(created=dt.datetime(2026, 11, 24))  # noqa: DTZ001 - the naive one is the test


def test_a_press_knows_no_secret(monkeypatch: pytest.MonkeyPatch, presses: rendering.Presses) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://secret")
    monkeypatch.setenv("SECRET_KEY", "secret")
    presses.run(job().packed())
    process = Path(f"/proc/{child_of(presses).process.pid}")
    assert b"secret" not in (process / "environ").read_bytes()
    assert sorted(path.name for path in (process / "fd").iterdir()) == ["0", "1", "2"]


def test_a_press_that_died_is_replaced(presses: rendering.Presses) -> None:
    first = presses.run(job().packed())
    dead = child_of(presses)
    os.kill(dead.process.pid, signal.SIGKILL)
    dead.process.wait()
    assert presses.run(job().packed()) == first
    assert child_of(presses) is not dead


def test_a_press_that_hangs_is_stopped_and_replaced() -> None:
    presses = rendering.Presses(children=1, seconds=60)
    presses.run(job().packed())
    hung = child_of(presses)
    presses.seconds = 1
    os.kill(hung.process.pid, signal.SIGSTOP)
    with pytest.raises(rendering.PressFailure, match="TimeoutError"):
        presses.run(job().packed())
    assert hung.process.returncode == -signal.SIGKILL
    presses.seconds = 60
    assert presses.run(job().packed())[:1] == b"P"
    presses.close()


def test_a_press_beyond_its_memory_fails_alone() -> None:
    presses = rendering.Presses(children=1, memory=120 * 1024 * 1024)
    with pytest.raises(rendering.PressFailure, match="gave no answer"):
        presses.run(job().packed())
    assert presses._idle == []


def test_a_worn_press_is_replaced(monkeypatch: pytest.MonkeyPatch, presses: rendering.Presses) -> None:
    monkeypatch.setattr(rendering, "PRINTED_AT_MOST", 1)
    presses.run(job().packed())
    worn = child_of(presses)
    presses.run(job().packed())
    assert child_of(presses) is not worn
    assert worn.process.returncode is not None


def test_threads_share_the_presses() -> None:
    presses = rendering.Presses(children=2)
    replies: list[bytes] = []
    threads = [threading.Thread(target=lambda: replies.append(presses.run(job().packed()))) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(replies) == 6
    assert len(set(replies)) == 1
    assert 1 <= len(presses._idle) <= 2
    presses.close()


def test_an_error_that_is_nobodys_fault_leaves_no_press_behind(
    monkeypatch: pytest.MonkeyPatch, presses: rendering.Presses
) -> None:
    def interrupt(*_arguments: object) -> bytes:
        raise KeyboardInterrupt

    monkeypatch.setattr(rendering.Child, "print", interrupt)
    with pytest.raises(KeyboardInterrupt):
        presses.run(job().packed())
    assert presses._idle == []


def test_time_that_is_used_up_is_used_up() -> None:
    with pytest.raises(TimeoutError):
        rendering._left(0.0)


def test_a_fork_starts_afresh(presses: rendering.Presses) -> None:
    presses.run(job().packed())
    child = child_of(presses)
    copy = rendering.Presses()
    ours, theirs = socket.socketpair()
    stand_in = object.__new__(rendering.Child)
    stand_in.channel, stand_in.process, stand_in.printed = ours, child.process, 1
    copy._idle.append(stand_in)
    copy.forget()
    assert copy._idle == []
    assert theirs.recv(1) == b""
    theirs.close()
    child.process.returncode = None
    assert presses.run(job().packed())[:1] == b"P"


def test_children_end_with_a_process_that_is_killed() -> None:
    code = (
        "import os, sys\n"
        "from pathlib import Path\n"
        "from documents import press, rendering, typefaces\n"
        "typefaces.ready(Path(sys.argv[1]))\n"
        "child = rendering.Child(press.MEMORY)\n"
        "print(child.process.pid, flush=True)\n"
        "os.kill(os.getpid(), 9)\n"
    )
    cache = str(typefaces.ready().parent.parent)
    parent = subprocess.run(
        [sys.executable, "-c", code, cache], cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False
    )
    orphan = Path(f"/proc/{int(parent.stdout)}")
    for _ in range(100):
        if not orphan.exists() or "State:\tZ" in (orphan / "status").read_text():
            break
        threading.Event().wait(0.1)
    else:
        pytest.fail("the press outlived its parent")


class TestTheChildInItsOwnWords:
    """The code of the child, run here."""

    def test_it_answers_until_its_parent_is_gone(self) -> None:
        ours, theirs = socket.socketpair()
        with theirs:
            thread = threading.Thread(target=press.serve, args=(theirs,))
            thread.start()
            with ours:
                press.send(ours, job().packed())
                assert press.receive(ours)[:5] == b"P%PDF"
                press.send(ours, b"[]")
                assert press.receive(ours)[:1] == b"E"
            thread.join()

    @pytest.mark.parametrize(
        ("change", "error"),
        [
            ({"code": "D-XX"}, "fault"),
            ({"seal": "bm8gaW1hZ2U=", "code": "D-TR-8", "facts": facts.EVERYDAY["D-TR-8"]}, "seal"),
            ({"facts": facts.EVERYDAY["D-TR-10"] | {"reason": "撤回" * 900}}, "overflow"),
        ],
    )
    def test_it_says_what_went_wrong(self, change: dict[str, Any], error: str) -> None:
        reply = press.answer(job(**change).packed())
        assert reply[:1] == b"E"
        assert f'"error": "{error}"'.encode() in reply

    def test_a_fault_of_ours_is_a_failure_of_the_press(self) -> None:
        with pytest.raises(rendering.PressFailure, match="D-XX"):
            rendering._unwrapped(press.answer(job(code="D-XX").packed()))

    def test_out_of_memory_is_not_answered(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def out_of_memory(_job: press.Job) -> bytes:
            raise MemoryError

        monkeypatch.setattr(press, "compose", out_of_memory)
        with pytest.raises(MemoryError):
            press.answer(job().packed())

    def test_it_limits_itself_before_it_prints(self, monkeypatch: pytest.MonkeyPatch) -> None:
        limits: list[tuple[int, tuple[int, int]]] = []
        served: list[object] = []
        monkeypatch.setattr(press.resource, "setrlimit", lambda which, limit: limits.append((which, limit)))
        monkeypatch.setattr(press.socket, "socket", lambda fileno: f"channel {fileno}")
        monkeypatch.setattr(press, "serve", served.append)
        monkeypatch.setattr(press, "settings", LazySettings())
        press.main([str(typefaces.ready().parent.parent), "1000"])
        assert (press.resource.RLIMIT_AS, (1000, 1000)) in limits
        assert served == ["channel 0"]
