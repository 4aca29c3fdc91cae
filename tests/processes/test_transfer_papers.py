"""What the papers of a transfer print: Chinese whatever the user's language, complete, and never without a reason."""

from __future__ import annotations

import pytest
from django.utils import translation

from config.demo import driving
from config.demo.building import Demo
from documents import archive, issuing, kinds, pages
from documents.models import Paper
from forms.transfer import Reason, RefusalGround, ReturnGround
from workflows.processes.transfer import paperwork
from workflows.processes.transfer.walks import WALKS


def test_every_choice_that_is_printed_has_its_chinese_words() -> None:
    assert set(paperwork.REASONS) == set(Reason)
    assert set(paperwork.RETURN_GROUNDS) == set(ReturnGround)
    assert set(paperwork.REFUSAL_GROUNDS) == set(RefusalGround)


@pytest.mark.parametrize("name", ["closed", "returned", "refused", "withdrawn", "terminated", "internal"])
def test_papers_hold_no_word_of_another_language(world: Demo, name: str) -> None:
    with translation.override("en"):
        case = driving.to_the_end(driving.begin("transfer", WALKS[name]))
    for paper in Paper.objects.filter(case_reference=case.reference):
        words = [str(value) for value in issuing.facts_of(paper).values() if isinstance(value, str)]
        latin = [word for word in words if any(letter.isascii() and letter.islower() for letter in word)]
        assert latin == [], paper.kind


def test_the_archived_letter_says_what_was_decided(world: Demo) -> None:
    case = driving.to_the_end(driving.begin("transfer", WALKS["closed"]))
    letter = Paper.objects.get(case_reference=case.reference, kind="D-TR-2")
    text = pages.page_text(archive.fetch(letter.sha256)).replace(" ", "").replace("\n", "")
    assert text.count(letter.number) == 3
    for word in (case.member.person.name, case.member.person.id_number(), "贰零贰陆", "壹拾壹", "叁拾"):
        assert word in text


def test_the_same_paper_typeset_again_with_the_same_builds_has_the_same_bytes(world: Demo) -> None:
    case = driving.to_the_end(driving.begin("transfer", WALKS["refused"]))
    for paper in Paper.objects.filter(case_reference=case.reference):
        again = issuing.typeset(paper)
        assert (archive.store(again), again.builds) == (paper.sha256, paper.builds)
        assert paper.builds["template"] == kinds.version(kinds.kind_of(paper.kind))


def test_frozen_facts_have_the_digest_that_was_kept(world: Demo) -> None:
    case = driving.to_the_end(driving.begin("transfer", WALKS["internal"]))
    for paper in Paper.objects.filter(case_reference=case.reference):
        assert kinds.digest(kinds.kind_of(paper.kind), issuing.facts_of(paper)) == paper.facts_digest
