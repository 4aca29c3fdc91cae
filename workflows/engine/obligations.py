"""Obligations (必经事项): what no case may skip, declared beside the steps they concern.

A course says which step meets an obligation, which undoes it, and which end or irreversible act needs it or forbids it.
``manage.py check_processes`` explores every way through the course and shows that none gets around one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Self


@dataclass(frozen=True)
class Guard:
    """A guard (前置条件): a pure rule over the facts, which must not block the outcomes it protects."""

    name: str
    article: str
    rule: Callable[[Any], Any]
    protects: tuple[str, ...]


@dataclass(frozen=True)
class Obligation:
    """An obligation (必经事项) with its article.

    ``kind`` is what sort of act meets it (approval, record, pre-review; empty: any). ``guards`` are the rules that must
    have held when it was met. ``own``: only the subject's own step, or a question that says he acted himself, meets it.
    """

    name: str
    title: Any
    article: str
    kind: str = ""
    guards: tuple[Guard, ...] = ()
    own: bool = False


class Obliged:
    """What a node does for the obligations (事项约束): meets or undoes them by its outcomes, needs or forbids them before."""

    met: Mapping[str, tuple[Obligation, ...]] = {}
    undone: Mapping[str, tuple[Obligation, ...]] = {}
    needed: tuple[Obligation, ...] = ()
    forbidden: tuple[Obligation, ...] = ()

    def Meets(self, *obligations: Obligation, on: str = "done") -> Self:  # noqa: N802 -- as Next
        """These are met once the node has ended with an outcome."""
        self.met = {**self.met, on: (*self.met.get(on, ()), *obligations)}
        return self

    def Undoes(self, *obligations: Obligation, on: str = "done") -> Self:  # noqa: N802 -- as Next
        """These have to be met again once the node has ended with an outcome."""
        self.undone = {**self.undone, on: (*self.undone.get(on, ()), *obligations)}
        return self

    def Needs(self, *obligations: Obligation) -> Self:  # noqa: N802 -- as Next
        """No case may come here before these are met."""
        self.needed = (*self.needed, *obligations)
        return self

    def Forbids(self, *obligations: Obligation) -> Self:  # noqa: N802 -- as Next
        """No case may come here while these are met."""
        self.forbidden = (*self.forbidden, *obligations)
        return self
