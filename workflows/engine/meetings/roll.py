"""The roll of a meeting (应到会名册): taken from the registers for its day, amended by hand with a reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from registry.models import Affiliation, Appointment, Member, Person, Role, Standing, User
from registry.models.members import ON_THE_ROLL
from workflows.engine.errors import Conflict, Refused
from workflows.engine.meetings import quorum
from workflows.engine.meetings.acting import Acting, acting
from workflows.engine.meetings.asked import Amendment
from workflows.engine.meetings.earlier import before
from workflows.engine.models import Attendee, Ballot, Body, Meeting
from workflows.engine.votes.entitled import FULL
from workflows.policy.terms import EntitledTerms

ON_THE_COMMITTEE = (
    Role.SECRETARY, Role.DEPUTY_SECRETARY, Role.ORGANISATION_COMMISSIONER, Role.COMMITTEE_MEMBER,
)  # fmt: skip


@dataclass
class Known:
    """What the registers say of somebody on the day of a meeting."""

    person: Person
    member: Member | None
    post: str = ""
    on_committee: bool = False

    @property
    def standing(self) -> str:
        """The party standing; a holder of a post on a committee whom no register of members here knows is a full member."""
        return self.member.standing if self.member else FULL


def known_of(meeting: Meeting) -> list[Known]:
    """Who is called to a meeting by the registers of its day, each once."""
    found = _members(meeting) if meeting.body == Body.GENERAL else _committee(meeting)
    return list({known.person.pk: known for known in found}.values())


def _members(meeting: Meeting) -> Iterator[Known]:
    """Whoever belongs to the branch, or to a branch below a general one; a suspended member only where the case is about him:
    he takes part in no other meeting, and may speak in that one."""
    here = Affiliation.objects.on(meeting.held_on).filter(
        member=OuterRef("pk"), organisation__lineage__contains=[meeting.organisation_id]
    )
    takes_part = ~Q(standing=Standing.SUSPENDED) | Q(pk=meeting.case.subject_id)
    on_the_roll = Member.objects.filter(Exists(here), takes_part, standing__in=ON_THE_ROLL)
    for member in on_the_roll.select_related("person").order_by("pk"):
        yield Known(member.person, member)


def _committee(meeting: Meeting) -> Iterator[Known]:
    """Whoever holds a post on the committee; of several the last one in the order of the posts is named."""
    terms = Appointment.objects.on(meeting.held_on).filter(
        post__organisation_id=meeting.organisation_id, post__role__in=ON_THE_COMMITTEE
    )
    for term in terms.select_related("post", "person__member").order_by("-post_id"):
        yield Known(term.person, getattr(term.person, "member", None), term.post.title, on_committee=True)


def take(meeting: Meeting, terms: EntitledTerms) -> list[Attendee]:
    """Take the roll anew from the registers; what was amended by hand stays with whoever is still on it."""
    before = {attendee.person_id: attendee for attendee in meeting.attendees.all()}
    called = known_of(meeting)
    names = Counter(known.person.name for known in called)
    roll = [_row(meeting, known, before.pop(known.person.pk, None), names[known.person.name]) for known in called]
    for gone in before.values():
        _refuse_gone(gone)
        gone.delete()
    for attendee in roll:
        entitle(attendee, meeting, terms)
        attendee.save()
    return roll


def _row(meeting: Meeting, known: Known, row: Attendee | None, alike: int) -> Attendee:
    """The row of somebody; of several with one name each is told apart by when he was born."""
    attendee, person = row or Attendee(meeting=meeting, person=known.person), known.person
    attendee.name = person.name if alike == 1 else f"{person.name}（{person.born_on:%Y年%m月}生）"
    attendee.member, attendee.post = known.member, known.post
    attendee.standing, attendee.on_committee = known.standing, known.on_committee
    return attendee


def _refuse_gone(attendee: Attendee) -> None:
    name = {"name": attendee.name}
    if attendee.opinions.exists():
        raise Refused(_("%(name)s has handed in an opinion in writing, but is not called on that day.") % name)
    if attendee.arrived_at is not None:
        raise Refused(_("%(name)s was signed in, but is not called on that day.") % name)


def changes(meeting: Meeting) -> list[str]:
    """Whose row the registers would now make otherwise (名册变动), by name; for pages. Whatever they say, the roll stays."""
    rows = {row.person_id: (row.standing, row.on_committee) for row in meeting.attendees.all()}
    known = {one.person.pk: (one.standing, one.on_committee) for one in known_of(meeting)}
    other = [pk for pk in {**rows, **known} if rows.get(pk) != known.get(pk)]
    return list(Person.objects.filter(pk__in=other).order_by("name_sort", "pk").values_list("name", flat=True))


def renew_roll(public_id: str, *, by: User, reason: str, key: str) -> Meeting:
    """Take the roll anew from the registers of the day of the meeting (重新核定名册), before it is opened.

    Raises PermissionDenied, Conflict (opened), Refused (no reason, or who would go has come or handed in an opinion).
    """
    with acting(public_id, by=by, name="renew_roll", key=key) as act:
        if act.done:
            return Meeting.objects.get(public_id=act.done["meeting"])
        meeting = act.meeting(here=False)
        if meeting.opened_at is not None:
            raise Conflict(_("The meeting has been opened: who is called stays as it is."))
        if not reason.strip():
            raise Refused(_("Say why the roll is amended."), field="reason")
        changed = len(changes(meeting))
        roll = take(meeting, act.pack.entitled)
        facts = {"called": len(roll), "changed": changed}
        act.note("meeting.roll_renewed", meeting, facts, {"reason": reason.strip()[:300]})
        act.keep(meeting=meeting.public_id)
    return meeting


def entitle(attendee: Attendee, meeting: Meeting, terms: EntitledTerms) -> None:
    """Work out whether somebody counts and votes in this meeting, with the reason. His own matters are looked at later."""
    earlier = attendee.person_id in before(meeting.case)
    found = quorum.entitled_to(attendee, Body(meeting.body).kinds[0], terms, decided_before=earlier)
    attendee.counts, attendee.votes = found.counts, found.votes
    attendee.why, attendee.article = found.why or "", found.article


def amend_roll(public_id: str, *, by: User, attendee: str, amendment: Amendment, reason: str, key: str) -> Attendee:
    """Amend what the roll says of somebody (更正名册), until the first ballot opens.

    Raises PermissionDenied, Conflict (voting has begun), Refused (no reason, no such person, nobody is left out there).
    """
    with acting(public_id, by=by, name="amend_roll", key=key) as act:
        meeting = act.meeting(here=False) if not act.done else None
        if meeting is None:
            return Attendee.objects.get(public_id=act.done["attendee"])
        row = on_roll(meeting, attendee)
        _refuse_amending(meeting, amendment, reason)
        for name, value in vars(amendment).items():
            setattr(row, name, (value or "") if name == "left_out" else value)
        row.amended_because = reason.strip()[:300]
        entitle(row, meeting, act.pack.entitled)
        row.save()
        _noted(act, meeting, row)
    return row


def _refuse_amending(meeting: Meeting, amendment: Amendment, reason: str) -> None:
    if Ballot.objects.filter(item__meeting=meeting).exists():
        raise Conflict(_("Voting has begun: from the first ballot on the roll stays as it is."))
    if amendment.left_out and meeting.body != Body.GENERAL:
        raise Refused(_("Nobody is left out of the number of a committee."), field="left_out")
    if not reason.strip():
        raise Refused(_("Say why the roll is amended."), field="reason")


def _noted(act: Acting, meeting: Meeting, row: Attendee) -> None:
    facts = {"attendee": row.public_id, "counts": row.counts, "votes": row.votes, "why": row.why}
    act.note("meeting.roll_amended", meeting, facts, {"name": row.name, "reason": row.amended_because})
    act.keep(attendee=row.public_id)


def on_roll(meeting: Meeting, attendee: str) -> Attendee:
    """Somebody on the roll by his public id; Refused if he is not on it."""
    found = meeting.attendees.select_related("person").filter(public_id=attendee).first()
    if found is None:
        raise Refused(_("Choose somebody on the roll."), field="attendee")
    return found
