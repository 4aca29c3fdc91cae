"""The case file (卷宗): the list of what is in it, which lies on top. The form is ours, after the usual 卷内文件目录."""

from __future__ import annotations

from documents import blanks as b
from documents.formats import wide_form
from documents.kinds import Field
from documents.tables import Listing, Remark, row

CONTENTS = wide_form(
    code="D-CF-1", title="卷内文件目录", official_kind="目录", issuer=("基层党委",), addressee=("基层党委",),
    fields=(
        b.organisation("holder", "立卷单位"), Field("case_number", "办件编号", 20), Field("process", "事项", 30), Field("about", "对象", 60),
        Field("ended", "办理结果", 30),
        b.rows(
            "entries", "卷内文件", Field("title", "文件标题", 60), Field("paper_number", "文号或编号", 40, required=False),
            b.organisation("made_by", "责任者", required=False), b.day("dated", "日期", required=False), Field("page", "页号", 9, required=False),
            Field("note", "备注", 20, required=False), most=60,
        ),
        b.DATE,
    ),
    parts=(
        row("holder", "case_number"), row("process", "about"), row("ended", "date"), Listing("entries", (6, 4, 5, 3, 2, 2)),
        Remark("注：页号从第一份文件起编，目录不编页号。备注“缺”表示按规定应有而卷内没有的文件。"),
    ),
    copies=("C",), retention_key="papers_years", pages=21,
)  # fmt: skip
