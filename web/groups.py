"""What is found beside the cases (查询分组): people, organisations and papers, each counted, only as far as the viewer may see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from documents.kinds import KINDS
from documents.models import Paper
from registry.access import Viewer, members_below, organisations_for
from registry.models import Member, Organisation, Person
from registry.names import search_terms
from registry.publicid import id_in, is_public_id
from web.filters import MOST_WORDS, few_or_all
from workflows.engine import access
from workflows.engine.inbox import CAP

FEW = 5
TITLES = {"people": _("People"), "organisations": _("Organisations"), "papers": _("Papers")}


@dataclass(frozen=True)
class Group:
    """Some of what was found of one sort; ``count`` goes no further than one above the cap of the badges."""

    name: str
    rows: list[Any]
    count: int

    @property
    def title(self) -> Any:
        """The heading of the group."""
        return TITLES[self.name]

    @property
    def more(self) -> bool:
        """True if not all that were counted are shown."""
        return self.count > len(self.rows)


def groups(viewer: Viewer, text: str, whole: str = "") -> list[Group]:
    """People, organisations and papers that a text means, those that are empty left out; ``whole`` names one to be shown whole."""
    if not text.split():
        return []
    shown = {name: CAP if name == whole else FEW for name in TITLES}
    found = [
        _people(viewer, text, shown["people"]),
        _organisations(viewer, text, shown["organisations"]),
        _papers(viewer, text, shown["papers"]),
    ]
    return [group for group in found if group.count]


def _group(name: str, ordered: QuerySet[Any], keys: list[int], shown: int) -> Group:
    """A group of what has these row numbers; nothing is asked where there is none."""
    return Group(name, list(ordered.filter(pk__in=keys)[:shown]) if keys else [], len(keys))


def _people(viewer: Viewer, text: str, shown: int) -> Group:
    """Members of this number or name: of the viewer's subtrees, and himself.

    Number and name lie in two tables: they are asked one after the other, each with its index.
    """
    number = text.strip().upper()
    called = [Q(person__name_grams__contains=search_terms(text))]
    called += [Q(public_id=number)] if is_public_id(number) else []
    seen = [members_below(viewer)]
    if viewer.user.person_id:
        seen.append(Member.objects.filter(person_id=viewer.user.person_id))
    ordered = Member.objects.select_related("person").order_by("person__name_sort", "pk")
    keys: dict[int, None] = {}
    for among in seen:
        for so in called:
            few = among.filter(so).order_by("person__name_sort", "pk").values_list("pk", flat=True)
            keys |= dict.fromkeys(few[: CAP + 1])
    return _group("people", ordered, list(keys)[: CAP + 1], shown)


def _organisations(viewer: Viewer, text: str, shown: int) -> Group:
    """Organisations by name or code."""
    meant = Q(name_grams__contains=search_terms(text)) | Q(code__iexact=text.strip())
    keys = organisations_for(viewer).filter(meant).order_by("code").values_list("pk", flat=True)[: CAP + 1]
    return _group("organisations", Organisation.objects.select_related("parent").order_by("code"), list(keys), shown)


def _papers(viewer: Viewer, text: str, shown: int) -> Group:
    """Issued papers, void ones too, of cases the viewer may see; newest first."""
    there = access.cases_for(viewer).filter(reference=OuterRef("case_reference"))
    found = Paper.objects.exclude(state=Paper.State.RESERVED).filter(Exists(there))
    for word in text.split()[:MOST_WORDS]:
        found = found.filter(_paper_by(word))
    keys = list(found.order_by("-pk").values_list("pk", flat=True)[: CAP + 1])
    return _group("papers", Paper.objects.select_related("subject", "issuer").order_by("-pk"), keys, shown)


def _paper_by(word: str) -> Q:
    """A word is the paper's number, its kind, part of its title or of a name: of whom it is about, of who issued it; or the case."""
    meant = Q(number=word)
    if kinds := [code for code, kind in KINDS.items() if word in kind.title or word.upper() == code.upper()]:
        meant |= Q(kind__in=kinds)
    if reference := id_in(word):
        meant |= Q(case_reference=reference)
    called = search_terms(word)
    for column, names in (("subject_id", Person.objects), ("issuer_id", Organisation.objects)):
        if found := few_or_all(names.filter(name_grams__contains=called).values_list("pk", flat=True)):
            meant |= Q(**{f"{column}__in": found})
    return meant
