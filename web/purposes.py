"""What somebody needs other people's papers for (查阅事由): asked once for a case and a session, kept in the access log.

Whoever has a part in a case is asked nothing: whoever initiated it, whom it is about, the posts of the organisations
involved. Those who see it from above, and auditors wherever they are, say what for; it is printed across the pages shown.
"""

from __future__ import annotations

from django.contrib.sessions.backends.base import SessionBase
from django.utils.translation import gettext as _

from audit import journal
from registry.access import Viewer
from registry.models import Role
from registry.refusals import Refused
from workflows.engine.models import Case

SHORTEST, LONGEST = 2, 200
PRINTED = 30
_KEY = "purposes"
_MOST = 50


def stated(purpose: str, missing: str = "") -> str:
    """The purpose as it is kept, in one line; Refused at the field ``purpose`` for none, and for a longer one than is kept.

    ``missing`` is said where there is none; by default that it is needed for the file.
    """
    kept = " ".join(purpose.split())
    if len(kept) < SHORTEST:
        raise Refused(missing or _("Say what you need the file for."), field="purpose")
    if len(kept) > LONGEST:
        raise Refused(_("Use at most %(n)s characters.") % {"n": LONGEST}, field="purpose")
    return kept


def of_session(session: SessionBase, case: Case) -> str:
    """What was stated for a case in this session; empty if nothing was."""
    kept: dict[str, str] = session.get(_KEY, {})
    return kept.get(case.reference, "")


def keep(session: SessionBase, viewer: Viewer, case: Case, purpose: str) -> None:
    """State the purpose for a case that was fetched for the viewer; logged, and good until the session ends."""
    purpose = stated(purpose)
    journal.log_access(by=viewer.user.actor, kind="case", object_id=case.reference, what="purpose", purpose=purpose)
    kept: dict[str, str] = session.get(_KEY, {})
    newest = [(name, said) for name, said in kept.items() if name != case.reference][1 - _MOST :]
    session[_KEY] = {**dict(newest), case.reference: purpose}


def wanting(session: SessionBase, viewer: Viewer, case: Case) -> bool:
    """Whether the viewer has still to say what he looks at the papers of a case for."""
    return not of_session(session, case) and not has_part_in(viewer, case)


def has_part_in(viewer: Viewer, case: Case) -> bool:
    """Whether it is the viewer's own business (经办人、当事人), so that nobody need ask what he looks at it for."""
    if viewer.user.person_id in case.concerned:
        return True
    posts = [held.post for held in viewer.held if held.post.role != Role.AUDITOR]
    there = [post.organisation_id for post in posts]
    return bool(there) and case.involvements.filter(organisation_id__in=there).exists()


def printed(purpose: str) -> str:
    """The purpose as far as it has room in a watermark."""
    return purpose if len(purpose) <= PRINTED else purpose[: PRINTED - 1] + "…"
