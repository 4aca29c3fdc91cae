"""Numbers are gapless for an issuer, a series and a year; what is rolled back gives its number back."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from audit import clock
from config.demo.building import Demo
from documents import numbering
from documents.models import Counter, Serial
from registry.models import Organisation
from workflows.engine import integrity


@pytest.fixture
def committee(world: Demo) -> Organisation:
    """青石镇党委."""
    return world.organisations["QH02"]


def test_numbers_run_from_one_without_a_gap(committee: Organisation) -> None:
    assert [numbering.take(committee, "letter", 2026).running for _ in range(5)] == [1, 2, 3, 4, 5]


def test_each_issuer_series_and_year_has_its_own(world: Demo, committee: Organisation) -> None:
    other = world.organisations["QH01"]
    orders = [
        (committee, "letter", 2026),
        (other, "letter", 2026),
        (committee, "notice", 2026),
        (committee, "letter", 2027),
    ]
    assert [numbering.take(*order).running for order in orders * 2] == [1, 1, 1, 1, 2, 2, 2, 2]


def test_a_number_taken_in_vain_is_taken_again(committee: Organisation) -> None:
    """Every second transaction fails after it has its number."""
    taken = []
    for attempt in range(20):
        try:
            with transaction.atomic():
                serial = numbering.take(committee, "letter", 2026)
                if attempt % 2:
                    raise ValueError("rolled back")
                taken.append(serial.running)
        except ValueError:
            continue
    assert taken == list(range(1, 11))
    assert Counter.objects.get(issuer=committee, series="letter", year=2026).last == 10
    assert list(integrity.gaps()) == []


def test_the_database_gives_a_number_once(committee: Organisation) -> None:
    serial = numbering.take(committee, "letter", 2026)
    serial.pk = None
    with pytest.raises(IntegrityError, match="serial_once"), transaction.atomic():
        serial.save(force_insert=True)
    assert Serial.objects.filter(issuer=committee).count() == 1


def test_a_gap_is_found(committee: Organisation) -> None:
    for _ in range(3):
        numbering.take(committee, "letter", 2026)
    Serial.objects.filter(issuer=committee, running=2).delete()
    assert list(integrity.gaps()) == [f"series {committee} letter 2026: 3: 2 serials"]


@pytest.mark.parametrize(
    ("series", "expected"),
    [
        ("letter", "2026-QH02-0012"),
        ("notice", "青〔2026〕12号"),
        ("register", "青登〔2026〕12号"),
        ("certificate", "青证〔2026〕12号"),
    ],
)
def test_how_numbers_are_printed(committee: Organisation, series: str, expected: str) -> None:
    assert numbering.number_text(committee, series, 2026, 12) == expected


def test_two_series_of_one_issuer_never_look_the_same(world: Demo) -> None:
    from documents import kinds

    series = {kind.series for kind in kinds.all_kinds().values() if kind.series}
    for organisation in world.organisations.values():
        texts = {numbering.number_text(organisation, one, 2026, 7) for one in series}
        assert len(texts) == len(series)


def test_two_issuers_never_have_the_same_number(world: Demo) -> None:
    """A number alone names one paper: letters of everybody, everything of committees (branches share a word at times)."""
    everybody = [o for o in world.organisations.values() if not o.outside]
    committees = [o for o in everybody if o.may_approve]
    for series, ours in (("letter", everybody), ("register", committees), ("notice", committees)):
        texts = [numbering.number_text(o, series, 2026, 7) for o in ours]
        assert sorted(t for t in set(texts) if texts.count(t) > 1) == []


def test_a_void_number_needs_its_reason(committee: Organisation) -> None:
    serial = numbering.take(committee, "letter", 2026)
    for voided_at, reason in ((clock.now(), ""), (None, "写错了")):
        with pytest.raises(IntegrityError, match="void_with_a_reason"), transaction.atomic():
            Serial.objects.filter(pk=serial.pk).update(voided_at=voided_at, void_reason=reason)
    assert Serial.objects.get(pk=serial.pk).void_reason == ""


def test_an_issuer_with_numbers_is_not_deleted(committee: Organisation) -> None:
    numbering.take(committee, "letter", 2026)
    with pytest.raises(ProtectedError):
        committee.delete()
