"""Deputies (代理人): giving a post to somebody for some days under the policy in force, and what deputies are called."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit import clock
from registry import delegations
from registry.acting import Holding
from registry.delegation_rules import Bounds
from registry.models import Delegation, Organisation, Person, Post, User
from workflows.engine import catalogue, commands
from workflows.engine.errors import Conflict, Refused, or_conflict
from workflows.engine.models import Command
from workflows.policy import asking


def bounds_of(organisation: Organisation, on: dt.date) -> Bounds:
    """Through how many hands a post of an organisation may go, and for how many days, by the policy in force."""
    desk = asking.policy_of(organisation, on).desk
    return Bounds(depth=desk.delegation_depth.value, days=desk.delegation_days_most.value)


def delegate(
    post: Post, proxy: Person, *, by: User, giver: Person, since: dt.date, until: dt.date, key: str,
    processes: Sequence[str] = (), reason: str = "",
) -> Delegation:  # fmt: skip
    """Let somebody act for a post (委托代理), from a day to a day, both inclusive; for some processes, or for all.

    By the giver himself, or by a registrar above from paper. Raises PermissionDenied, Refused with each objection at
    its field; a repeat returns the first delegation.
    """
    target = f"post:{post.pk}"
    if done := commands.earlier(key, by=by, name="delegate", target=target):
        return _delegation(done)
    if unknown := set(processes) - catalogue.processes().keys():
        raise Refused(_("Unknown: %(names)s") % {"names": ", ".join(sorted(unknown))}, field="processes")
    try:
        with or_conflict(), transaction.atomic():
            given = delegations.delegate(
                post, proxy, by=by, giver=giver, since=since, until=until, processes=processes, reason=reason,
                bounds=bounds_of(post.organisation, clock.today()),
            )  # fmt: skip
            _keep(key, by, "delegate", target, given)
    except (Refused, IntegrityError):
        # The same form, sent twice at the same moment: the first one may have been faster.
        if done := commands.earlier(key, by=by, name="delegate", target=target):
            return _delegation(done)
        raise
    return given


def revoke(public_id: str, *, by: User, key: str) -> Delegation:
    """Take a delegation back (撤销委托), at once. Raises PermissionDenied, Conflict, Refused; a repeat is harmless."""
    if done := commands.earlier(key, by=by, name="revoke", target=public_id):
        return _delegation(done)
    try:
        with or_conflict(), transaction.atomic():
            revoked = delegations.revoke(public_id, by=by)
            _keep(key, by, "revoke", public_id, revoked)
    except Conflict:
        # The same form, sent twice at the same moment, as above.
        if done := commands.earlier(key, by=by, name="revoke", target=public_id):
            return _delegation(done)
        raise
    return revoked


def _keep(key: str, by: User, name: str, target: str, delegation: Delegation) -> None:
    result = {"delegation": delegation.public_id}
    Command.objects.create(key=key, by=by, name=name, target=target, result=result, at=clock.now())


def _delegation(done: dict[str, str]) -> Delegation:
    return Delegation.objects.select_related("post__organisation", "giver", "proxy").get(public_id=done["delegation"])


def as_whom(held: Holding) -> str:
    """The capacity in which somebody acts, as the record keeps it: the post, and who gave it to him."""
    post = f"{held.post}（主持工作）" if held.appointment.acting else str(held.post)
    if not held.chain:
        return post
    first, *others = [link.giver.name for link in held.chain]
    passed_on = "".join(f"，{name}转委托" for name in others)
    return f"{post}（受{first}委托{passed_on}）"


def why_not(post: Post, person: Person, process: str, on: dt.date) -> str:
    """Why somebody may not act for a post, as far as a delegation to him explains it."""
    given = Delegation.objects.filter(post=post, proxy=person).select_related("giver", "revoked_by__person")
    latest = max(given, key=lambda found: (found.revoked_at is None and found.until >= on, found.pk), default=None)
    names = {"post": post, "giver": latest.giver if latest else ""}
    if latest is None:
        return _("This is up to %(post)s, a post you do not hold today.") % names
    if latest.revoked_at is not None:
        at = f"{timezone.localtime(latest.revoked_at):%Y-%m-%d %H:%M}"
        return _("You no longer act for %(post)s: %(who)s revoked the delegation on %(at)s.") % (
            names | {"who": latest.revoker, "at": at}
        )
    if latest.until < on:
        return _("You no longer act for %(post)s: the delegation ended on %(day)s.") % (names | {"day": latest.until})
    if latest.since > on:
        return _("You do not act for %(post)s yet: the delegation begins on %(day)s.") % (names | {"day": latest.since})
    if latest.processes and process not in latest.processes:
        return _("You act for %(post)s, but not in this kind of case.") % names
    return _("You no longer act for %(post)s: %(giver)s, who delegated it to you, does not have it today.") % names
