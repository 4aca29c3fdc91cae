"""Characters (用字): which text may be printed on a paper.

A name that cannot be printed is found when it is entered, and named, never found as an empty box on a decision. The
policy is also a safety measure: one direction mark or zero-width joiner makes the typesetter embed a whole font.
"""

from __future__ import annotations

import unicodedata

from django.utils.translation import gettext as _

from documents import typefaces

NAMED_AT_MOST = 5
UNPRINTABLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def problems(value: str, *, limit: int, lines: int = 1) -> list[str]:
    """Why this text cannot be printed, as sentences for the person who entered it; empty when it can.

    ``limit`` is the number of characters, line breaks not counted, and ``lines`` the number of lines allowed.
    Refused are control, direction, zero-width, private and unassigned characters, text that is not composed
    (Unicode NFC), and every character that some role of type cannot draw; at most five characters are named.
    """
    return [*_shape(value, limit, lines), *_characters(value, breaks=lines > 1)]


def _shape(value: str, limit: int, lines: int) -> list[str]:
    """Length, number of lines, normal form."""
    found = []
    length = len(value.replace("\n", ""))
    if length > limit:
        found.append(_("At most %(limit)d characters fit; this has %(length)d.") % {"limit": limit, "length": length})
    if lines > 1 and value.count("\n") >= lines:
        found.append(_("At most %(lines)d lines fit.") % {"lines": lines})
    if not unicodedata.is_normalized("NFC", value):
        found.append(_("The text is not in composed form (Unicode NFC)."))
    return found


def _characters(value: str, *, breaks: bool) -> list[str]:
    """One sentence for each of the first few characters that cannot be printed."""
    found = []
    for place, char in enumerate(value, start=1):
        if (breaks and char == "\n") or _prints(char):
            continue
        found.append(_refusal(place, char))
        if len(found) == NAMED_AT_MOST:
            break
    return found


def _prints(char: str) -> bool:
    """A font may map an invisible character; it is refused all the same."""
    return unicodedata.category(char) not in UNPRINTABLE and ord(char) in typefaces.printable()


def _refusal(place: int, char: str) -> str:
    """Name a character by place, shape (unless it has none) and code."""
    named = {"place": place, "char": char, "code": f"U+{ord(char):04X}"}
    if unicodedata.category(char) in UNPRINTABLE:
        return _("Character %(place)d (%(code)s) is invisible or not a character.") % named
    return _("Character %(place)d “%(char)s” (%(code)s) has no glyph.") % named
