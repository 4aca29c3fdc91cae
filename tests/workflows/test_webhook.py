"""The webhook: signed ids over TLS to a checked address, no redirect followed, for now or for good."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import hmac
import ipaddress
import json
import socket
import ssl
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from registry.models import Member
from tests import desk
from workflows.engine import channels, notifying
from workflows.engine.channels import Message, Permanent, Temporary
from workflows.engine.channels.webhook import Webhook, is_public, signature
from workflows.engine.models import Delivery, Notice, TaskAssignment

SECRET = "a secret of the operator's"
SAID = Message("D1", "", "", "", {"type": "notice.task", "data": {"task": "T1"}})


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True), ("127.0.0.1", False), ("10.1.2.3", False), ("172.16.0.1", False), ("192.168.1.1", False),
        ("169.254.169.254", False), ("100.64.0.1", False), ("0.0.0.0", False), ("224.0.0.1", False),
        ("255.255.255.255", False), ("2001:4860:4860::8888", True), ("::1", False), ("::", False), ("fe80::1", False),
        ("fc00::1", False), ("ff02::1", False), ("::ffff:127.0.0.1", False), ("::ffff:8.8.8.8", True),
        ("64:ff9b::7f00:1", False), ("64:ff9b::808:808", True), ("2002:7f00:1::", False), ("2002:a00:1::", False),
    ],
)  # fmt: skip
def test_addresses_inside_the_house_are_told_from_public_ones(address: str, public: bool) -> None:
    assert is_public(ipaddress.ip_address(address)) is public


def test_the_signature_is_that_of_the_specification() -> None:
    """The published example of Standard Webhooks, and a plain secret."""
    secret, body = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", b'{"test": 2432232314}'
    found = signature(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, body)
    assert found == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    plain = hmac.new(b"abc", b"i.1.b", hashlib.sha256).digest()
    assert signature("abc", "i", 1, b"b") == "v1," + base64.b64encode(plain).decode()


@pytest.mark.parametrize(
    "url",
    ["http://example.org/", "ftp://example.org/", "https://user@example.org/", "https:///x", "file:///etc/passwd"],
)
def test_other_addresses_than_https_are_never_asked(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_k: pytest.fail("it was asked"))
    with pytest.raises(Permanent):
        Webhook(url, SECRET).send(SAID)


def test_without_a_secret_nothing_is_sent() -> None:
    with pytest.raises(Permanent):
        Webhook("https://example.org/", "").send(SAID)


@pytest.mark.parametrize("found", [["127.0.0.1"], ["8.8.8.8", "10.0.0.1"], ["::ffff:10.0.0.1"], ["fe80::1%eth0"]])
def test_a_name_that_leads_inside_the_house_is_refused(monkeypatch: pytest.MonkeyPatch, found: list[str]) -> None:
    """One bad address among good ones is enough, and nobody is connected to."""
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_k: [(0, 0, 0, "", (one, 443)) for one in found])
    monkeypatch.setattr(socket, "create_connection", lambda *_a, **_k: pytest.fail("connected"))
    with pytest.raises(Permanent, match="inside the house"):
        Webhook("https://hooks.example.org/", SECRET).send(SAID)


def test_it_connects_to_the_address_that_was_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    """The name is asked once: a second answer cannot lead elsewhere."""
    asked: list[Any] = []
    connected: list[Any] = []

    def answer(host: str, *_a: Any, **_k: Any) -> list[Any]:
        asked.append(host)
        return [(0, 0, 0, "", ("8.8.8.8", 443))]

    def connect(address: Any, *_a: Any) -> Any:
        connected.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "getaddrinfo", answer)
    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(Temporary, match="ConnectionRefusedError"):
        Webhook("https://hooks.example.org/", SECRET).send(SAID)
    assert (asked, connected) == (["hooks.example.org"], [("8.8.8.8", 443)])


# -- against a server of our own ------------------------------------------------------------------------------------------


class Receiver:
    """A receiver on this machine: what it got, and what it answers."""

    def __init__(self, folder: Path) -> None:
        self.got: list[tuple[str, dict[str, str], bytes]] = []
        self.status, self.headers = 204, {}
        certificate = _certificate(folder)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        self.server = HTTPServer(("127.0.0.1", 0), self._handler())
        self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        self.trust = ssl.create_default_context(cafile=str(certificate))
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                receiver.got.append((self.path, dict(self.headers), body))
                self.send_response(receiver.status)
                for name, value in receiver.headers.items():
                    self.send_header(name, value)
                self.end_headers()

            do_GET = do_POST  # noqa: N815 -- a redirect would be followed by a GET

            def log_message(self, *_a: Any) -> None:
                """Quiet."""

        return Handler

    def hook(self, host: str = "localhost", **options: Any) -> Webhook:
        url = f"https://{host}:{self.server.server_port}/hooks?to=1"
        return Webhook(url, SECRET, context=self.trust, **{"private": True, **options})


def _certificate(folder: Path) -> Path:
    """Key and certificate for localhost, valid for a year around the time of this machine."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "here")])
    now = dt.datetime.now(dt.UTC)
    built = (
        x509.CertificateBuilder()
        .subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
        .not_valid_before(now - dt.timedelta(days=1)).not_valid_after(now + dt.timedelta(days=365))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    place = folder / "here.pem"
    place.write_bytes(private + built.public_bytes(serialization.Encoding.PEM))
    return place


@pytest.fixture
def receiver(tmp_path: Path) -> Iterator[Receiver]:
    found = Receiver(tmp_path)
    yield found
    found.server.shutdown()
    found.thread.join()
    found.server.server_close()


def test_what_arrives_is_ids_with_a_signature_over_time_and_body(receiver: Receiver) -> None:
    receiver.hook().send(SAID)
    ((path, headers, body),) = receiver.got
    assert path == "/hooks?to=1"
    assert json.loads(body) == SAID.facts
    assert headers["webhook-id"] == "D1"
    at = int(headers["webhook-timestamp"])
    assert headers["webhook-signature"] == signature(SECRET, "D1", at, body)
    assert headers["webhook-signature"] != signature(SECRET, "D1", at + 1, body)


@pytest.mark.parametrize(
    ("status", "raised"),
    [(200, None), (202, None), (301, Permanent), (302, Permanent), (307, Permanent), (308, Permanent), (400, Permanent),
     (401, Permanent), (404, Permanent), (410, Permanent), (408, Temporary), (425, Temporary), (429, Temporary),
     (500, Temporary), (503, Temporary)],
)  # fmt: skip
def test_what_it_answers_is_for_now_or_for_good_and_no_redirect_is_followed(
    receiver: Receiver, status: int, raised: type[Exception] | None
) -> None:
    receiver.status = status
    receiver.headers = {"Location": f"https://localhost:{receiver.server.server_port}/elsewhere"}
    if raised is None:
        receiver.hook().send(SAID)
    else:
        with pytest.raises(raised, match=f"HTTP {status}"):
            receiver.hook().send(SAID)
    assert [path for path, _headers, _body in receiver.got] == ["/hooks?to=1"]


def test_a_certificate_for_another_name_or_by_nobody_known_is_not_trusted(receiver: Receiver) -> None:
    with pytest.raises(Temporary, match="SSLCertVerificationError"):
        receiver.hook("127.0.0.1").send(SAID)
    stranger = Webhook(f"https://localhost:{receiver.server.server_port}/", SECRET, private=True)
    with pytest.raises(Temporary, match="SSLCertVerificationError"):
        stranger.send(SAID)
    assert receiver.got == []


def test_this_machine_is_refused_unless_the_settings_allow_it(receiver: Receiver) -> None:
    with pytest.raises(Permanent, match="inside the house"):
        receiver.hook(private=False).send(SAID)
    assert receiver.got == []


def test_a_task_reaches_the_webhook_as_ids_and_once(
    receiver: Receiver, check: TaskAssignment, ordinary_member: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(channels, "set_up", lambda: {"webhook": receiver.hook()})
    assert notifying.run_due()["sent"] == 1
    notifying.run_due()
    ((_path, headers, body),) = receiver.got
    notice, delivery = Notice.objects.get(turn=check), Delivery.objects.get()
    assert headers["webhook-id"] == delivery.public_id
    said = json.loads(body)
    assert said["type"] == "notice.task"
    assert said["data"] == {
        "notice": notice.public_id, "person": notice.person.public_id, "case": check.case.reference,
        "process": "transfer", "task": check.public_id, "step": "branch_check",
        "url": f"http://localhost:8000/me/notices/{notice.public_id}/",
    }  # fmt: skip
    assert ordinary_member.person.name not in body.decode()
    assert notice.person.name not in body.decode()


def test_what_was_decided_meanwhile_does_not_reach_it(
    receiver: Receiver, check: TaskAssignment, monkeypatch: pytest.MonkeyPatch
) -> None:
    receiver.status = 503
    monkeypatch.setattr(channels, "set_up", lambda: {"webhook": receiver.hook()})
    notifying.run_due()
    desk.act(check)
    receiver.status = 204
    receiver.got.clear()
    desk.clock.advance(dt.timedelta(minutes=2))
    notifying.run_due()
    assert Delivery.objects.get(notice__turn=check).state == "dropped"
    assert check.public_id not in [json.loads(body)["data"]["task"] for _path, _headers, body in receiver.got]
