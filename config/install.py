"""What the settings need of this installation (安装环境): a secret key of its own, and where the database is."""

import os
import secrets
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit


def secret_key(var: Path) -> str:
    """The key of sessions and signatures: from the environment, or made once and kept in var/."""
    if key := os.environ.get("SECRET_KEY"):
        return key
    place = var / "keys" / "secret_key"
    if not place.exists():
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = place.with_suffix(f".{secrets.token_hex(8)}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(50), encoding="ascii")
        # Linked, never renamed over: of two processes that start first, both use the key of the faster one.
        with suppress(FileExistsError):
            os.link(draft, place)
        draft.unlink()
    return place.read_text(encoding="ascii")


def mail(url: str) -> tuple[str, str, int, str, str, bool, bool]:
    """Django's mail settings from an address: ``smtp://`` (STARTTLS), ``smtps://`` (TLS), ``smtp+plain://``.

    Backend, host, port, user, password, STARTTLS, TLS. Without an address mails come to nothing.
    """
    parts = urlsplit(url)
    backend = "django.core.mail.backends.smtp.EmailBackend" if url else "django.core.mail.backends.dummy.EmailBackend"
    port = parts.port or {"smtps": 465, "smtp": 587}.get(parts.scheme, 25)
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    return backend, parts.hostname or "localhost", port, user, password, parts.scheme == "smtp", parts.scheme == "smtps"


def database(url: str) -> dict[str, Any]:
    """A Django database setting from a postgres:// address."""
    parts = urlsplit(url)
    query = {name: values[0] for name, values in parse_qs(parts.query).items()}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.get("host") or unquote(parts.hostname or ""),
        "PORT": str(query.get("port") or parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            # A stalled holder must not block numbering for others: measured 13 minutes without these.
            "options": "-c lock_timeout=3s -c statement_timeout=15s -c idle_in_transaction_session_timeout=10s"
            if os.environ.get("GUICHENG_PATIENT") != "1"
            else "-c lock_timeout=0",
        },
        "TEST": {"NAME": "test_guicheng"},
    }
