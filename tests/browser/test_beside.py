"""A file, a comment and a copy, added with a browser as people have it, on a desk and on a telephone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from config.demo.building import Demo
from documents import rendering
from registry.models import Role
from tests import desk
from tests.documents import intake_files as files
from workflows.engine.models import Attachment, Comment, Copy

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.mark.parametrize("phone", [False, True])
def test_a_file_a_comment_and_a_copy(
    town: Demo, open_as: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, phone: bool
) -> None:
    monkeypatch.setattr(rendering, "typeset", desk.tiny_paper)
    member = next(m for m in town.members("QH0101") if m.standing == "full" and not m.person.appointments.exists())
    case = desk.opened(
        town.holder("QH0101", Role.SECRETARY), town.organisations["QH0101"], member, town.organisations["HK0103"]
    )
    turn = desk.until(case, "branch_check")
    page = open_as(town.holder("QH0101", Role.ORGANISATION_COMMISSIONER), phone=phone)
    address = f"{page.url.rstrip('/')}/tasks/{turn.public_id}/"

    page.goto(f"{address}do/attach")
    page.set_input_files("#id_file", {"name": "恶意.exe.pdf", "mimeType": "application/pdf", "buffer": files.pdf()})
    page.click("main button[type=submit]")
    assert page.locator(".errsum").is_visible()
    page.set_input_files("#id_file", {"name": "接收单位证明.pdf", "mimeType": "application/pdf", "buffer": files.pdf()})
    page.click("main button[type=submit]")

    page.goto(f"{address}do/comment")
    page.fill("#id_text", "接收单位证明已上传，请核对后再提交。")
    page.click("main button[type=submit]")

    page.goto(f"{address}do/copy")
    page.fill("#id_post", "组织员")
    page.click("main button[type=submit]")
    page.locator("input[name=post_choice]").first.check()
    page.click("main button[type=submit]")

    assert (Attachment.objects.count(), Comment.objects.count(), Copy.objects.count()) == (1, 1, 1)
    assert page.url == address
    page.goto(f"{address.partition('/tasks')[0]}/cases/{case.reference}/")
    with page.expect_download() as download:
        page.click("#files a[download]")
    assert download.value.suggested_filename == "接收单位证明.pdf"
