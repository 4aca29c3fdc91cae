"""Kinds of papers (文书种类): what a paper asks for, checked before anything is decided or printed.

A kind is declared in ``documents/papers/<process>.py`` and found by being there; its template lies in
``documents/templates/<process>/``. Facts are plain JSON values: they are frozen with the paper and embedded in it.
"""

from __future__ import annotations

import hashlib
import importlib
import json
import pkgutil
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal

from django.utils.translation import gettext as _

from documents import characters
from documents.tables import Part

HERE = Path(__file__).resolve().parent
TEMPLATES = HERE / "templates"
STYLES = HERE / "css"

# Who papers come from and go to, and who keeps a copy.
PARTIES = frozenset(
    (
        "党员", "流入地党组织", "谈话人", "调查组", "帮教人", "支部成员", "党支部", "新任支部委员会", "党总支", "基层党委", "县级党委", "县级党委组织部",
        "有权限的党组织", "上级党组织", "其他党组织", "问责对象",
    )
)  # fmt: skip
PERSONS = frozenset(("党员", "问责对象"))
COPIES = {"B": "党支部", "C": "基层党委", "D": "组织部门", "M": "本人", "F": "个人档案", "A": "决定机关"}

Holds = Literal["text", "date", "number", "flag", "list", "rows"]


@dataclass(frozen=True)
class Field:
    """A blank of a paper (栏目).

    ``limit`` counts characters (of each item, for a list; of the digits, for a number) and is chosen so that the
    longest allowed value fits its place. ``lines`` is the number of lines of a text, of items of a list, or of rows. A
    text with ``choices`` must be one of them. Rows have ``columns``: each row is one value for each of them, by name.
    """

    name: str
    label: str
    limit: int
    required: bool = True
    lines: int = 1
    holds: Holds = "text"
    choices: tuple[str, ...] = ()
    columns: tuple[Field, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PaperKind:
    """A kind of formal paper (文书).

    ``code`` is the row of the table of document types, with a small letter where the row names several papers;
    ``official_kind`` the 文种; ``issuer`` and ``addressee`` say who gives it to whom, in the words of ``PARTIES``;
    ``series`` names the number series ("" = it carries the number of another paper); ``sealed`` says that a seal belongs
    on it; ``copies`` who gets one, by the letters of ``COPIES``; ``retention_key`` the key of the policy section
    ``archive`` that says for how many years it is kept; ``styles`` its style sheets; ``pages`` how many it may have;
    ``parts`` what a paper with a table is made of, from the top.
    """

    code: str
    title: str
    official_kind: str
    issuer: tuple[str, ...]
    addressee: tuple[str, ...]
    template: str
    fields: tuple[Field, ...]
    series: str
    sealed: bool
    copies: tuple[str, ...]
    retention_key: str
    styles: tuple[str, ...] = ("page.css",)
    pages: int = 1
    parts: tuple[Part, ...] = ()

    @property
    def carries_code(self) -> bool:
        """Whether a QR code stands in its margin: not on a ballot, nor on what a person writes himself.

        Nor where the form has a place of its own for it, a field ``verify_url``.
        """
        written_himself = not PERSONS.isdisjoint(self.issuer)
        own_place = any(field.name == "verify_url" for field in self.fields)
        return not (written_himself or own_place or self.official_kind.endswith("票"))


KINDS: dict[str, PaperKind]


def __getattr__(name: str) -> dict[str, PaperKind]:
    """``KINDS`` is filled when first asked for, since the modules that declare kinds import this one."""
    if name == "KINDS":
        return all_kinds()
    raise AttributeError(name)


@lru_cache(maxsize=1)
def all_kinds() -> dict[str, PaperKind]:
    """Code -> kind, from every module in ``documents/papers``; a code declared twice is a ValueError."""
    package = importlib.import_module("documents.papers")
    found: dict[str, PaperKind] = {}
    for module in sorted(info.name for info in pkgutil.iter_modules(package.__path__)):
        declared = vars(importlib.import_module(f"documents.papers.{module}")).values()
        for kind in (value for value in declared if isinstance(value, PaperKind)):
            if found.setdefault(kind.code, kind) is not kind:
                raise ValueError(f"two kinds of papers are called {kind.code}")
    return found


def kind_of(code: str) -> PaperKind:
    """The kind with this code; LookupError when there is none."""
    try:
        return all_kinds()[code]
    except KeyError:
        raise LookupError(f"no kind of paper is called {code}") from None


def problems(kind: PaperKind, facts: Mapping[str, object]) -> dict[str, list[str]]:
    """Field name -> why the kind cannot be printed with these facts, as sentences; empty when it can.

    Looks at each field by itself: missing, of the wrong sort, too long, unprintable characters, unknown to the kind.
    Whether all of them fit on the paper together is found by ``rendering.typeset``.
    """
    found = {field.name: _field_problems(field, facts.get(field.name)) for field in kind.fields}
    found |= {name: [_("This paper has no such field.")] for name in facts if name not in found}
    return {name: sentences for name, sentences in found.items() if sentences}


def _field_problems(field: Field, value: object) -> list[str]:
    if _empty(value):
        return [_("This is missing.")] if field.required else []
    return _CHECKS[field.holds](field, value)


def _empty(value: object) -> bool:
    """0 and False are answers; an empty text or list is none."""
    return value is None or value == "" or value == []


def _text(field: Field, value: object) -> list[str]:
    if not isinstance(value, str):
        return [_("This is not a text.")]
    if field.choices and value not in field.choices:
        return [_("This must be one of: %(choices)s.") % {"choices": "、".join(field.choices)}]
    return characters.problems(value, limit=field.limit, lines=field.lines)


def _date(_field: Field, value: object) -> list[str]:
    try:
        right = date.fromisoformat(str(value)).isoformat() == value
    except ValueError:
        right = False
    return [] if right else [_("This is not a date.")]


def _number(field: Field, value: object) -> list[str]:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        return [_("This is not a whole number.")]
    return characters.problems(str(value), limit=field.limit)


def _flag(_field: Field, value: object) -> list[str]:
    return [] if isinstance(value, bool) else [_("This must be yes or no.")]


def _list(field: Field, value: object) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        return [_("This is not a list of texts.")]
    if len(value) > field.lines:
        return [_("At most %(count)d entries fit.") % {"count": field.lines}]
    return [sentence for item in value for sentence in characters.problems(item, limit=field.limit)]


def _rows(field: Field, value: object) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
        return [_("This is not a list of rows.")]
    if len(value) > field.lines:
        return [_("At most %(count)d entries fit.") % {"count": field.lines}]
    return [sentence for place, row in enumerate(value, start=1) for sentence in _row(field, place, row)]


def _row(field: Field, place: int, row: Mapping[str, object]) -> list[str]:
    """What is wrong with one row, each sentence with its place and column."""
    known = {column.name: column for column in field.columns}
    if unknown := [name for name in row if name not in known]:
        return [_("Row %(place)d: there is no column %(name)s.") % {"place": place, "name": unknown[0]}]
    return [
        _("Row %(place)d, %(column)s: %(sentence)s") % {"place": place, "column": column.label, "sentence": sentence}
        for column in field.columns
        for sentence in _field_problems(column, row.get(column.name))
    ]


_CHECKS: Mapping[Holds, Callable[[Field, object], list[str]]] = {
    "text": _text,
    "date": _date,
    "number": _number,
    "flag": _flag,
    "list": _list,
    "rows": _rows,
}


def digest(kind: PaperKind, facts: Mapping[str, object]) -> str:
    """SHA-256 (hexadecimal) of what a paper says: its code, the version of its template, its facts.

    Empty optional facts count as absent. A decision carries this digest; the paper issued later must have the same.
    """
    said = {name: value for name, value in facts.items() if not _empty(value)}
    return hashlib.sha256(canonical({"code": kind.code, "version": version(kind), "facts": said})).hexdigest()


def canonical(value: Mapping[str, object]) -> bytes:
    """JSON in one spelling only: sorted names, no blanks, UTF-8."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


@cache
def version(kind: PaperKind) -> str:
    """SHA-256 (hexadecimal) of the kind's template, the templates it builds on, its style sheets and its parts."""
    files = [TEMPLATES / name for name in lineage(kind.template)] + [STYLES / name for name in kind.styles]
    made_of = [repr(kind.parts).encode()] if kind.parts else []
    return hashlib.sha256(b"\0".join([*(path.read_bytes() for path in files), *made_of])).hexdigest()


def lineage(template: str) -> list[str]:
    """A template and those it extends or includes, by name."""
    source = (TEMPLATES / template).read_text(encoding="utf-8")
    below = re.findall(r'{%\s*(?:extends|include)\s+"([^"]+)"', source)
    return [template, *(name for base in below for name in lineage(base))]
