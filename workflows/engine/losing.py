"""Why somebody has lost a case of which he had a page open (失去权限): his post has ended, or a delegation to him.

Whoever could see the case then may be told so, and nothing else of it; to all others it does not exist.
"""

from __future__ import annotations

import datetime as dt

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from registry.access import Viewer
from registry.models import Delegation
from workflows.engine import access, deputies
from workflows.engine.models import Case, TaskAssignment


def why_lost(viewer: Viewer, case: Case, turn: TaskAssignment | None = None) -> str | None:
    """Why a viewer can no longer see a case that he could see at some time since its turn, or the case itself, was
    opened; None for everybody else."""
    since = turn.opened_at if turn is not None else case.opened_at
    ended = access.ended_post(viewer, case, since)
    if ended is not None:
        said = {"post": ended.post, "day": ended.until}
        return _("You held the post %(post)s until %(day)s. This task is up to others now.") % said
    lent = ended_delegation(viewer, case, since, turn)
    if lent is None or viewer.person is None:
        return None
    return deputies.why_not(lent.post, viewer.person, case.process_name, viewer.on)


def ended_delegation(
    viewer: Viewer, case: Case, since: dt.datetime, turn: TaskAssignment | None = None
) -> Delegation | None:  # fmt: skip
    """The latest delegation by which a viewer could see a case at some time since; that of the turn's post first."""
    if viewer.user.person_id is None:
        return None
    there = Delegation.objects.filter(proxy_id=viewer.user.person_id, post__organisation_id__in=case.seen_from)
    kind = Q(processes=[]) | Q(processes__contains=[case.process_name])
    ran = Q(since__lte=viewer.on, until__gte=timezone.localtime(since).date())
    found = there.filter(kind, ran, Q(revoked_at__isnull=True) | Q(revoked_at__gte=since)).select_related("post")
    post = turn.post_id if turn is not None else 0
    return max(found, key=lambda lent: (lent.post_id == post, lent.pk), default=None)
