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
        _address, _, elsewhere = self.path.partition("?to=")
        self.send_response(302 if elsewhere else 200)
        if elsewhere:
            self.send_header("Location", elsewhere)
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


# What would fetch, include, run or lay out something if it were taken for markup; {here} is the trap, {file} a secret one.
PAYLOADS = (
    "<img src='{here}/img'>",
    "<img srcset='{here}/set 2x'>",
    "<picture><source srcset='{here}/pic'><img></picture>",
    "<link rel=stylesheet href='{here}/css'>",
    "<link rel=stylesheet href='{file}'>",
    "<style>@import url({here}/import)</style>",
    "<style>@import '{file}'</style>",
    "<style>@font-face{{font-family:x;src:url({here}/font)}}*{{font-family:x}}</style>",
    "<style>@page{{background:url({here}/page)}}</style>",
    "<style>*{{display:none}}</style>",
    "<p style='background:url({here}/bg)'>x</p>",
    "<p style='background-image:image-set(url({here}/set) 1x)'>x</p>",
    "<ul style='list-style:url({here}/list)'><li>x</ul>",
    "<p style='content:url({here}/content)'>x</p>",
    "<p style='border-image:url({here}/border)'>x</p>",
    "<object data='{here}/obj'></object>",
    "<object data='{file}'></object>",
    "<embed src='{here}/embed'>",
    "<iframe src='{file}'></iframe>",
    "<video poster='{here}/poster'></video>",
    "<input type=image src='{here}/input'>",
    "<svg><image href='{here}/svg'/></svg>",
    "<svg><image xlink:href='{file}'/></svg>",
    "<svg><use href='{here}/use.svg#x'/></svg>",
    "<svg><style>@import '{here}/in-svg'</style></svg>",
    "<svg><filter><feImage href='{here}/fe'/></filter></svg>",
    "<math><mglyph src='{here}/glyph'/></math>",
    "<link rel=attachment href='{file}'>",
    "<link rel=attachment href='{here}/attached'>",
    "<a rel=attachment href='{file}'>x</a>",
    "<a href='{here}/anchor'>x</a>",
    "<a href='javascript:app.alert(1)'>x</a>",
    "<base href='{here}/base/'>",
    "<meta http-equiv=refresh content='0;url={here}/meta'>",
    "<img src='{here}/redirect?to={file}'>",
    '"><img src="{file}">',
    "{{{{ settings.SECRET_KEY }}}}{{% include 'kit/page.html' %}}",
    "{{{{7*7}}}}${{7*7}}<%= 7*7 %>#{{7*7}}",
    "</title><script>alert(1)</script>",
    "<!DOCTYPE x [<!ENTITY y SYSTEM '{file}'>]>&y;",
    "<?xml-stylesheet href='{here}/xml'?>",
    "&lt;b&gt;&#60;img&#62;",
)


def test_there_are_forty_of_them_and_each_would_do_something_else() -> None:
    assert len(set(PAYLOADS)) == len(PAYLOADS) >= 40


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize(("code", "name"), [("D-TR-10", "reason"), ("D-TR-9", "name")])
def test_a_payload_is_printed_and_does_nothing(
    payload: str,
    code: str,
    name: str,
    trap: http.server.HTTPServer,
    secret: Path,
    compose: Compose,
    read: Callable[[bytes], str],
) -> None:
    said = payload.format(here=f"http://127.0.0.1:{trap.server_port}", file=secret.as_uri())
    try:
        pdf = compose(code, facts.EVERYDAY[code] | {name: said})
    except press.DoesNotFit:  # a long line of Latin does not break inside a name: refused is safe as well
        assert name == "name"
    else:
        assert "".join(said.split()) in read(pdf)
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
