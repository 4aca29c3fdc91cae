"""Recusal by fact (回避): who must stand aside at a step, and on which ground. Pure.

Whoever initiated the case or is its subject stands aside where a superior decides (handbook 2.3): a branch with only a
secretary must not deadlock. A relative of the subject, whoever reported the matter or decided it before, and whoever has
declared an interest stand aside at every step that a post acts on, also where it writes down what the subject said.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as _n

from workflows.engine.models import Decision, Recusal
from workflows.engine.sentences import Sentence, say

Ground = Recusal.Ground

BEFORE_A_SUPERIOR = (Ground.OPENER, Ground.SUBJECT)

_STANDS_ASIDE: dict[str, str] = {
    Ground.OPENER: _n("%(person)s (%(post)s) stands aside: opened the case."),
    Ground.SUBJECT: _n("%(person)s (%(post)s) stands aside: the case is about this person."),
    Ground.RELATIVE: _n("%(person)s (%(post)s) stands aside: registered relative of the member."),
    Ground.REPORTER: _n("%(person)s (%(post)s) stands aside: reported the matter."),
    Ground.DECIDER: _n("%(person)s (%(post)s) stands aside: decided the matter before."),
    Ground.INTEREST: _n("%(person)s (%(post)s) stands aside: declared an interest."),
}


@dataclass(frozen=True)
class Parties:
    """Who has to do with a case apart from handling it (当事人与关系人): ids of persons, a field for each ground."""

    opener: frozenset[int] = frozenset()
    subject: frozenset[int] = frozenset()
    relative: frozenset[int] = frozenset()
    reporter: frozenset[int] = frozenset()
    decider: frozenset[int] = frozenset()
    interest: frozenset[int] = frozenset()

    def on(self, ground: str) -> frozenset[int]:
        """Who is concerned on a ground."""
        found: frozenset[int] = getattr(self, str(ground))
        return found


def aside(kind: str, parties: Parties, *, own_step: bool = False) -> dict[int, Ground]:
    """Who must stand aside at a step of a kind, each on the first ground there is (回避).

    ``own_step``: the step is the subject's own. What keeps him from acting for a post does not keep him from that.
    """
    found: dict[int, Ground] = {}
    for ground in Ground:
        people = parties.on(ground)
        if ground in BEFORE_A_SUPERIOR:
            people = frozenset() if kind == Decision.Kind.ACT else people
        elif own_step:
            people = people - parties.subject
        for person in people:
            found.setdefault(person, ground)
    return found


def sentence(ground: str, *, person: str, post: object) -> Sentence:
    """Who was passed over, and why."""
    return say(_STANDS_ASIDE[ground], person=person, post=post)


def refusal(ground: str) -> str:
    """What whoever must stand aside is told when he wants to act."""
    return {
        Ground.OPENER: _("You started this case or it is about you, so somebody else must decide."),
        Ground.SUBJECT: _("You started this case or it is about you, so somebody else must decide."),
        Ground.RELATIVE: _("You are registered as a relative of the member, so somebody else must act."),
        Ground.REPORTER: _("You reported this matter, so somebody else must act."),
        Ground.DECIDER: _("You decided this matter before, so somebody else must act."),
        Ground.INTEREST: _("You declared an interest in this case, so somebody else must act."),
    }[Ground(ground)]
