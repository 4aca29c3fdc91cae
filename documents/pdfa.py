"""PDF/A metadata (归档元数据): XMP in the form that archive validators read.

WeasyPrint 70 writes the PDF/A part as attributes; the two validators tried (PDFBox Preflight and pdf_oxide) read only
elements. The tags a PDF/A-3a needs are those of PDF/UA-1, so both are declared.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from xml.sax.saxutils import escape

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
NAMESPACES = {
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
}
PRODUCER = "WeasyPrint 70.0"


def description_of(metadata: Any) -> Callable[[str, int, str], bytes]:
    """A replacement of WeasyPrint's ``generate_rdf_metadata`` for a document's metadata (ISO 19005-3, 6.6)."""

    def generate(_variant: str, version: int, conformance: str) -> bytes:
        parts = (
            _block("pdfaid", part=str(version), conformance=conformance),
            _block("pdfuaid", part="1"),
            _block("pdf", Producer=PRODUCER),
            _dublin_core(metadata),
            _block("xmp", CreateDate=metadata.created, ModifyDate=metadata.modified),
        )
        return f'<rdf:RDF xmlns:rdf="{RDF}">{"".join(parts)}</rdf:RDF>'.encode()

    return generate


def _block(prefix: str, **values: str) -> str:
    elements = "".join(f"<{prefix}:{name}>{escape(value)}</{prefix}:{name}>" for name, value in values.items())
    return _described(prefix, elements)


def _described(prefix: str, elements: str) -> str:
    return f'<rdf:Description rdf:about="" xmlns:{prefix}="{NAMESPACES[prefix]}">{elements}</rdf:Description>'


def _dublin_core(metadata: Any) -> str:
    """Title, author, subject, language."""
    authors = "".join(f"<rdf:li>{escape(author)}</rdf:li>" for author in metadata.authors)
    elements = f"<dc:title>{_alternative(metadata.title)}</dc:title>"
    elements += f"<dc:creator><rdf:Seq>{authors}</rdf:Seq></dc:creator>" if authors else ""
    elements += f"<dc:description>{_alternative(metadata.description)}</dc:description>"
    return _described("dc", elements)


def _alternative(text: str) -> str:
    return f'<rdf:Alt><rdf:li xml:lang="x-default">{escape(text)}</rdf:li></rdf:Alt>'
