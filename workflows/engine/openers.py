"""Who may open a case (发起权限): whoever has an opening post there, himself or as a proxy; the subject for himself."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from registry.access import Viewer
from registry.acting import Holding, holdings_of
from registry.models import Organisation, User
from workflows.engine import catalogue
from workflows.engine.authority import lock_account, lock_holdings
from workflows.engine.words import Process


def places_to_open(process: type[Process], user: User, on: dt.date) -> list[Organisation]:
    """Where a user may open a case of a process: by a post, or for himself at home."""
    held = list({h.post.organisation_id: h.post.organisation for h in _opening(process, user, on)}.values())
    home = _home(process, user, on)
    return [*held, home] if home is not None and home not in held else held


def may_open_any(viewer: Viewer) -> bool:
    """Whether a viewer may open some case somewhere: by a post he is known to have, or for himself at home."""
    known = catalogue.processes().values()
    by_post = any(_opens(process, held) for process in known for held in viewer.held)
    return by_post or any(_home(process, viewer.user, viewer.on) is not None for process in known)


def behalf(process: type[Process], viewer: Viewer, organisation: Organisation) -> str:
    """The name of the holder for whom a viewer would open a case at an organisation; empty where he holds a post there."""
    here = [held for held in viewer.held if held.post.organisation_id == organisation.pk and _opens(process, held)]
    return here[0].holder_name if here else ""


def _opens(process: type[Process], held: Holding) -> bool:
    """Whether a post, had in some way, opens cases of a process."""
    level = held.post.organisation.level in process.opened_at_levels
    return level and held.post.role in process.opened_by and held.covers(process.name)


def _opening(process: type[Process], user: User, on: dt.date) -> list[Holding]:
    """The posts by which a user may open a case: his own first, then those he is a proxy for."""
    return [held for held in holdings_of(user.person, on) if _opens(process, held)]


def _home(process: type[Process], user: User, on: dt.date) -> Organisation | None:
    """The organisation at which a user may open a case about himself."""
    member = getattr(user.person, "member", None) if user.person else None
    if not process.opened_by_subject or member is None or not (member.on_the_roll or process.opened_by_former):
        return None
    homes = member.affiliations.select_related("organisation")
    home = homes.on(on).first() if member.on_the_roll else homes.order_by("since").last()
    return home.organisation if home is not None and not home.organisation.outside else None


def by_post(process: type[Process], user: User, organisation: Organisation, on: dt.date) -> list[Holding]:
    """The posts by which a user may open a case at one organisation, his own first."""
    return [held for held in _opening(process, user, on) if held.post.organisation_id == organisation.pk]


def opened_for(process: type[Process], user: User, organisation: Organisation, subject: Any, on: dt.date) -> int | None:
    """Id of the holder for whom a user would open a case as a proxy; None where he opens it himself."""
    held = _fitting(by_post(process, user, organisation, on), process, user, subject)
    return held[0].appointment.person_id if held and held[0].chain else None


def _fitting(held: list[Holding], process: type[Process], user: User, subject: Any) -> list[Holding]:
    """Without the delegations where somebody asks for himself: then he is nobody's deputy."""
    for_himself = process.opened_by_subject and subject is not None and subject.person_id == user.person_id
    return [holding for holding in held if not (for_himself and holding.chain)]


def may_open_for(process: type[Process], user: User, organisation: Organisation, subject: Any, on: dt.date) -> bool:
    """Whether a user may open this case: by a post there, his own or one he is a proxy for, or for himself at home."""
    if _fitting(by_post(process, user, organisation, on), process, user, subject):
        return True
    for_himself = subject is not None and subject.person_id == user.person_id
    return for_himself and _home(process, user, on) == organisation


def lock_right(
    process: type[Process], by: User, organisation: Organisation, subject: Any, today: dt.date, held: list[Holding]
) -> Holding | None:
    """Lock by what a user opens a case, and his account: neither ends before it is open. None where it is for himself.

    ``held`` was read without a lock (``by_post``) and only says which posts to ask for. Raises PermissionDenied.
    """
    for holding in _fitting(held, process, by, subject):
        if locked := lock_holdings(by, holding.appointment.post_id, process.name, today):
            return locked[0]
    lock_account(by)
    for_himself = subject is not None and subject.person_id == by.person_id
    if not for_himself or _home(process, by, today) != organisation:
        raise PermissionDenied(_("You do not hold a post that may start this here."))
    return None
