"""Posts and their holders of a file (导入职务): checked all together, because one post's terms must not overlap."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from registry import identity
from registry.exchange.columns import POSTS
from registry.exchange.members import check_person, complete_person, draft, personal, recorded_persons
from registry.exchange.register import Brought, Register, compare, in_batches, key_of, reserve_ids, triple
from registry.exchange.reports import Row
from registry.models import Appointment, Person, Post, Role
from registry.posts import SHARED_ROLES

ONE_IN_AN_ORGANISATION = (Role.SECRETARY, Role.DEPARTMENT_HEAD)
HOLDER = ("name", "id_number", "sex", "born_on", "ethnic_group", "telephone", "since", "until")
Place = tuple[str, str, str]


@dataclass(frozen=True)
class Term:
    """A span of days on a post, both inclusive; ``row`` is None for one that is recorded already."""

    holder: str
    since: dt.date
    until: dt.date | None
    acting: bool
    row: Row | None = None

    @property
    def last(self) -> dt.date:
        """The last day, far away while it is open."""
        return self.until or dt.date.max


@dataclass
class Posts:
    """The posts that the file names: recorded ones, their terms, and the rows still to be written."""

    recorded: dict[Place, Post] = field(default_factory=dict)
    terms: dict[Place, list[Term]] = field(default_factory=lambda: defaultdict(list))
    vacant: dict[Place, Row] = field(default_factory=dict)


def take(register: Register, rows: Iterable[Row]) -> None:
    """Check the posts of a file, and write them if all is in order."""
    sound = [row for row in rows if _check_alone(register, row)]
    people = _holders(register, [row for row in sound if not _is_vacant(row)])
    posts = _recorded(register, {row["organisation"] for row in sound})
    _check_titles(register, posts, sound)
    for row in sound:
        if _is_vacant(row):
            _take_vacancy(register, posts, row)
        else:
            _take_term(register, posts, row)
    for place in list(posts.terms):
        _check_overlaps(register, posts, place)
    created = {_place(row) for row in sound if not row.bad} - posts.recorded.keys()
    _count(register, posts, len(created))
    if register.writing:
        _write(register, posts, created, people)


def _count(register: Register, posts: Posts, created: int) -> None:
    report, fresh = register.report, [term for terms in posts.terms.values() for term in terms if term.row]
    report.posts = created
    report.appointments = sum(not term.row.bad for term in fresh if term.row)
    report.tallies["posts"].new += report.appointments


def _is_vacant(row: Row) -> bool:
    return row.said.isdisjoint(HOLDER)


def _check_alone(register: Register, row: Row) -> bool:
    register.step(1)
    if row.sound("title") and not row["title"] and row["role"]:
        row.values["title"] = POSTS.by_key["role"].type.show(row["role"])
    if not _is_vacant(row):
        _check_holder(register, row)
    _check_organisation(register, row)
    return not row.bad


def _check_holder(register: Register, row: Row) -> None:
    complete_person(row)
    if row["id_number"] and not row["sex"] and row.sound("sex"):
        row.values["sex"] = identity.sex(row["id_number"])
    if not row["since"] and row.sound("since"):
        register.report.fault(row, "since", _("Write the first day of the term."))
    if row["since"] and row["until"] and row["until"] < row["since"]:
        register.report.fault(row, "until", _("A term cannot end before it begins."))
    if row["id_number"] or not row.sound("id_number"):
        check_person(register, row)
    elif not (row["name"] and row["sex"] and row["born_on"]):
        register.report.fault(row, "id_number", _("Write the holder's ID number, or name, sex and birth date."))


def _check_organisation(register: Register, row: Row) -> None:
    organisation = register.organisations.get(row["organisation"])
    if not row["organisation"] or not row.sound("organisation"):
        return
    if organisation is None:
        sentence = _("No organisation has this code, neither here nor in the register.")
        register.report.fault(row, "organisation", sentence)
    elif organisation.outside:
        register.report.fault(row, "organisation", _("An outside organisation has no posts here."))
    elif organisation.dissolved_on and (row["until"] or dt.date.max) > organisation.dissolved_on:
        register.report.fault(row, "organisation", _("This organisation is dissolved."))


def _holders(register: Register, rows: list[Row]) -> dict[str, Row]:
    """Find everyone in the file or the register; returns those who have to be recorded, by key."""
    fresh: dict[str, Row] = {}
    for batch in in_batches(rows):
        unknown = {key: row for row in batch if (key := key_of(row)) not in register.brought}
        recorded = recorded_persons(register, unknown)
        for row in batch:
            _find_holder(register, row, recorded, fresh)
    register.report.persons += sum(not row.bad for row in fresh.values())
    return fresh


def _find_holder(register: Register, row: Row, recorded: dict[str, Person], fresh: dict[str, Row]) -> None:
    key = key_of(row)
    known = register.brought.get(key)
    if known is not None:
        if row["name"] and row["name"] != known.name:
            sentence = _("This is another name than in row %(row)d for the same person.") % {"row": known.row}
            register.report.fault(row, "name", sentence)
        return
    if (person := recorded.get(key)) is not None:
        register.brought[key] = Brought(row.number, person.name, person.pk)
        if person.id_number_index and not row["id_number"]:
            register.report.fault(row, "id_number", _("This person is recorded with an ID number; write it."))
        said = {name: value for name, value in personal(person).items() if name in row.said}
        compare(register, row, said, quote=False)
    elif not row["name"]:
        register.report.fault(row, "name", _("Nobody with this ID number is recorded; write the holder's name."))
    elif _is_distinct(register, row):
        register.brought[key] = Brought(row.number, row["name"], 0)
        fresh[key] = row


def _is_distinct(register: Register, row: Row) -> bool:
    alike = triple(row["name"], row["sex"], row["born_on"])
    before = register.namesakes.setdefault(alike, (row.number, bool(row["id_number"])))
    if alike in register.without_number or (before[0] != row.number and not (before[1] and row["id_number"])):
        sentence = _("Somebody else has the same name, sex and birth date; write the ID numbers of both.")
        register.report.fault(row, "id_number", sentence)
        return False
    return True


def _place(row: Row) -> Place:
    return row["organisation"], row["role"], row["title"]


def _recorded(register: Register, codes: set[str]) -> Posts:
    """Posts of these organisations with all their terms."""
    found = Posts()
    for batch in in_batches(sorted(codes)):
        for post in Post.objects.filter(organisation__code__in=batch):
            found.recorded[register.codes[post.organisation_id], post.role, post.title] = post
    places = {post.pk: place for place, post in found.recorded.items()}
    for ids in in_batches(places):
        for appointment in Appointment.objects.filter(post__in=ids).select_related("person"):
            found.terms[places[appointment.post_id]].append(_term(appointment))
    return found


def _term(appointment: Appointment) -> Term:
    person = appointment.person
    holder = person.id_number_index or triple(person.name, person.sex, person.born_on)
    return Term(holder, appointment.since, appointment.until, appointment.acting)


def _check_titles(register: Register, posts: Posts, rows: list[Row]) -> None:
    """Another name must not make a second secretary."""
    names = {(code, role): title for code, role, title in posts.recorded}
    for row in rows:
        name = names.setdefault((row["organisation"], row["role"]), row["title"])
        if row["role"] in ONE_IN_AN_ORGANISATION and row["title"] != name:
            sentence = _("This organisation has one such post, called “%(title)s”.") % {"title": name}
            register.report.fault(row, "title", sentence)


def _take_vacancy(register: Register, posts: Posts, row: Row) -> None:
    place = _place(row)
    if row.bad:
        return
    if place in posts.vacant or any(term.row for term in posts.terms.get(place, [])):
        register.report.fault(row, "title", _("This post is in the file already."))
        return
    posts.vacant[place] = row
    tally = register.report.tallies["posts"]
    tally.unchanged += place in posts.recorded
    tally.new += place not in posts.recorded


def _take_term(register: Register, posts: Posts, row: Row) -> None:
    if row.bad:
        return
    term = Term(key_of(row), row["since"], row["until"], row["acting"], row)
    for other in posts.terms[_place(row)]:
        if other.row is None and (other.holder, other.since) == (term.holder, term.since):
            recorded = {"until": other.until, "acting": other.acting}
            register.report.tallies["posts"].unchanged += compare(register, row, recorded, quote=True)
            return
    posts.terms[_place(row)].append(term)


def _check_overlaps(register: Register, posts: Posts, place: Place) -> None:
    """A single post has one holder on a day; nobody holds any post twice on a day."""
    single = posts.recorded[place].single if place in posts.recorded else place[1] not in SHARED_ROLES
    latest: dict[str, Term] = {}
    for term in sorted(posts.terms[place], key=lambda t: (t.since, t.row is not None)):
        lane = "" if single else term.holder
        before = latest.get(lane)
        if before is not None and before.last >= term.since:
            _fault_overlap(register, before, term)
        if before is None or term.last > before.last:
            latest[lane] = term


def _fault_overlap(register: Register, before: Term, term: Term) -> None:
    row, other = (term.row, before) if term.row is not None else (before.row, term)
    if row is None or row.bad:
        return
    if other.row is None:
        sentence = _("This post has a holder in the register in this span of days.")
    else:
        sentence = _("Row %(row)d fills this post in the same span of days.") % {"row": other.row.number}
    register.report.fault(row, "since", sentence)


def _write(register: Register, posts: Posts, created: set[Place], people: dict[str, Row]) -> None:
    drafts = {key: person for key, row in people.items() if (person := draft(register, row))}
    if not register.writing:
        return
    Person.objects.bulk_create(drafts.values(), batch_size=2000)
    for key, person in drafts.items():
        register.brought[key] = register.brought[key]._replace(pk=person.pk)
    made = _create_posts(register, sorted(created))
    terms = [
        (posts.recorded.get(place) or made[place], t) for place, all_ in posts.terms.items() for t in all_ if t.row
    ]
    Appointment.objects.bulk_create((_appointment(register, post, term) for post, term in terms), batch_size=2000)


def _create_posts(register: Register, places: list[Place]) -> dict[Place, Post]:
    made = {}
    for (code, role, title), pk in zip(places, reserve_ids(Post, len(places)), strict=True):
        organisation = register.organisations[code]
        single = role not in SHARED_ROLES
        made[code, role, title] = Post(pk=pk, organisation=organisation, role=role, title=title, single=single)
    Post.objects.bulk_create(made.values(), batch_size=2000)
    return made


def _appointment(register: Register, post: Post, term: Term) -> Appointment:
    return Appointment(
        post=post,
        person_id=register.brought[term.holder].pk,
        since=term.since,
        until=term.until,
        acting=term.acting,
        single=post.single,
    )
