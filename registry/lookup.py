"""Finding an organisation by what people call it (按惯用名称查找党组织).

The register has 中共龙山镇石板村支部委员会; people write 石板村党支部, 河口县龙山镇石板村支部 or shibancun. What only may be meant
is told apart from what was named: nobody is to be sent to the wrong place because only one place sounded alike.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from registry.models import Level, Organisation
from registry.names import parted, pinyin_terms, search_terms

# Fewer characters than these say nothing about a place.
_SHORTEST = 3
_LEVELS: dict[str, tuple[str, ...]] = {
    "branch": (Level.BRANCH,),
    "general_branch": (Level.GENERAL_BRANCH,),
    "committee": (Level.COMMITTEE, Level.COUNTY, Level.PREFECTURE, Level.PROVINCE),
}


@dataclass(frozen=True)
class Found:
    """Organisations that may be meant, in the order of their codes. ``named``: the words typed stand in their names."""

    organisations: tuple[Organisation, ...] = ()
    named: bool = True


def look_up(among: QuerySet[Organisation], text: str, most: int) -> Found:
    """At most so many organisations that a text means: by code or name, a part of the name, what it is called, pinyin."""
    exact = among.filter(Q(public_id=text) | Q(code__iexact=text) | Q(name=text) | Q(short_name=text))
    place, sort = parted(text)
    of_the_sort = among.filter(level__in=_LEVELS[sort]) if sort else among
    for queryset in (exact, _holding(among, text), _holding(of_the_sort, place)):
        if found := _first(queryset, most):
            return Found(found)
    return Found(_alike(among, place, most) or _sounding(among, text, most), named=False)


def _first(queryset: QuerySet[Organisation], most: int) -> tuple[Organisation, ...]:
    return tuple(queryset.select_related("parent").order_by("code")[:most])


def _holding(among: QuerySet[Organisation], part: str) -> QuerySet[Organisation]:
    """Those whose names hold a text."""
    return among.filter(name_grams__contains=search_terms(part)) if part.strip() else among.none()


def _alike(among: QuerySet[Organisation], place: str, most: int) -> tuple[Organisation, ...]:
    """Those that hold the place, or its end: people write the county and the town before the village.

    An end that more of them have than can be offered says nothing.
    """
    ends = (place[start:] for start in range(max(1, len(place) - _SHORTEST + 1)) if len(place) >= 2)
    found = next((found for end in ends if (found := _first(_holding(among, end), most + 1))), ())
    return found if len(found) <= most else ()


def _sounding(among: QuerySet[Organisation], text: str, most: int) -> tuple[Organisation, ...]:
    """Those whose names are written so in pinyin, or begin with these letters."""
    written = pinyin_terms(text)
    return _first(among.filter(name_pinyin__contains=written), most) if len(written) >= _SHORTEST else ()
