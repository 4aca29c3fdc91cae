"""Attachments, comments and copies on the pages: adding them, reading them, and what the member is never shown."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit import clock
from audit.models import Access
from config.demo.building import Demo
from registry.access import viewer_of
from registry.models import Member, Role, User
from tests import desk
from tests.documents import intake_files as files
from tests.documents import intake_hostile as hostile
from tests.web.world import signed_in, text_of
from tests.workflows.parts import PDF, attached, copied, post_of, said
from web.pane import Pane
from workflows.engine import access, attaching, commenting
from workflows.engine.models import Attachment, Comment, Copy, TaskAssignment

SECRET = "此人另有线索在查"


@pytest.fixture
def commissioner(world: Demo) -> User:
    """Whoever has the check."""
    return world.holder("QH0101", Role.ORGANISATION_COMMISSIONER)


@pytest.fixture
def subject(ordinary_member: Member) -> User:
    """The member the case is about."""
    return ordinary_member.person.user


def upload(name: str = "证明.pdf", content: bytes = files.HARMLESS["证明.pdf"]) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "application/pdf")


# -- adding ------------------------------------------------------------------------------------------------------------


def test_a_file_is_attached_from_the_task_and_stands_on_both_pages(
    checking: TaskAssignment, commissioner: User
) -> None:
    client, address = signed_in(commissioner), f"/tasks/{checking.public_id}/do/attach"
    assert 'enctype="multipart/form-data"' in client.get(address).content.decode()
    response = client.post(address, {"file": upload(), "key": desk.key()}, follow=True)
    assert response.redirect_chain == [(f"/tasks/{checking.public_id}/", 302)]
    assert "The file is attached." in text_of(response)
    assert "证明.pdf" in text_of(response)
    found = Attachment.objects.get()
    case_page = client.get(f"/cases/{checking.case.reference}/")
    assert f"/attachments/{found.public_id}/" in case_page.content.decode()
    assert "Attachments 1" in text_of(case_page)
    assert "attached a file: 证明.pdf" in text_of(case_page)


def test_a_refused_file_says_why_at_the_field_and_leaves_nothing(checking: TaskAssignment, commissioner: User) -> None:
    client, address, before = signed_in(commissioner), f"/tasks/{checking.public_id}/do/attach", desk.state()
    content, sentence = hostile.HOSTILE["macro.docx"]
    response = client.post(address, {"file": upload("a.docx", content)})
    assert response.status_code == 422
    assert sentence in text_of(response)
    assert 'href="#id_file"' in response.content.decode()
    assert client.post(address, {}).status_code == 422
    large = client.post(address, {"file": upload(content=files.pdf() + b" " * (10 << 20))})
    assert "larger than 10 MB" in text_of(large)
    assert desk.state() == before


def test_who_is_offered_what(
    checking: TaskAssignment, commissioner: User, secretary: User, subject: User, superior: User, sister: User
) -> None:
    case = f"/cases/{checking.case.reference}/do"
    for user, attach, copy in (
        (commissioner, 200, 200), (secretary, 200, 200), (subject, 200, 403), (superior, 403, 403), (sister, 404, 404),
    ):  # fmt: skip
        client = signed_in(user)
        assert client.get(f"{case}/attach").status_code == attach
        assert client.get(f"{case}/copy").status_code == copy
        assert client.get(f"{case}/comment").status_code == (404 if user is sister else 200)
        assert client.get(f"{case}/strike_file").status_code == (404 if user is sister else 403)


def test_the_wizard_ends_with_a_way_to_attach(checking: TaskAssignment, secretary: User) -> None:
    page = signed_in(secretary).get(f"/start/done/{checking.case.reference}/").content.decode()
    assert f"/cases/{checking.case.reference}/do/attach" in page


def test_a_comment_keeps_what_was_typed_when_it_is_refused(checking: TaskAssignment, superior: User) -> None:
    client, address = signed_in(superior), f"/cases/{checking.case.reference}/do/comment"
    refused = client.post(address, {"text": "请补充材料", "audience": "nobody"})
    assert refused.status_code == 422
    assert "请补充材料" in refused.content.decode()
    response = client.post(address, {"text": "请补充材料", "audience": "everyone", "key": desk.key()}, follow=True)
    assert "The comment is written." in text_of(response)
    assert "请补充材料" in text_of(response)


def test_the_member_is_not_asked_who_reads_his_comment(checking: TaskAssignment, subject: User) -> None:
    client, address = signed_in(subject), f"/cases/{checking.case.reference}/do/comment"
    assert "audience" not in client.get(address).content.decode()
    client.post(address, {"text": "我补充一点", "audience": "officials", "key": desk.key()})
    assert Comment.objects.get().audience == "everyone"


def test_a_post_is_found_by_typing_and_chosen_among_several(
    world: Demo, checking: TaskAssignment, commissioner: User
) -> None:
    client, address = signed_in(commissioner), f"/tasks/{checking.public_id}/do/copy"
    several = client.post(address, {"post": "组织员", "remark": "请知悉"})
    assert several.status_code == 422
    assert "Several posts match." in text_of(several)
    assert "请知悉" in several.content.decode()
    wanted = post_of(world.holder("QH01", Role.ORGANISER))
    assert f'name="post_choice" value="{wanted.pk}"' in several.content.decode()
    nothing = client.post(address, {"post": "无此职务"})
    assert "No post of this name is within reach" in text_of(nothing)
    client.post(address, {"post": "组织员", "post_choice": str(wanted.pk), "remark": "请知悉", "key": desk.key()})
    assert (Copy.objects.get().post, Copy.objects.get().note) == (wanted, "请知悉")


def test_a_file_and_a_comment_are_struck_out_on_the_page(checking: TaskAssignment, commissioner: User) -> None:
    file, comment = attached(checking.case, commissioner), said(checking.case, commissioner, "写错了")
    client, case = signed_in(commissioner), f"/cases/{checking.case.reference}/"
    client.post(f"{case}do/strike_file", {"file": file.public_id, "reason": "他人材料", "key": desk.key()})
    client.post(f"{case}do/strike_comment", {"comment": comment.public_id, "key": desk.key()})
    page = client.get(case)
    assert "他人材料" in text_of(page)
    assert "<s>证明.pdf</s>" in page.content.decode()
    assert "<s>写错了</s>" in page.content.decode()
    assert client.get(f"{case}do/strike_file").status_code == 403


# -- reading -----------------------------------------------------------------------------------------------------------


def test_a_file_comes_as_a_download_that_nothing_runs(
    checking: TaskAssignment, commissioner: User, superior: User, subject: User, sister: User, outsider: User
) -> None:
    found = attached(checking.case, commissioner)
    address = f"/attachments/{found.public_id}/"
    for user in (commissioner, superior, subject):
        response = signed_in(user).get(address)
        assert response.content == PDF
        assert response["Content-Disposition"] == "attachment; filename*=utf-8''%E8%AF%81%E6%98%8E.pdf"
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
        assert response["Cache-Control"] == "private, no-store"
        assert response["Content-Type"] == "application/pdf"
    for user in (sister, outsider):
        assert signed_in(user).get(address).status_code == 404
    assert Access.objects.filter(kind="attachment", object_id=found.public_id).count() == 3
    looked = text_of(signed_in(subject).get("/me/"))
    assert f"{commissioner}: a file in a case about you" in looked
    attaching.strike_out(found.public_id, by=commissioner, reason="他人材料", key=desk.key())
    assert signed_in(subject).get(address).status_code == 404
    assert address not in signed_in(subject).get(f"/cases/{checking.case.reference}/").content.decode()
    assert signed_in(superior).get(address).status_code == 200


def test_nothing_officials_say_among_themselves_reaches_the_member(
    world: Demo, checking: TaskAssignment, commissioner: User, subject: User, superior: User
) -> None:
    comment = said(checking.case, commissioner, SECRET)
    copied(checking.case, commissioner, post_of(world.holder("QH01", Role.ORGANISER)), SECRET)
    commenting.strike_comment(comment.public_id, by=commissioner, key=desk.key())
    addresses = [f"/cases/{checking.case.reference}/", f"/tasks/{checking.public_id}/", "/me/", "/"]
    client = signed_in(subject)
    for address in addresses:
        page = client.get(address)
        assert page.status_code == 200
        assert SECRET not in page.content.decode()
        assert comment.public_id not in page.content.decode()
    said_to_him = text_of(client.get(addresses[0]))
    assert "commented" not in said_to_him.lower().replace("nobody has commented.", "")
    assert SECRET in text_of(signed_in(superior).get(addresses[0]))


# -- the box of copies -------------------------------------------------------------------------------------------------


def test_copies_to_me_unread_first_and_read_once_opened(
    world: Demo, checking: TaskAssignment, commissioner: User, sister: User
) -> None:
    organiser = world.holder("QH01", Role.ORGANISER)
    copied(checking.case, commissioner, post_of(organiser), "请知悉")
    client = signed_in(organiser)
    rail = client.get("/").content.decode()
    assert '<span>Copied to me</span><span class="c">1</span>' in rail
    box = client.get("/?box=copied")
    assert checking.case.subject.person.name in text_of(box)
    assert "unread" in text_of(box)
    assert "请知悉" in text_of(box)
    assert f"/cases/{checking.case.reference}/" in box.content.decode()
    assert "Nothing here." in text_of(signed_in(sister).get("/?box=copied"))
    signed_in(commissioner).get(f"/cases/{checking.case.reference}/")
    assert Copy.objects.get().read_at is None
    client.get(f"/cases/{checking.case.reference}/")
    assert Copy.objects.get().read_by == organiser.person
    assert "<span>Copied to me</span></a>" in client.get("/").content.decode()
    assert "unread" not in text_of(client.get("/?box=copied"))


# -- how dear it is ----------------------------------------------------------------------------------------------------


def shown(turn: TaskAssignment, user: User) -> int:
    """How many statements a pane sends for attachments, comments and copies and the links to add them."""
    who = viewer_of(user, clock.today())
    pane = Pane(access.turn_for(who, turn.public_id), who)
    assert pane.may_act
    with CaptureQueriesContext(connection) as sent:
        beside: Any = pane.beside
        assert {verb.name for verb in pane.verbs} >= {"attach", "comment", "copy"}
        said_ = [str(file.attachment.person) for file in beside.files]
        said_ += [str(comment.person) for comment in beside.comments] + [str(copy.post) for copy in beside.copies]
    return len(sent)


def test_a_pane_sends_as_many_statements_however_many_of_them_there_are(
    world: Demo, checking: TaskAssignment, commissioner: User
) -> None:
    commissioner = User.objects.select_related("person").get(pk=commissioner.pk)
    # Three for them, four for what else can be done with a task.
    assert shown(checking, commissioner) == 7
    for n in range(3):
        attached(checking.case, commissioner, name=f"{n}.png", content=files.picture("PNG", (10 + n, 10)))
        said(checking.case, commissioner, f"第{n}条")
    for role in (Role.ORGANISER, Role.SECRETARY):
        copied(checking.case, commissioner, post_of(world.holder("QH01", role)))
    assert shown(checking, commissioner) == 7
