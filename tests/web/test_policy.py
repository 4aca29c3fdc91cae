"""The policy page: each provision in words, how sure, and where local rules differ."""

from __future__ import annotations

import dataclasses
from operator import attrgetter

import pytest
from django.test import Client
from django.utils import translation

from audit import journal
from config.demo.building import Demo
from registry.models import User
from tests.web.world import signed_in, text_of
from web import policy_words
from workflows.engine.models import Notice
from workflows.policy import asking, loading
from workflows.policy.terms import Tag


@pytest.fixture
def client(secretary: User) -> Client:
    return signed_in(secretary)


def test_every_key_section_tag_and_code_has_words() -> None:
    for pack in loading.packs().values():
        for name in loading.SECTIONS:
            assert name in policy_words.SECTIONS
            terms = attrgetter(name)(pack)
            for field in dataclasses.fields(terms):
                provision = getattr(terms, field.name)
                assert policy_words.title(provision.key) != provision.key
                if isinstance(provision.value, str):
                    assert set(provision.value.split(",")) <= {*Notice.Kind.values, *policy_words.VALUES}
    assert set(policy_words.TAGS) == set(policy_words.EXPLAINED) == set(Tag)


def test_the_rules_of_ones_own_organisation(client: Client) -> None:
    said = text_of(client.get("/policy/"))
    assert "In force for 锦江社区支部" in said
    assert "6 months" in said
    assert "unverified" in said
    assert "党员教育管理工作条例第25条" in said


def test_a_threshold_is_said_of_those_who_have_the_vote() -> None:
    votes = loading.packs()["cn_2026", "2026.05"].votes
    seed = loading.packs()["seed_2005", "2005.01"].votes
    found = [votes.GM_GENERAL.presence, votes.GM_ADMISSION.presence, votes.GM_ELECTION.presence]
    found += [seed.GM_ELECTION.presence, votes.GM_ELECTION.approval, votes.BC_MEETING.approval]
    with translation.override("en"):
        said = [policy_words.value(provision) for provision in found]
    assert said == [
        "at least half of those entitled",
        "more than half of those entitled",
        "at least four fifths of those entitled to elect",
        "more than four fifths of those entitled to elect",
        "more than half of the electors present",
        "more than half of the committee members in office",
    ]


def test_local_rules_stand_beside_the_national_ones(client: Client) -> None:
    said = text_of(client.get("/policy/?pack=seed_2005"))
    assert "Not in force for 锦江社区支部" in said
    assert "local, historical" in said
    assert "3 months national rules: 6 months" in said


def test_an_adopted_pack_is_in_force_below(client: Client, world: Demo) -> None:
    asking.adopt(world.organisations["QH01"], "seed_2005", by=journal.system("test"), since=world.day)
    assert "In force for 锦江社区支部" in text_of(client.get("/policy/"))
    assert "local, historical" in text_of(client.get("/policy/"))


def test_an_organisation_out_of_reach_or_an_unknown_pack_is_not_found(client: Client, world: Demo) -> None:
    assert client.get(f"/policy/?organisation={world.organisations['QH0102'].public_id}").status_code == 404
    assert client.get("/policy/?pack=nothing").status_code == 404
    assert client.get("/policy/?pack=cn_2026@1999").status_code == 404
