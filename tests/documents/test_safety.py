"""What a person enters is text, whatever it looks like: nothing is fetched, read, run or laid out."""

from __future__ import annotations

import http.server
import io
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pikepdf
import pytest

from documents import press
from tests.documents import facts
from tests.documents.conftest import Compose

CANARY = "TOP-SECRET-CANARY"


class Trap(http.server.BaseHTTPRequestHandler):
    """Remembers every request."""

    caught: list[str]

    def do_GET(self) -> None:
        self.caught.append(self.path)
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_arguments: object) -> None:
        """Stay silent."""


@pytest.fixture
def trap() -> Iterator[http.server.HTTPServer]:
    Trap.caught = []
    with http.server.HTTPServer(("127.0.0.1", 0), Trap) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    path = tmp_path / "secret.txt"
    path.write_text(CANARY)
    return path


def payloads(port: int, secret: Path) -> list[str]:
    """Texts that would fetch or include something if they were taken for markup."""
    here = f"http://127.0.0.1:{port}"
    return [
        f"<img src='{here}/img'>",
        f"<link rel=stylesheet href='{here}/css'>",
        f"<style>@import url({here}/import)</style>",
        f"<p style='background:url({here}/bg)'>x</p>",
        f"<object data='{here}/obj'></object>",
        f"<svg><image href='{here}/svg'/></svg>",
        f"<link rel=attachment href='file://{secret}'>",
        f"<a rel=attachment href='file://{secret}'>x</a>",
        f'"><img src="file://{secret}">',
        "{{ settings.SECRET_KEY }}{% include 'kit/page.html' %}",
        "</title><script>alert(1)</script>",
        "&lt;b&gt;&#60;img&#62;",
    ]


@pytest.mark.parametrize("number", range(12))
@pytest.mark.parametrize(
    ("code", "name"), [("D-TR-10", "name"), ("D-TR-10", "reason"), ("D-TR-9", "reason"), ("D-TR-9", "name")]
)
def test_a_payload_is_printed_and_does_nothing(
    number: int,
    code: str,
    name: str,
    trap: http.server.HTTPServer,
    secret: Path,
    compose: Compose,
    read: Callable[[bytes], str],
) -> None:
    payload = payloads(trap.server_port, secret)[number]
    try:
        pdf = compose(code, facts.EVERYDAY[code] | {name: payload})
    except press.DoesNotFit:  # a long line of Latin does not break inside a name: refused is safe as well
        assert name == "name"
    else:
        assert "".join(payload.split()) in read(pdf)
        with pikepdf.open(io.BytesIO(pdf)) as document:
            assert list(document.attachments) == ["facts.json"]
            assert [page for page in document.pages if "/Annots" in page] == []
        assert CANARY.encode() not in pdf
    assert Trap.caught == []


def test_a_payload_in_the_number_is_text_too(compose: Compose, read: Callable[[bytes], str]) -> None:
    assert "<b>7</b>号" in read(compose("D-TR-2", number="<b>7</b>"))


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:9/", "https://127.0.0.1/", "file:///etc/hostname", "ftp://127.0.0.1/"]
)
def test_the_fetcher_knows_data_only(address: str) -> None:
    with pytest.raises(ValueError, match="disallowed protocol"):
        press._fetcher().fetch(address)


def test_a_template_that_fetches_is_stopped(trap: http.server.HTTPServer) -> None:
    weasy = press._typesetter()
    markup = f'<img src="http://127.0.0.1:{trap.server_port}/x">'
    with pytest.raises(BaseException, match="Error fetching") as stopped:
        weasy.HTML(string=markup, base_url=None, url_fetcher=press._fetcher()).render()
    assert type(stopped.value).__name__ == "FatalURLFetchingError"
    assert Trap.caught == []
