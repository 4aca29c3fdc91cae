"""A course that could hurt somebody does not start: each planted fault is found under its own number."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from viewflow import this
from viewflow.workflow import lock

from forms import transfer as forms
from registry.models import Role
from tests.soundness.planted import IS_SO
from workflows import processes
from workflows.engine import catalogue, checks
from workflows.engine.routing import post
from workflows.engine.words import Fork, Opening, Outcome, Process, Step
from workflows.processes.transfer import Transfer
from workflows.processes.transfer.facts import BRANCH

SECRETARY = post(Role.SECRETARY, of=BRANCH)


def step(article: str = "第1条") -> Step:
    return Step(forms.PassOn, title="审议", asks="?", article=article, to=SECRETARY)


def end(article: str = "第9条") -> Outcome:
    return Outcome("closed", title="办结", article=article)


class Sound(Process):
    """A course with one step, as it should be."""

    name, code, title = "planted", "植", "植"
    start = Opening(forms.Request, title="发起", article="第1条").Next(this.talk)
    talk = step().On("agree", this.closed).On("return", this.closed)
    closed = end()


class NoLock(Sound):
    """The lock of the library."""

    lock_impl = lock.no_lock


class NoArticle(Sound):
    """Nobody knows why."""

    talk = step(article="").On("agree", this.closed).On("return", this.closed)
    closed = end(article="")


class WrongOutcomes(Sound):
    """An answer without a way, a way without an answer."""

    talk = step().On("agree", this.closed).On("refuse", this.closed)


class NoWayForNo(Sound):
    """A question with one way only."""

    hurry = Fork(IS_SO).Yes(this.closed)


class TakenName(Sound):
    """A node by a name under which every process knows something else."""

    register = Fork(IS_SO).Yes(this.closed).No(this.closed)


EXPECTED = [
    (Sound, []),
    (NoLock, [("workflows.E001", "planted")]),
    (NoArticle, [("workflows.E002", "planted.talk"), ("workflows.E002", "planted.closed")]),
    (WrongOutcomes, [("workflows.E003", "planted.talk")]),
    (NoWayForNo, [("workflows.E009", "planted.hurry")]),
    (TakenName, [("workflows.E014", "planted.register")]),
]


def found(messages: list[Any]) -> list[tuple[str, str]]:
    return [(message.id, message.msg.split(":")[0].split(" ")[0]) for message in messages]


@pytest.mark.parametrize(("course", "expected"), EXPECTED, ids=[c.__name__ for c, _ in EXPECTED])
def test_planted_faults(
    monkeypatch: pytest.MonkeyPatch, course: type[Process], expected: list[tuple[str, str]]
) -> None:
    monkeypatch.setattr(catalogue, "_EDITIONS", {"planted": [course]})
    assert found(checks.check_courses()) == expected


def test_the_shipped_courses_are_sound() -> None:
    rooms = Path(processes.__file__).parent.glob("*/__init__.py")
    assert sorted(catalogue.processes()) == sorted(room.parent.name for room in rooms)
    assert checks.check_courses() == checks.check_manifest() == []


def test_the_odd_outcomes_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalogue, "_EDITIONS", {"planted": [WrongOutcomes]})
    (message,) = checks.check_courses()
    assert sorted(word for word in ("agree", "refuse", "return") if word in message.msg) == ["refuse", "return"]


# -- the manifest -------------------------------------------------------------------------------------------------------


@pytest.fixture
def manifest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A stored manifest of the test's own, as the courses are now."""
    place = tmp_path / "manifest.json"
    place.write_text(json.dumps(checks.manifest()), "utf-8")
    monkeypatch.setattr(checks, "MANIFEST", place)
    return place


TRANSFER = "workflows.processes.transfer.Transfer"


def change(place: Path, *, add: str = "", remove: str = "") -> None:
    stored = json.loads(place.read_text("utf-8"))
    nodes = [name for name in stored[TRANSFER] if name != remove] + ([add] if add else [])
    place.write_text(json.dumps(stored | {TRANSFER: nodes}), "utf-8")


def test_a_node_that_is_gone_is_an_error(manifest: Path) -> None:
    """Open tasks may stand there: the inbox of whoever holds one would break."""
    change(manifest, add="old_step")
    assert found(checks.check_manifest()) == [("workflows.E006", f"{TRANSFER}.old_step")]


def test_a_course_that_is_gone_is_an_error_for_each_of_its_nodes(manifest: Path) -> None:
    manifest.write_text(json.dumps({"workflows.processes.gone.Gone": ["a", "b"]} | checks.manifest()), "utf-8")
    assert found(checks.check_manifest()) == [
        ("workflows.E006", "workflows.processes.gone.Gone.a"),
        ("workflows.E006", "workflows.processes.gone.Gone.b"),
    ]


def test_a_new_node_has_to_be_noted(manifest: Path) -> None:
    change(manifest, remove="accept")
    assert found(checks.check_manifest()) == [("workflows.E007", f"{TRANSFER}.accept")]


def test_the_command_notes_all_nodes(manifest: Path, capsys: pytest.CaptureFixture[str]) -> None:
    manifest.write_text("{}", "utf-8")
    call_command("node_manifest")
    assert json.loads(capsys.readouterr().out) == checks.manifest()
    assert manifest.read_text("utf-8") == "{}"
    call_command("node_manifest", "--write")
    assert checks.check_manifest() == []


# -- what a course says about itself --------------------------------------------------------------------------------------


def test_the_course_is_read_in_the_order_it_is_written() -> None:
    names = [name for name, _ in Transfer.in_order()]
    assert names[:4] == ["start", "who_asks", "consent", "amend"]
    assert names[-5:] == ["returned", "not_recognised", "refused", "withdrawn", "terminated"]
    assert next(iter(Transfer.steps())) == "consent"


def test_every_decision_of_a_superior_keeps_opener_and_subject_away() -> None:
    """The steps that approve are exactly those of the committee, on both sides, and of the county above."""
    approving = [name for name, one in Transfer.steps().items() if one.kind == "approve"]
    assert approving == ["reassign", "approve", "accept", "recognition"]


def test_every_module_of_a_process_defines_exactly_one(monkeypatch: pytest.MonkeyPatch) -> None:
    import types

    empty = types.ModuleType("workflows.processes.empty")
    monkeypatch.setattr(catalogue.pkgutil, "iter_modules", lambda path: [types.SimpleNamespace(name="empty")])
    real = catalogue.importlib.import_module
    monkeypatch.setattr(
        catalogue.importlib, "import_module", lambda name: empty if name.endswith(".empty") else real(name)
    )
    with pytest.raises(RuntimeError, match="exactly one Process, found 0"):
        catalogue.load()
