"""What the tests of the pages share: a signed-in browser without JavaScript, and the text of a page."""

from __future__ import annotations

import re
from typing import Any

from django.test import Client

from registry.models import Member, Organisation, User

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def signed_in(user: User) -> Client:
    """A browser in which somebody is signed in."""
    client = Client(headers={"accept-language": "en"})
    client.force_login(user, backend=BACKEND)
    client.cookies["django_language"] = "en"
    return client


def text_of(response: Any) -> str:
    """What a page says, without its marks; that a few words of it are Chinese, or a date in one piece, parts none of them."""
    page = re.sub(r"<(script|style|svg)\b.*?</\1>", "", response.content.decode(), flags=re.DOTALL)
    page = re.sub(r'<span (?:lang="zh-Hans"|class="nw")>([^<]*)</span>', r"\1", page)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page)).strip()


def request_answers(member: Member, to: Organisation, **more: str) -> list[dict[str, str]]:
    """The answers of a transfer's opening, page by page."""
    return [
        {"member": member.public_id},
        {"to": to.name, "start_on": "2026-11-20", "fixed_place": "yes"},
        {"reason": "job", "away_months": "", "telephone": "13900001111", "note": ""} | more,
    ]


def fill_in(client: Client, answers: list[dict[str, str]], process: str = "transfer") -> str:
    """Answer the wizard page by page; the address of the check page."""
    address = f"/start/{process}/"
    for page in answers:
        response = client.post(address, page)
        assert response.status_code == 302, text_of(response)
        assert "wrong=1" not in response["Location"], text_of(client.get(response["Location"]))
        address = response["Location"]
    return address
