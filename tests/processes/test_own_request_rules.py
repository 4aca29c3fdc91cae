"""The rules of a request to leave: who can ask, who is educated first, from when it counts, and whose it is to take back."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from audit import clock, journal
from config.demo import driving
from config.demo.building import Demo
from documents import rendering
from documents.models import Paper
from registry import standing
from registry.models import Measure, Member, Role, Statement
from tests import desk
from workflows.engine import deciding, undoing
from workflows.engine.errors import Conflict, Invalid, Refused
from workflows.engine.models import Case, Decision
from workflows.engine.soundness import exploring, proving
from workflows.engine.words import Weight
from workflows.families.disposal import rules as shared
from workflows.policy import loading
from workflows.processes.own_request import OwnRequest, asking, rules
from workflows.processes.own_request.walks import WALKS

BASE, OLD = loading.packs()["cn_2026", "2026.05"], loading.packs()["seed_2005", "2005.01"]
DAY = dt.date(2026, 11, 24)
KEY, BY = "a" * 16, journal.system("test")


def facts(**changes: Any) -> rules.Facts:
    """A full member of this branch, with reasons of his own, before any meeting."""
    ordinary: dict[str, Any] = {
        "today": DAY, "pack": BASE, "member": "李秀", "standing": "full", "at_home_here": True, "other_disposal": "", "opened_by_subject": True,
        "motive": "private", "voted": False, "agreed": False,
    }  # fmt: skip
    return rules.Facts(**ordinary | changes)


@pytest.mark.parametrize(
    ("guard", "changes"),
    [
        (rules.MUST_BE_FULL, {"standing": "probationary"}),
        (rules.MUST_BE_FULL, {"standing": "suspended"}),
        (rules.MUST_BE_FULL, {"standing": "left_own_request"}),
        (rules.MUST_BELONG_HERE, {"at_home_here": False}),
        (rules.MUST_BE_THE_ONLY_ONE, {"other_disposal": "限期改正"}),
    ],
)
def test_who_cannot_ask(guard: Any, changes: dict[str, Any]) -> None:
    assert (guard.rule(facts()).weight, guard.rule(facts(**changes)).weight) == (Weight.OK, Weight.BLOCK)
    assert guard in OwnRequest.start.guards
    assert "done" in guard.protects


@pytest.mark.parametrize(
    ("motive", "first", "educated"),
    [
        ("belief", True, True),
        ("belief", False, False),
        ("private", True, False),
        ("grievance", True, False),
        ("", True, False),
    ],
)
def test_whoever_has_lost_belief_is_educated_first_where_the_policy_says_so(
    motive: str, first: bool, educated: bool
) -> None:
    terms = replace(BASE.own_withdrawal, educate_first=replace(BASE.own_withdrawal.educate_first, value=first))
    assert rules.educated_first(facts(motive=motive, pack=replace(BASE, own_withdrawal=terms))) is educated


@pytest.mark.parametrize(("effective", "last"), [("announcement", DAY), ("record", DAY + dt.timedelta(days=9))])
def test_from_which_day_it_counts(effective: str, last: dt.date) -> None:
    terms = replace(BASE.own_withdrawal, effective=replace(BASE.own_withdrawal.effective, value=effective))
    recorded = DAY + dt.timedelta(days=9)
    assert rules.last_day(terms, announced_on=DAY, recorded_on=recorded) == last


@pytest.mark.parametrize(
    ("pack", "last", "bar"),
    [
        (BASE, dt.date(2026, 11, 24), dt.date(2031, 11, 24)),
        (BASE, dt.date(2028, 2, 29), dt.date(2033, 2, 28)),
        (OLD, dt.date(2026, 11, 24), None),
    ],
)
def test_how_long_he_cannot_be_admitted_again(pack: Any, last: dt.date, bar: dt.date | None) -> None:
    assert rules.barred_until(pack.own_withdrawal, last) == bar


def test_the_packs_differ_in_the_vote() -> None:
    votes = {
        pack.name: (pack.own_withdrawal.vote.value, pack.own_withdrawal.default_answer.value) for pack in (BASE, OLD)
    }
    assert votes == {"cn_2026": ("discuss_only", "open"), "seed_2005": ("vote", "agree")}


# -- what the course keeps, written down a second time ----------------------------------------------------------------

# 党章 9: he asks himself, the general meeting discusses, it is announced, and put on record above.
LEAVING = {
    "own", "request_filed", "stated", "talked", "heard", "talk_on_file", "educated", "studied", "called", "discussed", "minuted", "announced",
    "reported", "recorded", "entered", "ended", "served",
}  # fmt: skip
ASKED, TALKED = {"own", "request_filed", "stated"}, {"talked", "heard", "talk_on_file", "educated"}
MET = {"studied", "called", "discussed", "minuted"}
NEEDED: dict[str, tuple[set[str], set[str]]] = {
    "left": (LEAVING, set()),
    "taken_back": (set(), {"announced", "ended"}),
    "denied": (set(), {"own", "ended"}),
    "threat": (ASKED, {"announced", "ended"}),
    "referred": (ASKED, {"announced", "ended"}),
    "request_paper": ({"own"}, set()),
    "talk": (ASKED, set()),
    "study": (ASKED | TALKED, set()),
    "discuss": ({"studied", "called"}, set()),
    "announce": (ASKED | TALKED | MET, set()),
    "record": ({"reported"}, set()),
    "end_of_membership": (ASKED | TALKED | MET | {"announced", "entered"}, set()),
}


@pytest.mark.parametrize("name", sorted(NEEDED))
def test_what_a_node_needs_and_forbids(name: str) -> None:
    node = OwnRequest.instance.node(name)
    assert ({o.name for o in node.needed}, {o.name for o in node.forbidden}) == NEEDED[name]


def test_a_meeting_that_does_not_agree_leaves_the_talk_to_be_done_again() -> None:
    undone = OwnRequest.instance.node("agreed").undone
    assert {how: {o.name for o in obligations} for how, obligations in undone.items()} == {"no": TALKED | MET}
    assert OwnRequest.instance.node("agreed").targets["no"].name == "talk"


def test_above_it_is_recorded_and_neither_approved_nor_refused() -> None:
    kinds = {name: step.kind for name, step in OwnRequest.steps().items() if step.kind != "act"}
    assert kinds == {"record": "record"}
    assert {str(code) for code in OwnRequest.step_said("record").form.outcomes.values} == {"file", "return"}


def test_every_end_is_reached_under_both_packs() -> None:
    for model in proving.models_of(OwnRequest):
        found = exploring.explore(model)
        ends = {model.nodes[state.node].code for state in found.came if model.ends(state)}
        assert ends == {"left", "taken_back", "denied", "threat", "referred"}


# -- with the registers ------------------------------------------------------------------------------------------------


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rendering, "typeset", desk.tiny_paper)


@pytest.mark.django_db
def test_nobody_asks_for_somebody_else(world: Demo, quick: None) -> None:
    """What the secretary types in waits for the member; nothing is stated before he says that it is his."""
    drive = driving.begin("own_request", WALKS["denied"])
    driving.until(drive, "consent")
    assert (Statement.objects.count(), Paper.objects.count()) == (0, 0)
    turn = drive.case.assignments.get(closed_at=None)
    strangers = [
        world.holder("HK0101", Role.SECRETARY),
        world.holder("HK01", Role.SECRETARY),
        world.holder("QH0101", Role.SECRETARY),
    ]
    for number, stranger in enumerate(strangers):
        with pytest.raises(PermissionDenied):
            deciding.decide(turn.public_id, by=stranger, data={"outcome": "confirm"}, key=f"{number}" * 16)
    assert not Decision.objects.filter(case=drive.case).exists()


@pytest.mark.django_db
def test_only_the_member_takes_it_back(world: Demo, quick: None) -> None:
    drive = driving.begin("own_request", WALKS["on_paper"])
    driving.until(drive, "study")
    case, opener = drive.case, drive.case.opened_by
    assert not undoing.can_withdraw(case, opener)
    with pytest.raises(PermissionDenied, match="本人"):
        undoing.withdraw(case.pk, by=opener, reason="另行处理", key=KEY)
    assert Case.objects.get(pk=case.pk).closed_at is None
    assert "withdrawn" not in Case.objects.get(pk=case.pk).data


@pytest.mark.django_db
def test_what_was_announced_is_not_taken_back(world: Demo, quick: None) -> None:
    drive = driving.begin("own_request", WALKS["left"])
    member = drive.case.member.person.user
    driving.until(drive, "announce")
    assert undoing.can_withdraw(drive.case, member)
    driving.until(drive, "report_facts")
    assert not undoing.can_withdraw(drive.case, member)
    with pytest.raises(Conflict):
        undoing.withdraw(drive.case.pk, by=member, reason="想留下。", key=KEY)
    assert Case.objects.get(pk=drive.case.pk).closed_at is None


@pytest.mark.django_db
def test_nothing_is_announced_before_the_meeting(world: Demo, quick: None) -> None:
    drive = driving.begin("own_request", WALKS["on_paper"])
    driving.until(drive, "announce")
    turn = drive.case.assignments.get(closed_at=None)
    met = drive.case.meetings.get().held_on
    early = dict(WALKS["on_paper"].answer("announce", 0, drive.case)) | {
        "announced_on": str(met - dt.timedelta(days=1))
    }
    made = Decision.objects.count()
    with pytest.raises(Invalid):
        deciding.decide(turn.public_id, by=driving.actor_for(turn), data=early, key=KEY)
    assert Decision.objects.count() == made
    on_the_day = early | {"announced_on": str(met)}
    assert deciding.decide(turn.public_id, by=driving.actor_for(turn), data=on_the_day, key="b" * 16).outcome == "done"


@pytest.mark.django_db
def test_what_is_taken_back_on_paper_has_two_witnesses(world: Demo, quick: None) -> None:
    drive = driving.begin("own_request", WALKS["signed_back"])
    driving.until(drive, "study")
    turn = drive.case.assignments.get(closed_at=None)
    back = {"outcome": "taken_back", "signed_on": str(clock.today()), "witness_1": "见证人甲", "witness_2": "见证人甲"}
    for data in (back, back | {"witness_2": ""}, back | {"signed_on": str(clock.today() + dt.timedelta(days=1))}):
        with pytest.raises(Invalid):
            deciding.decide(turn.public_id, by=driving.actor_for(turn), data=data, key=KEY)
    assert not Decision.objects.filter(case=drive.case, step="study").exists()


@pytest.mark.django_db
def test_a_probationary_member_is_told_what_is_to_be_done(world: Demo, quick: None) -> None:
    probationary = next(m for m in world.members("QH0101") if m.standing == "probationary")
    with pytest.raises(Refused, match="预备"):
        driving.begin("own_request", replace(WALKS["denied"], opened_at="QH0101"), probationary)
    assert not Case.objects.exists()


@pytest.mark.django_db
def test_the_agenda_has_a_vote_only_where_the_policy_wants_one(world: Demo, quick: None) -> None:
    case = driving.begin("own_request", WALKS["left"]).case
    assert asking.request(case).kind is None
    again = driving.begin("own_request", WALKS["older_rules"]).case
    assert asking.request(again).kind == "GM_GENERAL"
    assert asking.initial(again, "study") == {"opinion": asking.NORMALLY_AGREED}
    assert asking.initial(case, "study") == {}


@pytest.mark.django_db
def test_the_register_does_not_move_without_the_record(world: Demo, quick: None) -> None:
    """Whatever code asks for it: the record above is part of the proof."""
    drive = driving.begin("own_request", WALKS["left"])
    driving.until(drive, "record")
    member = Member.objects.get(pk=drive.case.subject_id)
    with pytest.raises(Refused):
        standing.end(
            member, Measure.OWN_WITHDRAWAL, by=BY, on=clock.today(),
            case_reference=drive.case.reference, article=shared.CONSTITUTION_9,
        )  # fmt: skip
    assert Member.objects.get(pk=member.pk).standing == "full"
