"""The board of a committee (委员会看板): whom to ask about, then the figures of the year, for whoever oversees it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from registry.access import Viewer
from web import charts
from web.charts import Bars, Columns, Name, Series
from web.enquiries import Enquiry, enquiries
from web.entries import Entry, with_dossiers
from web.periods import MONTH, Period
from workflows.engine import catalogue, figures
from workflows.engine.figures import Figures
from workflows.engine.inbox import CAP
from workflows.engine.overseeing import Span

FEW = 5


@dataclass(frozen=True)
class Shortlist:
    """The first few of a list, and how many there are, at most one more than the cap."""

    enquiry: Enquiry
    entries: list[Entry]
    count: int


def shortlists(span: Span, viewer: Viewer) -> list[Shortlist]:
    """The lists of the board, each in its first lines; those in which nobody stands come last."""
    found = []
    for enquiry in enquiries(span):
        keys = list(enquiry.rows.values_list("pk", flat=True)[: CAP + 1])
        found.append(Shortlist(enquiry, enquiry.fetch(keys[:FEW]), len(keys)))
    with_dossiers((entry for shortlist in found for entry in shortlist.entries), viewer)
    return sorted(found, key=lambda shortlist: not shortlist.count)


def drawn(span: Span) -> list[Columns | Bars]:
    """The figures as charts: cases by month and process, where open ones stand, terms kept and missed."""
    months = figures.months_until(span.on)
    found = figures.by_month(span, months)
    moved = {process for _month, process in (*found.opened, *found.closed)}
    by_process = [_cases(span, months, found, name) for name in catalogue.processes() if name in moved]
    return [*by_process, _terms(months, found), _standing(span)]


def _cases(span: Span, months: list[dt.date], found: Figures, process: str) -> Columns:
    title = _("%(process)s: opened and closed") % {"process": catalogue.process(process).title}
    series = [
        Series(_("opened"), "b2", tuple(found.opened[month, process] for month in months)),
        Series(_("closed"), "b1", tuple(found.closed[month, process] for month in months)),
    ]
    names = [Name(f"{month:%y-%m}", address=_opened_in(span, process, month)) for month in months]
    return charts.columns(title, names, series)


def _opened_in(span: Span, process: str, month: dt.date) -> str:
    """The cases opened in a month, where one organisation is overseen: the search knows one at a time."""
    if len(span.roots) != 1:
        return ""
    period = Period(month, MONTH)
    return _search(process=process, since=period.first, until=period.last, organisation=span.roots[0].public_id)


def _search(**asked: Any) -> str:
    return f"{reverse('search')}?{urlencode(asked)}"


def _standing(span: Span) -> Bars:
    """Where open cases stand."""
    known = catalogue.processes()
    found = [row for row in figures.standing(span) if row.process in known]
    names = [
        Name(str(process.step_said(row.step).title), str(process.title), _search(process=row.process, state="open"))
        for row in found
        for process in [known[row.process]]
    ]
    series = [
        Series(pgettext("cases", "waiting"), "b1", tuple(row.waiting for row in found)),
        Series(_("suspended"), "b2", tuple(row.suspended for row in found)),
    ]
    return charts.bars(_("Where open cases stand now"), names, series)


def _terms(months: list[dt.date], found: Figures) -> Columns:
    """Terms kept and missed, of all processes."""
    done = [sum(many for (month, _process), many in found.done.items() if month == each) for each in months]
    late = [sum(many for (month, _process), many in found.late.items() if month == each) for each in months]
    series = [
        Series(_("in time"), "b1", tuple(all_ - some for all_, some in zip(done, late, strict=True))),
        Series(_("late"), "b3", tuple(late)),
    ]
    names = [Name(f"{month:%y-%m}", address=f"{reverse('lateness')}?period={month:%Y-%m}") for month in months]
    return charts.columns(_("Terms kept and missed"), names, series)
