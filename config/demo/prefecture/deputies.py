"""Who acts for whom in the demo prefecture (演示委托): some now, one whose time is over, one who has yet to begin."""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import dataclass

from audit import clock
from config.demo.building import Demo
from registry.models import Appointment, Delegation, Role, User
from workflows.engine import deputies
from workflows.engine.authority import may_act
from workflows.engine.models import TaskAssignment


@dataclass(frozen=True)
class Deputy:
    """A delegation to be given (拟委托): the post, the role of the proxy there, first and last day from the demo's day."""

    code: str
    role: str
    proxy: str
    since: int
    until: int
    reason: str


DEPUTIES = (
    Deputy("HK01", Role.ORGANISER, Role.DEPUTY_SECRETARY, -47, -33, "住院治疗"),
    Deputy("QH01", Role.ORGANISER, Role.DEPUTY_SECRETARY, -12, 16, "参加州委党校培训班"),
    Deputy("QH02", Role.SECRETARY, Role.DEPUTY_SECRETARY, -9, 20, "挂职学习"),
    Deputy("YX01", Role.ORGANISER, Role.DEPUTY_SECRETARY, -6, 8, "休假"),
    Deputy("HK0102", Role.SECRETARY, Role.ORGANISATION_COMMISSIONER, -5, 9, "外出务工招聘"),
    Deputy("LS01", Role.ORGANISER, Role.DEPUTY_SECRETARY, 4, 17, "参加援外医疗队行前培训"),
)
# On which day one that begins later was given, counted from the demo's day.
GIVEN_AHEAD = -5


def given_on(deputy: Deputy, day: dt.date) -> dt.date:
    """The day on which a delegation is given: its first, or some days before one that has yet to begin."""
    return day + dt.timedelta(days=min(deputy.since, GIVEN_AHEAD))


def give(deputy: Deputy, demo: Demo) -> Delegation:
    """Give it, as the holder does."""
    giver, proxy = demo.holder(deputy.code, deputy.role), demo.holder(deputy.code, deputy.proxy)
    post = demo.organisations[deputy.code].posts.select_related("organisation").get(role=deputy.role)
    since, until = (demo.day + dt.timedelta(days=days) for days in (deputy.since, deputy.until))
    since = max(since, clock.today())
    assert giver.person is not None
    assert proxy.person is not None
    return deputies.delegate(
        post, proxy.person, by=giver, giver=giver.person, since=since, until=until, reason=deputy.reason,
        key=secrets.token_hex(8),
    )  # fmt: skip


def proxy_for(turn: TaskAssignment, on: dt.date) -> User | None:
    """The deputy of whoever holds the post of a turn, if there is one on a day who may act on it."""
    holders = Appointment.objects.on(on).filter(post_id=turn.post_id).values("person")
    running = Delegation.objects.filter(
        post_id=turn.post_id, giver__in=holders, since__lte=on, until__gte=on, revoked_at__isnull=True
    )
    found = running.select_related("proxy__user").first()
    user = found.proxy.user if found is not None else None
    return user if user is not None and may_act(turn, user, on) else None
