"""A case as one file: what is in it and what is missing, for whoever may see the case, with a purpose that is kept."""

from __future__ import annotations

import io
from typing import Any

import pikepdf
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from audit.models import Access
from config.demo import driving
from config.demo.building import Demo
from documents import binding, pages, rendering
from documents.kinds import KINDS, kind_of
from documents.models import Paper
from registry.models import Role, User
from tests import desk
from tests.web.world import signed_in, text_of
from web import volumes
from workflows.engine.models import Case
from workflows.engine.models.cases import MATTER_LENGTH
from workflows.engine.walks import walks_of
from workflows.processes.transfer.walks import WALKS

CONTENTS = "D-CF-1"


@pytest.fixture
def contents_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Papers are one blank page, but for the list of contents."""
    real = rendering.typeset

    def typeset(kind: Any, facts: Any, **more: Any) -> bytes:
        return real(kind, facts, **more) if kind.code == CONTENTS else desk.tiny_paper(kind, facts, **more)

    monkeypatch.setattr(rendering, "typeset", typeset)


@pytest.fixture
def reissued(world: Demo, contents_only: None) -> Case:
    """A closed case with a void letter and the one in its place."""
    return driving.to_the_end(driving.begin("transfer", WALKS["reissued"]))


def sent(user: User, case: Case, purpose: str = "年度检查") -> Any:
    """What is answered to whoever asks for the file."""
    return signed_in(user).post(f"/cases/{case.reference}/file/", {"purpose": purpose})


def test_the_file_has_every_paper_in_its_order_under_a_list(world: Demo, reissued: Case) -> None:
    auditor = world.holder("YL", Role.AUDITOR)
    papers = list(Paper.objects.filter(case_reference=reissued.reference).order_by("pk"))
    answer = sent(auditor, reissued)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer["Content-Disposition"].startswith("attachment")
    with pikepdf.open(io.BytesIO(answer.content)) as pdf, pdf.open_outline() as outline:
        marks = [(str(item.title), item.destination) for item in outline.root]
        front = len(pdf.pages) - len(papers)
        assert [title for title, _page in marks] == ["卷内文件目录", *(paper.title for paper in papers)]
        assert [str(style.S) for style in pdf.Root.PageLabels.Nums[1::2]] == ["/r", "/D"]
        assert int(pdf.Root.PageLabels.Nums[2]) == front
    said = pages.page_text(answer.content)
    for paper in papers:
        assert paper.number in said.replace("\n", "")
    assert said.count("作废") == 1
    assert "缺" not in said.split("注：")[0]


def test_each_paper_is_logged_as_read_with_the_purpose(world: Demo, reissued: Case) -> None:
    auditor = world.holder("YL", Role.AUDITOR)
    Access.objects.all().delete()
    sent(auditor, reissued, "  年度检查 ")
    logged = Access.objects.filter(purpose="年度检查")
    count = Paper.objects.filter(case_reference=reissued.reference).count()
    assert (logged.filter(kind="paper").count(), logged.filter(kind="case", what="volume").count()) == (count, 1)


def test_without_a_purpose_nothing_is_given_and_nothing_is_logged_as_read(world: Demo, reissued: Case) -> None:
    auditor = world.holder("YL", Role.AUDITOR)
    before = Access.objects.filter(kind="paper").count()
    answer = sent(auditor, reissued, "   ")
    assert answer.status_code == 422
    assert text_of(answer).count("Say what you need the file for.") == 2
    assert Access.objects.filter(kind="paper").count() == before


def test_what_is_missing_is_named_on_the_page_and_in_the_list(world: Demo, reissued: Case) -> None:
    # A void one is in the file and still missing.
    Paper.objects.filter(case_reference=reissued.reference, kind="D-TR-3").update(state=Paper.State.VOID)
    auditor = world.holder("YL", Role.AUDITOR)
    page = text_of(signed_in(auditor).get(f"/cases/{reissued.reference}/file/"))
    assert "中国共产党党员组织关系介绍信回执联 missing" in " ".join(page.split())
    said = pages.page_text(sent(auditor, reissued).content)
    assert (said.split("注：")[0].count("缺"), said.count("作废")) == (1, 2)


def test_the_list_names_the_page_each_paper_begins_on(world: Demo, reissued: Case) -> None:
    papers = Paper.objects.filter(case_reference=reissued.reference).order_by("pk")
    for n, paper in enumerate(papers):
        Paper.objects.filter(pk=paper.pk).update(pages=n + 1)
    found = list(volumes._entries(list(papers.all())))
    assert [entry["page"] for entry in found] == [str(1 + n * (n + 1) // 2) for n in range(len(found))]


def test_the_file_of_a_matter_is_printed_too(world: Demo, contents_only: None) -> None:
    case: Any = driving.to_the_end(driving.begin("instruction", walks_of("instruction")["answered"]))
    Case.objects.filter(pk=case.pk).update(matter="推" * MATTER_LENGTH)
    said = pages.page_text(sent(world.holder("YL", Role.AUDITOR), case).content)
    assert case.number in said.replace("\n", "")
    assert said.count("推") == MATTER_LENGTH


@pytest.mark.parametrize("walk", ["closed", "reissued"])
def test_as_many_statements_for_more_papers(world: Demo, contents_only: None, walk: str) -> None:
    case = driving.to_the_end(driving.begin("transfer", WALKS[walk]))
    client = signed_in(world.holder("YL", Role.AUDITOR))
    with CaptureQueriesContext(connection) as one:
        client.get(f"/cases/{case.reference}/file/")
    assert len([q for q in one if "registry_organisation" in q["sql"] and "documents_paper" in q["sql"]]) == 1


def test_while_a_case_is_open_nothing_is_missing(world: Demo, contents_only: None) -> None:
    case = driving.until(driving.begin("transfer", WALKS["closed"]), "examine")
    assert volumes.lacking(case, []) == []
    assert "办理中" in pages.page_text(sent(world.holder("YL", Role.AUDITOR), case).content)


@pytest.mark.parametrize(
    ("who", "status"),
    [("right", 200), ("sister", 404), ("superior", 200), ("outsider", 404), ("subject", 200), ("nobody", 302)],
)
def test_whoever_may_see_the_case_may_take_its_file(
    world: Demo,
    contents_only: None,
    secretary: User,
    sister: User,
    superior: User,
    outsider: User,
    who: str,
    status: int,
) -> None:
    case = driving.until(driving.begin("transfer", WALKS["closed"]), "examine")
    subject: Any = case.subject
    people = {
        "right": secretary, "sister": sister, "superior": superior, "outsider": outsider, "subject": subject.person.user,
    }  # fmt: skip
    client = signed_in(people[who]) if who in people else Client()
    answer = client.post(f"/cases/{case.reference}/file/", {"purpose": "核对"})
    assert answer.status_code == status
    assert (b"%PDF" in answer.content) == (status == 200)


def test_the_title_of_every_kind_fits_the_list() -> None:
    (entries,) = [field for field in kind_of(CONTENTS).fields if field.name == "entries"]
    most = {column.name: column.limit for column in entries.columns}["title"]
    assert [code for code, kind in KINDS.items() if len(kind.title) > most] == []


def test_the_same_parts_give_the_same_bytes() -> None:
    one = desk.tiny_paper(kind_of(CONTENTS), {}, number="1", created=None)
    assert binding.bound("卷", one, [("甲", one), ("乙", one)]) == binding.bound("卷", one, [("甲", one), ("乙", one)])
