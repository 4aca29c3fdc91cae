"""Comments on a case: who may, to whom, who is told, and what the member never reads."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.utils import translation

from audit import clock
from registry.access import viewer_of
from registry.models import Appointment, Post, Role, User
from tests import desk
from tests.workflows import parts
from tests.workflows.parts import post_of, refused, said, told
from workflows.engine import access, commenting, undoing
from workflows.engine.errors import Conflict, Refused
from workflows.engine.models import Comment, Notice, TaskAssignment


@pytest.fixture(autouse=True)
def _english() -> Any:
    with translation.override("en"):
        yield


def test_who_may_comment_and_to_whom(
    check: TaskAssignment, commissioner: User, secretary: User, superior: User, subject: User, sister: User, outsider: User
) -> None:  # fmt: skip
    case = check.case
    assert said(case, secretary).as_whom == str(post_of(secretary))
    assert said(case, superior, audience="everyone").as_whom == str(post_of(superior))
    assert said(case, subject, audience="everyone").as_whom == "本人"
    refused(Refused, lambda: said(case, subject, audience="officials"), "Choose who")
    for by in (sister, outsider):
        refused(PermissionDenied, lambda by=by: said(case, by), "do not take part")
    for text, match in ((" ", "Write what"), ("字" * 1001, "At most 1000")):
        refused(Refused, lambda text=text: said(case, commissioner, text), match)
    refused(Refused, lambda: said(case, commissioner, audience="nobody"), "Choose who")


def test_the_member_never_reads_what_officials_say_among_themselves(
    check: TaskAssignment, commissioner: User, superior: User, subject: User
) -> None:
    said(check.case, commissioner, "此人另有线索在查")
    said(check.case, superior, "请补充材料", "everyone")

    def read(by: User) -> list[str]:
        return [found.text for found in access.comments_for(viewer_of(by, clock.today()), check.case)]

    check.case.refresh_from_db()
    assert read(superior) == ["此人另有线索在查", "请补充材料"]
    assert read(subject) == ["请补充材料"]
    told = Notice.objects.filter(kind="comment", person=subject.person)
    assert [str(found) for found in told] == [f"{superior.person} commented on the case."]


def test_the_subject_stays_the_subject_whatever_post_he_holds(
    check: TaskAssignment, commissioner: User, subject: User, superior: User
) -> None:
    post = Post.objects.create(
        organisation=check.post.organisation, role=Role.COMMITTEE_MEMBER, title="委员", single=False
    )
    Appointment.objects.create(post=post, person=subject.person, since=clock.today(), single=False)
    said(check.case, commissioner, "内部意见")
    check.case.refresh_from_db()
    assert access.comments_for(viewer_of(subject, clock.today()), check.case) == []
    assert said(check.case, subject, audience="everyone").as_whom == "本人"


def test_who_is_told_of_a_comment(
    check: TaskAssignment, commissioner: User, secretary: User, subject: User, superior: User
) -> None:
    decided = check.case.decisions.values_list("person_id", flat=True)
    said(check.case, superior)
    assert told("comment") == {commissioner.person_id, *decided} - {subject.person_id}
    desk.act(check, commissioner)
    Notice.objects.all().delete()
    said(check.case, superior, audience="everyone")
    assert {commissioner.person_id, secretary.person_id, subject.person_id} <= told("comment")
    assert superior.person_id not in told("comment")


def test_whoever_left_his_post_is_told_nothing(check: TaskAssignment, commissioner: User, superior: User) -> None:
    desk.act(check, commissioner)
    Appointment.objects.filter(person=commissioner.person).update(until=clock.today() - dt.timedelta(days=1))
    said(check.case, superior)
    assert commissioner.person_id not in told("comment")


def test_comments_are_taken_for_some_days_after_the_end(
    check: TaskAssignment, secretary: User, superior: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts.limited(monkeypatch, comment_days_after=30)
    undoing.withdraw(check.case_id, by=secretary, reason="取消", key=desk.key())
    desk.settle()
    desk.settle()
    closed_on = clock.today()
    clock.travel_to(closed_on + dt.timedelta(days=29))
    said(check.case, superior, "第二十九天")
    clock.travel_to(closed_on + dt.timedelta(days=30))
    said(check.case, superior, "最后一天")
    clock.travel_to(closed_on + dt.timedelta(days=31))
    refused(Conflict, lambda: said(check.case, superior, "晚了"), "closed for too long")


def test_only_its_author_strikes_a_comment_out_and_once(
    check: TaskAssignment, commissioner: User, superior: User
) -> None:
    found = said(check.case, commissioner)
    refused(
        PermissionDenied,
        lambda: commenting.strike_comment(found.public_id, by=superior, key=desk.key()),
        "Only the one who wrote",
    )
    first = commenting.strike_comment(found.public_id, by=commissioner, key="once")
    assert first.struck
    assert commenting.strike_comment(found.public_id, by=commissioner, key="once").struck_at == first.struck_at
    refused(Conflict, lambda: commenting.strike_comment(found.public_id, by=commissioner, key=desk.key()))
    refused(IntegrityError, lambda: Comment.objects.filter(pk=found.pk).update(text="x"))


def test_a_comment_sent_twice_is_written_once(check: TaskAssignment, commissioner: User) -> None:
    first = said(check.case, commissioner, key="once")
    assert said(check.case, commissioner, key="once").pk == first.pk
    assert Comment.objects.count() == 1
