"""The columns of the register's files (登记表栏目), by their Chinese names.

The names and words are the format of the file, not of the screen: they are Chinese in every language.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from registry.exchange.cells import CellType, Choice, Day, IdNumber, Month, Text
from registry.exchange.escaping import tidy, tidy_code, tidy_name
from registry.models import Level, Role, Sex, Standing

LEVELS: Mapping[str, str] = {
    "党支部": Level.BRANCH.value, "党总支": Level.GENERAL_BRANCH.value, "基层党委": Level.COMMITTEE.value,
    "县委": Level.COUNTY.value, "州委": Level.PREFECTURE.value, "省委": Level.PROVINCE.value,
    "支部": Level.BRANCH.value, "总支": Level.GENERAL_BRANCH.value, "党委": Level.COMMITTEE.value,
    "工委": Level.COMMITTEE.value,
}  # fmt: skip
ROLES: Mapping[str, str] = {
    "书记": Role.SECRETARY.value, "副书记": Role.DEPUTY_SECRETARY.value,
    "组织委员": Role.ORGANISATION_COMMISSIONER.value, "党委委员": Role.COMMITTEE_MEMBER.value,
    "组织员": Role.ORGANISER.value, "组织部部长": Role.DEPARTMENT_HEAD.value, "审计员": Role.AUDITOR.value,
    "登记员": Role.REGISTRAR.value, "组织部长": Role.DEPARTMENT_HEAD.value,
}  # fmt: skip
STANDINGS: Mapping[str, str] = {
    "正式党员": Standing.FULL.value, "预备党员": Standing.PROBATIONARY.value, "停止党籍": Standing.SUSPENDED.value,
}  # fmt: skip
SEXES: Mapping[str, str] = {"男": Sex.MALE.value, "女": Sex.FEMALE.value}
YES_NO: Mapping[str, bool] = {"是": True, "否": False}
ETHNIC_GROUPS = frozenset((
    "汉", "蒙古", "回", "藏", "维吾尔", "苗", "彝", "壮", "布依", "朝鲜", "满", "侗", "瑶", "白", "土家", "哈尼", "哈萨克",
    "傣", "黎", "傈僳", "佤", "畲", "高山", "拉祜", "水", "东乡", "纳西", "景颇", "柯尔克孜", "土", "达斡尔", "仫佬", "羌",
    "布朗", "撒拉", "毛南", "仡佬", "锡伯", "阿昌", "普米", "塔吉克", "怒", "乌孜别克", "俄罗斯", "鄂温克", "德昂", "保安", "裕固",
    "京", "塔塔尔", "独龙", "鄂伦春", "赫哲", "门巴", "珞巴", "基诺",
))  # fmt: skip


def tidy_ethnic_group(text: str) -> str:
    """The name of an ethnic group without 族: 汉族 is 汉."""
    kept = tidy(text)
    return kept.removesuffix("族") if kept.removesuffix("族") in ETHNIC_GROUPS else kept


@dataclass(frozen=True)
class Column:
    """A column (栏目): its name in the file, how its cells are read, and what the template says about it."""

    key: str
    title: str
    type: CellType
    note: str
    required: bool = False
    aliases: tuple[str, ...] = ()
    examples: tuple[str, str] = ("", "")


@dataclass(frozen=True)
class Kind:
    """A kind of sheet (表): its name and its columns."""

    key: str
    title: str
    columns: tuple[Column, ...] = field(repr=False)

    @cached_property
    def by_title(self) -> dict[str, Column]:
        """Columns by their name and their other names."""
        return {title: column for column in self.columns for title in (column.title, *column.aliases)}

    @cached_property
    def by_key(self) -> dict[str, Column]:
        """Columns by key."""
        return {column.key: column for column in self.columns}


EXAMPLE = "示例"
_DAY_NOTE = "日期，如 2026-11-24"

ORGANISATIONS = Kind("organisations", "组织", (
    Column("code", "编码", Text(20, tidy_code), "组织编码，全表唯一，最多20个字符", required=True, examples=("示例-QH01", "示例-QH0101")),
    Column("name", "名称", Text(100), "组织全称", required=True, examples=("中共某县某镇委员会", "中共某县某镇某村支部委员会")),
    Column("short_name", "简称", Text(40), "不填则取全称前40字", examples=("某镇党委", "某村党支部")),
    Column("document_word", "代字", Text(12), "发文机关代字", examples=("某", "")),
    Column("level", "层级", Choice(LEVELS), "只能填所列层级", required=True, examples=("基层党委", "党支部")),
    Column("parent", "上级编码", Text(20, tidy_code), "上级组织的编码：本表中或已登记的；最高一级与系统外组织不填", examples=("示例-QH", "示例-QH01")),
    Column("may_approve", "有审批权限", Choice(YES_NO, blank=False), "是否有预备党员审批权限，填是或否，不填为否", examples=("是", "否")),
    Column("outside", "系统外", Choice(YES_NO, blank=False), "本系统以外、只有文书往来的组织填是，不填为否", examples=("否", "否")),
    Column("address", "地址", Text(100), "通信地址", examples=("某县某镇人民路6号", "")),
    Column("telephone", "电话", Text(30, tidy_code), "联系电话", aliases=("联系电话",), examples=("0855-2200000", "")),
    Column("fax", "传真", Text(30, tidy_code), "传真号码", examples=("0855-2200001", "")),
    Column("postcode", "邮编", Text(10, tidy_code), "邮政编码", aliases=("邮政编码",), examples=("556000", "")),
    Column("founded_on", "成立日期", Day(), _DAY_NOTE, examples=("1951-07-01", "1983-05-01")),
    Column("dissolved_on", "撤销日期", Day(), f"已撤销的组织才填。{_DAY_NOTE}"),
))  # fmt: skip

POSTS = Kind("posts", "职务", (
    Column("organisation", "组织编码", Text(20, tidy_code), "职务所在组织的编码", required=True, aliases=("所在组织编码",), examples=("示例-QH01", "示例-QH0101")),
    Column("role", "职责", Choice(ROLES), "只能填所列职责", required=True, examples=("组织员", "书记")),
    Column("title", "职务名称", Text(40), "如支部书记；不填则与职责相同", examples=("", "支部书记")),
    Column("name", "任职人姓名", Text(50, tidy_name), "任职人不在党员表中、也未登记时必填", examples=("张某某", "")),
    Column("id_number", "任职人身份证号", IdNumber(), "18位，单元格设为文本；职务空缺时本栏与任职各栏都不填", aliases=("任职人公民身份号码",), examples=("990000198001010012", "990000198505050026")),
    Column("sex", "任职人性别", Choice(SEXES), "不填则取自身份证号", examples=("", "")),
    Column("born_on", "任职人出生日期", Day(), f"不填则取自身份证号。{_DAY_NOTE}"),
    Column("ethnic_group", "任职人民族", Text(10, tidy_ethnic_group), "新登记的任职人才填，不填为汉", examples=("汉", "")),
    Column("telephone", "任职人电话", Text(30, tidy_code), "新登记的任职人才填", examples=("", "")),
    Column("since", "任职开始", Day(), f"有任职人时必填。{_DAY_NOTE}", examples=("2025-01-15", "2024-03-01")),
    Column("until", "任职结束", Day(), f"最后一天；在任不填。{_DAY_NOTE}"),
    Column("acting", "代理", Choice(YES_NO, blank=False), "是否代理，填是或否，不填为否", examples=("否", "否")),
))  # fmt: skip

MEMBERS = Kind("members", "党员", (
    Column("name", "姓名", Text(50, tidy_name), "与身份证一致；少数民族姓名用间隔号·", required=True, examples=("示例-王某某", "示例-沙玛·阿木")),
    Column("sex", "性别", Choice(SEXES), "填男或女", required=True, examples=("女", "男")),
    Column("ethnic_group", "民族", Text(10, tidy_ethnic_group), "不填为汉", examples=("汉", "彝")),
    Column("born_on", "出生日期", Day(), f"不填则取自公民身份号码。{_DAY_NOTE}", examples=("1985-05-05", "")),
    Column("id_number", "公民身份号码", IdNumber(), "18位，单元格设为文本", aliases=("身份证号", "身份证号码", "公民身份证号码"), examples=("990000198505050026", "990000199011240035")),
    Column("telephone", "联系电话", Text(30, tidy_code), "手机或座机", aliases=("电话", "手机号码"), examples=("13900000000", "")),
    Column("home", "所在组织编码", Text(20, tidy_code), "所在党支部或党总支的编码", required=True, aliases=("组织编码",), examples=("示例-QH0101", "示例-QH0101")),
    Column("standing", "党籍", Choice(STANDINGS), "只能填所列党籍", required=True, aliases=("党籍状态",), examples=("正式党员", "预备党员")),
    Column("joined_on", "入党日期", Day(), _DAY_NOTE, required=True, examples=("2008-07-01", "2026-07-01")),
    Column("full_since", "转正日期", Day(), f"预备党员不填。{_DAY_NOTE}", examples=("2009-07-01", "")),
    Column("dues_paid_until", "党费交至", Month(), "月份，如 2026-11 或 2026年11月", examples=("2026-11", "2026年11月")),
    Column("since", "到本组织日期", Day(), f"不填则为入党日期。{_DAY_NOTE}", examples=("2019-03-01", "")),
))  # fmt: skip

KINDS = (ORGANISATIONS, MEMBERS, POSTS)
