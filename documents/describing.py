"""The kinds of papers as a page (文书种类一览): made from their declarations, so that it cannot be old for long."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator

from documents import papers
from documents.kinds import Field, PaperKind

BEGIN = "<!-- From here on made by manage.py paper_kinds --write. -->"
HEAD = (
    "| code | title 标题 | kind 文种 | from → to | obligatory 必填 | optional 选填 | copies | series | seal | kept | pages |\n"
    "|---|---|---|---|---|---|---|---|---|---|---|\n"
)
SERIES = {"": "that of another paper", "document": "发文", "register": "登", "letter": "介绍信", "certificate": "证",
          "correspondence": "函", "order": "令", "minutes": "纪"}  # fmt: skip


def families() -> Iterator[tuple[str, str, list[PaperKind]]]:
    """Each module of papers: its name, the first line of its docstring, its kinds by code."""
    for info in pkgutil.iter_modules(papers.__path__):
        module = importlib.import_module(f"{papers.__name__}.{info.name}")
        own = {kind.code: kind for kind in vars(module).values() if isinstance(kind, PaperKind)}
        yield info.name, (module.__doc__ or "").partition("\n")[0], [own[code] for code in sorted(own, key=_order)]


def _order(code: str) -> tuple[str, int, str]:
    """D-DS-10a after D-DS-9."""
    family, _dash, rest = code.rpartition("-")
    digits = "".join(char for char in rest if char.isdigit())
    return family, int(digits), rest.removeprefix(digits)


def page() -> str:
    """All kinds as Markdown, one table for each module."""
    return "\n".join(f"\n## {name}\n\n{about}\n\n{HEAD}{_rows(kinds)}" for name, about, kinds in families())


def _rows(kinds: list[PaperKind]) -> str:
    return "".join(f"| {' | '.join(_cells(kind))} |\n" for kind in kinds)


def _cells(kind: PaperKind) -> list[str]:
    must, may = ([field for field in kind.fields if field.required is wanted] for wanted in (True, False))
    to = "、".join(kind.addressee) or "存档"
    return [
        kind.code, kind.title, kind.official_kind, f"{'、'.join(kind.issuer)} → {to}", _labels(must), _labels(may), " ".join(kind.copies),
        SERIES[kind.series], "印" if kind.sealed else "", kind.retention_key, str(kind.pages),
    ]  # fmt: skip


def _labels(fields: list[Field]) -> str:
    return "、".join(field.label for field in fields)
