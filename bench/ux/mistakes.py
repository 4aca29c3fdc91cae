"""Forms sent with a mistake (填写错误): what was typed stays, the summary comes first and has the focus, the same words
stand at the field, and the title says so."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from bench.ux.crawl import evaluated
from bench.ux.world import World
from registry.models import User
from workflows.engine.models import TaskAssignment

ERROR = "有误："
# The summary, whether it comes before every question and has the focus, its sentences, and those at the fields.
STATE = """(() => {
  const sum = document.querySelector('main .errsum'), first = document.querySelector('main form .field, main form .op, main form textarea');
  const words = all => [...all].map(e => e.innerText.trim());
  return JSON.stringify({
    title: document.title, summary: !!sum, focus: document.activeElement === sum,
    first: !!sum && (!first || !!(sum.compareDocumentPosition(first) & Node.DOCUMENT_POSITION_FOLLOWING)),
    links: sum ? words(sum.querySelectorAll('li a')) : [], fields: words(document.querySelectorAll('main .errmsg')),
    dead: sum ? [...sum.querySelectorAll('li a')].filter(a => !document.getElementById(a.hash.slice(1))).map(a => a.hash) : [],
  });
})()"""


@dataclass(frozen=True)
class Mistaken:
    """A form to be sent with a mistake: where, by whom, what is typed by name of the field, which button sends it."""

    name: str
    address: str
    user: User
    typed: dict[str, str]
    button: str = "main form[method=post] button.pri"
    # What is folded away before it is filled in.
    folded: str = ""


def forms(world: World, check: TaskAssignment, officer: User) -> Iterator[Mistaken]:
    """Ten forms of different making; ``check`` is a step with questions of its own that ``officer`` decides."""
    draft, turn = world.draft, world.approval
    place = reverse("start_page", args=["transfer", draft.public_id, 2])
    yield Mistaken("start", place, draft.by, {"to": "没有这个支部", "start_on": "2026-11-25"})
    yield Mistaken(
        "start a request", reverse("start_process", args=["instruction"]), world.secretary, {"matter": "修缮活动室"}
    )
    decide = "form[action*=decide] button"
    task = reverse("task", args=[check.public_id])
    yield Mistaken("step", task, officer, {"dues_paid_until": "2026-11"}, f"{decide}.pri")
    refuse = f"{decide}[value=refuse]"
    yield Mistaken("decision", reverse("task", args=[turn.public_id]), world.head, {"opinion": ""}, refuse)
    verb = reverse("turn_verb", args=[turn.public_id, "hand-over"])
    yield Mistaken("verb", verb, world.head, {"reason": "出差在外。"})
    proxy = {"proxy": "没有这个人", "reason": "参加培训"}
    yield Mistaken("deputy", reverse("deputies"), world.head, proxy)
    person, send = reverse("person", args=[world.member.public_id]), "form[action*='{}'] button[type=submit]"
    yield Mistaken("ID number", person, world.registrar, {"purpose": "x"}, send.format("number"))
    yield Mistaken(
        "relative",
        person,
        world.registrar,
        {"name": "没有这个人"},
        send.format("/kin/"),
        "details:has([name=relation]) summary",
    )
    yield Mistaken("password", reverse("account_change_password"), world.keyed, {"oldpassword": "x"})
    yield Mistaken("import", reverse("import"), world.registrar, {}, "form[enctype*=multipart] button[type=submit]")


def sent(page: Any, address: str, form: Mistaken) -> list[str]:
    """Fill the form, send it; what is not as it should be."""
    page.goto(address + form.address)
    if form.folded:
        page.locator(form.folded).first.click()
    for name, value in form.typed.items():
        if value:
            page.locator(f"main [name='{name}']:visible").first.fill(value)
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.locator(form.button).first.click()
    page.wait_for_load_state("networkidle")
    state = json.loads(evaluated(page.context.new_cdp_session(page), STATE))
    kept = {name: page.locator(f"main [name='{name}']:visible").first.input_value() for name in form.typed}
    secret = page.locator("main input[type=password]").count() > 0
    rows: dict[str, bool] = {
        f"the title is {state['title']}": state["title"].startswith(ERROR),
        "there is no summary": state["summary"],
        "the summary does not come first": state["first"],
        "the summary has not the focus": state["focus"],
        f"it leads nowhere: {state['dead']}": not state["dead"],
        f"other words at the field: {state['links']} / {state['fields']}": _agree(state["links"], state["fields"]),
        f"typed {form.typed}, kept {kept}": secret or kept == form.typed,
    }
    return [f"{form.name}: {said}" for said, well in rows.items() if not well]


def _agree(links: list[str], fields: list[str]) -> bool:
    """Each sentence of the summary stands at a field, and the other way round."""
    at_fields = "\n".join(fields)
    return bool(fields) and all(link in at_fields for link in links) and len(links) >= len(fields)
