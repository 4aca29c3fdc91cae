"""What is measured of ours: pages as people ask for them, through the test client, and the badges alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from audit import clock
from bench.inbox.copying import public_id
from bench.inbox.plan import Plan
from bench.inbox.world import PER_COMMITTEE, name_of
from registry.models import User
from web import context
from workflows.engine.models import TaskAssignment

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
FRAGMENT = {"HX-Request": "true"}
# Statements about who asks and what he may be shown are no part of a list; a session's key belongs in no file.
NOT_OF_THE_LIST = ("django_session", "registry_user", "INSERT", "SAVEPOINT", "RELEASE", "UPDATE")


@dataclass
class Person:
    """Somebody whose pages are measured: by name, with the addresses he asks for."""

    name: str
    user: User
    addresses: dict[str, tuple[str, dict[str, str]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.client = Client(SERVER_NAME="localhost", headers={"accept-language": "zh-hans"})
        self.client.force_login(self.user, backend=BACKEND)

    def jobs(self) -> dict[str, Callable[[], object]]:
        """The pages by name, each to be asked for by calling it; and the badges, where he has an inbox."""
        found: dict[str, Callable[[], object]] = {name: self._asking(*where) for name, where in self.addresses.items()}
        return found | ({"badges": self._badges} if "inbox" in self.addresses else {})

    def get(self, address: str, headers: dict[str, str] | None = None) -> bytes:
        """A page; anything but success is the end of the measuring."""
        response: Any = self.client.get(address, headers=headers or {})
        if response.status_code != 200:
            raise SystemExit(f"{self.name}: {address} is answered with {response.status_code}")
        return response.content

    def _asking(self, address: str, headers: dict[str, str]) -> Callable[[], object]:
        return lambda: self.get(address, headers)

    def _badges(self) -> object:
        request = RequestFactory().get("/")
        request.user = User.objects.get(pk=self.user.pk)
        return context.desk(request)["badges"].todo

    def statements(self, job: Callable[[], object]) -> list[str]:
        """The statements a page sends, with their values."""
        with CaptureQueriesContext(connection) as captured:
            job()
        return [query["sql"] for query in captured.captured_queries]


def of_the_list(statements: list[str]) -> list[str]:
    """Those that read the register and the cases."""
    return [
        sql for sql in statements if "workflows_" in sql or not any(word in sql for word in NOT_OF_THE_LIST)
    ]  # fmt: skip


def people(plan: Plan) -> list[Person]:
    """The typical and the busiest approver, an auditor of the prefecture, and a member without posts."""
    world = plan.world
    typical = Person("typical", User.objects.get(pk=world.user(plan.typical_post)))
    busiest = Person("busiest", User.objects.get(pk=world.user(plan.busiest_post)))
    auditor = Person("auditor", User.objects.get(pk=world.user(world.prefecture_post(2))))
    member = Person("member", User.objects.get(pk=world.member_account))
    for person, expected in ((typical, plan.typical_open), (busiest, plan.busiest_open)):
        person.addresses = _inbox(person, expected - 1) | _search(plan)
    auditor.addresses = {name: where for name, where in _search(plan).items() if name in ("search", "search_open")}
    member.addresses = {"me": ("/me/", {})}
    return [typical, busiest, auditor, member]


def _inbox(person: Person, expected: int) -> dict[str, tuple[str, dict[str, str]]]:
    first = TaskAssignment.objects.filter(task__owner=person.user, closed_at=None).order_by("due_on", "pk")
    turn = first.select_related("case__subject__person").first()
    assert turn is not None
    assert turn.case.subject is not None
    return {
        "bare": ("/bench/bare/", {}),
        "still": ("/bench/still/", {}),
        "inbox": ("/", {}),
        "inbox_list": ("/bench/list/", {}),
        "inbox_fragment": (f"/tasks/{turn.public_id}/", FRAGMENT),
        "inbox_last_page": (f"/?page={-(-expected // 50)}", {}),
        "inbox_by_name": (f"/?q={turn.case.subject.person.name}", {}),
        "inbox_overdue": ("/?box=overdue", {}),
        "my_open_cases": ("/?box=open", {}),
        "decided": ("/?box=decided", {}),
    }


def _search(plan: Plan) -> dict[str, tuple[str, dict[str, str]]]:
    """The search page by what it offers; whom and what is asked for lies in the typical approver's committee."""
    member = plan.typical_committee * PER_COMMITTEE * 25 + 3
    case = plan.closed_cases + plan.busiest_open + 1
    branch = plan.typical_committee * PER_COMMITTEE
    day = clock.today().replace(year=clock.today().year - 1)
    asked = {
        "search": "",
        "search_page_9": "page=9",
        "search_by_name": f"q={name_of(member)}",
        "search_by_number": f"q=转{clock.today().year}-{public_id(case, 6)}",
        "search_by_common_word": "q=委员会",
        "search_by_paper": f"q=云组〔{day.year}〕{plan.closed_cases // 2}号",
        "search_open": "state=open",
        "search_closed": "state=closed",
        "search_outcome": "outcome=refused",
        "search_until": f"until={day}",
        "search_branch": f"organisation=B{branch:06d}",
        "search_unfinished": "unfinished=on",
        "search_open_by_name": f"state=open&q={name_of(member)}",
    }
    return {name: (f"/search/?{query}", {}) for name, query in asked.items()}


def listed(person: Person, pages: int) -> set[str]:
    """The public ids of all rows of an inbox, page by page."""
    found: set[str] = set()
    for number in range(1, pages + 1):
        page = person.get(f"/?page={number}").decode()
        found |= {part[:10] for part in page.split('<li class="row')[1:] for part in part.split('id="row-')[1:2]}
    return found


def refuse_other_rows(plan: Plan, person: Person) -> int:
    """How many rows an approver sees; the end if they are not exactly those that were written for him."""
    start, count = (0, plan.busiest_open) if person.name == "busiest" else (plan.busiest_open, plan.typical_open)
    # The last one is still held back.
    numbers = range(start, start + count - 1)
    wanted = {public_id(plan.closed_cases * 8 + 4 * number + 4, 4) for number in numbers}
    if (seen := listed(person, -(-count // 50))) != wanted:
        raise SystemExit(f"{person.name} sees {len(seen)} rows, {len(wanted)} are his: {sorted(seen ^ wanted)[:5]}")
    return len(wanted)
