"""Every page in three languages: Chinese is marked in an English one, Traditional has no Simplified words, days look alike."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import polib
import pytest
from opencc import OpenCC

from bench.ux import tongues
from bench.ux.on_the_way import beginnings
from bench.ux.samples import of_patterns
from bench.ux.world import World, signed_in
from config.demo.building import Demo
from web.templatetags.tongues import marked

ROOT = Path(__file__).resolve().parents[2]
LANG = {"en": "en", "zh-hans": "zh-CN", "zh-hant": "zh-Hant"}
# Characters of Simplified that Traditional has as well, with another meaning or in some words.
BOTH = frozenset(
    "后里干面台系只斗余御征云几出表制准松佣范丑谷咨周采沈向回升杰占布志卜才尸症岩灶折致仆秋千冬蔑朱局游于凶家辟注别群了吃尝托"
)


@cache
def _to_traditional() -> OpenCC:
    return OpenCC("s2t")


def simplified_only(character: str) -> bool:
    """True for a character that Traditional does not write."""
    return character not in BOTH and _to_traditional().convert(character) != character


def test_every_page_in_every_language(world: Demo, blank_papers: None) -> None:
    at_hand, unmarked, days, wrong = World(world), {}, {}, {}
    samples = [sample for made in (of_patterns(at_hand), beginnings(at_hand)) for sample in made if not sample.wrong]
    for number, sample in enumerate(samples):
        for language in ("en", ("zh-hans", "zh-hant")[number % 2]):
            client = signed_in(sample.user, language)
            page = client.get(sample.address, follow=True).content.decode()
            if f'<html lang="{LANG[language]}">' not in page:
                wrong[sample.name, language] = page[:60]
            if language == "en" and (found := tongues.chinese_unmarked(page)):
                unmarked[sample.name] = found
            if found := tongues.wrong_days(page, language):
                days[sample.name, language] = found
    assert (wrong, unmarked, days) == ({}, {}, {})
    assert len(samples) > 70


@pytest.mark.parametrize(
    ("page", "found"),
    [
        ("<html><body><p>of 白敏</p></body></html>", ["of 白敏"]),
        ('<html><body><p>of <b lang="zh-Hans">白敏</b></p></body></html>', []),
        ('<html><body><p lang="zh-Hans"><b lang="en">白敏</b></p></body></html>', ["白敏"]),
        ('<html lang="zh-CN"><body><p>白敏</p></body></html>', ["白敏"]),
    ],
)
def test_what_counts_as_unmarked(page: str, found: list[str]) -> None:
    assert tongues.chinese_unmarked(page) == found


@pytest.mark.parametrize(
    ("page", "shown"),
    [
        ("<p>of 白敏, x</p>", '<p>of <span lang="zh-Hans">白敏</span>, x</p>'),
        ("<b>Due</b> 锦工〔2026〕3号", '<b>Due</b> <span lang="zh-Hans">锦工〔2026〕3号</span>'),
        ("<q>《章程》齐全。</q>", '<q><span lang="zh-Hans">《章程》齐全。</span></q>'),
        ('<option value="1">白敏</option>', '<option value="1" lang="zh-Hans">白敏</option>'),
        ('<input value="白敏">', '<input value="白敏">'),
        ('<span lang="zh-Hans">白敏</span>', '<span lang="zh-Hans">白敏</span>'),
        (
            "<p>&lt;白&amp;敏&gt;</p>",
            '<p>&lt;<span lang="zh-Hans">白</span>&amp;<span lang="zh-Hans">敏</span>&gt;</p>',
        ),
        ("<p>no more</p>", "<p>no more</p>"),
    ],
)
def test_chinese_is_marked_and_nothing_else_changes(page: str, shown: str) -> None:
    assert marked(page) == shown
    assert marked(shown) == shown


def test_words_of_templates_are_translated_or_marked() -> None:
    """What is Chinese in the source of a template is a quotation: a citation, the name of a language."""
    found = []
    for path in sorted((ROOT / "web/templates").rglob("*.html")):
        source = re.sub(
            r"{% comment %}.*?{% endcomment %}|aria-label=\"[^\"]*\"", "", path.read_text("utf-8"), flags=re.DOTALL
        )
        source = re.sub(r'<(\w+)[^<>]* lang="zh[^<]*</\1>', "", source)
        found += [f"{path.name}: {text}" for text in re.findall(r"[\u4e00-\u9fff]+", source)]
    assert found == []


def test_traditional_has_no_simplified_words() -> None:
    catalogue = polib.pofile(str(ROOT / "locale/zh_Hant/LC_MESSAGES/django.po"))
    said = [(e.msgid, text) for e in catalogue for text in (e.msgstr, *e.msgstr_plural.values())]
    # What the English says in Chinese is a name in a file, and stays as it is.
    own = [(msgid, text, [c for c in text if tongues.HAN.match(c) and c not in msgid]) for msgid, text in said]
    assert {msgid: text for msgid, text, characters in own if any(map(simplified_only, characters))} == {}
    assert [simplified_only(c) for c in "办办理辦后"] == [True, True, False, False, False]
