"""By webhook (网络回调): a signed HTTPS POST of ids to one address, for a bridge to the organisation's own messenger.

Headers and signature are those of the Standard Webhooks specification, so that receivers have libraries for it. Nothing
is followed anywhere: no redirect, no proxy, and the connection goes to the very address that was checked.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import http.client
import ipaddress
import json
import socket
import ssl
import time
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from workflows.engine.channels.errors import Permanent, Temporary

if TYPE_CHECKING:
    from workflows.engine.channels import Message

# Seconds to connect, and for each read after that.
TIMEOUT = 10.0
_LATER = (HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS)
# IPv6 addresses that carry an IPv4 one, and after how many bits it begins.
_CARRIERS = ((ipaddress.ip_network("64:ff9b::/96"), 96), (ipaddress.ip_network("2002::/16"), 16))

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def signature(secret: str, message_id: str, timestamp: int, body: bytes) -> str:
    """``v1,`` and the HMAC-SHA256, base64, over id, timestamp and body, joined by dots.

    A secret that begins with ``whsec_`` is base64 after it, as the specification has it; any other is taken as it is.
    """
    key = base64.b64decode(secret[6:]) if secret.startswith("whsec_") else secret.encode()
    signed = b".".join([message_id.encode(), str(timestamp).encode(), body])
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


def is_public(address: Address) -> bool:
    """True for an address of the open internet; whatever IPv4 address is packed into an IPv6 one counts as itself."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return is_public(address.ipv4_mapped)
        for network, bits in _CARRIERS:
            if address in network:
                return is_public(ipaddress.IPv4Address(int(address) >> (96 - bits) & 0xFFFFFFFF))
    return address.is_global and not address.is_multicast


class _Pinned(http.client.HTTPSConnection):
    """A connection to an address that was checked, to a host whose certificate must carry its name."""

    def __init__(self, host: str, port: int, address: str, context: ssl.SSLContext) -> None:
        super().__init__(host, port, timeout=TIMEOUT, context=context)
        self._address, self._secure = address, context

    def connect(self) -> None:
        """Connect to the checked address: the name is not asked for a second time."""
        plain = socket.create_connection((self._address, self.port), TIMEOUT)
        self.sock = self._secure.wrap_socket(plain, server_hostname=self.host)


class Webhook:
    """The channel to one address. ``private`` allows addresses inside the house: a messenger on the same network."""

    def __init__(self, url: str, secret: str, *, private: bool = False, context: ssl.SSLContext | None = None) -> None:
        self.url, self.secret, self.private = urlsplit(url), secret, private
        self.context = context or ssl.create_default_context()

    def send(self, message: Message) -> None:
        """POST the facts of a message; raises Temporary or Permanent."""
        host, port = self.url.hostname, self.url.port or 443
        if self.url.scheme != "https" or not host or self.url.username or not self.secret:
            raise Permanent("the webhook needs an https address without a user, and a secret")
        status = self._post(_Pinned(host, port, self._checked(host, port), self.context), message)
        if status in _LATER or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise Temporary(f"HTTP {status}")
        if not HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
            raise Permanent(f"HTTP {status}")

    def _post(self, connection: _Pinned, message: Message) -> int:
        body, now = json.dumps(message.facts, separators=(",", ":")).encode(), int(time.time())
        headers = {
            "Content-Type": "application/json",
            "User-Agent": "guicheng-webhook",
            "webhook-id": message.id,
            "webhook-timestamp": str(now),
            "webhook-signature": signature(self.secret, message.id, now, body),
        }
        target = (self.url.path or "/") + (f"?{self.url.query}" if self.url.query else "")
        try:
            connection.request("POST", target, body, headers)
            return connection.getresponse().status
        except (OSError, http.client.HTTPException) as error:
            raise Temporary(type(error).__name__) from error
        finally:
            connection.close()

    def _checked(self, host: str, port: int) -> str:
        """An address of the host, once all of its addresses were looked at; Permanent if one lies inside the house."""
        try:
            found = [entry[4][0] for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
        except OSError as error:
            raise Temporary("the name of the webhook's host is not known") from error
        addresses = [ipaddress.ip_address(str(address).partition("%")[0]) for address in found]
        if not self.private and not all(is_public(address) for address in addresses):
            raise Permanent("the webhook points inside the house")
        return str(addresses[0])
