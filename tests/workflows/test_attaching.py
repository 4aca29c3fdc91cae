"""Attachments of a case: who may, what is kept, who opens it; a refusal leaves nothing."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import Http404
from django.utils import translation

from audit import clock, journal
from audit.models import Access, Entry
from config.demo.building import Demo
from documents import archive
from registry.access import viewer_of
from registry.models import Appointment, Role, User
from tests import desk
from tests.documents import intake_files as files
from tests.documents import intake_hostile as hostile
from tests.workflows import parts
from tests.workflows.parts import PDF, attached, copied, refused, said
from workflows.engine import access, attaching, deciding, interests, parties, undoing
from workflows.engine.errors import Conflict, Refused
from workflows.engine.models import Attachment, Case, TaskAssignment


@pytest.fixture(autouse=True)
def _english() -> Any:
    with translation.override("en"):
        yield


def test_a_file_is_kept_with_who_when_and_at_which_turn(check: TaskAssignment, commissioner: User) -> None:
    found = attached(check.case, commissioner)
    assert (found.title, found.media, found.size) == ("证明.pdf", "application/pdf", len(PDF))
    assert (found.turn_id, found.person_id, found.as_whom) == (check.pk, commissioner.person_id, str(check.post))
    assert archive.fetch(found.sha256, archive.ATTACHMENTS) == PDF
    entry = Entry.objects.filter(act="file.attached").get()
    assert entry.facts == {
        "attachment": found.public_id,
        "media": "application/pdf",
        "size": len(PDF),
        "sha256": found.sha256,
    }
    assert entry.words["title"] == "证明.pdf"
    assert journal.verify().faults == []


def test_who_may_attach(
    check: TaskAssignment, commissioner: User, secretary: User, subject: User, sister: User, superior: User, outsider: User
) -> None:  # fmt: skip
    case = Case.objects.get(pk=check.case_id)
    for by, as_whom in ((secretary, "发起人"), (subject, "本人"), (commissioner, str(check.post))):
        assert attaching.may_attach(case, by)
        found = attached(case, by, content=files.picture("PNG", (200, 200 + by.pk)), name="a.png")
        assert (found.as_whom, found.turn_id) == (as_whom, check.pk if by is commissioner else None)
    for by in (sister, superior, outsider):
        assert not attaching.may_attach(case, by)
        refused(PermissionDenied, lambda by=by: attached(case, by), "Only whoever has the task")


def test_a_turn_is_nobodys_while_the_step_before_can_be_undone(
    world: Demo, check: TaskAssignment, commissioner: User
) -> None:
    desk.act(check, commissioner)
    desk.jobs.run_due()
    clock.advance(desk.HOLD)
    desk.jobs.run_due()
    turn = desk.the_turn(check.case)
    organiser = world.holder("QH01", Role.ORGANISER)
    TaskAssignment.objects.filter(pk=turn.pk).update(visible_from=clock.now() + desk.HOLD)
    refused(PermissionDenied, lambda: attached(turn.case, organiser))
    clock.advance(desk.HOLD)
    assert attached(turn.case, organiser).turn_id == turn.pk


def test_a_repeated_key_answers_with_the_first_file(check: TaskAssignment, commissioner: User) -> None:
    first = attached(check.case, commissioner, key="once")
    assert attached(check.case, commissioner, key="once").pk == first.pk
    assert Attachment.objects.count() == 1
    refused(Conflict, lambda: attached(check.case, check.case.opened_by, key="once"))


def test_the_same_file_is_not_attached_twice(check: TaskAssignment, commissioner: User) -> None:
    first = attached(check.case, commissioner)
    refused(Refused, lambda: attached(check.case, commissioner, name="b.pdf"), "attached already, as 证明.pdf")
    attaching.strike_out(first.public_id, by=commissioner, reason="传错了", key=desk.key())
    assert attached(check.case, commissioner).pk != first.pk


def test_a_hostile_file_leaves_nothing(check: TaskAssignment, commissioner: User) -> None:
    content, sentence = hostile.HOSTILE["macro.docx"]
    refused(Refused, lambda: attached(check.case, commissioner, name="macro.docx", content=content), sentence)


def test_size_and_number_are_the_packs(
    check: TaskAssignment, commissioner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts.limited(monkeypatch, attachments_in_a_case=1, attachment_megabytes=1)
    large = PDF + b" " * (1 << 20)
    refused(Refused, lambda: attached(check.case, commissioner, content=large), "larger than 1 MB")
    first = attached(check.case, commissioner)
    other = files.pdf(lambda made: made.add_blank_page())
    refused(Refused, lambda: attached(check.case, commissioner, content=other), "at most 1 files")
    attaching.strike_out(first.public_id, by=commissioner, reason="传错了", key=desk.key())
    attached(check.case, commissioner, content=other)


def test_nothing_is_attached_once_the_turn_is_decided_or_the_case_closed(
    check: TaskAssignment, commissioner: User, secretary: User
) -> None:
    found = attached(check.case, commissioner)
    undoing.withdraw(check.case_id, by=secretary, reason="取消", key=desk.key())
    other = files.pdf(lambda made: made.add_blank_page())
    refused(PermissionDenied, lambda: attached(check.case, commissioner, content=other))
    desk.settle()
    desk.settle()
    assert Case.objects.get(pk=check.case_id).closed_at is not None
    refused(Conflict, lambda: attached(check.case, secretary, content=other), "is closed")
    refused(
        Conflict,
        lambda: attaching.strike_out(found.public_id, by=commissioner, reason="错", key=desk.key()),
        "is closed",
    )


def test_who_may_strike_out(
    check: TaskAssignment, commissioner: User, secretary: User, subject: User, superior: User, sister: User
) -> None:
    found = attached(check.case, subject)

    def strike(by: User, reason: str = "不是本人材料") -> Attachment:
        return attaching.strike_out(found.public_id, by=by, reason=reason, key=desk.key())

    for by in (secretary, superior, sister):
        refused(PermissionDenied, lambda by=by: strike(by), "Only the one who attached it")
    refused(Refused, lambda: strike(commissioner, " "), "Say why")
    struck = strike(commissioner)
    assert (struck.struck_by_id, struck.struck_reason) == (commissioner.person_id, "不是本人材料")
    refused(Conflict, lambda: strike(subject), "struck out already")
    assert Entry.objects.get(act="file.struck").words["reason"] == "不是本人材料"


def test_an_attachment_is_never_changed_or_deleted(check: TaskAssignment, commissioner: User) -> None:
    found = attached(check.case, commissioner)
    refused(IntegrityError, lambda: Attachment.objects.filter(pk=found.pk).update(title="x"))
    refused(IntegrityError, lambda: found.delete())
    attaching.strike_out(found.public_id, by=commissioner, reason="错", key=desk.key())
    refused(IntegrityError, lambda: Attachment.objects.filter(pk=found.pk).update(struck_reason="x"))


def test_who_may_open_a_file(
    check: TaskAssignment, commissioner: User, subject: User, superior: User, sister: User, outsider: User
) -> None:
    found = attached(check.case, commissioner)
    for by in (commissioner, superior, subject):
        attachment, content = access.attachment_for(viewer_of(by, clock.today()), found.public_id)
        assert (attachment.pk, content) == (found.pk, PDF)
    looks = Access.objects.filter(kind="attachment", object_id=found.public_id)
    assert sorted(looks.values_list("viewer_id", flat=True)) == sorted(
        str(by.pk) for by in (commissioner, superior, subject)
    )
    for by in (sister, outsider):
        with pytest.raises(Http404):
            access.attachment_for(viewer_of(by, clock.today()), found.public_id)
    attaching.strike_out(found.public_id, by=commissioner, reason="他人材料", key=desk.key())
    access.attachment_for(viewer_of(superior, clock.today()), found.public_id)
    with pytest.raises(Http404):
        access.attachment_for(viewer_of(subject, clock.today()), found.public_id)


def test_a_holder_whose_term_ended_yesterday_does_nothing(check: TaskAssignment, commissioner: User) -> None:
    post = check.post
    held = Appointment.objects.filter(person=commissioner.person, post=post)
    held.update(until=clock.today())
    attached(check.case, commissioner)
    held.update(until=clock.today() - dt.timedelta(days=1))
    Appointment.objects.filter(person=commissioner.person).exclude(post=post).update(
        until=clock.today() - dt.timedelta(days=1)
    )
    other = files.pdf(lambda made: made.add_blank_page())
    refused(PermissionDenied, lambda: attached(check.case, commissioner, content=other))
    refused(PermissionDenied, lambda: said(check.case, commissioner))
    refused(PermissionDenied, lambda: copied(check.case, commissioner, post))


def test_a_turn_that_has_gone_to_another_post_is_no_ground_any_more(
    check: TaskAssignment, commissioner: User, world: Demo
) -> None:
    """He has locked his post and waits for the case; meanwhile the turn is handed over by somebody else who has it."""
    part = parties.hold_in(check.case, commissioner, clock.today())
    TaskAssignment.objects.filter(pk=check.pk).update(post=world.organisations["QH0101"].posts.get(role=Role.SECRETARY))
    with pytest.raises(Conflict, match="gone to"):
        parties.still(deciding.locked_case(check.case_id), part, commissioner)


def test_who_stands_aside_meanwhile_has_no_ground_any_more(check: TaskAssignment, commissioner: User) -> None:
    part = parties.hold_in(check.case, commissioner, clock.today())
    interests.declare_interest(check.public_id, by=commissioner, reason="申请人是我的旧识。", key=desk.key())
    TaskAssignment.objects.filter(pk=check.pk).update(post=check.post)
    with pytest.raises(PermissionDenied):
        parties.still(deciding.locked_case(check.case_id), part, commissioner)
