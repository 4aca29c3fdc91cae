"""The rules of a persuasion: what has to come before it, until when he can answer, and when a will to mend counts."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from audit import clock
from config.demo import driving
from config.demo.building import Demo
from documents import rendering
from registry.models import Measure, Member, User
from registry.models.proof import missing
from tests import desk
from workflows.engine import deciding, opening, waiting
from workflows.engine.errors import Invalid, Refused
from workflows.engine.models import Case
from workflows.engine.words import Weight
from workflows.policy import loading
from workflows.processes.correction.walks import WALKS as CORRECTIONS
from workflows.processes.persuasion import Persuasion, rules
from workflows.processes.persuasion.walks import WALKS

TODAY_S, OLDER = loading.packs()["cn_2026", "2026.05"], loading.packs()["seed_2005", "2005.01"]
DAY = dt.date(2026, 11, 24)
ONE = dt.timedelta(days=1)


def facts(**changes: Any) -> rules.Facts:
    """A full member of this branch, whose correction has ended without his mending; he stays."""
    ordinary: dict[str, Any] = {
        "today": DAY, "pack": TODAY_S, "member": "李秀", "standing": "full", "at_home_here": True, "breach": False, "sanctioned": False,
        "other_disposal": "", "of_suspended": False, "has_general_branch": False, "told_on": DAY, "approved_on": DAY, "ground": "not_mended",
        "correction_failed": True, "will_to_mend": False, "asked_on": DAY, "refused": True,
    }  # fmt: skip
    return rules.Facts(**ordinary | changes)


@pytest.mark.parametrize(
    ("pack", "ground", "failed", "weight"),
    [
        (TODAY_S, "not_mended", True, Weight.OK), (TODAY_S, "not_mended", False, Weight.BLOCK), (TODAY_S, "threat", False, Weight.OK),
        (TODAY_S, "educated", False, Weight.BLOCK), (TODAY_S, "educated", True, Weight.OK), (OLDER, "not_mended", False, Weight.BLOCK),
        (OLDER, "educated", False, Weight.DOUBT), (OLDER, "threat", False, Weight.OK),
    ],
)  # fmt: skip
def test_time_to_mend_comes_first(pack: Any, ground: str, failed: bool, weight: Weight) -> None:
    assert rules.comes_after_correction(facts(pack=pack, ground=ground, correction_failed=failed)).weight is weight


@pytest.mark.parametrize(
    ("pack", "refused", "mends", "weight"),
    [
        (TODAY_S, True, True, Weight.OK), (OLDER, True, True, Weight.BLOCK), (OLDER, True, False, Weight.OK), (OLDER, False, True, Weight.OK),
    ],
)  # fmt: skip
def test_a_will_to_mend_counts_where_the_policy_says_so(pack: Any, refused: bool, mends: bool, weight: Weight) -> None:
    assert rules.has_no_will_to_mend(facts(pack=pack, refused=refused, will_to_mend=mends)).weight is weight


@pytest.mark.parametrize(
    ("asked", "last"),
    [(dt.date(2026, 12, 20), dt.date(2027, 1, 4)), (dt.date(2028, 2, 14), dt.date(2028, 2, 29)), (DAY, DAY + 15 * ONE)],
)
def test_until_when_he_can_answer(asked: dt.date, last: dt.date) -> None:
    assert rules.last_day_to_answer(facts(asked_on=asked)) == last


# -- on cases --------------------------------------------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def _not_typeset(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rendering, "typeset", desk.tiny_paper)


def _morning(day: dt.date) -> None:
    clock.travel_to(day)
    waiting.sweep(day)
    driving.work_off()


def _secretary(case: Case) -> User:
    return case.opened_by


def _asks(case: Case, ground: str) -> dict[str, Any]:
    return dict(WALKS["left"].opening(case.member, {})) | {"ground": ground}


@pytest.mark.parametrize(("outcome", "opens"), [("not_mended", True), ("worse", True), ("mended", False)])
def test_it_follows_a_correction_that_was_of_no_use(world: Demo, outcome: str, opens: bool) -> None:
    """Its end names persuasion as what comes next; whoever has mended is not persuaded on that ground."""
    before = driving.to_the_end(driving.begin("correction", CORRECTIONS[outcome]), most=90)
    ends = {node.code: node.leads_to for _name, node in before.flow_class.in_order() if hasattr(node, "leads_to")}
    assert ends[outcome] == ("persuasion" if opens else "")
    asks = _asks(before, "not_mended")
    if opens:
        case = opening.open_case(
            Persuasion, by=_secretary(before), organisation=before.organisation, data=asks, key="a" * 16
        )
        assert case.assignments.get(closed_at__isnull=True).step == "prior_filing"
        return
    state = desk.state()
    with pytest.raises(Refused):
        opening.open_case(Persuasion, by=_secretary(before), organisation=before.organisation, data=asks, key="a" * 16)
    assert desk.state() == state


def test_on_the_last_day_he_can_still_answer_and_the_day_after_it_goes_on(world: Demo) -> None:
    drive = driving.begin("persuasion", WALKS["removed"])
    case = driving.until(drive, "answer")
    turn = desk.the_turn(case)
    last = rules.last_day_to_answer(case.flow_class.facts(case))
    assert turn.task.wait.until == last
    _morning(last)
    assert desk.the_turn(case).step == "answer"
    _morning(last + ONE)
    assert desk.the_turn(case).step == "talk"
    assert Member.objects.get(pk=case.subject_id).standing == "full"


def test_nobody_leaves_without_words_of_his_own_nor_before_he_was_asked(world: Demo) -> None:
    drive = driving.begin("persuasion", WALKS["left"])
    case = driving.until(drive, "answer")
    turn, before = desk.the_turn(case), desk.state()
    asked_on = case.flow_class.facts(case).asked_on
    paper = {"outcome": "leaves", "witness_1": "甲", "witness_2": "乙"}
    for field, said in {
        "words": paper | {"words": "", "signed_on": asked_on.isoformat()},
        "signed_on": paper | {"words": "我退党。", "signed_on": (asked_on - ONE).isoformat()},
        "witness_2": paper | {"words": "我退党。", "signed_on": asked_on.isoformat(), "witness_2": "甲"},
    }.items():
        with pytest.raises(Invalid) as refused:
            deciding.decide(turn.public_id, by=_secretary(case), data=said, key="b" * 16)
        assert (list(refused.value.form.errors), desk.state() == before) == ([field], True)


def test_one_vote_and_one_approval_remove_nobody(world: Demo) -> None:
    """Between the two stages the register holds the first; the removal lacks its own approval whoever asks for it."""
    case = driving.until(driving.begin("persuasion", WALKS["removed"]), "answer")
    assert missing(case.member, Measure.PERSUASION, case.reference) == ["statement: leaving"]
    assert missing(case.member, Measure.REMOVAL_REFUSED, case.reference) == ["approve of removal.refused"]


def test_under_the_older_rules_whoever_would_mend_is_not_removed_for_staying(world: Demo) -> None:
    drive = driving.begin("persuasion", WALKS["older_rules"])
    case = driving.until(drive, "answer", most=90)
    driving.step(drive)
    case = driving.until(drive, "deliberate", most=90)
    driving.pass_days(1)
    turn, before = desk.the_turn(case), desk.state()
    said = dict(WALKS["older_rules"].answers["deliberate"][0](case)) | {"will_to_mend": "yes"}
    with pytest.raises(Refused) as refused:
        deciding.decide(turn.public_id, by=_secretary(case), data=said, key="c" * 16)
    assert ("改正意愿" in str(refused.value), desk.state() == before) == (True, True)
