"""Two workers at once tell once, remind once, send once; one that is killed is made good by the other."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.races import trials
from tests.races.arena import Arena

pytestmark = [pytest.mark.races, pytest.mark.xdist_group("races"), pytest.mark.django_db]


@pytest.fixture
def known(arena: Arena) -> dict[str, Any]:
    """A branch check that nobody was told of; everybody has an address."""
    arena.enter(free=False)
    found = arena.set_up("branch_check")
    arena.do("with_addresses")
    return found


def ids(place: Path) -> list[str]:
    return place.read_text("ascii").split() if place.exists() else []


@pytest.mark.parametrize("ahead", [0.0, 0.02, -0.02])
def test_two_workers_tell_and_send_once(arena: Arena, known: dict[str, Any], tmp_path: Path, ahead: float) -> None:
    place = tmp_path / "sent"
    order = {"deed": "notify", "place": str(place), "offset": trials.offset(known, 60)}
    answers = arena.race(order, order, ahead=ahead)
    assert [answer for answer in answers if "did" not in answer] == []
    arena.do("notify", place=str(place), offset=trials.offset(known, 120))
    found = arena.do("said")
    assert (found["untold"], found["notices"].count("task")) == (0, 1)
    assert [state for _id, state in found["deliveries"]] == ["sent"]
    assert ids(place) == [found["deliveries"][0][0]]


def test_who_tells_and_who_decides_do_not_wait_for_each_other(
    arena: Arena, known: dict[str, Any], tmp_path: Path
) -> None:
    place, offset = str(tmp_path / "sent"), trials.offset(known, 60)
    decide = {"deed": "decide", "turn": known["branch_check"], "user": known["commissioner"], "offset": offset}
    answers = arena.race({"deed": "notify", "place": place, "offset": offset}, decide)
    assert [answer for answer in answers if "did" not in answer] == []
    arena.do("notify", place=place, offset=trials.offset(known, 61))
    assert arena.do("said")["notices"].count("task") in (0, 1)


def test_two_sweeps_remind_once(arena: Arena, known: dict[str, Any]) -> None:
    order = {"deed": "remind", "days": 20, "offset": trials.offset(known, 60)}
    answers = arena.race(order, order)
    assert sorted(sum(answer["did"].values()) for answer in answers) == [0, 1]
    found = arena.do("said")
    assert (found["reminders"], found["notices"]) == (["escalated"], ["escalated"])


def test_two_who_ask_at_once_with_one_account_ask_once(arena: Arena, known: dict[str, Any]) -> None:
    order = {"deed": "urge", "user": known["subject"], "case": known["case"], "offset": trials.offset(known, 60)}
    answers = arena.race(order, order)
    assert sorted(answer.get("raised", "did") for answer in answers) == ["Conflict", "did"]
    assert arena.do("said")["urges"] == 1


def test_a_worker_killed_after_sending_repeats_the_same_id(arena: Arena, known: dict[str, Any], tmp_path: Path) -> None:
    """Killed between sending and marking; while the lease runs nobody else sends, then it goes out once more."""
    place = tmp_path / "sent"
    arena.rivals[1].order("notify", place=str(place), dies=True, offset=trials.offset(known, 60))
    assert arena.rivals[1].answer()["raised"] == "Killed"
    arena.revive(1)
    arena.do("notify", place=str(place), offset=trials.offset(known, 120))
    assert len(ids(place)) == 1
    arena.do("notify", place=str(place), offset=trials.offset(known, 420))
    assert len(ids(place)) == 2
    assert len(set(ids(place))) == 1
    assert [state for _id, state in arena.do("said")["deliveries"]] == ["sent"]
