"""A standing moves only with its proof in the records: every measure with everything, and without each piece of it."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from audit import clock
from audit.journal import Actor
from audit.models import Entry
from config.demo.building import Demo
from registry import cadres, evidence, standing
from registry.access import viewer_of
from registry.evidence import Source
from registry.models import Affiliation, Approval, Hearing, Measure, Member, Organisation, Resolution, Statement, User
from registry.refusals import Refused

pytestmark = pytest.mark.django_db
BY, CASE, OTHER = Actor("system", "test"), "CASE000001", "CASE000002"
DAY = dt.date(2026, 11, 24)
NUMBER = itertools.count(1)


@pytest.fixture
def member(ordinary_member: Member) -> Member:
    """A full member of 锦江社区 without a post."""
    return ordinary_member


class Records:
    """Writes the pieces of proof about one member into the records, each on a day counted from ``DAY``."""

    def __init__(self, world: Demo, member: Member, case: str = CASE) -> None:
        self.world, self.member, self.case = world, member, case
        self.branch, self.committee, self.county = (world.organisations[code] for code in ("QH0101", "QH01", "QH"))
        people = [one.person for one in world.members("QH0101") if one.pk != member.pk]
        self.talkers, self.head = (people[0], people[1]), world.holder("QH01", "secretary").person

    def _source(self) -> Source:
        return Source(self.case, f"T{next(NUMBER):09d}", "党章第9条")

    def heard(self, day: int, how: str = "heard") -> Hearing:
        return evidence.hear(
            self.member,
            self._source(),
            by=BY,
            organisation=self.branch,
            on=DAY + dt.timedelta(day),
            how=how,
            talkers=self.talkers,
        )

    def stated(self, day: int, kind: str) -> Statement:
        return evidence.state(
            self.member,
            self._source(),
            by=BY,
            organisation=self.branch,
            on=DAY + dt.timedelta(day),
            kind=kind,
            on_paper=False,
        )

    def voted(self, day: int, kind: str, at: Organisation | None = None, result: str = "carried") -> Resolution:
        return Resolution.objects.create(
            organisation=at or self.branch, on=DAY + dt.timedelta(day), kind=kind, matter="处置", subject=self.member.person, entitled=10,
            present=9, votes_for=8, votes_against=1, abstained=0, result=result, sentences=[], article="党章第9条",
            case_reference=self.case, reference=f"V{next(NUMBER):09d}",
        )  # fmt: skip

    def granted(self, day: int, measure: str, act: str = "approve", at: Organisation | None = None) -> Approval:
        return evidence.grant(
            self.member, self._source(), by=BY, act=act, measure=measure, organisation=at or self.committee,
            on=DAY + dt.timedelta(day), signed_by=self.head,
        )  # fmt: skip


Piece = Callable[[Records], Any]


def HEARD(records: Records) -> Hearing:
    return records.heard(1)


def VOTED(records: Records) -> Resolution:
    return records.voted(2, "GM_DISPOSAL")


def BODY(records: Records) -> Resolution:
    return records.voted(3, "CM_APPROVAL", records.committee)


def _plain(measure: str) -> dict[str, Piece]:
    return {"hearing": HEARD, "vote": VOTED, "body": BODY, "approval": lambda r: r.granted(3, measure)}


REFUSED: dict[str, Piece] = _plain(Measure.PERSUASION) | {
    "second hearing": lambda r: r.heard(20),
    "second vote": lambda r: r.voted(21, "GM_DISPOSAL"),
    "second body": lambda r: r.voted(22, "CM_APPROVAL", r.committee),
    "second approval": lambda r: r.granted(22, Measure.REMOVAL_REFUSED),
}
ENDS: dict[str, tuple[dict[str, Piece], str]] = {
    Measure.REMOVAL_SELF_WITHDRAWAL: (_plain(Measure.REMOVAL_SELF_WITHDRAWAL), "removed_self_withdrawal"),
    Measure.REMOVAL_LOST_CONDITIONS: (_plain(Measure.REMOVAL_LOST_CONDITIONS), "removed_lost_conditions"),
    Measure.PERSUASION: (
        _plain(Measure.PERSUASION) | {"statement": lambda r: r.stated(9, "leaving")}, "left_persuaded",
    ),
    Measure.REMOVAL_REFUSED: (REFUSED, "removed_refused"),
    Measure.OWN_WITHDRAWAL: (
        {
            "statement": lambda r: r.stated(0, "own_withdrawal"), "hearing": HEARD,
            "record": lambda r: r.granted(3, Measure.OWN_WITHDRAWAL, "record"),
        },
        "left_own_request",
    ),
}  # fmt: skip
NEEDED = [(measure, piece) for measure, (pieces, _to) in ENDS.items() for piece in pieces]


def _end(member: Member, measure: str) -> Member:
    return standing.end(
        member, measure, by=BY, on=DAY + dt.timedelta(30), case_reference=CASE, article="党章第9条",
        barred_until=DAY + dt.timedelta(1900),
    )  # fmt: skip


@pytest.mark.parametrize("measure", ENDS)
def test_with_everything_in_the_records_the_membership_ends(world: Demo, member: Member, measure: str) -> None:
    pieces, to = ENDS[measure]
    records = Records(world, member)
    for piece in pieces.values():
        piece(records)
    ended = _end(member, measure)
    assert (ended.standing, ended.on_the_roll, ended.ended_on) == (to, False, dt.date(2026, 12, 24))
    assert Affiliation.objects.get(member=member).until == dt.date(2026, 12, 24)
    entry = Entry.objects.filter(stream_kind="member", stream_id=member.public_id).latest("sequence")
    assert (entry.act, entry.facts["from"], entry.facts["to"]) == ("member.ended", "full", to)


@pytest.mark.parametrize(("measure", "lacking"), NEEDED)
def test_without_one_piece_nothing_changes(world: Demo, member: Member, measure: str, lacking: str) -> None:
    records = Records(world, member)
    for name, piece in ENDS[measure][0].items():
        if name != lacking:
            piece(records)
    entries = Entry.objects.count()
    with pytest.raises(Refused):
        _end(member, measure)
    kept = Member.objects.get(pk=member.pk)
    assert (kept.standing, kept.ended_on, kept.barred_until) == ("full", None, None)
    assert (Affiliation.objects.get(member=member).until, Entry.objects.count()) == (None, entries)


WRONG: dict[str, Piece] = {
    "heard after the vote": lambda r: (r.heard(3), VOTED(r)),
    "a vote that was lost": lambda r: (r.heard(1), r.voted(2, "GM_DISPOSAL", result="lost")),
    "a vote of another kind": lambda r: (r.heard(1), r.voted(2, "GM_GENERAL")),
    "a vote of a sister branch": lambda r: (r.heard(1), r.voted(2, "GM_DISPOSAL", r.world.organisations["QH0102"])),
    "a vote after the approval": lambda r: (r.heard(1), r.voted(4, "GM_DISPOSAL")),
}


@pytest.mark.parametrize("name", WRONG)
def test_proof_that_is_not_the_right_one_does_not_count(world: Demo, member: Member, name: str) -> None:
    records = Records(world, member)
    WRONG[name](records)
    BODY(records)
    records.granted(3, Measure.REMOVAL_LOST_CONDITIONS)
    with pytest.raises(Refused):
        _end(member, Measure.REMOVAL_LOST_CONDITIONS)
    assert Member.objects.get(pk=member.pk).standing == "full"


@pytest.mark.parametrize("wrong", ["another case", "another member", "a committee elsewhere", "a body elsewhere"])
def test_proof_of_something_else_does_not_count(world: Demo, member: Member, wrong: str) -> None:
    other = world.members("QH0101")[-1] if wrong == "another member" else member
    records = Records(world, other, OTHER if wrong == "another case" else CASE)
    elsewhere = world.organisations["HK01"]
    HEARD(records)
    VOTED(records)
    records.voted(3, "CM_APPROVAL", elsewhere if wrong.endswith("elsewhere") else records.committee)
    records.granted(3, Measure.REMOVAL_LOST_CONDITIONS, at=elsewhere if wrong == "a committee elsewhere" else None)
    with pytest.raises(Refused):
        _end(member, Measure.REMOVAL_LOST_CONDITIONS)
    assert Member.objects.get(pk=member.pk).standing == "full"


def test_a_committee_above_a_former_home_approves_nothing(world: Demo, member: Member) -> None:
    """He has come from another county: what its committee approves, and decides as a body, is no proof any more."""
    home, elsewhere = member.affiliations.get(), world.organisations["HK01"]
    Affiliation.objects.filter(pk=home.pk).update(since=DAY)
    before = world.organisations["HK0101"]
    Affiliation.objects.create(member=member, organisation=before, since=home.since, until=DAY - dt.timedelta(1))
    records = Records(world, member)
    HEARD(records)
    VOTED(records)
    records.voted(3, "CM_APPROVAL", elsewhere)
    records.granted(3, Measure.REMOVAL_LOST_CONDITIONS, at=elsewhere)
    with pytest.raises(Refused):
        _end(member, Measure.REMOVAL_LOST_CONDITIONS)
    assert Member.objects.get(pk=member.pk).standing == "full"
    BODY(records)
    records.granted(3, Measure.REMOVAL_LOST_CONDITIONS)
    assert _end(member, Measure.REMOVAL_LOST_CONDITIONS).standing == "removed_lost_conditions"


def test_of_a_cadre_only_who_manages_him_or_above_approves(world: Demo, member: Member, registrar: User) -> None:
    """What the committee of his branch approves is no proof; what the county that manages him approves is."""
    cadres.record(member, world.organisations["QH"], by=viewer_of(registrar, DAY))
    records = Records(world, member)
    for piece in _plain(Measure.REMOVAL_LOST_CONDITIONS).values():
        piece(records)
    with pytest.raises(Refused):
        _end(member, Measure.REMOVAL_LOST_CONDITIONS)
    assert Member.objects.get(pk=member.pk).standing == "full"
    records.voted(3, "CM_APPROVAL", records.county)
    records.granted(3, Measure.REMOVAL_LOST_CONDITIONS, at=records.county)
    assert _end(member, Measure.REMOVAL_LOST_CONDITIONS).standing == "removed_lost_conditions"


@pytest.mark.parametrize(
    ("recorded", "ended", "counts"),
    [(2, None, False), (3, None, False), (4, None, True), (0, 2, True), (0, 3, True), (0, 4, False)],
)
def test_who_managed_him_on_the_day_of_the_approval_counts(
    world: Demo, member: Member, registrar: User, recorded: int, ended: int | None, counts: bool
) -> None:
    """The committee of his branch approves on the third day: whether anybody above managed him then."""
    by = viewer_of(registrar, DAY)
    clock.travel_to(DAY + dt.timedelta(recorded))
    found = cadres.record(member, world.organisations["QH"], by=by)
    if ended is not None:
        clock.travel_to(DAY + dt.timedelta(ended))
        cadres.end(found, by=by)
    records = Records(world, member)
    for piece in _plain(Measure.REMOVAL_LOST_CONDITIONS).values():
        piece(records)
    if counts:
        assert _end(member, Measure.REMOVAL_LOST_CONDITIONS).standing == "removed_lost_conditions"
    else:
        with pytest.raises(Refused):
            _end(member, Measure.REMOVAL_LOST_CONDITIONS)


def test_advised_and_removed_are_never_one_vote(world: Demo, member: Member) -> None:
    records = Records(world, member)
    for piece in _plain(Measure.PERSUASION).values():
        piece(records)
    records.heard(20)
    records.voted(22, "CM_APPROVAL", records.committee)
    records.granted(22, Measure.REMOVAL_REFUSED)
    with pytest.raises(Refused, match="a second vote"):
        _end(member, Measure.REMOVAL_REFUSED)
    assert Member.objects.get(pk=member.pk).standing == "full"


def test_somebody_on_probation_is_not_removed(world: Demo) -> None:
    probationary = next(one for one in world.members("QH0101") if one.standing == "probationary")
    records = Records(world, probationary)
    for piece in _plain(Measure.REMOVAL_LOST_CONDITIONS).values():
        piece(records)
    with pytest.raises(Refused):
        _end(probationary, Measure.REMOVAL_LOST_CONDITIONS)
    assert Member.objects.get(pk=probationary.pk).standing == "probationary"


def _suspended(records: Records) -> Member:
    records.heard(1, "unreachable")
    records.voted(2, "GM_GENERAL")
    BODY(records)
    records.granted(3, Measure.SUSPENSION)
    return standing.suspend(records.member, by=BY, since=DAY + dt.timedelta(3), case_reference=CASE, article="第24条")


def test_suspended_and_restored_by_the_county(world: Demo, member: Member) -> None:
    suspended = _suspended(Records(world, member))
    assert (suspended.standing, suspended.suspended_since, suspended.on_the_roll) == (
        "suspended",
        dt.date(2026, 11, 27),
        True,
    )
    records = Records(world, member, OTHER)
    records.stated(30, "restoration")
    records.heard(31)
    records.voted(32, "GM_GENERAL")
    records.granted(40, Measure.RESTORATION)
    arguments: dict[str, Any] = {"by": BY, "on": DAY, "case_reference": OTHER, "article": "第24条"}
    with pytest.raises(Refused):  # the committee alone cannot
        standing.restore(member, **arguments)
    records.granted(40, Measure.RESTORATION, at=records.county)
    restored = standing.restore(member, **arguments)
    assert (restored.standing, restored.suspended_since) == ("full", None)


def test_a_probation_is_extended_once(world: Demo) -> None:
    probationary = next(one for one in world.members("QH0101") if one.standing == "probationary")
    records = Records(world, probationary)
    HEARD(records)
    records.voted(2, "GM_ADMISSION")
    BODY(records)
    records.granted(3, Measure.EXTEND)
    until = dt.date(2027, 5, 24)
    arguments: dict[str, Any] = {"by": BY, "until": until, "case_reference": CASE, "article": "党章第7条"}
    extended = standing.extend_probation(probationary, **arguments)
    assert (extended.standing, extended.probation_until) == ("probationary", until)
    with pytest.raises(Refused):
        standing.extend_probation(probationary, **arguments)


def test_an_appeal_puts_the_membership_back_without_a_gap(world: Demo, member: Member) -> None:
    records = Records(world, member)
    for piece in _plain(Measure.REMOVAL_LOST_CONDITIONS).values():
        piece(records)
    _end(member, Measure.REMOVAL_LOST_CONDITIONS)
    above = Records(world, member, OTHER)
    above.voted(60, "CM_APPROVAL", above.county)
    arguments: dict[str, Any] = {
        "by": BY,
        "on": DAY + dt.timedelta(60),
        "case_reference": OTHER,
        "article": "党章第43条",
    }
    with pytest.raises(Refused):
        standing.reinstate(member, **arguments)
    above.granted(60, Measure.REVOCATION, at=above.county)
    back = standing.reinstate(member, **arguments)
    assert (back.standing, back.ended_on, back.barred_until) == ("full", None, None)
    assert [(a.organisation_id, a.until) for a in member.affiliations.all()] == [(above.branch.pk, None)]


# -- the evidence itself -----------------------------------------------------------------------------------------------


def test_evidence_is_written_once_and_never_changed(world: Demo, member: Member) -> None:
    records = Records(world, member)
    heard, stated = records.heard(1), records.stated(1, "leaving")
    for row in (heard, stated):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {row._meta.db_table}")
        with pytest.raises(DatabaseError), transaction.atomic():
            type(row).objects.update(on=DAY)


def test_a_repeated_job_writes_the_same_evidence_once(world: Demo, member: Member) -> None:
    records = Records(world, member)
    source = Source(CASE, "AAAAAAAAAA", "党章第4条")
    rows = [
        evidence.hear(member, source, by=BY, organisation=records.branch, on=DAY, how="heard", talkers=records.talkers)
        for _ in range(2)
    ]
    assert (rows[0].pk, Hearing.objects.count()) == (rows[1].pk, 1)
    assert Entry.objects.filter(act="member.heard").count() == 1


def test_two_talk_and_neither_is_the_member(world: Demo, member: Member) -> None:
    records = Records(world, member)
    for talkers in (
        (records.talkers[0],) * 2,
        (member.person, records.talkers[0]),
        (records.talkers[0], member.person),
    ):
        with pytest.raises(Refused):
            evidence.hear(
                member,
                Source(CASE, "BBBBBBBBBB", ""),
                by=BY,
                organisation=records.branch,
                on=DAY,
                how="heard",
                talkers=talkers,
            )
    with pytest.raises(IntegrityError), transaction.atomic():
        Hearing.objects.create(
            subject=member.person, organisation=records.branch, on=DAY, how="heard", talker_1=member.person,
            talker_2=records.talkers[0], case_reference=CASE, reference="BBBBBBBBBB",
        )  # fmt: skip
    assert Hearing.objects.count() == 0


def test_nobody_approves_his_own_measure(world: Demo, member: Member) -> None:
    records = Records(world, member)
    records.head = member.person
    with pytest.raises(Refused):
        records.granted(3, Measure.REMOVAL_LOST_CONDITIONS)
    assert Approval.objects.count() == 0
