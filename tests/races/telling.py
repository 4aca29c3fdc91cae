"""What rivals do about notices: collect and deliver, remind; a channel that writes into a file."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from django.db.models import CharField, Value
from django.db.models.functions import Cast, Concat

from audit import clock
from registry.models import User
from tests import desk
from workflows.engine import channels, notifying, reminding
from workflows.engine.models import Delivery, Notice, NoticeChoice, Reminder, TaskAssignment, Urge


class Filed:
    """A channel that writes the id of each message into a file; it may die right after."""

    def __init__(self, place: str, *, dies: bool) -> None:
        self.place, self.dies = Path(place), dies

    def send(self, message: channels.Message) -> None:
        """Append the id; one write of a line is whole."""
        with self.place.open("a", encoding="ascii") as file:
            file.write(f"{message.id}\n")
        if self.dies:
            os.kill(os.getpid(), 9)


def with_addresses() -> dict[str, Any]:
    """Everybody has an address and wants each task at once."""
    everybody = User.objects.filter(person__isnull=False)
    everybody.update(email=Concat(Value("u"), Cast("pk", CharField()), Value("@example.org")))
    at_once = {"task": "at_once", "back": "at_once"}
    people = everybody.values_list("person_id", flat=True)
    NoticeChoice.objects.bulk_create(NoticeChoice(person_id=person, mailing=at_once) for person in people)
    return {}


def notify(place: str, *, dies: bool = False) -> dict[str, Any]:
    """Tell people what is due, as the worker does every minute."""
    channel = Filed(place, dies=dies)
    channels.set_up = lambda: {Delivery.Channel.MAIL: channel}
    return notifying.run_due()


def remind(days: int) -> dict[str, Any]:
    """Remind as on a later day."""
    clock.travel_to(clock.today() + desk.dt.timedelta(days=days))
    return dict(reminding.remind(clock.today()))


def said() -> dict[str, Any]:
    """What stands in the tables afterwards."""
    return {
        "untold": TaskAssignment.objects.filter(told_at=None, closed_at=None).count(),
        "notices": sorted(Notice.objects.values_list("kind", flat=True)),
        "deliveries": sorted(Delivery.objects.values_list("public_id", "state")),
        "reminders": sorted(Reminder.objects.values_list("stage", flat=True)),
        "urges": Urge.objects.count(),
    }


TELLING = (with_addresses, notify, remind, said)
