"""The press (印制): facts and a template in, a PDF out. Runs in a child process of its own, see ``rendering``.

Beside ``documents.reuse`` the only module that imports WeasyPrint. It knows no database, no settings and no secret; it fetches nothing, since its
fetcher knows data URIs only. Whatever the typesetter warns of (a missing glyph, an unknown style) is an error: a paper
is right or it is not printed.
"""

from __future__ import annotations

import base64
import gc
import hashlib
import json
import logging
import resource
import socket
import struct
import sys
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template import Context, Engine

from documents import builds, figures, kinds, overflow, pdfa, reuse, settling, typefaces

UNNUMBERED = "（编号待定）"
VARIANT = "pdf/a-3a"
MEMORY = 1024**3  # bytes of address space; a press that has printed every kind uses about half
OBJECTS_BETWEEN_SEARCHES = 50_000  # Python's own is 700
LENGTH = struct.Struct(">Q")


@dataclass(frozen=True)
class Job:
    """What is to be printed; plain values, because it travels to another process as JSON."""

    code: str
    facts: Mapping[str, object]
    number: str
    created: str
    draft: bool = False
    seal: str = ""
    check: str = ""

    def packed(self) -> bytes:
        """The job as bytes."""
        return kinds.canonical(asdict(self))


class Faulty(RuntimeError):
    """The typesetter complained about a template or style sheet: a mistake of ours."""


class DoesNotFit(Exception):
    """Text runs out of its place; ``field`` names the field that takes most room there."""

    def __init__(self, field: str) -> None:
        """Keep the name."""
        super().__init__(field)
        self.field = field


def compose(job: Job, variant: str = VARIANT) -> bytes:
    """The PDF of a job: PDF/A-3a, tagged, the printed facts attached, the same bytes for the same job.

    ``variant`` is another part or level of PDF/A, for validators; parts below 3 have nothing attached. Raises DoesNotFit, Faulty, figures.UnusableSeal, LookupError (no such kind).
    """
    kind, number = kinds.kind_of(job.code), _number(job)
    with _complaints() as complaints:
        document = _fitting(kind, job, number, variant)
        attached = [_facts_of(kind, job, number)] if variant.startswith("pdf/a-3") else []
        pdf = _painted(document, attached, hashlib.sha256(job.packed()).digest()[:16], variant)
    if complaints:
        raise Faulty("; ".join(complaints))
    return pdf


def pages_of(job: Job) -> int:
    """How many pages a job takes: laid out and looked at, not painted. Raises as ``compose`` does."""
    kind = kinds.kind_of(job.code)
    with _complaints() as complaints:
        document = _fitting(kind, job, _number(job))
    if complaints:
        raise Faulty("; ".join(complaints))
    return len(document.pages)


def body(job: Job) -> Any:
    """The body of a job's HTML: what its paper says, in the order in which it says it, but for page numbers."""
    kind = kinds.kind_of(job.code)
    return _page(kind, job, _number(job)).etree_element.find("body")


def _number(job: Job) -> str:
    return UNNUMBERED if job.draft else job.number


def _fitting(kind: kinds.PaperKind, job: Job, number: str, variant: str = VARIANT) -> Any:
    """WeasyPrint's document, all of whose text stands where it belongs; DoesNotFit otherwise."""
    page = _page(kind, job, number)
    document = _laid_out(page, kind, variant)
    if field := overflow.too_long(document.pages, page.etree_element.find("body"), kind, job.facts):
        raise DoesNotFit(field)
    return document


def _page(kind: kinds.PaperKind, job: Job, number: str) -> Any:
    """WeasyPrint's parsed HTML."""
    _typesetter()
    from documents.reuse import reading  # noqa: PLC0415 - see _typesetter

    return reading.page_of(_html(kind, job, number), _fetcher())


def _laid_out(page: Any, kind: kinds.PaperKind, variant: str = VARIANT) -> Any:
    """WeasyPrint's document, not yet painted."""
    sheets = [_sheet(name) for name in kind.styles]
    return page.render(
        stylesheets=sheets, font_config=_font_configuration(), pdf_variant=variant, cache=_pictures().for_a_paper()
    )


def _painted(document: Any, attached: Sequence[Any], identifier: bytes, variant: str) -> bytes:
    """The PDF of a document."""
    document.metadata.generate_rdf_metadata = pdfa.description_of(document.metadata)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # WeasyPrint leaves closing its colour profile to chance
        pdf: bytes = document.write_pdf(
            attachments=attached, pdf_identifier=identifier, pdf_variant=variant, finisher=settling.settle
        )
    return pdf


def _html(kind: kinds.PaperKind, job: Job, number: str) -> str:
    """The paper as HTML; every field is present, a missing one is empty."""
    values: dict[str, object] = {field.name: job.facts.get(field.name, "") for field in kind.fields}
    values |= {"paper": kind, "number": number, "created": job.created, "draft": job.draft}
    values["check"] = "" if job.draft else job.check
    values["seal"] = figures.seal_image(base64.b64decode(job.seal))
    return str(_engine().get_template(kind.template).render(Context(values, use_l10n=False, use_tz=False)))


def _facts_of(kind: kinds.PaperKind, job: Job, number: str) -> Any:
    """The printed facts as an attachment (AFRelationship Data)."""
    said = {"code": kind.code, "number": number, "version": kinds.version(kind), "facts": dict(job.facts)}
    when = datetime.fromisoformat(job.created)
    return _typesetter().Attachment(
        string=kinds.canonical(said).decode(),
        url_fetcher=_fetcher(),  # there is nothing to fetch, but it would be made anew
        name="facts.json",
        description=f"{kind.title}：所载事项",
        created=when,
        modified=when,
        relationship="Data",
    )


@lru_cache(maxsize=1)
def _typesetter() -> Any:
    """The WeasyPrint package, imported after the private font configuration is in place."""
    typefaces.ready()
    import weasyprint  # noqa: PLC0415 - fontconfig reads its configuration once, at import

    reuse.install()
    return weasyprint


@lru_cache(maxsize=1)
def _fetcher() -> Any:
    """Data URIs only, no redirect, any failure stops the paper."""
    from weasyprint.urls import URLFetcher  # noqa: PLC0415 - see _typesetter

    return URLFetcher(allowed_protocols={"data"}, allow_redirects=False, fail_on_errors=True)


@lru_cache(maxsize=1)
def _font_configuration() -> Any:
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415 - see _typesetter

    return FontConfiguration()


@lru_cache(maxsize=1)
def _pictures() -> Any:
    """The pictures of papers printed so far."""
    _typesetter()
    from documents.reuse.pictures import Pictures  # noqa: PLC0415 - see _typesetter

    return Pictures()


@cache
def _sheet(name: str) -> Any:
    text = (kinds.STYLES / name).read_text(encoding="utf-8")
    return _typesetter().CSS(string=text, font_config=_font_configuration(), url_fetcher=_fetcher(), base_url=None)


@lru_cache(maxsize=1)
def _engine() -> Engine:
    return Engine(dirs=[str(kinds.TEMPLATES)], builtins=["documents.markup", "documents.tablemarkup"], autoescape=True)


class _complaints(logging.Handler):  # noqa: N801 - used as a function
    """Collects what WeasyPrint warns of while it is entered."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.heard.append(record.getMessage())

    def __enter__(self) -> list[str]:
        logging.getLogger("weasyprint").addHandler(self)
        return self.heard

    def __exit__(self, *_error: object) -> None:
        logging.getLogger("weasyprint").removeHandler(self)


def send(channel: socket.socket, payload: bytes) -> None:
    """One message: its length, then itself."""
    channel.sendall(LENGTH.pack(len(payload)) + payload)


def answer(message: bytes) -> bytes:
    """The answer to a job: ``P``, the PDF, the builds as JSON and their length; or ``E`` and JSON that says what went wrong."""
    try:
        job = Job(**json.loads(message))
        pdf, made_of = compose(job), kinds.canonical(builds.of(kinds.kind_of(job.code)))
        return b"P" + pdf + made_of + LENGTH.pack(len(made_of))
    except DoesNotFit as error:
        return b"E" + json.dumps({"error": "overflow", "detail": error.field}).encode()
    except figures.UnusableSeal as error:
        return b"E" + json.dumps({"error": "seal", "detail": str(error)}).encode()
    except MemoryError:
        raise
    except BaseException as error:  # noqa: BLE001 - FatalURLFetchingError is no Exception
        return b"E" + json.dumps({"error": "fault", "detail": f"{type(error).__name__}: {error}"}).encode()


def receive(channel: socket.socket, before: Callable[[], None] = lambda: None) -> bytes:
    """One message; EOFError when the other side is gone. ``before`` is called before each wait."""
    (length,) = LENGTH.unpack(_exactly(channel, LENGTH.size, before))
    return _exactly(channel, length, before)


def _exactly(channel: socket.socket, count: int, before: Callable[[], None]) -> bytes:
    parts: list[bytes] = []
    while count:
        before()
        part = channel.recv(min(count, 1 << 20))
        if not part:
            raise EOFError
        parts.append(part)
        count -= len(part)
    return b"".join(parts)


def serve(channel: socket.socket) -> None:
    """Answer jobs until the parent closes its end, however it ended."""
    while True:
        try:
            message = receive(channel)
        except EOFError:
            return
        send(channel, answer(message))


def ready(cache: Path) -> None:
    """Make a process of its own a press: fonts at hand, the typesetter loaded, fewer searches for garbage.

    A paper is a hundred thousand objects that refer to each other and are all let go together.
    """
    typefaces.ready(cache)
    _typesetter()
    gc.set_threshold(OBJECTS_BETWEEN_SEARCHES)


def main(arguments: Sequence[str]) -> None:
    """The child: ``arguments`` are the cache folder and the memory limit in bytes; the channel is standard input."""
    memory = int(arguments[1])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    settings.configure(USE_I18N=False)
    ready(Path(arguments[0]))
    serve(socket.socket(fileno=0))


if __name__ == "__main__":  # pragma: no cover - a process of its own
    main(sys.argv[1:])
