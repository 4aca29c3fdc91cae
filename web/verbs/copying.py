"""Copy a case to another post (抄送)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from forms.records import SearchInput
from registry import posts
from registry.models import Post
from web.verbs import Answers, Target, Verb, asked
from workflows.engine import copying

MOST = 8


class PostSearchField(forms.CharField):
    """A post found by typing (按名称查找职务): parts of the organisation, the title or who holds it."""

    widget = SearchInput

    def __init__(self, target: Target, **options: Any) -> None:
        super().__init__(max_length=100, **options)
        self.target = target
        self.place = copying.place_of(target.case, target.viewer.user)

    def clean(self, value: Any) -> Post | None:
        """The one post meant; ValidationError with candidates otherwise."""
        text = str(super().clean(value) or "").strip()
        if text.isdecimal():
            found = list(copying.reach(self.target.case, self.place).filter(pk=int(text[:18])))
        else:
            found = copying.find(self.target.case, self.place, text, MOST + 1) if text else []
        if len(found) == 1:
            return found[0]
        self.widget.candidates = [self._candidate(post) for post in found[:MOST]]
        if not found:
            raise ValidationError(
                _("No post of this name is within reach: organisations that are involved, above you or below you.")
            )
        raise ValidationError(_("Several posts match. Choose one below, or write more."))

    def _candidate(self, post: Post) -> tuple[str, str, str]:
        holders = posts.holders(post, self.target.viewer.on)
        return str(post.pk), str(post), "、".join(person.name for person in holders)

    def prepare_value(self, value: Any) -> Any:
        """A chosen candidate is shown as the post."""
        if str(value or "").isdecimal():
            found = Post.objects.filter(pk=int(str(value)[:18])).select_related("organisation").first()
            return str(found) if found else value
        return value


def _offered(target: Target) -> bool:
    return target.goes_on and (target.viewer.user.person_id in target.case.initiators or target.may_act)


def _form(target: Target, data: Any, files: Any) -> forms.Form:
    post = PostSearchField(
        target, label=_("To which post"),
        help_text=_("Part of the organisation's name, of the post's title, or the holder's name."),
    )  # fmt: skip
    remark = forms.CharField(
        label=_("Remark"), required=False, max_length=200, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The member does not read it."),
    )  # fmt: skip
    return asked(data, files, post=post, remark=remark)


def _copy(target: Target, answers: Answers, key: str) -> Any:
    return copying.copy_to(
        target.case.pk, by=target.viewer.user, post=answers["post"], remark=answers["remark"], key=key
    )  # fmt: skip


COPY = Verb(
    name="copy",
    title=_("Copy to"),
    icon="forward",
    lead=_("Whoever holds the post may read the case from now on and is told. He gains no right to act."),
    button=_("Send the copy"),
    done=_("The case is copied."),
    of_turn=False,
    offered=_offered,
    form=_form,
    do=_copy,
    rank=62,
    stays=True,
)

VERBS = (COPY, replace(COPY, of_turn=True))
