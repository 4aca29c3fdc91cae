"""The policy page (政策页面): every provision of a pack, and where it differs from the rules it is laid over."""

from __future__ import annotations

import dataclasses
import datetime as dt
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from web import policy_words
from workflows.policy import asking, loading
from workflows.policy.terms import Pack, Provision, Tag


@dataclass(frozen=True)
class Line:
    """One provision in words; ``base`` is what the national rules say where that is something else."""

    key: str
    title: Any
    value: str
    source: str
    note: str
    tag: Tag
    tag_words: Any
    tag_explained: Any
    verified: bool
    pack: Pack | None
    base: str


@dataclass(frozen=True)
class Section:
    """The provisions of one subject."""

    name: str
    title: Any
    lines: list[Line]


def sections(pack: Pack, on: dt.date) -> list[Section]:
    """All provisions of a pack, compared with the base in force on a day."""
    base = loading.in_force(asking.BASE, on)
    return [
        Section(name, policy_words.SECTIONS.get(name, name), _lines(attrgetter(name)(pack), attrgetter(name)(base)))
        for name in loading.SECTIONS
    ]


def _lines(terms: Any, base: Any) -> list[Line]:
    names = [field.name for field in dataclasses.fields(terms)]
    return [_line(getattr(terms, name), getattr(base, name)) for name in names]


def _line(provision: Provision[Any], base: Provision[Any]) -> Line:
    return Line(
        key=provision.key,
        title=policy_words.title(provision.key),
        value=policy_words.value(provision),
        source=provision.source,
        note=provision.note,
        tag=provision.tag,
        tag_words=policy_words.TAGS[provision.tag],
        tag_explained=policy_words.EXPLAINED[provision.tag],
        verified=provision.tag.verified,
        pack=loading.packs().get((provision.pack, provision.version)),
        base=policy_words.value(base) if base.value != provision.value else "",
    )


def packs() -> list[Pack]:
    """Every version of every pack, the base first, the newest first."""
    return sorted(
        loading.packs().values(), key=lambda p: (p.name != asking.BASE, p.name, -p.effective_from.toordinal())
    )


def differing(found: list[Section]) -> int:
    """How many provisions differ from the base."""
    return sum(1 for section in found for line in section.lines if line.base)
