"""Meetings held on their pages, with CSRF and without JavaScript, come to what their walks come to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from config.demo import deeds, driving
from config.demo.building import Demo
from config.walk import in_the_room
from config.walk.browser import Browser
from documents import rendering
from registry.models import User
from tests import desk
from workflows.engine.models import TaskAssignment, Verdict
from workflows.processes.meeting.walks import WALKS

RESULTS = {"no-quorum": ["carried"], "above": ["carried"], "seats-left": ["seats_left"]}


@pytest.mark.parametrize("name", RESULTS)
def test_by_pages(world: Demo, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rendering, "typeset", desk.tiny_paper)
    for act in in_the_room.DEEDS.values():
        monkeypatch.setitem(deeds.DEEDS, act.__name__, _on_its_page(act))
    case = driving.to_the_end(driving.begin("meeting", WALKS[name]))
    verdicts = Verdict.objects.filter(ballot__item__meeting__case=case).order_by("pk")
    assert (case.outcome, [verdict.result for verdict in verdicts]) == ("held", RESULTS[name])


def _on_its_page(act: Any) -> Any:
    def done(turn: TaskAssignment, by: User, answers: Mapping[str, Any]) -> None:
        act(Browser(by), turn, answers)

    return done
