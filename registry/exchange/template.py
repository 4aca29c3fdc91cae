"""The empty form of the register's file (导入模板): headings with notes, lists to choose from, two examples a sheet."""

from __future__ import annotations

import io

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from registry.exchange.columns import EXAMPLE, KINDS, Column, Kind
from registry.exchange.reading import NOTES_SHEET

_LAST_ROW = 100_000
_REQUIRED, _OPTIONAL, _EXAMPLE = (PatternFill("solid", fgColor=color) for color in ("FFF8D7DA", "FFE9ECEF", "FFF5F5F5"))
_NOTES = (
    "一、三张表：组织、党员、职务。可只填其中一张；已登记的组织和人员不必重填。",
    "二、红底栏目（标*）必填。栏目次序可调整，选填栏目可删除，栏目名称不可改。",
    f"三、灰字各行（以“{EXAMPLE}”开头）是例子，不会导入；请删除后填写。",
    "四、日期写作 2026-11-24（也可写 2026/11/24、2026.11.24、20261124、2026年11月24日），月份写作 2026-11。",
    "五、身份证号、编码、电话各栏已设为文本，请勿改为数字，否则末位会变成0。",
    "六、有一行不合要求，整个文件都不导入；检查结果逐行列出所在表、行、栏目和原因。",
    "七、导入只新增、不修改：与已登记内容完全相同的行跳过，不同的行作为差错列出。",
    "八、内容以等号、加号、减号、@开头时，导出文件在其前面加一个单引号，导入时自动去掉。",
)


def template() -> bytes:
    """The template as XLSX."""
    book = Workbook()
    first = book.active
    for kind in (KINDS[0], KINDS[1], KINDS[2]):
        _fill(book.create_sheet(kind.title), kind)
    if first is not None:
        book.remove(first)
    _explain(book.create_sheet(NOTES_SHEET))
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _fill(sheet: Worksheet, kind: Kind) -> None:
    sheet.freeze_panes = "A2"
    for place, column in enumerate(kind.columns, start=1):
        _head(sheet, place, column)
        for row, example in enumerate(column.examples, start=2):
            cell = sheet.cell(row, place, example or None)
            cell.font, cell.fill, cell.number_format = Font(italic=True, color="FF6C757D"), _EXAMPLE, "@"


def _head(sheet: Worksheet, place: int, column: Column) -> None:
    letter = get_column_letter(place)
    sheet.column_dimensions[letter].width = 20
    sheet.column_dimensions[letter].number_format = "@"
    cell = sheet.cell(1, place, column.title + ("*" if column.required else ""))
    cell.font, cell.fill = Font(bold=True), _REQUIRED if column.required else _OPTIONAL
    cell.comment = Comment(column.note, "规程", height=90, width=220)
    if column.type.choices:
        words = ",".join(column.type.choices)
        offered = DataValidation("list", formula1=f'"{words}"', allow_blank=True, showErrorMessage=True)
        offered.error, offered.errorTitle = f"请填：{words}", column.title
        offered.add(f"{letter}2:{letter}{_LAST_ROW}")
        sheet.add_data_validation(offered)


def _explain(sheet: Worksheet) -> None:
    sheet.column_dimensions["A"].width = 18
    sheet.column_dimensions["B"].width = 90
    for sentence in _NOTES:
        sheet.append([sentence])
    for kind in KINDS:
        sheet.append([])
        sheet.append([f"{kind.title}表"])
        sheet.cell(sheet.max_row, 1).font = Font(bold=True)
        for column in kind.columns:
            sheet.append([column.title + ("*" if column.required else ""), column.note])
            sheet.cell(sheet.max_row, 2).alignment = Alignment(wrap_text=True)
