"""A step that several people sign, on the page of its process and in its BPMN diagram."""

from __future__ import annotations

from typing import Any

import pytest
from lxml import etree

from tests.workflows import countersigned
from workflows.engine import bpmn, describing
from workflows.engine.bpmn.writing import SPACES
from workflows.engine.signing import ALL, ANY, MORE_THAN_HALF, Rule, at_least, more_than, signatures


def row(course: Any) -> str:
    return next(line for line in describing.page_of(course).splitlines() if line.startswith("| `sign`"))


def test_the_page_says_who_signs_and_how_many_must_agree() -> None:
    said = row(countersigned.Signed)
    assert "会签 (approval, countersigned)" in said
    assert (
        "all must agree: 书记 secretary of 党委; 副书记 deputy secretary of 党委; 组织员 organiser of 党委. may be added: "
        "组织员 organiser of 县委; 支部. Where too few can sign, the 组织部部长 head of the organisation department of 县委"
    ) in said
    assert "all must agree, one after another: " in row(countersigned.InOrder)


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (ALL, "all must agree"),
        (ANY, "one must agree"),
        (MORE_THAN_HALF, "more than 1/2 of them must agree"),
        (more_than(2, 3), "more than 2/3 of them must agree"),
        (at_least(2, 3), "at least 2/3 of them must agree"),
        (signatures(2), "2 of them must agree"),
        (ALL.among(2), "all must agree, with at least 2 signing"),
    ],
)
def test_rules_in_words(rule: Rule, words: str) -> None:
    assert describing.rule_of(rule) == words


@pytest.mark.parametrize(("name", "sequential"), [("Signed", "false"), ("InOrder", "true")])
def test_the_diagram_marks_a_task_of_many(name: str, sequential: str) -> None:
    document = etree.fromstring(bpmn.document(getattr(countersigned, name)).encode())
    marked = document.findall(".//bpmn:multiInstanceLoopCharacteristics", SPACES)
    assert [(mark.getparent().get("id"), mark.get("isSequential")) for mark in marked] == [("sign", sequential)]


def test_the_picture_shows_the_marks() -> None:
    """Three bars upright for at the same time, lying for one after another."""
    at_once, in_order = (bpmn.picture(getattr(countersigned, name)) for name in ("Signed", "InOrder"))
    assert ("M-4 -9V0M0 -9V0M4 -9V0" in at_once, "M-5 -8H5M-5 -4H5M-5 0H5" in in_order) == (True, True)
