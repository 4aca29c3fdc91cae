"""The member asks for a talk: at any time, told to all who deal with the case, shown until somebody answers."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import translation

from audit import journal
from registry.models import User
from tests import desk
from tests.web.world import signed_in, text_of
from tests.workflows.parts import refused, said
from workflows.engine import commenting
from workflows.engine.errors import Refused
from workflows.engine.models import Comment, Notice, TaskAssignment

TEXT = "想当面说明八月请假的情况，周三下午有空。"


@pytest.fixture(autouse=True)
def _english() -> Any:
    with translation.override("en"):
        yield


def asked(check: TaskAssignment, by: User, text: str = TEXT) -> Comment:
    return commenting.ask_for_talk(check.case_id, by=by, text=text, key=desk.key())


def open_talk(check: TaskAssignment) -> Comment | None:
    return commenting.talk_asked_for(check.case.comments.order_by("pk"))


def test_only_whom_it_is_about_asks(
    check: TaskAssignment, subject: User, commissioner: User, secretary: User, superior: User, sister: User, outsider: User
) -> None:  # fmt: skip
    before = desk.state()
    for by in (commissioner, secretary, superior, sister, outsider):
        refused(PermissionDenied, lambda by=by: asked(check, by), "Only whom the case is about")
    refused(Refused, lambda: asked(check, subject, " "), "Write what")
    assert desk.state() == before
    assert open_talk(check) is None


def test_all_who_deal_with_it_are_told(
    check: TaskAssignment, subject: User, commissioner: User, secretary: User
) -> None:
    found = asked(check, subject)
    assert (found.asks_talk, found.audience, open_talk(check)) == (True, "everyone", found)
    told = Notice.objects.filter(kind="comment").order_by("pk")
    assert {str(notice.person) for notice in told} == {str(commissioner.person), str(secretary.person)}
    assert {str(notice) for notice in told} == {f"{subject.person} asks for a talk."}
    entry = journal.entries_of(check.case.stream)[-1]
    assert (entry.act, entry.facts["asks"]) == ("comment.written", "talk")
    refused(Refused, lambda: asked(check, subject), "asked for a talk already")


def test_what_the_member_can_read_answers_it_and_nothing_else(
    check: TaskAssignment, subject: User, commissioner: User
) -> None:
    first = asked(check, subject)
    said(check.case, commissioner, "内部意见：先不谈")
    said(check.case, subject, "另外补充一句", "everyone")
    assert open_talk(check) == first
    answer = said(check.case, commissioner, "周三下午三点在支部活动室谈话。", "everyone")
    assert open_talk(check) is None
    second = asked(check, subject, "谈话后还有一点要说。")
    assert open_talk(check) == second
    commenting.strike_comment(second.public_id, by=subject, key=desk.key())
    assert open_talk(check) is None
    # An answer that is taken back answers nothing.
    commenting.strike_comment(answer.public_id, by=commissioner, key=desk.key())
    assert open_talk(check) == first


def test_on_the_pages(check: TaskAssignment, subject: User, commissioner: User, secretary: User) -> None:
    case = f"/cases/{check.case.reference}/"
    mine, theirs = signed_in(subject), signed_in(commissioner)
    assert "Ask for a talk" in text_of(mine.get(case))
    assert "Ask for a talk" not in text_of(theirs.get(case))
    sent = mine.post(f"{case}do/ask_talk", {"text": TEXT, "key": desk.key()}, follow=True)
    assert "You have asked for a talk." in text_of(sent)
    assert "Ask for a talk" not in text_of(mine.get(case))
    shown = f"{subject.person} has asked for a talk on 2026-11-24: {TEXT}"
    assert shown in text_of(theirs.get(case))
    assert shown in text_of(theirs.get(f"/tasks/{check.public_id}/"))
    said(check.case, commissioner, "周三下午三点谈。", "everyone")
    assert shown not in text_of(theirs.get(f"/tasks/{check.public_id}/"))
    assert signed_in(secretary).post(f"{case}do/ask_talk", {"text": TEXT, "key": desk.key()}).status_code in (403, 404)
