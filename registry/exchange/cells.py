"""Kinds of cells (单元格): how each is read, shown and compared. A value that could mean two things is refused."""

from __future__ import annotations

import datetime as dt
import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from registry import identity
from registry.exchange import escaping

_EARLIEST, _LATEST = dt.date(1850, 1, 1), dt.date(2199, 12, 31)
_MIDNIGHT = re.compile(r"[ T]0?0:00(:00(\.0{1,6})?)?$")
_DAY = re.compile(r"(\d{4})(?:([-/.])(\d{1,2})\2(\d{1,2})|年(\d{1,2})月(\d{1,2})日?|(\d{2})(\d{2}))")
_MONTH = re.compile(r"(\d{4})(?:[-/.](\d{1,2})|年(\d{1,2})月份?|(\d{2}))")
_OTHER_ORDER = re.compile(r"\d{1,2}([-/.])\d{1,2}\1\d{2,4}")
_LONGEST = 200


class Wrong(Exception):
    """A cell cannot be read; the sentence says what to write instead."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Spoiled:
    """A cell that holds no value of its own: ``what`` is ``formula`` or ``error``."""

    what: str


def is_blank(raw: Any) -> bool:
    """True for a cell with nothing in it but white space."""
    return raw is None or (isinstance(raw, str) and escaping.is_empty(raw))


def text_of(raw: Any, tidied: Callable[[str], str]) -> str:
    """A cell as text; Wrong for formulas, dates and broken numbers."""
    if isinstance(raw, str):
        text = escaping.plain(raw, tidied)
        if not escaping.is_printable(text):
            raise Wrong(_("There are control characters in this cell; type the text again."))
        return text
    if isinstance(raw, Spoiled):
        raise Wrong(
            _("This cell holds a formula; write its value.")
            if raw.what == "formula"
            else _("This cell holds an error of the spreadsheet; write the value.")
        )
    if isinstance(raw, bool):
        return "是" if raw else "否"
    if isinstance(raw, float) and raw.is_integer() and abs(raw) < 1e15:
        return str(int(raw))
    if isinstance(raw, int | float):
        return str(raw)
    raise Wrong(_("The spreadsheet has turned this cell into a date; format it as text and enter it again."))


class CellType(ABC):
    """A kind of cell. ``blank`` is the value of an empty one."""

    blank: Any = None
    choices: tuple[str, ...] = ()

    @abstractmethod
    def read(self, raw: Any) -> Any:
        """The value of a cell that is not blank; raises Wrong."""

    @abstractmethod
    def show(self, value: Any) -> str:
        """A value as a cell holds it."""

    def same(self, one: Any, other: Any) -> bool:
        """True if two values mean the same."""
        return bool(one == other)


@dataclass(frozen=True)
class Text(CellType):
    """Text of a limited length."""

    limit: int
    tidied: Callable[[str], str] = escaping.tidy
    blank = ""

    def read(self, raw: Any) -> str:
        """The text; Wrong if it is too long."""
        text = text_of(raw, self.tidied)
        if len(text) > self.limit:
            raise Wrong(_("At most %(most)d characters fit here.") % {"most": self.limit})
        return text

    def show(self, value: Any) -> str:
        """The text, escaped."""
        return escaping.escaped(str(value), self.tidied)

    def same(self, one: Any, other: Any) -> bool:
        """True if both are equal once tidied."""
        return bool(one == other or self.tidied(one) == self.tidied(other))


@dataclass(frozen=True)
class Choice(CellType):
    """One of a few words; the first word of a value is the one written."""

    words: Mapping[str, Any]
    blank: Any = None

    @property
    def choices(self) -> tuple[str, ...]:  # type: ignore[override]
        """The words to offer, one for each value."""
        first: dict[Any, str] = {}
        for word, value in self.words.items():
            first.setdefault(value, word)
        return tuple(first.values())

    def read(self, raw: Any) -> Any:
        """The value of a word; Wrong names the words."""
        word = text_of(raw, escaping.tidy_code)
        if word not in self.words:
            raise Wrong(_("Write one of: %(words)s.") % {"words": "、".join(self.choices)})
        return self.words[word]

    def show(self, value: Any) -> str:
        """The first word of a value; nothing for none."""
        return next((word for word, meaning in self.words.items() if meaning == value), "")


class Day(CellType):
    """A calendar day."""

    def read(self, raw: Any) -> dt.date:
        """The day; Wrong says how to write it."""
        if isinstance(raw, dt.datetime):
            return _whole_day(raw)
        if isinstance(raw, dt.date):
            return _in_range(raw)
        if isinstance(raw, dt.time | dt.timedelta):
            raise Wrong(_("This is a time of day; write the date like 2026-11-24."))
        return _day_of(_figures(raw))

    def show(self, value: Any) -> str:
        """As 2026-11-24."""
        return value.isoformat() if value else ""


class Month(CellType):
    """A calendar month, kept as its first day."""

    def read(self, raw: Any) -> dt.date:
        """The first day of the month; Wrong says how to write it."""
        if isinstance(raw, float) and not raw.is_integer():
            raise Wrong(_("As a number 2026.1 and 2026.10 are the same; write the month like 2026-11."))
        if isinstance(raw, dt.date):
            return self._first(_whole_day(raw) if isinstance(raw, dt.datetime) else raw)
        text = _figures(raw)
        if found := _MONTH.fullmatch(text):
            return _date(int(found[1]), int(found[2] or found[3] or found[4]), 1)
        if _DAY.fullmatch(text):
            return self._first(_day_of(text))
        raise Wrong(_("Write the month like 2026-11."))

    def _first(self, day: dt.date) -> dt.date:
        if day.day != 1:
            raise Wrong(_("Write the month only, like 2026-11."))
        return _in_range(day)

    def show(self, value: Any) -> str:
        """As 2026-11."""
        return f"{value:%Y-%m}" if value else ""


class IdNumber(CellType):
    """A citizen identity number. Reasons never quote it."""

    blank = ""

    def read(self, raw: Any) -> str:
        """The 18 characters; Wrong if they are masked, rounded or not valid."""
        if isinstance(raw, float) or (isinstance(raw, int) and raw % 1000 == 0):
            raise Wrong(
                _("The spreadsheet has rounded this ID number; format the column as text and enter all 18 characters.")
            )
        number = "".join(text_of(raw, escaping.tidy_code).split()).upper()
        if "*" in number:
            raise Wrong(_("This ID number is masked; an import needs a file exported with ID numbers."))
        if len(number) != 18 or not identity.is_valid(number):
            raise Wrong(_("This is not a valid ID number; check the 18 characters."))
        return number

    def show(self, value: Any) -> str:
        """As it is: digits and X, or masked."""
        return str(value)


def _figures(raw: Any) -> str:
    text = text_of(raw, escaping.tidy_code)
    return "".join(_MIDNIGHT.sub("", text).split()) if len(text) <= _LONGEST else ""


def _day_of(text: str) -> dt.date:
    if found := _DAY.fullmatch(text):
        return _date(int(found[1]), int(found[3] or found[5] or found[7]), int(found[4] or found[6] or found[8]))
    if _OTHER_ORDER.fullmatch(text):
        raise Wrong(_("It is not certain which part is the year; write the date like 2026-11-24."))
    if _MONTH.fullmatch(text):
        raise Wrong(_("The day is missing; write the date like 2026-11-24."))
    if text.isdecimal():
        raise Wrong(_("This is a number; format the cell as a date or write it like 2026-11-24."))
    raise Wrong(_("Write the date like 2026-11-24."))


def _date(year: int, month: int, day: int) -> dt.date:
    try:
        return _in_range(dt.date(year, month, day))
    except ValueError as error:
        raise Wrong(_("There is no such day; write the date like 2026-11-24.")) from error


def _whole_day(moment: dt.datetime) -> dt.date:
    if moment.time() != dt.time():
        raise Wrong(_("There is a time beside the date; write the date only, like 2026-11-24."))
    return _in_range(moment.date())


def _in_range(day: dt.date) -> dt.date:
    if not _EARLIEST <= day <= _LATEST:
        raise Wrong(_("The year cannot be right; write the date like 2026-11-24."))
    return day
