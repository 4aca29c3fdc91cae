"""Serial numbers (发文字号): gapless for an issuer, a series and a year.

The counter row is taken last in its transaction and gives the next number; a rolled-back transaction gives it back. A
sequence leaves gaps, MAX + 1 gives duplicates: both were measured.
"""

from __future__ import annotations

from django.db import connection

from audit import clock
from documents.models import Serial
from registry.models import Organisation

_NEXT = """
INSERT INTO documents_counter (issuer_id, series, year, last) VALUES (%s, %s, %s, 1)
ON CONFLICT (issuer_id, series, year) DO UPDATE SET last = documents_counter.last + 1 RETURNING last
"""


def take(issuer: Organisation, series: str, year: int) -> Serial:
    """Take the next number; must be the last lock of its transaction."""
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [issuer.pk, series, year])
        running = int(cursor.fetchone()[0])
    return Serial.objects.create(
        issuer=issuer,
        series=series,
        year=year,
        running=running,
        text=number_text(issuer, series, year, running),
        taken_at=clock.now(),
    )


def number_text(issuer: Organisation, series: str, year: int, running: int) -> str:
    """A number as papers print it: 青组〔2026〕12号 (GB/T 9704 7.2.5), letters 2026-QS01-0012 (handbook R-LT-07)."""
    if series == "letter":
        return f"{year}-{issuer.code}-{running:04d}"
    return f"{issuer.document_word or issuer.short_name}{SERIES_WORDS.get(series, '')}〔{year}〕{running}号"


# Each series of one issuer has a word of its own after the organ's, so that two never look the same.
SERIES_WORDS = {"certificate": "证", "register": "登", "correspondence": "函", "order": "令", "minutes": "纪"}
