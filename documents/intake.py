"""Taking in files that people bring (文件接收): what is accepted, by name and by content, and in which form.

Knows no case. The name decides what a file claims to be, its content what it is; the formats are read by the libraries
that are made for them (pikepdf, Pillow, lxml), in a child process with a limit on time and memory (``inspection``).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from documents.inspection.unfit import Fault
from registry.refusals import Refused

SECONDS = 20.0
LONGEST_NAME = 120
AT_ONCE = 2
ROOT = Path(__file__).resolve().parent.parent
KEPT_VARIABLES = ("PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "PYTHONDONTWRITEBYTECODE")

# ending: format, beginning of the content, media type
FORMATS: dict[str, tuple[str, bytes, str]] = {
    "pdf": ("PDF", b"%PDF-", "application/pdf"),
    "jpg": ("JPEG", b"\xff\xd8\xff", "image/jpeg"),
    "jpeg": ("JPEG", b"\xff\xd8\xff", "image/jpeg"),
    "png": ("PNG", b"\x89PNG\r\n\x1a\n", "image/png"),
    "docx": ("DOCX", b"PK\x03\x04", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "xlsx": ("XLSX", b"PK\x03\x04", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
ENDINGS = tuple(FORMATS)
ACCEPTED = ", ".join(("PDF", "JPEG", "PNG", "DOCX", "XLSX"))
# In front of the last ending, these want to pass for something else.
_RUNS = frozenset({
    "exe", "com", "scr", "bat", "cmd", "pif", "msi", "msp", "dll", "cpl", "hta", "js", "jse", "vbs", "vbe", "wsf", "wsh",
    "ps1", "psm1", "sh", "py", "jar", "app", "apk", "lnk", "url", "reg", "inf", "chm", "htm", "html", "xhtml", "mht",
    "mhtml", "svg", "svgz", "xml", "php", "asp", "aspx", "jsp", "swf", "docm", "dotm", "xlsm", "xltm", "xlam", "pptm",
    "zip", "rar", "7z", "iso", "img",
})  # fmt: skip
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# The harmless file by which scanners are tried, in two parts so that none stumbles over this module.
_TRIAL = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + rb"EICAR-STANDARD-ANTIVIRUS"

SENTENCES: dict[Fault, Promise] = {
    Fault.DAMAGED: gettext_lazy("This file is damaged or cannot be read safely; open it, save it anew and try again."),
    Fault.PROTECTED: gettext_lazy("This file is protected by a password; save it without one."),
    Fault.ACTIVE: gettext_lazy("This PDF does something by itself (a script or an action); print it to a new PDF and attach that."),
    Fault.EMBEDDED: gettext_lazy("This file has other files inside it; attach each of them by itself."),
    Fault.OUTSIDE: gettext_lazy("This file fetches something from elsewhere; take the link or template out and save it again."),
    Fault.FORM: gettext_lazy("This PDF is an interactive form of an old kind (XFA); print it to a new PDF and attach that."),
    Fault.MEDIA: gettext_lazy("This PDF plays sound, film or models; print it to a new PDF and attach that."),
    Fault.MACROS: gettext_lazy("This document has macros; save it as DOCX or XLSX without them."),
    Fault.FOREIGN: gettext_lazy("This document has something inside that does not belong into a text or a table; save it anew and try again."),
    Fault.AROUND: gettext_lazy("There is something in front of or behind the content of this file; save it anew and try again."),
    Fault.KIND: gettext_lazy("The name of this file does not fit its content; give it the right ending, or save it anew."),
    Fault.BOMB: gettext_lazy("Unpacked, this file would be too large or too intricate; divide it."),
    Fault.PIXELS: gettext_lazy("This picture has more than 25 million points (a PNG: 16 million); make it smaller."),
    Fault.MOVING: gettext_lazy("This picture moves; attach a still one."),
}  # fmt: skip


@dataclass(frozen=True)
class Intake:
    """A file that was accepted (已接收文件): its cleaned name, what it is, its bytes; ``tidied`` if it was written anew."""

    name: str
    media: str
    content: bytes
    tidied: bool


def accepted(name: str, content: bytes, *, most_bytes: int) -> Intake:
    """The file as it may be kept; Refused at the field ``file`` otherwise. ``most_bytes`` is the largest size in bytes."""
    name = cleaned(name)
    if not content:
        raise _refused(_("The file is empty."))
    if len(content) > most_bytes:
        raise _refused(_("The file is larger than %(most)d MB.") % {"most": most_bytes >> 20})
    kind, media = _kind(name, content)
    answer = _inspected(content, kind)
    if answer[:1] == b"P":
        return Intake(name, media, answer[1:], tidied=True)
    return Intake(name, media, content, tidied=False)


def cleaned(name: str) -> str:
    """The last part of a name, without marks that cannot be seen; Refused if they would turn what is read around."""
    if any(unicodedata.bidirectional(letter) in ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI") for letter in name):  # fmt: skip
        raise _refused(_("The name of the file has invisible marks that change how it reads; give it another name."))
    last = name.replace("\\", "/").rpartition("/")[2]
    seen = "".join(letter for letter in unicodedata.normalize("NFC", last) if unicodedata.category(letter)[0] != "C")
    stem, dot, ending = " ".join(seen.split()).rstrip(". ").rpartition(".")
    stem = stem.strip(". ")
    if not dot or not stem:
        raise _refused(_unknown())
    return f"{stem[: LONGEST_NAME - len(ending) - 1]}.{ending}"[:LONGEST_NAME]


def _kind(name: str, content: bytes) -> tuple[str, str]:
    """The format by name, which the first bytes must bear out."""
    *inner, ending = name.lower().split(".")
    if ending in ("docm", "dotm", "xlsm", "xltm", "xlam", "xlsb"):
        raise _refused(str(SENTENCES[Fault.MACROS]))
    if ending not in FORMATS:
        raise _refused(_unknown())
    if any(part.strip() in _RUNS for part in inner[1:]):
        raise _refused(_("The name of the file has two endings; give it another name."))
    if _TRIAL in content:
        raise _refused(_("This file carries the mark of a virus; it is not accepted."))
    if content.startswith(_OLD_OFFICE):
        raise _refused(_("This is an old or encrypted office file; save it as DOCX or XLSX without a password."))
    kind, head, media = FORMATS[ending]
    if not content.startswith(head):
        raise _refused(str(SENTENCES[Fault.KIND]))
    return kind, media


def _unknown() -> str:
    return _("Only these are accepted: %(formats)s. The name must end accordingly.") % {"formats": ACCEPTED}


def _refused(sentence: str) -> Refused:
    return Refused(sentence, field="file")


def _inspected(content: bytes, kind: str) -> bytes:
    """The child's answer; Refused for its fault, or if it gives none in time."""
    answer = looked_into(content, kind)
    if answer[:1] in (b"P", b"D"):
        return answer
    said: dict[str, Any] = json.loads(answer[1:]) if answer[:1] == b"F" else {"fault": Fault.DAMAGED, "detail": ""}
    sentence = str(SENTENCES[Fault(said["fault"])])
    raise _refused(f"{sentence} ({said['detail']})" if said["detail"] else sentence)


_places = threading.BoundedSemaphore(AT_ONCE)


def looked_into(content: bytes, kind: str, seconds: float = SECONDS) -> bytes:
    """What a child says of a file; nothing if it died or took too long. It has no secret and no open file of ours."""
    command = [sys.executable, "-m", "documents.inspection", kind]
    kept = {name: os.environ[name] for name in KEPT_VARIABLES if name in os.environ}
    with _places:
        try:
            done = subprocess.run(  # noqa: S603 -- our own module
                command, input=content, capture_output=True, timeout=seconds, cwd=ROOT, env=kept, check=False
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            return b""
    return done.stdout if done.returncode == 0 else b""
