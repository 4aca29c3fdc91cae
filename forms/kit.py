"""The kit of step forms (步骤表单). Knows fields, choices and limits; knows no process, case or policy.

A form gets its limits from its step: what may be chosen, what is the longest term, who is answering. Answers are kept
word for word as the browser sent them and read back, typed, only through the form that took them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, ClassVar

from django import forms
from django.core.validators import EMPTY_VALUES
from django.db import models
from django.utils.translation import gettext_lazy as _

from forms.sent import one_line_end

Label = Any  # str, or a lazy translation of one: the stubs know two classes for it


class Access(StrEnum):
    """What a step lets be done with one field of its form (字段权限)."""

    EDITABLE = "editable"
    READ_ONLY = "read_only"
    HIDDEN = "hidden"


@dataclass(frozen=True)
class Differs:
    """What may be done with a field where it depends on who answers (因人而异): the subject himself, or a post."""

    by_subject: Access
    by_post: Access


# What is only asked where a post writes down what was said on paper.
ON_PAPER_ONLY = Differs(by_subject=Access.HIDDEN, by_post=Access.EDITABLE)


@dataclass(frozen=True)
class Endings:
    """How a step can end now (可选结论), where a record settles it: by these outcomes; what is said of any other."""

    allowed: tuple[str, ...]
    otherwise: Label


@dataclass(frozen=True)
class Limits:
    """What a step allows its form (限定): the day, who answers, named limits, and what may be done with a field.

    ``proposed`` holds the values that read-only fields keep; ``endings`` is None where every outcome is open.
    """

    today: dt.date
    answered_by_subject: bool = False
    # True while kept answers are read back: what could be chosen then may be gone now.
    reading: bool = False
    values: Mapping[str, Any] = field(default_factory=dict)
    access: Mapping[str, Access] = field(default_factory=dict)
    proposed: Mapping[str, Any] = field(default_factory=dict)
    # The first and the last day that a day about the matter at hand can be; None where the step does not say.
    span: tuple[dt.date, dt.date] | None = None
    endings: Endings | None = None

    def __getitem__(self, name: str) -> Any:
        """A named limit; KeyError if the step did not give it."""
        return self.values[name]


@dataclass(frozen=True)
class Topic:
    """One page of a form (填写页): a topic with three fields or so, and help beside it."""

    title: Label
    fields: tuple[str, ...]
    why: Label = ""
    if_wrong: Label = ""


def word_mistakes(form: forms.BaseForm) -> None:
    """Let each field of a form say in our words what is missing, or how much too long it is (错误提示)."""
    for asked in form.fields.values():
        asked.error_messages["required"] = _("Fill in: %(label)s") % {"label": asked.label}
        if "max_length" not in asked.error_messages:
            asked.error_messages["max_length"] = _(
                "At most %(limit_value)d characters; these are %(show_value)d. Nothing was cut off: shorten it."
            )


class StepForm(forms.Form):
    """The questions of one step.

    ``outcomes`` are all the ways the step can end, the first one being the ordinary one. A form with one outcome asks
    nothing about it; a form with several has a field ``outcome``. ``needed_when`` says of fields that may stay empty when
    they may not.
    """

    outcomes: ClassVar[type[models.TextChoices]]
    asks_outcome: ClassVar[Label] = _("Result")
    topics: ClassVar[tuple[Topic, ...]] = ()
    needed_when: ClassVar[Mapping[str, Label]] = {}

    def __init__(self, data: Mapping[str, Any] | None = None, *, limits: Limits, **options: Any) -> None:
        self.limits = limits
        super().__init__(one_line_end(data), **options)
        if len(self.outcomes) > 1:
            open_now = self._endings()
            outcome = forms.ChoiceField(label=self.asks_outcome, choices=open_now, widget=forms.RadioSelect)
            outcome.initial = open_now[0][0] if len(open_now) == 1 else None
            self.fields = {"outcome": outcome, **self.fields}
        self.prepare()
        self._restrict()
        word_mistakes(self)
        for name, asked in self.fields.items():
            vars(asked)["needed_when"] = self.needed_when.get(name, "")
            if (limited_by := getattr(asked, "limited_by", None)) is not None:
                limited_by(limits)

    def _endings(self) -> list[tuple[Any, Any]]:
        """The outcomes to choose from: those that are open now, or all, where none is or kept answers are read back."""
        open_now = () if self.limits.reading or self.limits.endings is None else self.limits.endings.allowed
        return [choice for choice in self.outcomes.choices if not open_now or choice[0] in open_now]

    def full_clean(self) -> None:
        """Refuse an outcome that the record does not allow, whatever else is right."""
        super().full_clean()
        endings = None if self.limits.reading or not self.is_bound else self.limits.endings
        if endings is not None and ("outcome" in self.errors or self.outcome() not in endings.allowed):
            self.errors.pop("outcome", None)
            self.add_error("outcome" if "outcome" in self.fields else None, endings.otherwise)

    def prepare(self) -> None:
        """Set choices and limits; for subclasses."""

    def _restrict(self) -> None:
        """Leave out what is hidden; what is read-only keeps what is proposed, whatever is sent.

        Kept answers are read back as they were given: what was read-only is in them, what was hidden is not.
        """
        self.initial = dict(self.initial or {})
        for name, access in self.limits.access.items():
            if name in self.fields and access is Access.HIDDEN:
                del self.fields[name]
            elif name in self.fields and access is Access.READ_ONLY and not self.limits.reading:
                asked = self.fields[name]
                asked.disabled = True
                self.initial[name] = self.limits.proposed.get(name, asked.initial)
                # Nobody could fill it in.
                asked.required = asked.required and self.initial[name] not in asked.empty_values

    @property
    def ordinary(self) -> str:
        """The outcome that needs no reason."""
        return str(next(iter(self.outcomes)).value)

    def outcome(self) -> str:
        """How the step ends by these answers; the form must be valid."""
        return str(self.cleaned_data.get("outcome") or self.ordinary)

    def answers(self) -> dict[str, Any]:
        """The answers as they were given, ready to be kept as JSON; a found record by its public id."""
        return {name: self._kept(name, asked) for name, asked in self.fields.items()}

    def _kept(self, name: str, asked: forms.Field) -> Any:
        kept = getattr(asked, "kept", None)
        if kept is not None and name in getattr(self, "cleaned_data", {}):
            return kept(self.cleaned_data[name])
        # What is secret is sealed before it is right, too: a draft is kept with its mistakes.
        return kept(self._given(name)) if kept is not None and getattr(asked, "secret", False) else self._given(name)

    def _given(self, name: str) -> Any:
        if self.fields[name].disabled:
            return self._proposed(name)
        widget = self.fields[name].widget
        value = widget.value_from_datadict(self.data, self.files, self.add_prefix(name))
        if isinstance(value, str):
            return value.strip()
        return value

    def _proposed(self, name: str) -> Any:
        """What a read-only field keeps, as a browser would have sent it."""
        asked = self.fields[name]
        value = asked.prepare_value(self.get_initial_for_field(asked, name))
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, list | tuple):
            return [str(one) for one in value]
        return asked.widget.format_value(value) if isinstance(value, dt.date) else str("" if value is None else value)

    def fixed_words(self, name: str) -> str:
        """What a read-only field keeps, in words."""
        asked = self.fields[name]
        try:
            return _in_words(asked, asked.clean(self.get_initial_for_field(asked, name)))
        except forms.ValidationError:
            return str(self._proposed(name))

    @classmethod
    def read(cls, answers: Mapping[str, Any], limits: Limits) -> dict[str, Any]:
        """Kept answers, typed again by the form that took them.

        Raises ValueError where today's form would no longer accept them: a changed question shows itself.
        """
        form = cls(answers, limits=replace(limits, reading=True))
        if not form.is_valid():
            raise ValueError(f"{cls.__name__} no longer accepts what it once took: {form.errors.as_json()}")
        return form.cleaned_data


class Decision(StepForm):
    """Agree, send back or refuse (审批); a reason is asked whenever it is not agreed."""

    class Outcome(models.TextChoices):
        """How an approval ends."""

        AGREE = "agree", _("Agree")
        RETURN = "return", _("Return for correction")
        REFUSE = "refuse", _("Refuse")

    outcomes: ClassVar[type[models.TextChoices]] = Outcome
    asks_outcome: ClassVar[Label] = _("Decision")
    needed_when: ClassVar[Mapping[str, Label]] = {
        "opinion": _("needed unless you agree"),
        "reason_code": _("needed to refuse"),
    }
    # Codes of reasons a refusal must choose from (handbook R-TR-03); empty where free words suffice.
    refusal_reasons: ClassVar[type[models.TextChoices] | None] = None

    def prepare(self) -> None:
        """Put the ground and the opinion after the outcome."""
        if self.refusal_reasons is not None:
            self.fields["reason_code"] = forms.ChoiceField(
                label=_("Ground of refusal"), choices=[("", "—"), *self.refusal_reasons.choices], required=False
            )
        self.fields["opinion"] = forms.CharField(
            label=_("Opinion"), required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 2})
        )

    def clean(self) -> dict[str, Any]:
        """A return or refusal says why; a refusal names its ground."""
        cleaned = super().clean() or {}
        outcome = cleaned.get("outcome")
        if outcome and outcome != self.ordinary and not cleaned.get("opinion"):
            self.add_error("opinion", _("Say what has to be corrected, or why it is refused."))
        if outcome == "refuse" and self.refusal_reasons is not None and not cleaned.get("reason_code"):
            self.add_error("reason_code", _("Choose the ground of the refusal."))
        return cleaned


def need(form: forms.Form, cleaned: Mapping[str, Any], *names: str) -> None:
    """What may stay empty elsewhere has to be filled in here (此处必填)."""
    for name in names:
        if cleaned.get(name) in EMPTY_VALUES and name not in form.errors:
            form.add_error(name, _("Fill in: %(label)s") % {"label": form.fields[name].label})


class Opinion(Decision):
    """What one of several signers says (会签意见); whoever does not agree, or sends the case back, says why."""

    class Outcome(models.TextChoices):
        """What a signer can say."""

        AGREE = "agree", _("Agree")
        DISAGREE = "disagree", _("Disagree")
        RETURN = "return", _("Return for correction")

    outcomes: ClassVar[type[models.TextChoices]] = Outcome
    asks_outcome: ClassVar[Label] = _("Your opinion")


def answered_pairs(form: StepForm) -> list[tuple[Label, str]]:
    """Labels and answers of a valid form in words, for the check page and the trail."""
    pairs: list[tuple[Label, str]] = []
    for bound in form:
        value = form.cleaned_data.get(bound.name)
        pairs.append((bound.label, _in_words(form.fields[bound.name], value)))
    return pairs


def _in_words(asked: forms.Field, value: Any) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    if isinstance(asked, forms.ChoiceField):
        chosen: Sequence[Any] = value if isinstance(value, list | tuple) else [value]
        labels = {str(code): str(label) for code, label in _flat(asked.choices)}
        return "、".join(labels.get(str(code), str(code)) for code in chosen)
    words: Callable[[Any], str] | None = getattr(asked, "in_words", None)
    return words(value) if words else str(value)


def _flat(choices: Any) -> list[tuple[Any, Any]]:
    flat: list[tuple[Any, Any]] = []
    for code, label in choices:
        flat.extend(label if isinstance(label, list | tuple) else [(code, label)])
    return flat
