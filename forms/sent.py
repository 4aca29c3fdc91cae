"""What a browser sends (提交内容), as it is taken in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.datastructures import MultiValueDict


def one_line_end(data: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    """Answers with one character for the end of a line (换行), where browsers send two: so lengths are counted, answers kept
    and papers printed. What was sent is not changed itself."""
    if not isinstance(data, MultiValueDict):
        return data if data is None else {name: _plain(value) for name, value in data.items()}
    same = data.copy()
    for name, values in data.lists():
        same.setlist(name, [_plain(value) for value in values])
    return same


def _plain(value: Any) -> Any:
    return value.replace("\r\n", "\n") if isinstance(value, str) else value
