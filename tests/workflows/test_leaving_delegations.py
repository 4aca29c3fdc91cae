"""Leavers: the delegations they gave and received end with their last day, and their seats in a round leave the count."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from audit import clock, journal
from registry import delegations
from registry.access import viewer_of
from registry.models import Delegation, Role, User
from registry.organisations import stream_of
from registry.refusals import Conflict
from tests import desk
from tests.workflows.countersigned_desk import ALL
from tests.workflows.deputing import DAY, give
from workflows.engine import countersigning, inbox, leaving
from workflows.engine.models import TaskAssignment


def lent(secretary: User, sister: User, superior: User, outsider: User) -> dict[str, Delegation]:
    """What the secretary of the branch has given, is to give, has got from others; and one of two others."""
    own, above = (user.person.appointments.get().post for user in (secretary, superior))
    today = clock.today()
    return {
        "given": give(own, secretary, sister),
        "later": give(own, secretary, outsider, since=today + 10 * DAY, until=today + 12 * DAY),
        "received": give(above, superior, secretary),
        "of others": give(above, superior, sister),
    }


def leave(user: User, last_day: dt.date, by: User | None = None) -> None:
    leaving.leave(user.person, last_day=last_day, reason="调离", by=by, key=desk.key() if by else "")


@pytest.mark.parametrize("by", ["registrar", "server"])
def test_what_he_gave_and_received_ends_with_his_last_day(
    secretary: User, sister: User, superior: User, outsider: User, registrar: User, by: str
) -> None:
    given, last = lent(secretary, sister, superior, outsider), clock.today() + 2 * DAY
    before = {name: found.until for name, found in given.items()}
    who = registrar if by == "registrar" else None
    leave(secretary, last, who)
    for found in given.values():
        found.refresh_from_db()
    assert {name: found.until for name, found in given.items()} == before | {"given": last, "received": last}
    assert [name for name, found in given.items() if found.revoked_at is not None] == ["later"]
    assert given["later"].revoked_by == who
    assert list(delegations.of_a_leaver(secretary.person, last)) == []
    acts = [e for e in journal.entries_of(stream_of(given["given"].post.organisation)) if "delegation" in e.facts][-2:]
    assert [(e.act, e.facts["delegation"]) for e in acts] == [
        ("delegation.ended", given["given"].public_id), ("delegation.revoked", given["later"].public_id),
    ]  # fmt: skip
    assert {e.actor_id for e in acts} == {str(registrar.pk) if who else "leaver"}
    assert journal.verify().faults == []


@pytest.mark.parametrize(("days", "acts"), [(-1, True), (0, True), (1, False)])
def test_the_day_before_the_last_the_last_and_the_day_after(
    approval: TaskAssignment, secretary: User, commissioner: User, superior: User, days: int, acts: bool
) -> None:
    """He holds a post of the branch, and is the deputy of the committee's secretary."""
    last = clock.today() + 3 * DAY
    give(approval.post, superior, commissioner)
    leave(commissioner, last)
    clock.travel_to(last + days * DAY)
    assert list(inbox.open_turns(viewer_of(commissioner, clock.today()))) == ([approval] if acts else [])


def test_the_list_names_them_and_changes_nothing(
    secretary: User, sister: User, superior: User, outsider: User, capsys: pytest.CaptureFixture[str]
) -> None:
    given = lent(secretary, sister, superior, outsider)
    before, expected = desk.state(), [given[name] for name in ("given", "later", "received")]
    assert leaving.leaving(secretary.person, clock.today()).delegations == expected
    words = ("leaver", secretary.username, "--last-day", str(clock.today()))
    call_command(*words, "--json")
    told = json.loads(capsys.readouterr().out)
    assert [row["delegation"] for row in told["delegations"]] == [found.public_id for found in expected]
    call_command(*words)
    assert str(outsider.person) in capsys.readouterr().out
    assert desk.state() == before


def test_one_that_is_over_by_then_is_not_in_it(secretary: User, sister: User) -> None:
    """It ends the day before the last day, on it, the day after."""
    given = give(secretary.person.appointments.get().post, secretary, sister, days=5)
    days = [given.until + n * DAY for n in (-1, 0, 1)]
    assert [len(leaving.leaving(secretary.person, day).delegations) for day in days] == [1, 0, 0]


def test_a_list_made_before_one_was_given_is_not_carried_out(secretary: User, sister: User, superior: User) -> None:
    shown = leaving.leaving(secretary.person, clock.today())
    give(superior.person.appointments.get().post, superior, secretary)
    before = desk.state()
    with pytest.raises(Conflict):
        leaving.leave(secretary.person, last_day=clock.today(), reason="调离", digest=shown.digest)
    assert desk.state() == before


def test_the_database_lets_a_delegation_end_earlier_and_never_later(secretary: User, sister: User) -> None:
    given = give(secretary.person.appointments.get().post, secretary, sister)
    Delegation.objects.filter(pk=given.pk).update(until=given.until - DAY)
    for until in (given.until, given.since - DAY):
        with pytest.raises(IntegrityError), transaction.atomic():
            Delegation.objects.filter(pk=given.pk).update(until=until)


# -- where several sign ---------------------------------------------------------------------------------------------------


def test_his_seat_in_a_round_is_not_passed_on_but_leaves_the_count(at: Any) -> None:
    """Until his last day he can sign; the day after, the next look leaves the seat out, and the others decide."""
    case = at()
    deputy, last = case.user("deputy"), clock.today() + DAY
    plan = leaving.leaving(deputy.person, last)
    assert (plan.turns, plan.seats) == ([], [case.turn("deputy")])
    leave(deputy, last)
    assert (case.open(), case.turn("deputy").post) == (ALL, case.post("QH01", Role.DEPUTY_SECRETARY))
    assert countersigning.sweep() == 0
    clock.travel_to(last + DAY)
    assert countersigning.sweep() == 1
    assert (case.open(), case.closed()["deputy"]) == (["secretary", "organiser"], "vacant")
    for who in ("secretary", "organiser"):
        case.sign(who)
    assert case.ended() == "passed"


def test_who_has_left_already_is_no_longer_waited_for(at: Any) -> None:
    case = at()
    leave(case.user("deputy"), clock.today() - DAY)
    assert (case.open(), case.closed()["deputy"]) == (["secretary", "organiser"], "vacant")
