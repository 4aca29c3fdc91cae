"""Several people of one name (同名区分): what is added to the name so that they can be told apart, and no more than that."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from registry.models import Member


def told_apart(members: Sequence[Member]) -> dict[int, str]:
    """What to call each member, by id: the name, and among namesakes as much more as makes each another one (同名区分)."""
    by_name: dict[str, list[Member]] = defaultdict(list)
    for member in members:
        by_name[member.person.name].append(member)
    return {pk: label for namesakes in by_name.values() for pk, label in _labels(namesakes).items()}


def _labels(namesakes: Sequence[Member]) -> dict[int, str]:
    if len(namesakes) == 1:
        return {namesakes[0].pk: namesakes[0].person.name}
    marks = {member.pk: _marks(member) for member in namesakes}
    enough = next((n for n in (1, 2, 3) if len({tuple(said[:n]) for said in marks.values()}) == len(marks)), 3)
    between = pgettext("list", "; ")
    return {
        member.pk: _("%(name)s (%(marks)s)")
        % {"name": member.person.name, "marks": between.join(marks[member.pk][:enough])}
        for member in namesakes
    }


def _marks(member: Member) -> list[str]:
    """What may be shown to whoever may choose the member, the least telling first: never a whole birth date or number."""
    person = member.person
    marks = [
        _("born %(month)s") % {"month": f"{person.born_on:%Y-%m}"},
        _("joined %(day)s") % {"day": member.joined_on.isoformat()},
    ]
    tail = person.id_number_masked[-4:]
    return [*marks, _("ID number ending in %(digits)s") % {"digits": tail}] if tail else marks
