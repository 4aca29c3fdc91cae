"""What rivals do besides the course itself: send back, suspend, end, hand over, sign, delegate, leave, ask, tell.

As in ``deeds``: each is one call of a write function, with arguments that fit into JSON.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from audit import clock
from registry import persons
from registry.models import Person, Post, User
from tests import desk
from tests.races import courses
from tests.races.telling import Filed
from workflows.engine import (
    attaching,
    channels,
    choosing,
    coming,
    commenting,
    copying,
    countersigning,
    deciding,
    delivering,
    deputies,
    digesting,
    ending,
    incidents,
    interests,
    leaving,
    moving,
    reminding,
    resubmitting,
    returning,
    settling,
    signers,
    stranded,
    suspending,
    urging,
)
from workflows.engine.collecting import collect
from workflows.engine.editions.editioning import move_case
from workflows.engine.models import Case, Delivery

NOTHING: dict[str, Any] = {"nothing": True}
BECAUSE = "理由如下。"


def _user(pk: int) -> User:
    return User.objects.select_related("person").get(pk=pk)


def _case(pk: int) -> Case:
    return Case.objects.select_related("subject", "organisation").get(pk=pk)


# -- turns and cases ----------------------------------------------------------------------------------------------------


def sign(user: int, turn: str, key: str = "", outcome: str = "agree") -> dict[str, Any]:
    """Give one's opinion where several sign."""
    data = {"outcome": outcome, "opinion": "" if outcome == "agree" else BECAUSE}
    return {"result": deciding.decide(turn, by=_user(user), data=data, key=key or desk.key()).public_id}


def return_to(user: int, turn: str, to: str, key: str = "") -> dict[str, Any]:
    """Send a turn back to an earlier step."""
    return {"result": returning.return_to(turn, to=to, by=_user(user), reason=BECAUSE, key=key or desk.key()).public_id}


def hand_over(user: int, turn: str, post: int, key: str = "") -> dict[str, Any]:
    """Hand a turn over to another post."""
    to = Post.objects.get(pk=post)
    handed = moving.hand_over(turn, to=to, by=_user(user), reason=BECAUSE, key=key or desk.key())
    return {"result": handed.public_id}


def declare_interest(user: int, turn: str, key: str = "") -> dict[str, Any]:
    """Stand aside for good."""
    return {"result": interests.declare_interest(turn, by=_user(user), reason=BECAUSE, key=key or desk.key()).reference}


def suspend(user: int, case: int, key: str = "", days: int = 0) -> dict[str, Any]:
    """Suspend a case, for so many days or until somebody lets it go on."""
    until = clock.today() + dt.timedelta(days=days) if days else None
    found = suspending.suspend(case, by=_user(user), reason=BECAUSE, key=key or desk.key(), until=until)
    return {"result": found.reference}


def resume(user: int, case: int, key: str = "") -> dict[str, Any]:
    """Let a case go on."""
    return {"result": suspending.resume(case, by=_user(user), key=key or desk.key()).reference}


def report(user: int, case: int, key: str = "") -> dict[str, Any]:
    """Report that the letter is lost."""
    found = incidents.report_incident(case, by=_user(user), incident="loss", words=BECAUSE, key=key or desk.key())
    return {"result": found.reference}


def terminate(user: int, case: int, key: str = "") -> dict[str, Any]:
    """End a case."""
    return {"result": ending.terminate(case, by=_user(user), reason=BECAUSE, key=key or desk.key()).reference}


def move(user: int, case: int, key: str = "") -> dict[str, Any]:
    """Move a case to another edition."""
    return {"result": move_case(case, to=courses.LATER, by=_user(user), key=key or desk.key()).reference}


# -- who signs, who acts for whom, who goes --------------------------------------------------------------------------------


def add_signer(user: int, round: str, post: int, key: str = "", place: str = "parallel") -> dict[str, Any]:  # noqa: A002
    """Ask for one more signature."""
    signing = signers.add_signer(round, by=_user(user), post=post, reason=BECAUSE, key=key or desk.key(), place=place)
    return {"result": signing.public_id}


def remove_signer(user: int, round: str, signer: str, key: str = "") -> dict[str, Any]:  # noqa: A002
    """Take a seat off."""
    signing = signers.remove_signer(round, by=_user(user), signer=signer, reason=BECAUSE, key=key or desk.key())
    return {"result": signing.public_id}


def delegate(user: int, post: int, proxy: int, key: str = "") -> dict[str, Any]:
    """Let somebody act for a post for some days."""
    by, today = _user(user), clock.today()
    given = deputies.delegate(
        Post.objects.get(pk=post), Person.objects.get(user=proxy), by=by, giver=by.person, since=today,
        until=today + dt.timedelta(days=20), key=key or desk.key(),
    )  # fmt: skip
    return {"result": given.public_id}


def revoke(user: int, delegation: str, key: str = "") -> dict[str, Any]:
    """Take a delegation back."""
    return {"result": deputies.revoke(delegation, by=_user(user), key=key or desk.key()).public_id}


def leave(user: int, leaver: int, key: str = "") -> dict[str, Any]:
    """End everything somebody holds, as of yesterday."""
    person, yesterday = Person.objects.get(user=leaver), clock.today() - dt.timedelta(days=1)
    return {"result": leaving.leave(person, last_day=yesterday, reason=BECAUSE, by=_user(user), key=key or desk.key())}


# -- said beside the course --------------------------------------------------------------------------------------------


def attach(user: int, case: int, key: str = "", text: str = "附件") -> dict[str, Any]:
    """Add a file."""
    added = attaching.attach(case, by=_user(user), name="说明.pdf", content=text.encode(), key=key or desk.key())
    return {"result": added.public_id}


def strike_out(user: int, file: str, key: str = "") -> dict[str, Any]:
    """Strike a file out."""
    return {"result": attaching.strike_out(file, by=_user(user), reason=BECAUSE, key=key or desk.key()).public_id}


def comment(user: int, case: int, key: str = "") -> dict[str, Any]:
    """Comment on a case."""
    said = commenting.comment(case, by=_user(user), text="请核。", audience="everyone", key=key or desk.key())
    return {"result": said.public_id}


def strike_comment(user: int, comment: str, key: str = "") -> dict[str, Any]:
    """Strike out one's comment."""
    return {"result": commenting.strike_comment(comment, by=_user(user), key=key or desk.key()).public_id}


def copy_to(user: int, case: int, post: int, key: str = "") -> dict[str, Any]:
    """Copy a case to a post."""
    to = Post.objects.get(pk=post)
    return {"result": copying.copy_to(case, by=_user(user), post=to, remark="", key=key or desk.key()).public_id}


def ask_again(user: int, case: int, key: str = "") -> dict[str, Any]:
    """Begin anew after a case that came to nothing."""
    return {"result": resubmitting.ask_again(_case(case), by=_user(user), key=key or desk.key()).public_id}


def urge(user: int, case: int, key: str = "") -> dict[str, Any]:
    """Ask for haste."""
    return {"result": urging.urge(case, by=_user(user), key=key or desk.key()).reference}


def choose(user: int, email: str) -> dict[str, Any]:
    """Choose how one is told, and where mails go."""
    choosing.choose(_user(user), mailing={"task": "at_once"}, digest_hour=8, language="en", email=email)
    return {}


def set_email(user: int, email: str) -> dict[str, Any]:
    """Note an address."""
    by = _user(user)
    return {} if persons.set_email(by, email, by=by.actor) else NOTHING


# -- by the clock ------------------------------------------------------------------------------------------------------


def go_on() -> dict[str, Any]:
    """Let the suspended cases go on whose day has come."""
    return {} if suspending.sweep(clock.today()) else NOTHING


def rescue() -> dict[str, Any]:
    """Send on what nobody can act on any more."""
    return {} if stranded.sweep(clock.today()) else NOTHING


def recount() -> dict[str, Any]:
    """Look at the facts of every round that runs."""
    return {} if countersigning.sweep() else NOTHING


def remind_due() -> dict[str, Any]:
    """Remind of what is due, escalate what is overdue."""
    return {} if reminding.remind(clock.today()).total() else NOTHING


def collect_untold() -> dict[str, Any]:
    """Tell whoever can act of every turn nobody was told of."""
    return {} if collect() else NOTHING


def settle() -> dict[str, Any]:
    """Settle how every notice goes out."""
    _set_up("")
    return {} if settling.settle() else NOTHING


def digest() -> dict[str, Any]:
    """Write the daily summaries."""
    _set_up("")
    return {} if digesting.write_digests() else NOTHING


def deliver(place: str) -> dict[str, Any]:
    """Send what is to go out; each message is a line of a file."""
    _set_up(place)
    return {} if delivering.deliver().total() else NOTHING


def look_ahead() -> dict[str, Any]:
    """Ask what comes to whom next."""
    return {} if coming.look_ahead(clock.today()) else NOTHING


def _set_up(place: str) -> None:
    channels.set_up = lambda: {Delivery.Channel.MAIL: Filed(place, dies=False)}


DOING = (
    sign, return_to, hand_over, declare_interest, suspend, resume, terminate, report, move, add_signer, remove_signer, delegate,
    revoke, leave, urge, attach, strike_out, comment, strike_comment, copy_to, ask_again, choose, set_email, go_on, rescue,
    recount, remind_due, collect_untold, settle, digest, deliver, look_ahead,
)  # fmt: skip
