"""The demo prefecture's organisations (演示组织): 云岭州, two counties, committees, branches; and one outside."""

from __future__ import annotations

from dataclasses import dataclass, field

from registry.establishment import POSTS_OF_A_LEVEL
from registry.models import Level, Role


@dataclass(frozen=True)
class Plan:
    """An organisation to be founded, with the posts to be filled in it."""

    code: str
    parent: str | None
    level: str
    name: str
    short: str
    word: str = ""
    may_approve: bool = False
    outside: bool = False
    posts: tuple[str, ...] = ()
    # How many members its committee has, the head of the organisation department included.
    committee: int = 0
    members: int = 0
    address: str = ""
    details: dict[str, str] = field(default_factory=dict)


COMMITTEE_POSTS = POSTS_OF_A_LEVEL[Level.COMMITTEE]
COUNTY_POSTS = (*POSTS_OF_A_LEVEL[Level.COUNTY], Role.AUDITOR)
PREFECTURE_POSTS = (*POSTS_OF_A_LEVEL[Level.PREFECTURE], Role.AUDITOR, Role.REGISTRAR)
# A branch with fewer than seven full members has only a secretary: nothing may deadlock there.
SMALL_BRANCH_POSTS = POSTS_OF_A_LEVEL[Level.BRANCH]
BRANCH_POSTS = (*SMALL_BRANCH_POSTS, Role.ORGANISATION_COMMISSIONER)

COMMITTEES = [
    ("QH01", "QH", "中共清河县玉屏街道工作委员会", "玉屏街道工委", "玉工", "清河县玉屏街道迎宾路18号", ["锦江社区", "玉泉社区", "东门社区", "西门社区", "街道机关"]),
    ("QH02", "QH", "中共清河县青石镇委员会", "青石镇党委", "青", "清河县青石镇人民路6号", ["青石村", "白果村", "红旗村", "镇机关"]),
    ("QH03", "QH", "中共清河县县直机关工作委员会", "清河县直机关工委", "清直", "清河县行政中心2号楼", ["县财政局", "县水务局", "县人民医院"]),
    ("HK01", "HK", "中共河口县商贸城街道工作委员会", "商贸城街道工委", "商工", "河口县商贸大道101号", ["商贸城", "滨河社区", "车站社区", "街道机关"]),
    ("HK02", "HK", "中共河口县龙山镇委员会", "龙山镇党委", "龙", "河口县龙山镇中心街3号", ["石板村", "龙潭村", "上寨村"]),
    ("HK03", "HK", "中共河口县县直机关工作委员会", "河口县直机关工委", "河直", "河口县政府大院", ["县教育局", "县林业和草原局"]),
    ("YL01", "YL", "中共云岭州直属机关工作委员会", "州直机关工委", "云直", "云岭市州府路1号", ["州林业调查规划院", "州档案馆"]),
    ("YL02", "YL", "中共云岭民族学院委员会", "云岭民族学院党委", "云院", "云岭市大学城路88号", ["后勤处", "图书馆"]),
]  # fmt: skip

GENERAL_BRANCHES = [
    ("QH0290", "QH02", "中共青石镇中心学校总支部委员会", "青石镇中心学校党总支", "青校总", ["小学部", "中学部"]),
    ("YL0290", "YL02", "中共云岭民族学院教育学院总支部委员会", "教育学院党总支", "教总", ["教师第一", "学生第二"]),
]  # fmt: skip


def plans() -> list[Plan]:
    """Every organisation of the demo, parents before children."""
    return [*_tops(), *_committees(), *_general_branches(), *_outside()]


def _tops() -> list[Plan]:
    return [
        Plan("YL", None, Level.PREFECTURE, "中共云岭州委员会", "云岭州委", "云组", may_approve=True, posts=PREFECTURE_POSTS, committee=4, address="云岭市州府路1号"),
        Plan("QH", "YL", Level.COUNTY, "中共清河县委员会", "清河县委", "清组", may_approve=True, posts=COUNTY_POSTS, committee=4, address="清河县行政中心1号楼"),
        Plan("HK", "YL", Level.COUNTY, "中共河口县委员会", "河口县委", "河组", may_approve=True, posts=COUNTY_POSTS, committee=4, address="河口县政府大院1号楼"),
    ]  # fmt: skip


def _committees() -> list[Plan]:
    return [plan for row in COMMITTEES for plan in committee(*row)]


def committee(
    code: str, parent: str, name: str, short: str, word: str, address: str, branches: list[str]
) -> list[Plan]:  # fmt: skip
    """A committee with approving authority (基层党委), and its branches by the names of their places."""
    above = Plan(
        code, parent, Level.COMMITTEE, name, short, word, may_approve=True, posts=COMMITTEE_POSTS, address=address
    )  # fmt: skip
    return [above, *(_branch(code, n, branch, short) for n, branch in enumerate(branches, start=1))]


def _branch(committee: str, n: int, branch: str, committee_short: str) -> Plan:
    place = committee_short.removesuffix("党委").removesuffix("工委")
    small = n % 4 == 3
    return Plan(
        f"{committee}{n:02d}", committee, Level.BRANCH, f"中共{place}{branch}支部委员会", f"{branch}支部",
        f"{branch[:2]}支", posts=SMALL_BRANCH_POSTS if small else BRANCH_POSTS, members=5 if small else 9 + n,
    )  # fmt: skip


def general_branch(code: str, parent: str, name: str, short: str, word: str, branches: list[str]) -> list[Plan]:
    """A general branch (党总支) under a committee, and its branches."""
    above = Plan(code, parent, Level.GENERAL_BRANCH, name, short, word, posts=(Role.SECRETARY,))
    place = short.removesuffix("党总支")
    return [above, *(_branch_of_general(code, n, branch, place) for n, branch in enumerate(branches, start=1))]


def _branch_of_general(code: str, n: int, branch: str, place: str) -> Plan:
    return Plan(
        f"{code}{n:02d}", code, Level.BRANCH, f"中共{place}{branch}支部委员会", f"{branch}支部", f"{branch[:2]}支",
        posts=BRANCH_POSTS, members=8,
    )  # fmt: skip


def _general_branches() -> list[Plan]:
    found = [general_branch(*row) for row in GENERAL_BRANCHES]
    return [*(row[0] for row in found), *(plan for row in found for plan in row[1:])]


def _outside() -> list[Plan]:
    return [
        Plan("OUT1", None, Level.COMMITTEE, "中共滨江市水务局直属机关委员会", "滨江市水务局机关党委", may_approve=True, outside=True, address="滨江市江畔路9号"),
        Plan("OUT2", None, Level.COMMITTEE, "中共南州省调查规划设计院委员会", "南州省规划院党委", may_approve=True, outside=True, address="南州市科技路20号"),
    ]  # fmt: skip
