"""Each planted fault is refused under its own name, with the shortest way to it in the words of the course."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from tests.soundness import planted
from tests.workflows.bpmn_courses import DeadEnd, Endless, Unreachable
from workflows.engine import catalogue, recusal
from workflows.engine.authority import Capacity, capacity
from workflows.engine.routing import choose
from workflows.engine.soundness import keeping, people, proving
from workflows.engine.words import Process

EXPECTED: dict[str, list[tuple[str, str, str, str]]] = {
    "Sound": [],
    "CalledOff": [],
    "Deadlock": [
        ("endless", "approval", "From here the case can be unable to end.", "发起 > 申辩 > 批准"),
    ],
    "Loop": [
        ("endless", "approval", "From here the case can be unable to end.", "发起 > 申辩 > 批准"),
    ],
    "SkippedHearing": [
        ("obligation", "removed", "Skipped: 听取本人申辩 (第41条).", "发起 > 是否紧急？: yes > 批准: Pass on > 除名"),
    ],
    "HeardOnce": [
        (
            "obligation", "removed", "Skipped: 听取本人申辩 (第41条).",
            "发起 > 申辩 > 批准: Return for correction > 补充事实 > 批准: Agree > 除名",
        ),
    ],
    "DeadStep": [
        ("dead", "hurry", "It can never end like this: no.", "发起 > 是否如此？"),
        ("dead", "talk", "No way leads here.", "谈话"),
    ],
    "DeadOutcome": [
        ("dead", "approval", "It can never end like this: Return for correction.", "发起 > 申辩: I confirm this request > 批准"),
        ("endless", "approval", "From here the case can be unable to end.", "发起 > 申辩: I confirm this request > 批准"),
    ],
    "SubjectApproves": [
        (
            "own case", "approval", "A step of the member's own cannot be the decision of a superior.",
            "发起 > 申辩 > 批准",
        ),
    ],
    "AnybodyApproves": [
        (
            "declaration", "approval", "“上级党委批准” is met by an act of another sort than the article demands.",
            "发起 > 申辩 > 批准",
        ),
        ("declaration", "approval", "“上级党委批准” is met without the rule on_roll.", "发起 > 申辩 > 批准"),
    ],
    "OthersSpeak": [
        ("declaration", "hearing", "“听取本人申辩” can only be met by the member himself.", "发起 > 申辩"),
    ],
    "EmptyPost": [
        ("nobody", "hearing", "No level is sure to have this post.", "发起 > 申辩"),
    ],
    "Idle": [
        ("declaration", "approval", "The rule never can never block.", "发起 > 申辩 > 批准"),
        ("declaration", "", "Nothing needs “听取本人申辩”.", ""),
        ("declaration", "", "Nothing meets “支部大会表决”.", ""),
        ("obligation", "removed", "Skipped: 支部大会表决 (第40条).", "发起 > 申辩 > 批准: Pass on > 除名"),
    ],
}  # fmt: skip


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


def told(course: type[Process]) -> list[tuple[str, str, str, str]]:
    """What the proof says: kind, node, sentence and way."""
    found = []
    for violation in proving.prove(course).violations:
        way = " > ".join(f"{s.title}: {s.outcome}" if s.outcome else s.title for s in violation.way)
        found.append((violation.kind, violation.node, str(violation.sentence), way))
    return found


@pytest.mark.parametrize("name", EXPECTED)
def test_planted(name: str) -> None:
    assert told(getattr(planted, name)) == EXPECTED[name]


def test_every_planted_course_is_tried() -> None:
    courses = [name for name, c in vars(planted).items() if isinstance(c, type) and issubclass(c, Process)]
    assert {name for name in courses if name != "Process"} == set(EXPECTED)


def test_a_way_cites_the_article_of_each_step() -> None:
    (violation,) = proving.prove(planted.SkippedHearing).violations
    assert [str(stage) for stage in violation.way] == [
        "发起（第1条）", "是否紧急？：yes（第3条）", "批准：Pass on（第42条）", "除名（第43条）",
    ]  # fmt: skip


def test_what_a_look_at_the_graph_alone_would_find_is_found() -> None:
    faults = {course: [fault[:2] for fault in told(course)] for course in (Unreachable, Endless, DeadEnd)}
    assert faults == {
        Unreachable: [("dead", "island")],
        Endless: [("endless", "loop")],
        DeadEnd: [("endless", "stop")],
    }


# -- the people -----------------------------------------------------------------------------------------------------------


def test_without_recusal_the_subject_could_approve(monkeypatch: pytest.MonkeyPatch) -> None:
    """The engine's own rule on standing aside is what the proof rests on: without it the proof fails."""
    monkeypatch.setattr(people, "aside", _without(recusal.BEFORE_A_SUPERIOR))
    own = ("own case", "approval", "Whoever initiated the case or is its subject could decide it here.")
    assert [fault[:3] for fault in told(planted.Sound)] == [own, THROUGH_A_DEPUTY]


THROUGH_A_DEPUTY = (
    "own case", "approval", "Whoever initiated the case or is its subject could let a deputy decide it here.",
)  # fmt: skip


def _only_who_acts(
    *, person_id: int, subject_turn_of: int | None, ways: list[frozenset[int]], recused: frozenset[int]
) -> Capacity:
    """As if only the one who acts had to stand aside, not those he acts through."""
    mine = [frozenset({person_id})] if ways else []
    return capacity(person_id=person_id, subject_turn_of=subject_turn_of, ways=mine, recused=recused)


def test_if_only_the_deputy_stood_aside_one_could_choose_who_decides_ones_case(monkeypatch: pytest.MonkeyPatch) -> None:
    """And whoever must stand aside in the whole case could let a deputy act for him."""
    monkeypatch.setattr(people, "capacity", _only_who_acts)
    could = "Somebody who must stand aside in the whole case could act here."
    assert [fault[:3] for fault in told(planted.Sound)] == [
        ("recused", "hearing", could),
        ("recused", "approval", could),
        THROUGH_A_DEPUTY,
    ]


def test_if_the_holder_for_whom_it_was_opened_counted_for_nothing_he_could_decide_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(people, "aside", _forgetting({people.BEHIND}))
    own = ("own case", "approval", "Whoever initiated the case or is its subject could decide it here.")
    assert [fault[:3] for fault in told(planted.Sound)] == [own, THROUGH_A_DEPUTY]


@pytest.mark.parametrize(
    ("person", "holders", "expected"),
    [
        (people.ABLE, {people.ABLE}, {(1,)}),
        (people.OPENER, set(), {()}),
        (people.DEPUTY, {people.ABLE}, {(), (1, 5), (1, 2, 5), (1, 3, 5), (1, 4, 5), (1, 5, 6)}),
        (people.SUBJECT, {people.OPENER}, {(), (2, 3), (1, 2, 3), (2, 3, 4), (2, 3, 5), (2, 3, 6)}),
    ],
)
def test_everybody_can_be_the_deputy_of_everybody(
    person: int, holders: set[int], expected: set[tuple[int, ...]]
) -> None:
    assert {tuple(sorted(way)) for way in people.ways(person, frozenset(holders))} == expected


def _forgetting(people: set[int]) -> Any:
    """The engine's rule on standing aside, which takes some people for strangers."""

    def aside(kind: str, parties: recusal.Parties, *, own_step: bool = False) -> dict[int, recusal.Ground]:
        found = recusal.aside(kind, parties, own_step=own_step)
        return {person: ground for person, ground in found.items() if person not in people}

    return aside


def _without(ignored: Iterable[str]) -> Any:
    """The engine's rule on standing aside, deaf to some grounds."""

    def aside(kind: str, parties: recusal.Parties, *, own_step: bool = False) -> dict[int, recusal.Ground]:
        found = recusal.aside(kind, parties, own_step=own_step)
        return {person: ground for person, ground in found.items() if ground not in ignored}

    return aside


@pytest.mark.parametrize("ground", ["relative", "reporter", "decider", "interest"])
def test_a_ground_the_engine_does_not_know_is_found_at_every_step(monkeypatch: pytest.MonkeyPatch, ground: str) -> None:
    """Also where a post only writes down what the subject said."""
    monkeypatch.setattr(people, "aside", _without([ground]))
    could = "Somebody who must stand aside in the whole case could act here."
    assert [fault[:3] for fault in told(planted.Sound)] == [
        ("recused", "hearing", could),
        ("recused", "approval", could),
    ]


def test_whoever_stands_aside_at_every_step_leaves_the_case_to_somebody(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the superior it could go up to, it would be left to nobody."""
    monkeypatch.setattr(people, "choose", lambda seats, recused: choose(seats[:1], recused))
    left = "If the posts below are vacant, nobody up to the highest level can act."
    assert [fault[:3] for fault in told(planted.Sound)] == [
        ("nobody", "hearing", left),
        ("nobody", "approval", left),
    ]


def test_without_stand_ins_a_secretarys_step_can_be_left_to_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """Further up there is a department and no secretary."""
    monkeypatch.setattr(people, "wanted", lambda roles: [role for role in roles if role == "secretary"])
    left = "If the posts below are vacant, nobody up to the highest level can act."
    assert [fault[:3] for fault in told(planted.Sound)] == [
        ("nobody", "hearing", left),
        ("nobody", "approval", left),
    ]


# -- the command ----------------------------------------------------------------------------------------------------------


def test_the_command_prints_the_way_and_fails(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(catalogue, "_EDITIONS", {"planted": [planted.SkippedHearing]})
    with pytest.raises(SystemExit) as exit_:
        call_command("check_processes")
    assert exit_.value.code == 1
    assert capsys.readouterr().out.splitlines() == [
        "除名: 18 states, 16 moves, 2 packs",
        "  ✗ removed: Skipped: 听取本人申辩 (第41条).",
        "      1. 发起（第1条）",
        "      2. 是否紧急？：yes（第3条）",
        "      3. 批准：Pass on（第42条）",
        "      4. 除名（第43条）",
    ]


def test_the_command_in_json(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(catalogue, "_EDITIONS", {"planted": [planted.SkippedHearing]})
    with pytest.raises(SystemExit):
        call_command("check_processes", "planted", "--json")
    (proof,) = json.loads(capsys.readouterr().out)
    assert (proof["process"], proof["proved"], proof["obligations"]) == ("planted", False, ["heard", "approved"])
    assert [name for name, holds in proof["properties"].items() if not holds] == ["obligation"]
    (violation,) = proof["violations"]
    assert violation["way"][1] == {"node": "hurry", "title": "是否紧急？", "outcome": "yes", "article": "第3条"}


def test_an_unproved_course_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalogue, "_EDITIONS", {"planted": [planted.SkippedHearing]})
    before = keeping.PROOFS.read_text("utf-8")
    with pytest.raises(SystemExit):
        call_command("check_processes", "--write")
    with pytest.raises(ValueError, match="planted is not proved"):
        proving.keep([proving.prove(planted.SkippedHearing)])
    assert keeping.PROOFS.read_text("utf-8") == before


def test_an_unknown_process_is_named() -> None:
    with pytest.raises(CommandError, match="There is no process called nothing"):
        call_command("check_processes", "nothing")
