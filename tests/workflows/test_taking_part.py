"""Attachments, comments and copies: who may, what is written, who reads it, and that a refusal leaves nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import Http404
from django.utils import translation

from audit import clock, journal
from audit.models import Access, Entry
from config.demo import driving
from config.demo.building import Demo
from documents import archive
from registry.access import viewer_of
from registry.models import Appointment, Member, Post, Role, User
from tests import desk
from tests.documents import intake_files as files
from workflows.engine import access, attaching, authority, commenting, copying, deciding, undoing
from workflows.engine.errors import Conflict, Refused
from workflows.engine.models import Attachment, Case, Comment, Copy, Notice, TaskAssignment

PDF = files.pdf()


@pytest.fixture(autouse=True)
def _english() -> Any:
    with translation.override("en"):
        yield


@pytest.fixture
def subject(ordinary_member: Member) -> User:
    """The member the case is about."""
    return ordinary_member.person.user


@pytest.fixture
def commissioner(world: Demo) -> User:
    """Whoever has the check."""
    return world.holder("QH0101", Role.ORGANISATION_COMMISSIONER)


def attached(case: Case, by: User, **more: Any) -> Attachment:
    given = {"name": "证明.pdf", "content": PDF, "key": desk.key()} | more
    return attaching.attach(case.pk, by=by, **given)


def said(case: Case, by: User, text: str = "请核对电话。", audience: str = "officials", **more: Any) -> Comment:
    return commenting.comment(case.pk, by=by, text=text, audience=audience, **({"key": desk.key()} | more))


def copied(case: Case, by: User, post: Post, remark: str = "", **more: Any) -> Copy:
    return copying.copy_to(case.pk, by=by, post=post, remark=remark, **({"key": desk.key()} | more))


def refused(kind: type[Exception], do: Callable[[], Any], match: str | None = None) -> None:
    """A refusal, after which nothing has changed."""
    before = desk.state()
    with pytest.raises(kind, match=match), transaction.atomic():
        do()
    assert desk.state() == before


def post_of(user: User) -> Post:
    return Appointment.objects.on(clock.today()).filter(person=user.person).order_by("pk")[0].post


# -- attachments -------------------------------------------------------------------------------------------------------


def test_a_file_is_kept_with_who_when_and_at_which_turn(check: TaskAssignment, commissioner: User) -> None:
    found = attached(check.case, commissioner)
    assert (found.title, found.media, found.size) == ("证明.pdf", "application/pdf", len(PDF))
    assert (found.turn_id, found.person_id, found.as_whom) == (check.pk, commissioner.person_id, str(check.post))
    assert archive.fetch(found.sha256, archive.ATTACHMENTS) == PDF
    entry = Entry.objects.filter(act="file.attached").get()
    assert entry.facts == {"attachment": found.public_id, "media": "application/pdf", "size": len(PDF)}
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
    content, sentence = files.HOSTILE["macro.docx"]
    refused(Refused, lambda: attached(check.case, commissioner, name="macro.docx", content=content), sentence)


def _limited(monkeypatch: pytest.MonkeyPatch, **values: int) -> None:
    from dataclasses import replace

    from workflows.engine import turns

    def pack_of(case: Case) -> Any:
        pack = turns.pack_of(case)
        terms = {name: replace(getattr(pack.desk, name), value=value) for name, value in values.items()}
        return replace(pack, desk=replace(pack.desk, **terms))

    monkeypatch.setattr(attaching, "pack_of", pack_of)
    monkeypatch.setattr(commenting, "pack_of", pack_of)


def test_size_and_number_are_the_packs(
    check: TaskAssignment, commissioner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    _limited(monkeypatch, attachments_in_a_case=1, attachment_megabytes=1)
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


# -- comments ----------------------------------------------------------------------------------------------------------


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


def told(kind: str) -> set[int]:
    return set(Notice.objects.filter(kind=kind).values_list("person_id", flat=True))


def test_whoever_left_his_post_is_told_nothing(check: TaskAssignment, commissioner: User, superior: User) -> None:
    desk.act(check, commissioner)
    Appointment.objects.filter(person=commissioner.person).update(until=clock.today() - dt.timedelta(days=1))
    said(check.case, superior)
    assert commissioner.person_id not in told("comment")


def test_comments_are_taken_for_some_days_after_the_end(
    check: TaskAssignment, secretary: User, superior: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    _limited(monkeypatch, comment_days_after=30)
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


# -- copies ------------------------------------------------------------------------------------------------------------


def test_a_copy_lets_the_holders_see_the_case_and_gives_no_right_to_act(
    world: Demo, check: TaskAssignment, commissioner: User, sister: User
) -> None:
    sister_post = post_of(sister)
    refused(Refused, lambda: copied(check.case, commissioner, sister_post), "involved, above you or below you")
    general = world.holder("QH01", Role.ORGANISER)
    found = copied(check.case, commissioner, post_of(general), "请知悉")
    assert (found.as_whom, found.note) == (str(check.post), "请知悉")
    assert told("copied") == {a.person_id for a in Appointment.objects.on(clock.today()).filter(post=post_of(general))}
    assert not authority.may_act(check, general, clock.today())
    with pytest.raises(PermissionDenied):
        deciding.decide(check.public_id, by=general, data=desk.answers(check), key=desk.key())


def test_a_post_below_may_be_copied_to_and_sees_the_case_from_then_on(
    world: Demo, approval: TaskAssignment, superior: User, sister: User
) -> None:
    viewer = viewer_of(sister, clock.today())
    assert not access.cases_for(viewer).filter(pk=approval.case_id).exists()
    copied(approval.case, superior, post_of(sister))
    assert access.cases_for(viewer).filter(pk=approval.case_id).exists()


def test_who_may_copy(
    world: Demo, check: TaskAssignment, commissioner: User, secretary: User, subject: User, superior: User, outsider: User
) -> None:  # fmt: skip
    post = post_of(world.holder("QH01", Role.ORGANISER))
    case = Case.objects.get(pk=check.case_id)
    for by in (superior, outsider, subject):
        assert not copying.may_copy(case, by)
        refused(PermissionDenied, lambda by=by: copied(case, by, post))
    assert copying.may_copy(case, commissioner)
    assert copying.may_copy(case, secretary)
    assert copied(case, secretary, post).as_whom == "发起人"
    refused(Refused, lambda: copied(case, commissioner, post), "copied to .* already")


def test_a_vacant_post_is_not_copied_to(world: Demo, check: TaskAssignment, commissioner: User) -> None:
    organiser = world.holder("QH01", Role.ORGANISER)
    post = post_of(organiser)
    for days, vacant in ((0, False), (1, True)):
        last = clock.today() - dt.timedelta(days=days)
        Appointment.objects.filter(post=post).update(until=last)
        if vacant:
            refused(Refused, lambda: copied(check.case, commissioner, post), "Nobody holds this post today")
        else:
            assert copying.find(check.case, check.post.organisation, organiser.person.name, 5)


def test_posts_are_found_by_organisation_title_and_holder(world: Demo, check: TaskAssignment, sister: User) -> None:
    place = check.post.organisation
    organiser = world.holder("QH01", Role.ORGANISER)
    assert post_of(organiser) in copying.find(check.case, place, organiser.person.name, 20)
    title = post_of(organiser).title
    both = copying.find(check.case, place, f"{organiser.person.name} {title}", 20)
    assert post_of(organiser) in both
    assert all(found.organisation_id in place.lineage for found in copying.find(check.case, place, title, 50))
    assert copying.find(check.case, place, sister.person.name, 20) == []


def test_reading_is_noted_once_by_the_first_holder(world: Demo, check: TaskAssignment, commissioner: User) -> None:
    organiser = world.holder("QH01", Role.ORGANISER)
    found = copied(check.case, commissioner, post_of(organiser))
    viewer = viewer_of(organiser, clock.today())
    assert copying.unread(viewer, 100) == 1
    before = Entry.objects.count()
    copying.note_reading(viewer_of(commissioner, clock.today()), check.case)
    assert copying.unread(viewer, 100) == 1
    copying.note_reading(viewer, check.case)
    found.refresh_from_db()
    first = found.read_at
    assert (copying.unread(viewer, 100), found.read_by_id) == (0, organiser.person_id)
    clock.advance(dt.timedelta(hours=1))
    copying.note_reading(viewer, check.case)
    found.refresh_from_db()
    assert found.read_at == first
    assert Entry.objects.count() == before


def test_a_copy_sent_twice_is_made_once(world: Demo, check: TaskAssignment, commissioner: User) -> None:
    post = post_of(world.holder("QH01", Role.ORGANISER))
    first = copied(check.case, commissioner, post, key="once")
    assert copied(check.case, commissioner, post, key="once").pk == first.pk
    assert Copy.objects.count() == 1


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


def test_the_walks_actor_is_who_we_think(check: TaskAssignment, commissioner: User) -> None:
    assert driving.actor_for(check) == commissioner
