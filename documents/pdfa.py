"""PDF/A metadata (归档元数据): XMP in the form that archive validators read.

WeasyPrint 70 writes the PDF/A part as attributes; the two validators tried (PDFBox Preflight and pdf_oxide) read only
elements. The tags a PDF/A-3a needs are those of PDF/UA-1, so both are declared.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from xml.sax.saxutils import escape

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
NAMESPACES = {
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "pdfaExtension": "http://www.aiim.org/pdfa/ns/extension/",
    "pdfaSchema": "http://www.aiim.org/pdfa/ns/schema#",
    "pdfaProperty": "http://www.aiim.org/pdfa/ns/property#",
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
            _accessibility_schema(),
            _block("pdfuaid", part="1"),
            _block("pdf", Producer=PRODUCER),
            _dublin_core(metadata),
            _block("xmp", CreateDate=metadata.created, ModifyDate=metadata.modified),
        )
        return f'<rdf:RDF xmlns:rdf="{RDF}">{"".join(parts)}</rdf:RDF>'.encode()

    return generate


def _block(prefix: str, /, **values: str) -> str:
    return _described((prefix,), _elements(prefix, **values))


def _elements(prefix: str, /, **values: str) -> str:
    return "".join(f"<{prefix}:{name}>{escape(value)}</{prefix}:{name}>" for name, value in values.items())


def _accessibility_schema() -> str:
    """What ``pdfuaid:part`` is: PDF/A knows only some schemas and wants every other one described (ISO 19005-3, 6.6.2.3)."""
    part = _elements(
        "pdfaProperty",
        name="part",
        valueType="Integer",
        category="internal",
        description="Part of ISO 14289 conformed to",
    )
    schema = _elements(
        "pdfaSchema", schema="PDF/UA identification schema", namespaceURI=NAMESPACES["pdfuaid"], prefix="pdfuaid"
    )
    properties = f"<pdfaSchema:property><rdf:Seq>{_resource(part)}</rdf:Seq></pdfaSchema:property>"
    schemas = f"<pdfaExtension:schemas><rdf:Bag>{_resource(schema + properties)}</rdf:Bag></pdfaExtension:schemas>"
    return _described(("pdfaExtension", "pdfaSchema", "pdfaProperty"), schemas)


def _resource(elements: str) -> str:
    return f'<rdf:li rdf:parseType="Resource">{elements}</rdf:li>'


def _described(prefixes: Sequence[str], elements: str) -> str:
    named = " ".join(f'xmlns:{prefix}="{NAMESPACES[prefix]}"' for prefix in prefixes)
    return f'<rdf:Description rdf:about="" {named}>{elements}</rdf:Description>'


def _dublin_core(metadata: Any) -> str:
    """Title, author, subject, language."""
    authors = "".join(f"<rdf:li>{escape(author)}</rdf:li>" for author in metadata.authors)
    elements = f"<dc:title>{_alternative(metadata.title)}</dc:title>"
    elements += f"<dc:creator><rdf:Seq>{authors}</rdf:Seq></dc:creator>" if authors else ""
    elements += f"<dc:description>{_alternative(metadata.description)}</dc:description>"
    return _described(("dc",), elements)


def _alternative(text: str) -> str:
    return f'<rdf:Alt><rdf:li xml:lang="x-default">{escape(text)}</rdf:li></rdf:Alt>'
