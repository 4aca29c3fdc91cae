"""Pages of a list (分页): counted up to a cap, so that a long list costs no more than a short one."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

if TYPE_CHECKING:
    _Paginator = Paginator[Any]
else:
    _Paginator = Paginator

CAP = 1000
SIZE = 50


class CappedPaginator(_Paginator):
    """A paginator that counts no further than the cap; whoever needs more narrows the search."""

    @cached_property
    def count(self) -> int:
        """How many rows, at most the cap."""
        return min(CAP, self._found)

    @cached_property
    def _found(self) -> int:
        rows: Any = self.object_list
        return int(rows.order_by()[: CAP + 1].count()) if isinstance(rows, QuerySet) else len(rows)

    @property
    def capped(self) -> bool:
        """True if there are more rows than can be paged through."""
        return self._found > CAP


def page_of(
    request: HttpRequest, rows: QuerySet[Any] | list[Any], *, size: int = SIZE, name: str = "page"
) -> Page[Any]:
    """The page of a list that the address asks for; a wrong number gives the nearest page."""
    page = CappedPaginator(rows, size).get_page(request.GET.get(name))
    page.object_list = list(page.object_list)
    return page


def page_of_keys(
    request: HttpRequest, rows: QuerySet[Any] | list[int], fetch: Callable[[list[int]], list[Any]]
) -> Page[Any]:
    """The page of a long list: the row numbers are read up to the cap in one narrow statement, the rows of the page in
    a second one.

    A page further back costs what the first one costs, and nothing is joined to what is not shown.
    """
    keys = list(rows.values_list("pk", flat=True)[: CAP + 1]) if isinstance(rows, QuerySet) else rows
    page = page_of(request, keys)
    page.object_list = fetch(list(page.object_list))
    return page
