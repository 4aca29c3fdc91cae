"""``clear_inbox`` in small: three routine tasks with three keys, one taken back before; and it says so where it fails."""

from __future__ import annotations

from contextlib import closing
from typing import Any

import pytest

from config.demo.building import Demo
from config.walk import clearing
from documents import rendering
from tests import desk
from workflows.engine import deciding
from workflows.engine.errors import Refused
from workflows.engine.models import Decision

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
ADDRESS, KEYS = "http://127.0.0.1:1/tasks/decide", 1
# Presses the key again in the very turn in which the next task is put into the page.
AT_ONCE = """first => new MutationObserver((_all, seen) => {
  if (document.querySelector('#pane').dataset.id === first) return;
  seen.disconnect();
  document.body.dispatchEvent(new KeyboardEvent('keydown', { code: 'KeyA', bubbles: true }));
}).observe(document.querySelector('#pane').parentNode, { childList: true })"""


@pytest.fixture(autouse=True)
def _blank_papers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rendering, "typeset", desk.tiny_paper)


def test_a_key_and_a_request_for_each_task(town: Demo, live_server: Any, browser: Any) -> None:
    user = clearing.filled(town, 3)
    found = clearing.cleared(browser, live_server.url, user, 3)
    assert (found["decided"], found["keys"], found["keys_per_task"], found["requests_per_task"]) == (3, 3, 1, 1)
    assert found["undo"] == {"agreed": True, "keys": 1, "requests": 1, "taken_back": True}
    assert Decision.objects.filter(step="approve", recalled_at=None).values_list("outcome", flat=True).count() == 3
    assert Decision.objects.filter(step="approve", recalled_at__isnull=False).count() == 1
    assert (found["left"], clearing.faults(found)) == (0, [])


def test_a_key_pressed_as_the_next_task_appears_goes_the_short_way_too(
    town: Demo, live_server: Any, browser: Any
) -> None:
    at_work = clearing.Clearing(browser, live_server.url, clearing.filled(town, 2))
    with closing(at_work.context):
        at_work.page.evaluate(AT_ONCE, at_work.shown())
        at_work.line.reset()
        at_work.page.keyboard.press("a")
        at_work.page.locator("#pane:not([data-id])").wait_for(state="attached", timeout=clearing.PATIENCE)
        asked = [one.kind for one in at_work.line.requests if not one.is_picture]
    assert asked == ["XHR", "XHR"]
    assert Decision.objects.filter(step="approve", recalled_at=None).count() == 2


def test_a_task_that_is_refused_is_not_counted_as_decided(
    town: Demo, live_server: Any, browser: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = clearing.filled(town, 1)
    monkeypatch.setattr(clearing, "PATIENCE", 1500)

    def refused(*_turn: Any, **_more: Any) -> Decision:
        raise Refused("今天不办。")

    monkeypatch.setattr(deciding, "decide", refused)
    found = clearing.cleared(browser, live_server.url, user, 1)
    assert (found["decided"], found["left"], found["undo"]["agreed"]) == (0, 1, False)
    assert clearing.faults(found)[1:] == ["the decision was not taken back", "1 tasks are left"]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"left": 2}, ["2 tasks are left"]),
        ({"keys_per_task": 2}, ["2 keys for a task"]),
        ({"requests_per_task": 2}, ["2 requests for a task"]),
        ({"body_per_task": 5120}, []),
        ({"body_per_task": 5121}, ["5121 bytes of answer for a task"]),
    ],
)
def test_what_a_result_falls_short_in(changes: dict[str, int], said: list[str]) -> None:
    sent = clearing.Sent(ADDRESS, "XHR", size=3000, head=400, status=200)
    undo = {"agreed": True, "keys": 1, "requests": 1, "taken_back": True}
    found = clearing.summed([clearing.Pressed("T1", KEYS, decided=True, sent=[sent])], undo, left=0)
    assert clearing.faults(found | changes) == said


def test_where_htmx_never_comes_links_and_forms_do_the_same(town: Demo, live_server: Any, browser: Any) -> None:
    at_work = clearing.Clearing(browser, live_server.url, clearing.filled(town, 2))
    with closing(at_work.context):
        page = at_work.page
        at_work.context.route("**/htmx-2.min.js", lambda route: route.abort())
        page.goto(page.url)
        first, second = (row.get_attribute("data-id") for row in page.locator(".row>a[data-id]").all())
        page.keyboard.press("j")
        page.wait_for_url(f"**/tasks/{second}/")
        page.keyboard.press("a")
        page.locator(f"#pane[data-id='{first}']").wait_for(state="attached", timeout=clearing.PATIENCE)
    assert Decision.objects.filter(step="approve", assignment__public_id=second).count() == 1
