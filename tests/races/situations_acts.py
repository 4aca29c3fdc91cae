"""More situations: suspended cases, deputies, people who leave, files and remarks, what is overdue or was not told."""

from __future__ import annotations

import datetime as dt

from audit import clock
from registry.models import User
from tests import desk
from tests.races import doing
from tests.races.situations import (
    SECOND,
    Known,
    after,
    be_at,
    case_of,
    decided,
    gone,
    job_of,
    later,
    run_one,
)
from tests.races.telling import with_addresses
from workflows.engine import collecting, jobs, undoing
from workflows.engine.models import Decision, Delivery, Notice

ONE = dt.timedelta(days=1)


# -- suspended ---------------------------------------------------------------------------------------------------------


@after("examine")
def suspended(known: Known) -> Known:
    """The head has suspended the case; the organiser's turn waits, but for nobody."""
    return _suspended(known)


@after("examine")
def goes_on_today(known: Known) -> Known:
    """It was suspended until today; the sweep has not come yet."""
    return _until_today(known)


def _until_today(known: Known) -> Known:
    """Suspended yesterday for a day; whoever had a turn was told of it."""
    collecting.collect()
    doing.suspend(known["head"], known["case"], days=1)
    clock.advance(ONE)
    return {"moment": clock.now().isoformat()}


@after("approve_held")
def held_suspended(known: Known) -> Known:
    """The organiser has examined, and the head has suspended the case within the hold."""
    be_at(dt.datetime.fromisoformat(later(known, -20)))
    return _suspended(known)


@after("letter_due")
def letter_suspended(known: Known) -> Known:
    """The letter is due at this moment, and the case is suspended."""
    return _suspended(known)


@after("dues_due")
def dues_suspended(known: Known) -> Known:
    """An effect is due at this moment, and the case is suspended."""
    return _suspended(known)


@after("end_due")
def end_suspended(known: Known) -> Known:
    """The case is to be closed, and is suspended."""
    return _suspended(known)


@after("letter_due")
def letter_goes_on_today(known: Known) -> Known:
    """The worker has not come to the letter for a day; the case was suspended until today."""
    return _until_today(known)


@after("dues_due")
def dues_goes_on_today(known: Known) -> Known:
    """The same of an effect."""
    return _until_today(known)


@after("end_due")
def end_goes_on_today(known: Known) -> Known:
    """The same of the end of the case."""
    return _until_today(known)


@after("letter_lapsing")
def lapsing_suspended(known: Known) -> Known:
    """Nobody can present the letter any more; that term runs on though the case is suspended."""
    return _suspended(known)


@after("letter_lapsing")
def lapsing_goes_on_today(known: Known) -> Known:
    """As before, and suspended until today."""
    clock.advance(-ONE)
    doing.suspend(known["head"], known["case"], days=1)
    return {"moment": known["moment"]}


def _suspended(known: Known) -> Known:
    doing.suspend(known["head"], known["case"])
    return {"moment": (clock.now() + SECOND).isoformat()}


# -- for whom somebody acts, and who goes --------------------------------------------------------------------------------


@after("approve")
def deputised(known: Known) -> Known:
    """The head has delegated his post; his proxy may approve."""
    return _given("head", "proxy", known, "delegation")


@after("deputised")
def two_deputies(known: Known) -> Known:
    """The head has two proxies; each might pass the post on to the other."""
    return _given("head", "rival", known, "other_delegation")


@after("deputised")
def passed_on(known: Known) -> Known:
    """The proxy has passed the post on once more."""
    return _given("proxy", "rival", known, "other_delegation")


@after("deputised")
def deputised_suspended(known: Known) -> Known:
    """The head has delegated his post and suspended the case."""
    return _suspended(known)


@after("nothing_open")
def secretary_deputised(known: Known) -> Known:
    """The secretary of the branch has delegated his post."""
    return _given("secretary", "proxy", known, "delegation", post="secretary")


def _given(giver: str, proxy: str, known: Known, name: str, *, post: str = "head") -> Known:
    given = doing.delegate(known[giver], known[f"{post}_post"], known[proxy])["result"]
    return {name: given, "moment": known["moment"]}


@after("post_vacant")
def vacant_suspended(known: Known) -> Known:
    """The head left yesterday; his deputy has suspended the case."""
    doing.suspend(known["deputy"], known["case"])
    return {"moment": later(known, 1)}


@after("letter_lapsing")
def lapsing_vacant(known: Known) -> Known:
    """Nobody can present the letter any more, and who waits for it left yesterday."""
    return gone("receiver", known)


@after("approve")
def sent_back_held(known: Known) -> Known:
    """The head has sent the case back; the hold ends this moment."""
    back = doing.return_to(known["head"], known["approve"], "examine")["result"]
    held = Decision.objects.get(public_id=back).held_until
    return {"back_decision": back, "moment": held.isoformat()}


@after("approve_held")
def vacant_held(known: Known) -> Known:
    """The organiser has examined, the head left yesterday; the hold ends this moment."""
    return gone("head", known)


# -- said, told, overdue -----------------------------------------------------------------------------------------------


@after("examine")
def annotated(known: Known) -> Known:
    """The organiser has attached a file and commented; the member has, too."""
    by = {"user": known["organiser"], "case": known["case"]}
    found = {"file": doing.attach(**by)["result"], "comment": doing.comment(**by)["result"]}
    mine = doing.attach(known["subject"], known["case"], text="本人说明")["result"]
    return found | {"own_file": mine, "moment": (clock.now() + SECOND).isoformat()}


@after("examine")
def one_file_less(known: Known) -> Known:
    """There may be one file more, and no second one."""
    for number in range(29):
        doing.attach(known["subject"], known["case"], text=f"附件{number}")
    return {"moment": (clock.now() + SECOND).isoformat()}


@after("examine")
def overdue(known: Known) -> Known:
    """The organiser was told of his turn; now it is so late that his superior is told."""
    return _due(known)


@after("overdue")
def overdue_decided(known: Known) -> Known:
    """He has decided it at last; the hold ends this moment."""
    return decided("examine", known, "")


@after("overdue")
def overdue_suspended(known: Known) -> Known:
    """And the head has suspended it today."""
    return _suspended(known)


@after("approve")
def head_overdue(known: Known) -> Known:
    """The head was told of his turn; now it is due."""
    return _due(known)


@after("head_overdue")
def vacant_overdue(known: Known) -> Known:
    """And he left yesterday."""
    return gone("head", known)


def _due(known: Known) -> Known:
    """Whoever has the turn was told of it, and it is so late that his superior is told."""
    collecting.collect()
    turn = desk.the_turn(case_of(known))
    clock.travel_to(turn.due_on + 20 * ONE)
    return {"moment": clock.now().isoformat()}


@after("annotated")
def annotated_off(known: Known) -> Known:
    """The member has called the case off; it is to be closed."""
    undoing.withdraw(known["case"], by=User.objects.get(pk=known["subject"]), reason="本人工作有变。", key="off")
    run_one(known)
    clock.advance(SECOND)
    return job_of(known, "end")


@after("off_end_due")
def called_off_closed(known: Known) -> Known:
    """The case was called off and is closed."""
    jobs.run(known["end_job"])
    return {"moment": (clock.now() + SECOND).isoformat()}


@after("examine")
def to_be_settled(known: Known) -> Known:
    """Everybody has an address; the organiser's notice is there, and nobody has settled how it goes out."""
    with_addresses()
    collecting.collect()
    return {"moment": (clock.now() + SECOND).isoformat()}


@after("to_be_settled")
def to_be_sent(known: Known) -> Known:
    """A mail is to go out."""
    doing.settle()
    first = Delivery.objects.earliest("pk")
    Delivery.objects.exclude(pk=first.pk).delete()
    return {"moment": (clock.now() + SECOND).isoformat()}


@after("to_be_settled")
def to_be_summed_up(known: Known) -> Known:
    """A notice waits for the summary of today, whose hour has come."""
    doing.settle()
    Delivery.objects.all().delete()
    Notice.objects.filter(case_id=known["case"]).update(mailing=Notice.Mailing.DIGEST)
    clock.travel_to(clock.today() + ONE, hour=9)
    return {"moment": clock.now().isoformat()}
