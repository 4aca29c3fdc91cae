"""A member has one home on every day, and his standing moves only with evidence about himself."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django_fsm import TransitionNotAllowed

from audit import journal
from audit.models import Entry
from config.demo.building import Demo
from registry import members
from registry.models import Affiliation, Approval, Member
from registry.refusals import Refused

BY = journal.system("test")
DAY = dt.timedelta(days=1)
SINCE = dt.date(2026, 2, 28)


@pytest.fixture
def member(world: Demo) -> Member:
    """A member of 锦江社区 whose present home began on a known day."""
    chosen = next(m for m in world.members("QH0101") if m.standing == "full")
    Affiliation.objects.filter(member=chosen).update(since=SINCE)
    return chosen


def moved(member: Member, world: Demo, code: str, on: dt.date) -> Affiliation:
    return members.move_home(
        member, world.organisations[code], by=BY, on=on, case_reference="TESTCASE22", article="第25条"
    )


def spans(member: Member) -> list[tuple[str, dt.date, dt.date | None]]:
    found = member.affiliations.select_related("organisation").order_by("since")
    return [(a.organisation.code, a.since, a.until) for a in found]


def state(member: Member) -> tuple[Any, ...]:
    return spans(member), Affiliation.objects.count(), Entry.objects.count()


def test_moving_ends_the_old_home_the_day_before(world: Demo, member: Member) -> None:
    on = dt.date(2026, 11, 24)
    moved(member, world, "HK0103", on)
    assert spans(member) == [("QH0101", SINCE, dt.date(2026, 11, 23)), ("HK0103", on, None)]
    assert [members.home_of(member, on + n * DAY).code for n in (-1, 0, 1)] == ["QH0101", "HK0103", "HK0103"]
    newest = journal.entries_of(members.stream_of(member))[-1]
    assert (newest.act, newest.article, newest.facts["case"], newest.facts["on"]) == (
        "member.moved", "第25条", "TESTCASE22", "2026-11-24",
    )  # fmt: skip


@pytest.mark.parametrize("on", [SINCE - DAY, SINCE])
def test_nobody_moves_on_the_day_his_home_began_or_before(world: Demo, member: Member, on: dt.date) -> None:
    before = state(member)
    with pytest.raises(Refused, match="."):
        moved(member, world, "HK0103", on)
    assert state(member) == before


def test_the_day_after_is_early_enough_and_a_month_end_is_no_exception(world: Demo, member: Member) -> None:
    moved(member, world, "HK0103", SINCE + DAY)
    moved(member, world, "QH0102", dt.date(2026, 3, 31))
    moved(member, world, "QH0101", dt.date(2026, 4, 1))
    assert spans(member) == [
        ("QH0101", SINCE, SINCE),
        ("HK0103", dt.date(2026, 3, 1), dt.date(2026, 3, 30)),
        ("QH0102", dt.date(2026, 3, 31), dt.date(2026, 3, 31)),
        ("QH0101", dt.date(2026, 4, 1), None),
    ]
    days = [SINCE + n * DAY for n in range(400)]
    assert [day for day in days if member.affiliations.on(day).count() != 1] == []


def test_a_member_does_not_move_to_where_he_is(world: Demo, member: Member) -> None:
    before = state(member)
    with pytest.raises(Refused):
        moved(member, world, "QH0101", dt.date(2026, 11, 24))
    assert state(member) == before


@pytest.mark.parametrize("standing", ["left", "removed", "expelled", "dead", "not_recognised", "probation_cancelled"])
def test_only_somebody_on_the_roll_moves(world: Demo, member: Member, standing: str) -> None:
    Member.objects.filter(pk=member.pk).update(standing=standing)
    before = state(member)
    with pytest.raises(Refused):
        moved(member, world, "HK0103", dt.date(2026, 11, 24))
    assert state(member) == before


INSERT = "INSERT INTO registry_affiliation (member_id, organisation_id, since, until, case_reference) VALUES (%s, %s, %s, %s, '')"


@pytest.mark.parametrize(
    ("since", "until"), [(SINCE, None), (dt.date(2027, 1, 1), dt.date(2027, 1, 1)), (dt.date(2020, 1, 1), SINCE)]
)
def test_the_database_refuses_two_homes(world: Demo, member: Member, since: dt.date, until: dt.date | None) -> None:
    before = state(member)
    with (
        pytest.raises(IntegrityError, match="one_home_at_a_time"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(INSERT, [member.pk, world.organisations["HK0103"].pk, since, until])
    assert state(member) == before


def test_homeless_finds_who_has_none(world: Demo, member: Member) -> None:
    """The database cannot refuse a gap, so the nightly check asks: a planted one is found, on its days only."""
    today = world.day
    assert list(members.homeless(today)) == []
    gap = today - 3 * DAY
    member.affiliations.update(until=gap - DAY)
    Affiliation.objects.create(member=member, organisation=world.organisations["QH0102"], since=gap + 2 * DAY)
    found = {n: [m.pk for m in members.homeless(gap + n * DAY)] for n in (-1, 0, 1, 2)}
    assert found == {-1: [], 0: [member.pk], 1: [member.pk], 2: []}


def test_the_dead_and_the_removed_are_not_homeless(world: Demo, member: Member) -> None:
    member.affiliations.update(until=world.day - DAY)
    Member.objects.filter(pk=member.pk).update(standing="dead")
    assert list(members.homeless(world.day)) == []


def test_members_of_a_branch_by_name(world: Demo, member: Member) -> None:
    names = [m.person.name_sort for m in members.members_of(world.organisations["QH0101"], world.day)]
    assert names == sorted(names)
    assert len(names) == 10
    moved(member, world, "QH0102", world.day)
    at = {code: len(members.members_of(world.organisations[code], world.day)) for code in ("QH0101", "QH0102")}
    assert at == {"QH0101": 9, "QH0102": 12}


def test_dues_are_noted_once_with_what_stood_before(world: Demo, member: Member) -> None:
    month = dt.date(2027, 3, 1)
    before = member.dues_paid_until
    entries = Entry.objects.count()
    members.note_dues(member, month, by=BY, case_reference="TESTCASE22")
    members.note_dues(member, month, by=BY, case_reference="TESTCASE22")
    newest = journal.entries_of(members.stream_of(member))[-1]
    assert newest.facts == {"until": "2027-03-01", "before": str(before), "case": "TESTCASE22"}
    assert Entry.objects.count() == entries + 1
    with pytest.raises(IntegrityError, match="dues_are_months"), transaction.atomic():
        members.note_dues(member, dt.date(2027, 3, 2), by=BY)


# -- standing ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def probationary(world: Demo) -> Member:
    """A probationary member of 锦江社区."""
    return next(m for m in world.members("QH0101") if m.standing == "probationary")


def evidence(world: Demo, about: Member, **changes: Any) -> Approval:
    """An approval of confirmation by somebody else, with changes."""
    facts: dict[str, Any] = {
        "act": "approve", "measure": "probation.confirm", "subject": about.person, "granted": True,
        "organisation": world.organisations["QH01"], "on": world.day, "case_reference": "TESTCASE22",
        "by": world.holder("QH01", "secretary").person,
    }  # fmt: skip
    return Approval.objects.create(**facts | changes)


def test_standing_cannot_be_assigned(probationary: Member) -> None:
    with pytest.raises(AttributeError):
        probationary.standing = "full"
    assert Member.objects.get(pk=probationary.pk).standing == "probationary"


def test_with_evidence_a_probationary_member_is_confirmed(world: Demo, probationary: Member) -> None:
    probationary.confirm(evidence=evidence(world, probationary), on=dt.date(2026, 11, 24))
    probationary.save()
    kept = Member.objects.get(pk=probationary.pk)
    assert (kept.standing, kept.full_since) == ("full", dt.date(2026, 11, 24))


def test_without_evidence_standing_does_not_move(probationary: Member) -> None:
    with pytest.raises((TypeError, TransitionNotAllowed)):
        probationary.confirm(on=dt.date(2026, 11, 24))
    assert (probationary.standing, probationary.full_since) == ("probationary", None)


@pytest.mark.parametrize(
    "changes",
    [
        {"granted": False},
        {"act": "record"},
        {"act": "pre_review"},
        {"measure": "probation.not_recognise"},
        {"measure": "transfer"},
    ],
)
def test_the_wrong_evidence_does_not_move_standing(world: Demo, probationary: Member, changes: dict[str, Any]) -> None:
    wrong = evidence(world, probationary, **changes)
    with pytest.raises(TransitionNotAllowed):
        probationary.confirm(evidence=wrong, on=dt.date(2026, 11, 24))
    assert (probationary.standing, probationary.full_since) == ("probationary", None)


def test_the_evidence_of_another_person_does_not_move_standing(world: Demo, probationary: Member) -> None:
    other = world.members("QH0102")[-1]
    with pytest.raises(TransitionNotAllowed):
        probationary.confirm(evidence=evidence(world, other), on=dt.date(2026, 11, 24))
    assert probationary.standing == "probationary"


def test_evidence_that_was_never_written_down_does_not_count(world: Demo, probationary: Member) -> None:
    written = evidence(world, probationary)
    unsaved = Approval(
        **{f.attname: getattr(written, f.attname) for f in Approval._meta.concrete_fields if f.name != "id"}
    )
    with pytest.raises(TransitionNotAllowed):
        probationary.confirm(evidence=unsaved, on=dt.date(2026, 11, 24))
    assert probationary.standing == "probationary"


def test_a_full_member_is_not_confirmed_again(world: Demo, member: Member) -> None:
    with pytest.raises(TransitionNotAllowed):
        member.confirm(evidence=evidence(world, member), on=dt.date(2026, 11, 24))
    assert member.standing == "full"


def test_recognition_is_refused_only_with_its_own_evidence(world: Demo, probationary: Member) -> None:
    with pytest.raises(TransitionNotAllowed):
        probationary.refuse_recognition(evidence=evidence(world, probationary))
    granted = evidence(world, probationary, measure="probation.not_recognise")
    probationary.refuse_recognition(evidence=granted)
    assert (probationary.standing, probationary.on_the_roll) == ("not_recognised", False)


def refuse_recognition(world: Demo, about: Member) -> Member:
    return members.refuse_recognition(
        about, by=BY, approved_by=world.holder("QH", "department_head").person, organisation=world.organisations["QH"],
        on=world.day, case_reference="TESTCASE22", article="发展党员工作细则第34条",
    )  # fmt: skip


def test_whoever_is_not_recognised_is_on_no_roll_from_the_next_day_and_the_approval_is_kept(
    world: Demo, probationary: Member
) -> None:
    refuse_recognition(world, probationary)
    kept = Member.objects.get(pk=probationary.pk)
    assert (kept.standing, kept.on_the_roll) == ("not_recognised", False)
    assert [(a.organisation.code, a.until) for a in kept.affiliations.all()] == [("QH0101", world.day)]
    approval = Approval.objects.get(subject=kept.person)
    assert (approval.measure, approval.organisation.code, approval.granted) == ("probation.not_recognise", "QH", True)
    entry = journal.entries_of(members.stream_of(kept))[-1]
    assert (entry.act, entry.article) == ("member.not_recognised", "发展党员工作细则第34条")
    assert probationary not in members.members_of(world.organisations["QH0101"], world.day)


def test_a_full_member_cannot_be_refused_recognition(world: Demo, member: Member) -> None:
    before = Approval.objects.count()
    with pytest.raises(Refused):
        refuse_recognition(world, member)
    assert (Member.objects.get(pk=member.pk).standing, Approval.objects.count()) == ("full", before)


def test_nobody_approves_himself(world: Demo, probationary: Member) -> None:
    before = Approval.objects.count()
    with pytest.raises(IntegrityError, match="nobody_approves_himself"), transaction.atomic():
        evidence(world, probationary, by=probationary.person)
    assert Approval.objects.count() == before


def test_evidence_is_written_once(world: Demo, probationary: Member) -> None:
    written = Approval.objects.filter(pk=evidence(world, probationary, granted=False).pk)
    for change in (lambda: written.update(granted=True), lambda: written.delete()):
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            change()
    assert written.get().granted is False
