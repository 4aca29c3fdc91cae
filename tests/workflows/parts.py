"""Short words for tests of attachments, comments and copies."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction

from audit import clock
from registry.models import Appointment, Post, User
from tests import desk
from tests.documents import intake_files as files
from workflows.engine import attaching, commenting, copying
from workflows.engine.models import Attachment, Case, Comment, Copy, Notice

PDF = files.pdf()


def attached(case: Case, by: User, **more: Any) -> Attachment:
    given = {"name": "证明.pdf", "content": PDF, "key": desk.key()} | more
    return attaching.attach(case.pk, by=by, **given)


def said(case: Case, by: User, text: str = "请核对电话。", audience: str = "officials", **more: Any) -> Comment:
    return commenting.comment(case.pk, by=by, text=text, audience=audience, **({"key": desk.key()} | more))


def copied(case: Case, by: User, post: Post, remark: str = "", **more: Any) -> Copy:
    return copying.copy_to(case.pk, by=by, post=post, remark=remark, **({"key": desk.key()} | more))


def refused(kind: type[Exception], do: Callable[[], Any], match: str | None = None) -> None:
    """A refusal, after which nothing has changed."""
    before = desk.state()
    with pytest.raises(kind, match=match), transaction.atomic():
        do()
    assert desk.state() == before


def post_of(user: User) -> Post:
    return Appointment.objects.on(clock.today()).filter(person=user.person).order_by("pk")[0].post


def told(kind: str) -> set[int]:
    return set(Notice.objects.filter(kind=kind).values_list("person_id", flat=True))


def limited(monkeypatch: pytest.MonkeyPatch, **values: int) -> None:
    from dataclasses import replace

    from workflows.engine import turns

    def pack_of(case: Case) -> Any:
        pack = turns.pack_of(case)
        terms = {name: replace(getattr(pack.desk, name), value=value) for name, value in values.items()}
        return replace(pack, desk=replace(pack.desk, **terms))

    monkeypatch.setattr(attaching, "pack_of", pack_of)
    monkeypatch.setattr(commenting, "pack_of", pack_of)
