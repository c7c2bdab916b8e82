"""The parts pages are put together from. They are built in: no template needs to load them."""

from collections.abc import Hashable, Iterable, Sequence
from datetime import date, datetime
from functools import cache, lru_cache
from typing import Any, Protocol

from django import template
from django.conf import settings
from django.core.paginator import Page
from django.forms import BaseForm, BoundField, CheckboxInput, CheckboxSelectMultiple, RadioSelect, Select
from django.template.base import NodeList, Parser, Token
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from core.forms.filtering import Filters
from core.permissions.verdict import Verdict
from core.workcalendar.rules import SHANGHAI
from governance.assets import asset_url
from governance.icons import paths_of

register = template.Library()


class NamedRows(Protocol):
    """A formset that says what one of its rows is called: `row_name` is such as 第 %(number)s 期."""

    row_name: Any
    forms: Sequence[BaseForm]

    def non_form_errors(self) -> Iterable[Any]: ...


FILTERS_KEPT = 2048  # drawings of a process, some 2 kB each: those of a hundred counties
WEEKDAYS = "一二三四五六日"
LAMPS = {"red", "yellow", "green", "off"}


@register.simple_tag
def asset(name: str) -> str:
    """The address of a built file: {% asset "app.css" %}."""
    return asset_url(name)


@register.simple_tag
@cache
def icon(name: str, label: str = "") -> SafeString:
    """An icon; without a label it is decoration, since a word stands beside it."""
    path, solid = paths_of(name)
    named = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html(
        '<svg class="icon{}" viewBox="0 0 16 16" {}><path d="{}"/></svg>',
        " icon-solid" if solid else "",
        named,
        path,
    )


@register.simple_tag
def fixed(template_name: str) -> SafeString:
    """A part that is the same on every page and for everybody: drawn once in a process, from no context."""
    return _drawn(template_name, get_language())


@cache
def _drawn(template_name: str, _language: str | None) -> SafeString:
    return render_to_string(template_name)


@register.simple_tag
def map_ground() -> SafeString:
    """Attributes of a map: the installation's own ground under the boundaries; nothing where none is configured."""
    ground = settings.MAP_GROUND
    if not ground.url:
        return SafeString("")
    return format_html(' data-ground-url="{}" data-ground-note="{}"', ground.url, ground.note)


@register.simple_tag
@lru_cache(maxsize=1024)
def lamp(colour: str, words: str) -> SafeString:
    """The time lamp: {% lamp "red" "逾期 2 日" %}; red, yellow, green or off (stopped, no term)."""
    colour = colour.lower()
    if colour not in LAMPS:
        raise ValueError(f"no lamp has the colour {colour!r}")
    return format_html('<span class="lamp lamp-{}">{}{}</span>', colour, icon(f"lamp-{colour}"), words)


@register.simple_tag
def when(moment: datetime | date | None) -> SafeString:
    """A span such as 3 天前, with the exact time on hover and for machines."""
    if moment is None:
        return SafeString("—")
    if not isinstance(moment, datetime):
        return format_html('<time datetime="{}">{}</time>', moment.isoformat(), day(moment))
    local = moment.astimezone(SHANGHAI)
    clock = f"{local.hour:02}:{local.minute:02}"
    exact = f"{day(local.date())} {clock}"
    # Only these are words of a translation; the rest is digits of ours.
    span = escape(_span(local, clock, datetime.now(SHANGHAI)))
    return SafeString(f'<time datetime="{local.isoformat()}" title="{exact}">{span}</time>')


def _span(local: datetime, clock: str, now: datetime) -> str:
    seconds = (now - local).total_seconds()
    days = (now.date() - local.date()).days
    if seconds < 0:
        return clock if days == 0 else day(local.date()) + f" {clock}"
    if seconds < 60:
        return _("刚刚")
    if seconds < 3600:
        return _ago("minutes", int(seconds // 60))
    if days == 0:
        return _ago("hours", int(seconds // 3600))
    if days == 1:
        return _("昨天 %(time)s") % {"time": clock}
    return _ago("days", days) if days <= 30 else local.date().isoformat()


@cache
def _ago(unit: str, n: int) -> str:
    """So many minutes, hours or days ago: the same few dozen sentences on every list."""
    said = {
        "minutes": ngettext("%(n)d 分钟前", "%(n)d 分钟前", n),
        "hours": ngettext("%(n)d 小时前", "%(n)d 小时前", n),
        "days": ngettext("%(n)d 天前", "%(n)d 天前", n),
    }
    return said[unit] % {"n": n}


@register.filter
def day(value: date | datetime | None) -> str:
    """2026-11-22 周日."""
    if value is None:
        return "—"
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    return f"{value.isoformat()} 周{WEEKDAYS[value.weekday()]}"


@register.filter
def moment(value: datetime | None) -> str:
    """2026-11-22 14:05, to the minute."""
    return f"{timezone.localtime(value):%Y-%m-%d %H:%M}" if value else "—"


@register.filter
def county_digits(value: int | None) -> str:
    """12,345; — where there is no figure."""
    return "—" if value is None else f"{value:,}"


@register.inclusion_tag("components/masked.html")
def masked(shown: str, reveal_url: str = "") -> dict[str, str]:
    """A value that is masked already (138****5678), with the door to its full form where there is one."""
    return {"shown": shown, "reveal_url": reveal_url}


@register.simple_tag
def area_path(names: Iterable[str]) -> SafeString:
    """Names from the county down: 康保县 › 李家地镇 › 李家地村, the last one in full ink."""
    *above, last = [str(name) for name in names] or ["—"]
    return format_html(
        '<span class="area-path">{}<b>{}</b></span>',
        format_html_join("", "{} › ", ((name,) for name in above)),
        last,
    )


@register.simple_tag(takes_context=True)
def part(context: Context, template_name: str) -> SafeString:
    """A compiled part (templates/jinja) with what the page knows: {% part "disputes/_case_rows.html" %}."""
    return compiled(template_name, context.flatten())


def compiled(template_name: str, known: Any) -> SafeString:
    """A compiled part with nothing but what is given to it."""
    return SafeString(render_to_string(template_name, known))  # it has escaped what it was given


@register.simple_tag
def field(bound: BoundField, short: bool = False) -> SafeString:
    """Label, control, help and errors of one form field."""
    hangs_on = bound.form.drawing_of(bound.name) if isinstance(bound.form, Filters) else None
    if hangs_on is None:
        return _field(bound, short)
    drawn = _FILTERS.get((hangs_on, short))
    if drawn is None:
        drawn = _field(bound, short)
        if len(_FILTERS) >= FILTERS_KEPT:
            _FILTERS.clear()
        _FILTERS[hangs_on, short] = drawn
    return drawn


_FILTERS: dict[Hashable, SafeString] = {}


def _field(bound: BoundField, short: bool) -> SafeString:
    widget = bound.field.widget
    kind = "control"
    if isinstance(widget, RadioSelect | CheckboxSelectMultiple):
        kind = "choices"
    elif isinstance(widget, CheckboxInput):
        kind = "check"
    css = {"control": "form-control", "check": "form-check-input", "choices": ""}[kind]
    if kind == "control" and isinstance(widget, Select):
        css = "form-select"
    classes = " ".join(filter(None, [css, "form-short" if short else "", widget.attrs.get("class", "")]))
    control = bound.as_widget(attrs={"class": classes} if classes else {})
    return compiled("components/field.html", {"field": bound, "kind": kind, "control": control})


@register.simple_tag
def form_errors(form: BaseForm, rows: NamedRows | None = None) -> SafeString:
    """The summary above a form that came back, and above its rows: each line leads to its field.

    Args:
        rows: the form's rows: people, instalments.
    """
    lines = _lines(form)
    whole = [str(error) for error in form.non_field_errors()]
    if rows is not None:
        whole += [str(error) for error in rows.non_form_errors()]
        for number, row in enumerate(rows.forms, start=1):
            called = rows.row_name % {"number": number}
            lines += _lines(row, f"{called}：")
            whole += [f"{called}：{error}" for error in row.non_field_errors()]
    if not lines and not whole:
        return SafeString("")
    return compiled("components/form_errors.html", {"lines": lines, "whole": whole})


def _lines(form: BaseForm, called: str = "") -> list[tuple[str, str]]:
    """The place on the page and the sentence of each field's error; of several choices, the place of the first."""
    return [
        (form[name].id_for_label or f"{form[name].auto_id}_0", f"{called}{form[name].label}：{error}")
        for name in form.fields
        for error in form.errors.get(name, [])
    ]


@register.simple_tag(takes_context=True)
def button(
    context: Context,
    verdict: Verdict,
    label: str,
    url: str,
    method: str = "get",
    kind: str = "",
    confirm: str = "",
    icon: str = "",
) -> SafeString:
    """A step drawn from its policy's verdict: a link or a small form, or greyed with the reason beside it."""
    known = {
        "verdict": verdict,
        "label": label,
        "url": url,
        "method": method,
        "css": f"btn btn-{kind}" if kind else "btn",
        "confirm": confirm,
        "name": icon,
        "csrf_token": context.get("csrf_token"),
    }
    return compiled("components/button.html", known)


@register.simple_tag(takes_context=True)
def pager(context: Context, page: Page[Any]) -> SafeString:
    """Pages of a list; the filters of the address are kept."""
    return compiled("components/pager.html", {"page": page, "request": context["request"]})


@register.inclusion_tag("components/earlier.html")
def earlier(newest: str, older: str, words: str) -> dict[str, str]:
    """The foot of a list without an end: back to the newest page, on to the older one; either may be missing ("")."""
    return {"newest": newest, "older": older, "words": words}


@register.simple_tag
def nothing(title: str, advice: str = "", url: str = "", action: str = "") -> SafeString:
    """An empty state that says what to do next."""
    known = {"title": title, "advice": advice, "url": url, "action": action}
    return compiled("components/nothing.html", known)


class CaptureNode(template.Node):
    """Renders its content once, so that it can stand in two places (a page's title) or be asked for."""

    child_nodelists = ("nodelist",)

    def __init__(self, name: str, nodelist: NodeList) -> None:
        self.name = name
        self.nodelist = nodelist

    def render(self, context: Context) -> SafeString:
        context[self.name] = SafeString(self.nodelist.render(context).strip())
        return SafeString("")


@register.tag
def capture(parser: Parser, token: Token) -> CaptureNode:
    """{% capture name %} … {% endcapture %}: what is inside goes into the variable `name`."""
    _tag, name = token.split_contents()
    nodelist = parser.parse(("endcapture",))
    parser.delete_first_token()
    return CaptureNode(name, nodelist)
