"""What somebody oversees (督办范围): the subtree of the posts by which he heads or organises something above a branch.

A proxy oversees the cases of the posts he has, of the kinds that were delegated to him; registers are for holders.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from audit import clock
from documents.models import Letter
from registry.access import Viewer
from registry.acting import Holding
from registry.models import Affiliation, Appointment, Level, Member, Organisation, Post, Role
from registry.models.members import ON_THE_ROLL
from workflows.engine.able import waiting_turns
from workflows.engine.models import Case, Pause, TaskAssignment

# Who heads an organisation or organises its work; auditors and registrars look at everything, but answer for none of it.
LEADING = frozenset(
    {
        Role.SECRETARY, Role.DEPUTY_SECRETARY, Role.ORGANISATION_COMMISSIONER, Role.ORGANISER, Role.DEPARTMENT_HEAD,
    }
)  # fmt: skip


@dataclass(frozen=True)
class Span:
    """A span of oversight (督办范围) on a day: where posts are held, and by kind of case where cases are overseen.

    The empty name stands for all kinds.
    """

    on: dt.date
    own: tuple[Organisation, ...]
    cases: dict[str, tuple[Organisation, ...]]

    @property
    def roots(self) -> tuple[Organisation, ...]:
        """The topmost organisations overseen, each once, those of posts held first."""
        everywhere = [*self.own, *(place for places in self.cases.values() for place in places)]
        return tuple({place.pk: place for place in everywhere}.values())

    def ids_for(self, process: str) -> frozenset[int]:
        """Ids of the topmost organisations in which a kind of case is overseen."""
        return frozenset(place.pk for place in _topmost([*self.cases.get("", ()), *self.cases.get(process, ())]))


def span_of(viewer: Viewer) -> Span | None:
    """What a viewer oversees; None for whoever heads and organises nothing above a branch."""
    led = [held for held in viewer.held if held.post.role in LEADING and _above_a_branch(held.post.organisation)]
    own = _topmost(held.post.organisation for held in led if not held.chain)
    cases = {"": _topmost(held.post.organisation for held in led if held.processes is None)}
    for name in {process for held in led for process in held.processes or ()}:
        cases[name] = _topmost(held.post.organisation for held in led if _covers(held, name))
    found = {name: places for name, places in cases.items() if places}
    return Span(viewer.on, own, found) if found else None


def _covers(held: Holding, process: str) -> bool:
    return held.processes is not None and process in held.processes


def _above_a_branch(organisation: Organisation) -> bool:
    return organisation.level != Level.BRANCH and not organisation.outside


def _topmost(places: Iterable[Organisation]) -> tuple[Organisation, ...]:
    found = {place.pk: place for place in places}
    return tuple(place for place in found.values() if found.keys().isdisjoint(place.lineage[:-1]))


def _kinds(span: Span, lineage: str) -> Q:
    """That a column of lineages lies in the span, for the kind of the case."""
    seen = Q(pk__in=[])
    for process, places in span.cases.items():
        of_a_kind = Q(process_name=process) if process else Q()
        seen |= Q(**{f"{lineage}__overlap": [place.pk for place in places]}) & of_a_kind
    return seen


def turns_of(span: Span) -> QuerySet[TaskAssignment]:
    """Every turn of the posts overseen, decided ones too."""
    return TaskAssignment.objects.filter(_kinds(span, "post__organisation__lineage"))


def waiting_in(span: Span) -> QuerySet[TaskAssignment]:
    """The turns of posts that wait now, not those of members themselves; suspended cases wait for nobody."""
    return turns_of(span).filter(waiting_turns(clock.now()), person__isnull=True)


def overdue_in(span: Span) -> QuerySet[TaskAssignment]:
    """Waiting turns whose last day has passed, the longest overdue first; a provisional day is held against nobody."""
    found = waiting_in(span).filter(due_on__lt=span.on, due_provisional=False)
    return found.order_by("due_on", "pk")


def cases_of(span: Span) -> QuerySet[Case]:
    """The cases of organisations overseen."""
    return Case.objects.filter(_kinds(span, "organisation__lineage"))


def suspended_in(span: Span, before: dt.date) -> QuerySet[Pause]:
    """Suspensions that have been running since before a day, the longest first."""
    found = Pause.objects.filter(case__in=cases_of(span), ended_at__isnull=True, on__lt=before)
    return found.order_by("on", "pk")


def letters_of(span: Span) -> QuerySet[Letter]:
    """The letters that organisations of posts held have sent or receive."""
    roots = [place.pk for place in span.own]
    return Letter.objects.filter(Q(sender__lineage__overlap=roots) | Q(receiver__lineage__overlap=roots))


def not_taken_in(span: Span) -> QuerySet[Letter]:
    """Letters past their last valid day that nobody has accepted (口袋党员), the oldest first."""
    live = [*Letter.LIVE, Letter.State.EXPIRED]
    return letters_of(span).filter(state__in=live, valid_until__lt=span.on).order_by("valid_until", "pk")


def members_in(place: Organisation, on: dt.date) -> QuerySet[Member]:
    """The members on the roll whose home on a day lies in a subtree."""
    home = Affiliation.objects.on(on).filter(member=OuterRef("pk"), organisation__lineage__overlap=[place.pk])
    return Member.objects.filter(Exists(home), standing__in=ON_THE_ROLL)


def blocked_in(span: Span) -> QuerySet[Post]:
    """Posts that nobody holds and at which turns wait. A vacant seat in a round leaves the count: it blocks nothing."""
    roots = [place.pk for place in span.own]
    waiting = TaskAssignment.objects.filter(
        waiting_turns(clock.now()), post=OuterRef("pk"), person__isnull=True, signer__isnull=True
    )
    held = Appointment.objects.on(span.on).filter(post=OuterRef("pk"))
    found = Post.objects.filter(Exists(waiting), ~Exists(held), organisation__lineage__overlap=roots)
    return found.order_by("organisation__lineage", "pk")
