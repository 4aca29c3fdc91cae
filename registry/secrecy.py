"""Encryption of ID numbers (公民身份号码加密).

AES-256-GCM with the row as associated data, so that a ciphertext moved to another row does not open; the key id stands
in each ciphertext. Exact search goes through a keyed blind index: a plain hash of an ID number is found in seconds.
"""

import base64
import hashlib
import hmac
import os
import re

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from audit import keys

CURRENT_KEY = "personal-1"
_SEALED = re.compile(r"[a-z]+-\d+:[A-Za-z0-9+/]{36,}={0,2}")


class Unreadable(Exception):
    """A ciphertext that does not belong to this row, or whose key is gone."""


def seal(clear: str, *, context: str) -> str:
    """Encrypt a text for one row; ``context`` names that row, e.g. ``person:7f3a``."""
    nonce = os.urandom(12)
    sealed = AESGCM(keys.key(CURRENT_KEY)).encrypt(nonce, clear.encode(), context.encode())
    return f"{CURRENT_KEY}:{base64.b64encode(nonce + sealed).decode()}"


def unseal(sealed: str, *, context: str) -> str:
    """Decrypt what ``seal`` made for the same row; raises Unreadable."""
    key_id, _, body = sealed.partition(":")
    if not keys.exists(key_id):
        raise Unreadable(context)
    try:
        raw = base64.b64decode(body)
        return AESGCM(keys.key(key_id)).decrypt(raw[:12], raw[12:], context.encode()).decode()
    except (InvalidTag, ValueError) as error:
        raise Unreadable(context) from error


def is_sealed(text: str) -> bool:
    """True for what looks as if ``seal`` had made it: a key's name and what was encrypted with it."""
    return _SEALED.fullmatch(text) is not None


def blind_index(clear: str) -> str:
    """Keyed digest by which an exact value is found without being stored."""
    return hmac.new(keys.key("blind-index"), clear.strip().upper().encode(), hashlib.sha256).hexdigest()


def masked(id_number: str) -> str:
    """An ID number as screens show it: 532901********1234."""
    return f"{id_number[:6]}{'*' * 8}{id_number[-4:]}" if len(id_number) >= 15 else "*" * len(id_number)
