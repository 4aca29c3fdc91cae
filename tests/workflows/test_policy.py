"""Policy packs: loaded strictly, adopted by date, nearest organisation first, kept by the case."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from operator import attrgetter
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction

from audit import clock, journal
from config.demo.building import Demo
from registry.models import Member, User
from registry.organisations import stream_of
from registry.refusals import Refused
from tests import desk
from workflows.engine.models import Case
from workflows.engine.turns import pack_of
from workflows.policy import asking, loading
from workflows.policy.loading import FOLDER, BadPack
from workflows.policy.models import Adoption
from workflows.policy.terms import Tag
from workflows.processes.transfer import facts as of

BY = journal.system("test")
DAY = dt.timedelta(days=1)
LINE = 'away_months = { value = 6, unit = "months", source = "党员教育管理工作条例第25条", tag = "V1" }'

EIGHTY = '[votes.GM_ELECTION]\npresence = { value = { share = "4/5", op = "ge", base = "entitled" },'


@pytest.fixture
def changed(tmp_path: Path) -> Callable[[str, str], Path]:
    """Today's pack with one piece of its text replaced."""

    def _changed(old: str, new: str) -> Path:
        text = (FOLDER / "cn_2026.toml").read_text("utf-8")
        assert text.count(old) == 1
        place = tmp_path / "cn_2026.toml"
        place.write_text(text.replace(old, new), "utf-8")
        return place

    return _changed


BROKEN = [
    ("a key is missing", LINE, "", "away_months"),
    ("a key is unknown", LINE, LINE + "\nawey_months = { value = 6, source = 'x', tag = 'D' }", "awey_months"),
    ("a text for a number", "away_months = { value = 6,", 'away_months = { value = "six",', "transfer.away_months"),
    ("a yes for a number", "away_months = { value = 6,", "away_months = { value = true,", "transfer.away_months"),
    ("a fraction for a number", "away_months = { value = 6,", "away_months = { value = 6.0,", "transfer.away_months"),
    ("a number for a yes", "open_case_blocks = { value = true", "open_case_blocks = { value = 1", "open_case_blocks"),
    ("a value without source", LINE, 'away_months = { value = 6, tag = "V1" }', "transfer.away_months: source"),
    ("a value without tag", LINE, 'away_months = { value = 6, source = "x" }', "transfer.away_months: tag"),
    ("a bare value", LINE, "away_months = 6", "away_months"),
    ("an unknown tag", LINE, 'away_months = { value = 6, source = "x", tag = "V9" }', "transfer.away_months"),
    ("an unknown remark", LINE, 'away_months = { value = 6, source = "x", tag = "D", note_ = "" }', "transfer.away_months"),
    ("an unknown section", "[archive]", "[archives]", "archives"),
    ("an unknown heading", 'jurisdiction = "全国"', 'jurisdiktion = "全国"', "jurisdiktion"),
    ("no name", 'pack = "cn_2026"\n', "", "pack"),
    ("no version", 'version = "2026.05"\n', "", "version"),
    ("no title", 'title = "现行全国规定（2026年5月）"\n', "", "title"),
    ("no beginning", "effective_from = 2019-05-21\n", "", "effective_from"),
    ("an unknown kind of vote", "[votes.BC_MEETING]", "[votes.BC_MEETINGS]", "votes.BC_MEETING"),
    ("votes that are no tables", "[votes.BC_MEETING]", "[votes]\nmany = 1\n[votes.BC_MEETING]", "votes"),
    ("a share that is none", EIGHTY, EIGHTY.replace("4/5", "80%"), "votes.GM_ELECTION.presence"),
    ("a share above one", EIGHTY, EIGHTY.replace("4/5", "5/4"), "votes.GM_ELECTION.presence"),
    ("a share of nothing", EIGHTY, EIGHTY.replace("4/5", "4/0"), "votes.GM_ELECTION.presence"),
    ("more than all", EIGHTY, EIGHTY.replace('4/5", op = "ge', '5/5", op = "gt'), "votes.GM_ELECTION.presence"),
    ("an unknown operator", EIGHTY, EIGHTY.replace("ge", "eq"), "votes.GM_ELECTION.presence"),
    ("an unknown base", EIGHTY, EIGHTY.replace("entitled", "members"), "votes.GM_ELECTION.presence"),
    ("presence of those present", EIGHTY, EIGHTY.replace("entitled", "present"), "votes.GM_ELECTION.presence"),
    ("a word too many", EIGHTY, EIGHTY.replace("entitled", 'entitled", least = "1'), "votes.GM_ELECTION.presence"),
    ("a number for a share", EIGHTY, "[votes.GM_ELECTION]\npresence = { value = 80,", "votes.GM_ELECTION.presence"),
    ("a beginning that is no day", "effective_from = 2019-05-21", 'effective_from = "2019-05-21"', "effective_from"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "old", "new", "named"), BROKEN, ids=[b[0] for b in BROKEN])
def test_a_broken_pack_does_not_load(
    changed: Callable[[str, str], Path], name: str, old: str, new: str, named: str
) -> None:
    """The message names what is wrong."""
    with pytest.raises(BadPack) as bad:
        loading.read(changed(old, new))
    assert named in str(bad.value)


def test_the_shipped_packs_load() -> None:
    assert sorted(loading.packs()) == [("cn_2026", "2026.05"), ("seed_2005", "2005.01")]


def test_a_pack_laid_over_another_keeps_what_it_does_not_say() -> None:
    seed, today = loading.packs()["seed_2005", "2005.01"], loading.packs()["cn_2026", "2026.05"]
    assert (seed.transfer.away_months.value, today.transfer.away_months.value) == (3, 6)
    assert seed.transfer.away_months.pack == "seed_2005"
    assert seed.transfer.letter_days_max == today.transfer.letter_days_max
    assert (seed.transfer.letter_days_max.pack, seed.local, today.local) == ("cn_2026", True, False)


def test_every_provision_has_a_source_and_says_how_far_it_is_verified() -> None:
    for pack in loading.packs().values():
        for section in (attrgetter(name)(pack) for name in loading.SECTIONS):
            for provision in vars(section).values():
                assert provision.source != ""
                assert provision.tag.verified == (provision.tag in (Tag.V1, Tag.V2))


@pytest.mark.parametrize(("on", "found"), [("2019-05-20", False), ("2019-05-21", True), ("2026-11-24", True)])
def test_a_pack_is_in_force_from_its_first_day(on: str, found: bool) -> None:
    day = dt.date.fromisoformat(on)
    if found:
        assert loading.in_force("cn_2026", day).version == "2026.05"
        return
    with pytest.raises(BadPack, match="cn_2026"):
        loading.in_force("cn_2026", day)


def test_an_unknown_pack_is_not_adopted(world: Demo) -> None:
    before = desk.state()
    with pytest.raises(BadPack, match="cn_2099"):
        asking.adopt(world.organisations["QH"], "cn_2099", by=BY, since=clock.today())
    assert desk.state() == before


def test_an_adoption_counts_from_its_day_for_all_below_and_nobody_beside(world: Demo) -> None:
    asking.adopt(world.organisations["QH"], "seed_2005", by=BY, since=dt.date(2026, 12, 1))
    for code in ("QH", "QH01", "QH0101", "QH029001"):
        days = [dt.date(2026, 11, 30), dt.date(2026, 12, 1), dt.date(2026, 12, 2)]
        found = [asking.pack_name_of(world.organisations[code], day) for day in days]
        assert found == ["cn_2026", "seed_2005", "seed_2005"]
    for code in ("YL", "HK", "HK0101"):
        assert asking.pack_name_of(world.organisations[code], dt.date(2026, 12, 2)) == "cn_2026"


def test_the_nearest_organisation_wins(world: Demo) -> None:
    on = clock.today()
    asking.adopt(world.organisations["YL"], "seed_2005", by=BY, since=on)
    asking.adopt(world.organisations["QH01"], "cn_2026", by=BY, since=on)
    found = {
        code: asking.pack_name_of(world.organisations[code], on) for code in ("YL", "QH", "QH01", "QH0101", "QH02")
    }
    assert found == {"YL": "seed_2005", "QH": "seed_2005", "QH01": "cn_2026", "QH0101": "cn_2026", "QH02": "seed_2005"}


def test_a_later_adoption_ends_the_earlier_one_the_day_before(world: Demo) -> None:
    county = world.organisations["QH"]
    asking.adopt(county, "seed_2005", by=BY, since=dt.date(2026, 1, 31))
    asking.adopt(county, "cn_2026", by=BY, since=dt.date(2026, 3, 1))
    spans = [(a.pack, a.since, a.until) for a in Adoption.objects.filter(organisation=county).order_by("since")]
    assert spans == [
        ("seed_2005", dt.date(2026, 1, 31), dt.date(2026, 2, 28)),
        ("cn_2026", dt.date(2026, 3, 1), None),
    ]
    acts = [e.facts["pack"] for e in journal.entries_of(stream_of(county)) if e.act == "policy.adopted"]
    assert acts == ["seed_2005", "cn_2026"]


@pytest.mark.parametrize("days", [0, -1, -400])
def test_an_adoption_is_not_overtaken_by_one_of_the_same_day_or_before(world: Demo, days: int) -> None:
    county, since = world.organisations["QH"], dt.date(2026, 12, 1)
    asking.adopt(county, "seed_2005", by=BY, since=since)
    before = desk.state()
    with pytest.raises(Refused):
        asking.adopt(county, "cn_2026", by=BY, since=since + days * DAY)
    assert desk.state() == before


def test_the_database_refuses_two_packs_on_one_day(world: Demo) -> None:
    county = world.organisations["QH"]
    asking.adopt(county, "seed_2005", by=BY, since=dt.date(2026, 12, 1))
    with pytest.raises(IntegrityError, match="one_pack_at_a_time"), transaction.atomic():
        Adoption.objects.create(organisation=county, pack="cn_2026", since=dt.date(2027, 5, 1))
    assert Adoption.objects.filter(organisation=county).count() == 1


def test_a_case_keeps_the_pack_it_was_opened_under(case: Case, world: Demo, sister: User) -> None:
    clock.advance(DAY)
    asking.adopt(world.organisations["QH"], "seed_2005", by=BY, since=clock.today())
    member = next(m for m in world.members("QH0102") if m.standing == "full" and m.person != sister.person)
    later = desk.opened(sister, world.organisations["QH0102"], member, world.organisations["HK0102"])
    kept = Case.objects.get(pk=case.pk)
    assert [(c.pack, pack_of(c).transfer.away_months.value) for c in (kept, later)] == [
        ("cn_2026", 6),
        ("seed_2005", 3),
    ]


@pytest.mark.parametrize(
    ("pack", "to", "issuer", "receiver"),
    [
        ("cn_2026", "HK0102", "QH01", "HK01"),
        ("seed_2005", "HK0102", "QH", "HK"),
        ("cn_2026", "QH0201", "QH01", "QH02"),
        ("seed_2005", "QH0201", "QH01", "QH02"),
        ("cn_2026", "OUT1", "QH01", "OUT1"),
        ("seed_2005", "OUT1", "QH", "OUT1"),
        ("seed_2005", "YL0101", "QH", "YL"),
    ],
)
def test_who_issues_and_who_accepts(
    world: Demo, secretary: User, ordinary_member: Member, pack: str, to: str, issuer: str, receiver: str
) -> None:
    """Today any committee with authority; under the older levels, across counties, the counties."""
    asking.adopt(world.organisations["YL"], pack, by=BY, since=clock.today())
    opened = desk.opened(secretary, world.organisations["QH0101"], ordinary_member, world.organisations[to])
    assert (of.issuer_of(opened).code, of.receiver_of(opened).code) == (issuer, receiver)
