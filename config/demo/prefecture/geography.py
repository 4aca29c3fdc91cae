"""The organisations of the demo prefecture (演示组织): the small demo's, and as many again and more.

Counties, streets, towns, ethnic townships with their villages, organs, an enterprise, a university, hospitals, and
organisations outside. Branches are numbered as in the small demo, so that a walk from there has its like here.
"""

from __future__ import annotations

from config.demo import places
from config.demo.places import COUNTY_POSTS, Plan
from registry.models import Level, Role

COUNTIES = [
    ("YX", "中共云溪县委员会", "云溪县委", "溪组", "云溪县行政中心"),
    ("LS", "中共岚山县委员会", "岚山县委", "岚组", "岚山县政府大院"),
]
COMMITTEES = [
    ("QH04", "QH", "中共清河县白岩彝族乡委员会", "白岩彝族乡党委", "白", "清河县白岩乡街子1号", ["白岩村", "火草坪村", "鹰嘴村", "马鹿塘村", "乡机关"]),
    ("QH05", "QH", "中共清河县人民医院委员会", "清河县医院党委", "清医", "清河县健康路66号", ["内科", "外科", "护理", "医技", "离退休"]),
    ("HK04", "HK", "中共河口县三岔乡委员会", "三岔乡党委", "三", "河口县三岔乡政府", ["三岔村", "水磨村", "箐口村", "大沟头村"]),
    ("HK05", "HK", "中共河口水电开发集团有限公司委员会", "河口水电集团党委", "水电", "河口县大坝路1号", ["电站运行", "检修", "库区管理", "机关", "物资公司"]),
    ("YX01", "YX", "中共云溪县古城街道工作委员会", "古城街道工委", "古工", "云溪县古城街道四方街12号", ["四方社区", "北门社区", "玉河社区", "龙泉社区", "新城社区", "街道机关"]),
    ("YX02", "YX", "中共云溪县石鼓镇委员会", "石鼓镇党委", "石", "云溪县石鼓镇江湾路5号", ["江湾村", "大同村", "红岩村", "镇机关", "竹园村"]),
    ("YX03", "YX", "中共云溪县县直机关工作委员会", "云溪县直机关工委", "溪直", "云溪县行政中心3号楼", ["县发展和改革局", "县民政局", "县统计局", "县融媒体中心"]),
    ("YX04", "YX", "中共云溪县金沙傈僳族乡委员会", "金沙傈僳族乡党委", "金", "云溪县金沙乡渡口", ["渡口村", "阿扎河村", "比里村", "拉巴底村"]),
    ("LS01", "LS", "中共岚山县茶城街道工作委员会", "茶城街道工委", "茶工", "岚山县茶马大道20号", ["茶城社区", "南屏社区", "温泉社区", "街道机关", "凤凰社区"]),
    ("LS02", "LS", "中共岚山县勐来镇委员会", "勐来镇党委", "勐", "岚山县勐来镇民族路2号", ["曼允村", "班洪村", "芒回村", "镇机关"]),
    ("LS03", "LS", "中共岚山县县直机关工作委员会", "岚山县直机关工委", "岚直", "岚山县政府大院2号楼", ["县农业农村局", "县文化和旅游局", "县公安局"]),
    ("LS04", "LS", "中共岚山县者米拉祜族乡委员会", "者米拉祜族乡党委", "者", "岚山县者米乡集市", ["者米村", "苦聪村", "老林脚村"]),
    ("YL03", "YL", "中共云岭师范大学委员会", "云岭师范大学党委", "云师大", "云岭市大学城路1号", ["校机关", "文学院", "数学学院", "研究生", "离退休"]),
    ("YL04", "YL", "中共云岭矿业集团有限责任公司委员会", "云岭矿业集团党委", "云矿", "云岭市工业园区8号", ["选矿厂", "运输公司", "安全环保", "集团机关", "地质勘查"]),
    ("YL05", "YL", "中共云岭州人民医院委员会", "州人民医院党委", "州医", "云岭市健康大道100号", ["急诊", "门诊", "行政后勤", "心血管"]),
]  # fmt: skip
GENERAL_BRANCHES = [
    ("YX0290", "YX02", "中共石鼓镇中心卫生院总支部委员会", "石鼓镇中心卫生院党总支", "石卫总", ["医护", "公共卫生"]),
    ("YL0390", "YL03", "中共云岭师范大学信息学院总支部委员会", "信息学院党总支", "信总", ["教工", "本科生"]),
]  # fmt: skip
OUTSIDE = [
    ("OUT3", "中共江城市高新技术产业开发区工作委员会", "江城高新区工委", "江城市科创路1号"),
    ("OUT4", "中共东海市对外贸易集团有限公司委员会", "东海外贸集团党委", "东海市港口路58号"),
    ("OUT5", "中共北原大学委员会", "北原大学党委", "北原市学府路3号"),
]


def organisations() -> list[Plan]:
    """Every organisation of the prefecture, parents before children."""
    more = [plan for row in COMMITTEES for plan in places.committee(*row)]
    general = [plan for row in GENERAL_BRANCHES for plan in places.general_branch(*row)]
    return [*places.plans(), *_counties(), *more, *general, *_outside()]


def _counties() -> list[Plan]:
    return [
        Plan(code, "YL", Level.COUNTY, name, short, word, may_approve=True, posts=COUNTY_POSTS, address=address)
        for code, name, short, word, address in COUNTIES
    ]


def _outside() -> list[Plan]:
    return [
        Plan(code, None, Level.COMMITTEE, name, short, may_approve=True, outside=True, address=address)
        for code, name, short, address in OUTSIDE
    ]


def organs_of(plan: Plan, branches: list[Plan]) -> list[Plan]:
    """The branches whose members fill the posts of an organisation: its own; a county's those of its organs."""
    if plan.level == Level.PREFECTURE:
        return [branch for branch in branches if branch.parent == "YL01"]
    if plan.level == Level.COUNTY:
        return [branch for branch in branches if branch.parent == f"{plan.code}03"]
    return [branch for branch in branches if branch.code.startswith(plan.code)]


# How many hold a post that several may hold, where it is more than one.
SEVERAL: dict[tuple[str, str], int] = {(Level.COUNTY, Role.ORGANISER): 2, (Level.PREFECTURE, Role.ORGANISER): 2}
