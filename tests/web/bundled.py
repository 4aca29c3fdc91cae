"""What the tests of bundles share: a storage of their own, a bundle asked for and made, and what is in its file."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

from audit import clock
from registry.access import viewer_of
from registry.models import User
from tests import desk
from web.bundles import asking, making
from web.models import Bundle
from workflows.engine.models import Case

PURPOSE = "年度检查"


def keep_in(folder: Path, settings: Any) -> None:
    """Keep bundles in a folder."""
    own = {**settings.STORAGES["bundles"], "OPTIONS": {"location": folder, "base_url": None}}
    settings.STORAGES = {**settings.STORAGES, "bundles": own}


def asked(by: User, *cases: Case, **more: str) -> Bundle:
    """A bundle that was just asked for."""
    references = [case.reference for case in cases]
    return asking.ask(viewer_of(by, clock.today()), references, **{"purpose": PURPOSE, "key": desk.key(), **more})


def made(by: User, *cases: Case) -> Bundle:
    """A bundle that is there."""
    bundle = asked(by, *cases)
    making.make(bundle.pk)
    return Bundle.objects.get(pk=bundle.pk)


def bytes_of(bundle: Bundle) -> bytes:
    """Its file."""
    with making.storages[making.STORAGE].open(bundle.place, "rb") as file:
        content: bytes = file.read()
    return content


def files_of(bundle: Bundle) -> dict[str, bytes]:
    """What is in its file, by paths in the bag."""
    with zipfile.ZipFile(io.BytesIO(bytes_of(bundle))) as found:
        return {name.partition("/")[2]: found.read(name) for name in found.namelist()}
