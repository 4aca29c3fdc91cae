"""What somebody needs other people's papers for (查阅事由): asked before they are given, kept in the access log."""

from __future__ import annotations

from django.utils.translation import gettext as _

from registry.refusals import Refused

LONGEST = 200


def stated(purpose: str) -> str:
    """The purpose as it is kept: one line of at most LONGEST characters; refused at the field ``purpose`` without one."""
    kept = " ".join(purpose.split())[:LONGEST]
    if not kept:
        raise Refused(_("Say what you need the file for."), field="purpose")
    return kept
