"""While a step can still be taken back, the next turn is nobody's: no page offers what its address would refuse."""

from __future__ import annotations

import datetime as dt

import pytest

from registry.models import User
from tests.web.world import signed_in
from workflows.engine.models import TaskAssignment

pytestmark = pytest.mark.django_db


def test_nothing_is_offered_on_a_turn_that_is_not_open_to_its_post_yet(
    approval: TaskAssignment, superior: User
) -> None:
    case, address = approval.case, f"/cases/{approval.case.reference}/do/attach"
    client = signed_in(superior)
    assert address in client.get(f"/cases/{case.reference}/").content.decode()
    assert client.get(address).status_code == 200
    later = approval.visible_from + dt.timedelta(days=1)
    TaskAssignment.objects.filter(pk=approval.pk).update(visible_from=later)
    assert address not in client.get(f"/cases/{case.reference}/").content.decode()
    assert client.get(address).status_code == 403
