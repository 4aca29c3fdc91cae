"""Binding papers into one PDF (装订): the list of contents on top, then each paper, with marks and page numbers to find them by."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pikepdf


def bound(title: str, contents: bytes, papers: Sequence[tuple[str, bytes]]) -> bytes:
    """One PDF of a list of contents and papers, each with its title; the same parts give the same bytes.

    Pages are counted from the first paper on, those of the list are i, ii, iii. What the papers carry besides their pages,
    their facts and tags, stays with the single papers.
    """
    with pikepdf.new() as whole:
        marks = [("卷内文件目录", 0)]
        _append(whole, contents)
        first = len(whole.pages)
        for name, content in papers:
            marks.append((name, len(whole.pages)))
            _append(whole, content)
        with whole.open_outline() as outline:
            outline.root.extend(pikepdf.OutlineItem(name, page) for name, page in marks)
        whole.Root.PageLabels = pikepdf.Dictionary(Nums=pikepdf.Array([0, _counted("/r"), first, _counted("/D")]))
        whole.docinfo["/Title"] = title
        made = io.BytesIO()
        whole.save(made, deterministic_id=True)
        return made.getvalue()


def _append(whole: pikepdf.Pdf, content: bytes) -> None:
    with pikepdf.open(io.BytesIO(content)) as pdf:
        whole.pages.extend(pdf.pages)


def _counted(style: str) -> pikepdf.Dictionary:
    return pikepdf.Dictionary(S=pikepdf.Name(style), St=1)
