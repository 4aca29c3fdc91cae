"""What leaves the house: by choice and policy, in the reader's language, retried, never a second row, never too late."""

from __future__ import annotations

import datetime as dt
import json
import smtplib
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import IntegrityError, transaction

from audit import clock
from config.demo.building import Demo
from registry.models import Member, User
from tests import desk
from tests.workflows.mailing import Broken, by
from workflows.engine import channels, collecting, delivering, integrity, notifying, settling
from workflows.engine.channels import Permanent, Temporary
from workflows.engine.delivering import LEASE, PAUSES
from workflows.engine.models import Case, Delivery, Notice, NoticeChoice, TaskAssignment

D = dt.date
SECOND = dt.timedelta(seconds=1)


pytestmark = pytest.mark.usefixtures("mail_set_up", "still")


class Killed(BaseException):
    """The worker died here."""


def states() -> list[tuple[str, str, int, str]]:
    return [(d.channel, d.state, d.attempts, d.error) for d in Delivery.objects.order_by("pk")]


def test_a_task_is_mailed_without_the_members_name(waiting: TaskAssignment, ordinary_member: Member) -> None:
    done = notifying.run_due()
    assert done == {"turns": 1, "notices": 1, "digests": 0, "sent": 1}
    (sent,) = mail.outbox
    notice, delivery = Notice.objects.get(turn=waiting), Delivery.objects.get()
    assert sent.to == ["wei@example.org"]
    assert sent.subject == f"A task waits for you {waiting.case.number}"
    assert sent.body == "\n".join(
        [
            "A task waits for you.", "",
            "Matter: Transfer of a member's relationship", f"Number: {waiting.case.number}",
            "Step: Check by the branch", "Due: 2026-12-01", "",
            f"https://gc.example.org/me/notices/{notice.public_id}/", "",
            "How you are told is yours to choose: https://gc.example.org/me/notices/settings",
        ]
    )  # fmt: skip
    assert ordinary_member.person.name not in sent.body + sent.subject
    assert sent.message()["Message-ID"] == f"<{delivery.public_id}@gc.example.org>"
    assert sent.message()["Auto-Submitted"] == "auto-generated"


def test_nothing_is_sent_twice_however_often_the_worker_runs(waiting: TaskAssignment) -> None:
    notifying.run_due()
    before = desk.state()
    for _time in range(5):
        clock.advance(dt.timedelta(hours=1))
        notifying.run_due()
    assert len(mail.outbox) == 1
    assert desk.state() == before


def test_nothing_is_sent_before_the_hold_is_over(case: Case, holder: User) -> None:
    from workflows.engine import undoing

    decision = desk.act(desk.until(case, "consent"))
    clock.advance(29 * SECOND)
    notifying.run_due()
    assert mail.outbox == []
    undoing.recall(decision.public_id, by=decision.by, key=desk.key())
    clock.advance(dt.timedelta(hours=2))
    notifying.run_due()
    assert mail.outbox == []


@pytest.mark.parametrize("why", ["decided", "post ended", "read", "no address", "closed account"])
def test_what_has_lost_its_reason_is_dropped(waiting: TaskAssignment, holder: User, why: str) -> None:
    collecting.collect()
    settling.settle()
    if why == "decided":
        desk.act(waiting)
    elif why == "post ended":
        holder.person.appointments.update(until=clock.today())
        clock.travel_to(clock.today() + dt.timedelta(days=1))
    elif why == "read":
        Notice.objects.update(read_at=clock.now())
    else:
        User.objects.filter(pk=holder.pk).update(**{"email": ""} if why == "no address" else {"is_active": False})
    assert dict(delivering.deliver()) == {"dropped": 1}
    assert mail.outbox == []


@pytest.mark.parametrize(
    ("mailing", "found"),
    [
        ({}, ("digest", 0)),
        ({"task": "not"}, ("not", 0)),
        ({"task": "at_once"}, ("at_once", 1)),
        ({"task": "odd"}, ("digest", 0)),
    ],
)
def test_each_kind_goes_as_the_reader_chose_else_as_the_policy_has_it(
    waiting: TaskAssignment, holder: User, mailing: dict[str, str], found: tuple[str, int]
) -> None:
    NoticeChoice.objects.update(mailing=mailing)
    collecting.collect()
    settling.settle()
    assert (Notice.objects.get(turn=waiting).mailing, Delivery.objects.count()) == found


def test_without_a_channel_nothing_is_written_and_nothing_goes_out_later(
    waiting: TaskAssignment, settings: Any
) -> None:
    settings.MAIL_SET_UP = False
    notifying.run_due()
    settings.MAIL_SET_UP = True
    notifying.run_due()
    assert (Delivery.objects.count(), mail.outbox) == (0, [])


def test_a_notice_has_one_delivery_a_channel(waiting: TaskAssignment) -> None:
    notifying.run_due()
    with pytest.raises(IntegrityError), transaction.atomic():
        Delivery.objects.create(notice=Notice.objects.get(turn=waiting), channel="mail", next_at=clock.now())


# -- when it fails ------------------------------------------------------------------------------------------------------


def test_it_is_tried_again_after_growing_pauses_then_given_up(
    waiting: TaskAssignment, monkeypatch: pytest.MonkeyPatch
) -> None:
    by(monkeypatch, Broken(*(Temporary(f"n{n}") for n in range(20))))
    notifying.run_due()
    for number, pause in enumerate(PAUSES, start=1):
        assert states() == [("mail", "waiting", number, f"n{number - 1}")]
        clock.advance(pause - SECOND)
        assert dict(delivering.deliver()) == {}
        clock.advance(SECOND * 2)
        delivering.deliver()
    assert states() == [("mail", "failed", len(PAUSES) + 1, f"n{len(PAUSES)}")]
    clock.advance(dt.timedelta(days=9))
    assert dict(delivering.deliver()) == {}


def test_what_can_never_succeed_is_given_up_at_once(waiting: TaskAssignment, monkeypatch: pytest.MonkeyPatch) -> None:
    by(monkeypatch, Broken(Permanent("SMTP 550")))
    notifying.run_due()
    assert states() == [("mail", "failed", 1, "SMTP 550")]


def test_an_operator_can_let_it_begin_anew(
    waiting: TaskAssignment, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    channel = by(monkeypatch, Broken(Permanent("SMTP 550")))
    notifying.run_due()
    delivery = Delivery.objects.get()
    call_command("deliveries", "--json")
    (line,) = json.loads(capsys.readouterr().out)
    assert (line["id"], line["state"], line["error"]) == (delivery.public_id, "failed", "SMTP 550")
    call_command("deliveries", "--again", delivery.public_id)
    call_command("deliveries", "--again", "nosuchone0")
    assert capsys.readouterr().out.splitlines() == [f"{delivery.public_id} is tried again", "nosuchone0 has not failed"]
    delivering.deliver()
    assert ([m.id for m in channel.sent], states()) == ([delivery.public_id], [("mail", "sent", 1, "")])


def test_one_message_that_breaks_does_not_hold_up_the_others(
    world: Demo, waiting: TaskAssignment, secretary: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    from config.demo import driving

    member = driving.free_members(world.organisations["QH0101"])[0]
    desk.until(
        desk.opened(secretary, world.organisations["QH0101"], member, world.organisations["HK0102"]), "branch_check"
    )
    channel = by(monkeypatch, Broken(KeyError("odd")))
    assert notifying.run_due()["turns"] == 2
    assert sorted(state for _c, state, _n, _e in states()) == ["sent", "waiting"]
    clock.advance(PAUSES[0])
    delivering.deliver()
    assert len(channel.sent) == 2


def test_a_worker_killed_between_sending_and_marking_repeats_it_recognisably(
    waiting: TaskAssignment, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The one case in which a message goes out twice: with the same id, from the same row."""
    channel = by(monkeypatch, Broken())
    with monkeypatch.context() as patch:
        patch.setattr(delivering, "_mark", lambda *_a, **_k: (_ for _ in ()).throw(Killed()))
        with pytest.raises(Killed):
            notifying.run_due()
    assert states() == [("mail", "sending", 1, "")]
    clock.advance(LEASE - SECOND)
    assert dict(delivering.deliver()) == {}
    clock.advance(2 * SECOND)
    assert dict(delivering.deliver()) == {"sent": 1}
    assert len(channel.sent) == 2
    assert len({message.id for message in channel.sent}) == 1
    assert states() == [("mail", "sent", 2, "")]


def test_a_worker_killed_before_sending_loses_nothing(waiting: TaskAssignment, monkeypatch: pytest.MonkeyPatch) -> None:
    channel = by(monkeypatch, Broken(Killed()))
    with pytest.raises(Killed):
        notifying.run_due()
    clock.advance(LEASE)
    delivering.deliver()
    assert (len(channel.sent), states()) == (1, [("mail", "sent", 2, "")])


def test_a_slow_worker_does_not_overwrite_what_another_has_done(
    waiting: TaskAssignment, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Slow(Broken):
        def send(self, message: channels.Message) -> None:
            if not self.sent:
                self.sent.append(message)
                clock.advance(LEASE)
                delivering.deliver()
                raise Temporary("late")

    by(monkeypatch, Slow())
    notifying.run_due()
    assert states() == [("mail", "sent", 2, "")]


@pytest.mark.parametrize(
    ("error", "kind", "words"),
    [
        (smtplib.SMTPRecipientsRefused({"a@b": (550, b"no such user a@b")}), Permanent, "SMTP 550"),
        (smtplib.SMTPRecipientsRefused({"a@b": (450, b"later")}), Temporary, "SMTP 450"),
        (smtplib.SMTPRecipientsRefused({"a@b": (552, b"full")}), Temporary, "SMTP 552"),
        (smtplib.SMTPDataError(554, b"spam"), Permanent, "SMTP 554"),
        (smtplib.SMTPAuthenticationError(535, b"no"), Temporary, "SMTP 535"),
        (smtplib.SMTPServerDisconnected("x"), Temporary, "SMTPServerDisconnected"),
        (TimeoutError(), Temporary, "TimeoutError"),
    ],
)
def test_what_a_mail_server_says_is_for_now_or_for_good(
    monkeypatch: pytest.MonkeyPatch, error: Exception, kind: type[Exception], words: str
) -> None:
    def fail(*_a: Any, **_k: Any) -> None:
        raise error

    monkeypatch.setattr("django.core.mail.EmailMessage.send", fail)
    with pytest.raises(kind) as raised:
        channels.set_up()["mail"].send(channels.Message("x", "a@b", "s", "b"))
    assert str(raised.value) == words


def test_the_nightly_check_names_what_is_stuck(waiting: TaskAssignment, monkeypatch: pytest.MonkeyPatch) -> None:
    by(monkeypatch, Broken(Permanent("SMTP 550")))
    assert list(integrity.untold(clock.now())) == []
    clock.advance(dt.timedelta(hours=2))
    assert len(list(integrity.untold(clock.now()))) == 1
    notifying.run_due()
    failed = Delivery.objects.get()
    assert list(integrity.untold(clock.now())) == []
    assert list(integrity.late_deliveries(clock.now())) == [f"delivery {failed.public_id} (mail) failed: SMTP 550"]
    Delivery.objects.update(state="waiting", next_at=clock.now() - dt.timedelta(hours=2))
    assert [said.split(" since")[0] for said in integrity.late_deliveries(clock.now())] == [
        f"delivery {failed.public_id} (mail) has been due"
    ]


def test_the_command_says_what_was_done(waiting: TaskAssignment, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("notify", "--json")
    call_command("notify")
    first, second = capsys.readouterr().out.splitlines()
    assert json.loads(first) == {"turns": 1, "notices": 1, "digests": 0, "sent": 1}
    assert second == "turns 0, notices 0, digests 0"
