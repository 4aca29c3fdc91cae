"""What goes out in words (消息文字): kind, matter, step, number, day and a link, in the reader's language.

Names of members and whatever somebody wrote stay in the house, unless the policy lets mails name the member.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import ngettext, pgettext

from audit import clock
from registry.access import viewer_of
from registry.models import Person
from workflows.engine import access
from workflows.engine.able import able_on
from workflows.engine.channels import Message
from workflows.engine.digesting import items_of
from workflows.engine.models import Delivery, Digest, Notice
from workflows.engine.settling import choice_of, reachable
from workflows.engine.turns import pack_of

Kind = Notice.Kind
# Kinds that are about what the reader himself has to do: nothing to be said once he cannot do it any more.
OWN_TASKS = (Kind.TASK, Kind.BACK, Kind.REMINDER, Kind.URGED)
HEADS = {
    Kind.TASK: _l("A task waits for you"),
    Kind.BACK: _l("A task has come back to you or was handed to you"),
    Kind.REMINDER: _l("A task of yours is nearly or just due"),
    Kind.ESCALATED: _l("A task below you is overdue"),
    Kind.URGED: _l("You are asked to hurry"),
    Kind.COPIED: _l("A case is copied to you"),
    Kind.COMMENT: _l("Somebody has commented on a case of yours"),
    Kind.CASE: _l("Something has happened in a case of yours"),
}
MOST = 50


def message_of(delivery: Delivery) -> Message | None:
    """What a delivery sends now; None if there is no reason left to send it."""
    if delivery.channel == Delivery.Channel.WEBHOOK:
        return _facts(delivery) if delivery.notice is not None else None
    if delivery.notice is not None:
        return _one(delivery, delivery.notice)
    return _summary(delivery, delivery.digest) if delivery.digest is not None else None


def still_his(notices: Iterable[Notice], person: Person) -> list[Notice]:
    """The notices that still concern a person: the case may be seen, the task is open and his to do. For one reader."""
    listed, today = list(notices), clock.today()
    user = getattr(person, "user", None)
    if user is None:
        return []
    seen = set(
        access.cases_for(viewer_of(user, today)).filter(pk__in={n.case_id for n in listed}).values_list("pk", flat=True)
    )
    turns = [notice.turn for notice in listed if notice.turn is not None]
    for notice in listed:
        if notice.turn is not None:
            notice.turn.case = notice.case
    able = able_on(turns, today)
    return [n for n in listed if n.case_id in seen and (n.turn is None or _concerns(n, able[n.turn.pk]))]


def _concerns(notice: Notice, able: frozenset[int]) -> bool:
    assert notice.turn is not None
    return notice.turn.is_open and (notice.kind not in OWN_TASKS or notice.person_id in able)


def _one(delivery: Delivery, notice: Notice) -> Message | None:
    person = notice.person
    if notice.read_at is not None or not reachable(person) or not still_his([notice], person):
        return None
    with translation.override(choice_of(person).language):
        head = str(HEADS[Kind(notice.kind)])
        lines = [f"{head}{_end()}", "", *_lines(notice), "", _link(notice), "", *_foot()]
        return Message(delivery.public_id, person.user.email, f"{head} {notice.case.number}", "\n".join(lines))


def _summary(delivery: Delivery, digest: Digest) -> Message | None:
    person = digest.person
    items = still_his(items_of(digest), person) if digest.day == clock.today() and reachable(person) else []
    if not items:
        return None
    with translation.override(choice_of(person).language):
        head = ngettext("%(n)s matter is open", "%(n)s matters are open", len(items)) % {"n": len(items)}
        lines = [f"{head}{_end()}"]
        for notice in items[:MOST]:
            lines += ["", str(HEADS[Kind(notice.kind)]), *_lines(notice), _link(notice)]
        if len(items) > MOST:
            lines += [
                "",
                _("The others are listed on your desk: %(link)s") % {"link": settings.PUBLIC_URL + reverse("notices")},
            ]
        subject = _("%(head)s, %(day)s") % {"head": head, "day": digest.day}
        return Message(delivery.public_id, person.user.email, subject, "\n".join([*lines, "", *_foot()]))


def _lines(notice: Notice) -> list[str]:
    """Matter, step, number and last day; the member only where the policy of the case lets mails name him."""
    case, turn = notice.case, notice.turn
    pairs = [(_("Matter"), case.flow_class.title), (_("Number"), case.number)]
    if turn is not None:
        pairs.append((_("Step"), turn.definition.title))
        pairs += [(_("Due"), turn.due_on)] if turn.due_on else []
    if case.subject is not None and pack_of(case).desk.mail_names_member.value:
        pairs.append((_("Member"), case.subject.person.name))
    colon = pgettext("label", ": ")
    return [f"{label}{colon}{value}" for label, value in pairs]


def _end() -> str:
    return pgettext("sentence", ".")


def _link(notice: Notice) -> str:
    return settings.PUBLIC_URL + reverse("notice", args=[notice.public_id])


def _foot() -> list[str]:
    return [
        _("How you are told is yours to choose: %(link)s") % {"link": settings.PUBLIC_URL + reverse("notice_choice")}
    ]


def _facts(delivery: Delivery) -> Message | None:
    """Ids only: whoever receives them asks the desk for the rest."""
    notice = delivery.notice
    assert notice is not None
    if notice.turn is not None and not notice.turn.is_open:
        return None
    facts = {
        "type": f"notice.{notice.kind}",
        "timestamp": _iso(notice.at),
        "data": {
            "notice": notice.public_id,
            "person": notice.person.public_id,
            "case": notice.case.reference,
            "process": notice.case.process_name,
            "task": notice.turn.public_id if notice.turn else None,
            "step": notice.turn.step if notice.turn else None,
            "url": _link(notice),
        },
    }
    return Message(delivery.public_id, "", "", "", facts)


def _iso(moment: dt.datetime) -> str:
    return timezone.localtime(moment).isoformat(timespec="seconds")
