"""A course as a page (流程说明页): steps, articles, posts, forms, terms, papers, obligations, from the course itself.

Written to ``docs/processes`` by ``manage.py process_pages --write`` and checked in the tests, so that nobody has to
believe a description. Names stand in Chinese and English.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.utils import translation

from forms.kit import Access, Differs
from registry.models import Level, Role
from workflows.engine.obligations import Guard, Obligation
from workflows.engine.routing import PostOf
from workflows.engine.signing import Rule
from workflows.engine.soundness.keeping import returns_kept
from workflows.engine.soundness.model import obligations_of
from workflows.engine.soundness.telling import outcome_of
from workflows.engine.words import (
    Countersign,
    Effect,
    Fork,
    Issue,
    Opening,
    Outcome,
    Process,
    Step,
    Subject,
    Term,
    Wait,
)
from workflows.policy import loading

SORTS = ((Opening, "opening"), (Step, "step"), (Fork, "question"), (Issue, "paper"), (Effect, "register"), (Wait, "wait"), (Outcome, "end"))  # fmt: skip
UNITS = {"working_days": "working days", "months": "months", "days": "days"}
ACCESS = {Access.READ_ONLY: "read-only", Access.HIDDEN: "not asked"}
KINDS = {"approve": "approval", "record": "recording", "pre_review": "pre-review"}


def page_of(process: type[Process]) -> str:
    """The page of a course, in Markdown."""
    nodes = process.in_order()
    with translation.override("en"):
        parts = [
            f"# {_both(process.title)}",
            f"Generated from `{process.__module__}` by `manage.py process_pages --write`.",
            str(process.summary),
            *([f"In force from {process.in_force_from}."] if process.in_force_from else []),
            _opening(process),
            "## Steps",
            _table(
                "step|what|article|who|form|term|paper|obligations", (_row(process, name, node) for name, node in nodes)
            ),
            "## Ways",
            _table("from|ends|leads to", (row for name, node in nodes for row in _ways(name, node))),
            "## Returns",
            _table("from|back to|to be done again", _returns(process)),
            "## Checks",
            _table("rule|article|at|keeps from", _checks(nodes)),
            "## Obligations",
            _table("name|obligation|article|met by|needed by|undone by|not allowed at", _obligations(process)),
        ]
    return "\n\n".join(parts) + "\n"


def _both(title: Any) -> str:
    """A title in Chinese and in English."""
    with translation.override("zh-hans"):
        chinese = str(title)
    return chinese if chinese == str(title) else f"{chinese} {title}"


def _table(heads: str, rows: Iterator[Sequence[str]]) -> str:
    names = heads.split("|")
    lines = [names, ["---"] * len(names), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _opening(process: type[Process]) -> str:
    by = _roles(process.opened_by) + (", or the member himself" if process.opened_by_subject else "")
    places = " or ".join(_both(Level(level).label) for level in process.opened_at_levels)
    text = f"Opened by: {by}; in: {places}. Case numbers begin with {process.code}."
    return "\n\n".join([text, *_whole_case(process)])


def _whole_case(process: type[Process]) -> Iterator[str]:
    """What can be done with a whole case, by whom, and where."""
    off, stop, end = process.withdrawal, process.suspension, process.termination
    if off is not None:
        alone = " by the member himself alone" if off.alone else ""
        yield f"Can be called off{alone} ({off.article}) at {_names(off.at)}; then `{off.then}`."
    if stop is not None:
        yield f"Can be suspended ({stop.article}) by the {_post(stop.by)} at {_names(stop.at)}."
    if end is not None:
        yield f"Can be ended ({end.article}) by the {_post(end.by)} at {_names(end.at)}; then `{end.then}`."
    for one in process.incidents:
        where = f"at {_names(one.at)}; then `{one.then}`"
        yield f"What may happen besides ({one.article}): {_both(one.title)}; reported by the {_post(one.by)} {where}."


def _returns(process: type[Process]) -> Iterator[list[str]]:
    """Where the proof allows a case to be sent back to, as it is kept."""
    kept, steps = returns_kept(process), process.steps()
    for node, to in ((node, to) for node in steps for to in steps if to in kept.get(node, {})):
        yield [f"`{node}`", f"`{to}` {_both(steps[to].title)}", ", ".join(kept[node][to])]


# -- the rows -------------------------------------------------------------------------------------------------------------


def _row(process: type[Process], name: str, node: Any) -> list[str]:
    sort = next(word for kind, word in SORTS if isinstance(node, kind))
    act = KINDS.get(str(getattr(node, "kind", "")), "")
    if isinstance(node, Countersign):
        sort, act = "countersign", f"{act}, countersigned" if act else ""
    what = f"{_both(node.title)} ({act or sort})"
    return [
        f"`{name}`",
        what,
        node.article,
        _who(process, node),
        _form(node),
        _term(node),
        _paper(node),
        _duties(node),
    ]


def _who(process: type[Process], node: Any) -> str:
    if isinstance(node, Issue):
        return f"issued by {_both(node.issuer.title)}"
    if isinstance(node, Countersign):
        return _signers(node)
    if not isinstance(node, Step):
        return ""
    own = isinstance(node.to, Subject)
    to = node.to.recorded_by if isinstance(node.to, Subject) else node.to
    post = _post(to)
    return f"the member himself; on paper, the {post}" if own else post


def _signers(node: Countersign) -> str:
    """Who signs and how many must agree, who may be asked besides, and who decides where too few can sign."""
    how = ", one after another" if node.in_order else ""
    parts = [f"{rule_of(node.rule)}{how}: {'; '.join(_post(who) for who in node.signers)}"]
    if node.may_add:
        parts.append(
            f"may be added: {'; '.join(_post(w) if isinstance(w, PostOf) else _both(w.title) for w in node.may_add)}"
        )
    return f"{'. '.join(parts)}. Where too few can sign, the {_post(node.to)}"


def rule_of(rule: Rule) -> str:
    """A rule of signing in words."""
    if rule.number:
        said = f"{rule.number} of them must agree"
    elif rule.part == rule.of:
        said = "all must agree"
    elif rule.part == 0:
        said = "one must agree"
    else:
        said = f"{'more than' if rule.strictly else 'at least'} {rule.part}/{rule.of} of them must agree"
    return f"{said}, with at least {rule.least} signing" if rule.least > max(1, rule.number) else said


def _post(to: Any) -> str:
    return f"{_roles(to.roles)} of {_both(to.of.title)}"


def _roles(roles: Sequence[str]) -> str:
    return " or ".join(_both(Role(role).label) for role in roles)


def _form(node: Any) -> str:
    if not isinstance(node, Step | Opening):
        return ""
    labels = [_both(field.label) + _access(node, name) for name, field in node.form.base_fields.items()]
    return f"{node.form.__name__}: {'; '.join(labels)}" if labels else node.form.__name__


def _access(node: Any, name: str) -> str:
    """What the step lets be done with a field, where it is not simply asked."""
    rule = getattr(node, "fields", {}).get(name, Access.EDITABLE)
    if not isinstance(rule, Differs):
        return f" ({ACCESS[rule]})" if rule in ACCESS else ""
    said = {"the member": rule.by_subject, "the post": rule.by_post}
    parts = [f"{ACCESS[access]} for {who}" for who, access in said.items() if access in ACCESS]
    return f" ({', '.join(parts)})" if parts else ""


def _term(node: Any) -> str:
    parts = []
    if isinstance(getattr(node, "within", None), Term):
        parts.append(_amounts(node.within) + ("" if node.within.stops else ", does not stop"))
    if isinstance(node, Step) and node.lapse is not None:
        parts.append(f"lapses ({node.lapse.article})" + ("" if node.lapse.stops else ", does not stop"))
    if isinstance(node, Wait):
        parts.append("until a date")
    return "; ".join(parts)


def _amounts(term: Term) -> str:
    """The term under each pack; once where the packs agree."""
    found = {
        pack.name: f"{term.provision(pack).value} {UNITS[term.unit]}" for _key, pack in sorted(loading.packs().items())
    }
    if len(set(found.values())) == 1:
        return next(iter(found.values()))
    return "; ".join(f"{amount} ({name})" for name, amount in found.items())


def _amount(number: int, unit: str) -> str:
    return f"{number} {unit.removesuffix('s') if number == 1 else unit}"


def _paper(node: Any) -> str:
    return f"{node.kind.code} {node.kind.title}" if isinstance(node, Issue) else ""


def _duties(node: Any) -> str:
    met = [
        (o.name if outcome == "done" else f"{o.name} ({outcome})") for outcome, found in node.met.items() for o in found
    ]
    undone = [o.name for found in node.undone.values() for o in found]
    parts = {
        "needs": [o.name for o in node.needed],
        "not while": [o.name for o in node.forbidden],
        "meets": met,
        "undoes": undone,
    }
    return "; ".join(f"{word} {', '.join(names)}" for word, names in parts.items() if names)


def _ways(name: str, node: Any) -> Iterator[list[str]]:
    for outcome, target in node.targets.items():
        words = _both_of(node, outcome)
        yield [f"`{name}`", f"{outcome}: {words}" if words else outcome, f"`{target.name}` {_both(target.title)}"]


def _both_of(node: Any, outcome: str) -> str:
    with translation.override("zh-hans"):
        chinese = outcome_of(node, outcome)
    english = outcome_of(node, outcome)
    return f"{chinese} {english}" if chinese else ""


def _checks(nodes: list[tuple[str, Any]]) -> Iterator[list[str]]:
    at: dict[Guard, list[str]] = {}
    for name, node in nodes:
        for guard in getattr(node, "guards", ()):
            at.setdefault(guard, []).append(name)
    for guard, names in at.items():
        yield [guard.name, guard.article, _names(names), ", ".join(guard.protects) or "nothing: it informs"]


def _obligations(process: type[Process]) -> Iterator[list[str]]:
    for obligation in obligations_of(process).values():
        article = obligation.article + (f" ({KINDS[obligation.kind]})" if obligation.kind else "")
        met = _where(process, lambda node: [o for found in node.met.values() for o in found], obligation)
        undone = _where(process, lambda node: [o for found in node.undone.values() for o in found], obligation)
        needed = _where(process, lambda node: node.needed, obligation)
        forbidden = _where(process, lambda node: node.forbidden, obligation)
        yield [obligation.name, _both(obligation.title), article, met, needed, undone, forbidden]


def _where(process: type[Process], of: Callable[[Any], Sequence[Obligation]], obligation: Obligation) -> str:
    return _names([name for name, node in process.in_order() if obligation in of(node)])


def _names(names: Sequence[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)
