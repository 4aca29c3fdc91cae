"""The words of a report (报告用语): what elements, aspects and verdicts are called, why a file cannot be measured."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from documents.measuring.figures import HOUSE
from documents.measuring.findings import Verdict
from documents.measuring.reader import Fault
from documents.measuring.standard import Format

ELEMENTS: Mapping[str, Promise] = {
    "page": pgettext_lazy("measuring", "sheet"),
    "margin": pgettext_lazy("measuring", "margins"),
    "grid": pgettext_lazy("measuring", "grid of the type area"),
    "table": pgettext_lazy("measuring", "table"),
    "mark": pgettext_lazy("measuring", "issuing organ's mark"),
    "number": pgettext_lazy("measuring", "document number"),
    "signer": pgettext_lazy("measuring", "signer"),
    "rule": pgettext_lazy("measuring", "red line"),
    "foot_rule": pgettext_lazy("measuring", "red double line at the foot"),
    "title": pgettext_lazy("measuring", "title"),
    "addressee": pgettext_lazy("measuring", "addressee"),
    "body": pgettext_lazy("measuring", "body"),
    "attachment": pgettext_lazy("measuring", "list of attachments"),
    "attendance": pgettext_lazy("measuring", "who was present"),
    "heading": pgettext_lazy("measuring", "headings"),
    "heading1": pgettext_lazy("measuring", "first-level heading"),
    "heading2": pgettext_lazy("measuring", "second-level heading"),
    "signature": pgettext_lazy("measuring", "signature"),
    "date": pgettext_lazy("measuring", "date"),
    "seal": pgettext_lazy("measuring", "seal"),
    "imprint": pgettext_lazy("measuring", "version block"),
    "page_number": pgettext_lazy("measuring", "page number"),
}

ASPECTS: Mapping[str, Promise] = {
    "present": pgettext_lazy("measuring", "is there"),
    "form": pgettext_lazy("measuring", "written or drawn as it must be"),
    "size": pgettext_lazy("measuring", "type size"),
    "face": pgettext_lazy("measuring", "typeface"),
    "width": pgettext_lazy("measuring", "width"),
    "height": pgettext_lazy("measuring", "height"),
    "left": pgettext_lazy("measuring", "left edge"),
    "right": pgettext_lazy("measuring", "right edge"),
    "top": pgettext_lazy("measuring", "upper edge"),
    "bottom": pgettext_lazy("measuring", "lower edge"),
    "centre": pgettext_lazy("measuring", "middle"),
    "inset": pgettext_lazy("measuring", "in from the edge of the type area"),
    "indent": pgettext_lazy("measuring", "in from the left"),
    "blank": pgettext_lazy("measuring", "blank lines above"),
    "gap": pgettext_lazy("measuring", "distance"),
    "thickness": pgettext_lazy("measuring", "thickness"),
    "rows": pgettext_lazy("measuring", "rows on a full page"),
    "columns": pgettext_lazy("measuring", "characters in a full row"),
    "pitch": pgettext_lazy("measuring", "from row to row"),
    "strayed": pgettext_lazy("measuring", "row farthest from its place"),
    "first": pgettext_lazy("measuring", "on the first page"),
    "foot": pgettext_lazy("measuring", "alone at the foot of a page"),
    "low": pgettext_lazy("measuring", "signature and date below its middle"),
    "ruled": pgettext_lazy("measuring", "stands between lines"),
    "outer": pgettext_lazy("measuring", "thickness of the first and last line"),
    "inner": pgettext_lazy("measuring", "thickness of the lines between"),
    "follows": pgettext_lazy("measuring", "is the page's"),
    "side": pgettext_lazy("measuring", "side of the page"),
    "dash": pgettext_lazy("measuring", "upper edge of the dashes"),
}

VERDICTS: Mapping[Verdict, Promise] = {
    Verdict.KEPT: pgettext_lazy("measuring", "kept"),
    Verdict.DEVIATES: pgettext_lazy("measuring", "DEVIATES"),
    Verdict.OPEN: pgettext_lazy("measuring", "no figure"),
}

SAID: Mapping[str, Promise] = {
    "yes": pgettext_lazy("measuring", "yes"),
    "no": pgettext_lazy("measuring", "no"),
    "left": pgettext_lazy("measuring", "left"),
    "right": pgettext_lazy("measuring", "right"),
    "middle": pgettext_lazy("measuring", "middle"),
    HOUSE: pgettext_lazy("measuring", "house rule"),
}

COLUMNS: Sequence[Promise] = (
    pgettext_lazy("measuring", "verdict"),
    pgettext_lazy("measuring", "page"),
    pgettext_lazy("measuring", "measured"),
    pgettext_lazy("measuring", "target"),
    pgettext_lazy("measuring", "off (mm)"),
    pgettext_lazy("measuring", "within"),
    pgettext_lazy("measuring", "clause"),
    pgettext_lazy("measuring", "what"),
)

FORMATS: Mapping[Format, Promise] = {
    Format.NOTICE: pgettext_lazy("measuring", "document with a red head"),
    Format.LETTER: pgettext_lazy("measuring", "letter"),
    Format.ORDER: pgettext_lazy("measuring", "order"),
    Format.MINUTES: pgettext_lazy("measuring", "minutes"),
    Format.FORM: pgettext_lazy("measuring", "form"),
    Format.SLIP: pgettext_lazy("measuring", "slip"),
    Format.PLAIN: pgettext_lazy("measuring", "text without a head"),
}

FAULTS: Mapping[Fault, Promise] = {
    Fault.BROKEN: _("This is not a PDF, or it is damaged."),
    Fault.ENCRYPTED: _("This PDF is locked with a password; it can only be measured open."),
    Fault.EMPTY: _("This PDF has no text that could be measured."),
    Fault.PICTURES: _("The pages of this PDF are pictures (a scan?); there is no text that could be measured."),
    Fault.TOO_LONG: _("This PDF has too many pages to be one paper."),
}


def label(name: str) -> str:
    """What a figure is called."""
    element, aspect = name.split(".")
    return f"{ELEMENTS[element]}：{ASPECTS[aspect]}"
