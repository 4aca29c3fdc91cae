"""Fields that a step makes read-only or hides: whatever is sent, the server keeps to it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django import forms
from django.db import models
from django.utils import translation

from forms.fields import DayField, YesNoField
from forms.kit import ON_PAPER_ONLY, Access, Differs, Limits, StepForm, answered_pairs
from workflows.engine.routing import post
from workflows.engine.words import Step
from workflows.processes.transfer.facts import BRANCH

TODAY = dt.date(2026, 11, 24)


@pytest.fixture(autouse=True)
def _english() -> Any:
    with translation.override("en"):
        yield


class Done(models.TextChoices):
    """A step that can only be done."""

    DONE = "done"


class Asked(StepForm):
    """One question of each sort."""

    outcomes = Done
    telephone = forms.CharField()
    day = DayField()
    sure = YesNoField()
    reason = forms.ChoiceField(choices=[("job", "new job"), ("study", "study")])
    months = forms.IntegerField(required=False)


PROPOSED = {"telephone": "0855-1", "day": dt.date(2026, 1, 2), "sure": "yes", "reason": "job", "months": 6}
SENT = {"telephone": "110", "day": "2030-01-01", "sure": "no", "reason": "study", "months": "99"}


def form(access: Access, data: dict[str, Any] | None = SENT, **more: Any) -> StepForm:
    limits = Limits(TODAY, access=dict.fromkeys(Asked.base_fields, access), **({"proposed": PROPOSED} | more))
    return Asked(data, limits=limits)


def test_what_is_read_only_keeps_what_is_proposed_whatever_is_sent() -> None:
    found = form(Access.READ_ONLY)
    assert found.is_valid()
    assert found.cleaned_data == PROPOSED | {"sure": True}
    assert found.answers() == {
        "telephone": "0855-1", "day": "2026-01-02", "sure": "yes", "reason": "job", "months": "6",
    }  # fmt: skip
    assert [words for _label, words in answered_pairs(found)] == ["0855-1", "2026-01-02", "yes", "new job", "6"]
    assert [found.fixed_words(name) for name in found.fields] == ["0855-1", "2026-01-02", "yes", "new job", "6"]


def test_what_was_kept_read_only_is_read_back_as_it_was() -> None:
    kept = form(Access.READ_ONLY).answers()
    limits = Limits(TODAY, access=dict.fromkeys(Asked.base_fields, Access.READ_ONLY))
    assert Asked.read(kept, limits) == PROPOSED | {"sure": True}


def test_what_is_hidden_is_neither_shown_nor_taken() -> None:
    found = form(Access.HIDDEN)
    assert found.is_valid()
    assert (dict(found.fields), found.cleaned_data, found.answers()) == ({}, {}, {})
    assert Asked.read({}, Limits(TODAY, access=dict.fromkeys(Asked.base_fields, Access.HIDDEN))) == {}


def test_what_is_editable_is_taken() -> None:
    assert form(Access.EDITABLE).answers() == SENT


def test_a_draft_does_not_change_what_is_read_only() -> None:
    limits = Limits(TODAY, access={"telephone": Access.READ_ONLY}, proposed=PROPOSED)
    shown = Asked(limits=limits, initial=SENT)
    assert shown["telephone"].value() == "0855-1"
    assert shown["reason"].value() == "study"


def test_a_read_only_question_to_which_nothing_is_known_does_not_hold_the_step_up() -> None:
    found = form(Access.READ_ONLY, proposed={})
    assert found.is_valid()
    assert found.answers() == dict.fromkeys(Asked.base_fields, "")


def test_who_answers_may_make_the_difference() -> None:
    step = Step(
        Asked, title="?", asks="?", article="?", to=post("secretary", of=BRANCH),
        fields={"day": ON_PAPER_ONLY, "months": Differs(Access.EDITABLE, Access.READ_ONLY), "sure": Access.READ_ONLY},
    )  # fmt: skip
    assert step.access(by_subject=True) == {
        "day": Access.HIDDEN, "months": Access.EDITABLE, "sure": Access.READ_ONLY,
    }  # fmt: skip
    assert step.access(by_subject=False) == {
        "day": Access.EDITABLE, "months": Access.READ_ONLY, "sure": Access.READ_ONLY,
    }  # fmt: skip


@pytest.mark.parametrize("name", ["outcome"])
def test_how_a_step_ends_is_always_asked(name: str) -> None:
    with pytest.raises(ValueError, match="how a step ends is always asked"):
        Step(Asked, title="?", asks="?", article="?", to=post("secretary", of=BRANCH), fields={name: Access.HIDDEN})
