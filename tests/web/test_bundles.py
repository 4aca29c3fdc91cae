"""Bundles: asked for with a purpose, made by the worker once whatever happens to it, taken by their requester only."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from procrastinate.contrib.django.models import ProcrastinateJob

from audit import clock, journal
from audit.models import Access
from config.demo import driving
from config.demo.building import Demo
from documents import archive
from documents.models import Paper
from registry.access import viewer_of
from registry.models import Role, User
from registry.refusals import Conflict, Refused
from tests import desk
from tests.web.bundled import PURPOSE, asked, bytes_of, files_of, keep_in, made
from tests.web.world import signed_in, text_of
from web import tasks
from web.bundles import asking, making, taking
from web.models import Bundle
from workflows.engine.models import Case
from workflows.processes.transfer.walks import WALKS

pytestmark = pytest.mark.usefixtures("blank_papers")


@pytest.fixture(autouse=True)
def _storage(tmp_path: Path, settings: Any) -> None:
    keep_in(tmp_path, settings)


@pytest.fixture
def auditor(world: Demo) -> User:
    return world.holder("YL", Role.AUDITOR)


@pytest.fixture
def reissued(world: Demo) -> Case:
    """A closed case with a void letter and the one in its place."""
    return driving.to_the_end(driving.begin("transfer", WALKS["reissued"]))


def _open(name: str = "closed") -> Case:
    return driving.begin("transfer", WALKS[name]).case


def test_papers_are_in_it_as_archived_and_each_is_listed(auditor: User, reissued: Case) -> None:
    files = files_of(made(auditor, reissued))
    (case,) = json.loads(files["data/index.json"])["cases"]
    papers = list(Paper.objects.filter(case_reference=reissued.reference).order_by("pk"))
    assert [(p["id"], p["sha256"], p.get("state", "")) for p in case["papers"]] == [
        (p.public_id, p.sha256, p.state if p.state == "void" else "") for p in papers
    ]
    for paper, listed in zip(papers, case["papers"], strict=True):
        assert files[f"data/{listed['file']}"] == archive.fetch(paper.sha256)
    page = files["data/index.html"].decode()
    assert all(paper.number in page for paper in papers)
    assert ("作废" in page, "<script" in page, PURPOSE in page) == (True, False, True)


def test_the_manifests_are_those_of_bagit(auditor: User, reissued: Case) -> None:
    bundle = made(auditor, reissued)
    files = files_of(bundle)
    assert files["bagit.txt"] == b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
    payload = {name: content for name, content in files.items() if name.startswith("data/")}
    for manifest, listed in (
        ("manifest-sha256.txt", payload),
        ("tagmanifest-sha256.txt", {n: c for n, c in files.items() if n not in payload and "tagmanifest" not in n}),
    ):
        lines = [f"{hashlib.sha256(content).hexdigest()}  {name}" for name, content in sorted(listed.items())]
        assert files[manifest].decode().splitlines() == lines
    assert (
        f"Payload-Oxum: {sum(map(len, payload.values()))}.{len(payload)}" in files["bag-info.txt"].decode().splitlines()
    )
    assert bundle.seal == hashlib.sha256(files["tagmanifest-sha256.txt"]).hexdigest()
    content = bytes_of(bundle)
    assert (bundle.sha256, bundle.size) == (hashlib.sha256(content).hexdigest(), len(content))


def test_what_is_missing_and_what_is_damaged_is_said(
    auditor: User, reissued: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    Paper.objects.filter(case_reference=reissued.reference, kind="D-TR-3").update(state=Paper.State.VOID)
    lost = Paper.objects.filter(case_reference=reissued.reference).earliest("pk")
    real = archive.fetch

    def fetch(sha256: str, shelf: str = archive.PAPERS) -> bytes:
        if sha256 == lost.sha256:
            raise archive.Damaged(sha256)
        return real(sha256, shelf)

    monkeypatch.setattr(archive, "fetch", fetch)
    files = files_of(made(auditor, reissued))
    (case,) = json.loads(files["data/index.json"])["cases"]
    assert [kind["kind"] for kind in case["missing"]] == ["D-TR-3"]
    assert (case["papers"][0]["state"], "file" in case["papers"][0]) == ("damaged", False)
    assert "缺：库存文件缺失或受损" in files["data/index.html"].decode()


def test_asking_is_journaled_and_the_reading_logged_with_the_purpose(auditor: User, reissued: Case) -> None:
    before = set(Access.objects.values_list("pk", flat=True))
    bundle = made(auditor, reissued)
    acts = [(e.act, e.facts.get("cases")) for e in journal.entries_of(bundle.stream)]
    assert acts == [("bundle.asked", [reissued.reference]), ("bundle.made", None)]
    looks = Access.objects.exclude(pk__in=before).filter(viewer_id=str(auditor.pk), purpose=PURPOSE)
    papers = Paper.objects.filter(case_reference=reissued.reference)
    found = sorted(looks.values_list("kind", "object_id"))
    assert found == sorted([("case", reissued.reference), *(("paper", paper.public_id) for paper in papers)])


def test_the_job_is_written_with_the_request_and_makes_it(auditor: User, monkeypatch: pytest.MonkeyPatch) -> None:
    bundle = asked(auditor, _open())
    job = ProcrastinateJob.objects.latest("id")
    assert (job.task_name, job.args) == ("web.make_bundle", {"bundle_id": bundle.pk})
    clock.advance(dt.timedelta(days=1))
    made_at = clock.now()
    monkeypatch.setattr(clock, "now", lambda: made_at)
    tasks.make_bundle.func(None, bundle_id=bundle.pk)
    bundle.refresh_from_db()
    assert (bundle.made_at, bundle.kept_until) == (made_at, clock.today() + dt.timedelta(days=6))
    assert bundle.is_there(clock.today())


class Killed(BaseException):
    """The worker died here."""


def test_a_killed_worker_goes_on_where_it_was_and_the_file_is_the_same(
    auditor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    cases = [_open(), _open("amended")]
    whole = made(auditor, *cases)
    bundle, real, calls = asked(auditor, *cases), making.listing_of, []

    def listing(case: Case, holding: Any) -> Any:
        calls.append(case.reference)
        if len(calls) == 2:
            raise Killed
        return real(case, holding)

    monkeypatch.setattr(making, "listing_of", listing)
    before = Access.objects.count()
    with pytest.raises(Killed):
        making.make(bundle.pk)
    assert bundle.cases.filter(listing__isnull=False).count() == 1
    for _again in range(2):
        making.make(bundle.pk)
    assert len(calls) == 3
    assert Access.objects.count() - before == Access.objects.filter(purpose=PURPOSE).count() / 2
    bundle.refresh_from_db()
    assert (whole.packed, bundle.packed) == (2, 2)
    one, other = files_of(whole), files_of(bundle)
    differing = {name for name in one if one[name] != other[name]}
    assert one.keys() == other.keys()
    assert differing == {
        "data/index.json",
        "data/index.html",
        "bag-info.txt",
        "manifest-sha256.txt",
        "tagmanifest-sha256.txt",
    }


def test_killed_while_it_writes_the_file_it_is_written_again_byte_for_byte(
    auditor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = _open()
    bundle, real, kept = asked(auditor, case), making.journal.write, []

    def write(*said: Any, **more: Any) -> Any:
        if said[1] == "bundle.made" and not kept:
            kept.append(bytes_of(Bundle(place=f"{bundle.public_id}.zip")))
            raise Killed
        return real(*said, **more)

    monkeypatch.setattr(making.journal, "write", write)
    with pytest.raises(Killed):
        making.make(bundle.pk)
    assert Bundle.objects.get(pk=bundle.pk).place == ""
    real(case.stream, "case.later", by=journal.system("test"))  # after it was listed
    making.make(bundle.pk)
    bundle.refresh_from_db()
    assert (bytes_of(bundle), bundle.place) == (kept[0], f"{bundle.public_id}.zip")


def test_of_two_workers_at_once_the_second_lists_and_publishes_nothing(
    auditor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    bundle, real, calls = asked(auditor, _open(), _open("amended")), making.listing_of, []

    def listing(case: Case, holding: Any) -> Any:
        calls.append(case.reference)
        if len(calls) == 1:
            making.make(bundle.pk)  # the other worker, from the first case to the file
        return real(case, holding)

    monkeypatch.setattr(making, "listing_of", listing)
    making.make(bundle.pk)
    first, second = bundle.cases.values_list("case__reference", flat=True)
    assert calls == [first, first, second]
    assert [entry.act for entry in journal.entries_of(bundle.stream)] == ["bundle.asked", "bundle.made"]


def test_what_has_grown_larger_than_it_may_be_is_given_up(auditor: User) -> None:
    case = driving.until(driving.begin("transfer", WALKS["closed"]), "examine")
    size = sum(Paper.objects.filter(case_reference=case.reference).values_list("size", flat=True))
    for most, stopped in ((size - 1, Bundle.Stop.TOO_LARGE), (size, "")):
        bundle = asked(auditor, case)
        Bundle.objects.filter(pk=bundle.pk).update(most_bytes=most)
        making.make(bundle.pk)
        bundle.refresh_from_db()
        assert (bundle.stopped, bundle.place) == (stopped, "" if stopped else f"{bundle.public_id}.zip")


def test_what_fails_to_the_last_is_given_up(auditor: User, monkeypatch: pytest.MonkeyPatch) -> None:
    bundle = asked(auditor, _open())
    monkeypatch.setattr(making, "make", lambda pk: 1 / 0)

    def run(attempts: int) -> str:
        context: Any = type("Context", (), {"job": type("Job", (), {"attempts": attempts})})
        with pytest.raises(ZeroDivisionError):
            tasks.make_bundle.func(context, bundle_id=bundle.pk)
        return Bundle.objects.get(pk=bundle.pk).stopped

    assert [run(tasks.RETRIES - 1), run(tasks.RETRIES), run(tasks.RETRIES)] == ["", *[Bundle.Stop.FAILED] * 2]
    said = [(entry.act, entry.facts.get("reason")) for entry in journal.entries_of(bundle.stream)]
    assert said == [("bundle.asked", None), ("bundle.stopped", "failed")]
    assert asked(auditor, _open("amended")).pk != bundle.pk


@pytest.mark.parametrize(
    ("who", "given"), [("right", True), ("sister", False), ("superior", True), ("outsider", False)]
)
def test_whoever_sees_a_case_by_a_post_may_have_it(
    secretary: User, sister: User, superior: User, outsider: User, who: str, given: bool
) -> None:
    user = {"right": secretary, "sister": sister, "superior": superior, "outsider": outsider}[who]
    case, before = _open(), desk.state()
    if given:
        assert case.number in files_of(made(user, case))["data/index.html"].decode()
    else:
        with pytest.raises(Refused) as refusal:
            asked(user, case)
        assert (refusal.value.field, desk.state()) == ("case", before)


def test_nobody_is_given_a_case_about_himself_nor_anything_without_a_post(auditor: User, secretary: User) -> None:
    case, before = _open(), desk.state()
    subject: Any = case.subject
    with pytest.raises(PermissionDenied):
        asked(subject.person.user, case)
    auditor_as_subject = subject.person.user
    post = auditor.person.appointments.get().post  # type: ignore[union-attr]
    type(auditor.person.appointments.get()).objects.filter(post=post).update(person=subject.person)  # type: ignore[union-attr]
    with pytest.raises(Refused):
        asked(auditor_as_subject, case)
    assert Bundle.objects.count() == 0
    assert before["web_bundle"] == desk.state()["web_bundle"]


@pytest.mark.parametrize(
    ("more", "field", "sentence"),
    [
        ({"purpose": "  "}, "purpose", "Say what you need the file for."),
        ({"bundle_cases": 1}, "case", "One bundle takes at most 1 case."),
        ({"bundle_megabytes": 0}, "case", "Together these cases are larger than 0 MB; choose fewer."),
        ({"cases": ()}, "case", "Choose the cases."),
    ],
)
def test_what_is_refused_leaves_nothing(
    auditor: User, monkeypatch: pytest.MonkeyPatch, more: dict[str, Any], field: str, sentence: str
) -> None:
    more = dict(more)
    cases = more.pop("cases", (_open(), driving.until(driving.begin("transfer", WALKS["amended"]), "branch_check")))
    terms = asking.terms_for(viewer_of(auditor, clock.today()))
    limits = {n: dataclasses.replace(getattr(terms, n), value=more.pop(n)) for n in list(more) if n != "purpose"}
    monkeypatch.setattr(asking, "terms_for", lambda viewer: dataclasses.replace(terms, **limits))
    before = desk.state()
    with translation.override("en"), pytest.raises(Refused) as refusal:
        asked(auditor, *cases, **more)
    assert (refusal.value.field, refusal.value.sentence, desk.state()) == (field, sentence, before)


def test_one_at_a_time_and_a_form_sent_twice_is_one_bundle(auditor: User, superior: User) -> None:
    case, other = _open(), _open("amended")
    first = asked(auditor, case, key="twice")
    assert asked(auditor, case, key="twice") == first
    with pytest.raises(Conflict):
        asked(superior, case, key="twice")
    with pytest.raises(Refused):
        asked(auditor, other)
    assert Bundle.objects.count() == 1


def test_whoever_loses_his_post_meanwhile_gets_nothing(auditor: User) -> None:
    case = _open()
    done = made(auditor, case)
    waiting = asked(auditor, case)
    viewer = viewer_of(auditor, clock.today())
    found, file = taking.taken(viewer, done.public_id)
    file.close()
    assert found == done
    auditor.person.appointments.update(until=clock.today() - dt.timedelta(days=1))  # type: ignore[union-attr]
    making.make(waiting.pk)
    waiting.refresh_from_db()
    assert (waiting.stopped, waiting.place, waiting.cases.get().listing) == (Bundle.Stop.NOT_SEEN, "", None)
    client = signed_in(auditor)
    assert client.get(f"/bundles/{done.public_id}.zip").status_code == 403
    assert case.number not in text_of(client.get(f"/bundles/{done.public_id}/"))


def test_only_its_requester_takes_it_until_its_last_day_and_each_time_is_logged(auditor: User, superior: User) -> None:
    bundle = made(auditor, _open())
    address = f"/bundles/{bundle.public_id}.zip"
    answer: Any = signed_in(auditor).get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/zip")
    assert b"".join(answer.streaming_content) == bytes_of(bundle)
    logged = Access.objects.filter(kind="bundle", object_id=bundle.public_id, purpose=PURPOSE)
    assert logged.count() == 1
    assert [signed_in(superior).get(at).status_code for at in (address, address.replace(".zip", "/"))] == [404, 404]
    assert Client().get(address).status_code == 302
    clock.travel_to(clock.today() + dt.timedelta(days=6))
    last: Any = signed_in(auditor).get(address)
    assert b"".join(last.streaming_content) == bytes_of(bundle)
    assert (last.status_code, making.sweep(clock.today())) == (200, 0)
    clock.travel_to(clock.today() + dt.timedelta(days=1))
    assert signed_in(auditor).get(address).status_code == 422
    assert (making.sweep(clock.today()), making.sweep(clock.today())) == (1, 0)
    assert "the file was deleted" in text_of(signed_in(auditor).get(f"/bundles/{bundle.public_id}/"))
    assert (Bundle.objects.get().place, logged.count()) == ("", 2)


def test_from_the_search_to_the_file(auditor: User) -> None:
    client, case, other = signed_in(auditor), _open(), _open("amended")
    found = client.get("/bundles/new/", {"state": "open", "process": "transfer"}).content.decode()
    assert [found.count(f'name="case" value="{c.reference}" checked') for c in (case, other)] == [1, 1]
    named = client.get("/bundles/new/", {"state": "closed", "case": case.reference}).content.decode()
    assert [named.count(f'name="case" value="{c.reference}" checked') for c in (case, other)] == [1, 0]
    sent = {"shown": [case.reference, other.reference], "case": [case.reference], "key": desk.key()}
    wrong = client.post("/bundles/new/", sent)
    assert wrong.status_code == 422
    assert text_of(wrong).count("Say what you need the file for.") == 2
    assert [wrong.content.decode().count(f'value="{c.reference}" checked') for c in (case, other)] == [1, 0]
    assert other.number in text_of(wrong)
    answer = client.post("/bundles/new/", sent | {"purpose": PURPOSE})
    bundle = Bundle.objects.get()
    assert answer["Location"] == f"/bundles/{bundle.public_id}/"
    assert "It is being made: 0 of 2 steps." in text_of(client.get(answer["Location"]))
    making.make(bundle.pk)
    assert Bundle.objects.get().seal in text_of(client.get(answer["Location"]))
    assert PURPOSE in text_of(client.get("/bundles/"))


def test_without_a_post_there_is_no_bundle_and_no_button(world: Demo, ordinary_member: Any) -> None:
    client = signed_in(ordinary_member.person.user)
    assert client.get("/bundles/new/").status_code == 403
    assert "/bundles/" not in client.get("/search/").content.decode()


@pytest.mark.parametrize("address", ["/bundles/new/", "/bundles/", "/bundles/{bundle}/"])
def test_as_many_queries_for_three_as_for_one(auditor: User, address: str) -> None:
    counted = []
    cases: list[Case] = []
    for names in (["closed"], ["amended", "internal"]):
        cases += [_open(name) for name in names]
        bundle = made(auditor, *cases)
        client = signed_in(auditor)
        client.get("/me/")
        with CaptureQueriesContext(connection) as queries:
            client.get(address.format(bundle=bundle.public_id))
        counted.append(len(queries))
    assert counted[0] == counted[1]
