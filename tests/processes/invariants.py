"""What stays true in every history of every machine, worked out from the rows."""

from __future__ import annotations

from documents.models import Counter, Serial
from workflows.engine.models import Case, Decision, TaskAssignment, Wait


def numbers_run_without_gap_or_double() -> None:
    """For an issuer, a series and a year; and the counter agrees."""
    found: dict[tuple[int, str, int], list[int]] = {}
    for issuer, series, year, running in Serial.objects.values_list("issuer_id", "series", "year", "running"):
        found.setdefault((issuer, series, year), []).append(running)
    assert {key: sorted(runs) for key, runs in found.items()} == {
        (c.issuer_id, c.series, c.year): list(range(1, c.last + 1)) for c in Counter.objects.all()
    }


def closed_cases_are_over() -> None:
    """No turn and no wait."""
    closed = Case.objects.filter(closed_at__isnull=False)
    assert not TaskAssignment.objects.filter(case__in=closed, closed_at__isnull=True).exists()
    assert not Wait.objects.filter(case__in=closed, ended_at__isnull=True).exists()


def nobody_decided_his_own_case() -> None:
    """Where a superior decides."""
    for decision in Decision.objects.exclude(kind="act").select_related("case__subject"):
        assert decision.person_id not in (decision.case.opener_id, decision.case.member.person_id)
