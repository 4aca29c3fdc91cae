"""Cases about a matter instead of a member: what stands in them, where they are found, and that nobody asks twice."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django import forms
from django.db import IntegrityError, transaction
from django.test import Client
from viewflow import this

from config.demo.building import Demo
from forms.kit import Limits, StepForm
from forms.transfer import Done
from registry.models import Member, Organisation, Role, User
from tests import desk
from tests.workflows import countersigned
from workflows.engine import catalogue, deciding, opening, proposal
from workflows.engine.errors import Conflict
from workflows.engine.models import Case, TaskAssignment
from workflows.engine.words import Opening, Outcome, Process, Step

ROOF = "活动室屋顶维修"


class Matter(StepForm):
    """What is asked for."""

    outcomes = Done
    matter = forms.CharField(label="事由", max_length=60)


def _limits(_cls: Any, _organisation: Organisation, _person: Any, *, today: dt.date, by_post: bool) -> Limits:
    return Limits(today)


Asking = type(Process)(
    "Asking", (countersigned.Base,), {
        "__module__": countersigned.MODULE, "__doc__": "For tests.", "name": "asking_a_matter", "title": "请示件",
        "subject_of": classmethod(lambda _cls, _answers: None), "opening_limits": classmethod(_limits),
        "summary_of": classmethod(lambda _cls, case, _said: [("事由", case.matter)]),
        "start": Opening(Matter, title="发起", article=countersigned.ARTICLE).Next(this.draft),
        "draft": Step(
            countersigned.Draft, title="拟稿", asks="?", article=countersigned.ARTICLE, to=countersigned.COMMISSIONER
        ).Next(this.passed),
        "passed": Outcome("passed", title="通过", article=countersigned.ARTICLE),
    },
)  # fmt: skip
countersigned.Asking = Asking  # type: ignore[attr-defined]  # a case names its course by module and class


@pytest.fixture(autouse=True)
def _registered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(catalogue._EDITIONS, Asking.name, [Asking])


def ask(world: Demo, by: User, matter: str = ROOF, code: str = "QH0101") -> Case:
    case = opening.open_case(
        Asking, by=by, organisation=world.organisations[code], data={"matter": matter}, key=desk.key()
    )
    desk.settle()
    return case


def test_a_case_carries_its_matter_and_names_it(world: Demo, secretary: User) -> None:
    case = Case.objects.get(pk=ask(world, secretary).pk)
    assert (case.subject, case.matter, case.about) == (None, ROOF, ROOF)
    assert case.matter_grams is not None
    assert {"屋", "屋顶", "维修"} <= set(case.matter_grams)


def test_a_case_about_a_member_is_about_his_name(case: Case, ordinary_member: Member) -> None:
    assert (case.matter, case.matter_grams, case.about) == ("", None, ordinary_member.person.name)


def test_the_same_matter_is_not_asked_twice_at_once(world: Demo, secretary: User, commissioner: User) -> None:
    case = ask(world, secretary)
    with pytest.raises(Conflict, match=ROOF):
        ask(world, secretary)
    assert [found.pk for found in Case.objects.filter(matter=ROOF)] == [case.pk]
    ask(world, secretary, "购置档案柜")
    ask(world, world.holder("QH0102", Role.SECRETARY), code="QH0102")
    deciding.decide(desk.the_turn(case).public_id, by=commissioner, data={"text": "拟同意。"}, key=desk.key())
    desk.settle()
    ask(world, secretary)  # the first one is over


def test_a_case_is_about_one_thing(case: Case) -> None:
    with pytest.raises(IntegrityError, match="about_one_thing"), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(matter=ROOF)


def test_the_check_page_shows_the_case_that_would_be_opened(world: Demo, secretary: User) -> None:
    branch = world.organisations["QH0101"]
    form = opening.opening_form(Asking, branch, secretary, {"matter": ROOF})
    assert form.is_valid()
    proposed = proposal.propose(Asking, form, by=secretary, organisation=branch)
    assert (proposed.case.about, proposed.case.pk) == (ROOF, None)


@pytest.mark.parametrize("word", ["屋顶", "活动室屋顶维修"])
def test_it_is_found_by_words_of_its_matter(client: Client, world: Demo, secretary: User, word: str) -> None:
    case, other = ask(world, secretary), ask(world, secretary, "购置档案柜")
    client.force_login(secretary)
    found = client.get("/search/", {"q": word}).content.decode()
    assert (case.number in found, other.number in found, ROOF in found) == (True, False, True)


def test_the_inbox_names_the_matter_and_finds_it(
    client: Client, world: Demo, secretary: User, commissioner: User
) -> None:
    ask(world, secretary)
    ask(world, secretary, "购置档案柜")
    turns = TaskAssignment.objects.filter(process_name=Asking.name, closed_at__isnull=True)
    assert turns.count() == 2
    client.force_login(commissioner)
    assert ROOF in client.get("/").content.decode()
    found = client.get("/", {"q": "屋顶"}).content.decode()
    assert (ROOF in found, "购置档案柜" in found) == (True, False)
