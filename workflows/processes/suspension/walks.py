"""Walks through a suspension (停止党籍演练): one for each end, and for the ways that differ on the road."""

from __future__ import annotations

from typing import Any

from audit import clock
from registry.calendar import add_months
from registry.models import Member, Standing
from workflows.engine.walks import DECIDE, Answers, AnswersOf, Do, Walk
from workflows.families.disposal import walking
from workflows.families.rooms import adjourned, always, convened, held, too_few

OLD = "seed_2005"


def _opening(ground: str = "lost", months: int = 7) -> Any:
    """The last contact so many months ago; for whoever is abroad he left six years ago."""

    def answers(member: Any, organisations: Any) -> Answers:
        home = member.affiliations.get(until__isnull=True).organisation
        here = Member.objects.filter(
            affiliations__organisation=home, affiliations__until__isnull=True, standing=Standing.FULL
        )
        first, second = here.exclude(pk=member.pk).order_by("pk")[:2]
        today = clock.today()
        return {
            "member": member.public_id, "ground": ground, "last_contact_on": add_months(today, -months).isoformat(),
            "abroad_since": add_months(today, -72).isoformat() if ground == "abroad" else "", "profile": "某企业职工，外出务工，无职务。",
            "education": "本科", "post": "县某企业职工", "searcher_1": first.public_id, "searcher_2": second.public_id,
        }  # fmt: skip

    return answers


NOTHING = {"on": "", "channel": "", "by": "", "result": "", "stated": "", "opinion": "", "contact": "", "phone": ""}
PUT_FORWARD = {
    "opinion": "支部将继续查找；拟提交支部党员大会讨论停止其党籍。",
    "contact": "组织委员",
    "phone": "0855-2201234",
}


def _tried(channel: str, by: str, result: str) -> AnswersOf:
    return lambda case: NOTHING | {
        "outcome": "tried", "on": clock.today().isoformat(), "channel": channel, "by": by, "result": result,
    }  # fmt: skip


SEARCHES = (
    _tried("phone", "searcher_1", "三个号码均已停机"),
    _tried("relatives", "searcher_2", "父母称半年没有音信"),
    _tried("police", "searcher_1", "没有查到现住址"),
)
NOT_FOUND = always(**NOTHING | PUT_FORWARD | {"outcome": "not_found"})
STAYS_ABROAD = always(
    **NOTHING | PUT_FORWARD | {"outcome": "abroad", "stated": "我在国外定居，暂时不回国，服从组织决定。"}
)
FOUND = always(**NOTHING | {"outcome": "found", "result": "本人来电，称换了号码，近期返回"})

HEARD = "本人无法取得联系；没有人要求作证、辩护。"
SPEECHES = "组织委员：介绍查找情况。\n与会党员：同意停止党籍，继续查找。"
ORDINARY: dict[str, tuple[AnswersOf, ...]] = walking.SHARED | {
    "search": (*SEARCHES, *NOT_FOUND),
    "convene": always(outcome="done"),
    "vote": always(outcome="carried", speeches=SPEECHES, heard=HEARD),
    "record": always(outcome="file", opinion=""),
    "explain": always(answer="已补充公安机关协助查找的结果，附后。"),
    "serve": (
        lambda case: {
            "served_on": clock.today().isoformat(), "how": "post", "place": "最后住址：清河县城关镇", "received_by": "其父代收", "refusal": "",
            "witness_1": "", "witness_2": "",
        },
    ),
    "announce": (
        lambda case: {
            "announced_on": clock.today().isoformat(), "place": "支部活动室", "scope": "支部党员大会", "heard_by": "9", "said_there": "宣读决定，本人未到会。",
        },
    ),
}  # fmt: skip
ROOMS: dict[str, tuple[Do, ...]] = {
    "convene": (convened("vote"),),
    "vote": held("vote"),
    "approve": (convened("approve"), *held("approve")),
}
LOST = always(outcome="lost", speeches="部分党员：再到其原单位了解。", heard=HEARD)
# What is said of a meeting is said on its day.
DAYS = {"vote": 0, "approve": 0}


def _walk(outcome: str, title: str, at: str, *, answers: Any = None, does: Any = None, **more: Any) -> Walk:
    opening = more.pop("opening", _opening())
    return Walk(outcome, title, at, opening, ORDINARY | (answers or {}), days=DAYS, does=ROOMS | (does or {}), **more)


def _again(do: Do) -> tuple[Do, ...]:
    return do, DECIDE, do


WALKS: dict[str, Walk] = {
    walk.outcome: walk
    for walk in (
        _walk("suspended", "looked for in three ways and not found: suspended, put on record by the county", "QH0101"),
        _walk("abroad", "abroad for six years; he is spoken to on the telephone", "QH0102", opening=_opening("abroad"), ends_as="suspended", answers={
            "search": STAYS_ABROAD, "vote": always(outcome="carried", speeches=SPEECHES, heard="电话听取了本人意见，本人服从组织决定。"),
        }),
        _walk("passed_on", "by way of a general branch; the county asks back once", "QH029001", ends_as="suspended", answers={
            "record": (*always(outcome="return", opinion="请补充公安机关协助查找的结果。"), *ORDINARY["record"]),
        }),
        _walk(
            "searched_again", "the general meeting does not carry it: the search goes on, then it does", "QH0202", ends_as="suspended",
            answers={"search": (*SEARCHES, *NOT_FOUND, _tried("employer", "searcher_2", "原单位不知去向"), *NOT_FOUND), "vote": (*LOST, *ORDINARY["vote"])},
            does={"convene": _again(convened("vote")), "vote": (*held("vote", too_few), DECIDE, *held("vote"))},
        ),
        _walk(
            "no_quorum", "too few come to the general meeting; called again", "HK0101", ends_as="suspended",
            answers={"vote": (*walking.NO_QUORUM, *ORDINARY["vote"])},
            does={"convene": _again(convened("vote")), "vote": (*adjourned("vote"), DECIDE, *held("vote"))},
        ),
        _walk("found", "found while he is looked for", "QH0103", answers={"search": (*SEARCHES[:1], *FOUND)}),
        _walk("found_later", "found before the notice of the meeting goes out", "HK0102", answers={"convene": always(outcome="found")}, does={"convene": ()}, ends_as="found"),
        _walk(
            "not_approved", "the committee does not approve it", "QH0301", answers={"approve": walking.REJECTED},
            does={"approve": (convened("approve"), *held("approve", too_few))},
        ),
        _walk("older_rules", "in a place that works by the source document's own rules, which say nothing of it", "QH0302", ends_as="suspended", pack=OLD),
    )
}  # fmt: skip
