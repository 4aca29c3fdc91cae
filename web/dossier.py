"""A member's dossier (党员档案) as its pages show it, and who has looked at it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import pairwise

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from audit import journal
from audit.models import Access
from documents.models import Letter, Paper
from registry.access import Viewer
from registry.models import Affiliation, Appointment, Member, Organisation, User
from registry.organisations import first_above, superiors, within
from web.finding import Row, rows_of
from web.purposes import stated
from workflows.engine import access
from workflows.engine.models import Attachment, Case

MOST_LOOKS = 50


@dataclass(frozen=True)
class Dossier:
    """Everything a person page shows of a member."""

    member: Member
    home: Affiliation | None
    affiliations: list[Affiliation]
    appointments: list[Appointment]
    cases: list[Row]
    letters: list[Letter]
    home_is_seen: bool


def of_member(viewer: Viewer, member: Member) -> Dossier:
    """The dossier of a member that was fetched for the viewer."""
    stays = list(member.affiliations.select_related("organisation").order_by("-since"))
    mine = access.cases_for(viewer).filter(subject=member).order_by("-opened_at").values_list("pk", flat=True)
    letters = access.letters_for(viewer).filter(member=member).select_related("paper", "sender", "receiver")
    home = next((stay for stay in stays if _holds(stay, viewer.on)), None)
    return Dossier(
        member=member,
        home=home,
        affiliations=stays,
        appointments=list(member.person.appointments.select_related("post__organisation").order_by("-since", "pk")),
        cases=rows_of(list(mine[:MOST_LOOKS])),
        letters=list(letters[:MOST_LOOKS]),
        home_is_seen=home is not None and within(home.organisation, viewer.roots),
    )


def _holds(stay: Affiliation, day: dt.date) -> bool:
    return stay.since <= day and (stay.until is None or stay.until >= day)


def full_number(viewer: Viewer, member: Member, purpose: str) -> str:
    """The ID number in clear of a member fetched for the viewer (查看完整身份证号): asks for a purpose, and logs it."""
    purpose = stated(purpose, _("Say what you need the full number for."))
    journal.log_access(
        by=viewer.user.actor, kind="member", object_id=member.public_id, what="ID number", purpose=purpose
    )
    return member.person.id_number()


@dataclass(frozen=True)
class Look:
    """One look at a dossier, case or paper: who, when, at what, what for."""

    at: dt.datetime
    who: str
    what: str
    purpose: str


WHAT = {
    ("member", "dossier"): lambda: _("your dossier"),
    ("member", "ID number"): lambda: _("your full ID number"),
    ("case", "case"): lambda: _("a case about you"),
    ("case", "trail"): lambda: _("the journal of a case about you"),
    ("case", "purpose"): lambda: _("the papers of a case about you"),
    ("case", "volume"): lambda: _("the whole file of a case about you"),
    ("case", "bundle"): lambda: _("a case about you, taken away with others"),
    ("paper", "paper"): lambda: _("a paper about you"),
    ("attachment", "attachment"): lambda: _("a file in a case about you"),
}


def looks(member: Member) -> list[Look]:
    """Who else has looked at a member's dossier, cases and papers; newest first."""
    references = list(Case.objects.filter(subject=member).values_list("reference", flat=True))
    papers = list(Paper.objects.filter(subject=member.person).values_list("public_id", flat=True))
    about = Q(kind="member", object_id=member.public_id) | Q(kind="case", object_id__in=references)
    files = list(Attachment.objects.filter(case__subject=member).values_list("public_id", flat=True))
    about |= Q(kind="paper", object_id__in=papers) | Q(kind="attachment", object_id__in=files)
    own = str(getattr(getattr(member.person, "user", None), "pk", ""))
    found = list(Access.objects.filter(about).exclude(viewer_id=own).order_by("-at")[:MOST_LOOKS])
    ids = {int(look.viewer_id) for look in found if look.viewer_id.isdigit()}
    names = {str(user.pk): str(user) for user in User.objects.filter(pk__in=ids).select_related("person")}
    return [Look(a.at, names.get(a.viewer_id, a.viewer_id), _what(a), a.purpose) for a in found]


def _what(look: Access) -> str:
    words = WHAT.get((look.kind, look.what))
    return words() if words else look.what


@dataclass(frozen=True)
class Contact:
    """Whom to ask, with a telephone number."""

    organisation: Organisation
    role: str
    names: str


def contacts(member: Member, on: dt.date) -> list[Contact]:
    """The secretary of the member's branch, and the organiser of the committee above."""
    stay = member.affiliations.on(on).select_related("organisation").first()
    if stay is None:
        return []
    above = first_above(stay.organisation, with_authority=True)
    found = [_contact(stay.organisation, "secretary", on)]
    if above is not None and above != stay.organisation:
        found.append(_contact(above, "organiser", on))
    return found


@dataclass(frozen=True)
class Instance:
    """Whom a member appeals to (申诉受理组织) against what an organisation on the way up has decided."""

    decided_by: Organisation
    above: Organisation


def instances(member: Member, on: dt.date) -> list[Instance]:
    """Each organisation from the member's branch upwards that has one above it, with that one (Constitution 4(8))."""
    stay = member.affiliations.on(on).select_related("organisation").first()
    return [Instance(*pair) for pair in pairwise(superiors(stay.organisation))] if stay is not None else []


def _contact(organisation: Organisation, role: str, on: dt.date) -> Contact:
    held = (
        Appointment.objects.on(on)
        .filter(post__organisation=organisation, post__role=role)
        .select_related("person", "post")
    )
    holders = list(held.order_by("pk"))
    title = holders[0].post.title if holders else ""
    return Contact(organisation, title, "、".join(a.person.name for a in holders))


def papers_of(member: Member) -> QuerySet[Paper]:
    """Issued papers about a member, newest first."""
    return Paper.objects.filter(subject=member.person).exclude(state=Paper.State.RESERVED).order_by("-dated", "-pk")
