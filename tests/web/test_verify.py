"""Anybody may ask whether a paper is genuine: by number and code, by its QR code, by the file; nothing else is told."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from audit import clock
from config.demo import driving
from documents import archive, issuing, rendering, verifying
from documents.models import Enquiry, Letter, Paper
from documents.verifying import Standing, standing_of
from forms.verifying import LARGEST
from registry.calendar import add_months
from tests.web.world import text_of
from web import tasks
from workflows.processes.transfer.walks import WALKS

MOST = 30


@pytest.fixture
def letter(world: Any) -> Letter:
    """A letter of introduction that was issued and not yet presented."""
    driving.until(driving.begin("transfer", WALKS["closed"]), "report")
    return Letter.objects.select_related("paper__subject", "paper__issuer").get()


@pytest.fixture(autouse=True)
def _blank(blank_papers: None) -> None:
    """These tests are not about the look of papers."""


def asked(paper: Paper, **changes: Any) -> Any:
    """What the page answers to somebody who holds a paper."""
    sent = {"number": paper.number, "code": paper.check_code} | changes
    return Client(headers={"accept-language": "en"}).post("/verify/", sent)


def test_a_holder_learns_that_it_counts_and_nothing_of_the_member(letter: Letter) -> None:
    paper = letter.paper
    answer = asked(paper)
    said = text_of(answer)
    assert answer.status_code == 200
    assert "Genuine and in force" in said
    for shown in (paper.title, paper.number, paper.issuer.name, paper.dated.isoformat()):
        assert shown in said
    person = letter.member.person
    page = answer.content.decode()
    for hidden in (person.name, person.id_number(), person.telephone, letter.receiver.name, paper.case_reference):
        assert hidden
        assert hidden not in page
    assert answer["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    ("typed", "said"),
    [("{name}", "is the one you typed"), (" {name} ", "is the one you typed"), ("李四", "is another one")],
)
def test_a_name_is_confirmed_or_not_and_never_told(letter: Letter, typed: str, said: str) -> None:
    name = letter.member.person.name
    answer = asked(letter.paper, name=typed.format(name=name))
    assert said in text_of(answer)
    assert ("The name is another one" in text_of(answer)) == ("another" in said)
    assert ('class="chip good"' in answer.content.decode()) == ("another" not in said)
    assert (name in answer.content.decode()) == ("{name}" in typed)  # what was typed stays typed


@pytest.mark.parametrize("bracketed", ["[{}]", "({})", "（{}）", "【{}】", "〔{}〕", " 〔 {} 〕 "])
def test_a_number_is_found_whatever_brackets_were_typed(letter: Letter, bracketed: str) -> None:
    Paper.objects.filter(pk=letter.paper_id).update(number="清组字〔2026〕3号")
    letter.paper.number = "清组字〔2026〕3号"
    answer = asked(letter.paper, number=f"清组字{bracketed.format('2026')}3号")
    assert "Genuine and in force" in text_of(answer)


@pytest.mark.parametrize("spelled", ["{}", "{} ", "{:.4}-{}", "upper"])
def test_the_code_may_be_written_in_groups_and_large(letter: Letter, spelled: str) -> None:
    code = letter.paper.check_code
    typed = (
        code.upper()
        if spelled == "upper"
        else f"{code[:4]}-{code[4:8]} {code[8:]}"
        if "-" in spelled
        else spelled.format(code)
    )
    assert asked(letter.paper, code=typed).status_code == 200


def test_with_a_wrong_code_nothing_is_said_not_even_that_the_number_exists(letter: Letter) -> None:
    wrong, unknown = asked(letter.paper, code="0" * 12), asked(letter.paper, number="2026-QH01-9999")
    assert (wrong.status_code, unknown.status_code) == (404, 404)
    assert letter.paper.issuer.name not in text_of(wrong)
    assert "Not one of ours" in text_of(wrong)
    assert text_of(wrong).replace(letter.paper.number, "") == text_of(unknown).replace("2026-QH01-9999", "")
    assert letter.paper.number in wrong.content.decode()  # it stays typed


def test_the_address_of_the_qr_code_leads_to_the_answer(letter: Letter, settings: Any) -> None:
    paper = letter.paper
    assert paper.verify_url == f"{settings.PUBLIC_URL}/verify/{paper.public_id}/{paper.check_code}/"
    there = paper.verify_url.removeprefix(settings.PUBLIC_URL)
    assert "Genuine and in force" in text_of(Client(headers={"accept-language": "en"}).get(there))
    assert Client().get(f"/verify/{paper.public_id}/{'0' * 12}/").status_code == 404


def test_the_file_itself_is_recognised_and_a_changed_one_is_not(letter: Letter) -> None:
    content = archive.fetch(letter.paper.sha256)

    def sent(content: bytes) -> Any:
        file = SimpleUploadedFile("letter.pdf", content, "application/pdf")
        return Client(headers={"accept-language": "en"}).post("/verify/", {"file": file})

    assert "Genuine and in force" in text_of(sent(content))
    assert sent(content + b"\n").status_code == 404
    too_large = sent(b"%PDF-" + b"x" * LARGEST)
    assert (too_large.status_code, "larger than any paper" in text_of(too_large)) == (422, True)
    assert Enquiry.objects.filter(by=Enquiry.By.FILE).count() == 2


@pytest.mark.parametrize(("left_out", "said"), [("number", "Fill in the number."), ("code", "Fill in the code.")])
def test_what_is_missing_is_said_at_the_field_and_nothing_is_lost(letter: Letter, left_out: str, said: str) -> None:
    answer = asked(letter.paper, **{left_out: "", "name": "张三"})
    assert (answer.status_code, text_of(answer).count(said)) == (422, 2)
    assert "张三" in answer.content.decode()
    assert not Enquiry.objects.exists()


def test_after_so_many_questions_within_an_hour_none_is_answered(letter: Letter) -> None:
    for _n in range(MOST):
        verifying.by_code("2026-QH01-0002", "0" * 12, asker="127.0.0.1", most=MOST)
    refused = asked(letter.paper)
    assert (refused.status_code, refused["Retry-After"]) == (429, "3600")
    assert letter.paper.issuer.name not in text_of(refused)
    assert "More than 30 papers" in text_of(refused)
    assert Enquiry.objects.count() == MOST
    other = verifying.by_code(letter.paper.number, letter.paper.check_code, asker="127.0.0.2", most=MOST)
    assert other.standing is Standing.VALID
    clock.advance(dt.timedelta(hours=1, seconds=1))
    assert asked(letter.paper).status_code == 200


def test_what_is_kept_of_a_question_names_no_address(letter: Letter) -> None:
    asked(letter.paper)
    kept = Enquiry.objects.get()
    assert (kept.paper, kept.by) == (letter.paper, "code")
    assert "127.0.0.1" not in kept.asker
    clock.travel_to(clock.today() + dt.timedelta(days=1))
    asked(letter.paper)
    assert len(set(Enquiry.objects.values_list("asker", flat=True))) == 2


def test_the_record_of_a_question_goes_after_six_months(letter: Letter) -> None:
    asked(letter.paper)
    clock.travel_to(add_months(clock.today(), 6))
    tasks.sweep_enquiries(0)
    assert Enquiry.objects.count() == 1
    clock.travel_to(clock.today() + dt.timedelta(days=1))
    tasks.sweep_enquiries(0)
    assert not Enquiry.objects.exists()


def test_the_paper_prints_the_address_that_its_number_was_taken_with(
    letter: Letter, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    printed: dict[str, Any] = {}
    monkeypatch.setattr(rendering, "typeset", lambda _kind, facts, **_more: printed.update(facts) or b"")
    before, settings.PUBLIC_URL = settings.PUBLIC_URL, "https://elsewhere.example"
    issuing.typeset(letter.paper)
    assert printed["verify_url"] == f"{before}/verify/{letter.paper.public_id}/{letter.paper.check_code}/"
    assert "verify_url" not in issuing.facts_of(letter.paper)


@pytest.mark.parametrize(("days", "standing"), [(0, Standing.VALID), (1, Standing.OVER)])
def test_a_letter_counts_to_its_last_day(letter: Letter, days: int, standing: Standing) -> None:
    on = letter.valid_until + dt.timedelta(days=days)
    assert standing_of(letter.paper, on) is standing


def test_a_letter_that_was_taken_in_still_counts_as_a_paper(letter: Letter) -> None:
    Letter.objects.filter(pk=letter.pk).update(state=Letter.State.FILED)
    assert standing_of(letter.paper, letter.valid_until + dt.timedelta(days=90)) is Standing.VALID


@pytest.mark.parametrize("state", [Letter.State.EXPIRED, Letter.State.LOST, Letter.State.RETURNED])
def test_one_that_came_to_nothing_cannot_be_presented(letter: Letter, state: str) -> None:
    Letter.objects.filter(pk=letter.pk).update(state=state)
    assert standing_of(letter.paper, letter.issued_on) is Standing.OVER


def test_a_void_letter_leads_to_no_other_but_says_that_there_is_one(world: Any) -> None:
    driving.to_the_end(driving.begin("transfer", WALKS["reissued"]))
    new, old = Letter.objects.order_by("-pk").select_related("paper")
    assert (new.paper.replaces, old.paper.replaces) == (old.paper, None)
    said = text_of(asked(old.paper))
    assert "Void: another one was issued in its place" in said
    assert new.paper.number not in said
    assert standing_of(new.paper, clock.today()) is Standing.VALID


def test_a_void_one_without_another_is_just_void_and_one_being_made_says_so(letter: Letter) -> None:
    Paper.objects.filter(pk=letter.paper_id).update(state=Paper.State.VOID)
    assert standing_of(Paper.objects.get(pk=letter.paper_id), letter.issued_on) is Standing.VOID
    Paper.objects.filter(pk=letter.paper_id).update(state=Paper.State.RESERVED)
    assert standing_of(Paper.objects.get(pk=letter.paper_id), letter.issued_on) is Standing.MAKING
