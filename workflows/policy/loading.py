"""Reading policy packs (载入政策包) from TOML files, strictly."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any, get_type_hints

from workflows.policy.terms import (
    AppealTerms,
    ArchiveTerms,
    CorrectionTerms,
    DeskTerms,
    DisposalTerms,
    EntitledTerms,
    LostContactTerms,
    OwnWithdrawalTerms,
    Pack,
    PersuadeTerms,
    ProbationTerms,
    Provision,
    RemovalTerms,
    SelfWithdrawalTerms,
    StayTerms,
    Tag,
    TransferTerms,
    VotesTerms,
)
from workflows.policy.thresholds import Base, Op, Threshold

SHARE = re.compile(r"(\d+)/(\d+)")
FOLDER = Path(__file__).parent / "packs"
VOTES = get_type_hints(VotesTerms)
# The sections of a pack; one with a dot is a table within a table, and ``attrgetter`` finds its terms in a pack.
SECTIONS: dict[str, type] = {
    "transfer": TransferTerms,
    "stay": StayTerms,
    "disposal": DisposalTerms,
    "correction": CorrectionTerms,
    "persuade": PersuadeTerms,
    "removal": RemovalTerms,
    "self_withdrawal": SelfWithdrawalTerms,
    "own_withdrawal": OwnWithdrawalTerms,
    "lost_contact": LostContactTerms,
    "probation": ProbationTerms,
    "appeal": AppealTerms,
    "desk": DeskTerms,
    "archive": ArchiveTerms,
    "entitled": EntitledTerms,
    **{f"votes.{kind}": terms for kind, terms in VOTES.items()},
}

HEADINGS: dict[str, type] = {"pack": str, "version": str, "title": str, "effective_from": dt.date}
MORE_HEADINGS: dict[str, type] = {"effective_to": dt.date, "jurisdiction": str, "local": bool, "extends": str}


class BadPack(Exception):
    """A pack with a missing, unknown or ill-typed key; the message names it."""


def _merged(raw: dict[str, Any], folder: Path) -> dict[str, Any]:
    """The keys of a pack laid over those of the pack it extends."""
    if not raw.get("extends"):
        return {section: dict(raw.get(section, {})) for section in SECTIONS}
    base = _merged(_raw(folder / f"{raw['extends']}.toml"), folder)
    return {section: base[section] | raw.get(section, {}) for section in SECTIONS}


def _raw(path: Path) -> dict[str, Any]:
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    _check_headings(path.name, raw)
    raw |= _votes(path.name, raw.pop("votes", {}))
    for keys in raw.values():
        if isinstance(keys, dict):
            for name, entry in keys.items():
                if not isinstance(entry, dict):
                    raise BadPack(f"{path.name}: {name} is a bare value, it needs value, source and tag")
                entry.setdefault("pack", raw["pack"])
                entry.setdefault("version", raw["version"])
    return raw


def _votes(name: str, tables: Any) -> dict[str, Any]:
    """The tables of the kinds of votes, named with their dot; BadPack where something stands beside them."""
    if not isinstance(tables, dict) or not all(isinstance(keys, dict) for keys in tables.values()):
        raise BadPack(f"{name}: votes holds nothing but a table for each kind of vote")
    return {f"votes.{kind}": keys for kind, keys in tables.items()}


def _check_headings(name: str, raw: dict[str, Any]) -> None:
    """BadPack for a heading that is missing or is not what it must be."""
    for heading, kind in (HEADINGS | {h: k for h, k in MORE_HEADINGS.items() if h in raw}).items():
        if type(raw.get(heading)) is not kind:
            raise BadPack(f"{name}: {heading} is missing or is not {kind.__name__}")


def _provision(key: str, entry: dict[str, Any], expected: type) -> Provision[Any]:
    """One key as a provision; BadPack where its value is not of the expected type."""
    if missing := {"value", "source", "tag"} - entry.keys():
        raise BadPack(f"{key}: {', '.join(sorted(missing))} missing")
    if odd := entry.keys() - {f.name for f in dataclasses.fields(Provision)}:
        raise BadPack(f"{key}: {', '.join(sorted(odd))} unknown")
    if entry["tag"] not in set(Tag):
        raise BadPack(f"{key}: tag {entry['tag']!r} unknown")
    known = {"unit": "", "note": ""} | entry
    return Provision(key=key, **known | {"tag": Tag(entry["tag"]), "value": _value(key, entry["value"], expected)})


def _value(key: str, found: Any, expected: type) -> Any:
    """A value as what it is expected to be; BadPack where it is not."""
    if expected is Threshold:
        return _threshold(key, found)
    if type(found) is not expected:
        raise BadPack(f"{key}: {found!r} is not {expected.__name__}")
    return found


def _threshold(key: str, found: Any) -> Threshold:
    """``{ share = "4/5", op = "ge", base = "entitled" }`` as a threshold; BadPack for anything else."""
    try:
        part, of = SHARE.fullmatch(found["share"]).groups()  # type: ignore[union-attr]
        threshold = Threshold(int(part), int(of), Op(found["op"]), Base(found["base"]))
    except (TypeError, KeyError, AttributeError, ValueError) as fault:
        raise BadPack(f"{key}: {found!r} is not a share with op and base") from fault
    if len(found) != 3 or (key.endswith(".presence") and threshold.base is not Base.ENTITLED):
        raise BadPack(f"{key}: {found!r} is not a share of those it can be of")
    return threshold


def _section(name: str, keys: dict[str, Any]) -> Any:
    """A section of terms; BadPack for a key too many or too few."""
    kind = SECTIONS[name]
    hints = get_type_hints(kind)
    if odd := keys.keys() ^ hints.keys():
        raise BadPack(f"{name}: {', '.join(sorted(odd))} missing or unknown")
    return kind(**{k: _provision(f"{name}.{k}", dict(v), hints[k].__args__[0]) for k, v in keys.items()})


def read(path: Path) -> Pack:
    """A pack from its file, over the pack it extends; raises BadPack."""
    raw = _raw(path)
    unknown = raw.keys() - SECTIONS.keys() - {f.name for f in dataclasses.fields(Pack)} - {"pack", "extends"}
    if unknown:
        raise BadPack(f"{path.name}: {', '.join(sorted(unknown))} unknown")
    sections = {name: _section(name, keys) for name, keys in _merged(raw, path.parent).items()}
    votes = VotesTerms(**{kind: sections.pop(f"votes.{kind}") for kind in VOTES})
    return Pack(
        name=raw["pack"],
        version=raw["version"],
        title=raw["title"],
        effective_from=raw["effective_from"],
        effective_to=raw.get("effective_to"),
        jurisdiction=raw.get("jurisdiction", ""),
        local=raw.get("local", False),
        votes=votes,
        **sections,
    )


@cache
def packs() -> dict[tuple[str, str], Pack]:
    """Every version of every pack, by name and version."""
    found = [read(path) for path in sorted(FOLDER.glob("*.toml"))]
    return {(pack.name, pack.version): pack for pack in found}


def in_force(name: str, on: dt.date) -> Pack:
    """The version of a pack in force on a day; BadPack if there is none."""
    versions = [p for p in packs().values() if p.name == name and p.effective_from <= on]
    current = [p for p in versions if p.effective_to is None or on <= p.effective_to]
    if not current:
        raise BadPack(f"{name}: no version in force on {on}")
    return max(current, key=lambda pack: pack.effective_from)
