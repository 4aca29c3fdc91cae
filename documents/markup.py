"""Template words of the papers (版式标签): what a paper's template may say besides Django's own tags.

Every word takes plain text and returns escaped HTML, so a template needs neither ``|safe`` nor ``autoescape off``.
"""

from __future__ import annotations

import html
from collections.abc import Iterable
from typing import Any

from django import template
from django.template import Context, NodeList
from django.template.base import Parser, Token
from django.utils.safestring import SafeString

from documents import figures, titles, typesetting
from documents.linebreak import Measure
from documents.typefaces import Role, advances

register = template.Library()

ANNEXES_KEPT = 6  # a list of more lines may begin on one page and end on the next


def _html(text: str) -> SafeString:
    """Mark as HTML what this package has escaped itself."""
    return SafeString(text)


@register.filter
def fangsong(value: object) -> SafeString:
    """A text in 仿宋."""
    return _html(typesetting.glyphs(str(value), Role.FANGSONG))


@register.filter
def songti(value: object) -> SafeString:
    """A text in 宋体."""
    return _html(typesetting.glyphs(str(value), Role.SONGTI))


@register.filter
def kaiti(value: object) -> SafeString:
    """A text in 楷体."""
    return _html(f'<span class="KaiTi">{typesetting.glyphs(str(value), Role.KAITI)}</span>')


@register.filter
def day(value: str) -> str:
    """An ISO date in Chinese: 2026年11月24日."""
    return typesetting.chinese_date(value)


@register.filter
def capital(value: int) -> str:
    """A number below 1000 in 大写."""
    return typesetting.capital(value)


@register.filter
def capital_digits(value: int) -> str:
    """A number in 大写, digit by digit."""
    return typesetting.capital_digits(value)


@register.filter
def ordinal(value: int) -> str:
    """The number of a heading (层次序数), 1 to 19: 一, 十二."""
    return typesetting.ordinal(value)


@register.filter
def seam(value: str) -> str:
    """A serial in Chinese figures, for a seam."""
    return typesetting.seam_figures(value)


@register.filter
def nation(value: str) -> str:
    """The name of an ethnic group without its 族, which the form prints itself."""
    return value.removesuffix("族")


@register.simple_tag(takes_context=True)
def blank(context: Context, name: str, shown: str = "") -> SafeString:
    """A filled-in blank: the fact in 楷体 on a line; ``shown`` is what to print instead of the fact itself."""
    text = typesetting.glyphs(str(shown or context[name]), Role.KAITI)
    return _html(f'<span class="blank" data-field="{html.escape(name)}">{text}</span>')


@register.simple_tag(takes_context=True)
def cell(context: Context, name: str) -> SafeString:
    """A field of a table in 仿宋; an empty one prints nothing."""
    value = context.get(name)
    text = typesetting.glyphs("" if value is None else str(value), Role.FANGSONG)
    return _html(f'<span data-field="{html.escape(name)}">{text}</span>')


@register.simple_tag
def wbr() -> str:
    """A place in a title where a line may well end (分行处)."""
    return titles.BREAK


@register.simple_tag
def option(chosen: str, *choices: str) -> SafeString:
    """All choices of a printed form with those that do not apply struck out (划去)."""
    shown = (
        html.escape(text) if text == chosen else f'<span class="struck">{html.escape(text)}</span>' for text in choices
    )
    return _html("/".join(shown))


@register.simple_tag
def qr(text: str) -> SafeString:
    """The code that leads to the page where the paper can be checked (核验二维码)."""
    return _html(f'<img class="qr" alt="核验二维码" src="{figures.qr_code(text)}"/>')


@register.simple_tag
def margin_code(address: str) -> SafeString:
    """The same with its words, for the margin of the first page: outside the type area, so nothing else moves."""
    words = f"<p>扫码核验</p><p>校验码 {html.escape(check_code(address))}</p>"
    return _html(f'<div class="verify" data-free="">{qr(address)}{words}</div>')


@register.filter
def check_code(address: str) -> str:
    """The code at the end of the address to which a QR code leads (校验码), in groups of four: it can be typed instead."""
    code = address.rstrip("/").rsplit("/", 1)[-1].replace("-", "")
    return "-".join(code[n : n + 4] for n in range(0, len(code), 4))


@register.simple_tag
def mark(issuer: str, ending: str = "文件") -> SafeString:
    """The red head of an issuer (发文机关标志): its name and 文件, or what else the format wants after it."""
    made = typesetting.issuer_mark(f"{issuer}{ending}")
    lines = "<br/>".join(typesetting.glyphs(line, Role.XIAOBIAOSONG) for line in made.lines)
    style = f"font-size:{made.points}pt" + (f";transform:scaleX({made.scale})" if made.scale < 1 else "")
    size = "mark" if len(made.lines) == 1 else "mark two"
    place = f"--below:{made.below:.3f}mm;padding-top:{made.above:.3f}mm"
    return _html(f'<div class="{size}" data-free="" style="{place}"><span style="{style}">{lines}</span></div>')


@register.simple_tag(takes_context=True)
def signature(context: Context, issuer: str, iso_date: str) -> SafeString:
    """Issuer, date, and over them the seal, its place, or the draft mark."""
    written = typesetting.chinese_date(iso_date)
    sealed = context["paper"].sealed
    place = typesetting.signature(issuer, written, sealed=sealed)
    over = seal(context, f"margin-left:{place.seal:.3f}mm") if sealed else ""
    return _html(f'<div class="sign{"" if sealed else " plain"}">{over}{_rows(place.rows)}</div>')


def _rows(rows: Iterable[tuple[float, str]]) -> str:
    """Lines of 仿宋 that start so many millimetres from the left."""
    shown = ((left, typesetting.glyphs(text, Role.FANGSONG)) for left, text in rows)
    return "".join(f'<p style="text-indent:{left:.3f}mm">{text}</p>' for left, text in shown)


@register.simple_tag(takes_context=True)
def seal(context: Context, style: str) -> SafeString:
    """The seal (印章) at a place, the draft mark (稿) instead of it, or room for the stamp."""
    if context["draft"]:
        return _html(f'<div class="seal draft" data-free="" style="{html.escape(style)}">稿</div>')
    if context["seal"]:
        return _html(f'<img class="seal" alt="印章" style="{html.escape(style)}" src="{context["seal"]}"/>')
    return _html("")


@register.simple_tag(takes_context=True)
def joint_seal(context: Context) -> SafeString:
    """The seal over a perforation, half on either part (骑缝章); the word for it where it is still to be stamped."""
    if context["draft"] or not context["seal"]:
        return _html('<span class="across">（骑缝章）</span>')
    return _html(f'<img class="seal joint" alt="骑缝章" src="{context["seal"]}"/>')


class Setting(template.Node):
    """The text between two tags, set as paragraphs on the grid or as a title."""

    child_nodelists = ("inner",)  # so that a block may stand between the tags

    def __init__(self, inner: NodeList, options: list[template.base.FilterExpression]) -> None:
        """Keep the text between the tags and the options of the first."""
        self.inner, self.options = inner, options

    def text(self, context: Context) -> str:
        """The plain text: escaping is switched off inside, because the setting itself escapes what comes out."""
        with context.push():
            outer, context.autoescape = context.autoescape, False
            try:
                return "".join(line.strip() for line in self.inner.render(context).split("\n") if line.strip())
            finally:
                context.autoescape = outer


class Paragraph(Setting):
    """``{% p "FangSong" 2 %}…{% endp %}``: a paragraph of the grid, indented by two characters unless told."""

    def render(self, context: Context) -> SafeString:
        """The paragraph as an element."""
        values: list[Any] = [option.resolve(context) for option in self.options]
        role = Role(values[0]) if values else Role.FANGSONG
        indent = float(values[1]) if len(values) > 1 else 2.0
        body = typesetting.paragraph(self.text(context), role, typesetting.grid(role), indent=indent)
        return _html(f'<p class="{role}" style="text-indent:{indent * typesetting.ZI_MM:.3f}mm">{body}</p>')


class Title(Setting):
    """``{% title name %}…{% endtitle %}``: a title broken by meaning, ``{% wbr %}`` where it is best, and never in a name."""

    def render(self, context: Context) -> SafeString:
        """The title as a heading."""
        keep = [str(option.resolve(context)) for option in self.options]
        lines = titles.title_lines(self.text(context), keep)
        return _html(f'<h1 class="title">{typesetting.glyphs(chr(10).join(lines), Role.XIAOBIAOSONG)}</h1>')


def _compile(parser: Parser, token: Token, node: type[Setting]) -> Setting:
    name, *options = token.split_contents()
    inner = parser.parse((f"end{name}",))
    parser.delete_first_token()
    return node(inner, [parser.compile_filter(option) for option in options])


@register.tag("p")
def compile_paragraph(parser: Parser, token: Token) -> Setting:
    """Compile ``{% p %}``."""
    return _compile(parser, token, Paragraph)


@register.tag("title")
def compile_title(parser: Parser, token: Token) -> Setting:
    """Compile ``{% title %}``."""
    return _compile(parser, token, Title)


@register.simple_tag(takes_context=True)
def grid_text(context: Context, name: str) -> SafeString:
    """A longer fact in 仿宋 on the grid, each of its lines a paragraph."""
    measure = typesetting.grid(Role.FANGSONG)
    return _paragraphs(name, str(context[name]), measure, f"text-indent:{2 * typesetting.ZI_MM:.3f}mm")


@register.simple_tag(takes_context=True)
def prose(context: Context, name: str, size: float, width: float, otherwise: str = "") -> SafeString:
    """A longer fact in 仿宋, each of its lines a paragraph filled to ``width`` (mm) at ``size`` (points)."""
    measure = Measure(float(size), 0.0, float(width) * typesetting.POINTS_PER_MM, advances(Role.FANGSONG))
    return _paragraphs(name, str(context[name] or otherwise), measure, f"white-space:pre;text-indent:{2 * size}pt")


def _paragraphs(name: str, text: str, measure: Measure, style: str) -> SafeString:
    parts = [line.strip() for line in text.split("\n") if line.strip()]
    lines = (typesetting.paragraph(part, Role.FANGSONG, measure, indent=2.0) for part in parts)
    field = html.escape(name)
    return _html("".join(f'<p data-field="{field}" style="{style}">{line}</p>' for line in lines))


@register.simple_tag
def applicant(name: str, iso_date: str, who: str = "申请人") -> SafeString:
    """Name and date under a member's own letter: right, the date 4 characters from the edge, the name above it."""
    signed, written = f"{who}：{name}", typesetting.chinese_date(iso_date)
    place = typesetting.signature(signed, written, sealed=True)
    return _html(f'<div class="sign">{_rows(place.rows)}</div>')


@register.simple_tag
def undersigned(who: str, names: list[str] | str, iso_date: str) -> SafeString:
    """Those who signed, one below the other after a word that says who they are, and the date (落款签名)."""
    signed = [names] if isinstance(names, str) else names
    rows = typesetting.undersigned(f"{who}：", signed, typesetting.chinese_date(iso_date))
    return _html(f'<div class="sign plain">{_rows(rows)}</div>')


@register.simple_tag
def stamped_name(post: str, name: str, iso_date: str) -> SafeString:
    """A person's post and signature with the date under it (签名章): GB/T 9704-2012, 7.3.5.3."""
    first, second = typesetting.stamped_name(post, name, typesetting.chinese_date(iso_date))
    return _html(f'<div class="sign">{_rows([first])}<p class="line"></p>{_rows([second])}</div>')


@register.simple_tag
def annexes(names: list[str]) -> SafeString:
    """The list of enclosures (附件说明), a blank line below the text: GB/T 9704-2012, 7.3.4."""
    made = typesetting.annexes(names) if names else []
    lines = sum(one.text.count("\n") + 1 for one in made)
    return _html(f'<div class="annexes{" long" if lines > ANNEXES_KEPT else ""}">{_hung(made)}</div>' if made else "")


@register.simple_tag
def roll(label: str, names: str) -> SafeString:
    """People under minutes (出席、请假、列席): the label in 黑体, lines aligned after it; GB/T 9704-2012, 10.3."""
    return _html(_hung([typesetting.hung(names, head=f"{label}：", role=Role.HEITI, left=2.0)]) if names else "")


def _hung(paragraphs: Iterable[typesetting.Hung]) -> str:
    """Paragraphs whose lines are aligned after a head."""
    return "".join(
        f'<p style="padding-left:{one.left:.3f}mm;text-indent:{one.first - one.left:.3f}mm">{one.text}</p>'
        for one in paragraphs
    )


@register.simple_tag(takes_context=True)
def grid_items(context: Context, name: str) -> SafeString:
    """A list on the grid, its entries numbered (1. 2. 3.), each a paragraph."""
    numbered = (f"{place}. {said}" for place, said in enumerate(context[name] or [], start=1))
    measure = typesetting.grid(Role.FANGSONG)
    return _paragraphs(name, "\n".join(numbered), measure, f"text-indent:{2 * typesetting.ZI_MM:.3f}mm")
