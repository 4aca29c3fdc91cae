"""Facts to print (样例事实), made from what a kind asks for: everyday ones by the name of a field, the rest by its limits.

A field has one name in all papers, so one sample of it does for all; where a paper needs another, it is said by code.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from documents.gallery.samples import PEOPLE, SAID
from documents.gallery.samples_by_paper import BY_CODE
from documents.kinds import Field, PaperKind

Facts = dict[str, object]

RARE_NAMES = ("周𬭎㛃", "欧阳𠅤䶮", "阿卜杜热合曼·阿卜杜克热木", "马𬱖", "綠𣲗")
LONG_NAME = "阿卜杜热合曼·阿卜杜克热木·麦麦提" * 2
LONG_BODY = "中共云南省红河哈尼族彝族自治州沙河彝族自治县青石民族乡高级中学支部委员会第一党小组" * 20
LONG_PROSE = "经核实，该同志（工号：12345）“党费”已交至2026年11月，情况属实；" * 40
DIGITS = ("phone", "postcode", "number", "fax")
PERSON_LIMIT = 24


def everyday(kind: PaperKind) -> Facts:
    """What an ordinary paper of this kind says (日常)."""
    own = BY_CODE.get(kind.code, {})
    return {field.name: own.get(field.name, _sample(field)) for field in kind.fields}


def rare(kind: PaperKind) -> Facts:
    """The same about people whose names have rare characters or are long (生僻字、长姓名)."""
    said = everyday(kind)
    return {field.name: _renamed(said[field.name], field.limit) for field in kind.fields}


def shortest(kind: PaperKind) -> Facts:
    """Only what must be there, as short as it can be (最短)."""
    return {field.name: _shortest(field) for field in kind.fields if field.required}


def longest(kind: PaperKind) -> Facts:
    """Every field filled to its limit (最长)."""
    return {field.name: _longest(field) for field in kind.fields}


SHAPES: Mapping[str, Callable[[PaperKind], Facts]] = {
    "everyday": everyday,
    "shortest": shortest,
    "longest": longest,
    "rare": rare,
}


def number_of(kind: PaperKind) -> str:
    """A number such as the series of the kind gives."""
    numbers = {
        "document": "青委〔2026〕12号", "register": "青委登〔2026〕7号", "correspondence": "青委函〔2026〕5号",
        "order": "青委令〔2026〕2号", "minutes": "青委纪〔2026〕11号", "certificate": "青委证〔2026〕12号",
    }  # fmt: skip
    return numbers.get(kind.series, "2026-QS01-0012")


def _sample(field: Field) -> object:
    if field.name in SAID:
        return _fitted(field, SAID[field.name])
    if field.holds == "rows":
        return [{column.name: _fitted(column, _sample(column)) for column in field.columns}] * min(3, field.lines)
    return _shortest(field)


def _fitted(field: Field, value: object) -> object:
    """A sample as the field wants it: some names hold a text here and a list there."""
    if field.choices and value not in field.choices:
        return field.choices[0]
    if field.holds == "text" and isinstance(value, str):
        return value[: field.limit] if field.limit else value
    if field.holds == "list" and isinstance(value, str):
        return [value[: field.limit]]
    return value


def _renamed(value: object, limit: int) -> object:
    """A fact with every person of the samples renamed, where the new name fits."""
    if isinstance(value, list):
        return [_renamed(one, limit) for one in value]
    if isinstance(value, dict):
        return {name: _renamed(one, PERSON_LIMIT) for name, one in value.items()}
    if not isinstance(value, str):
        return value
    renamed = value
    for place, person in enumerate(PEOPLE):
        renamed = renamed.replace(person, RARE_NAMES[place % len(RARE_NAMES)])
    return renamed if len(renamed) <= max(limit, len(value)) else value


def _shortest(field: Field) -> object:
    if field.choices:
        return field.choices[0]
    if field.holds == "rows":
        return [{column.name: _shortest(column) for column in field.columns if column.required}]
    fixed: dict[str, object] = {"date": "2026-01-01", "flag": True, "number": 1, "list": ["甲"]}
    return fixed.get(field.holds, "甲")


def _longest(field: Field) -> object:
    if field.choices:
        return max(field.choices, key=len)
    if field.holds == "rows":
        return [{column.name: _longest(column) for column in field.columns}] * field.lines
    if field.holds == "list":
        return [_text(field)] * field.lines
    fixed: dict[str, object] = {"date": "2026-12-31", "flag": False, "number": _most(field)}
    return fixed[field.holds] if field.holds in fixed else _text(field)


def _most(field: Field) -> int:
    """A number of as many digits as fit, but no more years, months and days than there are."""
    return {"paid_year": 2026, "paid_month": 12, "age": 103, "days": 90}.get(field.name, 10**field.limit - 1)


def _text(field: Field) -> str:
    """A text to the limit, with marks where they hurt; a name for a person, a long body for an organisation."""
    if field.name == "verify_url":
        code = "/0123456789ab/"  # as long as a check code is
        return ("https://verify.example.org/v/" + "0123456789" * 20)[: field.limit - len(code)] + code
    if field.name.endswith(DIGITS):
        return ("0123456789" * 4)[: field.limit]
    if field.lines > 1 and field.holds == "text":
        return _prose(field)
    return (LONG_NAME if field.limit == PERSON_LIMIT else LONG_BODY)[: field.limit]


def _prose(field: Field) -> str:
    """As many paragraphs and characters as allowed."""
    text = LONG_PROSE[: field.limit]
    step = -(-len(text) // field.lines)
    return "\n".join(text[start : start + step] for start in range(0, len(text), step))
