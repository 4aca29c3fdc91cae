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

    Two processes asking at once get the same key: the file is linked into place, never overwritten.
    """
    place = _folder() / name
    if not place.exists():
        draft = place.with_name(f".{name}.{os.getpid()}")
        draft.write_bytes(secrets.token_bytes(32))
        draft.chmod(0o600)
        try:
            os.link(draft, place)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return place.read_bytes()
