"""How a paper was made (制作信息): for an auditor, who may set it again and compare the bytes."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from documents.models import Paper
from registry.access import Viewer, is_auditor

# The others are names of libraries and stay as they are.
NAMES: Mapping[str, str | Promise] = {
    "template": _("Template and style sheets"),
    "typesetting": _("Code that sets papers"),
    "fonts": _("Fonts"),
}


def making_of(viewer: Viewer, paper: Paper | None) -> list[tuple[str | Promise, str]]:
    """Label and version or digest, the paper's own first; nothing for anybody but an auditor, or before it is issued."""
    if paper is None or not paper.sha256 or not is_auditor(viewer):
        return []
    known = [name for name in NAMES if name in paper.builds]
    others = sorted(set(paper.builds) - set(NAMES))
    named = [(NAMES.get(name, name), paper.builds[name]) for name in (*known, *others)]
    return [(_("SHA-256 of the file"), paper.sha256), *named]
