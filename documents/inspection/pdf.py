"""Looking into a PDF (查验PDF): every object, also those packed into streams, for what acts, opens or carries something.

The file itself is not written anew: a signature on it would be lost.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

import pikepdf

from documents.inspection.unfit import Fault, Unfit

MOST_OBJECTS = 200_000
DEEPEST = 60

# What an action may do: go to a page of this file, or open an address of the web when somebody clicks on it.
_HARMLESS = {"/GoTo", "/URI", "/Named", "/Transition", "/Thread"}
_ACTIONS = {
    "/GoToR", "/GoToE", "/GoToDp", "/Launch", "/Sound", "/Movie", "/Hide", "/SubmitForm", "/ResetForm", "/ImportData",
    "/JavaScript", "/SetOCGState", "/Rendition", "/Trans", "/GoTo3DView", "/RichMediaExecute",
}  # fmt: skip
_MEDIA = {"/RichMedia", "/Movie", "/Sound", "/Screen", "/3D"}
_SCHEMES = ("http://", "https://", "mailto:", "tel:")
# Also looked for in the raw bytes: an older state of the file, or one that only a lenient reader finds.
_RAW = {
    b"/JavaScript": Fault.ACTIVE, b"/Launch": Fault.ACTIVE, b"/EmbeddedFile": Fault.EMBEDDED, b"/RichMedia": Fault.MEDIA,
    b"/XFA": Fault.FORM,
}  # fmt: skip
_END = re.compile(rb"%%EOF[\s\0]*\Z")


def look(content: bytes) -> None:
    """Raise Unfit for a PDF that is more than pages to read."""
    if not content.startswith(b"%PDF-") or not _END.search(content[-4096:]):
        raise Unfit(Fault.AROUND)
    for token, fault in _RAW.items():
        if re.search(re.escape(token) + rb"s?(?![A-Za-z])", content):
            raise Unfit(fault)
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            _look(pdf)
    except pikepdf.PasswordError as error:
        raise Unfit(Fault.PROTECTED) from error
    except (pikepdf.PdfError, pikepdf.DataDecodingError, RuntimeError, ValueError, KeyError, TypeError) as error:
        raise Unfit(Fault.DAMAGED) from error


def _look(pdf: Any) -> None:
    if pdf.is_encrypted:
        raise Unfit(Fault.PROTECTED)
    if pdf.get_warnings() or not len(pdf.pages):
        # A reader that mends it may see something else than we do.
        raise Unfit(Fault.DAMAGED)
    if len(pdf.objects) > MOST_OBJECTS:
        raise Unfit(Fault.BOMB)
    _opening(pdf.Root.get("/OpenAction"))
    for found in pdf.objects:
        for dictionary in _dictionaries(found, DEEPEST):
            _judge(dictionary)


def _opening(action: Any) -> None:
    """What happens when the file is opened: at most a page is gone to."""
    if isinstance(action, pikepdf.Dictionary) and str(action.get("/S", "")) != "/GoTo":
        raise Unfit(Fault.ACTIVE, "OpenAction")


def _dictionaries(found: Any, depth: int) -> Iterator[Any]:
    """The dictionaries inside an object; those it only refers to come by themselves."""
    if depth == 0:
        raise Unfit(Fault.DAMAGED)
    if isinstance(found, pikepdf.Stream):
        found = found.stream_dict
    if isinstance(found, pikepdf.Dictionary):
        yield found
        children = [value for _key, value in found.items()]
    elif isinstance(found, pikepdf.Array):
        children = list(found)
    else:
        return
    for child in children:
        if isinstance(child, pikepdf.Object) and not child.is_indirect:
            yield from _dictionaries(child, depth - 1)


def _judge(dictionary: Any) -> None:
    """One dictionary: an action, an annotation, a form, a list of names."""
    keys = set(dictionary.keys())
    if keys & {"/JS", "/JavaScript", "/AA"}:
        raise Unfit(Fault.ACTIVE, ", ".join(sorted(keys & {"/JS", "/JavaScript", "/AA"})))
    if keys & {"/EmbeddedFiles", "/EF", "/RF", "/Collection"} or _name(dictionary, "/Type") == "/EmbeddedFile":
        raise Unfit(Fault.EMBEDDED)
    if "/XFA" in keys:
        raise Unfit(Fault.FORM)
    subtype = _name(dictionary, "/Subtype")
    if "/RichMediaContent" in keys or subtype in _MEDIA:
        raise Unfit(Fault.MEDIA, subtype)
    if subtype == "/FileAttachment":
        raise Unfit(Fault.EMBEDDED)
    _judge_action(dictionary)


def _judge_action(dictionary: Any) -> None:
    kind = _name(dictionary, "/S")
    acts = _name(dictionary, "/Type") == "/Action"
    if kind in _ACTIONS or (acts and kind not in _HARMLESS):
        raise Unfit(Fault.ACTIVE, kind)
    address = dictionary.get("/URI")
    if kind == "/URI" and not str(address).strip().lower().startswith(_SCHEMES):
        raise Unfit(Fault.OUTSIDE, str(address))


def _name(dictionary: Any, key: str) -> str:
    value = dictionary.get(key)
    return str(value) if isinstance(value, pikepdf.Name) else ""
