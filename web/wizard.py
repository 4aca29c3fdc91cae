"""The wizard that opens a case (填写向导): one topic of the opening form a page, answers kept in a draft."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.forms import BaseForm, BoundField, ModelChoiceField
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from audit import clock
from forms.kit import StepForm, Topic, answered_pairs
from forms.records import MemberField
from registry.models import Member, Organisation, User
from workflows.engine import catalogue, opening, proposal
from workflows.engine.models import Draft
from workflows.engine.words import Process


@dataclass(frozen=True)
class Fault:
    """One mistake: where it is, its field's label, and the sentence."""

    field: str
    anchor: str
    sentence: str


@dataclass(frozen=True)
class Section:
    """One topic on the check page: its number, its title, and the answers with the anchor of each field."""

    number: int
    title: Any
    answers: list[tuple[Any, str, str]]


class Wizard:
    """The opening form of one process at one organisation, page by page."""

    def __init__(
        self, process: type[Process], user: User, organisation: Organisation, draft: Draft | None = None
    ) -> None:
        self.process, self.user, self.organisation, self.draft = process, user, organisation, draft
        if organisation not in opening.places_to_open(process, user, clock.today()):
            raise PermissionDenied(_("You do not hold a post that may start this here."))
        self.kept: Mapping[str, Any] = draft.answers if draft else {}
        self.blank = self._form(None)
        self.topics = topics_of(self.blank, process)

    def _form(self, data: MultiValueDict[str, Any] | None) -> StepForm:
        return opening.opening_form(self.process, self.organisation, self.user, data)

    @property
    def outdated(self) -> bool:
        """True where the draft answers the questions of another edition than the one in force."""
        return self.draft is not None and self.draft.edition not in ("", catalogue.path_of(self.process))

    @property
    def last(self) -> int:
        """The number of the last page before the check page."""
        return len(self.topics)

    @property
    def superior(self) -> Organisation:
        """Whom to call for help: the organisation above."""
        return self.organisation.parent or self.organisation

    def topic(self, number: int) -> Topic:
        """The topic of a page, counted from 1."""
        return self.topics[number - 1]

    def proposed(self, number: int) -> StepForm:
        """The form of a page nobody has sent yet: kept answers as they were typed, no errors."""
        form = self.blank
        form.initial = {name: value for name, value in self.kept.items() if value not in (None, "")}
        for name in self.topic(number).fields:
            if name not in form.initial and (only := _only_choice(form.fields[name])) is not None:
                form.initial[name] = only
        return form

    def bound(self, number: int = 0, sent: QueryDict | None = None) -> StepForm:
        """The whole form over the kept answers, with those of one page replaced by what was sent."""
        values = {name: value if isinstance(value, list) else [value] for name, value in self.kept.items()}
        if sent is not None:
            names = self.topic(number).fields
            values = {name: value for name, value in values.items() if name not in names}
            values |= {key: sent.getlist(key) for key in sent if _belongs(key, names)}
        form = self._form(MultiValueDict(values))
        form.is_valid()
        return form

    def keep(self, form: StepForm) -> Draft:
        """Keep the answers of a bound form in the draft."""
        self.draft = opening.save_draft(
            by=self.user,
            process_name=self.process.name,
            organisation=self.organisation,
            answers=form.answers(),
            draft=self.draft,
        )
        return self.draft

    def first_fault(self, form: StepForm) -> int:
        """The number of the first page with a mistake; 0 if there is none."""
        if not form.errors:
            return 0
        pages = [n for n, topic in enumerate(self.topics, start=1) if any(name in form.errors for name in topic.fields)]
        return pages[0] if pages else 1

    def sections(self, form: StepForm) -> list[Section]:
        """All answers of a valid form in words, topic by topic."""
        words = dict(zip(form.fields, answered_pairs(form), strict=True))
        return [
            Section(number, topic.title, [(words[n][0], words[n][1], form[n].id_for_label) for n in topic.fields])
            for number, topic in enumerate(self.topics, start=1)
        ]

    def propose(self, form: StepForm) -> proposal.Proposal:
        """What submitting would do."""
        return proposal.propose(self.process, form, by=self.user, organisation=self.organisation)

    def subject_of(self, form: StepForm) -> str:
        """Whom or what the answers so far are about; empty if that is not said yet."""
        try:
            answers = form.cleaned_data
            return str(self.process.subject_of(answers) or self.process.matter_of(answers))
        except (AttributeError, KeyError):
            return ""


def topics_of(form: StepForm, process: type[Process]) -> list[Topic]:
    """The pages of a form: its topics with the fields that exist today; what no topic names comes last."""
    topics = [
        Topic(topic.title, tuple(name for name in topic.fields if name in form.fields), topic.why, topic.if_wrong)
        for topic in form.topics
    ]
    topics = [topic for topic in topics if topic.fields]
    named = {name for topic in topics for name in topic.fields}
    rest = tuple(name for name in form.fields if name not in named)
    return [*topics, Topic(process.title, rest)] if rest else topics


def page_fields(form: StepForm, topic: Topic) -> list[BoundField]:
    """The fields of one page."""
    return [form[name] for name in topic.fields]


def faults(form: BaseForm, topic: Topic | None = None) -> list[Fault]:
    """The mistakes of one page, or of the whole form, in the order of the fields."""
    names = topic.fields if topic else tuple(form.fields)
    found = [Fault(name, _anchor(form[name]), str(error)) for name in names for error in form.errors.get(name, [])]
    general = [] if topic else [Fault("", "main", str(error)) for error in form.non_field_errors()]
    return general + found


def fault_title(found: list[Fault]) -> str:
    """The heading of the error summary."""
    return ngettext("%(n)s thing to correct", "%(n)s things to correct", len(found)) % {"n": len(found)}


def _anchor(field: BoundField) -> str:
    """The id to jump to: of the first choice, where the field is a group of choices."""
    return field.id_for_label or f"{field.auto_id}_0"


def _belongs(key: str, names: tuple[str, ...]) -> bool:
    return key in names or any(key.startswith(f"{name}_") for name in names)


def _only_choice(field: Any) -> str | None:
    """The one record that can be chosen, where the field must be filled and there is only one."""
    if not isinstance(field, ModelChoiceField) or not field.required or field.queryset is None:
        return None
    found = list(field.queryset[:2])
    return str(getattr(found[0], field.to_field_name or "pk")) if len(found) == 1 else None


@dataclass(frozen=True)
class DraftRow:
    """A draft in the chooser: whom or what it is about, and the first page that is not answered yet."""

    draft: Draft
    process: type[Process]
    subject: str
    page: int


def draft_rows(user: User, processes: Mapping[str, type[Process]]) -> list[DraftRow]:
    """A user's drafts of cases to be opened, newest first; two queries however many there are."""
    drafts = list(
        Draft.objects.filter(by=user, assignment__isnull=True, process_name__in=processes).select_related(
            "organisation"
        )
    )
    about = {draft.pk: _member_id(draft, processes[draft.process_name]) for draft in drafts}
    wanted = Member.objects.filter(public_id__in=[found for found in about.values() if found])
    names = dict(wanted.values_list("public_id", "person__name"))
    return [
        DraftRow(
            draft,
            processes[draft.process_name],
            names.get(about[draft.pk]) or processes[draft.process_name].matter_of(draft.answers),
            _unanswered(draft, processes),
        )
        for draft in drafts
    ]


def _member_id(draft: Draft, process: type[Process]) -> str:
    """The public id of the member that a draft names, if it names one."""
    fields = process.start.form.base_fields
    named = [draft.answers.get(name) for name, field in fields.items() if isinstance(field, MemberField)]
    return str(named[0]) if named and named[0] else ""


def _unanswered(draft: Draft, processes: Mapping[str, type[Process]]) -> int:
    """The first page with a required question unanswered; the last page where there is none."""
    form = processes[draft.process_name].start.form
    pages = [
        number
        for number, topic in enumerate(form.topics, start=1)
        if any(form.base_fields[name].required and not draft.answers.get(name) for name in topic.fields)
    ]
    return pages[0] if pages else max(1, len(form.topics))


__all__ = ["Fault", "Section", "Wizard", "draft_rows", "fault_title", "faults", "page_fields", "topics_of"]
