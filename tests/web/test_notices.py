"""Notices on the desk: the bell, the list, marks, choices; nothing of a case that may not be seen; asking for haste."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit import clock, journal
from config.demo.building import Demo
from registry.models import Member, Role, User
from registry.persons import stream_of
from tests import desk
from tests.web.world import signed_in, text_of
from workflows.engine import collecting, reminding, undoing
from workflows.engine.models import Notice, NoticeChoice, TaskAssignment, Urge

DAY = dt.timedelta(days=1)


@pytest.fixture
def holder(world: Demo) -> User:
    """The commissioner who checks the requests of 锦江社区."""
    return world.holder("QH0101", Role.ORGANISATION_COMMISSIONER)


@pytest.fixture
def told(checking: TaskAssignment) -> TaskAssignment:
    """A check that its holder was told of."""
    collecting.collect()
    return checking


def notice_of(user: User) -> Notice:
    return Notice.objects.get(person=user.person)


def test_the_bell_counts_what_is_not_read(told: TaskAssignment, holder: User) -> None:
    client = signed_in(holder)
    assert "Notices 1 not read" in text_of(client.get("/"))
    client.get(f"/me/notices/{notice_of(holder).public_id}/")
    assert "not read" not in text_of(client.get("/"))


def test_a_notice_leads_to_its_task_and_is_read_then(told: TaskAssignment, holder: User) -> None:
    response = signed_in(holder).get(f"/me/notices/{notice_of(holder).public_id}/")
    assert (response.status_code, response["Location"]) == (302, f"/tasks/{told.public_id}/")
    read = notice_of(holder).read_at
    assert read is not None
    clock.advance(DAY)
    signed_in(holder).get(f"/me/notices/{notice_of(holder).public_id}/")
    assert notice_of(holder).read_at == read


def test_once_the_task_is_closed_it_leads_to_the_case(told: TaskAssignment, holder: User) -> None:
    desk.act(told, holder)
    response = signed_in(holder).get(f"/me/notices/{notice_of(holder).public_id}/")
    assert response["Location"] == f"/cases/{told.case.reference}/"


def test_the_list_says_what_about_whom_and_when(told: TaskAssignment, holder: User, ordinary_member: Member) -> None:
    said = text_of(signed_in(holder).get("/me/notices/"))
    assert "A task waits for you: Check by the branch." in said
    assert f"{ordinary_member.person.name} · Transfer of a member&#x27;s relationship" in said
    assert told.case.number in said


@pytest.mark.parametrize("who", ["sister", "superior", "outsider"])
def test_nobody_reads_the_notices_of_others(
    told: TaskAssignment, holder: User, sister: User, superior: User, outsider: User, who: str
) -> None:
    client = signed_in({"sister": sister, "superior": superior, "outsider": outsider}[who])
    assert client.get(f"/me/notices/{notice_of(holder).public_id}/").status_code == 404
    assert told.case.number not in text_of(client.get("/me/notices/"))
    client.post("/me/notices/read")
    assert notice_of(holder).read_at is None


def test_of_a_case_one_may_not_see_any_more_nothing_is_shown(
    told: TaskAssignment, holder: User, ordinary_member: Member
) -> None:
    """His post has ended: the notice stays in the list without its case."""
    holder.person.appointments.update(until=clock.today())
    clock.travel_to(clock.today() + DAY)
    client, notice = signed_in(holder), notice_of(holder)
    page = client.get("/me/notices/")
    assert "About a case you may not see any more." in text_of(page)
    assert told.case.number not in page.content.decode()
    assert ordinary_member.person.name not in text_of(page)
    assert notice.public_id not in page.content.decode()
    assert client.get(f"/me/notices/{notice.public_id}/").status_code == 404
    assert notice_of(holder).read_at is None


def test_what_is_still_in_its_hold_is_not_there(told: TaskAssignment, holder: User) -> None:
    Notice.objects.update(visible_from=clock.now() + dt.timedelta(hours=1))
    client, notice = signed_in(holder), notice_of(holder)
    assert "You have not been told anything yet." in text_of(client.get("/me/notices/"))
    assert "Notices" in text_of(client.get("/"))
    assert "not read" not in text_of(client.get("/"))
    assert client.get(f"/me/notices/{notice.public_id}/").status_code == 404
    assert client.post("/me/notices/read").status_code == 302
    assert notice_of(holder).read_at is None
    clock.advance(dt.timedelta(hours=1))
    assert client.get(f"/me/notices/{notice.public_id}/").status_code == 302


def test_all_are_marked_as_read_by_a_post_alone(told: TaskAssignment, holder: User) -> None:
    client = signed_in(holder)
    assert client.get("/me/notices/read")["Location"] == "/me/notices/"
    assert notice_of(holder).read_at is None
    assert client.post("/me/notices/read")["Location"] == "/me/notices/"
    assert notice_of(holder).read_at is not None
    assert "Everything is read." in text_of(client.get("/me/notices/"))


def many(turn: TaskAssignment, user: User, number: int) -> None:
    """So many notices more, of which two share a moment."""
    Notice.objects.bulk_create(
        Notice(
            person=user.person, case=turn.case, kind="comment", key=f"n{n}", sentence=[f"note {n:03d}", {}],
            at=clock.now(), visible_from=clock.now() - dt.timedelta(minutes=n // 2),
        )
        for n in range(number)
    )  # fmt: skip


def test_long_lists_are_paged_by_their_last_row(told: TaskAssignment, holder: User) -> None:
    many(told, holder, 70)
    client, found, address = signed_in(holder), [], "/me/notices/"
    for size in (30, 30, 11):
        page = client.get(address).content.decode()
        rows = [line.split("</b>")[0] for line in page.split("note ")[1:]]
        found += [row.split("<")[0] for row in rows]
        assert page.count('<span class="what">') == size
        address = "/me/notices/" + page.split('href="/me/notices/?before=')[-1].split('"')[0].join(["?before=", ""])
    assert len(found) == len(set(found)) == 70
    assert client.get("/me/notices/?before=nonsense").status_code == 200
    assert client.get("/me/notices/?before=1e400-1").status_code == 200


def test_the_list_sends_as_many_statements_for_three_rows_as_for_one(told: TaskAssignment, holder: User) -> None:
    client, sent = signed_in(holder), []
    for more in (0, 2):
        many(told, holder, more)
        with CaptureQueriesContext(connection) as captured:
            page = client.get("/me/notices/").content.decode()
        sent.append((page.count('<span class="what">'), len(captured)))
    assert [rows for rows, _n in sent] == [1, 3]
    assert sent[0][1] == sent[1][1]


def test_the_bell_adds_no_statement_to_a_page(told: TaskAssignment, holder: User) -> None:
    client = signed_in(holder)
    with CaptureQueriesContext(connection) as captured:
        client.get("/policy/")
    counting = [query["sql"] for query in captured if "cardinality" in query["sql"]]
    assert len(counting) == 1
    assert "workflows_notice" in counting[0]
    assert "workflows_taskassignment" in counting[0]


# -- how one is told ----------------------------------------------------------------------------------------------------

CHOSEN = {
    "email": "wei@example.org", "language": "en", "digest_hour": "17", "mail_task": "at_once", "mail_back": "digest",
    "mail_reminder": "digest", "mail_escalated": "not", "mail_urged": "at_once", "mail_copied": "not",
    "mail_comment": "not", "mail_case": "digest",
}  # fmt: skip


def test_the_form_shows_what_the_policy_says_until_something_is_chosen(world: Demo, holder: User) -> None:
    page = signed_in(holder).get("/me/notices/settings").content.decode()
    for kind, mailing in {"task": "digest", "urged": "at_once", "case": "digest"}.items():
        field = page.split(f'name="mail_{kind}"')[1].split("</select>")[0]
        assert f'<option value="{mailing}" selected>' in field
    assert '<option value="8" selected>' in page


def test_a_choice_is_kept_and_a_new_address_is_journaled(world: Demo, holder: User) -> None:
    client = signed_in(holder)
    assert client.post("/me/notices/settings", CHOSEN)["Location"] == "/me/notices/settings"
    chosen = NoticeChoice.objects.get(person=holder.person)
    assert (chosen.digest_hour, chosen.language, chosen.mailing["task"]) == (17, "en", "at_once")
    assert User.objects.get(pk=holder.pk).email == "wei@example.org"
    entry = journal.entries_of(stream_of(holder.person))[-1]
    assert (entry.act, entry.facts) == ("account.email_changed", {"user": holder.pk})
    assert entry.words["email"] == "wei@example.org"
    count = len(journal.entries_of(stream_of(holder.person)))
    client.post("/me/notices/settings", CHOSEN | {"digest_hour": "9"})
    assert NoticeChoice.objects.get(person=holder.person).digest_hour == 9
    assert len(journal.entries_of(stream_of(holder.person))) == count


@pytest.mark.parametrize(
    ("name", "value"),
    [("email", "no address"), ("digest_hour", "25"), ("language", "xx"), ("mail_task", "unsettled"), ("mail_case", "")],
)
def test_what_cannot_be_is_refused_and_nothing_changes(world: Demo, holder: User, name: str, value: str) -> None:
    before = desk.state()
    response = signed_in(holder).post("/me/notices/settings", CHOSEN | {name: value})
    assert response.status_code == 422
    assert "Nothing you typed is lost." in text_of(response)
    assert desk.state() == before


# -- haste and superiors --------------------------------------------------------------------------------------------------


def test_haste_is_asked_for_on_the_page_of_the_case(told: TaskAssignment, secretary: User, holder: User) -> None:
    client, address = signed_in(secretary), f"/cases/{told.case.reference}/"
    assert "Ask for haste" in text_of(client.get(address))
    page = client.get(f"{address}do/urge")
    assert "It waits for Check by the branch" in text_of(page)
    response = client.post(f"{address}do/urge", {"words": "明天要用。", "key": "k1"}, follow=True)
    said = text_of(response)
    assert "Done: everybody the case waits for is told." in said
    assert "urged once" in said
    assert "asked for haste" in said
    assert "明天要用。" in said
    assert "Ask for haste" not in text_of(client.get(address)).replace("asked for haste", "")
    assert client.get(f"{address}do/urge").status_code == 403
    refused = client.post(f"{address}do/urge", {"words": "", "key": "k2"})
    assert refused.status_code == 409
    assert "You have asked for haste already; you may again from 2026-11-26." in text_of(refused)
    assert Urge.objects.count() == 1
    assert "urged once" in text_of(signed_in(holder).get("/"))
    assert "Somebody has asked for haste." in text_of(signed_in(holder).get(f"/tasks/{told.public_id}/"))


@pytest.mark.parametrize(("who", "status"), [("sister", 404), ("holder", 403), ("outsider", 404), ("superior", 200)])
def test_who_finds_the_way_to_ask(
    told: TaskAssignment, sister: User, holder: User, outsider: User, superior: User, who: str, status: int
) -> None:
    user = {"sister": sister, "holder": holder, "outsider": outsider, "superior": superior}[who]
    assert signed_in(user).get(f"/cases/{told.case.reference}/do/urge").status_code == status


def test_the_superior_finds_what_is_overdue_below_and_may_not_decide_it(
    told: TaskAssignment, superior: User, sister: User, holder: User
) -> None:
    assert "Overdue below me" not in text_of(signed_in(superior).get("/"))
    clock.travel_to(told.due_on + 10 * DAY)
    reminding.remind(clock.today())
    client = signed_in(superior)
    assert "Overdue below me 1" in text_of(client.get("/"))
    said = text_of(client.get("/?box=below"))
    assert told.case.number in said
    task = text_of(client.get(f"/tasks/{told.public_id}/"))
    assert f"Overdue: {superior.person.appointments.get().post} was told." in task
    assert "Escalated to" in task
    assert client.post(f"/tasks/{told.public_id}/decide", desk.answers(told)).status_code == 403
    assert client.get(f"/cases/{told.case.reference}/do/urge").status_code == 200
    for other in (sister, holder):
        assert "Overdue below me" not in text_of(signed_in(other).get("/"))
    desk.act(desk.the_turn(told.case), holder)
    assert "Overdue below me" not in text_of(signed_in(superior).get("/"))


def test_the_trail_says_to_whom_it_was_escalated(told: TaskAssignment, superior: User, secretary: User) -> None:
    clock.travel_to(told.due_on + 10 * DAY)
    reminding.remind(clock.today())
    said = text_of(signed_in(secretary).get(f"/cases/{told.case.reference}/"))
    assert "the system told the superior that a step is overdue: Check by the branch" in said
    assert f"told to {superior.person.appointments.get().post}" in said


def test_after_a_decision_is_undone_the_bell_is_silent(told: TaskAssignment, holder: User) -> None:
    desk.act(told, holder)
    decision = told.case.decisions.order_by("-pk").first()
    undoing.recall(decision.public_id, by=holder, key=desk.key())
    clock.advance(dt.timedelta(minutes=5))
    collecting.collect()
    assert Notice.objects.count() == 1
