"""Deputies as their pages show them (代理人): what can be delegated, the questions, and the delegations in rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from forms.fields import DayField
from forms.kit import word_mistakes
from forms.records import PersonSearchField
from registry import delegations
from registry.access import Viewer, persons_below
from registry.models import Appointment, Delegation, Organisation, Person, Post, Role
from workflows.engine import catalogue

# What is proposed for a delegation: two weeks, the first day counted (days).
USUAL_DAYS = 14
MOST = 50


@dataclass(frozen=True)
class Source:
    """A post that somebody can give (可委托的职务): which, whose, and what it is called in the list of choices."""

    value: str
    post: Post
    giver: Person
    label: str
    processes: frozenset[str] | None = None


def own_sources(who: Viewer) -> list[Source]:
    """The posts a viewer holds, then those he is a proxy for and may pass on."""
    if who.person is None:
        return []
    kept = [appointment for appointment in who.appointments if appointment.post.role != Role.REGISTRAR]
    held = [Source(str(a.post_id), a.post, who.person, str(a.post)) for a in kept]
    passed_on = {
        h.appointment.post_id: Source(
            str(h.appointment.post_id),
            h.post,
            who.person,
            gettext("%(post)s, as deputy of %(name)s") % {"post": h.post, "name": h.holder_name},
            h.processes,
        )
        for h in who.proxied
    }
    return [*held, *passed_on.values()]


def sources_at(organisation: Organisation, on: dt.date) -> list[Source]:
    """The posts of an organisation with each of their holders, for the registrar who has a paper of one of them."""
    held = Appointment.objects.on(on).filter(post__organisation=organisation).exclude(post__role=Role.REGISTRAR)
    found = []
    for appointment in held.select_related("post", "person").order_by("post_id", "pk"):
        appointment.post.organisation = organisation
        label = f"{appointment.post.title} · {appointment.person.name}"
        found.append(
            Source(f"{appointment.post_id}-{appointment.person_id}", appointment.post, appointment.person, label)
        )
    return found


class DelegationForm(forms.Form):
    """The questions of a delegation (委托): which post, to whom, from when to when, for what, why."""

    post = forms.ChoiceField(label=_("Which post?"), widget=forms.RadioSelect)
    proxy = PersonSearchField(label=_("Who acts for it?"), help_text=_("The name, or a part of it."))
    since = DayField(label=_("First day"))
    until = DayField(label=_("Up to and including"))
    processes = forms.MultipleChoiceField(
        label=_("For which kinds of case?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked means all of them."),
    )
    reason = forms.CharField(label=_("Why?"), required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, who: Viewer, sources: list[Source], data: Any = None) -> None:
        last = who.on + dt.timedelta(days=USUAL_DAYS - 1)
        super().__init__(data, initial={"since": who.on, "until": last})
        self.sources = {source.value: source for source in sources}
        chosen: Any = self.fields["post"]
        chosen.choices = [(source.value, source.label) for source in sources]
        if len(sources) == 1:
            self.initial["post"] = sources[0].value
        kinds: Any = self.fields["processes"]
        kinds.choices = [(name, process.title) for name, process in sorted(catalogue.processes().items())]
        proxy: Any = self.fields["proxy"]
        near = {source.post.organisation_id for source in sources}
        proxy.among, proxy.on = persons_below(who.roots | near, who.on), who.on
        word_mistakes(self)

    def clean(self) -> dict[str, Any]:
        """The order of the two days; everything else is for the rules to say."""
        answers: dict[str, Any] = super().clean() or self.cleaned_data
        since, until = answers.get("since"), answers.get("until")
        if since and until and until < since:
            self.add_error("until", gettext("The last day cannot be before the first."))
        return answers

    @property
    def source(self) -> Source:
        """The post that was chosen."""
        return self.sources[self.cleaned_data["post"]]


@dataclass(frozen=True)
class Row:
    """A delegation as the lists show it: how it stands today, and whether the viewer can revoke it."""

    delegation: Delegation
    chip: str
    state: str
    over: bool

    @cached_property
    def kinds(self) -> list[Any]:
        """Titles of the kinds of case it is for; empty for all of them."""
        known = catalogue.processes()
        return [known[name].title if name in known else name for name in self.delegation.processes]


def rows(found: Iterable[Delegation], on: dt.date, worth: frozenset[int] | None = None) -> tuple[list[Row], list[Row]]:
    """Those that run or will, and those that are over. ``worth`` are the ids of those that give something today."""
    made = [_row(delegation, on, worth) for delegation in found]
    return [row for row in made if not row.over], [row for row in made if row.over]


def _row(delegation: Delegation, on: dt.date, worth: frozenset[int] | None) -> Row:
    if delegation.revoked_at is not None:
        return Row(delegation, "", gettext("revoked by %(who)s") % {"who": delegation.revoker}, over=True)
    if delegation.until < on:
        return Row(delegation, "", pgettext("delegation", "over"), over=True)
    if delegation.since > on:
        return Row(delegation, "info", gettext("not yet"), over=False)
    if worth is not None and delegation.pk not in worth:
        return Row(delegation, "today", gettext("without effect: the giver does not have the post"), over=False)
    return Row(delegation, "good", pgettext("delegation", "in force"), over=False)


def given(who: Viewer) -> tuple[list[Row], list[Row]]:
    """What the viewer has delegated: running, and over."""
    if who.person is None:
        return [], []
    has = {*who.post_ids, *(held.appointment.post_id for held in who.proxied)}
    found = list(delegations.given_by(who.person)[:MOST])
    return rows(found, who.on, frozenset(d.pk for d in found if d.post_id in has))


def received(who: Viewer) -> tuple[list[Row], list[Row]]:
    """What others have delegated to the viewer: running, and over."""
    if who.person is None:
        return [], []
    worth = frozenset(held.delegation.pk for held in who.proxied if held.delegation)
    return rows(delegations.received_by(who.person)[:MOST], who.on, worth)


def at(organisation: Organisation, on: dt.date) -> list[Row]:
    """The delegations of an organisation's posts that run or will."""
    return rows(delegations.in_force_at(organisation, on)[:MOST], on)[0]
