"""What papers of several processes have in common (通用栏目): blanks, style sheets, and kinds alike in all but their words.

Limits are what fits: every longest value of a kind is printed together in a test.
"""

from __future__ import annotations

from documents.kinds import Field, PaperKind

ORGANISATION = 40
ISSUER = Field("issuer", "发文机关", ORGANISATION)
ADDRESSEE = Field("addressee", "主送", ORGANISATION)
DATE = Field("date", "日期", 10, holds="date")

# Words of papers stand here and not in a catalogue of translation: a paper is Chinese whatever is installed.
# By the codes of the register, whose models the press does not load.
SEXES = {"M": "男", "F": "女"}
APPEAL = "本人如有不同意见，可以向上级党组织提出申诉；申诉不受时间限制，任何组织不得扣压。"
NOTHING_SAID = "本人表示没有意见需要陈述。"
STATED = Field("stated", "本人陈述", 600, lines=6)

GRID = ("page.css", "grid.css")
RED_HEAD = (*GRID, "redhead.css")
FORM = ("page.css", "form.css")


def head_paper(
    *, code: str, title: str, official_kind: str, template: str, fields: tuple[Field, ...], copies: tuple[str, ...],
    retention_key: str, pages: int = 3, sealed: bool = True,
) -> PaperKind:  # fmt: skip
    """A paper with a red head and a number of the issuer's own series (红头文件), GB/T 9704-2012."""
    return PaperKind(
        code, title, official_kind, template, fields, series="document", sealed=sealed, copies=copies,
        retention_key=retention_key, styles=RED_HEAD, pages=pages,
    )  # fmt: skip


def inner_form(
    *, code: str, title: str, official_kind: str, template: str, fields: tuple[Field, ...], copies: tuple[str, ...],
    retention_key: str, pages: int = 1, styles: tuple[str, ...] = FORM,
) -> PaperKind:  # fmt: skip
    """A form that stays in the house, numbered in its register and not sealed (内部表单)."""
    return PaperKind(
        code, title, official_kind, template, fields, series="register", sealed=False, copies=copies,
        retention_key=retention_key, styles=styles, pages=pages,
    )  # fmt: skip
