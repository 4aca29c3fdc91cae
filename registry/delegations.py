"""Giving a post to a proxy for some days, and taking it back (委托代理)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from audit import clock, journal
from audit.journal import Actor
from registry import registrars
from registry.delegation_rules import Bounds, Facts, Link, Term, objections, ways
from registry.models import Delegation, Organisation, Person, Post, Role, User
from registry.organisations import stream_of
from registry.refusals import Conflict, Refused
from registry.rows import read

_POST = """
SELECT a.id FROM registry_appointment a
WHERE a.person_id = %s AND a.post_id = %s AND a.since <= %s AND (a.until IS NULL OR a.until >= %s)
ORDER BY a.id FOR SHARE
"""
_TERMS = "SELECT a.person_id, a.since, a.until FROM registry_appointment a WHERE a.post_id = %s ORDER BY a.id FOR SHARE"


@transaction.atomic
def delegate(
    post: Post, proxy: Person, *, by: User, giver: Person, since: dt.date, until: dt.date, bounds: Bounds,
    processes: Sequence[str] = (), reason: str = "",
) -> Delegation:  # fmt: skip
    """Let somebody act for a post (委托), from a day to a day; for some kinds of case, or for all if none is named.

    By the giver himself, or by the registrar above who has it from him on paper. ``bounds`` is what the policy allows.
    Raises PermissionDenied, Refused with each objection at its field.
    """
    _refuse_strangers(post, by, giver)
    if post.role == Role.REGISTRAR:
        raise Refused(_("The registers are kept by registrars themselves: their post is not delegated."), field="post")
    if by.person_id != giver.pk and by.person_id == proxy.pk:
        raise PermissionDenied(_("Nobody enters a delegation to himself; ask another registrar."))
    # One after the other: what two gave at the same moment could make a circle together.
    Post.objects.select_for_update(no_key=True).get(pk=post.pk)
    new = Link(giver.pk, proxy.pk, since, until, frozenset(processes))
    facts = facts_of(post, bounds, giver, proxy)
    if by.person_id == giver.pk and not _ever_has(new, facts):
        raise PermissionDenied(_("You do not have this post, so you cannot delegate it."))
    _refuse(new, facts)
    delegation = Delegation(
        post=post, giver=giver, proxy=proxy, since=since, until=until, processes=sorted(processes),
        reason=reason.strip(), created_at=clock.now(), created_by=by,
    )  # fmt: skip
    _save(delegation)
    _note(delegation, "delegation.given", by.actor)
    return delegation


def _refuse_strangers(post: Post, by: User, giver: Person) -> None:
    """PermissionDenied unless the giver himself acts, or a registrar above; what he acts by stays as it is for us."""
    registrars.hold_person(by)
    if by.person_id != giver.pk and not registrars.hold_post(by, post.organisation):
        raise PermissionDenied(_("Only the holder himself, or a registrar above, can delegate this post."))


def _holds(by: User, post: Post) -> bool:
    """Whether a user holds the post, locked."""
    today = clock.today()
    return bool(read(_POST, [by.person_id, post.pk, today, today]))


def facts_of(post: Post, bounds: Bounds, giver: Person, proxy: Person) -> Facts:
    """What the rules look at; the terms stay as they are until the transaction ends."""
    terms = tuple(Term(person, since, until) for person, since, until in read(_TERMS, [post.pk]))
    given = Delegation.objects.filter(post=post, revoked_at__isnull=True, until__gte=clock.today())
    links = [Link(d.giver_id, d.proxy_id, d.since, d.until, frozenset(d.processes)) for d in given]
    concerned = {giver.pk, proxy.pk, *(pk for link in links for pk in (link.giver, link.proxy))}
    return Facts(
        today=clock.today(),
        bounds=bounds,
        terms=terms,
        links=tuple(links),
        proxy_has_account=User.objects.filter(person=proxy, is_active=True).exists(),
        names=dict(Person.objects.filter(pk__in=concerned).values_list("pk", "name")),
    )


def _ever_has(new: Link, facts: Facts) -> bool:
    """True if the giver has the post on one of the days at least, for one kind of case."""
    names = ["", *new.processes, *(name for link in facts.links for name in link.processes)]
    span = max(0, min((new.until - new.since).days, facts.bounds.days))
    days = (new.since + dt.timedelta(days=n) for n in range(span + 1))
    return any(ways(new.giver, day, name, facts.terms, facts.links) for day in days for name in names)


def _refuse(new: Link, facts: Facts) -> None:
    errors: dict[str, list[str]] = {}
    for field, sentence in objections(new, facts):
        errors.setdefault(field, []).append(sentence)
    if errors:
        field = next(iter(errors))
        raise Refused(errors[field][0], field=field, errors=errors)


def _save(delegation: Delegation) -> None:
    try:
        with transaction.atomic():
            delegation.save(force_insert=True)
    except IntegrityError as error:
        if "delegated_once_at_a_time" not in str(error):
            raise
        sentence = _("%(name)s is your deputy for this post already on some of these days; revoke that first.")
        raise Refused(sentence % {"name": delegation.proxy}, field="proxy") from error


def _note(delegation: Delegation, act: str, by: Actor) -> None:
    journal.write(
        stream_of(delegation.post.organisation),
        act,
        by=by,
        facts={
            "delegation": delegation.public_id,
            "post": delegation.post_id,
            "giver": delegation.giver.public_id,
            "proxy": delegation.proxy.public_id,
            "since": str(delegation.since),
            "until": str(delegation.until),
            "processes": delegation.processes,
            "on_paper": delegation.on_paper,
        },
        words={"giver": delegation.giver.name, "proxy": delegation.proxy.name, "reason": delegation.reason},
    )


@transaction.atomic
def revoke(public_id: str, *, by: User) -> Delegation:
    """Take a delegation back (撤销委托), at once: its giver, its proxy, a holder of the post, or a registrar above.

    Raises PermissionDenied, Conflict (revoked already), Refused (it has ended).
    """
    seen = Delegation.objects.select_related("post__organisation").get(public_id=public_id)
    registrars.hold_person(by)
    if by.person_id not in (seen.giver_id, seen.proxy_id) and not (
        _holds(by, seen.post) or registrars.hold_post(by, seen.post.organisation)
    ):
        raise PermissionDenied(_("This delegation is not yours to revoke."))
    rows = Delegation.objects.select_for_update(of=("self",))
    # Who has revoked it is read once the lock is had: a join would show who had when we began to wait, that is nobody.
    locked = rows.select_related("post__organisation", "giver", "proxy", "created_by").get(pk=seen.pk)
    if locked.revoked_at is not None:
        raise Conflict(
            _("%(who)s has revoked this already, on %(at)s.")
            % {"who": locked.revoker, "at": f"{timezone.localtime(locked.revoked_at):%Y-%m-%d %H:%M}"}
        )
    if locked.until < clock.today():
        raise Refused(_("This delegation has ended already."))
    locked.revoked_at, locked.revoked_by = clock.now(), by
    locked.save(update_fields=["revoked_at", "revoked_by"])
    _note(locked, "delegation.revoked", by.actor)
    return locked


def of_a_leaver(person: Person, last_day: dt.date) -> QuerySet[Delegation]:
    """What a person has given or received that would run on after a day, or begin after it."""
    his = Q(giver=person) | Q(proxy=person)
    found = Delegation.objects.filter(his, revoked_at__isnull=True, until__gt=last_day, until__gte=clock.today())
    return found.select_related(*_SHOWN).order_by("pk")


def end_with_leaver(delegation: Delegation, last_day: dt.date, *, by: Actor, user: User | None) -> None:
    """Let a locked delegation end with the last day of whoever gave or received it (随离任终止); one that was to begin
    later is revoked. ``user`` is who does it, None for whoever runs the server."""
    if delegation.since > last_day:
        delegation.revoked_at, delegation.revoked_by = clock.now(), user
        delegation.save(update_fields=["revoked_at", "revoked_by"])
        _note(delegation, "delegation.revoked", by)
    else:
        delegation.until = last_day
        delegation.save(update_fields=["until"])
        _note(delegation, "delegation.ended", by)


_SHOWN = ("post__organisation", "giver", "proxy", "created_by__person", "revoked_by__person")


def given_by(person: Person) -> QuerySet[Delegation]:
    """What a person has delegated, newest first."""
    return Delegation.objects.filter(giver=person).select_related(*_SHOWN)


def received_by(person: Person) -> QuerySet[Delegation]:
    """What was delegated to a person, newest first."""
    return Delegation.objects.filter(proxy=person).select_related(*_SHOWN)


def in_force_at(organisation: Organisation, on: dt.date) -> QuerySet[Delegation]:
    """The delegations of an organisation's posts that are not over: running on a day, or to begin later."""
    running = Q(post__organisation=organisation, revoked_at__isnull=True, until__gte=on)
    return Delegation.objects.filter(running).select_related(*_SHOWN).order_by("post_id", "since", "pk")
