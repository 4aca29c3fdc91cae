"""What the forms of a disposal share (处置表单通用): texts with the room that papers have, members to choose from, statements on paper."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from forms.fields import DayField
from forms.kit import Label, StepForm
from forms.records import MemberField
from forms.transfer import Done
from registry.models import Member

# Characters that fit on the papers: see documents/blanks.py.
LONG, MIDDLE, SHORT, PLACE, LINE = 800, 600, 300, 40, 60

__all__ = [
    "LINE", "LONG", "MIDDLE", "PLACE", "SHORT", "Done", "choose_from", "line", "member_of_branch", "refuse_to_come",
    "refuse_twice", "several", "signed_on", "text", "two_witnesses", "witness",
]  # fmt: skip


def text(
    label: Label, limit: int = SHORT, *, required: bool = True, help_text: Label = "", rows: int = 3
) -> forms.CharField:
    """A text of several lines, no longer than its paper has room for."""
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, required=required, max_length=limit, help_text=help_text, widget=area)


def line(label: Label, limit: int = LINE, *, required: bool = True, help_text: Label = "") -> forms.CharField:
    """A text of one line."""
    return forms.CharField(label=label, required=required, max_length=limit, help_text=help_text)


def several(
    label: Label, *, most: int, limit: int, help_text: Label, required: bool = True
) -> forms.CharField:  # fmt: skip
    """A list, one a line (逐行填写)."""
    return _Lines(
        label=label, required=required, max_length=most * (limit + 1), help_text=help_text, most=most, each=limit
    )


class _Lines(forms.CharField):
    """Lines of text; neither more nor longer than the paper has room for."""

    def __init__(self, *, most: int, each: int, **options: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": 4}), **options)
        self.most, self.each = most, each

    def validate(self, value: str) -> None:
        """Say which line is too long, or that there are too many."""
        super().validate(value)
        lines = [one for one in value.splitlines() if one.strip()]
        if len(lines) > self.most:
            words = {"most": self.most, "found": len(lines)}
            raise forms.ValidationError(_("At most %(most)d lines; these are %(found)d."), params=words)
        if long := next((one for one in lines if len(one) > self.each), ""):
            said = {"most": str(self.each), "line": long[:12]}
            raise forms.ValidationError(_("A line has at most %(most)s characters: “%(line)s…”."), params=said)


def member_of_branch(label: Label, *, required: bool = True, help_text: Label = "") -> MemberField:
    """A full member of the branch who is not the one the case is about."""
    return MemberField(label=label, required=required, help_text=help_text, empty_label=_("Choose a member"))


def choose_from(form: StepForm, names: tuple[str, ...], limit: str) -> None:
    """Let some fields choose among the members that the step allows."""
    for name in names:
        everybody = Member.objects.select_related("person")
        form.fields[name].queryset = everybody if form.limits.reading else form.limits[limit]  # type: ignore[attr-defined]


def refuse_twice(form: StepForm, cleaned: dict[str, Any], *names: str) -> None:
    """Two fields that have to name two people."""
    chosen: list[Any] = []
    for name in names:
        if (one := cleaned.get(name)) and one in chosen:
            form.add_error(name, _("Choose two different people."))
        chosen.append(one)


def refuse_to_come(form: StepForm, cleaned: dict[str, Any], *names: str) -> None:
    """Days of what has happened are not still to come."""
    for name in names:
        if (day := cleaned.get(name)) and day > form.limits.today:
            form.add_error(name, _("This day is still to come."))


def signed_on() -> DayField:
    """The day of a statement on paper, where somebody else types it in."""
    return DayField(label=_("Signed on paper on"), near=True)


def witness(label: Label) -> forms.CharField:
    """A witness of a statement on paper."""
    return forms.CharField(label=label, max_length=24, required=False)


def two_witnesses(form: StepForm, cleaned: dict[str, Any]) -> None:
    """Two witnesses are two people."""
    if cleaned.get("witness_1") and cleaned.get("witness_1") == cleaned.get("witness_2"):
        form.add_error("witness_2", _("The two witnesses must be two people."))
