"""Several hands of the demo prefecture: processes that work by the caller's clock, and end with him."""

from __future__ import annotations

import datetime as dt
import multiprocessing
import os
from concurrent.futures.process import BrokenProcessPool
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from audit import clock
from config.demo.prefecture import building, crew
from config.demo.prefecture.crew import Crew
from config.demo.prefecture.figures import PAUSE
from registry.refusals import Refused
from tests.server import address


def _where_and_when(name: str) -> tuple[str, int, dt.datetime]:
    return name, os.getpid(), clock.now()


def _refuse(name: str) -> None:
    raise Refused(f"nothing is known of {name}")


def _die(_name: str) -> None:
    os._exit(3)


def test_hands_are_processes_by_the_callers_clock_and_none_is_left(
    db: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DATABASE_URL", address(connection.settings_dict["NAME"]))
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    names, began = ["one", "two", "three", "four"], clock.now()
    with pytest.raises(BrokenProcessPool), Crew(2) as hands:
        done = hands.each(_where_and_when, names)
        ended = clock.now()
        with pytest.raises(Refused, match="nothing is known of two"):
            hands.each(_refuse, ["two"])
        hands.each(_die, names)
    assert [name for name, _pid, _at in done] == names
    assert os.getpid() not in {pid for _name, pid, _at in done}
    asked = [began + n * PAUSE for n in range(len(names))]
    assert [at >= moment for (_name, _pid, at), moment in zip(done, asked, strict=True)] == [True] * len(names)
    assert done[-1][2] < ended
    assert multiprocessing.active_children() == []


def test_one_hand_is_the_caller(db: None) -> None:
    began = clock.now()
    with Crew(1) as hands:
        (one, two) = hands.each(_where_and_when, ["one", "two"])
    assert {one[1], two[1]} == {os.getpid()}
    assert began <= one[2] <= two[2] - PAUSE <= clock.now() - 2 * PAUSE


def test_a_hand_that_has_died_is_told(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_given: Any, **_more: Any) -> None:
        raise BrokenProcessPool

    monkeypatch.setattr(building, "build", broken)
    monkeypatch.setattr(building.Organisation.objects, "exists", bool)
    with pytest.raises(CommandError, match="has died"):
        call_command("demo", stdout=StringIO())


@pytest.mark.parametrize(("cores", "hands"), [(None, 2), (1, 2), (2, 2), (3, 3), (64, 4)])
def test_there_are_as_many_hands_as_cores_within_reason(
    monkeypatch: pytest.MonkeyPatch, cores: int | None, hands: int
) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: cores)
    assert crew.hands() == hands
