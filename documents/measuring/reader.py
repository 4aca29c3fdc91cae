"""Reading a PDF (读取): any PDF, ours or not, to what stands on its pages."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from documents import pages
from documents.measuring import strokes
from documents.measuring.frame import Frame
from documents.measuring.glyphs import glyphs
from documents.measuring.page import Page

MOST_PAGES = 500


class Fault(StrEnum):
    """Why a file cannot be measured; ``report`` has the sentences."""

    BROKEN = "broken"
    ENCRYPTED = "encrypted"
    EMPTY = "empty"
    PICTURES = "pictures"
    TOO_LONG = "too_long"


class Unreadable(Exception):
    """A file that cannot be measured."""

    def __init__(self, fault: Fault) -> None:
        """Keep the fault."""
        super().__init__(fault)
        self.fault = fault


def read(pdf: bytes) -> tuple[Page, ...]:
    """The pages of a PDF; raises Unreadable for one that is broken, locked, too long, or has no text."""
    try:
        with pages.opened(pdf) as document:
            if len(document) > MOST_PAGES:
                raise Unreadable(Fault.TOO_LONG)
            found = tuple(_page(document[place], place + 1) for place in range(len(document)))
    except pypdfium2.PdfiumError as error:
        locked = error.err_code == pdfium.FPDF_ERR_PASSWORD
        raise Unreadable(Fault.ENCRYPTED if locked else Fault.BROKEN) from error
    if not any(page.glyphs for page in found):
        raise Unreadable(Fault.PICTURES if any(page.pictures for page in found) else Fault.EMPTY)
    return found


def _page(page: Any, number: int) -> Page:
    left, bottom, right, top = page.get_cropbox()
    frame = Frame(left, bottom, right, top, page.get_rotation())
    view = frame.view
    width, height = frame.size
    text = page.get_textpage()
    characters = tuple(glyphs(text, text.count_chars(), view))
    return Page(number, width, height, characters, strokes.rules(page, view), strokes.pictures(page, view))
