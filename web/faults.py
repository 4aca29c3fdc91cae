"""Mistakes of a form as its page says them (填写错误): in a summary before the questions, the same words at each field."""

from __future__ import annotations

from dataclasses import dataclass
from html import unescape

from django.forms import BaseForm, BoundField
from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from django.utils.translation import ngettext

from forms.kit import Topic


@dataclass(frozen=True)
class Fault:
    """One mistake: where it is, its field's label, and the sentence."""

    field: str
    anchor: str
    sentence: str


def faults(form: BaseForm, topic: Topic | None = None) -> list[Fault]:
    """The mistakes of one page, or of the whole form, in the order of the fields."""
    names = topic.fields if topic else tuple(form.fields)
    found = [Fault(name, _anchor(form[name]), plain(error)) for name in names for error in form.errors.get(name, [])]
    general = [] if topic else [Fault("", "main", plain(error)) for error in form.non_field_errors()]
    return general + found


def fault_title(found: list[Fault]) -> str:
    """The heading of the error summary."""
    return ngettext("%(n)s thing to correct", "%(n)s things to correct", len(found)) % {"n": len(found)}


def _anchor(field: BoundField) -> str:
    """The id to jump to: of the first choice, where the field is a group of choices."""
    return field.id_for_label or f"{field.auto_id}_0"


def plain(error: object) -> str:
    """A sentence without the link in it: the summary links to the field, the field to what the sentence is about."""
    sentence = str(error)
    return unescape(strip_tags(sentence)) if isinstance(sentence, SafeString) else sentence
