"""The ledgers of a branch: entered whole by its officers, corrected with a reason, written once, one row in force."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import translation

from audit import clock, journal
from audit.models import Entry
from config.demo.building import Demo
from registry import ledgers, members, organisations, posts
from registry.ledger_reading import counted, histories_of, known_in, roll_of
from registry.ledger_rules import Cell, Line, Said
from registry.models import Affiliation, Appointment, LedgerEntry, Member, Organisation, Role, User
from registry.refusals import Conflict, Refused

pytestmark = pytest.mark.django_db
BY = journal.system("test")
OCTOBER, DAY = dt.date(2026, 10, 1), dt.date(2026, 11, 24)
DONE, MISSED, ILL, NOTHING = Said("done"), Said("missed"), Said("excused", "illness"), Said("no_opportunity")
BEFORE = dt.date(2020, 1, 1)


@pytest.fixture
def branch(world: Demo) -> Organisation:
    """锦江社区, all of whose members have been there for years."""
    Affiliation.objects.filter(organisation=world.organisations["QH0101"]).update(since=BEFORE)
    return world.organisations["QH0101"]


def sheet(branch: Organisation, month: dt.date = OCTOBER, **other: Said) -> list[Line]:
    """Everything done, but for the cells named: ``dues_0`` is the first member's dues."""
    kept = ("dues", "life", "work")
    cells = [(number, Cell(m.public_id, one)) for number, m in enumerate(roll_of(branch, month)) for one in kept]
    return [Line(cell, other.get(f"{cell.ledger}_{number}", DONE)) for number, cell in cells]


def state() -> tuple[Any, ...]:
    return list(LedgerEntry.objects.order_by("pk").values_list()), Entry.objects.count()


def refused(branch: Organisation, by: User, lines: list[Line], month: dt.date = OCTOBER, **more: Any) -> Refused:
    before = state()
    with pytest.raises(Refused) as caught:
        ledgers.enter_sheet(branch, month, lines, by=by, **more)
    assert state() == before
    return caught.value


def test_a_sheet_is_entered_for_everybody_in_every_ledger(branch: Organisation, secretary: User) -> None:
    people = list(roll_of(branch, OCTOBER))
    rows = ledgers.enter_sheet(branch, OCTOBER, sheet(branch, dues_0=MISSED, life_1=ILL), by=secretary)
    assert len(rows) == 3 * len(people)
    known = known_in(OCTOBER, people)
    expected = {Cell(m.public_id, ledger): DONE for m in people for ledger in ("dues", "life", "work")}
    expected |= {Cell(people[0].public_id, "dues"): MISSED, Cell(people[1].public_id, "life"): ILL}
    assert known == expected
    row = LedgerEntry.objects.filter(member=people[1], ledger="life").get()
    assert (row.organisation, row.month, row.entered_by, row.reason) == (branch, OCTOBER, secretary.person, "")
    assert (clock.day_of(row.entered_at), row.replaces) == (DAY, None)


def test_the_journal_has_one_entry_without_names_or_reasons(branch: Organisation, secretary: User) -> None:
    rows = ledgers.enter_sheet(branch, OCTOBER, sheet(branch, life_1=ILL), by=secretary)
    newest = journal.entries_of(organisations.stream_of(branch))[-1]
    assert (newest.act, newest.actor_id) == ("ledger.entered", secretary.actor.id)
    assert {**newest.facts, "rows_digest": ""} == {"month": "2026-10-01", "rows": len(rows), "rows_digest": ""}
    assert len(newest.facts["rows_digest"]) == 64
    assert newest.words == {"actor": secretary.actor.label}
    assert journal.verify().ok


def test_a_sheet_sent_twice_is_entered_once(branch: Organisation, secretary: User) -> None:
    ledgers.enter_sheet(branch, OCTOBER, sheet(branch, dues_0=MISSED), by=secretary)
    before = state()
    assert ledgers.enter_sheet(branch, OCTOBER, sheet(branch, dues_0=MISSED), by=secretary) == []
    assert state() == before


def test_what_was_entered_is_not_overwritten(branch: Organisation, secretary: User) -> None:
    people = list(roll_of(branch, OCTOBER))
    ledgers.enter_sheet(branch, OCTOBER, sheet(branch), by=secretary)
    with translation.override("en"):
        found = refused(branch, secretary, sheet(branch, dues_0=MISSED))
    what = f"{people[0].person.name}, Dues: was entered before; correct it with a reason."
    assert found.errors == {f"{people[0].public_id}.dues": [what]}


@pytest.mark.parametrize("role", [Role.SECRETARY, Role.ORGANISATION_COMMISSIONER, Role.DEPUTY_SECRETARY])
def test_the_officers_of_the_branch_enter_it(world: Demo, branch: Organisation, role: str) -> None:
    post = branch.posts.filter(role=role).first() or posts.create_post(branch, role, by=BY)
    holders = posts.holders(post, DAY)
    person = holders[0] if holders else next(m.person for m in roll_of(branch, OCTOBER) if hasattr(m.person, "user"))
    if not holders:
        posts.appoint(post, person, by=BY, since=DAY)
    assert ledgers.enter_sheet(branch, OCTOBER, sheet(branch), by=person.user) != []


@pytest.mark.parametrize("who", ["sister", "superior", "outsider", "registrar"])
def test_nobody_else_enters_it(branch: Organisation, request: pytest.FixtureRequest, who: str) -> None:
    before = state()
    with pytest.raises(PermissionDenied):
        ledgers.enter_sheet(branch, OCTOBER, sheet(branch), by=request.getfixturevalue(who))
    assert state() == before


def test_a_member_without_a_post_does_not_enter_it(branch: Organisation, ordinary_member: Member) -> None:
    with pytest.raises(PermissionDenied):
        ledgers.enter_sheet(branch, OCTOBER, sheet(branch), by=ordinary_member.person.user)
    assert not LedgerEntry.objects.exists()


@pytest.mark.parametrize(("last_day", "may"), [(DAY, True), (DAY - dt.timedelta(1), False)])
def test_the_post_has_to_be_held_today(branch: Organisation, secretary: User, last_day: dt.date, may: bool) -> None:
    Appointment.objects.filter(person=secretary.person).update(until=last_day)
    if may:
        assert ledgers.enter_sheet(branch, OCTOBER, sheet(branch), by=secretary)
    else:
        with pytest.raises(PermissionDenied):
            ledgers.enter_sheet(branch, OCTOBER, sheet(branch), by=secretary)
        assert not LedgerEntry.objects.exists()


@pytest.mark.parametrize(
    ("today", "month", "over"),
    [
        (dt.date(2026, 11, 30), dt.date(2026, 11, 1), False), (dt.date(2026, 12, 1), dt.date(2026, 11, 1), True),
        (dt.date(2028, 2, 29), dt.date(2028, 2, 1), False), (dt.date(2028, 3, 1), dt.date(2028, 2, 1), True),
        (DAY, dt.date(2027, 1, 1), False),
    ],
)  # fmt: skip
def test_a_month_is_entered_from_the_day_after_it(
    branch: Organisation, secretary: User, today: dt.date, month: dt.date, over: bool
) -> None:
    clock.travel_to(today)
    if over:
        assert ledgers.enter_sheet(branch, month, sheet(branch, month), by=secretary)
    else:
        assert refused(branch, secretary, sheet(branch, month), month).field == "month"


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (Said("excused"), "choose the reason why the month is excused."),
        (Said("done", "illness"), "a reason belongs to an excused month only."),
        (Said("excused", "frail"), "“old, frail or disabled” excuses nothing in this ledger."),
        (Said("excused", "weather"), "“weather” excuses nothing in this ledger."),
        (Said("late"), "choose what the month was."), (Said(""), "choose what the month was."),
    ],
)  # fmt: skip
def test_errors_name_the_member_and_the_ledger(branch: Organisation, secretary: User, said: Said, words: str) -> None:
    second = list(roll_of(branch, OCTOBER))[1]
    with translation.override("en"):
        found = refused(branch, secretary, sheet(branch, dues_1=said))
    assert found.errors == {f"{second.public_id}.dues": [f"{second.person.name}, Dues: {words}"]}
    assert (found.field, found.sentence) == (f"{second.public_id}.dues", f"{second.person.name}, Dues: {words}")


@pytest.mark.parametrize(("ledger", "excuse", "good"), [
    ("dues", "relieved", True), ("life", "relieved", False), ("work", "relieved", False), ("life", "frail", True),
    ("work", "frail", True), ("dues", "on_duty", True), ("dues", "organisation", True), ("life", "leave", True),
])  # fmt: skip
def test_which_reason_excuses_in_which_ledger(
    branch: Organisation, secretary: User, ledger: str, excuse: str, good: bool
) -> None:
    lines = sheet(branch, **{f"{ledger}_0": Said("excused", excuse)})
    if good:
        assert ledgers.enter_sheet(branch, OCTOBER, lines, by=secretary)
    else:
        assert len(refused(branch, secretary, lines).errors) == 1


def test_a_cell_left_open_or_given_twice_is_refused(branch: Organisation, secretary: User) -> None:
    lines = sheet(branch)
    open_cell = lines[-1].cell
    with translation.override("en"):
        gap = refused(branch, secretary, lines[:-1])
        twice = refused(branch, secretary, [*lines, lines[0]])
    assert list(gap.errors) == [str(open_cell)]
    assert gap.sentence.endswith("choose what the month was.")
    assert twice.errors[str(lines[0].cell)][0].endswith("stands there twice.")


def test_whoever_is_not_on_the_roll_that_month_is_refused(world: Demo, branch: Organisation, secretary: User) -> None:
    stranger = world.members("QH0102")[0]
    cell = Cell(stranger.public_id, "dues")
    found = refused(branch, secretary, [*sheet(branch), Line(cell, DONE)])
    assert list(found.errors) == [str(cell)]


@pytest.mark.parametrize(
    ("since", "there"), [(dt.date(2026, 10, 31), True), (dt.date(2026, 11, 1), False), (OCTOBER, True)]
)
def test_who_moved_within_a_month_is_on_the_sheet_of_the_new_branch(
    world: Demo, branch: Organisation, ordinary_member: Member, since: dt.date, there: bool
) -> None:
    members.move_home(ordinary_member, world.organisations["QH0102"], by=BY, on=since, case_reference="C", article="")
    new = world.organisations["QH0102"]
    assert (ordinary_member in roll_of(new, OCTOBER)) is there
    assert (ordinary_member in roll_of(branch, OCTOBER)) is not there


@pytest.mark.parametrize(("since", "there"), [(OCTOBER, False), (dt.date(2026, 10, 2), True)])
def test_a_suspended_member_has_no_months(
    branch: Organisation, ordinary_member: Member, since: dt.date, there: bool
) -> None:
    Member.objects.filter(pk=ordinary_member.pk).update(standing="suspended", suspended_since=since)
    assert (ordinary_member in roll_of(branch, OCTOBER)) is there


@pytest.mark.parametrize(("last", "there"), [(dt.date(2026, 10, 30), False), (dt.date(2026, 10, 31), True)])
def test_whoever_left_the_roll_since_is_still_on_the_sheet(
    branch: Organisation, ordinary_member: Member, last: dt.date, there: bool
) -> None:
    ordinary_member.affiliations.update(until=last)
    Member.objects.filter(pk=ordinary_member.pk).update(standing="left_persuaded", ended_on=last)
    assert (ordinary_member in roll_of(branch, OCTOBER)) is there


def test_how_many_a_sheet_has_is_counted_for_many_branches_at_once(
    world: Demo, branch: Organisation, ordinary_member: Member
) -> None:
    sister = world.organisations["QH0102"]
    Member.objects.filter(pk=ordinary_member.pk).update(standing="suspended", suspended_since=OCTOBER)
    months = [OCTOBER, dt.date(2026, 9, 1), dt.date(2019, 12, 1)]
    expected = {(one.pk, month): roll_of(one, month).count() for one in (branch, sister) for month in months}
    assert dict(counted([branch.pk, sister.pk], months)) == expected
    assert expected[branch.pk, OCTOBER] == expected[branch.pk, months[1]] - 1


def test_a_branch_without_members_then_has_nothing_to_enter(branch: Organisation, secretary: User) -> None:
    assert refused(branch, secretary, [], dt.date(2019, 12, 1)).field == "month"


def test_where_nothing_was_held_one_choice_is_enough(branch: Organisation, secretary: User) -> None:
    people = list(roll_of(branch, OCTOBER))
    lines = [line for line in sheet(branch) if line.cell.ledger != "life"]
    ledgers.enter_sheet(branch, OCTOBER, lines, by=secretary, idle=["life"])
    values = {cell.ledger: said for cell, said in known_in(OCTOBER, people).items()}
    assert values == {"dues": DONE, "life": NOTHING, "work": DONE}


def test_nobody_missed_what_was_not_held(branch: Organisation, secretary: User) -> None:
    found = refused(branch, secretary, sheet(branch, life_0=MISSED), idle=["life"])
    assert {key.split(".")[1] for key in found.errors} == {"life"}
    assert len(found.errors) == len(roll_of(branch, OCTOBER))


def test_a_later_sheet_adds_whoever_was_missing(branch: Organisation, secretary: User, ordinary_member: Member) -> None:
    Affiliation.objects.filter(member=ordinary_member).update(since=DAY)
    first = ledgers.enter_sheet(branch, OCTOBER, sheet(branch), by=secretary)
    Affiliation.objects.filter(member=ordinary_member).update(since=BEFORE)
    second = ledgers.enter_sheet(branch, OCTOBER, sheet(branch), by=secretary)
    assert (len(first), len(second)) == (3 * (len(roll_of(branch, OCTOBER)) - 1), 3)
    assert {row.member for row in second} == {ordinary_member}


class TestCorrecting:
    """A row stays as it is; another one is in force."""

    @pytest.fixture
    def row(self, branch: Organisation, secretary: User) -> LedgerEntry:
        ledgers.enter_sheet(branch, OCTOBER, sheet(branch), by=secretary)
        return LedgerEntry.objects.filter(ledger="life").order_by("pk")[0]

    def test_both_rows_are_kept_and_the_newer_is_in_force(self, row: LedgerEntry, secretary: User) -> None:
        new = ledgers.correct(row, ILL, " 补交了病假条 ", by=secretary)
        assert (new.replaces, new.reason, new.value, new.excuse) == (row, "补交了病假条", "excused", "illness")
        assert (new.member, new.month, new.ledger, new.organisation) == (
            row.member,
            row.month,
            "life",
            row.organisation,
        )
        assert list(row.member.ledger_entries.filter(ledger="life")) == [row, new]
        assert known_in(OCTOBER, [row.member])[Cell(row.member.public_id, "life")] == ILL
        assert [one for one in histories_of([row.member.pk]) if one.ledger == "life"] == [row, new]

    def test_the_journal_says_why_beside_the_leaf(self, row: LedgerEntry, secretary: User) -> None:
        new = ledgers.correct(row, MISSED, "签到表上没有", by=secretary)
        newest = journal.entries_of(members.stream_of(row.member))[-1]
        assert newest.facts == {"ledger": "life", "month": "2026-10-01", "row": new.pk, "replaces": row.pk}
        assert newest.words == {
            "reason": "签到表上没有", "before": ["done", ""], "after": ["missed", ""], "actor": secretary.actor.label,
        }  # fmt: skip
        assert journal.verify().ok

    @pytest.mark.parametrize(
        ("said", "reason", "field"),
        [
            (MISSED, "", "reason"), (MISSED, "  ", "reason"), (MISSED, "长" * 101, "reason"), (DONE, "没变", "value"),
            (Said("excused"), "病", "excuse"), (Said("excused", "relieved"), "免交", "excuse"),
            (Said("missed", "illness"), "病", "value"), (Said("other"), "错", "value"),
        ],
    )  # fmt: skip
    def test_refusals(self, row: LedgerEntry, secretary: User, said: Said, reason: str, field: str) -> None:
        before = state()
        with pytest.raises(Refused) as caught:
            ledgers.correct(row, said, reason, by=secretary)
        assert (caught.value.field, state()) == (field, before)

    def test_a_reason_of_the_longest_length_fits(self, row: LedgerEntry, secretary: User) -> None:
        assert len(ledgers.correct(row, MISSED, "长" * 100, by=secretary).reason) == 100

    def test_a_row_corrected_since_is_a_conflict(self, row: LedgerEntry, secretary: User) -> None:
        new = ledgers.correct(row, MISSED, "签到表上没有", by=secretary)
        before = state()
        with pytest.raises(Conflict):
            ledgers.correct(row, ILL, "病假", by=secretary)
        assert state() == before
        assert ledgers.correct(new, ILL, "病假", by=secretary).replaces == new

    @pytest.mark.parametrize("who", ["sister", "superior", "outsider", "registrar"])
    def test_nobody_else_corrects_it(self, row: LedgerEntry, request: pytest.FixtureRequest, who: str) -> None:
        before = state()
        with pytest.raises(PermissionDenied):
            ledgers.correct(row, MISSED, "改", by=request.getfixturevalue(who))
        assert state() == before


class TestTheDatabase:
    """What the tables themselves refuse."""

    @pytest.fixture
    def row(self, branch: Organisation, secretary: User) -> LedgerEntry:
        ledgers.enter_sheet(branch, OCTOBER, sheet(branch), by=secretary)
        return LedgerEntry.objects.order_by("pk")[0]

    def another(self, row: LedgerEntry, **changed: Any) -> None:
        values = {f.attname: getattr(row, f.attname) for f in LedgerEntry._meta.concrete_fields if f.name != "id"}
        with transaction.atomic():
            LedgerEntry.objects.create(**values | changed)
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    @pytest.mark.parametrize(
        "sql", ["UPDATE registry_ledgerentry SET value = 'done'", "DELETE FROM registry_ledgerentry"]
    )
    def test_a_row_is_never_changed(self, row: LedgerEntry, sql: str) -> None:
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)

    def test_a_month_begins_once(self, row: LedgerEntry) -> None:
        with pytest.raises(IntegrityError, match="one_first_row_of_a_month"):
            self.another(row)

    def test_a_row_is_corrected_once(self, row: LedgerEntry) -> None:
        self.another(row, replaces_id=row.pk, reason="改")
        with pytest.raises(IntegrityError, match="replaces_id"):
            self.another(row, replaces_id=row.pk, reason="再改")

    @pytest.mark.parametrize("changed", [{"month": dt.date(2026, 9, 1)}, {"ledger": "work"}])
    def test_a_correction_is_about_the_same_month(self, row: LedgerEntry, changed: dict[str, Any]) -> None:
        with pytest.raises(IntegrityError, match="corrects_the_same_month"):
            self.another(row, replaces_id=row.pk, reason="改", **changed)

    def test_a_correction_is_about_the_same_member(self, row: LedgerEntry) -> None:
        other = LedgerEntry.objects.exclude(member=row.member).order_by("pk")[0].member
        with pytest.raises(IntegrityError, match="corrects_the_same_month"):
            self.another(row, replaces_id=row.pk, reason="改", member_id=other.pk)

    @pytest.mark.parametrize(
        ("changed", "name"),
        [
            ({"month": dt.date(2026, 9, 2)}, "ledgers_are_months"),
            ({"month": dt.date(2026, 9, 1), "value": "excused"}, "excused_with_its_code"),
            ({"month": dt.date(2026, 9, 1), "excuse": "illness"}, "excused_with_its_code"),
            ({"month": dt.date(2026, 9, 1), "reason": "无故"}, "corrected_with_a_reason"),
        ],
    )
    def test_what_does_not_fit_together(self, row: LedgerEntry, changed: dict[str, Any], name: str) -> None:
        with pytest.raises(IntegrityError, match=name):
            self.another(row, **changed)

    def test_a_correction_has_a_reason(self, row: LedgerEntry) -> None:
        with pytest.raises(IntegrityError, match="corrected_with_a_reason"):
            self.another(row, replaces_id=row.pk)
