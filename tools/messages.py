"""Catalogues of translation (翻译): extract, check, compile. English message ids; no gettext programs needed.

``python -m tools.messages compile``  .po to .mo, done by set-up
``python -m tools.messages update``   bring the catalogues up to date with the source (needs the development packages)
``python -m tools.messages check``    fail if a message is missing, fuzzy, empty, or disagrees in its parameters
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import polib

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "locale"
LANGUAGES = ("zh_Hans", "zh_Hant")
PACKAGES = ("audit", "registry", "forms", "documents", "workflows", "web", "config")
KEYWORDS: dict[str, Any] = {
    "gettext": None, "gettext_lazy": None, "gettext_noop": None, "_": None, "_g": None, "_l": None, "_n": None,
    "ngettext": (1, 2), "ngettext_lazy": (1, 2), "pgettext": ((1, "c"), 2), "pgettext_lazy": ((1, "c"), 2),
}  # fmt: skip
PARAMETER = re.compile(r"%\(\w+\)[sd]")

Key = tuple[str | None, str, str | None]


def _place(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def _sources() -> Iterator[tuple[str, bytes]]:
    """Python files, and templates turned into something an extractor reads."""
    from django.utils.translation.template import templatize  # noqa: PLC0415 -- needs settings

    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            if "migrations" not in path.parts:
                yield str(path.relative_to(ROOT)), path.read_bytes()
        for path in sorted((ROOT / package).rglob("*.html")):
            # What templatize blots out keeps its indentation, over which a tokenizer of Python would stumble.
            calls = (line.strip() for line in templatize(path.read_text("utf-8")).splitlines())
            yield str(path.relative_to(ROOT)), "\n".join(calls).encode()


def extract() -> dict[Key, list[tuple[str, str]]]:
    """Every message of the source, with where it stands."""
    from babel.messages.extract import extract_python  # noqa: PLC0415 -- a development package

    found: dict[Key, list[tuple[str, str]]] = {}
    for name, content in _sources():
        for line, function, message, _comments in extract_python(BytesIO(content), KEYWORDS, [], {}):
            key = _key(function, message)
            if key is not None:
                found.setdefault(key, []).append((name, str(line)))
    return found


def _key(function: object, message: object) -> Key | None:
    function = str(function)
    parts = message if isinstance(message, tuple) else (message,)
    if not parts or not isinstance(parts[0], str) or not parts[0]:
        return None
    if function.startswith("ngettext"):
        return (None, parts[0], str(parts[1]))
    if function.startswith("pgettext"):
        return (parts[0], str(parts[1]), None)
    return (None, parts[0], None)


def _configure() -> None:
    from django.conf import settings  # noqa: PLC0415 -- only for extraction

    if not settings.configured:
        settings.configure(USE_I18N=True)


def update() -> None:
    """Add new messages, drop gone ones, keep translations."""
    _configure()
    messages = extract()
    for language in LANGUAGES:
        path = _place(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        old = (
            {(e.msgctxt, e.msgid, e.msgid_plural or None): e for e in polib.pofile(str(path))} if path.exists() else {}
        )
        catalogue = polib.POFile(wrapwidth=0)
        catalogue.metadata = {
            "Language": language,
            "Content-Type": "text/plain; charset=utf-8",
            "Plural-Forms": "nplurals=1; plural=0;",
        }
        for key in sorted(messages, key=lambda k: (k[1], k[0] or "")):
            catalogue.append(_entry(key, old.get(key)))
        catalogue.save(str(path))
        print(f"{language}: {len(catalogue)} messages, {len(catalogue.untranslated_entries())} to translate")


def _entry(key: Key, old: polib.POEntry | None) -> polib.POEntry:
    context, msgid, plural = key
    entry = polib.POEntry(msgctxt=context, msgid=msgid)
    if plural:
        entry.msgid_plural = plural
        entry.msgstr_plural = old.msgstr_plural if old else {0: ""}
    else:
        entry.msgstr = old.msgstr if old else ""
    return entry


def faults() -> list[str]:
    """What is wrong with the catalogues: missing, superfluous, empty, fuzzy, other parameters."""
    _configure()
    messages, found = set(extract()), []
    for language in LANGUAGES:
        entries = {(e.msgctxt, e.msgid, e.msgid_plural or None): e for e in polib.pofile(str(_place(language)))}
        found += [f"{language}: missing: {key[1]!r}" for key in sorted(messages - entries.keys(), key=str)]
        found += [f"{language}: not in the source: {key[1]!r}" for key in sorted(entries.keys() - messages, key=str)]
        for entry in entries.values():
            text = entry.msgstr or "".join((entry.msgstr_plural or {}).values())
            if not text or entry.fuzzy:
                found.append(f"{language}: not translated: {entry.msgid!r}")
            elif set(PARAMETER.findall(text)) - set(PARAMETER.findall(entry.msgid + (entry.msgid_plural or ""))):
                found.append(f"{language}: unknown parameter: {entry.msgid!r}")
    return found


def compile_all() -> None:
    """Write .mo files beside the .po files."""
    for language in LANGUAGES:
        if _place(language).exists():
            polib.pofile(str(_place(language))).save_as_mofile(str(_place(language).with_suffix(".mo")))


def main(what: str) -> None:
    """Run one of the three."""
    if what == "compile":
        compile_all()
    elif what == "update":
        update()
        compile_all()
    elif found := faults():
        print("\n".join(found))
        sys.exit(1)


if __name__ == "__main__":
    main(sys.argv[1])
