"""Template words of the tables (表格标签): the parts of a form as HTML, and a listing inside an official paper."""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django import template
from django.template import Context
from django.utils.safestring import SafeString

from documents import markup, titles, typesetting
from documents.kinds import Field, PaperKind
from documents.linebreak import Measure
from documents.tables import LABEL, UNITS, Above, Box, Each, Gap, Listing, Part, Remark, Row, Stamp
from documents.typefaces import Role, advances

register = template.Library()

UPRIGHT_MM, LYING_MM, LISTED_MM = 155.5, 224.5, 155.75  # what half of the frame's lines leaves
PADDING_MM, LISTED_PADDING_MM = 4.4, 2.8  # with the borders of a cell at the edge
LARGE, SMALL = 14.0, 12.0
SHORTEST_LABEL = 3
UNSIGNED, UNDATED = "　　　　　", "　　　年　　月　　日"


@dataclass(frozen=True)
class Sheet:
    """A form being set (表): its kind, what it says, how wide its columns are together, in millimetres.

    ``within`` is the field whose row this is: what does not fit is said to be that field's.
    """

    kind: PaperKind
    said: Mapping[str, object]
    width: float
    within: str = ""

    def field(self, name: str) -> Field:
        """The field of a name; KeyError when the kind has none."""
        return {field.name: field for field in self.kind.fields}[name]

    def text(self, name: str) -> str:
        """What a field says, as it is printed; "" when it says nothing."""
        return shown(self.field(name), self.said.get(name)) if name else ""

    def mark(self, name: str) -> str:
        """Of which field of the paper a text is, escaped."""
        return html.escape(self.within or name)

    def room(self, units: int, padding: float = PADDING_MM) -> float:
        """Millimetres for text in a cell of so many units."""
        return units * self.width / UNITS - padding


def shown(field: Field, value: object) -> str:
    """A fact as it is printed: a date in Chinese, 是 or 否, the entries of a list below each other."""
    if value is None or value in ("", []):
        return ""
    if field.holds == "date":
        return typesetting.chinese_date(str(value))
    if field.holds == "flag":
        return "是" if value else "否"
    if isinstance(value, list):
        return "\n".join(map(str, value))
    return str(value)


def spread(label: str) -> str:
    """A short label as wide as one of four characters (栏名匀排)."""
    return {2: "　　", 3: " "}.get(len(label), "").join(label)


def _set(text: str, width: float, *, indent: float = 0.0, size: float = SMALL) -> list[str]:
    """Paragraphs of a text in 仿宋 as HTML, filled to ``width`` (mm), a whole number of characters."""
    points = width * typesetting.POINTS_PER_MM
    measure = Measure(size, 0.0, points - points % size, advances(Role.FANGSONG))
    parts = [part.strip() for part in text.split("\n") if part.strip()]
    return [typesetting.paragraph(part, Role.FANGSONG, measure, indent=indent) for part in parts]


def _fits(text: str, width: float, size: float) -> bool:
    length = Measure(size, 0.0, 0.0, advances(Role.FANGSONG)).length(text)
    return "\n" not in text and length <= width * typesetting.POINTS_PER_MM


def _paragraphs(name: str, text: str, width: float, *, indent: float) -> str:
    style = f' style="text-indent:{indent * SMALL:g}pt"' if indent else ""
    return "".join(f'<p class="set" data-field="{name}"{style}>{part}</p>' for part in _set(text, width, indent=indent))


def _label(sheet: Sheet, text: str, units: int) -> str:
    """The head of a cell, broken by meaning."""
    columns = int(sheet.room(units) * typesetting.POINTS_PER_MM / SMALL)
    wide = spread(text)
    lines = [wide] if len(wide) <= columns else titles.title_lines(text, columns=columns)
    said = "<br/>".join(typesetting.glyphs(line, Role.HEITI) for line in lines)
    return f'<th colspan="{units}">{said}</th>'


def _value(sheet: Sheet, name: str, units: int) -> str:
    """A filled cell: in large type where one line holds it, else smaller, else in lines."""
    text, width = sheet.text(name), sheet.room(units)
    several = bool(name) and sheet.field(name).lines > 1
    if not several and _fits(text, width, SMALL):
        size = "" if _fits(text, width, LARGE) else ' class="small"'
        said = typesetting.glyphs(text, Role.FANGSONG)
        return f'<td{size} colspan="{units}"><span data-field="{sheet.mark(name)}">{said}</span></td>'
    inner = _paragraphs(sheet.mark(name), text, width, indent=2.0 if several else 0.0)
    return f'<td class="text small" colspan="{units}">{inner}</td>'


def _row(sheet: Sheet, row: Row) -> str:
    cells = ""
    for cell, units in zip(row.cells, row.widths(), strict=True):
        head = min(LABEL, max(SHORTEST_LABEL, units // 2))
        label = cell.label or sheet.field(cell.field).label
        cells += _label(sheet, label, head) + _value(sheet, cell.field, units - head)
    return f"<tr>{cells}</tr>"


def _box(context: Context, sheet: Sheet, box: Box) -> str:
    units = UNITS - LABEL
    text = sheet.text(box.field)
    said = "\n".join(part for part in (box.words, text) if part)
    label = box.label or sheet.field(box.field).label
    body = _paragraphs(sheet.mark(box.field), said, sheet.room(units), indent=2.0)
    over = markup.seal(context, f"margin:-31mm 0 0 {sheet.room(units) - 44:.3f}mm") if box.stamped else ""
    entry = f'<div class="space" style="min-height:{box.tall:g}mm">{body}</div>'
    return (
        f'<tr class="box">{_label(sheet, label, LABEL)}'
        f'<td class="text small" colspan="{units}">{entry}{over}{_signed(sheet, box)}</td></tr>'
    )


def _signed(sheet: Sheet, box: Box) -> str:
    """Who signed a box, and when; room to sign where nobody is named."""
    if not (box.signer or box.on or box.by or box.stamped):
        return ""
    name = sheet.text(box.signer) or ("" if box.stamped and not box.by else UNSIGNED)
    who = [f"{box.by}：" if box.by else "", name] if box.signer or box.by else ["", ""]
    when = ["（盖章）　　" if box.stamped else "", sheet.text(box.on) or UNDATED]
    apart = "　　" if _fits("".join([*who, "　　", *when]), sheet.room(UNITS - LABEL), SMALL) else "<br/>"
    parts = [
        typesetting.glyphs(before, Role.FANGSONG) + _span(sheet, field, said)
        for (before, said), field in ((who, box.signer), (when, box.on))
        if before or said
    ]
    return f'<p class="signed">{apart.join(parts)}</p>'


def _span(sheet: Sheet, name: str, text: str) -> str:
    said = typesetting.glyphs(text, Role.FANGSONG)
    return f'<span data-field="{sheet.mark(name)}">{said}</span>' if name else said


def _listed(field: Field, part: Listing, rows: Sequence[Mapping[str, object]], width: float) -> str:
    """A listing as a table with a head that repeats."""
    columns = [UNITS // 12] * part.numbered + list(part.units)
    rest = UNITS - sum(columns)
    columns += [rest // len(part.blanks)] * len(part.blanks) if part.blanks else []
    heads = ["序号"] * part.numbered + [column.label for column in field.columns] + list(part.blanks)
    title = f'<tr><th colspan="{len(columns)}">{html.escape(part.title)}</th></tr>' if part.title else ""
    head = "".join(
        f"<th>{_heading(text, units * width / UNITS)}</th>" for text, units in zip(heads, columns, strict=True)
    )
    cols = "".join(f'<col style="width:{units * width / UNITS:.4f}mm"/>' for units in columns)
    body = "".join(_entry(field, part, columns, width, place, row) for place, row in enumerate(rows, start=1))
    empty = "<td>　</td>" * len(columns)
    body += f'<tr style="height:{part.tall:g}mm">{empty}</tr>' * part.spare
    return (
        f'<table class="list"><colgroup>{cols}</colgroup><thead>{title}<tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table>"
    )


def _heading(text: str, width: float) -> str:
    columns = max(1, int((width - LISTED_PADDING_MM) * typesetting.POINTS_PER_MM / SMALL))
    return "<br/>".join(html.escape(line) for line in titles.title_lines(text, columns=columns))


def _entry(
    field: Field, part: Listing, columns: Sequence[int], width: float, place: int, row: Mapping[str, object]
) -> str:
    cells = [f"<td>{place}</td>"] if part.numbered else []
    for column, units in zip(field.columns, columns[part.numbered :], strict=False):
        room = units * width / UNITS - LISTED_PADDING_MM
        text = _listed_text(column, row.get(column.name), room)
        plain = _fits(text, room, SMALL)
        said = typesetting.glyphs(text, Role.FANGSONG) if plain else "\n".join(_set(text, room))
        cells.append(f'<td{"" if plain else " class=text"} data-field="{field.name}">{said}</td>')
    cells += ["<td>　</td>"] * len(part.blanks)
    return f'<tr style="height:{part.tall:g}mm">{"".join(cells)}</tr>'


def _listed_text(column: Field, value: object, room: float) -> str:
    """What a column says; a date that does not fit in words is written with dots (2026.11.24)."""
    text = shown(column, value)
    if column.holds == "date" and text and not _fits(text, room, SMALL):
        return str(value).replace("-", ".")
    return text


def _grid(rows: Iterable[str]) -> str:
    """Rows of labelled cells as one table of 24 columns."""
    return f'<table class="form sheet"><colgroup>{"<col/>" * UNITS}</colgroup>{"".join(rows)}</table>'


def _stamp(context: Context, sheet: Sheet, part: Stamp) -> str:
    over = markup.seal(context, "") if sheet.kind.sealed else ""
    issuer, date = (_span(sheet, name, sheet.text(name)) for name in (part.issuer, part.date))
    return f'<div class="stamp">{over}<p>{issuer}</p><p>{date}</p></div>'


def _above(sheet: Sheet, part: Above, number: str) -> str:
    label = part.label or sheet.field(part.field).label
    left = f"{label}：{_span(sheet, part.field, sheet.text(part.field))}"
    right = f"编号：{typesetting.glyphs(number, Role.FANGSONG)}"
    return f'<table class="meta"><tr><td>{left}</td><td>{right}</td></tr></table>'


@register.simple_tag(takes_context=True)
def form(context: Context) -> SafeString:
    """All parts of the form this paper is (表格)."""
    kind: PaperKind = context["paper"]
    said = {field.name: context[field.name] for field in kind.fields}
    sheet = Sheet(kind, said, LYING_MM if "wide.css" in kind.styles else UPRIGHT_MM)
    return SafeString(_parts(context, sheet, kind.parts))


def _parts(context: Context, sheet: Sheet, parts: Iterable[Part]) -> str:
    """Parts from the top: cells that follow one another share a table."""
    made, cells = "", list[str]()
    for part in (*parts, None):
        if isinstance(part, Row | Box):
            cells.append(_row(sheet, part) if isinstance(part, Row) else _box(context, sheet, part))
            continue
        made += _grid(cells) if cells else ""
        cells = []
        made += _part(context, sheet, part)
    return made


def _part(context: Context, sheet: Sheet, part: Any) -> str:
    """A part that is a block of its own."""
    if isinstance(part, Listing):
        rows: Any = sheet.said.get(part.field) or []
        return _listed(replace(sheet.field(part.field), name=sheet.mark(part.field)), part, rows, sheet.width)
    if isinstance(part, Above):
        return _above(sheet, part, context["number"])
    if isinstance(part, Stamp):
        return _stamp(context, sheet, part)
    if isinstance(part, Each):
        return _each(context, sheet, part)
    if isinstance(part, Gap):
        return f'<div class="gap" style="height:{part.tall:g}mm"></div>'
    return f'<p class="tip">{html.escape(part.text)}</p>' if isinstance(part, Remark) else ""


def _each(context: Context, sheet: Sheet, part: Each) -> str:
    """The parts of a group, once for every row of its field."""
    rows: Any = sheet.said.get(part.field) or []
    kind = replace(sheet.kind, fields=sheet.field(part.field).columns)
    style = f'style="margin-top:{part.apart:g}mm"'
    return "".join(
        f'<div class="each" {style}>{_parts(context, one, part.parts)}</div>'
        for one in (replace(sheet, kind=kind, said=row, within=part.field) for row in rows)
    )


@register.simple_tag(takes_context=True)
def listing(context: Context, name: str, *units: int) -> SafeString:
    """Rows that repeat, inside the text of an official paper; the columns' widths in units."""
    kind: PaperKind = context["paper"]
    field = next(field for field in kind.fields if field.name == name)
    return SafeString(_listed(field, Listing(name, units), context[name] or [], LISTED_MM))
