"""``manage.py preview``: the path ahead in words and as JSON."""

from __future__ import annotations

import json

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from tests import desk
from workflows.engine import undoing
from workflows.engine.models import Case, TaskAssignment
from workflows.engine.path import path_of


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    with translation.override("en"):
        call_command("preview", *arguments)
    return capsys.readouterr().out


def test_as_json_it_is_the_path(approval: TaskAssignment, capsys: pytest.CaptureFixture[str]) -> None:
    before, path = desk.state(), path_of(approval.case)
    found = json.loads(told(capsys, approval.case.number, "--json"))
    assert (found["case"], found["end"], found["ends_on"]) == (approval.case.number, "closed", str(path.ends_on))
    assert [(s["step"], s["post"], s["opens_on"], s["due_on"], s["open"]) for s in found["stops"]] == [
        (s.step.name, str(s.post), str(s.opens_on), str(s.due_on) if s.due_on else None, s.turn is not None)
        for s in path.stops
    ]
    assert [s["step"] for s in found["stops"]] == [
        "approve",
        "hand_over",
        "report",
        "accept",
        "join",
        "receipt",
        "file",
    ]
    assert [s["papers"] for s in found["stops"]] == [["D-TR-2"], [], [], [], [], ["D-TR-3"], []]
    assert desk.state() == before


def test_in_words(approval: TaskAssignment, capsys: pytest.CaptureFixture[str]) -> None:
    lines = told(capsys, approval.case.reference).splitlines()
    assert lines[0].startswith("1. Approval of the letter（")
    assert lines[-1].startswith("End: Transferred 20")


def test_a_closed_case_and_none_at_all(case: Case, secretary: object, capsys: pytest.CaptureFixture[str]) -> None:
    desk.settle()
    undoing.withdraw(case.pk, by=secretary, reason="有变", key=desk.key())
    desk.settle()
    assert told(capsys, case.reference) == "The case is closed.\n"
    with pytest.raises(CommandError):
        call_command("preview", "nothing")
