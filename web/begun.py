"""Matters that somebody has begun and not submitted (未提交的草稿): whom each is about, and where to go on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from forms.records import MemberField
from registry.models import Member, User
from workflows.engine.models import Draft
from workflows.engine.words import Process


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
