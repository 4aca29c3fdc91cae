"""The list of pages is whole: every pattern of an address has a sample, or a true reason why it is no page."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import override_settings
from django.urls import path, reverse

from bench.ux import on_the_way, samples
from bench.ux.samples import NOT_PAGES, POST, NoSample, Sample
from bench.ux.world import World, signed_in
from config.demo.building import Demo
from config.urls import urlpatterns as ours
from registry.models import User
from workflows.engine import catalogue
from workflows.engine.walks import walks_of

ARGUMENTS = {"number": 1, "page": 1, "pk": 1}


def test_every_pattern_has_a_sample_or_a_reason() -> None:
    assert samples.unspoken() == []
    named = {found.name for found in samples.patterns()} | {"demo_enter"}  # there in a demo only
    assert sorted(NOT_PAGES.keys() - named) == []
    assert sorted(samples.MAKERS.keys() - named) == []
    assert sorted(samples.MAKERS.keys() & NOT_PAGES.keys()) == []


class More:
    """Our addresses, and a new one that nobody has said anything about."""

    urlpatterns = [
        *ours,
        path("new/<int:number>/", lambda _request, number: HttpResponse(str(number)), name="new_page"),
    ]


def test_a_new_pattern_is_asked_about(world: Demo) -> None:
    with override_settings(ROOT_URLCONF=More):
        assert samples.unspoken() == ["new_page"]
        with pytest.raises(NoSample, match="new_page"):
            next(samples.of_patterns(World(world)))


@pytest.mark.parametrize(
    "name", sorted(name for name, why in NOT_PAGES.items() if why == POST and name != "demo_enter")
)
def test_what_takes_a_form_only_shows_no_page(superior: User, name: str) -> None:
    pattern = next(found for found in samples.patterns() if found.name == name)
    wanted = pattern.pattern.regex.groupindex
    given = {argument: ARGUMENTS.get(argument, "x") for argument in wanted}
    assert signed_in(superior).get(reverse(name, kwargs=given)).status_code == 302


def test_every_process_begins_on_pages_of_its_own(world: Demo, blank_papers: None) -> None:
    found: list[Sample] = list(on_the_way.beginnings(World(world)))
    assert {sample.name.partition(":")[0] for sample in found} == set(catalogue.processes())
    for sample in found:
        assert (sample.name, signed_in(sample.user).get(sample.address).status_code) == (sample.name, 200)


def test_steps_and_verbs_that_no_walk_came_to_are_named(world: Demo) -> None:
    way = on_the_way.Way(World(world), ["transfer"])
    steps = sorted(f"transfer.{step}" for step in on_the_way.steps_of("transfer"))
    assert way.missing[: len(steps)] == steps
    assert {"hand-over", "comment", "suspend"} < set(way.missing[len(steps) :])
    way.steps.add(("transfer", "approve"))
    assert "transfer.approve" not in way.missing
    assert {step for walk in walks_of("transfer").values() for step in walk.answers} <= on_the_way.steps_of("transfer")
