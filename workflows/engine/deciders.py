"""Who has decided a case (办理人): asked by courses whose earlier deciders stand aside, as in an appeal."""

from __future__ import annotations

from workflows.engine.models import SENT_BACK, Case, Decision


def deciders_of(case: Case, *steps: str) -> frozenset[int]:
    """Ids of whoever decided steps of a case, or any of its steps where none is named.

    Of a step that several people sign, each who signed, in any of its rounds; of a proxy, the holder in whose place he
    decided, too. What was taken back was not decided, and who sent the case back has answered nothing.
    """
    found = Decision.objects.filter(case=case, recalled_at__isnull=True).exclude(outcome=SENT_BACK)
    if steps:
        found = found.filter(step__in=steps)
    pairs = found.values_list("person_id", "acting_for_id")
    return frozenset(pk for pair in pairs for pk in pair if pk is not None)
