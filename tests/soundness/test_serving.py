"""The shipped courses are proved, and one that is not as it was proved is not served."""

from __future__ import annotations

import importlib
import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.utils import translation

from workflows.engine import catalogue, checks
from workflows.engine.soundness import exploring, keeping, proving
from workflows.processes.transfer import Transfer

EDITION = "workflows.processes.transfer.Transfer"


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stored digests of the test's own."""
    place = tmp_path / "proofs.json"
    place.write_text(keeping.PROOFS.read_text("utf-8"), "utf-8")
    monkeypatch.setattr(keeping, "PROOFS", place)
    return place


@pytest.mark.parametrize("name", sorted(catalogue.processes()))
def test_every_shipped_course_is_proved_and_kept(name: str) -> None:
    proof = proving.prove(catalogue.process(name))
    assert proof.violations == ()
    assert len(proof.packs) == 2
    assert keeping.digest_kept(catalogue.process(name)) == proof.digest
    assert keeping.returns_kept(catalogue.process(name)) == proof.returns


def test_the_transfer_is_explored_to_every_end() -> None:
    for model in proving.models_of(Transfer):
        explored = exploring.explore(model)
        ends = {explored.model.nodes[state.node].code for state in explored.came if model.ends(state)}
        assert ends == {
            "closed", "internal", "moved_out", "not_recognised", "returned", "refused", "withdrawn", "terminated",
        }  # fmt: skip
        assert {state.node for state in explored.came} == {name for name, _ in Transfer.in_order()}


def test_a_request_that_the_secretary_has_changed_is_confirmed_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """The checker found that a correction of the member's own request was not put to him: that course is refused."""
    node = Transfer.instance.node("amend")
    monkeypatch.setattr(node, "targets", {"done": Transfer.instance.node("who_asks")})
    with translation.override("zh-hans"):
        found = proving.prove(Transfer).violations
        told = {(violation.kind, str(violation.sentence)) for violation in found}
    assert told == {("obligation", "被绕过的必经事项：本人提出或确认现有申请内容（党章第4条）。")}
    assert [stage.node for stage in found[0].way] == [
        "start", "who_asks", "request_paper", "branch_check", "amend", "who_asks", "request_paper",
    ]  # fmt: skip


# -- what is not as it was proved ----------------------------------------------------------------------------------------


def change(course: Any, monkeypatch: pytest.MonkeyPatch, node: str, name: str, value: Any) -> None:
    monkeypatch.setattr(course.instance.node(node), name, value)


@pytest.mark.parametrize(
    ("node", "name", "value"),
    [
        ("approve", "kind", "act"),
        ("approve", "article", "第26条"),
        ("approve", "guards", ()),
        ("approve", "needed", ()),
        ("amend", "undone", {}),
        ("branch_check", "met", {}),
        ("report", "lapse", None),
        ("closed", "needed", ()),
        ("withdrawn", "forbidden", ()),
    ],
)
def test_whatever_the_proof_looked_at_is_in_its_digest(
    kept: Path, monkeypatch: pytest.MonkeyPatch, node: str, name: str, value: Any
) -> None:
    assert list(proving.unproved()) == []
    change(Transfer, monkeypatch, node, name, value)
    assert list(proving.unproved()) == [Transfer]


def test_a_rule_that_says_something_else_is_not_as_it_was_proved(monkeypatch: pytest.MonkeyPatch) -> None:
    from workflows.engine.sentences import say
    from workflows.engine.words import Verdict, Weight

    guard = Transfer.instance.node("approve").guards[0]
    monkeypatch.setitem(guard.__dict__, "rule", lambda facts: Verdict(Weight.OK, say("x"), say("x")))
    assert list(proving.unproved()) == [Transfer]


def test_a_changed_checker_asks_for_a_new_proof(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proving, "checker", lambda: "another")
    assert list(proving.unproved()) == [one for _name, one in sorted(catalogue.processes().items())]


def test_a_return_that_was_not_proved_is_not_served(kept: Path) -> None:
    """The returns are part of what was proved: one more, or one that undoes less, is noticed."""
    stored = json.loads(kept.read_text("utf-8"))
    for change in ({"accept": {"approve": []}}, {**stored[EDITION]["returns"], "receipt": {"join": []}}):
        kept.write_text(json.dumps(stored | {EDITION: {**stored[EDITION], "returns": change}}), "utf-8")
        os.utime(kept, ns=(0, kept.stat().st_mtime_ns + 1))
        assert list(proving.unproved()) == [Transfer]


SENTENCE = (
    "Not served, because these processes are not as they were proved: transfer. Run: manage.py check_processes --write"
)


@pytest.fixture
def unproved(kept: Path) -> Path:
    """As if somebody had changed the transfer."""
    stored = json.loads(kept.read_text("utf-8"))
    kept.write_text(json.dumps(stored | {EDITION: {"digest": "0" * 64, "returns": {}}}), "utf-8")
    return kept


def test_the_web_server_does_not_start(unproved: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "config.wsgi", raising=False)
    with pytest.raises(ImproperlyConfigured) as error:
        importlib.import_module("config.wsgi")
    assert str(error.value) == SENTENCE


def test_the_worker_does_not_start(unproved: Path) -> None:
    with pytest.raises(ImproperlyConfigured) as error:
        call_command("worker", "--once")
    assert str(error.value) == SENTENCE


def test_the_system_check_says_so(unproved: Path) -> None:
    (message,) = checks.check_proofs()
    assert (message.id, message.msg) == ("workflows.E008", "transfer: not as it was proved.")


def test_a_new_proof_is_kept_and_served(unproved: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("check_processes", "transfer", "--write")
    proof = proving.prove(Transfer)
    returns = {node: {to: list(undone) for to, undone in back.items()} for node, back in proof.returns.items()}
    kept = json.loads(unproved.read_text("utf-8"))
    assert kept[EDITION] == {"digest": proof.digest, "returns": returns}
    assert len(kept) == len(catalogue.processes())
    proving.refuse_unproved()
    assert checks.check_proofs() == []
