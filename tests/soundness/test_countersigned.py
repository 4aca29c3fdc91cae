"""A step that several people sign is proved like any other: planted faults are found, the sound course is proved."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import translation
from viewflow import this

from forms import transfer as forms
from forms.kit import Opinion
from registry.models import Role
from tests.soundness import planted
from tests.soundness.test_planted import told
from tests.workflows import countersigned
from workflows.engine import checks
from workflows.engine.models import Decision
from workflows.engine.routing import post
from workflows.engine.signing import ANY, MORE_THAN_HALF
from workflows.engine.soundness import people, proving
from workflows.engine.words import Countersign
from workflows.processes.transfer.facts import BRANCH, ISSUER

ORGANISER = post(Role.ORGANISER, of=ISSUER)


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


def signed(**more: Any) -> Countersign:
    """The approval of the planted courses, signed by two posts."""
    options = {"signers": (planted.HEAD, ORGANISER), "otherwise": planted.HEAD, "kind": Decision.Kind.APPROVE}
    step = Countersign(Opinion, title="批准", asks="?", article="第42条", guards=(planted.ON_ROLL,), **options | more)
    return step.Meets(planted.APPROVED, on="agree").On("agree", this.removed).On("return", this.dropped)  # type: ignore[return-value]


class Sound(planted.Sound):
    """Several people approve."""

    approval = signed().On("disagree", this.dropped)


class NobodyInstead(planted.Sound):
    """Where too few can sign, it would go to a post that need not exist."""

    approval = signed(otherwise=post(Role.COMMITTEE_MEMBER, of=BRANCH)).On("disagree", this.dropped)


class AnybodySigns(planted.Sound):
    """The approval is declared an ordinary act: whoever is concerned could sign it."""

    approval = signed(kind=Decision.Kind.ACT).On("disagree", this.dropped)


class RefusedAndRemoved(planted.Sound):
    """Where the signers do not agree the member is removed all the same."""

    approval = signed().On("disagree", this.removed)


class NoWayForNo(planted.Sound):
    """Nobody has thought of signers who disagree."""

    approval = signed()


EXPECTED: dict[Any, list[tuple[str, str, str]]] = {
    Sound: [],
    NobodyInstead: [("nobody", "approval", "No level is sure to have this post.")],
    AnybodySigns: [
        ("declaration", "approval", "“上级党委批准” is met by an act of another sort than the article demands.")
    ],
    RefusedAndRemoved: [("obligation", "removed", "Skipped: 上级党委批准 (第42条).")],
}


@pytest.mark.parametrize("course", EXPECTED, ids=[course.__name__ for course in EXPECTED])
def test_planted(course: Any) -> None:
    assert [fault[:3] for fault in told(course)] == EXPECTED[course]


def test_an_opinion_without_a_way_does_not_start() -> None:
    (message,) = checks.faults_of(NoWayForNo)
    assert (message.id, "disagree" in message.msg) == ("workflows.E003", True)


def test_without_recusal_the_initiator_could_sign(monkeypatch: pytest.MonkeyPatch) -> None:
    """The engine's own rule on standing aside is what the proof rests on: without it the proof fails."""
    monkeypatch.setattr(people, "aside", lambda kind, parties, *, own_step=False: {})
    assert ("own case", "approval") in [fault[:2] for fault in told(Sound)]


def test_a_seat_that_counted_though_nobody_may_sign_it_would_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(people, "absences", lambda holders, recused, signed: {})
    assert ("nobody", "approval", "It goes to a post where nobody may act.") in [fault[:3] for fault in told(Sound)]


@pytest.mark.parametrize(
    "changed",
    [
        {"rule": ANY}, {"rule": MORE_THAN_HALF}, {"in_order": True}, {"signers": (planted.HEAD,)}, {"may_add": (ORGANISER,)},
        {"sender_may_change": True}, {"otherwise": ORGANISER},
    ],
)  # fmt: skip
def test_whatever_changes_who_signs_changes_the_proof(changed: Any) -> None:
    class Changed(planted.Sound):
        approval = signed(**changed).On("disagree", this.dropped)

    assert proving.prove(Changed).digest != proving.prove(Sound).digest


def test_the_course_of_the_tests_is_sound() -> None:
    assert told(countersigned.Signed) == []


@pytest.mark.parametrize("form", [forms.PassOn, forms.HandOver])
def test_a_form_that_cannot_say_no_or_send_back_is_refused(form: Any) -> None:
    with pytest.raises(ValueError, match="a countersign needs signers and a form that ends as"):
        Countersign(form, title="x", asks="?", article="第1条", signers=(planted.HEAD,), otherwise=planted.HEAD)
