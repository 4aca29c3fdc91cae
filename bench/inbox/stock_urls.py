"""Stock viewflow's own pages for our course, as its documentation mounts them; everybody may view its cases."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest, HttpResponse
from django.urls import path
from viewflow.contrib.auth import AuthViewset
from viewflow.urls import Site
from viewflow.workflow.flow import FlowAppViewset

from workflows.engine import catalogue


class Permitting(ModelBackend):
    """Permission to view processes, which stock viewflow asks for, costs nothing here."""

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        """Yes."""
        return True


def task(request: HttpRequest, **_ids: int) -> HttpResponse:
    """Where the rows of stock viewflow's lists lead; nobody goes there."""
    return HttpResponse()


course = catalogue.process("transfer")
for node in course.instance.nodes():
    node.urlpatterns = [path(f"<int:process_pk>/{node.name}/<int:task_pk>/", task, name="index")]
site = Site(title="stock", viewsets=[FlowAppViewset(course, icon="swap_horiz")])

urlpatterns = [
    path("accounts/", AuthViewset().urls),
    path("", site.urls),
]
