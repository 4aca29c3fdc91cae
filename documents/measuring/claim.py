"""What a paper of ours says of itself (自带事项): its kind stands in the facts attached to it.

Only what no eye could see is taken from there: that a letter of introduction, whose form is prescribed elsewhere, is not
a page of running text.
"""

from __future__ import annotations

import json

from pypdfium2 import PdfiumError

from documents import kinds, pages
from documents.measuring.standard import Format

ATTACHED = "facts.json"
# The special formats stand on the style of a general one, so that they are asked about first.
FORMATS = {
    "letterhead.css": Format.LETTER,
    "order.css": Format.ORDER,
    "minutes.css": Format.MINUTES,
    "redhead.css": Format.NOTICE,
    "slip.css": Format.SLIP,
    "form.css": Format.FORM,
    "letter.css": Format.FORM,
    "certificate.css": Format.FORM,
}


def claimed(pdf: bytes) -> Format | None:
    """The format of a paper of ours; None for one that is not, or whose kind has none of its own."""
    try:
        styles = kinds.kind_of(str(json.loads(_attached(pdf))["code"])).styles
    except (ValueError, LookupError, TypeError, PdfiumError):  # the last for an attachment without content
        return None
    return next((found for style, found in FORMATS.items() if style in styles), None)


def _attached(pdf: bytes) -> bytes:
    """The attached facts; empty without any."""
    with pages.opened(pdf) as document:
        found = [document.get_attachment(place) for place in range(document.count_attachments())]
        return next((bytes(one.get_data()) for one in found if one.get_name() == ATTACHED), b"")
