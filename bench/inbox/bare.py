"""The lower bound: one hand-written query over a partial index in a bare template; and a page that reads no table."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import Context, Engine
from django.urls import include, path

from web.desk import Shown
from web.listing import list_context

QUERY = """
SELECT a.public_id, a.step, a.due_on, p.name, o.short_name
FROM workflows_taskassignment a
JOIN workflows_case c ON c.process_ptr_id = a.case_id
JOIN registry_organisation o ON o.id = c.organisation_id
LEFT JOIN registry_member m ON m.id = c.subject_id
LEFT JOIN registry_person p ON p.id = m.person_id
WHERE a.closed_at IS NULL AND a.visible_from <= now() AND a.post_id IN (
    SELECT post_id FROM registry_appointment
    WHERE person_id = %s AND since <= current_date AND (until IS NULL OR until >= current_date))
ORDER BY a.due_on, a.id LIMIT 50
"""
ROWS = Engine().from_string(
    "<ul>{% for id, step, due, name, place in rows %}"
    '<li id="row-{{ id }}"><b>{{ name }}</b> {{ step }} {{ place }} {{ due|default:"" }}</li>{% endfor %}</ul>'
)
SAME = [(f"{n:010}", "approve", "", "某人", "某支部") for n in range(50)]
# As much of everything as a page of ours has: what differs between two runs of this one is the machine.
TRIPS = 20


@login_required
def bare(request: HttpRequest) -> HttpResponse:
    """The inbox as short as it can be."""
    with connection.cursor() as cursor:
        cursor.execute(QUERY, [request.user.person_id])
        return HttpResponse(ROWS.render(Context({"rows": cursor.fetchall()})))


@login_required
def still(request: HttpRequest) -> HttpResponse:
    """A page whose cost cannot depend on how much there is: twenty trips to the server and rows that are always the same."""
    with connection.cursor() as cursor:
        for _trip in range(TRIPS):
            cursor.execute("SELECT 1")
    body = "".join(ROWS.render(Context({"rows": SAME})) for _time in range(10))
    return HttpResponse(body)


@login_required
def list_alone(request: HttpRequest) -> HttpResponse:
    """Our inbox page without the task beside its list: what one case costs would hide what the list costs."""
    return render(request, "inbox.html", list_context(request, Shown.of(request.GET)))


urlpatterns = [
    path("bench/list/", list_alone),
    path("bench/bare/", bare),
    path("bench/still/", still),
    path("", include("config.urls")),
]
