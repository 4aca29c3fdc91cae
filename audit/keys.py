"""Secret keys (密钥), made at first start and kept in var/keys, one file each, readable by the owner only."""

import os
import secrets
from functools import cache
from pathlib import Path

from django.conf import settings


def _folder() -> Path:
    folder = Path(settings.VAR_DIR) / "keys"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


@cache
def key(name: str) -> bytes:
    """The 32 bytes kept under a name; made when asked for the first time.

    Processes and threads asking at once get the same key: each writes a draft of its own, flushed to the disk, and the
    first one is linked into place, never overwritten.
    """
    place = _folder() / name
    if not place.exists():
        draft = place.with_name(f".{name}.{secrets.token_hex(8)}")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(secrets.token_bytes(32))
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, place)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return place.read_bytes()


def exists(name: str) -> bool:
    """True if a key was made under a name; asking makes none."""
    return (_folder() / name).is_file()
