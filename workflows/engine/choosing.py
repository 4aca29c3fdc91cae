"""Choosing how one is told (设置通知方式), and the address mails go to."""

from __future__ import annotations

from collections.abc import Mapping

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from registry import persons
from registry.access import Viewer
from registry.models import User
from registry.refusals import Refused
from workflows.engine.digesting import default_hour
from workflows.engine.models import Notice, NoticeChoice
from workflows.engine.settling import choice_of, default_mailing
from workflows.policy import asking


def choice_for(viewer: Viewer) -> NoticeChoice:
    """What a viewer has chosen, filled up with what the policy of his first organisation says; not saved."""
    assert viewer.person is not None
    found = choice_of(viewer.person)
    places = viewer.organisations()
    pack = asking.policy_of(places[0], viewer.on) if places else asking.base(viewer.on)
    usual = {kind: default_mailing(kind, pack.desk) for kind in Notice.Kind.values}
    found.mailing = usual | found.mailing
    found.digest_hour = default_hour(viewer.on) if found.digest_hour is None else found.digest_hour
    return found


@transaction.atomic
def choose(by: User, *, mailing: Mapping[str, str], digest_hour: int, language: str, email: str) -> NoticeChoice:
    """Keep how a person wants to be told, and where mails go; PermissionDenied, Refused (no such kind, hour, address)."""
    if by.person is None:
        raise PermissionDenied(_("This account does not belong to a person."))
    if not set(mailing) <= set(Notice.Kind.values) or Notice.Mailing.UNSETTLED in mailing.values():
        raise Refused(_("There is no such kind of notice."))
    persons.set_email(by, email, by=by.actor)
    values = {"mailing": dict(mailing), "digest_hour": digest_hour, "language": language}
    chosen, _new = NoticeChoice.objects.update_or_create(person=by.person, defaults=values)
    return chosen
