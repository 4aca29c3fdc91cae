"""The daily summary: what is still open, once a day, at each one's hour, on working days; never an empty one."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from audit import clock
from registry.models import Member, User
from tests import desk
from tests.workflows.mailing import Broken, by
from workflows.engine import collecting, delivering, digesting, notifying
from workflows.engine.channels import Temporary
from workflows.engine.models import Delivery, Digest, Notice, NoticeChoice, TaskAssignment

D = dt.date
pytestmark = pytest.mark.usefixtures("mail_set_up", "still")


@pytest.fixture
def in_summary(waiting: TaskAssignment, holder: User) -> TaskAssignment:
    """A task that waits for the summary; told on Tuesday 24 November."""
    NoticeChoice.objects.update(mailing={}, digest_hour=8)
    notifying.run_due()
    assert mail.outbox == []
    return waiting


def at(day: dt.date, hour: int) -> list[str]:
    """Let the worker run at an hour of a day; the subjects of what it sent."""
    clock.travel_to(day, hour)
    mail.outbox.clear()
    notifying.run_due()
    return [message.subject for message in mail.outbox]


def test_what_is_still_open_is_mailed_once_a_day_at_its_hour(in_summary: TaskAssignment) -> None:
    assert at(D(2026, 11, 24), 23) == []  # it came after eight o'clock
    assert at(D(2026, 11, 25), 7) == []
    assert at(D(2026, 11, 25), 8) == ["1 matter is open, 2026-11-25"]
    assert at(D(2026, 11, 25), 9) == []
    assert at(D(2026, 11, 26), 12) == ["1 matter is open, 2026-11-26"]
    assert Digest.objects.count() == 2


def test_the_summary_names_no_member_and_links_to_the_notice(
    in_summary: TaskAssignment, ordinary_member: Member
) -> None:
    at(D(2026, 11, 25), 8)
    (sent,) = mail.outbox
    notice = Notice.objects.get(turn=in_summary)
    assert f"https://gc.example.org/me/notices/{notice.public_id}/" in sent.body
    assert in_summary.case.number in sent.body
    assert ordinary_member.person.name not in sent.body


def test_what_was_decided_meanwhile_is_not_in_it_and_an_empty_one_is_not_written(in_summary: TaskAssignment) -> None:
    desk.act(in_summary)
    assert at(D(2026, 11, 25), 8) == []
    assert Digest.objects.count() == 0


def test_what_is_decided_between_writing_and_sending_is_not_sent(
    in_summary: TaskAssignment, holder: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock.travel_to(D(2026, 11, 25), 8)
    collecting.collect()
    assert digesting.write_digests() == 1
    desk.act(in_summary, holder)
    assert dict(delivering.deliver()) == {"dropped": 1}
    assert mail.outbox == []


def test_a_day_of_rest_waits_for_the_next_working_day(in_summary: TaskAssignment) -> None:
    """Saturday and Sunday are silent; Monday has one mail."""
    found = [at(D(2026, 11, 28), 9), at(D(2026, 11, 29), 9), at(D(2026, 11, 30), 9)]
    assert found == [[], [], ["1 matter is open, 2026-11-30"]]


def test_news_stands_in_one_summary_alone(in_summary: TaskAssignment, holder: User) -> None:
    desk.act(in_summary)
    Notice.objects.create(
        person=holder.person, case=in_summary.case, kind="case", key="news", sentence=["x", {}], at=clock.now(),
        visible_from=clock.now(),
    )  # fmt: skip
    assert at(D(2026, 11, 25), 8) == ["1 matter is open, 2026-11-25"]
    assert at(D(2026, 11, 26), 8) == []


def test_each_has_his_own_hour(in_summary: TaskAssignment, holder: User) -> None:
    NoticeChoice.objects.update(digest_hour=17)
    assert at(D(2026, 11, 25), 16) == []
    assert at(D(2026, 11, 25), 17) == ["1 matter is open, 2026-11-25"]


def test_without_a_choice_it_comes_at_the_hour_of_the_policy(in_summary: TaskAssignment) -> None:
    NoticeChoice.objects.all().delete()
    assert at(D(2026, 11, 25), 7) == []
    assert len(at(D(2026, 11, 25), 8)) == 1


def test_a_summary_is_one_a_person_and_day(in_summary: TaskAssignment, holder: User) -> None:
    at(D(2026, 11, 25), 8)
    with pytest.raises(IntegrityError), transaction.atomic():
        Digest.objects.create(person=holder.person, day=D(2026, 11, 25), until=clock.now())


def test_a_summary_of_yesterday_is_not_sent_any_more(
    in_summary: TaskAssignment, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        by(patch, Broken(*(Temporary("away") for _ in range(9))))
        clock.travel_to(D(2026, 11, 25), 8)
        notifying.run_due()
    assert at(D(2026, 11, 26), 9) == ["1 matter is open, 2026-11-26"]
    assert [d.state for d in Delivery.objects.order_by("pk")] == ["dropped", "sent"]


def test_what_no_summary_will_list_is_forgotten(in_summary: TaskAssignment) -> None:
    assert digesting.forget_old() == 0
    desk.act(in_summary)
    assert digesting.forget_old() == 1
    assert Notice.objects.get(turn=in_summary).mailing == "not"
