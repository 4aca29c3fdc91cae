"""The path ahead where several people sign: what is foretold of a round is what then happens, and it is one stop."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from audit import clock
from config.demo import driving
from registry.access import viewer_of
from registry.models import User
from tests import desk, paths
from tests.workflows.countersigned_desk import ALL, Desk
from workflows.engine import coming, countersigning, deciding
from workflows.engine.models import Case
from workflows.engine.path import after_deciding, path_of
from workflows.engine.sentences import Sentence
from workflows.engine.stops import Path, Stop


@pytest.fixture
def drafting(monkeypatch: pytest.MonkeyPatch, at: Any) -> Iterator[Any]:
    """A case before it comes to the signers."""
    with monkeypatch.context() as patch:

        def begun(name: str = "Signed") -> Desk:
            patch.setattr(Desk, "drafted", lambda self: None)
            return at(name)

        yield begun


def ahead(case: Desk) -> Path:
    return path_of(paths.fresh(case.case))


def roll(case: Desk, stop: Stop) -> list[tuple[str, list[str], str]]:
    """The seats of a stop: the post, who holds it, whether it is signed or why it does not count."""
    return [
        (case.name(s.post), [t.person.name for t in s.holders], "signed" if s.signed else str(s.absent or "")) for s in stop.roll
    ]  # fmt: skip


def holding(case: Desk, *who: str) -> list[tuple[str, list[str], str]]:
    return [(one, [case.user(one).person.name], "") for one in who]


def draft(case: Desk) -> None:
    turn = desk.the_turn(case.case)
    deciding.decide(turn.public_id, by=driving.actor_for(turn), data={"text": "拟同意。"}, key=desk.key())
    desk.settle()


def opened_days(case: Desk) -> list[tuple[str, Any]]:
    """The turns of a round with their last days."""
    turns = paths.fresh(case.case).assignments.filter(closed_at__isnull=True).order_by("signer__number", "pk")
    return [(case.name(turn.post), turn.due_on) for turn in turns]


def test_the_roll_with_its_holders_and_the_last_day_is_foretold(drafting: Any) -> None:
    case = drafting()
    before = desk.state()
    here, signing = ahead(case).stops
    assert (desk.state(), here.step.name, signing.step.name) == (before, "draft", "sign")
    assert (roll(case, signing), signing.post, signing.vacant_from) == (holding(case, *ALL), None, None)
    # Nobody can say how long a draft takes; if it is sent today, the last day is known.
    assert (signing.due_on, here.last_day) == (None, None)
    (signing,) = after_deciding(paths.fresh(case.case), here.step, "done").stops
    draft(case)
    assert opened_days(case) == [(who, signing.due_on) for who in ALL]


def test_several_open_turns_have_one_path(at: Any) -> None:
    case = at()
    (stop,) = ahead(case).stops
    assert ([case.name(turn.post) for turn in stop.turns], stop.due_on) == (ALL, case.turn("secretary").due_on)
    assert roll(case, stop) == holding(case, *ALL)
    assert [[t.person for t in stop.holders_for(turn)] for turn in stop.turns] == [[case.user(w).person] for w in ALL]


@pytest.mark.parametrize(
    ("course", "end", "signing"),
    [("Signed", "closed", ALL), ("AnyOne", "passed", ALL[:1]), ("MoreThanHalf", "passed", ALL[:2]), ("InOrder", "closed", ALL)],
)  # fmt: skip
def test_it_ends_as_foretold_before_the_round_and_in_it(
    drafting: Any, course: str, end: str, signing: list[str]
) -> None:
    """So many sign as are needed, and the question behind the round is answered by what they will have said."""
    case = drafting(course)
    foretold = [ahead(case).end.code]
    draft(case)
    for who in signing:
        foretold.append(ahead(case).end.code)
        case.sign(who)
        desk.settle()
    assert (foretold, case.ended()) == ([end] * (len(signing) + 1), end)


def test_what_was_signed_and_who_does_not_count(at: Any) -> None:
    case = at()
    case.sign("secretary")
    desk.settle()
    case.leave("organiser")
    countersigning.sweep()
    (stop,) = ahead(case).stops
    assert [state for _who, _held, state in roll(case, stop)] == ["signed", "", "vacant"]
    assert [case.name(post) for post in stop.posts] == ["deputy"]


def test_where_too_few_can_sign_the_one_who_decides_instead_is_foretold(drafting: Any) -> None:
    case = drafting("OfTwo")
    for who in ("secretary", "deputy"):
        case.leave(who)
    signing = ahead(case).stops[1]
    draft(case)
    assert case.open() == ["county head"]
    turn = case.turn("county head")
    assert (signing.post, [str(s) for s in signing.why], signing.roll) == (
        turn.post, [str(Sentence.from_json(stored)) for stored in turn.why], (),
    )  # fmt: skip
    assert signing.holders[0].person == case.user("county head").person
    (now,) = ahead(case).stops
    assert (now.post, now.roll, now.turns) == (turn.post, (), (turn,))
    case.sign("county head")
    assert case.ended() == "passed"


def test_it_is_coming_to_all_who_sign_and_is_asked_once(drafting: Any) -> None:
    case = drafting()
    today = clock.today()
    assert coming.look_ahead(today) == 1

    def listed(user: User) -> list[Case]:
        return [found.turn.case for found in coming.rows_of(list(coming.coming_to(viewer_of(user, today)).values_list("pk", flat=True)))]  # fmt: skip

    assert [listed(case.user(who)) for who in (*ALL, "county head")] == [[case.case], [case.case], [case.case], []]
    draft(case)
    assert [listed(case.user(who)) for who in ALL] == [[], [], []]
    assert [coming.look_ahead(today), coming.look_ahead(today)] == [1, 0]
