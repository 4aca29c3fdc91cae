"""An election: ballots against voters, winners, ties, seats left, fewer seats, and the words of the minutes."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import permutations

import pytest
from django.utils import translation

from tests.votes.compared import ELECTION, boxes_of, elections_of, lines_of, same_election
from workflows.engine.votes import counts
from workflows.engine.votes.counts import Count, Line
from workflows.engine.votes.elections import Elected, Ending, judge, passing, reduction, votes_of
from workflows.engine.votes.faults import Impossible, Wrong
from workflows.engine.votes.kinds import Voters
from workflows.policy.terms import ElectionTerms
from workflows.policy.thresholds import Base, Op, Threshold

TERMS = ELECTION["cn_2026", "GM_ELECTION"]


def box(*votes: int, entitled: int = 10, present: int = 10) -> Count:
    """A ballot in which everybody present voted validly."""
    return Count(entitled, present, present, present, 0, lines_of(votes))


def of_entitled(terms: ElectionTerms) -> ElectionTerms:
    """The rule of local organisations: more than half of those entitled."""
    return replace(terms, approval=replace(terms.approval, value=Threshold(1, 2, Op.GT, Base.ENTITLED)))


def came(found: Elected) -> tuple[str, str, str, int]:
    """Ending, elected, tied, seats left."""
    return str(found.ending), "".join(found.elected), "".join(found.tied), found.open


@pytest.mark.parametrize(
    ("votes", "seats", "wanted"),
    [
        ((9, 8, 7, 5), 3, ("filled", "甲乙丙", "", 0)),
        ((9, 8, 7, 6), 3, ("filled", "甲乙丙", "", 0)),
        ((6, 7, 9, 8), 3, ("filled", "丙丁乙", "", 0)),
        ((9, 7, 7, 7), 3, ("second_ballot", "甲", "乙丙丁", 2)),
        ((9, 8, 6, 6), 3, ("second_ballot", "甲乙", "丙丁", 1)),
        ((7, 7, 7, 7), 3, ("second_ballot", "", "甲乙丙丁", 3)),
        ((8, 8, 8, 6), 3, ("filled", "甲乙丙", "", 0)),
        ((9, 8, 5, 5), 3, ("seats_left", "甲乙", "", 1)),
        ((9, 5, 5, 5), 3, ("seats_left", "甲", "", 2)),
        ((5, 5, 5, 5), 3, ("seats_left", "", "", 3)),
        ((6, 4), 1, ("filled", "甲", "", 0)),
        ((5, 5), 1, ("seats_left", "", "", 1)),
        ((), 1, ("seats_left", "", "", 1)),
    ],
)
def test_who_is_elected_by_ten_electors(votes: tuple[int, ...], seats: int, wanted: tuple[str, str, str, int]) -> None:
    assert came(judge(TERMS, box(*votes), seats)) == wanted


@pytest.mark.parametrize(
    ("present", "votes", "elected"), [(8, 5, "甲"), (8, 4, ""), (9, 5, "甲"), (9, 4, ""), (10, 5, "")]
)
def test_more_than_half_of_those_present(present: int, votes: int, elected: str) -> None:
    assert came(judge(TERMS, box(votes, present=present), 1))[1] == elected


def test_a_majority_of_those_entitled_is_another_rule() -> None:
    assert came(judge(of_entitled(TERMS), box(5, present=8), 1))[1] == ""
    assert came(judge(of_entitled(TERMS), box(6, present=8), 1))[1] == "甲"
    assert votes_of(of_entitled(TERMS), box(6, present=8), Line("甲", 6)).base == 10
    assert votes_of(TERMS, box(6, present=8), Line("甲", 6)).base == 8


def test_without_four_fifths_nobody_is_elected() -> None:
    found = judge(TERMS, box(7, present=7), 1)
    assert (came(found), found.presence.least) == (("no_quorum", "", "", 1), 8)
    older = judge(ELECTION["seed_2005", "GM_ELECTION"], box(8, present=8), 1)
    assert (came(older), older.presence.least) == (("no_quorum", "", "", 1), 9)


def test_more_ballots_than_voters_make_an_election_invalid_fewer_do_not() -> None:
    found = [came(judge(TERMS, replace(box(8), issued=9, collected=n), 1))[0] for n in (8, 9, 10)]
    assert found == ["filled", "filled", "invalid"]


def test_void_ballots_do_not_lower_the_base() -> None:
    assert came(judge(TERMS, replace(box(5), void=4), 1)) == ("seats_left", "", "", 1)
    assert came(judge(TERMS, replace(box(6), void=4), 1)) == ("filled", "甲", "", 0)


def test_a_second_tie_is_decided_by_the_superior() -> None:
    assert [judge(TERMS, box(6, 6, 6), 2, ballot=n).ending for n in (1, 2, 3)] == [
        Ending.SECOND_BALLOT, Ending.SUPERIOR_DECIDES, Ending.SUPERIOR_DECIDES,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("votes", "seats", "wanted"),
    [
        ((6, 4), 1, ("filled", "甲", "", 0)),
        ((5, 4), 1, ("seats_left", "", "", 1)),
        ((5, 5), 1, ("superior_decides", "", "甲乙", 1)),
        ((4, 4, 2), 1, ("superior_decides", "", "甲乙", 1)),
        ((4, 3, 3), 1, ("seats_left", "", "", 1)),
        ((8, 5, 5), 2, ("superior_decides", "甲", "乙丙", 1)),
        ((8, 5, 4), 2, ("seats_left", "甲", "", 1)),
        ((8, 6, 6), 2, ("superior_decides", "甲", "乙丙", 1)),
        ((5, 4, 4), 2, ("seats_left", "", "", 2)),
        ((4, 4, 4), 2, ("superior_decides", "", "甲乙丙", 2)),
        ((5, 5, 4), 2, ("seats_left", "", "", 2)),
    ],
)
def test_a_second_ballot(votes: tuple[int, ...], seats: int, wanted: tuple[str, str, str, int]) -> None:
    """More than half is needed again; equal votes for the seats that are left, above half or not, are a second tie."""
    assert came(judge(TERMS, box(*votes), seats, ballot=2)) == wanted


def test_equal_votes_below_half_are_no_tie_at_first() -> None:
    assert came(judge(TERMS, box(5, 5), 1)) == ("seats_left", "", "", 1)


def test_somebody_written_in_is_elected_like_a_candidate() -> None:
    lines = (Line("甲", 3, 7), Line("癸", 6, written_in=True))
    assert came(judge(TERMS, replace(box(), lines=lines), 1)) == ("filled", "癸", "", 0)


@pytest.mark.parametrize(
    ("votes", "seats", "before", "may"),
    [
        ((9, 8, 5), 3, 0, True),
        ((9, 5, 5), 3, 0, False),
        ((5, 5), 1, 0, False),
        ((5, 5), 1, 2, True),
        ((9, 8, 7), 3, 0, False),
    ],
)
def test_fewer_seats_only_if_close_to_the_number(votes: tuple[int, ...], seats: int, before: int, may: bool) -> None:
    """One seat is left, and somebody is elected, be it by an earlier ballot."""
    assert judge(TERMS, box(*votes), seats, before=before).may_reduce is may


def test_the_offices_of_a_committee_are_not_reduced() -> None:
    assert not judge(ELECTION["cn_2026", "BC_ELECTION"], box(9, 8, 5), 3).may_reduce


def test_more_than_half_of_those_entitled_agree_to_fewer_seats() -> None:
    found = judge(TERMS, box(6, 4, present=9), 2)
    assert [reduction(TERMS, found, n).met for n in (0, 4, 5, 6, 9)] == [False, False, False, True, True]
    assert (reduction(TERMS, found, 5).base, reduction(TERMS, found, 5).provision.key) == (
        10,
        "votes.GM_ELECTION.reduction",
    )


@pytest.mark.parametrize(
    ("votes", "agreeing", "fault"),
    [
        ((6, 4), 10, ("agreeing", Wrong.MORE_VOTES_THAN_VOTERS)),
        ((6, 4), -1, ("agreeing", Wrong.NEGATIVE)),
        ((4, 4), 9, ("seats", Wrong.NOT_REDUCIBLE)),
        ((9, 8), 9, ("seats", Wrong.NOT_REDUCIBLE)),
    ],
)
def test_what_cannot_be_asked_about_fewer_seats(
    votes: tuple[int, ...], agreeing: int, fault: tuple[str, Wrong]
) -> None:
    found = judge(TERMS, box(*votes, present=9), 2)
    with pytest.raises(Impossible) as raised:
        reduction(TERMS, found, agreeing)
    assert [(f.field, f.wrong) for f in raised.value.faults] == [fault]


IN = {"written_in": True}
FAULTS = [
    (box(6, 5), 0, ("seats", Wrong.NO_SEATS)),
    (replace(box(), entitled=0), 1, ("entitled", Wrong.NOBODY_ENTITLED)),
    (replace(box(), present=11), 1, ("present", Wrong.MORE_PRESENT_THAN_ENTITLED)),
    (replace(box(), present=9), 1, ("issued", Wrong.MORE_ISSUED_THAN_PRESENT)),
    (replace(box(), void=11), 1, ("void", Wrong.MORE_VOID_THAN_COLLECTED)),
    (replace(box(), collected=-1), 1, ("collected", Wrong.NEGATIVE)),
    (box(11), 2, ("lines.0", Wrong.MORE_MARKS_THAN_BALLOTS)),
    (replace(box(8), void=3), 2, ("lines.0", Wrong.MORE_MARKS_THAN_BALLOTS)),
    (replace(box(), lines=(Line("甲", 4, 4, 3),)), 1, ("lines.0", Wrong.MORE_MARKS_THAN_BALLOTS)),
    (replace(box(), lines=(Line("甲", 4), Line("乙", 4, -1))), 1, ("lines.1", Wrong.NEGATIVE)),
    (replace(box(), lines=(Line("甲", -1),)), 1, ("lines.0", Wrong.NEGATIVE)),
    (replace(box(), lines=(Line("甲", 1, 0, -1),)), 1, ("lines.0", Wrong.NEGATIVE)),
    (replace(box(), lines=(Line("甲", 4), Line("甲", 4))), 1, ("lines.1", Wrong.NAMED_TWICE)),
    (box(6, 5), 1, ("lines", Wrong.MORE_CHOSEN_THAN_SEATS)),
    (replace(box(), lines=(Line("甲", 4, 2), Line("癸", 3, **IN))), 1, ("written_in", Wrong.MORE_WRITTEN_IN_THAN_REJECTED)),
    (replace(box(), lines=(Line("癸", 3, 1, **IN),)), 1, ("lines.0", Wrong.ONLY_CHOSEN)),
    (replace(box(), lines=(Line("癸", 3, 0, 1, **IN),)), 1, ("lines.0", Wrong.ONLY_CHOSEN)),
]  # fmt: skip


@pytest.mark.parametrize(("count", "seats", "fault"), FAULTS)
def test_counts_that_cannot_be_are_named_at_their_field(count: Count, seats: int, fault: tuple[str, Wrong]) -> None:
    assert [(f.field, f.wrong) for f in counts.faults(TERMS, count, seats)] == [fault]
    with pytest.raises(Impossible):
        judge(TERMS, count, seats)


@pytest.mark.parametrize(
    ("count", "seats"),
    [
        (box(6, 4), 1),
        (box(10, 10), 2),
        (replace(box(), lines=(Line("甲", 4, 4, 2),)), 1),
        (replace(box(), lines=(Line("甲", 4, 3), Line("癸", 3, **IN))), 1),
        (replace(box(11), collected=11), 1),
    ],
)
def test_counts_just_inside_the_limits_can_be(count: Count, seats: int) -> None:
    """In an invalid election the lines are not looked at."""
    assert counts.faults(TERMS, count, seats) == ()


def test_where_nobody_can_be_written_in_no_such_line_counts() -> None:
    without = replace(TERMS, write_ins=replace(TERMS.write_ins, value=False))
    count = replace(box(), lines=(Line("甲", 4, 3), Line("癸", 3, written_in=True)))
    assert [(f.field, f.wrong) for f in counts.faults(without, count, 1)] == [("lines.1", Wrong.NO_WRITE_INS)]
    assert counts.faults(without, box(6), 1) == ()


def test_winners_do_not_depend_on_the_order_of_the_names() -> None:
    votes = {"甲": 9, "乙": 7, "丙": 7, "丁": 6, "戊": 2}
    for seats in range(1, 6):
        found = {
            (outcome.ending, frozenset(outcome.elected), frozenset(outcome.tied), outcome.open)
            for order in permutations(votes)
            for outcome in [judge(TERMS, replace(box(), lines=tuple(Line(n, votes[n]) for n in order)), max(seats, 4))]
        }
        assert len(found) == 1


def test_equals_stand_in_the_order_of_the_ballot() -> None:
    count = replace(box(), lines=(Line("丙", 7), Line("甲", 9), Line("乙", 7)))
    assert judge(TERMS, count, 3).elected == ("甲", "丙", "乙")
    assert [line.name for line in passing(TERMS, count)] == ["甲", "丙", "乙"]


def said(found: Elected, language: str) -> list[str]:
    """The words of the minutes."""
    with translation.override(language):
        return [str(sentence) for sentence in found.sentences]


def test_the_words_of_the_minutes() -> None:
    found = judge(TERMS, box(8, 7, 6, 6, present=9), 3)
    assert said(found, "zh-hans") == [
        "应到会有选举权的正式党员10名，实到会9名，达到五分之四，符合规定人数。",
        "丙、丁得票相等，不能确定最后1个名额的当选人，就得票相等的人再次投票。",
    ]
    assert said(found, "en") == [
        "9 of 10 full members entitled to elect present, at least four fifths: there is a quorum.",
        "Equal votes for the last seats (1): 丙、丁; there is a second ballot among them.",
    ]
    endings = {
        judge(TERMS, box(8, 7, 6, 6, present=9), 3, ballot=2): "丙、丁再次投票仍得票相等，不能确定最后1个名额的当选人，报上级党组织决定。",
        judge(TERMS, box(6), 1): "应选名额已经选足。",
        judge(TERMS, box(9, 3, 3), 3): "当选人少于应选名额，缺额2名，对不足的名额另行选举。",
        judge(TERMS, box(9, 3), 2): "当选人接近应选名额，缺额1名，对不足的名额另行选举，或者经选举人同意减少名额。",
        judge(TERMS, box(7, present=7), 1): "到会人数不符合规定，不能进行选举，会议改期召开。",
        judge(TERMS, replace(box(6), issued=9), 1): "收回选票10张，多于发出选票9张，选举无效，应当重新选举。",
    }  # fmt: skip
    for outcome, words in endings.items():
        assert said(outcome, "zh-hans")[1] == words
    with translation.override("zh-hans"):
        reason = votes_of(TERMS, box(5, present=9), Line("甲", 5))
        assert str(reason.approval) == "赞成5票，超过实到会有选举权的正式党员（9名）的半数。"
        committee = votes_of(ELECTION["cn_2026", "BC_ELECTION"], box(3, present=5), Line("甲", 3), Voters.COMMITTEE)
        assert str(committee.approval) == "赞成3票，超过实到会委员（5名）的半数。"


@pytest.mark.parametrize("pack", ["cn_2026", "seed_2005"])
def test_both_ways_of_computing_agree_on_small_elections(pack: str) -> None:
    assert sum(elections_of(pack, entitled, seats, 4) for entitled in (2, 5) for seats in (1, 2, 3)) > 900
    assert sum(elections_of(pack, entitled, 1, 3, "BC_ELECTION") for entitled in (1, 3, 4)) > 100
    assert boxes_of(pack, 2) > 900


def test_both_ways_agree_on_larger_elections_drawn_at_random() -> None:
    drawn = random.Random(7)
    for _ in range(2000):
        entitled = drawn.randint(6, 60)
        present = drawn.randint(entitled * 4 // 5 - 1, entitled)
        half = present // 2
        votes = [
            min(present, drawn.choice([half, half + 1, half + 1, half + 2, drawn.randint(0, present)]))
            for _ in range(8)
        ]
        names = votes[: drawn.randint(1, 8)]
        count = Count(entitled, present, present, present, drawn.choice([0, 0, 1]), lines_of(tuple(names)))
        for pack, kind in ELECTION:
            same_election(pack, count, drawn.randint(1, 6), kind, ballot=drawn.choice((1, 2)))
