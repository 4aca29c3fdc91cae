"""A case whose end asks for another process says so, to whoever may start that."""

from __future__ import annotations

import pytest

from config.demo import driving
from config.demo.building import Demo
from registry.models import Role, User
from tests.web.world import signed_in
from workflows.engine import checks
from workflows.engine.models import Case
from workflows.processes.stay import Stay
from workflows.processes.stay.walks import WALKS

LINK = '<a id="due-next" href="/start/transfer/?at='


def ended(name: str) -> Case:
    return driving.to_the_end(driving.begin("stay", WALKS[name]))


def page(user: User, case: Case) -> str:
    return signed_in(user).get(f"/cases/{case.reference}/").content.decode()


def test_whoever_may_start_a_transfer_is_led_to_it(world: Demo, blank_papers: None) -> None:
    case = ended("transfer_due")
    code = case.organisation.code
    secretary = world.holder(code, Role.SECRETARY)
    assert LINK in page(secretary, case)
    # The page it leads to knows already whom it is about.
    address = f"/start/transfer/?at={case.organisation.public_id}&member={case.subject.public_id}"
    assert address.replace("&", "&amp;") in page(secretary, case)
    assert f'value="{case.subject.public_id}" selected' in signed_in(secretary).get(address).content.decode()
    assert LINK in page(case.subject.person.user, case)
    above = page(world.holder("QH02", Role.ORGANISER), case)
    assert ("Stays on: a transfer has to be asked for" in above, LINK in above) == (True, False)


@pytest.mark.parametrize("name", ["no_contact", "returned"])
def test_no_other_end_leads_anywhere(world: Demo, blank_papers: None, name: str) -> None:
    case = ended(name)
    assert LINK not in page(world.holder(case.organisation.code, Role.SECRETARY), case)


def test_an_end_that_leads_to_no_process_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    assert list(checks.faults_of(Stay)) == []
    monkeypatch.setattr(Stay.instance.node("transfer_due"), "leads_to", "nothing")
    assert [fault.id for fault in checks.faults_of(Stay)] == ["workflows.E013"]
