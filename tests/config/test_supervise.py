"""Children are started together and stopped together."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
RUN = """
import sys
from config.supervise import Child, Supervisor
sleep = [sys.executable, "-c", "import os,time; os.write(1, str(os.getpid()).encode() + bytes([10])); time.sleep(60)"]
quits = [sys.executable, "-c", "import sys; sys.exit(3)"]
tidies = ["sh", "-c", "trap 'echo tidied; exit' TERM; echo $$; while :; do sleep 0.1; done"]
leaves = [sys.executable, "-c", "import subprocess,time; subprocess.Popen(" + repr(["sh", "-c", "trap '' TERM INT; echo $$; sleep 60"]) + "); time.sleep(60)"]
children = {
    "sleep": [Child("one", sleep), Child("two", sleep)],
    "tidies": [Child("one", tidies)],
    "quits": [Child("one", sleep), Child("bad", quits)],
    "finishes": [Child("one", sleep), Child("bad", ["true"])],
    "crashes": [Child("one", sleep), Child("bad", ["sh", "-c", "kill -KILL $$"])],
    "leaves": [Child("one", leaves)],
}
sys.exit(Supervisor(children[sys.argv[1]], patience=0.5).run())
"""


def started(how: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", RUN, how], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        start_new_session=True,
    )  # fmt: skip


def alive(pid: int) -> bool:
    for _ in range(50):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return False
        time.sleep(0.1)
    return True


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_stops_all_children(number: signal.Signals) -> None:
    parent = started("sleep")
    assert parent.stdout is not None
    pids = [int(parent.stdout.readline()) for _ in range(2)]
    parent.send_signal(number)
    parent.communicate(timeout=30)
    assert parent.returncode == 0
    assert [alive(pid) for pid in pids] == [False, False]


def test_a_child_is_asked_to_stop_before_it_is_made_to() -> None:
    parent = started("tidies")
    assert parent.stdout is not None
    parent.stdout.readline()
    parent.send_signal(signal.SIGTERM)
    assert (parent.communicate(timeout=30)[0], parent.returncode) == ("tidied\n", 0)


@pytest.mark.parametrize(
    ("how", "said", "returned"), [("quits", 3, 3), ("finishes", 0, 1), ("crashes", -signal.SIGKILL, signal.SIGKILL)]
)
def test_a_child_that_ends_by_itself_ends_the_others_and_says_so(how: str, said: int, returned: int) -> None:
    parent = started(how)
    out, err = parent.communicate(timeout=30)
    assert parent.returncode == returned
    assert err == f"bad ended with exit code {said:d}; stopping.\n"
    assert [alive(int(pid)) for pid in out.split()] == [False] * len(out.split())


def test_children_do_not_outlive_a_killed_parent() -> None:
    parent = started("sleep")
    assert parent.stdout is not None
    pids = [int(parent.stdout.readline()) for _ in range(2)]
    parent.kill()
    parent.communicate(timeout=30)
    assert [alive(pid) for pid in pids] == [False, False]


def test_ctrl_c_twice_leaves_nothing_of_what_children_started() -> None:
    """A terminal sends it to everybody in the group of ``make run``; the grandchild does not listen."""
    parent = started("leaves")
    assert parent.stdout is not None
    pid = int(parent.stdout.readline())
    os.killpg(parent.pid, signal.SIGINT)
    time.sleep(0.1)
    os.killpg(parent.pid, signal.SIGINT)
    parent.communicate(timeout=30)
    assert (parent.returncode, alive(pid)) == (0, False)
