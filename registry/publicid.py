"""Random public ids (公开编号): what stands in addresses instead of row numbers."""

import secrets

# Without 0 O 1 I L: an id is read aloud over the telephone.
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def is_public_id(text: str) -> bool:
    """Whether a text has the form of such an id."""
    return len(text) == 10 and set(text) <= set(_ALPHABET)


def public_id() -> str:
    """Ten characters from an alphabet of 31: about 49 bits."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(10))
