"""Requests that somebody makes, corrects, confirms and calls off (申请类事项): steps ``start``, ``amend`` and ``consent``."""

from __future__ import annotations

import datetime as dt
from typing import Any

from documents.typesetting import chinese_date
from workflows.engine.models import Case
from workflows.engine.said import Said


def request_of(said: Said) -> dict[str, Any]:
    """The request as it stands: what was corrected, and of the first one what the correction did not ask."""
    return {**said("start"), **said("amend")} if "amend" in said else said("start")


def asked_again(case: Case) -> dict[str, Any]:
    """The answers of a request as they stood last, as they were given: proposed to whoever asks again."""
    latest = Said(case).decision("amend")
    return dict(case.flow_class.opening_answers(case)) | dict(latest.answers if latest else {})


def confirmed_how(case: Case, said: Said) -> str:
    """How the member confirmed a request, as papers say it: by asking himself, in the system, or on paper before two
    witnesses."""
    if "consent" not in said:
        by_himself = case.opener_id == case.member.person_id
        return f"本人于{_words(case.opened_on)}在系统提出" if by_himself else "待本人确认"
    who = said.who("consent")
    if who is not None and who.pk == case.member.person_id:
        return f"本人于{_words(said.newest('consent'))}在系统确认"
    signed = said("consent")
    return f"本人于{_words(signed['signed_on'])}书面签名，见证人：{signed['witness_1']}、{signed['witness_2']}"


def withdrawal_facts(case: Case) -> dict[str, Any]:
    """What the record of a withdrawal prints of a request about a member."""
    withdrawn = case.data["withdrawn"]
    return {
        "name": case.member.person.name,
        "branch": case.organisation.name,
        "reason": withdrawn["reason"],
        "date": withdrawn["on"],
        "recorded_by": withdrawn["by"],
    }


def _words(day: dt.date) -> str:
    return chinese_date(day.isoformat())
