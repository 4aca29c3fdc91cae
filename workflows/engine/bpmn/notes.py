"""What a chart says about a node beside its title (图元说明): article, post, term, form, guards, paper."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from registry.models import Role
from workflows.engine.words import Countersign, Issue, Step, Subject, Term
from workflows.policy import loading


def of(node: Any) -> str:
    """The note of a node, one fact a line."""
    lines = [str(node.asks)] if isinstance(node, Step) else []
    lines.append(article(node.article))
    if isinstance(node, Step):
        lines += _about_step(node)
    if isinstance(node, Issue):
        lines.append(_line(_("Paper"), node.kind.title))
        lines.append(_line(_("Issued by"), str(node.issuer.title)))
    guards = getattr(node, "guards", ())
    if guards:
        lines.append(_line(_("Checks"), "；".join(f"{guard.name}（{guard.article}）" for guard in guards)))
    return "\n".join(lines)


def article(text: str) -> str:
    """The line that cites the article."""
    return _line(_("Article"), text)


def _about_step(step: Step) -> Iterator[str]:
    if isinstance(step, Countersign):
        yield _line(_("Signed by"), "；".join(_post(who) for who in step.signers))
        yield _line(_("Where too few can sign"), _post(step.to))
    else:
        yield _line(_("Post"), _post(step.to))
    if step.within:
        yield _line(_("Time allowed"), "；".join(_terms(step.within)))
    labels = [str(asked.label) for asked in step.form.base_fields.values() if asked.label]
    yield _line(_("Form"), f"{step.form.__name__}（{'、'.join(labels)}）" if labels else step.form.__name__)


def _post(to: Any) -> str:
    if isinstance(to, Subject):
        member = _("The member")
        return f"{member}（{_post(to.recorded_by)}）"
    return f"{to.of.title} · {'/'.join(str(Role(role).label) for role in to.roles)}"


def _terms(term: Term) -> list[str]:
    """The term, or the term under each pack that ships where they differ."""
    packs = sorted(loading.packs().items())
    amounts = [amount(term.provision(pack).value, term.unit) for _key, pack in packs]
    if len(set(amounts)) == 1:
        return amounts[:1]
    return [f"{said}（{name} {version}）" for said, ((name, version), _pack) in zip(amounts, packs, strict=True)]


def amount(number: int, unit: str) -> str:
    """So many working days, days or months, in words."""
    if unit == "working_days":
        return ngettext("%(n)s working day", "%(n)s working days", number) % {"n": number}
    if unit == "months":
        return ngettext("%(n)s month", "%(n)s months", number) % {"n": number}
    return ngettext("%(n)s day", "%(n)s days", number) % {"n": number}


def _line(label: str, text: str) -> str:
    return f"{label}：{text}"
