"""A motion: possible numbers, quorum, carried or lost, and the words of the minutes."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from django.utils import translation

from tests.votes import reference
from tests.votes.compared import MOTION, motions_of, possible_of, same_motion, same_possible, split_of
from workflows.engine.votes.faults import Impossible, Wrong
from workflows.engine.votes.kinds import Voters
from workflows.engine.votes.motions import Result, Tally, faults, judge
from workflows.policy.terms import MotionTerms
from workflows.policy.thresholds import Base, Op, Threshold

GENERAL, ADMISSION = MOTION["cn_2026", "GM_GENERAL"], MOTION["cn_2026", "GM_ADMISSION"]


def of_present(terms: MotionTerms) -> MotionTerms:
    """The same rules with the majority taken of those present."""
    half = Threshold(1, 2, Op.GT, Base.PRESENT)
    return replace(terms, approval=replace(terms.approval, value=half))


def said(terms: MotionTerms, tally: Tally, language: str = "en", voters: Voters = Voters.MEMBERS) -> list[str]:
    """The words of the minutes."""
    with translation.override(language):
        return [str(sentence) for sentence in judge(terms, tally, voters).sentences]


def test_all_present_in_favour_are_not_always_a_majority() -> None:
    """Ten entitled, five present, all five in favour: a quorum, and not more than half of those entitled."""
    outcome = judge(GENERAL, Tally(10, 5, 5))
    assert (outcome.result, outcome.presence.met, outcome.approval.met) == (Result.LOST, True, False)
    assert (outcome.approval.count, outcome.approval.base, outcome.approval.least) == (5, 10, 6)
    assert outcome.approval.article == "支部工作条例（试行）第11条"
    assert said(GENERAL, Tally(10, 5, 5)) == [
        "5 of 10 full members entitled to vote present, at least half: there is a quorum.",
        "5 of 10 in favour: not more than half of those entitled, 6 are needed.",
        "Not carried.",
    ]


@pytest.mark.parametrize(
    ("entitled", "present", "yes", "result"),
    [
        (10, 10, 5, "lost"),
        (10, 10, 6, "carried"),
        (10, 6, 6, "carried"),
        (10, 4, 4, "no_quorum"),
        (11, 6, 6, "carried"),
        (11, 11, 5, "lost"),
        (11, 5, 5, "no_quorum"),
        (1, 1, 1, "carried"),
        (1, 1, 0, "lost"),
        (1, 0, 0, "no_quorum"),
        (2, 1, 1, "lost"),
        (60, 30, 30, "lost"),
        (60, 31, 31, "carried"),
    ],
)
def test_an_ordinary_vote(entitled: int, present: int, yes: int, result: str) -> None:
    assert judge(GENERAL, Tally(entitled, present, yes)).result == result


def test_the_same_people_are_a_quorum_for_a_vote_and_none_for_an_admission() -> None:
    assert judge(GENERAL, Tally(10, 5)).presence.met
    assert not judge(ADMISSION, Tally(10, 5)).presence.met
    assert judge(ADMISSION, Tally(10, 6)).presence.met


def test_a_written_opinion_is_a_vote_and_nobody_present() -> None:
    assert judge(ADMISSION, Tally(10, 6, 4, written_for=2)).result is Result.CARRIED
    assert judge(ADMISSION, Tally(10, 6, 4, written_for=1, written_against=3)).result is Result.LOST
    assert judge(ADMISSION, Tally(10, 5, 5, written_for=5)).result is Result.NO_QUORUM


@pytest.mark.parametrize("kind", ["GM_GENERAL", "GM_DISPOSAL", "BC_MEETING", "CM_APPROVAL"])
def test_elsewhere_a_written_opinion_is_noted_and_does_not_count(kind: str) -> None:
    outcome = judge(MOTION["cn_2026", kind], Tally(10, 6, 5, written_for=4))
    assert (outcome.result, outcome.approval.count) == (Result.LOST, 5)
    assert str(outcome.note) == "收到书面意见4份，按照规定不计入票数。"


def test_of_those_present_counts_whoever_is_heard_in_writing_with_them() -> None:
    assert judge(of_present(GENERAL), Tally(10, 6, 4)).approval.base == 6
    assert judge(of_present(GENERAL), Tally(10, 6, 3, written_for=4)).result is Result.LOST
    assert judge(of_present(GENERAL), Tally(10, 6, 4)).result is Result.CARRIED
    heard = judge(of_present(ADMISSION), Tally(10, 6, 3, written_for=2, written_against=1, written_abstained=1))
    assert (heard.approval.count, heard.approval.base, heard.result) == (5, 10, Result.LOST)


FAULTS = [
    (Tally(10, 6, 4, 1, 1), []),
    (Tally(10, 6, 2), []),
    (Tally(10, 10, 10), []),
    (Tally(0, 0), [("entitled", Wrong.NOBODY_ENTITLED, 0, 0)]),
    (Tally(10, 11), [("present", Wrong.MORE_PRESENT_THAN_ENTITLED, 11, 10)]),
    (Tally(10, 6, 7), [("votes_for", Wrong.MORE_VOTES_THAN_VOTERS, 7, 6)]),
    (Tally(10, 6, 6, 1), [("votes_against", Wrong.MORE_VOTES_THAN_VOTERS, 7, 6)]),
    (Tally(10, 6, 4, 2, 1), [("abstained", Wrong.MORE_VOTES_THAN_VOTERS, 7, 6)]),
    (Tally(10, 6, 7, 1), [("votes_for", Wrong.MORE_VOTES_THAN_VOTERS, 8, 6)]),
    (Tally(10, 6, 6, aside=1), [("votes_for", Wrong.MORE_VOTES_THAN_VOTERS, 6, 5)]),
    (Tally(10, 6, 5, aside=1), []),
    (Tally(10, 6, aside=7), [("aside", Wrong.MORE_ASIDE_THAN_PRESENT, 7, 6)]),
    (Tally(10, 6, written_for=5), [("written_for", Wrong.MORE_OPINIONS_THAN_ABSENT, 5, 4)]),
    (Tally(10, 6, written_for=4, written_against=1), [("written_against", Wrong.MORE_OPINIONS_THAN_ABSENT, 5, 4)]),
    (Tally(10, 6, 0, 0, 0, 2, 2, 1), [("written_abstained", Wrong.MORE_OPINIONS_THAN_ABSENT, 5, 4)]),
    (Tally(10, 6, written_for=4), []),
    (Tally(10, 10, written_for=1), [("written_for", Wrong.MORE_OPINIONS_THAN_ABSENT, 1, 0)]),
    (Tally(10, 6, 7, 0, 0, 5), [
        ("votes_for", Wrong.MORE_VOTES_THAN_VOTERS, 7, 6), ("written_for", Wrong.MORE_OPINIONS_THAN_ABSENT, 5, 4),
    ]),
    (Tally(10, -1, -2), [("present", Wrong.NEGATIVE, 0, 0), ("votes_for", Wrong.NEGATIVE, 0, 0)]),
]  # fmt: skip


@pytest.mark.parametrize(("tally", "found"), FAULTS)
def test_numbers_that_cannot_be_are_named_at_their_field(
    tally: Tally, found: list[tuple[str, Wrong, int, int]]
) -> None:
    assert [(fault.field, fault.wrong, fault.found, fault.most) for fault in faults(tally)] == found
    if found:
        with pytest.raises(Impossible) as raised:
            judge(GENERAL, tally)
        assert raised.value.faults == faults(tally)


@pytest.mark.parametrize("field", list(vars(Tally(1, 1))))
def test_no_number_is_below_zero(field: str) -> None:
    assert [(f.field, f.wrong) for f in faults(replace(Tally(10, 6), **{field: -1}))] == [(field, Wrong.NEGATIVE)]


def test_a_fault_in_words() -> None:
    (fault,) = faults(Tally(10, 6, written_for=5))
    with translation.override("en"):
        assert str(fault.sentence) == "Written opinions: 5, but absent: 4; whoever is present votes himself."
    with translation.override("zh-hans"):
        assert str(fault.sentence) == "书面意见5份，未到会的只有4名；到会的应当当场表决。"


def test_the_words_of_the_minutes_in_chinese() -> None:
    assert said(GENERAL, Tally(10, 5, 5), "zh-hans") == [
        "应到会有表决权的正式党员10名，实到会5名，达到半数，符合规定人数。",
        "赞成5票，未超过应到会有表决权的正式党员（10名）的半数，须有6票赞成。",
        "表决未通过。",
    ]
    assert said(ADMISSION, Tally(10, 6, 5, written_for=1), "zh-hans") == [
        "应到会有表决权的正式党员10名，实到会6名，超过半数，符合规定人数。",
        "赞成6票，超过应到会有表决权的正式党员（10名）的半数。",
        "赞成票中含未到会党员书面意见1份。",
        "表决通过。",
    ]
    assert said(ADMISSION, Tally(10, 5, 5), "zh-hant") == [
        "應到會有表決權的正式黨員10名，實到會5名，未超過半數，不符合規定人數，須有6名到會。",
        "到會人數不符合規定，不能表決，會議改期召開。",
    ]
    assert said(MOTION["cn_2026", "BC_MEETING"], Tally(5, 2), "zh-hans", Voters.COMMITTEE)[0] == (
        "应到会在任委员5名，实到会2名，不足半数，不符合规定人数，须有3名到会。"
    )


def test_other_shares_have_words_too() -> None:
    odd = Threshold(3, 7, Op.GE, Base.PRESENT)
    terms = replace(GENERAL, approval=replace(GENERAL.approval, value=odd))
    assert said(terms, Tally(10, 7, 3))[1] == "3 of 7 in favour: at least 3/7 of those present."
    assert said(terms, Tally(10, 7, 2))[1] == "2 of 7 in favour: fewer than 3/7 of those present, 3 are needed."
    assert said(terms, Tally(10, 7, 2), "zh-hans")[1] == (
        "赞成2票，不足实到会有表决权的正式党员（7名）的7分之3，须有3票赞成。"
    )


@pytest.mark.parametrize("kind", reference.MOTIONS)
def test_both_ways_of_computing_agree_on_small_meetings(kind: str) -> None:
    calls = sum(motions_of(kind, entitled) for entitled in range(1, 9))
    assert (calls, sum(split_of(kind, entitled) for entitled in (1, 2, 3))) == (494, 2249)


def test_both_ways_agree_on_which_numbers_are_possible() -> None:
    assert sum(possible_of(entitled) for entitled in range(8)) == 1122


def test_both_ways_agree_on_larger_meetings_drawn_at_random() -> None:
    drawn = random.Random(7)
    for _ in range(1500):
        entitled = drawn.randint(9, 60)
        present = drawn.randint(entitled // 2 - 1, entitled)
        yes = min(present, drawn.randint(entitled // 2 - 2, entitled // 2 + 2))
        written = drawn.randint(0, entitled - present)
        tally = Tally(entitled, present, yes, present - yes, 0, written, entitled - present - written)
        for pack, kind in MOTION:
            same_motion(pack, kind, tally)
        same_possible(replace(tally, aside=drawn.randint(0, 1), abstained=drawn.randint(0, 1)))
