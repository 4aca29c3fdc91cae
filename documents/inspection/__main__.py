"""The child: limits itself, reads a file, answers with the picture written anew, with nothing, or with a fault.

``python -m documents.inspection FORMAT``; the answer is one letter and what belongs to it: ``P`` and a picture, ``D``
for a document that stays as it is, ``F`` and the fault as JSON.
"""

from __future__ import annotations

import json
import resource
import sys

from documents.inspection.unfit import Fault, Unfit

MEMORY = 512 * 1024**2  # bytes of data; the largest picture needs about a quarter
SECONDS = 15  # of the processor


def main(kind: str) -> None:
    """Look into what comes on standard input."""
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    try:
        letter, body = _looked(sys.stdin.buffer.read(), kind)
    except Unfit as unfit:
        letter, body = b"F", _said(unfit.fault, unfit.detail)
    except (MemoryError, RecursionError):
        letter, body = b"F", _said(Fault.BOMB)
    sys.stdout.buffer.write(letter)
    sys.stdout.buffer.write(body)
    sys.stdout.buffer.flush()


def _said(fault: Fault, detail: str = "") -> bytes:
    return json.dumps({"fault": fault, "detail": detail}).encode()


def _looked(content: bytes, kind: str) -> tuple[bytes, bytes | memoryview]:
    """Only the library of the format is loaded: each takes its time."""
    if kind in ("JPEG", "PNG"):
        from documents.inspection import pictures  # noqa: PLC0415 -- see above

        return b"P", pictures.anew(content, kind)
    if kind == "PDF":
        from documents.inspection import pdf  # noqa: PLC0415 -- see above

        pdf.look(content)
    else:
        from documents.inspection import office  # noqa: PLC0415 -- see above

        office.look(content, kind)
    return b"D", b""


if __name__ == "__main__":
    main(sys.argv[1])
