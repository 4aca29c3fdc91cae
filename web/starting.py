"""What the pages of an opening share (发起办件): the draft and its wizard by their address, and what became of the draft."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from web.context import viewer
from web.wizard import Wizard
from workflows.engine import catalogue, commands, opening
from workflows.engine.errors import Conflict
from workflows.engine.models import Draft
from workflows.engine.words import Process


def process_named(name: str) -> type[Process]:
    """The process of an address; Http404 if there is none of this name."""
    try:
        return catalogue.process(name)
    except KeyError as error:
        raise Http404 from error


def draft_of(request: HttpRequest, public_id: str) -> Draft:
    """The viewer's own draft of a case to be opened; Http404 otherwise."""
    draft = opening.draft_of(viewer(request).user, public_id)
    if draft is None or draft.assignment_id is not None or draft.organisation is None:
        raise Http404
    return draft


def wizard_of(request: HttpRequest, process: str, draft: str) -> Wizard:
    """The wizard over the viewer's own draft; Http404 if it is of another process."""
    kept = draft_of(request, draft)
    if kept.process_name != process or kept.organisation is None:
        raise Http404
    return Wizard(process_named(process), viewer(request).user, kept.organisation, kept)


def submitted_as(request: HttpRequest, process: str, draft: str) -> str:
    """The reference of the case that the viewer opened with a draft; empty if he did not."""
    try:
        earlier = commands.earlier(
            key_of(draft), by=viewer(request).user, name="open", target=process_named(process).name
        )
    except Conflict:
        # Somebody else's, or of another process: there is no such draft for him.
        return ""
    return str(earlier["case"]) if earlier else ""


def key_of(draft: str) -> str:
    """A draft is submitted once, however often the button is pressed."""
    return f"draft-{draft}"


def renewed(request: HttpRequest, wizard: Wizard) -> bool:
    """True if the draft was one of another edition: what was typed is kept where it is still asked, and that is said."""
    if not wizard.outdated:
        return False
    kept = wizard.keep(wizard.bound())
    wizard.kept = kept.answers
    said = _(
        "The rules for this matter have changed. What you typed is kept where it is still asked; go through it again."
    )
    messages.warning(request, said)
    return True


def address_after(wizard: Wizard, number: int, *, to_check: bool) -> str:
    """The address of the page after one of a draft, or of its check page."""
    assert wizard.draft is not None
    where = {"process": wizard.process.name, "draft": wizard.draft.public_id}
    if to_check or number >= wizard.last:
        return reverse("start_check", kwargs=where)
    return reverse("start_page", kwargs=where | {"number": number + 1})
