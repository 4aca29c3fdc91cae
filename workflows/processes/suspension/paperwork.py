"""What the papers of a suspension print (文书事实): D-SU-1, D-SU-2, D-SU-3, the minutes of the committee."""

from __future__ import annotations

from typing import Any

from documents.blanks import SEXES
from documents.typesetting import chinese_date
from forms.lost_contact import Channel, Ground
from workflows.engine.meetings import printed
from workflows.engine.models import Case
from workflows.engine.said import Said
from workflows.families.disposal import facts as shared
from workflows.families.disposal import paperwork as common
from workflows.families.disposal.places import committee_of
from workflows.families.meetings import members_on
from workflows.processes.suspension import facts as of

Facts = dict[str, Any]
ARTICLES = "《中国共产党党员教育管理工作条例》第二十四条"
CHANNELS = {
    Channel.PHONE: "电话联系", Channel.MESSAGE: "短信、微信联系", Channel.VISIT: "上门走访", Channel.RELATIVES: "询问亲属、朋友",
    Channel.EMPLOYER: "函询工作单位、学校", Channel.POLICE: "请公安机关协助", Channel.NOTICE: "公告查找", Channel.OTHER: "其他方式",
}  # fmt: skip
NOT_SEARCHED = {"channel": "—", "who": "—", "result": "本人在国（境）外，去向明确，未另行查找"}


def _abroad(said: Said) -> str:
    """Since when he is abroad, where it is for that; empty else."""
    asked = said("start")
    return asked["abroad_since"].isoformat() if asked["ground"] == Ground.ABROAD else ""


def search_report(case: Case, said: Said) -> Facts:
    """D-SU-1 失联党员查找情况报告."""
    asked, given, who = said("start"), said("search"), of.searchers(said)
    log = [
        {
            "when": one["on"],
            "channel": CHANNELS[Channel(one["channel"])],
            "who": who[one["by"]].name,
            "result": one["result"],
        }
        for one in of.entries(case)
    ]
    return {
        "issuer": case.organisation.name, "signer": said.name("search"), "addressee": committee_of(case).name, "name": case.member.person.name,
        "profile": asked["profile"], "last_contact_on": asked["last_contact_on"].isoformat(), "abroad_since": _abroad(said),
        "searches": log or [NOT_SEARCHED | {"when": asked["last_contact_on"].isoformat()}], "opinion": given["opinion"],
        "contact": given["contact"], "phone": given["phone"], "date": said.newest("search").isoformat(),
    }  # fmt: skip


def committee_minutes(case: Case, said: Said) -> Facts:
    """D-MT-3 会议记录, of the committee: what he said, or that he could not be reached, was before it."""
    found = shared.record(case, "approve")
    members = members_on(committee_of(case).pk, found.held_on)
    heard = f"会前已审阅查找情况和本人意见：{of.his_words(said)}"
    return printed.minutes(found, members=members, speeches=said("approve")["speeches"], heard=heard)


def committee_attendance(case: Case, said: Said) -> Facts:
    """D-MT-2 会议签到表, of the committee."""
    return printed.attendance(shared.record(case, "approve"))


def established(case: Case, said: Said) -> str:
    """What happened, in a few sentences: since when, how he was looked for, what came of it."""
    asked, log = said("start"), of.entries(case)
    ways = "、".join(dict.fromkeys(CHANNELS[Channel(one["channel"])] for one in log))
    last = chinese_date(asked["last_contact_on"].isoformat())
    if asked["ground"] == Ground.ABROAD:
        went = chinese_date(asked["abroad_since"].isoformat())
        return f"自{went}起在国（境）外，至今没有返回；最后一次联系为{last}。{of.his_words(said)}"
    looked = f"支部通过{ways}等{len({one['channel'] for one in log})}种方式查找{len(log)}次，" if log else ""
    return (
        f"自{last}起与党组织失去联系。{looked}至{chinese_date(of.searched_until(case, said).isoformat())}仍未取得联系。"
    )


def decision(case: Case, said: Said) -> Facts:
    """D-SU-2 停止党籍决定."""
    body, met = shared.record(case, "approve"), shared.record(case, "vote")
    _item, numbers = shared.voted(met)
    return numbers | {
        "issuer": committee_of(case).name, "addressee": case.organisation.name, "branch": case.organisation.name, "name": case.member.person.name,
        "last_contact_on": said("start")["last_contact_on"].isoformat(), "abroad_since": _abroad(said), "facts": established(case, said),
        "articles": ARTICLES, "meeting_on": met.held_on.isoformat(), "written": 0, "decided_on": body.held_on.isoformat(),
        "suspended_on": body.held_on.isoformat(), "copied_to": "", "date": said.newest("approve").isoformat(),
    }  # fmt: skip


def filing(case: Case, said: Said) -> Facts:
    """D-SU-3 停止党籍备案表."""
    asked, member, person, body = said("start"), case.member, case.member.person, shared.record(case, "approve")
    _item, numbers = shared.voted(shared.record(case, "vote"))
    held = body.held_on.isoformat()
    return numbers | {
        "committee": committee_of(case).name, "branch": case.organisation.name, "name": person.name, "sex": SEXES[person.sex],
        "ethnic": person.ethnic_group, "birth": person.born_on.isoformat(), "education": asked["education"],
        "joined_on": member.joined_on.isoformat(), "full_on": member.full_since.isoformat() if member.full_since else "", "post": asked["post"],
        "decision_number": common.number_of(case, "D-SU-2"), "suspended_on": held, "last_contact_on": asked["last_contact_on"].isoformat(),
        "facts": established(case, said), "written": 0,
        "committee_opinion": f"经{chinese_date(held)}党委会议集体讨论表决，同意停止{person.name}同志党籍，报请备案。",
        "committee_signer": body.chair, "committee_on": held, "department_opinion": said("record")["opinion"] or "同意备案。",
        "department_signer": said.name("record"), "department_on": said.newest("record").isoformat(),
    }  # fmt: skip
