"""Editions: which one a day has, what start-up refuses, what happens to running cases and to drafts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from audit import clock
from config.demo.building import Demo
from registry.models import User
from tests import desk, editions
from tests.editions import SHORTER, SINCE, WITH_HEARING
from workflows.engine import catalogue, checks
from workflows.engine.editions import standing
from workflows.engine.models import Case
from workflows.engine.soundness import proving
from workflows.engine.words import Process
from workflows.processes.arrival import Arrival
from workflows.processes.correction import Correction
from workflows.processes.instruction import Instruction
from workflows.processes.meeting import MeetingWithVotes
from workflows.processes.own_request import OwnRequest
from workflows.processes.restoration import Restoration
from workflows.processes.stay import Stay
from workflows.processes.suspension import Suspension
from workflows.processes.transfer import Transfer

ONE = dt.timedelta(days=1)


@pytest.fixture
def shorter() -> Iterator[None]:
    with editions.registered(SHORTER):
        yield


@pytest.mark.parametrize(("day", "wanted"), [(SINCE - ONE, Transfer), (SINCE, SHORTER), (SINCE + ONE, SHORTER)])
def test_the_day_before_the_day_and_the_day_after(shorter: None, day: dt.date, wanted: type[Process]) -> None:
    others = {
        "arrival": Arrival,
        "correction": Correction,
        "instruction": Instruction,
        "meeting": MeetingWithVotes,
        "own_request": OwnRequest,
        "restoration": Restoration,
        "stay": Stay,
        "suspension": Suspension,
    }
    assert (catalogue.process("transfer", day), catalogue.processes(day)) == (wanted, others | {"transfer": wanted})
    clock.travel_to(day)
    assert (catalogue.process("transfer"), catalogue.processes()) == (wanted, others | {"transfer": wanted})


def test_names_and_labels(shorter: None) -> None:
    assert catalogue.editions("transfer") == (Transfer, SHORTER)
    labels = [catalogue.label(edition) for edition in catalogue.every_edition()]
    assert labels == [
        "arrival",
        "correction",
        "instruction",
        "meeting",
        "own_request",
        "restoration",
        "stay",
        "suspension",
        "transfer",
        "transfer-2026-12-01",
    ]
    assert catalogue.labelled("transfer") == [Transfer, SHORTER]
    assert catalogue.labelled("transfer-2026-12-01") == [SHORTER]
    assert catalogue.edition_named("transfer", "first") is Transfer
    assert catalogue.edition_named("transfer", "2026-12-01") is SHORTER
    for name, since in (("transfer", "2026-12-02"), ("nothing", "first")):
        with pytest.raises(KeyError):
            catalogue.edition_named(name, since)
    with pytest.raises(KeyError):
        catalogue.process("nothing")


def test_a_running_case_stays_where_it_is_and_a_new_one_takes_the_new_edition(
    world: Demo, shorter: None, secretary: User, case: Case
) -> None:
    clock.travel_to(SINCE)
    members = [m for m in world.members("QH0101") if m.standing == "full" and m != case.subject]
    new = desk.opened(secretary, world.organisations["QH0101"], members[0], world.organisations["HK0102"])
    desk.settle()
    assert [Case.objects.get(pk=pk).flow_class for pk in (case.pk, new.pk)] == [Transfer, SHORTER]
    assert desk.the_turn(case).definition.flow_class is Transfer
    assert desk.the_turn(new).definition.flow_class is SHORTER
    assert desk.until(new, "branch_check").due_on != desk.until(case, "branch_check").due_on


# -- what start-up refuses ------------------------------------------------------------------------------------------------


def ids(editions: tuple[type[Process], ...]) -> list[str | None]:
    return [message.id for message in checks.faults_of_editions(editions)]


def test_two_editions_from_the_same_day_and_a_gap_at_the_beginning() -> None:
    assert ids((Transfer, SHORTER)) == []
    assert ids((Transfer, SHORTER, WITH_HEARING)) == ["workflows.E010"]
    assert ids((Transfer, Transfer)) == ["workflows.E010"]
    assert ids((SHORTER,)) == ["workflows.E011"]


def test_the_checks_the_manifest_and_the_proofs_know_every_edition(shorter: None) -> None:
    path = "workflows.processes.transfer_shorter.Transfer"
    assert checks.check_courses() == checks.check_editions() == []
    assert sorted(m.msg for m in checks.check_manifest()) == [
        f"{path}.{name} is not in the manifest." for name in checks.manifest()[path]
    ]
    assert checks.manifest()[path] == checks.manifest()["workflows.processes.transfer.Transfer"]
    assert list(proving.unproved()) == [SHORTER]


def test_a_subclass_of_an_edition_leads_back_into_it() -> None:
    assert Transfer.instance.node("start").targets  # the old edition is in use when the new one is made

    class Careless(Transfer):
        in_force_from = SINCE

    assert {message.id for message in checks.astray(Careless)} == {"workflows.E012"}
    assert list(checks.astray(Transfer)) == []


def test_an_edition_is_missing_while_open_cases_stand_on_it(case: Case) -> None:
    standing.refuse_missing()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE viewflow_process SET flow_class = 'workflows/processes.gone.Transfer'")
    assert standing.missing() == ["workflows/processes.gone.Transfer"]
    with pytest.raises(ImproperlyConfigured, match=r"processes\.gone\.Transfer"):
        standing.refuse_missing()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE workflows_case SET closed_at = now(), outcome = 'closed'")
    assert (standing.missing(), standing.missing(closed_too=True)) == ([], ["workflows/processes.gone.Transfer"])


def test_the_edition_with_a_hearing_is_sound() -> None:
    assert [str(v.sentence) for v in proving.prove(WITH_HEARING).violations] == []
