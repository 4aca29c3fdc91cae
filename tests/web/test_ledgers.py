"""The ledgers on their pages: entered by those who keep them, read by those above, a file looked at before it is entered."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from audit.models import Access, Entry
from config.demo.building import Demo
from registry import ledgers
from registry.ledger_reading import known_in, roll_of
from registry.ledger_rules import Cell, Said
from registry.models import Affiliation, LedgerEntry, Member, Organisation, User
from tests.families.filled import BEFORE, DONE, MISSED, entered, life, settled
from tests.registry.test_ledgers import OCTOBER
from tests.web.world import signed_in, text_of

pytestmark = pytest.mark.usefixtures("world")
REST = {"rest-dues": "done", "rest-life": "done", "rest-work": "done"}


@pytest.fixture
def member(world: Demo, ordinary_member: Member) -> Member:
    """A full member of 锦江社区, which has had the same people for years."""
    return settled(world, ordinary_member)


@pytest.fixture
def branch(world: Demo, member: Member) -> Organisation:
    return world.organisations["QH0101"]


@pytest.fixture
def client(secretary: User) -> Client:
    return signed_in(secretary)


@pytest.fixture
def auditor(world: Demo) -> User:
    return world.holder("QH", "auditor")


def address(branch: Organisation, month: str = "2026-10") -> str:
    return f"/ledgers/{branch.public_id}/{month}/"


def state() -> tuple[int, int]:
    return LedgerEntry.objects.count(), Entry.objects.count()


def left_with(branch: Organisation, count: int) -> None:
    """Leave so many members in the branch."""
    kept = [member.pk for member in roll_of(branch, OCTOBER)[:count]]
    Affiliation.objects.filter(organisation=branch).exclude(member__in=kept).update(until=BEFORE)


# -- the sheet ---------------------------------------------------------------------------------------------------------


def test_one_choice_for_a_ledger_and_one_for_whoever_is_set_apart(
    client: Client, branch: Organisation, member: Member
) -> None:
    sent = REST | {f"c-{member.public_id}.dues": "missed", f"c-{member.public_id}.life": "excused.illness"}
    answer = client.post(address(branch), sent, follow=True)
    people = list(roll_of(branch, OCTOBER))
    assert f"2026-10 is entered, members: {len(people)}." in text_of(answer)
    expected = {Cell(m.public_id, ledger): DONE for m in people for ledger in ("dues", "life", "work")}
    expected |= {Cell(member.public_id, "dues"): MISSED, Cell(member.public_id, "life"): Said("excused", "illness")}
    assert known_in(OCTOBER, people) == expected


def test_a_ledger_for_which_nothing_was_held_is_one_choice(client: Client, branch: Organisation) -> None:
    client.post(address(branch), REST | {"rest-life": "idle"})
    people = list(roll_of(branch, OCTOBER))
    said = {cell.ledger: said.value for cell, said in known_in(OCTOBER, people).items()}
    assert said == {"dues": "done", "life": "no_opportunity", "work": "done"}


def test_what_was_typed_stays_and_each_mistake_is_said_twice(
    client: Client, branch: Organisation, member: Member
) -> None:
    before = state()
    name = f"c-{member.public_id}.life"
    answer = client.post(address(branch), REST | {"rest-life": "idle", "rest-work": "", name: "missed"})
    assert (answer.status_code, state()) == (422, before)
    page, said = answer.content.decode(), text_of(answer)
    sentence = "Assigned work: choose what holds for everybody who is not set apart, or choose for each member."
    assert said.count(sentence) == 2
    assert '<option value="idle" selected>The branch held nothing' in page
    chosen = re.search(rf'<select id="{re.escape(name)}".*?</select>', page, re.DOTALL)
    assert chosen is not None
    assert '<option value="missed" selected>' in chosen[0]
    answer = client.post(address(branch), REST | {"rest-life": "idle", name: "missed"})
    sentence = f"{member.person.name}, Organisational life: the branch held nothing in that month, so there was no opportunity."
    assert text_of(answer).count(sentence) == 2
    assert state() == before


def test_a_value_that_is_no_choice_is_refused(client: Client, branch: Organisation, member: Member) -> None:
    before = state()
    answer = client.post(address(branch), REST | {f"c-{member.public_id}.dues": "excused.frail"})
    assert (answer.status_code, state()) == (422, before)
    assert "“old, frail or disabled” excuses nothing in this ledger." in text_of(answer)


def test_a_month_that_is_entered_is_read_with_a_way_to_correct_it(
    client: Client, branch: Organisation, member: Member, secretary: User
) -> None:
    entered(branch, secretary, OCTOBER, member, dues=Said("excused", "relieved"))
    answer = client.get(address(branch))
    page = answer.content.decode()
    assert "excused: relieved of dues by approval" in text_of(answer)
    assert f"/people/{member.public_id}/ledgers/dues/2026-10/" in page
    assert "<select" not in page


def test_a_sheet_sent_again_with_other_values_changes_nothing(
    client: Client, branch: Organisation, member: Member, secretary: User
) -> None:
    entered(branch, secretary, OCTOBER, member, dues=MISSED)
    before = state()
    answer = client.post(address(branch), REST | {f"c-{member.public_id}.dues": "done"})
    assert (answer.status_code, state()) == (302, before)
    assert known_in(OCTOBER, [member])[Cell(member.public_id, "dues")] == MISSED


@pytest.mark.parametrize("who", ["superior", "auditor", "registrar"])
def test_those_above_read_and_do_not_write(
    branch: Organisation, member: Member, request: pytest.FixtureRequest, who: str
) -> None:
    other = signed_in(request.getfixturevalue(who))
    page = other.get(address(branch)).content.decode()
    assert member.person.name in page
    assert "Enter the month" not in page
    before = state()
    assert other.post(address(branch), REST).status_code == 403
    assert other.post(f"{address(branch)}file/", {}).status_code == 403
    assert state() == before


@pytest.mark.parametrize("who", ["sister", "outsider"])
@pytest.mark.parametrize("more", ["", "2026-10/", "2026-10/sheet.xlsx"])
def test_for_others_the_ledgers_of_a_branch_do_not_exist(
    branch: Organisation, request: pytest.FixtureRequest, who: str, more: str
) -> None:
    other = signed_in(request.getfixturevalue(who))
    assert other.get(f"/ledgers/{branch.public_id}/{more}").status_code == 404
    assert other.post(address(branch), REST).status_code == 404
    assert Client().get(f"/ledgers/{branch.public_id}/{more}").status_code == 302


@pytest.mark.parametrize("month", ["2026-13", "2026-1", "1899-12", "2200-01", "20 26-01", "x"])
def test_what_is_no_month_is_not_found(client: Client, branch: Organisation, month: str) -> None:
    assert client.get(address(branch, month)).status_code == 404


def test_a_month_that_is_not_over_and_one_without_members_say_so(client: Client, branch: Organisation) -> None:
    before = state()
    assert "This month is not over." in text_of(client.get(address(branch, "2026-11")))
    assert client.post(address(branch, "2026-11"), REST).status_code == 422
    assert "Nobody was on the roll" in text_of(client.get(address(branch, "2019-12")))
    assert client.get(f"{address(branch, '2019-12')}sheet.xlsx").status_code == 404
    assert state() == before


# -- lists and the member's own page -------------------------------------------------------------------------------------


def test_a_branch_shows_its_months_and_who_missed_what(
    world: Demo, client: Client, branch: Organisation, member: Member, secretary: User
) -> None:
    life(world, secretary, member, "mmmmmm")
    said = text_of(client.get(f"/ledgers/{branch.public_id}/"))
    assert f"{member.person.name} 0 6 0 a case is due" in said
    assert "2026-10 month entered 1 0 0" in said
    assert "2026-04 month not entered Enter 2026-04 0 0 0" in said


def test_months_without_anything_held_are_asked_of_the_branch(
    client: Client, branch: Organisation, superior: User, member: Member, secretary: User
) -> None:
    client.post(address(branch), REST | {"rest-life": "idle"})
    entered(branch, secretary, OCTOBER.replace(month=9), member, work=Said("no_opportunity"))
    said = text_of(signed_in(superior).get(f"/ledgers/{branch.public_id}/"))
    assert "the branch is asked about them: 2026-10 The branch held nothing Months" in said


def test_an_officer_of_one_branch_is_led_to_it_and_a_superior_sees_them_all(
    client: Client, branch: Organisation, superior: User, member: Member, secretary: User
) -> None:
    assert client.get("/ledgers/")["Location"] == f"/ledgers/{branch.public_id}/"
    entered(branch, secretary, OCTOBER, member, dues=MISSED)
    said = text_of(signed_in(superior).get("/ledgers/"))
    assert f"{branch.short_name} {branch.parent.short_name} month entered 1" in said


def test_a_member_sees_his_own_months_with_runs_and_corrections(
    world: Demo, branch: Organisation, member: Member, secretary: User
) -> None:
    life(world, secretary, member, "mmmmmm")
    row = LedgerEntry.objects.get(member=member, ledger="life", month=OCTOBER)
    ledgers.correct(row, Said("excused", "leave"), "请假条在组织委员处", by=secretary)
    answer = signed_in(member.person.user).get(f"/people/{member.public_id}/ledgers/")
    said = text_of(answer)
    assert "Missed 5 months in a row, 2026-05 to 2026-09." in said
    assert "Passed over, neither counted nor a break: 2026-10." in said
    assert "2026-10 Organisational life missed excused: leave was granted 请假条在组织委员处" in said
    assert said.count("2025-11") == 1
    assert "Correct " not in said
    assert Access.objects.filter(kind="member", object_id=member.public_id).count() == 1


@pytest.mark.parametrize("who", ["sister", "outsider"])
def test_for_others_his_ledgers_do_not_exist(member: Member, request: pytest.FixtureRequest, who: str) -> None:
    other = signed_in(request.getfixturevalue(who))
    assert other.get(f"/people/{member.public_id}/ledgers/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_pages_of_a_branch_ask_as_often_for_one_as_for_three(
    client: Client, branch: Organisation, secretary: User, count: int, django_assert_num_queries: Any
) -> None:
    left_with(branch, count)
    shown = roll_of(branch, OCTOBER)[0]
    entered(branch, secretary, OCTOBER, shown, dues=MISSED)
    client.get("/policy/")
    assert roll_of(branch, OCTOBER).count() == count
    with django_assert_num_queries(15):
        client.get(f"/ledgers/{branch.public_id}/")
    with django_assert_num_queries(9):
        client.get(address(branch))
    with django_assert_num_queries(9):
        client.get(address(branch, "2026-09"))


@pytest.mark.parametrize("count", [1, 3])
def test_a_members_page_and_the_list_of_branches_ask_as_often_for_one_as_for_three(
    world: Demo, branch: Organisation, member: Member, secretary: User, superior: User, count: int,
    django_assert_num_queries: Any,
) -> None:  # fmt: skip
    life(world, secretary, member, "m" * count)
    gone = ("QH0103", "QH0104", "QH0105") if count == 1 else ()
    Organisation.objects.filter(code__in=gone).update(dissolved_on=BEFORE)
    client = signed_in(superior)
    client.get("/policy/")
    with django_assert_num_queries(14):
        client.get(f"/people/{member.public_id}/ledgers/")
    with django_assert_num_queries(10):
        listed = client.get("/ledgers/")
    assert len(listed.context["page"].object_list) == 5 - len(gone)


# -- corrections -------------------------------------------------------------------------------------------------------


def correction(member: Member, ledger: str = "dues", month: str = "2026-10") -> str:
    return f"/people/{member.public_id}/ledgers/{ledger}/{month}/"


@pytest.fixture
def row(branch: Organisation, member: Member, secretary: User) -> LedgerEntry:
    entered(branch, secretary, OCTOBER, member, dues=MISSED)
    return LedgerEntry.objects.get(member=member, ledger="dues")


def test_a_row_is_corrected_with_a_reason(client: Client, member: Member, row: LedgerEntry) -> None:
    page = client.get(correction(member)).content.decode()
    assert '<option value="missed" selected>' in page
    sent = {"row": row.pk, "value": "done", "reason": "收据补到"}
    answer = client.post(correction(member), sent, follow=True)
    assert "Corrected. The earlier row stays beside it." in text_of(answer)
    new = LedgerEntry.objects.current().get(member=member, ledger="dues")
    assert (new.value, new.reason, new.replaces) == ("done", "收据补到", row)


def test_without_a_reason_it_is_refused_and_what_was_chosen_stays(
    client: Client, member: Member, row: LedgerEntry
) -> None:
    before = state()
    answer = client.post(correction(member), {"row": row.pk, "value": "excused.illness", "reason": " "})
    assert (answer.status_code, state()) == (422, before)
    assert text_of(answer).count("Write why the row is corrected.") == 2
    assert '<option value="excused.illness" selected>' in answer.content.decode()


def test_a_row_corrected_in_the_meantime_is_a_conflict(
    client: Client, member: Member, row: LedgerEntry, secretary: User
) -> None:
    ledgers.correct(row, DONE, "收据补到", by=secretary)
    before = state()
    answer = client.post(correction(member), {"row": row.pk, "value": "excused.illness", "reason": "病假"})
    assert (answer.status_code, state()) == (409, before)
    assert "Says now: fulfilled." in text_of(answer)


@pytest.mark.parametrize(("who", "status"), [("superior", 403), ("auditor", 403), ("sister", 404), ("outsider", 404)])
def test_nobody_else_corrects_it(
    member: Member, row: LedgerEntry, request: pytest.FixtureRequest, who: str, status: int
) -> None:
    other, before = signed_in(request.getfixturevalue(who)), state()
    assert other.get(correction(member)).status_code == status
    sent = {"row": row.pk, "value": "done", "reason": "改"}
    assert other.post(correction(member), sent).status_code == status
    assert state() == before


def test_he_himself_does_not_correct_it(member: Member, row: LedgerEntry) -> None:
    assert signed_in(member.person.user).get(correction(member)).status_code == 403


@pytest.mark.parametrize(("ledger", "month"), [("life", "2026-09"), ("other", "2026-10"), ("dues", "x")])
def test_a_month_without_a_row_cannot_be_corrected(
    client: Client, member: Member, row: LedgerEntry, ledger: str, month: str
) -> None:
    assert client.get(correction(member, ledger, month)).status_code == 404


def test_a_row_number_of_somebody_else_is_not_taken(client: Client, member: Member, row: LedgerEntry) -> None:
    other = LedgerEntry.objects.exclude(member=member).order_by("pk")[0]
    for number in (str(other.pk), "x", "9" * 30, ""):
        page = client.post(correction(member), {"row": number, "value": "missed", "reason": "改"})
        assert "This is what the row says already." in text_of(page)


# -- files -------------------------------------------------------------------------------------------------------------


def filled(client: Client, branch: Organisation, **changed: str) -> SimpleUploadedFile:
    """The sheet as it is downloaded, everything done but for some cells."""
    book = load_workbook(io.BytesIO(client.get(f"{address(branch)}sheet.xlsx").content))
    sheet: Any = book.active
    for row in sheet.iter_rows(min_row=3, min_col=3, max_col=5):
        for cell in row:
            cell.value = "已履行"
    for place, value in changed.items():
        sheet[place] = value
    target = io.BytesIO()
    book.save(target)
    return SimpleUploadedFile("十月.xlsx", target.getvalue())


def test_the_file_has_the_names_and_the_download_is_logged(
    client: Client, branch: Organisation, secretary: User
) -> None:
    answer = client.get(f"{address(branch)}sheet.xlsx")
    sheet: Any = load_workbook(io.BytesIO(answer.content)).active
    assert [row[1].value for row in sheet.iter_rows(min_row=3)] == [m.person.name for m in roll_of(branch, OCTOBER)]
    look = Access.objects.get(kind="ledger", object_id=branch.public_id)
    assert (look.viewer_id, look.what) == (str(secretary.pk), "sheet 2026-10")


def test_a_file_is_shown_first_and_entered_by_the_page(client: Client, branch: Organisation) -> None:
    before = state()
    answer = client.post(f"{address(branch)}file/", {"file": filled(client, branch, C3="未履行")})
    assert (answer.status_code, state()) == (200, before)
    assert "This is what 十月.xlsx says. Nothing is entered yet" in text_of(answer)
    page = answer.content.decode()
    sent = {
        name: value
        for name, inside in re.findall(r'<select id="[^"]+" name="([^"]+)".*?>(.*?)</select>', page, re.DOTALL)
        for value in re.findall(r'<option value="([^"]*)" selected>', inside)
    }
    assert client.post(address(branch), sent).status_code == 302
    people = list(roll_of(branch, OCTOBER))
    expected = {Cell(m.public_id, ledger): DONE for m in people for ledger in ("dues", "life", "work")}
    assert known_in(OCTOBER, people) == expected | {Cell(people[0].public_id, "dues"): MISSED}


def test_a_file_with_mistakes_says_each_with_its_cell_and_enters_nothing(client: Client, branch: Organisation) -> None:
    before = state()
    answer = client.post(f"{address(branch)}file/", {"file": filled(client, branch, C3="交了", D4="")})
    assert (answer.status_code, state()) == (422, before)
    said = text_of(answer)
    assert "2 mistakes were found" in said
    assert "3 党费 Write one of: 已履行、未履行" in said
    assert "4 组织生活" in said


def test_a_file_that_is_none_or_of_another_month_is_refused(client: Client, branch: Organisation) -> None:
    before = state()
    assert text_of(client.post(f"{address(branch)}file/", {})).count("Choose a file.") == 2
    other = client.post(f"{address(branch, '2026-09')}file/", {"file": filled(client, branch)})
    assert text_of(other).count("download it here.") == 2
    assert client.get(f"{address(branch)}file/")["Location"] == address(branch)
    assert (other.status_code, state()) == (422, before)
