"""What the ledgers show is due is begun from the page of a member, with what is known filled in."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from config.demo import ledgers as demo
from config.demo.building import Demo
from registry.models import Member, Organisation, User
from tests.families.filled import settled
from tests.web.world import signed_in
from workflows.engine.models import Draft

pytestmark = pytest.mark.usefixtures("world")


@pytest.fixture
def member(world: Demo, ordinary_member: Member) -> Member:
    """A full member of 锦江社区, which has had the same people for years."""
    return settled(world, ordinary_member)


@pytest.fixture
def branch(world: Demo, member: Member) -> Organisation:
    return world.organisations["QH0101"]


@pytest.fixture
def client(secretary: User) -> Client:
    return signed_in(secretary)


@pytest.mark.parametrize(
    ("missed", "process", "known"),
    [
        (1, "reminder", "failing=life&measure=reminder"),
        (2, "reminder", "failing=life&measure=criticism"),
        (5, "reminder", "failing=life&measure=demand"),
        (6, "removal", "ground=self_withdrawal"),
    ],
)
def test_what_is_due_is_begun_from_there_with_what_is_known(
    client: Client, branch: Organisation, member: Member, missed: int, process: str, known: str
) -> None:
    demo.miss(member, branch, missed)
    shown = client.get(f"/people/{member.public_id}/ledgers/").content.decode()
    begin = f"/start/{process}/?at={branch.public_id}&member={member.public_id}&{known}"
    assert f'<a id="answer" href="{begin.replace("&", "&amp;")}">' in shown
    first = client.get(begin).content.decode()
    assert f'value="{member.public_id}" selected' in first
    shown_first, _and, later = known.partition("&")
    assert re.search(rf'value="{shown_first.split("=")[1]}"[^>]*(checked|selected)', first)
    assert not Draft.objects.exists()
    if later:  # what is asked on a later page is known there, too
        sent = {"member": member.public_id, "failing": "life", "problem": "没有参加支部党员大会。"}
        second = client.post(begin, sent, follow=True).content.decode()
        assert re.search(rf'value="{later.split("=")[1]}"[^>]* checked', second)


def test_nothing_is_begun_where_nothing_is_due_or_by_whom_it_is_not_to_begin(
    client: Client, branch: Organisation, member: Member, superior: User
) -> None:
    place = f"/people/{member.public_id}/ledgers/"
    assert 'id="answer"' not in client.get(place).content.decode()
    demo.miss(member, branch, 6)
    for user in (superior, member.person.user):
        assert 'id="answer"' not in signed_in(user).get(place).content.decode()


def test_what_a_page_pretends_to_know_is_no_more_than_a_proposal(client: Client, branch: Organisation) -> None:
    """A member of another branch, or a word that is no choice, is simply not chosen."""
    shown = client.get(f"/start/reminder/?at={branch.public_id}&member=AAAAAAAAAA&failing=nothing&by=me")
    assert shown.status_code == 200
    assert " selected" not in shown.content.decode().split('name="member"')[1].split("</select>")[0].replace(
        'value="" selected', ""
    )
    assert not Draft.objects.exists()
