"""Random public ids (公开编号): what stands in addresses instead of row numbers."""

import re
import secrets

# Without 0 O 1 I L: an id is read aloud over the telephone.
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_ID = re.compile(f"[{_ALPHABET}]{{10}}")


def is_public_id(text: str) -> bool:
    """Whether a text has the form of such an id."""
    return _ID.fullmatch(text) is not None


def id_in(text: str) -> str:
    """The first id in a text as people type it, in small letters too; empty if there is none."""
    found = _ID.search(text.upper())
    return found[0] if found else ""


def public_id() -> str:
    """Ten characters from an alphabet of 31: about 49 bits."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(10))
