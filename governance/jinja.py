"""The environment of the parts under templates/jinja: what a page draws many times is compiled, pages are not."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any, Final

from django.forms.utils import flatatt
from django.template import defaulttags
from django.template.defaultfilters import linebreaksbr, truncatechars
from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from jinja2 import Environment, Undefined, pass_context
from jinja2.runtime import Context

from core.audit.templatetags.audit import who_looked
from governance.addresses import address_of
from governance.templatetags import house

TAGS: Final = (
    house.area_path,
    house.field,
    house.fixed,
    house.form_errors,
    house.icon,
    house.lamp,
    house.nothing,
    house.when,
    who_looked,
)
FILTERS: Final = (house.county_digits, house.day, linebreaksbr, truncatechars)
IN_CONTEXT: Final = (house.button, house.pager)


class Loud(Undefined):
    """A name that is not there may be asked about, as Django's controls do, but neither shown nor gone through."""

    __str__ = __iter__ = __len__ = Undefined._fail_with_undefined_error


def environment(**asked: Any) -> Environment:
    """Jinja2 with our tags under their own names, and a loud error for a name that is not there."""
    made = Environment(**asked | {"undefined": Loud})  # noqa: S701  # Django's backend asks for escaping
    made.globals.update({tag.__name__: tag for tag in TAGS})
    made.globals.update({tag.__name__: pass_context(tag) for tag in IN_CONTEXT})
    made.globals.update(_=word, csrf_input=csrf_input, options=options, querystring=querystring, url=url)
    made.filters.update({one.__name__: one for one in FILTERS})
    return made


@lru_cache(maxsize=4096)
def word(text: str) -> str:
    """A word of ours in the one language of an installation: looked up once, for a page has hundreds."""
    return gettext(text)


def url(route: str, args: Sequence[Any] = ()) -> str:
    """The address of a page."""
    return reverse(route, args=args) if args else address_of(route)


def csrf_input(token: Any) -> SafeString:
    """The hidden field of a form that posts."""
    return format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', token)


@pass_context
def querystring(context: Context, **changes: Any) -> str:
    """The page's address with other filters; None leaves one out."""
    own: Any = None  # asked for the address only where none is given
    return str(defaulttags.querystring(own, context["request"].GET, **changes))


def options(groups: Iterable[tuple[str | None, list[dict[str, Any]], int]]) -> SafeString:
    """The options of a select as its widget groups them. Drawn here, because a page of filters has a hundred and more,
    and Django's own template draws each from a file of its own."""
    drawn = []
    for name, choices, _index in groups:
        rows = "\n".join(map(_option, choices))
        drawn.append(f'<optgroup label="{escape(name)}">{rows}</optgroup>' if name else rows)
    return SafeString("\n".join(drawn))


def _option(one: dict[str, Any]) -> str:
    attrs = flatatt(one["attrs"]) if one["attrs"] else ""
    return f'<option value="{escape(one["value"])}"{attrs}>{escape(one["label"])}</option>'
