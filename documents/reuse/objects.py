"""Objects (对象) of a file: put into bytes by their type, which decides at once what stock asks of each value in turn."""

from __future__ import annotations

import zlib
from functools import lru_cache
from typing import Any

import pydyf

LEVEL = 5  # the writer takes 9: three times the time for a fiftieth of the bytes


@lru_cache(maxsize=4096)
def _text(value: str) -> bytes:
    """A name or an operator: there are some hundred of them."""
    return value.encode("ascii")


def _float(value: float) -> bytes:
    return b"%d" % value if value.is_integer() else (b"%f" % value).rstrip(b"0")


def _dictionary(value: Any) -> bytes:
    return b"<<%b>>" % b"".join([b"/%b %b" % (_text(key), to_bytes(said)) for key, said in value.items()])


def _array(value: Any) -> bytes:
    return b"[%b]" % b" ".join(map(to_bytes, value))


_BY_TYPE: dict[type, Any] = {
    bytes: lambda value: value,
    str: lambda value: _text(value) if len(value) < 20 else value.encode("ascii"),
    int: lambda value: b"%d" % value,
    float: _float,
    pydyf.Dictionary: _dictionary,
    pydyf.Array: _array,
}


def _other(value: Any) -> bytes:
    """Objects of other kinds say it themselves."""
    return value.data if isinstance(value, pydyf.Object) else str(value).encode("ascii")


def to_bytes(value: Any) -> bytes:
    """A value as a file has it."""
    found: bytes = _BY_TYPE.get(type(value), _other)(value)
    return found


def content_of(stream: Any) -> bytes:
    """What a stream holds before it is deflated."""
    return b"\n".join(map(to_bytes, stream.stream))


def deflated(content: bytes) -> bytes:
    """A content as it is kept."""
    return zlib.compress(content, LEVEL)


def stream_of(stream: Any, packed: bytes) -> bytes:
    """A stream with its content deflated."""
    said = {**stream.extra, "Filter": "/FlateDecode", "Length": len(packed)}
    return b"\n".join((_dictionary(said), b"stream", packed, b"endstream"))


def _stream(stream: Any) -> bytes:
    if stream.compress:
        return stream_of(stream, deflated(content_of(stream)))
    content = content_of(stream)
    return b"\n".join((_dictionary({**stream.extra, "Length": len(content)}), b"stream", content, b"endstream"))


_stock_references = pydyf.PDF.page_references


def _page_references(pdf: Any) -> tuple[bytes, ...]:
    """How objects refer to the pages there are: asked for each tag of a paper."""
    pages = len(pdf.pages["Kids"])
    kept = pdf.__dict__.get("kept_references")
    if kept is None or kept[0] != pages:
        kept = pdf.kept_references = pages, _stock_references.fget(pdf)
    found: tuple[bytes, ...] = kept[1]
    return found


PARTS = (
    (pydyf, "_to_bytes", to_bytes),
    (pydyf.Dictionary, "data", property(_dictionary)),
    (pydyf.Array, "data", property(_array)),
    (pydyf.Stream, "data", property(_stream)),
    (pydyf.PDF, "page_references", property(_page_references)),
)
