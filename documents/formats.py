"""Formats (公文格式): kinds of papers alike in all but their words; GB/T 9704-2012 and the forms of the house.

A format is a kind with some of its words filled in; what a paper declares besides is its own.
"""

from __future__ import annotations

from functools import partial

from documents.kinds import PaperKind

GRID = ("page.css", "grid.css", "list.css")
RED_HEAD = (*GRID, "redhead.css")
FORM = ("page.css", "form.css")
SHEET = (*FORM, "list.css", "sheet.css")
SLIP = (*SHEET, "slip.css")

# A paper with a red head and a number of the issuer's own series (红头文件, 7.2).
head_paper = partial(PaperKind, series="document", sealed=True, styles=RED_HEAD, pages=3)

# A paper to an organisation above, which names its signer (上行文, 7.2.6). A branch has no seal of its own.
upward_paper = partial(PaperKind, series="document", sealed=False, styles=RED_HEAD, pages=4)

# A letter (信函格式, 10.1): to an organisation that is neither above nor below, or about one matter.
letter_paper = partial(
    PaperKind, series="correspondence", sealed=True, styles=(*GRID, "redhead.css", "letterhead.css"), pages=3
)

# An order (命令格式, 10.2), signed by a person.
order_paper = partial(PaperKind, series="order", sealed=False, styles=(*GRID, "redhead.css", "order.css"), pages=2)

# Minutes of a meeting as a paper (纪要格式, 10.3), with who attended.
minutes_paper = partial(
    PaperKind, series="minutes", sealed=False, styles=(*GRID, "redhead.css", "minutes.css"), pages=6
)

# A paper on the grid without a head (无版头): what a member writes, what a meeting resolves, what a team reports.
plain_paper = partial(PaperKind, series="register", sealed=False, styles=GRID, pages=3)

# What is served on a person (决定书、通知书): issuer and title over the text, the seal under it.
served_paper = partial(PaperKind, series="document", sealed=True, styles=GRID, pages=3)

# A form declared by its parts (表格), upright and lying.
form = partial(PaperKind, template="kit/form.html", series="register", sealed=False, styles=SHEET)
wide_form = partial(PaperKind, template="kit/form.html", series="register", sealed=False, styles=(*SHEET, "wide.css"))

# A form with a template of its own that stays in the house, numbered in its register.
inner_form = partial(PaperKind, series="register", sealed=False, styles=FORM)
