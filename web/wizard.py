"""The wizard that opens a case (填写向导): one topic of the opening form a page, answers kept in a draft."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.forms import BoundField, ModelChoiceField
from django.http import QueryDict
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from audit import clock
from forms.kit import StepForm, Topic, answered_pairs
from registry.access import viewer_of
from registry.models import Organisation, User
from workflows.engine import access, catalogue, opening, proposal
from workflows.engine.models import Case, Draft
from workflows.engine.words import Process


@dataclass(frozen=True)
class Section:
    """One topic on the check page: its number, its title, and the answers with the anchor of each field."""

    number: int
    title: Any
    answers: list[tuple[Any, str, str]]


class Wizard:
    """The opening form of one process at one organisation, page by page."""

    def __init__(
        self,
        process: type[Process],
        user: User,
        organisation: Organisation,
        draft: Draft | None = None,
        as_id: str = "",
        begun_with: Mapping[str, str] | None = None,
    ) -> None:
        self.process, self.user, self.organisation, self.draft = process, user, organisation, draft
        # Under which id a draft that does not exist yet will be kept.
        self.as_id = as_id
        if organisation not in opening.places_to_open(process, user, clock.today()):
            raise PermissionDenied(_("You do not hold a post that may start this here."))
        # A page that knows the answers leads here with them; they are shown, and kept once they are sent.
        self.kept: Mapping[str, Any] = draft.answers if draft else begun_with or {}
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
        self._say_what_bars(form)
        return form

    def _say_what_bars(self, form: StepForm) -> None:
        """Say at the question what the case is about that another one is open: now, not on the last page."""
        if self.process.about not in form.cleaned_data:
            return
        if (case := self.process.barred_by(form.cleaned_data, self.organisation)) is not None:
            form.add_error(self.process.about, self._barring(case))

    def _barring(self, case: Case) -> SafeString:
        """Which case is open, with a link for whoever may see it."""
        sentence = _("A case about %(about)s is open and has to end first:") % {"about": case.about}
        seen = access.cases_for(viewer_of(self.user, clock.today())).filter(pk=case.pk).exists()
        if not seen:
            return format_html("{} {}", sentence, case.flow_class.title)
        address = reverse("case", args=[case.reference])
        return format_html('{} <a href="{}">{} {}</a>', sentence, address, case.flow_class.title, case.number)

    def is_blank(self, form: StepForm, number: int) -> bool:
        """True where nothing was written on a page, and nothing is kept of the others."""
        given = form.answers()
        return self.draft is None and not any(given[name] for name in self.topic(number).fields)

    def keep(self, form: StepForm) -> Draft:
        """Keep the answers of a bound form in the draft."""
        self.draft = opening.save_draft(
            by=self.user,
            process_name=self.process.name,
            organisation=self.organisation,
            answers=form.answers(),
            draft=self.draft,
            as_id=self.as_id,
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


def _belongs(key: str, names: tuple[str, ...]) -> bool:
    return key in names or any(key.startswith(f"{name}_") for name in names)


def _only_choice(field: Any) -> str | None:
    """The one record that can be chosen, where the field must be filled and there is only one."""
    if not isinstance(field, ModelChoiceField) or not field.required or field.queryset is None:
        return None
    found = list(field.queryset[:2])
    return str(getattr(found[0], field.to_field_name or "pk")) if len(found) == 1 else None


__all__ = ["Section", "Wizard", "page_fields", "topics_of"]
