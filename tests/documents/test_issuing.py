"""What takes the place of a void paper: the next one of the same kind in the same case, once."""

from __future__ import annotations

import itertools

import pytest

from audit import clock
from config.demo.building import Demo
from documents import issuing
from documents.kinds import kind_of
from documents.models import Paper
from tests.documents import facts

TASKS = itertools.count(70_000)


def void_one(world: Demo, kind: str, case: str) -> Paper:
    paper = reserved(world, kind, case)
    issued = {"state": Paper.State.ISSUED, "issued_at": clock.now(), "sha256": "0" * 64, "size": 1, "pages": 1}
    Paper.objects.filter(pk=paper.pk).update(**issued)
    issuing.void(paper, reason="姓名写错")
    return paper


def reserved(world: Demo, kind: str, case: str) -> Paper:
    committee = world.organisations["QH01"]
    return issuing.reserve(
        kind_of(kind), task_id=next(TASKS), case_reference=case, facts=facts.EVERYDAY[kind], issuer=committee,
        addressees=[committee], subject=None, dated=facts.CREATED.date(),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "case"), [("D-TR-8", "OTHERCASE"), ("D-TR-1", "THISCASE")], ids=["of another case", "of another kind"]
)
def test_a_void_paper_elsewhere_is_not_replaced(kind: str, case: str, world: Demo) -> None:
    void_one(world, kind, case)
    assert reserved(world, "D-TR-8", "THISCASE").replaces is None


def test_a_void_paper_is_replaced_once(world: Demo) -> None:
    """The newest of two, then the other one, then none."""
    first, second = [void_one(world, "D-TR-8", "THISCASE") for _n in range(2)]
    assert second.replaces == first
    assert [reserved(world, "D-TR-8", "THISCASE").replaces for _n in range(2)] == [second, None]
