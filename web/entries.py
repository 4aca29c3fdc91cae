"""The lines of the lists of the board (过问名单条目): who or what, where, since when, in words; by row numbers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Min, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from audit import clock
from documents.models import Letter
from registry import posts
from registry.access import Viewer, members_for
from registry.calendar import Calendar, the_calendar
from registry.models import Affiliation, Member, Post
from workflows.engine.able import waiting_turns
from workflows.engine.models import Pause, TaskAssignment


@dataclass
class Entry:
    """A line of a list: who or what, where, since when; each with the page it leads to, where the viewer may open it."""

    name: str
    where: str
    since: dt.date | None
    words: str
    case: str = ""
    member: int | None = None
    place: str = ""
    # The number of the dossier, where the viewer may open it.
    dossier: str = ""


def with_dossiers(entries: Iterable[Entry], viewer: Viewer) -> None:
    """Note which dossiers of those named the viewer may open; one statement for all."""
    found = list(entries)
    asked = {entry.member for entry in found if entry.member is not None}
    seen = dict(members_for(viewer).filter(pk__in=asked).values_list("pk", "public_id"))
    for entry in found:
        entry.dossier = seen.get(entry.member, "") if entry.member is not None else ""


def _in_order(rows: QuerySet[Any], keys: list[int]) -> list[Any]:
    found = rows.in_bulk(keys)
    return [found[key] for key in keys if key in found]


def of_letters(keys: list[int], day: str) -> list[Entry]:
    """Letters, since a day that the letter has a column of."""
    letters = _in_order(Letter.objects.select_related("member__person", "sender", "receiver", "paper"), keys)
    return [_letter(letter, getattr(letter, day)) for letter in letters]


def _letter(letter: Letter, since: dt.date | None) -> Entry:
    way = {"sender": letter.sender.short_name, "receiver": letter.receiver.short_name}
    where = _("%(sender)s to %(receiver)s") % way
    words = f"{letter.paper.number} {letter.get_state_display()}"
    return Entry(str(letter.member), where, since, words, letter.paper.case_reference, letter.member_id)


def of_turns(keys: list[int], on: dt.date) -> list[Entry]:
    """Overdue turns, with the post where each waits and who holds it."""
    read = ("case__subject__person", "case__organisation", "post__organisation")
    turns: list[TaskAssignment] = _in_order(TaskAssignment.objects.select_related(*read), keys)
    held = posts.names_on({turn.post_id for turn in turns}, on)
    calendar = the_calendar(on)
    return [_turn(turn, held.get(turn.post_id, []), calendar, on) for turn in turns]


def _turn(turn: TaskAssignment, holders: list[str], calendar: Calendar, on: dt.date) -> Entry:
    days = calendar.between(turn.due_on, on) if turn.due_on else 0
    late = ngettext("%(n)s working day overdue", "%(n)s working days overdue", days) % {"n": days}
    words = f"{turn.case.flow_class.step_said(turn.step).title} · {late}"
    who = "、".join(holders) or _("nobody today")
    where = f"{turn.post} · {who}"
    return Entry(turn.case.about, where, turn.due_on, words, turn.case.reference)


def of_pauses(keys: list[int]) -> list[Entry]:
    """Suspensions, by whom and why."""
    read = ("case__subject__person", "case__organisation", "person")
    pauses: list[Pause] = _in_order(Pause.objects.select_related(*read), keys)
    return [
        Entry(pause.case.about, f"{pause.as_whom} · {pause.person}", pause.on, pause.reason, pause.case.reference)
        for pause in pauses
    ]


def of_members(keys: list[int], on: dt.date) -> list[Entry]:
    """Members and up to which month their dues are paid."""
    members: list[Member] = _in_order(Member.objects.select_related("person"), keys)
    stays = Affiliation.objects.on(on).filter(member__in=keys).select_related("organisation")
    homes = {stay.member_id: stay.organisation.short_name for stay in stays}
    return [_member(member, homes.get(member.pk, "")) for member in members]


def _member(member: Member, home: str) -> Entry:
    paid = f"{member.dues_paid_until:%Y-%m}" if member.dues_paid_until else ""
    return Entry(str(member), home, None, _("paid up to %(month)s") % {"month": paid}, member=member.pk)


def of_posts(keys: list[int]) -> list[Entry]:
    """Posts with how many tasks wait there, and since when the oldest does."""
    found: list[Post] = _in_order(Post.objects.select_related("organisation"), keys)
    waiting = TaskAssignment.objects.filter(waiting_turns(clock.now()), post_id__in=keys, person__isnull=True)
    counted = {
        post: (many, oldest)
        for post, many, oldest in waiting.order_by().values_list("post").annotate(Count("pk"), Min("opened_at__date"))
    }
    return [_post(post, *counted.get(post.pk, (0, None))) for post in found]


def _post(post: Post, many: int, oldest: dt.date | None) -> Entry:
    words = ngettext("%(n)s task waits", "%(n)s tasks wait", many) % {"n": many}
    return Entry(post.title, post.organisation.name, oldest, words, place=post.organisation.public_id)
