"""The seals on the page of an organisation: for registrars above it; what was typed stays, a mistake stands at its field."""

from __future__ import annotations

import datetime as dt
import io
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from config.demo.building import Demo
from documents import seals
from documents.models import Seal
from registry.models import Organisation, Role, User
from tests.documents.pictures import ring
from tests.web.world import signed_in, text_of

TODAY = dt.date(2026, 11, 24)


@pytest.fixture
def seal(committee: Organisation, registrar: User) -> Seal:
    return seals.bring(committee, ring(), since=TODAY, by=registrar)


def page(place: Organisation) -> str:
    return f"/organisations/{place.public_id}/"


def send(client: Client, place: Organisation, picture: bytes, since: str = "2026-11-24") -> Any:
    file = SimpleUploadedFile("章.png", picture, "image/png")
    return client.post(page(place) + "seals/", {"image": file, "since": since})


def wrong(response: Any) -> dict[str, str]:
    """Field -> sentence at it, as far as the field is tied to it."""
    found = response.content.decode()
    said = re.findall(r'<span class="errmsg" id="seal_(\w+)_error">([^<]*)<', found)
    for name, sentence in said:
        assert re.search(rf'name="{name}"[^>]*aria-invalid="true"', found)
        assert f'<a href="#seal_{name}">{sentence}</a>' in found
    return dict(said)


def test_a_registrar_brings_a_seal_sees_it_small_and_retires_it(committee: Organisation, registrar: User) -> None:
    client = signed_in(registrar)
    said = text_of(client.get(page(committee)))
    assert "None: the place for it stays free on papers." in said
    assert "Retire the seal" not in said
    response = send(client, committee, ring())
    assert (response.status_code, response["Location"]) == (302, page(committee) + "#seals")
    shown = client.get(page(committee))
    assert f"from 2026-11-24 {registrar}" in text_of(shown)
    (address,) = re.findall(r'<img src="([^"]+)"', shown.content.decode())
    picture = client.get(address)
    assert picture["Content-Type"] == "image/png"
    assert Image.open(io.BytesIO(picture.content)).size == (160, 160)
    (retire,) = re.findall(r'action="([^"]+/retire/)"', shown.content.decode())
    said = text_of(client.post(retire, {"last_day": "2026-12-31", "reason": "机构更名"}, follow=True))
    assert "The seal is retired." in said
    assert f"2026-11-24 to 2026-12-31 机构更名 {registrar} retired by {registrar}" in said
    assert client.get(retire)["Location"] == page(committee)


def test_mistakes_stand_at_their_fields_and_what_was_typed_stays(seal: Seal, registrar: User) -> None:
    client, place = signed_in(registrar), seal.organisation
    response = send(client, place, ring(200), since="2026-11-31")
    assert response.status_code == 422
    assert wrong(response) == {"since": "There is no such day: 2026-11-31."}
    assert 'value="2026-11-31"' in response.content.decode()
    response = send(client, place, ring(200), since="2026-12-01")
    assert wrong(response) == {"image": "The picture must have from 330 to 4000 pixels a side."}
    assert 'value="2026-12-01"' in response.content.decode()
    assert wrong(client.post(page(place) + "seals/", {"since": "2026-12-01"})) == {
        "image": "Fill in: Picture of the seal"
    }
    response = send(client, place, ring(), since="2026-12-01")
    assert wrong(response) == {"since": "Another seal is in use on this day or later; retire it first."}
    retire = page(place) + f"seals/{seal.public_id}/retire/"
    response = client.post(retire, {"last_day": "2026-11-01", "reason": "刻错了"})
    assert (response.status_code, wrong(response)) == (422, {"last_day": "The last day cannot be before the first."})
    assert "刻错了</textarea>" in response.content.decode()
    assert wrong(client.post(retire, {"last_day": "2026-12-01"})) == {"reason": "Fill in: Why is it retired?"}
    assert list(Seal.objects.values_list("since", "until")) == [(TODAY, None)]


def test_whoever_retires_a_seal_second_is_told(seal: Seal, registrar: User) -> None:
    seals.retire(seal, last_day=TODAY, reason="机构更名", by=registrar)
    address = page(seal.organisation) + f"seals/{seal.public_id}/retire/"
    response = signed_in(registrar).post(address, {"last_day": "2026-12-01", "reason": "x"})
    assert response.status_code == 409
    assert "This seal has been retired already." in text_of(response)
    assert Seal.objects.get().until == TODAY


@pytest.mark.parametrize(
    ("code", "role", "status"),
    [("QH01", Role.SECRETARY, 403), ("YL", Role.AUDITOR, 403), ("HK01", Role.SECRETARY, 404)],
    ids=["its secretary", "the auditor", "a secretary elsewhere"],
)
def test_nobody_else_sees_or_changes_one(code: str, role: Role, status: int, world: Demo, seal: Seal) -> None:
    client, place = signed_in(world.holder(code, role)), seal.organisation
    shown = client.get(page(place))
    assert shown.status_code == (200 if status == 403 else 404)
    assert "seals" not in shown.content.decode()
    one = page(place) + f"seals/{seal.public_id}"
    answers = [
        send(client, place, ring(), since="2027-01-01"),
        client.post(f"{one}/retire/", {"last_day": "2026-12-01", "reason": "x"}),
        client.get(f"{one}.png"),
    ]
    assert [answer.status_code for answer in answers] == [status] * 3
    assert list(Seal.objects.values_list("since", "until")) == [(TODAY, None)]


def test_a_seal_is_found_with_its_own_organisation_only(world: Demo, seal: Seal, registrar: User) -> None:
    other = page(world.organisations["HK01"]) + f"seals/{seal.public_id}"
    client = signed_in(registrar)
    assert client.get(f"{other}.png").status_code == 404
    assert client.post(f"{other}/retire/", {"last_day": "2026-12-01", "reason": "x"}).status_code == 404
    assert Seal.objects.get().until is None
