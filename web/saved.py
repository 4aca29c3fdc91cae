"""Keeping the filters of a list under a name (常用筛选), and opening them again as far as they still hold.

Nobody but the owner sees a view, and nothing is done by one: therefore it is not journaled, and may be deleted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from audit import clock
from registry.access import Viewer
from registry.models import Organisation, User
from registry.refusals import Refused
from web import finding
from web.desk import Shown
from web.filters import CaseFilter
from web.models import SavedView
from workflows.engine.models import Case

Place = SavedView.Place
# As many as the rail shows beside its boxes on a screen of 650 lines; whoever has more is looking for a search.
MOST = 12
LONGEST_NAME = 30


@dataclass(frozen=True)
class Read:
    """A query read again (重新校验): what of it holds, as the end of an address, and what was left out, in words."""

    query: str
    left_out: tuple[str, ...]


def read(place: str, query: str, viewer: Viewer) -> Read:
    """Read a query as its list would today; what the list does not know, or the viewer may not name, is left out."""
    asked = QueryDict(query.removeprefix("?"))
    return _inbox(asked) if place == Place.INBOX else _search(asked, viewer)


def _inbox(asked: QueryDict) -> Read:
    shown = Shown.of(asked)
    words = {"box": _("List"), "process": _("Matter"), "q": _("Name")}
    kept = {"box": shown.box, "process": shown.process, "q": shown.q}
    gone = [words[name] for name in words if asked.get(name, "").strip() and not kept[name]]
    if asked.get("box", shown.box) != shown.box:
        gone.insert(0, words["box"])
    return Read(shown.query, tuple(gone))


def _search(asked: QueryDict, viewer: Viewer) -> Read:
    form = CaseFilter(asked, Case.objects.none(), viewer=viewer).form
    form.is_valid()
    gone = [str(form.fields[name].label) for name in form.errors if name in form.fields]
    said = QueryDict(mutable=True)
    for name, value in form.cleaned_data.items():
        if value not in (None, "", False):
            said[name] = _written(value)
    if (sort := asked.get("sort", "")).removeprefix("-") in finding.SORTS:
        said["sort"] = sort
    return Read(f"?{said.urlencode()}" if said else "", tuple(gone))


def _written(value: Any) -> str:
    """A filter's value as the address says it; an organisation by its number, which no change of name touches."""
    if isinstance(value, Organisation):
        return value.public_id
    return "on" if value is True else str(value)


def said(asked: QueryDict) -> str:
    """What an address filters by, as its end; empty for the plain list. Which page is shown is no filter."""
    left = asked.copy()
    for name in ("page", "export", *(name for name, value in asked.items() if not value)):
        left.pop(name, None)
    return f"?{left.urlencode()}" if left else ""


def address_of(place: str, query: str) -> str:
    """The address of a list with a query."""
    return reverse(place) + query


def views_of(user: User, place: str | None = None) -> QuerySet[SavedView]:
    """The views of a person, of one list or of all, by name."""
    found = SavedView.objects.filter(owner=user)
    return found.filter(place=place) if place else found


def view_for(user: User, public_id: str) -> SavedView:
    """One view of a person; Http404 for those of others."""
    found = views_of(user).filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found


@transaction.atomic
def keep(place: str, query: str, name: str, *, by: Viewer) -> SavedView:
    """Keep the filters of a list under a name. Refused (no name, one that is taken, nothing to keep, too many)."""
    User.objects.select_for_update().get(pk=by.user.pk)
    found = read(place, query, by)
    if not found.query:
        raise Refused(_("Nothing is filtered: there is nothing to keep."))
    if views_of(by.user).count() >= MOST:
        raise Refused(_("You have kept %(n)s already; delete one first.") % {"n": MOST})
    view = SavedView(owner=by.user, place=place, query=found.query, kept_at=clock.now())
    view.name = _fit(name, [other.name for other in views_of(by.user, place)])
    view.save()
    return view


@transaction.atomic
def rename(view: SavedView, name: str) -> SavedView:
    """Give a view another name. Refused (no name, one that is taken)."""
    User.objects.select_for_update().get(pk=view.owner_id)
    view.name = _fit(name, [other.name for other in views_of(view.owner, view.place) if other.pk != view.pk])
    view.save(update_fields=["name"])
    return view


def delete(view: SavedView) -> None:
    """Delete a view."""
    view.delete()


def _fit(name: str, taken: Sequence[str]) -> str:
    said = " ".join(name.split())
    if not said:
        raise Refused(_("Give it a name."), field="name")
    if len(said) > LONGEST_NAME:
        raise Refused(_("Use at most %(n)s characters.") % {"n": LONGEST_NAME}, field="name")
    if said in taken:
        raise Refused(_("You have one of this name already."), field="name")
    return said
