"""What a browser sends has one end of a line once it is taken in."""

from __future__ import annotations

import pytest
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from forms.sent import one_line_end


def test_each_value_of_each_answer_has_one_end_of_a_line() -> None:
    sent = QueryDict("a=1%0D%0A2&b=x%0D%0A&b=y&c=z%0A")
    taken = one_line_end(sent)
    assert isinstance(taken, MultiValueDict)
    assert dict(taken.lists()) == {"a": ["1\n2"], "b": ["x\n", "y"], "c": ["z\n"]}
    assert sent["a"] == "1\r\n2"


@pytest.mark.parametrize(
    ("data", "taken"), [(None, None), ({"a": "1\r\n2", "b": ["x"], "c": 3}, {"a": "1\n2", "b": ["x"], "c": 3})]
)
def test_plain_answers(data: dict[str, object] | None, taken: dict[str, object] | None) -> None:
    assert one_line_end(data) == taken
