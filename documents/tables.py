"""Tables (表格式文书): what a form is made of, declared once with its kind instead of drawn in a template.

A form is a list of parts from the top: rows of labelled cells, boxes for an opinion with signature and date, listings
whose rows repeat, the place of the seal, remarks. Widths are units: a sheet is 24 units wide.
"""

from __future__ import annotations

from dataclasses import dataclass

UNITS = 24
LABEL = 4


@dataclass(frozen=True)
class Cell:
    """A labelled cell (栏): the field it shows, or none to be filled in by hand; its units, label included."""

    field: str = ""
    units: int = 0
    label: str = ""


@dataclass(frozen=True)
class Row:
    """Cells side by side; what they do not say of their units is shared among them."""

    cells: tuple[Cell, ...]

    def widths(self) -> list[int]:
        """Units of each cell."""
        open_ones = [cell for cell in self.cells if not cell.units]
        left = UNITS - sum(cell.units for cell in self.cells)
        share = left // len(open_ones) if open_ones else 0
        return [cell.units or share for cell in self.cells]


@dataclass(frozen=True)
class Box:
    """A box for an opinion (意见栏): the text, and under it who signed, as what, and when.

    ``signer`` and ``on`` are fields; where they are empty there is room to sign by hand. ``by`` stands before the name,
    ``words`` before the text; ``tall`` is the least height in millimetres; ``stamped`` leaves room for a seal.
    """

    field: str
    tall: float = 20.0
    signer: str = ""
    on: str = ""
    by: str = ""
    words: str = ""
    label: str = ""
    stamped: bool = False


@dataclass(frozen=True)
class Listing:
    """Rows that repeat (明细): the columns of a field in ``units``, then ``blanks`` to be filled in by hand.

    The head is printed anew on each page. ``spare`` rows are left empty at the end; ``tall`` is a row's least height in
    millimetres; without ``numbered`` there is no column for the running number.
    """

    field: str
    units: tuple[int, ...]
    blanks: tuple[str, ...] = ()
    numbered: bool = True
    spare: int = 0
    tall: float = 9.0
    title: str = ""


@dataclass(frozen=True)
class Above:
    """The line above the table: a field with its label at the left, the number at the right."""

    field: str
    label: str = ""


@dataclass(frozen=True)
class Stamp:
    """Issuer, date and the seal over them, at the end."""

    issuer: str = "issuer"
    date: str = "date"


@dataclass(frozen=True)
class Remark:
    """A remark under the table (注)."""

    text: str


@dataclass(frozen=True)
class Each:
    """The same parts once for every row of a field (逐项): a meeting's items, one after another.

    The parts name the columns of the field. ``apart`` is the blank above each, in millimetres.
    """

    field: str
    parts: tuple[Row | Box | Listing | Gap, ...]
    apart: float = 3.0


@dataclass(frozen=True)
class Gap:
    """A blank between two tables (空行), in millimetres."""

    tall: float = 3.0


Part = Row | Box | Listing | Above | Stamp | Remark | Each | Gap


def row(*cells: str | Cell) -> Row:
    """A row of cells, each by the name of its field."""
    return Row(tuple(Cell(cell) if isinstance(cell, str) else cell for cell in cells))


def by_hand(label: str, units: int = 0) -> Cell:
    """A cell to be filled in by hand."""
    return Cell(units=units, label=label)


def opinion_box(whose: str, by: str = "签名", *, tall: float = 20.0, stamped: bool = False, words: str = "") -> Box:
    """The box of an opinion whose three fields ``blanks.opinion_of`` declares."""
    return Box(f"{whose}_opinion", tall, f"{whose}_signer", f"{whose}_on", by, words, stamped=stamped)


# Who the form is about.
MEMBER_ROWS = (
    row(Cell("name", 12), Cell("sex", 6), Cell("ethnic", 6)), row("birth", "education"), row("joined_on", "full_on"), row("post"),
)  # fmt: skip
VOTE_ROWS = (row("entitled", "present", "written"), row("votes_for", "votes_against", "abstained"))
