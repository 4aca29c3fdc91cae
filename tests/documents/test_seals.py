"""Seals of organisations: who brings and retires them, what is refused, and which one a paper bears for good."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import itertools
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import translation
from PIL import Image, ImageFile

from audit import clock, journal
from config.demo.building import Demo
from documents import archive, figures, issuing, rendering, seals
from documents.kinds import kind_of
from documents.models import Paper, Seal
from registry import posts
from registry.models import Organisation, Role, User
from registry.organisations import stream_of
from registry.refusals import Conflict, Refused
from tests import desk
from tests.documents import facts
from tests.documents.pictures import WHITE, blank, padded, ring

BY = journal.system("test")
DAY = dt.timedelta(days=1)
TODAY = dt.date(2026, 11, 24)
TASKS = itertools.count(80_000)


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


def bring(place: Organisation, by: User, picture: bytes = b"", **more: Any) -> Seal:
    return seals.bring(place, picture or ring(), **({"since": TODAY, "by": by} | more))


def reserved(issuer: Organisation, kind: str = "D-TR-8", **more: Any) -> Paper:
    return issuing.reserve(
        kind_of(kind), task_id=next(TASKS), case_reference="SEALED", facts=facts.EVERYDAY[kind], issuer=issuer,
        addressees=[issuer], subject=None, **({"dated": TODAY} | more),
    )  # fmt: skip


def given_to_the_press(paper: Paper, monkeypatch: pytest.MonkeyPatch) -> bytes:
    """The picture that a paper is set with."""
    given: dict[str, Any] = {}

    def typeset(*_what: Any, **how: Any) -> rendering.Typeset:
        given.update(how)
        return rendering.Typeset(b"%PDF")

    monkeypatch.setattr(rendering, "typeset", typeset)
    issuing.typeset(paper)
    return bytes(given["seal"])


# -- bringing and retiring --------------------------------------------------------------------------------------------


def test_a_registrar_brings_a_seal_and_retires_it_and_the_journal_says_so(
    committee: Organisation, registrar: User
) -> None:
    seal = bring(committee, registrar)
    kept = Seal.objects.get()
    assert (kept.organisation, kept.since, kept.until, kept.sample) == (committee, TODAY, None, False)
    assert kept.brought_by == registrar
    assert hashlib.sha256(kept.image).hexdigest() == kept.sha256
    seals.retire(seal, last_day=TODAY + DAY, reason="  机构更名 ", by=registrar)
    ended = Seal.objects.get()
    assert (ended.until, ended.why_ended, ended.ended_by) == (TODAY + DAY, "机构更名", registrar)
    assert [seals.seal_of(committee, TODAY + n * DAY) for n in (-1, 0, 1, 2)] == [None, kept, kept, None]
    brought, retired = journal.entries_of(stream_of(committee))[-2:]
    said = {"seal": seal.public_id, "sha256": kept.sha256, "sample": False, "since": "2026-11-24"}
    assert (brought.act, brought.actor_id, brought.facts) == (
        "seal.brought",
        registrar.actor.id,
        {**said, "until": None},
    )
    assert (retired.act, retired.facts) == ("seal.retired", {**said, "until": "2026-11-25"})
    assert retired.words["reason"] == "机构更名"


@pytest.mark.parametrize(
    ("code", "role"),
    [("QH01", Role.SECRETARY), ("QH01", Role.ORGANISER), ("YL", Role.AUDITOR), ("HK", Role.REGISTRAR)],
    ids=["its secretary", "its organiser", "the auditor", "the registrar of another county"],
)
def test_nobody_else_brings_or_retires_one(
    code: str, role: Role, world: Demo, committee: Organisation, registrar: User
) -> None:
    seal = bring(committee, registrar)
    if role == Role.REGISTRAR:
        there = posts.create_post(world.organisations[code], role, by=BY)
        user = world.holder(f"{code}01", Role.SECRETARY)
        posts.appoint(there, user.person, by=BY, since=TODAY)
    else:
        user = world.holder(code, role)
    before = desk.state()
    with pytest.raises(PermissionDenied, match="Only a registrar of this organisation or above it can do this"):
        bring(committee, user, since=TODAY + DAY)
    with pytest.raises(PermissionDenied, match="Only a registrar"):
        seals.retire(seal, last_day=TODAY, reason="x", by=user)
    assert desk.state() == before


def test_a_registrar_whose_term_or_account_has_ended_does_not(committee: Organisation, registrar: User) -> None:
    User.objects.filter(pk=registrar.pk).update(is_active=False)
    with pytest.raises(PermissionDenied, match="This account does not belong to a person"):
        bring(committee, registrar)
    User.objects.filter(pk=registrar.pk).update(is_active=True)
    (term,) = posts.appointments_of(registrar.person, TODAY)
    posts.end_appointment(term, by=BY, last_day=TODAY, reason="x")
    bring(committee, registrar)
    clock.travel_to(TODAY + DAY)
    with pytest.raises(PermissionDenied, match="Only a registrar"):
        bring(committee, registrar)
    assert Seal.objects.count() == 1


def test_a_registrar_whose_term_begins_tomorrow_does_not_yet(committee: Organisation, world: Demo) -> None:
    there, somebody = posts.create_post(committee, Role.REGISTRAR, by=BY), world.holder("QH0101", Role.SECRETARY)
    posts.appoint(there, somebody.person, by=BY, since=TODAY + DAY)
    with pytest.raises(PermissionDenied, match="Only a registrar"):
        bring(committee, somebody)
    clock.travel_to(TODAY + DAY)
    assert bring(committee, somebody) == Seal.objects.get()


@pytest.fixture(params=[False, True], ids=["as Pillow is", "after WeasyPrint was loaded"])
def half_pictures(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether Pillow takes half a picture for a whole one."""
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", request.param)


@pytest.mark.usefixtures("half_pictures")
@pytest.mark.parametrize(
    ("picture", "sentence"),
    [
        (b"", "not a PNG picture"),
        (b"\x89PNG\r\n\x1a\n" + b"0" * 99, "not a PNG picture"),
        (ring()[:900], "not a PNG picture"),
        (ring(kind="JPEG"), "not a PNG picture"),
        (ring(high=401), "as wide as it is high"),
        (ring(329), "from 330 to 4000 pixels"),
        (blank(4001), "from 330 to 4000 pixels"),
        (ring(ground=WHITE), "must be transparent"),
        (padded(ring(), seals.MOST_BYTES + 1), "larger than 2 MB"),
    ],
    ids=["none", "no picture", "cut off", "JPEG", "not square", "too small", "too wide", "opaque", "too large"],
)
def test_a_picture_that_cannot_be_printed_is_refused(
    picture: bytes, sentence: str, committee: Organisation, registrar: User
) -> None:
    with pytest.raises(Refused, match=sentence) as refusal:
        seals.bring(committee, picture, since=TODAY, by=registrar)
    assert refusal.value.field == "image"
    assert not Seal.objects.exists()


def test_a_picture_of_exactly_the_bounds_is_taken() -> None:
    pictures = (ring(330), blank(4000), padded(ring(), seals.MOST_BYTES))
    assert [Image.open(io.BytesIO(seals.printable(png))).size[0] for png in pictures] == [330, 992, 400]


def test_a_large_picture_is_made_as_small_as_it_is_printed_and_only_its_pixels_stay(
    committee: Organisation, registrar: User
) -> None:
    picture = ring(1200)
    kept = bytes(bring(committee, registrar, picture + b"something behind it").image)
    assert Image.open(io.BytesIO(kept)).size == (992, 992)
    assert b"something behind it" not in kept
    assert Image.open(io.BytesIO(seals.shown(Seal.objects.get()))).size == (160, 160)


@pytest.mark.parametrize(
    ("since", "until", "again"),
    [(0, None, 0), (0, None, 400), (0, 5, 5), (3, None, 0)],
    ids=["same day", "later", "last day", "before one that has no end"],
)
def test_one_seal_is_in_use_on_a_day(
    since: int, until: int | None, again: int, committee: Organisation, registrar: User
) -> None:
    seal = bring(committee, registrar, since=TODAY + since * DAY)
    if until is not None:
        seals.retire(seal, last_day=TODAY + until * DAY, reason="x", by=registrar)
    before = desk.state()
    with pytest.raises(Refused, match="Another seal is in use on this day or later") as refusal:
        bring(committee, registrar, since=TODAY + again * DAY)
    assert (refusal.value.field, desk.state()) == ("since", before)


def test_the_next_one_follows_on_the_next_day_and_another_organisation_has_its_own(
    world: Demo, committee: Organisation, registrar: User
) -> None:
    first = bring(committee, registrar)
    seals.retire(first, last_day=TODAY, reason="x", by=registrar)
    second = bring(committee, registrar, ring(inner=40), since=TODAY + DAY)
    other = bring(world.organisations["HK01"], registrar)
    assert [seals.seal_of(committee, TODAY + n * DAY) for n in (0, 1)] == [first, second]
    assert seals.seal_of(world.organisations["HK01"], TODAY) == other


def test_an_outside_organisation_has_none_here(committee: Organisation, registrar: User) -> None:
    Organisation.objects.filter(pk=committee.pk).update(outside=True)
    with pytest.raises(Refused, match="An outside organisation seals its papers itself"):
        bring(committee, registrar)
    assert not Seal.objects.exists()


def test_what_a_retirement_needs(committee: Organisation, registrar: User) -> None:
    seal = bring(committee, registrar)
    reserved(committee)
    before = desk.state()
    for last_day, reason, field, sentence in (
        (TODAY, " ", "reason", "Say why"),
        (TODAY - DAY, "x", "last_day", "before the first"),
    ):
        with pytest.raises(Refused, match=sentence) as refusal:
            seals.retire(seal, last_day=last_day, reason=reason, by=registrar)
        assert (refusal.value.field, desk.state()) == (field, before)


def test_a_seal_is_not_retired_before_a_paper_that_bears_it(committee: Organisation, registrar: User) -> None:
    seal = bring(committee, registrar, since=TODAY - 9 * DAY)
    paper = reserved(committee)
    with pytest.raises(Refused, match=f"Paper {paper.number} of 2026-11-24 bears this seal") as refusal:
        seals.retire(seal, last_day=TODAY - DAY, reason="x", by=registrar)
    assert refusal.value.field == "last_day"
    seals.retire(seal, last_day=TODAY, reason="x", by=registrar)
    with pytest.raises(Conflict, match="retired already"):
        seals.retire(seal, last_day=TODAY, reason="x", by=registrar)


def test_papers_without_it_and_those_of_others_do_not_hold_up_its_retirement(
    world: Demo, committee: Organisation, registrar: User
) -> None:
    seal, other = bring(committee, registrar, since=TODAY - DAY), world.organisations["HK01"]
    assert bring(other, registrar).sha256 == seal.sha256
    assert [reserved(committee, "D-TR-1").seal_sha256, reserved(other).seal_sha256] == ["", seal.sha256]
    seals.retire(seal, last_day=TODAY - DAY, reason="理" * 201, by=registrar)
    ended = Seal.objects.get(pk=seal.pk)
    assert (ended.until, ended.why_ended) == (TODAY - DAY, "理" * 200)


@pytest.mark.parametrize("change", [{"image": b"x"}, {"sha256": "0" * 64}, {"since": TODAY - DAY}, None])
def test_the_database_lets_nothing_else_be_changed(
    change: dict[str, Any] | None, committee: Organisation, registrar: User
) -> None:
    bring(committee, registrar)
    before = desk.state()
    with pytest.raises(IntegrityError, match="documents_seal is append-only"), transaction.atomic():
        Seal.objects.update(**change) if change else Seal.objects.all().delete()
    assert desk.state() == before


# -- on papers --------------------------------------------------------------------------------------------------------


def test_a_paper_bears_the_seal_of_its_day_for_good(
    committee: Organisation, registrar: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither its end nor the next one changes what it is set with, nor one that is brought for its day later."""
    without = reserved(committee)
    first = bring(committee, registrar)
    paper = reserved(committee)
    seals.retire(first, last_day=TODAY, reason="x", by=registrar)
    second = bring(committee, registrar, ring(inner=40), since=TODAY + DAY)
    later = reserved(committee, dated=TODAY + DAY)
    assert [p.seal_sha256 for p in (without, paper, later)] == ["", first.sha256, second.sha256]
    found = [given_to_the_press(p, monkeypatch) for p in (without, paper, later)]
    assert found == [b"", bytes(first.image), bytes(second.image)]


def test_a_paper_that_takes_no_seal_bears_none(committee: Organisation, registrar: User) -> None:
    bring(committee, registrar)
    assert kind_of("D-TR-1").sealed is False
    assert reserved(committee, "D-TR-1").seal_sha256 == ""


def test_a_demonstration_seals_with_a_sample_until_one_is_brought_that_is_a_sample_too(
    committee: Organisation, registrar: User, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.DEMO = True
    paper = reserved(committee)
    sample = bring(committee, registrar)
    assert sample.sample
    assert reserved(committee).seal_sha256 == sample.sha256
    settings.DEMO = False
    assert reserved(committee).seal_sha256 == ""
    assert given_to_the_press(paper, monkeypatch) == figures.sample_seal()


def test_a_paper_whose_seal_is_gone_is_not_set(committee: Organisation) -> None:
    paper = reserved(committee)
    paper.seal_sha256 = "0" * 64
    with pytest.raises(archive.Damaged):
        issuing.typeset(paper)
