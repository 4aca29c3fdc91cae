"""Papers to measure: right ones, pages of the grid alone, and papers made wrong on purpose by a style."""

from __future__ import annotations

from typing import Any

import pytest
from django.template import Context

from documents import press
from documents.kinds import kind_of
from documents.measuring import judge, reader
from documents.measuring.findings import Finding, Measured
from documents.measuring.standard import Format
from tests.documents import arrival_facts, facts, instruction_facts, stay_facts

EVERYDAY = {**facts.EVERYDAY, **instruction_facts.EVERYDAY, **arrival_facts.EVERYDAY, **stay_facts.EVERYDAY}
ON_THE_GRID = sorted(code for code in EVERYDAY if "grid.css" in kind_of(code).styles)
TABLES = sorted(code for code in EVERYDAY if "form.css" in kind_of(code).styles)
NUMBER = "青委〔2026〕12号"


def laid_out(html: str, *styles: str) -> bytes:
    """A page of HTML as a PDF, with some of our style sheets or none; the typesetter must not complain."""
    document = press._typesetter().HTML(string=html, url_fetcher=press._fetcher(), base_url=None)
    sheets = [press._sheet(name) for name in styles]
    with press._complaints() as complaints:
        pdf: bytes = document.render(stylesheets=sheets, font_config=press._font_configuration()).write_pdf()
    assert complaints == []
    return pdf


def grid_page(source: str, style: str = "", **values: object) -> bytes:
    """A document of the grid alone."""
    body = press._engine().from_string(source).render(Context(values))
    return laid_out(page(body, style), "page.css", "grid.css")


def page(body: str, style: str) -> str:
    """A whole document of HTML."""
    head = f"<title>t</title><style>{style}</style>"
    return f'<!DOCTYPE html><html lang="zh-CN"><head>{head}</head><body>{body}</body></html>'


def changed(code: str, style: str, *, number: str = NUMBER, seal: str = "", **said: Any) -> bytes:
    """One of our papers with another style on top, as a mistake of a style sheet would print it."""
    kind = kind_of(code)
    job = press.Job(code, EVERYDAY[code] | said, number, facts.CREATED.isoformat(), seal=seal)
    html = press._html(kind, job, number).replace("</head>", f"<style>{style}</style></head>")
    return laid_out(html, *kind.styles)


def measure(pdf: bytes, paper: Format | None = None) -> tuple[Measured, dict[str, Finding]]:
    """A paper measured, and its findings by name; of several with one name, one that deviates most."""
    measured, findings = judge.measure(reader.read(pdf), paper)
    by_name = {found.name: found for found in sorted(findings, key=lambda found: abs(found.deviation or 0))}
    return measured, by_name | {found.name: found for found in judge.deviations(findings)}


def off(pdf: bytes, paper: Format | None = None) -> dict[str, float | str]:
    """What deviates: the deviation in millimetres, or what was found instead of what must be."""
    findings = judge.deviations(judge.measure(reader.read(pdf), paper)[1])
    return {found.name: found.measured if found.deviation is None else found.deviation for found in findings}


def near(expected: dict[str, float | str]) -> dict[str, Any]:
    """Expected deviations: to a fifth of a millimetre, which is what a right paper may be off."""
    return {name: said if isinstance(said, str) else pytest.approx(said, abs=0.2) for name, said in expected.items()}
