"""When a delegation may be given (委托规则). Pure: facts and dates in, objections out.

A post is passed from hand to hand: a holder, his proxy, the proxy's proxy. Whoever gives it must have it on each day
that he gives it for, it never comes back to somebody who has passed it on, and it goes through few hands.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Term:
    """Days on which a person holds the post (任期), both inclusive; open without an end."""

    person: int
    since: dt.date
    until: dt.date | None = None

    def on(self, day: dt.date) -> bool:
        """True if it is held on a day."""
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True)
class Link:
    """A delegation of the post (委托): from whom to whom, on which days, for which processes; none named means all."""

    giver: int
    proxy: int
    since: dt.date
    until: dt.date
    processes: frozenset[str] = frozenset()

    def on(self, day: dt.date) -> bool:
        """True if it is in force on a day."""
        return self.since <= day <= self.until

    def covers(self, process: str) -> bool:
        """True if it is for a process; the empty name stands for all of them."""
        return not self.processes or process in self.processes


@dataclass(frozen=True)
class Bounds:
    """What the policy allows (委托限度): through how many hands a post may go, and for how many days at most."""

    depth: int
    days: int


@dataclass(frozen=True)
class Facts:
    """What is known when a delegation is to be given (委托时的事实): the terms and the delegations of the same post."""

    today: dt.date
    bounds: Bounds
    terms: tuple[Term, ...]
    links: tuple[Link, ...]
    proxy_has_account: bool
    # How people are called in the sentences, by person.
    names: dict[int, str]


Objection = tuple[str, str]


def ways(person: int, day: dt.date, process: str, terms: Sequence[Term], links: Sequence[Link]) -> list[list[Link]]:
    """The ways in which a person has the post on a day for a process, each from a holder down to him.

    An empty way is a term of his own. Nobody is gone through twice, so that every search ends.
    """
    found: list[list[Link]] = []
    todo: list[tuple[int, list[Link]]] = [(person, [])]
    while todo:
        top, below = todo.pop()
        if any(term.person == top and term.on(day) for term in terms):
            found.append(below)
        passed = {link.proxy for link in below}
        given = (link for link in links if link.proxy == top and link.giver not in passed)
        todo += [(link.giver, [link, *below]) for link in given if link.on(day) and link.covers(process)]
    return sorted(found, key=len)


def objections(new: Link, facts: Facts) -> Iterator[Objection]:
    """Why a delegation must not be given: field and sentence, the first of each sort."""
    dates = list(_of_the_dates(new, facts))
    yield from dates
    yield from _of_the_proxy(new, facts)
    if not dates:
        yield from _of_the_giver(new, facts)
        yield from _of_the_hands(new, facts)


def _of_the_dates(new: Link, facts: Facts) -> Iterator[Objection]:
    if new.since < facts.today:
        yield "since", _("A delegation cannot begin before today.")
    if new.until < new.since:
        yield "until", _("The last day cannot be before the first.")
    latest = new.since + (facts.bounds.days - 1) * DAY
    if new.until > latest:
        yield (
            "until",
            ngettext(
                "A delegation lasts at most %(n)s day: up to %(latest)s.",
                "A delegation lasts at most %(n)s days: up to %(latest)s.",
                facts.bounds.days,
            )
            % {"n": facts.bounds.days, "latest": latest},
        )


def _of_the_proxy(new: Link, facts: Facts) -> Iterator[Objection]:
    name = {"name": facts.names.get(new.proxy, "")}
    if new.proxy == new.giver:
        yield "proxy", _("Nobody is his own deputy.")
    elif any(term.person == new.proxy and _meet(term, new) for term in facts.terms):
        yield "proxy", _("%(name)s holds this post himself in these days.") % name
    elif not facts.proxy_has_account:
        yield "proxy", _("%(name)s has no account here and could not act; let the registrar open one first.") % name


def _of_the_giver(new: Link, facts: Facts) -> Iterator[Objection]:
    for day in _days_to_ask(new, facts):
        for process in sorted(new.processes) or [""]:
            if not _has(new.giver, day, process, facts):
                yield (
                    "until" if _has(new.giver, new.since, process, facts) else "since",
                    _("%(name)s does not have this post on %(day)s, or not for all that would be delegated.")
                    % {"name": facts.names.get(new.giver, ""), "day": day},
                )
                return


def _has(person: int, day: dt.date, process: str, facts: Facts) -> bool:
    """Whether somebody has the post on a day for a process; all of them (no name) only by ways that are for all."""
    return bool(ways(person, day, process, facts.terms, facts.links))


def _of_the_hands(new: Link, facts: Facts) -> Iterator[Objection]:
    """The delegation among those that go on from it or lead to it, on a common day for a common process."""
    for hands in _through(new, facts.links):
        people = [hands[0].giver, *(link.proxy for link in hands)]
        said = {"hands": " > ".join(facts.names.get(person, "?") for person in people), "most": facts.bounds.depth}
        if len(set(people)) < len(people):
            yield "proxy", _("The post would come back to somebody who passed it on: %(hands)s.") % said
            return
        if len(hands) > facts.bounds.depth:
            yield (
                "proxy",
                ngettext(
                    "The post would go through too many hands: %(hands)s. It can be passed on %(most)s time at most.",
                    "The post would go through too many hands: %(hands)s. It can be passed on %(most)s times at most.",
                    facts.bounds.depth,
                )
                % said,
            )
            return


def _through(new: Link, links: Sequence[Link]) -> Iterator[list[Link]]:
    """Every row of hands that a new delegation would make, shortest first; one that comes back to somebody stops there."""
    todo = [[new]]
    while todo:
        hands = todo.pop(0)
        yield hands
        people = [hands[0].giver, *(link.proxy for link in hands)]
        if len(set(people)) < len(people):
            continue
        todo += [[link, *hands] for link in links if link.proxy == hands[0].giver and _together([link, *hands])]
        todo += [[*hands, link] for link in links if link.giver == hands[-1].proxy and _together([*hands, link])]


def _together(hands: Sequence[Link]) -> bool:
    """True if some day and some process are common to all delegations of a row."""
    if max(link.since for link in hands) > min(link.until for link in hands):
        return False
    limited = [link.processes for link in hands if link.processes]
    return not limited or bool(frozenset.intersection(*limited))


def _meet(term: Term, link: Link) -> bool:
    return term.since <= link.until and (term.until is None or term.until >= link.since)


def _days_to_ask(new: Link, facts: Facts) -> list[dt.date]:
    """The first day, and each day on which something begins or has ended: in between nothing changes."""
    turning = {new.since}
    turning |= {term.since for term in facts.terms} | {link.since for link in facts.links}
    turning |= {term.until + DAY for term in facts.terms if term.until} | {link.until + DAY for link in facts.links}
    return sorted(day for day in turning if new.on(day))
